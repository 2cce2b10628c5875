package limit_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
)

// input is an axis of whole days with sites of the given powers, called a, b, c, ..., in one zone.
func input(t testing.TB, start, end, zone string, powers ...float64) *limit.Input {
	t.Helper()
	axis, c := days(t, start, end, zone)
	in := &limit.Input{Axis: axis, Hours: axis.Hours}
	for i, mw := range powers {
		in.Sites = append(in.Sites, limit.Held{
			ID: string(rune('a' + i)), Operator: "one", Civil: c, PowerMW: mw, CouldMW: mw, Price: make([]float64, axis.Hours),
			Works: func(int) float64 { return mw },
		})
		in.Sites[i].Tariff = in.Sites[i].Price
	}
	return in
}

// 60 MW for sites of 50, 30 and 20 MW. Pro rata: 60 of 100 of each. Largest least share: 20 each, which uses up
// the smallest. In order: what the first leaves. By what stood: 50 and 20 of 70 stood in 2024. A single site has
// all of it.
func TestQuotaIsSharedByRule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words string
		want  []float64
	}{
		{"share: pro_rata", []float64{30, 18, 12}},
		{"share: max_min", []float64{20, 20, 20}},
		{"share: priority, priority: a", []float64{50, 10, 0}},
		{"share: priority, priority: [c, b]", []float64{10, 30, 20}},
		{"share: priority, priority: [two, c]", []float64{40, 0, 20}},
		{"share: priority, priority: one", []float64{50, 10, 0}}, // all are of one operator: the order of the file
		{"share: grandfathered, reference: 2024-12-31", []float64{60 * 50. / 70, 0, 60 * 20. / 70}},
		{"share: grandfathered, reference: 2025-06-01", []float64{30, 18, 12}},
		{"each: true", []float64{60, 60, 60}},
	} {
		in := input(t, "2025-01-01", "2025-01-02", "UTC", 50, 30, 20)
		in.Sites[1].Since = date(t, "2025-06-01")
		in.Sites[2].Since = date(t, "2024-12-31")
		if strings.Contains(c.words, "two") {
			in.Sites[2].Operator = "two"
		}
		got := allowed(in, rule(t, "{type: power, limit: 60 MW, "+c.words+"}", in).Cap, 0)
		if diff := cmp.Diff(c.want, got, closely); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.words, diff)
		}
	}
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 100)
	for _, words := range []string{"share: max_min", "share: merit", "share: priority, priority: a"} {
		if got := allowed(in, rule(t, "{type: power, limit: 60 MW, "+words+"}", in).Cap, 0); got[0] != 60 {
			t.Errorf("%s: one site may draw %v MW, want 60", words, got[0])
		}
	}
}

var closely = cmp.Comparer(func(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-12 })

// By max-min, 10 MW that one can draw leave 25 each of 60 to the others; by what stood, the rest of 10 is lost.
func TestWhatAnOtherCannotDrawIsFree(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][]float64{
		"share: max_min": {25, 25, 10},
		"share: grandfathered, reference: 2024-12-31": {20, 20, 20},
		"share: priority, priority: [c, a]":           {50, 0, 10},
	} {
		in := input(t, "2025-01-01", "2025-01-02", "UTC", 50, 50, 50)
		r := rule(t, "{type: power, limit: 60 MW, "+words+"}", in)
		mw := make([]float64, 3)
		r.Cap.Allow(0, []float64{50, 50, 10}, mw)
		if diff := cmp.Diff(want, mw, closely); diff != "" {
			t.Errorf("%s (-want +got):\n%s", words, diff)
		}
	}
}

// Nothing is limited before the first day; each amount holds from local midnight; the season cuts the path too.
func TestPathHoldsFromEachDayOn(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-06", "Asia/Irkutsk", 100)
	r := rule(t, "{type: power, path: {2025-01-02: 50 MW, 2025-01-04: 80 MW}, season: 01-01..01-04}", in)
	want := []float64{math.Inf(1), 50, 50, 80, math.Inf(1)}
	for h := range in.Hours {
		if got := allowed(in, r.Cap, h)[0]; got != want[h/24] {
			t.Fatalf("%v MW in hour %d, want %v", got, h, want[h/24])
		}
	}
	moments := slices.Clone(r.Cap.Moments)
	slices.Sort(moments)
	if diff := cmp.Diff([]int{0, 24, 72, 96}, slices.Compact(moments)); diff != "" {
		t.Errorf("moments (-want +got):\n%s", diff)
	}
	kind := load(t, "{type: power, path: {2025-01-02: 50 MW}}").Kind.(*limit.Power)
	if kind.Contains(date(t, "2025-01-01")) || !kind.Contains(date(t, "2025-01-02")) {
		t.Error("a path is in force from its first day on")
	}
}

// By the clock of Moscow 3 MW hold three hours before they do by UTC, and from then on they are what both share,
// whichever stands first; an hour that only one of them has inside the window is that one's alone.
func TestWhereClocksDifferTheLowerAmountIsShared(t *testing.T) {
	t.Parallel()
	z, err := calendar.LoadZone("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	for _, east := range []int{0, 1} {
		in := input(t, "2025-01-01", "2025-01-04", "UTC", 10, 10)
		in.Sites[east].Civil = in.Axis.Civil(z)
		r := rule(t, "{type: power, path: {2025-01-02: 5 MW, 2025-01-03: 3 MW}}", in)
		alone := []float64{math.Inf(1), math.Inf(1)}
		alone[east] = 5
		for h, want := range map[int][]float64{20: {math.Inf(1), math.Inf(1)}, 21: alone, 24: {2.5, 2.5}, 44: {2.5, 2.5}, 45: {1.5, 1.5}, 48: {1.5, 1.5}} {
			if diff := cmp.Diff(want, allowed(in, r.Cap, h)); diff != "" {
				t.Errorf("hour %d (-want +got):\n%s", h, diff)
			}
		}
	}
}

// A limit shared by what power is worth is one budget an hour in the window: 5 MW of 3 days are 24 budgets of one
// of them. In another zone the window lies elsewhere, and an hour has one name in both; where the path differs,
// the lower amount holds.
func TestMeritIsABudgetOfEachHour(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-04", "UTC", 10, 20)
	for words, auctioned := range map[string]bool{"merit": false, "auction": true} {
		r := rule(t, "{type: power, limit: 5 MW, share: "+words+", from: 2025-01-02, to: 2025-01-02}", in)
		if r.Cap != nil || r.Pool == nil || !r.Pool.Hourly || r.Pool.Auctioned != auctioned || r.Pool.Each || r.Pool.Own || r.Pool.Soft {
			t.Fatalf("%s is %+v", words, r.Pool)
		}
		of, periods := r.Pool.Periods(&in.Sites[1])
		checkOf(t, of, periods)
		if len(periods) != 24 || periods[0].From != 24 || periods[23].To != 48 || periods[5].MWh != 5 || periods[5].Label != "2025-01-02T05Z" {
			t.Errorf("%s has %d budgets, the sixth %+v", words, len(periods), periods[5])
		}
	}
	z, err := calendar.LoadZone("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	in.Sites[1].Civil = in.Axis.Civil(z) // its days begin three hours before
	r := rule(t, "{type: power, path: {2025-01-02: 5 MW, 2025-01-03: 3 MW}, share: merit, to: 2025-01-03}", in)
	mwh := map[string]float64{}
	for i := range in.Sites {
		of, periods := r.Pool.Periods(&in.Sites[i])
		checkOf(t, of, periods)
		if want := 24 - 3*i; periods[0].From != want || periods[len(periods)-1].To != want+48 {
			t.Errorf("site %d has hours %d to %d, want %d to %d",
				i, periods[0].From, periods[len(periods)-1].To, want, want+48)
		}
		for _, p := range periods {
			if known, ok := mwh[p.Label]; ok && known != p.MWh {
				t.Errorf("%s has %v and %v MWh", p.Label, known, p.MWh)
			}
			mwh[p.Label] = p.MWh
		}
	}
	for label, want := range map[string]float64{"2025-01-01T21Z": 5, "2025-01-02T20Z": 5, "2025-01-02T21Z": 3, "2025-01-03T23Z": 3} {
		if mwh[label] != want {
			t.Errorf("%s has %v MWh, want %v", label, mwh[label], want)
		}
	}
}

// An auction is a budget of each hour that is paid for, whether one site bids or two; by merit one site has the
// limit to itself.
func TestOneBidderPaysAsMany(t *testing.T) {
	t.Parallel()
	for _, powers := range [][]float64{{100}, {50, 50}} {
		r := rule(t, "{type: power, limit: 60 MW, share: auction}", input(t, "2025-01-01", "2025-01-02", "UTC", powers...))
		if r.Cap != nil || r.Pool == nil || !r.Pool.Auctioned || !r.Pool.Hourly {
			t.Errorf("an auction among sites of %v MW is %+v", powers, r)
		}
	}
	if r := rule(t, "{type: power, limit: 60 MW, share: merit}", input(t, "2025-01-01", "2025-01-02", "UTC", 100)); r.Cap == nil || r.Pool != nil {
		t.Errorf("merit with one site is %+v", r)
	}
}

// A name that is nobody's is told also where the limit holds one site; a name that is its own leaves it the limit.
func TestAnOrderOfOneSiteNamesIt(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 50)
	_, err := load(t, "{type: power, limit: 5 MW, share: priority, priority: [zzz]}").Rule(in)
	if err == nil || !strings.Contains(err.Error(), `priority names "zzz", which is neither`) {
		t.Errorf("got %v", err)
	}
	if got := allowed(in, rule(t, "{type: power, limit: 5 MW, share: priority, priority: a}", in).Cap, 0); got[0] != 5 {
		t.Errorf("%v MW, want 5", got)
	}
}

// An order that names nobody, and shares of what stood where nothing did, are told with a cure.
func TestSharesThatCannotBeWorkedOut(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"share: priority, priority: [a, d]":           `priority names "d", which is neither a site that the limit holds nor the operator of one`,
		"share: priority, priority: onne":             `did you mean "one"?`,
		"share: grandfathered, reference: 2024-12-31": "the limit is shared by what stood on 2024-12-31, but no site that it holds did; write a later reference",
	} {
		in := input(t, "2025-01-01", "2025-01-02", "UTC", 50, 30)
		for i := range in.Sites {
			in.Sites[i].Since = date(t, "2025-01-01")
		}
		if _, err := load(t, "{type: power, limit: 5 MW, "+words+"}").Rule(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", words, err, want)
		}
	}
}

// oneDay is a day and the clock of its hours.
func oneDay(t *rapid.T) (calendar.Date, *calendar.Civil) {
	start := calendar.Date{Year: 2025, Month: 1, Day: 1}
	axis, err := calendar.NewAxis(start, start.AddDays(1), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return start, axis.Civil(time.UTC)
}

// Whatever the sites can draw: parts are never negative and together at most the limit; priority and max-min give
// nobody more than it can draw, and use the limit up where it can be; who stands in which place changes nothing,
// but for priority, where the names move along.
func TestSharesOfAnySites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "sites")
		in := &limit.Input{Hours: 1}
		start, civil := oneDay(t)
		could := make([]float64, n)
		var total float64
		for i := range n {
			power := float64(rapid.IntRange(1, 50).Draw(t, "power"))
			since := start.AddDays(rapid.IntRange(-1, 1).Draw(t, "since"))
			in.Sites = append(in.Sites, limit.Held{ID: fmt.Sprint("s", i), Civil: civil, PowerMW: power, CouldMW: power, Since: since})
			if rapid.Bool().Draw(t, "there") {
				could[i] = power
			}
			total += could[i]
		}
		in.Sites[0].Since = start
		order := rapid.Permutation([]string{"s0", "s1"}).Draw(t, "order")
		quota := float64(rapid.IntRange(1, 150).Draw(t, "quota"))
		place := rapid.Permutation(places(n)).Draw(t, "places")
		moved := &limit.Input{Hours: 1, Sites: make([]limit.Held, n)}
		movedCould := make([]float64, n)
		for i, p := range place {
			moved.Sites[p], movedCould[p] = in.Sites[i], could[i]
		}
		for _, words := range []string{"pro_rata", "max_min", "grandfathered, reference: 2025-01-01", "priority, priority: [" + strings.Join(order, ", ") + "]"} {
			text := fmt.Sprintf("{type: power, limit: %v MW, share: %s}", quota, words)
			var e limit.Entry
			if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &e); err != nil {
				t.Fatal(err)
			}
			share := func(in *limit.Input, could []float64) []float64 {
				r, err := e.Rule(in)
				if err != nil {
					t.Fatal(err)
				}
				mw := make([]float64, n)
				r.Cap.Allow(0, could, mw)
				return mw
			}
			got, other := share(in, could), share(moved, movedCould)
			var sum float64
			filled := strings.HasPrefix(words, "max_min") || strings.HasPrefix(words, "priority")
			for i := range got {
				sum += got[i]
				if got[i] < 0 || filled && got[i] > could[i] {
					t.Fatalf("%s: site %d has %v MW and could draw %v", text, i, got[i], could[i])
				}
				if named := !strings.HasPrefix(words, "priority") || i < 2; named && math.Abs(got[i]-other[place[i]]) > 1e-9 {
					t.Fatalf("%s: site %d has %v MW, and %v in another place", text, i, got[i], other[place[i]])
				}
			}
			if sum > quota+1e-9 {
				t.Fatalf("%s: %v MW are shared", text, sum)
			}
			if want := min(quota, total); filled && math.Abs(sum-want) > 1e-9 {
				t.Fatalf("%s: %v MW are used, want %v", text, sum, want)
			}
		}
	})
}

func places(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

// Twice a path is twice every stage of it, and leaves the path as it was.
func TestAMultipleOfAPath(t *testing.T) {
	t.Parallel()
	p := load(t, "{type: power, path: {2025-01-02: 5 MW, 2025-01-03: 3 MW}}").Kind.(*limit.Power)
	twice := p.Times(2).(*limit.Power)
	for _, c := range []struct {
		kind *limit.Power
		want []float64
	}{{p, []float64{5, 3}}, {twice, []float64{10, 6}}} {
		in := input(t, "2025-01-01", "2025-01-04", "UTC", 100)
		r, err := c.kind.Rule(in)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := allowed(in, r.Cap, 30)[0], allowed(in, r.Cap, 50)[0]; a != c.want[0] || b != c.want[1] {
			t.Errorf("%v and %v MW, want %v", a, b, c.want)
		}
	}
	if e := load(t, "{type: power, limit: 5 MW}").Kind.(*limit.Power).Times(0.5).(*limit.Power); e.Limit != 2.5 {
		t.Errorf("half of 5 MW is %v", e.Limit)
	}
}

// 60 MW for sites of 50, 30 and 20 MW. In order, one more goes to the first that has less than it could draw; by
// max-min to all that do, alike; else it is shared as the rest is. Where all have what they can draw it goes to none.
func TestWhereOneMoreMegawattGoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words string
		could []float64
		want  []float64
	}{
		{"share: priority, priority: a", []float64{50, 30, 20}, []float64{0, 60, 0}},
		{"share: priority, priority: [c, b]", []float64{50, 30, 20}, []float64{60, 0, 0}},
		{"share: priority, priority: [c, a]", []float64{40, 30, 20}, []float64{0, 60, 0}}, // b is next
		{"share: priority, priority: a", []float64{30, 20, 10}, []float64{0, 0, 0}},
		{"share: max_min", []float64{50, 30, 20}, []float64{30, 30, 0}},
		{"share: max_min", []float64{50, 30, 10}, []float64{30, 30, 0}},
		{"share: max_min", []float64{50, 5, 10}, []float64{60, 0, 0}},
		{"share: max_min", []float64{30, 20, 10}, []float64{0, 0, 0}},
	} {
		in := input(t, "2025-01-01", "2025-01-02", "UTC", 50, 30, 20)
		mw := make([]float64, 3)
		rule(t, "{type: power, limit: 60 MW, "+c.words+"}", in).Cap.Next(0, c.could, mw)
		if diff := cmp.Diff(c.want, mw, closely); diff != "" {
			t.Errorf("%s of %v (-want +got):\n%s", c.words, c.could, diff)
		}
	}
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 50, 30, 20)
	for _, words := range []string{"each: true", "share: pro_rata", "share: grandfathered, reference: 2025-06-01"} {
		if rule(t, "{type: power, limit: 60 MW, "+words+"}", in).Cap.Next != nil {
			t.Errorf("%s: one more megawatt is not shared as the others are", words)
		}
	}
}

// Whatever whole MW the sites can draw and the limit allows: a limit that is larger by a millionth gives each site
// more by a millionth of what Next says.
func TestNextIsTheSlopeOfAllow(t *testing.T) {
	t.Parallel()
	test := t
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "sites")
		in := &limit.Input{Hours: 1}
		start, civil := oneDay(t)
		could := make([]float64, n)
		for i := range n {
			could[i] = float64(rapid.IntRange(0, 50).Draw(t, "could"))
			in.Sites = append(in.Sites, limit.Held{ID: fmt.Sprint("s", i), Civil: civil, PowerMW: 50, CouldMW: 50, Since: start})
		}
		q := float64(rapid.IntRange(1, 150).Draw(t, "limit"))
		const part = 1e-6
		for _, words := range []string{"share: max_min", "share: priority, priority: [s1, s0]"} {
			parts := func(mw float64) []float64 {
				list := make([]float64, n)
				rule(test, fmt.Sprintf("{type: power, limit: %.9f MW, %s}", mw, words), in).Cap.Allow(0, could, list)
				return list
			}
			less, more, next := parts(q), parts(q*(1+part)), make([]float64, n)
			rule(test, fmt.Sprintf("{type: power, limit: %.9f MW, %s}", q, words), in).Cap.Next(0, could, next)
			for i := range n {
				if got := (more[i] - less[i]) / part; math.Abs(got-next[i]) > 1e-4*q {
					t.Fatalf("%s of %v MW: site %d of %v has %v more, want %v", words, q, i, could, got, next[i])
				}
			}
		}
	})
}
