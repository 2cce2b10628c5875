package tariff

// Misplaced says of a key that stands in an item without a type where it belongs; "" where it is none that is
// known. A tariff of the seeds stands in the list of a scenario as {from: komi_2025}, which is replaced before
// components are read.
func (i *Item) Misplaced(key string) string {
	if key != "from" {
		return ""
	}
	return `a tariff of the seeds is taken by the tariff of a region or a site of a scenario; here write its components ("hashwatt tariff show komi_2025" prints them)`
}
