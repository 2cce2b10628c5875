package kernel

import "slices"

// bandCourse is what the fleet controller of a site will do, as its operator sees it: the price of power is known,
// and of the hashprice what he knows of it.
type bandCourse struct {
	from      int         // hour from which it is played, from the state of the hour before
	hashprice float64     // USD/PH/day with which it is, -1: with that of each hour
	runs      []int32     // by hour from then: how many tranches are on, the most efficient ones
	units     []switching // after the last of these hours
	part      int         // of the path, where it is known
	counted   []int32     // by hour of the horizon: how many of them the plan of the budgets counts with
}

func (s *State) initialiseCourses() {
	sp := &s.switches
	for len(sp.course) < len(sp.bands) {
		sp.course = append(sp.course, bandCourse{})
	}
	for n, i := range sp.bands {
		c := &sp.course[n]
		c.from, c.hashprice = -1, 0
		if s.p.Sites[i].Class >= 0 {
			c.counted = resize(c.counted, s.p.Hours)
		}
	}
}

// bandOf is the course of site i, which has a band.
func (sp *switchSpace) bandOf(i int) *bandCourse {
	n, _ := slices.BinarySearch(sp.bands, int32(i))
	return &sp.course[n]
}

// bandRuns is how many tranches of site i, which has a band, will be on in hour h. It is asked while plans are
// made, before the machines of this hour are switched.
func (s *State) bandRuns(i, h int) int {
	c, site := s.switches.bandOf(i), &s.p.Sites[i]
	known := s.planPrice()
	if c.from < 0 || c.hashprice != known || known >= 0 && c.from != s.t {
		units, _ := s.switched(i)
		c.from, c.hashprice, c.part = s.t, known, s.at
		c.runs, c.units = c.runs[:0], append(c.units[:0], units...)
	}
	prices, pues := s.p.Price[site.Tariff], s.p.PUE[site.Climate]
	if s.d.Price != nil {
		prices = s.d.Price[site.Tariff]
	}
	for next := c.from + len(c.runs); next <= h; next++ {
		hashprice := s.chain.hashprice
		if known < 0 {
			for int(s.replay[c.part].Hour) < next {
				c.part++
			}
			hashprice = s.replay[c.part].Hashprice
		}
		c.runs = append(c.runs, site.Band.runs(c.units, site, next, prices[next], pues[next], hashprice))
	}
	return int(c.runs[h-c.from])
}

// runs switches the machines of a site for hour t and says how many tranches are on.
func (b *Band) runs(units []switching, site *Site, t int, price, pue, hashprice float64) (on int32) {
	if t < site.Online {
		return 0
	}
	for k := range units {
		b.decide(&units[k], price, hashprice/(pue*site.Tranches[k].BreakEven))
		if units[k].on > 0 && int(on) == k {
			on++
		}
	}
	return on
}

// planBand tells the plan of the budgets of site i, which has a band, how many tranches it may count with in hour h.
func (s *State) planBand(i, h int) int {
	n := s.bandRuns(i, h)
	s.switches.bandOf(i).counted[h] = int32(n)
	return n
}

// plannedBand is how many tranches of site i, which has a band, the plan of its budgets counts with in this hour.
func (s *State) plannedBand(i int) int { return int(s.switches.bandOf(i).counted[s.t]) }
