package limit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
)

// Share is a way to divide one limit Q between sites of which each could draw c: what its connection and its
// machines take, after bans and whatever else comes before. Those that do not know the price are caps on each site,
// and what a site leaves unused is lost; the others give every hour's power to whom it is worth most.
type Share string

// The ways to share.
const (
	ProRata       Share = "pro_rata"      // Q c / sum of c
	MaxMin        Share = "max_min"       // as much as everyone can have, and what some leave goes to the others in the same way
	Priority      Share = "priority"      // the first takes what it can, then the second, ...
	Grandfathered Share = "grandfathered" // Q by the capacity of those that stood on a day of reference, for good
	Merit         Share = "merit"         // hour by hour to the sites that earn the most by a MWh
	Auction       Share = "auction"       // as by merit, and who draws pays what one more MWh would be worth
)

// Words returns the ways to share.
func (Share) Words() []string {
	return []string{string(ProRata), string(MaxMin), string(Priority), string(Grandfathered), string(Merit), string(Auction)}
}

// Sharing returns how the sites divide the limit, the default written in.
func (p *Power) Sharing() Share {
	if p.Share == "" {
		return ProRata
	}
	return p.Share
}

// byPrice tells whether the limit is shared by what power is worth.
func (p *Power) byPrice() bool { return !p.Each && (p.Share == Merit || p.Share == Auction) }

// checkShare returns what is wrong with the words on sharing.
func (p *Power) checkShare(at *conf.Node) (problems []conf.Problem) {
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if p.Each && at.Get("share") != nil {
		add("share", "nothing is shared where each site may draw the limit; leave out share or each")
		return problems
	}
	priority, reference := at.Get("priority"), at.Get("reference")
	switch {
	case p.Share == Priority && len(p.Priority) == 0:
		add("share", `who comes first is missing; add for example "priority: [mikun, sindor]", ids or operators in their order`)
	case p.Share != Priority && priority != nil:
		add("priority", "names an order, and %s; write share: priority, or leave priority out", p.orderless())
	}
	switch {
	case p.Share == Grandfathered && reference == nil:
		add("share", `the day on which somebody must have stood is missing; add for example "reference: 2024-12-31"`)
	case p.Share != Grandfathered && reference != nil:
		add("reference", "counts only where the limit is shared by what stood on a day; write share: grandfathered, or leave it out")
	}
	for i, name := range p.Priority {
		switch {
		case name == "":
			add("priority", "an empty name; write the id of a site or an operator, or leave it out")
		case slices.Contains(p.Priority[:i], name):
			add("priority", "%s is named twice; once is enough", name)
		}
	}
	return problems
}

// orderless says how a limit without an order is shared.
func (p *Power) orderless() string {
	if p.Share == "" {
		return "the limit is shared pro rata where share is not written"
	}
	return "share: " + string(p.Share) + " has none"
}

// shareText says how the limit is shared: ", shared pro rata".
func (p *Power) shareText() string {
	if p.Each {
		return " at each site"
	}
	switch p.Sharing() {
	case Priority:
		return ", shared by priority: " + strings.Join(p.Priority, ", then ") + ", then the others"
	case Grandfathered:
		return ", shared by those that stood on " + dateText(*p.Reference) + ", by capacity"
	case MaxMin:
		return ", shared so that the least has the most it can"
	case Merit:
		return ", each hour's to whom it is worth most"
	case Auction:
		return ", auctioned hour by hour"
	case ProRata:
	}
	return ", shared pro rata"
}

// A divider sets the part of each of the held sites in a limit q, MW; could is what each could draw. Lists are by
// place in Input.Sites.
type divider func(q float64, held []int, could, part []float64)

// divider returns how the limit is divided, nil where each site may draw all of it; and how it would be if all of it
// went where one more MW goes, nil where that is the same.
func (p *Power) divider(in *Input) (divide, next divider, err error) {
	if p.Share == Grandfathered && !p.Each {
		divide, err = p.grandfather(in)
		return divide, nil, err
	}
	switch {
	case p.Share == Priority: // also of one site, for a name that is nobody's
		return p.prioritise(in)
	case p.Each || len(in.Sites) == 1:
		return nil, nil, nil
	case p.Share == MaxMin:
		return maxMin, nextMaxMin, nil
	}
	return proRata, nil, nil
}

// proRata gives q·c/Σc.
func proRata(q float64, held []int, could, part []float64) {
	var total float64
	for _, i := range held {
		total += could[i]
	}
	for _, i := range held {
		part[i] = 0
		if total > 0 {
			part[i] = q * could[i] / total
		}
	}
}

// maxMin fills everyone up to one level, from the one on that can take the least (progressive filling; D. Bertsekas
// and R. Gallager, Data Networks, 2nd ed. 1992, section 6.5.2).
func maxMin(q float64, held []int, could, part []float64) {
	order := slices.Clone(held)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(could[a], could[b]) })
	for k, i := range order {
		part[i] = min(could[i], q/float64(len(order)-k))
		q -= part[i]
	}
}

// nextMaxMin gives q to those below what they could draw, alike: one more MW lifts the level at which they are.
func nextMaxMin(q float64, held []int, could, part []float64) {
	maxMin(q, held, could, part)
	short := 0
	for _, i := range held {
		if part[i] < could[i] {
			short++
		}
	}
	for _, i := range held {
		if part[i] < could[i] {
			part[i] = q / float64(short)
		} else {
			part[i] = 0
		}
	}
}

// prioritise serves the sites that are named first, in their order; a name that is an operator's stands for all its
// sites. One more MW goes to the first of them that has less than it could draw.
func (p *Power) prioritise(in *Input) (divide, next divider, err error) {
	rank := make([]int, len(in.Sites))
	for i := range rank {
		rank[i] = len(p.Priority)
	}
	for k, name := range p.Priority {
		found := false
		for i := range in.Sites {
			if in.Sites[i].ID == name || in.Sites[i].Operator == name {
				rank[i] = min(rank[i], k)
				found = true
			}
		}
		if !found {
			return nil, nil, fmt.Errorf("priority names %q, which is neither a site that the limit holds nor the operator of one; leave it out, or mend it%s",
				name, conf.Hint(name, names(in)))
		}
	}
	if len(in.Sites) == 1 {
		return nil, nil, nil
	}
	ranked := func(held []int) []int {
		order := slices.Clone(held)
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
		return order
	}
	divide = func(q float64, held []int, could, part []float64) {
		for _, i := range ranked(held) {
			part[i] = min(could[i], q)
			q -= part[i]
		}
	}
	next = func(q float64, held []int, could, part []float64) {
		rest, found := q, false
		for _, i := range ranked(held) {
			short := !found && rest < could[i]
			found, rest = found || short, rest-min(could[i], rest)
			part[i] = 0
			if short {
				part[i] = q
			}
		}
	}
	return divide, next, nil
}

// names lists the ids and operators of the sites.
func names(in *Input) (list []string) {
	for i := range in.Sites {
		for _, name := range []string{in.Sites[i].ID, in.Sites[i].Operator} {
			if name != "" && !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	}
	return list
}

// grandfather gives the sites that stood on the day of reference parts by their capacity, whatever has become of
// them; who came later gets nothing.
func (p *Power) grandfather(in *Input) (divider, error) {
	right := make([]float64, len(in.Sites))
	var total float64
	for i := range in.Sites {
		if s := &in.Sites[i]; !p.Reference.Before(s.Since) {
			right[i] = s.CouldMW
			total += s.CouldMW
		}
	}
	if total == 0 {
		return nil, fmt.Errorf("the limit is shared by what stood on %s, but no site that it holds did; write a later reference, or share it in another way", p.Reference)
	}
	return func(q float64, held []int, _, part []float64) {
		for _, i := range held {
			part[i] = q * right[i] / total
		}
	}, nil
}
