package main

import (
	"slices"
	"strings"
	"testing/fstest"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
)

// least is a scenario that leaves everything out.
const least = `hashwatt: 1
name: least
clock: {start: 2026-01-01, end: 2027-01-01}
sites: [{id: first, region: komi, power: 1 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}]
`

// writeDefaults writes into the definitions what a scenario gets where it says nothing.
func (g *generator) writeDefaults() {
	catalog, err := seeds.Load()
	if err != nil {
		g.fail(err)
		return
	}
	f, err := scenario.Load(fstest.MapFS{"least.yaml": {Data: []byte(least)}}, "least.yaml", scenario.Options{})
	if err != nil {
		g.fail(err)
		return
	}
	tree, _, err := scenario.Expand(f, catalog)
	if err != nil {
		g.fail(err)
		return
	}
	g.standard(g.defs["scenario"+orNull], tree)
}

// standard notes at each key that may be left out what stands in the tree by default.
func (g *generator) standard(def *schema, tree *conf.Node) {
	for _, p := range def.Properties {
		n := tree.Get(p.name)
		inner := g.target(p.schema)
		switch {
		case n == nil:
		case n.Kind == conf.List && inner.Items != nil:
			g.standard(g.target(inner.Items), n.Items[0])
		case n.Kind == conf.Map && inner.If == nil && inner.AllOf == nil:
			g.standard(inner, n)
		case n.Origin != "default" && !strings.HasPrefix(n.Origin, "seeds/defaults.csv"):
		case slices.Contains(def.Required, p.name) || n.Text == "first":
		default:
			p.Default = value(n)
		}
	}
}
