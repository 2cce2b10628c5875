package backtest

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The ban is said to run on what it runs on in the first words of its verdict, the shipped response is played
// beside it, and days are read as days while their numbers stay.
func TestTheBanSaysOnWhatItRuns(t *testing.T) {
	t.Parallel()
	b := played(t, catalog(t), "B6").Tests[0]
	first, _, _ := strings.Cut(b.Verdict, ";")
	for _, want := range []string{"Run on growth of ", "fitted to the days from 2020-05-20 to 2021-05-12", "not on the adjustment that the shipped scenarios use", b.Basis} {
		if !strings.Contains(first, want) {
			t.Errorf("the first words %q lack %q", first, want)
		}
	}
	if !strings.Contains(b.Verdict, "On that adjustment (5 %/epoch, declining by 18 %/year) it would be ") {
		t.Errorf("the verdict is silent about the shipped adjustment: %s", b.Verdict)
	}
	for _, want := range []string{"2022-01-21, 42 days later", "on a day 29 days earlier"} {
		if !strings.Contains(b.Verdict, want) {
			t.Errorf("the verdict lacks %q: %s", want, b.Verdict)
		}
	}
	if least, most := b.Figure("shortest assumed return, of 1 to 18 months, with which depth and day hold"), b.Figure("longest assumed return, of 1 to 18 months, with which depth and day hold"); least.Value != 6 || most.Value != 13 {
		t.Errorf("the gate holds with a return of %v to %v months, want 6 to 13", least.Value, most.Value)
	}
	f := b.Figure("ban imposed: back at the peak before it")
	if f.Text() != backSoon.AddDays(int(f.Value)).String() || f.Unit != "days after 2021-12-01" || f.Outcome() != Holds {
		t.Errorf("the return reads %q, %v %s, %q", f.Text(), f.Value, f.Unit, f.Outcome())
	}
	for _, f := range b.Figures {
		if strings.Contains(f.Name, "back at") && !regexp.MustCompile(`^(not by )?20\d\d-\d\d-\d\d$`).MatchString(f.Text()) {
			t.Errorf("%s reads %q, want a day", f.Name, f.Text())
		}
	}
}

// What the ban calls the adjustment of the shipped scenarios is what the reference scenario says.
func TestShippedIsWhatIsShipped(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../scenarios/reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if want := "response: adjustment, speed: " + shipped.Speed.String() + ", decline: " + shipped.Decline.String(); !strings.Contains(string(text), want) {
		t.Errorf("the reference scenario has no %q", want)
	}
}

// Forecasts are counted by the horizons at which they beat "no change"; both kinds of prices of one response are
// named once where they fare alike, and the table has a cell for each.
func TestTheMatrixOfResponses(t *testing.T) {
	t.Parallel()
	m := newMatrix([]float64{1, 1, 1, 1})
	m.add("growth", []float64{0.5, 0.5, 0.5, 0.99})
	m.add("entry"+asTheyCame, []float64{0.5, 1, 1, 1})
	m.add("entry"+priceHeld, []float64{1, 0.5, 1, 1})
	m.add("vintage"+asTheyCame, []float64{0.9, 0.9, 0.9, 0.991})
	m.add("vintage"+priceHeld, []float64{1, 1, 2, 2})
	want := `1 of 5 forecasts beat "no change" at all 4 horizons (growth), 1 at none (vintage, price held), 3 at some (entry; vintage, prices as they came).`
	if got := m.verdict(); got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
	table := m.table()
	for _, row := range table.Rows {
		if len(row) != len(table.Header) {
			t.Errorf("%q has not a cell for each of %q", row, table.Header)
		}
	}
	if want := []string{"vintage, price held", "1.000 (1.000) misses", "1.000 (1.000) misses", "2.000 (2.000) misses", "2.000 (2.000) misses", "0 of 4"}; !slices.Equal(table.Rows[5], want) {
		t.Errorf("row %q, want %q", table.Rows[5], want)
	}
	if table.Header[1] != "1 epoch ahead" || table.Header[2] != "6 epochs ahead" {
		t.Errorf("header %q", table.Header)
	}
	none := newMatrix([]float64{1, 1, 1, 1})
	none.add("growth", []float64{1, 1, 1, 1})
	if got, want := none.verdict(), `0 of 1 forecasts beat "no change" at all 4 horizons, 1 at none (growth).`; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
}

// Claims are named by their subjects; no id of a row is printed.
func TestClaimsAreNamedInWords(t *testing.T) {
	t.Parallel()
	cat := catalog(t)
	test := played(t, cat, "B8").Tests[0]
	text, err := json.Marshal(test)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range cat.CheckedClaims {
		if strings.Contains(string(text), row.ID) {
			t.Errorf("the id %s is printed", row.ID)
		}
	}
	if len(test.Notes) != 6 || !strings.HasPrefix(test.Notes[0], "Gazprom Neft pilot (Vekus, Khanty-Mansi): 150 Antminer S9 on ") {
		t.Errorf("%d notes, want one for each of 6 statements: %q", len(test.Notes), test.Notes)
	}
}

// There is one word for what holds and one for what does not, in JSON as well; a figure that is there to be read
// has none.
func TestOneWordForEachOutcome(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]Figure{
		`"outcome":"holds"`:  within("a", "", 2, 1, 3, "1 to 3"),
		`"outcome":"misses"`: within("a", "", 4, 1, 3, "1 to 3"),
		`"passed":true}`:     read("a", "", 4),
	} {
		if text, err := json.Marshal(f); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s %v lacks %s", text, err, want)
		}
	}
	if text, err := json.Marshal(Test{Passed: true}); err != nil || !strings.Contains(string(text), `"outcome":"holds"`) {
		t.Errorf("%s %v", text, err)
	}
}

// Figures and curves have no dust: 0.1 + 0.2 is 0.3, and what is small stays.
func TestNumbersHaveNoDust(t *testing.T) {
	t.Parallel()
	a, b := 0.1, 0.2
	var test Test
	test.add(within("sum", "", a+b, 100*(a+b), -43.979999999999997, ""))
	var c Curve
	c.point(backSoon, a+b)
	if f := test.Figures[0]; f.Value != 0.3 || *f.Low != 30 || *f.High != -43.98 || c.Values[0] != 0.3 {
		t.Errorf("%v, %v, %v, %v", f.Value, *f.Low, *f.High, c.Values[0])
	}
	if clean(5.2625e-14) != 5.2625e-14 || clean(0) != 0 {
		t.Error("small numbers are lost")
	}
}

// Another number is another test: who asks for one that is not there is told which are, and no slip is guessed at.
func TestUnknownTestsAreAnsweredWithTheList(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"B9":  `there is no test "B9"; there are B1, B2, B3, B4, B5, B6, B7, B8, B10, R1, R2`,
		"B-1": `there is no test "B-1"; there are B1, B2, B3, B4, B5, B6, B7, B8, B10, R1, R2; did you mean B1?`,
	} {
		_, err := Run(context.Background(), catalog(t), Settings{Only: []string{id}})
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", id, err, want)
		}
	}
}
