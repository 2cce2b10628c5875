package seeds

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// hourlyFile is a file of hourly series and the series read from it, once.
type hourlyFile struct {
	layout layout
	clock  func() (*time.Location, error) // whose hours the first column shows
	format string                         // of the first column
	series []hourlyColumn

	once sync.Once
	read map[string]*series.Hourly
	err  error
}

// hourlyColumn is a column that is offered as a series.
type hourlyColumn struct {
	name   string // of the series
	column string
	unit   string
}

// hourlyFiles returns the files of hourly series, not read yet.
func hourlyFiles() []*hourlyFile {
	return []*hourlyFile{
		{
			layout: layout{
				name: "russia_day_ahead", file: "hourly/russia_day_ahead_2017_2018.csv", long: true,
				columns: []Column{
					{"hour_start_local", "", "start of the hour, Moscow time for every column"},
					{"northwest_rub_mwh", "RUB/MWh", "day-ahead price of the north-west: energy alone, no capacity, network or VAT"},
					{"urals_rub_mwh", "RUB/MWh", "day-ahead price of the Urals"},
					{"siberia_rub_mwh", "RUB/MWh", "day-ahead price of Siberia"},
					{"center_rub_mwh", "RUB/MWh", "day-ahead price of the centre"},
				},
			},
			clock:  func() (*time.Location, error) { return calendar.LoadZone("Europe/Moscow") },
			format: "2006-01-02 15:04",
			series: []hourlyColumn{
				{"northwest", "northwest_rub_mwh", "RUB/MWh"},
				{"urals", "urals_rub_mwh", "RUB/MWh"},
				{"siberia", "siberia_rub_mwh", "RUB/MWh"},
				{"center", "center_rub_mwh", "RUB/MWh"},
			},
		},
		{
			layout: layout{
				name: "ercot_hub", file: "hourly/ercot_hub_2024_2025.csv", long: true,
				columns: []Column{
					{"hour_start_utc", "", "start of the hour, UTC"},
					{"day_ahead_usd_mwh", "USD/MWh", "day-ahead price of the hub average"},
					{"real_time_mean_usd_mwh", "USD/MWh", "real-time price, mean of four quarter-hours"},
					{"ercot_mean_temperature_c", "°C", "mean temperature of ERCOT; one hour is missing, so it is no series"},
				},
			},
			clock:  func() (*time.Location, error) { return time.UTC, nil },
			format: "2006-01-02T15:04Z",
			series: []hourlyColumn{
				{"ercot_day_ahead", "day_ahead_usd_mwh", "USD/MWh"},
				{"ercot_real_time", "real_time_mean_usd_mwh", "USD/MWh"},
			},
		},
		{
			layout: layout{
				name: "russia_zones", file: "hourly/russia_zones_2009_2010.csv", long: true,
				columns: []Column{
					{"hour_start_local", "", "start of the hour; one clock for both zones, its changes already smoothed away"},
					{"consumption_zone1_mw", "MW", "electricity used in price zone 1, Europe and Urals"},
					{"consumption_zone2_mw", "MW", "electricity used in price zone 2, Siberia"},
					{"price_zone1_rub_mwh", "RUB/MWh", "day-ahead price of zone 1"},
					{"price_zone2_rub_mwh", "RUB/MWh", "day-ahead price of zone 2"},
				},
			},
			// Moscow changed its clocks in these years, the file does not: UTC+3 throughout.
			clock:  func() (*time.Location, error) { return time.FixedZone("UTC+3", 3*3600), nil },
			format: "2006-01-02 15:04",
			series: []hourlyColumn{
				{"zone1_price_2009", "price_zone1_rub_mwh", "RUB/MWh"},
				{"zone2_price_2009", "price_zone2_rub_mwh", "RUB/MWh"},
				{"zone1_load_2009", "consumption_zone1_mw", "MW"},
				{"zone2_load_2009", "consumption_zone2_mw", "MW"},
			},
		},
	}
}

// hourlyLayouts returns the tables of hourly series, which are read when they are asked for.
func hourlyLayouts() []layout {
	var list []layout
	for _, f := range hourlyFiles() {
		list = append(list, f.layout)
	}
	return list
}

// HourlyNames returns the names of the hourly series: prices first by region, then those of older years and loads.
func (c *Catalog) HourlyNames() []string {
	var list []string
	for _, f := range c.hourly {
		for _, s := range f.series {
			list = append(list, s.name)
		}
	}
	return list
}

// Hourly returns an hourly series by its name, one of HourlyNames, in its own clock. The file is read at the first
// call; the series is shared and must not be changed.
func (c *Catalog) Hourly(name string) (*series.Hourly, error) {
	for _, f := range c.hourly {
		for _, s := range f.series {
			if s.name == name {
				f.once.Do(func() { f.read, f.err = f.readAll(c) })
				return f.read[name], f.err
			}
		}
	}
	if near := conf.Suggest(name, c.HourlyNames()); near != "" {
		return nil, fmt.Errorf("there is no hourly series %q in seeds; did you mean %q?", name, near)
	}
	return nil, fmt.Errorf("there is no hourly series %q in seeds; there are %s", name, strings.Join(c.HourlyNames(), ", "))
}

// HourlyCited returns source and confidence of an hourly series; not ok where there is none of that name.
func (c *Catalog) HourlyCited(name string) (Cited, bool) {
	for _, f := range c.hourly {
		for _, s := range f.series {
			if s.name == name {
				file, ok := c.File(f.layout.file)
				return file.Cited, ok
			}
		}
	}
	return Cited{}, false
}

// readAll reads all series of the file.
func (f *hourlyFile) readAll(c *Catalog) (map[string]*series.Hourly, error) {
	zone, err := f.clock()
	if err != nil {
		return nil, fmt.Errorf("read seeds: %w", err)
	}
	all := map[string]*series.Hourly{}
	for _, s := range f.series {
		all[s.name] = &series.Hourly{Name: s.name, Unit: s.unit, Zone: zone}
	}
	var next time.Time
	rd := newReader(c.fsys)
	rd.table(f.layout, func(r *row) {
		column := f.layout.columns[0].Name
		at, err := time.ParseInLocation(f.format, r.text(column), zone)
		switch {
		case err != nil:
			r.problem(column, "%q is not an hour; write it like %q", r.text(column), f.format)
		case next.IsZero():
			for _, s := range all {
				s.Start = at
			}
		case !at.Equal(next):
			r.problem(column, "%s follows the hour before %s; every hour has one row, in order", at.Format(f.format), next.Format(f.format))
		}
		next = at.Add(time.Hour)
		for _, s := range f.series {
			all[s.name].Values = append(all[s.name].Values, r.number(s.column))
		}
	})
	if err := rd.problems.err(); err != nil {
		return nil, err
	}
	return all, nil
}
