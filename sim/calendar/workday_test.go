package calendar

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// rule reads a rule that must be one.
func rule(t interface{ Fatal(...any) }, text string, shift Shift, from int) HolidayRule {
	r, err := ParseHolidayRule(text)
	if err != nil {
		t.Fatal(err)
	}
	r.Shift, r.From = shift, from
	return r
}

func TestHolidaysByRule(t *testing.T) {
	// Weekdays of a month and fixed dates, with what weekends do to them. The days are those that the US Office of
	// Personnel Management lists for federal holidays: Juneteenth 2022 (a Sunday) on the 20th, Christmas 2021 (a
	// Saturday) on the 24th.
	t.Parallel()
	us := NewWorkdays(nil, []HolidayRule{
		rule(t, "01-01", Nearest, 0), rule(t, "3rd mon jan", Stays, 0), rule(t, "last mon may", Stays, 0),
		rule(t, "06-19", Nearest, 2021), rule(t, "4th thu nov", Stays, 0), rule(t, "12-25", Nearest, 0),
	})
	for text, holiday := range map[string]bool{
		"2024-01-01": true, "2024-01-15": true, "2025-01-20": true, "2024-05-27": true, "2024-05-20": false,
		"2024-11-28": true, "2023-11-23": true, "2023-11-30": false,
		"2022-06-20": true, "2022-06-19": true, "2020-06-19": false, "2021-12-24": true, "2021-12-31": true, // New Year of 2022 is a Saturday
		"2024-03-05": false,
	} {
		day, err := ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		if us.Holiday(day) != holiday || us.Works(day) != (!holiday && !us.weekend(day)) {
			t.Errorf("%s: holiday %v, works %v, want holiday %v", text, us.Holiday(day), us.Works(day), holiday)
		}
	}
}

func TestHolidaysMoveToTheNextWorkingDay(t *testing.T) {
	// 1 and 2 May of 2027 are a weekend: two holidays on them take Monday and Tuesday, not Monday twice.
	t.Parallel()
	w := NewWorkdays(nil, []HolidayRule{rule(t, "05-01", Next, 0), rule(t, "05-02", Next, 0)})
	for day, works := range map[int]bool{1: false, 2: false, 3: false, 4: false, 5: true} {
		if got := w.Works(Date{2027, time.May, day}); got != works {
			t.Errorf("%d May 2027 works: %v, want %v", day, got, works)
		}
	}
}

func TestDecreedDaysStandAlone(t *testing.T) {
	// A year with days of its own takes nothing from the rules; a Saturday may work.
	t.Parallel()
	w := NewWorkdays([]SpecialDay{{Date{2025, time.May, 2}, false}, {Date{2025, time.November, 1}, true}}, []HolidayRule{rule(t, "05-01", Next, 0)})
	for _, c := range []struct {
		day            Date
		works, holiday bool
	}{
		{Date{2025, time.May, 1}, true, false},
		{Date{2025, time.May, 2}, false, true},
		{Date{2025, time.November, 1}, true, false}, // a Saturday
		{Date{2025, time.November, 8}, false, false},
		{Date{2026, time.May, 1}, false, true},
	} {
		if w.Works(c.day) != c.works || w.Holiday(c.day) != c.holiday {
			t.Errorf("%v works %v, holiday %v, want %v and %v", c.day, w.Works(c.day), w.Holiday(c.day), c.works, c.holiday)
		}
	}
	if !w.Dated(2025) || w.Dated(2026) {
		t.Error("2025 is dated and 2026 is not")
	}
}

func TestRulesNameADayOfTheirMonth(t *testing.T) {
	// Any rule of a weekday falls on that weekday, in that month and week of it.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		weeks := []string{"1st", "2nd", "3rd", "4th", "last"}
		week := rapid.IntRange(0, 4).Draw(t, "week")
		day := rapid.SampledFrom([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}).Draw(t, "day")
		month := rapid.SampledFrom([]string{"jan", "feb", "may", "dec"}).Draw(t, "month")
		r := rule(t, weeks[week]+" "+day+" "+month, Stays, 0)
		got := r.in(rapid.IntRange(1900, 2200).Draw(t, "year"))
		first, last := 7*week+1, 7*week+7
		if week == 4 {
			first, last = lastDay(got.Year, got.Month)-6, lastDay(got.Year, got.Month)
		}
		if got.Weekday() != r.Day || got.Month != r.Month || got.Day < first || got.Day > last {
			t.Fatalf("%s %s %s is %v", weeks[week], day, month, got)
		}
	})
}

func TestRulesThatAreNone(t *testing.T) {
	// What is no rule says how one is written.
	t.Parallel()
	for _, text := range []string{"", "mon jan", "0th mon jan", "6th mon jan", "5th mon jan", "3rd monday jan", "3rd mon january", "02-30", "3rd mon jan 2024", "  mon jan", "x mon jan"} {
		if _, err := ParseHolidayRule(text); err == nil || !strings.Contains(err.Error(), "like") {
			t.Errorf("%q gave %v, want an error that shows how to write it", text, err)
		}
	}
}

func TestAxisFromHalfAnHour(t *testing.T) {
	// Hours from 00:00 in Kolkata (+5:30) are local hours 0, 1, 2 of whole days, and a day has 24 of them.
	t.Parallel()
	zone := zoneOf(t, "Asia/Kolkata")
	a, err := AxisFrom(Date{2024, time.March, 1}.In(zone), 48, zone)
	if err != nil {
		t.Fatal(err)
	}
	c := a.Civil(nil)
	for h := range a.Hours {
		if int(c.Hour[h]) != h%24 || int(c.Day[h]) != h/24 {
			t.Fatalf("hour %d is %d o'clock of day %d", h, c.Hour[h], c.Day[h])
		}
	}
	for _, hours := range []int{0, -1, 100_000_000} {
		if _, err := AxisFrom(a.Start, hours, zone); err == nil || !strings.Contains(err.Error(), "at least one hour") {
			t.Errorf("an axis of %d hours: %v, want an error", hours, err)
		}
	}
}

func TestTheWeekendIsThatOfTheCountry(t *testing.T) {
	// Where Friday alone is off, Saturday 5 April 2025 and Sunday work, and a holiday on a Friday moves to the next
	// working day, Saturday, or to the Thursday before. Without a rule it is Saturday and Sunday.
	t.Parallel()
	iran := NewWorkdays(nil, []HolidayRule{rule(t, "every fri", Stays, 0), rule(t, "04-04", Next, 0), rule(t, "07-04", Nearest, 0)})
	for text, works := range map[string]bool{
		"2025-04-03": true, "2025-04-04": false, "2025-04-05": false, "2025-04-06": true, "2025-04-11": false, "2025-04-12": true,
		"2025-07-03": false, "2025-07-04": false, "2025-07-05": true,
	} {
		day, err := ParseDate(text)
		if err != nil || iran.Works(day) != works {
			t.Errorf("%s works: %t (%v), want %t", text, iran.Works(day), err, works)
		}
	}
	if friday := (Date{2025, time.April, 11}); iran.Holiday(friday) {
		t.Error("a day of the weekend is no holiday")
	}
	two := NewWorkdays(nil, []HolidayRule{rule(t, "every fri", Stays, 0), rule(t, "every thu", Stays, 0)})
	for day := (Date{2024, time.January, 1}); day.Year < 2026; day = day.AddDays(1) {
		rests := day.Weekday() == time.Thursday || day.Weekday() == time.Friday
		if two.Holiday(day) || two.Works(day) == rests {
			t.Errorf("%s: a holiday %t, works %t; a weekend makes no holiday of any day", day, two.Holiday(day), two.Works(day))
		}
	}
	if got := []string{NewWorkdays(nil, nil).Week(), iran.Week(), two.Week()}; got[0] != "Monday to Friday" || got[1] != "Saturday to Thursday" || got[2] != "Saturday to Wednesday" {
		t.Errorf("the weeks are %q", got)
	}
	for _, text := range []string{"every day", "every", "each fri", "every fri jan"} {
		if r, err := ParseHolidayRule(text); err == nil {
			t.Errorf("%q is read as %+v", text, r)
		}
	}
}
