package seeds

import (
	"math"
	"testing"
	"time"
)

func TestDistancesOnTheGlobe(t *testing.T) {
	// A quarter of a meridian, half of the equator, nothing, and a pair over the date line.
	t.Parallel()
	quarter := math.Pi / 2 * earthRadiusKM
	for _, tc := range []struct{ lat1, lon1, lat2, lon2, want float64 }{
		{0, 0, 90, 0, quarter},
		{0, 0, 0, 180, 2 * quarter},
		{62, 50, 62, 50, 0},
		{0, 179, 0, -179, quarter / 45},
		{90, 0, -90, 77, 2 * quarter},
	} {
		if got := distanceKM(tc.lat1, tc.lon1, tc.lat2, tc.lon2); math.Abs(got-tc.want) > 1e-6 {
			t.Errorf("distance %v = %v km, want %v", tc, got, tc.want)
		}
	}
}

func TestNearestStation(t *testing.T) {
	// Mikun lies about 85 km from Syktyvkar and about 72 km from Veslyana, Houston far from all.
	t.Parallel()
	c := catalogue(t)
	if s, km := c.NearestStation(62.36, 50.07); s.Name != "Veslyana" || math.Abs(km-77) > 5 {
		t.Errorf("the station nearest to Mikun is %s, %v km", s.Name, km)
	}
	if s, km := c.NearestStation(67.50, 64.06); s.Name != "Vorkuta" || km > 1e-9 {
		t.Errorf("the station nearest to Vorkuta is %s, %v km", s.Name, km)
	}
	if _, km := c.NearestStation(29.8, -95.4); km < 6000 {
		t.Errorf("Houston has a station within %v km", km)
	}
}

func TestKnownNormals(t *testing.T) {
	// Monthly means of the building code SP 131.13330.
	t.Parallel()
	c := catalogue(t)
	s, ok := c.Station("Syktyvkar")
	if !ok || s.MeanC[0] != -14.3 || s.MeanC[6] != 17.5 || s.MeanC[11] != -11.1 || s.AnnualC != 1.4 || s.Source != "sp131" {
		t.Errorf("Syktyvkar = %+v", s)
	}
	for _, s := range c.Stations {
		if s.MeanC[6] < s.MeanC[0]+20 {
			t.Errorf("%s: July %v, January %v", s.Name, s.MeanC[6], s.MeanC[0])
		}
	}
}

func TestExchangeRates(t *testing.T) {
	// Rates of known months; none before the first and after the last, none for unknown currencies.
	t.Parallel()
	c := catalogue(t)
	for _, tc := range []struct {
		currency string
		year     int
		month    time.Month
		want     float64
		ok       bool
	}{
		{"RUB", 2013, time.January, 30.2915, true},
		{"RUB", 2025, time.January, 106.0352, true},
		{"RUB", 2026, time.September, 85.4139, true},
		{"RUB", 2012, time.December, 0, false},
		{"RUB", 2026, time.October, 0, false},
		{"KZT", 2025, time.January, 0, false},
	} {
		if got, ok := c.Rate(tc.currency, tc.year, tc.month); got != tc.want || ok != tc.ok {
			t.Errorf("Rate(%s, %d, %s) = %v, %v, want %v, %v", tc.currency, tc.year, tc.month, got, ok, tc.want, tc.ok)
		}
	}
	if got := c.Currencies(); len(got) != 1 || got[0] != "RUB" || len(c.FX["RUB"]) != 165 {
		t.Errorf("currencies %v with %d months, want RUB with 165", got, len(c.FX["RUB"]))
	}
}
