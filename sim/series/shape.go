package series

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"hashwatt/sim/calendar"
)

// A shape is a form in which a market publishes its prices, known by the names of its columns. Names are compared
// without case, spaces and underscores; the first of several spellings that the header has is taken.
type shape struct {
	name     string
	zone     string   // of its clocks; "" where every time has an offset
	unit     string   // of its prices
	start    []string // column of the start of the interval, in ISO 8601; or
	date     []string // column of the local day, and
	hour     []string // column of the hour that ends, 1 to 24 or 01:00 to 24:00, and perhaps
	quarter  []string // column of the quarter of that hour, 1 to 4, and
	repeated []string // column that says Y in the second of two hours that clocks show alike; or
	period   []string // column of the half hour of the day, from 1 on, counted through clock changes
	price    []string // column of the price
	place    []string // column of the place: a file has one
	layouts  []string // of dates
}

// shapes lists the forms that are known. ERCOT's are its reports of settlement point prices, day-ahead and real-time;
// gridstatus' are the tables of its library and service; Elexon's are its half-hourly prices.
func shapes() []shape {
	return []shape{
		{
			name: "ERCOT", zone: "America/Chicago", unit: "USD/MWh",
			date: []string{"deliverydate"}, hour: []string{"hourending", "deliveryhour"}, quarter: []string{"deliveryinterval"},
			repeated: []string{"dstflag", "repeatedhourflag"}, price: []string{"settlementpointprice"},
			place: []string{"settlementpointname", "settlementpoint"}, layouts: []string{"01/02/2006", "2006-01-02"},
		},
		{
			name: "gridstatus", unit: "USD/MWh", start: []string{"intervalstartutc", "intervalstart"}, price: []string{"spp", "lmp"},
			place: []string{"location", "locationname"},
		},
		{
			name: "Elexon", zone: "Europe/London", unit: "GBP/MWh", date: []string{"settlementdate"}, period: []string{"settlementperiod"},
			price: []string{"systemsellprice", "systemsellprice(ssp)(£/mwh)", "price", "marketindexprice"}, place: []string{"dataprovider"},
			layouts: []string{"2006-01-02", "02/01/2006"},
		},
	}
}

// A shaped file is a shape and where its columns are in a header; -1 for one that the file does not have.
type shaped struct {
	shape
	startAt, dateAt, hourAt, quarterAt, repeatedAt, periodAt, priceAt, placeAt int
}

// findShape recognises a header.
func findShape(header []string) (shaped, bool) {
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = strings.NewReplacer(" ", "", "_", "").Replace(strings.ToLower(strings.TrimSpace(h)))
	}
	at := func(spellings []string) int {
		for _, s := range spellings {
			if i := slices.Index(names, s); i >= 0 {
				return i
			}
		}
		return -1
	}
	for _, s := range shapes() {
		f := shaped{
			shape: s, startAt: at(s.start), dateAt: at(s.date), hourAt: at(s.hour), quarterAt: at(s.quarter),
			repeatedAt: at(s.repeated), periodAt: at(s.period), priceAt: at(s.price), placeAt: at(s.place),
		}
		if f.priceAt >= 0 && (f.startAt >= 0 || f.dateAt >= 0 && (f.hourAt >= 0 || f.periodAt >= 0)) {
			return f, true
		}
	}
	return shaped{}, false
}

// readShaped reads a file in one of the shapes into the rows of in; ok is false where its header is none of them.
func (in *hourlyReader) readShaped(t *table) (ok bool) {
	rd := csv.NewReader(bytes.NewReader(t.src))
	rd.ReuseRecord, rd.TrimLeadingSpace = true, true
	header, err := rd.Read()
	if err != nil {
		return false
	}
	f, ok := findShape(header)
	if !ok {
		return false
	}
	t.unit = f.unit
	if f.zone != "" {
		zone, err := calendar.LoadZone(f.zone)
		if err != nil {
			panic("series: " + err.Error())
		}
		in.clock, in.stated = clock{zone: zone}, true
	}
	place := ""
	for {
		cells, err := rd.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			t.problem(bad.Line, 0, "the line has other columns than the first one, or a quotation mark where none may stand")
			return true
		}
		line, _ := rd.FieldPos(0)
		if f.placeAt >= 0 {
			switch here := strings.TrimSpace(cells[f.placeAt]); {
			case place == "":
				place = here
			case place != here:
				_, col := rd.FieldPos(f.placeAt)
				t.problem(line, col, "the file has the prices of %q and of %q; keep the lines of one", place, here)
				return true
			}
		}
		r := row{line: line}
		_, r.valueCol = rd.FieldPos(f.priceAt)
		if r.value, err = parseNumber(strings.TrimSpace(cells[f.priceAt])); err != nil {
			t.problem(line, r.valueCol, "%s", err)
		}
		in.shapedRow(t, &f, r, cells, rd)
	}
	if len(in.rows) == 0 && len(t.problems) == 0 {
		t.problem(1, 1, "there is nothing below the header; one line for every interval follows it")
	}
	return true
}

// shapedRow finds the instant of a line and keeps it.
func (in *hourlyReader) shapedRow(t *table, f *shaped, r row, cells []string, rd *csv.Reader) {
	fresh := len(in.rows) == 0 || in.rows[len(in.rows)-1].row.line == 0
	if f.startAt >= 0 {
		r.time = strings.TrimSpace(cells[f.startAt])
		_, r.timeCol = rd.FieldPos(f.startAt)
		in.row(t, r)
		return
	}
	_, r.timeCol = rd.FieldPos(f.dateAt)
	at, text, err := in.localStart(f, cells)
	r.time = text
	if err != nil {
		t.problem(r.line, r.timeCol, "%s", err)
		if !fresh {
			in.rows = append(in.rows, interval{})
		}
		return
	}
	in.rows = append(in.rows, interval{at: at, row: r, fresh: fresh})
}

// localStart returns the instant at which the interval of a line starts, and how the line says it.
func (in *hourlyReader) localStart(f *shaped, cells []string) (at int64, text string, err error) {
	day, err := parseDay(strings.TrimSpace(cells[f.dateAt]), f.layouts)
	if err != nil {
		return 0, cells[f.dateAt], err
	}
	if f.periodAt >= 0 {
		text = fmt.Sprintf("%s period %s", day, strings.TrimSpace(cells[f.periodAt]))
		first := day.In(in.clock.zone).Unix()
		periods := (day.AddDays(1).In(in.clock.zone).Unix() - first) / 1800
		n, err := strconv.Atoi(strings.TrimSpace(cells[f.periodAt]))
		if err != nil || n < 1 || int64(n) > periods {
			return 0, text, fmt.Errorf("%q is not a half hour of %s, which has %d", strings.TrimSpace(cells[f.periodAt]), day, periods)
		}
		return first + 1800*int64(n-1), text, nil
	}
	word := strings.TrimSuffix(strings.TrimSpace(cells[f.hourAt]), ":00")
	text = fmt.Sprintf("%s hour ending %s", day, word)
	hour, err := strconv.Atoi(word)
	if err != nil || hour < 1 || hour > 24 {
		return 0, text, fmt.Errorf("%q is not an hour that ends; they run from 1 to 24", cells[f.hourAt])
	}
	quarter := 1
	if f.quarterAt >= 0 {
		text += " interval " + strings.TrimSpace(cells[f.quarterAt])
		if quarter, err = strconv.Atoi(strings.TrimSpace(cells[f.quarterAt])); err != nil || quarter < 1 || quarter > 4 {
			return 0, text, fmt.Errorf("%q is not a quarter of an hour; they run from 1 to 4", cells[f.quarterAt])
		}
	}
	first, last, ok := in.clock.instants(int64(day.Days())*86400 + 3600*int64(hour-1) + 900*int64(quarter-1))
	switch {
	case !ok:
		return 0, text, fmt.Errorf("%s does not exist in %s, where clocks went forward; leave the line out", text, in.clock.zone)
	case first != last && (f.repeatedAt >= 0 && strings.EqualFold(strings.TrimSpace(cells[f.repeatedAt]), "Y") || f.repeatedAt < 0 && in.after(first)):
		return last, text, nil
	}
	return first, text, nil
}

// after tells whether the last row starts at an instant or after it.
func (in *hourlyReader) after(at int64) bool {
	n := len(in.rows)
	return n > 0 && in.rows[n-1].row.line > 0 && at <= in.rows[n-1].at
}

// parseDay reads a date in one of the layouts of package time.
func parseDay(text string, layouts []string) (calendar.Date, error) {
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			return calendar.DateOf(at), nil
		}
	}
	example := time.Date(2024, time.December, 31, 0, 0, 0, 0, time.UTC).Format(layouts[0])
	return calendar.Date{}, fmt.Errorf("%q is not a date; here it is written like %s", text, example)
}
