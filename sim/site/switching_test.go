package site

import (
	"strings"
	"testing"

	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// doing is a limit whose rule is given.
type doing struct {
	limit.Ban
	rule limit.Rule
}

func (d *doing) Rule(*limit.Input) (limit.Rule, error) { return d.rule, nil }

func (d *doing) Describe() string { return "as told" }

// A controller holds its sites from the hour in which the first of them stands.
func TestControllersHoldTheirSites(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10, 10)
	w.Sites[0].OnlineHour, w.Sites[1].OnlineHour = 100, 8000
	rule := limit.Rule{Band: &limit.Band{Stop: 1.5, Resume: 0.8, StopHours: 4, ResumeHours: 6}}
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "controller", Kind: &doing{rule: rule}}, Sites: []int{0, 1}}}
	p := problem(w)
	if err := compileSwitching(w, p, ruled(t, w, p)); err != nil {
		t.Fatal(err)
	}
	want := kernel.Band{Limit: 0, Stop: 1.5, Resume: 0.8, StopHours: 4, ResumeHours: 6}
	for i := range 2 {
		if got := p.Sites[i].Band; got == nil || *got != want {
			t.Errorf("site %d has %+v, want %+v", i, got, want)
		}
	}
	if p.Sites[2].Band != nil {
		t.Error("a site that the limit leaves out has a controller")
	}
	if force := p.Limits[0].Force; len(force) != 1 || force[0] != [2]int{100, 8760} || p.Limits[0].ByMonth[0] != 644 {
		t.Errorf("in force %v, %g hours of January; want from hour 100 on, 644 hours", force, p.Limits[0].ByMonth[0])
	}
}

// What it takes to switch machines reaches the kernel word for word; without blocks a class is one.
func TestCyclesReachTheirSites(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10)
	rule := limit.Rule{Cycle: &limit.Cycle{UpHours: 4, DownHours: 3, StartPerMW: 50, ColdHours: 0.2, RampUp: 2, RampDown: 1}}
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "switches", Kind: &doing{rule: rule}}, Sites: []int{1}}}
	p := problem(w)
	if err := compileSwitching(w, p, ruled(t, w, p)); err != nil {
		t.Fatal(err)
	}
	want := kernel.Cycle{Limit: 0, Up: 4, Down: 3, StartPerMW: 50, ColdHours: 0.2, Blocks: 1, RampUp: 2, RampDown: 1}
	if got := p.Sites[1].Cycle; got == nil || *got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if p.Sites[0].Cycle != nil || p.Sites[1].Band != nil {
		t.Error("more than the limit says is switched")
	}
}

// Two limits that would switch the machines of one site are refused, and both are named.
func TestOneRuleSwitchesASite(t *testing.T) {
	t.Parallel()
	w := world(t, 10)
	w.Sites[0].ID = "mikun"
	rule := limit.Rule{Band: &limit.Band{Stop: 1, Resume: 1, StopHours: 1, ResumeHours: 1}}
	for _, name := range []string{"one", "two"} {
		w.Limits = append(w.Limits, Scoped{Entry: limit.Entry{Name: name, Kind: &doing{rule: rule}}, Sites: []int{0}})
		rule = limit.Rule{Cycle: &limit.Cycle{UpHours: 2}}
	}
	p := problem(w)
	err := compileSwitching(w, p, ruled(t, w, p))
	if err == nil {
		t.Fatal("two limits switch one site")
	}
	for _, want := range []string{"limits.two", "mikun", `"one"`, "as told", "applies_to"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want it to say %q", err, want)
		}
	}
}
