package sim

import (
	"cmp"
	"math"
	"slices"
)

// The factors between which seek looks, and how much of its steps and calls it may use.
const (
	leastFactor = 1e-6
	mostFactor  = 1e4
	mostCalls   = 60
	stepFactor  = 10.0 // from one end of the bracket to the next
	seekTol     = 1e-7 // relative, of the target
	jumpTol     = 1e-3 // relative: a response that jumps over the target by no more than this has reached it
)

// sought is what seek came to.
type sought struct {
	status sightedness
	x, y   float64   // where the response is nearest to the target; of a failure, at factor 1
	calls  int       // of the response
	turns  bool      // outOfReach: beyond what was seen it turns back
	seen   []reading // what tells of a failure, by factor
}

// reading is one value of the response.
type reading struct{ x, y float64 }

// sightedness is how a search ended.
type sightedness int

// The outcomes of seek.
const (
	found      sightedness = iota
	outOfReach             // seen holds the least and the most of the range in which it moves one way
	flat                   // nothing answers to the factor
	winding                // it rises and falls; seen holds three readings that show it
	jumping                // seen holds both sides of the jump
)

// seeker looks for the factor x at which a response y(x) that only rises or only falls is the target. The response may
// refuse a factor: then the range ends before it.
type seeker struct {
	of     func(x float64) (float64, error)
	target float64
	calls  int
	turns  bool // it rises and falls within the factors that were looked at
}

func (s *seeker) read(x float64) (reading, bool) {
	s.calls++
	y, err := s.of(x)
	return reading{x, y}, err == nil && !math.IsNaN(y) && !math.IsInf(y, 0)
}

// near says whether a reading is the target to a relative tolerance; a target of 0 is measured on the response.
func (s *seeker) near(y, tol, scale float64) bool {
	if s.target != 0 {
		scale = math.Abs(s.target)
	}
	return math.Abs(y-s.target) <= tol*scale
}

// seek starts at factor 1, where the response must have a value.
func (s *seeker) seek() sought {
	one, ok := s.read(1)
	if !ok {
		panic("sim: the response has no value at the scenario's own quantities")
	}
	if s.near(one.y, seekTol, math.Abs(one.y)) {
		return sought{status: found, x: 1, y: one.y, calls: s.calls}
	}
	up := s.walk(one, stepFactor, mostFactor)
	if last := up[len(up)-1]; crosses(s.target, one.y, last.y) {
		return s.refine(up)
	}
	down := s.walk(one, 1/stepFactor, leastFactor)
	if last := down[len(down)-1]; crosses(s.target, one.y, last.y) {
		return s.refine(down)
	}
	byY := func(a, b reading) int { return cmp.Compare(a.y, b.y) }
	all := append(up, down...)
	least, most := slices.MinFunc(all, byY), slices.MaxFunc(all, byY)
	if most.y-least.y <= 1e-12*math.Max(math.Abs(most.y), math.Abs(least.y)) {
		return sought{status: flat, x: 1, y: one.y, calls: s.calls}
	}
	ends := []reading{least, most}
	slices.SortFunc(ends, func(a, b reading) int { return cmp.Compare(a.x, b.x) })
	return sought{status: outOfReach, x: 1, y: one.y, calls: s.calls, turns: s.turns, seen: ends}
}

func crosses(target, a, b float64) bool { return (a-target)*(b-target) <= 0 }

// walk reads the response from a factor towards an end, until it passes the target, turns back or has no value; a step
// that finds none is taken again at half its length.
func (s *seeker) walk(from reading, step, end float64) []reading {
	seen := []reading{from}
	for short := 0; short < 5; {
		last := seen[len(seen)-1]
		x := last.x * step
		if step > 1 && x > end*1.001 || step < 1 && x < end*0.999 {
			break
		}
		next, ok := s.read(x)
		if !ok {
			step, short = math.Sqrt(step), short+1
			continue
		}
		if n := len(seen); n > 1 && (next.y-last.y)*(last.y-seen[n-2].y) < 0 {
			s.turns = true
			break
		}
		seen = append(seen, next)
		if crosses(s.target, from.y, next.y) {
			break
		}
	}
	return seen
}

// refine narrows the last step of a walk by regula falsi with the Illinois rule, and by halves where that is slow.
func (s *seeker) refine(seen []reading) sought {
	a, b := seen[len(seen)-2], seen[len(seen)-1]
	scale := math.Max(math.Abs(a.y), math.Abs(b.y))
	span := math.Abs(b.y - a.y)
	if s.near(b.y, seekTol, scale) {
		return sought{status: found, x: b.x, y: b.y, calls: s.calls}
	}
	fa, fb := a.y-s.target, b.y-s.target
	best, width, slow := a, math.Abs(b.x-a.x), 0
	middle := math.Sqrt(a.x * b.x) // the first reading, where a hill between the ends would show
	for s.calls < mostCalls && math.Abs(b.x-a.x) > 1e-13*math.Max(a.x, b.x) {
		x := b.x - fb*(b.x-a.x)/(fb-fa)
		if slow > 2 || !(x > math.Min(a.x, b.x) && x < math.Max(a.x, b.x)) {
			x, slow = a.x+(b.x-a.x)/2, 0
		}
		if middle > 0 {
			x, middle = middle, 0
		}
		next, ok := s.read(x)
		if low, high := math.Min(a.y, b.y), math.Max(a.y, b.y); !ok || next.y < low-1e-3*span || next.y > high+1e-3*span {
			return sought{status: winding, x: 1, y: seen[0].y, calls: s.calls, seen: []reading{a, next, b}}
		}
		if math.Abs(next.y-s.target) < math.Abs(best.y-s.target) {
			best = next
		}
		if s.near(next.y, seekTol, scale) {
			return sought{status: found, x: next.x, y: next.y, calls: s.calls}
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
	if s.near(best.y, jumpTol, scale) {
		return sought{status: found, x: best.x, y: best.y, calls: s.calls}
	}
	return sought{status: jumping, x: best.x, y: best.y, calls: s.calls, seen: []reading{a, b}}
}
