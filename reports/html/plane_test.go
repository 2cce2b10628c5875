package html

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/reports"
	"hashwatt/reports/reporttest"
)

// Albers' cone on 29.5° and 45.5° with its origin at 23° N, 96° W puts 35° N, 75° W at 0.2952720, 0.2416774 (radius 1):
// the numerical example of Snyder 1987, p. 291.
func TestAlbersExample(t *testing.T) {
	t.Parallel()
	// Parallels stand a sixth inside the latitudes, so 29.5 and 45.5 come from latitudes 25.5 and 49.5, centre 37.5.
	pr := projectionFor([]reports.Place{{Lat: 25.5, Lon: -116}, {Lat: 49.5, Lon: -76}})
	origin, p := pr.project(-96, 23), pr.project(-75, 35)
	if x, y := p[0]-origin[0], p[1]-origin[1]; math.Abs(x-295.2720) > 0.001 || math.Abs(y-241.6774) > 0.001 {
		t.Errorf("35° N 75° W is at %.4f, %.4f, want 295.2720, 241.6774", x, y)
	}
}

// Areas keep their size: a small square of degrees has the area of the sphere wherever it lies (equal-area property).
func TestAlbersKeepsAreas(t *testing.T) {
	t.Parallel()
	pr := projectionFor(reporttest.Page().Charts()[0].Map.Places)
	rapid.Check(t, func(t *rapid.T) {
		lat := rapid.Float64Range(40, 75).Draw(t, "lat")
		lon := rapid.Float64Range(20, 130).Draw(t, "lon")
		const d = 0.1
		ring := []point{pr.project(lon, lat), pr.project(lon+d, lat), pr.project(lon+d, lat+d), pr.project(lon, lat+d)}
		want := 1e6 * d * math.Pi / 180 * (math.Sin((lat+d)*math.Pi/180) - math.Sin(lat*math.Pi/180))
		if got := math.Abs(area(ring)); math.Abs(got/want-1) > 1e-4 {
			t.Fatalf("at %v, %v the area is %v, want %v", lat, lon, got, want)
		}
	})
}

func area(ring []point) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum / 2
}

// A clipped ring lies inside the rectangle, and what lay inside keeps its area.
func TestClip(t *testing.T) {
	t.Parallel()
	b := box{0, 0, 10, 10}
	if got := area(b.clip([]point{{-5, -5}, {5, -5}, {5, 5}, {-5, 5}})); got != 25 {
		t.Errorf("a quarter of the square is inside: area %v, want 25", got)
	}
	if got := b.clip([]point{{-5, -5}, {-1, -5}, {-1, -1}}); len(got) != 0 {
		t.Errorf("a ring outside leaves %v", got)
	}
	inside := []point{{1, 1}, {2, 1}, {2, 2}}
	if got := b.clip(inside); area(got) != area(inside) {
		t.Errorf("a ring inside became %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		ring := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) point {
			return point{rapid.Float64Range(-30, 30).Draw(t, "x"), rapid.Float64Range(-30, 30).Draw(t, "y")}
		}), 3, 12).Draw(t, "ring")
		for _, p := range b.clip(ring) {
			if p[0] < -1e-9 || p[0] > 10+1e-9 || p[1] < -1e-9 || p[1] > 10+1e-9 {
				t.Fatalf("%v is outside", p)
			}
		}
	})
}

// A ring over the 180th meridian runs on instead of turning back.
func TestUnwrapped(t *testing.T) {
	t.Parallel()
	got := unwrapped([]point{{178, 70}, {-179, 71}, {-178, 69}, {179, 69}})
	for i, want := range []float64{178, 181, 182, 179} {
		if got[i][0] != want {
			t.Errorf("point %d is at %v, want %v", i, got[i][0], want)
		}
	}
}

// The land of a map lies in its window, closed and small, wherever the places are.
func TestOutline(t *testing.T) {
	t.Parallel()
	for name, places := range map[string][]reports.Place{
		"all sites":   reporttest.Page().Charts()[0].Map.Places,
		"one site":    {{Lat: 62.36, Lon: 50.07}},
		"both sides":  {{Lat: 30, Lon: -97}, {Lat: 25, Lon: 55}, {Lat: 60, Lon: 10}},
		"south":       {{Lat: -30, Lon: 25}, {Lat: -15, Lon: -50}},
		"the equator": {{Lat: 0, Lon: 100}, {Lat: 1, Lon: 101}},
		"a pole":      {{Lat: 89, Lon: 0}, {Lat: 85, Lon: 90}},
	} {
		pr := projectionFor(places)
		var points []point
		for _, p := range places {
			at := pr.project(p.Lon, p.Lat)
			if math.IsNaN(at[0]) || math.IsInf(at[0], 0) || math.IsNaN(at[1]) || math.IsInf(at[1], 0) {
				t.Fatalf("%s: %v is projected to %v", name, p, at)
			}
			points = append(points, at)
		}
		window := frame(points).around()
		b, err := outline(reporttest.Land(), pr, window)
		if err != nil {
			t.Fatal(err)
		}
		polygons, err := readPolygons(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, rings := range polygons {
			for _, ring := range rings {
				if ring[0] != ring[len(ring)-1] {
					t.Errorf("%s: a ring is open", name)
				}
				for _, p := range ring {
					if p[0] < window.west-0.1 || p[0] > window.east+0.1 || p[1] < window.south-0.1 || p[1] > window.north+0.1 {
						t.Fatalf("%s: %v lies outside %v", name, p, window)
					}
				}
			}
		}
	}
}

// Land that is no polygon is refused.
func TestOutlineRefuses(t *testing.T) {
	t.Parallel()
	for _, src := range []string{`{"type":"Point","coordinates":[1,2]}`, `{"type":"Polygon","coordinates":[[["a","b"]]]}`, `[]`, `{}`} {
		if _, err := outline(json.RawMessage(src), projectionFor([]reports.Place{{Lat: 60, Lon: 50}}), box{0, 0, 1, 1}); err == nil {
			t.Errorf("%s was accepted", src)
		}
	}
}

// The area of a disc is its megawatts.
func TestDiscArea(t *testing.T) {
	t.Parallel()
	m := &reports.Map{Statuses: []reports.Status{{Name: "operating", Color: reports.Green}}}
	size := func(mw float64) float64 {
		return place(m, reports.Place{Status: "operating", MW: reports.Num(mw)}, point{}, 100).SymbolSize
	}
	if got := size(100) * size(100) / (size(25) * size(25)); math.Abs(got-4) > 0.01 {
		t.Errorf("100 MW has %v times the area of 25 MW, want 4", got)
	}
	if size(0.001) != leastDisc {
		t.Errorf("a tiny site is drawn with %v pixels", size(0.001))
	}
}
