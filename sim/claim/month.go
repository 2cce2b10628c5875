package claim

import (
	"fmt"
	"math"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
)

// What months of miners are held to.
const (
	MonthTolerance = 0.05 // of coins reported: the mean hashrate is printed with two or three digits and pools average fees in their ways
	YearTolerance  = 0.02 // of the coins of a year, in which those errors cancel
	MostLuck       = 3.0  // standard deviations of a Poisson number of blocks: outside it lies one month in 370
)

// Month is what a company reported for a month beside what its mean hashrate was expected to find.
type Month struct {
	Company   string
	Year      int
	Month     time.Month
	OwnPool   bool    // its coins have luck: Z judges, not Deviation
	Reported  float64 // BTC
	Expected  Expectation
	Deviation float64 // of the expected coins from those reported: 0.02 is 2 % more expected than reported
	Blocks    float64 // own pool: blocks that the coins reported stand for, at the coins per block that were expected; else 0
	Z         float64 // own pool: (Blocks - expected blocks) / √(expected blocks); else 0
	Held      bool    // |Deviation| ≤ MonthTolerance, or |Z| < MostLuck in an own pool
	Note      string
	seeds.Cited
}

// Label returns the company and the month: "Riot 2024-07".
func (m Month) Label() string { return fmt.Sprintf("%s %04d-%02d", m.Company, m.Year, int(m.Month)) }

// Months holds what companies reported against the record, month by month in the order of the rows: their mean
// hashrate at the difficulty of each day, with subsidy and fees. The error names the first row whose month is not
// inside the record.
func (r *Record) Months(rows []seeds.MinerMonth) ([]Month, error) {
	months := make([]Month, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		m := Month{
			Company: row.Company, Year: row.Year, Month: row.Month, OwnPool: row.OwnPool, Reported: row.BTC,
			Note: row.Note, Cited: row.Cited,
		}
		from, to := MonthDays(row.Year, row.Month)
		var err error
		if m.Expected, err = r.Expect(from, to, 1000*row.AverageEHs); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Label(), err)
		}
		m.Deviation = m.Expected.BTC()/m.Reported - 1
		if m.Held = math.Abs(m.Deviation) <= MonthTolerance; m.OwnPool {
			m.Blocks = m.Reported * m.Expected.Blocks / m.Expected.BTC()
			m.Z = (m.Blocks - m.Expected.Blocks) / math.Sqrt(m.Expected.Blocks)
			m.Held = math.Abs(m.Z) < MostLuck
		}
		months = append(months, m)
	}
	return months, nil
}

// MonthDays returns the first and the last day of a month.
func MonthDays(year int, month time.Month) (from, to calendar.Date) {
	from = calendar.Date{Year: year, Month: month, Day: 1}
	next := calendar.DateOf(time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC))
	return from, next.AddDays(-1)
}

// Total is what the months of one or more companies come to that were paid for every share.
type Total struct {
	Company   string // empty where it is all of them
	Year      int    // 0 where it is all years
	Months    int
	Held      int     // of them
	Reported  float64 // BTC
	Expected  float64 // BTC
	Deviation float64 // Expected / Reported - 1
}

// Years returns the totals of the companies that were paid for every share over the years of which all twelve
// months are there, in the order in which they are met. |Deviation| ≤ YearTolerance is what one expects of them.
func Years(months []Month) []Total {
	var years []Total
	for i, first := range months {
		t := total(months, func(m Month) bool { return m.Company == first.Company && m.Year == first.Year })
		met := false
		for _, before := range months[:i] {
			met = met || before.Company == first.Company && before.Year == first.Year
		}
		if !met && t.Months == 12 {
			t.Company, t.Year = first.Company, first.Year
			years = append(years, t)
		}
	}
	return years
}

// Together returns the total over all months that were paid for every share.
func Together(months []Month) Total {
	return total(months, func(Month) bool { return true })
}

// total adds the months that are kept and have no luck in them.
func total(months []Month, keep func(Month) bool) Total {
	var t Total
	var reported, expected sample.Sum
	for _, m := range months {
		if m.OwnPool || !keep(m) {
			continue
		}
		t.Months++
		if m.Held {
			t.Held++
		}
		reported.Add(m.Reported)
		expected.Add(m.Expected.BTC())
	}
	t.Reported, t.Expected = reported.Value(), expected.Value()
	if t.Reported > 0 {
		t.Deviation = t.Expected/t.Reported - 1
	}
	return t
}
