package site

import (
	"strings"
	"testing"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/tariff"
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

// TestWorksIsWhatMachinesDraw takes the working machines with their cooling, up to the connection, and the connection without any.
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
