package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
)

// uncertainName says in words what an uncertain input is; a path that has none is quoted.
func (b *builder) uncertainName(path string) string {
	if p, err := conf.ParsePath(path); err == nil {
		if text := b.pathWords(p); text != "" {
			return text
		}
	}
	return "“" + path + "”"
}

// pathWords names a value of the scenario; empty where there is no word for it.
func (b *builder) pathWords(p conf.Path) string {
	rest := func(n int) string { return strings.Join(p[min(n, len(p)):], ".") }
	switch {
	case len(p) < 2:
		return ""
	case p[0] == "bitcoin":
		return seriesWords(p[2:], map[string]string{
			"price": "the coin’s price", "fees": "fees", "hashprice": "the hashprice", "difficulty": "difficulty", "rest_of_world": "the rest of the world’s hashrate",
		}[p[1]])
	case p[0] == "money" && p[1] == "rates" && len(p) > 2:
		return seriesWords(p[3:], "the exchange rate of "+p[2])
	case p[0] == "finance":
		return map[string]string{
			"discount": "the discount rate", "tax": "the tax on profit", "depreciation.rigs": "the life of machines for tax",
			"depreciation.infrastructure": "the life of infrastructure for tax",
		}[rest(1)]
	case p[0] == "regions" && len(p) > 2:
		where := " in " + b.regionName(p[1])
		if p[1] == "*" {
			where = " in all regions"
		}
		if text := tariffWords(p[2:]); text != "" {
			return text + where
		}
		if rest(2) == "emissions_g_per_kwh" {
			return "the emissions of the grid" + where
		}
	case p[0] == "sites" && len(p) > 2:
		of := " of the sites"
		if p[1] != "*" {
			of = " of " + b.siteName(p[1])
		}
		if text := tariffWords(p[2:]); text != "" {
			return text + of
		}
		if what := map[string]string{
			"power": "the megawatts", "online": "the day of coming online", "pue": "the PUE", "availability": "the availability",
			"pool_fee": "the pool’s fee", "rejected": "the rejected shares", "orphans": "the orphaned blocks",
			"costs.infrastructure": "the price of infrastructure", "costs.rigs": "the price of machines", "costs.opex": "the cost of operation",
		}[rest(2)]; what != "" {
			return what + of
		}
	case p[0] == "limits" && len(p) == 3:
		return fmt.Sprintf("the %s of the limit %s", plainWord(p[2]), p[1])
	}
	return ""
}

// tariffWords names a value of a tariff, as in tariff.energy.price; empty for other values.
func tariffWords(p conf.Path) string {
	if len(p) != 3 || p[0] != "tariff" {
		return ""
	}
	if p[2] == "price" {
		return fmt.Sprintf("the price of power (%s)", plainWord(p[1]))
	}
	return fmt.Sprintf("the %s of the price of power (%s)", plainWord(p[2]), plainWord(p[1]))
}

// seriesWords names a value of a process: "the drift of the coin’s price".
func seriesWords(p conf.Path, of string) string {
	if len(p) > 0 && p[0] == "then" {
		p = p[1:]
	}
	switch {
	case of == "" || len(p) != 1:
		return ""
	case p[0] == "value":
		return "the level of " + of
	case slices.Contains([]string{"drift", "volatility", "start", "speed", "decline", "target", "noise"}, p[0]):
		return fmt.Sprintf("the %s of %s", p[0], of)
	case p[0] == "rate" || p[0] == "growth":
		return "the growth of " + of
	}
	return ""
}

// siteName is the name of a site.
func (b *builder) siteName(id string) string {
	for i := range b.w.Sites {
		if b.w.Sites[i].ID == id {
			return b.w.Sites[i].Name
		}
	}
	return id
}

// drawsDiffer says what the draws differ in and what they share.
func (b *builder) drawsDiffer() string {
	var shared []string
	for _, s := range []struct{ what, key string }{{"the tariffs", "tariff"}, {"the weather", "station"}, {"the rules", "limits"}} {
		varies := func(u string) bool {
			p, err := conf.ParsePath(u)
			return err == nil && slices.Contains(p, s.key)
		}
		own := false
		for k := range b.r.Facts.Words.Uncertain {
			own = own || varies(b.r.Facts.Words.Uncertain[k].Path)
		}
		if !own {
			shared = append(shared, s.what)
		}
	}
	text := fmt.Sprintf("The %d draws differ in %s. Each has its own path", b.r.Settings.Draws, b.whatVaries())
	if b.r.Settings.Draws == 1 {
		text = fmt.Sprintf("The one draw differs from the central case in %s", b.whatVaries())
	} else if shared != nil {
		text += "; all of them share " + listed(shared, len(shared))
	}
	return text + "."
}
