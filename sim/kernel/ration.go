package kernel

import "math"

// ration is what budgets leave a site for the rest of the hour, beside what machines that must stay on will use of them: MW of machines
// for those of the site that must stay on, and for the others, +Inf where it is not counted.
type ration struct {
	stays, others float64
	by            int32 // the limit that leaves the least
	counted       bool
}

// rationOf is what is left for site i.
func (s *State) rationOf(i int, inv float64) (x ration) {
	x.stays, x.others, x.by = s.ration(i)
	x.counted = x.others < math.Inf(1)
	x.stays, x.others = x.stays*inv, x.others*inv
	return x
}

// take gives a tranche what it would run, as far as there is so much.
func (x *ration) take(run float64, stays bool, connection float64) float64 {
	if stays {
		run = min(run, x.stays)
	} else {
		run = min(run, x.others, x.stays)
		x.others = left(x.others, run, connection)
	}
	x.stays = left(x.stays, run, connection)
	return run
}
