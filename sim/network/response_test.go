package network_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
)

// binding is a run from a hand-over in June 2026 to the end of 2030, with a file of hashrates that covers it.
func binding() network.Binding {
	return network.Binding{
		HandOver: time.Date(2026, 6, 14, 0, 30, 17, 0, time.UTC),
		End:      time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC),
		Target:   45,
		Replay:   true,
		World:    world(),
		File: func(name string) (*series.Daily, error) {
			if name != "hashrate.csv" {
				return nil, fmt.Errorf("%s does not exist", name)
			}
			d := &series.Daily{Name: name, First: calendar.Date{Year: 2026, Month: time.January, Day: 1}, Values: make([]float64, 6*365)}
			for i := range d.Values {
				d.Values[i] = 900 + float64(i)
			}
			return d, nil
		},
	}
}

// world is what the seeds assume of everyone else's machines.
func world() network.World {
	return network.World{
		PowerUSDPerMWh: 45, PowerScatter: 0.35, PUE: 1.1, PoolFee: 0.02, EfficiencyJTH: 28.2, EfficiencyYear: 2024.5, EfficiencyFall: 0.24,
		NewestJTH: 13.5, NewestUSDPerTH: 11, PriceFall: 0.25, EfficiencyGain: 0.16, Discount: 0.15, LifeYears: 4, LagYears: 0.5,
		MostPerEpoch: 0.21, RigLifeYears: 5, PatienceInHours: 8766,
	}
}

// state is a plausible retarget, two years after the hand-over.
func state() network.State {
	return network.State{Years: 2, HashratePHs: 9e5, MeanLogHashprice: math.Log(50), EpochHours: 330, StartPHs: 8e5}
}

// Every response is explained by an example that names every field, can be read, and obeys what all responses promise.
func TestEveryResponseKeepsTheContract(t *testing.T) {
	t.Parallel()
	for _, v := range network.Varieties() {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			var words network.AnyResponse
			if err := conf.Load("example.yaml", []byte(v.Example), conf.DefaultLimits, &words); err != nil {
				t.Fatalf("the example cannot be read: %v", err)
			}
			if words.Name != v.Name || words.Describe() == "" || v.Doc == "" {
				t.Errorf("name %q, description %q, doc %q; none may be missing and the name is %q", words.Name, words.Describe(), v.Doc, v.Name)
			}
			for _, key := range conf.Fields(reflect.TypeOf(v.New())) {
				if !strings.Contains(v.Example, "\n"+key.Name+": ") {
					t.Errorf("the example does not show the key %q", key.Name)
				}
			}
			response, problems := words.Bind(binding())
			if problems != nil {
				t.Fatalf("the example cannot be bound: %v", conf.Problems(problems))
			}
			checkResponse(t, response)
		})
	}
}

// checkResponse holds what every response promises: the same answer to the same state, from any goroutine; finite
// and positive, even far away; and a central case between good and bad noise.
func checkResponse(t *testing.T, response network.Response) {
	t.Helper()
	want := response.Start().Next(state())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 100 {
				s := state()
				s.Years += float64(i%2) / 10
				if got := response.Start().Next(s); i%2 == 0 && got != want {
					t.Errorf("Next = %v, then %v for the same state", want, got)
				}
			}
		})
	}
	wg.Wait()
	for _, years := range []float64{-1, 0, 0.01, 4.5, 100} {
		for _, price := range []float64{1e-3, 50, 1e6} {
			s := state()
			s.Years, s.MeanLogHashprice = years, math.Log(price)
			if got := response.Start().Next(s); !(got > 0) || math.IsInf(got, 0) {
				t.Errorf("after %v years at %v USD/PH/day: Next = %v", years, price, got)
			}
		}
	}
	checkMemory(t, response)
	up, down := state(), state()
	up.Noise, down.Noise = 1, -1
	if !(response.Start().Next(down) <= want && want <= response.Start().Next(up)) {
		t.Errorf("Next = %v with bad noise, %v without, %v with good noise", response.Start().Next(down), want, response.Start().Next(up))
	}
}

// checkMemory holds what every course promises: the same hashrates for the same history, finite and not negative
// through booms and crashes, and a copy that goes on from where it was made, whatever the original does then.
func checkMemory(t *testing.T, response network.Response) {
	t.Helper()
	play := func(course network.Course, from, to int, h, factor float64) []float64 {
		var out []float64
		for k := from; k < to; k++ {
			price := factor * (45 + 40*math.Sin(float64(k)/5))
			h = course.Next(network.State{
				Years: float64(k) / 26, HashratePHs: h, NetworkPHs: h + 1000, MeanLogHashprice: math.Log(price), Hashprice: price,
				EpochHours: 336, Noise: math.Sin(float64(3 * k)), StartPHs: 8e5, RevenueUSDPerDay: price * (h + 1000),
			})
			if !(h >= 0) || math.IsInf(h, 0) {
				t.Fatalf("epoch %d at %v USD/PH/day: Next = %v", k, price, h)
			}
			out = append(out, h)
		}
		return out
	}
	whole := play(response.Start(), 0, 120, 8e5, 1)
	course := response.Start()
	half := play(course, 0, 60, 8e5, 1)
	copied := course.Copy()
	play(course, 60, 120, half[59], 3) // the original meets another world
	if got := slices.Concat(half, play(copied, 60, 120, half[59], 1)); !slices.Equal(got, whole) {
		t.Errorf("a copy does not go on where the course was:\n%v\nwant\n%v", got, whole)
	}
}

// failer is what *testing.T and *rapid.T have in common here.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// bind reads a response and binds it to the run of binding.
func bind(t failer, text string) network.Response {
	t.Helper()
	var words network.AnyResponse
	mustLoad(t, text, &words)
	response, problems := words.Bind(binding())
	if problems != nil {
		t.Fatalf("%s: %v", text, conf.Problems(problems))
	}
	return response
}

func mustLoad(t failer, text string, into any) {
	t.Helper()
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}
