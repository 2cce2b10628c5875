package series

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPricesAsMarketsPublishThem(t *testing.T) {
	// Each form gives its hours from the right instant, whatever other columns it has.
	t.Parallel()
	for name, c := range map[string]struct {
		text, zone, unit string
		start            time.Time
		values           []float64
	}{
		"ERCOT day-ahead": {
			"DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n01/01/2024,01:00,HB_NORTH,12.5,N\n01/01/2024,02:00,HB_NORTH,-3,N\n",
			"America/Chicago", "USD/MWh", time.Date(2024, 1, 1, 6, 0, 0, 0, time.UTC),
			[]float64{12.5, -3},
		},
		"ERCOT real-time": {
			"Delivery Date,Delivery Hour,Delivery Interval,Repeated Hour Flag,Settlement Point Name,Settlement Point Type,Settlement Point Price\n" +
				"01/01/2024,24,1,N,HB_HOUSTON,HU,10\n01/01/2024,24,2,N,HB_HOUSTON,HU,20\n01/01/2024,24,3,N,HB_HOUSTON,HU,30\n01/01/2024,24,4,N,HB_HOUSTON,HU,40\n",
			"America/Chicago", "USD/MWh", time.Date(2024, 1, 2, 5, 0, 0, 0, time.UTC),
			[]float64{25},
		},
		"ERCOT in autumn": {
			"DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n11/03/2024,01:00,HB,1,N\n11/03/2024,02:00,HB,2,N\n11/03/2024,02:00,HB,3,Y\n11/03/2024,03:00,HB,4,N\n",
			"America/Chicago", "USD/MWh", time.Date(2024, 11, 3, 5, 0, 0, 0, time.UTC),
			[]float64{1, 2, 3, 4},
		},
		"ERCOT without a flag": {
			"DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice\n11/03/2024,02:00,HB,2\n11/03/2024,02:00,HB,3\n",
			"America/Chicago", "USD/MWh", time.Date(2024, 11, 3, 6, 0, 0, 0, time.UTC),
			[]float64{2, 3},
		},
		"ERCOT in spring": {
			"DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n03/10/2024,02:00,HB,1,N\n03/10/2024,04:00,HB,2,N\n",
			"America/Chicago", "USD/MWh", time.Date(2024, 3, 10, 7, 0, 0, 0, time.UTC),
			[]float64{1, 2},
		},
		"gridstatus": {
			"Time,Interval Start,Interval End,Location,Market,SPP\nx,2024-01-01 00:00:00-06:00,2024-01-01 01:00:00-06:00,HB,DAM,5\nx,2024-01-01 01:00:00-06:00,2024-01-01 02:00:00-06:00,HB,DAM,6\n",
			"UTC-6", "USD/MWh", time.Date(2024, 1, 1, 6, 0, 0, 0, time.UTC),
			[]float64{5, 6},
		},
		"gridstatus in UTC": {
			"interval_start_utc,interval_end_utc,location,lmp\n2024-01-01T00:00:00+00:00,2024-01-01T01:00:00+00:00,HB,5\n",
			"UTC", "USD/MWh", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
			[]float64{5},
		},
		"Elexon": {"SettlementDate,SettlementPeriod,SystemSellPrice\n2024-07-01,1,50\n2024-07-01,2,70\n", // 23:00 UTC of 30 June
			"Europe/London", "GBP/MWh", time.Date(2024, 6, 30, 23, 0, 0, 0, time.UTC), []float64{60}},
	} {
		h, err := ReadHourly("p.csv", strings.NewReader(c.text), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.values, h.Values); diff != "" || !h.Start.Equal(c.start) || h.Zone.String() != c.zone || h.Unit != c.unit {
			t.Errorf("%s: from %v by %s in %s, want %v, %s, %s; values (-want +got):\n%s", name, h.Start, h.Zone, h.Unit, c.start, c.zone, c.unit, diff)
		}
	}
}

func TestElexonDaysOfOddLength(t *testing.T) {
	// 31 March 2024 has 46 half hours and 27 October 50: both are read whole, and a half hour too many is told.
	t.Parallel()
	for day, periods := range map[string]int{"2024-03-31": 46, "2024-10-27": 50, "2024-07-01": 48} {
		var b strings.Builder
		b.WriteString("settlementDate,settlementPeriod,price\n")
		for p := 1; p <= periods; p++ {
			fmt.Fprintf(&b, "%s,%d,%d\n", day, p, p)
		}
		h, err := ReadHourly("e.csv", strings.NewReader(b.String()), nil)
		if err != nil || len(h.Values) != periods/2 {
			t.Errorf("%s: %v, want %d hours", day, err, periods/2)
		}
		fmt.Fprintf(&b, "%s,%d,1\n", day, periods+1)
		if _, err := ReadHourly("e.csv", strings.NewReader(b.String()), nil); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("is not a half hour of %s, which has %d", day, periods)) {
			t.Errorf("%s with %d half hours: %v, want an error", day, periods+1, err)
		}
	}
}

func TestBadPricesOfMarkets(t *testing.T) {
	// Two places, a gap, an hour that clocks skipped, no number, no date, no hour: each with its line.
	t.Parallel()
	const head = "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"two places":     {head + "01/01/2024,01:00,A,1,N\n01/01/2024,01:00,B,1,N\n", []string{`3:18: the file has the prices of "A" and of "B"; keep the lines of one`}},
		"a gap":          {head + "01/01/2024,01:00,A,1,N\n01/01/2024,02:00,A,1,N\n01/01/2024,04:00,A,1,N\n", []string{`4:1: "2024-01-01 hour ending 04" follows "2024-01-01 hour ending 02": an hour is missing`}},
		"a skipped hour": {head + "03/10/2024,02:00,A,1,N\n03/10/2024,03:00,A,1,N\n", []string{`3:1: 2024-03-10 hour ending 03 does not exist in America/Chicago`}},
		"no number":      {head + "01/01/2024,01:00,A,n/a,N\n", []string{`2:20: "n/a" stands for a missing value`}},
		"no date":        {head + "1 Jan 2024,01:00,A,1,N\n01/01/2024,02:00,A,1,N\n", []string{`2:1: "1 Jan 2024" is not a date; here it is written like 12/31/2024`}},
		"no hour":        {head + "01/01/2024,25:00,A,1,N\n", []string{`2:1: "25:00" is not an hour that ends`}},
		"other columns":  {head + "01/01/2024,01:00,A,1\n", []string{`2:1: the line has other columns than the first one`}},
		"nothing":        {head, []string{`1:1: there is nothing below the header`}},
		"no quarter":     {"DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointPrice\n01/01/2024,1,5,1\n", []string{`2:1: "5" is not a quarter of an hour`}},
	} {
		h, err := ReadHourly("f.csv", strings.NewReader(c.text), nil)
		checkProblems(t, name, c.text, h == nil, err, c.want)
	}
}
