package reports

import (
	"strings"
	"testing"

	"hashwatt/sim/backtest"
	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
)

func TestTitlesOfTheLoopSayWhatTheSitesChangeInItsOrder(t *testing.T) {
	// Differences in percent become a sentence: their size, their sign, which sign came first, and nothing where there
	// is nothing.
	t.Parallel()
	for _, c := range []struct {
		many bool
		d    []float64
		want string
	}{
		{true, []float64{0, 0.2, 0.4, 0.3}, "The sites raise difficulty by at most 0.40\u202f%"},
		{false, []float64{0, 0.2, 0.4, -0.05}, "The site raises difficulty by at most 0.40\u202f%"},
		{true, []float64{0, -6.47, 0.5}, "The sites lower difficulty by at most 6.47\u202f%"},
		{true, []float64{0, 0.78, -1.25, 0.1}, "The sites raise difficulty by up to 0.78\u202f%, and later leave it up to 1.25\u202f% lower"},
		{false, []float64{0, -0.78, 1.26}, "The site lowers difficulty by up to 0.78\u202f%, and later leaves it up to 1.26\u202f% higher"},
		{true, []float64{0, 0.0000004}, "The sites leave difficulty as it is"},
		{false, []float64{0, 0, 0}, "The site leaves difficulty as it is"},
		{true, []float64{0, 0.0004}, "The sites raise difficulty by less than 0.001\u202f%"},
		{false, []float64{0, -0.0004}, "The site lowers difficulty by less than 0.001\u202f%"},
		{true, []float64{0, 0.0602, -0.01}, "The sites raise difficulty by at most 0.0602\u202f%"},
	} {
		who := "the " + plural(map[bool]int{true: 2, false: 1}[c.many], "site", "sites")
		if got := differenceTitle(who, c.many, "difficulty", c.d); got != c.want {
			t.Errorf("%v is %q, want %q", c.d, got, c.want)
		}
	}
}

func TestTwoLinesAreDrawnOnlyWhereTheyCanBeToldApart(t *testing.T) {
	// Lines that lie on one another give way to their difference in percent; an axis never has one line on its floor.
	t.Parallel()
	panel := func(with, without []float64) *Chart {
		epochs := func(v []float64) (out []kernel.Epoch) {
			for k := range v {
				out = append(out, kernel.Epoch{Start: 336 * float64(k), Hours: 336, Height: int64(2016 * k), Difficulty: v[k]})
			}
			return out
		}
		days := []string{"2027-01-01", "2027-01-15", "2027-01-29"}
		l := twoLives{who: "the sites", many: true, days: days, other: days, with: epochs(with), without: epochs(without), x: Axis{Name: "epoch"}}
		difficulty := func(e *kernel.Epoch) float64 { return e.Difficulty }
		l.lines = l.apart(difficulty)
		return l.panel("difficulty", Axis{Name: "difficulty", Unit: "trillion"}, difficulty, "A rule.")
	}
	apart := panel([]float64{100, 120, 140}, []float64{100, 105, 120})
	if n := len(apart.Lines.Series); n != 2 || apart.Lines.Y.Unit != "trillion" || !strings.Contains(apart.Caption, "Dashed") {
		t.Errorf("lines far apart: %d lines in %q, %q", n, apart.Lines.Y.Unit, apart.Caption)
	}
	near := panel([]float64{100, 120.6, 140.7}, []float64{100, 120, 140})
	if s := near.Lines.Series; len(s) != 1 || near.Lines.Y.Unit != "%" || Format(s[0].Y[2].Value, 6) != "0.500000" {
		t.Errorf("lines on one another: %+v in %q", s, near.Lines.Y.Unit)
	}
	if want := "It goes from 100 to 141\u202ftrillion."; !strings.HasSuffix(near.Caption, want) {
		t.Errorf("caption %q, want %q at its end", near.Caption, want)
	}
	same := panel([]float64{100, 100, 100}, []float64{100, 100, 100})
	if same.Lines.Y.Low == nil || same.Title != "The sites leave difficulty as it is" {
		t.Errorf("no difference: axis from %v, %q", same.Lines.Y.Low, same.Title)
	}
}

func TestBothPanelsOfTheNetworkHaveOneForm(t *testing.T) {
	// Where only one of difficulty and hashprice could be told apart as two lines, both are drawn as differences.
	t.Parallel()
	l := twoLives{
		with:    []kernel.Epoch{{Difficulty: 100, Hashprice: 30}, {Difficulty: 140, Hashprice: 10}},
		without: []kernel.Epoch{{Difficulty: 100, Hashprice: 30}, {Difficulty: 120, Hashprice: 10.5}},
	}
	if d, h := l.apart(func(e *kernel.Epoch) float64 { return e.Difficulty }), l.apart(func(e *kernel.Epoch) float64 { return e.Hashprice }); !d || h {
		t.Errorf("difficulty is apart: %v, hashprice: %v", d, h)
	}
}

func TestWhatTheNetworkDidMeanwhile(t *testing.T) {
	// Each clause is written from its numbers, and only where there is something to say.
	t.Parallel()
	at := func(phs, own, difficulty, hashprice float64) kernel.Epoch {
		return kernel.Epoch{RowPHs: phs - own, OwnPHs: own, Difficulty: difficulty, Hashprice: hashprice}
	}
	for name, c := range map[string]struct {
		m    meanwhile
		want string
	}{
		"built": {
			meanwhile{from: "2025-01-01", to: "2027-07-01", start: at(790e3, 0, 110, 55.9), end: at(967e3, 14.8e3, 134.64, 30.6), withoutUSD: 30.78, all: 15, built: 15, sites: "the fifteen sites", recordEnds: "2026-06-14"},
			"While the fifteen sites were built, from 1 January 2025 to 1 July 2027, the network went from 790 to 967\u202fEH/s, difficulty rose by 22.4\u202f% and hashprice fell from 55.9 to 30.6\u202fUSD/PH/day. " +
				"Of that network 14.8\u202fEH/s is the sites’ own, 1.53\u202f%; without it a petahash would earn 0.18 USD a day more. Up to 14 June 2026 this is the record; after it, the model.",
		},
		"some of them": {
			meanwhile{from: "2025-01-01", to: "2030-01-01", start: at(790e3, 20e3, 110, 20), end: at(790.2e3, 0, 110.01, 20.01), all: 46, built: 25, sites: "the forty-six sites"},
			"While twenty-five of the forty-six sites were built, from 1 January 2025 to 1 January 2030, the network stayed at 790\u202fEH/s, difficulty stayed as it was and hashprice stayed at 20.0\u202fUSD/PH/day.",
		},
		"stands, one site, too small to matter": {
			meanwhile{from: "2026-01-01", to: "2029-12-31", start: at(1049e3, 0, 148, 38.9), end: at(811e3, 196, 112.8, 18.3), withoutUSD: 18.3001, all: 1, sites: "the site"},
			"The site stands from the start. From 1 January 2026 to 31 December 2029, the network went from 1\u202f049 to 811\u202fEH/s, difficulty fell by 23.8\u202f% and hashprice fell from 38.9 to 18.3\u202fUSD/PH/day. " +
				"Of that network 196\u202fPH/s is the sites’ own, 0.0242\u202f%; without it a petahash would earn the same to a ten-thousandth.",
		},
		"given less without": {
			meanwhile{from: "2026-01-01", to: "2027-01-01", start: at(1e3, 0, 1, 10), end: at(2e3, 1e3, 2, 12), withoutUSD: 11, all: 1, built: 1, once: true, sites: "the site"},
			"Between the start of the clock, 1 January 2026, and the day on which the site stands, 1 January 2027, the network went from 1.00 to 2.00\u202fEH/s, difficulty rose by 100\u202f% and hashprice rose from 10.0 to 12.0\u202fUSD/PH/day. " +
				"Of that network 1.00\u202fEH/s is the sites’ own, 50.0\u202f%; without it a petahash would earn 1.0 USD a day less.",
		},
		"nothing known": {meanwhile{from: "2026-01-01", to: "2027-01-01", sites: "the site", all: 1}, ""},
	} {
		if got := c.m.text(); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestDilutionInWords(t *testing.T) {
	// One site or many, with draws or without, and where the sites hash less than the record holds of them.
	t.Parallel()
	d := dilution{who: "the sites", many: true, share: measure{value: 0.14, low: 0, high: 0.73, ranged: true}, all: measure{value: 80e6, low: 4e6, high: 400e6, ranged: true}, own: fixed(1.5e6), code: "USD", when: "2025 to 2030"}
	if got, want := d.text(), "Dilution. With the sites a petahash earns 0.14\u202f% (0.00 to 0.73) less than in the same network without, on average over 2025 to 2030: 80\u202fM$ (4 to 400) before fees for all miners of the world together. Of that the sites lose 1.50\u202fM$."; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	d = dilution{who: "the site", share: fixed(-0.02), all: fixed(-3e6), own: fixed(-1e3), code: "USD", when: "2026", held: true}
	got := d.text()
	for _, want := range []string{"earns 0.0200\u202f% more than", "Of that the site gains 1.00\u202fk$.", "What the site earns before fees", "are in both networks"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

func TestTitlesOfCountriesSayWhatTheSitesDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		many bool
		c    metric.CountryShare
		want string
	}{
		{true, metric.CountryShare{Name: "Russia", Without: 0.0466, With: 0.1123}, "The sites raise the share of Russia from 4.66 to 11.23\u202f%"},
		{false, metric.CountryShare{Name: "United States", Without: 0.3784, With: 0.378405}, "The site raises the share of the United States from 37.8400 to 37.8405\u202f%"},
		{true, metric.CountryShare{Name: "Russia", Without: 0.0466, With: 0.0466}, "Russia holds 4.66\u202f% of the network, with the sites or without"},
		{true, metric.CountryShare{Name: "Russia", Without: 0.05, With: 0.04}, "With the sites the share of Russia is 4.00\u202f% instead of 5.00\u202f%"},
		{false, metric.CountryShare{Name: "Oman", With: 0.0123}, "The site gives Oman a share of 1.23\u202f%"},
	} {
		who := "the " + plural(map[bool]int{true: 2, false: 1}[c.many], "site", "sites")
		if got := countryTitle(who, c.many, &c.c); got != c.want {
			t.Errorf("%+v is %q, want %q", c.c, got, c.want)
		}
	}
}

func TestFiguresOfTestsArePrintedAtAnySize(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{
		0: "0", 5.262e-14: "5.262 · 10⁻¹⁴", 0.08318: "0.08318", 0.9972: "0.9972", 12: "12", 581.52: "581.5", 54251: "54\u202f251", -0.2041: "−0.2041", 2e12: "2.000 · 10¹²",
	} {
		if got := figureText(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
	if got, want := typeset("by 5.15 % with -0.20, from -2 h to 3 h in 2020-05; co-op"), "by 5.15\u202f% with −0.20, from −2 h to 3 h in 2020-05; co-op"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWindowsSayWhetherTheTestLiesOutsideTheFit(t *testing.T) {
	t.Parallel()
	day := func(year int) calendar.Date { return calendar.Date{Year: year, Month: 1, Day: 1} }
	for _, c := range []struct {
		w    backtest.Window
		want string
	}{
		{backtest.Window{TestedFrom: day(2020), TestedTo: day(2021)}, "nothing to fit"},
		{backtest.Window{FittedFrom: day(2018), FittedTo: day(2019), TestedFrom: day(2020), TestedTo: day(2021)}, "outside"},
		{backtest.Window{FittedFrom: day(2022), FittedTo: day(2023), TestedFrom: day(2020), TestedTo: day(2021)}, "outside"},
		{backtest.Window{FittedFrom: day(2020), FittedTo: day(2021), TestedFrom: day(2020), TestedTo: day(2021)}, "on the same days"},
		{backtest.Window{FittedFrom: day(2018), FittedTo: day(2020), TestedFrom: day(2020), TestedTo: day(2021)}, "in part on the same days"},
		{backtest.Window{FittedFrom: day(2018), FittedTo: day(2020)}, "not tested"},
	} {
		if got := windowWord(&c.w); got != c.want {
			t.Errorf("%+v is %q, want %q", c.w, got, c.want)
		}
	}
}
