package site

import (
	"testing"
	"time"
)

// TestInvoicesAreBookedInTheMonthThatTheyAreFor holds for clocks on both sides of the accounts': a January of
// Chicago ends six hours after January of the accounts, one of Irkutsk eight hours before, and both belong to
// January.
func TestInvoicesAreBookedInTheMonthThatTheyAreFor(t *testing.T) {
	t.Parallel()
	w := world(t)
	for _, name := range []string{"America/Chicago", "Asia/Irkutsk", "Pacific/Kiritimati", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, local := range w.Axis.Civil(zone).Months {
			if local.To-local.From < 24*28-1 {
				continue // cut by the horizon
			}
			if m := w.Booked(local.From, local.To); w.Civil.Months[m].Month != local.Month || w.Civil.Months[m].Year != local.Year {
				t.Errorf("%s: the invoice of %d-%02d is booked in %d-%02d",
					name, local.Year, local.Month, w.Civil.Months[m].Year, w.Civil.Months[m].Month)
			}
		}
	}
}
