package svg_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"testing"

	"hashwatt/reports"
	"hashwatt/reports/svg"
	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

var update = flag.Bool("update", false, "draw the picture of the README anew")

// picture is the picture that the README shows.
const picture = "../komi.svg"

// TestPictureOfTheReadme holds that the picture in the README is what the program draws of the Komi scenario today.
func TestPictureOfTheReadme(t *testing.T) {
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Load(scenarios.FS, "komi.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	result, err := sim.Run(context.Background(), f, cat, sim.Settings{Draws: 100, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	page, err := reports.New(result, reports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := svg.Render(&got, page); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(picture)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if bytes.Equal(got.Bytes(), want) {
		return
	}
	if !*update {
		t.Fatalf("%s is not what the program draws of scenarios/komi.yaml; run make golden and look at it", picture)
	}
	t.Logf("golden: reports/komi.svg %d bytes -> %d bytes (%+.1f %%)", len(want), got.Len(), 100*(float64(got.Len())/float64(max(len(want), 1))-1))
	if err := os.WriteFile(picture, got.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
