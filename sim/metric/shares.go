package metric

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
)

// Shares are the countries' shares of the network's hashrate by month in one run. A country's hashrate is its part
// of the rest of the world's, by the baseline, and that of the scenario's sites in it. Sites that the record holds
// are in the baseline of their country: they are taken out of its part of the rest of the world, as the run does
// with the whole. Without the sites every country keeps its share of the baseline.
type Shares struct {
	Baseline  site.Baseline
	Months    []string       // as ledger.Month
	TotalPHs  []float64      // of the network, by month
	Countries []CountryShare // those of the baseline, largest first, then those that only sites bring
	Other     CountryShare   // all countries that neither the baseline nor a site names; without rank
	// HHI is the Herfindahl index, the sum of the squares of the shares, 0 to 1, over the named countries by month: the
	// others count as many small ones. Were they a single country, it would be higher by the square of their share.
	HHI        []float64
	HHIWithout float64
	// Last is the mean over the last twelve months, or over all where there are fewer, weighted by hashrate: a
	// country's hash over all hash of that time, as Mean, and not the mean of the months' shares.
	LastFrom, LastTo string // the months
	LastHHI          float64
	Published        []PublishedShare // what others estimated, for the countries named here
	Warnings         []string
	hours            []float64
}

// CountryShare is one country in Shares.
type CountryShare struct {
	Code, Name string
	OwnPHs     []float64 // hashrate of the scenario's sites, by month
	TotalPHs   []float64 // with its part of the rest of the world
	Share      []float64 // of the network, 0 to 1
	Rank       []int     // by month, 1 for the largest of the named countries; nil for the others

	Without     float64 // share without the sites, 0 to 1: that of the baseline
	With        float64 // share with them over the last twelve months, as Mean
	RankWithout int
	RankWith    int
}

// PublishedShare is an estimate of a country's share that somebody published. Those of different methods disagree.
type PublishedShare struct {
	Date               calendar.Date // first day of the period
	Precision          string        // of the date: day, month, quarter, year
	Code, Name         string
	Share              float64 // 0 to 1
	Method             string
	Source, Confidence string
}

// LastMonths is how many months the means of Shares are over.
const LastMonths = 12

// NewShares splits the hashrate of a run by country. p is its problem, tr its trace, handOver the hour of the axis at
// which the record ends.
func NewShares(w *site.World, p *kernel.Problem, tr *kernel.Trace, l *ledger.Ledger, handOver float64, cat *seeds.Catalog) *Shares {
	s := &Shares{Baseline: w.Baseline}
	months := len(l.Months)
	for _, m := range l.Months {
		s.Months = append(s.Months, m.Label)
		s.hours = append(s.hours, float64(m.To-m.From))
	}
	add := func(code, name string, share float64) {
		s.Countries = append(s.Countries, CountryShare{Code: code, Name: name, Without: share})
	}
	for _, c := range w.Baseline.Countries {
		add(c.Code, c.Name, c.Share)
	}
	for i := range w.Sites {
		if code := w.Sites[i].Country; code != "" && s.Find(code) == nil {
			add(code, cat.CountryName(code), 0)
		}
	}
	s.Other = CountryShare{Name: "other countries", Without: 1}
	for _, c := range w.Baseline.Countries {
		s.Other.Without -= c.Share
	}
	s.Other.Without = max(s.Other.Without, 0)

	all := s.all()
	parts := s.parts(w, p, tr, handOver)
	network := Network(l, tr)
	s.TotalPHs = make([]float64, months)
	for k, c := range all {
		c.OwnPHs, c.TotalPHs, c.Share = make([]float64, months), make([]float64, months), make([]float64, months)
		for i := range w.Sites {
			if s.of(w.Sites[i].Country) == c {
				for m := range c.OwnPHs {
					c.OwnPHs[m] += l.Sites[i].Lines[m].HashPHh / s.hours[m]
				}
			}
		}
		for m := range c.TotalPHs {
			c.TotalPHs[m] = parts[k]*network.RowPHs[m] + c.OwnPHs[m]
			s.TotalPHs[m] += c.TotalPHs[m]
		}
	}
	for m, total := range s.TotalPHs {
		for _, c := range all {
			if total > 0 {
				c.Share[m] = c.TotalPHs[m] / total
			}
		}
	}
	s.rank()
	s.publish(cat.Shares)
	return s
}

// all are the countries and, last, the others.
func (s *Shares) all() []*CountryShare {
	var list []*CountryShare
	for k := range s.Countries {
		list = append(list, &s.Countries[k])
	}
	return append(list, &s.Other)
}

// Find returns a country by its code; nil where neither the baseline nor a site names it.
func (s *Shares) Find(code string) *CountryShare {
	for k := range s.Countries {
		if s.Countries[k].Code == code {
			return &s.Countries[k]
		}
	}
	return nil
}

// of returns where the sites of a country are counted.
func (s *Shares) of(code string) *CountryShare {
	if c := s.Find(code); c != nil {
		return c
	}
	return &s.Other
}

// parts is how the rest of the world is split, as all: the baseline's share of the network at the hand-over, less the
// sites that the record holds. Those of a country that the baseline does not name are taken out of the others.
func (s *Shares) parts(w *site.World, p *kernel.Problem, tr *kernel.Trace, handOver float64) []float64 {
	all := s.all()
	hour := min(max(int(math.Ceil(handOver)), 0), p.Hours-1)
	var held sample.Sum
	of := map[*CountryShare]float64{}
	for i := range p.Sites {
		if phs := p.HeldPHs(i, hour); phs > 0 {
			held.Add(phs)
			c := s.of(w.Sites[i].Country)
			if c.Without == 0 {
				c = &s.Other
			}
			of[c] += phs
		}
	}
	network := rowAt(tr) + held.Value()
	parts := make([]float64, len(all))
	var sum float64
	for k, c := range all {
		if parts[k] = c.Without*network - of[c]; parts[k] < -1e-9*network {
			s.Warnings = append(s.Warnings, fmt.Sprintf("the sites in %s that already hash have %.3g EH/s, more than the %.3g EH/s that its baseline share of %.3g %% gives it; its part of the rest of the world is taken as zero",
				c.label(), of[c]/1000, c.Without*network/1000, 100*c.Without))
		}
		parts[k] = max(parts[k], 0)
		sum += parts[k]
	}
	for k, c := range all {
		if sum > 0 {
			parts[k] /= sum
		} else {
			parts[k] = c.Without
		}
	}
	return parts
}

func (c *CountryShare) label() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Code
}

// rowAt is the rest of the world's hashrate, PH/s, when the record ends: in its last epoch inside the run, else at
// the start.
func rowAt(tr *kernel.Trace) (row float64) {
	for e := range tr.Epochs {
		if e == 0 || tr.Epochs[e].InHistory {
			row = tr.Epochs[e].RowPHs
		}
	}
	return row
}

// rank orders the countries in every month and over the last twelve.
func (s *Shares) rank() {
	months := len(s.Months)
	s.HHI = make([]float64, months)
	share := make([]float64, len(s.Countries))
	for k := range s.Countries {
		s.Countries[k].Rank = make([]int, months)
		share[k] = s.Countries[k].Without
		s.HHIWithout += share[k] * share[k]
	}
	for k, r := range ranks(share) {
		s.Countries[k].RankWithout = r
	}
	for m := range months {
		for k := range s.Countries {
			share[k] = s.Countries[k].Share[m]
			s.HHI[m] += share[k] * share[k]
		}
		for k, r := range ranks(share) {
			s.Countries[k].Rank[m] = r
		}
	}
	from := max(0, months-LastMonths)
	s.LastFrom, s.LastTo = s.Months[from], s.Months[months-1]
	s.Other.With = s.Mean("", from, months)
	for k := range s.Countries {
		share[k] = s.Mean(s.Countries[k].Code, from, months)
		s.Countries[k].With = share[k]
		s.LastHHI += share[k] * share[k]
	}
	for k, r := range ranks(share) {
		s.Countries[k].RankWith = r
	}
}

// Mean is the share of a country over months from to to, the end left out: its part of all hash of that time, the
// sum over the sum, so that months weigh by the network's hashrate and their hours. A country that is not named has
// none; "" stands for the others.
func (s *Shares) Mean(code string, from, to int) float64 {
	c := s.Find(code)
	if code == "" {
		c = &s.Other
	}
	if c == nil {
		return 0
	}
	var own, total sample.Sum
	for m := from; m < to; m++ {
		own.Add(c.TotalPHs[m] * s.hours[m])
		total.Add(s.TotalPHs[m] * s.hours[m])
	}
	if total.Value() <= 0 {
		return 0
	}
	return own.Value() / total.Value()
}

// ranks gives 1 to the largest; equals stand in their order.
func ranks(values []float64) []int {
	order := make([]int, len(values))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	out := make([]int, len(values))
	for r, k := range order {
		out[k] = r + 1
	}
	return out
}

// publish takes the estimates for the countries named here, each once.
func (s *Shares) publish(published []seeds.Share) {
	for _, p := range published {
		if s.Find(p.CountryCode) == nil {
			continue
		}
		one := PublishedShare{p.Date, p.Precision, p.CountryCode, p.Country, p.Percent / 100, p.Method, p.Source, p.Confidence}
		if !slices.ContainsFunc(s.Published, func(q PublishedShare) bool {
			return q.Date == one.Date && q.Code == one.Code && q.Method == one.Method && q.Share == one.Share
		}) {
			s.Published = append(s.Published, one)
		}
	}
}
