package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// crossed are two sites under budgets that cross in three ways: months, weeks, and all the time of one of them.
const crossed = `hashwatt: 1
name: A week
clock: {start: 2025-01-29, end: 2025-02-05}
foresight: perfect
bitcoin: {price: {process: flat, value: 95000 USD/BTC}, fees: {process: flat, value: 0 BTC/block}}
regions:
  east: {zone: UTC, country: RU, currency: USD, tariff: [{type: hourly, series: northwest, years: [2017], mean: 45 USD/MWh}]}
sites:
  - {id: one, region: east, power: 6 MW, online: 2024-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: two, region: east, power: 4 MW, online: 2024-01-01, fleet: [{rig: antminer-s19-xp-140}]}
limits:
  - {type: energy, name: months, limit: 5 GWh, per: month}
  - {type: energy, name: weeks, limit: 1450 MWh, per: week}
  - {type: energy, name: one, limit: 800 MWh, per: dates, from: 2025-01-29, to: 2025-02-04, applies_to: {sites: [one]}}
`

func TestMPSOfARun(t *testing.T) {
	// The programme that is written, solved by a general solver, is worth what the run earned.
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "crossed.yaml"), []byte(crossed), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"run", "crossed.yaml", "--hourly", "csv", "--check", "-o", "out"},
		{"mps", "crossed.yaml", "--limit", "one", "-o", "one.mps"},
	} {
		if r := command(t, dir, args...); r.code != 0 {
			t.Fatalf("%v: exit code %d\n%s", args, r.code, r.err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "one.mps"))
	if err != nil {
		t.Fatal(err)
	}
	got, items, budgets := solveMPS(t, text)
	if items == 0 || budgets != 5 {
		t.Errorf("%d items and %d budgets, want some items and the budgets of two months, two weeks and one site", items, budgets)
	}
	if want := earned(t, filepath.Join(dir, "out", "hourly.csv")); math.Abs(got-want) > 1e-7*want {
		t.Errorf("the programme is worth %.12g USD, the run earned %.12g", got, want)
	}
}

// earned is the margin of a run by its hourly.csv, USD.
func earned(t *testing.T, name string) (usd float64) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	energy, margin := slices.Index(rows[0], "energy_mwh"), slices.Index(rows[0], "margin_usd_mwh")
	for _, row := range rows[1:] {
		usd += parsed(t, row[energy]) * parsed(t, row[margin])
	}
	return usd
}

func parsed(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// solveMPS reads a programme in free MPS format and solves it by gonum's simplex method. It returns minus its minimum.
func solveMPS(t *testing.T, text []byte) (value float64, items, budgets int) {
	t.Helper()
	rows, columns := map[string]int{}, map[string]int{}
	var cost, bound []float64
	var entries [][3]float64
	var right []float64
	section := ""
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "*":
			continue
		case line[0] != ' ':
			section = words[0]
			continue
		}
		switch section {
		case "ROWS":
			if words[0] == "L" {
				rows[words[1]] = len(rows)
				right = append(right, 0)
			}
		case "COLUMNS":
			if _, known := columns[words[0]]; !known {
				columns[words[0]] = len(columns)
				cost, bound = append(cost, 0), append(bound, math.Inf(1))
			}
			if c := columns[words[0]]; words[1] == "LOSS" {
				cost[c] = parsed(t, words[2])
			} else {
				entries = append(entries, [3]float64{float64(rows[words[1]]), float64(c), parsed(t, words[2])})
			}
		case "RHS":
			right[rows[words[1]]] = parsed(t, words[2])
		case "BOUNDS":
			if words[0] != "UP" {
				t.Fatalf("bound %q", line)
			}
			bound[columns[words[2]]] = parsed(t, words[3])
		default:
			t.Fatal(fmt.Errorf("section %q", section))
		}
	}
	n, m := len(cost), len(right)
	a := mat.NewDense(n+m, n+n+m, nil) // a slack for each bound and budget
	b, c := make([]float64, n+m), make([]float64, n+n+m)
	copy(c, cost)
	for j := range n {
		a.Set(j, j, 1)
		a.Set(j, n+j, 1)
		b[j] = bound[j]
	}
	for _, e := range entries {
		a.Set(n+int(e[0]), int(e[1]), e[2])
	}
	basis := make([]int, n+m)
	for r := range m {
		a.Set(n+r, n+n+r, 1)
		b[n+r] = right[r]
	}
	for r := range basis {
		basis[r] = n + r
	}
	least, _, err := lp.Simplex(c, a, b, 1e-10, basis)
	if err != nil {
		t.Fatal(err)
	}
	return -least, n, m
}
