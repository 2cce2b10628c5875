package kernel

import (
	"math/rand/v2"
	"testing"
)

// everyHour makes a month of each hour of a problem, so that what is booked must add up in each, and a day of each
// four, with a hashprice of its own.
func everyHour(rng *rand.Rand, p *Problem, d *Draw) {
	p.Months, p.Days = p.Hours, (p.Hours+3)/4
	for h := range p.Hours {
		p.Month[h], p.Day[h] = int32(h), int32(h/4)
	}
	for l := range p.Limits {
		p.Limits[l].ByMonth = flat(p.Months, 0)
	}
	d.CoinUSD, d.FeeBTC, d.Hashprice = flat(p.Days, 1e5), flat(p.Days, 0), flat(p.Days, 50)
	for day := range d.Hashprice {
		d.Hashprice[day] += 20 * (rng.Float64() - 0.5)
	}
}

// tieredUnit is a problem of one site with machines that must stay on for long, whose budget is about what the lower
// tiers of two counts of its energy have: without it more would run, at the price of the higher ones.
func tieredUnit(rng *rand.Rand) (*Problem, *Draw) {
	hours := 12 + rng.IntN(24)
	price := make([]float64, hours)
	for h := range price {
		price[h] = 30 + 60*rng.Float64()
	}
	end, split := 10*float64(hours)*(0.1+0.5*rng.Float64()), 4+rng.IntN(hours-8)
	ch := &Charges{}
	ch.tiers(hours, 0, split, upTo(end/2, 5), step(5+10*rng.Float64()))
	ch.tiers(hours, split, hours, upTo(end/2, 5), step(5+10*rng.Float64()))
	p, d := paying(price, ch)
	p.Sites[0].Cycle = &Cycle{
		Limit: limited(p, "switches"), Up: 2 + rng.IntN(6), Down: rng.IntN(4), StartPerMW: 20 * rng.Float64(), Blocks: 1,
	}
	oneBudget(p, end*(0.9+0.3*rng.Float64()))
	p.Budgets.Groups[0].Limit = limited(p, "quota")
	return p, d
}

// What a unit draws in an hour that is not worth its tier, for it must stay on, does not stand idle for the budget as
// well, which would let it run for itself: in every hour what runs and what is idle by reason add up.
func TestUnitsAtALossAreNotIdle(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(22, 11))
	losses := 0
	for n := range 200 {
		p, d := tieredUnit(rng)
		everyHour(rng, p, d)
		for _, p.Foresight = range []Foresight{Perfect, Rolling, Myopic} {
			tr := NewTrace(p, false)
			if err := Run(p, d, &State{Certify: true}, tr); err != nil {
				t.Fatal(err)
			}
			if adds(t, tr); t.Failed() {
				t.Fatalf("problem %d, foresight %d", n, p.Foresight)
			}
			for h := range p.Hours {
				if use := tr.Use(int(p.Sites[0].Cycle.Limit), 0, h); use.CurtailedMWh == 0 && use.ForgoneUSD > 0 {
					losses++
				}
			}
		}
	}
	if losses < 50 {
		t.Errorf("units run at a loss in %d hours; the test has lost its edge", losses)
	}
}
