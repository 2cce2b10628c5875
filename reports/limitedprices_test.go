package reports_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// handed is a run with what its hourly rows make the mean multiplier of each month: of the rows of some sites while
// they stand, each weighing as its hours, in USD/MWh by month.
func handed(t *testing.T, words string, sites ...string) (*sim.Result, map[string]float64) {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(words)}, "hashprice.csv": {Data: []byte(hashprices())}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sums, hours := map[string]float64{}, map[string]float64{}
	r, err := sim.Run(context.Background(), f, cat, sim.Settings{Seed: 7, Workers: 1, Hourly: func(row sim.HourRow) {
		if row.Reason != "not_built" && slices.Contains(sites, row.SiteID) {
			month := row.Time.Format("2006-01")
			sums[month] += row.MultiplierUSD * row.Hours
			hours[month] += row.Hours
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for month := range sums {
		sums[month] /= hours[month]
	}
	return r, sums
}

// hashprices is a series that turns around 60 USD/PH/day five times a year.
func hashprices() string {
	text := "date,usd_per_ph_day\n"
	for day := range 365 {
		text += fmt.Sprintf("%s,%.2f\n", time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), 60+15*math.Sin(float64(day)/12))
	}
	return text
}

// moving are two sites of one machine each, one of which comes in the middle of August, under a hashprice that
// moves, so that rolling operators ask another price of their budgets at every plan.
func moving(limit string) string {
	return `hashwatt: 1
name: Moving
clock: {start: 2026-01-01, end: 2027-01-01}
bitcoin: {hashprice: {process: series, file: hashprice.csv}, price: {process: flat, value: 100000 USD/BTC}}
regions:
  works: {name: The works, country: US, zone: UTC, currency: USD, tariff: [{type: flat, name: energy, price: 30 USD/MWh}]}
sites:
  - {id: first, region: works, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}
  - {id: second, region: works, power: 10 MW, online: 2026-08-15, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}
limits: [` + limit + "]\n"
}

func TestShadowPricesOfAMonthAreThoseOfItsHours(t *testing.T) {
	// One budget a year, with rolling operators: the page's month is the mean of the hourly rows of its sites, and the
	// row of the year in limits.csv that of all its months. A site that does not stand yet takes no part in a mean
	// over sites.
	t.Parallel()
	for limit, sites := range map[string][]string{
		"{type: energy, name: year quota, limit: 60 GWh, per: year}":            {"first"}, // one price for both
		"{type: energy, name: own quota, limit: 30 GWh, per: year, each: true}": {"first", "second"},
	} {
		r, want := handed(t, moving(limit), sites...)
		values := map[float64]bool{}
		line := chart(t, pageOf(t, r), "shadow-price").Lines
		for m, n := range line.Series[0].Y {
			month := line.At.Dates[m][:7]
			if math.Abs(n.Value-want[month]) > 1e-9*want[month] {
				t.Errorf("%s: %s is %v on the page, %v by its hours", limit, month, n.Value, want[month])
			}
			values[math.Round(n.Value*1e6)] = true
		}
		if len(values) < 3 {
			t.Errorf("%s: the months have %d prices, the plans have more", limit, len(values))
		}
		if !strings.Contains(limit, "each") {
			near(t, "mean of the year", r.Trace.Budgets[0].Multiplier, r.Summary.Limits[0].ShadowPrice)
		}
	}
}

func TestMarginIsToldWithItsTerms(t *testing.T) {
	// 5 GWh are two thirds of what 10 MW draw in a month. What is kept back would have cost more than the price of its
	// hours where the highest load is charged, and less where it falls in another tier: the page says so, and what would
	// be earned without the quota. Where neither is charged nothing is said but that the margin is what the sites lose.
	t.Parallel()
	const quota = "limits: [{type: energy, name: quota, limit: 5 GWh, per: month}]\nreport: {leakage: true}\n"
	const tiers = "[{type: tiered, name: blocks, periods: [{tiers: [{up_to: 6 GWh, price: 40 USD/MWh}, {price: 10 USD/MWh}]}]}]"
	const loads, tier = "before charges on the highest load", "at the price of the tier that is kept"
	for tariff, said := range map[string]string{atWork: loads, tiers: tier, "[{type: flat, price: 30 USD/MWh}]": ""} {
		p := pageOf(t, written(t, billed(quota, tariff), 0))
		limits := table(t, p, "limits-table")
		for where, text := range map[string]string{"answer": p.Audiences[0].Answer, "title": limits.Title, "caption": limits.Caption, "reading": prosesOf(t, p)} {
			for _, terms := range []string{loads, tier} {
				if strings.Contains(text, terms) != (terms == said) {
					t.Errorf("%s of %s: %q", where, tariff, text)
				}
			}
		}
		if strings.Contains(limits.Caption, "what the sites lose by it") != (said == "") {
			t.Errorf("%q", limits.Caption)
		}
		more := map[string]string{loads: " more, charges on the highest load paid", tier: " more, all charges paid"}[said]
		if got := prosesOf(t, p); !strings.Contains(got, more) || said == "" && strings.Contains(got, " paid") {
			t.Errorf("%s: %q", tariff, got)
		}
	}
}

func TestPricesOfPowerAreBeforeChargesOnTheHighestLoad(t *testing.T) {
	// One more megawatt under a cap adds to the highest load and is charged for it, which its price leaves out: the page
	// says so of the cap, and not of a quota, nor where no load is charged.
	t.Parallel()
	const power, energy = "{type: power, name: cap, limit: 6 MW}", "{type: energy, name: quota, limit: 5 GWh, per: month}"
	const flat = "[{type: flat, price: 30 USD/MWh}]"
	for _, c := range []struct {
		limit, tariff string
		said          bool
	}{{power, atWork, true}, {energy, atWork, false}, {power, flat, false}} {
		p := pageOf(t, written(t, billed("limits: ["+c.limit+"]\n", c.tariff), 0))
		for where, text := range map[string]string{
			"caption": table(t, p, "limits-table").Caption, "chart": chart(t, p, "shadow-price").Caption,
		} {
			if strings.Contains(text, " The price of the cap is before charges on the highest load") != c.said || strings.Contains(text, "The price of the quota") {
				t.Errorf("%s under %s: %q", where, c.limit, text)
			}
		}
	}
}

func TestPricesSayWhatTheyAreOf(t *testing.T) {
	// The price of a quota over machines that are switched is of a relaxed plan, that of households who split is of one
	// MWh in all, and rules of switching have none; where these do not stand the page says nothing of them. A ban has a
	// price and no room.
	t.Parallel()
	const (
		quota               = "{type: energy, name: quota, limit: 5 GWh, per: month}"
		switching           = "{type: cycling, name: switching, up: 6 h, down: 4 h}"
		homes               = "{type: household, name: homes limit, households: 500, meters: 3, detection: 10 %/month, fine: 100 USD}"
		parts, meters, none = "switched in parts of a block", "in all would spare households", "empty under a rule of switching"
	)
	for limits, want := range map[string][]string{
		quota:                               nil,
		quota + ", " + switching:            {parts, none},
		homes:                               {meters},
		"{type: ban, season: 02-01..02-09}": nil,
	} {
		r := written(t, billed("limits: ["+limits+"]\n", "[{type: hourly, series: ercot_day_ahead}]"), 0)
		caption := table(t, pageOf(t, r), "limits-table").Caption
		for _, text := range []string{parts, meters, none} {
			if strings.Contains(caption, text) != slices.Contains(want, text) {
				t.Errorf("%s: %q", limits, caption)
			}
		}
		if r.Summary.Limits[0].ShadowPrice <= 0 {
			t.Errorf("%s has no shadow price", limits)
		}
	}
}
