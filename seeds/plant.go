package seeds

// Plant is a power plant, or the units of one size in it.
type Plant struct {
	ID, Name     string
	Region       string  // id of regions.csv
	CapacityMW   float64 // of all units together
	Units        int     // 0 if unknown
	UnitMW       float64 // 0 if unknown
	Fuel         string  // gas, coal, hydro, nuclear
	ForcedOutage float64 // probability that a unit is out, 0..1; always assumed
	OutageBasis  string  // whose rate was borrowed
	Lat, Lon     float64
	HasPlace     bool
	Note         string
	Cited
}

// plantLayout describes plants.csv.
func plantLayout() layout {
	return layout{
		name: "plants", file: "plants.csv", key: "plant_id",
		columns: []Column{
			{"plant_id", "", "name of the plant or of its units of one size; belarus_gas_fleet is a national total"},
			{"name", "", "its name for people"},
			{"region_id", "", "row of regions.csv"},
			{"capacity_mw", "MW", "of all units together"},
			{"unit_count", "", "number of units"},
			{"unit_mw", "MW", "capacity of one unit"},
			{"fuel", "", "gas, coal, hydro, nuclear"},
			{"forced_outage_rate_pu", "per unit", "probability that a unit is out; always assumed"},
			{"forced_outage_basis", "", "group of the IEEE Reliability Test System 1979 that the rate is borrowed from"},
			{"lat_deg", "degrees north", "latitude"},
			{"lon_deg", "degrees east", "longitude"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: readPlant,
	}
}

// readPlant adds one row of plants.csv.
func readPlant(c *Catalog, r *row) {
	p := Plant{
		ID: r.id("plant_id"), Name: r.need("name"), Region: r.reference("region_id", "regions"),
		CapacityMW: r.within("capacity_mw", 0, 30000), Units: int(r.integer("unit_count", 0)), UnitMW: r.atLeast("unit_mw", 0, 0),
		Fuel:         r.word("fuel", "gas", "coal", "hydro", "nuclear"),
		ForcedOutage: r.within("forced_outage_rate_pu", 0, 1), OutageBasis: r.need("forced_outage_basis"),
		Cited: r.cited(), Note: r.text("note"),
	}
	r.need("region_id")
	p.Lat, p.Lon, p.HasPlace = r.place()
	if whole := float64(p.Units) * p.UnitMW; whole > 0 && (whole < p.CapacityMW*0.999 || whole > p.CapacityMW*1.001) {
		r.problem("unit_mw", "%d units of %v MW are %v MW, but capacity_mw is %v; mend one of them", p.Units, p.UnitMW, whole, p.CapacityMW)
	}
	c.Plants = append(c.Plants, p)
}

// Plant returns the plant of an id.
func (c *Catalog) Plant(id string) (Plant, bool) {
	return lookup(c.Plants, func(p *Plant) string { return p.ID }, id)
}
