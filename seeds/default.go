package seeds

// Default is a value that a scenario gets where it says nothing.
type Default struct {
	Name  string
	Value float64 // in Unit: a percentage is a fraction, money is in whole units
	Unit  string  // empty for a bare number
	Text  string  // the value as a scenario would write it: "15 %/year"
	Note  string
	Cited
}

// defaultLayout describes defaults.csv.
func defaultLayout() layout {
	return layout{
		name: "defaults", file: "defaults.csv", key: "name",
		columns: []Column{
			{"name", "", "name of the default"},
			{"value", "see unit", "the value in its base unit"},
			{"unit", "", "of the value; empty for a bare number"},
			{"text", "", "the value as a scenario would write it"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the value"},
			{"note", "", "what else to know"},
		},
		read: func(c *Catalog, r *row) {
			c.Defaults = append(c.Defaults, Default{
				Name: r.id("name"), Value: r.number("value"), Unit: r.text("unit"), Text: r.need("text"),
				Cited: r.cited(), Note: r.need("note"),
			})
		},
	}
}

// Default returns the default of a name.
func (c *Catalog) Default(name string) (Default, bool) {
	return lookup(c.Defaults, func(d *Default) string { return d.Name }, name)
}
