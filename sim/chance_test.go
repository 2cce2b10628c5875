package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/seeds"
	"hashwatt/sim/kernel"
	"hashwatt/sim/sample"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// ready carries a scenario to its arrays.
func ready(t testing.TB, text string) *runner {
	t.Helper()
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{file: f, cat: cat, memory: &site.Memory{}}
	if err := r.resolve(); err != nil {
		t.Fatal(err)
	}
	if err := r.compile(); err != nil {
		t.Fatal(err)
	}
	return r
}

// future is draw d of a scenario that is ready.
func (r *runner) future(d int) *kernel.Draw {
	own := *r.facts
	world := *r.facts.World
	own.World = &world
	draw, _ := newDraw(&own, r.problem, 1, d)
	return draw
}

// plant is a scenario over some months with a price, fees, a rest of the world, a rate of the rouble and
// correlations, and one site that pays roubles.
func plant(start, price, fees, rest, rouble, correlations, more string) string {
	return fmt.Sprintf(`hashwatt: 1
name: test
clock: {start: %s, end: 2027-01-01}
bitcoin: {price: %s, fees: %s, rest_of_world: %s}
money: {rates: {RUB: %s, KZT: {process: gbm, drift: 0 %%/year, volatility: 20 %%/year, start: 500 KZT/USD}}}
correlations: %s
regions:
  here: {zone: UTC, country: RU, currency: RUB, emissions_g_per_kwh: 1, tariff: [{type: flat, price: 4000 RUB/MWh}]}
  there: {zone: UTC, country: KZ, currency: KZT, emissions_g_per_kwh: 1, tariff: [{type: flat, price: 20000 KZT/MWh}]}
sites:
  - {id: one, region: here, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
%s`, start, price, fees, rest, rouble, correlations, more)
}

// A variant that only adds sites sees the same futures bit for bit: price, fees, luck, the noise of the rest of the
// world and the price of power of the sites that were there, whatever the processes and correlations.
func TestMoreSitesSeeTheSameFutures(t *testing.T) {
	t.Parallel()
	const more = `  - {id: two, region: here, power: 900 MW, online: 2026-03-01, fleet: [{rig: antminer-s19-xp-140}]}
  - {id: three, region: there, power: 90 MW, online: 2026-02-01, fleet: [{rig: antminer-s21-200}]}
`
	const rest, gbm = "{response: growth, rate: 30 %/year}", "{process: gbm, drift: 0 %/year, volatility: 20 %/year, start: 90 RUB/USD}"
	past := func(start string) string {
		return "{process: bootstrap, block: 20 days, from: 2019-01-01, to: 2025-12-31, drift: 0 %/year" + start + "}"
	}
	for name, c := range map[string][5]string{
		"history": {
			"{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}",
			"{replay: history, then: {process: ar1, level: 0.1 BTC/block, persistence: 0.96, scatter: 0.9}}",
			"{replay: history, then: {response: adjustment, speed: 5 %/epoch, decline: 18 %/year}}", gbm, "[]",
		},
		"correlated": {
			"{process: merton, drift: 0 %/year, volatility: 50 %/year, jumps: 50, jump_mean: 0 %, jump_volatility: 10 %, start: 90000 USD/BTC}",
			"{process: ou, level: 0.1 BTC/block, half_life: 10 days, volatility: 200 %/year, start: 0.1 BTC/block}", rest, gbm,
			"[{between: [bitcoin.price, money.rates.RUB], value: 0.5}, {between: [bitcoin.rest_of_world, bitcoin.price], value: -0.5}, {between: [bitcoin.rest_of_world, bitcoin.fees], value: 0.2}]",
		},
		"the past again": {past(", start: 90000 USD/BTC"), past(""), rest, past(", start: 90 RUB/USD"), "[]"},
		"clusters and a share": {
			"{process: garch, drift: 0 %/year, omega: 5.8e-5, alpha: 0.11, beta: 0.85, start: 90000 USD/BTC}", "{process: share, share: 6 %}", rest, gbm, "[]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			few := ready(t, plant("2026-01-01", c[0], c[1], c[2], c[3], c[4], ""))
			many := ready(t, plant("2026-01-01", c[0], c[1], c[2], c[3], c[4], more))
			central := few.future(0)
			for d := range 4 {
				a, b := few.future(d), many.future(d)
				if !slices.Equal(a.CoinUSD, b.CoinUSD) || !slices.Equal(a.FeeBTC, b.FeeBTC) || !slices.Equal(a.FeeRatio, b.FeeRatio) {
					t.Errorf("draw %d: price or fees differ", d)
				}
				if !slices.Equal(a.Luck, b.Luck) || !slices.Equal(a.Noise, b.Noise) || !slices.Equal(a.NoiseByDay, b.NoiseByDay) {
					t.Errorf("draw %d: blocks or the rest of the world differ", d)
				}
				if d == 0 {
					continue
				}
				if !slices.Equal(a.Price[0], b.Price[0]) {
					t.Errorf("draw %d: the price of power of the first site differs", d)
				}
				if slices.Equal(a.CoinUSD, central.CoinUSD) || len(a.Luck) == 0 || len(a.Noise)+len(a.NoiseByDay) == 0 {
					t.Errorf("draw %d is the central case", d)
				}
			}
		})
	}
}

// The daily changes of price and exchange rate have the correlation that the scenario states, and so have the
// change of the price over a fortnight and the shock of the rest of the world at its end, within four standard
// errors of (1 − ρ²)/√n; what is not named stays free. The price, first in the order, keeps its numbers to the last
// bit.
func TestCorrelationsAreThoseOfTheScenario(t *testing.T) {
	t.Parallel()
	const price, rest = "{process: gbm, drift: 0 %/year, volatility: 50 %/year, start: 90000 USD/BTC}", "{response: growth, rate: 30 %/year}"
	const fees, rouble = "{process: gbm, drift: 0 %/year, volatility: 90 %/year, start: 0.1 BTC/block}", "{process: gbm, drift: 0 %/year, volatility: 20 %/year, start: 90 RUB/USD}"
	bound := ready(t, plant("2026-09-01", price, fees, rest, rouble,
		"[{between: [money.rates.RUB, bitcoin.price], value: 0.6}, {between: [bitcoin.price, bitcoin.rest_of_world], value: -0.5}, {between: [money.rates.RUB, bitcoin.rest_of_world], value: 0.1}]", ""))
	free := ready(t, plant("2026-09-01", price, fees, rest, rouble, "[]", ""))
	days := bound.problem.Days
	var coin, rate, fee, back, epoch, early []float64
	for d := 1; d <= 1500; d++ {
		draw := bound.future(d)
		if d < 5 && !slices.Equal(draw.CoinUSD, free.future(d).CoinUSD) {
			t.Fatalf("draw %d: the price has other numbers with correlations", d)
		}
		by := newChances(bound.facts, days, 1, d)
		rub := make([]float64, days)
		for _, r := range bound.facts.Rates {
			if r.Currency == "RUB" {
				r.Path.Fill(rub, by.of(bound.facts, scenario.RateOf+"RUB", r.Path, days))
			}
		}
		for k := 1; k < days; k++ {
			coin = append(coin, math.Log(draw.CoinUSD[k]/draw.CoinUSD[k-1]))
			rate = append(rate, math.Log(rub[k]/rub[k-1]))
			fee = append(fee, math.Log(draw.FeeBTC[k]/draw.FeeBTC[k-1]))
		}
		early = append(early, draw.NoiseByDay[5])
		for k := 14; k < days; k += 14 {
			back = append(back, math.Log(draw.CoinUSD[k]/draw.CoinUSD[k-14]))
			epoch = append(epoch, draw.NoiseByDay[k])
		}
	}
	for _, c := range []struct {
		name string
		x, y []float64
		want float64
	}{{"price and rouble", coin, rate, 0.6}, {"price and rest of the world", back, epoch, -0.5}, {"price and fees", coin, fee, 0}} {
		if got, band := correlation(c.x, c.y), 4*(1-c.want*c.want)/math.Sqrt(float64(len(c.x))); math.Abs(got-c.want) > band {
			t.Errorf("%s: correlation %v over %d changes, want %v ± %v", c.name, got, len(c.x), c.want, band)
		}
	}
	for _, shocks := range [][]float64{epoch, early} {
		if sd := spread(shocks); math.Abs(sd*sd-1) > 4*math.Sqrt(2/float64(len(shocks))) {
			t.Errorf("shocks of the rest of the world have a variance of %v, want 1", sd*sd)
		}
	}
}

// A quantity that leans on one which is still replayed scatters as it would alone: the replayed one has shocks to
// lean on, which do not move it.
func TestCorrelationWithWhatIsReplayed(t *testing.T) {
	t.Parallel()
	// Fees are recorded to 2026-06-01 and the price to 2026-07-26.
	r := ready(t, plant("2026-06-10", "{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}",
		"{process: gbm, drift: 0 %/year, volatility: 90 %/year, start: 0.1 BTC/block}", "{response: growth, rate: 30 %/year}", "{process: flat, value: 90 RUB/USD}",
		"[{between: [bitcoin.price, bitcoin.fees], value: 0.95}]", ""))
	const day = 20
	if replayed := r.facts.Bitcoin.Price.Replayed(); replayed <= day {
		t.Fatalf("%d days of the price are replayed, want more than %d", replayed, day)
	}
	var steps []float64
	for d := 1; d <= 2000; d++ {
		fees := r.future(d).FeeBTC
		steps = append(steps, math.Log(fees[day]/fees[day-1]))
	}
	want := 0.9 * 0.9 / 365.25
	if got := spread(steps); math.Abs(got*got/want-1) > 4*math.Sqrt(2.0/2000) {
		t.Errorf("fees scatter by %v a day while the price is replayed, want %v", got, math.Sqrt(want))
	}
}

// Price, fees, exchange rate and the rest of the world repeat the same days of the past: the changes, the fees and
// the step of difficulty of those days.
func TestPastIsRepeatedTogether(t *testing.T) {
	t.Parallel()
	const past = "{process: bootstrap, block: 20 days, from: 2019-01-01, to: 2025-12-31"
	r := ready(t, plant("2026-09-01", past+", start: 90000 USD/BTC}", past+"}", "{response: growth, rate: 30 %/year}", past+", start: 90 RUB/USD}", "[]", ""))
	n := &r.facts.Bitcoin
	price, fees := r.cat.CoinPrice(), r.cat.FeesPerBlock()
	var shocks []float64
	for d := 1; d <= 40; d++ {
		draw := r.future(d)
		sources := n.Past.Days.Sources(r.problem.Days, sample.Stream(1, d, "bootstrap", ""))
		for k := 1; k < r.problem.Days; k++ {
			at := sources[k].Days() - price.First.Days()
			want := math.Log(price.Values[at] / price.Values[at-1])
			if got := math.Log(draw.CoinUSD[k] / draw.CoinUSD[k-1]); math.Abs(got-want) > 1e-12 {
				t.Fatalf("draw %d, day %d: the price changes by %v, on %s it did by %v", d, k, got, sources[k], want)
			}
			if want := fees.Values[sources[k].Days()-fees.First.Days()]; draw.FeeBTC[k] != want {
				t.Fatalf("draw %d, day %d: fees are %v, on %s they were %v", d, k, draw.FeeBTC[k], sources[k], want)
			}
		}
		for k, v := range draw.NoiseByDay {
			if want := n.Past.Steps[sources[k].Days()-n.Past.Days.From.Days()]; v != want {
				t.Fatalf("draw %d, day %d: a shock of %v, want %v of %s", d, k, v, want, sources[k])
			}
		}
		shocks = append(shocks, draw.NoiseByDay...)
	}
	if mean, sd := sample.Mean(n.Past.Steps), spread(n.Past.Steps); math.Abs(mean) > 1e-12 || math.Abs(sd-1) > 1e-3 {
		t.Errorf("steps of the sample have a mean of %v and a deviation of %v, want 0 and 1", mean, sd)
	}
	// The epoch of 3 July 2021, when China's miners had gone, begins with the largest step down there ever was: -27.94
	// %.
	at := n.Past.Days.From
	worst := 0
	for k, v := range n.Past.Steps {
		if v < n.Past.Steps[worst] {
			worst = k
		}
	}
	if day := at.AddDays(worst); day.String() < "2021-06-13" || day.String() > "2021-07-03" {
		t.Errorf("the worst shock of the sample is that of %s, want the epoch that ended 2021-07-03", day)
	}
	if len(shocks) == 0 {
		t.Error("no shocks")
	}
}

// The rest of the world moves at every retarget by the shock of its day, so that its step goes with the price of
// the fortnight before the retarget as the scenario states and with none after it, now and in eight years, although
// epochs are shorter than a fortnight. The band is four standard errors, (1 − ρ²)/√n and 1/√n.
func TestRestOfTheWorldKnowsNoPriceToCome(t *testing.T) {
	t.Parallel()
	const rho, rate, noise = 0.6, 0.6, 0.041
	text := strings.Replace(plant("2026-09-01", "{process: gbm, drift: 0 %/year, volatility: 50 %/year, start: 90000 USD/BTC}", "{process: flat, value: 0.1 BTC/block}",
		"{response: growth, rate: 60 %/year}, blocks: expected", "{process: flat, value: 90 RUB/USD}", "[{between: [bitcoin.price, bitcoin.rest_of_world], value: 0.6}]", ""),
		"2027-01-01", "2036-06-01", 1)
	r := ready(t, text)
	p := alone(r.problem.Problem)
	trace := kernel.NewTrace(p, false)
	var state kernel.State
	steps := map[int][]float64{}           // of the logarithm of hashrate by year
	returns := map[int]map[int][]float64{} // of the price over the fortnight that ends so many days after the retarget, likewise
	ends := []int{0, 14, 28, 42, 56, 70, 84, 182}
	for d := 1; d <= 60; d++ {
		draw := r.future(d)
		trace.Reset()
		if err := kernel.Run(p, draw, &state, trace); err != nil {
			t.Fatal(err)
		}
		for e := 1; e < len(trace.Epochs); e++ {
			now, before := &trace.Epochs[e], &trace.Epochs[e-1]
			day, year := int(p.Day[int(now.Start)]), int(now.Start/8766)
			step := math.Log(now.RowPHs / before.RowPHs)
			if want := math.Log1p(rate)*before.Hours/8766 + noise*draw.NoiseByDay[day]; e > 1 && math.Abs(step-want) > 1e-9 {
				t.Fatalf("draw %d, epoch %d: a step of %v, want %v", d, e, step, want)
			}
			if year != 0 && year != 4 && year != 8 || day < 14 {
				continue
			}
			if returns[year] == nil {
				returns[year] = map[int][]float64{}
			}
			steps[year] = append(steps[year], step)
			for _, end := range ends {
				returns[year][end] = append(returns[year][end], math.Log(draw.CoinUSD[day+end]/draw.CoinUSD[day+end-14]))
			}
		}
	}
	for _, year := range []int{0, 4, 8} {
		for _, end := range ends {
			want := 0.0
			if end == 0 {
				want = rho
			}
			n := float64(len(steps[year]))
			if got, band := correlation(steps[year], returns[year][end]), 4*(1-want*want)/math.Sqrt(n); math.Abs(got-want) > band {
				t.Errorf("year %d: correlation of %v steps with the return of the fortnight to day %d after: %v, want %v ± %v", year, n, end, got, want, band)
			}
		}
	}
}

// What is not normal in a quantity, jumps, comes from another stream than its normals, whether it is correlated or not.
func TestJumpsHaveAStreamOfTheirOwn(t *testing.T) {
	t.Parallel()
	const price = "{process: merton, drift: 0 %/year, volatility: 50 %/year, jumps: 50, jump_mean: 0 %, jump_volatility: 10 %, start: 90000 USD/BTC}"
	for _, correlations := range []string{"[]", "[{between: [bitcoin.price, bitcoin.rest_of_world], value: 0.5}]"} {
		r := ready(t, plant("2026-09-01", price, "{process: flat, value: 0.1 BTC/block}", "{response: growth, rate: 30 %/year}", "{process: flat, value: 90 RUB/USD}", correlations, ""))
		days := r.problem.Days
		for d := 1; d <= 3; d++ {
			chance := newChances(r.facts, days, 1, d).of(r.facts, "bitcoin.price", r.facts.Bitcoin.Price, days)
			for k, v := range chance.Normal[:50] {
				if chance.Rand.NormFloat64() == v {
					t.Fatalf("%s: draw %d, day %d: the other stream repeats the normal %v", correlations, d, k, v)
				}
			}
			// And these are the numbers of newDraw.
			whole := make([]float64, days)
			r.facts.Bitcoin.Price.Fill(whole, newChances(r.facts, days, 1, d).of(r.facts, "bitcoin.price", r.facts.Bitcoin.Price, days))
			for k, v := range r.future(d).CoinUSD {
				if v != whole[k] {
					t.Fatalf("%s: draw %d, day %d: a price of %v, want %v", correlations, d, k, v, whole[k])
				}
			}
		}
	}
}

func spread(x []float64) float64 {
	return sample.StdErr(x) * math.Sqrt(float64(len(x)))
}

func correlation(x, y []float64) float64 {
	mx, my := sample.Mean(x), sample.Mean(y)
	var xy, xx, yy float64
	for k := range x {
		xy += (x[k] - mx) * (y[k] - my)
		xx += (x[k] - mx) * (x[k] - mx)
		yy += (y[k] - my) * (y[k] - my)
	}
	return xy / math.Sqrt(xx*yy)
}
