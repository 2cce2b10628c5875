package calendar

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// TZData is the version of the embedded tz database (https://www.iana.org/time-zones).
const TZData = "2025c"

// zoneinfo is lib/time/zoneinfo.zip of the Go distribution: the compiled zones of version TZData, public domain.
//
//go:embed zoneinfo.zip
var zoneinfo []byte

// archive opens the embedded tz database once.
var archive = sync.OnceValue(func() *zip.Reader {
	r, err := zip.NewReader(bytes.NewReader(zoneinfo), int64(len(zoneinfo)))
	if err != nil {
		panic("calendar: the embedded tz database is damaged: " + err.Error())
	}
	return r
})

// Zones returns the names of all zones that LoadZone knows, sorted.
func Zones() []string {
	var names []string
	for _, f := range archive().File {
		if !strings.HasSuffix(f.Name, "/") && f.Name != "Factory" { // Factory stands for "not set"
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}

// loaded keeps the zones already read, so that one name is always one pointer.
var loaded sync.Map // string -> *time.Location

// LoadZone returns the zone of an IANA name such as "Europe/Moscow" or "UTC", from the embedded tz database. The same
// name gives the same pointer. An unknown name is an error that suggests the nearest.
func LoadZone(name string) (*time.Location, error) {
	if name == "UTC" {
		return time.UTC, nil
	}
	if zone, ok := loaded.Load(name); ok {
		return zone.(*time.Location), nil
	}
	if !slices.Contains(Zones(), name) {
		return nil, unknownZone(name)
	}
	f, err := archive().Open(name)
	if err != nil {
		panic("calendar: the embedded tz database is damaged: " + err.Error())
	}
	data, err := io.ReadAll(f)
	if err != nil {
		panic("calendar: the embedded tz database is damaged: " + err.Error())
	}
	zone, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		panic("calendar: the embedded tz database is damaged: " + err.Error())
	}
	kept, _ := loaded.LoadOrStore(name, zone)
	return kept.(*time.Location), nil
}

// unknownZone says that there is no such zone and names the nearest one.
func unknownZone(name string) error {
	if near := nearestZone(name); near != "" {
		return fmt.Errorf("there is no time zone %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("there is no time zone %q; write an IANA name such as \"Europe/Moscow\" or \"UTC\"", name)
}

// nearestZone returns the zone whose name, or whose city, differs from name in the fewest letters, or "" where all
// differ in more than a quarter of them.
func nearestZone(name string) string {
	word := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
	if len(word) < 3 || len(word) > 64 {
		return ""
	}
	best, least := "", len(word)/4+1
	for _, zone := range Zones() {
		whole := strings.ToLower(zone)
		d := distance(word, whole)
		if !strings.Contains(word, "/") {
			d = min(d, distance(word, path.Base(whole)))
		}
		if d < least {
			best, least = zone, d
		}
	}
	return best
}

// distance returns the number of letters to insert, delete or replace that turn a into b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
