package dispatch

// switchedRest solves items and gates in what schedules leave of the budgets.
type switchedRest struct {
	trees  []Tree
	left   []*Tree
	one    Workspace
	plan   Plan
	two    CrossSpace
	cross  CrossPlan
	lambda [][]float64
	items  SwitchedItems // with gates
	spent  int           // on linear programmes beside schedules, in labels
}

// programLabels is how many labels are made in the time that a linear programme takes. Measured under budgets of 3 to
// 20 sites, weeks and hours, it takes 4 to 17 nanoseconds for each item and budget; three labels take a microsecond.
func programLabels(items, budgets int) int { return 3*items + items*budgets/30 }

// affords says whether work is left for more linear programmes than there have to be.
func (w *SwitchSpace) affords() bool {
	return len(w.trees) < 3 || w.rest.spent < w.work(w.unitHours())
}

// value is what items and gates earn beside schedules, USD.
func (r *switchedRest) value(w *SwitchSpace, blocks [][]int) (float64, error) {
	r.leave(w, blocks)
	usd, _, err := r.ladder(r.left, r.beside(w, blocks))
	return usd, err
}

// fill writes the fractions of items, and the shares of units, beside schedules.
func (r *switchedRest) fill(w *SwitchSpace, blocks [][]int, p *SwitchedPlan) error {
	r.leave(w, blocks)
	_, part, err := r.ladder(r.left, r.beside(w, blocks))
	if err != nil {
		return err
	}
	for j := range p.Fraction {
		p.Fraction[j] = part(j)
	}
	for u := range w.units {
		for t := range p.Share[u] {
			if p.Share[u][t] = 1; w.units[u].shares(t) {
				p.Share[u][t] = 0
			}
		}
	}
	for n, g := range w.gates {
		p.Share[g.unit][g.hour] = part(len(p.Fraction) + n)
	}
	return nil
}

// beside are the items, and the gates as far as schedules open them.
func (r *switchedRest) beside(w *SwitchSpace, blocks [][]int) *SwitchedItems {
	it, n := w.gated(&r.items), len(w.items.Margin)
	for k, g := range w.gates {
		it.Energy[n+k] = w.units[g.unit].part(int(g.hour), blocks[g.unit][g.hour])
	}
	return it
}

// leave takes what schedules use off the budgets.
func (r *switchedRest) leave(w *SwitchSpace, blocks [][]int) {
	r.trees, r.left = resized(r.trees, len(w.trees)), r.left[:0]
	for f, t := range w.trees {
		used := zeroed(w.used[f], len(t.Parent))
		for u := range w.units {
			unit := &w.units[u]
			for h, b := range blocks[u] {
				if g := unit.Leaf[f][h]; b > 0 && g >= 0 {
					used[g] += unit.use(h, b)
				}
			}
		}
		w.sorted[f].rollUp(t.Parent, used)
		residual := sized(r.trees[f].Residual, len(t.Parent))
		for g, have := range t.Residual {
			residual[g] = max(have, 0) - used[g]
		}
		w.used[f] = used
		r.trees[f] = Tree{t.Parent, residual}
	}
	for f := range r.trees {
		r.left = append(r.left, &r.trees[f])
	}
}

// ladder solves items under one family or more: their value and how much of each runs.
func (r *switchedRest) ladder(trees []*Tree, it *SwitchedItems) (usd float64, part func(j int) float64, err error) {
	switch len(trees) {
	case 1:
		r.one.Solve(trees[0], &Items{it.Margin, it.Energy, it.Leaf[0]}, &r.plan)
		return r.plan.Value, func(j int) float64 { return r.plan.Fraction(it.Margin[j], it.Leaf[0][j]) }, nil
	case 2:
		r.two.Solve(trees[0], trees[1], &CrossItems{it.Margin, it.Energy, it.Leaf[0], it.Leaf[1]}, &r.cross)
		return r.cross.Value, func(j int) float64 { return r.cross.Fraction[j] }, nil
	}
	p := Program{Margin: it.Margin, Energy: it.Energy}
	for f, t := range trees {
		p.AddTree(t, it.Leaf[f])
	}
	p.check()
	small := p.reduce()
	r.spent += programLabels(len(small.margin), len(small.room))
	plan, err := p.solve(small)
	if err != nil {
		return 0, nil, err
	}
	r.lambda = resized(r.lambda, len(trees))
	first := 0
	for f, t := range trees {
		r.lambda[f] = plan.Lambda[first : first+len(t.Parent)]
		first += len(t.Parent)
	}
	return plan.Value, func(j int) float64 { return plan.Fraction[j] }, nil
}

// prices are the multipliers of items, by family and group.
func (r *switchedRest) prices(trees []*Tree, it *SwitchedItems) ([][]float64, error) {
	if _, _, err := r.ladder(trees, it); err != nil {
		return nil, err
	}
	switch len(trees) {
	case 1:
		r.lambda = append(r.lambda[:0], r.plan.Lambda)
	case 2:
		r.lambda = append(r.lambda[:0], r.cross.A.Lambda, r.cross.B.Lambda)
	}
	return r.lambda, nil
}
