package dispatch

// CertifyCross checks a plan for two families of budgets against the problem it answers, as [Certify] does for one.
// Groups of the second family are counted on after those of the first.
func CertifyCross(a, b *Tree, it *CrossItems, p *CrossPlan) Certificate {
	all := newAudit()
	first := all.tree(a, p.A.Lambda, p.A.Sum, p.A.Used)
	second := all.tree(b, p.B.Lambda, p.B.Sum, p.B.Used)
	for j, m := range it.Margin {
		leafA, leafB := it.LeafA[j], it.LeafB[j]
		run, could := all.item(m, it.Energy[j], p.Fraction[j], first.asks(leafA)+second.asks(leafB))
		first.draw(leafA, run, could)
		second.draw(leafB, run, could)
	}
	return all.close(p.Value)
}
