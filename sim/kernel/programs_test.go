package kernel

import "testing"

// Without its budgets a problem has none at any site, and the problem itself keeps them.
func TestUnbudgeted(t *testing.T) {
	t.Parallel()
	p := &Problem{Budgets: &Budgets{}, Sites: []Site{{Class: 0, Breaches: []Breach{{}}}, {Class: -1}}}
	q := p.Unbudgeted()
	if q.Budgets != nil || q.Sites[0].Class != -1 || q.Sites[0].Breaches != nil {
		t.Errorf("%+v, want no budgets", q)
	}
	if p.Budgets == nil || p.Sites[0].Class != 0 || p.Sites[0].Breaches == nil {
		t.Errorf("%+v, want it to be as it was", p)
	}
}
