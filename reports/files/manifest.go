package files

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"hashwatt/sim"
	"hashwatt/sim/conf"
)

// ManifestSchema is the name and version of the form of manifest.json.
const ManifestSchema = "hashwatt.manifest/1"

// Machine is what the caller knows of a run and the result does not: what ran it, how long it took, what it needed.
type Machine struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Changed bool   `json:"changed,omitempty"` // files differed from the commit
	Go      string `json:"go"`
	System  string `json:"system"`
	TZData  string `json:"tzdata"`

	Started    string  `json:"started"`    // ISO 8601
	WallS      float64 `json:"wall_s"`     // of this run, up to this file
	CPUS       float64 `json:"cpu_s"`      // of the process in that time
	PeakMB     float64 `json:"peak_mb"`    // resident memory of the process so far
	Processors int     `json:"processors"` // that the program may use at a time
}

type manifest struct {
	Schema string `json:"schema"`
	Machine
	Scenario struct {
		File      string `json:"file"`
		Variant   string `json:"variant,omitempty"`
		Effective string `json:"effective_sha256"` // of the scenario with every default written in
	} `json:"scenario"`
	Inputs  []input `json:"inputs"`
	Seed    uint64  `json:"seed"`
	Draws   int     `json:"draws"`
	Workers int     `json:"workers"`
	Items   []int   `json:"items_by_worker"` // draws that each worker took
	Rungs   struct {
		Threshold int64 `json:"threshold_site_hours"`
		Budgeted  int64 `json:"budgeted_site_hours"`
		Capped    int64 `json:"capped_site_hours"`
		Slack     int64 `json:"slack_solves"`
		OneBudget int64 `json:"one_budget_solves"`
		Nested    int64 `json:"nested_solves"`
		Crossing  int64 `json:"crossing_solves"`
		General   int64 `json:"general_solves"`
		Switched  int64 `json:"switched_solves"`
		Windows   int64 `json:"window_plans"`
		Counts    int64 `json:"tier_plans"`
	} `json:"rungs"` // what each rung of the ladder of exact methods answered, in the central case
	Proven    aboutProven `json:"proven"`              // plans of whole numbers, in the central case
	Certified *certified  `json:"certified,omitempty"` // with the costly checks
}

// certified is what the proofs of the plans of budgets came to, draws included; errors are relative.
type certified struct {
	Plans int64   `json:"plans"`
	Gap   float64 `json:"largest_gap"`
	Over  float64 `json:"largest_overuse"`
}

type input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Manifest writes what made a run: program, inputs, seed, workers, and what it cost. It is the only file of a run whose
// bytes differ from one time to the next.
func Manifest(w io.Writer, r *sim.Result, machine Machine) error {
	m := manifest{Schema: ManifestSchema, Machine: machine, Inputs: []input{}, Seed: r.Settings.Seed, Draws: r.Settings.Draws, Workers: len(r.Items), Items: r.Items}
	m.Scenario.File, m.Scenario.Variant = r.File.Name, r.File.Variant
	sum := sha256.Sum256([]byte(conf.Write(r.Facts.Effective, nil)))
	m.Scenario.Effective = hex.EncodeToString(sum[:])
	for _, in := range r.File.Inputs {
		m.Inputs = append(m.Inputs, input{in.Name, in.SHA256})
	}
	rungs := r.Trace.Rungs
	m.Rungs.Threshold, m.Rungs.Budgeted, m.Rungs.Capped = rungs.Threshold, rungs.Budgeted, rungs.Capped
	m.Rungs.Slack, m.Rungs.OneBudget, m.Rungs.Nested, m.Rungs.Crossing = rungs.Slack, rungs.OneBudget, rungs.Nested, rungs.Crossing
	m.Rungs.General, m.Rungs.Switched = rungs.General, rungs.Switched
	m.Rungs.Windows, m.Rungs.Counts = rungs.Windows, rungs.Counts
	m.Proven = summariseProven(r)
	if a := r.Audit; a != nil {
		m.Certified = &certified{a.Certified.Plans, a.Certified.Gap, a.Certified.Over}
	}
	return writeJSON(w, "manifest.json", m)
}
