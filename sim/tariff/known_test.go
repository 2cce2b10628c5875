package tariff

import (
	"math"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/unit"
)

// world is an axis over whole local days of a zone, with its civil time.
func world(t testing.TB, start, end, zone string) Input {
	t.Helper()
	z, err := calendar.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	axis, err := calendar.NewAxis(date(t, start), date(t, end), z)
	if err != nil {
		t.Fatal(err)
	}
	return Input{Axis: axis, Civil: axis.Civil(z)}
}

func date(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func price(t testing.TB, text string) unit.EnergyPrice {
	t.Helper()
	p, err := unit.ParseEnergyPrice(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func weekdays(t testing.TB) (d calendar.Days) {
	t.Helper()
	if err := d.UnmarshalText([]byte("mon-fri")); err != nil {
		t.Fatal(err)
	}
	return d
}

func hours(t testing.TB, text string) (h calendar.Hours) {
	t.Helper()
	if err := h.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return h
}

// steady is the same load in every hour.
func steady(in Input, mwh float64) []float64 {
	load := make([]float64, in.Axis.Hours)
	for t := range load {
		load[t] = mwh
	}
	return load
}

func total(charges []Charge) float64 {
	sum := 0.0
	for _, c := range charges {
		sum += c.Amount
	}
	return sum
}

func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))
}

func TestFlatYearCostsPriceTimesEnergy(t *testing.T) {
	// 10.5 MW at 45 USD/MWh for 8,760 h: 91,980 MWh cost 4,139,100 USD, January 744/8760 of it.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	charges, err := (&Flat{Price: price(t, "45 USD/MWh")}).Bill(steady(in, 10.5), in)
	if err != nil || len(charges) != 12 || !near(total(charges), 4139100, 1e-12) {
		t.Fatalf("bill of a flat year: %d charges, %v USD (%v), want 12 and 4139100", len(charges), total(charges), err)
	}
	january := charges[0]
	if !near(january.Amount, 744*10.5*45, 1e-12) || january.Month != 0 || january.Currency != "USD" || january.Why != "7812.000 MWh at 45 USD/MWh" {
		t.Errorf("January = %+v, want 351540 USD for 7812.000 MWh at 45 USD/MWh", january)
	}
}

func TestEscalationIsAnEffectiveAnnualRate(t *testing.T) {
	// 100 at 4 %/year is 104 after 8,766 h and 100·1.04² after twice that; before the first hour nothing has moved.
	t.Parallel()
	in := world(t, "2025-01-01", "2028-01-01", "UTC")
	dst := make([]float64, in.Axis.Hours)
	if err := (&Flat{Price: price(t, "100 USD/MWh"), Rise: Rise{Escalation: 0.04}}).Signal(dst, in); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		hour int
		want float64
	}{{0, 100}, {8766, 104}, {17532, 108.16}, {4383, 101.9803902718557}} { // sqrt(1.04)
		if !near(dst[tt.hour], tt.want, 1e-13) {
			t.Errorf("price in hour %d = %v, want %v", tt.hour, dst[tt.hour], tt.want)
		}
	}
}

func TestSignalAddsToWhatIsThere(t *testing.T) {
	// Components are summed: a second signal leaves the first one in place.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-01-02", "UTC")
	dst := steady(in, 7)
	if err := (&Flat{Price: price(t, "3 USD/MWh")}).Signal(dst, in); err != nil || dst[0] != 10 || dst[23] != 10 {
		t.Errorf("7 + 3 = %v and %v (%v), want 10", dst[0], dst[23], err)
	}
}

func TestLeapDayDoesNotShiftWeekdays(t *testing.T) {
	// The energy part of REopt's leap_year.json: 10 kW from 15:00 to 16:00 of calendar day 64, at 0.36 USD/kWh on
	// weekdays from 07:00 to 20:00 and 0.28 otherwise. Day 64 is Monday 4 March 2024, but Sunday 5 March 2023.
	t.Parallel()
	tou := &TimeOfUse{Zones: []Zone{
		{Price: price(t, "0.28 USD/kWh")},
		{When: When{Days: weekdays(t), Hours: hours(t, "07-20")}, Price: price(t, "0.36 USD/kWh")},
	}}
	for _, tt := range []struct {
		start, end string
		want       float64
	}{{"2024-01-01", "2025-01-01", 3.60}, {"2023-01-01", "2024-01-01", 2.80}} {
		in := world(t, tt.start, tt.end, "America/Chicago")
		load := make([]float64, in.Axis.Hours)
		for h, day := range in.Civil.Day {
			if day == 63 && in.Civil.Hour[h] == 15 {
				load[h] = 0.010
			}
		}
		charges, err := tou.Bill(load, in)
		if err != nil || len(charges) != 1 || !near(total(charges), tt.want, 1e-12) || in.Civil.Months[charges[0].Month].Month != time.March {
			t.Errorf("bill of %s = %+v (%v), want one charge of %v USD in March", tt.start, charges, err, tt.want)
		}
	}
}

func TestClockChangesKeepEveryHourAndEveryZone(t *testing.T) {
	// 100 MW is billed 2,300 MWh on a day of 23 hours and 2,500 MWh on one of 25. The doubled hour gets its zone twice,
	// and 18:00 to 20:00 stays two hours by the clock. Dates: tz database, America/Chicago 2024 and Europe/Oslo 2024.
	t.Parallel()
	tou := &TimeOfUse{Zones: []Zone{
		{Name: "rest", Price: price(t, "1 USD/MWh")},
		{Name: "night", When: When{Hours: hours(t, "01-03")}, Price: price(t, "2 USD/MWh")},
		{Name: "peak", When: When{Hours: hours(t, "18-20")}, Price: price(t, "5 USD/MWh")},
	}}
	for _, tt := range []struct {
		zone, start, end   string
		rest, night, peaks float64 // MWh
	}{
		{"America/Chicago", "2024-03-10", "2024-03-11", 2000, 100, 200}, // 02:00 is left out
		{"America/Chicago", "2024-11-03", "2024-11-04", 2000, 300, 200}, // 01:00 comes twice
		{"Europe/Oslo", "2024-03-31", "2024-04-01", 2000, 100, 200},
		{"Europe/Oslo", "2024-10-27", "2024-10-28", 2000, 300, 200},
		{"Europe/Moscow", "2024-03-31", "2024-04-01", 2000, 200, 200}, // no clock change
	} {
		in := world(t, tt.start, tt.end, tt.zone)
		charges, err := tou.Bill(steady(in, 100), in)
		if err != nil || len(charges) != 3 {
			t.Fatalf("%s %s: %v (%v), want three charges", tt.zone, tt.start, charges, err)
		}
		for i, want := range []float64{tt.rest * 1, tt.night * 2, tt.peaks * 5} {
			if !near(charges[i].Amount, want, 1e-12) {
				t.Errorf("%s %s, zone %s: %v USD, want %v", tt.zone, tt.start, charges[i].Name, charges[i].Amount, want)
			}
		}
		flat, err := (&Flat{Price: price(t, "1 USD/MWh")}).Bill(steady(in, 100), in)
		if err != nil || !near(total(flat), tt.rest+tt.night+tt.peaks, 1e-12) {
			t.Errorf("%s %s: flat bill for %v MWh (%v), want %v", tt.zone, tt.start, total(flat), err, tt.rest+tt.night+tt.peaks)
		}
	}
}

func TestMostSpecificZoneWins(t *testing.T) {
	// Friday 15 November 2024 is in season: 17-21 has the winter peak, the rest of the day the weekday price, and
	// Saturday the catch-all. On Thursday the 14th the season has not begun.
	t.Parallel()
	season, err := calendar.ParseSeason("11-15..03-15")
	if err != nil {
		t.Fatal(err)
	}
	tou := &TimeOfUse{Zones: []Zone{
		{Price: price(t, "1 USD/MWh")},
		{When: When{Days: weekdays(t)}, Price: price(t, "2 USD/MWh")},
		{When: When{Days: weekdays(t), Hours: hours(t, "17-21"), Season: &season}, Price: price(t, "9 USD/MWh")},
	}}
	in := world(t, "2024-11-14", "2024-11-17", "Asia/Irkutsk")
	dst := make([]float64, in.Axis.Hours)
	if err := tou.Signal(dst, in); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		hour int
		want float64
	}{{18, 2}, {24 + 16, 2}, {24 + 17, 9}, {24 + 20, 9}, {24 + 21, 2}, {48 + 18, 1}} {
		if dst[tt.hour] != tt.want {
			t.Errorf("price in local hour %d from Thursday 00:00 = %v, want %v", tt.hour, dst[tt.hour], tt.want)
		}
	}
}

func TestFreeEnergyIsOnTheBill(t *testing.T) {
	// A line with energy and no price is a line; a line without energy is none.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-01-02", "UTC")
	tou := TimeOfUse{Zones: []Zone{
		{Name: "day", Price: price(t, "5 USD/MWh")},
		{Name: "night", When: When{Hours: hours(t, "00-06")}, Price: price(t, "0 USD/MWh")},
	}}
	load := make([]float64, 24)
	load[2] = 10
	charges, err := tou.Bill(load, in)
	if err != nil || len(charges) != 1 || charges[0].Name != "night" || charges[0].Amount != 0 || charges[0].Why != "10.000 MWh at 0 USD/MWh 00-06" {
		t.Errorf("bill of free energy %+v (%v), want one line called night with 10 MWh", charges, err)
	}
}

func TestDescribeSaysWhatWasUnderstood(t *testing.T) {
	// One sentence per kind, as the report prints it.
	t.Parallel()
	mean := price(t, "2.54 RUB/kWh")
	for _, tt := range []struct {
		c    Separable
		want string
	}{
		{&Flat{Price: price(t, "45 USD/MWh")}, "45 USD/MWh in every hour"},
		{&Flat{Price: price(t, "45 USD/MWh"), Rise: Rise{Escalation: 0.04}}, "45 USD/MWh in every hour, rising 4 %/year"},
		{&Flat{Price: price(t, "45 USD/MWh"), Rise: Rise{Escalation: -0.02}}, "45 USD/MWh in every hour, falling 2 %/year"},
		{
			&TimeOfUse{Zones: []Zone{{Price: price(t, "31 USD/MWh")}, {When: When{Days: weekdays(t), Hours: hours(t, "07-23")}, Price: price(t, "62 USD/MWh")}}},
			"62 USD/MWh mon-fri 07-23, 31 USD/MWh otherwise",
		},
		{&Hourly{Series: "northwest", Years: []int{2017, 2018}, Mean: &mean}, "shape of northwest 2017 and 2018 with a mean of 2.54 RUB/kWh"},
		{&Hourly{Series: "ercot_real_time"}, "hourly prices of ercot_real_time"},
	} {
		if got := tt.c.Describe(); got != tt.want {
			t.Errorf("Describe() = %q, want %q", got, tt.want)
		}
	}
}

func TestLoadThatIsNoLoadIsRefused(t *testing.T) {
	// NaN, infinity and negative energy never become money; the message names the hour.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-01-02", "UTC")
	for _, bad := range []float64{math.NaN(), math.Inf(1), -1} {
		load := steady(in, 1)
		load[5] = bad
		_, err := (&Flat{Price: price(t, "1 USD/MWh")}).Bill(load, in)
		if err == nil || !strings.Contains(err.Error(), "2025-01-01T05:00Z") {
			t.Errorf("Bill(%v MWh in hour 5) gave %v, want an error that names 2025-01-01T05:00Z", bad, err)
		}
	}
}

func TestStepsMultiplyFromTheirLocalDay(t *testing.T) {
	// 100 rises by a tenth on 1 July and falls by a half on 1 October: 110, then 55, each from local midnight. Moscow
	// is three hours ahead, so 1 July begins at 21:00 UTC on 30 June.
	t.Parallel()
	in := world(t, "2025-06-30", "2025-10-02", "Europe/Moscow")
	flat := &Flat{Price: price(t, "100 RUB/MWh"), Rise: Rise{Steps: []Step{
		{From: date(t, "2025-07-01"), Change: 0.1}, {From: date(t, "2025-10-01"), Change: -0.5},
	}}}
	dst := make([]float64, in.Axis.Hours)
	if err := flat.Signal(dst, in); err != nil {
		t.Fatal(err)
	}
	last := in.Axis.Hours - 1
	if dst[23] != 100 || !near(dst[24], 110, 1e-12) || !near(dst[last-24], 110, 1e-12) || !near(dst[last], 55, 1e-12) {
		t.Errorf("prices %v, %v, %v, %v, want 100, 110, 110, 55", dst[23], dst[24], dst[last-24], dst[last])
	}
	if got, want := flat.Describe(), "100 RUB/MWh in every hour, +10 % from 2025-07-01, -50 % from 2025-10-01"; got != want {
		t.Errorf("Describe() = %q, want %q", got, want)
	}
}
