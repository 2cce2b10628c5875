package calendar

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDaysHoursAndMonthsMeanWhatTheySay(t *testing.T) {
	// Ranges include both named ends for days and months; hours end before the second number.
	t.Parallel()
	for _, tt := range []struct {
		days string
		want Days
		text string
	}{
		{"mon-fri", 0b0011111, "mon-fri"},
		{"sat, sun", 0b1100000, "sat-sun"},
		{"fri-mon", 0b1110001, "mon, fri-sun"}, // round the end of the week
		{"Wed", 0b0000100, "wed"},
		{"mon-sun", 0b1111111, "mon-sun"},
		{"tue-tue", 0b0000010, "tue"},
	} {
		var got Days
		if err := got.UnmarshalText([]byte(tt.days)); err != nil || got != tt.want || got.String() != tt.text {
			t.Errorf("days %q = %07b %q (%v), want %07b %q", tt.days, got, got, err, tt.want, tt.text)
		}
	}
	for _, tt := range []struct {
		hours string
		want  Hours
		text  string
	}{
		{"07-23", 0x7FFF80, "07-23"},
		{"7-23", 0x7FFF80, "07-23"},
		{"07:00-23:00", 0x7FFF80, "07-23"},
		{"23-07", 0x80007F, "00-07, 23-24"}, // over midnight
		{"00-24", 0xFFFFFF, "00-24"},
		{"22-24", 0xC00000, "22-24"},
		{"22-00", 0xC00000, "22-24"},
		{"07-11, 17-21", 0x1E0780, "07-11, 17-21"},
	} {
		var got Hours
		if err := got.UnmarshalText([]byte(tt.hours)); err != nil || got != tt.want || got.String() != tt.text {
			t.Errorf("hours %q = %06x %q (%v), want %06x %q", tt.hours, got, got, err, tt.want, tt.text)
		}
	}
	var got Months
	if err := got.UnmarshalText([]byte("nov-mar")); err != nil || got != 0b110000000111 {
		t.Errorf("months nov-mar = %012b (%v), want 110000000111", got, err)
	}
}

func TestUnknownDaysHoursAndMonthsNameTheCure(t *testing.T) {
	// Every refusal quotes what was written and shows a right spelling.
	t.Parallel()
	for _, tt := range []struct{ kind, text, want string }{
		{"days", "", "mon-fri"},
		{"days", "monday", "did you mean mon?"},
		{"days", "holiday", "mon tue wed thu fri sat sun"},
		{"days", "mon-", "mon-fri"},
		{"days", "1-5", "mon-fri"},
		{"hours", "", "07-23"},
		{"hours", "7", "07-23"},
		{"hours", "07-25", "00 to 24"},
		{"hours", "24-07", "starts at 00"},
		{"hours", "07-07", "00-24"},
		{"hours", "07:30-23:00", "whole hour"},
		{"hours", "-07-23", "00 to 24"},
		{"hours", "+7-23", "00 to 24"},
		{"hours", "007-23", "00 to 24"},
		{"months", "january", "did you mean jan?"},
		{"months", "11-15..03-15", "nov-mar"},
	} {
		var err error
		switch tt.kind {
		case "days":
			err = new(Days).UnmarshalText([]byte(tt.text))
		case "hours":
			err = new(Hours).UnmarshalText([]byte(tt.text))
		case "months":
			err = new(Months).UnmarshalText([]byte(tt.text))
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %q: got %v, want an error with %q", tt.kind, tt.text, err, tt.want)
		}
	}
}

func TestDaysHoursAndMonthsPrintWhatTheyParse(t *testing.T) {
	// Any non-empty set survives writing and reading.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days, gotDays := Days(rapid.IntRange(1, 1<<7-1).Draw(t, "days")), Days(0)
		if err := gotDays.UnmarshalText([]byte(days.String())); err != nil || gotDays != days {
			t.Fatalf("days %07b as %q came back as %07b (%v)", days, days, gotDays, err)
		}
		hours, gotHours := Hours(rapid.IntRange(1, 1<<24-1).Draw(t, "hours")), Hours(0)
		if err := gotHours.UnmarshalText([]byte(hours.String())); err != nil || gotHours != hours {
			t.Fatalf("hours %024b as %q came back as %024b (%v)", hours, hours, gotHours, err)
		}
		months, gotMonths := Months(rapid.IntRange(1, 1<<12-1).Draw(t, "months")), Months(0)
		if err := gotMonths.UnmarshalText([]byte(months.String())); err != nil || gotMonths != months {
			t.Fatalf("months %012b as %q came back as %012b (%v)", months, months, gotMonths, err)
		}
	})
}

func FuzzHours(f *testing.F) {
	// Whatever the text, reading hours either fails or gives a set that prints and reads as itself.
	f.Add("07-23")
	f.Add("23-07, 10-12")
	f.Fuzz(func(t *testing.T, text string) {
		var h, again Hours
		if h.UnmarshalText([]byte(text)) != nil {
			return
		}
		if err := again.UnmarshalText([]byte(h.String())); err != nil || h == 0 || again != h {
			t.Errorf("%q = %024b, printed as %q, came back as %024b (%v)", text, h, h, again, err)
		}
	})
}
