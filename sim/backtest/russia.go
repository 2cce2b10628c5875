package backtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
)

// russiaTolerance is how far Russia's power may be from what was published.
const russiaTolerance = 0.15

// shareOf2023 is Russia's part of the world's hashrate in November 2023 as the statement of the claim
// size_2023_industrial has it: "about 12 % of the world", %.
const shareOf2023 = 12

// anchor is a published size of mining in Russia, and a share that should lead to it.
type anchor struct {
	month     calendar.Date // first of the month of the share
	share     float64       // %
	from      string        // where the share is from
	low, high float64       // GW, published; equal where it is one number
	published string        // who says so
	judged    bool
	circular  bool // both sides are made of the same share and hashrate, so that they agree tests the efficiency alone
}

// russia is B5: do shares of hashrate lead to the power that is published?
func russia(_ context.Context, r *record, t *Test) error {
	anchors, err := r.anchors()
	if err != nil {
		return err
	}
	months, err := r.fleet()
	if err != nil {
		return err
	}
	w, err := r.world()
	if err != nil {
		return err
	}
	var outside, agreeing, circular []string
	var said, ours, fleets, others Curve
	for _, a := range anchors {
		m, ok := monthOf(months, a.month)
		if !ok {
			return fmt.Errorf("the replayed fleet has no month %s", a.month)
		}
		hash := a.share / 100 * m.network.HashratePHs
		gw := hash * r.cambridgeEfficiency(a.month) * w.PUE / 1e6
		name := fmt.Sprintf("%s, %.4g %% (%s)", a.month.String()[:len("2021-08")], a.share, a.from)
		if a.circular {
			name += ", no test"
		}
		target := fmt.Sprintf("%.3g GW", a.low)
		if a.high > a.low {
			target = fmt.Sprintf("%.3g to %.3g GW", a.low, a.high)
		}
		f := within(name, "GW", gw, a.low*(1-russiaTolerance), a.high*(1+russiaTolerance), fmt.Sprintf("%s (%s), within %.0f %%", target, a.published, 100*russiaTolerance))
		switch {
		case a.circular:
			circular = append(circular, a.month.String()[:len("2021-08")])
		case f.Passed:
			agreeing = append(agreeing, name)
		default:
			outside = append(outside, fmt.Sprintf("%s gives %.2g GW where %s is published", name, gw, target))
		}
		if !a.judged {
			f.Low, f.High, f.Passed = nil, nil, true
		}
		t.add(f)
		t.add(read(name+", with the replayed fleet", "GW", hash*m.power.EfficiencyJTH*w.PUE/1e6))
		if !a.judged {
			others.point(a.month, gw)
			continue
		}
		said.point(a.month, (a.low+a.high)/2)
		ours.point(a.month, gw)
		fleets.point(a.month, hash*m.power.EfficiencyJTH*w.PUE/1e6)
	}
	t.Sources = []string{"cbeci_table", "jbs_2022", "rbc_2022", "kommersant_6352708", "technonews_so_2024", "satoshibrother_2025", "newscrypto_net_2025", "ng_2025_11", "coingeek_ccaf_2025"}
	t.Windows = []Window{{What: "nothing is fitted", TestedFrom: anchors[0].month, TestedTo: anchors[len(anchors)-1].month}}
	t.Notes = []string{
		fmt.Sprintf("Power is the share of the network's hashrate, times Cambridge's efficiency of the fleet (to 2021 by month, for the middle of 2024 by survey, on a straight line of its logarithm between and by its fall of %.0f %% a year after), times a PUE of %.2f.", 100*w.EfficiencyFall, w.PUE),
		"What is connected is not what is drawn, and what is legal is not all. The shares come from different methods: addresses of miners in pools (Cambridge to January 2022, which miners in Russia and China hid from), pools and the market (Hashrate Index), a survey (2024, of 48 % of the network and mostly the United States).",
		fmt.Sprintf("The share of July 2024 is nobody's figure: it is this project's straight line between those of November 2023 and May 2025. The point of %s is no test: Cambridge's power is its share times its own network's power, held against the same share times hashrate and its efficiency, so that only averages over the month and rounding can differ.", strings.Join(circular, ", ")),
		"Points of which nothing is asked count in the verdict: what is published there and what the share gives do not come from sources that could agree, or one of them is known to be too low.",
	}
	t.add(within("points at which share and published power go together", "points", float64(len(agreeing)), float64(len(agreeing)+len(outside)), float64(len(agreeing)+len(outside)), fmt.Sprintf("all %d that are a test", len(agreeing)+len(outside))))
	t.Verdict = fmt.Sprintf("Shares and published power go together at %d of %d points (%s); %s is no test and not counted.", len(agreeing), len(agreeing)+len(outside), strings.Join(agreeing, "; "), strings.Join(circular, ", "))
	if outside != nil {
		t.Verdict += fmt.Sprintf(" The others contradict each other: %s.", strings.Join(outside, "; "))
	}
	t.chart(Chart{Title: "Power of mining in Russia", Unit: "GW", Curves: []Curve{
		said.as("published", Observed), ours.as("share, Cambridge's efficiency", Simulated), fleets.as("share, replayed fleet", Other), others.as("other shares, Cambridge's efficiency", Other),
	}})
	return nil
}

// monthOf finds a month by its first day.
func monthOf(months []month, first calendar.Date) (month, bool) {
	for _, m := range months {
		if m.first == first {
			return m, true
		}
	}
	return month{}, false
}

// anchors collects what is published, in the order of time.
func (r *record) anchors() ([]anchor, error) {
	shares := map[string]float64{}
	for _, s := range []struct {
		method string
		month  calendar.Date
	}{{"cbeci", date(2021, 8, 1)}, {"cbeci", date(2022, 1, 1)}, {"survey", date(2024, 1, 1)}, {"hashrate_index", date(2025, 5, 27)}, {"hashrate_index", date(2025, 7, 1)}} {
		share, err := r.russianShare(s.method, s.month)
		if err != nil {
			return nil, err
		}
		shares[s.month.String()] = share
	}
	said := map[string]seeds.Claim{}
	for _, id := range []string{"size_2022", "size_2022_bitriver", "size_2023_industrial", "size_2024_twh", "size_2024_so", "size_2025_ng"} {
		c, ok := r.cat.Claim(id)
		if !ok || !c.HasValue {
			return nil, fmt.Errorf("seeds/claims.csv has no row %s with a value; add it", id)
		}
		said[id] = c
	}
	august, ok := r.cambridge(date(2021, 8, 1))
	if !ok {
		return nil, fmt.Errorf("seeds/cambridge/network_power.csv has no month 2021-08; add it")
	}
	share2021, share2025 := shares["2021-08-01"], shares["2025-05-27"]
	july, between := date(2024, 7, 1), float64(date(2025, 5, 1).Days()-date(2023, 11, 1).Days())
	share2024 := shareOf2023 + (share2025-shareOf2023)*float64(july.Days()-date(2023, 11, 1).Days())/between
	const gwOfTWh = 1e3 / 8766
	index := "Hashrate Index"
	return []anchor{
		{date(2021, 8, 1), share2021, "Cambridge", share2021 / 100 * august.BestGW, share2021 / 100 * august.BestGW, "Cambridge, its power times its share", false, true},
		{date(2022, 1, 1), shares["2022-01-01"], "Cambridge", said["size_2022"].Value * gwOfTWh, said["size_2022_bitriver"].ValueHigh / 1e3, "the press and BitRiver", false, false},
		{date(2023, 11, 1), shareOf2023, "the press", said["size_2023_industrial"].Value / 1e3, said["size_2023_industrial"].Value / 1e3, "the press", true, false},
		{july, shares["2024-01-01"], "survey", said["size_2024_twh"].Value * gwOfTWh, said["size_2024_so"].Value / 1e3, "drawn by the ministry, connected by the System Operator", false, false},
		{july, share2024, "this project's line between the neighbours", said["size_2025_ng"].Value / 1e3, said["size_2024_so"].Value / 1e3, "the System Operator and the press", true, false},
		{date(2025, 5, 1), share2025, index, said["size_2025_ng"].Value / 1e3, said["size_2025_ng"].Value / 1e3, "the press", false, false},
		{date(2025, 7, 1), shares["2025-07-01"], index, said["size_2025_ng"].Value / 1e3, said["size_2025_ng"].Value / 1e3, "the press", false, false},
	}, nil
}

// russianShare returns Russia's share of a date by a method, %.
func (r *record) russianShare(method string, on calendar.Date) (float64, error) {
	for _, s := range r.cat.Shares {
		if s.CountryCode == "RU" && s.Method == method && s.Date == on {
			return s.Percent, nil
		}
	}
	return 0, fmt.Errorf("seeds/hashrate_shares.csv has no share of Russia for %s by %s; add it", on, method)
}

// cambridgeEfficiency is the efficiency of the world's machines in a month, J/TH: Cambridge's of that month where
// it has one, else on the line of its logarithm from the last one to that of its survey, and after the survey by
// the yearly fall that the survey found.
func (r *record) cambridgeEfficiency(first calendar.Date) float64 {
	if p, ok := r.cambridge(first); ok {
		return p.JPerTH
	}
	w, err := r.world()
	if err != nil {
		panic("backtest: " + err.Error()) // russia has read the same rows
	}
	_, end := claim.MonthDays(first.Year, first.Month)
	year := 1970 + (unix(first)+unix(end.AddDays(1)))/2/secondsPerYear
	if year >= w.EfficiencyYear {
		return w.EfficiencyJTH * math.Pow(1-w.EfficiencyFall, year-w.EfficiencyYear)
	}
	last := r.cat.NetworkPower[len(r.cat.NetworkPower)-1]
	from := float64(last.Year) + (float64(last.Month)-0.5)/12
	return last.JPerTH * math.Pow(w.EfficiencyJTH/last.JPerTH, (year-from)/(w.EfficiencyYear-from))
}
