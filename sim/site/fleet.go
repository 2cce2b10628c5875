package site

// SizeFleets sets the machine power of every site from its shares: machines fill the connection at the lowest
// hourly PUE of the horizon, so that no kilowatt of the connection lies idle in the coldest hour. A class with a
// count keeps it.
func (w *World) SizeFleets(mem *Memory) {
	for i := range w.Sites {
		s := &w.Sites[i]
		least := mem.climate(&w.Climates[s.Climate], w).least
		for k := range s.Fleet {
			c := &s.Fleet[k]
			if c.Count > 0 {
				c.MW = c.Count * c.Rig.PowerW / 1e6
				continue
			}
			c.MW = c.Share * s.PowerMW / least
			c.Count = c.MW * c.Rig.PerMW()
		}
	}
}
