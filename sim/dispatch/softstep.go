package dispatch

import "math"

// conjugate is the memory of a linear system of prices of the nodes of one family.
type conjugate struct {
	n                         int
	free                      []bool    // may move
	over                      []float64 // MWh too much
	own                       []float64 // MWh in part: the answer to the own price, were there no other family
	move                      []float64 // widths by which the price moves
	left, toward, answer, sum []float64
	low, high                 []float64
	entry                     []answer // by two nodes, row by row, and the end of each row
	end                       []int32
}

func (c *conjugate) size(n int) {
	c.n = n
	c.free, c.end = sized(c.free, n), sized(c.end, n)
	for _, list := range []*[]float64{&c.over, &c.own, &c.move, &c.left, &c.toward, &c.answer, &c.sum, &c.low, &c.high} {
		*list = zeroed(*list, n)
	}
	for i := range c.high {
		c.high[i] = math.Inf(1)
	}
}

// answer is how one node answers the price of another.
type answer struct {
	of       int32
	response float64
}

// sparse takes the responses that are not zero: few, as nodes answer each other only where they have items in one
// node of the other family.
func (c *conjugate) sparse(response []float64) {
	c.entry = c.entry[:0]
	for i := range c.n {
		for j, x := range response[i*c.n:][:c.n] {
			if x != 0 {
				c.entry = append(c.entry, answer{int32(j), x})
			}
		}
		c.end[i] = int32(len(c.entry))
	}
}

// step moves the prices of the family with fewer groups, and of the groups of the other that hold others.
func (s *soft) step(around []int32) {
	coupled := s.linear.n > 0
	for v := int32(1); int(v) < len(around); v++ {
		if few := v >= s.from && v < s.to; few && !coupled || !few && s.holds[v] {
			s.alone(v)
		}
	}
	if coupled {
		s.newton(around[s.from:s.to])
	}
	s.total(around)
}

// alone moves the price of one node as if no other answered.
func (s *soft) alone(v int32) {
	const most = 2 // widths
	if slope := max(s.slope[v], 0.05*s.room[v]); slope > 0 {
		s.y[v] = max(0, s.y[v]+s.width*max(-most, min(most, (s.use[v]-s.room[v])/slope)))
	}
}

// newton moves the prices of the family with fewer groups to where, by their slopes, all budgets would be met.
// Prices of zero with something left stand, and so do those that would fall below zero.
func (s *soft) newton(around []int32) {
	const most = 8 // widths
	c := &s.linear
	for i := range c.n {
		v := s.from + int32(i)
		c.over[i] = s.use[v] - s.room[v]
		c.free[i] = s.y[v] > 0 || c.over[i] > 0
		c.own[i] = max(s.slope[v], 0.01*s.room[v])
	}
	c.sparse(s.response)
	for again := 3; again >= 0; again-- {
		s.solve(around)
		fixed := false
		for i := range c.n {
			if c.free[i] && s.y[s.from+int32(i)] == 0 && c.move[i] < 0 && again > 0 {
				c.free[i], fixed = false, true
			}
		}
		if !fixed {
			break
		}
	}
	for i, d := range c.move {
		if c.free[i] {
			v := s.from + int32(i)
			s.y[v] = c.between(i, s.y[v], s.width*max(-most, min(most, d)), s.width)
		}
	}
}

// between moves price y of a node by d, but only half way to a price at which the node was off the other way: where
// many items have the same margin the use of a node falls like a step, and slopes say nothing.
func (c *conjugate) between(i int, y, d, width float64) float64 {
	if d*c.over[i] < 0 {
		d = max(-width, min(width, d))
	}
	to := max(0, y+d)
	if c.over[i] > 0 {
		c.low[i] = y
		if c.high[i] < y+width/2 {
			c.high[i] = math.Inf(1)
		}
		if to >= c.high[i] {
			to = (y + c.high[i]) / 2
		}
	} else {
		c.high[i] = y
		if c.low[i] > y-width/2 {
			c.low[i] = 0
		}
		if to <= c.low[i] && c.low[i] > 0 {
			to = (y + c.low[i]) / 2
		}
	}
	return to
}

// solve finds the move of the prices that are free by conjugate gradients, preconditioned by the answers to the own
// price (M. R. Hestenes and E. Stiefel, Journal of Research of the National Bureau of Standards 49, 1952). A small
// part of these is added, for where all nodes of the other family are full, all prices can rise together and
// nothing answers.
func (s *soft) solve(around []int32) {
	const (
		rounds = 60
		close  = 1e-6
		damped = 1e-4
	)
	c := &s.linear
	clear(c.move)
	size := 0.0
	for i := range c.n {
		c.left[i], c.toward[i] = 0, 0
		if c.free[i] {
			c.left[i] = c.over[i]
			c.toward[i] = c.over[i] / c.own[i]
			size += c.left[i] * c.toward[i]
		}
	}
	first := size
	for round := 0; round < rounds && size > close*first; round++ {
		s.respond(around)
		curve := 0.0
		for i, d := range c.toward {
			if c.free[i] {
				c.answer[i] += damped * c.own[i] * d
				curve += d * c.answer[i]
			}
		}
		if !(curve > 0) {
			return
		}
		length, next := size/curve, 0.0
		for i, d := range c.toward {
			if c.free[i] {
				c.move[i] += length * d
				c.left[i] -= length * c.answer[i]
				next += c.left[i] * c.left[i] / c.own[i]
			}
		}
		for i, r := range c.left {
			if c.free[i] {
				c.toward[i] = r/c.own[i] + next/size*c.toward[i]
			}
		}
		size = next
	}
}

// respond sets answer to what all nodes use less when their prices move by toward: down the tree, through the other
// family, and up the tree.
func (s *soft) respond(around []int32) {
	c := &s.linear
	for i, d := range c.toward {
		c.sum[i] = d
		if a := around[i]; a > 0 {
			c.sum[i] += c.sum[a-s.from]
		}
	}
	from := int32(0)
	for i, to := range c.end {
		sum := 0.0
		for k := from; k < to; k++ {
			sum += c.entry[k].response * c.sum[c.entry[k].of]
		}
		c.answer[i], from = sum, to
	}
	for i := c.n - 1; i >= 0; i-- {
		if a := around[i]; a > 0 {
			c.answer[a-s.from] += c.answer[i]
		}
	}
}
