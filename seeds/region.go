package seeds

import "hashwatt/sim/calendar"

// Region is a region or a country with its electricity and its climate.
type Region struct {
	ID, Name  string
	Country   string // ISO 3166 alpha-2; empty for the world
	Zone      string // IANA time zone
	Currency  string // ISO 4217
	PriceArea string // hourly series to use as shape: northwest, urals, siberia, center, ercot; none. See PriceSeries

	PriceLow, PriceMid, PriceHigh float64 // industrial price per kWh in PriceCurrency; 0 if unknown; trust in Confidence
	PriceCurrency                 string
	PriceYear                     int // 0 if unknown

	EmissionGPerKWh          float64 // g CO2-equivalent per kWh, by EmissionBasis; 0 can be a value, see HasEmission
	EmissionLifecycleGPerKWh float64 // the same over the life cycle, where HasEmission
	HasEmission              bool
	EmissionBasis            string // direct or lifecycle
	EmissionYear             int
	EmissionSource           string
	EmissionConfidence       string

	PeakLoadMW, AnnualLoadTWh  float64 // 0 if unknown
	LoadYear                   int
	LoadSource, LoadConfidence string
	ImportLimitMW              float64 // 0 if unknown

	Station string // climate station, a name of stations.csv; may be empty
	Note    string
	Cited
}

// regionLayout describes regions.csv.
func regionLayout() layout {
	return layout{
		name: "regions", file: "regions.csv", key: "region_id",
		columns: []Column{
			{"region_id", "", "name of the region"},
			{"name", "", "its name for people"},
			{"country", "", "ISO 3166 alpha-2; empty for the world"},
			{"iana_zone", "", "its time zone"},
			{"currency", "", "ISO 4217"},
			{"price_area", "", "hourly series to use as shape: northwest, urals, siberia, center, ercot or none"},
			{"industrial_price_low_per_kwh", "price_currency/kWh", "least plausible price of an industrial consumer"},
			{"industrial_price_mid_per_kwh", "price_currency/kWh", "central price of an industrial consumer"},
			{"industrial_price_high_per_kwh", "price_currency/kWh", "greatest plausible price of an industrial consumer"},
			{"price_currency", "", "ISO 4217"},
			{"price_year", "", "year of the prices"},
			{"emission_factor_g_per_kwh", "g/kWh", "CO2-equivalent per kWh by emission_basis"},
			{"emission_factor_lifecycle_g_per_kwh", "g/kWh", "CO2-equivalent per kWh over the life cycle"},
			{"emission_basis", "", "direct or lifecycle"},
			{"emission_year", "", "year of the factor"},
			{"emission_source_id", "", "sources of the factor"},
			{"emission_confidence", "", "how far to trust the factor"},
			{"peak_load_mw", "MW", "highest load of the grid"},
			{"annual_load_twh", "TWh", "electricity used in a year"},
			{"load_year", "", "year of the load"},
			{"load_source_id", "", "sources of the load"},
			{"load_confidence", "", "how far to trust the load"},
			{"import_limit_mw", "MW", "what neighbours can deliver"},
			{"climate_station", "", "row of stations.csv that stands for its weather"},
			{"source_id", "", "sources of the prices, the principal one first"},
			{"confidence", "", "how far to trust the prices"},
			{"note", "", "what else to know"},
		},
		read: readRegion,
	}
}

// readRegion adds one row of regions.csv.
func readRegion(c *Catalog, r *row) {
	g := Region{
		ID: r.id("region_id"), Name: r.need("name"), Country: r.country("country"), Zone: r.need("iana_zone"),
		Currency:      r.currency("currency"),
		PriceArea:     r.word("price_area", "northwest", "urals", "siberia", "center", "ercot", "none"),
		PriceCurrency: r.currency("price_currency"), PriceYear: int(r.integer("price_year", 0)),
		EmissionBasis: r.word("emission_basis", "", "direct", "lifecycle"), EmissionYear: int(r.integer("emission_year", 0)),
		EmissionSource:     r.sources("emission_source_id"),
		EmissionConfidence: r.word("emission_confidence", append(confidenceWords(), "")...),
		PeakLoadMW:         r.atLeast("peak_load_mw", 0, 0), AnnualLoadTWh: r.atLeast("annual_load_twh", 0, 0),
		LoadYear: int(r.integer("load_year", 0)), LoadSource: r.sources("load_source_id"),
		LoadConfidence: r.word("load_confidence", append(confidenceWords(), "")...),
		ImportLimitMW:  r.atLeast("import_limit_mw", 0, 0),
		Station:        r.reference("climate_station", "stations"), Cited: r.cited(), Note: r.text("note"),
	}
	g.PriceLow, g.PriceMid, g.PriceHigh = r.triple("industrial_price_low_per_kwh", "industrial_price_mid_per_kwh", "industrial_price_high_per_kwh")
	if known := g.PriceLow+g.PriceMid+g.PriceHigh > 0; known && g.PriceCurrency == "" {
		r.problem("price_currency", "is empty, but there is a price; say what money it is in")
	}
	g.EmissionGPerKWh, g.HasEmission = r.maybe("emission_factor_g_per_kwh")
	g.EmissionLifecycleGPerKWh = r.atLeast("emission_factor_lifecycle_g_per_kwh", 0, 0)
	if g.HasEmission != (g.EmissionBasis != "") || g.HasEmission != (g.EmissionSource != "") || g.HasEmission != (g.EmissionConfidence != "") {
		r.problem("emission_factor_g_per_kwh", "a factor and its basis, source and confidence go together; fill in all or none")
	}
	if g.EmissionGPerKWh < 0 || g.EmissionGPerKWh > 1500 {
		r.problem("emission_factor_g_per_kwh", "%v is outside 0 to 1500; check the value and its unit", g.EmissionGPerKWh)
	}
	if load := g.PeakLoadMW+g.AnnualLoadTWh > 0; load != (g.LoadSource != "") || load != (g.LoadConfidence != "") {
		r.problem("load_source_id", "a load and its source and confidence go together; fill in all or none")
	}
	if _, err := calendar.LoadZone(g.Zone); err != nil {
		r.problem("iana_zone", "%v", err)
	}
	c.Regions = append(c.Regions, g)
}

// currency returns a currency code, or "".
func (r *row) currency(column string) string {
	code := r.text(column)
	for i := range len(code) {
		if len(code) != 3 || code[i] < 'A' || code[i] > 'Z' {
			r.problem(column, "%q is not a currency; write three capitals such as RUB (ISO 4217)", code)
			break
		}
	}
	return code
}

// Region returns the region of an id.
func (c *Catalog) Region(id string) (Region, bool) {
	return lookup(c.Regions, func(g *Region) string { return g.ID }, id)
}

// PriceSeries returns the name of the hourly price series of the region's price area, for Catalog.Hourly, or "" where
// the region has none.
func (g Region) PriceSeries() string {
	switch g.PriceArea {
	case "none":
		return ""
	case "ercot":
		return "ercot_day_ahead"
	default:
		return g.PriceArea
	}
}
