package seeds

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"hashwatt/sim/calendar"
)

//go:embed *.csv bitcoin cambridge hourly map tariffs/*.yaml
var files embed.FS

// Catalog is all the data of the package, typed. It is shared by all callers: read it, never write to it.
type Catalog struct {
	Sources         []Source
	Files           []File
	Facilities      []Facility
	Regions         []Region
	Rules           []Rule
	Holidays        []Holiday
	HolidayRules    []HolidayRule
	Plants          []Plant
	Rigs            []Rig
	OperatingPoints []OperatingPoint
	RigPrices       []RigPrice
	Stations        []Station
	Shares          []Share
	Claims          []Claim
	Defaults        []Default
	Fits            []Fit
	Retargets       []Retarget
	Days            []Day
	NetworkPower    []PowerMonth
	MinerMonths     []MinerMonth
	CheckedClaims   []CheckedClaim
	FX              map[string][]MonthlyRate // by currency ("RUB"), months in order, without a gap

	Land []byte // outline of land at 1:110 million, GeoJSON; longitude and latitude in degrees. Credit: map/NOTICE.txt

	fsys   fs.FS
	hourly []*hourlyFile
}

// load reads the embedded files once.
var load = sync.OnceValues(func() (*Catalog, error) { return read(files) })

// Load returns the catalogue of the embedded files. They are read and checked at the first call; hourly series are read
// when they are asked for. The error, Problems, lists every mistake in the files.
func Load() (*Catalog, error) { return load() }

// layouts returns all tables in the order in which they are shown. Sources and files come first because the rows of the
// others refer to them.
func layouts() []layout {
	return append([]layout{
		sourceLayout(),
		fileLayout(),
		facilityLayout(),
		regionLayout(),
		ruleLayout(),
		holidayLayout(),
		holidayRuleLayout(),
		plantLayout(),
		rigLayout(),
		operatingPointLayout(),
		rigPriceLayout(),
		stationLayout(),
		shareLayout(),
		claimLayout(),
		checkedClaimLayout(),
		defaultLayout(),
		fitLayout(),
		retargetLayout(),
		dayLayout(),
		rateLayout(),
		networkPowerLayout(),
		minerMonthLayout(),
	}, hourlyLayouts()...)
}

// read reads all files of fsys but the hourly ones into a catalogue.
func read(fsys fs.FS) (*Catalog, error) {
	c := &Catalog{FX: map[string][]MonthlyRate{}, fsys: fsys, hourly: hourlyFiles()}
	rd := newReader(fsys)
	for _, l := range layouts() {
		if l.read != nil {
			rd.table(l, func(r *row) { l.read(c, r) })
		}
	}
	rd.resolve()
	if err := rd.problems.err(); err != nil {
		return nil, err
	}
	var err error
	if c.Land, err = fs.ReadFile(fsys, "map/land_110m.geojson"); err != nil {
		return nil, fmt.Errorf("read seeds: %w", err)
	}
	return c, nil
}

// lookup returns the row whose id is the one asked for.
func lookup[T any](rows []T, id func(*T) string, want string) (T, bool) {
	for i := range rows {
		if id(&rows[i]) == want {
			return rows[i], true
		}
	}
	var none T
	return none, false
}

// follows tells whether day is the one after last.
func follows(last, day calendar.Date) bool { return last.AddDays(1) == day }
