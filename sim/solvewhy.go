package sim

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/scenario"
	"hashwatt/sim/unit"
)

// why says why no factor was found.
func (s *solver) why(end *sought) string {
	what, _, _ := strings.Cut(s.words.SoThat, "=")
	what = strings.TrimSpace(what)
	of := make([]string, len(end.seen))
	for k, r := range end.seen {
		of[k] = fmt.Sprintf("%s with %s %s", s.amount(r.y), factorText(s.base*r.x), s.words.For)
	}
	now := "as the scenario is written it is " + s.amount(end.y)
	if s.base != 1 {
		now = "with what was found it is " + s.amount(end.y)
	}
	switch end.status {
	case outOfReach:
		if least, most := end.seen[0], end.seen[1]; s.belowFloor(least, most) {
			return fmt.Sprintf("%s = %s is out of reach: %s has %s without the sites, and sites only add to it; %s",
				what, s.goal.Value, s.cat.CountryName(s.goal.Country), s.amount(least.y), now)
		}
		between := ""
		if end.turns {
			between = ", and between these with any other factor"
		}
		return fmt.Sprintf("%s = %s is out of reach: it is %s%s; %s",
			what, s.goal.Value, strings.Join(of, " and "), between, now)
	case flat:
		return fmt.Sprintf("%s is %s whatever %s is; name quantities that it depends on",
			what, s.amount(end.y), s.words.For)
	case jumping:
		return fmt.Sprintf("%s jumps over %s: it is %s; ask for another value",
			what, s.goal.Value, strings.Join(of, " and "))
	case found:
	}
	panic("sim: what was found is no problem")
}

// belowFloor says whether a share is asked for that the country exceeds before any of the sites draws a watt: the
// quantities are the powers of all the sites.
func (s *solver) belowFloor(least, most reading) bool {
	if s.goal.Country == "" || s.target >= least.y || least.y >= most.y || least.x > leastFactor*1.001 {
		return false
	}
	_, values, err := scenario.Scaled(s.tree, s.words.For, 1)
	if err != nil || len(values) != len(s.facts.Sites) {
		return false
	}
	for _, v := range values {
		if _, err := unit.ParsePower(v.From); err != nil {
			return false
		}
	}
	return true
}

func (s *solver) amount(v float64) string { return unit.Amount(v, s.unit, 4) }

// factorText says how much of something: "10,000 times", "a millionth of".
func factorText(x float64) string {
	switch {
	case math.Abs(x/leastFactor-1) < 1e-6:
		return "a millionth of"
	case x >= 1000:
		return fmt.Sprintf("%d,%03d times", int(x+0.5)/1000, int(x+0.5)%1000)
	}
	return fmt.Sprintf("%.4g times", x)
}
