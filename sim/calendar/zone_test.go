package calendar

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestTZDataIsTheVersionEmbedded(t *testing.T) {
	// The constant names the archive: where the toolchain carries the same version, both archives are the same bytes.
	t.Parallel()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command to ask for its tz database")
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "lib", "time")
	script, err := os.ReadFile(filepath.Join(dir, "update.bash"))
	if err != nil {
		t.Skip("this toolchain comes without lib/time")
	}
	found := regexp.MustCompile(`(?m)^CODE=(\w+)$`).FindSubmatch(script)
	if found == nil {
		t.Skip("lib/time/update.bash does not name its version")
	}
	if string(found[1]) != TZData {
		t.Skipf("this toolchain carries tzdata %s; the embedded one is %s", found[1], TZData)
	}
	archive, err := os.ReadFile(filepath.Join(dir, "zoneinfo.zip"))
	if err != nil {
		t.Skip("this toolchain comes without lib/time/zoneinfo.zip")
	}
	if !bytes.Equal(archive, zoneinfo) {
		t.Errorf("zoneinfo.zip differs from version %s of the toolchain; copy it again and correct TZData", TZData)
	}
}

func TestLoadZoneKnowsEveryZone(t *testing.T) {
	// Every name of the database loads, under its name, twice as the same pointer.
	t.Parallel()
	if n := len(Zones()); n < 500 {
		t.Fatalf("%d zones are embedded, want more than 500", n)
	}
	for _, name := range Zones() {
		zone, err := LoadZone(name)
		if err != nil || zone.String() != name {
			t.Fatalf("LoadZone(%q) = %v, %v", name, zone, err)
		}
		if again, _ := LoadZone(name); again != zone {
			t.Errorf("LoadZone(%q) gave another pointer the second time", name)
		}
	}
	if utc, _ := LoadZone("UTC"); utc != time.UTC {
		t.Error("UTC is not time.UTC")
	}
}

func TestUnknownZoneSuggests(t *testing.T) {
	// A zone that does not exist is an error with the nearest name, or with the form of one.
	t.Parallel()
	for name, want := range map[string]string{
		"Europe/Moskow":    `did you mean "Europe/Moscow"?`,
		"europe/moscow":    `did you mean "Europe/Moscow"?`,
		"Moscow":           `did you mean "Europe/Moscow"?`,
		"irkutsk":          `did you mean "Asia/Irkutsk"?`,
		"Asia/Novosibrsk":  `did you mean "Asia/Novosibirsk"?`,
		"America/New York": `did you mean "America/New_York"?`,
		"utc":              `did you mean "`,
		"+03:00":           `write an IANA name such as "Europe/Moscow"`,
		"":                 "write an IANA name",
		"Local":            "there is no time zone",
		"Asia":             "there is no time zone",
		"Asia/":            "there is no time zone",
		"../etc/passwd":    "there is no time zone",
		"Factory":          "there is no time zone",
	} {
		if zone, err := LoadZone(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LoadZone(%q) = %v, %v, want an error with %q", name, zone, err, want)
		}
	}
	if _, err := LoadZone(strings.Repeat("Europe/", 100000)); err == nil {
		t.Error("a very long name was accepted")
	}
}
