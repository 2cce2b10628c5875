package backtest

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// catalog returns a copy of the seeds whose rows a test may replace.
func catalog(t *testing.T) *seeds.Catalog {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := *cat
	return &c
}

// played runs tests on a record.
func played(t *testing.T, cat *seeds.Catalog, ids ...string) *Result {
	t.Helper()
	result, err := Run(context.Background(), cat, Settings{Only: ids})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// The whole backtest runs on the seeds and every gate holds; the result is plain data without a number that is
// none, every figure, window and curve is complete, and a test alone says what it says among the others.
func TestEveryGateHolds(t *testing.T) {
	t.Parallel()
	cat := catalog(t)
	whole := played(t, cat)
	for _, test := range whole.Broken() {
		t.Errorf("the gate %s is broken: %s (%s)", test.ID, test.Verdict, test.firstBroken())
	}
	if text, err := json.Marshal(whole); err != nil {
		t.Error(err)
	} else if back := new(Result); json.Unmarshal(text, back) != nil || !reflect.DeepEqual(back, whole) {
		t.Error("the result does not come back from JSON as it was")
	}
	for i := range whole.Tests {
		test := &whole.Tests[i]
		complete(t, test)
		if test.ID == "R1" {
			continue // it takes as long as all others
		}
		if alone := played(t, cat, test.ID).Tests[0]; !reflect.DeepEqual(alone, *test) {
			t.Errorf("%s alone is not what it is among the others", test.ID)
		}
	}
}

// complete checks that a test lacks nothing that a reader needs.
func complete(t *testing.T, test *Test) {
	t.Helper()
	if test.Verdict == "" || !strings.HasSuffix(test.Question, "?") || len(test.Figures) == 0 || len(test.Windows) == 0 {
		t.Errorf("%s has no verdict, question, figure or window", test.ID)
	}
	names := map[string]bool{}
	for _, f := range test.Figures {
		if f.Name == "" || names[f.Name] {
			t.Errorf("%s has two figures, or one without a name: %q", test.ID, f.Name)
		}
		names[f.Name] = true
		if f.Judged() != (f.Target != "") && test.ID != "B5" { // B5 says what is published where nothing is asked too
			t.Errorf("%s, %s: bounds and target do not go together", test.ID, f.Name)
		}
	}
	for _, w := range test.Windows {
		if !w.FittedTo.IsZero() && !w.TestedFrom.IsZero() && !w.FittedTo.Before(w.TestedFrom) {
			t.Errorf("%s: %s is fitted up to %s and tested from %s on", test.ID, w.What, w.FittedTo, w.TestedFrom)
		}
	}
	dust := regexp.MustCompile(`[0-9]\.[0-9]{7,}`)
	for _, text := range append([]string{test.Verdict}, test.Notes...) {
		if found := dust.FindString(text); found != "" {
			t.Errorf("%s: float dust, %s", test.ID, found)
		}
	}
	for _, c := range test.Charts {
		for _, curve := range c.Curves {
			if n := len(curve.Dates) + len(curve.X); n == 0 || n != len(curve.Values) || (c.XName == "") != (curve.X == nil) {
				t.Errorf("%s, %s, %s: %d places for %d values", test.ID, c.Title, curve.Name, n, len(curve.Values))
			}
		}
	}
}

// A gate that cannot break is worth nothing: each breaks on a record that is wrong.
func TestGatesBreakOnAWrongRecord(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		id, what string
		spoil    func(*seeds.Catalog)
	}{
		{"B1", "a difficulty 1 % too high", func(c *seeds.Catalog) {
			c.Retargets = slices.Clone(c.Retargets)
			c.Retargets[300].NBits += c.Retargets[300].NBits & 0x7fffff / 100
		}},
		{"B1", "a first block four hours late", func(c *seeds.Catalog) {
			c.Retargets = slices.Clone(c.Retargets)
			c.Retargets[350].FirstUnix += 4 * 3600
		}},
		{"B2", "coins of which a tenth is missing", func(c *seeds.Catalog) {
			c.MinerMonths = slices.Clone(c.MinerMonths)
			for i := range c.MinerMonths {
				c.MinerMonths[i].BTC *= 0.9
			}
		}},
		{"B1", "the target of a known day one step higher, a millionth", func(c *seeds.Catalog) {
			c.Retargets = slices.Clone(c.Retargets)
			k := 0
			for int64(known[3].unix) >= c.Retargets[k+1].FirstUnix {
				k++
			}
			c.Retargets[k].NBits++
		}},
		{"B2", "one month off by 6 %", func(c *seeds.Catalog) {
			c.MinerMonths = slices.Clone(c.MinerMonths)
			for i := range c.MinerMonths {
				if m := &c.MinerMonths[i]; m.Company == "Riot" && m.Year == 2024 && m.Month == 9 {
					m.BTC *= 0.94
				}
			}
		}},
		{"B2", "the declared exception without its reason", func(c *seeds.Catalog) {
			c.MinerMonths = slices.Clone(c.MinerMonths)
			for i := range c.MinerMonths {
				if m := &c.MinerMonths[i]; m.Company == "Riot" && m.Year == 2024 && m.Month == 6 {
					m.Note = ""
				}
			}
		}},
		{"B2", "no months", func(c *seeds.Catalog) { c.MinerMonths = nil }},
		{"B2", "assumed hashrates alone", func(c *seeds.Catalog) {
			c.MinerMonths = slices.Clone(c.MinerMonths)
			for i := range c.MinerMonths {
				c.MinerMonths[i].Confidence = "assumed"
			}
		}},
		{"B8", "no claims", func(c *seeds.Catalog) { c.CheckedClaims = nil }},
		{"B3", "a day of blocks that are not counted, every half a year", func(c *seeds.Catalog) {
			c.Days = slices.Clone(c.Days)
			for i := range c.Days {
				if i%182 < 2 {
					c.Days[i].Blocks = 0
				}
			}
		}},
		{"B6", "a China with a fifth of the hashrate", func(c *seeds.Catalog) {
			c.Shares = slices.Clone(c.Shares)
			for i := range c.Shares {
				if c.Shares[i].CountryCode == "CN" {
					c.Shares[i].Percent = min(c.Shares[i].Percent, 20)
				}
			}
		}},
		{"B7", "coins at half their price after the halving of 2024", func(c *seeds.Catalog) {
			c.Days = slices.Clone(c.Days)
			for i := range c.Days {
				if date(2024, 4, 20).Before(c.Days[i].Date) {
					c.Days[i].PriceUSD /= 2
				}
			}
		}},
		{"B8", "claims that are to be off by twice as much", func(c *seeds.Catalog) {
			c.CheckedClaims = slices.Clone(c.CheckedClaims)
			for i := range c.CheckedClaims {
				c.CheckedClaims[i].Value *= 2
			}
		}},
	} {
		t.Run(row.id+" "+row.what, func(t *testing.T) {
			t.Parallel()
			cat := catalog(t)
			row.spoil(cat)
			result := played(t, cat, row.id)
			if len(result.Broken()) != 1 {
				t.Errorf("%s holds with %s: %s", row.id, row.what, result.Tests[0].Verdict)
			}
		})
	}
}

// Tests are asked for by their ids; one that is not there is a mistake of the user's, with a suggestion.
func TestOnlyTheTestsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	var begun []string
	result, err := Run(context.Background(), catalog(t), Settings{Only: []string{"B3", "B1"}, Begun: func(_, of int, test *Test) {
		if of != 2 || test.Figures != nil {
			t.Errorf("%s begins with %d figures, one of %d; want none, of 2", test.ID, len(test.Figures), of)
		}
		begun = append(begun, test.ID)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"B1", "B3"}; !slices.Equal(begun, want) || len(result.Tests) != 2 {
		t.Errorf("%v were played, want %v, in the order of the table", begun, want)
	}
	var mistake conf.Problems
	_, err = Run(context.Background(), catalog(t), Settings{Only: []string{"B11"}})
	if !errors.As(err, &mistake) || !strings.Contains(err.Error(), `there is no test "B11"`) {
		t.Errorf("an unknown test gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, catalog(t), Settings{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended gives %v", err)
	}
}

// Figures know whether they hold; what is no number never does, and is kept out of the result.
func TestFigures(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		f    Figure
		want bool
	}{
		{near("", "", 104, 100, 0.05), true},
		{near("", "", 106, 100, 0.05), false},
		{near("", "", -104, -100, 0.05), true},
		{within("", "", 2, 2, 3, ""), true},
		{within("", "", 3.1, 2, 3, ""), false},
		{within("", "", math.NaN(), 2, 3, ""), false},
		{atMost("", "", 0, 0, ""), true},
		{atMost("", "", math.NaN(), 1, ""), false},
		{read("", "", 7), true},
	} {
		if row.f.Passed != row.want {
			t.Errorf("%v, %v to %v: passed %v, want %v", row.f.Value, row.f.Low, row.f.High, row.f.Passed, row.want)
		}
	}
	var test Test
	test.add(read("nothing", "", math.NaN()))
	if !test.broken() || test.Figures[0].Value != 0 {
		t.Errorf("what is no number is %+v", test.Figures[0])
	}
}
