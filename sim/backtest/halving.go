package backtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// daysAround is how many days before and after a halving its fees are the mean of.
const daysAround = 14

// event is a halving of the subsidy in the record.
type event struct {
	height int64
	k      int           // position of the epoch that holds it
	on     calendar.Date // UTC day
	fee    float64       // BTC/block, held
}

// halvings is B7: what a halving does to the hashprice at its block, and to difficulty in the two epochs after it.
func halvings(_ context.Context, r *record, t *Test) error {
	past, later := r.event(630_000), r.event(840_000)
	for _, e := range []event{past, later} {
		p, err := r.halve(e, network.Growth{})
		if err != nil {
			return err
		}
		before, after := atBlock(p)
		s := network.SubsidyBTC(e.height - 1)
		want := (s/2 + e.fee) / (s + e.fee)
		t.add(within(fmt.Sprintf("%d: hashprice after over before the block, off (S/2+F)/(S+F)", e.on.Year), "", after/before/want-1, -1e-9, 1e-9, "1e-9 either way"))
		t.add(read(fmt.Sprintf("%d: fall of the hashprice at the block", e.on.Year), "%", 100*(1-after/before)))
	}
	speed, err := r.switching(past)
	if err != nil {
		return err
	}
	p, err := r.halve(later, network.Shutdown{Speed: &speed})
	if err != nil {
		return err
	}
	off := 100 * (r.twoEpochs(later, p) - 1)
	t.add(read("speed of switching that meets the record of 2020", "%/epoch", 100*float64(speed)))
	none := 100 * (r.twoEpochs(later, nil) - 1)
	t.add(closerThan(fmt.Sprintf("%d: difficulty two epochs later at that speed, off the record", later.on.Year), off, none))
	t.chart(r.halvingChart(p, later))
	others, err := r.otherSpeeds(t, past, later)
	if err != nil {
		return err
	}
	t.Windows = []Window{{
		What:       "speed of switching in the merit order of machines",
		FittedFrom: day(r.epochs[past.k].FirstUnix), FittedTo: day(r.epochs[past.k+2].FirstUnix),
		TestedFrom: day(r.epochs[later.k].FirstUnix), TestedTo: day(r.epochs[later.k+2].FirstUnix),
	}}
	t.Notes = []string{
		fmt.Sprintf("Fees are held at their mean of the %d days before and after. The response is shutdown: machines of five ages at lognormal prices of power, with the efficiency that the replayed fleet of B4 had in the month before, and nobody buys any. Its speed, how much of the way to the new merit order one epoch goes, is fitted to the halving of 2020 alone, so 2020 is no test of it.", daysAround),
		fmt.Sprintf("Luck in finding blocks scatters such a change by %.0f %%, so one halving fixes the speed loosely.", luckOfTwo),
	}
	t.Verdict = fmt.Sprintf("At the block the hashprice falls as it must. A speed of switching of %.0f %%/epoch, which meets %d, leaves difficulty %+.1f %% off the record two epochs after the halving of %d, and no change at all %+.1f %%. %s", 100*float64(speed), past.on.Year, off, later.on.Year, none, others)
	return nil
}

// event finds a halving in the record.
func (r *record) event(height int64) event {
	k := r.holding(height)
	e := &r.epochs[k]
	on := day(e.FirstUnix + float64(height-e.FirstHeight)*e.SpanS/network.IntervalsPerSpan)
	fee, n := 0.0, 0
	for d := on.AddDays(-daysAround); !on.AddDays(daysAround).Before(d); d = d.AddDays(1) {
		fee, n = fee+r.feeOn(d), n+1
	}
	return event{height, k, on, fee / float64(n)}
}

// halve plays a response from the first block of a halving's epoch on.
func (r *record) halve(e event, kind network.Kind) (*path, error) {
	response, err := r.bind(kind, nil, e.k, 2)
	if err != nil {
		return nil, err
	}
	return r.play(free{origin: e.k, course: response.Start(), epochs: 4, fee: &e.fee, keep: true})
}

// luckOfTwo is by how much luck in finding blocks scatters the change of difficulty over two epochs, %: the root of
// 2/2016.
var luckOfTwo = 100 * math.Sqrt(2.0/network.BlocksPerRetarget)

// mostOff is how far difficulty may be from the record two epochs after a halving, %: about twice luckOfTwo.
const mostOff = 6

// closerThan is the figure of a difficulty after a halving: it must be closer to the record than no change is, and
// not more than mostOff from it. Both are in %.
func closerThan(name string, off, none float64) Figure {
	most := math.Min(mostOff, math.Abs(none))
	target := fmt.Sprintf("closer than no change, which is %+.2f %%", none)
	if most == mostOff {
		target = fmt.Sprintf("within %d %%, and closer than no change, which is %+.2f %%", mostOff, none)
	}
	f := within(name, "%", off, -most, most, target)
	f.Passed = f.Passed && math.Abs(off) < math.Abs(none)
	return f
}

// twoEpochs is the change of difficulty over the two epochs after a halving's, over the recorded one; without a
// path it is that of no change.
func (r *record) twoEpochs(e event, p *path) float64 {
	recorded := r.epochs[e.k+2].Difficulty / r.epochs[e.k].Difficulty
	if p == nil {
		return 1 / recorded
	}
	return p.difficulty[2] / p.difficulty[0] / recorded
}

// switching finds the speed at which the merit order meets the record of a halving, by bisection: the faster
// machines stop, the lower difficulty comes out. Where none does it is the nearer end, 1 or 100 %/epoch.
func (r *record) switching(e event) (unit.EpochRate, error) {
	low, high := unit.EpochRate(0.01), unit.EpochRate(1)
	for range 20 {
		speed := (low + high) / 2
		p, err := r.halve(e, network.Shutdown{Speed: &speed})
		if err != nil {
			return 0, err
		}
		if r.twoEpochs(e, p) > 1 {
			low = speed
		} else {
			high = speed
		}
	}
	return (low + high) / 2, nil
}

// otherSpeeds shows what no change and other responses make of the two halvings, and says how far apart they are.
func (r *record) otherSpeeds(t *Test, events ...event) (string, error) {
	const slowest = 0.01 // as of switching
	at := func(speed float64) network.Shutdown { return network.Shutdown{Speed: ptr(unit.EpochRate(speed))} }
	var parts []string
	for _, e := range events {
		f, err := r.fit(r.era(e.height), e.k)
		if err != nil {
			return "", err
		}
		t.add(read(fmt.Sprintf("%d, no change: difficulty two epochs later, off the record", e.on.Year), "%", 100*(r.twoEpochs(e, nil)-1)))
		least, most, usual := math.Inf(1), math.Inf(-1), 0.0
		for _, o := range []struct {
			name string
			kind network.Kind
		}{
			{"at the shipped speed of switching (30 %/epoch)", network.Shutdown{}},
			{"hardly anybody decides (1 %/epoch)", at(slowest)},
			{"everybody decides at once (100 %/epoch)", at(1)},
			{"nobody stops: " + f.words() + " fitted to the era before", f.known(r.epochs[e.k].FirstUnix)},
		} {
			p, err := r.halve(e, o.kind)
			if err != nil {
				return "", err
			}
			off := 100 * (r.twoEpochs(e, p) - 1)
			t.add(read(fmt.Sprintf("%d, %s: difficulty two epochs later, off the record", e.on.Year, o.name), "%", off))
			if kind, ok := o.kind.(network.Shutdown); ok {
				least, most = math.Min(least, off), math.Max(most, off)
				if kind.Speed == nil {
					usual = off
				}
			}
		}
		parts = append(parts, fmt.Sprintf("%+.1f to %+.1f %% in %d, of which the shipped speed has %+.1f %%", least, most, e.on.Year, usual))
		if most-least < mostOff {
			parts[len(parts)-1] += fmt.Sprintf("; with so little between them, and luck of %.0f %%, %d hardly tells responses apart", luckOfTwo, e.on.Year)
		}
	}
	return "Speeds from 1 to 100 %/epoch give " + strings.Join(parts, "; ") + ".", nil
}

// era is the first whole day after the halving before a height.
func (r *record) era(height int64) calendar.Date {
	return r.event(height - network.SubsidyInterval).on.AddDays(1)
}

// atBlock returns the hashprice just before and just after the subsidy falls, USD/PH/day; NaN where it does not
// fall in the run.
func atBlock(p *path) (before, after float64) {
	for k := 1; k < len(p.parts); k++ {
		if p.parts[k].SubsidyBTC < p.parts[k-1].SubsidyBTC {
			return p.parts[k-1].Hashprice, p.parts[k].Hashprice
		}
	}
	return math.NaN(), math.NaN()
}

// halvingChart shows difficulty around a halving.
func (r *record) halvingChart(p *path, e event) Chart {
	var was, came Curve
	for k := e.k - 4; k < e.k+len(p.start); k++ {
		was.point(day(r.epochs[k].FirstUnix), r.epochs[k].Difficulty/1e12)
	}
	for i := range p.start {
		came.point(day(p.start[i]), p.difficulty[i]/1e12)
	}
	return Chart{Title: fmt.Sprintf("Difficulty around the halving of %d", e.on.Year), Unit: "T", Curves: []Curve{was.as("recorded", Observed), came.as("simulated", Simulated)}}
}
