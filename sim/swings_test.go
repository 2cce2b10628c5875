package sim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// Difficulty that goes up and down because a file says so is no rest of the world that overshoots: nothing is told
// of a given hashprice nor of a given hashrate.
func TestGivenSwingsAreNotTold(t *testing.T) {
	t.Parallel()
	var hashprice, hashrate strings.Builder
	hashprice.WriteString("time,value\n")
	hashrate.WriteString("time,value\n")
	for day := range 3 * 365 {
		at, up := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Format(time.DateOnly), day/14%2
		fmt.Fprintf(&hashprice, "%s,%d\n", at, 40+40*up)
		fmt.Fprintf(&hashrate, "%s,%d\n", at, 800_000+800_000*up)
	}
	fsys := fstest.MapFS{"hashprice.csv": {Data: []byte(hashprice.String())}, "hashrate.csv": {Data: []byte(hashrate.String())}}
	for _, bitcoin := range []string{
		"hashprice: {process: series, file: hashprice.csv}", "rest_of_world: {response: series, file: hashrate.csv}",
	} {
		fsys["test.yaml"] = &fstest.MapFile{Data: []byte(head + "clock: {start: 2026-01-01, end: 2028-12-01}\nsites: []\nbitcoin: {epoch_calendar: fixed, " + bitcoin + "}\n")}
		f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := run(t, f, sim.Settings{})
		turns := 0
		for e := 2; e < len(r.Trace.Epochs); e++ {
			if a, b, c := r.Trace.Epochs[e-2].Difficulty, r.Trace.Epochs[e-1].Difficulty, r.Trace.Epochs[e].Difficulty; (b-a)*(c-b) < 0 {
				turns++
			}
		}
		if told := slices.ContainsFunc(r.Warnings, func(w scenario.Warning) bool { return w.Kind == scenario.Swings }); told || turns < 20 {
			t.Errorf("%s: %d turns of difficulty, and the warnings are %q", bitcoin, turns, scenario.Texts(r.Warnings))
		}
	}
}
