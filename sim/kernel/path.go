package kernel

// keepPath notes the part, where the path is asked for.
func (s *State) keepPath(length float64) {
	if s.tr.Parts == nil || length == 0 {
		return
	}
	c := &s.chain
	s.tr.Parts = append(s.tr.Parts, Part{
		Hour: int32(s.t), Epoch: int32(c.epoch), Length: length,
		Hashprice: c.hashprice, CoinsPerPHh: c.coins, Difficulty: c.difficulty,
	})
}

// followPath sets the network to the next part of a given path and returns its length.
func (s *State) followPath() float64 {
	part := &s.replay[s.at]
	c := &s.chain
	if part.Hashprice != c.hashprice || part.CoinsPerPHh != c.coins {
		s.flush()
	}
	c.hashprice, c.coins, c.difficulty, c.epoch, c.inHistory = part.Hashprice, part.CoinsPerPHh, part.Difficulty, int(part.Epoch), false
	s.at++
	return part.Length
}
