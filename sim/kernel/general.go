package kernel

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"hashwatt/sim/dispatch"
)

// ProgramError says that budgets which cross in more than two ways could not be planned.
type ProgramError struct {
	Hour    int               // at which the plan was due
	Limits  []string          // whose budgets they are, in quotes
	Program *dispatch.Program // for another solver
	Err     error
}

func (e *ProgramError) Error() string {
	why := e.Err
	if errors.Is(why, dispatch.ErrTooLarge) {
		why = dispatch.ErrTooLarge
	}
	return fmt.Sprintf("the budgets of %s cross in more than two ways, which makes a linear programme of %d items and %d budgets from hour %d on: %v; "+
		"let one of the limits lie inside another, by giving both the same sites or letting the longer period cover all the sites of the shorter one "+
		"(days, months, quarters and years lie inside one another, weeks lie inside none of them), or leave one out; hashwatt mps writes the programme for another solver",
		strings.Join(e.Limits, ", "), len(e.Program.Margin), len(e.Program.Budgets), e.Hour, why)
}

func (e *ProgramError) Unwrap() error { return e.Err }

// solveGeneral finds the plan of a root of more than two families by a linear programme. It takes memory anew each
// time; where the programme cannot be solved the run ends.
func (s *State) solveGeneral(pl *plan) dispatch.Rung {
	sp, c := &s.budget, pl.cross
	program := s.program(pl)
	answer, err := program.Solve()
	if err != nil {
		s.unplanned = s.programError(pl, program, err)
		answer = &dispatch.ProgramPlan{Fraction: make([]float64, len(program.Margin)), Lambda: make([]float64, len(program.Budgets))}
	}
	c.Fraction = append(c.Fraction[:0], answer.Fraction...)
	c.Rung = dispatch.General // also where no budget is short: prices are kept by family
	for len(c.all) < len(pl.groups) {
		c.all = append(c.all, dispatch.Prices{})
	}
	lambda := answer.Lambda
	for f, groups := range pl.groups {
		setPrices(&c.all[f], &sp.tree[f], lambda[:len(groups)])
		lambda = lambda[len(groups):]
	}
	if s.Certify && err == nil {
		played := *answer // what is carried out is proven, not what was found
		played.Fraction, played.Lambda = c.Fraction, nil
		for f, groups := range pl.groups {
			played.Lambda = append(played.Lambda, c.all[f].Lambda[:len(groups)]...)
		}
		s.certified(dispatch.CertifyProgram(program, &played))
	}
	return answer.Rung
}

// program is the linear programme of the items of a plan.
func (s *State) program(pl *plan) *dispatch.Program {
	sp := &s.budget
	program := &dispatch.Program{Margin: sp.items.Margin, Energy: sp.items.Energy}
	for f := range pl.groups {
		program.AddTree(&sp.tree[f], sp.under[f])
	}
	return program
}

// programError names the limits of a plan.
func (s *State) programError(pl *plan, program *dispatch.Program, err error) *ProgramError {
	out := &ProgramError{Hour: s.t, Program: program, Err: err}
	known := make([]bool, len(s.p.Limits))
	for _, groups := range pl.groups {
		for _, g := range groups {
			if l := s.p.Budgets.Groups[g].Limit; !known[l] {
				known[l] = true
				out.Limits = append(out.Limits, strconv.Quote(s.p.Limits[l].Name))
			}
		}
	}
	return out
}

// setPrices enters the multipliers of a family; parents stand before their children.
func setPrices(p *dispatch.Prices, tree *dispatch.Tree, lambda []float64) {
	n := len(lambda)
	p.Lambda, p.Sum, p.Binding, p.Used = append(p.Lambda[:0], lambda...), resize(p.Sum, n), resize(p.Binding, n), resize(p.Used, n)
	for k, y := range lambda {
		p.Sum[k], p.Binding[k] = y, -1
		if up := tree.Parent[k]; up >= 0 {
			p.Sum[k] += p.Sum[up]
			p.Binding[k] = p.Binding[up]
		}
		if y > 0 {
			p.Binding[k] = int32(k)
		}
	}
}
