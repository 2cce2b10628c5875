package tariff

import (
	"math"
	"testing"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
)

// monthly is what 1 a kW and month is for a flat load in a year of 8,760 hours, per MWh.
const monthly = 12 * 1000 / 8760.

// The one-part prices of 2020, RUB/MWh, and the factors by which the rest after energy is that of a flat load in
// the hours of the peaks, as the comments of the files say.
const (
	zone1, zone2           = 2540., 1780.
	northwest, siberia     = 1119.6, 870.1
	center                 = 1293.2
	overMean1, overMean2   = 1.1074, 1.0651
	auctionOf1, auctionOf2 = 115.2, 190.5
)

// capacity is what is left of a one-part price for capacity, RUB/kW a month.
func capacity(onePart, energy, overMean float64) float64 {
	return (onePart - energy) * 730 / 1000 / overMean
}

// arithmetic is what a flat load pays in 2025 for each component of each tariff of the seeds, per MWh, as the
// comments of the files and their sources have it.
var arithmetic = map[string]map[string]float64{
	"belarus": {"energy": 45},
	"buryatia": {
		"capacity auction":    (215.40 + 301.30) / 2 * monthly,
		"capacity surcharges": (capacity(zone2, siberia, overMean2) - auctionOf2) * monthly,
		"network":             623.40 + 124.77,
	},
	// 334 days at 3.14 cents with 15.5 %, 31 days of 16 hours, 4 and 4.
	"ethiopia": {"energy": (334*31.4*1.155 + 31*(16*35+4*45+4*60)/24.) / 365},
	"iran":     {"energy": 16574e3 * (113*2 + 252*0.5) / 365}, // days from June to 21 September, and the others
	"irkutsk": {
		"capacity auction":    (215.40 + 301.30) / 2 * monthly,
		"capacity surcharges": (capacity(zone2, siberia, overMean2) - auctionOf2) * monthly,
		"network":             3000 - zone2,
	},
	"irkutsk_household": {"energy": household},
	"kazakhstan":        {"energy": 19e3, "mining fee": 25e3 - 19e3},
	"komi_2024": {
		"energy": 1120, "capacity": capacity(zone1, northwest, overMean1) * monthly,
		"network": 465.35061 * monthly, "losses": 194.95,
	},
	"komi_2025": {
		"capacity auction":    (157.26 + 215.40) / 2 * monthly,
		"capacity surcharges": (capacity(zone1, northwest, overMean1) - auctionOf1) * monthly,
		"network":             465.35061 * monthly, "losses": 194.95,
	},
	"krasnoyarsk": {
		"capacity auction":    (215.40 + 301.30) / 2 * monthly,
		"capacity surcharges": (capacity(zone2, siberia, overMean2) - auctionOf2) * monthly,
		"network":             397.24552 * monthly, "losses": 15.88,
	},
	"moscow": {
		"capacity auction":    (157.26 + 215.40) / 2 * monthly,
		"capacity surcharges": (capacity(zone1, center, overMean1) - auctionOf1) * monthly,
		"network":             465.35061 * monthly, "losses": 194.95,
	},
	"norway":             {"energy": 445, "network": 19, "electricity tax": 164.4},
	"norway_reduced_tax": {"energy": 445, "network": 19, "electricity tax": 5.8},
	"paraguay":           {"energy and power": 59.8},
	"paraguay_220kv":     {"energy and power": 37.1},
	"quebec":             {"energy": 174.50, "demand": 15.426 / 30 * 365 / 12 * monthly},
	"quebec_authorized":  {"energy": 40.25, "demand": 15.426 / 30 * 365 / 12 * monthly},
	"texas":              {"system fee": 0.63, "transmission": 12 * 5.60 * 1000 / 8760},
}

// household is 1 MW in Irkutsk at the price of the third block, less what the first two save: 7,020 and 3,780 kWh
// in each of seven months, 3,900 and 2,100 in each of five, over 8,760 MWh.
const household = 3430 - (7*(7020*(3.43-1.106)+3780*(3.43-1.778))+5*(3900*(3.43-1.106)+2100*(3.43-1.778)))/8760

// followed lists the series that the price of energy follows, with the year that 2025 takes.
var followed = map[string]struct {
	series string
	year   int
}{
	"buryatia": {"siberia", 2017}, "irkutsk": {"siberia", 2017}, "krasnoyarsk": {"siberia", 2017},
	"komi_2025": {"northwest", 2017}, "moscow": {"center", 2017}, "texas": {"ercot_real_time", 2024},
}

// seedsFile reads a tariff of the seeds.
func seedsFile(t *testing.T, cat *seeds.Catalog, name string) *File {
	t.Helper()
	text, _ := cat.Tariff(name)
	var f File
	if err := conf.Load(seeds.TariffFile(name), text, conf.DefaultLimits, &f); err != nil {
		t.Fatal(err)
	}
	return &f
}

// flatLines bills a power in every hour of some days, up to the last one, and returns the price of a MWh by component.
func flatLines(t *testing.T, cat *seeds.Catalog, f *File, mw float64, from, to string) map[string]float64 {
	t.Helper()
	axis, err := calendar.NewAxis(date(t, from), date(t, to), f.Zone.Location)
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Axis: axis, Civil: axis.Civil(f.Zone.Location), Series: cat.Hourly}
	in.Workdays, _ = cat.Workdays(f.Country)
	load := make([]float64, axis.Hours)
	for h := range load {
		load[h] = mw
	}
	lines, currency, err := Invoice(f.Tariff, Use{MWh: load}, in)
	if err != nil || currency == "" {
		t.Fatalf("currency %q, %v", currency, err)
	}
	sums := map[string]float64{}
	for _, l := range lines {
		sums[l.Component] += l.Amount / (mw * float64(axis.Hours))
	}
	return sums
}

func TestEachComponentOfTheSeedsIsItsArithmetic(t *testing.T) {
	// In 2025 a flat load pays for each component what the arithmetic of its file gives, to 0.02 %; energy that
	// follows a series costs the mean of the year it takes to 1 %, a year of 52 ISO weeks having other days; nothing
	// else is billed.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range cat.TariffNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := flatLines(t, cat, seedsFile(t, cat, name), 1, "2025-01-01", "2026-01-01"), arithmetic[name]
			for component, per := range want {
				if math.Abs(got[component]-per) > 2e-4*per {
					t.Errorf("%s: %.4f per MWh, want %.4f", component, got[component], per)
				}
			}
			count := len(want)
			if of, ok := followed[name]; ok {
				count++
				h, err := cat.Hourly(of.series)
				if err != nil {
					t.Fatal(err)
				}
				from := int(calendar.Date{Year: of.year, Month: 1, Day: 1}.In(h.Zone).Sub(h.Start).Hours())
				if mean := sample.Mean(h.Values[from : from+8760]); math.Abs(got["energy"]-mean) > 0.01*mean {
					t.Errorf("energy: %.2f per MWh, want about the mean of %d, %.2f", got["energy"], of.year, mean)
				}
			}
			if len(got) != count {
				t.Errorf("billed are %v, want %d components", got, count)
			}
		})
	}
}

func TestStepsOfTheSeedsAreThoseOfTheirSources(t *testing.T) {
	// The auction goes from the middle of the demand points of 2025 to that of 2026, and the network of Irkutsk from
	// 1.77 to 1.97 RUB/kWh, each to the last digit written.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tariff, component string
		ratio             float64
	}{
		{"komi_2025", "capacity auction", (164.98 + 225.98) / (157.26 + 215.40)},
		{"moscow", "capacity auction", (164.98 + 225.98) / (157.26 + 215.40)},
		{"buryatia", "capacity auction", (225.98 + 316.09) / (215.40 + 301.30)},
		{"krasnoyarsk", "capacity auction", (225.98 + 316.09) / (215.40 + 301.30)},
		{"irkutsk", "capacity auction", (225.98 + 316.09) / (215.40 + 301.30)},
		{"irkutsk", "network", 1.97 / 1.77},
	} {
		f := seedsFile(t, cat, c.tariff)
		before := flatLines(t, cat, f, 1, "2025-01-01", "2026-01-01")[c.component]
		after := flatLines(t, cat, f, 1, "2025-01-01", "2028-01-01")[c.component]*1095 - before*365
		switch c.component {
		case "network": // from November 2026 on
			after = (after - before*304) / (61 + 365)
		default:
			after /= 730
		}
		if math.Abs(after/before-c.ratio) > 1e-4 {
			t.Errorf("%s, %s: %.5f times as dear, want %.5f", c.tariff, c.component, after/before, c.ratio)
		}
	}
}

func TestKazakhstansFeeFallsByATengeForATenge(t *testing.T) {
	// Power below 1 tenge pays 25, from 24 on 1, and between them each tenge of price takes one off.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range seedsFile(t, cat, "kazakhstan").Tariff {
		levy, ok := kindOf(item.Component).(*Levy)
		if !ok {
			continue
		}
		if len(levy.Bands) != 25 || levy.PowerPrice.Amount != 19e3 {
			t.Errorf("%d bands at %s, want 25 at 19 KZT/kWh", len(levy.Bands), levy.PowerPrice)
		}
		for k, b := range levy.Bands {
			if b.Price.Amount != float64(25-k)*1e3 || (b.Below == nil) != (k == 24) || b.Below != nil && b.Below.Amount != float64(k+1)*1e3 {
				t.Errorf("band %d: %s below %s", k, b.Price, b.Below)
			}
		}
	}
}

func TestPeaksOverTheMeanAreThoseOfTheLoads(t *testing.T) {
	// The highest load of a working day over the mean load, the mean of the months of 2009 and 2010, is the factor of
	// the tariffs to 0.001; working days are weekdays but for 1 to 8 January and the fixed holidays of those years.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	holidays := map[int]bool{223: true, 308: true, 501: true, 509: true, 612: true, 1104: true}
	for _, zone := range []struct {
		series string
		want   float64
	}{{"zone1_load_2009", overMean1}, {"zone2_load_2009", overMean2}} {
		load, err := cat.Hourly(zone.series)
		if err != nil {
			t.Fatal(err)
		}
		var all, peaks [24][]float64 // by month
		for k := 0; k+24 <= len(load.Values); k += 24 {
			day := date(t, "2009-01-01").AddDays(k / 24)
			month := (day.Year-2009)*12 + int(day.Month) - 1
			of := load.Values[k : k+24]
			all[month] = append(all[month], of...)
			off := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || day.Month == time.January && day.Day <= 8
			if off || holidays[int(day.Month)*100+day.Day] {
				continue
			}
			highest := 0.0
			for _, v := range of {
				highest = max(highest, v)
			}
			peaks[month] = append(peaks[month], highest)
		}
		sum := 0.0
		for m := range all {
			sum += sample.Mean(peaks[m]) / sample.Mean(all[m]) / 24
		}
		if math.Abs(sum-zone.want) > 1e-3 {
			t.Errorf("%s: %.4f, want %.4f", zone.series, sum, zone.want)
		}
	}
}
