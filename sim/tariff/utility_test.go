package tariff

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim/conf"
)

// year repeats a row of 24 periods in twelve months.
func schedule(row string) string { return "[" + strings.Repeat(row+",", 11) + row + "]" }

// hoursOf is 24 periods: b from hour from until hour to, 0 otherwise.
func hoursOf(b, from, to int) string {
	var cells []string
	for h := range 24 {
		if h >= from && h < to {
			cells = append(cells, fmt.Sprint(b))
		} else {
			cells = append(cells, "0")
		}
	}
	return "[" + strings.Join(cells, ",") + "]"
}

// utility reads a rate that must be one.
func utility(t *testing.T, text string) *Utility {
	t.Helper()
	u, err := ReadUtility("u.json", []byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return u
}

// unhonoured joins the names of fields that were not honoured.
func unhonoured(u *Utility) string {
	var names []string
	for _, f := range u.Unhonoured {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func TestUtilityOfThePartsOfARate(t *testing.T) {
	// A synthetic rate of every part: energy by time of use, facility demand by season, demand by time of use, fixed
	// charge, minimum. 100 kW all through 2023: each component against its own sum.
	t.Parallel()
	u := utility(t, `{"label": "x1", "utility": "Example Power", "name": "Large service", "sector": "Industrial", "is_default": false,
		"energyratestructure": [[{"rate": 0.05, "adj": 0.01, "unit": "kWh"}], [{"rate": 0.11, "unit": "kWh", "sell": 0.02}]],
		"energyweekdayschedule": `+schedule(hoursOf(1, 8, 20))+`, "energyweekendschedule": `+schedule(hoursOf(0, 0, 0))+`,
		"flatdemandunit": "kW", "flatdemandstructure": [[{"rate": 4}], [{"rate": 9.5, "adj": 0.5}]], "flatdemandmonths": [0,0,0,0,0,1,1,1,1,0,0,0],
		"demandrateunit": "kW", "demandratestructure": [[{"rate": 0}], [{"rate": 20, "max": 60}, {"rate": 10}]],
		"demandweekdayschedule": `+schedule(hoursOf(1, 12, 18))+`, "demandweekendschedule": `+schedule(hoursOf(0, 0, 0))+`,
		"demandwindow": 15, "fixedchargefirstmeter": 100, "fixedchargeunits": "$/month", "mincharge": 5000, "minchargeunits": "$/month",
		"demandreactivepowercharge": 0.3, "peakkwcapacitymax": 500, "voltagecategory": "Primary", "newfield": 7, "coincidentratestructure": [[{"rate": 3}]]}`)
	if u.File.Name != "Example Power, Large service" {
		t.Errorf("name %q", u.File.Name)
	}
	if got, want := unhonoured(u), "coincidentratestructure demandreactivepowercharge energyratestructure.sell newfield peakkwcapacitymax voltagecategory"; got != want {
		t.Errorf("not honoured: %s, want %s", got, want)
	}
	in := world(t, "2023-01-01", "2024-01-01", "America/Chicago")
	got := byComponent(t, u.File.Tariff, steady(in, 0.1), in)
	peak := 260.0 * 12 // weekdays of 2023, hours a day
	for name, want := range map[string]float64{
		"energy": 100 * (0.06*(8760-peak) + 0.11*peak), "demand": 100 * (4*8 + 10*4), "demand by time of use": 12 * (60*20 + 40*10), "fixed": 1200, "minimum": 0,
	} {
		if sum := sumOf(got[name]); !cents(sum, want) {
			t.Errorf("%s comes to %v, want %v", name, sum, want)
		}
	}
}

func TestUtilityTiersAreCountedByPeriod(t *testing.T) {
	// Two periods with different numbers of tiers, one of them in two parts of the week: weekday nights and weekends
	// are period 0. In 744 hours of January 2024 at 1 kW: period 1 has 23 weekdays x 12 h = 276 kWh, period 0 has 468,
	// of which 300 are in its first tier.
	t.Parallel()
	u := utility(t, `{"energyratestructure": [[{"rate": 0.10, "max": 300, "unit": "kWh"}, {"rate": 0.05, "max": 1e38}], [{"rate": 0.20}]],
		"energyweekdayschedule": `+schedule(hoursOf(1, 8, 20))+`, "energyweekendschedule": `+schedule(hoursOf(0, 0, 0))+`}`)
	in := world(t, "2024-01-01", "2024-02-01", "UTC")
	if got := sumOf(byComponent(t, u.File.Tariff, steady(in, 0.001), in)["energy"]); !cents(got, 276*0.2+300*0.1+168*0.05) {
		t.Errorf("energy %v, want 93.60", got)
	}
	// the other way round, period 1 is the one in two parts
	u = utility(t, `{"energyratestructure": [[{"rate": 0.20}], [{"rate": 0.10, "max": 10, "unit": "kWh daily"}, {"rate": 0.05}]],
		"energyweekdayschedule": `+schedule(hoursOf(1, 0, 6))+`, "energyweekendschedule": `+schedule(hoursOf(1, 2, 4))+`}`)
	// 23 x 6 + 8 x 2 = 154 kWh of period 1, below its 310
	if got := sumOf(byComponent(t, u.File.Tariff, steady(in, 0.001), in)["energy"]); !cents(got, 154*0.1+590*0.2) {
		t.Errorf("energy %v, want 133.40", got)
	}
}

func TestUtilityRatchetsAndOlderFields(t *testing.T) {
	// The ratchets of REopt's tests as a rate: 75 % of the highest peak of January, April and December, 74,500 in the
	// year; and the older fields: a percentage by month, monthly and yearly minimums, a monthly charge, horsepower,
	// fuel adjustments.
	t.Parallel()
	u := utility(t, `{"flatdemandstructure": [[{"rate":10}],[{"rate":20}],[{"rate":50}],[{"rate":5}]], "flatdemandmonths": [0,0,1,2,1,0,1,1,1,1,1,3],
		"lookbackpercent": 0.75, "lookbackmonths": [1,0,0,1,0,0,0,0,0,0,0,1]}`)
	in := world(t, "2022-01-01", "2023-01-01", "UTC")
	mwh := dated(in, 100, map[int]float64{22: 200, 2403: 400, 4088: 500, 8333: 300})
	if got := sumOf(byComponent(t, u.File.Tariff, mwh, in)["demand"]); !cents(got, 74500) {
		t.Errorf("demand %v, want 74500.00", got)
	}
	for _, months := range []string{"true,false,false,true,false,null,false,false,false,false,false,true", "1,0,0,true,0,0.0,0,0,0,0,0,1.0"} {
		marked := utility(t, `{"flatdemandstructure": [[{"rate":10}],[{"rate":20}],[{"rate":50}],[{"rate":5}]], "flatdemandmonths": [0,0,1,2,1,0,1,1,1,1,1,3],
			"lookbackpercent": 0.75, "lookbackmonths": [`+months+`]}`)
		if conf.Write(marked.Tree, nil) != conf.Write(u.Tree, nil) {
			t.Errorf("lookbackmonths of %s are another tariff than with 0 and 1", months)
		}
	}
	u = utility(t, `{"flatdemandunit": "hp", "flatdemandstructure": [[{"rate": 7.456998715822702}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0],
		"demandratchetpercentage": [0,0,0,0,0,0,0,0,0,0,0,50], "fixedmonthlycharge": 3, "minmonthlycharge": 1, "annualmincharge": 2,
		"fueladjustmentsmonthly": [0.01,0,0,0,0,0,0,0,0,0,0,-0.01]}`)
	got := byComponent(t, u.File.Tariff, dated(in, 0, map[int]float64{1: 100}), in)
	if !cents(got["demand"][0], 1000) || !cents(got["demand"][11], 500) || !cents(got["fixed"][3], 3) || !cents(got["fuel adjustment"][0], 1) || sumOf(got["minimum of the year"]) != 0 {
		t.Errorf("the bill is %v", got)
	}
	u = utility(t, `{"flatdemandstructure": [[{"rate":1}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0], "lookbackpercent": 50, "lookbackrange": 2}`)
	got = byComponent(t, u.File.Tariff, dated(in, 0, map[int]float64{2200: 100}), in) // 2 April
	if !cents(got["demand"][4], 50) || !cents(got["demand"][5], 50) || got["demand"][6] != 0 {
		t.Errorf("half of a peak of 100 kW for two months: %v", got["demand"])
	}
	if u.Unhonoured != nil {
		t.Errorf("not honoured: %v, want nothing", u.Unhonoured)
	}
}

func TestUtilityUnits(t *testing.T) {
	// Charges by the day are times 365/12, by the year a twelfth; blocks in kWh per kW follow the month's peak; the
	// answer of the database with one rate is that rate.
	t.Parallel()
	in := world(t, "2023-01-01", "2024-01-01", "UTC")
	flat := `"energyweekdayschedule": ` + schedule(hoursOf(0, 0, 0)) + `, "energyweekendschedule": ` + schedule(hoursOf(0, 0, 0))
	u := utility(t, `{"items": [{"fixedchargefirstmeter": 2, "fixedchargeunits": "$/day", "energyratestructure":
		[[{"rate": 0.10, "max": 100, "unit": "kWh/kW"}, {"rate": 0.02, "unit": "kWh/kW"}]], `+flat+`}]}`)
	got := byComponent(t, u.File.Tariff, steady(in, 0.01), in)
	if !cents(got["fixed"][1], 2*365.0/12) || !cents(sumOf(got["fixed"]), 730) || !cents(got["energy"][0], 10*(100*0.10+644*0.02)) {
		t.Errorf("the bill is %v, want 60.83 a month and 228.80 in January", got)
	}
}

func TestRatesThatCannotBeBilledAreRefused(t *testing.T) {
	// The last tier ends, schedules have holes, structures have none, units are unknown: each is told with its field.
	t.Parallel()
	flat := `"energyweekdayschedule": ` + schedule(hoursOf(0, 0, 0)) + `, "energyweekendschedule": ` + schedule(hoursOf(0, 0, 0))
	const ratcheted = `{"flatdemandstructure": [[{"rate":1}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0], "lookbackpercent": 50, `
	for text, want := range map[string]string{
		`{`:                   "this is not JSON",
		`[]`:                  "this is no utility rate",
		`{}`:                  "this is no utility rate",
		`{"name": "x"}`:       "prices nothing that is known here",
		`{"items": []}`:       "the file has 0 rates",
		`{"items": [{}, {}]}`: "the file has 2 rates",
		`{"energyratestructure": [[{"rate": 0.1, "max": 1000}]], ` + flat + `}`:                                                                                                "energyratestructure[0]: the last tier ends at 1000",
		`{"energyratestructure": [[{"rate": 0.1}, {"rate": 0.2}]], ` + flat + `}`:                                                                                              "tier 1 has no max",
		`{"energyratestructure": [[{"rate": -0.1}]], ` + flat + `}`:                                                                                                            "a price of energy is zero or more",
		`{"energyratestructure": [[{"rate": 0.1, "unit": "therm"}]], ` + flat + `}`:                                                                                            `the unit "therm" is not known`,
		`{"energyratestructure": [[]], ` + flat + `}`:                                                                                                                          "has no tiers",
		`{"energyratestructure": "cheap", ` + flat + `}`:                                                                                                                       "is not a list of periods",
		`{"energyratestructure": [[{"rate": 0.1}]]}`:                                                                                                                           "energyweekdayschedule: is missing",
		`{"energyratestructure": [[{"rate": 0.1}]], "energyweekdayschedule": [[0]], "energyweekendschedule": [[0]]}`:                                                           "has 1 months",
		`{"energyratestructure": [[{"rate": 0.1}]], "energyweekdayschedule": ` + schedule("[0]") + `, "energyweekendschedule": ` + schedule("[0]") + `}`:                       "jan has 1 hours",
		`{"energyratestructure": [[{"rate": 0.1}]], "energyweekdayschedule": ` + schedule(hoursOf(1, 3, 4)) + `, "energyweekendschedule": ` + schedule(hoursOf(0, 0, 0)) + `}`: "jan, hour 3, is in period 1, which has no price",
		`{"flatdemandstructure": [[{"rate": 10}]]}`:                                                                                                                            "flatdemandmonths: has 0 months",
		`{"flatdemandstructure": [[{"rate": 10}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,1]}`:                                                                             "dec is in period 1",
		`{"flatdemandstructure": [[{"rate": -10}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0]}`:                                                                            "a price of demand is zero or more",
		`{"flatdemandstructure": [[{"rate": 10, "max": 5}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0]}`:                                                                   "the last tier ends at 5",
		`{"flatdemandunit": "BTU", "flatdemandstructure": [[{"rate": 10}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0]}`:                                                    `the unit "BTU" is not known`,
		`{"fixedchargefirstmeter": 1, "fixedchargeunits": "$/week"}`:                                                                                                           `the unit "$/week" is not known`,
		`{"fixedchargefirstmeter": "much"}`:                                                                                                                                    "is not a number",
		ratcheted + `"lookbackmonths": [true, false]}`:                                                                                                                         "lookbackmonths: has 2 months; it is a list of twelve 0 or 1 (or false and true), January first; put 1 where",
		ratcheted + `"lookbackmonths": [0,0,0,0,0,0,0,0,0,0,0,5]}`:                                                                                                             "lookbackmonths: is not a list of twelve 0 or 1",
		ratcheted + `"lookbackmonths": ["yes",0,0,0,0,0,0,0,0,0,0,0]}`:                                                                                                         "lookbackmonths: is not a list of twelve 0 or 1",
		ratcheted + `"demandratchetpercentage": [50]}`:                                                                                                                         "demandratchetpercentage: has 1 month; it is a list of twelve percentages",
	} {
		_, err := ReadUtility("u.json", []byte(text))
		var problems conf.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "u.json") {
			t.Errorf("%s: %v, want a problem with %q", text, err, want)
		}
	}
}

func TestWhatIsImportedReadsBack(t *testing.T) {
	// The YAML that an import writes is the tariff that it read.
	t.Parallel()
	u := utility(t, `{"utility": "A: B", "energyratestructure": [[{"rate": 0.1, "adj": 0.02}], [{"rate": 0.2}]],
		"energyweekdayschedule": `+schedule(hoursOf(1, 8, 20))+`, "energyweekendschedule": `+schedule(hoursOf(0, 0, 0))+`}`)
	text := conf.Write(u.Tree, nil)
	var f File
	if err := conf.Load("t.yaml", []byte(text), conf.DefaultLimits, &f); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if len(f.Tariff) != 1 || f.Tariff[0].Describe() != u.File.Tariff[0].Describe() || f.Tariff[0].Describe() != "200 USD/MWh mon-fri 08-20, 120 USD/MWh otherwise" {
		t.Errorf("%s reads back as %q", text, f.Tariff[0].Describe())
	}
}

func FuzzReadUtility(f *testing.F) {
	f.Add(`{"energyratestructure": [[{"rate": 0.1}]], "energyweekdayschedule": ` + schedule(hoursOf(0, 0, 0)) + `, "energyweekendschedule": ` + schedule(hoursOf(0, 0, 0)) + `}`)
	f.Add(`{"items": [{"fixedchargefirstmeter": 1, "lookbackpercent": 50}]}`)
	f.Fuzz(func(_ *testing.T, text string) {
		if u, err := ReadUtility("u.json", []byte(text)); err == nil {
			for _, i := range u.File.Tariff {
				_ = i.Describe()
			}
		}
	})
}
