package network

import (
	"cmp"
	"math"
	"slices"
)

// Fleet is a table of installed machines, by when they were bought and by what their electricity costs. Years count
// from any moment that the caller chooses, the same in all calls. A fleet serves one goroutine.
type Fleet struct {
	bands   []PriceBand // cheapest first
	perJTH  []float64   // by band: break-even of a machine of 1 J/TH, USD/PH/day
	pue     float64
	lots    []lot     // oldest first
	hash    []float64 // PH/s by lot and band
	idle    []float64 // how long each has not run, in the unit of Wait
	working []int     // places in hash, in order of merit
}

// lot is machines of one age.
type lot struct {
	born       float64 // years
	efficiency float64 // J/TH
	left       float64 // the part that is not scrapped for its age
}

// NewFleet returns a fleet without machines at sites with these prices of electricity, a PUE and a pool fee.
func NewFleet(bands []PriceBand, pue, poolFee float64) *Fleet {
	f := &Fleet{bands: slices.Clone(bands), pue: pue}
	slices.SortStableFunc(f.bands, func(a, b PriceBand) int { return cmp.Compare(a.USDPerMWh, b.USDPerMWh) })
	for _, b := range f.bands {
		f.perJTH = append(f.perJTH, BreakEven(1, pue, b.USDPerMWh, poolFee))
	}
	return f
}

// Copy returns a fleet that goes on by itself.
func (f *Fleet) Copy() *Fleet {
	c := *f
	c.lots, c.hash, c.idle, c.working = slices.Clone(f.lots), slices.Clone(f.hash), slices.Clone(f.idle), nil
	return &c
}

// breakEven is the hashprice above which the machines of a lot run at sites of a band, USD/PH/day.
func (f *Fleet) breakEven(at int) float64 {
	n := len(f.bands)
	return f.lots[at/n].efficiency * f.perJTH[at%n]
}

// Add installs machines: a hashrate in PH/s of an efficiency in J/TH. They go where they earn their electricity at
// a hashprice, to each band by its share; where they earn it nowhere, to the cheapest. Calls come in the order of
// time.
func (f *Fleet) Add(year, efficiencyJTH, hashratePHs, hashprice float64) {
	f.lots = append(f.lots, lot{year, efficiencyJTH, 1})
	last, share := 0, 0.0
	for b := range f.bands {
		if b == 0 || efficiencyJTH*f.perJTH[b] < hashprice {
			last, share = b, share+f.bands[b].Share
		}
	}
	for b := range f.bands {
		part := 0.0
		if b <= last {
			part = hashratePHs * f.bands[b].Share / share
		}
		f.hash, f.idle = append(f.hash, part), append(f.idle, 0)
	}
}

// Installed returns the hashrate of all machines, PH/s.
func (f *Fleet) Installed() float64 {
	sum := 0.0
	for _, h := range f.hash {
		sum += h
	}
	return sum
}

// Active returns the hashrate of the machines that earn their electricity at a hashprice, PH/s.
func (f *Fleet) Active(hashprice float64) float64 {
	sum := 0.0
	for at, h := range f.hash {
		if f.breakEven(at) < hashprice {
			sum += h
		}
	}
	return sum
}

// Scale multiplies all machines.
func (f *Fleet) Scale(factor float64) {
	for at := range f.hash {
		f.hash[at] *= factor
	}
}

// segments returns the fleet as a table for the merit order.
func (f *Fleet) segments() []Segment {
	list := make([]Segment, len(f.hash))
	for at, h := range f.hash {
		list[at] = Segment{HashratePHs: h, BreakEven: f.breakEven(at)}
	}
	return list
}

// Scrap removes machines that have been installed for longer than a life, in years. A lot goes evenly over a spread
// of years around that age, half before it and half after it; without a spread, at once when it is older. Calls
// come in the order of time.
func (f *Fleet) Scrap(year, life, spread float64) {
	gone, n := 0, len(f.bands)
	for i := range f.lots {
		left := remaining(year-f.lots[i].born, life, spread)
		switch {
		case left <= 0:
			gone = i + 1
		case left < f.lots[i].left:
			for at := i * n; at < (i+1)*n; at++ {
				f.hash[at] *= left / f.lots[i].left
			}
			f.lots[i].left = left
		}
	}
	f.drop(gone)
}

// remaining is the part of the machines of an age that is not scrapped.
func remaining(age, life, spread float64) float64 {
	switch {
	case age <= life-spread/2:
		return 1
	case age > life+spread/2:
		return 0
	}
	return (life + spread/2 - age) / spread
}

// drop removes the oldest lots.
func (f *Fleet) drop(gone int) {
	if gone == 0 {
		return
	}
	n := gone * len(f.bands)
	f.lots = f.lots[:copy(f.lots, f.lots[gone:])]
	f.hash = f.hash[:copy(f.hash, f.hash[n:])]
	f.idle = f.idle[:copy(f.idle, f.idle[n:])]
}

// Wait lets a time pass at a hashprice: machines that do not earn their electricity stand, and those that have
// stood for longer than the patience are gone. One time in which they run makes them forget. Time and patience have
// the same unit.
func (f *Fleet) Wait(hashprice, time, patience float64) {
	for at := range f.hash {
		f.stand(at, f.breakEven(at) >= hashprice, time, patience)
	}
	f.dropEmpty()
}

// stand counts the time of the machines at one place.
func (f *Fleet) stand(at int, idle bool, time, patience float64) {
	if !idle {
		f.idle[at] = 0
		return
	}
	if f.idle[at] += time; f.idle[at] > patience {
		f.hash[at] = 0
	}
}

// dropEmpty removes the oldest lots that have no machines left.
func (f *Fleet) dropEmpty() {
	gone, n := 0, len(f.bands)
	for gone < len(f.lots) && !slices.ContainsFunc(f.hash[gone*n:(gone+1)*n], func(h float64) bool { return h > 0 }) {
		gone++
	}
	f.drop(gone)
}

// Serve runs machines in the order of merit, cheapest first, until they bring a hashrate in PH/s, and lets a time
// pass for the others as Wait does. It returns the hashrate that runs and its power at the plug, the sites' own use
// included, in GW.
func (f *Fleet) Serve(hashratePHs, time, patience float64) (runningPHs, powerGW float64) {
	f.working = f.working[:0]
	for at := range f.hash {
		f.working = append(f.working, at)
	}
	slices.SortStableFunc(f.working, func(a, b int) int { return cmp.Compare(f.breakEven(a), f.breakEven(b)) })
	for _, at := range f.working {
		run := math.Max(math.Min(f.hash[at], hashratePHs-runningPHs), 0)
		runningPHs += run
		powerGW += run * f.lots[at/len(f.bands)].efficiency * f.pue / 1e6 // J/TH is kW per PH/s
		f.stand(at, run == 0 && f.hash[at] > 0, time, patience)
	}
	f.dropEmpty()
	return runningPHs, powerGW
}
