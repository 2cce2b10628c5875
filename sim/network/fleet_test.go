package network_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/sim/network"
)

// twoBands are equal parts at 25 and 50 USD/MWh: at a PUE of 1 a machine of 1 J/TH breaks even at 0.6 and 1.2
// USD/PH/day.
func twoBands() []network.PriceBand {
	return []network.PriceBand{{Share: 0.5, USDPerMWh: 50}, {Share: 0.5, USDPerMWh: 25}} // in any order
}

// Lognormal bands have the median in their middle and the scatter between them; the mean of many is that of the
// distribution.
func TestLognormalBandsByHand(t *testing.T) {
	t.Parallel()
	three := network.LognormalBands(45, 0.35, 3)
	// The middles of thirds are the quantiles 1/6, 1/2 and 5/6 of the normal distribution: ∓0.967422 (tables).
	for i, want := range []float64{45 * math.Exp(-0.35*0.967422), 45, 45 * math.Exp(0.35*0.967422)} {
		if math.Abs(three[i].USDPerMWh/want-1) > 1e-6 || math.Abs(three[i].Share-1.0/3) > 1e-15 {
			t.Errorf("band %d: %+v, want a third at %v USD/MWh", i, three[i], want)
		}
	}
	mean := 0.0
	for _, b := range network.LognormalBands(45, 0.35, 2000) {
		mean += b.Share * b.USDPerMWh
	}
	if want := 45 * math.Exp(0.35*0.35/2); math.Abs(mean/want-1) > 1e-3 {
		t.Errorf("mean price %v, want %v USD/MWh", mean, want)
	}
}

// A fleet of two ages at two prices of power: who is active, what serving a hashrate draws, and who goes.
func TestFleetByHand(t *testing.T) {
	t.Parallel()
	f := network.NewFleet(twoBands(), 1, 0)
	f.Add(0, 100, 1000, 1e9) // breaks even at 60 and 120 USD/PH/day
	f.Add(2, 40, 600, 1e9)   // at 24 and 48
	for _, c := range []struct{ hashprice, want float64 }{{24, 0}, {25, 300}, {50, 600}, {61, 1100}, {121, 1600}} {
		if got := f.Active(c.hashprice); got != c.want {
			t.Errorf("Active(%v) = %v PH/s, want %v", c.hashprice, got, c.want)
		}
	}
	// The cheapest 700 PH/s to run are the 600 of 40 J/TH and 100 of 100 J/TH: 24 + 10 MW at the machine.
	running, power := f.Serve(700, 1, 10)
	if running != 700 || math.Abs(power-0.034) > 1e-15 {
		t.Errorf("Serve(700) = %v PH/s, %v GW; want 700 and 0.034", running, power)
	}
	if running, _ := f.Serve(5000, 1, 10); running != 1600 {
		t.Errorf("Serve(5000) = %v PH/s, want all 1600", running)
	}
	// At 61 the dear half of the old machines stands; after more than three times of waiting it is gone.
	for range 3 {
		f.Wait(61, 1, 3)
	}
	if f.Installed() != 1600 {
		t.Errorf("after three times: %v PH/s, want 1600", f.Installed())
	}
	f.Wait(121, 1, 3) // a good time makes them forget
	for range 3 {
		f.Wait(61, 1, 3)
	}
	if f.Installed() != 1600 {
		t.Errorf("after a good time and three bad ones: %v PH/s, want 1600", f.Installed())
	}
	f.Wait(61, 1, 3)
	if f.Installed() != 1100 {
		t.Errorf("after four bad times: %v PH/s, want 1100", f.Installed())
	}
	f.Scrap(5, 5, 0)
	if f.Installed() != 1100 {
		t.Errorf("at the age of five: %v PH/s, want 1100", f.Installed())
	}
	f.Scrap(5.1, 5, 0)
	if f.Installed() != 600 {
		t.Errorf("past the age of five: %v PH/s, want 600", f.Installed())
	}
	f.Scale(2)
	if f.Installed() != 1200 || f.Active(25) != 600 {
		t.Errorf("doubled: %v PH/s, %v active at 25", f.Installed(), f.Active(25))
	}
}

// With a spread, machines that were bought together go evenly around the age; calls between do not change how much
// is left.
func TestFleetIsScrappedEvenly(t *testing.T) {
	t.Parallel()
	f := network.NewFleet(twoBands(), 1, 0)
	f.Add(0, 100, 1000, 1e9)
	f.Add(0.5, 40, 600, 1e9)
	for _, c := range []struct{ year, want float64 }{
		{4.5, 1600}, {4.75, 750 + 600}, {4.8, 700 + 600}, {5.25, 250 + 0.75*600}, {5.5, 300}, {5.75, 150}, {5.999, 0.6}, {6.001, 0},
	} {
		f.Scrap(c.year, 5, 1)
		if got := f.Installed(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("in year %v: %v PH/s, want %v", c.year, got, c.want)
		}
	}
}

// New machines go where they earn their electricity, and to the cheapest sites where they earn it nowhere.
func TestMachinesGoWhereTheyEarn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ hashprice, cheap float64 }{{1e9, 500}, {30, 1000}, {10, 1000}} {
		f := network.NewFleet(twoBands(), 1, 0)
		f.Add(0, 40, 1000, c.hashprice)
		if got := f.Active(30); math.Abs(got-c.cheap) > 1e-9 {
			t.Errorf("bought at %v USD/PH/day: %v PH/s at the cheap sites, want %v", c.hashprice, got, c.cheap)
		}
	}
}

// Whatever is bought, waited and scrapped: active hashrate rises with hashprice up to what is installed, the merit
// order serves what it is asked for, and a copy does not feel what happens to the original.
func TestFleetProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := network.NewFleet(network.LognormalBands(45, 0.5, rapid.IntRange(1, 6).Draw(t, "bands")), 1.1, 0.02)
		year := 0.0
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			year += rapid.Float64Range(0, 1).Draw(t, "years")
			price := rapid.Float64Range(1, 200).Draw(t, "hashprice")
			f.Add(year, rapid.Float64Range(10, 100).Draw(t, "efficiency"), rapid.Float64Range(0, 1000).Draw(t, "hashrate"), price)
			f.Wait(price, 1, 3)
			f.Scrap(year, 4, 0)
			last := 0.0
			for _, p := range []float64{0, 10, 50, 100, 1000} {
				active := f.Active(p)
				if active < last || active > f.Installed()*(1+1e-12) {
					t.Fatalf("Active(%v) = %v after %v, installed %v", p, active, last, f.Installed())
				}
				last = active
			}
		}
		before := f.Installed()
		c := f.Copy()
		want := before / 2
		if got, power := c.Serve(want, 1, 3); math.Abs(got-want) > 1e-9*before || power < 0 {
			t.Fatalf("Serve(%v) = %v PH/s, %v GW", want, got, power)
		}
		c.Scale(3)
		if f.Installed() != before {
			t.Fatalf("the copy changed the original: %v, want %v", f.Installed(), before)
		}
	})
}

// A record of five months by hand, machines of 100 J/TH at first and of 50 J/TH from the third month on, at a PUE
// of 1.2.
func TestFleetReplayByHand(t *testing.T) {
	t.Parallel()
	rules := network.FleetRules{Bands: []network.PriceBand{{Share: 1, USDPerMWh: 50}}, PUE: 1.2, LifeYears: 4, PatienceMonths: 1}
	newest := func(year float64) float64 {
		if year < 0.2 {
			return 100
		}
		return 50
	}
	// They break even at 0.024·100·1.2·50 = 144 and at 72 USD/PH/day.
	months := []network.FleetMonth{
		{Year: 0.0, HashratePHs: 1000, Hashprice: 200}, // 1000 of 100 J/TH: 120 MW
		{Year: 0.1, HashratePHs: 600, Hashprice: 200},  // 600 of them run: 72 MW
		{Year: 0.2, HashratePHs: 1200, Hashprice: 200}, // all and 200 of 50 J/TH: 120 + 12 MW
		{Year: 0.3, HashratePHs: 900, Hashprice: 100},  // the old lose: 700 more of 50 J/TH, 54 MW
		{Year: 0.4, HashratePHs: 900, Hashprice: 100},  // the same; the old have stood for two months and are gone
	}
	want := []network.FleetPower{
		{PowerGW: 0.120, EfficiencyJTH: 100, AddedPHs: 1000, InstalledPHs: 1000},
		{PowerGW: 0.072, EfficiencyJTH: 100, InstalledPHs: 1000},
		{PowerGW: 0.132, EfficiencyJTH: 110.0 / 1.2, AddedPHs: 200, InstalledPHs: 1200},
		{PowerGW: 0.054, EfficiencyJTH: 50, AddedPHs: 700, InstalledPHs: 1900},
		{PowerGW: 0.054, EfficiencyJTH: 50, InstalledPHs: 900},
	}
	for m, got := range network.ReplayFleet(months, rules, newest) {
		if math.Abs(got.PowerGW-want[m].PowerGW) > 1e-12 || math.Abs(got.EfficiencyJTH-want[m].EfficiencyJTH) > 1e-9 ||
			math.Abs(got.AddedPHs-want[m].AddedPHs) > 1e-9 || math.Abs(got.InstalledPHs-want[m].InstalledPHs) > 1e-9 {
			t.Errorf("month %d: %+v, want %+v", m, got, want[m])
		}
	}
	if got := network.ReplayFleet([]network.FleetMonth{{}}, rules, newest); got[0] != (network.FleetPower{}) {
		t.Errorf("a month without hashrate: %+v, want nothing", got[0])
	}
}
