package dispatch

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// program writes the two families of an instance as a linear programme.
func (in *crossInstance) program() *Program {
	p := &Program{Margin: in.items.Margin, Energy: in.items.Energy}
	p.AddTree(&in.a, in.items.LeafA)
	p.AddTree(&in.b, in.items.LeafB)
	return p
}

// TestProgramEqualsCrossing: on two families the general solver finds the optimum that the flow finds.
func TestProgramEqualsCrossing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 1))
	var w CrossSpace
	for range 10000 {
		in := randomCross(rng, 5, 12)
		want := in.solveWith(t, &w)
		got, err := in.program().Solve()
		if err != nil {
			t.Fatalf("%v\n%v", err, in)
		}
		if !near(got.Value, want.Value, 1e-9, 1) {
			t.Fatalf("value %.15g, the flow finds %.15g\n%v", got.Value, want.Value, in)
		}
	}
}

// threeWays is items in three families of budgets of which no two are nested, each in one budget of each family.
func threeWays(rng *rand.Rand, items, groups int) *Program {
	p := new(Program)
	for range items {
		p.Margin = append(p.Margin, 10*rng.Float64())
		p.Energy = append(p.Energy, 5*rng.Float64())
	}
	for range 3 {
		t := Tree{make([]int32, groups), make([]float64, groups)}
		leaf := make([]int32, items)
		for g := range t.Parent {
			t.Parent[g] = -1
		}
		for j := range leaf {
			leaf[j] = int32(rng.IntN(groups))
			t.Residual[leaf[j]] += 0.7 * p.Energy[j]
		}
		p.AddTree(&t, leaf)
	}
	return p
}

// TestProgramKnown: three budgets of 1 MWh over pairs of three items of 1 MWh at 6 USD run each item by half, which
// no flow can. One more MWh in one budget lets half of it through on balance: two items gain a half, the third
// loses one.
func TestProgramKnown(t *testing.T) {
	t.Parallel()
	p := &Program{
		Margin:  []float64{6, 6, 6, 9, -1, 5},
		Energy:  []float64{1, 1, 1, 2, 1, 1},
		Budgets: []Budget{{1, []int32{0, 1}}, {1, []int32{1, 2}}, {1, []int32{2, 0, 4}}, {100, []int32{0, 1, 2, 3, 4, 5}}, {-1, []int32{5}}, {math.Inf(1), nil}},
	}
	got, err := p.Solve()
	if err != nil {
		t.Fatal(err)
	}
	want := &ProgramPlan{
		Fraction: []float64{0.5, 0.5, 0.5, 1, 0, 0},
		Lambda:   []float64{3, 3, 3, 0, 5, 0},
		Used:     []float64{1, 1, 1, 3.5, 0, 0},
		Value:    27,
		Rung:     General,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestProgramThreeWays: on three families the answer is proven, and its multipliers are what finite differences say.
func TestProgramThreeWays(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 2))
	for range 15 {
		p := threeWays(rng, 30, 4)
		plan, err := p.Solve()
		if err != nil {
			t.Fatal(err)
		}
		const h = 1e-4
		for g := range p.Budgets {
			slope := [2]float64{}
			for k, h := range []float64{h, -h} {
				p.Budgets[g].Residual += h
				more, err := p.Solve()
				p.Budgets[g].Residual -= h
				if err != nil {
					t.Fatal(err)
				}
				slope[k] = (more.Value - plan.Value) / h
			}
			if lambda := plan.Lambda[g]; lambda < slope[0]-1e-6 || lambda > slope[1]+1e-6 {
				t.Errorf("budget %d has the multiplier %v, want from %v to %v", g, lambda, slope[0], slope[1])
			}
		}
	}
}

// TestProgramTooLarge: a programme beyond the solver is refused with a sentence, and quickly.
func TestProgramTooLarge(t *testing.T) {
	t.Parallel()
	p := threeWays(rand.New(rand.NewPCG(12, 3)), 60000, 1000)
	_, err := p.Solve()
	if !errors.Is(err, ErrTooLarge) {
		t.Fatalf("%v, want that it is too large", err)
	}
	const want = "60000 items under 3000 budgets that cross in more than two ways are too large for the built-in linear solver"
	if !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want it to say %q", err, want)
	}
	for g := range p.Budgets {
		p.Budgets[g].Residual *= 2 // all fits: nothing is left to solve
	}
	if plan, err := p.Solve(); err != nil || slices.Min(plan.Fraction) != 1 || plan.Rung != Threshold {
		t.Errorf("%v, want that everything runs", err)
	}
}

// TestProgramMisuse: numbers and items that make no sense end in a sentence.
func TestProgramMisuse(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]*Program{
		"dispatch: budget 0 has the item 1, want 0 to 0":                         {[]float64{1}, []float64{1}, []Budget{{1, []int32{1}}}},
		"dispatch: the residual of budget 0 is not a number":                     {[]float64{1}, []float64{1}, []Budget{{math.NaN(), nil}}},
		"dispatch: item 0 has -1 MWh, want a finite number that is not negative": {[]float64{1}, []float64{-1}, nil},
		"dispatch: 1 margins and 0 energies, want as many of each":               {[]float64{1}, nil, nil},
	} {
		got := func() (got any) {
			defer func() { got = recover() }()
			_, err := p.Solve()
			return err
		}()
		if got != want {
			t.Errorf("panic %v, want %v", got, want)
		}
	}
}

// readMPS reads the free MPS that WriteMPS writes, by the rules of the format: sections, words, minimisation.
func readMPS(t *testing.T, text string) (name string, p *Program) {
	t.Helper()
	p = new(Program)
	row, rows := map[string]int{}, []string{}
	section := ""
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	column := map[string]int32{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if strings.HasPrefix(line, "*") {
			continue
		}
		if !strings.HasPrefix(line, " ") {
			section = words[0]
			if section == "NAME" {
				name = words[1]
			}
			continue
		}
		switch section {
		case "ROWS":
			if words[0] == "L" {
				row[words[1]] = len(rows)
				rows = append(rows, words[1])
				p.Budgets = append(p.Budgets, Budget{})
			} else if words[0] != "N" || words[1] != "LOSS" {
				t.Fatalf("row %q", line)
			}
		case "COLUMNS":
			j, ok := column[words[0]]
			if !ok {
				j = int32(len(column))
				column[words[0]] = j
				p.Margin, p.Energy = append(p.Margin, 0), append(p.Energy, math.Inf(1))
			}
			if words[1] == "LOSS" {
				p.Margin[j] = -number(words[2])
			} else if b := &p.Budgets[row[words[1]]]; number(words[2]) == 1 {
				b.Items = append(b.Items, j)
			}
		case "RHS":
			p.Budgets[row[words[1]]].Residual = number(words[2])
		case "BOUNDS":
			if words[0] != "UP" {
				t.Fatalf("bound %q", line)
			}
			p.Energy[column[words[2]]] = number(words[3])
		}
	}
	if section != "ENDATA" {
		t.Errorf("ends in section %q", section)
	}
	return name, p
}

// TestMPSRoundTrip: what is written reads as the same programme, bit for bit.
func TestMPSRoundTrip(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 4))
	for range 200 {
		want := threeWays(rng, 1+rng.IntN(60), 1+rng.IntN(6))
		want.Margin[0], want.Energy[0] = -1.0/3, 1e-300
		var text strings.Builder
		if err := want.WriteMPS(&text, "winter quota\n2026"); err != nil {
			t.Fatal(err)
		}
		name, got := readMPS(t, text.String())
		if name != "winter_quota_2026" {
			t.Errorf("name %q", name)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

// TestMPSKnown: the text for two items and three budgets, one of them without limit, one overdrawn.
func TestMPSKnown(t *testing.T) {
	t.Parallel()
	p := &Program{[]float64{6, 0}, []float64{1.5, 2}, []Budget{{math.Inf(1), []int32{0}}, {-1, []int32{0, 1}}, {3, []int32{1}}}}
	var text strings.Builder
	if err := p.WriteMPS(&text, ""); err != nil {
		t.Fatal(err)
	}
	const want = `* max sum of margin times energy run, USD, as min of LOSS; MWh by item X, budgets B
NAME dispatch
ROWS
 N LOSS
 L B1
 L B2
COLUMNS
 X0 LOSS -6
 X0 B1 1
 X1 LOSS 0
 X1 B1 1
 X1 B2 1
RHS
 RHS B1 0
 RHS B2 3
BOUNDS
 UP BND X0 1.5
 UP BND X1 2
ENDATA
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := p.WriteMPS(full{}, ""); err == nil {
		t.Error("a writer that fails is not told")
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// BenchmarkProgram is three families of 10 budgets each over 100 items, without any order.
func BenchmarkProgram(b *testing.B) {
	p := threeWays(rand.New(rand.NewPCG(12, 5)), 100, 10)
	for b.Loop() {
		if _, err := p.Solve(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkProgramYear is a year of sites whose quotas and a cap per hour are crossed by budgets per day of four
// operators that have sites in all regions: 10 sites for 30 days, 25 for 30 and 4 for 100, margins spread and
// equal.
func BenchmarkProgramYear(b *testing.B) {
	for _, how := range []struct {
		sites, days int
		flat        bool
	}{{10, 30, false}, {10, 30, true}, {25, 30, false}, {25, 30, true}, {4, 100, false}, {4, 100, true}} {
		b.Run(fmt.Sprintf("%d_sites_%d_days_flat_%v", how.sites, how.days, how.flat), func(b *testing.B) {
			p := operatorDays(how.sites, how.days, how.flat)
			for b.Loop() {
				if _, err := p.Solve(); err != nil {
					b.Fatal(err)
				}
			}
			s := p.reduce()
			b.ReportMetric(float64(len(s.margin)*len(s.room))/1e6, "Mcells")
		})
	}
}

// operatorDays is a crossYear with budgets per operator and day, seven tenths of what would run.
func operatorDays(sites, days int, flat bool) *Program {
	in := crossYear(sites, days, 0.7)
	if flat {
		in.flatten()
	}
	const operators = 4
	t := Tree{make([]int32, operators*days), make([]float64, operators*days)}
	for g := range t.Parent {
		t.Parent[g] = -1
	}
	leaf := make([]int32, len(in.items.Margin))
	for j := range leaf {
		site, hour := j/(2*24*days), int(in.items.LeafB[j])
		leaf[j] = int32(site%operators*days + hour/24)
		t.Residual[leaf[j]] += 0.7 * in.items.Energy[j]
	}
	p := in.program()
	p.AddTree(&t, leaf)
	return p
}
