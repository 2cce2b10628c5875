package tariff

// A Misfit is a component whose model of a market is not like its series.
type Misfit struct {
	Name   string // of the component
	Series string
	Off    string // "standard deviation 9 instead of 10, ..." in the unit of the series, before it is scaled or cut
}

// Misfits lists the models of markets that have not the mean, the standard deviation or the 99.9th percentile of
// their series, in the order of the list. It fits those that no signal has asked for yet; what has no model is an
// error of Signal and not listed.
func Misfits(items []Item, in Input) (list []Misfit) {
	for _, item := range items {
		switch c := kindOf(item.Component).(type) {
		case *Wholesale:
			if model, _, err := c.model(in); err == nil && model.Misfit() != "" {
				list = append(list, Misfit{item.Name, c.Series, model.Misfit()})
			}
		case *PriceCategory:
			for _, part := range Misfits(c.Parts, in) {
				part.Name = LineName(item.Name, part.Name)
				list = append(list, part)
			}
		}
	}
	return list
}
