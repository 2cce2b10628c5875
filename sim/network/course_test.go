package network_test

import (
	"math"
	"slices"
	"testing"

	"hashwatt/sim/network"
)

// A copy goes on by itself: whatever a copy that was made under way is shown, the course it was made of answers as
// one that was never copied, with orders half delivered, machines that stand and a shock that fades; and the other
// way round.
func TestCopiesShareNothing(t *testing.T) {
	t.Parallel()
	b := binding()
	b.LastHashprice = 45
	for _, kind := range []string{
		"response: shutdown", "response: entry, rig_price: 2 USD/TH, lag: 1 month, most: 10 %/epoch", "response: vintage, rig_price: 2 USD/TH, lag: 1 month, most: 10 %/epoch, patience: 5 months",
		"response: vintage, rig_price: 1000 USD/TH, patience: 5 months",
	} {
		for _, shock := range []string{"", ", shock: {from: 2026-08-01, to: 2026-12-31, change: -44 %, return: 1 year}"} {
			response := shocked(t, "{"+kind+shock+"}", b)
			// play goes on from one epoch to another with a network whose revenue is multiplied.
			play := func(course network.Course, from, to int, h, factor float64) []float64 {
				var out []float64
				for k := from; k < to; k++ {
					revenue := 9e5 * 45 * factor * (1 + 0.3*math.Sin(float64(k)))
					h = course.Next(network.State{
						Years: 14 * float64(k) / 365.25, HashratePHs: h, NetworkPHs: h, StartPHs: 9e5, EpochHours: 336,
						MeanLogHashprice: math.Log(revenue / h), Hashprice: revenue / h, RevenueUSDPerDay: revenue,
					})
					out = append(out, h)
				}
				return out
			}
			const half, whole = 8, 40
			start := func() (network.Course, float64) {
				course := response.Start()
				return course, play(course, 0, half, 9e5, 1)[half-1]
			}
			never, h := start()
			calm := play(never, half, whole, h, 0.5)
			never, h = start()
			wild := play(never, half, whole, h, 0.4)
			course, h := start()
			copied := course.Copy()
			if got := play(copied, half, whole, h, 0.4); !slices.Equal(got, wild) {
				t.Errorf("%s%s: a copy answers otherwise than its course: %.0f, want %.0f", kind, shock, got, wild)
			}
			if got := play(course, half, whole, h, 0.5); !slices.Equal(got, calm) {
				t.Errorf("%s%s: a course whose copy went on answers %.0f, want %.0f", kind, shock, got, calm)
			}
		}
	}
}

// At 30 %/epoch hashrate goes three tenths of the way, in the logarithm, to that of the machines that earn their
// electricity: from 3e5 PH/s that all earn it to the twentieth that always runs, and back towards all.
func TestVintageSwitchesByHand(t *testing.T) {
	t.Parallel()
	b := evenWorld()
	b.World.EfficiencyJTH /= 2 // all break even at 16.75
	course := bindTo(t, b, "response: vintage\nspeed: 30 %/epoch\nnoise: 0 %/epoch\nage: 30 years\nimprovement: 0 %/year\nrig_price: 1000 USD/TH")
	h := 3e5
	for epoch, c := range []struct{ hashprice, want float64 }{
		{30, 3e5},
		{16, 3e5 * math.Pow(0.05, 0.3)},
		{16, 3e5 * math.Pow(0.05, 0.3+0.7*0.3)},
		{30, 3e5 * math.Pow(0.05, 0.7*(0.3+0.7*0.3))},
	} {
		h = course.Next(network.State{
			Years: 14 * float64(epoch) / 365.25, HashratePHs: h, NetworkPHs: h, StartPHs: 3e5, EpochHours: 336,
			MeanLogHashprice: math.Log(30), Hashprice: c.hashprice, RevenueUSDPerDay: c.hashprice * h,
		})
		if math.Abs(h/c.want-1) > 1e-9 {
			t.Errorf("epoch %d: %v PH/s, want %v", epoch, h, c.want)
		}
	}
}

// Machines of a course that somebody else answers for are gone from it: it goes on as it would, at a part of the
// size, and keeps its orders.
func TestScaleTakesMachinesOut(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"response: shutdown", "response: entry", "response: vintage"} {
		play := func(course network.Course, h, factor float64) float64 {
			return course.Next(network.State{
				HashratePHs: h, NetworkPHs: 9e5, StartPHs: 9e5 * factor, EpochHours: 336, MeanLogHashprice: math.Log(45), Hashprice: 25, RevenueUSDPerDay: 25 * 9e5,
			})
		}
		for _, shock := range []string{"", ", shock: {from: 2026-08-01, change: -44 %}"} {
			course := shocked(t, "{"+kind+", noise: 0 %/epoch"+shock+"}", binding()).Start()
			h := play(course, 9e5, 1)
			part := course.Copy()
			part.Scale(0.7)
			if got, want := play(part, 0.7*h, 0.7), 0.7*play(course, h, 1); math.Abs(got/want-1) > 1e-9 {
				t.Errorf("%s%s: %v PH/s, want %v", kind, shock, got, want)
			}
		}
	}
}
