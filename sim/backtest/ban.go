package backtest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// The ban in China as it is imposed begins when the State Council of China announced it (21 May 2021 in Beijing).
// How long machines took to hash again is an assumption.
var (
	banBegins   = date(2021, 5, 20)
	banReturn   = unit.Duration{Months: 6}
	banHandOver = date(2021, 5, 10) // the next epoch is the first that the response answers for
	banPlayed   = date(2022, 5, 12) // a year
	backSoon    = date(2021, 12, 1)
	backLatest  = date(2022, 1, 31)
)

// shipped is the response of the scenarios that come with the program.
var shipped = network.Adjustment{Speed: 0.05, Decline: 0.18}

// reading is one idea of how the rest of the world answers, played through the ban.
type reading struct {
	imposed, not *path
	low          int // epoch of the lowest difficulty under the ban, from the origin
	back         int // epoch that is back at the peak before it, -1 for none
}

// chinaBan is B6.
func chinaBan(_ context.Context, r *record, t *Test) error {
	shock, err := r.banShock()
	if err != nil {
		return err
	}
	origin := r.first(banHandOver)
	f, err := r.fit(eraOf2020, origin)
	if err != nil {
		return err
	}
	main, err := r.ban(f.known(r.epochs[origin].FirstUnix), shock, origin)
	if err != nil {
		return err
	}
	peak := r.epochs[origin].Difficulty
	low := r.lowest(origin, backSoon)
	trough := near("ban imposed: lowest difficulty", "T", main.imposed.difficulty[main.low]/1e12, r.epochs[low].Difficulty/1e12, 0.08)
	t.add(trough)
	early := (r.epochs[low].FirstUnix - main.imposed.start[main.low]) / 86400
	t.add(read("ban imposed: the lowest comes before the recorded one by", "days", early))
	back, when := main.backOn()
	t.add(returned("ban imposed: back at the peak before it", main, ptr(0.0)))
	wasBack := r.backAt(low, peak)
	t.add(on("record: back at the peak before the ban", wasBack, backSoon, wasBack.String()))
	t.add(read("ban imposed: back before the record is by", "days", float64(wasBack.Days()-back.Days())))
	n := r.first(banPlayed) - origin
	with, without := r.off(main.imposed, n), r.off(main.not, n)
	t.add(atMost("ban imposed: RMSE of ln D over a year", "", with, without, fmt.Sprintf("below %.3f, ban not imposed", without)))
	t.add(read("ban not imposed: RMSE of ln D over a year", "", without))
	t.Windows = []Window{f.window(f.words(), day(r.epochs[origin].FirstUnix), banPlayed)}
	t.Basis = fmt.Sprintf("%s, fitted to the days from %s to %s, and not on the adjustment that the shipped scenarios use", f.response(), f.from, f.to)
	asShipped, err := r.asShipped(t, shock, origin, &trough)
	if err != nil {
		return err
	}
	assumed, err := r.returns(t, shock, origin, f, &trough)
	if err != nil {
		return err
	}
	others, err := r.otherReadings(t, shock, origin)
	if err != nil {
		return err
	}
	if err := r.wholeSpan(t, shock); err != nil {
		return err
	}
	t.Sources = []string{"cbeci_table"}
	t.Notes = append(t.Notes,
		fmt.Sprintf("The ban: %s. The loss is China's share of hashrate in May 2021 by Cambridge, and it lasts to the end of the last month in which Cambridge sees none there. That what was lost is back half a year later, at home or abroad, is an assumption. None of it was fitted.", shock.Describe()),
		f.why(),
		assumed,
		fmt.Sprintf("The five years in sample are by the adjustment fitted to the same days, without the epochs that began from %s to %s, while the assumed return goes on until February 2022. A fit of the same five years that is known from elsewhere has an RMSE of 0.308 without the ban and 0.113 with it; it does not say how its ban was timed, and this one takes Cambridge's months and a return that overlaps the epochs that the fit sees, so the errors with the ban are not to be compared.", banFrom, banTo))
	t.Verdict = fmt.Sprintf("Run on %s, the ban takes difficulty to %.2f T where the record has %.2f, on a day %.0f days earlier, and it is back at %.2f T %s, where the record is on %s, %.0f days later; the error over the year falls from %.2f to %.2f. %s %s",
		t.Basis, main.imposed.difficulty[main.low]/1e12, r.epochs[low].Difficulty/1e12, early, peak/1e12, when, wasBack, float64(wasBack.Days()-back.Days()), without, with, asShipped, others)
	t.chart(r.banChart(main, origin, n))
	return nil
}

// banShock returns the ban from China's shares of the world's hashrate: what was lost, and how long nothing was
// seen of it.
func (r *record) banShock() (network.Shock, error) {
	shock := network.Shock{Name: "ban in China", From: banBegins, Return: &banReturn}
	for _, s := range r.cat.Shares {
		switch {
		case s.CountryCode != "CN" || s.Method != "cbeci":
		case s.Date == date(2021, 5, 1) && shock.Change == 0: // the principal source comes first
			shock.Change = unit.Change(-math.Round(100*s.Percent) / 1e4)
		case s.Percent == 0 && (shock.To == nil || shock.To.Before(s.Date)):
			_, last := claim.MonthDays(s.Date.Year, s.Date.Month)
			shock.To = &last
		}
	}
	if shock.Change == 0 || shock.To == nil {
		return shock, fmt.Errorf("seeds/hashrate_shares.csv has no share of China for May 2021, or no month without one, by cbeci; add them")
	}
	return shock, nil
}

// ban plays a response from an epoch on, under the ban and without it, to the end of March 2025.
func (r *record) ban(kind network.Kind, shock network.Shock, origin int) (*reading, error) {
	out := &reading{back: -1}
	epochs := r.first(date(2025, 4, 1)) - origin
	for _, run := range []struct {
		shocks []network.Shock
		into   **path
	}{{[]network.Shock{shock}, &out.imposed}, {nil, &out.not}} {
		response, err := r.bind(kind, run.shocks, origin, 8)
		if err != nil {
			return nil, err
		}
		if *run.into, err = r.play(free{origin: origin, course: response.Start(), epochs: epochs}); err != nil {
			return nil, err
		}
	}
	p := out.imposed
	begun := 0
	for p.start[begun] < unix(banBegins) {
		begun++
	}
	peak := p.difficulty[begun-1]
	out.low = begun
	for k := begun; k < len(p.start) && p.start[k] < unix(backSoon); k++ {
		if p.difficulty[k] < p.difficulty[out.low] {
			out.low = k
		}
	}
	for k := out.low; k < len(p.start) && out.back < 0; k++ {
		if p.difficulty[k] >= peak {
			out.back = k
		}
	}
	return out, nil
}

// backOn returns the day on which difficulty is back where it was, or the end of the run where it is not, and says so.
func (b *reading) backOn() (calendar.Date, string) {
	if b.back < 0 {
		end := day(b.imposed.start[len(b.imposed.start)-1])
		return end, fmt.Sprintf("not by %s", end)
	}
	d := day(b.imposed.start[b.back])
	return d, "on " + d.String()
}

// returned is the figure of the day on which difficulty is back; where low is not nil, the day is asked to be one
// from December 2021 to January 2022.
func returned(name string, b *reading, low *float64) Figure {
	back, when := b.backOn()
	f := on(name, back, backSoon, strings.TrimPrefix(when, "on "))
	if low != nil {
		high := float64(backLatest.Days() - backSoon.Days())
		f.Low, f.High, f.Target = low, &high, "December 2021 or January 2022"
		f.Passed = *low <= f.Value && f.Value <= high
	}
	return f
}

// shippedAt is the response of the shipped scenarios for an epoch, aiming as they do at the mean hashprice of the
// epochs before.
func (r *record) shippedAt(origin int) (network.Adjustment, error) {
	recent, ok := r.cat.Default("response_target_epochs")
	if !ok {
		return network.Adjustment{}, fmt.Errorf("seeds/defaults.csv has no row response_target_epochs; add it")
	}
	var sum, over float64
	for k := origin - int(recent.Value); k < origin; k++ {
		e := &r.epochs[k]
		hours(e.FirstUnix, r.epochs[k+1].FirstUnix, func(d calendar.Date, h float64) {
			sum += h * network.Hashprice(e.Difficulty, network.SubsidyBTC(e.FirstHeight)+r.feeOn(d), r.priceOn(d))
			over += h
		})
	}
	kind := shipped
	kind.Target = ptr(unit.Hashprice(sum / over))
	return kind, nil
}

// asShipped plays the response of the shipped scenarios through the ban and says what it comes to. Its speed and
// decline are the scenarios' own, so this is to be read and not a test.
func (r *record) asShipped(t *Test, shock network.Shock, origin int, asked *Figure) (string, error) {
	kind, err := r.shippedAt(origin)
	if err != nil {
		return "", err
	}
	b, err := r.ban(kind, shock, origin)
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("adjustment of the shipped scenarios, %s", shipped.Speed)
	low := b.imposed.difficulty[b.low] / 1e12
	t.add(read(name+": lowest difficulty", "T", low))
	t.add(returned(name+": back at the peak", b, nil))
	back, when := b.backOn()
	holds := *asked.Low <= low && low <= *asked.High && !back.Before(backSoon) && !backLatest.Before(back)
	return fmt.Sprintf("On that adjustment (%s, declining by %s) it would be %.2f T and back %s; asked for the same depth and return, it %s.", shipped.Speed, shipped.Decline, low, when, outcome(holds)), nil
}

// mostReturn is up to how many months of an assumed return are played.
const mostReturn = 18

// returns plays the ban with every assumed return from one month to mostReturn and says with which the depth and
// the day of return hold.
func (r *record) returns(t *Test, shock network.Shock, origin int, f *fitted, asked *Figure) (string, error) {
	var hold []string
	first, last := 0, 0
	for months := 1; months <= mostReturn; months++ {
		shock.Return = &unit.Duration{Months: float64(months)}
		b, err := r.ban(f.known(r.epochs[origin].FirstUnix), shock, origin)
		if err != nil {
			return "", err
		}
		low := b.imposed.difficulty[b.low] / 1e12
		back, when := b.backOn()
		if *asked.Low <= low && low <= *asked.High && !back.Before(backSoon) && !backLatest.Before(back) {
			hold = append(hold, fmt.Sprintf("%d", months))
			if last = months; first == 0 {
				first = months
			}
		}
		if months%3 == 0 {
			t.add(on(fmt.Sprintf("an assumed return of %d months: back at the peak", months), back, backSoon, strings.TrimPrefix(when, "on ")))
		}
	}
	t.add(read(fmt.Sprintf("shortest assumed return, of 1 to %d months, with which depth and day hold", mostReturn), "months", float64(first)))
	t.add(read(fmt.Sprintf("longest assumed return, of 1 to %d months, with which depth and day hold", mostReturn), "months", float64(last)))
	if hold == nil {
		return fmt.Sprintf("With no assumed return from 1 to %d months do depth and day of return hold.", mostReturn), nil
	}
	return fmt.Sprintf("Depth and day of return hold with an assumed return of %s months, and with no other from 1 to %d: the gate rests on that assumption.", strings.Join(hold, ", "), mostReturn), nil
}

// backAt returns the day of the first recorded epoch from one on whose difficulty is not below a value.
func (r *record) backAt(from int, difficulty float64) calendar.Date {
	k := from
	for k < len(r.epochs)-1 && r.epochs[k].Difficulty < difficulty {
		k++
	}
	return day(r.epochs[k].FirstUnix)
}

// lowest returns the position of the epoch of the lowest recorded difficulty from one epoch on to a day.
func (r *record) lowest(from int, until calendar.Date) int {
	low := from
	for k := from; k < r.first(until); k++ {
		if r.epochs[k].Difficulty < r.epochs[low].Difficulty {
			low = k
		}
	}
	return low
}

// off returns the root mean square of ln D of a path over the record's, over its first epochs, each held against
// the record of its number.
func (r *record) off(p *path, n int) float64 {
	sum := 0.0
	for k := range n {
		e := math.Log(p.difficulty[k] / r.epochs[p.from+k].Difficulty)
		sum += e * e
	}
	return math.Sqrt(sum / float64(n))
}

// otherReadings shows how much the result rests on the response and on the return, and says so in a sentence.
func (r *record) otherReadings(t *Test, shock network.Shock, origin int) (string, error) {
	era, err := r.fit(eraOf2020, origin)
	if err != nil {
		return "", err
	}
	long, err := r.fit(eraOf2020.AddDays(-4*365), origin)
	if err != nil {
		return "", err
	}
	var lows []float64
	var backs []calendar.Date
	var never string // says that a reading does not come back, if one does not
	handOver := r.epochs[origin].FirstUnix
	sooner, forGood := shock, shock
	july := date(2021, 7, 31)
	sooner.To, forGood.To, forGood.Return = &july, nil, nil
	for _, o := range []struct {
		name  string
		kind  network.Kind
		shock network.Shock
	}{
		{"the return begins in August", era.known(handOver), sooner},
		{"no return", era.known(handOver), forGood},
		{fmt.Sprintf("adjustment fitted from %d on", long.from.Year), long.adjustment(handOver), shock},
		{fmt.Sprintf("adjustment fitted from %d on, no return", long.from.Year), long.adjustment(handOver), forGood},
		{fmt.Sprintf("growth fitted from %d on", long.from.Year), long.growth(), shock},
		{"machines bought and stopped by what they earn (vintage)", network.Vintage{}, shock},
		{"only the ban moves hashrate", network.Growth{}, shock},
	} {
		b, err := r.ban(o.kind, o.shock, origin)
		if err != nil {
			return "", err
		}
		low := b.imposed.difficulty[b.low] / 1e12
		back, when := b.backOn()
		lows = append(lows, low)
		if b.back < 0 {
			never = ", or none (" + when + ")"
		} else {
			backs = append(backs, back)
		}
		t.add(read(o.name+": lowest difficulty", "T", low))
		t.add(returned(o.name+": back at the peak", b, nil))
	}
	text := fmt.Sprintf("It rests on the response and on the assumed return: other readings give %.1f to %.1f T", slices.Min(lows), slices.Max(lows))
	if backs == nil {
		return text + " and no return.", nil
	}
	soonest := slices.MinFunc(backs, func(a, b calendar.Date) int { return a.Days() - b.Days() })
	latest := slices.MaxFunc(backs, func(a, b calendar.Date) int { return a.Days() - b.Days() })
	return fmt.Sprintf("%s and a return from %s to %s%s.", text, soonest, latest, never), nil
}

// wholeSpan plays five years that the response was fitted to, for comparison with fits that others made in sample.
func (r *record) wholeSpan(t *Test, shock network.Shock) error {
	from, to := date(2020, 4, 1), date(2025, 4, 1)
	f, err := r.fit(from, r.first(to))
	if err != nil {
		return err
	}
	origin := r.first(from)
	b, err := r.ban(f.adjustment(r.epochs[origin].FirstUnix), shock, origin)
	if err != nil {
		return err
	}
	n := len(b.imposed.difficulty)
	t.add(read("in sample, 2020-04 to 2025-03, ban imposed: RMSE of ln D", "", r.off(b.imposed, n)))
	t.add(read("in sample, 2020-04 to 2025-03, ban not imposed: RMSE of ln D", "", r.off(b.not, n)))
	t.Windows = append(t.Windows, f.window("the same over five years, in sample: no test", calendar.Date{}, calendar.Date{}))
	return nil
}

// banChart shows the year.
func (r *record) banChart(b *reading, origin, n int) Chart {
	var was, with, without, still Curve
	for k := range n {
		on := day(r.epochs[origin+k].FirstUnix)
		was.point(on, r.epochs[origin+k].Difficulty/1e12)
		still.point(on, r.epochs[origin].Difficulty/1e12)
		with.point(day(b.imposed.start[k]), b.imposed.difficulty[k]/1e12)
		without.point(day(b.not.start[k]), b.not.difficulty[k]/1e12)
	}
	return Chart{Title: "Difficulty through the ban in China", Unit: "T", Curves: []Curve{
		was.as("recorded", Observed), with.as("ban imposed", Simulated), without.as("ban not imposed", Other), still.as("no change", NoChange),
	}}
}
