package tariff_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/tariff"
)

// capacityCase is a few days of a site that pays for capacity in the region's peak hours: in some hours machines
// may run.
type capacityCase struct {
	in      tariff.Input
	item    tariff.Item
	price   float64         // RUB/MW for a month
	peak    map[int]bool    // the published peak hours, hours of the axis
	working map[int]float64 // working days of a month, by number in the civil months
	hour    []int           // of the axis, by block of energy
	mwh     []float64       // by block
	margin  []float64       // by block, RUB/MWh, before the capacity
}

// newCapacityCase draws days, holidays, working Saturdays, peak hours, price, blocks and margins. Margins lie on both
// sides of what a peak hour costs.
func newCapacityCase(t *testing.T, rng *rand.Rand) *capacityCase {
	t.Helper()
	zone, err := calendar.LoadZone([]string{"Europe/Moscow", "Asia/Irkutsk", "Europe/Kaliningrad"}[rng.IntN(3)])
	if err != nil {
		t.Fatal(err)
	}
	start := calendar.Date{Year: 2025, Month: 1, Day: 1}.AddDays(rng.IntN(700))
	axis, err := calendar.NewAxis(start, start.AddDays(3+rng.IntN(7)), zone)
	if err != nil {
		t.Fatal(err)
	}
	c := &capacityCase{peak: map[int]bool{}, working: map[int]float64{}, price: float64(100_000 + rng.IntN(900_000))}
	c.in = tariff.Input{Axis: axis, Civil: axis.Civil(zone)}
	var special []calendar.SpecialDay
	for i := -40; i < 50; i++ {
		if rng.IntN(8) == 0 {
			special = append(special, calendar.SpecialDay{Date: start.AddDays(i), Work: rng.IntN(2) == 0})
		}
	}
	c.in.Workdays = calendar.NewWorkdays(special, nil)
	for m, month := range c.in.Civil.Months {
		first := calendar.Date{Year: month.Year, Month: month.Month, Day: 1}
		for d := first; d.Month == first.Month; d = d.AddDays(1) {
			if c.in.Workdays.Works(d) {
				c.working[m]++
			}
		}
	}

	rule := rng.IntN(24)
	var listed []string
	for d, date := range c.in.Civil.Date {
		peak := rule
		works := c.in.Workdays.Works(date)
		if works && rng.IntN(3) > 0 {
			peak = rng.IntN(24)
			listed = append(listed, fmt.Sprintf("%sT%02d", date, peak))
		}
		for h := range c.in.Civil.Day {
			if int(c.in.Civil.Day[h]) != d || int(c.in.Civil.Hour[h]) != peak && rng.IntN(12) > 0 {
				continue
			}
			if works && int(c.in.Civil.Hour[h]) == peak {
				c.peak[h] = true
			}
			for range 1 + rng.IntN(2) {
				c.hour = append(c.hour, h)
				c.mwh = append(c.mwh, 10*rng.Float64())
				c.margin = append(c.margin, (2.2*rng.Float64()-0.2)*c.price/20)
			}
		}
	}
	text := fmt.Sprintf("{type: peak_capacity, price: %.0f RUB/MW, rule: [{hour: %d}], hours: [%s]}", c.price, rule, strings.Join(listed, ", "))
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &c.item); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

// simplex returns the best margin less capacity by gonum's general linear solver, which knows the rule of the bill and
// not the signal: the billed power of a month is the mean, over its working days, of the load in the peak hours,
//
//	max Σ margin·x - price·Σ billed    with 0 <= x <= MWh, Σ over peak hours of a month x / working days <= billed.
func (c *capacityCase) simplex() (float64, error) {
	n, months := len(c.hour), len(c.in.Civil.Months)
	rows, cols := n+months, n+months
	a := mat.NewDense(rows, cols+rows, nil)
	b, cost, basis := make([]float64, rows), make([]float64, cols+rows), make([]int, rows)
	for r := range rows {
		a.Set(r, cols+r, 1)
		basis[r] = cols + r
	}
	for j, h := range c.hour {
		cost[j] = -c.margin[j]
		b[j] = c.mwh[j]
		a.Set(j, j, 1)
		if m := int(c.in.Civil.Month[h]); c.peak[h] {
			a.Set(n+m, j, 1/c.working[m])
		}
	}
	for m := range months {
		cost[n+m] = c.price
		a.Set(n+m, n+m, -1)
	}
	value, _, err := lp.Simplex(cost, a, b, 1e-12, basis)
	return -value, err
}

// TestAdderOfPeakHoursIsOptimal: running what has a margin above the signal of peak_capacity, hour by hour, earns the
// optimum of a linear programme that knows its bill, once the component has sent its invoice.
func TestAdderOfPeakHoursIsOptimal(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 1))
	const count = 500
	failed, avoided, paid, worst := 0, 0, 0, 0.0
	for range count {
		c := newCapacityCase(t, rng)
		signal := tariff.Shape{PerMWh: make([]float64, c.in.Axis.Hours)}
		if err := c.item.Shape(&signal, c.in); err != nil {
			t.Fatal(err)
		}
		if len(signal.Windows)+len(signal.Counts) > 0 {
			t.Fatalf("capacity has windows or counts: %+v", signal)
		}
		load := make([]float64, c.in.Axis.Hours)
		value := 0.0
		for j, h := range c.hour {
			if c.margin[j] > signal.PerMWh[h] {
				load[h] += c.mwh[j]
				value += c.margin[j] * c.mwh[j]
				if c.peak[h] {
					paid++
				}
			} else if c.margin[j] > 0 {
				avoided++
			}
		}
		charges, err := c.item.Invoice(tariff.Use{MWh: load}, c.in)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range charges {
			value -= line.Amount
		}
		want, err := c.simplex()
		if err != nil {
			failed++ // the solver's own trouble with degenerate corners
			continue
		}
		difference := math.Abs(value-want) / math.Max(want, 1)
		if worst = max(worst, difference); difference > 1e-9 {
			t.Fatalf("from %s, %v: the threshold earns %v RUB, the linear programme %v", c.in.Civil.Date[0], c.item.Describe(), value, want)
		}
	}
	t.Logf("%d cases: %d blocks ran in a peak hour, %d stood still for it, largest difference %.1e, %d without an answer from simplex",
		count, paid, avoided, worst, failed)
	if failed*50 > count || paid < count || avoided < count {
		t.Errorf("of %d cases simplex failed on %d, %d blocks ran in a peak hour and %d stood still for it: that tests too little", count, failed, paid, avoided)
	}
}
