package seeds

import (
	"math"
	"time"
)

// Station is a place whose climate is known.
type Station struct {
	Name      string
	Lat, Lon  float64
	MeanC     [12]float64 // normal of the air temperature by month, January first, °C
	AnnualC   float64     // normal of the year as printed
	StandsFor string      // which sites it stands for
	Cited
}

// stationLayout describes stations.csv.
func stationLayout() layout {
	columns := []Column{
		{"station", "", "name of the station"},
		{"lat_deg", "degrees north", "latitude"},
		{"lon_deg", "degrees east", "longitude"},
	}
	for m := time.January; m <= time.December; m++ {
		columns = append(columns, Column{monthColumn(m), "°C", "mean air temperature of " + m.String()})
	}
	columns = append(columns,
		Column{"annual_mean_c", "°C", "mean air temperature of the year"},
		Column{"stands_for", "", "which sites it stands for"})
	return layout{name: "stations", file: "stations.csv", key: "station", columns: columns, read: readStation}
}

// monthColumn returns the column of a month: "jan_mean_c".
func monthColumn(m time.Month) string {
	return string(m.String()[0]|0x20) + m.String()[1:3] + "_mean_c"
}

// readStation adds one row of stations.csv.
func readStation(c *Catalog, r *row) {
	s := Station{Name: r.title("station"), StandsFor: r.need("stands_for"), Cited: c.fileCited(r)}
	s.Lat, s.Lon, _ = r.place()
	sum := 0.0
	for m := range s.MeanC {
		s.MeanC[m] = r.within(monthColumn(time.Month(m+1)), -60, 45)
		sum += s.MeanC[m]
	}
	// Normals are rounded to 0.1, and a mean of months is not quite the mean of days.
	if s.AnnualC = r.within("annual_mean_c", -40, 35); math.Abs(s.AnnualC-sum/12) > 0.15 {
		r.problem("annual_mean_c", "%v is printed, but the twelve months have a mean of %.2f; mend one of them", s.AnnualC, sum/12)
	}
	c.Stations = append(c.Stations, s)
}

// Station returns the station of a name.
func (c *Catalog) Station(name string) (Station, bool) {
	return lookup(c.Stations, func(s *Station) string { return s.Name }, name)
}

// NearestStation returns the station nearest to a place and its distance in km along a great circle. Ties go to the
// first in the file. Whether it is near enough is for the caller to say (default nearest_station_limit_km).
func (c *Catalog) NearestStation(lat, lon float64) (nearest Station, km float64) {
	km = math.Inf(1)
	for _, s := range c.Stations {
		if d := distanceKM(lat, lon, s.Lat, s.Lon); d < km {
			nearest, km = s, d
		}
	}
	return nearest, km
}

// earthRadiusKM is the mean radius of the Earth, (2a+b)/3 of WGS 84.
const earthRadiusKM = 6371.0088

// distanceKM returns the great-circle distance of two places, by the haversine formula
// 2R asin √(sin²(Δφ/2) + cos φ1 cos φ2 sin²(Δλ/2)), φ latitude and λ longitude in degrees.
func distanceKM(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := dLat*dLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*dLon*dLon
	return 2 * earthRadiusKM * math.Asin(math.Sqrt(min(h, 1)))
}
