package reports

import (
	"math"
	"strings"
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/site"
)

// leaking is a builder of one hour, one limit and three regions.
func leaking() *builder {
	world := &site.World{Regions: []site.Region{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	return &builder{w: world, p: &site.Compiled{Problem: &kernel.Problem{Hours: 1, Limits: []kernel.Limit{{Name: "quota"}}}}, r: &sim.Result{}}
}

// place is a shift of hashrate in a region.
func place(region int, hash float64) sim.Place {
	return sim.Place{Region: region, Shift: sim.Shift{HashPHh: hash}}
}

// What the rest of the world hashes otherwise while difficulty hardly moves, and not to where it would call for
// that, is no answer: nothing is told of it. Little is told where it is one.
func TestHowRetargetsFallIsNoLeakage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rest, difficulty, told float64
		still                  bool
	}{
		{7, 6.9e-6, 0, true},       // more hash at a higher difficulty
		{-4, -9.2e-6, 0, true},     // less at a lower one
		{7, 6.9e-4, 7, false},      // difficulty that does move
		{9, -1e-7, 9, false},       // a small answer to a small limit
		{-200, -0.02, -200, false}, // epochs that are shorter
	} {
		b := leaking()
		leak := &sim.Leak{Held: sim.Shift{HashPHh: -75}, Elsewhere: []sim.Place{place(0, 61)}, RestPHh: c.rest, Difficulty: c.difficulty}
		if got := b.leakage(leak); got.rest != c.told || got.others != 61 {
			t.Errorf("%+v: %+v", c, got)
		}
		rows := b.leakRows(leak)
		columns := b.leakColumns(rows)
		last := columns[len(columns)-1].Numbers[2]
		if rows[2].who != "rest of the world" || columns[3].Numbers[2].None != c.still || last.None != (c.still || falls(leak)) {
			t.Errorf("%+v: %+v, %+v", c, columns[3].Numbers, last)
		}
	}
}

// Regions that move next to nothing share a row.
func TestRegionsThatMoveLittleShareARow(t *testing.T) {
	t.Parallel()
	for want, moved := range map[string][]float64{
		"other sites, 3 regions":                       {1, -3, 2},
		"other sites, B|other sites, C|other sites, A": {1, 5, 2},
	} {
		b := leaking()
		leak := &sim.Leak{Held: sim.Shift{HashPHh: -1000}, Difficulty: -1}
		sum := 0.0
		for k, hash := range moved {
			leak.Elsewhere = append(leak.Elsewhere, place(k, hash))
			sum += hash
		}
		var names []string
		rows := b.leakRows(leak)
		for _, row := range rows[1 : len(rows)-1] {
			names = append(names, row.who)
			sum -= row.hash
		}
		if got := strings.Join(names, "|"); got != want || math.Abs(sum) > 1e-12 {
			t.Errorf("%v: %s, %g left", moved, got, sum)
		}
	}
}

// Whole numbers of five digits or more have their thousands apart, and no others.
func TestLongNumbersOfRulesAreGrouped(t *testing.T) {
	t.Parallel()
	const text = "10000 households (20000 at most), 416.71828 RUB/MWh, 2025-01-31, 1234 h and x12345"
	want := strings.NewReplacer("10000", Format(10000, 0), "20000", Format(20000, 0)).Replace(text)
	if got := grouped(text); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Where others hash less too, nobody makes up for anything; that they do so for the limit is said only where it makes
// difficulty higher.
func TestOthersThatHashLessMakeUpNothing(t *testing.T) {
	t.Parallel()
	const nobody = "Nobody makes up for the hashrate that the quota stops"
	for difficulty, want := range map[float64]string{-0.02: nobody, 0.02: nobody + ": others hash 2\u202f% of it less"} {
		b := leaking()
		b.r.Leaks = []sim.Leak{{Held: sim.Shift{HashPHh: -1000}, RestPHh: -24, Difficulty: difficulty}}
		if got := b.leakTitle(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		b.p.Limits[0].Sites = []int32{0}
		if got := b.leakTable().Caption; strings.Contains(got, "no answer to the limit") != (difficulty < 0) {
			t.Errorf("%q", got)
		}
	}
}

// A variant has quotation marks in a sentence, for its name may be any words: “no quota” draws most. The run itself
// has none.
func TestVariantsAreQuoted(t *testing.T) {
	t.Parallel()
	cases := []caseOf{{name: thisRun}, {name: "no quota"}}
	if a, b := caseText(cases, 0), caseText(cases, 1); a != "this run" || b != "“no quota”" {
		t.Errorf("%s, %s", a, b)
	}
}

func TestWhyLessRunsWithoutALimitThanItKeepsBack(t *testing.T) {
	// Other limits take its place where they hold the same sites, and the hashprice where difficulty would be higher by
	// more than nothing; a given hashprice stays. What is not known is not said.
	t.Parallel()
	one := []kernel.Limit{{Name: "quota", Sites: []int32{0}}}
	for want, c := range map[string]struct {
		limits     []kernel.Limit
		difficulty float64
		open       bool
	}{
		"":                                   {one, -1e-4, false},
		", for the hashprice would be lower": {one, -0.01, false},
		", for other limits would hold in its place":                                  {append(one[:1:1], kernel.Limit{Sites: []int32{0, 1}}), -0.01, true},
		", for other limits would hold in its place and the hashprice would be lower": {append(one[:1:1], kernel.Limit{Sites: []int32{0}}), -0.01, false},
	} {
		b := leaking()
		b.p.Limits, b.p.Chain.Open, b.p.Sites = c.limits, c.open, make([]kernel.Site, 2)
		if got := b.insteadText(&sim.Leak{Difficulty: c.difficulty}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	b := leaking()
	b.p.Limits = append(one[:1:1], kernel.Limit{Sites: []int32{1}})
	if got := b.insteadText(&sim.Leak{}); got != "" {
		t.Errorf("a limit on another site: %q", got)
	}
}

func TestNothingIsOfWhatIsNotHashedLess(t *testing.T) {
	// A limit that keeps machines on has no hashrate that it stops, and others no part of it.
	t.Parallel()
	b := leaking()
	columns := b.leakColumns(b.leakRows(&sim.Leak{Held: sim.Shift{HashPHh: 2}, Difficulty: -1}))
	for k, n := range columns[len(columns)-1].Numbers {
		if !n.None {
			t.Errorf("row %d: %+v of the hashrate stopped", k, n)
		}
	}
}
