package sim_test

import (
	"math"
	"testing"

	"hashwatt/sim"
)

// sharesAreTheWhole holds that the countries and the others share out the network in every month, without the sites
// too, that the sites of all countries together hold what network_share_pct says, and that nothing is negative.
func sharesAreTheWhole(t *testing.T, r *sim.Result) {
	t.Helper()
	s := r.Shares
	if r.Problem.Chain.Open {
		if s != nil {
			t.Errorf("a given hashprice has shares")
		}
		return
	}
	var own, total float64
	without := s.Other.Without
	for _, c := range s.Countries {
		without += c.Without
	}
	near(t, "shares without the sites", without, 1, 1e-12)
	for m := range s.Months {
		sum := s.Other.Share[m]
		if s.Other.Share[m] < 0 || s.Other.OwnPHs[m] != 0 {
			t.Errorf("%s: others hold %g of which sites %g PH/s", s.Months[m], s.Other.Share[m], s.Other.OwnPHs[m])
		}
		hours := float64(r.Ledger.Months[m].To - r.Ledger.Months[m].From)
		total += s.TotalPHs[m] * hours
		var hhi float64
		ranks := map[int]bool{}
		for _, c := range s.Countries {
			sum += c.Share[m]
			own += c.OwnPHs[m] * hours
			hhi += c.Share[m] * c.Share[m]
			ranks[c.Rank[m]] = true
			if !(c.Share[m] >= 0) || c.OwnPHs[m] > c.TotalPHs[m] {
				t.Errorf("%s: %s holds %g, its sites %g of %g PH/s",
					s.Months[m], c.Code, c.Share[m], c.OwnPHs[m], c.TotalPHs[m])
			}
		}
		near(t, "shares", sum, 1, 1e-12)
		near(t, "index", s.HHI[m], hhi, 1e-12)
		if len(ranks) != len(s.Countries) || !ranks[1] || !ranks[len(s.Countries)] {
			t.Errorf("%s: ranks %v of %d countries", s.Months[m], ranks, len(s.Countries))
		}
	}
	near(t, "share of the sites", 100*own/total, value(t, r, "network_share_pct"), 1e-9)
}

// TestSharesByHand builds a tenth beside a network that never moves: Russia has 16 % of nine tenths and the tenth, the
// United States 36 % of nine tenths.
func TestSharesByHand(t *testing.T) {
	t.Parallel()
	r := written(t, steady+"shares: {countries: {US: 36 %, RU: 16 %, KZ: 10 %}}\n", sim.Settings{})
	s := r.Shares
	e := r.Trace.Epochs[5]
	q := e.OwnPHs / (e.RowPHs + e.OwnPHs)
	ru, us := s.Find("RU"), s.Find("US")
	near(t, "Russia", ru.With, 0.16*(1-q)+q, 1e-9)
	near(t, "United States", us.With, 0.36*(1-q), 1e-9)
	near(t, "others", s.Other.With, 0.38*(1-q), 1e-9)
	near(t, "Russia without", ru.Without, 0.16, 1e-12)
	if us.Name != "United States" || ru.Name != "Russia" || us.RankWith != 1 || ru.RankWith != 2 || ru.RankWithout != 2 || s.Find("KZ").RankWith != 3 || s.Find("BY") != nil {
		t.Errorf("%+v", s.Countries)
	}
	near(t, "index without", s.HHIWithout, 0.36*0.36+0.16*0.16+0.1*0.1, 1e-12)
	near(t, "index", s.LastHHI, ru.With*ru.With+us.With*us.With+0.01*(1-q)*(1-q), 1e-9)
	if s.LastFrom != "2025-06" || s.LastTo != "2026-05" || s.Baseline.Method != "stated" {
		t.Errorf("the mean is from %s to %s, the baseline %+v", s.LastFrom, s.LastTo, s.Baseline)
	}
	var august, survey bool
	for _, p := range s.Published {
		august = august || p.Code == "RU" && math.Abs(p.Share-0.1123) < 1e-12 && p.Date.String() == "2021-08-01" && p.Method == "cbeci" && p.Source == "cbeci_table"
		survey = survey || p.Code == "RU" && math.Abs(p.Share-0.023) < 1e-12 && p.Method == "survey"
	}
	if !august || !survey {
		t.Errorf("published: the 11.23 %% of August 2021 %t, the survey %t", august, survey)
	}
}

// TestSharesWithoutSitesAreTheBaseline holds that nothing moves the shares but sites, and that the default is the
// last table of Cambridge: January 2022, five countries, and what they leave.
func TestSharesWithoutSitesAreTheBaseline(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2026-01-01, end: 2027-06-01}\nsites: []\n", sim.Settings{})
	want := map[string]float64{"US": 0.3784, "CN": 0.2111, "KZ": 0.1322, "CA": 0.0648, "RU": 0.0466}
	if b := r.Shares.Baseline; b.Date.String() != "2022-01-01" || b.Method != "cbeci" || b.Source != "jbs_2022" || len(b.Countries) != len(want) {
		t.Fatalf("the baseline is %+v", b)
	}
	for _, c := range r.Shares.Countries {
		near(t, c.Code, c.Without, want[c.Code], 1e-12)
		for m := range c.Share {
			near(t, c.Code, c.Share[m], want[c.Code], 1e-12)
		}
		if c.RankWith != c.RankWithout {
			t.Errorf("%s falls from rank %d to %d without a site", c.Code, c.RankWithout, c.RankWith)
		}
	}
	near(t, "others", r.Shares.Other.With, 0.1669, 1e-12)
}

// TestSharesOfSitesThatHash holds that a site that the record holds is counted once: its country keeps about the
// share of the baseline, and sites that are larger than the baseline of their country are told of.
func TestSharesOfSitesThatHash(t *testing.T) {
	t.Parallel()
	const sites = head + `clock: {start: 2025-01-01, end: 2025-07-01}
shares: {countries: {US: 36 %, RU: 5 %}}
regions:
  here: {zone: UTC, country: RU, currency: USD, tariff: [{type: flat, price: 1 USD/MWh}]}
  there: {zone: UTC, country: BY, currency: USD, tariff: [{type: flat, price: 1 USD/MWh}]}
sites:
  - {id: one, region: here, power: 500 MW, status: operating, online: 2020-01-01, pue: 1.05, fleet: [{rig: antminer-s21-200}]}
  - {id: two, region: there, power: 100 MW, status: operating, online: 2020-01-01, pue: 1.05, fleet: [{rig: antminer-s21-200}]}
`
	r := written(t, sites, sim.Settings{})
	for m := range r.Shares.Months {
		// the sites stand still while the rest of the world moves, so their country gains a little when that falls
		near(t, "Russia", r.Shares.Find("RU").Share[m], 0.05, 0.10)
		near(t, "United States", r.Shares.Find("US").Share[m], 0.36, 0.01)
	}
	if by := r.Shares.Find("BY"); by == nil || by.Without != 0 || by.Share[0] <= 0 || len(r.Shares.Warnings) > 0 {
		t.Errorf("Belarus is %+v; warnings %q", by, r.Shares.Warnings)
	}

	r = written(t, sites+"  - {id: three, region: here, power: 2 GW, status: operating, online: 2020-01-01, pue: 1.05, fleet: [{rig: antminer-s21-200}]}\n", sim.Settings{})
	if len(r.Shares.Warnings) != 1 {
		t.Errorf("sites beyond the baseline share: warnings %q", r.Shares.Warnings)
	}
	if ru := r.Shares.Find("RU"); math.Abs(ru.OwnPHs[2]-ru.TotalPHs[2]) > 1e-6 {
		t.Errorf("Russia has %g PH/s besides its sites; they are more than its baseline", ru.TotalPHs[2]-ru.OwnPHs[2])
	}
}
