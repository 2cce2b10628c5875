package seeds

import (
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
)

func TestWorkingDaysOfRussiaByMonth(t *testing.T) {
	// The working days of each month as published production calendars count them for a week of five days (248, 247
	// and 247 in the years).
	t.Parallel()
	ru, known := catalogue(t).Workdays("RU")
	if !known {
		t.Fatal("no holidays of Russia")
	}
	for year, want := range map[int][12]int{
		2024: {17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21},
		2025: {17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22},
		2026: {15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22},
	} {
		var got [12]int
		for day := (calendar.Date{Year: year, Month: time.January, Day: 1}); day.Year == year; day = day.AddDays(1) {
			if ru.Works(day) {
				got[day.Month-1]++
			}
		}
		if got != want || !ru.Dated(year) {
			t.Errorf("%d: %v working days, dated %v, want %v, day by day", year, got, ru.Dated(year), want)
		}
	}
}

func TestYearsWithoutADecreeFollowTheCode(t *testing.T) {
	// In 2027, of which no decree is in the table, 1 May is a Saturday and takes the Monday after it; the days of
	// January stay.
	t.Parallel()
	ru, _ := catalogue(t).Workdays("RU")
	for text, works := range map[string]bool{
		"2027-05-01": false, "2027-05-03": false, "2027-05-04": true, "2027-05-10": false, "2027-01-08": false, "2027-01-11": true, "2030-11-04": false,
	} {
		day, err := calendar.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		if ru.Works(day) != works || ru.Dated(2027) {
			t.Errorf("%s works: %v, want %v, by rule", text, ru.Works(day), works)
		}
	}
}

func TestFederalHolidaysOfTheUnitedStates(t *testing.T) {
	// 2024 as the Office of Personnel Management lists it: eleven days, all of them weekdays.
	t.Parallel()
	us, known := catalogue(t).Workdays("US")
	var got []string
	for day := (calendar.Date{Year: 2024, Month: time.January, Day: 1}); day.Year == 2024; day = day.AddDays(1) {
		if us.Holiday(day) {
			got = append(got, day.String()[5:])
		}
	}
	if want := "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25"; !known || strings.Join(got, " ") != want {
		t.Errorf("holidays of 2024: %v, want %s", got, want)
	}
	if _, known := catalogue(t).Workdays("KZ"); known {
		t.Error("Kazakhstan has holidays in the table; say so in the manual")
	}
	if iran, known := catalogue(t).Workdays("IR"); known || iran.Week() != "Saturday to Thursday" {
		t.Errorf("Iran works %s, holidays known: %t, want Saturday to Thursday and no holidays", iran.Week(), known)
	}
}

func TestHolidaysThatAreWrongAreTold(t *testing.T) {
	// A country that is none, a rule that is none, a day twice.
	t.Parallel()
	for _, c := range []struct{ file, old, new, want string }{
		{"holidays.csv", "RU,2024-01-01", "ru,2024-01-01", `"ru" is not a country code`},
		{"holidays.csv", "RU,2024-01-02", "RU,2024-01-01", `stands in line 2 already`},
		{"holiday_rules.csv", "3rd mon jan", "third mon jan", "is not a rule for a holiday"},
		{"holiday_rules.csv", "06-19,nearest,2021,", "06-19,nearest,2021,2020", "2020 is before 2021"},
		{"holiday_rules.csv", "every fri,,", "every fri,,2020", "is one in all years"},
		{"holiday_rules.csv", ",nearest,", ",near,", `"near" is not one of`},
	} {
		_, err := read(edited(t, c.file, c.old, c.new))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: %v, want a problem with %q", c.file, c.new, err, c.want)
		}
	}
}
