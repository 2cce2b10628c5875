package reports

import (
	"fmt"
	"slices"

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
	return b.monthsOf(b.tr.LimitHours[l])
}

// mostOffset is above the hours by which a region's day may begin before or after that of the clock.
const mostOffset = 15

// monthsOf names the months of the year that hold some hours. Those of which a few hours count only because months
// begin at other hours in other zones are none.
func (b *builder) monthsOf(hours []float64) string {
	var in [12]bool
	least := 0.0
	if len(hours) > 0 && slices.Max(hours) > 10*mostOffset {
		least = mostOffset
	}
	for m, h := range hours {
		if h > least {
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
