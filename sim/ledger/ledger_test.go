package ledger

import (
	"math"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/rig"
	"hashwatt/sim/site"
	"hashwatt/sim/unit"
)

// steady is a world of one site of 10.5 MW, 500 PH/s at 20 J/TH, and a trace in which it runs every hour after coming
// online, at 99.2063492 USD of revenue and 45 USD of power for each MWh.
func steady(t *testing.T, start, end calendar.Date, online int) (*site.World, *kernel.Trace) {
	t.Helper()
	axis, err := calendar.NewAxis(start, end, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	machine, err := rig.New(rig.Rig{ID: "gold", HashrateTHs: 200, PowerW: 4000})
	if err != nil {
		t.Fatal(err)
	}
	civil := axis.Civil(time.UTC)
	w := &site.World{
		Axis: axis, Civil: civil, Regions: []site.Region{{ID: "r", Zone: time.UTC, Civil: civil, EmissionGPerKWh: 400, HasEmission: true}},
		Sites: []site.Site{{
			ID: "gold", PowerMW: 10.5, OnlineHour: online, Fleet: []site.Class{{Rig: machine, MW: 10, Count: 2500}},
			Infrastructure: unit.MoneyPerPower{Amount: 400_000, Currency: "USD"}, RigPrice: unit.MoneyPerHashrate{Amount: 15, Currency: "USD"}, Opex: 0.03,
		}},
		Finance: site.Finance{Discount: 0.15, Tax: 0.25, RigMonths: 36, BuildingsMonths: 120},
	}
	p := &kernel.Problem{Hours: axis.Hours, Months: len(civil.Months), Sites: []kernel.Site{{}}}
	tr := kernel.NewTrace(p, false)
	for m, month := range civil.Months {
		hours := float64(max(0, month.To-max(month.From, online)))
		tr.Flows[0][m] = kernel.Flow{
			Hours: hours, CapacityMWh: 10.5 * hours, EnergyMWh: 10.5 * hours, ITMWh: 10 * hours, HashPHh: 500 * hours,
			RevenueUSD: 10.5 * hours * 99.206349206349206, PowerUSD: 10.5 * hours * 45,
		}
	}
	return w, tr
}

// book books a trace whose sites pay their price for their load.
func book(t *testing.T, w *site.World, tr *kernel.Trace) *Ledger {
	t.Helper()
	l, err := New(w, &site.Compiled{Problem: &kernel.Problem{Sites: make([]kernel.Site, len(w.Sites))}}, tr)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func date(y, m, d int) calendar.Date { return calendar.Date{Year: y, Month: time.Month(m), Day: d} }

// TestOpexByHour takes 3 % of 7.5 M USD for 8,760 of 8,766 hours: 224,845.996 USD.
func TestOpexByHour(t *testing.T) {
	t.Parallel()
	w, tr := steady(t, date(2025, 1, 1), date(2026, 1, 1), 0)
	l := book(t, w, tr)
	near(t, "opex", l.Total.Years[0].OpexUSD, 0.03*7_500_000*8760/8766, 1e-12)
	near(t, "emissions", sumOf(l, func(line *Line) float64 { return line.EmissionsT }), 91_980*0.4, 1e-12)
}

func sumOf(l *Ledger, of func(*Line) float64) (sum float64) {
	for m := range l.Total.Lines {
		sum += of(&l.Total.Lines[m])
	}
	return sum
}

// TestCapexAndDepreciation pays a site that comes online in May of the second year at the start of that year, and
// writes it off from May on: 7.5 M over 36 months and 4.2 M over 120.
func TestCapexAndDepreciation(t *testing.T) {
	t.Parallel()
	w, tr := steady(t, date(2025, 1, 1), date(2030, 1, 1), 8760+24*120)
	l := book(t, w, tr)
	a := &l.Sites[0]
	if len(a.PaidAt) != 1 || a.PaidAt[0] != (CapexLine{1, 11_700_000}) {
		t.Errorf("capex %v, want 11.7 M at year 1", a.PaidAt)
	}
	monthly := 7_500_000.0/36 + 4_200_000.0/120
	near(t, "depreciation of 2026", a.Years[1].DepreciationUSD, 8*monthly, 1e-12)
	near(t, "depreciation of 2029", a.Years[4].DepreciationUSD, 4*monthly+8*4_200_000.0/120, 1e-12)
	if a.Lines[15].DepreciationUSD != 0 || a.Lines[16].DepreciationUSD == 0 {
		t.Error("depreciation does not begin in May 2026")
	}
	near(t, "hours not built in April 2026", a.IdleMWh[kernel.ReasonNotBuilt][15], 720*10.5, 1e-12)
}

// TestSunkPlant has neither capex nor depreciation, but opex.
func TestSunkPlant(t *testing.T) {
	t.Parallel()
	w, tr := steady(t, date(2025, 1, 1), date(2026, 1, 1), -1)
	l := book(t, w, tr)
	y := l.Total.Years[0]
	if l.Total.CapexUSD != 0 || y.DepreciationUSD != 0 || y.OpexUSD == 0 {
		t.Errorf("capex %g, depreciation %g, opex %g", l.Total.CapexUSD, y.DepreciationUSD, y.OpexUSD)
	}
}

// TestTaxAndLoss makes a loss in the first year and offsets half of the next profit with it.
func TestTaxAndLoss(t *testing.T) {
	t.Parallel()
	w, tr := steady(t, date(2025, 1, 1), date(2027, 1, 1), 0)
	w.Sites[0].Opex = 0
	for m := range 12 {
		tr.Flows[0][m].RevenueUSD = 0
	}
	l := book(t, w, tr)
	loss := 4_139_100.0 + 2_920_000
	profit := 9_125_000.0 - 4_139_100 - 2_920_000
	near(t, "loss carried", l.Sites[0].Years[0].LossUSD, loss, 1e-12)
	near(t, "tax", l.Sites[0].Years[1].TaxUSD, 0.25*profit/2, 1e-9)
	near(t, "tax in December", l.Sites[0].Lines[23].TaxUSD, 0.25*profit/2, 1e-9)
	near(t, "loss left", l.Sites[0].Years[1].LossUSD, loss-profit/2, 1e-9)
}

// TestYearsByAnniversary starts in the middle of January: months that an anniversary cuts are divided by their hours,
// and the last year is as long as the horizon leaves it.
func TestYearsByAnniversary(t *testing.T) {
	t.Parallel()
	w, tr := steady(t, date(2025, 1, 16), date(2026, 7, 16), 0)
	l := book(t, w, tr)
	if len(l.Years) != 2 {
		t.Fatalf("%d years", len(l.Years))
	}
	near(t, "end of the last year", l.Years[1].To, 1+181.0/365, 1e-12)
	near(t, "revenue of the first year", l.Total.Years[0].RevenueUSD, 9_125_000, 1e-9)
	near(t, "power of the first year", l.Total.Years[0].PowerUSD, 4_139_100, 1e-9)
	near(t, "opex of the first year", l.Total.Years[0].OpexUSD, 0.03*7_500_000*8760/8766, 1e-9)
	near(t, "revenue of both", l.Total.Years[0].RevenueUSD+l.Total.Years[1].RevenueUSD, sumOf(l, func(line *Line) float64 { return line.RevenueUSD }), 1e-12)
	times, flows := l.Flows(&l.Total, true)
	if len(times) != 3 || flows[0] != -11_700_000 || times[2] != l.Years[1].To {
		t.Errorf("times %v, flows %v", times, flows)
	}
}

// TestMoneyAddsUp holds revenue = power + opex + tax + net in every line, and the total is the sum of the sites.
func TestMoneyAddsUp(t *testing.T) {
	t.Parallel()
	w, tr := steady(t, date(2025, 1, 1), date(2027, 1, 1), 0)
	w.Sites = append(w.Sites, w.Sites[0])
	tr.Flows = append(tr.Flows, tr.Flows[0])
	tr.Idle = append(tr.Idle, tr.Idle[0])
	l := book(t, w, tr)
	for m := range l.Total.Lines {
		line := &l.Total.Lines[m]
		near(t, "net", line.NetUSD, line.RevenueUSD-line.PowerUSD-line.OpexUSD-line.TaxUSD, 1e-12)
		near(t, "revenue", line.RevenueUSD, 2*l.Sites[0].Lines[m].RevenueUSD, 1e-12)
	}
	near(t, "capex", l.Total.CapexUSD, 2*l.Sites[1].CapexUSD, 1e-12)
}
