package cli

import (
	"runtime"
	"time"

	"hashwatt/reports/files"
)

// meter measures what a run costs.
type meter struct {
	now   func() time.Time
	start time.Time
	cpu   time.Duration
}

func (e *Env) startMeter() *meter {
	cpu, _ := usage()
	return &meter{e.Now, e.Now(), cpu}
}

// read is what the run has cost so far.
func (m *meter) read() files.Machine {
	b := thisBuild()
	cpu, peak := usage()
	return files.Machine{
		Version: b.Version, Commit: b.Commit, Changed: b.Changed, Go: b.Go, System: b.System, TZData: b.TZData,
		Started: m.start.UTC().Format(time.RFC3339), WallS: m.now().Sub(m.start).Seconds(),
		CPUS: (cpu - m.cpu).Seconds(), PeakMB: float64(peak) / 1e6, Processors: runtime.GOMAXPROCS(0),
	}
}
