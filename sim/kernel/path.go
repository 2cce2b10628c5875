package kernel

// keepPath notes the part, where the path is asked for.
func (s *State) keepPath(length float64) {
	if s.tr.Parts == nil || length == 0 {
		return
	}
	c := &s.chain
	s.tr.Parts = append(s.tr.Parts, Part{
		Hour: int32(s.t), Epoch: int32(c.epoch), CoinDay: int32(c.coinDay), Length: length,
		Hashprice: c.hashprice, CoinsPerPHh: c.coins, Difficulty: c.difficulty, SubsidyBTC: c.subsidy,
	})
}

// enterPath sets the network to the next part of a given path.
func (s *State) enterPath() {
	part := &s.replay[s.at]
	c := &s.chain
	if part.Hashprice != c.hashprice || part.CoinsPerPHh != c.coins {
		s.flush()
	}
	c.hashprice, c.coins, c.difficulty, c.subsidy = part.Hashprice, part.CoinsPerPHh, part.Difficulty, part.SubsidyBTC
	c.epoch, c.coinDay, c.inHistory = int(part.Epoch), int(part.CoinDay), false
}

// followPath enters the next part of a given path, goes past it and returns its length.
func (s *State) followPath() float64 {
	s.enterPath()
	s.at++
	return s.replay[s.at-1].Length
}
