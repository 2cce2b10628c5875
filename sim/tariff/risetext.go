package tariff

import (
	"fmt"

	"hashwatt/sim/calendar"
)

// text says what a step does: ", +9.1 % from 2025-07-01".
func (s *Step) text() string {
	return fmt.Sprintf(", %+g %% from %s", 100*round(float64(s.Change)), s.From)
}

// textIn ends the sentence of a line of a month whose hours have prices of their own: what has moved them by the
// last of its hours. Steps that come later, or after the component has ended, are not in it.
func (r *Rise) textIn(in Input, m int) string {
	month := in.Civil.Months[m]
	last := month.To - 1
	if in.valid != nil { // another one of its name may follow inside the month
		last = max(month.From, min(last, in.valid.to-1))
	}
	return r.textOn(in, in.Civil.Date[in.Civil.Day[last]])
}

// textAtFirst ends the sentence of a line of a month that has the price of its first hour.
func (r *Rise) textAtFirst(in Input, m int) string {
	return r.textOn(in, in.Civil.Date[in.Civil.Day[in.Civil.Months[m].From]])
}

// textOn says what has moved a price by a local day.
func (r *Rise) textOn(in Input, day calendar.Date) string {
	text := escalationText(r.Escalation)
	if end := in.frozen(); end != nil && end.date.Before(day) {
		day = end.date
		if text != "" {
			text += " until " + day.String()
		}
	}
	for _, s := range r.Steps {
		if !day.Before(s.From) {
			text += s.text()
		}
	}
	return text
}
