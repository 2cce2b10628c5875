package tariff

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// PeakRule finds the peak of each month in a series: the hour with its highest value, the first of several. The series is
// repeated over the years as Hourly does.
type PeakRule struct {
	Series string `yaml:"series"`           // a name from the seeds or a file of the scenario's; of load or of prices
	Years  []int  `yaml:"years,omitempty"`  // years of the series to repeat, in this order; none: all that are whole
	Draw   Draw   `yaml:"draw,omitempty"`   // whether draws take years by chance, those of prices that follow the series
	Months Months `yaml:"months,omitempty"` // that have a peak
	Days   Days   `yaml:"days,omitempty"`   // on which it may be
	Hours  Hours  `yaml:"hours,omitempty"`  // in which it may be
}

// Check returns what is wrong with the words.
func (r *PeakRule) Check(at *conf.Node) []conf.Problem {
	return (&Hourly{Series: r.Series, Years: r.Years}).Check(at)
}

// when is when a peak may be.
func (r *PeakRule) when() timetable {
	return timetable{{Days: r.Days, Hours: r.Hours, Months: r.Months}}
}

// text says what the peaks are: "the hour of each month jun-sep in which ercot_real_time is highest".
func (r *PeakRule) text() string {
	table := r.when()
	words := ""
	if table[0].level() > 0 {
		words = ", of " + table[0].when()
	}
	return "the hour of each month in which " + r.Series + " is highest" + words + r.Draw.text()
}

func (r *PeakRule) find(in Input) (*series.Hourly, error) {
	return (&Hourly{Series: r.Series}).find(in)
}

// peaks finds the peak of each month on the axis, and the hours of the month that come next to it, so many in all. A month
// weighs one over the months of a year; one that the axis cuts, and that is not billed in full, its share of that.
func (r *PeakRule) peaks(ranks int, in Input) ([]systemPeak, error) {
	sample, err := r.find(in)
	if err != nil {
		return nil, err
	}
	value := make([]float64, in.Axis.Hours)
	if err := r.Draw.repeat(value, in, sample, r.Series, r.Years, 0); err != nil {
		return nil, err
	}
	of, err := r.when().rows(in)
	if err != nil {
		return nil, err
	}
	months := make([][]int32, len(in.Civil.Months))
	for t, row := range of {
		if row == 0 {
			months[in.Civil.Month[t]] = append(months[in.Civil.Month[t]], int32(t))
		}
	}
	year := 0
	for m := range 12 {
		if r.Months.has(m) {
			year++
		}
	}
	var list []systemPeak
	for m, hours := range months {
		if len(hours) == 0 {
			continue
		}
		slices.SortStableFunc(hours, func(a, b int32) int { return cmp.Compare(value[b], value[a]) })
		share, cut := in.share(m)
		list = append(list, systemPeak{
			hours: hours[:1:1], month: m, share: share / float64(year), ranked: hours[:min(len(hours), ranks)],
			text: fmt.Sprintf("the highest of %s in %s, one of %d peaks a year%s", r.Series, monthText(in, m), year, cut),
		})
	}
	return list, nil
}
