package kernel

import "testing"

// TestProgramWork: the programmes that a run solves are counted before it: 3 machines in 3 hours under 9 budgets at
// the start, and 6 under 6 when one hour is over. Those who know all solve the first once more; budgets that hold
// all that could run are none.
func TestProgramWork(t *testing.T) {
	t.Parallel()
	p, d := threeWays(3, 11)
	p.Budgets.Roots[0].Solve = []int{1}
	w := p.ProgramWork()
	if w.Programs != 2 || w.Items != 9 || w.Budgets != 9 || len(w.Limits) != 3 {
		t.Errorf("%+v, want 2 programmes, the larger of 9 items and 9 budgets, of 3 limits", w)
	}
	near(t, "seconds", w.Seconds, (9+6)*secondsPerItem+(81+36)*secondsPerCell, 1e-12)
	if tr := run(t, p, d); tr.Rungs.General != int64(w.Programs) {
		t.Errorf("%d programmes were solved, want %d", tr.Rungs.General, w.Programs)
	}
	p.Foresight = Perfect
	if w := p.ProgramWork(); w.Programs != 3 {
		t.Errorf("perfect: %+v, want 3 programmes", w)
	}
	if wide, _ := threeWays(3, 20); wide.ProgramWork().Programs != 0 {
		t.Errorf("%+v, want nothing where no budget can be short", wide.ProgramWork())
	}
	if two, _ := shared(3, 11, []float64{10, 10}, []float64{30, 25}); two.ProgramWork().Programs != 0 {
		t.Errorf("%+v, want nothing where no three families cross", two.ProgramWork())
	}
}

// TestProgramWorkOfRetargets: operators plan again every two weeks where the network moves, and look no farther
// than the periods that have begun.
func TestProgramWorkOfRetargets(t *testing.T) {
	t.Parallel()
	p, _ := threeWays(700, 11)
	if w := p.ProgramWork(); w.Programs != 1 || w.Items != 2100 || w.Budgets != 2100 {
		t.Errorf("%+v, want one programme of 2100 items and 2100 budgets", w)
	}
	p.Chain.Open = false
	if w := p.ProgramWork(); w.Programs != 3 {
		t.Errorf("%+v, want programmes at hours 0, 336 and 672", w)
	}
	p.Budgets.Roots[0].Until = []Until{{From: 0, To: 10}, {From: 300, To: 700}}
	w := p.ProgramWork()
	if w.Programs != 3 || w.Items != 3*(700-336) {
		t.Errorf("%+v, want the first of 30 items and the second of %d", w, 3*(700-336))
	}
	p.Sites[0].Online = 700
	if w := p.ProgramWork(); w.Items != 2*(700-336) {
		t.Errorf("%+v, want no machines that do not stand yet", w)
	}
}

// TestProgramWorkOfSwitchedMachines: a plan of budgets with machines that cost something to switch, or with budgets
// that may be broken, takes more programmes than one; with machines that do not, or for those who do not look
// ahead, it takes one.
func TestProgramWorkOfSwitchedMachines(t *testing.T) {
	t.Parallel()
	p, _ := threeWays(3, 11)
	one := p.ProgramWork()
	p.Sites[0].Cycle = &Cycle{Blocks: 1}
	if w := p.ProgramWork(); w.Programs != 1 {
		t.Errorf("%+v, want one programme where it costs nothing to switch", w)
	}
	p.Sites[0].Cycle = &Cycle{Blocks: 1, Up: 2}
	w := p.ProgramWork()
	if w.Programs != switchedPrograms || w.Items != one.Items {
		t.Errorf("%+v, want %d programmes of %d items", w, switchedPrograms, one.Items)
	}
	near(t, "seconds", w.Seconds, switchedPrograms*one.Seconds, 1e-12)
	p.Sites[1].Breaches = make([]Breach, 1)
	if w := p.ProgramWork(); w.Programs != switchedPrograms+brokenPrograms-1 {
		t.Errorf("%+v, want %d programmes where budgets may be broken too", w, switchedPrograms+brokenPrograms-1)
	}
	p.Foresight = Myopic
	if w := p.ProgramWork(); w.Programs != 1 {
		t.Errorf("%+v, want one programme of who does not look ahead", w)
	}
}
