package seeds

import (
	"strconv"
	"strings"
	"testing"
)

func TestRigIDsCarryTheirRating(t *testing.T) {
	// An id is lower case and ends in the rated TH/s, so that two ratings of a model never share it.
	t.Parallel()
	for _, g := range catalogue(t).Rigs {
		if g.ID != strings.ToLower(g.ID) || !strings.HasSuffix(g.ID, "-"+strconv.FormatFloat(g.HashrateTHs, 'f', -1, 64)) {
			t.Errorf("%s has %v TH/s", g.ID, g.HashrateTHs)
		}
	}
}

func TestKnownRigs(t *testing.T) {
	// Ratings printed by the makers.
	t.Parallel()
	c := catalogue(t)
	for _, want := range []struct {
		id                 string
		thS, watts, jPerTH float64
		cooling, released  string
	}{
		{"antminer-s21-200", 200, 3500, 17.5, "air", "2024-02"},
		{"antminer-s19-xp-140", 140, 3010, 21.5, "air", "2022-07"},
		{"antminer-s9-13.5", 13.5, 1323, 98, "air", "2017-09"},
		{"antminer-s21-xp-hyd-473", 473, 5676, 12, "hydro", "2024-10"},
		{"antminer-s23-318", 318, 3498, 11, "air", "2026"},
	} {
		found := c.FindRig(want.id)
		if len(found) != 1 {
			t.Errorf("FindRig(%s) finds %d machines, want one", want.id, len(found))
			continue
		}
		if g := found[0]; g.HashrateTHs != want.thS || g.PowerW != want.watts || g.JPerTH != want.jPerTH || g.Cooling != want.cooling || g.Released != want.released {
			t.Errorf("%s = %+v", want.id, g)
		}
	}
}

func TestShortFormsFindAllTheyFit(t *testing.T) {
	// A short form stands for a machine where it fits one alone; else the caller shows the candidates.
	t.Parallel()
	c := catalogue(t)
	for short, want := range map[string]int{
		"antminer-s19-xp": 5, "antminer-s19j-pro": 6, "antminer-s19k-pro": 1, "antminer-s21-xp-imm": 1, "antminer-s9-13": 1,
		"antminer-s9-13.5": 1, "s21-pro": 0, "goldminer": 0, "": 0, "Antminer-S21-200": 0,
	} {
		if got := c.FindRig(short); len(got) != want {
			t.Errorf("FindRig(%q) finds %d machines, want %d", short, len(got), want)
		}
	}
}

func TestOperatingPointsBelongToMachinesOfTheirName(t *testing.T) {
	// A point that refers to a machine has its cooling and its model; the ladder of the S19j Pro has ten rungs.
	t.Parallel()
	c := catalogue(t)
	for _, p := range c.OperatingPoints {
		if p.Rig == "" {
			continue
		}
		g := c.FindRig(p.Rig)[0]
		if g.Cooling != p.Cooling || !strings.HasPrefix(p.Rig, strings.ReplaceAll(strings.ToLower(p.Model), " ", "-")) {
			t.Errorf("%s refers to %s", p.ID, p.Rig)
		}
	}
	if got := c.PointsOf("antminer-s19j-pro-100"); len(got) != 10 || got[0].PowerW != 1740 || got[0].HashrateTHs != 65 {
		t.Errorf("PointsOf(antminer-s19j-pro-100) = %+v", got)
	}
}
