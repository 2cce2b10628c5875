package tariff

import (
	"strings"
	"testing"

	"hashwatt/sim/calendar"
)

func TestHolidaysAreAKindOfDay(t *testing.T) {
	// "holidays" stands among days and comes back from text; a table that names them asks for a calendar, and a
	// holiday then takes its own row whatever its weekday, while rows without days hold on it too. 1 May 2025 is a
	// Thursday.
	t.Parallel()
	for text, want := range map[string]string{"sun, Holidays": "sun, holidays", "holidays": "holidays", "sat-sun": "sat-sun"} {
		var d calendar.Days
		if err := d.UnmarshalText([]byte(text)); err != nil || d.String() != want {
			t.Errorf("%q was read as %q (%v), want %q", text, d, err, want)
		}
	}
	e := load(t, "{type: time_of_use, zones: [{price: 1 USD/MWh}, {days: mon-fri, hours: 07-23, price: 2 USD/MWh}, {days: holidays, hours: 10-12, price: 5 USD/MWh}]}")
	in := world(t, "2025-05-01", "2025-05-03", "Europe/Moscow")
	dst := make([]float64, in.Axis.Hours)
	if err := e.Signal(dst, in); err == nil || !strings.Contains(err.Error(), "no calendar of holidays") {
		t.Errorf("without a calendar: %v, want an error that asks for it", err)
	}
	in.Workdays = calendar.NewWorkdays([]calendar.SpecialDay{{Date: date(t, "2025-05-01")}}, nil)
	dst = make([]float64, in.Axis.Hours)
	if err := e.Signal(dst, in); err != nil || dst[8] != 1 || dst[10] != 5 || dst[24+8] != 2 || dst[24+10] != 2 {
		t.Errorf("8 and 10 o'clock on the holiday cost %v and %v, on the day after %v and %v (%v), want 1, 5, 2, 2", dst[8], dst[10], dst[32], dst[34], err)
	}
}
