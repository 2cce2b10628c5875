package limit_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
)

// A price makes the budgets soft; fines and shutdowns follow a period with more; 30 days are 720 hours, and a
// month of rates 730.5, of which the last one counts whole.
func TestPenaltyFollowsWhatASiteUsesByItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words  string
		soft   bool
		price  float64
		breach *limit.Breach
	}{
		{"price: 50 USD/MWh", true, 50, nil},
		{"price: 0.05 USD/kWh, shutdown: 30 days", true, 50, &limit.Breach{ShutdownHours: 720}},
		{"shutdown: 1 month", false, 0, &limit.Breach{ShutdownHours: 731}},
		{"fine: 1 MRUB", false, 0, &limit.Breach{Fines: []float64{1e6}}},
		{"price: 1 RUB/kWh, fine: [1 MRUB, 1 MRUB, 10 MRUB], shutdown: 6 h", true, 1000, &limit.Breach{Fines: []float64{1e6, 1e6, 1e7}, ShutdownHours: 6}},
	} {
		in := input(t, "2025-01-01", "2026-01-01", "UTC", 10, 20)
		p := rule(t, "{type: penalty, limit: 5 GWh, per: month, season: 11-15..03-15, "+c.words+"}", in).Pool
		_, periods := p.Periods(&in.Sites[0])
		if p.Soft != c.soft || p.Price != c.price || !p.Each || p.Hourly || len(periods) != 5 || periods[2].MWh != 5000 {
			t.Errorf("%s: soft %v at %v, each %v, hourly %v, %d periods, want soft %v at %v for each site in 5 months",
				c.words, p.Soft, p.Price, p.Each, p.Hourly, len(periods), c.soft, c.price)
		}
		if diff := cmp.Diff(c.breach, p.Breach); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.words, diff)
		}
	}
}

// 30 MW are 30 MWh in each of the 47 hours of 30 and 31 March 2024 in Oslo, of which the window leaves the last 23.
func TestPenaltyOnPowerHasAPeriodForEveryHour(t *testing.T) {
	t.Parallel()
	in := input(t, "2024-03-30", "2024-04-01", "Europe/Oslo", 50)
	p := rule(t, "{type: penalty, power: 30 MW, price: 50 USD/MWh, from: 2024-03-31}", in).Pool
	of, periods := p.Periods(&in.Sites[0])
	checkOf(t, of, periods)
	if len(of) != 47 || len(periods) != 23 || !p.Hourly || !p.Soft || !p.Each || p.Price != 50 {
		t.Fatalf("%d hours, %d periods, pool %+v", len(of), len(periods), p)
	}
	for i, label := range map[int]string{0: "2024-03-30T23Z", 22: "2024-03-31T21Z"} {
		if b := periods[i]; b.Label != label || b.MWh != 30 || b.From != 24+i || b.To != 25+i {
			t.Errorf("hour %d is %+v, want %s with 30 MWh", i, b, label)
		}
	}
}

// By a clock in UTC the first quarter of 2025 has three hours of April in Moscow, and lacks three of January; the
// months of Moscow's own clock are whole, and so is one that the window cuts.
func TestPenaltyKnowsThePeriodsThatTheHorizonCuts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, words string
		cut         []bool
	}{
		{"UTC", "", []bool{false, false, false}},
		{"Europe/Moscow", "", []bool{true, false, false, true}},
		{"Europe/Moscow", ", from: 2025-02-10, to: 2025-03-31", []bool{false, false}},
	} {
		in := input(t, "2025-01-01", "2025-04-01", "UTC", 10)
		axis, err := calendar.NewAxis(calendar.Date{Year: 2025, Month: 1, Day: 1}, calendar.Date{Year: 2025, Month: 4, Day: 1}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		in.Sites[0].Civil = axis.Civil(zone)
		_, periods := rule(t, "{type: penalty, limit: 5 GWh, per: month, fine: 1 MRUB"+c.words+"}", in).Pool.Periods(&in.Sites[0])
		var cut []bool
		for _, p := range periods {
			cut = append(cut, p.Cut)
		}
		if diff := cmp.Diff(c.cut, cut); diff != "" {
			t.Errorf("%s%s (-want +got):\n%s", c.zone, c.words, diff)
		}
	}
}

// Words on penalties that contradict each other, or mean nothing, are refused where they stand.
func TestPenaltyMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: penalty, price: 50 USD/MWh}", `add for example "limit: 5 GWh" and "per: month", or "power: 30 MW"`},
		{"§{type: penalty, limit: 5 GWh, price: 50 USD/MWh}", `add for example "per: month"`},
		{"§{type: penalty, limit: 5 GWh, per: month}", `add price, fine or shutdown, or write "type: energy"`},
		{"§{type: penalty, power: 5 MW}", `add price, fine or shutdown, or write "type: power"`},
		{"{type: penalty, limit: §0 GWh, per: month, price: 50 USD/MWh}", "allows nothing"},
		{"{type: penalty, power: §0 MW, price: 50 USD/MWh}", "allows nothing"},
		{"{type: penalty, limit: 5 GWh, per: month, power: §5 MW, price: 50 USD/MWh}", "keep one of them"},
		{"{type: penalty, power: 5 MW, per: §month, price: 50 USD/MWh}", "leave per out"},
		{"{type: penalty, power: 5 MW, fine: §1 MRUB}", "or a price instead of fine"},
		{"{type: penalty, power: 5 MW, shutdown: §3 days}", "or a price instead of shutdown"},
		{"{type: penalty, limit: 5 GWh, per: §season, price: 50 USD/MWh}", "needs to know the season"},
		{"{type: penalty, limit: 5 GWh, per: §dates, price: 50 USD/MWh}", "needs the first and the last day"},
		{"{type: penalty, limit: 5 GWh, per: month, price: §0 USD/MWh}", "is no penalty"},
		{"{type: penalty, limit: 5 GWh, per: month, price: §-5 USD/MWh}", "is no penalty"},
		{"{type: penalty, limit: 5 GWh, per: month, fine: §0 RUB}", "is no fine"},
		{"{type: penalty, limit: 5 GWh, per: month, price: 1 USD/MWh, fine: §[]}", "write at least one fine"},
		{"{type: penalty, limit: 5 GWh, per: month, fine: [1 MRUB, §-1 RUB]}", "is no fine"},
		{"{type: penalty, limit: 5 GWh, per: month, fine: [10 MRUB, §1 MRUB]}", "fines rise where a site repeats it"},
		{"{type: penalty, limit: 5 GWh, per: month, fine: [1 MRUB, §1 MUSD]}", "in USD, but the penalty is in RUB"},
		{"{type: penalty, limit: 5 GWh, per: month, price: 1 USD/MWh, fine: §1 MRUB}", "in RUB, but the penalty is in USD"},
		{"{type: penalty, limit: 5 GWh, per: month, shutdown: §0 h}", "shuts nothing down"},
		{"{type: penalty, limit: 5 GWh, per: month, shutdown: §1e300 years}", `write "type: ban"`},
		{"{type: penalty, limit: 5 GWh, per: month, price: 1 USD/MWh, from: 2025-03-15, to: §2025-01-01}", "swap them"},
		{"{type: penalty, power: 5 MW, price: 1 USD/MWh, from: 2025-03-15, to: §2025-01-01}", "swap them"},
	})
}

// The limit, and what follows where more is used.
func TestPenaltyInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: penalty, power: 30 MW, price: 50 USD/MWh}":                                           "30 MW in every hour for each site; above it 50 USD/MWh; at all times",
		"{type: penalty, limit: 5 GWh, per: dates, from: 2025-01-01, to: 2025-12-31, shutdown: 1 h}": "5 GWh in all for each site; after a period with more a shutdown of 1 h; from 1 January 2025 until 31 December 2025",
		"{type: penalty, limit: 5 GWh, per: month, price: 1 RUB/kWh, fine: [1 MRUB, 10 MRUB], shutdown: 30 days}": "5 GWh per month for each site; above it 1 RUB/kWh; " +
			"after a period with more a fine of 1 MRUB, then 10 MRUB and a shutdown of 30 days; at all times",
	})
	for text, want := range map[string]string{"price: 1 RUB/kWh": "RUB", "fine: 1 MUSD": "USD", "shutdown: 1 h": ""} {
		if got := load(t, "{type: penalty, limit: 5 GWh, per: month, "+text+"}").Kind.(limit.Monied).Currency(); string(got) != want {
			t.Errorf("%s is in %q, want %q", text, got, want)
		}
	}
}

// A shutdown of more than twelve periods says what it means; a month after a week, or a year after a month, is a
// rule as others are.
func TestVeryLongShutdownsAreTold(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"per: month, shutdown: 400 days": "one month with more than 5 GWh brings a shutdown of 400 days, which is as long as the next 12 months: in these nothing can run and the limit cannot be broken again",
		"per: day, shutdown: 30 days":    "one day with more than 5 GWh brings a shutdown of 30 days, which is as long as the next 30 days: in these nothing can run and the limit cannot be broken again",
		"per: month, shutdown: 365 days": "",
		"per: week, shutdown: 30 days":   "",
		"per: month, fine: 1 MUSD":       "",
	} {
		var e limit.Entry
		if err := conf.Load("test.yaml", []byte("{type: penalty, limit: 5 GWh, "+words+"}"), conf.DefaultLimits, &e); err != nil {
			t.Fatal(err)
		}
		if got := e.Kind.(limit.Worrier).Worry(); got != want {
			t.Errorf("%s: %q", words, got)
		}
	}
}
