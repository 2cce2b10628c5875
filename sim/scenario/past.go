package scenario

import (
	"math"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
)

// Past is how the rest of the world repeats the days of the past that the price repeats.
type Past struct {
	Days  *market.Bootstrap
	Steps []float64 // by day of the sample: the step of ln D that ended the day's epoch, less the mean of the sample and over its deviation
}

// Noise returns the shock of the rest of the world by day of the run, for a retarget on it: the step of the day's
// source.
func (p *Past) Noise(sources []calendar.Date) []float64 {
	noise := make([]float64, len(sources))
	for d, source := range sources {
		noise[d] = p.Steps[source.Days()-p.Days.From.Days()]
	}
	return noise
}

// past prepares the steps of difficulty of the sample; nil where the price repeats nothing. A sample in which
// difficulty stood still, or of which none is recorded, has no shocks. The steps hold the luck of their time: how
// far the rest of the world scatters is said by its response, so luck is not counted twice in size.
func past(words *market.Series, h *network.History) *Past {
	days := words.Bootstrap()
	if days == nil {
		return nil
	}
	p := &Past{days, make([]float64, days.To.Days()-days.From.Days()+1)}
	epoch, known := 0, 0
	var mean, square float64
	for d := range p.Steps {
		noon := float64(days.From.AddDays(d).In(time.UTC).Unix()) + 43_200
		for epoch <= h.LastFinished() && h.Epochs[epoch+1].FirstUnix <= noon {
			epoch++
		}
		if epoch > h.LastFinished() {
			break
		}
		p.Steps[d] = math.Log(h.Epochs[epoch+1].Difficulty / h.Epochs[epoch].Difficulty)
		mean += p.Steps[d]
		square += p.Steps[d] * p.Steps[d]
		known++
	}
	if known == 0 {
		return p
	}
	mean /= float64(known)
	deviation := math.Sqrt(max(square/float64(known)-mean*mean, 0))
	for d := range p.Steps {
		if d < known && deviation > 0 {
			p.Steps[d] = (p.Steps[d] - mean) / deviation
		} else {
			p.Steps[d] = 0
		}
	}
	return p
}

// together warns where two quantities repeat days of the past that are not the same days.
func (r *resolver) together() {
	words, names := []*market.Series{&r.words.Bitcoin.Price, &r.words.Bitcoin.Fees}, []string{"the price", "fees"}
	for _, rate := range r.facts.Rates {
		given := r.words.Money.Rates.By[rate.Currency]
		words, names = append(words, &given), append(names, "the rate of "+rate.Currency)
	}
	first := -1
	for k, w := range words {
		switch b := w.Bootstrap(); {
		case b == nil:
		case first < 0:
			first = k
		case !b.Same(words[first].Bootstrap()):
			r.warn(warning(OtherWarning, nil, "%s and %s do not repeat the same days of the past, so they lose what bound them to each other; give both the same block, from and to",
				names[first], names[k]))
		}
	}
}

// recordedDifficulty is the difficulty in force at the end of every UTC day from the second epoch to the last
// finished one.
func recordedDifficulty(h *network.History) *series.Daily {
	s := &series.Daily{Name: "difficulty", First: calendar.DateOf(time.Unix(int64(h.Epochs[1].FirstUnix), 0).UTC())}
	end := h.Epochs[h.LastFinished()+1].FirstUnix
	epoch := 1
	for midnight := float64(s.First.AddDays(1).In(time.UTC).Unix()); midnight <= end; midnight += 86_400 {
		for h.Epochs[epoch+1].FirstUnix <= midnight {
			epoch++
		}
		s.Values = append(s.Values, h.Epochs[epoch].Difficulty)
	}
	return s
}
