package tariff

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"hashwatt/sim/conf"
)

// Utility is a rate of the U.S. Utility Rate Database (OpenEI, versions 7 and 8 of its JSON), read into a tariff.
//
// A rate says neither a time zone nor holidays, and prices are taken for USD. Prices are rate + adj; the bound of a
// tier is cumulative in the billing month; schedules are twelve months of 24 hours, for weekdays and for Saturday
// and Sunday.
type Utility struct {
	Tree       *conf.Node // the file that "hashwatt tariff import" writes
	File       File       // the same, read
	Unhonoured []Field    // what the rate says and the tariff does not, by name
	Notes      []string   // how what is open to interpretation was taken
}

// Field is a field of a rate that was not honoured.
type Field struct {
	Name string
	Why  string
}

// urdbTier is a tier of energy or demand.
type urdbTier struct {
	Rate float64  `json:"rate"`
	Adj  float64  `json:"adj"`
	Max  *float64 `json:"max"`
	Unit string   `json:"unit"`
	Sell float64  `json:"sell"`
}

// endless is from where on a bound stands for none; SAM writes 1e38.
const endless = 1e30

// An urdb reads the fields of a rate one by one; what nobody has asked for in the end was not honoured.
type urdb struct {
	file       string
	fields     map[string]json.RawMessage
	asked      map[string]bool
	problems   conf.Problems
	unhonoured []Field
	notes      []string
}

// ReadUtility reads a rate: the object itself, or the answer of the database with one rate among its items. The
// error is conf.Problems where the text is no rate or prices what cannot be billed.
func ReadUtility(name string, src []byte) (*Utility, error) {
	u := &urdb{file: name, asked: map[string]bool{}}
	if err := u.open(src); err != nil {
		return nil, err
	}
	var components []*conf.Node
	for _, part := range []func() []*conf.Node{u.energy, u.fuel, u.flatDemand, u.touDemand, u.fixed, u.minimum} {
		components = append(components, part()...)
	}
	if len(components) == 0 && len(u.problems) == 0 {
		u.problem("", "the rate prices nothing that is known here; it has no energy, demand or fixed charges")
	}
	if err := u.problems.Err(); err != nil {
		return nil, err
	}
	title := strings.TrimSpace(u.text("utility") + ", " + u.text("name"))
	fields := []conf.Field{}
	if title = strings.Trim(title, ", "); title != "" {
		fields = append(fields, field("name", title))
	}
	fields = append(fields, conf.NewField("tariff", conf.NewList(u.file, components...)))
	out := &Utility{Tree: conf.NewMap(u.file, fields...)}
	if err := conf.Decode(out.Tree, &out.File); err != nil {
		return nil, err
	}
	u.rest()
	out.Unhonoured, out.Notes = u.unhonoured, u.notes
	return out, nil
}

// open finds the rate in the text.
func (u *urdb) open(src []byte) error {
	var answer struct {
		Items []map[string]json.RawMessage `json:"items"`
	}
	var syntax *json.SyntaxError
	err := json.Unmarshal(src, &answer)
	if errors.As(err, &syntax) {
		return conf.Problems{{Pos: conf.Pos{File: u.file}, Message: fmt.Sprintf("this is not JSON: %s, at byte %d", syntax, syntax.Offset)}}
	}
	if err == nil && answer.Items != nil {
		if n := len(answer.Items); n != 1 {
			return conf.Problems{{Pos: conf.Pos{File: u.file}, Message: fmt.Sprintf("the file has %d rates; keep the one that is billed", n)}}
		}
		u.fields = answer.Items[0]
		return nil
	}
	if err := json.Unmarshal(src, &u.fields); err != nil || len(u.fields) == 0 {
		return conf.Problems{{Pos: conf.Pos{File: u.file}, Message: "this is no utility rate; one has fields such as energyratestructure and energyweekdayschedule"}}
	}
	return nil
}

func (u *urdb) problem(path, format string, args ...any) {
	p := conf.Problem{Pos: conf.Pos{File: u.file}, Path: path, Message: fmt.Sprintf(format, args...)}
	if !slices.Contains(u.problems, p) { // ratchets are read for two kinds of demand
		u.problems = append(u.problems, p)
	}
}

func (u *urdb) note(format string, args ...any) {
	u.notes = append(u.notes, fmt.Sprintf(format, args...))
}

func (u *urdb) leave(name, why string) {
	if raw, ok := u.fields[name]; ok && !empty(raw) {
		u.unhonoured = append(u.unhonoured, Field{name, why})
	}
	u.asked[name] = true
}

// has tells whether the rate has a field that says something.
func (u *urdb) has(name string) bool {
	u.asked[name] = true
	raw, ok := u.fields[name]
	return ok && !empty(raw)
}

// empty tells whether a value says nothing: null, "", no items, or false.
func empty(raw json.RawMessage) bool {
	return slices.Contains([]string{"null", `""`, "[]", "{}", "false"}, strings.TrimSpace(string(raw)))
}

// read reads a field into a value; false where it is not there or cannot be read, which is then told.
func (u *urdb) read(name string, into any, want string) bool {
	if !u.has(name) {
		return false
	}
	if err := json.Unmarshal(u.fields[name], into); err != nil {
		u.problem(name, "is not %s", want)
		return false
	}
	return true
}

// text reads a field that is a text, "" where it is none.
func (u *urdb) text(name string) string {
	u.asked[name] = true
	var s string
	if json.Unmarshal(u.fields[name], &s) != nil {
		return ""
	}
	return s
}

// number reads a field that is a number, or a number in quotes.
func (u *urdb) number(name string) (float64, bool) {
	if !u.has(name) {
		return 0, false
	}
	var v json.Number
	if err := json.Unmarshal(u.fields[name], &v); err != nil {
		u.problem(name, "is not a number")
		return 0, false
	}
	x, err := v.Float64()
	if err != nil {
		u.problem(name, "is not a number")
		return 0, false
	}
	return x, true
}

// schedule reads twelve months of 24 periods below n.
func (u *urdb) schedule(name string, n int) (grid [12][24]int, ok bool) {
	var rows [][]int
	if !u.read(name, &rows, "a schedule of twelve months of 24 periods") {
		if !u.asked[name] || len(u.problems) == 0 {
			u.problem(name, "is missing; the structure beside it has %d periods, and only a schedule says when", n)
		}
		return grid, false
	}
	if len(rows) != 12 {
		u.problem(name, "has %d months; a schedule has twelve of 24 periods", len(rows))
		return grid, false
	}
	for m, row := range rows {
		if len(row) != 24 {
			u.problem(name, "%s has %d hours; a schedule has twelve months of 24 periods", monthName(m), len(row))
			return grid, false
		}
		for h, p := range row {
			if p < 0 || p >= n {
				u.problem(name, "%s, hour %d, is in period %d, which has no price: the structure has the periods 0 to %d", monthName(m), h, p, n-1)
				return grid, false
			}
			grid[m][h] = p
		}
	}
	return grid, true
}

// informative are fields that name the rate and price nothing.
var informative = []string{
	"label", "uri", "eiaid", "startdate", "enddate", "approved", "is_default", "supersedes", "sector", "description", "source",
	"sourceparent", "revisions", "country", "latest_update", "servicetype", "version", "last_modified", "end_date", "start_date",
}

// rest lists every field that nothing has read.
func (u *urdb) rest() {
	if country := u.text("country"); country != "" && country != "USA" {
		u.note("prices are taken for USD, although the country is %s", country)
	}
	for _, name := range informative {
		u.asked[name] = true
	}
	reasons := map[string]string{
		"demandreactivepowercharge": "reactive power is not in a load",
		"coincidentrateunit":        "see coincidentratestructure",
		"coincidentratestructure":   "system peaks are dates, which a schedule of months and hours does not say: add a component of the type coincident with its hours",
		"coincidentrateschedule":    "see coincidentratestructure",
		"fixedchargeeaaddl":         "one meter is billed",
		"voltagecategory":           "who may take the rate is not checked", "voltageminimum": "who may take the rate is not checked",
		"voltagemaximum": "who may take the rate is not checked", "phasewiring": "who may take the rate is not checked",
		"peakkwcapacitymin": "who may take the rate is not checked", "peakkwcapacitymax": "who may take the rate is not checked",
		"peakkwcapacityhistory": "who may take the rate is not checked", "peakkwhusagemin": "who may take the rate is not checked",
		"peakkwhusagemax": "who may take the rate is not checked", "peakkwhusagehistory": "who may take the rate is not checked",
		"basicinformationcomments": "a text: read it, it may change the bill", "energycomments": "a text: read it, it may change the bill",
		"demandcomments": "a text: read it, it may change the bill", "energyattrs": "a text: read it, it may change the bill",
		"demandattrs": "a text: read it, it may change the bill", "fixedattrs": "a text: read it, it may change the bill",
		"usenetmetering": "a load feeds nothing into the grid", "dgrules": "a load feeds nothing into the grid",
	}
	for name, raw := range u.fields {
		if u.asked[name] || empty(raw) {
			continue
		}
		why, known := reasons[name]
		if !known {
			why = "not known here"
		}
		u.unhonoured = append(u.unhonoured, Field{name, why})
	}
	sort.Slice(u.unhonoured, func(a, b int) bool { return u.unhonoured[a].Name < u.unhonoured[b].Name })
}
