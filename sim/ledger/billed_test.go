package ledger

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/rig"
	"hashwatt/sim/series"
	"hashwatt/sim/site"
	"hashwatt/sim/tariff"
	"hashwatt/sim/unit"
)

// metered is a world of one site of 10 MW in Moscow on a tariff: at a hashprice of 50 USD/PH/day and PUE 1 a MWh
// earns 100 USD in its better machines (6 MW) and 60 USD in the other ones (4 MW).
func metered(t testing.TB, start calendar.Date, days int, words string) (*site.World, *site.Compiled) {
	t.Helper()
	zone, err := calendar.LoadZone("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	axis, err := calendar.NewAxis(start, start.AddDays(days), zone)
	if err != nil {
		t.Fatal(err)
	}
	var file tariff.File
	if err := conf.Load("test.yaml", []byte("{zone: Europe/Moscow, country: RU, tariff: ["+words+"]}"), conf.DefaultLimits, &file); err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	machine := func(id string, ths float64) rig.Rig {
		m, err := rig.New(rig.Rig{ID: id, HashrateTHs: ths, PowerW: 4000})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	civil := axis.Civil(zone)
	w := &site.World{
		Axis: axis, Civil: civil,
		Regions:  []site.Region{{ID: "r", Country: "RU", Zone: zone, Civil: civil, Workdays: calendar.NewWorkdays(nil, nil), Currency: "USD"}},
		Tariffs:  []site.Tariff{{Components: file.Tariff}},
		Climates: []site.Climate{{Curve: site.Flat(1)}},
		Sites: []site.Site{{
			ID: "metered", PowerMW: 10, OnlineHour: -1, Availability: 1,
			Infrastructure: unit.MoneyPerPower{Currency: "USD"}, RigPrice: unit.MoneyPerHashrate{Currency: "USD"},
			Fleet: []site.Class{{Rig: machine("better", 192), MW: 6}, {Rig: machine("other", 115.2), MW: 4}},
		}},
		Finance: site.Finance{RigMonths: 36, BuildingsMonths: 120},
	}
	c, err := site.Compile(w, func(string) (*series.Hourly, error) { return nil, fmt.Errorf("no series") }, &site.Memory{})
	if err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	c.Chain = kernel.Chain{Open: true, Difficulty: 1e14}
	return w, c
}

// earned is revenue less the invoices of the load that the site decided on.
func earned(t testing.TB, w *site.World, c *site.Compiled, s *kernel.State) (usd float64, load []float64) {
	t.Helper()
	same := func(v float64) []float64 {
		list := make([]float64, c.Days)
		for k := range list {
			list[k] = v
		}
		return list
	}
	tr := kernel.NewTrace(c.Problem, true)
	d := &kernel.Draw{CoinUSD: same(1e5), FeeBTC: same(0), Hashprice: same(50)}
	if err := kernel.Run(c.Problem, d, s, tr); err != nil {
		t.Fatal(err)
	}
	l, err := New(w, c, tr)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range l.Sites[0].Lines {
		usd += line.RevenueUSD - line.PowerUSD
	}
	return usd, tr.TariffMWh[0]
}

// worth is what a load earns by its invoices: the better machines run first.
func worth(t testing.TB, c *site.Compiled, load []float64) (usd float64) {
	t.Helper()
	lines, _, err := tariff.Invoice(c.Tariffs[0].Parts[0], tariff.Use{MWh: load}, c.Tariffs[0].In)
	if err != nil {
		t.Fatal(err)
	}
	for _, mwh := range load {
		usd += 100*min(mwh, 6) + 60*max(0, mwh-6)
	}
	for _, line := range lines {
		usd -= line.Amount
	}
	return usd
}

// tried is the best of many plans for a load: a highest load for each month and for the planned hours of each day,
// out of the levels at which machines and tiers of demand end, and below them all energy that is worth more than a
// threshold.
type tried struct {
	t      testing.TB
	c      *site.Compiled
	levels []float64
	months []float64   // by local month
	days   []float64   // by local day, of its planned hours
	of     [][]float64 // margins by hour and machine before windows and tiers, that of the last tier at least
	best   float64
}

// plans tries all levels of months and days.
func (p *tried) plans(k int) {
	for _, level := range p.levels {
		switch {
		case k < len(p.months):
			p.months[k] = level
		case k < len(p.months)+len(p.days):
			p.days[k-len(p.months)] = level
		default:
			p.energies()
			return
		}
		p.plans(k + 1)
	}
}

// energies tries all the energy that earns something in its hour, under the levels.
func (p *tried) energies() {
	civil := p.c.Tariffs[0].In.Civil
	load := make([]float64, len(p.of))
	for h, margins := range p.of {
		room := p.months[civil.Month[h]]
		if planned(civil, h) {
			room = min(room, p.days[civil.Day[h]])
		}
		for k, margin := range margins {
			if mw := min(room, []float64{6, 4}[k]); margin > 0 {
				load[h] += mw
				room -= mw
			}
		}
	}
	p.best = max(p.best, worth(p.t, p.c, load))
}

func planned(civil *calendar.Civil, h int) bool {
	hour := int(civil.Hour[h])
	return hour >= 9 && hour < 14
}

// usd is a random amount of money in whole units.
func usd(rng *rand.Rand, least, most float64) string {
	return fmt.Sprintf("%.0f", least+(most-least)*rng.Float64())
}

// TestSignalAndInvoiceAgree lets a site decide on random small tariffs of energy by the time of day, fixed charges,
// demand (with tiers, a minimum, by month or by day of the peak period) and the network in planned peak hours, over
// three days that may lie in two months. What it earns by its invoices is the most that any plan earns by its
// invoices.
func TestSignalAndInvoiceAgree(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 12))
	var s kernel.State
	idle, some := 0, 0
	for n := range 60 {
		night, day, evening := 30+60*rng.Float64(), 30+70*rng.Float64(), 30+100*rng.Float64()
		words := []string{fmt.Sprintf("{type: time_of_use, name: energy, zones: [{price: %g USD/MWh}, {hours: 07-18, price: %g USD/MWh}, {hours: 18-22, price: %g USD/MWh}]}", night, day, evening)}
		levels := []float64{0, 6, 10}
		if rng.IntN(4) > 0 {
			tiers := ""
			if rng.IntN(2) == 0 {
				levels = append(levels, 3)
				tiers = "{up_to: 3 MW, price: " + usd(rng, 0, 20e3) + " USD/MW}, "
			}
			minimum := ""
			if rng.IntN(3) == 0 {
				levels = append(levels, 2)
				minimum = ", minimum: 2 MW"
			}
			words = append(words, "{type: demand, periods: [{tiers: ["+tiers+"{price: "+usd(rng, 0, 20e3)+" USD/MW}]}]"+minimum+"}")
		}
		if rng.IntN(3) > 0 {
			words = append(words, "{type: peak_network, price: "+usd(rng, 0, 6e3)+" USD/MW, hours: [{hours: 09-14}]}")
		}
		if rng.IntN(2) == 0 {
			words = append(words, "{type: fixed, amount: 500 USD}")
		}
		if rng.IntN(2) == 0 {
			words = append(words, "{type: tax, rate: 20 %}")
			night, day, evening = 1.2*night, 1.2*day, 1.2*evening
		}
		start := calendar.Date{Year: 2025, Month: time.March, Day: 17 + rng.IntN(15)}
		w, c := metered(t, start, 3, strings.Join(words, ", "))
		got, load := earned(t, w, c, &s)
		civil := c.Tariffs[0].In.Civil
		p := &tried{t: t, c: c, levels: levels, months: make([]float64, len(civil.Months)), days: make([]float64, 3), best: math.Inf(-1)}
		for h := range load {
			price := night
			switch hour := civil.Hour[h]; {
			case hour >= 7 && hour < 18:
				price = day
			case hour >= 18 && hour < 22:
				price = evening
			}
			p.of = append(p.of, []float64{100 - price, 60 - price})
		}
		p.plans(0)
		if math.Abs(got-p.best) > 1e-6*(1+math.Abs(p.best)) {
			t.Fatalf("%d: from %v on %s the site earns %.6f, the best plan %.6f", n, start, strings.Join(words, ", "), got, p.best)
		}
		if own := worth(t, c, load); math.Abs(got-own) > 1e-6*(1+math.Abs(own)) {
			t.Fatalf("%d: the accounts say %.6f, the invoices of the load %.6f", n, got, own)
		}
		sum := 0.0
		for _, mwh := range load {
			sum += mwh
		}
		if sum == 0 {
			idle++
		} else {
			some++
		}
	}
	if idle < 3 || some < 20 {
		t.Errorf("%d of the sites stand idle and %d run; the cases show little", idle, some)
	}
}

// TestTiersAgree lets a site decide on random tiers by the month, rising or falling: what it earns by its invoices
// is the most that any amount of energy earns, taken from the cheapest hours.
func TestTiersAgree(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 14))
	var s kernel.State
	for n := range 60 {
		day := 40 * rng.Float64()
		end := math.Round(600 * rng.Float64())
		bound := fmt.Sprintf("%.0f MWh", end)
		words := fmt.Sprintf("{type: time_of_use, name: network, zones: [{price: 1 USD/MWh}, {hours: 08-20, price: %g USD/MWh}]}, "+
			"{type: tiered, periods: [{tiers: [{up_to: %s, price: %s USD/MWh}, {price: %s USD/MWh}]}]}", day, bound, usd(rng, 20, 110), usd(rng, 20, 110))
		w, c := metered(t, calendar.Date{Year: 2025, Month: time.March, Day: 10}, 3, words)
		got, load := earned(t, w, c, &s)
		civil := c.Tariffs[0].In.Civil
		margin := func(h, k int) float64 {
			m := []float64{100, 60}[k]
			if hour := civil.Hour[h]; hour >= 8 && hour < 20 {
				return m - day
			}
			return m - 1
		}
		best := math.Inf(-1)
		for mwh := 0.0; mwh <= 720; mwh++ { // ends of machines and tiers are whole, or a share of the month that 720 holds
			for _, total := range []float64{mwh, end * 3 / 31} {
				plan, left := make([]float64, len(load)), total
				for _, threshold := range []float64{100 - 1, 100 - day, 60 - 1, 60 - day} {
					for h := range plan {
						for k, mw := range []float64{6, 4} {
							if margin(h, k) == threshold {
								x := min(left, mw)
								plan[h] += x
								left -= x
							}
						}
					}
				}
				best = max(best, worth(t, c, plan))
				if mwh > 0 {
					break
				}
			}
		}
		if math.Abs(got-best) > 1e-6*(1+math.Abs(best)) {
			t.Fatalf("%d: on %s the site earns %.6f, the best amount of energy %.6f", n, words, got, best)
		}
	}
}
