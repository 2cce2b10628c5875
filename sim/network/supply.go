package network

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Segment is hashrate that runs while hashprice is above its break-even.
type Segment struct {
	HashratePHs float64 // PH/s, zero or more
	BreakEven   float64 // USD/PH/day, more than zero
}

// BreakEven returns the hashprice at which a machine earns its electricity and no more, USD/PH/day:
//
//	b = 0.024 · e · PUE · p / (1 − f)
//
// with the efficiency e in J/TH (kW per PH/s), PUE the site's power over the machine's, the power price p in
// USD/MWh and the pool fee f, a fraction below 1.
func BreakEven(efficiencyJTH, pue, usdPerMWh, poolFee float64) float64 {
	return 0.024 * efficiencyJTH * pue * usdPerMWh / (1 - poolFee)
}

// Supply is the merit order of installed hashrate: segments by break-even, cheapest first. It is immutable.
type Supply struct {
	breakEven []float64 // USD/PH/day, ascending
	sum       []float64 // PH/s of the first j segments; one more than there are segments
}

// NewSupply puts segments in order; those without hashrate are left out.
func NewSupply(segments []Segment) *Supply {
	order := slices.DeleteFunc(slices.Clone(segments), func(g Segment) bool { return g.HashratePHs == 0 })
	slices.SortStableFunc(order, func(a, b Segment) int { return cmp.Compare(a.BreakEven, b.BreakEven) })
	s := &Supply{breakEven: make([]float64, len(order)), sum: make([]float64, len(order)+1)}
	for j, g := range order {
		s.breakEven[j], s.sum[j+1] = g.BreakEven, s.sum[j]+g.HashratePHs
	}
	return s
}

// Installed returns the hashrate of all segments, PH/s.
func (s *Supply) Installed() float64 { return s.sum[len(s.breakEven)] }

// Active returns the hashrate that earns more than its electricity at a hashprice, PH/s. It does not fall when
// hashprice rises.
func (s *Supply) Active(hashprice float64) float64 {
	return s.sum[sort.SearchFloat64s(s.breakEven, hashprice)]
}

// Equilibrium is where hashrate and hashprice agree: all who earn their electricity run, and nobody else.
type Equilibrium struct {
	HashratePHs float64 // PH/s of the whole network, own included
	Hashprice   float64 // USD/PH/day; 0 where nobody hashes
	Full        int     // how many segments of the merit order run in full
	Running     float64 // the part of the next one, the marginal segment, that runs: 0 to 1
}

// Equilibrium returns the only hashrate H at which
//
//	H = S(R/H) + own
//
// with the merit order S, the revenue of all miners R in USD/day (zero or more) and own hashrate in PH/s that runs
// whatever it earns. It is unique: what supply brings falls with H while H rises, so the two cross once, and at
// most one segment runs in part. With C(j) the hashrate of the first j segments and own, b(j)·C(j) ascends, so the
// marginal segment is the first with b(j)·C(j) ≥ R and
//
//	H = max(R/b(j), C(j−1))
//
// or C(n) where there is none. That is exact and takes O(log n) steps. It is where the network comes to rest, not
// where it is: within an epoch hashprice does not react to hashrate.
func (s *Supply) Equilibrium(revenueUSDPerDay, ownPHs float64) Equilibrium {
	n := len(s.breakEven)
	j := sort.Search(n, func(j int) bool { return s.breakEven[j]*(ownPHs+s.sum[j+1]) >= revenueUSDPerDay })
	e := Equilibrium{HashratePHs: ownPHs + s.sum[j], Full: j}
	if j < n {
		if at := revenueUSDPerDay / s.breakEven[j]; at > e.HashratePHs {
			e.Running = math.Min((at-e.HashratePHs)/(s.sum[j+1]-s.sum[j]), 1)
			e.HashratePHs, e.Hashprice = at, s.breakEven[j]
			return e
		}
	}
	if e.HashratePHs > 0 {
		e.Hashprice = revenueUSDPerDay / e.HashratePHs
	}
	return e
}

// Elasticity returns by how many percent active supply rises when hashprice rises by one percent, as the mean over
// a range around a hashprice: from hashprice/(1+width) to hashprice·(1+width), width more than zero. It is 0 where
// nobody is active at the upper end, and +Inf where nobody is at the lower end only.
func (s *Supply) Elasticity(hashprice, width float64) float64 {
	low, high := s.Active(hashprice/(1+width)), s.Active(hashprice*(1+width))
	if high == 0 {
		return 0
	}
	return math.Log(high/low) / (2 * math.Log1p(width))
}

// Displaced returns the part of new hashrate that drives out others, η/(1+η), for the elasticity η of the others'
// supply times their part of the network. Differentiating the equilibrium gives dH/dQ = 1/(1+η) for new hashrate Q;
// everybody's revenue scales with 1/H.
func Displaced(elasticity float64) float64 {
	if math.IsInf(elasticity, 1) {
		return 1
	}
	return elasticity / (1 + elasticity)
}
