package files

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// words is a scenario of two sites and three months in which everything that the files tell of happens: a shared limit
// on power, a budget, a ban, a site that comes online late, names that need care.
const words = `hashwatt: 1
name: Two sites
clock: {start: 2025-01-01, end: 2025-04-01}
bitcoin:
  price: {process: flat, value: 100000 USD/BTC}
  fees: {process: flat, value: 0 BTC/block}
  hashprice: {process: gbm, start: 50 USD/PH/day, drift: 0 %/year, volatility: 60 %/year}
regions:
  workshop: {zone: UTC, country: US, currency: USD, tariff: [{type: flat, price: 45 USD/MWh}]}
sites:
  - {id: =one, region: workshop, power: 6 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05}
  - {id: two, region: workshop, power: 3 MW, online: 2025-02-15, fleet: [{rig: antminer-s21-200, share: 50 %}, {rig: antminer-s19-xp-140, share: 50 %}], pue: 1.05}
limits:
  - {type: power, name: Winter ban, limit: 4.5 MW, to: 2025-03-10}
  - {type: energy, name: budget, limit: 2 GWh, per: month, season: 02-01..02-29}
  - {type: ban, name: winter-ban, from: 2025-01-10, to: 2025-01-19}
`

// closed is the same scenario without the hashprice that opens its loop.
func closed() string {
	var kept []string
	for line := range strings.Lines(words) {
		if !strings.Contains(line, "hashprice:") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// result runs the words.
func result(t *testing.T, text string, set sim.Settings) *sim.Result {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Load(fstest.MapFS{"two.yaml": {Data: []byte(text)}}, "two.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(context.Background(), f, cat, set)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sheet is a CSV file read back.
type sheet struct {
	head []string
	rows [][]string
}

func read(t *testing.T, r *sim.Result, write func(io.Writer, *sim.Result) error) sheet {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return sheet{all[0], all[1:]}
}

func (s sheet) text(t *testing.T, row int, column string) string {
	t.Helper()
	for k, name := range s.head {
		if name == column {
			return s.rows[row][k]
		}
	}
	t.Fatalf("no column %s in %v", column, s.head)
	return ""
}

func (s sheet) number(t *testing.T, row int, column string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s.text(t, row, column), 64)
	if err != nil {
		t.Fatalf("row %d: %v", row, err)
	}
	return v
}

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

func TestMonthlyHoldsTheLedger(t *testing.T) {
	// Every site and month has a row; its columns are those promised, and its energies add up to the metric.
	t.Parallel()
	r := result(t, words, sim.Settings{})
	s := read(t, r, Monthly)
	want := []string{
		"month", "site_id", "region_id", "hours", "energy_mwh", "it_energy_mwh", "hash_ph_h", "btc", "revenue_usd", "power_cost_usd",
		"opex_usd", "rules_usd", "tax_usd", "net_cash_usd", "emissions_t",
		"idle_h_not_built", "idle_h_outage", "idle_h_price", "idle_h_demand_charge", "idle_h_winter_ban", "idle_h_budget", "idle_h_winter_ban_2",
	}
	if d := cmp.Diff(want, s.head); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	if len(s.rows) != 2*3 {
		t.Fatalf("%d rows, want 2 sites x 3 months", len(s.rows))
	}
	if got := s.text(t, 0, "site_id"); got != "'=one" {
		t.Errorf("site_id = %q, want the formula disarmed with an apostrophe", got)
	}
	var energy float64
	for k := range s.rows {
		energy += s.number(t, k, "energy_mwh")
	}
	if want := r.Summary.Find("energy_mwh").Value.V; !near(energy, want) {
		t.Errorf("energy of all rows = %g MWh, want the metric's %g", energy, want)
	}
	// 3 MW stand from 15 February: in January all 744 hours are not built, in February 14 days.
	if got := []float64{s.number(t, 3, "idle_h_not_built"), s.number(t, 4, "idle_h_not_built"), s.number(t, 4, "hours")}; got[0] != 744 || got[1] != 336 || got[2] != 336 {
		t.Errorf("not built = %g, %g h and online = %g h; want 744, 336, 336", got[0], got[1], got[2])
	}
	// The ban of ten days holds the whole site.
	if got := s.number(t, 0, "idle_h_winter_ban_2"); got < 200 || got > 240 {
		t.Errorf("idle hours by the ban = %g, want nearly 240", got)
	}
}

func TestColumnsOfReasonsAreSafeAndTold(t *testing.T) {
	// A limit may have any name; its column has small letters, digits and underscores only.
	t.Parallel()
	for in, want := range map[string]string{
		"winter ban": "winter_ban", "Winter-Ban!": "winter_ban", "  2 x 5 ": "2_x_5", "сеть": "limit", "": "limit",
		`=cmd|' /C calc'!A0`: "cmd_c_calc_a0", "é1": "1", strings.Repeat("a", 90): strings.Repeat("a", 60),
	} {
		if got := snake(in); got != want {
			t.Errorf("snake(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSameResultGivesTheSameBytes(t *testing.T) {
	// Every file has the same bytes for any number of workers.
	t.Parallel()
	one := result(t, closed(), sim.Settings{Draws: 8, Seed: 5, Workers: 1})
	three := result(t, closed(), sim.Settings{Draws: 8, Seed: 5, Workers: 3})
	for _, f := range Table() {
		var a, b bytes.Buffer
		if err := errors.Join(f.Write(&a, one), f.Write(&b, three)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s differs between 1 and 3 workers", f.Name)
		}
	}
	_, first := hourlyBytes(t, Parquet)
	_, second := hourlyBytes(t, Parquet)
	if !bytes.Equal(first, second) {
		t.Error("hourly.parquet differs from one run to the next")
	}
}

func TestManifestNamesInputsAndWork(t *testing.T) {
	// The checksums are there, and the items of the workers are all the draws.
	t.Parallel()
	r := result(t, words, sim.Settings{Draws: 6, Workers: 2})
	var b bytes.Buffer
	if err := Manifest(&b, r, Machine{Version: "9", WallS: 1.5}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema, Version string
		Scenario        struct {
			Effective string `json:"effective_sha256"`
		}
		Inputs  []struct{ Name, SHA256 string }
		Workers int
		Items   []int `json:"items_by_worker"`
		Rungs   struct {
			Threshold int64 `json:"threshold_site_hours"`
			Capped    int64 `json:"capped_site_hours"`
			OneBudget int64 `json:"one_budget_solves"`
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != ManifestSchema || got.Version != "9" || len(got.Scenario.Effective) != 64 || got.Workers != 2 {
		t.Errorf("manifest = %+v, want schema, version, a checksum and two workers", got)
	}
	if len(got.Inputs) != 1 || got.Inputs[0].Name != "two.yaml" || len(got.Inputs[0].SHA256) != 64 {
		t.Errorf("inputs = %+v, want two.yaml with its checksum", got.Inputs)
	}
	if sum := got.Items[0] + got.Items[1]; sum != 6 {
		t.Errorf("items = %v, want 6 in all", got.Items)
	}
	if got.Rungs.Capped == 0 || got.Rungs.Threshold == 0 || got.Rungs.OneBudget == 0 {
		t.Errorf("rungs = %+v, want site-hours with and without a cap, and solves of a budget", got.Rungs)
	}
}

// brokenWriter fails after some bytes.
type brokenWriter struct{ left int }

func (w *brokenWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		n := w.left
		w.left = 0
		return n, errors.New("no space left")
	}
	w.left -= len(p)
	return len(p), nil
}

func TestAFullDiskIsAnErrorOfEveryFile(t *testing.T) {
	// Nothing is reported as written when it was not.
	t.Parallel()
	r := result(t, closed(), sim.Settings{Draws: 2})
	for _, f := range Table() {
		if err := f.Write(&brokenWriter{left: 100}, r); err == nil {
			t.Errorf("%s: no error from a writer that fails", f.Name)
		}
	}
	for _, form := range []string{CSV, Parquet} {
		out := NewHourly(&brokenWriter{left: 100}, form)
		result(t, words, sim.Settings{Hourly: out.Add})
		if err := out.Close(); err == nil {
			t.Errorf("hourly %s: no error from a writer that fails", form)
		}
	}
}
