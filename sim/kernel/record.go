package kernel

import "math"

// Item is one tranche of one site in one part of an hour, as an explanation or an hourly record shows it.
// Energies are for a full hour, so MW and MWh agree.
type Item struct {
	CapacityMWh float64 // at the meter, after outages and the connection
	EnergyMWh   float64
	Margin      float64 // USD/MWh before multipliers
	Multiplier  float64 // USD/MWh: shadow prices of the limits that hold the site in this hour
	Reason      int     // why not all of it runs; meaningless where it does
}

// Recorder receives the items of every site and part of an hour. The slice is reused.
type Recorder interface {
	Record(h Hour, items []Item)
}

// Hour is what a recorder may want to know about the part of an hour.
type Hour struct {
	T         int     // hour of the axis
	Left      float64 // of the hour when the part begins: 1 for its first part
	Length    float64 // of the part
	Site      int
	Price     float64 // USD/MWh
	PUE       float64
	Hashprice float64 // USD/PH/day
	CapMW     float64 // that connection and rules allow
	NextMW    float64 // Step.NextMW
	PowerMW   float64 // of the connection
	Built     bool
	Shadow    float64 // USD/MWh of the tightest limit on power, 0 where it has room
	Planned   float64 // USD/PH/day for which the plan of the budget was made; -1 where no plan decides, or it knows this hour's
	Budget    int32   // the limit on energy that decides, -1 for none
	Tier      float64 // USD/MWh that the plan puts on top of the price for the tier of the energy
	WorthMW   float64 // the highest load that is worth its price in this hour, +Inf where none is priced
}

// record shows what was decided for site i in a part of the hour.
func (s *State) record(i int, length float64) {
	site, r := &s.p.Sites[i], &s.ruling
	s.Recorder.Record(Hour{
		T: s.t, Left: s.left, Length: length, Site: i, Price: r.price, PUE: r.pue, Hashprice: s.chain.hashprice, CapMW: s.cap[i], NextMW: s.nextMW[i],
		PowerMW: site.PowerMW, Built: true,
		Shadow: r.shadow, Planned: r.planned, Budget: r.by, Tier: r.tierUSD, WorthMW: r.worthMW,
	}, s.items[:len(site.Tranches)])
}

// recordUnbuilt shows a site that does not stand yet.
func (s *State) recordUnbuilt(i int, length float64) {
	site := &s.p.Sites[i]
	pue := s.pue[site.Climate]
	for k := range site.Tranches {
		s.items[k] = Item{Reason: ReasonNotBuilt}
	}
	s.Recorder.Record(Hour{
		T: s.t, Left: s.left, Length: length, Site: i, Price: s.price[site.Tariff], PUE: pue, Hashprice: s.chain.hashprice, CapMW: s.cap[i], PowerMW: site.PowerMW,
		Planned: -1, Budget: -1, WorthMW: math.Inf(1),
	}, s.items[:len(site.Tranches)])
}
