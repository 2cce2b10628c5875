package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/scenario"
)

func TestWarningsOfOneKindBecomeOne(t *testing.T) {
	// The first of a kind keeps its place, ids give way to names, and a warning of no kind keeps its text.
	t.Parallel()
	names := map[string]string{"first": "First hall", "x_2": "Second hall", "perm": "Perm Krai"}
	name := func(id string) string {
		if n := names[id]; n != "" {
			return n
		}
		return id
	}
	about := func(kind scenario.WarningKind, detail string, value float64, subjects ...string) scenario.Warning {
		return scenario.Warning{Kind: kind, Detail: detail, Value: value, Subjects: subjects, Text: "its own text"}
	}
	for _, c := range []struct {
		list []scenario.Warning
		want []Notice
	}{
		{nil, nil},
		{
			[]scenario.Warning{about(scenario.NoWeather, "", 0, "first", "x_2", "a", "b", "c")},
			[]Notice{{Text: "No weather station stands for First hall, Second hall and 3 more; the PUE there is constant.", Why: "sources"}},
		},
		{[]scenario.Warning{
			about(scenario.NoTariff, " of 2020, 3.4 RUB/kWh", 0, "perm"),
			{Text: "something else of the site happened."},
			about(scenario.NoTariff, " of 2021, 3.5 RUB/kWh", 0, "yamal"), about(scenario.RateEnds, "2026-09", 0, "RUB"),
		}, []Notice{
			{Text: "Two regions have no tariff of their own; the industrial price of each is used in nominal money: Perm Krai (2020: 3.4 RUB/kWh) and yamal (2021: 3.5 RUB/kWh).", Why: "sources"},
			{Text: "Something else of the site happened."},
			{Text: "The exchange rate of RUB is known to September 2026 and held after that.", Why: "sources"},
		}},
		{
			[]scenario.Warning{about(scenario.NoTariff, ", 3.4 RUB/kWh", 0, "perm")},
			[]Notice{{Text: "Perm Krai has no tariff of its own; its industrial price, 3.4 RUB/kWh, is used in nominal money.", Why: "sources"}},
		},
		{
			[]scenario.Warning{about(scenario.NoTariff, ", 3.4 RUB/kWh", 0, "perm"), about(scenario.NoTariff, ", 2 RUB/kWh", 0, "yamal")},
			[]Notice{{Text: "Two regions have no tariff of their own; the industrial price of each is used in nominal money: Perm Krai (3.4 RUB/kWh) and yamal (2 RUB/kWh).", Why: "sources"}},
		},
		{
			[]scenario.Warning{about(scenario.RateEnds, "2026-09", 0, "RUB"), about(scenario.RateEnds, "2026-08", 0, "KZT")},
			[]Notice{{Text: "Exchange rates are held after the last month that is known: RUB to September 2026 and KZT to August 2026.", Why: "sources"}},
		},
		{
			[]scenario.Warning{about(scenario.HardlyRuns, "2030-01-01", 5, "x_2", "a", "b")},
			[]Notice{{Text: "The fleet of Second hall runs 5\u202f% of the year from 2030-01-01, and 2 more sites run less than 10\u202f% of a year.", Why: "energy"}},
		},
		{
			[]scenario.Warning{about(scenario.NoEmissions, "", 0, "perm"), about(scenario.NeverOnline, "", 0, "x_2"), about(scenario.NotFull, "", 37.5, "first")},
			[]Notice{
				{Text: "No emission factor is known for Perm Krai; its emissions count as zero.", Why: "sources"},
				{Text: "One site comes online after the end of the horizon: Second hall.", Why: "where"},
				{Text: "A connection is not full: First hall 37.5 % of its power feeds machines.", Why: "energy"},
			},
		},
		{
			[]scenario.Warning{about(scenario.NeverBinds, "", 0, "winter cap"), about(scenario.NeverBinds, "", 0, "quota"), about(scenario.HoldsNoSite, "", 0, "energy")},
			[]Notice{{Text: "Limits never bind: winter cap and quota.", Why: "limited"}, {Text: "A limit holds no site: energy.", Why: "limited"}},
		},
		{
			[]scenario.Warning{about(scenario.NeverBinds, "the ban takes all that it would keep back", 0, "winter quota"), about(scenario.NeverBinds, "", 0, "cap")},
			[]Notice{{Text: "Limits never bind: winter quota (the ban takes all that it would keep back) and cap.", Why: "limited"}},
		},
		{
			[]scenario.Warning{about(scenario.NeverInForce, "", 0, "ban"), about(scenario.NeverInForce, "", 0, "quota")},
			[]Notice{{Text: "Limits are never in force within the horizon: ban and quota.", Why: "limited"}},
		},
		{
			[]scenario.Warning{about(scenario.NeverInForce, "", 0, "ban")},
			[]Notice{{Text: "A limit is never in force within the horizon: ban.", Why: "limited"}},
		},
		{
			[]scenario.Warning{about(scenario.KeptOff, "", 0, "first", "x_2"), about(scenario.MinimumBinds, "least bill", 37.5, "first", "x_2"), about(scenario.MinimumBinds, "take or pay", 9, "a")},
			[]Notice{
				{Text: "First hall and Second hall never run, for no load is worth what its highest hour would cost.", Why: "energy"},
				{Text: "Minimum bills are due in every period, and nobody runs more for them: least bill at First hall and Second hall (38\u202f% of what they pay for power) and take or pay at a (9\u202f% of what it pays for power).", Why: "bill"},
			},
		},
		{
			[]scenario.Warning{about(scenario.KeptOff, "", 0, "first"), about(scenario.NotPlanned, "", 1.5e6, "deviations"), about(scenario.NotPlanned, "", 5e5, "plan")},
			[]Notice{
				{Text: "First hall never runs, for no load is worth what its highest hour would cost.", Why: "energy"},
				{Text: "Nobody plans for deviations and plan, and the sites pay 2.00\u202fM$ for them over the horizon.", Why: "bill"},
			},
		},
		{
			[]scenario.Warning{about(scenario.TariffEnds, "energy on 2026-12-31", 0, "perm"), about(scenario.TariffEnds, "grid on 2027-06-30", 0, "first"), about(scenario.NoPeak, "transmission: no peak is listed after 2026-09-30", 0, "perm")},
			[]Notice{
				{Text: "The last price is held where a tariff ends before the horizon does: Perm Krai (energy on 2026-12-31) and First hall (grid on 2027-06-30).", Why: "sources"},
				{Text: "Peaks of the system in Perm Krai: transmission: no peak is listed after 2026-09-30.", Why: "sources"},
			},
		},
		{
			[]scenario.Warning{about(scenario.NoPeak, "x: none", 0, "perm"), about(scenario.NoPeak, "y: none", 0, "first")},
			[]Notice{{Text: "Some peaks of the system are not billed: Perm Krai (x: none), First hall (y: none).", Why: "sources"}},
		},
		{[]scenario.Warning{about(scenario.TakesLong, "", 300), about(scenario.NeverInForce, "", 0, "ban")}, []Notice{{Text: "A limit is never in force within the horizon: ban.", Why: "limited"}}},
		{[]scenario.Warning{about(scenario.LargeShare, "", 12)}, []Notice{{Text: "Its own text.", Why: "hashrate"}}},
	} {
		if diff := cmp.Diff(c.want, mergeWarnings(c.list, name)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", strings.Join(scenario.Texts(c.list), "; "), diff)
		}
	}
}
