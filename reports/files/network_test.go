package files

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim"
)

func TestNetworkHasARowForEachEpoch(t *testing.T) {
	// The rows are the epochs of the trace, times in UTC, and an unknown share is an empty cell.
	t.Parallel()
	r := result(t, words, sim.Settings{})
	s := read(t, r, Network)
	want := []string{"start", "height", "difficulty", "network_eh_s", "own_eh_s", "own_share_pct", "hashprice_usd_ph_day", "price_usd", "difficulty_without", "hashprice_without_usd_ph_day", "subsidy_btc", "halving"}
	if d := cmp.Diff(want, s.head); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	if len(s.rows) != len(r.Trace.Epochs) || len(s.rows) == 0 {
		t.Fatalf("%d rows, want %d epochs", len(s.rows), len(r.Trace.Epochs))
	}
	if got := s.text(t, 0, "start"); got != "2025-01-01T00:00:00Z" {
		t.Errorf("first start = %s, want that of the clock", got)
	}
	if got := s.number(t, 0, "price_usd"); got != 100000 {
		t.Errorf("price = %g, want 100000", got)
	}
	if got := s.text(t, 0, "difficulty_without"); got != "" {
		t.Errorf("difficulty without the sites = %q where the hashprice is given, want nothing", got)
	}
	loop := read(t, result(t, closed(), sim.Settings{}), Network)
	for k := range loop.rows {
		if with, without := loop.number(t, k, "hashprice_usd_ph_day"), loop.number(t, k, "hashprice_without_usd_ph_day"); without < with*(1-1e-3) {
			t.Errorf("row %d: the sites raise the hashprice from %g to %g", k, without, with)
		}
	}
	for k := range s.rows {
		if s.text(t, k, "subsidy_btc") != "3.125" || s.text(t, k, "halving") != "0" {
			t.Errorf("row %d: a subsidy of %s, halving %s; want 3.125 and none in 2025", k, s.text(t, k, "subsidy_btc"), s.text(t, k, "halving"))
		}
	}
	r.Trace.Epochs[0].RowPHs, r.Trace.Epochs[0].OwnPHs = 0, 0
	if got := read(t, r, Network).text(t, 0, "own_share_pct"); got != "" {
		t.Errorf("share of an empty network = %q, want nothing", got)
	}
}

func TestNetworkWithoutSitesIsTheNetwork(t *testing.T) {
	// Where there is no site the columns without the sites repeat the others, and a halving is marked in its epoch alone.
	t.Parallel()
	r := result(t, "hashwatt: 1\nname: none\nclock: {start: 2024-01-01, end: 2024-12-01}\nsites: []\n", sim.Settings{})
	s := read(t, r, Network)
	halvings := 0
	for k := range s.rows {
		for _, pair := range [][2]string{{"difficulty", "difficulty_without"}, {"hashprice_usd_ph_day", "hashprice_without_usd_ph_day"}} {
			if got, want := s.text(t, k, pair[1]), s.text(t, k, pair[0]); got != want {
				t.Errorf("row %d: %s = %s, want %s", k, pair[1], got, want)
			}
		}
		if s.text(t, k, "halving") == "1" {
			halvings++
			if got := s.text(t, k, "height"); got != "838656" {
				t.Errorf("the subsidy falls in the epoch at %s, want the one at 838656 that holds block 840000", got)
			}
		}
	}
	if halvings != 1 {
		t.Errorf("%d halvings in 2024, want 1", halvings)
	}
}

func TestSharesHaveARowForEachMonthAndCountry(t *testing.T) {
	// Shares of a month add up to 100 %, the others have no rank, and the summary tells the means and the index.
	t.Parallel()
	r := result(t, closed(), sim.Settings{})
	s := read(t, r, Shares)
	if d := cmp.Diff([]string{"month", "country", "own_eh_s", "total_eh_s", "share_pct", "share_without_pct", "rank"}, s.head); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	n := len(r.Shares.Countries) + 1
	if len(s.rows) != n*len(r.Ledger.Months) {
		t.Fatalf("%d rows, want %d countries and others x %d months", len(s.rows), n-1, len(r.Ledger.Months))
	}
	var sum, own float64
	for k := range s.rows {
		sum += s.number(t, k, "share_pct")
		for _, column := range []string{"share_pct", "share_without_pct", "own_eh_s", "total_eh_s"} {
			if digits := strings.Trim(strings.ReplaceAll(s.text(t, k, column), ".", ""), "0"); len(digits) > 12 {
				t.Errorf("row %d: %s %s has dust on it", k, column, s.text(t, k, column))
			}
		}
		own += s.number(t, k, "own_eh_s")
		if other := s.text(t, k, "country") == "other"; other != (s.text(t, k, "rank") == "") || other != (k%n == n-1) {
			t.Errorf("row %d: country %s with rank %q", k, s.text(t, k, "country"), s.text(t, k, "rank"))
		}
	}
	if !near(sum, 100*float64(len(r.Ledger.Months))) || own <= 0 {
		t.Errorf("shares add up to %g %% over %d months; sites hash %g", sum, len(r.Ledger.Months), own)
	}
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Shares struct {
			Baseline  struct{ Date, Method, Source string }
			From, To  string
			Countries []struct {
				Code                    string
				Without_pct, With_pct   float64
				Rank_without, Rank_with int
			}
			HHI_without, HHI_with float64
		}
		Solved *struct{}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Shares.Baseline.Date != "2022-01-01" || got.Shares.Baseline.Source != "jbs_2022" || len(got.Shares.Countries) != n || got.Shares.HHI_without <= 0 || got.Shares.HHI_with <= 0 || got.Solved != nil {
		t.Errorf("%+v", got)
	}
}
