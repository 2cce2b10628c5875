package network_test

import (
	"math"
	"strings"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/network"
)

// record is the chain's own record of difficulty: every epoch, and whether its first block's time is from the
// block's header.
func record(t *testing.T) (rows []network.EpochRow, exact []bool) {
	t.Helper()
	catalog, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range catalog.Retargets {
		rows = append(rows, network.EpochRow{FirstHeight: r.FirstHeight, FirstUnix: r.FirstUnix, NBits: r.NBits})
		exact = append(exact, r.Exact)
	}
	return rows, exact
}

// Every retarget since 2009 follows bit for bit from a whole number of seconds, and between that span's end and the
// next epoch's first block there is room for just one block. The spans are not in the record: they are all those
// that turn nBits into the next nBits, so nothing is fed back.
func TestEveryRetargetSinceTheBeginning(t *testing.T) {
	t.Parallel()
	rows, exact := record(t)
	checked, sum := 0, 0.0
	for k := 0; k+1 < len(rows); k++ {
		from, to := rows[k], rows[k+1]
		shortest, longest, ok := network.Spans(from.NBits, to.NBits)
		if !ok {
			t.Errorf("epoch %d: no span turns %08x into %08x", k, from.NBits, to.NBits)
			continue
		}
		if !exact[k] || !exact[k+1] {
			continue
		}
		// Where the clamp or the limit hides the span, any longer (or shorter) one would do too.
		clamped := shortest == network.MinTimespanS || longest == network.MaxTimespanS
		between := to.FirstUnix - from.FirstUnix
		least, most := between-longest, between-shortest
		if shortest == network.MinTimespanS {
			most = math.MaxInt64
		}
		if longest == network.MaxTimespanS {
			least = math.MinInt64
		}
		// Header times may run back by two hours; three hours without a block happen once in e^18.
		if least > 10_800 || most < -7_200 {
			t.Errorf("epoch %d: the first block of the next epoch comes %d to %d s after the last of this one", k, least, most)
		}
		if !clamped {
			checked++
			sum += float64(least+most) / 2
		}
	}
	if mean := sum / float64(checked); math.Abs(mean-600) > 90 {
		t.Errorf("mean interval between epochs = %v s, want 600 ± 90", mean)
	} else {
		t.Logf("%d epochs with a span, mean interval between epochs %.1f s", checked, mean)
	}
	if checked < 400 {
		t.Errorf("%d epochs with a span were checked, want over 400", checked)
	}
}

// A smooth replay at the hashrates of history meets every recorded difficulty, and its dates, over ten years, to
// half a day.
func TestHistoryReplaysItself(t *testing.T) {
	t.Parallel()
	rows, _ := record(t)
	h, err := network.NewHistory(rows)
	if err != nil {
		t.Fatal(err)
	}
	for start := 0; start < h.LastFinished(); start += 20 {
		d, at := h.Epochs[start].Difficulty, h.Epochs[start].FirstUnix
		for k := start; k <= h.LastFinished() && at < h.Epochs[start].FirstUnix+10*365.25*86400; k++ {
			e, next := h.Epochs[k], h.Epochs[k+1]
			perS := e.HashratePHs * network.BlocksPerPHh(d) / 3600
			d = network.RetargetSmooth(d, network.IntervalsPerSpan/perS)
			at += network.BlocksPerRetarget / perS
			tol := 1e-9
			if !e.Inferred {
				tol = 0x1p-15 // the clamp and the limit, which the chain cut to three bytes
			}
			if math.Abs(d/next.Difficulty-1) > tol {
				t.Fatalf("from epoch %d: difficulty of epoch %d = %v, want %v", start, k+1, d, next.Difficulty)
			}
			if late := at - next.FirstUnix; math.Abs(late) > 43200 {
				t.Fatalf("from epoch %d: epoch %d begins %v h late", start, k+1, late/3600)
			}
		}
	}
}

// Difficulties of known days are those of the chain's explorers.
func TestDifficultyOnKnownDays(t *testing.T) {
	t.Parallel()
	rows, _ := record(t)
	h, err := network.NewHistory(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day  string
		unix float64 // noon UTC
		want float64 // 1e12
	}{
		{"2019-01-01", 1546344000, 5.618595848853},
		{"2021-01-01", 1609502400, 18.599593048299},
		{"2021-07-03", 1625313600, 14.363025673660}, // the fall by 27.94 % after the Chinese ban
		{"2022-01-01", 1641038400, 24.272331996980},
		{"2023-01-01", 1672574400, 35.364065900457},
		{"2024-01-01", 1704110400, 72.006146478567},
		{"2025-01-01", 1735732800, 109.782075598905},
	} {
		i, ok := h.At(c.unix)
		if !ok {
			t.Errorf("%s: not in history", c.day)
			continue
		}
		if got := h.Epochs[i].Difficulty / 1e12; math.Abs(got-c.want) > 5e-13 {
			t.Errorf("%s: difficulty %.12f T, want %.12f", c.day, got, c.want)
		}
	}
	i, _ := h.At(1625313600)
	if fall := h.Epochs[i].Difficulty/h.Epochs[i-1].Difficulty - 1; math.Abs(fall+0.2794) > 5e-5 {
		t.Errorf("fall of July 2021 = %.2f %%, want −27.94", 100*fall)
	}
}

// Three epochs by hand: a span told by the next difficulty, one hidden by the clamp, and one that is not finished.
func TestHistoryBySmallRecord(t *testing.T) {
	t.Parallel()
	h, err := network.NewHistory([]network.EpochRow{
		{FirstHeight: 2016, FirstUnix: 1_000_000, NBits: 0x1c008000},
		{FirstHeight: 4032, FirstUnix: 3_000_000, NBits: 0x1c010000}, // twice the target: 2,419,200 s
		{FirstHeight: 6048, FirstUnix: 3_252_000, NBits: 0x1b400000}, // a quarter: the clamp
	})
	if err != nil {
		t.Fatal(err)
	}
	first, second, last := h.Epochs[0], h.Epochs[1], h.Epochs[2]
	if first.Index != 1 || first.SpanS != 2_419_200 || !first.Inferred {
		t.Errorf("first epoch: index %d, span %v s, inferred %v; want 1, 2419200, true", first.Index, first.SpanS, first.Inferred)
	}
	if want := 252_000.0 * 2015 / 2016; second.SpanS != want || second.Inferred {
		t.Errorf("second epoch: span %v s, inferred %v; want %v, false", second.SpanS, second.Inferred, want)
	}
	if want := network.ImpliedHashrate(first.Difficulty, 2_419_200); first.HashratePHs != want {
		t.Errorf("first epoch: %v PH/s, want %v", first.HashratePHs, want)
	}
	if last.SpanS != 0 || last.HashratePHs != 0 || h.LastFinished() != 1 {
		t.Errorf("last epoch: span %v s, %v PH/s, last finished %d; want 0, 0, 1", last.SpanS, last.HashratePHs, h.LastFinished())
	}
	if got := first.Progress(1_000_000); got != 1 {
		t.Errorf("progress at the first block = %v, want 1", got)
	}
	if got := first.Progress(1_000_000 + 2_419_200); got != 2016 {
		t.Errorf("progress at the end of the span = %v, want 2016", got)
	}
	for _, c := range []struct {
		unix float64
		i    int
		ok   bool
	}{{999_999, -1, false}, {1_000_000, 0, true}, {2_999_999.5, 0, true}, {3_000_000, 1, true}, {3_252_000, 2, false}, {9e9, 2, false}} {
		if i, ok := h.At(c.unix); i != c.i || ok != c.ok {
			t.Errorf("At(%v) = %d, %v, want %d, %v", c.unix, i, ok, c.i, c.ok)
		}
	}
}

// A span is hidden at both ends of the clamp and at the chain's limit.
func TestHiddenSpans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		from, next uint32
		inferred   bool
	}{
		{"four times harder", 0x1c010000, 0x1b400000, false},
		{"almost four times harder", 0x1c010000, 0x1b400001, true},
		{"four times easier", 0x1b400000, 0x1c010000, false},
		{"almost four times easier", 0x1b400000, 0x1c00ffff, true},
		{"twice easier, to the limit", 0x1c7fff80, 0x1d00ffff, false},
		{"at the limit", 0x1d00ffff, 0x1d00ffff, false},
	} {
		h, err := network.NewHistory([]network.EpochRow{
			{FirstHeight: 0, FirstUnix: 1_000_000, NBits: c.from}, {FirstHeight: 2016, FirstUnix: 3_016_000, NBits: c.next},
		})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		e := h.Epochs[0]
		want := 2_015_000.0 // the mean between first blocks, 1,000 s, over 2015 intervals
		if c.inferred {
			want = 1_209_600 * network.Difficulty(c.from) / network.Difficulty(c.next)
		}
		if e.Inferred != c.inferred || math.Abs(e.SpanS-want) > 1e-6 {
			t.Errorf("%s: span %v s, inferred %v; want %v, %v", c.name, e.SpanS, e.Inferred, want, c.inferred)
		}
	}
}

// A record that is out of order is refused, and the error names the row.
func TestHistoryRefusesABadRecord(t *testing.T) {
	t.Parallel()
	good := network.EpochRow{FirstHeight: 2016, FirstUnix: 1_000_000, NBits: 0x1c008000}
	for _, c := range []struct {
		name string
		rows []network.EpochRow
		want string
	}{
		{"too short", []network.EpochRow{good}, "at least 2"},
		{"height", []network.EpochRow{good, {FirstHeight: 4000, FirstUnix: 2_000_000, NBits: 0x1c008000}}, "row 2: height 4000 is not a multiple of 2016"},
		{"gap", []network.EpochRow{good, {FirstHeight: 6048, FirstUnix: 2_000_000, NBits: 0x1c008000}}, "row 2: height 6048 does not follow 2016"},
		{"time", []network.EpochRow{good, {FirstHeight: 4032, FirstUnix: 1_000_000, NBits: 0x1c008000}}, "row 2: the first block's time"},
		{"no target", []network.EpochRow{{FirstHeight: 0, FirstUnix: 1, NBits: 0x1d800001}, good}, "row 1: nBits 1d800001"},
		{"too easy", []network.EpochRow{{FirstHeight: 0, FirstUnix: 1, NBits: 0x1d01ffff}, good}, "row 1: nBits 1d01ffff"},
	} {
		if _, err := network.NewHistory(c.rows); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}
