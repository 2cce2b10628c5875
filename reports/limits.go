package reports

import (
	"fmt"

	"hashwatt/sim/metric"
)

// strictest is the limit that kept back most energy, or -1 where none kept back any.
func (b *builder) strictest() int {
	best := -1
	for l := range b.r.Summary.Limits {
		if cut := b.r.Summary.Limits[l].CurtailedMWh; cut > 0 && (best < 0 || cut > b.r.Summary.Limits[best].CurtailedMWh) {
			best = l
		}
	}
	return best
}

// seasonOf names the months of the year in which a limit held somebody back.
func (b *builder) seasonOf(l int) string {
	var in [12]bool
	for m, h := range b.tr.LimitHours[l] {
		if h > 0 {
			in[b.w.Civil.Months[m].Month-1] = true
		}
	}
	return seasonText(in)
}

func eachOf(n int, of func(i int) float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = of(i)
	}
	return out
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// rangeOfLimits says what the draws make of the energy that limits keep back.
func (b *builder) rangeOfLimits() string {
	m := b.total("curtailed_mwh")
	if !m.ranged || m.high == 0 {
		return ""
	}
	return fmt.Sprintf("Over the draws the limits together keep back %s over the horizon; the charts and tables above show the central case, %s.",
		m.text("MWh"), amount(m.central, "MWh"))
}

// valueOf is a metric of a group; a missing one is a gap.
func (b *builder) valueOf(g *metric.Group, id string) Number {
	if v := g.Values[b.index[id]]; v.OK() {
		return Num(v.V)
	}
	return Gap
}
