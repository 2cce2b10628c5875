package dispatch

import (
	"cmp"
	"math/bits"
	"slices"
)

// entry is one item on its way from its leaf to the root.
type entry struct{ margin, energy float64 } // USD/MWh; MWh that the groups passed so far let through

// cutAll finds tau and share of every group. It lays the items out so that each group's own items and those of the
// groups inside it are one segment of entries, and goes from the deepest groups up: each short group keeps what
// fits, and the survivors move on to the group around it. Items of groups that are not watched run in full and are
// left out. Where the demand equals the limit to the last digits, a short group may turn out not to be short, with
// tau 0: the order of sums has changed.
func (w *Workspace) cutAll(parent []int32, margin, energy []float64, leaf []int32) {
	w.layOut(parent, margin, leaf)
	for j, m := range margin {
		if g := leaf[j]; g >= 0 && m > 0 && w.watch[g] {
			w.entries[w.next[g]] = entry{m, energy[j]}
			w.next[g]++
		}
	}
	n := len(parent)
	w.tau = zeroed(w.tau, n)
	w.share = zeroed(w.share, n)
	for _, g := range w.order {
		if !w.watch[g] {
			continue
		}
		segment := w.entries[w.first[g] : w.first[g]+w.count[g]]
		if w.short[g] {
			kept, tau, share := cut(segment, w.room[g], w.limit[g])
			segment, w.tau[g], w.share[g] = segment[:kept], tau, share
		}
		// Segments of siblings follow each other in the order of the groups, after the own items of the group around
		// them: what has moved up never reaches what has not.
		if a := parent[g]; a >= 0 && w.watch[a] {
			copy(w.entries[w.first[a]+w.count[a]:], segment)
			w.count[a] += int32(len(segment))
		}
	}
}

// layOut sets first, next and count of the watched groups, with own items counted and the rest of a segment empty.
func (w *Workspace) layOut(parent []int32, margin []float64, leaf []int32) {
	n := len(parent)
	w.count = zeroed(w.count, n)
	w.first = sized(w.first, n)
	w.next = zeroed(w.next, n+1)
	for j, m := range margin {
		if g := leaf[j]; g >= 0 && m > 0 && w.watch[g] {
			w.count[g]++
		}
	}
	total := int32(0)
	size := w.next // entries of the group and those inside it
	for _, g := range w.order {
		size[g] += w.count[g]
		if a := parent[g]; a >= 0 {
			size[a] += size[g]
		} else {
			total += size[g]
		}
	}
	w.entries = sized(w.entries, int(total))
	// From the last group to the first, each takes its segment off the end of what is free around it.
	end := w.first // end of the free part; becomes the start of the segment once all groups inside are placed
	free := total
	for i := len(w.order) - 1; i >= 0; i-- {
		g := w.order[i]
		if a := parent[g]; a >= 0 {
			end[g], end[a] = end[a], end[a]-size[g]
		} else {
			end[g], free = free, free-size[g]
		}
	}
	for g, c := range w.count {
		w.first[g] = end[g] - c
		w.next[g] = w.first[g]
	}
}

// cut moves the entries that fit into room to the front, those of margin tau scaled by share, and returns their number.
// tau is the largest margin m for which the entries of margin m and above exceed limit; if there is none, everything
// is kept and tau is 0.
func cut(e []entry, room, limit float64) (kept int, tau, share float64) {
	return cutIn(2*bits.Len(uint(len(e))), e, room, limit)
}

// cutIn is cut with a bound on the rounds of weighted quickselect with three-way partition, each O(n) and about half as
// long as the one before. After that many, with pivots that bad, what is left is sorted: O(n log n) at worst.
func cutIn(rounds int, e []entry, room, limit float64) (kept int, tau, share float64) {
	// The margins of e[:lo], above MWh in all, are larger than those of e[lo:hi], and these larger than the rest. Once
	// hi has come down, the class is in e[lo:hi] for certain: if the parts add up to less than the whole did, it is the
	// last.
	lo, hi, above := 0, len(e), 0.0
	for ; hi-lo > 16 && rounds > 0; rounds-- {
		mid, end, larger, equal := partition(e[lo:hi], pivot(e[lo:hi]))
		switch {
		case above+larger > limit:
			hi = lo + mid
		case above+larger+equal > limit || lo+end == hi && hi < len(e):
			return fit(e[:lo+end], lo+mid, above+larger, equal, room)
		default:
			above = above + larger + equal // in the order of the comparison, or rounding could take above over the limit
			lo += end
		}
	}
	if hi-lo <= 16 {
		insertionSort(e[lo:hi])
	} else {
		slices.SortFunc(e[lo:hi], func(a, b entry) int { return cmp.Compare(b.margin, a.margin) })
	}
	for lo < hi {
		end, equal := lo, 0.0
		for end < hi && e[end].margin == e[lo].margin {
			equal += e[end].energy
			end++
		}
		if above+equal > limit || end == hi && hi < len(e) {
			return fit(e[:end], lo, above, equal, room)
		}
		above += equal
		lo = end
	}
	return len(e), 0, 0
}

// fit scales the last class of margins, e[from:], to what room leaves after above.
func fit(e []entry, from int, above, equal, room float64) (kept int, tau, share float64) {
	tau = e[from].margin
	left := room - above
	if left <= 0 {
		return from, tau, 0
	}
	share = min(left/equal, 1) // of a class without energy everything runs
	for j := from; j < len(e); j++ {
		e[j].energy *= share
	}
	return len(e), tau, share
}

// pivot returns a margin near the middle: the median of three, or of three such medians in a long segment.
func pivot(e []entry) float64 {
	n := len(e)
	if n < 256 {
		return median(e[0].margin, e[n/2].margin, e[n-1].margin)
	}
	k := n / 8
	return median(
		median(e[0].margin, e[k].margin, e[2*k].margin),
		median(e[3*k].margin, e[n/2].margin, e[5*k].margin),
		median(e[6*k].margin, e[7*k].margin, e[n-1].margin))
}

func median(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }

// partition orders e into margins larger than p, e[:mid], equal to p, e[mid:end], and smaller, and adds up the
// energy of the first two.
func partition(e []entry, p float64) (mid, end int, larger, equal float64) {
	end = len(e)
	for j := 0; j < end; {
		switch v := e[j]; {
		case v.margin > p:
			larger += v.energy
			e[j], e[mid] = e[mid], v
			mid++
			j++
		case v.margin < p:
			end--
			e[j], e[end] = e[end], v
		default:
			equal += v.energy
			j++
		}
	}
	return mid, end, larger, equal
}

// insertionSort orders a short segment by margin, the largest first.
func insertionSort(e []entry) {
	for i := 1; i < len(e); i++ {
		v := e[i]
		j := i
		for j > 0 && e[j-1].margin < v.margin {
			e[j] = e[j-1]
			j--
		}
		e[j] = v
	}
}
