package html

import (
	"os"
	"path/filepath"
	"testing"

	"hashwatt/reports/browsertest"
	"hashwatt/reports/reporttest"
)

// TestPictures writes pictures of every section of the test page, wide and narrow, light and dark, and the printed
// page, into the folder that HASHWATT_PICTURES names: for looking at them before a change of the look is committed.
func TestPictures(t *testing.T) {
	folder := os.Getenv("HASHWATT_PICTURES")
	if folder == "" {
		t.Skip("HASHWATT_PICTURES names no folder")
	}
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page := render(t, reporttest.Page())
	write("page.html", page)
	for _, look := range []struct {
		name, fragment string
		width          int
	}{{"wide-light", "#light", 1440}, {"wide-dark", "#investor/dark", 1440}, {"narrow-light", "#light", 390}, {"narrow-dark", "#student/dark", 390}} {
		tab := browsertest.Open(t, page, look.width, look.fragment)
		tab.DrawAll()
		write(look.name+".png", tab.Picture())
		for _, part := range []string{"header", "#where", "#energy", "#hashrate", "#money", "#risk", "#regions", "#glossary", "#sources", "#method", "#checks"} {
			write(look.name+"-"+filepath.Base(part)+".png", tab.PictureOf(part))
		}
		if look.name == "wide-light" {
			write("print.pdf", tab.Print())
		}
	}
}
