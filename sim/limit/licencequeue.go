package limit

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// LicenceQueue lets sites connect to the grid as permits are given out: so many, or so much power, in each period.
// Who stands first comes first, sites of one day in the order of the file, and nobody is passed over: a site that
// does not fit into what is left of a period waits for the next one, and those behind it wait too. A site is
// connected whole. Sites that stood before the first day need no permit, nor do those on generation of their own
// that no grid reaches.
type LicenceQueue struct {
	Permits int          `yaml:"permits,omitempty"` // sites in each period; 0: any number
	Power   *unit.Power  `yaml:"power,omitempty"`   // MW of their connections in each period; nil: any
	Per     calendar.Per `yaml:"per"`               // month, quarter or year
	Carry   bool         `yaml:"carry,omitempty"`   // what a period leaves is added to the next one
	Dates   `yaml:",inline"`
}

// mostPermits is above any number of sites.
const mostPermits = 1e6

// Check returns what is wrong with the words.
func (q *LicenceQueue) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if at.Get("permits") != nil && q.Permits < 1 {
		add("permits", `with %d permits nobody is ever connected; write 1 or more, or "type: ban"`, q.Permits)
	}
	if q.Permits > mostPermits {
		add("permits", "%d permits are more than there are sites; leave permits out where any number may connect", q.Permits)
	}
	if q.Power != nil {
		problems = append(problems, checkMost(at.Get("power"), float64(*q.Power), q.Power.String())...)
	}
	if at.Get("permits") == nil && q.Power == nil {
		add("", `nothing is limited; add for example "permits: 2" or "power: 100 MW"`)
	}
	if q.months() == 0 {
		add("per", "permits are given out per month, quarter or year; write one of these")
	}
	return append(problems, q.window().check(at)...)
}

// Describe says what was understood: "2 new sites and 100 MW per quarter, first come first served, at all times".
func (q *LicenceQueue) Describe() string {
	var parts []string
	switch {
	case q.Permits == 1:
		parts = append(parts, "1 new site")
	case q.Permits > 1:
		parts = append(parts, fmt.Sprintf("%d new sites", q.Permits))
	}
	if q.Power != nil {
		parts = append(parts, q.Power.String()+" of new connections")
	}
	text := fmt.Sprintf("%s per %s, first come first served", strings.Join(parts, " and "), q.Per)
	if q.Carry {
		text += ", what is left being kept"
	}
	return text + ", " + q.window().describe()
}

// Rule lets a site draw nothing from the day on which it stands until its permit.
func (q *LicenceQueue) Rule(in *Input) (Rule, error) {
	granted := q.Granted(in)
	moments := in.online()
	for _, t := range granted {
		if t > 0 && t < in.Hours {
			moments = append(moments, t)
		}
	}
	return Rule{Cap: &Cap{Moments: moments, Before: true, Allow: func(t int, _, mw []float64) {
		for i := range mw {
			mw[i] = Unlimited
			if t >= in.Sites[i].Online && t < granted[i] {
				mw[i] = 0
			}
		}
	}}}, nil
}

// Granted returns the hour from which each site may draw: the one from which it stands where it does not wait,
// otherwise the first one of a period, or of the day after the last one of the limit; in.Hours where that is not
// before the end of the axis. A site that fits into no period is turned away: it is never connected, and nobody
// waits behind it.
func (q *LicenceQueue) Granted(in *Input) []int {
	granted := make([]int, len(in.Sites))
	var waiting []int // sites in the order of the queue
	for i := range in.Sites {
		s := &in.Sites[i]
		granted[i] = min(s.Online, in.Hours)
		if !q.asks(s, in.Hours) {
			continue
		}
		if q.Unfit(s, in.Hours) != "" {
			granted[i] = in.Hours
			if q.To != nil {
				granted[i] = min(max(s.Online, s.Civil.FirstOn(q.To.AddDays(1))), in.Hours)
			}
			continue
		}
		waiting = append(waiting, i)
	}
	slices.SortStableFunc(waiting, func(a, b int) int { return in.Sites[a].Since.Days() - in.Sites[b].Since.Days() })
	desk := q.open(in, waiting)
	for _, i := range waiting {
		s := &in.Sites[i]
		day := desk.serve(s, in.Hours)
		if q.To != nil && q.To.Before(day) {
			day = q.To.AddDays(1)
		}
		granted[i] = min(max(s.Online, s.Civil.FirstOn(day)), in.Hours)
	}
	return granted
}

// Unfit says why a site could never be connected on an axis of so many hours, and how to cure it; "" where it could.
func (q *LicenceQueue) Unfit(s *Held, hours int) string {
	if q.Power == nil || q.Carry || s.PowerMW <= float64(*q.Power) || !q.asks(s, hours) {
		return ""
	}
	return fmt.Sprintf(`site %s of %s is larger than the %s of a %s, so that it never gets a permit; write more power, `+
		`"carry: true" to let what is left add up, or leave the site out by applies_to`, s.ID, unit.Power(s.PowerMW), q.Power, q.Per)
}

// asks reports whether a site needs a permit on an axis of so many hours.
func (q *LicenceQueue) asks(s *Held, hours int) bool {
	if s.Isolated || s.Online >= hours || q.To != nil && q.To.Before(s.Since) {
		return false
	}
	if q.From == nil {
		return s.Online > 0 && !s.Since.IsZero()
	}
	return !s.Since.Before(*q.From)
}

// months is the length of a period, 0 for those that are not allowed.
func (q *LicenceQueue) months() int {
	return map[calendar.Per]int{calendar.Monthly: 1, calendar.Quarterly: 3, calendar.Yearly: 12}[q.Per]
}

// desk gives out permits, period by period.
type desk struct {
	q       *LicenceQueue
	day     calendar.Date // first of the period
	permits int           // left
	power   float64       // left, MW
}

// open begins with the period of the limit's first day, or with that of the first who asks where that is earlier or
// unknown.
func (q *LicenceQueue) open(in *Input, waiting []int) *desk {
	var day calendar.Date
	switch {
	case q.From != nil:
		day = *q.From
	default: // those who stand when the axis begins need none, so what is left of periods before counts for nobody
		day = in.Sites[0].Civil.DateAt(0)
		if len(waiting) > 0 && in.Sites[waiting[0]].Since.Before(day) {
			day = in.Sites[waiting[0]].Since
		}
	}
	day.Day = 1
	d := &desk{q: q, day: day.AddMonths(-((int(day.Month) - 1) % q.months()))}
	d.fill(false)
	return d
}

// fill adds what a period gives out to what the last one leaves.
func (d *desk) fill(carry bool) {
	if !carry {
		d.permits, d.power = 0, 0
	}
	d.permits += d.q.Permits
	if d.q.Power != nil {
		d.power += float64(*d.q.Power)
	}
}

// serve returns the day on which a site may connect: that from which it stands, or the first of a later period.
// Where that is after the end of the axis, it is not found.
func (d *desk) serve(s *Held, hours int) calendar.Date {
	end := s.Civil.DateAt(hours).AddDays(1)
	for d.day.Before(end) {
		next := d.day.AddMonths(d.q.months())
		if s.Since.Before(next) && d.fits(s) {
			d.permits--
			d.power = max(0, d.power-s.PowerMW)
			if s.Since.Before(d.day) {
				return d.day
			}
			return s.Since
		}
		d.day = next
		d.fill(d.q.Carry)
	}
	return end
}

// fits reports whether what is left is enough for a site. Sums of decimals are out by rounding.
func (d *desk) fits(s *Held) bool {
	return (d.q.Permits == 0 || d.permits > 0) && (d.q.Power == nil || s.PowerMW <= d.power+1e-9*float64(*d.q.Power))
}

const licenceQueueDoc = "new connections to the grid that wait for permits, so many or so much power in each period"

const licenceQueueExample = `# New sites connect as permits are given out, first come first served.
type: licence_queue
name: connections            # how the report calls it; default: the type
permits: 2                   # permits or power is required; new sites in each period
power: 100 MW                # default: any; of their connections in each period
per: quarter                 # required; month, quarter or year
carry: true                  # default false; what a period leaves is added to the next one
from: 2024-11-01             # default: from the start of the clock; first day: sites that stood before need no permit
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: [komi_15]
  sites: [mikun, sindor]
source: cntd_1479            # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
