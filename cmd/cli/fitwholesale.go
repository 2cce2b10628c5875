package cli

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
	"hashwatt/sim/series"
	"hashwatt/sim/spot"
	"hashwatt/sim/tariff"
)

// wholesale is the process of the hourly prices of a power market.
const wholesale = "wholesale"

// simulatedYears is how many years a model is held against its sample with.
const simulatedYears = 500

// fitHourly returns an hourly series of the seeds or of a file; nil where the series is one of days.
func (e *Env) fitHourly(cat *seeds.Catalog, name string, flags *fitFlags) (*series.Hourly, error) {
	var zone *time.Location
	if flags.zone != "" {
		var err error
		if zone, err = calendar.LoadZone(flags.zone); err != nil {
			return nil, wrong("--zone: %s", err)
		}
	}
	var h *series.Hourly
	if slices.Contains(cat.HourlyNames(), name) {
		var err error
		if h, err = cat.Hourly(name); err != nil {
			return nil, err
		}
	} else { // a file of days cannot be read as one of hours
		text, err := os.ReadFile(e.path(name))
		switch {
		case err == nil:
			h, err = series.ReadHourly(name, bytes.NewReader(text), zone)
			if err != nil && (flags.process == wholesale || flags.zone != "") {
				return nil, err
			}
		case flags.process == wholesale && (slices.Contains([]string{coinPrice, feesSeries, difficulty, restOfWorld}, name) || cat.FX[name] != nil):
			return nil, wrong("%s has no hours; %s is a process of hours", name, wholesale)
		case flags.process == wholesale:
			return nil, noSeries(cat, name)
		}
	}
	switch {
	case h == nil && flags.zone != "":
		return nil, wrong("--zone goes with an hourly series; %s is none", name)
	case h == nil:
		return nil, nil
	case flags.process != "" && flags.process != wholesale && flags.process != everyProcess:
		return nil, wrong("%s has hours; %s is a process of days. Leave --process out, or say %s", name, flags.process, wholesale)
	case flags.withoutBan:
		return nil, wrong("--without-ban goes with %s", restOfWorld)
	}
	own := *h
	if zone != nil {
		own.Zone = zone
	}
	return betweenDays(&own, flags.first, flags.last)
}

// betweenDays cuts a series to local days, both inclusive; none does not cut.
func betweenDays(h *series.Hourly, first, last calendar.Date) (*series.Hourly, error) {
	from, to := 0, len(h.Values)
	if !first.IsZero() {
		from = int(first.In(h.Zone).Sub(h.Start).Hours())
	}
	if !last.IsZero() {
		to = int(last.AddDays(1).In(h.Zone).Sub(h.Start).Hours())
	}
	if from < 0 || to > len(h.Values) || from >= to {
		return nil, wrong("%s runs from %s; it has not all the hours that --from and --to ask for", h.Name, span(h))
	}
	cut := *h
	cut.Start = h.Start.Add(time.Duration(from) * time.Hour)
	cut.Values = h.Values[from:to]
	return &cut, nil
}

// span says from which local hour to which a series runs.
func span(h *series.Hourly) string {
	const form = "2006-01-02 15:04"
	return h.Start.In(h.Zone).Format(form) + " to " + h.Start.Add(time.Duration(len(h.Values))*time.Hour).In(h.Zone).Format(form)
}

// wholesaleFit is what fit prints as JSON for an hourly series.
type wholesaleFit struct {
	Process     string           `json:"process"`
	Model       *spot.Model      `json:"model"`
	Misfit      string           `json:"misfit,omitempty"`
	Diagnostics spot.Diagnostics `json:"diagnostics"`
}

// fitWholesale fits the model of an hourly price and holds it against simulated years.
func (e *Env) fitWholesale(h *series.Hourly, name string, flags *fitFlags) error {
	if h.Unit != "" && new(tariff.PriceUnit).UnmarshalText([]byte(h.Unit)) != nil {
		return wrong("%s is in %s, which is no price of electricity; %s takes hours in a unit such as RUB/MWh", name, h.Unit, wholesale)
	}
	m, err := spot.Fit(h, nil, nil)
	if err != nil {
		return wrong("%s", err)
	}
	d := m.Diagnose(simulatedYears, sample.Stream(1, 1, wholesale, name))
	if flags.asJSON {
		return printJSON(e.Out, wholesaleFit{wholesale, m, m.Misfit(), d})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "type: %s\nseries: %s\n", wholesale, name)
	writeYears(&b, h, flags)
	if flags.zone != "" {
		fmt.Fprintf(&b, "zone: %s\n", flags.zone)
	}
	unit := h.Unit
	if unit == "" {
		unit = "in the unit of the file"
		b.WriteString("unit: USD/MWh # an example: the file does not say it\n")
	}
	fmt.Fprintf(&b, "# sample: %s, %s, %d hours from %s, clock of %s\n", name, unit, m.Hours, span(h), m.Zone)
	writeModel(&b, m, &d, unit)
	if off := m.Misfit(); off != "" {
		fmt.Fprintf(&b, "# warning: the model has not what the sample has: %s; look at the series for outliers or for two prices\n", off)
	}
	writeDiagnostics(&b, &d)
	fmt.Fprint(e.Out, plainLines(b.String()))
	return nil
}

// writeYears writes the years of the sample as the tariff takes them, which knows whole years alone.
func writeYears(b *strings.Builder, h *series.Hourly, flags *fitFlags) {
	if flags.first.IsZero() && flags.last.IsZero() {
		return
	}
	first := calendar.DateOf(h.Start.In(h.Zone))
	next := calendar.DateOf(h.Start.Add(time.Duration(len(h.Values)) * time.Hour).In(h.Zone))
	if first.Month != time.January || first.Day != 1 || next.Month != time.January || next.Day != 1 {
		b.WriteString("# warning: these days are no whole calendar years, which are what a tariff takes; below is what they say\n")
		return
	}
	var years []string
	for y := first.Year; y < next.Year; y++ {
		years = append(years, fmt.Sprint(y))
	}
	fmt.Fprintf(b, "years: [%s]\n", strings.Join(years, ", "))
}

// writeModel writes the parameters as comments.
func writeModel(b *strings.Builder, m *spot.Model, d *spot.Diagnostics, unit string) {
	fmt.Fprintf(b, "# mean by month from January: %s\n", row(d.Months[:]))
	fmt.Fprintf(b, "# mean by hour from 00: %s\n", row(d.Hours[:]))
	slow, fast := m.Noise.Memory.HalfLives()
	fmt.Fprintf(b, "# noise: %.4g %s about the shape, bend %.2f; %.0f %% of it halves in %.3g hours, the rest in %.3g\n",
		m.Shape.Scatter, unit, m.Noise.Bend, 100*m.Noise.Memory.SlowShare, slow, fast)
	if s := &m.Spikes; s.Share > 0 {
		fmt.Fprintf(b, "# spikes: above %.4g %s, %.2f %% of the hours, %.3g a year of %.3g hours; %s\n",
			m.High, unit, 100*s.Share, s.PerYear, s.Duration, tailText(s.Tail))
	}
	if m.Spikes.Tail.AtBound() {
		b.WriteString("# note: alpha is at the end of what is tried: these spikes are too few, or too much alike, to show it; the percentile holds all the same\n")
	}
	if s := &m.Dips; s.Share > 0 {
		fmt.Fprintf(b, "# dips: below %.4g %s, %.2f %% of the hours, %.3g a year of %.3g hours; %s\n",
			m.Low, unit, 100*s.Share, s.PerYear, s.Duration, tailText(s.Tail))
	}
}

// tailText says what prices beyond an edge are like.
func tailText(t spot.Tail) string {
	switch {
	case t.Width == 0:
		return fmt.Sprintf("all at %.4g", t.Edge)
	case t.Down:
		return fmt.Sprintf("at least %.4g", t.Edge-t.Width)
	}
	return fmt.Sprintf("Pareto with alpha %.2f and a scale of %.3g, at most %.4g", t.Alpha, t.Scale, t.Edge+t.Width)
}

// row prints numbers side by side.
func row(x []float64) string {
	words := make([]string, len(x))
	for i, v := range x {
		words[i] = fmt.Sprintf("%.4g", v)
	}
	return strings.Join(words, " ")
}

// writeDiagnostics writes sample, model and simulation side by side, as comments.
func writeDiagnostics(b *strings.Builder, d *spot.Diagnostics) {
	s, p := &d.Sample, &d.Simulated
	fmt.Fprintf(b, "# %-24s %10s %10s %10s\n", "", "sample", "model", "simulated")
	for _, l := range []struct {
		name                   string
		sample, law, simulated float64
	}{{"mean", s.Mean, d.Law.Mean, p.Mean}, {"standard deviation", s.SD, d.Law.SD, p.SD}, {"99.9th percentile", s.High, d.Law.High, p.High}} {
		fmt.Fprintf(b, "# %-24s %10.5g %10.5g %10.5g\n", l.name, l.sample, l.law, l.simulated)
	}
	for _, l := range []struct {
		name              string
		sample, simulated float64
	}{
		{"hours below zero, %", 100 * s.Negative, 100 * p.Negative},
		{"autocorrelation, 1 hour", s.Lag1, p.Lag1},
		{"autocorrelation, 1 day", s.Lag24, p.Lag24},
		{"spikes a year", s.Spikes, p.Spikes},
		{"hours of a spike", s.Duration, p.Duration},
	} {
		fmt.Fprintf(b, "# %-24s %10.3g %10s %10.3g\n", l.name, l.sample, "", l.simulated)
	}
	fmt.Fprintf(b, "# %d simulated years; means by month and hour: correlation of model and sample %.3f\n", d.Years, d.Shape)
	b.WriteString("# note: the model knows no years that are dear as a whole; where the level is in doubt, make the mean uncertain, or repeat whole years\n")
}
