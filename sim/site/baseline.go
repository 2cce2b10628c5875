package site

import "hashwatt/sim/calendar"

// Baseline says how the hashrate of the rest of the world, with the sites that the record holds, is spread over
// countries. The sites of the scenario come on top of it.
type Baseline struct {
	Date       calendar.Date // first day of the period of the table; zero where the scenario states the shares
	Method     string        // of the table: cbeci, hashrate_index or survey; "stated" where the scenario states the shares
	Source     string        // ids of seeds/sources.csv, with ";" between them
	Confidence string
	Countries  []CountryShare // largest first; what they leave is other countries, unnamed
}

// CountryShare is a country's share of the network's hashrate.
type CountryShare struct {
	Code, Name string // ISO 3166 alpha-2
	Share      float64
}

// Share is the share of a country, 0 to 1, and whether the table names it.
func (b *Baseline) Share(code string) (share float64, named bool) {
	for _, c := range b.Countries {
		if c.Code == code {
			return c.Share, true
		}
	}
	return 0, false
}
