package dispatch

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// Program is the last resort, for budgets that neither one tree nor two can hold: max Σ margin·x with 0 <= x <= energy and,
// for each budget, Σ x over its items <= residual.
type Program struct {
	Margin  []float64 // USD/MWh at the meter, finite; zero and below never runs
	Energy  []float64 // MWh available, finite, not negative
	Budgets []Budget
}

// Budget is a limit on the energy of any set of items.
type Budget struct {
	Residual float64 // MWh; below zero counts as zero, +Inf as no budget
	Items    []int32 // each once
}

// ProgramPlan is the answer of [Program.Solve].
type ProgramPlan struct {
	Fraction []float64 // by item: how much of it runs, 0..1
	Lambda   []float64 // by budget: what one more MWh is worth, USD/MWh, never negative
	Used     []float64 // by budget, MWh
	Value    float64   // USD
	Rung     Rung      // General, or Threshold where no budget is short
}

// LargestProgram is how many items and budgets with a say [Program.Solve] takes together. The solver is dense and its time
// grows with about the fourth power: it takes a tenth of a second for 130 and seconds at the limit.
const LargestProgram = 500

// ErrTooLarge says that a programme is beyond the built-in solver. [Program.WriteMPS] writes it for another.
var ErrTooLarge = errors.New("too large for the built-in linear solver")

// AddTree adds the groups of a family, one budget each; leaf is the smallest group around each item, -1 for none.
func (p *Program) AddTree(t *Tree, leaf []int32) {
	first := len(p.Budgets)
	for _, r := range t.Residual {
		p.Budgets = append(p.Budgets, Budget{Residual: r})
	}
	for j, g := range leaf {
		for ; g >= 0; g = t.Parent[g] {
			b := &p.Budgets[first+int(g)]
			b.Items = append(b.Items, int32(j))
		}
	}
}

// Solve finds an optimum and its multipliers, by the simplex method on the programme and on its dual, and proves it: an
// answer that weak duality does not confirm to 1e-9 is an error, as is a programme beyond [LargestProgram]
// ([ErrTooLarge]). Items and budgets that decide nothing are left out first: items that earn nothing, items in a budget
// with nothing left, budgets that hold all of their items.
//
// It panics if a number is not usable or an item is out of range.
func (p *Program) Solve() (*ProgramPlan, error) {
	p.check()
	s := p.reduce()
	plan := &ProgramPlan{
		Fraction: make([]float64, len(p.Margin)), Lambda: make([]float64, len(p.Budgets)), Used: make([]float64, len(p.Budgets)),
	}
	for j, state := range s.state {
		if state == runs {
			plan.Fraction[j] = 1
		}
	}
	if size := len(s.items) + len(s.budgets); size > LargestProgram {
		return nil, fmt.Errorf("dispatch: %d items and %d budgets that cross in more than two ways are %w, which takes %d together; "+
			"let the budgets lie inside one another, or write the problem as MPS and solve it outside",
			len(s.items), len(s.budgets), ErrTooLarge, LargestProgram)
	}
	if len(s.items) > 0 {
		plan.Rung = General
		if err := s.primal(p, plan); err != nil {
			return nil, err
		}
		if err := s.dual(p, plan); err != nil {
			return nil, err
		}
	}
	p.firstIn(plan)
	return plan, p.account(plan)
}

// check panics with the first number that is not usable.
func (p *Program) check() {
	if len(p.Energy) != len(p.Margin) {
		panic(fmt.Sprintf("dispatch: %d margins and %d energies, want as many of each", len(p.Margin), len(p.Energy)))
	}
	for j, m := range p.Margin {
		if e := p.Energy[j]; math.IsNaN(m) || math.IsInf(m, 0) || !(e >= 0) || math.IsInf(e, 0) {
			refuse(&Items{Margin: p.Margin, Energy: p.Energy})
		}
	}
	for g, b := range p.Budgets {
		if math.IsNaN(b.Residual) {
			panic(fmt.Sprintf("dispatch: the residual of budget %d is not a number", g))
		}
		for _, j := range b.Items {
			if j < 0 || int(j) >= len(p.Margin) {
				panic(fmt.Sprintf("dispatch: budget %d has the item %d, want 0 to %d", g, j, len(p.Margin)-1))
			}
		}
	}
}

// reduced is a programme without what decides nothing, in units of its largest energy and margin.
type reduced struct {
	state          []itemState
	items, budgets []int32 // those that are left
	column         []int32 // by item of the whole programme: its place among those left
	energy, margin float64 // MWh and USD/MWh of the units
}

type itemState uint8

const (
	idles itemState = iota // earns nothing, has nothing, or lies in a budget with nothing left
	runs                   // lies in no budget that is short
	undecided
)

// reduce sorts out items and budgets.
func (p *Program) reduce() *reduced {
	s := &reduced{state: make([]itemState, len(p.Margin)), column: make([]int32, len(p.Margin))}
	for j, m := range p.Margin {
		if m > 0 && p.Energy[j] > 0 {
			s.state[j] = runs
		}
	}
	for _, b := range p.Budgets {
		if b.Residual <= 0 {
			for _, j := range b.Items {
				s.state[j] = idles
			}
		}
	}
	for g, b := range p.Budgets {
		var want sum
		for _, j := range b.Items {
			if s.state[j] != idles {
				want.add(p.Energy[j])
			}
		}
		if want.value() > max(b.Residual, 0)*(1+tolerance) {
			s.budgets = append(s.budgets, int32(g))
			s.energy = max(s.energy, b.Residual)
		}
	}
	for _, g := range s.budgets {
		for _, j := range p.Budgets[g].Items {
			if s.state[j] == runs {
				s.state[j] = undecided
			}
		}
	}
	for j, state := range s.state {
		if state == undecided {
			s.column[j] = int32(len(s.items))
			s.items = append(s.items, int32(j))
			s.energy = max(s.energy, p.Energy[j])
			s.margin = max(s.margin, p.Margin[j])
		}
	}
	return s
}

// primal solves min -margin·x with x + slack = energy and Σ x + slack = residual, from the slacks, and sets fractions.
func (s *reduced) primal(p *Program, plan *ProgramPlan) error {
	n, rows := len(s.items), len(s.items)+len(s.budgets)
	a := mat.NewDense(rows, n+rows, nil)
	b, c, basis := make([]float64, rows), make([]float64, n+rows), make([]int, rows)
	for k, j := range s.items {
		c[k] = -p.Margin[j] / s.margin
		b[k] = p.Energy[j] / s.energy
		a.Set(k, k, 1)
	}
	for i, g := range s.budgets {
		b[n+i] = p.Budgets[g].Residual / s.energy
		for _, j := range p.Budgets[g].Items {
			if s.state[j] == undecided {
				a.Set(n+i, int(s.column[j]), 1)
			}
		}
	}
	for r := range rows {
		a.Set(r, n+r, 1)
		basis[r] = n + r
	}
	_, x, err := lp.Simplex(c, a, b, 1e-12, basis)
	if err != nil {
		return fmt.Errorf("dispatch: the linear solver gave up on the plan: %w", err)
	}
	for k, j := range s.items {
		plan.Fraction[j] = min(max(x[k]/b[k], 0), 1)
	}
	return nil
}

// dual solves min residual·y + energy·z with, for each item, Σ y over its budgets + z - surplus = margin, from z = margin,
// and sets multipliers.
func (s *reduced) dual(p *Program, plan *ProgramPlan) error {
	n, m := len(s.items), len(s.budgets)
	a := mat.NewDense(n, m+2*n, nil)
	b, c, basis := make([]float64, n), make([]float64, m+2*n), make([]int, n)
	for i, g := range s.budgets {
		c[i] = p.Budgets[g].Residual / s.energy
		for _, j := range p.Budgets[g].Items {
			if s.state[j] == undecided {
				a.Set(int(s.column[j]), i, 1)
			}
		}
	}
	for k, j := range s.items {
		b[k] = p.Margin[j] / s.margin
		c[m+k] = p.Energy[j] / s.energy
		a.Set(k, m+k, 1)
		a.Set(k, m+n+k, -1)
		basis[k] = m + k
	}
	_, y, err := lp.Simplex(c, a, b, 1e-12, basis)
	if err != nil {
		return fmt.Errorf("dispatch: the linear solver gave up on the multipliers: %w", err)
	}
	for i, g := range s.budgets {
		plan.Lambda[g] = max(y[i]*s.margin, 0)
	}
	return nil
}

// firstIn prices budgets with nothing left: the largest margin, above what all others ask, of the items inside.
func (p *Program) firstIn(plan *ProgramPlan) {
	ask := make([]float64, len(p.Margin)) // USD/MWh by item
	for g, b := range p.Budgets {
		for _, j := range b.Items {
			ask[j] += plan.Lambda[g]
		}
	}
	for g, b := range p.Budgets {
		if b.Residual > 0 {
			continue
		}
		for _, j := range b.Items {
			if p.Energy[j] > 0 {
				plan.Lambda[g] = max(plan.Lambda[g], p.Margin[j]-ask[j])
			}
		}
		for _, j := range b.Items {
			ask[j] += plan.Lambda[g]
		}
	}
}

// account sums use and value, and says what is wrong if they do not prove an optimum.
func (p *Program) account(plan *ProgramPlan) error {
	ask := make([]float64, len(p.Margin))
	var dual, value, free sum
	var over float64
	for g, b := range p.Budgets {
		var used, could sum
		for _, j := range b.Items {
			used.add(p.Energy[j] * plan.Fraction[j])
			could.add(p.Energy[j])
			ask[j] += plan.Lambda[g]
		}
		plan.Used[g] = used.value()
		r := max(b.Residual, 0)
		over = max(over, apart(max(plan.Used[g], r), r, max(r, certified*could.value())))
		if plan.Lambda[g] > 0 {
			dual.add(plan.Lambda[g] * r)
		}
	}
	for j, m := range p.Margin {
		value.add(max(m, 0) * p.Energy[j] * plan.Fraction[j])
		free.add(max(m, 0) * p.Energy[j])
		dual.add(p.Energy[j] * max(0, m-ask[j]))
	}
	plan.Value = value.value()
	scale := max(plan.Value, dual.value(), 1e-6*free.value())
	if gap := apart(plan.Value, dual.value(), scale); !(gap <= certified) || !(over <= certified) {
		return fmt.Errorf("dispatch: the linear solver's plan is worth %.12g and the bound is %.12g, with a budget exceeded by %.3g: not proven; "+
			"write the problem as MPS and solve it outside", plan.Value, dual.value(), over)
	}
	return nil
}
