package limit_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
)

func load(t testing.TB, text string) limit.Entry {
	t.Helper()
	var e limit.Entry
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &e); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e
}

// described holds what is said of limits, by their words.
func described(t *testing.T, sentences map[string]string) {
	t.Helper()
	for text, want := range sentences {
		if got := load(t, text).Describe(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// civil is an axis of whole days of a zone by its clock.
func civil(t testing.TB, start, end, zone string) *calendar.Civil {
	t.Helper()
	_, c := days(t, start, end, zone)
	return c
}

// days is an axis of whole days of a zone, and its clock.
func days(t testing.TB, start, end, zone string) (*calendar.Axis, *calendar.Civil) {
	t.Helper()
	z, err := calendar.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	axis, err := calendar.NewAxis(date(t, start), date(t, end), z)
	if err != nil {
		t.Fatal(err)
	}
	return axis, axis.Civil(z)
}

func date(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The example of each kind can be read, shows every key there is, and says what it means.
func TestEveryKindKeepsTheContract(t *testing.T) {
	t.Parallel()
	keys := func(t reflect.Type, indent string) (list []string) {
		for _, k := range conf.Fields(t) {
			list = append(list, "\n"+indent+k.Name+": ")
		}
		return list
	}
	for _, v := range limit.Varieties() {
		e := load(t, v.Example)
		shown := strings.ReplaceAll(v.Example, "applies_to:", "applies_to: ")
		shown = strings.ReplaceAll(shown, "\n# ", "\n") // a key that stands in place of another is shown behind a mark
		want := append(keys(reflect.TypeFor[limit.Entry](), ""), keys(reflect.TypeOf(v.New()), "")...)
		for _, key := range append(want, keys(reflect.TypeFor[limit.AppliesTo](), "  ")...) {
			if instead := strings.Replace(key, "\n", "\n# ", 1); !strings.Contains(shown, key) && !strings.Contains(shown, instead) {
				t.Errorf("%s: the example does not show %q", v.Name, strings.TrimSpace(key))
			}
		}
		if !strings.Contains(v.Example, "\ntype: "+v.Name+"\n") || v.Doc == "" || e.Describe() == "" || e.At.Line == 0 {
			t.Errorf("%s: type, doc %q, description %q or place %v is missing", v.Name, v.Doc, e.Describe(), e.At)
		}
		if reflect.TypeOf(e.Kind) != reflect.TypeOf(v.New()) {
			t.Errorf("%s: read as %T, want %T", v.Name, e.Kind, v.New())
		}
	}
}

// {type: ban} is called ban; a name of its own stays.
func TestNameIsTheTypeUnlessGiven(t *testing.T) {
	t.Parallel()
	if e := load(t, "{type: ban, to: 2025-03-15}"); e.Name != "ban" {
		t.Errorf("name %q, want ban", e.Name)
	}
	if e := load(t, "{type: ban, name: winter, to: 2025-03-15}"); e.Name != "winter" {
		t.Errorf("name %q, want winter", e.Name)
	}
}

// § marks where the problem must be reported; want is what it must say.
func TestEveryMistakeIsExplained(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{limit: 3 MW}", `"type" is missing; write one of power, energy, ban`},
		{"{type: §poower, limit: 3 MW}", `did you mean "power"?`},
		{"§{type: power}", `"limit" is missing; write one such as "limit: 50 MW"`},
		{"{type: power, limit: §3}", `3 has no unit; write "3 MW" or "3 kW"`},
		{"{type: power, limit: §21 MWh}", "is an energy; a power is written like"},
		{"{type: power, limit: §-1 MW}", "negative"},
		{"{type: power, limit: §1e400 MW}", "too large"},
		{"{type: power, limit: §inf MW}", "is not a power"},
		{"{type: power, limit: §nan MW}", "is not a power"},
		{"{type: power, limit: §0 MW}", `allows nothing; write "type: ban"`},
		{"{type: energy, per: month, limit: §0 GWh}", `allows nothing; write "type: ban"`},
		{"{type: energy, per: month, limit: §5 GW}", "is a power; an energy is written like"},
		{"§{type: energy, limit: 5 GWh}", `"per" is missing`},
		{"{type: energy, limit: 5 GWh, per: §decade}", "write one of day, week, month, quarter, year, season, dates"},
		{"{type: energy, limit: 5 GWh, per: §season}", `add for example "season: 11-15..03-15", or write "per: year"`},
		{"{type: energy, limit: 5 GWh, per: §season, from: 2025-11-15, to: 2026-03-15}", "needs to know the season"},
		{"{type: energy, limit: 5 GWh, per: §dates}", `add for example "from: 2025-11-15" and "to: 2026-03-15"`},
		{"{type: energy, limit: 5 GWh, per: §dates, season: 11-15..03-15}", "needs the first and the last day"},
		{"{type: energy, limit: 5 GWh, per: §dates, from: 2025-11-15}", `add for example "to: 2026-11-14"`},
		{"{type: energy, limit: 5 GWh, per: §dates, to: 2026-03-15}", `add for example "from: 2025-03-16"`},
		{"{type: energy, limit: 5 GWh, per: dates, from: 2025-11-15, to: 2026-03-15, prorate: §true}", "leave prorate out"},
		{"{type: energy, limit: 5 GWh, per: dates, from: 2026-03-15, to: §2025-11-15}", "is before 2026-03-15, where the limit begins; swap them"},
		{"{type: energy, limit: 5 GWh, per: dates, from: 2025-05-01, to: 2025-09-30, season: §11-15..03-15}", "never occurs between 2025-05-01 and 2025-09-30"},
		{"{type: energy, limit: 5 GWh, per: season, from: 2025-05-01, to: 2025-09-30, season: §11-15..03-15}", `never occurs between 2025-05-01 and 2025-09-30, so the limit would do nothing; leave from and to out for every year, or write "to: 2026-03-15"`},
		{"{type: energy, per: month, limit: §-5 GWh}", "negative"},
		{"{type: energy, per: month, limit: §inf GWh}", "is not an energy"},
		{"{type: energy, per: month, limit: §nan GWh}", "is not an energy"},
		{"{type: energy, per: month, limit: §1e400 GWh}", "too large"},
		{"{type: energy, limit: 5 GWh, per: day, prorate: §yes}", "write true"},
		{"{type: energy, limit: 5 GWh, per: day, §share: pro_rata}", `unknown key "share"`},
		{"{type: power, limit: 5 MW, share: §prorata}", `did you mean "pro_rata"?`},
		{"{type: power, limit: §5,5 MW}", `"5,5 MW" has a comma, which ends a value here; write "5.5 MW" if it marks decimals, "55 MW" if it groups thousands`},
		{"{type: power, limit: §1,500 MW, share: merit}", `"1500 MW" if it groups thousands`},
		{"§{type: energy, limit: 5 GWh}", `"per" is missing; add for example "per: month"`},
		{"§{type: hysteresis, stop: 105 %}", `"resume" is missing; add for example "resume: 95 %"`},
		{"{type: energy, per: month, limit: §1e-300 MWh}", `next to nothing; write more, or "type: ban"`},
		{"{type: power, limit: §0.9 W}", `next to nothing`},
		{"{type: demand_response, strike: 100 USD/MWh, notice: §30 min}", `"30 min" is in minutes, and only whole hours count here; write "1 h"`},
		{"{type: penalty, limit: 5 GWh, per: month, shutdown: §0 days}", "0 days shuts nothing down"},
		{"{type: power, limit: 5 MW, path: §{2025-01-01: 6 MW}}", "limit and path both say how much; keep one of them"},
		{"{type: power, path: §{}}", `empty; write from which day on how much may be drawn`},
		{"{type: power, path: {§2025-13-01: 6 MW}}", "2025-13-01"},
		{"{type: power, path: {§soon: 6 MW}}", "is not a date"},
		{"{type: power, path: {2025-01-01: §6}}", "6 has no unit"},
		{"{type: power, path: {2025-01-01: §0 MW}}", `allows nothing; write "type: ban"`},
		{"{type: power, path: {2026-01-01: 80 MW, §2025-01-01: 50 MW}}", "write the days in order, each once"},
		{"{type: power, path: {2025-01-01: 80 MW, §' 2025-01-01': 50 MW}}", "write the days in order, each once"},
		{"{type: power, to: 2025-12-31, path: {2025-01-01: 80 MW, §2026-01-01: 50 MW}}", "2026-01-01 is after 2025-12-31, where the limit ends"},
		{"{type: power, limit: 5 MW, share: §auctions}", `did you mean "auction"?`},
		{"{type: power, limit: 5 MW, each: true, share: §merit}", "nothing is shared where each site may draw the limit"},
		{"{type: power, limit: 5 MW, share: §priority}", `who comes first is missing; add for example "priority: [mikun, sindor]"`},
		{"{type: power, limit: 5 MW, share: §priority, priority: []}", "who comes first is missing"},
		{"{type: power, limit: 5 MW, share: priority, priority: §[a, b, a]}", "a is named twice; once is enough"},
		{"{type: power, limit: 5 MW, share: priority, priority: §[a, '']}", "an empty name"},
		{"{type: power, limit: 5 MW, priority: §[a, b]}", "pro rata where share is not written; write share: priority, or leave priority out"},
		{"{type: power, limit: 5 MW, share: merit, priority: §[a]}", "share: merit has none"},
		{"{type: power, limit: 5 MW, share: §grandfathered}", `add for example "reference: 2024-12-31"`},
		{"{type: power, limit: 5 MW, share: merit, reference: §2024-12-31}", "write share: grandfathered, or leave it out"},
		{"{type: power, limit: 5 MW, share: grandfathered, reference: §2024-12-32}", "2024-12-32"},
		{"{type: power, limit: 5 MW, §limits: 6 MW}", `did you mean "limit"?`},
		{"{type: power, limit: 5 MW, from: 2025-03-15, to: §2025-01-01}", "before 2025-03-15"},
		{"{type: power, limit: 5 MW, from: 2025-05-01, to: 2025-09-30, season: §11-15..03-15}", "never occurs between 2025-05-01 and 2025-09-30"},
		{"{type: power, limit: 5 MW, from: 2025-03-01, to: 2026-02-27, season: §02-29..02-29}", `write "to: 2026-02-28"`},
		{"{type: power, limit: 5 MW, from: 2027-03-01, to: 2028-02-28, season: §02-29..02-29}", "never occurs"},
		{"{type: power, limit: 5 MW, from: 2025-03-16, to: 2025-11-14, season: §11-15..03-15}", "never occurs"},
		{"{type: ban, from: 2025-02-28, to: 2025-02-28, season: §03-01..03-31}", "never occurs"},
		{"{type: power, limit: 5 MW, season: §11-31..03-15}", "11-31"},
		{"{type: power, limit: 5 MW, season: §winter}", "is not a season"},
		{"{type: power, limit: 5 MW, from: §2025-02-29}", "does not exist"},
		{"§{type: ban}", "a ban needs a time; add from, to or a season"},
		{"{type: ban, season: §null}", "a ban needs a time"},
		{"{type: ban, to: 2030-01-01, §limit: 3 MW}", `unknown key "limit"`},
		{"{type: ban, to: 2030-01-01, exempt: §own_gas}", `only "isolated" is known here`},
		{"{type: ban, to: 2030-01-01, applies_to: §{}}", "names nothing"},
		{"{type: ban, to: 2030-01-01, applies_to: {§regoin: komi}}", `did you mean "region"?`},
		{"{type: ban, to: 2030-01-01, applies_to: {region: §[]}}", "empty; name at least one"},
		{"{type: ban, to: 2030-01-01, applies_to: {region: §[komi, komi]}}", "komi is named twice"},
		{"{type: ban, to: 2030-01-01, applies_to: {sites: §''}}", "an empty name"},
		{"{type: ban, to: 2030-01-01, applies_to: {sites: §{id: mikun}}}", "expected one value"},
		{"{type: ban, to: 2030-01-01, applies_to: §komi}", "expected a map"},
	})
}

// mistake is a limit that is refused: § marks where, want is what the problem must say.
type mistake struct{ text, want string }

// explained holds that each mistake is one problem, with its words, at its place.
func explained(t *testing.T, mistakes []mistake) {
	t.Helper()
	for _, c := range mistakes {
		before, after, _ := strings.Cut(c.text, "§")
		var e limit.Entry
		err := conf.Load("test.yaml", []byte(before+after), conf.DefaultLimits, &e)
		var problems conf.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].Message, c.want) {
			t.Errorf("%s: got %v, want one problem with %q", c.text, err, c.want)
			continue
		}
		at := problems[0].Pos
		if strings.Contains(c.text, "season: §null") { // the whole map is at fault
			before = ""
		}
		if at.Line != 1 || at.Col != len(before)+1 {
			t.Errorf("%s: reported at %d:%d, want 1:%d", c.text, at.Line, at.Col, len(before)+1)
		}
	}
}

// A season occurs every year, so that one end alone leaves days of it; one day of it is enough.
func TestWindowsThatDoOccur(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"season: 02-29..02-29",
		"season: 11-15..03-15, from: 2025-05-01",
		"season: 11-15..03-15, to: 2025-05-01",
		"season: 02-29..02-29, from: 2027-02-28, to: 2028-02-28",
		"season: 02-29..02-29, from: 2025-02-28, to: 2025-02-28",
		"season: 02-29..02-29, from: 2028-02-29, to: 2028-02-29",
		"season: 11-15..03-15, from: 2025-03-15, to: 2025-11-14",
		"season: 11-15..03-15, from: 2025-03-16, to: 2025-11-15",
		"season: 06-01..06-01, from: 2025-06-02, to: 2026-06-02",
	} {
		load(t, "{type: ban, "+words+"}")
	}
}

// One sentence per limit, as the report prints it.
func TestDescribeSaysWhatWasUnderstood(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: power, limit: 50 MW, season: 11-15..03-15}":                                       "50 MW, shared pro rata, 15 November to 15 March",
		"{type: power, limit: 50 MW}":                                                             "50 MW, shared pro rata, at all times",
		"{type: power, path: {2025-01-01: 50 MW, 2026-01-01: 800 kW}, share: max_min}":            "50 MW from 1 January 2025 on, 800 kW from 1 January 2026 on, shared so that the least has the most it can, at all times",
		"{type: power, limit: 50 MW, each: true, to: 2031-03-15}":                                 "50 MW at each site, until 15 March 2031",
		"{type: power, limit: 50 MW, share: priority, priority: [mikun, BitRiver]}":               "50 MW, shared by priority: mikun, then BitRiver, then the others, at all times",
		"{type: power, limit: 50 MW, share: priority, priority: mikun}":                           "50 MW, shared by priority: mikun, then the others, at all times",
		"{type: power, limit: 50 MW, share: grandfathered, reference: 2024-12-31}":                "50 MW, shared by those that stood on 31 December 2024, by capacity, at all times",
		"{type: power, limit: 50 MW, share: merit}":                                               "50 MW, each hour's to whom it is worth most, at all times",
		"{type: power, limit: 50 MW, share: auction}":                                             "50 MW, auctioned hour by hour, at all times",
		"{type: energy, limit: 100 GWh, per: month, from: 2025-11-01}":                            "100 GWh per month, from 1 November 2025 on",
		"{type: energy, limit: 1 TWh, per: year, prorate: true, season: 02-29..02-29}":            "1 TWh per year, on the last day of February of each year, less for a period that is partly outside",
		"{type: energy, limit: 100 GWh, per: season, season: 11-15..03-15}":                       "100 GWh per season, 15 November to 15 March",
		"{type: energy, limit: 1 TWh, per: season, season: 11-15..03-15, prorate: true}":          "1 TWh per season, 15 November to 15 March, less for a period that is partly outside",
		"{type: energy, limit: 1 TWh, per: dates, from: 2025-07-01, to: 2026-06-30}":              "1 TWh in all, from 1 July 2025 until 30 June 2026",
		"{type: energy, limit: 1 MWh, per: dates, from: 2025-01-01, to: 2025-01-01}":              "1 MWh in all, on 1 January 2025",
		"{type: ban, season: 11-15..03-15, from: 2025-01-01, to: 2031-03-15}":                     "no mining 15 November to 15 March, from 1 January 2025 until 15 March 2031",
		"{type: energy, limit: 1 GWh, per: month, each: true}":                                    "1 GWh per month at each site, at all times",
		"{type: ban, from: 2025-01-01, to: 2025-01-01}":                                           "no mining on 1 January 2025",
		"{type: ban, to: 2031-03-15, exempt: isolated}":                                           "no mining until 15 March 2031, but for sites on generation of their own that no grid reaches",
		"{type: ban, to: 2031-03-15, applies_to: {program: komi_15, region: [komi, komi_north]}}": "no mining until 15 March 2031; region komi or komi_north, program komi_15",
	})
}

// A site is held when each line that is written names it.
func TestAppliesToNeedsEveryLineAndAnyNameOfALine(t *testing.T) {
	t.Parallel()
	mikun := limit.Place{Site: "mikun", Region: "komi", Operator: "Energoresurs-K", Country: "RU", Program: "komi_15"}
	bratsk := limit.Place{Site: "bratsk", Region: "irkutsk_north", Operator: "BitRiver", Country: "RU"}
	for _, c := range []struct {
		words         string
		mikun, bratsk bool
	}{
		{"{region: komi}", true, false},
		{"{region: [komi, irkutsk_north]}", true, true},
		{"{country: RU}", true, true},
		{"{country: RU, operator: BitRiver}", false, true},
		{"{sites: [mikun]}", true, false},
		{"{sites: mikun, program: other}", false, false},
	} {
		a := load(t, "{type: ban, to: 2030-01-01, applies_to: "+c.words+"}").AppliesTo
		if a.Holds(mikun) != c.mikun || a.Holds(bratsk) != c.bratsk {
			t.Errorf("%s holds mikun %v and bratsk %v, want %v and %v",
				c.words, a.Holds(mikun), a.Holds(bratsk), c.mikun, c.bratsk)
		}
	}
	var everywhere *limit.AppliesTo
	if !everywhere.Holds(bratsk) || everywhere.Describe() != "" || everywhere.Unknown(nil) != nil {
		t.Error("without applies_to a limit must hold every site")
	}
	a := load(t, "{type: ban, to: 2030-01-01, applies_to: {region: [komi, komy], sites: bratsk, program: x}}").AppliesTo
	if got := strings.Join(a.Unknown([]limit.Place{mikun, bratsk}), "; "); got != "region komy; program x" {
		t.Errorf("unknown names %q, want region komy; program x", got)
	}
}
