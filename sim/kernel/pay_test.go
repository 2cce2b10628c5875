package kernel

import (
	"math"
	"testing"
)

// steady is one site of 10 MW at the meter, two classes of 6 and 4 MW at 20 and 40 J/TH, PUE 1, that is paid in
// full, at a hashprice of 60 and power of 30 USD/MWh. By hand 1 PH/s at e J/TH draws e kW, so a MWh earns 60/(0.024
// e) = 125 and 62.5 USD: margins of 95 and 32.5.
func steady(hours int) (*Problem, *Draw) {
	p := &Problem{
		Hours: hours, Months: 1, Month: make([]int32, hours), Day: make([]int32, hours), Days: (hours + 23) / 24,
		Price: [][]float64{flat(hours, 30)}, PUE: [][]float64{flat(hours, 1)},
		Sites: []Site{{Class: -1, PowerMW: 10, RatedMW: 10, AvailableMW: 10, Share: 1, Tranches: []Tranche{
			{MW: 6, HashPerMW: 50, BreakEven: 0.48, Efficiency: 20}, {MW: 4, HashPerMW: 25, BreakEven: 0.96, Efficiency: 40},
		}}},
		Chain: Chain{Open: true, Height: 876960, Difficulty: 1e14},
	}
	for t := range hours {
		p.Day[t] = int32(t / 24)
	}
	return p, &Draw{CoinUSD: flat(p.Days, 1e5), FeeBTC: flat(p.Days, 0), Hashprice: flat(p.Days, 60)}
}

// limited adds a limit to a problem and returns its number.
func limited(p *Problem, name string) int32 {
	l := int32(len(p.Limits))
	p.Limits = append(p.Limits, Limit{Name: name, Kind: name, Sites: []int32{0}, ByMonth: flat(p.Months, 0)})
	return l
}

// A site that stands ready for 10 hours and is called down to 2 MW for 3 of them, while another limit leaves it 8
// MW, is paid for the 8 MW in every hour and for the 6 MWh that it gives way in each hour of the call; in rubles at
// 100 to the dollar. The call takes the 6 MW below the other limit, the last 4 MW of the first class and all of the
// second but for the 2 MW that the other takes.
func TestSitesArePaidForGivingWay(t *testing.T) {
	t.Parallel()
	p, d := steady(10)
	limited(p, "other")
	limited(p, "call")
	p.Limits[1].PerUSD = []float64{100}
	p.LimitSet = [][]InForce{
		{{Limit: 0, MW: 8}, {Limit: 1, MW: math.Inf(1), Standby: 500}},
		{{Limit: 0, MW: 8}, {Limit: 1, MW: 2, Standby: 500, Earns: 1e4}},
	}
	p.Steps = []Step{{Hour: 0, CapMW: 8, Limit: 0, Set: 0}, {Hour: 4, CapMW: 2, Limit: 1, Set: 1}, {Hour: 7, CapMW: 8, Limit: 0, Set: 0}}
	tr := run(t, p, d)
	call, other := tr.Use(1, 0, 0), tr.Use(0, 0, 0)
	near(t, "paid in dollars", call.PaidUSD, -(10*8*500+3*6*1e4)/100, 1e-12)
	near(t, "drawn in the call", call.EnergyMWh, 3*2, 1e-12)
	near(t, "allowed by the call", call.AllowedMWh, 3*2, 1e-12)
	near(t, "drawn under the other limit", other.EnergyMWh, 7*8+3*2, 1e-12)
	near(t, "curtailed by the call", call.CurtailedMWh, 3*8, 1e-12)
	near(t, "forgone under the call", call.ForgoneUSD, 3*(4*95+4*32.5), 1e-12)
	coins := 60.0 / 24 / 1e5 // of 1 PH/s in an hour
	near(t, "coins forgone under the call", call.ForgoneBTC, 3*(4*50+4*25)*coins, 1e-12)
	near(t, "coins forgone under the other limit", other.ForgoneBTC, 7*2*25*coins, 1e-12)
	if other.PaidUSD != 0 {
		t.Errorf("the limit that pays nothing paid %g USD", -other.PaidUSD)
	}
	d.PerUSD = [][]float64{nil, {50}}
	near(t, "paid at a drawn rate", run(t, p, d).Use(1, 0, 0).PaidUSD, 2*call.PaidUSD, 1e-12)
}

// Under a ban nobody gives way, whichever stands first in the file; and of two calls in one hour one pays for a MWh.
func TestNoEnergyIsPaidForTwice(t *testing.T) {
	t.Parallel()
	for _, set := range [][]InForce{
		{{Limit: 0, MW: 0}, {Limit: 1, MW: 2, Earns: 1}},
		{{Limit: 0, MW: 2, Earns: 1}, {Limit: 1, MW: 0}},
	} {
		p, d := steady(4)
		limited(p, "one")
		limited(p, "two")
		p.LimitSet, p.Steps = [][]InForce{set}, []Step{{CapMW: 0, Limit: 0, Set: 0}}
		tr := run(t, p, d)
		for l := range p.Limits {
			if paid := tr.Use(l, 0, 0).PaidUSD; paid != 0 {
				t.Errorf("%+v: limit %d paid %g USD for what a ban took", set, l, -paid)
			}
		}
	}
	for _, c := range []struct{ one, two, byOne, byTwo float64 }{{7, 4, 3, 3}, {4, 7, 6, 0}, {4, 4, 6, 0}} {
		p, d := steady(5)
		limited(p, "one")
		limited(p, "two")
		p.LimitSet = [][]InForce{{{Limit: 0, MW: c.one, Earns: 10}, {Limit: 1, MW: c.two, Earns: 1}}}
		p.Steps = []Step{{CapMW: min(c.one, c.two), Set: 0}}
		tr := run(t, p, d)
		if one, two := tr.Use(0, 0, 0).PaidUSD, tr.Use(1, 0, 0).PaidUSD; one != -5*10*c.byOne || two != -5*c.byTwo {
			t.Errorf("calls to %g and %g MW of 10 paid %g and %g USD, want %g and %g",
				c.one, c.two, -one, -two, 50*c.byOne, 5*c.byTwo)
		}
	}
}
