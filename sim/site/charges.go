package site

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/dispatch"
	"hashwatt/sim/kernel"
	"hashwatt/sim/tariff"
)

// charged is what a tariff prices beyond the MWh of each hour, in its own currency: the windows and counts of the shape
// once those of the same hours are one, and how they lie in one another.
type charged struct {
	currency string
	windows  []tariff.Window
	counts   []tariff.Count
	booked   []int // account month of the invoice for each local month
	frame    kernel.Charges
}

// newCharged lays the windows and counts of a tariff out; nil where there are none. An error names the two components
// whose windows cross.
func newCharged(signals []Signal, r *Region, w *World) (*charged, error) {
	if len(signals) != 1 || len(signals[0].Windows) == 0 && len(signals[0].Counts) == 0 {
		return nil, nil
	}
	s := signals[0]
	c := &charged{currency: s.Currency, windows: mergeWindows(s.Windows), booked: booked(r, w)}
	var err error
	if c.counts, err = mergeCounts(s.Counts); err != nil {
		return nil, err
	}
	if err := c.nest(w.Axis.Hours); err != nil {
		return nil, err
	}
	if err := c.layCounts(w.Axis.Hours); err != nil {
		return nil, err
	}
	return c, nil
}

// booked returns the account month in which the invoice for each local month of a region is booked.
func booked(r *Region, w *World) []int {
	months := make([]int, len(r.Civil.Months))
	for m, month := range r.Civil.Months {
		months[m] = w.Booked(month.From, month.To)
	}
	return months
}

// mergeWindows makes one window of those that have the same hours, as a charge and the tax on it have.
func mergeWindows(list []tariff.Window) []tariff.Window {
	var out []tariff.Window
	at := make([]int32, len(list))
	type key struct {
		first *int32
		n     int
	}
	known := map[key]int{}
	for k, w := range list {
		if len(w.Hours) == 0 {
			at[k] = -1
			continue
		}
		id := key{&w.Hours[0], len(w.Hours)}
		if m, ok := known[id]; ok && out[m].FloorMW == w.FloorMW && len(out[m].Ratchets)+len(w.Ratchets) == 0 {
			out[m].Steps = addStretches(out[m].Steps, w.Steps)
			at[k] = int32(m)
			continue
		}
		known[id] = len(out)
		at[k] = int32(len(out))
		out = append(out, w)
	}
	for k := range out {
		held := make([]tariff.Held, len(out[k].Ratchets))
		for j, h := range out[k].Ratchets {
			held[j].Share = h.Share
			for _, before := range h.Windows {
				if at[before] >= 0 {
					held[j].Windows = append(held[j].Windows, at[before])
				}
			}
		}
		out[k].Ratchets = held
	}
	return out
}

// mergeCounts makes one count of those that have the same hours. An error names two components that count differently.
func mergeCounts(list []tariff.Count) ([]tariff.Count, error) {
	var out []tariff.Count
	from := map[int32][]int{} // the counts that begin at an hour
	for _, c := range list {
		if len(c.Hours) == 0 {
			continue
		}
		same := slices.IndexFunc(from[c.Hours[0]], func(k int) bool { return slices.Equal(out[k].Hours, c.Hours) })
		if same < 0 {
			from[c.Hours[0]] = append(from[c.Hours[0]], len(out))
			out = append(out, c)
			continue
		}
		k := from[c.Hours[0]][same]
		if out[k].PerMW != nil || c.PerMW != nil {
			if len(out[k].Steps) != len(c.Steps) || out[k].FloorMW != c.FloorMW || !slices.Equal(out[k].PerMW, c.PerMW) {
				return nil, fmt.Errorf("%s and %s both price energy in tiers, one of them by the kW; write them as one component", out[k].Label, c.Label)
			}
			steps := slices.Clone(out[k].Steps)
			for j := range steps {
				steps[j].Price += c.Steps[j].Price
			}
			out[k].Steps = steps
			continue
		}
		out[k].Steps = addStretches(out[k].Steps, c.Steps)
	}
	return out, nil
}

// addStretches adds two prices that depend on how much there is.
func addStretches(a, b []tariff.Stretch) []tariff.Stretch {
	var out []tariff.Stretch
	for i, j := 0, 0; i < len(a) && j < len(b); {
		end := min(a[i].UpTo, b[j].UpTo)
		out = append(out, tariff.Stretch{UpTo: end, Price: a[i].Price + b[j].Price})
		if a[i].UpTo == end {
			i++
		}
		if b[j].UpTo == end {
			j++
		}
	}
	return out
}

// nest finds how the windows lie in one another and cuts them into trees.
func (c *charged) nest(hours int) error {
	if len(c.windows) == 0 {
		return nil
	}
	var layers []int
	for _, w := range c.windows {
		if !slices.Contains(layers, w.Layer) {
			layers = append(layers, w.Layer)
		}
	}
	slices.Sort(layers)
	cells := make([]dispatch.Rows, len(layers))
	for k := range cells {
		cells[k] = dispatch.Rows{make([]int32, hours)}
		for t := range cells[k][0] {
			cells[k][0][t] = -1
		}
	}
	for n, w := range c.windows {
		k, _ := slices.BinarySearch(layers, w.Layer)
		for _, t := range w.Hours {
			cells[k][0][t] = int32(n)
		}
	}
	nest, crossing, ok := dispatch.Nest(len(c.windows), cells)
	if !ok {
		a, b := c.windows[crossing[0]], c.windows[crossing[1]]
		return fmt.Errorf("%s and %s price the highest load of hours that overlap without one lying inside the other; "+
			"a site decides which loads are worth it only where they lie in one another, such as days in months", a.Label, b.Label)
	}
	c.frame.Leaf = nest.Leaf[0]
	c.frame.Windows = make([]kernel.Window, len(c.windows))
	for n := range c.windows {
		c.frame.Windows[n].Parent = nest.Parent[n]
	}
	c.plant()
	return nil
}

// plant collects the trees, parents before children, in the order in which they begin.
func (c *charged) plant() {
	n := len(c.windows)
	children := make([][]int32, n)
	var roots []int32
	for k := range n {
		if up := c.frame.Windows[k].Parent; up >= 0 {
			children[up] = append(children[up], int32(k))
		} else {
			roots = append(roots, int32(k))
		}
	}
	first := func(k int32) int { return int(c.windows[k].Hours[0]) }
	slices.SortStableFunc(roots, func(a, b int32) int { return first(a) - first(b) })
	for _, root := range roots {
		tree := kernel.PeakTree{Windows: []int32{root}, From: first(root)}
		for k := 0; k < len(tree.Windows); k++ {
			w := tree.Windows[k]
			hours := c.windows[w].Hours
			tree.To = max(tree.To, int(hours[len(hours)-1])+1)
			window := &c.frame.Windows[w]
			window.Tree, window.Local = int32(len(c.frame.Trees)), int32(k)
			tree.Windows = append(tree.Windows, children[w]...)
		}
		c.frame.Trees = append(c.frame.Trees, tree)
	}
}

// layCounts finds the count of every hour. An error names two components that count the energy of an hour over
// different hours.
func (c *charged) layCounts(hours int) error {
	if len(c.counts) == 0 {
		return nil
	}
	slices.SortStableFunc(c.counts, func(a, b tariff.Count) int { return int(a.Hours[0] - b.Hours[0]) })
	c.frame.Of = make([]int32, hours)
	for t := range c.frame.Of {
		c.frame.Of[t] = -1
	}
	for k, count := range c.counts {
		for _, t := range count.Hours {
			if other := c.frame.Of[t]; other >= 0 {
				return fmt.Errorf("%s and %s price the energy of the same hours in tiers that are counted over different hours; "+
					"a site weighs one count at a time, so give both the same periods", c.counts[other].Label, count.Label)
			}
			c.frame.Of[t] = int32(k)
		}
		c.frame.Counts = append(c.frame.Counts, kernel.Count{
			From: int(count.Hours[0]), To: int(count.Hours[len(count.Hours)-1]) + 1, PerMW: count.PerMW, FloorMW: count.FloorMW,
		})
	}
	return nil
}

// usd is the charges in USD at the rates of the months in which they are billed.
func (c *charged) usd(money Money) *kernel.Charges {
	if c == nil {
		return nil
	}
	out := c.frame
	out.Windows = slices.Clone(c.frame.Windows)
	for k, w := range c.windows {
		rate := money.PerUSD(c.currency, c.booked[w.Month])
		window := &out.Windows[k]
		window.Steps, window.FloorMW = steps(w.Steps, rate, true), w.FloorMW
		for _, h := range w.Ratchets {
			window.Held = append(window.Held, kernel.Held(h))
		}
	}
	out.Counts = slices.Clone(c.frame.Counts)
	for k, count := range c.counts {
		out.Counts[k].Steps = steps(count.Steps, money.PerUSD(c.currency, c.booked[count.Month]), false)
	}
	return &out
}

// steps converts a price to USD. Nobody is paid for a high load: what rebates leave below zero is zero.
func steps(list []tariff.Stretch, rate float64, positive bool) []dispatch.PriceStep {
	out := make([]dispatch.PriceStep, len(list))
	for k, s := range list {
		out[k] = dispatch.PriceStep{UpTo: s.UpTo, Price: s.Price / rate}
		if positive {
			out[k].Price = math.Max(0, out[k].Price)
		}
	}
	return out
}
