package claim_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/claim"
)

func TestReportedMonthsAreThoseExpected(t *testing.T) {
	// Months that a pool paid for every share lie within 5 % of what their hashrate was expected to find, those of a
	// pool of one's own within three standard deviations. One does not: Riot's June 2024, whose coins are those of the
	// subsidy without fees.
	t.Parallel()
	r, cat := shipped(t)
	months, err := r.Months(cat.MinerMonths)
	if err != nil {
		t.Fatal(err)
	}
	if len(months) != len(cat.MinerMonths) || len(months) < 21 {
		t.Fatalf("%d months of %d rows", len(months), len(cat.MinerMonths))
	}
	for _, m := range months {
		known := m.Label() == "Riot 2024-06"
		if m.Held == known {
			t.Errorf("%s: %v BTC reported, %.1f expected, deviation %+.4f, z %+.2f: held is %v", m.Label(), m.Reported, m.Expected.BTC(), m.Deviation, m.Z, m.Held)
		}
		if (m.Z != 0) != m.OwnPool || m.OwnPool != (m.Company == "MARA") {
			t.Errorf("%s: own pool %v, z %v", m.Label(), m.OwnPool, m.Z)
		}
		if m.Note == "" && known {
			t.Errorf("%s does not say what is odd about it", m.Label())
		}
	}
	for _, tc := range []struct {
		label      string
		z, blocks  float64
		deviation  float64
		tolerances float64
	}{
		// 1,853 BTC at 8.0 BTC a block are 231 to 232 blocks where 203 were expected.
		{"MARA 2023-12", 2.05, 232.3, -0.126, 0.01},
		{"CleanSpark 2023-12", 0, 0, -0.006, 0.2},
	} {
		for _, m := range months {
			if m.Label() != tc.label {
				continue
			}
			if !near(m.Z, tc.z, tc.tolerances) || !near(m.Blocks, tc.blocks, tc.tolerances) || !near(m.Deviation, tc.deviation, tc.tolerances) {
				t.Errorf("%s: z %v, %v blocks, deviation %v; want %+v", tc.label, m.Z, m.Blocks, m.Deviation, tc)
			}
		}
	}
	all := claim.Together(months)
	if all.Months-all.Held != 1 || math.Abs(all.Deviation) > claim.YearTolerance {
		t.Errorf("together %+v; want all but one held, and within 2 %%", all)
	}
}

func TestAYearHasTwelveMonths(t *testing.T) {
	// A company and year with twelve months is added up, one with eleven is not, and a pool of one's own never is.
	t.Parallel()
	r, _ := shipped(t)
	var rows []seeds.MinerMonth
	for month := time.January; month <= time.December; month++ {
		rows = append(rows, seeds.MinerMonth{Company: "Whole", Year: 2023, Month: month, BTC: 100, AverageEHs: 1.3})
		rows = append(rows, seeds.MinerMonth{Company: "Own", Year: 2023, Month: month, BTC: 100, AverageEHs: 1.3, OwnPool: true})
		if month < time.December {
			rows = append(rows, seeds.MinerMonth{Company: "Part", Year: 2023, Month: month, BTC: 100, AverageEHs: 1.3})
		}
	}
	months, err := r.Months(rows)
	if err != nil {
		t.Fatal(err)
	}
	years := claim.Years(months)
	if len(years) != 1 || years[0].Company != "Whole" || years[0].Year != 2023 || years[0].Months != 12 || years[0].Reported != 1200 {
		t.Fatalf("years %+v; want one of 1200 BTC", years)
	}
	sum := 0.0
	for _, m := range months {
		if m.Company == "Whole" {
			sum += m.Expected.BTC()
		}
	}
	if y := years[0]; !near(y.Expected, sum, 1e-12) || !near(y.Deviation, sum/1200-1, 1e-9) {
		t.Errorf("expected %v, deviation %v; want %v", y.Expected, y.Deviation, sum)
	}
	if none := claim.Together(nil); none != (claim.Total{}) {
		t.Errorf("no months together are %+v", none)
	}
}

func TestAMonthOutsideTheRecordIsNamed(t *testing.T) {
	// The error says whose month it is.
	t.Parallel()
	r, _ := shipped(t)
	_, err := r.Months([]seeds.MinerMonth{{Company: "Future", Year: 2031, Month: time.May, BTC: 1, AverageEHs: 1}})
	if err == nil || !strings.Contains(err.Error(), "Future 2031-05: 2031-05-01 to 2031-05-31 is not inside") {
		t.Errorf("%v", err)
	}
}
