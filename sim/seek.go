package sim

import (
	"cmp"
	"math"
	"slices"
)

// The factors between which seek looks, and how much of its steps and calls it may use.
const (
	leastFactor   = 1e-6
	mostFactor    = 1e4
	mostCalls     = 60
	mostInBracket = 36   // of the calls
	stepFactor    = 10.0 // from one end of the bracket to the next
	seekTol       = 1e-7 // relative, of the target
	jumpTol       = 1e-3 // relative: a response that jumps over the target by no more than this has reached it
)

// sought is what seek came to.
type sought struct {
	status sightedness
	x, y   float64   // where the response is nearest to the target; of a failure, at factor 1
	calls  int       // of the response
	turns  bool      // it rises and falls: of what was found, up to thirty times the factor
	seen   []reading // what tells of a failure, by factor
}

// reading is one value of the response.
type reading struct{ x, y float64 }

// sightedness is how a search ended.
type sightedness int

// The outcomes of seek.
const (
	found      sightedness = iota
	outOfReach             // seen holds the least and the most of the response
	flat                   // nothing answers to the factor
	jumping                // seen holds both sides of the jump
)

// span is where a seeker looks and how closely.
type span struct {
	least, most float64 // factors
	step        float64 // from one reading of the grid to the next
	tol         float64 // relative, of the target
	calls       int     // at most
	down        bool    // look towards small factors first
}

// wide is the span of a scenario's own solve.
func wide() span { return span{leastFactor, mostFactor, stepFactor, seekTol, mostCalls, false} }

// seeker looks for the factor x at which a response y(x) is the target. Where the response rises and falls, it is the
// smallest one that shows on the grid of factors. The response may refuse a factor: then the range ends before it.
type seeker struct {
	span
	of     func(x float64) (float64, error)
	target float64
	used   int       // calls of the response
	seen   []reading // by factor
}

// read asks the response; ok is false where it has no value.
func (s *seeker) read(x float64) (r reading, ok bool) {
	s.used++
	y, err := s.of(x)
	if err != nil || math.IsNaN(y) || math.IsInf(y, 0) {
		return reading{}, false
	}
	r = reading{x, y}
	at, _ := slices.BinarySearchFunc(s.seen, x, func(r reading, x float64) int { return cmp.Compare(r.x, x) })
	s.seen = slices.Insert(s.seen, at, r)
	return r, true
}

// near says whether a reading is the target to a relative tolerance; a target of 0 is measured on the response.
func (s *seeker) near(y, tol, scale float64) bool {
	if s.target != 0 {
		scale = math.Abs(s.target)
	}
	return math.Abs(y-s.target) <= tol*scale
}

// seek starts from the value of the response at factor 1.
func (s *seeker) seek(atOne float64) sought {
	one := reading{1, atOne}
	s.seen = []reading{one}
	if s.near(one.y, s.tol, math.Abs(one.y)) {
		return s.end(sought{status: found, x: 1, y: one.y})
	}
	steps, ends := []float64{s.step, 1 / s.step}, []float64{s.most, s.least}
	if s.down {
		slices.Reverse(steps)
		slices.Reverse(ends)
	}
	both := false // whether it was read up and down
	if s.walk(one, steps[0], ends[0]); !s.bracketed() {
		s.walk(one, steps[1], ends[1])
		both = true
	}
	if !s.bracketed() {
		s.closer()
	}
	if !s.bracketed() {
		return s.nowhere(one)
	}
	lookBelow := func() {
		if _, b := s.bracket(); !both && !s.down && (s.turns(math.Inf(1)) || b.y < one.y) { // a smaller factor may reach it too
			s.walk(one, 1/s.step, s.least)
			both = true
		}
	}
	lookBelow()
	a, b := s.bracket()
	end := s.refine(a, b, one)
	lookBelow()
	if c, d := s.bracket(); d.x <= a.x {
		end = s.refine(c, d, one)
	}
	return s.end(end)
}

func (s *seeker) end(out sought) sought {
	const nearby = 30
	out.calls, out.turns = s.used, s.turns(math.Inf(1))
	if out.status == found {
		out.turns = s.turns(nearby * out.x)
	}
	return out
}

// nowhere says how a target is missed that no two readings enclose.
func (s *seeker) nowhere(one reading) sought {
	byY := func(a, b reading) int { return cmp.Compare(a.y, b.y) }
	least, most := s.smallest(slices.MinFunc(s.seen, byY)), s.smallest(slices.MaxFunc(s.seen, byY))
	if most.y-least.y <= 1e-12*math.Max(math.Abs(most.y), math.Abs(least.y)) {
		return s.end(sought{status: flat, x: 1, y: one.y})
	}
	ends := []reading{least, most}
	slices.SortFunc(ends, func(a, b reading) int { return cmp.Compare(a.x, b.x) })
	return s.end(sought{status: outOfReach, x: 1, y: one.y, seen: ends})
}

// smallest is the reading with the smallest factor that is as good as another, to a thousandth.
func (s *seeker) smallest(as reading) reading {
	return s.seen[slices.IndexFunc(s.seen, func(r reading) bool { return math.Abs(r.y-as.y) <= jumpTol*math.Abs(as.y) })]
}

func crosses(target, a, b float64) bool { return (a-target)*(b-target) <= 0 }

// bracket is the first pair of neighbours that encloses the target, from small factors on; zeros where none does.
func (s *seeker) bracket() (a, b reading) {
	for k := 1; k < len(s.seen); k++ {
		if crosses(s.target, s.seen[k-1].y, s.seen[k].y) {
			return s.seen[k-1], s.seen[k]
		}
	}
	return reading{}, reading{}
}

func (s *seeker) bracketed() bool {
	_, b := s.bracket()
	return b.x > 0
}

// turns says whether the readings up to a factor rise and fall by more than a thousandth of the target.
func (s *seeker) turns(end float64) bool {
	scale := math.Abs(s.target)
	if scale == 0 {
		for _, r := range s.seen {
			scale = max(scale, math.Abs(r.y))
		}
	}
	var rises, falls bool
	from := s.seen[0].y
	for _, r := range s.seen {
		switch {
		case r.x > end:
		case r.y > from+jumpTol*scale:
			rises, from = true, r.y
		case r.y < from-jumpTol*scale:
			falls, from = true, r.y
		}
	}
	return rises && falls
}

// walk reads the response from a factor towards an end: upwards until two neighbours enclose the target, downwards
// to the end of a wide span, as a smaller factor may reach it too. A step that finds no value is taken again at
// half its length.
func (s *seeker) walk(last reading, step, end float64) {
	for short := 0; short < 5 && s.used < s.calls; {
		x := last.x * step
		if step > 1 && x > end*1.001 || step < 1 && x < end*0.999 {
			return
		}
		next, ok := s.read(x)
		if !ok {
			step, short = math.Sqrt(step), short+1
			continue
		}
		if crosses(s.target, last.y, next.y) && (step > 1 || s.down) {
			return
		}
		last = next
	}
}

// closer reads beside the reading that is nearest to the target, where it is a hill or a valley of the grid: its
// top may lie between two factors.
func (s *seeker) closer() {
	const rounds = 4
	for range rounds {
		at := 0
		for k, r := range s.seen {
			if math.Abs(r.y-s.target) < math.Abs(s.seen[at].y-s.target) {
				at = k
			}
		}
		if at == 0 || at == len(s.seen)-1 || s.used+2 > s.calls {
			return
		}
		low, middle, high := s.seen[at-1], s.seen[at], s.seen[at+1]
		for _, beside := range []reading{low, high} {
			if _, ok := s.read(math.Sqrt(beside.x * middle.x)); !ok || s.bracketed() {
				return
			}
		}
	}
}

// refine narrows a bracket by regula falsi with the Illinois rule, and by halves where that is slow.
func (s *seeker) refine(a, b, one reading) sought {
	scale := math.Max(math.Abs(a.y), math.Abs(b.y))
	fa, fb := a.y-s.target, b.y-s.target
	best, width, slow := a, math.Abs(b.x-a.x), 0
	if math.Abs(fb) < math.Abs(fa) {
		best = b
	}
	middle := math.Sqrt(a.x * b.x) // the first reading, where a hill between the ends would show
	enough := min(s.calls, s.used+mostInBracket)
	for s.used < enough && math.Abs(b.x-a.x) > 1e-13*math.Max(a.x, b.x) && !s.near(best.y, s.tol, scale) {
		x := b.x - fb*(b.x-a.x)/(fb-fa)
		if slow > 2 || !(x > math.Min(a.x, b.x) && x < math.Max(a.x, b.x)) {
			x, slow = a.x+(b.x-a.x)/2, 0
		}
		if middle > 0 {
			x, middle = middle, 0
		}
		next, ok := s.read(x)
		if !ok {
			break
		}
		if math.Abs(next.y-s.target) < math.Abs(best.y-s.target) {
			best = next
		}
		if f := next.y - s.target; f*fb < 0 {
			a, fa = b, fb
			b, fb = next, f
		} else {
			b, fb = next, f
			fa /= 2
		}
		if now := math.Abs(b.x - a.x); now > width/2 {
			slow++
		} else {
			width, slow = now, 0
		}
	}
	if s.near(best.y, math.Max(jumpTol, s.tol), scale) {
		return sought{status: found, x: best.x, y: best.y}
	}
	ends := []reading{a, b}
	slices.SortFunc(ends, func(a, b reading) int { return cmp.Compare(a.x, b.x) })
	return sought{status: jumping, x: 1, y: one.y, seen: ends}
}

// narrow is the span of a search for another answer of the rest of the world, around what was found under the first.
func narrow(calls int, down bool) span { return span{1e-2, 1e2, math.Sqrt(10), 1e-3, calls, down} }
