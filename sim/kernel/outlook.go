package kernel

// outlook is one hour to come as a site's operator sees it.
type outlook struct {
	pue, price float64
	tranches   []Tranche
	mw         []float64 // by tranche: what connection and rules let it draw, at the meter; 0 where a band has it off
	parts      []moment
}

// moment is a piece of an hour of one hashprice.
type moment struct{ hashprice, length float64 } // USD/PH/day, hours

// margin is what a MWh of a tranche earns in a piece of the hour, USD, before tiers.
func (v *outlook) margin(tranche int, part moment) float64 {
	return part.hashprice/(v.pue*v.tranches[tranche].BreakEven) - v.price
}

// lookAhead hands out the hours from from to to in which site i may run. Under perfect foresight the hashprice is
// that of the path, else that of this hour. The outlook is reused.
func (s *State) lookAhead(i, from, to int, see func(h int, v *outlook)) {
	p, site, v := s.p, &s.p.Sites[i], &s.charge.view
	prices, pues := p.Price[site.Tariff], p.PUE[site.Climate]
	if s.d.Price != nil {
		prices = s.d.Price[site.Tariff]
	}
	steps := s.stepsBySite()[i]
	capMW, next, part := site.PowerMW, s.nextOf[i], s.at
	if next > 0 {
		capMW = steps[next-1].CapMW
	}
	v.tranches, v.mw = site.Tranches, resize(v.mw, len(site.Tranches))
	v.parts = append(v.parts[:0], moment{s.chain.hashprice, 1})
	for h := max(from, s.from(i)); h < to; h++ {
		for next < len(steps) && steps[next].Hour <= h {
			capMW = steps[next].CapMW
			next++
		}
		if s.shutAt(i, h) {
			continue
		}
		v.pue, v.price = pues[h], prices[h]
		if s.look == Perfect {
			for part < len(s.replay) && int(s.replay[part].Hour) < h {
				part++
			}
			v.parts = v.parts[:0]
			for ; part < len(s.replay) && int(s.replay[part].Hour) == h; part++ {
				v.parts = append(v.parts, moment{s.replay[part].Hashprice, s.replay[part].Length})
			}
		}
		room := capMW * (1 / v.pue)
		for k := range site.Tranches {
			av := min(site.Tranches[k].MW, room)
			room = left(room, av, site.PowerMW)
			v.mw[k] = av * v.pue
		}
		if site.Band != nil {
			clear(v.mw[s.bandRuns(i, h):])
		}
		see(h, v)
	}
}
