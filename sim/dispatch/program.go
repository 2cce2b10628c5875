package dispatch

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Program is the last resort, for budgets that neither one tree nor two can hold: max Σ margin·x with 0 <= x <=
// energy and, for each budget, Σ x over its items <= residual.
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

// LargestProgram bounds what [Program.Solve] takes: the number of budgets that are short times the number of items
// in them and such budgets together, items that it counts as one counted once. At the bound the budgets of sites,
// regions and hours take seconds and less than half a gigabyte; budgets without any such order may take minutes.
const LargestProgram = 60_000_000

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

// Solve finds an optimum and its multipliers by the simplex method and proves it ([CertifyProgram]): an answer that
// is not proven is an error, as is a programme beyond [LargestProgram] ([ErrTooLarge]).
//
// Items and budgets that decide nothing are left out first: items that earn nothing, items in a budget with nothing
// left, budgets that hold all of their items. Items of equal margin in the same budgets are one item and run in the
// same share. The plan does not depend on the order of items. Where a budget fits exactly its multiplier lies
// between the value of the next MWh and that of the last one.
//
// It panics if a number is not usable or an item is out of range.
func (p *Program) Solve() (*ProgramPlan, error) {
	p.check()
	return p.solve(p.reduce())
}

func (p *Program) solve(s *reduced) (*ProgramPlan, error) {
	plan := &ProgramPlan{
		Fraction: make([]float64, len(p.Margin)), Lambda: make([]float64, len(p.Budgets)), Used: make([]float64, len(p.Budgets)),
	}
	for j, state := range s.state {
		if state == runs {
			plan.Fraction[j] = 1
		}
	}
	if columns := len(s.margin); columns*len(s.room) > LargestProgram {
		return nil, fmt.Errorf("dispatch: %d items under %d budgets that cross in more than two ways are %w; "+
			"let the budgets lie inside one another, or write the problem as MPS and solve it outside",
			columns-len(s.room), len(s.room), ErrTooLarge)
	}
	if len(s.room) > 0 {
		plan.Rung = General
		if !s.solve() {
			return nil, errors.New("dispatch: the linear solver goes in circles; write the problem as MPS and solve it outside")
		}
		fractions := s.fractions()
		for j, state := range s.state {
			if state == undecided {
				plan.Fraction[j] = fractions[s.item[j]]
			}
		}
		for r, g := range s.budgets {
			plan.Lambda[g] = max(s.price[r], 0)
		}
	}
	p.firstIn(plan)
	p.account(plan)
	if err := CertifyProgram(p, plan).Err(); err != nil {
		return nil, fmt.Errorf("%w: the linear solver's plan is not proven; write the problem as MPS and solve it outside", err)
	}
	return plan, nil
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

// reduced is a programme without what decides nothing.
type reduced struct {
	linear
	state   []itemState
	item    []int32 // by item of the whole programme, if it is undecided: its column
	budgets []int32 // by row: the budget
}

type itemState uint8

const (
	idles itemState = iota // earns nothing, has nothing, or lies in a budget with nothing left
	runs                   // lies in no budget that is short
	undecided
)

// reduce sorts out items and budgets.
func (p *Program) reduce() *reduced {
	s := &reduced{state: make([]itemState, len(p.Margin))}
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
			s.room = append(s.room, b.Residual)
		}
	}
	within := make([][]int32, len(p.Margin)) // by item: the rows it is in, ascending
	for r, g := range s.budgets {
		for _, j := range p.Budgets[g].Items {
			if s.state[j] != idles {
				s.state[j] = undecided
				within[j] = append(within[j], int32(r))
			}
		}
	}
	s.columns(p, within)
	return s
}

// columns makes one of each class of items that are equal but for their energy, the largest margin first, and one
// for what each budget leaves unused.
func (s *reduced) columns(p *Program, within [][]int32) {
	var order []int32
	for j, state := range s.state {
		if state == undecided {
			order = append(order, int32(j))
		}
	}
	compare := func(i, j int32) int {
		switch a, b := p.Margin[i], p.Margin[j]; {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return slices.Compare(within[i], within[j])
	}
	slices.SortStableFunc(order, compare)
	s.item = make([]int32, len(p.Margin))
	s.first = []int32{0}
	for k, j := range order {
		if k == 0 || compare(order[k-1], j) != 0 {
			s.add(p.Margin[j], 0, within[j]...)
		}
		last := len(s.margin) - 1
		s.energy[last] += p.Energy[j]
		s.item[j] = int32(last)
	}
	for r := range s.room {
		s.add(0, math.Inf(1), int32(r))
	}
}

// add adds a column.
func (l *linear) add(margin, energy float64, rows ...int32) {
	l.margin, l.energy = append(l.margin, margin), append(l.energy, energy)
	l.rows = append(l.rows, rows...)
	l.first = append(l.first, int32(len(l.rows)))
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

// account sums use and value.
func (p *Program) account(plan *ProgramPlan) {
	for g, b := range p.Budgets {
		var used sum
		for _, j := range b.Items {
			used.add(p.Energy[j] * plan.Fraction[j])
		}
		plan.Used[g] = used.value()
	}
	var value sum
	for j, m := range p.Margin {
		value.add(max(m, 0) * p.Energy[j] * plan.Fraction[j])
	}
	plan.Value = value.value()
}
