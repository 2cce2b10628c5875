package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// openedTariff is a tariff and what its file says beside it.
type openedTariff struct {
	source   *source
	items    []tariff.Item
	zone     *time.Location
	country  string
	series   func(name string) (*series.Hourly, error)
	warnings []string
	note     string // what the file says of itself
}

func (t *openedTariff) warn(format string, args ...any) {
	t.warnings = append(t.warnings, fmt.Sprintf(format, args...))
}

// openTariff reads the tariff that the flags name. The caller closes its source.
func (e *Env) openTariff(words *billWords, cat *seeds.Catalog) (*openedTariff, error) {
	if words.country != "" {
		if err := tariff.CheckCountry(words.country); err != nil {
			return nil, wrong("--country: %s", err)
		}
	}
	s, src, err := e.tariffSource(words, cat)
	if err != nil {
		return nil, err
	}
	t := &openedTariff{source: s, country: words.country}
	if err := t.read(src, words, cat); err != nil {
		s.close()
		return nil, s.placed(err)
	}
	if words.zone != "" {
		if t.zone, err = calendar.LoadZone(words.zone); err != nil {
			s.close()
			return nil, wrong("--zone: %s", err)
		}
	}
	if t.zone == nil {
		t.zone = time.UTC
		t.warn(`nothing says where the tariff's clocks are: they show UTC; give --zone America/Chicago, or write "zone: America/Chicago" into the file`)
	}
	return t, nil
}

// read finds out what kind of file it is, and reads it.
func (t *openedTariff) read(src []byte, words *billWords, cat *seeds.Catalog) error {
	if strings.HasSuffix(strings.ToLower(t.source.file), ".json") {
		if words.region != "" {
			return wrong("--region chooses a region of a scenario; %s is a utility rate", words.tariff)
		}
		return t.readUtility(src, cat)
	}
	root, err := conf.Parse(t.source.file, src, conf.DefaultLimits)
	if root == nil {
		return err
	}
	if root.Get("hashwatt") != nil {
		return t.readScenario(words, cat)
	}
	if words.region != "" {
		return wrong("--region chooses a region of a scenario; %s is a tariff by itself", words.tariff)
	}
	var f tariff.File
	if err := conf.Load(t.source.file, src, conf.DefaultLimits, &f); err != nil {
		return err
	}
	t.items, t.zone, t.note = f.Tariff, f.Zone.Location, noteOf(src)
	if t.country == "" {
		t.country = f.Country
	}
	t.series = t.ownSeries(cat)
	return nil
}

// ownSeries finds series in the seeds and in the folder of the tariff's file.
func (t *openedTariff) ownSeries(cat *seeds.Catalog) func(string) (*series.Hourly, error) {
	read := map[string]*series.Hourly{}
	return func(name string) (*series.Hourly, error) {
		names := cat.HourlyNames()
		switch {
		case slices.Contains(names, name):
			return cat.Hourly(name)
		case !strings.HasSuffix(strings.ToLower(name), ".csv"):
			return nil, wrong("%q is no series of the seeds%s; a file of your own ends in .csv", name, conf.Hint(name, names))
		case read[name] != nil:
			return read[name], nil
		}
		f, err := t.source.fsys.Open(name)
		if err != nil {
			return nil, wrong("%s: %s; a series lies in the folder of the tariff's file", name, reason(err))
		}
		defer f.Close()
		h, err := series.ReadHourly(name, f, t.zone)
		if err != nil {
			return nil, err
		}
		read[name] = h
		return h, nil
	}
}

// readScenario takes the tariff of a region of a scenario.
func (t *openedTariff) readScenario(words *billWords, cat *seeds.Catalog) error {
	f, err := scenario.Load(t.source.fsys, t.source.file, scenario.Options{Catalog: cat})
	if err != nil {
		return err
	}
	var with []string
	for _, name := range f.Words.Regions.Keys {
		if len(f.Words.Regions.By[name].Tariff) > 0 {
			with = append(with, name)
		}
	}
	name := words.region
	switch {
	case len(with) == 0:
		return wrong("%s has no region with a tariff of its own; write one, or a file with zone and tariff", words.tariff)
	case name == "" && len(with) > 1:
		return wrong("%s has tariffs in %s; choose one with --region", words.tariff, strings.Join(with, ", "))
	case name == "":
		name = with[0]
	case !slices.Contains(with, name):
		return wrong("%s has no tariff for the region %q%s", words.tariff, name, conf.Hint(name, with))
	}
	region := f.Words.Regions.By[name]
	row, _ := cat.Region(name)
	zone, country := region.Zone, region.Country
	if zone == "" {
		zone = row.Zone
	}
	if country == "" {
		country = row.Country
	}
	if t.country == "" {
		t.country = country
	}
	if zone != "" {
		if t.zone, err = calendar.LoadZone(zone); err != nil {
			return wrong("%s, region %s: %s", words.tariff, name, err)
		}
	}
	t.items, t.series = region.Tariff, f.Source(cat)
	return nil
}

// workdays returns the working days of the tariff's country and warns where they are not all known.
func (t *openedTariff) workdays(cat *seeds.Catalog, in tariff.Input) *calendar.Workdays {
	days, known := cat.Workdays(t.country)
	if !slices.ContainsFunc(t.items, func(i tariff.Item) bool { return tariff.AsksForWorkdays(i.Component) }) {
		return days
	}
	if !known {
		t.warn("no holidays of %s are known: %s are its working days", t.country, days.Week())
		return days
	}
	told := 0
	for _, m := range in.Civil.Months {
		if m.Year != told && !days.Dated(m.Year) && t.country == "RU" {
			t.warn("the working days of %d follow the fixed holidays: what a decree moves is not known", m.Year)
		}
		told = m.Year
	}
	return days
}
