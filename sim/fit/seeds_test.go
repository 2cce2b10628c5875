package fit

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
)

var update = flag.Bool("update", false, "write what the fits of the seeds come to into seeds/fits.csv")

// seeded lists the fits that the seeds keep.
func seeded() []struct{ series, process, from, to, more string } {
	return []struct{ series, process, from, to, more string }{
		{"coin-price", "gbm", "2019-01-01", "2025-12-31", ""},
		{"coin-price", "merton", "2019-01-01", "2025-12-31", ""},
		{"coin-price", "garch", "2019-01-01", "2025-12-31", ""},
		{"coin-price", "ou", "2019-01-01", "2025-12-31", ""},
		{"coin-price", "power_law", "2011-01-01", "2025-12-31", ""},
		{"coin-price", "bootstrap", "2019-01-01", "2025-12-31", ""},
		{"fees", "ar1", "2019-01-01", "2025-12-31", ""},
		{"fees", "ar1", "2024-05-01", "2026-03-22", ""},
		{"RUB", "gbm", "2015-01-01", "2025-12-31", ""},
		{"rest-of-world", "adjustment", "2020-04-08", "2025-03-31", " --without-ban"},
	}
}

// noteOf says what to know of a fit before it is relied on, beside what the command prints.
func noteOf(series, process, parameter string) string {
	switch {
	case series == "RUB" && parameter == "volatility":
		return "Understated, up to 1.4 times: rates are monthly means, or middles, which change too smoothly"
	case series == "rest-of-world" && (parameter == "target" || parameter == "decline"):
		return "Not identified: the speed is half of its standard error, and this is told by it"
	case series == "rest-of-world" && parameter == "speed":
		return "Cannot be told from zero; R2 0.003"
	case series == "fees":
		return "The residuals hang together from day to day: the standard error is too small"
	case process == "power_law":
		return "A trend is an assumption; the record does not show that the price returns to it"
	}
	return ""
}

// refit returns the rows of seeds/fits.csv that the record gives today.
func refit(t *testing.T) [][]string {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, f := range seeded() {
		from, err := calendar.ParseDate(f.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := calendar.ParseDate(f.to)
		if err != nil {
			t.Fatal(err)
		}
		command := fmt.Sprintf("hashwatt fit %s --process %s --from %s --to %s", f.series, f.process, f.from, f.to)
		var parameters []Parameter
		switch f.series {
		case "rest-of-world":
			command = fmt.Sprintf("hashwatt fit %s --from %s --to %s%s", f.series, f.from, f.to, f.more)
			r, err := FitRestOfWorld(record(t), from, to, true)
			if err != nil {
				t.Fatal(err)
			}
			parameters = r.Parameters
		case "RUB":
			var values []float64
			rates := cat.FX["RUB"]
			for _, m := range rates {
				values = append(values, m.PerUSD)
			}
			s, err := MonthsBetween("exchange rate of RUB", "RUB/USD", calendar.Date{Year: rates[0].Year, Month: rates[0].Month, Day: 1}, values, from, to)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Fit(f.process)
			if err != nil {
				t.Fatal(err)
			}
			parameters = r.Parameters
		default:
			daily := cat.CoinPrice()
			if f.series == "fees" {
				daily = cat.FeesPerBlock()
			}
			daily, err := Between(daily, from, to)
			if err != nil {
				t.Fatal(err)
			}
			parameters = mustFit(t, f.process, daily).Parameters
		}
		for _, p := range parameters {
			if p.Key == "from" || p.Key == "to" { // of a bootstrap: the sample itself
				continue
			}
			se := ""
			if p.Error > 0 {
				se = strconv.FormatFloat(p.Error, 'g', 3, 64)
			}
			id := fmt.Sprintf("%s_%s_%s_%s", f.series, f.process, p.Key, f.from[:4])
			rows = append(rows, []string{id, f.series, f.process, p.Key, strconv.FormatFloat(p.Value, 'g', 6, 64), se, p.Unit, f.from, f.to, command, noteOf(f.series, f.process, p.Key)})
		}
	}
	return rows
}

func TestFitsOfTheSeedsAreWhatTheirCommandsPrint(t *testing.T) {
	// The parameters that the seeds keep, and their standard errors, are those that the record gives: neither data nor
	// estimators move unnoticed. Other processors round otherwise, so a search may end a thousandth of a standard
	// error away.
	t.Parallel()
	got := refit(t)
	if *update {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		table, ok := catalogue(t).Table("fits")
		if !ok {
			t.Fatal("the seeds have no table fits")
		}
		var head []string
		for _, c := range table.Columns {
			head = append(head, c.Name)
		}
		if err := w.WriteAll(append([][]string{head}, got...)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("../../seeds/fits.csv", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept := catalogue(t).Fits
	if len(kept) != len(got) {
		t.Fatalf("the seeds keep %d parameters, the fits have %d; run go test ./sim/fit -run Seeds -update, and correct rows in seeds/files.csv", len(kept), len(got))
	}
	for k, f := range kept {
		row := got[k]
		value, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		se := 0.0
		if row[5] != "" {
			if se, err = strconv.ParseFloat(row[5], 64); err != nil {
				t.Fatal(err)
			}
		}
		// Three digits are kept of an error, and the last one may round otherwise.
		if math.Abs(se-f.StandardError) > 1e-2*f.StandardError {
			t.Errorf("%s keeps a standard error of %v, but the fit gives %v", f.ID, f.StandardError, se)
		}
		if slack := 1e-3*f.StandardError + 1e-5*math.Abs(f.Value); f.ID != row[0] || f.Unit != row[6] || f.Command != row[9] || f.Note != row[10] || math.Abs(value-f.Value) > slack {
			t.Errorf("%s keeps %v %s (%s), but the fit %s gives %s %s (%s)", f.ID, f.Value, f.Unit, f.Command, row[0], row[4], row[6], row[9])
		}
	}
	if alpha, ok := catalogue(t).Fit("coin-price", "garch", "alpha"); !ok || math.Abs(alpha.Value-0.117) > 0.001 {
		t.Errorf("alpha of the seeds is %v, %v", alpha, ok)
	}
}

func TestStandardErrorsOfANormalWalkByHand(t *testing.T) {
	// Of n = 2556 normal steps with a standard deviation of s a day, the mean is known to s/√n and s to s/√(2n). A
	// volatility of 63.03 %/year is so known to 63.03/√5112 = 0.882. The drift exp(365.25·(m + s²/2)) - 1 of 90.9 %
	// moves by 365.25·1.909 times its exponent, whose parts are s/√n = 0.032981/50.557 = 6.524e-4 and s·s/√(2n) =
	// 1.5e-5: 365.25·1.909·6.525e-4 = 45.5 %.
	t.Parallel()
	for parameter, want := range map[string]float64{"volatility": 0.8816, "drift": 45.50} {
		if f, ok := catalogue(t).Fit("coin-price", "gbm", parameter); !ok || math.Abs(f.StandardError/want-1) > 2e-3 {
			t.Errorf("%s is known to ± %v, want ± %v", parameter, f.StandardError, want)
		}
	}
}

func catalogue(t testing.TB) *seeds.Catalog {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}
