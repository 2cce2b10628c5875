package fit

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
)

func TestLjungBoxByHand(t *testing.T) {
	// Of 1, 2, 3, 4 the mean is 2.5, the squares sum to 5, and r1 = (-1.5·-0.5 + -0.5·0.5 + 0.5·1.5)/5 = 0.25, r2 =
	// (-1.5·0.5 + -0.5·1.5)/5 = -0.3. Q = 4·6·(0.0625/3 + 0.09/2) = 1.58, and with two degrees of freedom p =
	// e^(-Q/2); with one parameter taken off, p = erfc(√(Q/2)).
	t.Parallel()
	r := autocorrelations([]float64{1, 2, 3, 4}, 2)
	if math.Abs(r[0]-0.25) > 1e-15 || math.Abs(r[1]+0.3) > 1e-15 {
		t.Errorf("autocorrelations %v, want 0.25, -0.3", r)
	}
	for fitted, want := range map[int]float64{0: math.Exp(-0.79), 1: math.Erfc(math.Sqrt(0.79)), 2: math.Erfc(math.Sqrt(0.79))} {
		if q, p := ljungBox(r, 4, fitted); math.Abs(q-1.58) > 1e-12 || math.Abs(p-want) > 1e-12 {
			t.Errorf("Q = %v, p = %v with %d parameters fitted; want 1.58, %v", q, p, fitted, want)
		}
	}
}

func TestSquaresAreTestedApartFromSigns(t *testing.T) {
	// Sizes that come in blocks of forty days, calm and wild, with signs by chance: their squares hang together, they
	// themselves do not. The statistic of the squares is that of the squares alone, with its own degrees of freedom.
	t.Parallel()
	rng := sample.Stream(2, 1, "squares", "")
	z, squares := make([]float64, 2000), make([]float64, 2000)
	mean := 0.0
	for i := range z {
		z[i] = rng.NormFloat64() * (0.5 + float64(i/40%2))
		mean += z[i] / 2000
	}
	for i, v := range z {
		squares[i] = (v - mean) * (v - mean)
	}
	for _, fitted := range []memory{{}, {1, 2}} {
		d := diagnose(z, fitted)
		q, _ := ljungBox(autocorrelations(squares, 14), 2000, 0)
		if want := (distuv.ChiSquared{K: float64(14 - fitted.squares)}).Survival(q); d.P < 0.001 || d.SquaresP > 1e-12 || math.Abs(d.SquaresP-want) > 1e-9*want {
			t.Errorf("p = %v, of squares %v, want %v: %+v", d.P, d.SquaresP, want, d)
		}
	}
}

func TestResidualsThatHangTogetherAreTold(t *testing.T) {
	// Of fees, an autoregression leaves a week in the residuals, so that their errors are too small; of made ones it
	// leaves nothing.
	t.Parallel()
	fees, err := Between(catalogue(t).FeesPerBlock(), day(2019, 1, 1), day(2025, 12, 31))
	if err != nil {
		t.Fatal(err)
	}
	const told = "# note: the residuals hang together from day to day (Ljung-Box p = "
	if r := mustFit(t, "ar1", fees); r.Diagnostics.P > 1e-100 || !strings.Contains(r.YAML(), told) {
		t.Errorf("%s", r.YAML())
	}
	if r := mustFit(t, "gbm", noise(3000, 0.03)); strings.Contains(r.YAML(), told) {
		t.Errorf("%s", r.YAML())
	}
	world, err := FitRestOfWorld(record(t), day(2020, 4, 8), day(2025, 3, 31), true)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("# residuals: autocorrelation %.3f at lag 1; standard errors take epochs for independent", world.Lag1); world.Lag1 == 0 || math.Abs(world.Lag1) > 0.5 || !strings.Contains(world.YAML(), want) {
		t.Errorf("%s", world.YAML())
	}
}

// slope is a law whose likelihood rises for ever, along a line.
type slope struct{}

func (slope) starts() (at [][]float64, exact bool) { return [][]float64{{0}}, false }
func (slope) logLik(at []float64) float64          { return at[0] }
func (slope) natural(dst, at []float64)            { copy(dst, at) }
func (slope) scores(dst, _ []float64, _ *Sample)   { copy(dst, []float64{1, -1}) }
func (slope) bound([]float64) string               { return "" }
func (slope) gradient(dst, _ []float64)            { dst[0] = 1 }

func TestASearchThatEndsOnASlopeIsTold(t *testing.T) {
	// A likelihood that rises for ever leaves the search on its slope, which is 1 over 10 steps; one with a top does not.
	t.Parallel()
	found := maxima(slope{}, 10)
	if len(found) != 1 || math.Abs(found[0].slope-0.1) > 1e-9 {
		t.Fatalf("%+v, want a slope of 0.1", found)
	}
	s, err := Days(noise(100, 0.03))
	if err != nil {
		t.Fatal(err)
	}
	r := &Result{Process: "slope", Diagnostics: &Diagnostics{P: 1, SquaresP: 1}}
	process{name: "slope"}.comment(r, slope{}, found, true)
	if !strings.Contains(strings.Join(r.Warnings, "\n"), "the search ended on a slope (0.1 of") {
		t.Errorf("%q", r.Warnings)
	}
	l := merton(s)
	for _, m := range maxima(l, len(s.steps))[:1] {
		if l.bound(m.at) == "" && m.slope > tooSteep {
			t.Errorf("the maximum of merton is %v steep", m.slope)
		}
	}
}

func TestDaysAndMonthsOutsideTheRecordAreNamed(t *testing.T) {
	// A range after the record, before it, partly outside it or without a month names the record or the range, for
	// days as for months.
	t.Parallel()
	d := noise(60, 0.03) // 2015-01-01 to 2015-03-01; as months, to 2019-12
	for _, c := range []struct {
		from, to     calendar.Date
		days, months string
	}{
		{day(2030, 1, 1), calendar.Date{}, "runs from 2015-01-01 to 2015-03-01; it has no day from 2030-01-01 on", "runs from 2015-01-01 to 2019-12-31; it has no day from 2030-01-01 on"},
		{calendar.Date{}, day(2014, 1, 1), "2015-03-01; it has no day up to 2014-01-01", "2019-12-31; it has no day up to 2014-01-01"},
		{day(2014, 1, 1), calendar.Date{}, "it has not all the days from 2014-01-01 to 2015-03-01", "it has not all the days from 2014-01-01 to 2019-12-31"},
		{calendar.Date{}, day(2020, 1, 1), "it has not all the days from 2015-01-01 to 2020-01-01", "it has not all the days from 2015-01-01 to 2020-01-01"},
		{day(2016, 1, 2), day(2016, 1, 1), "write the earlier one first", "write the earlier one first"},
		{day(2015, 1, 2), day(2015, 1, 31), "", "no month begins from 2015-01-02 to 2015-01-31"},
		{day(2015, 1, 2), day(2016, 1, 1), "it has not all", "12 months from 2015-02-01 to 2016-01-01 are too few"},
	} {
		_, err := Between(d, c.from, c.to)
		if (err == nil) != (c.days == "") || err != nil && !strings.Contains(err.Error(), c.days) {
			t.Errorf("days from %s to %s: %v, want %q", c.from, c.to, err, c.days)
		}
		if _, err = MonthsBetween("rate", "RUB/USD", d.First, d.Values, c.from, c.to); err == nil || !strings.Contains(err.Error(), c.months) {
			t.Errorf("months from %s to %s: %v, want %q", c.from, c.to, err, c.months)
		}
	}
	s, err := MonthsBetween("rate", "RUB/USD", d.First, d.Values, calendar.Date{}, day(2019, 12, 31))
	if err != nil || len(s.logs) != 60 {
		t.Errorf("all months: %v", err)
	}
}

func TestNothingInfiniteIsPrinted(t *testing.T) {
	// A series so wild that its drift has no number still gives the blocks of a bootstrap; what has no mean of the
	// long run is told none.
	t.Parallel()
	if r := mustFit(t, Bootstrap, noise(400, 2)); strings.Contains(r.YAML(), "Inf") || !strings.Contains(r.YAML(), "the drift of these days was too large to be told") {
		t.Errorf("%s", r.YAML())
	}
	at := []float64{0, math.Log(1e-9), math.Log(0.1 / 1e-5), math.Log(0.9 / 1e-5)}
	s, err := Days(noise(600, 0.03))
	if err != nil {
		t.Fatal(err)
	}
	l := garch(s)
	r := &Result{Process: "garch", Diagnostics: &Diagnostics{P: 1, SquaresP: 1}}
	process{name: "garch"}.comment(r, l, []maximum{{at: at}}, true)
	if text := strings.Join(r.Notes, "\n"); strings.Contains(text, "long run") || !strings.Contains(strings.Join(r.Warnings, "\n"), "no long-run mean") {
		t.Errorf("notes %q, warnings %q", r.Notes, r.Warnings)
	}
}
