package reports

import (
	"encoding/json"
)

// Map draws places on an outline of the land, projected so that they fill the picture.
type Map struct {
	Land     json.RawMessage `json:"land"`     // GeoJSON of polygons in degrees; only their outline is used
	Statuses []Status        `json:"statuses"` // in the order of the legend
	Places   []Place         `json:"places"`
	Words    []Word          `json:"words,omitempty"` // names of regions or towns, to find one's way
}

// Word is a name printed on the map.
type Word struct {
	Text string  `json:"text"`
	Lat  float64 `json:"lat"` // degrees
	Lon  float64 `json:"lon"`
}

// Status is a state that a place can be in, and how it is drawn.
type Status struct {
	Name  string `json:"name"` // "operating", "announced"
	Color Color  `json:"color"`
	Open  bool   `json:"open,omitempty"` // a ring rather than a disc: it does not run yet
}

// Place is a site on the map.
type Place struct {
	Name    string  `json:"name"`
	Lat     float64 `json:"lat"` // degrees
	Lon     float64 `json:"lon"`
	MW      Number  `json:"mw"`  // the disc's area; a gap: not stated
	Low     Number  `json:"low"` // the range of MW, gaps where there is none
	High    Number  `json:"high"`
	Status  string  `json:"status"`
	Region  string  `json:"region,omitempty"`
	Chip    Chip    `json:"chip,omitempty"`    // where the megawatts come from
	Assumed bool    `json:"assumed,omitempty"` // the place itself is assumed: its outline is dashed
	Named   bool    `json:"named,omitempty"`   // its name is printed beside it; others are named where they are pointed at
	Note    string  `json:"note,omitempty"`
}

// Kind is "map".
func (m *Map) Kind() string { return "map" }

// Table lists the places with what is known of them.
func (m *Map) Table() Table {
	names := []string{"site", "region", "status", "megawatts are", "place is"}
	cols := make([]Column, len(names))
	for i, n := range names {
		cols[i].Name = n
	}
	mw, low, high := Column{Name: "power", Unit: "MW"}, Column{Name: "low", Unit: "MW"}, Column{Name: "high", Unit: "MW"}
	lat, lon := Column{Name: "latitude", Unit: "°"}, Column{Name: "longitude", Unit: "°"}
	for _, p := range m.Places {
		place := "known"
		if p.Assumed {
			place = string(Assumed)
		}
		for i, v := range []string{p.Name, p.Region, p.Status, string(p.Chip), place} {
			cols[i].Text = append(cols[i].Text, v)
		}
		mw.Numbers, low.Numbers, high.Numbers = append(mw.Numbers, p.MW), append(low.Numbers, p.Low), append(high.Numbers, p.High)
		lat.Numbers, lon.Numbers = append(lat.Numbers, Num(p.Lat)), append(lon.Numbers, Num(p.Lon))
	}
	two := 2
	lat.Digits, lon.Digits = &two, &two
	return Table{Columns: append([]Column{cols[0], cols[1], cols[2], mw, low, high}, cols[3], cols[4], lat, lon)}
}

// Legend lists the statuses that occur, and the dashed outline where a place is assumed.
func (m *Map) Legend() []Key {
	var keys []Key
	used, assumed := map[string]bool{}, false
	for _, p := range m.Places {
		used[p.Status] = true
		assumed = assumed || p.Assumed
	}
	for _, s := range m.Statuses {
		if !used[s.Name] {
			continue
		}
		shape := "dot"
		if s.Open {
			shape = "ring"
		}
		keys = append(keys, Key{Name: s.Name, Color: s.Color, Shape: shape})
	}
	if assumed {
		keys = append(keys, Key{Name: "place assumed", Color: Ink, Shape: "hollow"})
	}
	return keys
}

// Status returns the status of that name.
func (m *Map) Status(name string) (Status, bool) {
	for _, s := range m.Statuses {
		if s.Name == name {
			return s, true
		}
	}
	return Status{}, false
}

func (m *Map) check(c *checker) {
	if !json.Valid(m.Land) {
		c.add("the outline of the land is not JSON")
	}
	if len(m.Places) == 0 {
		c.add("there is no place to draw")
	}
	for _, s := range m.Statuses {
		c.in("status %q", clip(s.Name)).color(s.Color)
	}
	for _, p := range m.Places {
		in := c.in("place %q", clip(p.Name))
		in.need("name", p.Name)
		in.degrees(p.Lat, p.Lon)
		in.numbers(Numbers{p.MW, p.Low, p.High}, func(i int) string { return [3]string{"power", "low", "high"}[i] })
		if p.MW.Value < 0 {
			in.add("%v MW is negative", p.MW.Value)
		}
		if _, ok := m.Status(p.Status); !ok {
			in.add("status %q is not in the list of statuses", clip(p.Status))
		}
		in.chip(p.Chip, true)
	}
	for _, w := range m.Words {
		in := c.in("word %q", clip(w.Text))
		in.need("text", w.Text)
		in.degrees(w.Lat, w.Lon)
	}
}

func (c *checker) degrees(lat, lon float64) {
	if !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		c.add("%v, %v is not a latitude and a longitude in degrees", lat, lon)
	}
}
