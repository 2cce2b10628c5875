package kernel

// Band is the rule of a site's fleet controller. The break-even price of a tranche is what a MWh at the meter earns, so
// its machines stop and resume by themselves. Resume is Stop at most, so no tranche is on behind one that is off.
type Band struct {
	Limit                  int32
	Stop, Resume           float64 // multiples of the break-even price
	StopHours, ResumeHours int     // hours in a row, 1 or more: the last of them is the first that is decided by it
}

// switching is how a tranche is switched in this hour, and what is remembered of the hours before.
type switching struct {
	on    float64 // part of it, 0 to 1
	known bool    // it has been switched before
	hours int     // in a row in which power has cost more than it takes to stop, or less than it takes to resume
	drew  bool    // something in this hour
	lacks int32   // the limit whose budget has no room for it, where its operator is myopic, -1 for none
	cycleState
}

// switchSpace is the state of the machines that are switched by more than their margin.
type switchSpace struct {
	first  []int32 // by site: its first tranche among the units, -1 for none
	units  []switching
	bands  []int32      // sites
	course []bandCourse // by place in bands
	cycles []int32      // sites
	cycleSpace
	unitSpace
}

func (s *State) initialiseSwitches() {
	sp, n := &s.switches, 0
	sp.first = resize(sp.first, len(s.p.Sites))
	sp.bands, sp.cycles = sp.bands[:0], sp.cycles[:0]
	for i := range s.p.Sites {
		site := &s.p.Sites[i]
		sp.first[i] = -1
		switch {
		case site.Band != nil:
			sp.bands = append(sp.bands, int32(i))
		case site.Cycle != nil && !site.Cycle.Free():
			sp.cycles = append(sp.cycles, int32(i))
		default:
			continue
		}
		sp.first[i] = int32(n)
		n += len(site.Tranches)
	}
	if len(sp.units) < n {
		sp.units = append(sp.units, make([]switching, n-len(sp.units))...)
	}
	for k := range sp.units {
		sp.units[k] = switching{lacks: -1, cycleState: cycleState{plan: sp.units[k].plan}} // its memory
	}
	sp.plans = resize(sp.plans, len(sp.cycles))
	s.initialiseCourses()
	s.initialiseUnits()
}

// switched are the machines of site i where more than their margin switches them, and the limit that does; nil
// where nothing does: also where switching takes nothing.
func (s *State) switched(i int) (units []switching, by int32) {
	site := &s.p.Sites[i]
	switch {
	case site.Band != nil:
		by = site.Band.Limit
	case site.Cycle != nil && !site.Cycle.Free():
		by = site.Cycle.Limit
	default:
		return nil, -1
	}
	first := s.switches.first[i]
	return s.switches.units[first : int(first)+len(site.Tranches)], by
}

// switchBands lets the fleet controllers decide hour t, at the hashprice with which it begins. Machines start as
// they would run in their first hour without the rule.
func (s *State) switchBands(t int) {
	for _, i := range s.switches.bands {
		site := &s.p.Sites[i]
		units, _ := s.switched(int(i))
		site.Band.runs(units, site, t, s.price[site.Tariff], s.pue[site.Climate], s.chain.hashprice)
	}
}

// decide switches a machine for an hour in which power has a price, where it breaks even at another.
func (b *Band) decide(m *switching, price, even float64) {
	if !m.known {
		m.known = true
		if price < even {
			m.on = 1
		}
	}
	beyond, long := price < b.Resume*even, b.ResumeHours
	if m.on > 0 {
		beyond, long = price > b.Stop*even, b.StopHours
	}
	if !beyond {
		m.hours = 0
		return
	}
	if m.hours++; m.hours >= long {
		m.on, m.hours = 1-m.on, 0
	}
}

// Switched tells whether more than its margin switches the machines of the site.
func (s *Site) Switched() bool { return s.Band != nil || s.Cycle != nil }
