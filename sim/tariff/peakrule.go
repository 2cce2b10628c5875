package tariff

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// PeakRule finds the peak of each month: the hour in which a series is highest, the first of several, or an hour of
// a day that is assumed, where no series says more. The series is repeated over the years as Hourly does.
type PeakRule struct {
	Series    string          `yaml:"series,omitempty"`    // a name from the seeds or a file of the scenario's; of load or of prices
	Nth       int             `yaml:"nth,omitempty"`       // or the first of Hours on this one of Days, 1 to 4
	Years     []int           `yaml:"years,omitempty"`     // years of the series to repeat, in this order; none: all that are whole
	Draw      Draw            `yaml:"draw,omitempty"`      // whether draws take years by chance, those of prices that follow the series
	Months    calendar.Months `yaml:"months,omitempty"`    // that have a peak
	Days      calendar.Days   `yaml:"days,omitempty"`      // on which it may be
	Hours     calendar.Hours  `yaml:"hours,omitempty"`     // in which it may be
	Otherwise bool            `yaml:"otherwise,omitempty"` // only in years of which no group of the component lists an hour
}

// mostNth is the day that every month has.
const mostNth = 4

// Check returns what is wrong with the words.
func (r *PeakRule) Check(at *conf.Node) []conf.Problem {
	nth := at.Get("nth")
	switch {
	case nth == nil && at.Get("series") == nil:
		return []conf.Problem{conf.Problemf(at, "which hour is the peak? name a series, or write nth, such as {nth: 3, days: wed, hours: 16-17}")}
	case nth == nil:
		return (&Hourly{Series: r.Series, Years: r.Years}).Check(at)
	case r.Nth < 1 || r.Nth > mostNth:
		return []conf.Problem{conf.Problemf(nth, "%d; each month has such a day 1 to %d times", r.Nth, mostNth)}
	case r.Hours == 0:
		return []conf.Problem{conf.Problemf(nth, "in which hour of that day? write hours too, such as 16-17")}
	}
	for _, key := range []string{"series", "years", "draw"} {
		if other := at.Get(key); other != nil {
			return []conf.Problem{conf.Problemf(other, "the day is assumed by nth, without a series; keep one of them")}
		}
	}
	return nil
}

// when is when a peak may be.
func (r *PeakRule) when() timetable {
	return timetable{{Days: r.Days, Hours: r.Hours, Months: r.Months}}
}

// text says what the peaks are: "the hour of each month in which ercot_real_time is highest, of jun-sep".
func (r *PeakRule) text() string {
	words := ""
	if table := r.when(); table[0].level() > 0 {
		words = ", of " + table[0].when()
	}
	text := "the hour of each month in which " + r.Series + " is highest" + words + r.Draw.text()
	if r.Nth > 0 {
		text = "the first hour on the " + []string{"first", "second", "third", "fourth"}[r.Nth-1] + " such day of each month" + words
	}
	if r.Otherwise {
		text += ", in years without a listed hour"
	}
	return text
}

func (r *PeakRule) find(in Input) (*series.Hourly, error) {
	return (&Hourly{Series: r.Series}).find(in)
}

// peaks finds the peak of each month on the axis, but in years that are listed where it holds otherwise.
func (r *PeakRule) peaks(ranks int, listed map[int]bool, in Input) (list []systemPeak, err error) {
	if r.Nth > 0 {
		list, err = r.assumed(in)
	} else {
		list, err = r.highest(ranks, in)
	}
	return slices.DeleteFunc(list, func(p systemPeak) bool { return r.Otherwise && listed[in.Civil.Months[p.month].Year] }), err
}

// share is what a month weighs in a year.
func (r *PeakRule) share() (share float64, text string) {
	year := 0
	for m := range 12 {
		if r.Months.Has(m) {
			year++
		}
	}
	return 1 / float64(year), fmt.Sprintf("one of %d peaks a year", year)
}

// highest finds the hours with the highest values of the series, and the hours of the month that come next to them,
// so many in all. A month that the axis cuts, and that is not billed in full, weighs its share.
func (r *PeakRule) highest(ranks int, in Input) ([]systemPeak, error) {
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
	weight, text := r.share()
	var list []systemPeak
	for m, hours := range months {
		if len(hours) == 0 {
			continue
		}
		slices.SortStableFunc(hours, func(a, b int32) int { return cmp.Compare(value[b], value[a]) })
		share, cut := in.share(m)
		list = append(list, systemPeak{
			hours: hours[:1:1], month: m, share: share * weight, ranked: hours[:min(len(hours), ranks)],
			text: fmt.Sprintf("the highest of %s in %s, %s%s", r.Series, monthText(in, m), text, cut),
		})
	}
	return list, nil
}

// assumed finds the first hour of the n-th day of each month on which the rule has one. Like an hour that is listed
// it is billed in full, or not at all where it lies outside the axis.
func (r *PeakRule) assumed(in Input) ([]systemPeak, error) {
	table := r.when()
	if _, err := table.rows(in); err != nil {
		return nil, err
	}
	weight, text := r.share()
	var list []systemPeak
	for m, month := range in.Civil.Months {
		day, left := calendar.Date{Year: month.Year, Month: month.Month, Day: 1}, r.Nth
		for ; day.Month == month.Month; day = day.AddDays(1) {
			rows := table.day(day, in.Workdays)
			hour := slices.Index(rows[:], 0)
			if hour < 0 {
				continue
			}
			if left--; left > 0 {
				continue
			}
			if hours := (Stamp{Date: day, Hour: hour}).hours(in); len(hours) > 0 {
				list = append(list, systemPeak{
					hours: []int32{int32(hours[0])}, month: m, share: weight, text: "the assumed peak of " + monthText(in, m) + ", " + text,
				})
			}
			break
		}
	}
	return list, nil
}
