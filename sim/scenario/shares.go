package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/site"
	"hashwatt/sim/unit"
)

// Shares says how the hashrate of the rest of the world is spread over countries: as a table of
// seeds/hashrate_shares.csv had it at a date, or as stated here.
type Shares struct {
	At conf.Pos `yaml:"-"`
	// Baseline is the first day of the period of a table of seeds/hashrate_shares.csv; the last Cambridge table by
	// default.
	Baseline calendar.Date `yaml:"baseline,omitempty"`
	// Method of the table: tables of different methods do not agree.
	Method ShareMethod `yaml:"method,omitempty"`
	// Countries states the shares by country, as two letters (ISO 3166); what they leave is other countries.
	Countries conf.Ordered[unit.Fraction] `yaml:"countries,omitempty"`
	// Source is the id of the source of stated shares.
	Source string `yaml:"source,omitempty"`
	// Confidence is how far the source is trusted.
	Confidence Confidence `yaml:"confidence,omitempty"`
}

// ShareMethod is how a table of shares was made.
type ShareMethod string

// Words returns the methods of the seeds.
func (ShareMethod) Words() []string { return []string{"cbeci", "hashrate_index", "survey"} }

// stated is the method of shares that a scenario states.
const stated = "stated"

// Check finds shares that cannot be, and two ways to say them at once.
func (s Shares) Check(at *conf.Node) (problems []conf.Problem) {
	if len(s.Countries.Keys) == 0 {
		return nil
	}
	for _, key := range []string{"baseline", "method"} {
		if n := at.Get(key); n != nil {
			problems = append(problems, conf.Problemf(n, "shares are either those of a table or stated by country; keep %s or countries", key))
		}
	}
	var sum float64
	countries := at.Get("countries")
	for _, code := range s.Countries.Keys {
		if !isCountry(code) {
			problems = append(problems, conf.Problemf(countries.Get(code), "%q is no country; write its two letters in capitals, such as RU (ISO 3166)%s", code, meant(code)))
		}
		sum += float64(s.Countries.By[code])
	}
	if sum > 1+1e-9 {
		problems = append(problems, conf.Problemf(countries, "shares add up to %.6g %%, more than 100 %%", 100*sum))
	}
	return problems
}

// meant is the country of letters that are small.
func meant(code string) string {
	if large := strings.ToUpper(code); large != code && isCountry(large) {
		return "; did you mean " + large + "?"
	}
	return ""
}

// shares writes the default table into the effective tree, where the network finds its hashrate itself.
func (e *expander) shares(tree *conf.Node) *conf.Node {
	if tree.Get("bitcoin").Get("hashprice") != nil {
		return tree
	}
	return within(tree, "shares", func(n *conf.Node) *conf.Node {
		if n.Get("countries") != nil {
			return n
		}
		const file = "seeds/hashrate_shares.csv"
		method := n.Get("method")
		if method == nil {
			method = conf.NewScalar("cbeci", file)
			n = n.With("method", method)
		}
		if dates := e.cat.ShareDates(method.Text); n.Get("baseline") == nil && len(dates) > 0 {
			n = n.With("baseline", conf.NewScalar(dates[len(dates)-1].String(), file))
		}
		return n
	})
}

// baseline resolves the shares of the rest of the world.
func (r *resolver) baseline() {
	words, at := &r.words.Shares, r.tree.Get("shares")
	b := &r.facts.Baseline
	if at == nil {
		return
	}
	if r.words.Bitcoin.Hashprice != nil {
		r.warn(warning(OtherWarning, nil, "the hashprice is given, so the network has no hashrate of its own to share out; shares says nothing here"))
		return
	}
	if len(words.Countries.Keys) > 0 {
		b.Method, b.Source, b.Confidence = stated, words.Source, string(words.Confidence)
		for _, code := range words.Countries.Keys {
			b.Countries = append(b.Countries, site.CountryShare{Code: code, Name: r.cat.CountryName(code), Share: float64(words.Countries.By[code])})
		}
	} else if !words.Baseline.IsZero() {
		r.shareTable(words, at, b)
	}
	slices.SortStableFunc(b.Countries, func(x, y site.CountryShare) int { return cmp.Compare(y.Share, x.Share) })
}

// shareTable takes the table of a date. Rounded shares that add up to more than the whole are scaled down to it.
func (r *resolver) shareTable(words *Shares, at *conf.Node, b *site.Baseline) {
	rows := r.cat.ShareTable(words.Baseline, string(words.Method))
	if len(rows) == 0 {
		r.problem(at.Get("baseline"), "shares.baseline", "seeds/hashrate_shares.csv has no table of %s that begins on %s; %s",
			words.Method, words.Baseline, nearDates(r.cat.ShareDates(string(words.Method)), words.Baseline))
		return
	}
	b.Date, b.Method, b.Source, b.Confidence = words.Baseline, string(words.Method), rows[0].Source, rows[0].Confidence
	var sum float64
	for k := range rows {
		if rows[k].CountryCode != "" {
			b.Countries = append(b.Countries, site.CountryShare{Code: rows[k].CountryCode, Name: rows[k].Country, Share: rows[k].Percent / 100})
			sum += rows[k].Percent / 100
		}
	}
	for k := range b.Countries {
		b.Countries[k].Share /= max(sum, 1)
	}
}

// nearDates names the dates next to one.
func nearDates(dates []calendar.Date, to calendar.Date) string {
	k, _ := slices.BinarySearchFunc(dates, to, func(d, to calendar.Date) int { return cmp.Compare(d.Days(), to.Days()) })
	switch {
	case len(dates) == 0:
		return "there is none of that method"
	case k == 0:
		return fmt.Sprintf("the first one is of %s", dates[0])
	case k == len(dates):
		return fmt.Sprintf("the last one is of %s", dates[k-1])
	}
	return fmt.Sprintf("the nearest are of %s and %s", dates[k-1], dates[k])
}
