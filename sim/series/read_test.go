package series

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// zoneOf loads a zone that must exist; "" is nil.
func zoneOf(t interface{ Fatal(...any) }, name string) *time.Location {
	if name == "" {
		return nil
	}
	zone, err := calendar.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestReadHourly(t *testing.T) {
	// Well-formed files, however they are written, give their values from the instant at which they start.
	t.Parallel()
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		text, zone, clock, unit string
		start                   time.Time
		values                  []float64
	}{
		"plain": {"time,value\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,-2.5e1\n", "", "UTC", "", start, []float64{1, -25}},
		"mark, CRLF, quotes, spaces": {
			"\ufeff\"when\", price (RUB/MWh)\r\n\"2024-01-01 00:00:00Z\", 1\r\n\r\n2024-01-01 01:00:00z,2 \r\n", "", "UTC", "RUB/MWh", start, []float64{1, 2},
		},
		"stated zone":         {"t,v [MW]\n2024-01-01 03:00,1\n2024-01-01 04,2", "Europe/Moscow", "Europe/Moscow", "MW", start, []float64{1, 2}},
		"zone beside offsets": {"t,v\n2024-01-01T00:00Z,1\n2024-01-01T06:30+05:30,2", "Asia/Kolkata", "Asia/Kolkata", "", start, []float64{1, 2}},
		"offsets alone":       {"t,v\n2024-01-01T03:00+0300,1\n2024-01-01T04:00+03,2", "", "UTC+3", "", start, []float64{1, 2}},
		"half-hour offset":    {"t,v\n2024-01-01T00:00-03:30,1", "", "UTC-3:30", "", start.Add(210 * time.Minute), []float64{1}},
		"quarter hours": {
			"t,v\n2024-01-01T00:00Z,1\n2024-01-01T00:15Z,2\n2024-01-01T00:30Z,3\n2024-01-01T00:45Z,6\n", "", "UTC", "", start, []float64{3},
		},
		"autumn": { // 27 October 2024, 03:00 back to 02:00 in Oslo
			"t,v\n2024-10-27 01:00,1\n2024-10-27 02:00,2\n2024-10-27 02:00,3\n2024-10-27 03:00,4", "Europe/Oslo", "Europe/Oslo", "",
			time.Date(2024, 10, 26, 23, 0, 0, 0, time.UTC),
			[]float64{1, 2, 3, 4},
		},
		"autumn in half hours": {
			"t,v\n2024-10-27 02:00,2\n2024-10-27 02:30,4\n2024-10-27 02:00,6\n2024-10-27 02:30,8", "Europe/Oslo", "Europe/Oslo", "",
			time.Date(2024, 10, 27, 0, 0, 0, 0, time.UTC),
			[]float64{3, 7},
		},
		"spring": { // 31 March 2024, 02:00 on to 03:00
			"t,v\n2024-03-31 01:00,1\n2024-03-31 03:00,2", "Europe/Oslo", "Europe/Oslo", "",
			time.Date(2024, 3, 31, 0, 0, 0, 0, time.UTC),
			[]float64{1, 2},
		},
	} {
		h, err := ReadHourly("file.csv", strings.NewReader(c.text), zoneOf(t, c.zone))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if h.Name != "file.csv" || h.Unit != c.unit || h.Zone.String() != c.clock || !h.Start.Equal(c.start) {
			t.Errorf("%s: %q in %q, %s from %v, want %q, %s from %v", name, h.Name, h.Unit, h.Zone, h.Start, c.unit, c.clock, c.start)
		}
		if diff := cmp.Diff(c.values, h.Values); diff != "" {
			t.Errorf("%s: values (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadDaily(t *testing.T) {
	// A daily series has dates, or the instants at which its days start.
	t.Parallel()
	for name, c := range map[string]struct {
		text, zone string
		want       Daily
	}{
		"dates":    {"date,USD per coin (USD/BTC)\n2024-02-28,1\n2024-02-29,2\n2024-03-01,3\n", "", Daily{"d.csv", "USD/BTC", calendar.Date{Year: 2024, Month: 2, Day: 28}, []float64{1, 2, 3}}},
		"instants": {"date,value\n2024-02-28T00:00Z,1\n2024-02-29 00:00,2\n", "", Daily{"d.csv", "", calendar.Date{Year: 2024, Month: 2, Day: 28}, []float64{1, 2}}},
		"a zone":   {"date,value\n2024-02-27T21:00Z,1\n2024-02-29,2\n", "Europe/Moscow", Daily{"d.csv", "", calendar.Date{Year: 2024, Month: 2, Day: 28}, []float64{1, 2}}},
	} {
		d, err := ReadDaily("d.csv", strings.NewReader(c.text), zoneOf(t, c.zone))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, *d); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestBadHourlyFiles(t *testing.T) {
	// Every mistake is told with its line and its cure, all of a file at once, and nothing but mistakes.
	t.Parallel()
	const head = "time,value\n"
	for name, c := range map[string]struct {
		text, zone string
		want       []string // line:column: part of the message
	}{
		"empty":             {" \n", "", []string{` the file is empty; it starts with a line "time,value", and one line for every hour follows`}},
		"header alone":      {head, "", []string{"1:1: there is nothing below the header; one line for every hour follows it"}},
		"no header":         {"2024-01-01T00:00Z,1\n", "", []string{"1:1: the first line is data"}},
		"three columns":     {"time,a,b\n", "", []string{"1:1: a series has two columns, a time and a value, as in \"time,value\"; this file has 3 columns"}},
		"one column":        {"value\n", "", []string{"1:1: a series has two columns, a time and a value, as in \"time,value\"; this file has one column"}},
		"semicolons":        {"time;value\n2024-01-01T00:00Z;1,5\n", "", []string{"1:1: the columns are not separated by commas"}},
		"gap":               {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T04:00Z,1\n2024-01-01T05:00Z,2", "", []string{"4:1: \"2024-01-01T04:00Z\" follows \"2024-01-01T01:00Z\": 2 hours are missing between them; write a line for each"}},
		"gap of one":        {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T03:00Z,1", "", []string{"4:1: \"2024-01-01T03:00Z\" follows \"2024-01-01T01:00Z\": an hour is missing"}},
		"gap in quarters":   {head + "2024-01-01T00:00Z,1\n2024-01-01T00:15Z,1\n2024-01-01T00:45Z,1\n2024-01-01T01:00Z,1\n2024-01-01T01:45Z,1", "", []string{"4:1: \"2024-01-01T00:45Z\" follows \"2024-01-01T00:15Z\": an interval of 15 minutes is missing", "6:1: \"2024-01-01T01:45Z\" follows \"2024-01-01T01:00Z\": 2 intervals of 15 minutes are missing"}},
		"duplicate":         {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T02:00Z,1", "", []string{"4:1: \"2024-01-01T01:00Z\" is the same time as line 3; every hour has one line"}},
		"unsorted":          {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2023-12-31T23:00Z,1\n2024-01-01T02:00Z,1", "", []string{"4:1: \"2023-12-31T23:00Z\" is earlier than line 3, \"2024-01-01T01:00Z\"; sort the lines by time"}},
		"off the grid":      {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T02:20Z,1\n2024-01-01T03:20Z,1", "", []string{"4:1: \"2024-01-01T02:20Z\" follows \"2024-01-01T01:00Z\" by 80 minutes; the other lines are 1 hour apart"}},
		"starts late":       {head + "2024-01-01T00:15Z,1\n2024-01-01T00:30Z,1", "", []string{"2:1: the series starts with \"2024-01-01T00:15Z\"; let it start with a full hour"}},
		"ends early":        {head + "2024-01-01T00:00Z,1\n2024-01-01T00:30Z,1\n2024-01-01T01:00Z,1", "", []string{"4:1: the last hour has 1 of its 2 lines"}},
		"daily":             {head + "2024-01-01T00:00Z,1\n2024-01-02T00:00Z,1\n2024-01-03T00:00Z,1", "", []string{"2:1: the lines are 24 hours apart; an hourly series has one for every hour"}},
		"seconds":           {head + "2024-01-01T00:00:00Z,1\n2024-01-01T00:00:10Z,1", "", []string{"2:1: the lines are 10 seconds apart"}},
		"numbers":           {head + "2024-01-01T00:00Z,NaN\n2024-01-01T01:00Z,+Inf\n2024-01-01T02:00Z,\n2024-01-01T03:00Z,n/a\n2024-01-01T04:00Z,5 RUB\n2024-01-01T05:00Z,\"1,5\"\n2024-01-01T06:00Z,0x1p4\n2024-01-01T07:00Z,1e999\n2024-01-01T08:00Z,1-2\n2024-01-01T09:00Z,1_000", "", []string{"2:19: \"NaN\" stands for a missing value", "3:19: \"+Inf\" stands for a missing value", "4:19: the value is missing; every line has one", "5:19: \"n/a\" stands for", "6:19: \"5 RUB\" is not a number; write it like 964.67, without a unit or separators", "7:19: \"1,5\" is not a number; write decimals with a point: 1.5", "8:19: \"0x1p4\" is not a number", "9:19: 1e999 is larger than any number", "10:19: \"1-2\" is not a number", "11:19: \"1_000\" is not a number"}},
		"columns of a row":  {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1,5\n2024-01-01T02:00Z,1\nabc\n2024-01-01T04:00Z,1", "", []string{"3:1: there is a time and a value in every line, and decimals have a point; this line has 3 columns", "5:1: there is a time and a value in every line, and decimals have a point; this line has one column"}},
		"times":             {head + "2024-13-01T00:00Z,1\n2024-01-01T01:60Z,1\n2024-01-01T24:00Z,1\n2024-01-01,1\n01.02.2024 00:00,1\n2024-01-01x00:00,1\n2024-01-01T0:00Z,1\n2024-01-01T00:00+3,1\nx,1\n2024-01-01T00:00Zulu,1\n2024-01-01T00:00+99:00,1\n2024-01-01T00:0aZ,1\n2024-01-01T05:00Z,1", "", []string{"2:1: \"2024-13-01\" is not a date", "3:1: \"2024-01-01T01:60Z\" is not a time of day", "4:1: \"2024-01-01T24:00Z\" is not a time of day", "5:1: \"2024-01-01\" has no hour; write the start of the hour like 2024-01-01T05:00Z", "6:1: \"01.02.2024\" is not a date", "7:1: \"2024-01-01x00:00\" is not a time; write it like", "8:1: \"2024-01-01T0:00Z\" is not a time", "9:1: \"2024-01-01T00:00+3\" is not a time", "10:1: \"x\" is not a time", "11:1: \"2024-01-01T00:00Zulu\" is not a time", "12:1: \"2024-01-01T00:00+99:00\" is not a time", "13:1: \"2024-01-01T00:0aZ\" is not a time"}},
		"no zone, once":     {head + "2024-01-01 00:00,1\n2024-01-01 01:00,x\n2024-01-01 02:00,1", "", []string{"2:1: \"2024-01-01 00:00\" has no time zone; write every time like 2024-01-01 00:00Z or 2024-01-01 00:00+03:00", "3:18: \"x\" is not a number"}},
		"zone in one row":   {head + "2024-01-01T00:00+03:00,1\n2024-01-01T01:00,1", "", []string{"3:1: \"2024-01-01T01:00\" has no time zone"}},
		"skipped hour":      {head + "2024-03-31 01:00,1\n2024-03-31 02:00,1\n2024-03-31 03:00,1", "Europe/Oslo", []string{"3:1: \"2024-03-31 02:00\" does not exist in Europe/Oslo, where clocks went forward; leave the line out"}},
		"autumn, one row":   {head + "2024-10-27 01:00,1\n2024-10-27 02:00,1\n2024-10-27 03:00,1\n2024-10-27 04:00,1", "Europe/Oslo", []string{"4:1: \"2024-10-27 03:00\" follows \"2024-10-27 02:00\": an hour is missing"}},
		"Latin-1":           {"time,value\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,5 \xa3\n", "", []string{"3:1: this is not UTF-8 text"}},
		"quotation mark":    {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,5\"\n", "", []string{"3:1: a quotation mark stands where none may"}},
		"letters before it": {head + "2024-01-01T00:00Z,1\n\"2024-01-01T01:00Z\",é€x\n", "", []string{"3:21: \"é€x\" is not a number"}},
	} {
		h, err := ReadHourly("f.csv", strings.NewReader(c.text), zoneOf(t, c.zone))
		checkProblems(t, name, c.text, h == nil, err, c.want)
	}
}

// checkProblems compares an error with the problems wanted and looks at each excerpt.
func checkProblems(t *testing.T, name, text string, nothing bool, err error, want []string) {
	t.Helper()
	var problems conf.Problems
	if !nothing || !errors.As(err, &problems) {
		t.Errorf("%s: %v, want problems and nothing else", name, err)
		return
	}
	lines := strings.Split(text, "\n")
	for i, p := range problems {
		if i < len(want) && !strings.HasPrefix(p.String(), "f.csv:"+want[i]) || i >= len(want) {
			t.Errorf("%s: problem %d is %s\nwant %q", name, i, p, want)
		}
		if p.Pos.Line > 0 && !strings.Contains(strings.ToValidUTF8(p.Excerpt, "\ufffd"), strings.TrimRight(strings.ToValidUTF8(lines[p.Pos.Line-1], "\ufffd"), "\r")) {
			t.Errorf("%s: %s: the excerpt does not show the line:\n%s", name, p, p.Excerpt)
		}
	}
	if len(problems) < len(want) {
		t.Errorf("%s: %d problems, want %d", name, len(problems), len(want))
	}
}

func TestBadDailyFiles(t *testing.T) {
	// A daily series knows its own mistakes: hours, gaps, duplicates, days out of order.
	t.Parallel()
	const head = "date,value\n"
	for name, c := range map[string]struct {
		text, zone string
		want       []string
	}{
		"empty":        {"", "", []string{` the file is empty; it starts with a line "time,value", and one line for every day follows`}},
		"a gap":        {head + "2024-01-01,1\n2024-01-03,1\n2024-01-06,1", "", []string{`3:1: "2024-01-03" follows "2024-01-01": a day is missing between them; write a line for it`, `4:1: "2024-01-06" follows "2024-01-03": 2 days are missing`}},
		"twice":        {head + "2024-01-01,1\n2024-01-01,1\n2024-01-02,1", "", []string{`3:1: "2024-01-01" is the same day as line 2; every day has one line`}},
		"unsorted":     {head + "2024-01-01,1\n2023-12-31,1\n2024-01-02,1", "", []string{`3:1: "2023-12-31" is earlier than line 2, "2024-01-01"; sort the lines by date`}},
		"an hour":      {head + "2024-01-01T05:00Z,1\n", "", []string{`2:1: "2024-01-01T05:00Z" is not the start of a day; a daily series has dates, written like 2024-01-01`}},
		"hours":        {head + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T02:00Z,1\n2024-01-02T00:00Z,1\n", "", []string{`3:1: this series is hourly: "2024-01-01T01:00Z" and 1 line more are inside a day; a daily series has one line for each day, written like 2024-01-01: take the mean`}},
		"one hour":     {head + "2024-01-01T05:00Z,1\n2024-01-02T05:00Z,1\n2024-01-03T05:00Z,x\n", "", []string{`2:1: "2024-01-01T05:00Z" and 2 lines more are not the start of a day; a daily series has dates, written like 2024-01-01`, `4:19: "x" is not a number`}},
		"zone's hour":  {head + "2024-01-01T00:00Z,1\n", "Europe/Moscow", []string{`2:1: "2024-01-01T00:00Z" is not the start of a day`}},
		"no date":      {head + "Jan 1,1\n2024-02-30,2\n2024-01-01,1\nx\n2024-01-03,x", "", []string{`2:1: "Jan 1" is not a date; write it like 2024-01-31`, `3:1: "2024-02-30" does not exist`, "5:1: there is a time and a value in every line", `6:12: "x" is not a number`}},
		"header alone": {head, "", []string{"1:1: there is nothing below the header; one line for every day follows it"}},
	} {
		d, err := ReadDaily("f.csv", strings.NewReader(c.text), zoneOf(t, c.zone))
		checkProblems(t, name, c.text, d == nil, err, c.want)
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	// Twenty problems are told, the rest is counted.
	t.Parallel()
	text := "time,value\n" + strings.Repeat("x,1\n", 1000)
	_, err := ReadHourly("f.csv", strings.NewReader(text), nil)
	var problems conf.Problems
	if !errors.As(err, &problems) || len(problems) != 21 {
		t.Fatalf("%v, want 21 problems", err)
	}
	want := "f.csv:22:1: there are 980 problems more, the next one in this line; mend the first ones first"
	if got := problems[20].String(); got != want {
		t.Errorf("the last problem is %q, want %q", got, want)
	}
}

func TestReadErrorsAreNotProblems(t *testing.T) {
	// A file that cannot be read is another failure than a file that is wrong; a file too large is wrong.
	t.Parallel()
	broken := errors.New("disk on fire")
	var problems conf.Problems
	if _, err := ReadHourly("f.csv", iotest.ErrReader(broken), nil); !errors.Is(err, broken) || errors.As(err, &problems) {
		t.Errorf("%v, want %v", err, broken)
	}
	if _, err := ReadDaily("f.csv", iotest.ErrReader(broken), nil); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
	endless := strings.NewReader(strings.Repeat("2024-01-01T00:00Z,1\n", maxBytes/20+1))
	if _, err := ReadHourly("f.csv", endless, nil); err == nil || !strings.Contains(err.Error(), "the file is larger than 64 MB") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestHoursComeBackFromText(t *testing.T) {
	// Hours written by the clock of any zone, without offsets, are read back to the same instants.
	t.Parallel()
	names := calendar.Zones()
	rapid.Check(t, func(t *rapid.T) {
		zone := zoneOf(t, rapid.SampledFrom(names).Draw(t, "zone"))
		start := time.Unix(3600*rapid.Int64Range(0, 24*365*80).Draw(t, "start"), 0).In(zone)
		start = start.Add(-time.Duration(start.Minute())*time.Minute - time.Duration(start.Second())*time.Second) // a local hour
		n := rapid.IntRange(2, 5000).Draw(t, "hours")
		var b strings.Builder
		b.WriteString("time,value\n")
		for i := range n {
			fmt.Fprintf(&b, "%s,%d\n", start.Add(time.Duration(i)*time.Hour).In(zone).Format("2006-01-02 15:04:05"), i)
		}
		local := clock{zone: zone}
		_, offset := start.Zone()
		if first, _, ok := local.instants(start.Unix() + int64(offset)); !ok || first != start.Unix() {
			t.Skip("the first hour is the second of two that clocks show alike")
		}
		for i := range n {
			if _, o := start.Add(time.Duration(i) * time.Hour).Zone(); (o-offset)%3600 != 0 {
				t.Skip("the clocks moved by a part of an hour, so hours do not follow each other in the file")
			}
		}
		h, err := ReadHourly("f.csv", strings.NewReader(b.String()), zone)
		if err != nil {
			t.Fatalf("%s from %v: %v", zone, start, err)
		}
		if len(h.Values) != n || h.Values[n-1] != float64(n-1) || !h.Start.Equal(start) {
			t.Fatalf("%s: %d hours from %v, want %d from %v", zone, len(h.Values), h.Start, n, start)
		}
	})
}

func FuzzReadHourly(f *testing.F) {
	f.Add("time,value\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,2\n", false)
	f.Add("\ufefft,v (MW)\r\n\"2024-10-27 02:00\",1\r\n2024-10-27 02:00,1\r\n", true)
	f.Add("time,value\n2024-01-01T00:00+05:30,1\n2024-01-01T00:15+05:30,x\n", false)
	f.Fuzz(func(t *testing.T, text string, stated bool) {
		var zone *time.Location
		if stated {
			zone = zoneOf(t, "Europe/Oslo")
		}
		h, err := ReadHourly("f.csv", strings.NewReader(text), zone)
		if err != nil {
			_ = err.Error()
			return
		}
		if len(h.Values) == 0 || h.Zone == nil {
			t.Fatalf("read without a problem: %+v", h)
		}
		for _, v := range h.Values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%v was read", v)
			}
		}
	})
}

func FuzzReadDaily(f *testing.F) {
	f.Add("date,value\n2024-01-01,1\n2024-01-02T00:00Z,2\n")
	f.Add("date,value\n9999-12-31,1\n0001-01-01,2\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadDaily("f.csv", strings.NewReader(text), nil)
		if err == nil && (len(d.Values) == 0 || d.First.IsZero()) {
			t.Fatalf("read without a problem: %+v", d)
		}
	})
}

func BenchmarkReadHourly2Years(b *testing.B) {
	var text strings.Builder
	text.WriteString("time,value\n")
	zone := zoneOf(b, "Europe/Oslo")
	start := time.Date(2023, 12, 31, 23, 0, 0, 0, time.UTC)
	for i := range 17544 {
		fmt.Fprintf(&text, "%s,%d.5\n", start.Add(time.Duration(i)*time.Hour).In(zone).Format("2006-01-02 15:04"), i)
	}
	for b.Loop() {
		if _, err := ReadHourly("f.csv", strings.NewReader(text.String()), zone); err != nil {
			b.Fatal(err)
		}
	}
}
