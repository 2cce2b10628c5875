package sim_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"hashwatt/sim"
)

// sameCurve compares a sorted curve with one that was played at some of its points.
func sameCurve(t *testing.T, what string, sorted, played *sim.Curve) {
	t.Helper()
	top := sorted.Points[len(sorted.Points)-1]
	for _, p := range played.Points {
		k := slices.IndexFunc(sorted.Points, func(q sim.CurvePoint) bool { return q.Factor == p.Factor })
		s := sorted.Points[k]
		if math.Abs(p.ValueUSD-s.ValueUSD) > 1e-9*top.ValueUSD || math.Abs(p.Allowed-s.Allowed) > 1e-9*top.Allowed || math.Abs(p.Used-s.Used) > 1e-9*top.Used {
			t.Errorf("%s: at %g times its size played %+v, sorted %+v", what, p.Factor, p, s)
		}
	}
}

// TestSortedCurvesArePlayedOnes draws every kind of limit whose curve is sorted twice: sorted, and, with a budget
// beside it that never binds, played size by size. The points are the same, and the one at the present size is what
// perfect foresight earns under it.
func TestSortedCurvesArePlayedOnes(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{
		"{type: energy, name: quota, limit: 6 GWh, per: month}",
		"{type: energy, name: quota, limit: 2 GWh, per: month, each: true}",
		"{type: carbon, name: quota, limit: 2 kt, per: month}",
		"{type: power, name: quota, limit: 8 MW}",
		"{type: power, name: quota, limit: 4 MW, each: true}",
		"{type: power, name: quota, limit: 8 MW, share: merit}",
		"{type: power, name: quota, limit: 8 MW, share: auction}",
		"{type: power, name: quota, path: {2025-01-01: 8 MW, 2025-04-01: 6 MW}, share: grandfathered, reference: 2025-03-01}",
	} {
		r := written(t, quota("limits: ["+limit+"]\nforesight: perfect\n"), sim.Settings{})
		if len(r.Curves) != 1 || !r.Curves[0].Sorted {
			t.Fatalf("%s: curves %+v", limit, r.Curves)
		}
		sorted := &r.Curves[0]
		at := slices.IndexFunc(sorted.Points, func(p sim.CurvePoint) bool { return p.Factor == 1 })
		margin := marginOf(r) // before auctions, whose payments lose nothing
		near(t, limit+": value at the present size", sorted.Points[at].ValueUSD, margin, 1e-9)
		slope := math.Inf(1)
		for k := 1; k < len(sorted.Points); k++ {
			a, b := sorted.Points[k-1], sorted.Points[k]
			next := (b.ValueUSD - a.ValueUSD) / (b.Allowed - a.Allowed)
			if next < 0 || next > slope*(1+1e-9)+1e-9 {
				t.Errorf("%s: at %g times its size one more is worth %g USD, after %g", limit, a.Factor, next, slope)
			}
			slope = next
		}
		also := written(t, quota("limits: ["+limit+", {type: energy, name: ample, limit: 9 TWh, per: year, each: true}]\n"+
			"foresight: perfect\nreport: {cap_curve: true, leakage: false}\n"), sim.Settings{})
		if len(also.Curves) != 1 || also.Curves[0].Sorted || also.Curves[0].Unit != sorted.Unit {
			t.Fatalf("%s: played curves %+v", limit, also.Curves)
		}
		sameCurve(t, limit, sorted, &also.Curves[0])
	}
}

// TestTiedHoursAreNotSorted draws no curve by a sort where one hour depends on another but through the limit, or
// where some are served first: it is played where that is asked for, and its value at the present size is what
// perfect foresight earns more than under a ban.
func TestTiedHoursAreNotSorted(t *testing.T) {
	t.Parallel()
	const flat, demand = "{type: flat, name: energy, price: 40 USD/MWh}", "{type: flat, name: energy, price: 40 USD/MWh}, {type: demand, name: peak, periods: [{price: 9 USD/kW}]}"
	for _, c := range []struct{ tariff, limits string }{
		{flat, "{type: power, name: quota, limit: 8 MW, share: priority, priority: [b, a]}"},
		{flat, "{type: power, name: quota, limit: 8 MW, share: max_min}"},
		{demand, "{type: energy, name: quota, limit: 3 GWh, per: month}"},
		{flat, "{type: energy, name: quota, limit: 3 GWh, per: month}, {type: cycling, name: switching, up: 4 h, down: 2 h}"},
		{flat, "{type: energy, name: quota, limit: 3 GWh, per: month}, {type: penalty, name: soft, limit: 2 GWh, per: month, price: 5 USD/MWh}"},
	} {
		text := func(limits, report string) string {
			return head + "clock: {start: 2025-01-01, end: 2025-03-01, zone: UTC}\nforesight: perfect\nbitcoin: {hashprice: {process: flat, value: 60 USD/PH/day}}\n" +
				workshop(c.tariff) + "sites:\n" + one("a", "") + one("b", ", pool_fee: 3 %") + "limits: [" + limits + "]\nreport: {leakage: false" + report + "}\n"
		}
		if r := written(t, text(c.limits, ""), sim.Settings{}); r.Curves != nil {
			t.Errorf("%s: curves %+v without a run", c.limits, r.Curves)
		}
		r := written(t, text(c.limits, ", cap_curve: true, value_of_foresight: true"), sim.Settings{})
		if len(r.Curves) == 0 || r.Curves[0].Sorted || r.Curves[0].Limit != 0 {
			t.Fatalf("%s: curves %+v", c.limits, r.Curves)
		}
		points := r.Curves[0].Points
		if points[0].Used != 0 || points[0].Allowed != 0 || points[0].ValueUSD != 0 {
			t.Errorf("%s: a limit of nothing comes to %+v", c.limits, points[0])
		}
		at := slices.IndexFunc(points, func(p sim.CurvePoint) bool { return p.Factor == 1 })
		if got, want := points[at].ValueUSD, r.Looks[0].MarginUSD; c.tariff == flat && math.Abs(got-want) > 1e-9*want {
			t.Errorf("%s: worth %g at its size, and perfect foresight earns %g", c.limits, got, want)
		}
	}
}

// TestShadowPriceIsTheSlope holds that the shadow price of a power that is divided in proportion is the slope of
// its curve, which is straight where all prices are: though sites differ in margin and size, and one comes later.
func TestShadowPriceIsTheSlope(t *testing.T) {
	t.Parallel()
	sites := plain("a", 50, "{type: flat, name: energy, price: 30 USD/MWh}", "") + plain("b", 30, "{type: flat, name: energy, price: 50 USD/MWh}", "") +
		"  - {id: c, region: workshop, power: 20 MW, online: 2026-02-01, fleet: [{rig: antminer-s21-200}], pue: 1, availability: 100 %}\n"
	for _, share := range []string{"pro_rata", "merit", "grandfathered, reference: 2025-12-31"} {
		r := ruledRun(t, "{start: 2026-01-01, end: 2026-04-01, zone: UTC}", sites, fmt.Sprintf("{type: power, name: quota, limit: 60 MW, share: %s}", share))
		points := r.Curves[0].Points
		at := slices.IndexFunc(points, func(p sim.CurvePoint) bool { return p.Factor == 1 })
		near(t, share, r.Summary.Limits[0].ShadowPrice, (points[at].ValueUSD-points[at-1].ValueUSD)/(points[at].Allowed-points[at-1].Allowed), 1e-9)
	}
}
