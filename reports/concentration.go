package reports

import (
	"fmt"
	"slices"

	"hashwatt/sim/metric"
)

// concentration is the Herfindahl index over time, with the sites and without.
func (b *builder) concentration(s *metric.Shares) *Chart {
	days := make([]string, len(s.Months))
	for m, month := range s.Months {
		days[m] = month + "-01"
	}
	return &Chart{
		ID: "herfindahl", Title: concentrationTitle(s, b.whoMoves(), len(b.w.Sites) > 1 && !b.recordedSites()),
		Caption: "The sum of the squares of the named countries’ shares, by month: 1 where one country has all. The other countries together count as many small ones.",
		Lines: &Lines{
			X: Axis{Name: "month"}, Y: Axis{Name: "Herfindahl index"}, At: Stops{Dates: days}, Marks: b.networkMarks(),
			Series: []Line{
				{Name: b.livesText("with the sites", "in this run"), Color: Purple, Step: true, Y: Of(s.HHI)},
				{Name: b.livesText("without them", "in the baseline"), Color: Grey, Style: Dashed, Y: Each(len(days), func(int) float64 { return s.HHIWithout })},
			},
		},
	}
}

// concentrationTitle says how far the sites move the index, and when most.
func concentrationTitle(s *metric.Shares, who string, many bool) string {
	far, at := 0.0, 0
	for m, v := range s.HHI {
		if d := max(v-s.HHIWithout, s.HHIWithout-v); d > far {
			far, at = d, m
		}
	}
	const digits = 4
	from, to := Format(s.HHIWithout, digits), Format(s.HHI[at], digits)
	if from == to {
		return fmt.Sprintf("The network’s concentration over countries stays at %s", from)
	}
	word := "less"
	if s.HHI[at] > s.HHIWithout {
		word = "more"
	}
	if slices.Max(s.HHI) > s.HHIWithout+far/10 && slices.Min(s.HHI) < s.HHIWithout-far/10 {
		return fmt.Sprintf("The network’s concentration over countries goes from %s to %s in %s, and the other way in other months", from, to, monthText(s.Months[at]))
	}
	return fmt.Sprintf("%s %s the network %s concentrated: from %s to %s in %s", sentence(who), plural(map[bool]int{true: 2, false: 1}[many], "makes", "make"), word, from, to, monthText(s.Months[at]))
}
