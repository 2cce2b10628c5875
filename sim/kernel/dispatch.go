package kernel

import "math"

// dispatch decides every site for a piece of the hour and books it; with length 0 it only finds the hash.
// It returns the own hash and the hash that history already holds, both PH/s.
func (s *State) dispatch(length float64) (own, removed float64) {
	s.sums = partSums{excess: math.Inf(-1)}
	record := s.Recorder != nil && length > 0
	for i := range s.p.Sites {
		site := &s.p.Sites[i]
		if s.t < site.Online {
			if record {
				s.recordUnbuilt(i, length)
			}
			continue
		}
		if s.chain.inHistory && site.InHistory {
			removed += uncurtailed(site, s.inv[site.Climate])
		}
		var it, hash float64
		if s.free(i) {
			it, hash = s.inMerit(site)
			if record {
				s.ruled(i, 0) // fills the items
			}
		} else {
			it, hash = s.ruled(i, length)
		}
		own += hash
		if record {
			s.record(i, length)
		}
		if length > 0 {
			s.bookSite(i, it, hash, length)
		}
	}
	if length > 0 {
		s.bookPart(length)
	}
	return own, removed
}

// free says that nothing but prices decides for site i in this hour.
func (s *State) free(i int) bool {
	site := &s.p.Sites[i]
	return s.set[i] < 0 && site.Class < 0 && site.Band == nil && site.Cycle == nil && (!site.Charged || !s.charge.tariffs[site.Tariff].now)
}

// inMerit runs the tranches that pay, MW of machines and PH/s, as far as the connection feeds them.
func (s *State) inMerit(site *Site) (it, hash float64) {
	inv := s.inv[site.Climate]
	room, least := site.PowerMW*inv, rounding*site.PowerMW
	cost := s.price[site.Tariff] * s.pue[site.Climate]
	for k := range site.Tranches {
		tr := &site.Tranches[k]
		if !(cost*tr.BreakEven < s.chain.hashprice) || room <= least {
			break // merit order: the next ones need more, or the connection is full
		}
		av := min(tr.MW, room)
		room -= av
		it += av
		hash += av * tr.HashPerMW
	}
	return it, hash
}

// HeldPHs is the hashrate of site i in hour t, PH/s, that the recorded network holds already: all that its
// connection feeds, whatever prices and limits say. It is 0 for a site that the record does not hold or that does
// not stand yet.
func (p *Problem) HeldPHs(i, t int) float64 {
	site := &p.Sites[i]
	if !site.InHistory || site.Online > t {
		return 0
	}
	return uncurtailed(site, 1/p.PUE[site.Climate][t])
}

// uncurtailed is the hash of a site that runs all it can, PH/s.
func uncurtailed(site *Site, inv float64) (hash float64) {
	room := site.PowerMW * inv
	for k := range site.Tranches {
		av := min(site.Tranches[k].MW, room)
		room = left(room, av, site.PowerMW)
		hash += av * site.Tranches[k].HashPerMW
	}
	return hash
}

// rounding is the part of a load that only the rounding of numbers takes off.
const rounding = 1e-12

// left is what remains of some MW once others are taken off. What is nothing but rounding beside the connection is
// nothing.
func left(of, taken, connection float64) float64 {
	if rest := of - taken; rest > rounding*connection {
		return rest
	}
	return 0
}
