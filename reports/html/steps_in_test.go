package html

import (
	"testing"

	"hashwatt/reports"
)

func TestStepsOfMonthsLastToTheirEnds(t *testing.T) {
	// The last month, and one before a gap, has a step as wide as the others: the value comes again where the month
	// ends. Of days and numbers the end is not known, and nothing is added.
	t.Parallel()
	v := func(x float64) reports.Number { return reports.Num(x) }
	months := reports.Stops{Dates: []string{"2025-10", "2025-11", "2025-12"}}
	at, y := toEnds(months, reports.Numbers{v(1), reports.Gap, v(3)})
	data, err := pairs(at, y, false)
	if err != nil {
		t.Fatal(err)
	}
	// 1 October, 1 November, 1 December 2025 and 1 January 2026, UTC.
	const want = "[[1759276800000,1],[1761955200000,1],[1761955200000,null],[1764547200000,3],[1767225600000,3]]"
	if string(data) != want {
		t.Errorf("%s, want %s", data, want)
	}
	days := reports.Stops{Dates: []string{"2025-10-01", "2025-10-15"}}
	if at, y := toEnds(days, reports.Numbers{v(1), v(2)}); at.Len() != 2 || len(y) != 2 {
		t.Errorf("%v, %v", at, y)
	}
}
