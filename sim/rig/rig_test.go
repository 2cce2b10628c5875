package rig_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/rig"
)

func TestEfficiencyIsPowerOverHashrate(t *testing.T) {
	// J/TH equals W per TH/s and kW per PH/s: an S21 of 200 TH/s at 3,500 W needs 17.5 J/TH, so 1 MW hashes 57.142857 PH/s
	// on 285.714286 machines.
	t.Parallel()
	r, err := rig.New(rig.Rig{ID: "antminer-s21-200", HashrateTHs: 200, PowerW: 3500, Cooling: rig.Air})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what      string
		got, want float64
	}{{"J/TH", r.EfficiencyJTH(), 17.5}, {"PH/s per MW", r.HashPerMW(), 400. / 7}, {"machines per MW", r.PerMW(), 2000. / 7}} {
		if math.Abs(c.got-c.want) > 1e-12*c.want {
			t.Errorf("%v %s, want %v", c.got, c.what, c.want)
		}
	}
	if got, want := r.Describe(), "200 TH/s, 3500 W, 17.5 J/TH, air"; got != want {
		t.Errorf("Describe() = %q, want %q", got, want)
	}
}

func TestMeritOrderIsEfficiencyThenID(t *testing.T) {
	// The most efficient first; machines alike are ordered by id, however they were written.
	t.Parallel()
	s21 := rig.Rig{ID: "s21", HashrateTHs: 200, PowerW: 3500}
	twin := rig.Rig{ID: "s21-twin", HashrateTHs: 100, PowerW: 1750}
	xp := rig.Rig{ID: "s19-xp", HashrateTHs: 140, PowerW: 3010}
	s9 := rig.Rig{ID: "a-s9", HashrateTHs: 13.5, PowerW: 1323}
	got := []rig.Rig{s9, twin, xp, s21}
	slices.SortFunc(got, rig.Compare)
	var ids []string
	for _, r := range got {
		ids = append(ids, r.ID)
	}
	if want := []string{"s21", "s21-twin", "s19-xp", "a-s9"}; !slices.Equal(ids, want) {
		t.Errorf("merit order %v, want %v", ids, want)
	}
}

func TestMeritOrderDoesNotDependOnTheOrderWritten(t *testing.T) {
	// Any permutation of any machines sorts to the same list.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		rigs := make([]rig.Rig, n)
		for i := range rigs {
			rigs[i] = rig.Rig{ID: string(rune('a' + i)), HashrateTHs: float64(rapid.IntRange(1, 4).Draw(t, "hash")), PowerW: float64(10 * rapid.IntRange(1, 4).Draw(t, "power"))}
		}
		other := rapid.Permutation(rigs).Draw(t, "order")
		slices.SortFunc(rigs, rig.Compare)
		slices.SortFunc(other, rig.Compare)
		if diff := cmp.Diff(rigs, other); diff != "" {
			t.Fatal(diff)
		}
		for i := 1; i < n; i++ {
			if rigs[i].EfficiencyJTH() < rigs[i-1].EfficiencyJTH() {
				t.Fatalf("%v before %v", rigs[i-1], rigs[i])
			}
		}
	})
}

func TestOperatingPointsAreSortedByEfficiency(t *testing.T) {
	// Presets of an S19j Pro (d-central.tech, measured): 76 TH/s at 1,850 W is the best, then 80 at 2,000, 70 at 1,800,
	// 100 at 2,970. The caller's list is left alone.
	t.Parallel()
	points := []rig.Point{{"2970 W", 100, 2970}, {"1800 W", 70, 1800}, {"1850 W", 76, 1850}, {"2000 W", 80, 2000}}
	r, err := rig.New(rig.Rig{ID: "antminer-s19j-pro-100", HashrateTHs: 100, PowerW: 3050, Points: points})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range r.Points {
		names = append(names, p.Name)
	}
	if want := []string{"1850 W", "2000 W", "1800 W", "2970 W"}; !slices.Equal(names, want) || points[0].Name != "2970 W" {
		t.Errorf("order %v, want %v; first of the caller's list is %s, want 2970 W", names, want, points[0].Name)
	}
}

func TestWhatIsNoMachineIsRefused(t *testing.T) {
	// Zero, NaN and infinite ratings, and slips of units, are named with the rig.
	t.Parallel()
	for _, c := range []struct {
		hash, power float64
		want        string
	}{
		{0, 3500, "hashrate of 0 TH/s"},
		{-1, 3500, "hashrate of -1 TH/s"},
		{math.NaN(), 3500, "NaN"},
		{math.Inf(1), 3500, "Inf"},
		{200, 0, "power of 0 W"},
		{200, math.NaN(), "NaN"},
		{200, math.Inf(1), "Inf"},
		{200, 3.5, "0.0175 J/TH; machines are between 1 and 10000"},
		{0.2, 3500, "1.75e+04 J/TH"},
	} {
		_, err := rig.New(rig.Rig{ID: "s21", HashrateTHs: c.hash, PowerW: c.power})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "rig s21") {
			t.Errorf("%v TH/s at %v W: %v, want an error with rig s21 and %q", c.hash, c.power, err, c.want)
		}
		_, err = rig.New(rig.Rig{ID: "s21", HashrateTHs: 200, PowerW: 3500, Points: []rig.Point{{"eco", c.hash, c.power}}})
		if err == nil || !strings.Contains(err.Error(), "operating point eco") {
			t.Errorf("operating point of %v TH/s at %v W: %v, want an error that names it", c.hash, c.power, err)
		}
	}
}

func load(text string) (rig.Declared, error) {
	var d rig.Declared
	return d, conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &d)
}

func TestDeclaredMachineBecomesARig(t *testing.T) {
	// {hashrate: 200 TH/s, power: 4000 W} is 20 J/TH, and so is the same machine declared by its efficiency.
	t.Parallel()
	for text, want := range map[string]rig.Rig{
		"{hashrate: 200 TH/s, power: 4000 W, cooling: air}":   {ID: "gold", HashrateTHs: 200, PowerW: 4000, Cooling: rig.Air},
		"{hashrate: 0.2 PH/s, power: 4 kW}":                   {ID: "gold", HashrateTHs: 200, PowerW: 4000},
		"{hashrate: 200 TH/s, efficiency: 20 J/TH}":           {ID: "gold", HashrateTHs: 200, PowerW: 4000},
		"{hashrate: 200 TH/s, power: 4000 W, source: my_lab}": {ID: "gold", HashrateTHs: 200, PowerW: 4000, Source: "my_lab"},
		"{hashrate: 200 TH/s, power: 4000 W, released: 2024-01-15, points: [{name: b, hashrate: 160 TH/s, power: 3200 W}, {name: a, hashrate: 100 TH/s, power: 1900 W}]}": {
			ID: "gold", HashrateTHs: 200, PowerW: 4000, Released: calendar.Date{Year: 2024, Month: 1, Day: 15}, Points: []rig.Point{{"a", 100, 1900}, {"b", 160, 3200}},
		},
	} {
		d, err := load(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := d.Rig("gold")
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestEveryMistakeInADeclarationIsExplained(t *testing.T) {
	// § marks where the problem must be reported.
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"§{power: 4000 W}", `"hashrate" is missing`},
		{"§{hashrate: 200 TH/s}", "neither power nor efficiency"},
		{"{hashrate: 200 TH/s, power: 4000 W, efficiency: §20 J/TH}", "power is given too"},
		{"{hashrate: §200, power: 4000 W}", "has no unit"},
		{"{hashrate: 200 TH/s, power: §4000}", "has no unit"},
		{"§{hashrate: 200 TH/s, power: 4000 kW}", "check the units"},
		{"§{hashrate: 200 PH/s, power: 4000 W}", "check the units"},
		{"§{hashrate: 0 TH/s, power: 4000 W}", "more than zero"},
		{"§{hashrate: 200 TH/s, power: 0 W}", "more than zero"},
		{"{hashrate: 200 TH/s, power: §-4 W}", "negative"},
		{"{hashrate: 200 TH/s, power: 4000 W, cooling: §aire}", `did you mean "air"?`},
		{"{hashrate: 200 TH/s, power: 4000 W, released: §2024}", "is not a date"},
		{"{hashrate: 200 TH/s, power: 4000 W, §watts: 3}", "unknown key"},
		{"{hashrate: 200 TH/s, power: 4000 W, points: [§{name: a, hashrate: 1 PH/s, power: 4 W}]}", "check the units"},
		{"{hashrate: 200 TH/s, power: 4000 W, points: [{name: a, hashrate: 100 TH/s, power: 2 kW}, §{name: a, hashrate: 90 TH/s, power: 2 kW}]}", `second operating point is called "a"`},
	} {
		before, after, _ := strings.Cut(c.text, "§")
		_, err := load(before + after)
		var problems conf.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].Message, c.want) {
			t.Errorf("%s: got %v, want one problem with %q", c.text, err, c.want)
			continue
		}
		if at := problems[0].Pos; at.Line != 1 || at.Col != len(before)+1 {
			t.Errorf("%s: reported at %d:%d, want 1:%d", c.text, at.Line, at.Col, len(before)+1)
		}
	}
}

func TestExampleShowsEveryField(t *testing.T) {
	// The example can be read and leaves no key out, except efficiency, which stands for power and is named beside it.
	t.Parallel()
	d, err := load(rig.Example)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Rig("example"); err != nil {
		t.Fatal(err)
	}
	for _, k := range conf.Fields(reflect.TypeFor[rig.Declared]()) {
		if k.Name != "efficiency" && !strings.Contains(strings.ReplaceAll(rig.Example, "points:", "points: "), "\n"+k.Name+": ") {
			t.Errorf("the example does not show %q", k.Name)
		}
	}
	if !strings.Contains(rig.Example, "or efficiency instead") {
		t.Error("the example does not name efficiency")
	}
}
