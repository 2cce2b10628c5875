package network

import "math"

// merit is a course whose machines stop and start by what they earn.
type merit interface {
	supply() *Supply
}

// InMerit returns the machines that a course has installed by now in order of merit, or false where it knows none.
func InMerit(c Course) (*Supply, bool) {
	factor := 1.0
	for {
		switch course := c.(type) {
		case *shockedCourse:
			c, factor = course.inner, factor*course.factor
		case merit:
			return course.supply().scaled(factor), true
		default:
			return nil, false
		}
	}
}

// scaled returns the merit order with every hashrate multiplied.
func (s *Supply) scaled(factor float64) *Supply {
	out := &Supply{breakEven: s.breakEven, sum: make([]float64, len(s.sum))}
	for j, phs := range s.sum {
		out.sum[j] = factor * phs
	}
	return out
}

// whatever is a break-even so low that no hashprice is below it.
const whatever = 1e-100 // USD/PH/day

// floored returns the merit order in which the cheapest machines, a share of all, run whatever they earn.
func (s *Supply) floored(share float64) *Supply {
	floor := share * s.Installed()
	list := []Segment{{HashratePHs: floor, BreakEven: whatever}}
	for j, b := range s.breakEven {
		if s.sum[j+1] > floor {
			list = append(list, Segment{HashratePHs: s.sum[j+1] - math.Max(s.sum[j], floor), BreakEven: b})
		}
	}
	return NewSupply(list)
}

func (c *shutdownCourse) supply() *Supply { return c.order.scaled(c.installed).floored(alwaysOn) }

func (c *vintageCourse) supply() *Supply {
	if c.machines == nil {
		return NewSupply(nil)
	}
	return NewSupply(c.machines.segments()).floored(alwaysOn)
}
