package tariff

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
)

func TestRecordsKeepTheirEnergyAndTheirPeak(t *testing.T) {
	// Whatever the interval, the start and the zone, the hours have the energy of the record, and the highest interval
	// is the highest load of an hour.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone, err := calendar.LoadZone(rapid.SampledFrom([]string{"UTC", "Asia/Kolkata", "America/Chicago", "America/Caracas", "Australia/Lord_Howe"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		minutes := rapid.SampledFrom([]int{1, 5, 7, 15, 30, 40, 60, 90, 120, 1440}).Draw(t, "minutes")
		start := time.Date(2016, 4, 28, 0, rapid.IntRange(0, 3000).Draw(t, "start"), 0, 0, time.UTC)
		kw := make([]float64, rapid.IntRange(1, 60).Draw(t, "intervals"))
		want, highest := 0.0, 0.0
		for i := range kw {
			kw[i] = rapid.Float64Range(0, 1000).Draw(t, "kw")
			want += kw[i] * float64(minutes) / 60 / 1000
			highest = math.Max(highest, kw[i])
		}
		axis, use, err := Metered(start, time.Duration(minutes)*time.Minute, kw, zone)
		if err != nil {
			t.Fatal(err)
		}
		got := 0.0
		for _, mwh := range use.MWh {
			got += mwh
		}
		peaks, _ := use.peaks(0)
		top := 0.0
		for _, p := range peaks {
			top = math.Max(top, p)
		}
		if !near(got, want, 1e-9) || !near(top, highest, 1e-12) || axis.Start.After(start) || start.Sub(axis.Start) >= time.Hour || axis.Start.In(zone).Minute() != 0 {
			t.Fatalf("%v MWh with a peak of %v from %v, want %v and %v from %v", got, top, axis.Start, want, highest, start)
		}
	})
}

func TestARecordThatBeginsInsideAnHour(t *testing.T) {
	// From 00:30, a kW in the first half hour and 3 in the next: 0.5 kWh in the hour from 00:00, 1.5 in the next.
	t.Parallel()
	axis, use, err := Metered(time.Date(2024, 1, 1, 0, 30, 0, 0, time.UTC), 30*time.Minute, []float64{1, 3}, nil)
	if err != nil || axis.Hours != 2 || use.MWh[0] != 0.0005 || use.MWh[1] != 0.0015 || use.KW[0] != 0 || use.KW[1] != 1 {
		t.Errorf("hours %v, intervals %v (%v), want 0.5 and 1.5 kWh", use.MWh, use.KW, err)
	}
}

func TestRecordsThatAreNone(t *testing.T) {
	// No interval, seconds, or a start inside a minute are told.
	t.Parallel()
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, _, err := Metered(start, time.Hour, nil, nil); err == nil {
		t.Error("a load without intervals passed")
	}
	if _, _, err := Metered(start, 90*time.Second, []float64{1}, nil); err == nil {
		t.Error("intervals of 90 seconds passed")
	}
	if _, _, err := Metered(start.Add(time.Second), time.Hour, []float64{1}, nil); err == nil {
		t.Error("a start inside a minute passed")
	}
}
