package dispatch

// CertifyCross checks a plan for two families of budgets against the problem it answers, as [Certify] does for one.
// Groups of the second family are counted on after those of the first.
func CertifyCross(a, b *Tree, it *CrossItems, p *CrossPlan) Certificate {
	c := Certificate{Group: -1}
	families := [2]*crossCheck{newCrossCheck(&c, a, &p.A), newCrossCheck(&c, b, &p.B)}
	free := 0.0 // USD, value without budgets
	for j, m := range it.Margin {
		e, fraction := it.Energy[j], p.Fraction[j]
		c.Outside = max(c.Outside, fraction-1, -fraction) // NaN if one is
		x := e * fraction
		c.Primal += m * x
		free += max(m, 0) * e
		threshold := 0.0
		for k, leaf := range [2]int32{it.LeafA[j], it.LeafB[j]} {
			f := families[k]
			if leaf >= 0 {
				threshold += f.price[leaf]
			}
			for g := leaf; g >= 0; g = f.tree.Parent[g] {
				f.used[g] += x
				if m > 0 {
					f.could[g] += e
				}
			}
		}
		c.Dual += e * max(0, m-threshold)
	}
	for _, f := range families {
		for g, y := range f.prices.Lambda {
			if y > 0 {
				c.Dual += y * max(f.tree.Residual[g], 0)
			}
		}
	}
	scale := max(c.Primal, c.Dual, 1e-6*free)
	first := int32(0)
	for _, f := range families {
		for g, u := range f.used {
			r := max(f.tree.Residual[g], 0)
			if over := apart(max(u, r), r, max(r, certified*f.could[g])); !(over <= c.Overuse) || c.Group < 0 {
				c.Overuse, c.Group = over, first+int32(g)
			}
			if y := f.prices.Lambda[g]; y > 0 {
				c.Idle = max(c.Idle, apart(y*r, y*u, scale))
			}
			c.Stated = max(c.Stated, apart(u, f.prices.Used[g], f.could[g]))
		}
		first += int32(len(f.used))
	}
	c.Gap = apart(c.Dual, c.Primal, scale)
	c.Stated = max(c.Stated, apart(p.Value, c.Primal, scale))
	return c
}

// crossCheck is one family while a certificate is made.
type crossCheck struct {
	tree               *Tree
	prices             *Prices
	price, used, could []float64 // by group: USD/MWh along the chain; MWh run; MWh with a positive margin
}

func newCrossCheck(c *Certificate, t *Tree, p *Prices) *crossCheck {
	n := len(t.Parent)
	f := &crossCheck{t, p, make([]float64, n), make([]float64, n), make([]float64, n)}
	for g := range n {
		for a := int32(g); a >= 0; a = t.Parent[a] {
			f.price[g] += p.Lambda[a]
		}
		c.Negative = max(c.Negative, -p.Lambda[g])
		c.Stated = max(c.Stated, apart(f.price[g], p.Sum[g], p.Sum[g]))
	}
	return f
}
