package limit_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// stand lets the sites of an input stand since these days, "" for always.
func stand(t testing.TB, in *limit.Input, since ...string) *limit.Input {
	t.Helper()
	for i, text := range since {
		if s := &in.Sites[i]; text != "" {
			s.Since = date(t, text)
			s.Online = s.Civil.FirstOn(s.Since)
		}
	}
	return in
}

// Who stands first is connected first, and at once while something is left of the period; the others on the first
// day of a later one. Nobody is passed over. "never" is after the end of 2025.
func TestPermitsAreGivenOutInOrder(t *testing.T) {
	t.Parallel()
	const feb = "2025-02-10"
	for _, c := range []struct {
		words  string
		powers []float64
		since  []string
		want   []string
	}{
		{"permits: 1, per: quarter", []float64{5, 5, 5}, []string{feb, feb, feb}, []string{feb, "2025-04-01", "2025-07-01"}},
		{"permits: 1, per: month", []float64{5, 5, 5}, []string{"2025-03-02", feb, feb}, []string{"2025-04-01", feb, "2025-03-01"}},
		{"permits: 1, per: year", []float64{5, 5}, []string{feb, feb}, []string{feb, "never"}},
		{"permits: 2, per: quarter", []float64{5, 5, 5}, []string{feb, "2025-04-03", "2025-05-01"}, []string{feb, "2025-04-03", "2025-05-01"}},
		// 60 + 60 is more than 100, 60 + 40 is not.
		{"power: 100 MW, per: quarter", []float64{60, 60, 40}, []string{feb, feb, feb}, []string{feb, "2025-04-01", "2025-04-01"}},
		{"power: 100 MW, per: quarter", []float64{60, 60, 30}, []string{feb, feb, feb}, []string{feb, "2025-04-01", "2025-04-01"}},
		{"power: 100 MW, permits: 1, per: quarter", []float64{60, 60, 30}, []string{feb, feb, feb}, []string{feb, "2025-04-01", "2025-07-01"}},
		{"power: 0.3 MW, per: quarter", []float64{0.1, 0.1, 0.1}, []string{feb, feb, feb}, []string{feb, feb, feb}},
		// 50 MW a quarter are 150 MW in the third one, of which 120 leave 30; without them 120 MW would never fit.
		{"power: 50 MW, per: quarter, carry: true", []float64{120, 30, 1}, []string{feb, feb, feb}, []string{"2025-07-01", "2025-07-01", "2025-10-01"}},
		{"permits: 1, per: quarter, carry: true", []float64{5, 5}, []string{"2025-06-30", "2025-06-30"}, []string{"2025-06-30", "2025-06-30"}},
		{"permits: 1, per: quarter", []float64{5, 5}, []string{"2025-06-30", "2025-06-30"}, []string{"2025-06-30", "2025-07-01"}},
		// Those who stand when the clock starts need no permit, unless the limit is older.
		{"permits: 1, per: quarter", []float64{5, 5, 5}, []string{"2024-12-01", "2025-01-01", feb}, []string{"2024-12-01", "2025-01-01", feb}},
		{"permits: 1, per: quarter, from: 2024-11-20", []float64{5, 5, 5, 5}, []string{"2024-12-01", "2024-12-05", "2024-11-19", feb}, []string{"2024-12-01", "2025-01-01", "2024-11-19", "2025-04-01"}},
		{"permits: 1, per: quarter, from: 2025-03-01", []float64{5, 5, 5}, []string{feb, "2025-03-01", "2025-03-01"}, []string{feb, "2025-03-01", "2025-04-01"}},
		// The day after the last one frees those who wait, and those who stand later need none.
		{"permits: 1, per: year, to: 2025-05-31", []float64{5, 5, 5}, []string{feb, feb, "2025-06-01"}, []string{feb, "2025-06-01", "2025-06-01"}},
	} {
		in := stand(t, input(t, "2025-01-01", "2026-01-01", "Asia/Irkutsk", c.powers...), c.since...)
		hours := load(t, "{type: licence_queue, "+c.words+"}").Kind.(*limit.LicenceQueue).Granted(in)
		var got []string
		for i, h := range hours {
			if h == in.Hours {
				got = append(got, "never")
			} else {
				got = append(got, in.Sites[i].Civil.DateAt(h).String())
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s for %v MW since %v (-want +got):\n%s", c.words, c.powers, c.since, diff)
		}
	}
}

// One permit a quarter: the second site stands from 10 February and draws from 1 April; before it stands, and
// where it makes its own power, the queue is no limit.
func TestSitesDrawNothingUntilTheirPermit(t *testing.T) {
	t.Parallel()
	in := stand(t, input(t, "2025-01-01", "2026-01-01", "UTC", 5, 5, 5), "2025-02-10", "2025-02-10", "2025-02-10")
	in.Sites[2].Isolated = true
	r := rule(t, "{type: licence_queue, permits: 1, per: quarter}", in)
	for h := range in.Hours {
		got := allowed(in, r.Cap, h)
		waits := h >= 40*24 && h < 90*24
		if !math.IsInf(got[0], 1) || !math.IsInf(got[2], 1) || math.IsInf(got[1], 1) == waits || waits && got[1] != 0 {
			t.Fatalf("hour %d: %v MW, want nothing for the second site from day 40 to day 90 only", h, got)
		}
	}
	if !r.Cap.Before || r.Pool != nil {
		t.Error("a queue takes away before power is shared")
	}
}

// 120 MW do not fit into 100 MW a quarter: the site is never connected, or when the limit has ended, and the one
// behind it is at once.
func TestASiteThatNeverFitsIsTurnedAway(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]int{"": 8760, ", to: 2025-05-31": 151 * 24} {
		in := stand(t, input(t, "2025-01-01", "2026-01-01", "UTC", 120, 5), "2025-02-10", "2025-02-10")
		got := load(t, "{type: licence_queue, power: 100 MW, per: quarter"+words+"}").Kind.(*limit.LicenceQueue).Granted(in)
		if diff := cmp.Diff([]int{want, 40 * 24}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", words, diff)
		}
	}
}

// 120 MW do not fit into 100 MW a quarter, unless quarters add up, or no permit is needed.
func TestASiteThatNeverFitsIsNamed(t *testing.T) {
	t.Parallel()
	in := stand(t, input(t, "2025-01-01", "2026-01-01", "UTC", 5, 120), "2025-02-10", "2025-02-10")
	unfit := func(words string) string {
		return load(t, "{type: licence_queue, power: 100 MW, per: quarter"+words+"}").Kind.(*limit.LicenceQueue).Unfit(&in.Sites[1], in.Hours)
	}
	if got := unfit(""); !strings.Contains(got, "site b of 120 MW is larger than the 100 MW of a quarter") || !strings.Contains(got, "carry: true") {
		t.Errorf("got %q, want the site, its size and the cure", got)
	}
	if got := unfit(", carry: true") + unfit(", to: 2025-02-01"); got != "" {
		t.Errorf("got %q where quarters add up or no permit is needed", got)
	}
	in.Sites[1].Isolated = true
	if got := unfit(""); got != "" {
		t.Errorf("got %q of a site with power of its own", got)
	}
}

// For any sites and words the answer is that of a desk which is open every day: on the first of a period it gets
// new permits, then it serves the head of the queue as long as it fits.
func TestPermitsAsADeskWouldGiveThemOut(t *testing.T) {
	t.Parallel()
	axis, err := calendar.NewAxis(date(t, "2025-01-01"), date(t, "2026-06-20"), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	civil := axis.Civil(time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		power := unit.Power(rapid.IntRange(20, 100).Draw(t, "power"))
		q := limit.LicenceQueue{Permits: rapid.IntRange(0, 3).Draw(t, "permits"), Carry: rapid.Bool().Draw(t, "carry")}
		q.Per = rapid.SampledFrom([]calendar.Per{calendar.Monthly, calendar.Quarterly, calendar.Yearly}).Draw(t, "per")
		months := map[calendar.Per]int{calendar.Monthly: 1, calendar.Quarterly: 3, calendar.Yearly: 12}[q.Per]
		if q.Permits == 0 || rapid.Bool().Draw(t, "powered") {
			q.Power = &power
		}
		from := calendar.Date{Year: 2024, Month: time.Month(rapid.IntRange(1, 12).Draw(t, "month")), Day: rapid.IntRange(1, 28).Draw(t, "day")}
		q.From = &from
		in := &limit.Input{Axis: axis, Hours: axis.Hours}
		var queue []int
		for i := range rapid.IntRange(1, 8).Draw(t, "sites") {
			since := from.AddDays(rapid.IntRange(-20, 500).Draw(t, "since"))
			in.Sites = append(in.Sites, limit.Held{Civil: civil, Since: since, Online: civil.FirstOn(since), PowerMW: float64(rapid.IntRange(1, 20).Draw(t, "mw"))})
			if !since.Before(from) && in.Sites[i].Online < in.Hours {
				queue = append(queue, i)
			}
		}
		slices.SortStableFunc(queue, func(a, b int) int { return in.Sites[a].Since.Days() - in.Sites[b].Since.Days() })
		want := make([]int, len(in.Sites))
		for i := range want {
			want[i] = min(in.Sites[i].Online, in.Hours)
		}
		for _, i := range queue {
			want[i] = in.Hours
		}
		permits, mw := 0, 0.0
		for day := from; civil.FirstOn(day) < in.Hours; day = day.AddDays(1) {
			if day == from || day.Day == 1 && (int(day.Month)-1)%months == 0 {
				if !q.Carry {
					permits, mw = 0, 0
				}
				permits += q.Permits
				mw += float64(power)
			}
			for len(queue) > 0 {
				s := &in.Sites[queue[0]]
				if day.Before(s.Since) || q.Permits > 0 && permits == 0 || q.Power != nil && s.PowerMW > mw {
					break
				}
				permits, mw = permits-1, mw-s.PowerMW
				want[queue[0]] = max(s.Online, civil.FirstOn(day))
				queue = queue[1:]
			}
		}
		got := q.Granted(in)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", q.Describe(), diff)
		}
	})
}

// Words on permits that contradict each other, or mean nothing, are refused where they stand.
func TestLicenceQueueMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: licence_queue, permits: 2}", `"per" is missing`},
		{"§{type: licence_queue, per: quarter}", `add for example "permits: 2" or "power: 100 MW"`},
		{"{type: licence_queue, per: quarter, permits: §0}", "nobody is ever connected"},
		{"{type: licence_queue, per: quarter, permits: §2000000}", "leave permits out"},
		{"{type: licence_queue, per: quarter, power: §0 MW}", "allows nothing"},
		{"{type: licence_queue, per: §week, permits: 2}", "per month, quarter or year"},
		{"{type: licence_queue, per: §season, permits: 2}", "per month, quarter or year"},
		{"{type: licence_queue, per: quarter, permits: 2, carry: §yes}", "write true"},
		{"{type: licence_queue, per: quarter, permits: 2, from: 2025-03-15, to: §2025-01-01}", "swap them"},
		{"{type: licence_queue, per: quarter, permits: 2, §season: 11-15..03-15}", `unknown key "season"`},
	})
}

// How much is given out, and when.
func TestLicenceQueueInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: licence_queue, permits: 1, per: month}":                                    "1 new site per month, first come first served, at all times",
		"{type: licence_queue, power: 100 MW, per: year, carry: true}":                     "100 MW of new connections per year, first come first served, what is left being kept, at all times",
		"{type: licence_queue, permits: 2, power: 100 MW, per: quarter, from: 2025-01-01}": "2 new sites and 100 MW of new connections per quarter, first come first served, from 1 January 2025 on",
	})
}
