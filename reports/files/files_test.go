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
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/metric"
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
		"opex_usd", "tax_usd", "net_cash_usd", "emissions_t",
		"idle_h_not_built", "idle_h_outage", "idle_h_price", "idle_h_winter_ban", "idle_h_budget", "idle_h_winter_ban_2",
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

func TestSummaryTellsWhatWasSolved(t *testing.T) {
	// A scenario that looks for something has its factor and each value before and after.
	t.Parallel()
	answers := strings.Replace(closed(), "regions:", "  rest_of_world: {response: growth, rate: 0 %/year}\nregions:", 1)
	r := result(t, answers+"solve: {for: sites.*.power, so_that: energy_mwh = 20 GWh}\n", sim.Settings{})
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Totals map[string]struct{ Value float64 }
		Solved struct {
			Factor, Target, Reached float64
			Unit                    string
			Total_mw                float64
			Values                  []struct{ Path, From, To string }
			Min_month               *float64
			Running_pct             float64
			By_answer               []struct {
				Label    string
				Own      bool
				Total_mw *float64
				Why      string
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	s := got.Solved
	if s.Target != 20_000 || s.Unit != "MWh" || math.Abs(s.Reached/20_000-1) > 1e-6 || math.Abs(got.Totals["energy_mwh"].Value/20_000-1) > 1e-6 || len(s.Values) != 2 || s.Total_mw <= 0 {
		t.Errorf("%+v", s)
	}
	if s.Min_month != nil || s.Running_pct <= 0 || s.Running_pct > 100 || len(s.By_answer) < 5 {
		t.Errorf("%+v", s)
	}
	own := 0
	for _, a := range s.By_answer {
		if (a.Total_mw == nil) == (a.Why == "") {
			t.Errorf("%s has a total or a reason, one of them: %+v", a.Label, a)
		}
		if a.Own {
			own++
			if *a.Total_mw != s.Total_mw {
				t.Errorf("own case %g MW, solved %g", *a.Total_mw, s.Total_mw)
			}
		}
	}
	if own != 1 {
		t.Errorf("%d own cases", own)
	}
}

func TestLimitsTellEachPeriod(t *testing.T) {
	// A shared limit has a row for each site and month, a budget for each period, a ban for each month in force.
	t.Parallel()
	r := result(t, words, sim.Settings{})
	s := read(t, r, Limits)
	if d := cmp.Diff([]string{"name", "kind", "sites", "from", "to", "limit", "used", "unit", "multiplier_usd_mwh"}, s.head); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	var got [][]string
	for _, row := range s.rows {
		got = append(got, row[:5])
	}
	want := [][]string{
		{"Winter ban", "power", "'=one", "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"},
		{"Winter ban", "power", "'=one", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"},
		{"Winter ban", "power", "'=one", "2025-03-01T00:00:00Z", "2025-03-11T00:00:00Z"},
		{"Winter ban", "power", "two", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"},
		{"Winter ban", "power", "two", "2025-03-01T00:00:00Z", "2025-03-11T00:00:00Z"},
		{"winter-ban", "ban", "'=one;two", "2025-01-10T00:00:00Z", "2025-01-20T00:00:00Z"},
		{"budget", "energy", "'=one;two", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("rows (-want +got):\n%s", d)
	}
	// In March 4.5 MW are shared 6 : 3. In January site one had them alone, but for the ten days of the ban.
	for row, want := range map[int]float64{0: 4.5 * (744 - 240) / 744, 2: 3, 4: 1.5, 5: 0, 6: 2000} {
		if v := s.number(t, row, "limit"); !near(v, want) {
			t.Errorf("limit of row %d = %g MW, want %g", row, v, want)
		}
	}
	// What the trace counts while this limit is the tightest is the same share.
	if v, allowed := s.number(t, 2, "limit"), r.Trace.Use(0, 0, 2).AllowedMWh/240; !near(v, allowed) {
		t.Errorf("limit of site one in March = %g MW, the trace allowed %g", v, allowed)
	}
	for row := range s.rows {
		limit, used, multiplier := s.number(t, row, "limit"), s.number(t, row, "used"), s.number(t, row, "multiplier_usd_mwh")
		if used > limit*(1+1e-9)+1e-9 || used < 0 || multiplier < 0 {
			t.Errorf("row %d: used %g of %g, multiplier %g; want 0 <= used <= limit and a multiplier of 0 or more", row, used, limit, multiplier)
		}
	}
	if v := s.number(t, 2, "multiplier_usd_mwh"); !(v > 0) {
		t.Errorf("multiplier of the shared limit in March = %g, want it to bind", v)
	}
}

func TestLimitsByTheHour(t *testing.T) {
	// With hourly rows the limits on power and bans come by site and hour. They add up to the months, energy stays by period.
	t.Parallel()
	var b bytes.Buffer
	out := NewLimits(&b)
	r := result(t, words, sim.Settings{Hourly: func(sim.HourRow) {}, LimitHour: out.Add})
	if err := out.Close(r); err != nil {
		t.Fatal(err)
	}
	hourly := read(t, r, func(w io.Writer, _ *sim.Result) error {
		_, err := w.Write(b.Bytes())
		return err
	})
	monthly := read(t, r, Limits)
	used := func(s sheet, kind string) (mwh float64) {
		for k := range s.rows {
			if s.text(t, k, "kind") != kind {
				continue
			}
			from, err := time.Parse(time.RFC3339, s.text(t, k, "from"))
			if err != nil {
				t.Fatal(err)
			}
			to, err := time.Parse(time.RFC3339, s.text(t, k, "to"))
			if err != nil {
				t.Fatal(err)
			}
			mwh += s.number(t, k, "used") * to.Sub(from).Hours()
		}
		return mwh
	}
	if h, m := used(hourly, "power"), used(monthly, "power"); math.Abs(h-m) > 1e-6*m {
		t.Errorf("%g MWh under limits on power by the hour, %g by the month", h, m)
	}
	if h, m := used(hourly, "energy"), used(monthly, "energy"); h != m || h == 0 {
		t.Errorf("%g of energy budgets in the hourly file, %g in the monthly one", h, m)
	}
}

func TestSummaryKeepsWhatIsMissing(t *testing.T) {
	// A metric without a value is null and says why; with draws the spread is there; what is required is told.
	t.Parallel()
	r := result(t, words+"require: {energy_mwh: {max: 1 MWh}}\n", sim.Settings{Draws: 5, Seed: 3})
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema string
		Draws  int
		Seed   uint64
		Totals map[string]struct {
			Unit  string
			Value *float64
			Why   string
			P5    *float64
		}
		Sites   []struct{ ID, Region string }
		Limits  []struct{ Name string }
		Checks  []struct{ Passed bool }
		Require []struct {
			Metric string
			Passed bool
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != "hashwatt.summary/1" || got.Draws != 5 || got.Seed != 3 || len(got.Sites) != 2 || got.Sites[0].ID != "=one" || len(got.Limits) != 3 || len(got.Checks) == 0 {
		t.Errorf("summary = %+v, want the schema, 5 draws, seed 3, two sites, three limits and checks", got)
	}
	if len(got.Totals) != len(metric.Table()) {
		t.Errorf("%d totals, want all %d metrics", len(got.Totals), len(metric.Table()))
	}
	if e := got.Totals["energy_mwh"]; e.Value == nil || e.P5 == nil || e.Unit != "MWh" {
		t.Errorf("energy = %+v, want value, P5 and unit", e)
	}
	if p := got.Totals["payback_years"]; p.Value != nil || p.Why == "" {
		t.Errorf("payback = %+v, want null and a reason: three months do not pay back", p)
	}
	if len(got.Require) != 1 || got.Require[0].Passed {
		t.Errorf("require = %+v, want one that does not hold", got.Require)
	}
}

func TestDrawsReadBackAsParquet(t *testing.T) {
	// There is a row for each draw from 0 and a column for each metric, null where a draw has no value.
	t.Parallel()
	r := result(t, words, sim.Settings{Draws: 4, Seed: 1})
	var b bytes.Buffer
	if err := Draws(&b, r); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range f.Schema().Columns() {
		names = append(names, strings.Join(c, "."))
	}
	if d := cmp.Diff(append([]string{"draw"}, metric.IDs()...), names); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	rows := make([]parquet.Row, 10)
	reader := parquet.NewReader(bytes.NewReader(b.Bytes()))
	n, err := reader.ReadRows(rows)
	if err != nil && !errors.Is(err, io.EOF) || n != 5 {
		t.Fatalf("%d rows, %v; want 5", n, err)
	}
	for d, row := range rows[:n] {
		if row[0].Int64() != int64(d) {
			t.Errorf("draw = %d, want %d", row[0].Int64(), d)
		}
		for k, v := range r.Columns[d] {
			if cell := row[k+1]; cell.IsNull() == v.OK() || v.OK() && cell.Double() != v.V {
				t.Errorf("draw %d: %s = %v, want %+v", d, metric.IDs()[k], cell, v)
			}
		}
	}
	r.Columns[2][0] = metric.Value{V: math.NaN()}
	if err := Draws(io.Discard, r); err == nil || !strings.Contains(err.Error(), "energy_mwh of draw 2") {
		t.Errorf("error of a NaN = %v, want one that names metric and draw", err)
	}
}

// hourlyBytes runs the words with hourly rows in a form.
func hourlyBytes(t *testing.T, form string) (*sim.Result, []byte) {
	t.Helper()
	var b bytes.Buffer
	out := NewHourly(&b, form)
	r := result(t, words, sim.Settings{Hourly: out.Add})
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return r, b.Bytes()
}

func TestHourlyRowsAgreeInBothForms(t *testing.T) {
	// CSV and Parquet have the same rows, and their energy is the run's.
	t.Parallel()
	r, text := hourlyBytes(t, CSV)
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := "time_utc,hours,site_id,tranche,capacity_mwh,energy_mwh,price_usd_mwh,margin_usd_mwh,multiplier_usd_mwh,reason"
	if got := strings.Join(all[0], ","); got != head {
		t.Errorf("columns = %s, want %s", got, head)
	}
	_, binary := hourlyBytes(t, Parquet)
	rows, err := parquet.Read[hourRow](bytes.NewReader(binary), int64(len(binary)))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(all)-1 || len(rows) < 3*31*24*2 {
		t.Fatalf("%d rows as Parquet, %d as CSV; want as many, and one for each site, machine and hour", len(rows), len(all)-1)
	}
	var energy float64
	for k, row := range rows {
		energy += row.Energy
		line := all[k+1]
		if line[0] != row.Time.UTC().Format("2006-01-02T15:04:05Z") || strings.TrimPrefix(line[2], "'") != row.SiteID ||
			line[5] != strconv.FormatFloat(row.Energy, 'g', -1, 64) || line[9] != row.Reason {
			t.Fatalf("row %d: CSV %v, Parquet %+v; want the same", k, line, row)
		}
	}
	if want := r.Summary.Find("energy_mwh").Value.V; !near(energy, want) {
		t.Errorf("energy of all hours = %g MWh, want %g", energy, want)
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
