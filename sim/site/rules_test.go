package site

import (
	"slices"
	"strings"
	"testing"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/tariff"
	"hashwatt/sim/unit"
)

// TestHoursAreInTheTariffsMoney orders the hours of a tariff in one currency by it, and of one in two by dollars.
func TestHoursAreInTheTariffsMoney(t *testing.T) {
	t.Parallel()
	w := world(t, 10)
	p := problem(w)
	money := Money{Rates: map[string][]float64{"RUB": make([]float64, p.Months)}}
	for m := range money.Rates["RUB"] {
		money.Rates["RUB"][m] = 100 - float64(m)
	}
	roubles, dollars := make([]float64, p.Hours), make([]float64, p.Hours)
	for h := range roubles {
		roubles[h] = float64(7000 - h%3)
	}
	rub := Signal{"RUB", &tariff.Shape{PerMWh: roubles}}
	one := Priced{signals: []Signal{rub}}
	two := Priced{signals: []Signal{rub, {"USD", &tariff.Shape{PerMWh: dollars}}}}
	one.convert(money, p)
	two.convert(money, p)
	if got := one.order(); got[0] != 7000 || got[8000] != roubles[8000] {
		t.Errorf("a tariff in roubles is ordered by %v and %v", got[0], got[8000])
	}
	if got := two.order(); got[0] != 70 || got[8000] != roubles[8000]/90 && got[8000] != roubles[8000]/89 {
		t.Errorf("a tariff in two currencies is ordered by %v and %v", got[0], got[8000])
	}
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "cut", Kind: &limit.Interruption{Hours: 1}}, Sites: all(w)}}
	p.Price = [][]float64{one.usd}
	list, err := rules(w, p, []Priced{one}, nil)
	if err != nil {
		t.Fatal(err)
	}
	mw := make([]float64, 1)
	if list[0].Cap.Allow(0, []float64{10}, mw); mw[0] != 0 { // the dearest in dollars is in December
		t.Errorf("%v MW in the first hour, the first of the dearest in roubles, want none", mw[0])
	}
}

// TestWorksIsWhatMachinesDraw takes the working machines with their cooling, up to the connection, and the
// connection without any.
func TestWorksIsWhatMachinesDraw(t *testing.T) {
	t.Parallel()
	p := &kernel.Problem{PUE: [][]float64{{1, 1.1, 1.3}}, Sites: []kernel.Site{{PowerMW: 10, RatedMW: 9, AvailableMW: 8}, {PowerMW: 5}}}
	for h, want := range []float64{8, 8 * 1.1, 10} {
		if got := works(p, 0)(h); got != want {
			t.Errorf("%v MW in hour %d, want %v", got, h, want)
		}
	}
	if got := works(p, 1)(0); got != 5 {
		t.Errorf("a site without machines could draw %v MW, want its connection", got)
	}
}

// TestALimitThatFailsIsToldWhereItStands names the list of a region and not that of the scenario.
func TestALimitThatFailsIsToldWhereItStands(t *testing.T) {
	t.Parallel()
	for want, under := range map[string]conf.Path{`limits."no one": `: nil, `regions.komi.limits."no one": `: {"regions", "komi"}} {
		w := world(t, 10)
		w.Limits = []Scoped{{Entry: limit.Entry{Name: "no one", Kind: &limit.Carbon{Limit: 5, Per: "year"}}, Under: under, Sites: all(w)}}
		p := problem(w)
		p.Price = [][]float64{make([]float64, p.Hours)}
		if _, err := rules(w, p, nil, nil); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s first", err, want)
		}
	}
}

// TestWhatASiteCouldDraw is at most its connection, however many machines stand behind it.
func TestWhatASiteCouldDraw(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10, 10)
	p := problem(w)
	p.PUE = [][]float64{{1, 1.25}}
	p.Sites[0].RatedMW, p.Sites[1].RatedMW = 4, 400
	for i, want := range []float64{5, 10, 10} {
		if got := couldMW(w, p)[i]; got != want {
			t.Errorf("site %d could draw %v MW, want %v", i, got, want)
		}
	}
}

// TestLimitsHaveTheirMoneysRates finds the rates of the currency of a limit, and none for dollars or for a limit
// without money.
func TestLimitsHaveTheirMoneysRates(t *testing.T) {
	t.Parallel()
	w := world(t, 10)
	w.Money.Rates = map[string][]float64{"EUR": {0.9, 0.8}, "USD": {7}}
	response := func(currency string) limit.Kind {
		return &limit.DemandResponse{Strike: unit.EnergyPrice{Amount: 1, Currency: currency}}
	}
	for _, c := range []struct {
		kind limit.Kind
		want []float64
	}{{response("EUR"), []float64{0.9, 0.8}}, {response("USD"), nil}, {&limit.Household{Households: 1}, nil}, {&limit.Ban{}, nil}} {
		if got := perUSD(w, c.kind); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.kind, got, c.want)
		}
		w.Limits = []Scoped{{Entry: limit.Entry{Kind: c.kind}}}
		if got := LimitRates(w); (got != nil) != (c.want != nil) || got != nil && !slices.Equal(got[0], c.want) {
			t.Errorf("%+v: rates %v, want %v", c.kind, got, c.want)
		}
	}
}

// TestBudgetsAreRememberedByAllThatTheyDependOn makes the budgets anew where a draw has another emission factor
// under a cap on CO2, or another connection, day, price, availability or cooling of a site that chooses its hours;
// and takes the old ones where it has not.
func TestBudgetsAreRememberedByAllThatTheyDependOn(t *testing.T) {
	t.Parallel()
	choice := Scoped{Entry: limit.Entry{Name: "choice", Kind: &limit.Interruption{Hours: 300, Choice: limit.OwnHours}}, Sites: []int{0}}
	for name, c := range map[string]struct {
		limit  Scoped
		change func(w *World, p *kernel.Problem)
		same   bool
	}{
		"nothing under a cap":    {carbon(0), func(*World, *kernel.Problem) {}, true},
		"an emission factor":     {carbon(0), func(w *World, _ *kernel.Problem) { w.Regions[0].EmissionGPerKWh = 400 }, false},
		"nothing under a choice": {choice, func(*World, *kernel.Problem) {}, true},
		"a connection":           {choice, func(w *World, _ *kernel.Problem) { w.Sites[0].PowerMW = 9 }, false},
		"a day":                  {choice, func(w *World, _ *kernel.Problem) { w.Sites[0].OnlineHour = 100 }, false},
		"generation of its own":  {choice, func(w *World, _ *kernel.Problem) { w.Sites[0].Isolated = true }, false},
		"a price":                {choice, func(_ *World, p *kernel.Problem) { p.Price[0][77] = 1 }, false},
		"availability":           {choice, func(_ *World, p *kernel.Problem) { p.Sites[0].AvailableMW = 7 }, false},
		"cooling":                {choice, func(_ *World, p *kernel.Problem) { p.PUE[0][5] = 1.2 }, false},
	} {
		key := func(change func(w *World, p *kernel.Problem)) string {
			w := regions(t, 500)
			w.Limits = []Scoped{c.limit}
			p := problem(w)
			p.Sites[0].RatedMW, p.Sites[0].AvailableMW, p.PUE = 9, 8, [][]float64{make([]float64, p.Hours)}
			list := ruled(t, w, p)
			change(w, p)
			words, err := (&pools{w: w, p: p, limits: []int{0}, pool: []*limit.Pool{list[0].Pool}}).key()
			if err != nil {
				t.Fatal(err)
			}
			return words
		}
		if same := key(func(*World, *kernel.Problem) {}) == key(c.change); same != c.same {
			t.Errorf("another draw differs in %s: the budgets of the first are taken %v, want %v", name, same, c.same)
		}
	}
}
