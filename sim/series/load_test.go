package series

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReadLoad(t *testing.T) {
	// Loads with times at any regular interval, by a stated clock or with offsets, and loads with the numbers of hours.
	t.Parallel()
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		text, zone string
		want       Load
	}{
		"hours":         {"time,kw\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,2.5\n", "", Load{Start: start, Step: time.Hour, KW: []float64{1, 2.5}}},
		"quarters":      {"time,load_kW\n2024-01-01T00:15Z,1\n2024-01-01T00:30Z,2\n", "", Load{Start: start.Add(15 * time.Minute), Step: 15 * time.Minute, KW: []float64{1, 2}}},
		"seven minutes": {"time,power (MW)\n2024-01-01T00:00Z,1\n2024-01-01T00:07Z,2\n2024-01-01T00:14Z,3\n", "", Load{Start: start, Step: 7 * time.Minute, KW: []float64{1000, 2000, 3000}}},
		"days":          {"time,mw\n2024-01-01T00:00Z,1\n2024-01-02T00:00Z,0\n", "", Load{Start: start, Step: 24 * time.Hour, KW: []float64{1000, 0}}},
		"stated zone":   {"time,kw\n2024-01-01 05:30,1\n2024-01-01 06:30,2\n", "Asia/Kolkata", Load{Start: start, Step: time.Hour, KW: []float64{1, 2}}},
		"autumn": {
			"time,kw\n2024-11-03 00:00,1\n2024-11-03 01:00,2\n2024-11-03 01:00,3\n2024-11-03 02:00,4\n", "America/Chicago",
			Load{Start: time.Date(2024, 11, 3, 5, 0, 0, 0, time.UTC), Step: time.Hour, KW: []float64{1, 2, 3, 4}},
		},
		"from nought": {"hour,kw\n0,1\n1,2\n2,3\n", "", Load{Step: time.Hour, Numbered: true, KW: []float64{1, 2, 3}}},
		"from one":    {"Hour,kW\n1,1\n2,2\n", "", Load{Step: time.Hour, Numbered: true, KW: []float64{1, 2}}},
	} {
		got, err := ReadLoad("l.csv", strings.NewReader(c.text), zoneOf(t, c.zone))
		c.want.Name = "l.csv"
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestBadLoads(t *testing.T) {
	// Each mistake is told with its line: gaps, repetitions, negative and missing values, columns without a unit,
	// hours that jump.
	t.Parallel()
	const head = "time,kw\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n"
	for name, c := range map[string]struct {
		text, zone string
		want       []string
	}{
		"a gap":            {head + "2024-01-01T02:00Z,1\n2024-01-01T04:00Z,1\n", "", []string{`5:1: "2024-01-01T04:00Z" follows "2024-01-01T02:00Z": an hour is missing`}},
		"twice":            {head + "2024-01-01T01:00Z,1\n", "", []string{`4:1: "2024-01-01T01:00Z" is the same time as line 3`}},
		"unsorted":         {head + "2024-01-01T02:00Z,1\n2023-12-31T01:00Z,1\n", "", []string{`5:1: "2023-12-31T01:00Z" is earlier than line 4`}},
		"negative":         {head + "2024-01-01T02:00Z,-5\n", "", []string{"4:19: -5 is negative; a load is zero or more"}},
		"not a number":     {head + "2024-01-01T02:00Z,NaN\n2024-01-01T03:00Z,\n", "", []string{"4:19: \"NaN\" stands for a missing value", "5:19: the value is missing"}},
		"no unit":          {"time,value\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n", "", []string{`1:1: the second column is called "value", which does not say its unit`}},
		"no zone":          {"time,kw\n2024-01-01 00:00,1\n2024-01-01 01:00,1\n", "", []string{`2:1: "2024-01-01 00:00" has no time zone`}},
		"a skipped hour":   {"time,kw\n2024-03-10 01:00,1\n2024-03-10 02:00,1\n2024-03-10 03:00,1\n", "America/Chicago", []string{`3:1: "2024-03-10 02:00" does not exist in America/Chicago`}},
		"seconds":          {"time,kw\n2024-01-01T00:00:00Z,1\n2024-01-01T00:00:10Z,1\n", "", []string{"2:1: the lines are 10 seconds apart; a load has intervals of whole minutes"}},
		"hours that jump":  {"hour,kw\n0,1\n1,1\n3,1\n", "", []string{"4:1: hour 3 follows hour 1; every hour has one line, in order"}},
		"hours from five":  {"hour,kw\n5,1\n6,1\n", "", []string{"2:1: the first hour is 5; count the hours of the year from 0 or from 1"}},
		"times for hours":  {"hour,kw\n2024-01-01T00:00Z,1\n", "", []string{`2:1: "2024-01-01T00:00Z" is not the number of an hour`}},
		"empty":            {"", "", []string{` the file is empty`}},
		"header alone":     {"time,kw\n", "", []string{"1:1: there is nothing below the header"}},
		"missing quarters": {"time,kw\n2024-01-01T00:00Z,1\n2024-01-01T02:00Z,1\n2024-01-01T04:00Z,1\n2024-01-01T10:00Z,1\n", "", []string{"5:1: \"2024-01-01T10:00Z\" follows \"2024-01-01T04:00Z\": 2 intervals of 2 hours are missing"}},
	} {
		l, err := ReadLoad("f.csv", strings.NewReader(c.text), zoneOf(t, c.zone))
		checkProblems(t, name, c.text, l == nil, err, c.want)
	}
}

func TestCutKeepsWhatStartsInside(t *testing.T) {
	// A cut takes the intervals that start in it, and an empty one is an error that says so.
	t.Parallel()
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	l := &Load{Name: "l.csv", Start: start, Step: time.Hour, KW: []float64{0, 1, 2, 3}}
	part, err := l.Cut(start.Add(90*time.Minute), start.Add(3*time.Hour))
	if err != nil || !part.Start.Equal(start.Add(2*time.Hour)) || len(part.KW) != 1 || part.KW[0] != 2 {
		t.Errorf("cut %+v (%v), want the hour from 02:00 alone", part, err)
	}
	if part, err = l.Cut(start.AddDate(-1, 0, 0), start.AddDate(1, 0, 0)); err != nil || len(part.KW) != 4 {
		t.Errorf("cut %+v (%v), want everything", part, err)
	}
	if _, err = l.Cut(start.AddDate(1, 0, 0), start.AddDate(2, 0, 0)); err == nil || !strings.Contains(err.Error(), "has no interval from 2025-01-01T00:00Z") {
		t.Errorf("an empty cut: %v, want an error", err)
	}
}
