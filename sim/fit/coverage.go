package fit

import (
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/series"
)

// PIT is how a process that was fitted to earlier days foretold later ones, one day ahead, from the probability
// integral transforms of the steps (Diebold, Gunther and Tay, International Economic Review 39, 1998): the
// probability u that the law gave to a step as small as the one that came, or smaller. If the law is right, they
// are uniform from 0 to 1.
type PIT struct {
	Process    string
	FittedFrom calendar.Date // first day of the fit
	FittedTo   calendar.Date // its last
	From, To   calendar.Date // days foretold, both inclusive
	N          int           // of them
	KS         float64       // distance of Kolmogorov and Smirnov between the u and the uniform distribution, 0 to 1
	P          float64       // how likely a larger one would be if the law were right
	Inside90   float64       // share of days between the 5th and the 95th percentile; 0.9 if the law is right
	Inside50   float64       // share between the quartiles; 0.5 if it is right
	Mean       float64       // of the u: above 0.5 where more came than was foretold
	Lag1       float64       // autocorrelation of the scores of neighbouring days; 0 if the law is right
}

// Coverage fits a process to the days of a series from its first to upTo, and returns how it covers the days from
// one to another, both inclusive, each foretold from all days before it with the parameters as they were fitted.
// The days must come after upTo and be at least 30. Processes are those of Processes. It is fast (milliseconds) and
// the same every time; errors are conf.Problems.
func Coverage(process string, values *series.Daily, upTo, from, to calendar.Date) (PIT, error) {
	p, err := find(process)
	if err != nil {
		return PIT{}, err
	}
	if !upTo.Before(from) {
		return PIT{}, problem(values.Name, "the days to foretell begin %s, but the fit ends %s; begin them later", from, upTo)
	}
	past, err := Between(values, calendar.Date{}, upTo)
	if err != nil {
		return PIT{}, err
	}
	whole, err := Between(values, calendar.Date{}, to)
	if err != nil {
		return PIT{}, err
	}
	fitted, err := Days(past)
	if err != nil {
		return PIT{}, err
	}
	all, err := Days(whole)
	if err != nil {
		return PIT{}, err
	}
	n := to.Days() - from.Days() + 1
	if n < fewest {
		return PIT{}, problem(values.Name, "%d days from %s to %s are too few to judge a process by; take %d or more", max(n, 0), from, to, fewest)
	}
	scores := make([]float64, len(all.steps))
	if p.law == nil {
		if err := p.check(fitted); err != nil {
			return PIT{}, err
		}
		fitted.ranks(scores, all.steps)
	} else {
		l, found, err := p.best(fitted)
		if err != nil {
			return PIT{}, err
		}
		l.scores(scores, found[0].at, all)
	}
	pit := PIT{Process: process, FittedFrom: fitted.first, FittedTo: upTo, From: from, To: to, N: n}
	pit.judge(scores[len(scores)-n:])
	return pit, nil
}

// judge fills in what the scores of the foretold days tell.
func (p *PIT) judge(scores []float64) {
	u := make([]float64, len(scores))
	share := 1 / float64(len(scores))
	for i, z := range scores {
		u[i] = math.Erfc(-z/math.Sqrt2) / 2
		p.Mean += u[i] * share
		if u[i] >= 0.05 && u[i] <= 0.95 {
			p.Inside90 += share
		}
		if u[i] >= 0.25 && u[i] <= 0.75 {
			p.Inside50 += share
		}
	}
	p.KS, p.P = kolmogorovSmirnov(u)
	p.Lag1 = autocorrelations(scores, 1)[0]
}
