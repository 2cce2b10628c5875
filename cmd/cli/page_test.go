package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hashwatt/reports/browsertest"
)

// open runs a scenario and opens its report in a browser without a network.
func open(t *testing.T, dir string, args ...string) *browsertest.Tab {
	t.Helper()
	if got := command(t, dir, append([]string{"run", "-o", "out"}, args...)...); got.code != Done {
		t.Fatalf("run %v: exit code %d: %s", args, got.code, got.err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "out", reportName))
	if err != nil {
		t.Fatal(err)
	}
	return browsertest.Open(t, page, 1280, "")
}

// quiet wants a page that drew its charts, asked for nothing and complained of nothing.
func quiet(t *testing.T, tab *browsertest.Tab, charts int) {
	t.Helper()
	tab.DrawAll()
	var drawn int
	tab.Eval(`+document.documentElement.dataset.charts.split("/")[0]`, &drawn)
	if drawn < charts {
		t.Errorf("%d charts drawn, want %d or more", drawn, charts)
	}
	if list := tab.Requests(); len(list) != 1 || !strings.HasPrefix(list[0], "file://") {
		t.Errorf("the page asked for %q, want nothing but itself", list)
	}
	if list := tab.Errors(); len(list) > 0 {
		t.Errorf("the page complained: %q", list)
	}
}

func TestReportsOpenWithoutANetwork(t *testing.T) {
	// The reports of Komi, with draws and with a quota, draw every chart, ask for nothing and complain of nothing.
	t.Parallel()
	for _, args := range [][]string{{"komi", "--draws", "5"}, {"komi", "--variant", "winter_quota"}, {"golden-site"}} {
		quiet(t, open(t, libraryDir(t), args...), 8)
	}
}

func TestHostileNamesStayTextInTheReport(t *testing.T) {
	// Names that are scripts or code run nothing in the report of a real run, and are shown as they are.
	t.Parallel()
	dir := t.TempDir()
	evil := `hashwatt: 1
name: A</script><img src=x onerror="window.__xss=1"><script>window.__xss=99</script>
question: __f__(window.__xss=7)__f__
clock: {start: 2026-01-01, end: 2026-03-01}
regions:
  __proto__: {name: <svg onload="window.__xss=3">, country: US, zone: UTC, currency: USD, tariff: [{type: flat, name: </script>, price: 45 USD/MWh}]}
sites:
  - {id: javascript:alert(1), name: __f__(window.__xss=2)__f__, region: __proto__, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.1}
  - {id: "fn:mw", name: constructor, region: __proto__, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.1}
limits:
  - {type: power, name: "<img src=x onerror=window.__xss=5>", limit: 5 MW}
`
	if err := os.WriteFile(filepath.Join(dir, "evil.yaml"), []byte(evil), 0o666); err != nil {
		t.Fatal(err)
	}
	tab := open(t, dir, "evil.yaml", "--draws", "2")
	quiet(t, tab, 5)
	var ran bool
	var title string
	var images int
	tab.Eval(`"__xss" in window`, &ran)
	tab.Eval(`document.title`, &title)
	tab.Eval(`document.querySelectorAll("img").length`, &images)
	if ran || images > 0 || !strings.Contains(title, `A</script><img src=x`) {
		t.Errorf("a script ran: %v, %d images, title %q; want none, none, and the name as it is", ran, images, title)
	}
}
