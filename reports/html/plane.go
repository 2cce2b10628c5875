package html

import (
	"encoding/json"
	"fmt"
	"math"

	"hashwatt/reports"
)

// point is a place in degrees (longitude, latitude) or in the plane (east, north; 1,000 is the radius of the Earth).
type point [2]float64

// projection turns degrees into the plane of a map.
type projection struct {
	lon0    float64 // degrees: the meridian that points up
	reach   float64 // degrees of longitude to either side that can be drawn
	project func(lon, lat float64) point
}

// projectionFor chooses the projection for the places of a map: Albers' equal-area conic on two parallels a sixth
// inside their latitudes, or degrees drawn as squares where the places span too much of the world for a cone.
//
// Albers on a sphere (Snyder, Map Projections: A Working Manual, USGS 1987, p. 100): n = (sin φ1 + sin φ2)/2, C =
// cos² φ1 + 2n sin φ1, ρ = R √(C − 2n sin φ)/n, θ = n(λ − λ0), x = ρ sin θ, y = ρ0 − ρ cos θ.
func projectionFor(places []reports.Place) projection {
	const radius, rad = 1000, math.Pi / 180
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, p := range places {
		west, east = math.Min(west, p.Lon), math.Max(east, p.Lon)
		south, north = math.Min(south, p.Lat), math.Max(north, p.Lat)
	}
	lon0 := (west + east) / 2
	phi1, phi2 := south+(north-south)/6, north-(north-south)/6
	n := (math.Sin(phi1*rad) + math.Sin(phi2*rad)) / 2
	if east-west > 150 || south < 0 && north > 0 || math.Abs(n) < 0.15 {
		return projection{lon0: 0, reach: 180, project: func(lon, lat float64) point {
			return point{radius * rad * lon, radius * rad * lat}
		}}
	}
	c := math.Cos(phi1*rad)*math.Cos(phi1*rad) + 2*n*math.Sin(phi1*rad)
	rho := func(lat float64) float64 { return radius * math.Sqrt(math.Max(0, c-2*n*math.Sin(lat*rad))) / n }
	rho0 := rho((south + north) / 2)
	return projection{lon0: lon0, reach: 110, project: func(lon, lat float64) point {
		theta := n * (lon - lon0) * rad
		return point{rho(lat) * math.Sin(theta), rho0 - rho(lat)*math.Cos(theta)}
	}}
}

// box is a rectangle of the plane or of degrees.
type box struct{ west, south, east, north float64 }

// frame is the rectangle that holds the places with a margin, and never less than about a thousand kilometres.
func frame(points []point) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		b.west, b.east = math.Min(b.west, p[0]), math.Max(b.east, p[0])
		b.south, b.north = math.Min(b.south, p[1]), math.Max(b.north, p[1])
	}
	const least = 75.0 // half of the side, in thousandths of the Earth's radius
	margin := 0.12 * math.Max(b.east-b.west, b.north-b.south)
	x, y := (b.west+b.east)/2, (b.south+b.north)/2
	w, h := math.Max((b.east-b.west)/2+margin, least), math.Max((b.north-b.south)/2+margin, least)
	return box{x - w, y - h, x + w, y + h}
}

// around is a rectangle that holds b whatever the shape of the picture between 1 to 1.4 and 3.4 to 1.
func (b box) around() box {
	x, y := (b.west+b.east)/2, (b.south+b.north)/2
	w, h := (b.east-b.west)/2, (b.north-b.south)/2
	w, h = math.Max(w, 3.4*h)*1.05, math.Max(h, 1.4*w)*1.05
	return box{x - w, y - h, x + w, y + h}
}

// outline is the land inside a window of the plane as planar GeoJSON.
func outline(land json.RawMessage, pr projection, window box) (json.RawMessage, error) {
	polygons, err := readPolygons(land)
	if err != nil {
		return nil, err
	}
	reach := box{pr.lon0 - pr.reach, -85, pr.lon0 + pr.reach, 89.5}
	var kept [][][]point
	for _, rings := range polygons {
		for _, shift := range []float64{-360, 0, 360} {
			var drawn [][]point
			for _, ring := range rings {
				near := reach.clip(shifted(unwrapped(ring), shift))
				flat := make([]point, 0, len(near))
				for _, p := range densified(near, 2) {
					flat = append(flat, pr.project(p[0], p[1]))
				}
				if flat = rounded(window.clip(flat)); len(flat) >= 4 {
					drawn = append(drawn, flat)
				} else if len(drawn) == 0 {
					break // the outer ring is out of sight, so its holes are
				}
			}
			if len(drawn) > 0 {
				kept = append(kept, drawn)
			}
		}
	}
	return json.Marshal(map[string]any{"type": "FeatureCollection", "features": []any{map[string]any{
		"type": "Feature", "properties": map[string]string{"name": "land"},
		"geometry": map[string]any{"type": "MultiPolygon", "coordinates": kept},
	}}})
}

// readPolygons reads the polygons of a GeoJSON geometry, feature or collection.
func readPolygons(src json.RawMessage) ([][][]point, error) {
	var head struct {
		Type        string            `json:"type"`
		Features    []json.RawMessage `json:"features"`
		Geometry    json.RawMessage   `json:"geometry"`
		Geometries  []json.RawMessage `json:"geometries"`
		Coordinates json.RawMessage   `json:"coordinates"`
	}
	if err := json.Unmarshal(src, &head); err != nil {
		return nil, fmt.Errorf("outline of the land: %w", err)
	}
	switch head.Type {
	case "FeatureCollection", "GeometryCollection":
		var all [][][]point
		for _, f := range append(head.Features, head.Geometries...) {
			more, err := readPolygons(f)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
		return all, nil
	case "Feature":
		return readPolygons(head.Geometry)
	case "Polygon":
		var rings [][]point
		err := json.Unmarshal(head.Coordinates, &rings)
		return [][][]point{rings}, err
	case "MultiPolygon":
		var all [][][]point
		err := json.Unmarshal(head.Coordinates, &all)
		return all, err
	}
	return nil, fmt.Errorf("outline of the land: geometry %q is not a polygon", head.Type)
}

// unwrapped lets a ring that crosses the 180th meridian run on beyond it instead of jumping to the other edge of
// the world. A ring around a pole is left as it is drawn, down to the pole.
func unwrapped(ring []point) []point {
	out := make([]point, len(ring))
	turn := 0.0
	for i, p := range ring {
		if math.Abs(p[1]) > 89 {
			return ring
		}
		if i > 0 {
			switch step := p[0] - ring[i-1][0]; {
			case step > 180:
				turn -= 360
			case step < -180:
				turn += 360
			}
		}
		out[i] = point{p[0] + turn, p[1]}
	}
	return out
}

func shifted(ring []point, lon float64) []point {
	out := make([]point, len(ring))
	for i, p := range ring {
		out[i] = point{p[0] + lon, p[1]}
	}
	return out
}

// densified adds points so that no edge is longer than step in either direction: a straight edge in degrees is a
// curve in the plane.
func densified(ring []point, step float64) []point {
	var out []point
	for i, p := range ring {
		out = append(out, p)
		q := ring[(i+1)%len(ring)]
		parts := math.Ceil(math.Max(math.Abs(q[0]-p[0]), math.Abs(q[1]-p[1])) / step)
		for k := 1.0; k < parts; k++ {
			out = append(out, point{p[0] + (q[0]-p[0])*k/parts, p[1] + (q[1]-p[1])*k/parts})
		}
	}
	return out
}

// clip cuts a ring to the rectangle, side by side (Sutherland and Hodgman, 1974). The result is empty where they do
// not meet.
func (b box) clip(ring []point) []point {
	sides := []struct {
		axis  int
		at    float64
		above bool
	}{{0, b.west, true}, {0, b.east, false}, {1, b.south, true}, {1, b.north, false}}
	for _, side := range sides {
		inside := func(p point) bool { return (p[side.axis] >= side.at) == side.above || p[side.axis] == side.at }
		var out []point
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if inside(p) {
				out = append(out, p)
			}
			if inside(p) != inside(q) {
				t := (side.at - p[side.axis]) / (q[side.axis] - p[side.axis])
				out = append(out, point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])})
			}
		}
		ring = out
	}
	return ring
}

// rounded keeps a tenth of a unit, about 600 m, drops points that fall together and closes the ring.
func rounded(ring []point) []point {
	var out []point
	for _, p := range ring {
		p = point{math.Round(p[0]*10) / 10, math.Round(p[1]*10) / 10}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	return out
}

// graticule is meridians and parallels inside the window, every step degrees.
func graticule(pr projection, window box, step float64) [][]point {
	var out [][]point
	keep := func(line []point) {
		var part []point
		for _, p := range line {
			if p[0] >= window.west && p[0] <= window.east && p[1] >= window.south && p[1] <= window.north {
				part = append(part, point{math.Round(p[0]*10) / 10, math.Round(p[1]*10) / 10})
				continue
			}
			if len(part) > 1 {
				out = append(out, part)
			}
			part = nil
		}
		if len(part) > 1 {
			out = append(out, part)
		}
	}
	from := math.Ceil((pr.lon0-pr.reach)/step) * step
	for lon := from; lon <= pr.lon0+pr.reach; lon += step {
		var line []point
		for lat := -80.0; lat <= 85; lat++ {
			line = append(line, pr.project(lon, lat))
		}
		keep(line)
	}
	for lat := -80.0; lat <= 80; lat += step {
		var line []point
		for lon := pr.lon0 - pr.reach; lon <= pr.lon0+pr.reach; lon++ {
			line = append(line, pr.project(lon, lat))
		}
		keep(line)
	}
	return out
}
