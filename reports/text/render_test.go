package text

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hashwatt/reports"
	"hashwatt/reports/reporttest"
)

func render(t *testing.T, p *reports.Page, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, p, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The whole summary of an investor, as a terminal shows it.
func TestRender(t *testing.T) {
	t.Parallel()
	got := render(t, reporttest.Page(), Options{Audience: reports.Investor, Files: []string{"out/announced/report.html"}})
	want := `BitRiver and Komi: the 46 announced sites · winter_quota
What would the forty-six sites draw, hash and earn under today’s rules?

At a required return of 15 % the programme destroys 214 million dollars (−610 to
395). It pays back in four of ten futures, and those are the ones in which the
coin doubles before 2028.

               −214~M$  net present value, −610 to 395, at 15 % a year (simulated)
                 6.4~%  internal rate of return, −9.0 to 31.0 (simulated)
not within the horizon  payback, in 6 of 10 futures (simulated)
               71.2~k$  to make one bitcoin, 64.0 to 83.0 (simulated)
                402~M$  revenue a year, 255 to 688 (simulated)
                46.1~$  paid per megawatt-hour, 43.9 to 49.5 (assumed)

! No megawatt figure was ever announced for the Komi sites. 4, 21 and 85 MW a
  site are inferred from the announced roubles; everything above scales with
  them.

! The exchange rate is held at its last month, October 2026, for 50 months.

4 checks passed

out/announced/report.html
`
	if diff := cmp.Diff(strings.ReplaceAll(want, "~", "\u202f"), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The sentence of a section that belongs to the gist stands under the figures.
func TestGist(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Sections[2].Gist = true
	got := render(t, page, Options{})
	if at := strings.Index(got, "\nThe winter quota stops a third of the machines"); at < 0 || strings.Index(got, "(assumed)") > at || strings.Index(got, "! ") < at {
		t.Errorf("got %s", got)
	}
}

// No line of prose is wider than the terminal, as far as words allow.
func TestWidth(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Audiences[0].Figures = nil
	for _, line := range strings.Split(render(t, page, Options{Width: 50}), "\n") {
		if utf8.RuneCountInString(line) > 50 {
			t.Errorf("%q is wider than 50", line)
		}
	}
}

// A name cannot steer a terminal.
func TestNoEscapes(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Title = "red \x1b[31m bell \a \u202e back\nline"
	page.Audiences[0].Figures[0].Unit = "\x1b]0;title\a"
	got := render(t, page, Options{Files: []string{"\x1b[2J"}})
	if strings.ContainsAny(got, "\x1b\a\u202e") {
		t.Errorf("escapes are left in %q", got)
	}
}

// A check that failed is said aloud, and a page that cannot be shown is refused.
func TestFailures(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Checks[1].Passed = false
	if got := render(t, page, Options{}); !strings.Contains(got, "! check failed: No limit is exceeded") || strings.Contains(got, "checks passed") {
		t.Errorf("got %s", got)
	}
	page.Audiences[0].Figures[0].Value = reports.Num(math.NaN())
	if err := Render(&bytes.Buffer{}, page, Options{}); err == nil {
		t.Error("a page with NaN was printed")
	}
}
