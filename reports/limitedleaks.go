package reports

import (
	"fmt"
	"slices"

	"hashwatt/sim"
)

// leakage are the parts of a leak as mean hashrates over the horizon, PH/s.
type leakage struct {
	lost, others, rest float64 // by the sites held, more of the other sites, more of the rest of the world
}

func (b *builder) leakage(k *sim.Leak) (out leakage) {
	hours := float64(max(b.p.Hours, 1))
	out.lost = -k.Held.HashPHh / hours
	for p := range k.Elsewhere {
		out.others += k.Elsewhere[p].HashPHh / hours
	}
	if !k.Still() {
		out.rest = k.RestPHh / hours
	}
	return out
}

// rate is what others hash more over what the held sites hash less; ok is false where these lose none.
func (k leakage) rate() (share float64, ok bool) {
	if k.lost <= 0 {
		return 0, false
	}
	return (k.others + k.rest) / k.lost, true
}

// leakOf is what was worked out of a limit; nil where nothing was.
func (b *builder) leakOf(l int) *sim.Leak {
	for k := range b.r.Leaks {
		if b.r.Leaks[k].Limit == l {
			return &b.r.Leaks[k]
		}
	}
	return nil
}

// leakChart sets what each limit takes from the sites that it holds beside what others hash more; nil for fewer
// than two limits.
func (b *builder) leakChart() *Chart {
	leaks, _ := b.moving()
	n := len(leaks)
	if n < 2 {
		return nil
	}
	parts := make([]leakage, n)
	var sizes []float64
	var names []string
	for k := range leaks {
		parts[k] = b.leakage(leaks[k])
		sizes = append(sizes, parts[k].lost, parts[k].others, parts[k].rest)
		names = append(names, b.p.Limits[leaks[k].Limit].Name)
	}
	factor, unit := scaleOf(sizes, "PH/s")
	var bars []Bar
	add := func(name string, c Color, of func(leakage) float64) {
		y := Each(n, func(k int) float64 { return of(parts[k]) * factor })
		if slices.ContainsFunc(y, func(v Number) bool { return v.Value != 0 }) {
			bars = append(bars, Bar{Name: name, Color: c, Y: y})
		}
	}
	add("sites that it holds", Red, func(p leakage) float64 { return -p.lost })
	add("other sites", Blue, func(p leakage) float64 { return p.others })
	add("rest of the world", Purple, func(p leakage) float64 { return p.rest })
	if bars == nil {
		return nil
	}
	return &Chart{
		ID: "leakage", Title: b.leakTitle(), Span: Wide,
		Bars:    &Bars{X: Axis{Name: "limit"}, Y: Axis{Name: "mean hashrate", Unit: unit}, At: Stops{Names: names}, Bars: bars},
		Caption: "The central case beside the same one without that limit, each on the path of the network that it makes: below zero what hashes less, above it what hashes more. Others hash more where the limit makes difficulty lower, and less where it makes it higher, as a limit that only moves hours may." + fallText(leaks),
	}
}

// moving are the limits that move anything, and the names of those without which all would be the same.
func (b *builder) moving() (leaks []*sim.Leak, none []string) {
	for k := range b.r.Leaks {
		leak := &b.r.Leaks[k]
		if leak.Moves() {
			leaks = append(leaks, leak)
		} else {
			none = append(none, b.theLimit(leak.Limit))
		}
	}
	return leaks, none
}

// leakTitle says how much of what a limit takes others make up: of the limit that takes most. Where they hash less at a
// difficulty that is lower or the same, that is how retargets fall and no answer to the limit.
func (b *builder) leakTitle() string {
	best := 0
	for k := range b.r.Leaks {
		if b.leakage(&b.r.Leaks[k]).lost > b.leakage(&b.r.Leaks[best]).lost {
			best = k
		}
	}
	k := &b.r.Leaks[best]
	name := b.theLimit(k.Limit)
	share, ok := b.leakage(k).rate()
	switch {
	case !ok:
		return "Without " + name + " the sites that it holds would hash no more"
	case share < -0.005 && k.Difficulty <= 0: // how retargets fall
		return "Nobody makes up for the hashrate that " + name + " stops"
	case share < -0.005:
		return fmt.Sprintf("Nobody makes up for the hashrate that %s stops: others hash %s of it less", name, shareText(-share))
	case share < 0.005:
		return "Hardly any of the hashrate that " + name + " stops moves elsewhere"
	}
	return fmt.Sprintf("Of the hashrate that %s stops, others make up %s", name, shareText(share))
}

// falls tells whether the rest of the world hashes less though a limit makes difficulty lower: how retargets fall.
func falls(k *sim.Leak) bool { return k.RestPHh < 0 && k.Difficulty <= 0 && !k.Still() }

// fallText says why the rest of the world may hash less though a limit makes difficulty lower or leaves it; empty where
// it does not.
func fallText(leaks []*sim.Leak) string {
	if slices.ContainsFunc(leaks, falls) {
		return " Where the rest of the world hashes less at a lower difficulty, that is how retargets fall in time, and no answer to the limit."
	}
	return ""
}

// changeText prints a change of a small part with a sign: "−0.31 %".
func changeText(part float64) string {
	return WithUnit(Format(100*part, Digits(Num(100*part))), "%")
}
