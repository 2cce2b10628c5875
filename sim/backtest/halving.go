package backtest

import (
	"context"
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
)

// daysAround is how many days before and after a halving its fees are the mean of.
const daysAround = 14

// halvings is B7: what a halving does to the hashprice at its block, and to difficulty in the two epochs after it.
func halvings(_ context.Context, r *record, t *Test) error {
	for _, height := range []int64{630_000, 840_000} {
		if err := r.halving(t, height); err != nil {
			return err
		}
	}
	change2020, change2024 := t.Figure(changeName(2020)), t.Figure(changeName(2024))
	t.Verdict = fmt.Sprintf("At the block the hashprice falls as it must; over the two epochs after it difficulty comes out %+.1f %% off the record in 2020 and %+.1f %% in 2024.",
		change2020.Value, change2024.Value)
	t.Notes = append(t.Notes, fmt.Sprintf("Fees are held at their mean of the %d days before and after. The response is fitted to the era of the subsidy that ends with the halving.", daysAround))
	return nil
}

func ratioName(year int) string {
	return fmt.Sprintf("%d: hashprice after over before the block, off (S/2+F)/(S+F)", year)
}

func changeName(year int) string {
	return fmt.Sprintf("%d: difficulty two epochs later, off the record", year)
}

// halving tests one of them.
func (r *record) halving(t *Test, height int64) error {
	k := r.holding(height)
	e := &r.epochs[k]
	on := day(e.FirstUnix + float64(height-e.FirstHeight)*e.SpanS/network.IntervalsPerSpan)
	fee := r.meanFee(on.AddDays(-daysAround), on.AddDays(daysAround))
	f, err := r.fit(r.era(height), k)
	if err != nil {
		return err
	}
	response, err := r.bind(f.known(e.FirstUnix), nil, k, 2)
	if err != nil {
		return err
	}
	p, err := r.play(free{origin: k, course: response.Start(), epochs: 4, fee: &fee, keep: true})
	if err != nil {
		return err
	}
	before, after := atBlock(p)
	s := network.SubsidyBTC(height - 1)
	want := (s/2 + fee) / (s + fee)
	year := on.Year
	t.add(within(ratioName(year), "", after/before/want-1, -1e-9, 1e-9, "1e-9 either way"))
	t.add(read(fmt.Sprintf("%d: fall of the hashprice at the block", year), "%", 100*(after/before-1)))
	change, was := p.difficulty[2]/p.difficulty[0], r.epochs[k+2].Difficulty/e.Difficulty
	t.add(within(changeName(year), "%", 100*(change/was-1), -6, 6, "within 6 %"))
	t.add(read(fmt.Sprintf("%d: change of difficulty over two epochs, simulated", year), "%", 100*(change-1)))
	t.add(read(fmt.Sprintf("%d: change of difficulty over two epochs, recorded", year), "%", 100*(was-1)))
	t.Windows = append(t.Windows, f.window(fmt.Sprintf("%d: %s", year, f.words()), day(e.FirstUnix), day(r.epochs[k+2].FirstUnix)))
	t.chart(r.halvingChart(p, k, year))
	return nil
}

// era is the first whole day after the halving before a height.
func (r *record) era(height int64) calendar.Date {
	began := height - network.SubsidyInterval
	e := &r.epochs[r.holding(began)]
	return day(e.FirstUnix + float64(began-e.FirstHeight)*e.SpanS/network.IntervalsPerSpan).AddDays(1)
}

// meanFee is the mean of the days from one to another, BTC/block.
func (r *record) meanFee(from, to calendar.Date) float64 {
	sum, n := 0.0, 0
	for d := from; !to.Before(d); d = d.AddDays(1) {
		sum, n = sum+r.feeOn(d), n+1
	}
	return sum / float64(n)
}

// atBlock returns the hashprice just before and just after the subsidy falls, USD/PH/day; NaN where it does not fall in the run.
func atBlock(p *path) (before, after float64) {
	for k := 1; k < len(p.parts); k++ {
		if p.parts[k].SubsidyBTC < p.parts[k-1].SubsidyBTC {
			return p.parts[k-1].Hashprice, p.parts[k].Hashprice
		}
	}
	return math.NaN(), math.NaN()
}

// halvingChart shows difficulty around a halving.
func (r *record) halvingChart(p *path, k, year int) Chart {
	var was, came Curve
	for i := -4; i < len(p.start); i++ {
		was.point(day(r.epochs[k+i].FirstUnix), r.epochs[k+i].Difficulty/1e12)
	}
	for i := range p.start {
		came.point(day(p.start[i]), p.difficulty[i]/1e12)
	}
	return Chart{Title: fmt.Sprintf("Difficulty around the halving of %d", year), Unit: "T", Curves: []Curve{was.as("recorded", Observed), came.as("simulated", Simulated)}}
}
