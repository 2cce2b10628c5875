package cli

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// billWords is what the flags of bill say, as it was written.
type billWords struct {
	tariff, region, load, zone, country, firstDay string
	year                                          int
	prorate                                       bool
}

// A bill as JSON prints it.
type (
	billed struct {
		Currency  string        `json:"currency"`
		Total     float64       `json:"total"`
		EnergyMWh float64       `json:"energy_mwh"`
		Hours     float64       `json:"hours"` // of the load
		Zone      string        `json:"zone"`
		Months    []billedMonth `json:"months"`
		Warnings  []string      `json:"warnings,omitempty"`

		Components []billedComponent `json:"components"`
		PerMWh     *float64          `json:"per_mwh"` // of the whole bill; nil without energy
		Confidence string            `json:"confidence,omitempty"`
	}
	billedMonth struct {
		Month string       `json:"month"`
		Total float64      `json:"total"`
		Lines []billedLine `json:"lines"`
	}
	billedLine struct {
		Component string  `json:"component"`
		Amount    float64 `json:"amount"`
		Why       string  `json:"why"`
	}
)

func (e *Env) billVerb() *cobra.Command {
	var asJSON bool
	var words billWords
	c := &cobra.Command{
		Use:   "bill --tariff NAME|FILE --load FILE",
		Short: "bill a load on a tariff, month by month and line by line",
		Long: "Bills a load on a tariff: every component of every month, each line with the sentence that explains it.\n" +
			"A tariff is one of the seeds by its name (\"hashwatt tariff list\" lists them), a YAML file with zone, country and\n" +
			"tariff, a list of components (\"hashwatt tariff kinds\"), a scenario whose region has a tariff, or a utility rate\n" +
			"of the OpenEI database as JSON.\n" +
			"A load is a CSV file with the columns time,kw, at any regular interval, each time the start of its interval;\n" +
			"or hour,kw, the hours of a year; or a power, such as '10 MW', in every hour of --year.\n" +
			"Months, days and hours are those of the tariff's zone. A month that the load covers in part is billed in full.",
		Example: "  hashwatt bill --tariff tariff.yaml --load load.csv\n" +
			"  hashwatt bill --tariff komi_2025 --load '10 MW' --year 2025\n" +
			"  hashwatt bill --tariff komi --region komi --load '21 MW' --year 2025 --json\n" +
			"  hashwatt bill --tariff utility.json --load '500 kW' --year 2024 --zone America/Chicago",
		Args: takes(0, 0, "flags alone; quote values that have a space in them"),
		RunE: func(*cobra.Command, []string) error { return e.bill(&words, asJSON) },
	}
	f := c.Flags()
	f.StringVar(&words.tariff, "tariff", "", "`NAME` of a tariff of the seeds, or a file of one, or a scenario, or a utility rate as JSON")
	f.StringVar(&words.region, "region", "", "`REGION` of a scenario whose tariff it is")
	f.StringVar(&words.load, "load", "", "`FILE` of the load as CSV, or a power such as '10 MW'")
	f.IntVar(&words.year, "year", 0, "bill this `YEAR` alone; the year of a load that has hour numbers or is a power")
	f.StringVar(&words.zone, "zone", "", "IANA `ZONE` of the tariff's clocks, such as America/Chicago, instead of what the file says")
	f.StringVar(&words.country, "country", "", "two letters of the `COUNTRY` whose working days and holidays hold, such as RU")
	f.StringVar(&words.firstDay, "first-day", "", "`WEEKDAY` of 1 January, such as monday, where a load has hour numbers and no year is given")
	f.BoolVar(&words.prorate, "prorate", false, "bill months that the load covers in part by their hours")
	jsonFlag(f, &asJSON)
	if err := c.RegisterFlagCompletionFunc("tariff", completeTariffs); err != nil {
		panic(err) // the flag is there
	}
	return c
}

// bill reads a tariff and a load and prints the bill.
func (e *Env) bill(words *billWords, asJSON bool) error {
	if words.tariff == "" || words.load == "" {
		return wrong(`bill needs a tariff and a load: hashwatt bill --tariff tariff.yaml --load load.csv ("hashwatt bill --help" shows both)`)
	}
	cat, err := seeds.Load()
	if err != nil {
		return err
	}
	t, err := e.openTariff(words, cat)
	if err != nil {
		return err
	}
	defer t.source.close()
	record, err := e.loadOf(words, t)
	if err != nil {
		return err
	}
	axis, use, err := tariff.Metered(record.Start, record.Step, record.KW, t.zone)
	if err != nil {
		return wrong("%s: %s", words.load, err)
	}
	in := tariff.Input{Axis: axis, Civil: axis.Civil(t.zone), Series: t.series, Prorate: words.prorate}
	if t.country != "" {
		in.Workdays = t.workdays(cat, in)
	}
	lines, currency, err := tariff.Invoice(t.items, use, in)
	if err != nil {
		var problems conf.Problems
		if errors.As(err, &problems) {
			return t.source.placed(err)
		}
		return wrong("%s: %s", words.tariff, err)
	}
	t.partMonths(record, in)
	for _, e := range tariff.Ended(t.items, in) {
		t.warn("%s ends on %s, before the load does: its last price is held; add a component of the same name that begins on %s (at a price of 0 for nothing)", e.Name, e.Ends, e.Ends.AddDays(1))
	}
	for _, text := range tariff.PeakGaps(t.items, in) {
		t.warn("%s", text)
	}
	for _, m := range tariff.Misfits(t.items, in) {
		t.warn("%s: the model of %s has not what the series has: %s, in its unit", m.Name, m.Series, m.Off)
	}
	b := newBill(lines, currency, use, in, t)
	b.Confidence = t.trust(confidenceWords())
	if math.IsInf(b.Total, 0) || math.IsInf(b.EnergyMWh, 0) {
		return wrong("%s: the total is too large to be a number; check the prices and the load", words.tariff)
	}
	b.Hours = float64(len(record.KW)) * record.Step.Minutes() / 60
	if asJSON {
		return printJSON(e.Out, b)
	}
	e.printBill(b)
	return nil
}

// partMonths warns of months of which the load has a part.
func (t *openedTariff) partMonths(l *series.Load, in tariff.Input) {
	end := l.Start.Add(time.Duration(len(l.KW)) * l.Step)
	months := in.Civil.Months
	for k, m := range months {
		if k > 0 && k < len(months)-1 {
			continue
		}
		first := calendar.Date{Year: m.Year, Month: m.Month, Day: 1}.In(t.zone)
		next := calendar.Date{Year: m.Year, Month: m.Month + 1, Day: 1}.In(t.zone)
		if !first.Before(l.Start) && !next.After(end) {
			continue
		}
		how := "in full; --prorate bills it by its hours"
		if in.Prorate {
			how = "by its hours"
		}
		t.warn("the load has a part of %04d-%02d: what is due by the month is billed %s", m.Year, int(m.Month), how)
	}
}

// newBill puts the lines under their months; months without lines are there too.
func newBill(lines []tariff.Line, currency string, use tariff.Use, in tariff.Input, t *openedTariff) billed {
	b := billed{Currency: currency, Zone: t.zone.String(), Warnings: t.warnings, Months: make([]billedMonth, len(in.Civil.Months))}
	if b.Currency == "" {
		for _, item := range t.items {
			if b.Currency = item.Currency(); b.Currency != "" {
				break
			}
		}
	}
	for m, month := range in.Civil.Months {
		b.Months[m] = billedMonth{Month: fmt.Sprintf("%04d-%02d", month.Year, int(month.Month)), Lines: []billedLine{}}
	}
	for _, l := range lines {
		m := &b.Months[l.Month]
		m.Lines = append(m.Lines, billedLine{tariff.LineName(l.Component, l.Name), l.Amount, l.Why})
		m.Total += l.Amount
		b.Total += l.Amount
	}
	for _, mwh := range use.MWh {
		b.EnergyMWh += mwh
	}
	b.sum(lines, t.items)
	return b
}

// hoursText counts hours, of which there may be a half: "8783.5 hours".
func hoursText(hours float64) string {
	if hours == 1 {
		return "1 hour"
	}
	return fmt.Sprintf("%.7g hours", hours)
}

// printBill prints the lines and the totals.
func (e *Env) printBill(b billed) {
	var rows [][]string
	for _, m := range b.Months {
		for _, l := range m.Lines {
			rows = append(rows, []string{m.Month, l.Component, fmt.Sprintf("%.2f", l.Amount), l.Why})
		}
		rows = append(rows, []string{m.Month, "all", fmt.Sprintf("%.2f", m.Total), ""})
	}
	printTable(e.Out, []string{"month", "component", b.Currency, "why"}, rows)
	fmt.Fprintf(e.Out, "\ntotal %.2f %s for %.3f MWh in %s, by the clocks of %s\n", b.Total, b.Currency, b.EnergyMWh, hoursText(b.Hours), b.Zone)
	e.printSum(&b)
	for _, text := range b.Warnings {
		fmt.Fprintf(e.Err, "warning: %s\n", plainText(text))
	}
}
