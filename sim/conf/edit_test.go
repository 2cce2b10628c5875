package conf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Maps merge, everything else is replaced, and a null brings the default back.
func TestMerge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ base, over, want string }{
		{"a: 1\nb: 2", "b: 3\nc: 4", `{a:"1" b:"3" c:"4"}`},
		{"a: {p: 1, q: 2}", "a: {q: 3}", `{a:{p:"1" q:"3"}}`},
		{"a: [1, 2]", "a: [3]", `{a:["3"]}`},
		{"a: 21 MW", "a: {low: 4 MW}", `{a:{low:"4 MW"}}`},
		{"a: {low: 4 MW}", "a: 21 MW", `{a:"21 MW"}`},
		{"a: 1\nb: 2", "a: ~", `{b:"2"}`},
		{"a: 1", "b: null", `{a:"1"}`},
		{"a: {p: 1}", "a: {p: ~}", `{a:{}}`},
		{"a: {process: gbm, drift: 1}", "a: {process: gbm, start: 2}", `{a:{process:"gbm" drift:"1" start:"2"}}`},
		{"a: {process: gbm, drift: 1}", "a: {drift: 2}", `{a:{process:"gbm" drift:"2"}}`},
		{"a: {process: gbm, drift: 1}", "a: {process: flat, drift: ~}", `{a:{process:"flat"}}`},
		{"a: {process: gbm, drift: 1}", "a: {process: ~, drift: ~, replay: history}", `{a:{replay:"history"}}`},
		{"a: {replay: history, then: {process: gbm, drift: 1}}", "a: {then: {process: flat}}", `{a:{replay:"history" then:{process:"flat"}}}`},
		{"a: {replay: history, then: {process: gbm, drift: 1}}", "a: {replay: p.csv}", `{a:{replay:"p.csv" then:{process:"gbm" drift:"1"}}}`},
		{"a: {replay: history, then: {response: growth, rate: 1}}", "a: {response: vintage}", `{a:{response:"vintage"}}`},
		{"a: {response: vintage}", "a: {replay: history}", `{a:{replay:"history"}}`},
	} {
		base, over := parse(t, test.base), parse(t, test.over)
		if got := show(Merge(base, over)); got != test.want {
			t.Errorf("%q under %q = %s, want %s", test.base, test.over, got, test.want)
		}
	}
	a := parse(t, "a: 1")
	if Merge(nil, a) != a || Merge(a, nil) != a {
		t.Error("merging with nothing changes a tree")
	}
}

// A merged tree knows for each value which file said so.
func TestMergeKeepsOrigins(t *testing.T) {
	t.Parallel()
	base, err := Parse("base.yaml", []byte("a: 1\nb: {c: 2, d: 3}\n"), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	over, err := Parse("over.yaml", []byte("\n\nb: {d: 4}\n"), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	Merge(base, over).Walk(func(path string, n *Node) bool {
		if n.Kind == Scalar {
			got = append(got, path+" "+n.Origin+" "+n.Pos.String())
		}
		return true
	})
	want := []string{"a base.yaml:1 base.yaml:1:4", "b.c base.yaml:2 base.yaml:2:8", "b.d over.yaml:3 over.yaml:3:8"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const twoSites = `
sites:
  - {id: mikun, power: 21 MW}
  - {name: bratsk 1, power: {low: 1 MW}}
rates: {tax: 25 %}
years: [2017, 2018]
`

// A path sets what it names, makes maps on the way, and adds an item for an id that is not there.
func TestSet(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, value, want string }{
		{"rates.tax", "20 %", `rates:{tax:"20 %"}`},
		{"rates.vat", "20 %", `rates:{tax:"25 %" vat:"20 %"}`},
		{"clock.start", "2025-01-01", `clock:{start:"2025-01-01"}`},
		{"sites.mikun.power", "3 MW", `[{id:"mikun" power:"3 MW"} {name:"bratsk 1" power:{low:"1 MW"}}]`},
		{`sites."bratsk 1".power.low`, "3 MW", `{name:"bratsk 1" power:{low:"3 MW"}}]`},
		{"sites.*.pue", "1.1", `[{id:"mikun" power:"21 MW" pue:"1.1"} {name:"bratsk 1" power:{low:"1 MW"} pue:"1.1"}]`},
		{"sites.ukhta.power", "3 MW", `{id:"ukhta" power:"3 MW"}]`},
		{"sites.mikun", "{power: 3 MW}", `[{id:"mikun" power:"3 MW"}`},
		{"rates.*", "1 %", `rates:{tax:"1 %"}`},
		{"years", "[2019]", `years:["2019"]`},
		{"rates.tax", "null", `rates:{}`},
		{"sites.mikun", "~", `sites:[{name:"bratsk 1"`},
		{"sites.mikun.pue", "~", `[{id:"mikun" power:"21 MW"} {name`},
	} {
		root := parse(t, twoSites)
		before := root.Clone()
		p, err := ParsePath(test.path)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		got, err := Set(root, p, parse(t, test.value))
		if err != nil || !strings.Contains(show(got), test.want) {
			t.Errorf("%s = %s gives %v, %v, want %s in it", test.path, test.value, show(got), err, test.want)
		}
		if !Equal(root, before) {
			t.Errorf("%s = %s changed its argument", test.path, test.value)
		}
	}
	got, err := Set(nil, Path{"a", "b"}, NewScalar("1", "--set"))
	if err != nil || show(got) != `{a:{b:"1"}}` || got.Get("a").Origin != "--set" {
		t.Errorf("setting in an empty tree gives %v, %v", show(got), err)
	}
}

// A path that cannot be followed says where it ends and why.
func TestSetProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, value, want string }{
		{"sites.mikun.power.mid", "3 MW", `--set:1:1: sites.mikun.power: this is the value "21 MW", so there is no "mid" inside; set it whole`},
		{"years.2017", "2019", `--set:1:1: years.2017: the items of this list have no ids; set the list whole`},
		{"clock.*", "x", `--set:1:1: clock.*: there is nothing here that * could stand for`},
		{"sites.mikum", "~", `--set:1:1: sites.mikum: there is no such item to remove; did you mean "mikun"?`},
		{"sites.*.power.low", "3 MW", `--set:1:1: sites.mikun.power: this is the value "21 MW", so there is no "low" inside; set it whole`},
		{"sites.mikun", "21 MW", `--set:1:1: sites.mikun: an item that is called by a name is a map, not a value`},
		{"twins.a.x", "3", `--set:1:1: twins.a: 2 items are called "a"; give each an id of its own`},
	} {
		p, err := ParsePath(test.path)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Parse("--set", []byte(test.value), DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Set(parse(t, twoSites+"twins: [{id: a}, {id: a}]"), p, v)
		if err == nil {
			t.Errorf("%s = %s gives %s, want a problem", test.path, test.value, show(got))
		} else if first := problemsOf(err)[0].String(); first != test.want {
			t.Errorf("%s = %s:\n got %s\nwant %s", test.path, test.value, first, test.want)
		}
	}
}

// A patch goes into maps and lists, takes paths as keys, and changes lists with verbs.
func TestApplyPatch(t *testing.T) {
	t.Parallel()
	const base = `
limits:
  - {name: grid, limit: 200 MW}
  - {name: winter, limit: 100 GWh}
price: {replay: history, then: {process: gbm, drift: 0}}
sites: [{id: mikun, power: 21 MW}, {id: a.b, power: 1 MW}]
years: [2017, 2018, 2018]
rates: {tax: 25 %}
`
	for _, test := range []struct{ patch, want string }{
		{"price: {then: {process: flat}}", `price:{replay:"history" then:{process:"flat"}}`},
		{"price: {then: {process: gbm, start: 1}}", `price:{replay:"history" then:{process:"gbm" drift:"0" start:"1"}}`},
		{"price: {process: flat, value: 2}", `price:{process:"flat" value:"2"}`},
		{"{}", `limits:[{name:"grid" limit:"200 MW"} {name:"winter" limit:"100 GWh"}]`},
		{"limits: {append: [{name: ban}]}", `{name:"winter" limit:"100 GWh"} {name:"ban"}]`},
		{"limits: {remove: [grid]}", `{limits:[{name:"winter"`},
		{"limits: {remove: grid}", `{limits:[{name:"winter"`},
		{"limits: {replace: [{name: x}]}", `{limits:[{name:"x"}]`},
		{"limits: {remove: [x], append: [{name: y}], replace: [{name: x}, {name: z}]}", `{limits:[{name:"z"} {name:"y"}]`},
		{"limits: [{name: x}]", `{limits:[{name:"x"}]`},
		{"limits: {grid: {limit: 1 MW}}", `{limits:[{name:"grid" limit:"1 MW"}`},
		{"limits.grid.limit: 1 MW", `{limits:[{name:"grid" limit:"1 MW"}`},
		{"years: {remove: [2018]}", `years:["2017"]`},
		{"new: {append: [a]}", `new:["a"]`},
		{"sites.*.power: 3 MW", `sites:[{id:"mikun" power:"3 MW"} {id:"a.b" power:"3 MW"}]`},
		{"sites: {'*': {power: 3 MW}}", `sites:[{id:"mikun" power:"3 MW"} {id:"a.b" power:"3 MW"}]`},
		{"sites: {'*.power': 3 MW}", `sites:[{id:"mikun" power:"3 MW"} {id:"a.b" power:"3 MW"}]`},
		{"sites: {a.b: {power: 3 MW}}", `{id:"a.b" power:"3 MW"}]`},
		{"sites: {ukhta: {power: 3 MW}}", `{id:"ukhta" power:"3 MW"}]`},
		{"sites: {mikun: {power: {low: 3 MW}}}", `{id:"mikun" power:{low:"3 MW"}}`},
		{"sites: {mikun: ~}", `sites:[{id:"a.b"`},
		{"rates: {tax: ~, vat: 20 %}", `rates:{vat:"20 %"}`},
		{"rates: ~", `years:["2017" "2018" "2018"]}`},
		{"~", `rates:{tax:"25 %"}}`},
	} {
		root := parse(t, base)
		before := root.Clone()
		got, err := ApplyPatch(root, parse(t, test.patch))
		if err != nil || !strings.Contains(show(got), test.want) {
			t.Errorf("%s gives %v, %v, want %s in it", test.patch, got, err, test.want)
		}
		if !Equal(root, before) {
			t.Errorf("%s changed its argument", test.patch)
		}
	}
}

// A patch that does not fit is refused at the line that does not fit, all of it at once.
func TestPatchProblems(t *testing.T) {
	t.Parallel()
	root := parse(t, "limits: [{name: grid}]\nrates: {tax: 25 %}")
	patch := parse(t, `
limits: {remove: [grip, [x]], append: [], other: x}
rates: {append: [x]}
new: {append: x}
rates..tax: 3
rates.tax.x: 3
`)
	_, err := ApplyPatch(root, patch)
	var got []string
	for _, p := range problemsOf(err) {
		got = append(got, p.String())
	}
	want := []string{
		`test.yaml:2:19: limits.remove: no item is called "grip"; did you mean "grid"?`,
		`test.yaml:2:25: limits.remove: expected the id or name of an item, got a list`,
		`test.yaml:2:43: limits: "other" stands beside a verb; a map of append, remove and replace has no other keys`,
		`test.yaml:3:8: rates: append, remove and replace change a list, and this is a map; write its keys instead`,
		`test.yaml:4:7: new.append: expected a list, got a value`,
		`test.yaml:5:1: path "rates..tax": empty segment; write words with one dot between them, like "sites.mikun.power"`,
		`test.yaml:6:1: rates.tax: this is the value "25 %", so there is no "x" inside; set it whole`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := ApplyPatch(root, parse(t, "[a]")); err == nil {
		t.Error("a list is accepted as a patch")
	}
}

// Lookup finds by key, id, name and star, and leaves out what is at its default.
func TestLookup(t *testing.T) {
	t.Parallel()
	root := parse(t, twoSites+"empty: ~\nhalls: {a: {mw: 1}, b: {mw: 2}}")
	for _, test := range []struct{ path, want string }{
		{"sites.mikun.power", `"21 MW"`},
		{`sites."bratsk 1".power.low`, `"1 MW"`},
		{"sites.*.power", `"21 MW" {low:"1 MW"}`},
		{"halls.*.mw", `"1" "2"`},
		{"years.*", `"2017" "2018"`},
		{"empty", ""},
		{"sites.nobody.power", ""},
		{"rates.tax.deeper", ""},
	} {
		p, err := ParsePath(test.path)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range Lookup(root, p) {
			got = append(got, show(n))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s finds %s, want %s", test.path, s, test.want)
		}
	}
}

// What is set is found again, nothing beside it changes, and no argument is changed.
func TestSetThenLookup(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		root := trees(3).Draw(t, "root")
		v := trees(1).Filter(func(n *Node) bool { return n.Kind != Null }).Draw(t, "value")
		p := Path(rapid.SliceOfN(keys().Filter(func(k string) bool { return k != Every }), 1, 3).Draw(t, "path"))
		before := root.Clone()
		got, err := Set(root, p, v)
		if !Equal(root, before) {
			t.Fatalf("Set changed its argument")
		}
		if err != nil {
			return
		}
		found := Lookup(got, p)
		if len(found) != 1 || !Equal(found[0], v) && v.Kind != Map {
			t.Fatalf("set %s in %s to %s, found %d", p, show(root), show(v), len(found))
		}
	})
}

// Where there are only maps and values, a patch is a merge.
func TestPatchOfMapsIsAMerge(t *testing.T) {
	t.Parallel()
	plainMaps := func(n *Node) bool {
		ok := n.Kind == Map
		n.Walk(func(_ string, at *Node) bool {
			for _, f := range at.Fields {
				ok = ok && !isVerb(f) && !strings.ContainsAny(f.Key, `.*"`) && f.Value.Kind != Null
			}
			ok = ok && at.Kind != List
			return ok
		})
		return ok
	}
	rapid.Check(t, func(t *rapid.T) {
		base := trees(3).Filter(plainMaps).Draw(t, "base")
		patch := trees(3).Filter(plainMaps).Draw(t, "patch")
		got, err := ApplyPatch(base, patch)
		if want := Merge(base, patch); err != nil || !Equal(got, want) {
			t.Fatalf("patching %s with %s gives %v, %v, want %s", show(base), show(patch), got, err, show(want))
		}
		if !Equal(Merge(base, base), base) {
			t.Fatalf("merging %s with itself changes it", show(base))
		}
	})
}

const threeLimits = `
limits:
  - {type: power, limit: 5 MW}
  - {type: ban, name: winter ban, season: 11-15..03-15}
  - {type: energy, name: year, limit: 1 GWh}
  - {type: energy, name: month, limit: 1 GWh}
`

// An item without id and name is called by its type; so is one with a name, where no other is of the type.
func TestItemsAreCalledByTheirType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, value, want string }{
		{"limits.power.limit", "6 MW", `{type:"power" limit:"6 MW"}`},
		{"limits.ban.season", "12-01..03-15", `{type:"ban" name:"winter ban" season:"12-01..03-15"}`},
		{"limits.year.limit", "2 GWh", `{type:"energy" name:"year" limit:"2 GWh"}`},
		{"limits.peaks", "{type: power, limit: 9 MW}", `{name:"peaks" type:"power" limit:"9 MW"}`},
	} {
		p, err := ParsePath(test.path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Set(parse(t, threeLimits), p, parse(t, test.value))
		if err != nil || !strings.Contains(show(got), test.want) {
			t.Errorf("%s = %s: %s, %v; want %s", test.path, test.value, show(got), err, test.want)
		}
		if found := Lookup(got, p); len(found) != 1 {
			t.Errorf("%d values at %s", len(found), test.path)
		}
	}
	for path, want := range map[string]string{
		"limits.energy.limit": `no item is called "energy"; of this type are year and month`,
		"limits.powr.limit":   `no item is called "powr"; did you mean "power"?`,
	} {
		p, err := ParsePath(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Set(parse(t, threeLimits), p, parse(t, "1")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	// What is called so comes before what is of the type.
	root := parse(t, "limits: [{type: power, limit: 1}, {type: power, name: b, limit: 2}, {type: ban, name: power, limit: 3}]")
	if found := Lookup(root, Path{"limits", "power", "limit"}); len(found) != 1 || found[0].Text != "3" {
		t.Errorf("limits.power is %v, want the ban of that name", found)
	}
	root = parse(t, "limits: [{type: power, limit: 1}, {type: power, name: b, limit: 2}]")
	if found := Lookup(root, Path{"limits", "power", "limit"}); len(found) != 1 || found[0].Text != "1" {
		t.Errorf("limits.power is %v, want the one without a name", found)
	}
}

// A patch finds items by their type too, in maps of changes and in remove.
func TestPatchesFindItemsByTheirType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ patch, want string }{
		{"limits: {power: {limit: 7 MW}}", `{type:"power" limit:"7 MW"}`},
		{"limits: {remove: [power, ban]}", `limits:[{type:"energy"`},
		{"limits.power.limit: 8 MW", `{type:"power" limit:"8 MW"}`},
	} {
		got, err := ApplyPatch(parse(t, threeLimits), parse(t, test.patch))
		if err != nil || !strings.Contains(show(got), test.want) {
			t.Errorf("%s: %v, %v; want %s", test.patch, got, err, test.want)
		}
	}
	if _, err := ApplyPatch(parse(t, threeLimits), parse(t, "limits: {remove: energy}")); err == nil || !strings.Contains(err.Error(), "of this type are year and month") {
		t.Errorf("two of a type: %v", err)
	}
}
