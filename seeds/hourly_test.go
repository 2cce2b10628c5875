package seeds

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestHourlySeriesHaveTheirMeans(t *testing.T) {
	// Yearly means of the files when they were taken over; they catch a shifted column or a lost row.
	t.Parallel()
	c := catalogue(t)
	for _, want := range []struct {
		name        string
		year        int
		mean, tol   float64
		hours       int
		unit, clock string
	}{
		{"northwest", 2017, 1096, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"northwest", 2018, 1144, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"urals", 2017, 1040, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"urals", 2018, 1042, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"siberia", 2017, 856, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"siberia", 2018, 885, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"center", 2017, 1252, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"center", 2018, 1335, 0.5, 8760, "RUB/MWh", "Europe/Moscow"},
		{"ercot_day_ahead", 2024, 28.1, 0.05, 8784, "USD/MWh", "UTC"},
		{"ercot_day_ahead", 2025, 33.5, 0.05, 8016, "USD/MWh", "UTC"},
		{"zone1_price_2009", 2009, 642, 0.5, 8760, "RUB/MWh", "UTC+3"},
		{"zone2_price_2009", 2010, 506, 0.5, 8760, "RUB/MWh", "UTC+3"},
		{"zone1_load_2009", 2010, 82800, 50, 8760, "MW", "UTC+3"},
		{"zone2_load_2009", 2009, 22300, 50, 8760, "MW", "UTC+3"},
	} {
		s, err := c.Hourly(want.name)
		if err != nil {
			t.Fatal(err)
		}
		sum, hours := 0.0, 0
		for i, v := range s.Values {
			if s.Start.Add(time.Duration(i)*time.Hour).In(s.Zone).Year() == want.year {
				sum, hours = sum+v, hours+1
			}
		}
		if mean := sum / float64(hours); math.Abs(mean-want.mean) > want.tol || hours != want.hours || s.Unit != want.unit || s.Zone.String() != want.clock || s.Name != want.name {
			t.Errorf("%s %d: mean %v of %d hours in %s on %s, want %+v", want.name, want.year, mean, hours, s.Unit, s.Zone, want)
		}
	}
}

func TestHourlySeriesKeepZerosAndNegativePrices(t *testing.T) {
	// Zeros of the Russian files and negative prices of ERCOT, counted when the files were taken over.
	t.Parallel()
	c := catalogue(t)
	for name, want := range map[string][2]int{
		"northwest": {24, 0}, "urals": {7, 0}, "siberia": {2, 0}, "center": {16, 0}, "ercot_day_ahead": {-1, 39}, "ercot_real_time": {-1, 394},
	} {
		s, err := c.Hourly(name)
		if err != nil {
			t.Fatal(err)
		}
		zeros, negative := 0, 0
		for _, v := range s.Values {
			if v == 0 {
				zeros++
			} else if v < 0 {
				negative++
			}
		}
		if want[0] >= 0 && zeros != want[0] || negative != want[1] {
			t.Errorf("%s has %d zeros and %d negative hours, want %v", name, zeros, negative, want)
		}
	}
}

func TestHourlyNamesAllWork(t *testing.T) {
	// Every name gives a series without a gap and with a source; an unknown name gives the list.
	t.Parallel()
	c := catalogue(t)
	names := c.HourlyNames()
	if len(names) != 10 || names[0] != "northwest" {
		t.Errorf("HourlyNames() = %v", names)
	}
	for _, name := range names {
		s, err := c.Hourly(name)
		if err != nil || len(s.Values) < 16800 {
			t.Errorf("%s: %v", name, err)
		}
		if cited, ok := c.HourlyCited(name); !ok || len(c.SourcesOf(cited)) == 0 || cited.Confidence != "reported" {
			t.Errorf("%s has no source", name)
		}
	}
	_, err := c.Hourly("komi")
	if err == nil || !strings.Contains(err.Error(), `there is no hourly series "komi" in seeds; there are northwest, urals,`) {
		t.Errorf("an unknown series gives %v", err)
	}
	if _, err = c.Hourly("north-west"); err == nil || !strings.Contains(err.Error(), `did you mean "northwest"?`) {
		t.Errorf("a near miss gives %v", err)
	}
	if _, ok := c.HourlyCited("komi"); ok {
		t.Error("an unknown series has a source")
	}
	for _, g := range c.Regions {
		if name := g.PriceSeries(); name != "" {
			if _, err := c.Hourly(name); err != nil {
				t.Errorf("%s: %v", g.ID, err)
			}
		}
	}
}

func TestHourlyFilesWithMistakesAreRefused(t *testing.T) {
	// A missing hour, a doubled hour, a text and an empty cell name their line.
	t.Parallel()
	head := "hour_start_utc,day_ahead_usd_mwh,real_time_mean_usd_mwh,ercot_mean_temperature_c\n2024-01-01T00:00Z,1,2,3\n"
	for rows, want := range map[string]string{
		"2024-01-01T02:00Z,1,2,3\n":    "seeds/hourly/ercot_hub_2024_2025.csv:3: hour_start_utc: 2024-01-01T02:00Z follows the hour before 2024-01-01T01:00Z; every hour has one row, in order",
		"2024-01-01T00:00Z,1,2,3\n":    "every hour has one row, in order",
		"2024-01-01T01:00Z,NaN,2,3\n":  `day_ahead_usd_mwh: "NaN" is not a number`,
		"2024-01-01T01:00Z,,2,3\n":     "day_ahead_usd_mwh: is empty",
		"1 January 2024,1,2,3\n":       `hour_start_utc: "1 January 2024" is not an hour; write it like "2006-01-02T15:04Z"`,
		"2024-01-01T01:00+03:00,1,2,3": "is not an hour",
	} {
		c := &Catalog{fsys: fstest.MapFS{"hourly/ercot_hub_2024_2025.csv": {Data: []byte(head + rows)}}, hourly: hourlyFiles()}
		if _, err := c.Hourly("ercot_day_ahead"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives\n%v\nwant\n%s", rows, err, want)
		}
	}
}
