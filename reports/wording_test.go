package reports

import (
	"slices"
	"testing"
)

func TestNumbersAsWords(t *testing.T) {
	// Below a hundred in letters, with the noun in the right number.
	t.Parallel()
	for n, want := range map[int]string{0: "no site", 1: "one site", 2: "two sites", 15: "fifteen sites", 20: "twenty sites", 46: "forty-six sites", 99: "ninety-nine sites", 100: "100 sites", 1234: "1\u202f234 sites"} {
		if got := counted(n, "site", "sites"); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

func TestTenthsNeverRoundToCertainty(t *testing.T) {
	// "In all" and "in none" are said of all and none only.
	t.Parallel()
	for _, c := range []struct {
		k, n int
		want string
	}{
		{0, 60, "in none of 60 futures"},
		{60, 60, "in all 60 futures"},
		{59, 60, "in more than nine of ten futures"},
		{57, 60, "in more than nine of ten futures"},
		{1, 60, "in fewer than one of ten futures"},
		{24, 60, "in four of ten futures"},
		{2, 3, "in two of three futures"},
		{1, 1, "in the one future that was drawn"},
	} {
		if got := tenths(c.k, c.n); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.k, c.n, got, c.want)
		}
	}
}

func TestSharesNeverRoundToAllOrNothing(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]string{0: "0\u202f%", 0.001: "under 1\u202f%", 0.383: "38\u202f%", 0.9991: "over 99\u202f%", 1: "100\u202f%"} {
		if got := shareText(share); got != want {
			t.Errorf("%v is %q, want %q", share, got, want)
		}
	}
}

func TestSeasonsGoAroundTheNewYear(t *testing.T) {
	t.Parallel()
	year := func(months ...int) (in [12]bool) {
		for _, m := range months {
			in[m-1] = true
		}
		return in
	}
	for _, c := range []struct {
		in   [12]bool
		want string
	}{
		{year(11, 12, 1, 2, 3), "from November to March"},
		{year(6), "in June"},
		{year(4, 5), "from April to May"},
		{year(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), "all year"},
		{year(1, 3, 5), "in three months of the year"},
	} {
		if got := seasonText(c.in); got != c.want {
			t.Errorf("%v: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSuccessiveIDsBecomeARun(t *testing.T) {
	t.Parallel()
	got := runsOf([]string{"mikun", "sindor", "komi_site_03", "komi_site_04", "komi_site_05", "a1", "a2", "b9"})
	if want := []string{"mikun", "sindor", "komi_site_03 to komi_site_05", "a1", "a2", "b9"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestMeasuresPrintOneScaleAndOneCountOfDigits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		m    measure
		of   string
		want string
	}{
		{measure{value: 1.91e6, low: 1.1e6, high: 3.4e6, ranged: true}, "MWh", "1.91\u202fTWh (1.10 to 3.40)"},
		{fixed(-84.2e6), "USD", "−84.2\u202fM$"},
		{measure{value: 0, low: 0, high: 2e6, ranged: true}, "USD", "0.00\u202fM$ (0.00 to 2.00)"},
		{fixed(0), "MWh", "0\u202fMWh"},
	} {
		if got := c.m.text(c.of); got != c.want {
			t.Errorf("%+v is %q, want %q", c.m, got, c.want)
		}
	}
}
