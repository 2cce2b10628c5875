package seeds

import "hashwatt/sim/calendar"

// Facility is a mining site, announced or existing.
type Facility struct {
	ID, Name, Operator string
	Program            string // komi_15, bitriver_21, bitriver_10, gazprom, belarus, brics or other
	Region             string // id of regions.csv
	Country            string // ISO 3166 alpha-2
	Lat, Lon           float64
	HasPlace           bool   // whether Lat and Lon are known
	LocationBasis      string // reported; common_knowledge: place reported, coordinates generally known; assumed: place guessed
	Status             string // as last reported: operating, under_construction, announced, never_energised
	Announced          string // "2024", "2024-09" or "2024-09-13"; empty if unknown
	Online             calendar.Date

	PowerLow, PowerMid, PowerHigh float64 // MW at the meter; 0 if unknown
	PowerBasis                    string  // reported or inferred; empty where no power is known

	EnergySource string // grid, hydro_grid, nuclear_grid, hydro_gas_isolated, associated_gas, own_gas, own_thermal
	Station      string // climate station, a name of stations.csv; empty if none stands for the site
	Note         string
	Cited
}

// facilityLayout describes facilities.csv.
func facilityLayout() layout {
	return layout{
		name: "facilities", file: "facilities.csv", key: "facility_id",
		columns: []Column{
			{"facility_id", "", "name of the site"},
			{"name", "", "its name for people"},
			{"operator", "", "who runs it or is to run it"},
			{"program", "", "announcement that it belongs to: komi_15, bitriver_21, bitriver_10, gazprom, belarus, brics, other"},
			{"region_id", "", "row of regions.csv"},
			{"country", "", "ISO 3166 alpha-2"},
			{"lat_deg", "degrees north", "latitude"},
			{"lon_deg", "degrees east", "longitude"},
			{"location_basis", "", "reported, common_knowledge (place reported, coordinates generally known) or assumed"},
			{"status", "", "as last reported: operating, under_construction, announced, never_energised"},
			{"announced_date", "", "as far as known"},
			{"assumed_online_date", "", "first day of operation; empty: the scenario must set it"},
			{"power_mw_low", "MW", "least plausible power at the meter"},
			{"power_mw_mid", "MW", "central power at the meter"},
			{"power_mw_high", "MW", "greatest plausible power at the meter"},
			{"power_basis", "", "reported or inferred"},
			{"energy_source", "", "where its electricity comes from"},
			{"climate_station", "", "row of stations.csv that stands for its weather"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: readFacility,
	}
}

// readFacility adds one row of facilities.csv.
func readFacility(c *Catalog, r *row) {
	f := Facility{
		ID: r.id("facility_id"), Name: r.need("name"), Operator: r.need("operator"),
		Program: r.word("program", "komi_15", "bitriver_21", "bitriver_10", "gazprom", "belarus", "brics", "other"),
		Region:  r.reference("region_id", "regions"), Country: r.country("country"),
		LocationBasis: r.word("location_basis", "", "reported", "common_knowledge", "assumed"),
		Status:        r.word("status", "operating", "under_construction", "announced", "never_energised"),
		Announced:     r.vague("announced_date"), Online: r.date("assumed_online_date"),
		PowerBasis: r.word("power_basis", "", "reported", "inferred"),
		EnergySource: r.word("energy_source", "", "grid", "hydro_grid", "nuclear_grid", "hydro_gas_isolated",
			"associated_gas", "own_gas", "own_thermal"),
		Station: r.reference("climate_station", "stations"), Cited: r.cited(), Note: r.text("note"),
	}
	r.need("region_id")
	f.Lat, f.Lon, f.HasPlace = r.place()
	f.PowerLow, f.PowerMid, f.PowerHigh = r.triple("power_mw_low", "power_mw_mid", "power_mw_high")
	if f.HasPlace != (f.LocationBasis != "") {
		r.problem("location_basis", "coordinates and their basis go together; fill in both or neither")
	}
	if known := f.PowerLow+f.PowerMid+f.PowerHigh > 0; known != (f.PowerBasis != "") {
		r.problem("power_basis", "power and its basis go together; fill in both or neither")
	}
	c.Facilities = append(c.Facilities, f)
}

// place returns the coordinates of a row and whether they are known.
func (r *row) place() (lat, lon float64, known bool) {
	if r.text("lat_deg") == "" && r.text("lon_deg") == "" {
		return 0, 0, false
	}
	return r.within("lat_deg", -90, 90), r.within("lon_deg", -180, 180), true
}

// country returns a country code, or "" where the row belongs to none.
func (r *row) country(column string) string {
	code := r.text(column)
	if code != "" && (len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z') {
		r.problem(column, "%q is not a country code; write two capitals such as RU (ISO 3166 alpha-2)", code)
	}
	return code
}

// Facility returns the site of an id.
func (c *Catalog) Facility(id string) (Facility, bool) {
	return lookup(c.Facilities, func(f *Facility) string { return f.ID }, id)
}

// Program returns the sites of a program ("komi_15") in the order of the file; none where there is no such program.
func (c *Catalog) Program(name string) []Facility {
	var sites []Facility
	for _, f := range c.Facilities {
		if f.Program == name {
			sites = append(sites, f)
		}
	}
	return sites
}

// Programs returns the names of the programs in the order of the file.
func (c *Catalog) Programs() []string {
	var list []string
	seen := map[string]bool{}
	for _, f := range c.Facilities {
		if !seen[f.Program] {
			seen[f.Program] = true
			list = append(list, f.Program)
		}
	}
	return list
}
