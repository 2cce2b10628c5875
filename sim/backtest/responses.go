package backtest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// The responses are fitted to the running era of the subsidy up to the end of 2022 and forecast 2023 to 2025.
var (
	eraOf2020  = date(2020, 5, 12) // the first whole day after the halving of 2020
	fittedTo   = date(2022, 12, 31)
	testedFrom = date(2023, 1, 1)
	testedTo   = date(2025, 12, 31)
)

// ahead are the horizons of the forecasts, in epochs: about two weeks, a quarter, half a year, a year.
var ahead = []int{1, 6, 13, 26}

// worthwhile is the part of the error of "no change" that a response may have at most to beat it.
const worthwhile = 0.99

// candidate is a response that is asked to forecast.
type candidate struct {
	name string
	kind func(origin int) network.Kind
	pays bool // it looks at what mining pays
}

// outOfSample is R1: do the responses forecast difficulty better than "no change", on years that they have not seen?
func outOfSample(ctx context.Context, r *record, t *Test) error {
	f, err := r.fit(eraOf2020, r.first(testedFrom)-1)
	if err != nil {
		return err
	}
	t.Windows = append(t.Windows, f.window("growth and adjustment, without the epochs of the ban in China", testedFrom, testedTo))
	t.add(read("growth, fitted", "%/year", 100*math.Expm1(f.rate)))
	speed, _ := f.Parameter("speed")
	t.add(read("adjustment, speed as fitted", "%/epoch", speed.Value))
	t.add(read("adjustment, standard error of the speed", "%/epoch", speed.Error))
	t.add(read("adjustment, R2 of the fit", "", f.R2))
	candidates := []candidate{
		{"growth", func(int) network.Kind { return f.growth() }, false},
		{"adjustment", func(k int) network.Kind { return f.adjustment(r.epochs[k].FirstUnix) }, true},
		{"shutdown of a fleet that grows", func(int) network.Kind { return network.Shutdown{Growth: ptr(unit.AnnualRate(math.Expm1(f.rate)))} }, true},
		{"entry", func(int) network.Kind { return network.Entry{} }, true},
		{"vintage", func(int) network.Kind { return network.Vintage{} }, true},
	}
	origins := r.between(testedFrom, testedTo)
	still := r.noChange(origins)
	errorChart := Chart{Title: "Error of the forecasts by how far ahead they look", XName: "epochs ahead", Unit: "RMSE of ln D", Curves: []Curve{over(ahead, still, "no change", NoChange)}}
	for i, h := range ahead {
		t.add(read(fmt.Sprintf("no change: RMSE of ln D, %s ahead", epochs(h)), "", still[i]))
	}
	at := newMatrix(still)
	for _, c := range candidates {
		names := []string{c.name}
		if c.pays {
			names = []string{c.name + asTheyCame, c.name + priceHeld}
		}
		for k, name := range names {
			errors, err := r.rolling(ctx, c, origins, k == 1)
			if err != nil {
				return err
			}
			for i, h := range ahead {
				t.add(atMost(fmt.Sprintf("%s: RMSE of ln D, %s ahead", name, epochs(h)), "", errors[i], worthwhile*still[i], fmt.Sprintf("at most %.4f, 1 %% below no change", worthwhile*still[i])))
			}
			at.add(name, errors)
			errorChart.Curves = append(errorChart.Curves, over(ahead, errors, name, Simulated))
		}
	}
	unsteady, err := r.steadiness(ctx, t, origins, still)
	if err != nil {
		return err
	}
	w, err := r.world()
	if err != nil {
		return err
	}
	t.Table = at.table()
	t.Verdict = fmt.Sprintf("In %d to %d, %s %s", testedFrom.Year, testedTo.Year, at.verdict(), unsteady)
	t.Notes = append(t.Notes,
		"A forecast starts at the first block of every epoch of the test years, from the recorded difficulty, and no parameter is fitted again. \"Prices as they came\" gives the response the later prices and fees of a coin, which nobody knew: it tests the response alone. \"Price held\" leaves it with those of the day of the forecast.",
		fmt.Sprintf("Shutdown, entry and vintage have the machines of the replayed fleet of B4 in the month before and the assumptions of the seeds; entry and vintage buy machines that were new at the time, at the price of September 2026 carried back by its assumed fall of %.0f %% a year, which is no knowledge of the time.", 100*w.PriceFall),
		"Forecasts that start two weeks apart overlap, so the errors of long horizons are a handful of independent ones.")
	t.chart(errorChart)
	return nil
}

// endsOfFit is how many windows of fit, each an epoch shorter than the one before, show whether a result is steady.
const endsOfFit = 6

// steadiness fits the adjustment to windows that end a little earlier and says by how much its error changes, half
// a year ahead.
func (r *record) steadiness(ctx context.Context, t *Test, origins []int, still []float64) (string, error) {
	const half = 2 // place in ahead
	least, most := math.Inf(1), 0.0
	for back := range endsOfFit {
		f, err := r.fit(eraOf2020, r.first(testedFrom)-1-back)
		if err != nil {
			return "", err
		}
		errors, err := r.rolling(ctx, candidate{kind: func(k int) network.Kind { return f.adjustment(r.epochs[k].FirstUnix) }}, origins, false)
		if err != nil {
			return "", err
		}
		least, most = math.Min(least, errors[half]), math.Max(most, errors[half])
	}
	name := fmt.Sprintf("adjustment, windows of fit that end up to %d epochs earlier: RMSE of ln D, %s ahead", endsOfFit-1, epochs(ahead[half]))
	t.add(read(name+", least", "", least))
	t.add(read(name+", most", "", most))
	how := "is steady"
	if most > 1.5*least {
		how = "is not steady"
	}
	cuts, err := r.otherCuts(ctx, t, origins, half)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("The adjustment %s: fitted up to %d epochs earlier, its error %s ahead is %.2f to %.2f (no change: %.2f). %s", how, endsOfFit-1, epochs(ahead[half]), least, most, still[half], cuts), nil
}

// otherCuts fits growth with other epochs of the ban in China cut out, and says what the forecasts that rest on it
// come to at a horizon.
func (r *record) otherCuts(ctx context.Context, t *Test, origins []int, horizon int) (string, error) {
	returned := date(2022, 2, 28) // half a year after the last month without hashrate in China
	var parts []string
	for _, c := range []struct {
		name string
		cut  func(k int) bool
	}{
		{"nothing cut out", func(int) bool { return false }},
		{"the ban cut out to " + banTo.String(), r.inBan},
		{"the ban cut out to " + returned.String(), func(k int) bool {
			return r.epochs[k].FirstUnix >= unix(banFrom) && r.epochs[k].FirstUnix < unix(returned.AddDays(1))
		}},
	} {
		rate := unit.AnnualRate(math.Expm1(r.growthRate(eraOf2020, r.first(testedFrom)-1, c.cut)))
		t.add(read("growth with "+c.name, "%/year", 100*float64(rate)))
		part := fmt.Sprintf("%.0f %%/year with %s", 100*float64(rate), c.name)
		for k, candidate := range []candidate{
			{"growth", func(int) network.Kind { return network.Growth{Rate: rate} }, false},
			{"shutdown of a fleet that grows", func(int) network.Kind { return network.Shutdown{Growth: &rate} }, true},
		} {
			errors, err := r.rolling(ctx, candidate, origins, false)
			if err != nil {
				return "", err
			}
			t.add(read(fmt.Sprintf("%s, %s: RMSE of ln D, %s ahead", candidate.name, c.name, epochs(ahead[horizon])), "", errors[horizon]))
			part += []string{" (error ", " and "}[k] + fmt.Sprintf("%.2f", errors[horizon])
		}
		parts = append(parts, part+")")
	}
	return fmt.Sprintf("Growth, and the errors of growth and of shutdown %s ahead, rest on how the ban is cut out: %s.", epochs(ahead[horizon]), strings.Join(parts, ", ")), nil
}

// between returns the positions of the epochs that begin on the days from one to another, both inclusive.
func (r *record) between(from, to calendar.Date) []int {
	var list []int
	for k := r.first(from); k < r.first(to.AddDays(1)); k++ {
		list = append(list, k)
	}
	return list
}

// noChange returns the error of the forecast that difficulty stays, by horizon.
func (r *record) noChange(origins []int) []float64 {
	return rootMeanSquares(origins, func(k, h int) float64 { return math.Log(r.epochs[k].Difficulty / r.epochs[k+h].Difficulty) })
}

// rolling returns the error of a candidate by horizon, one forecast from each origin.
func (r *record) rolling(ctx context.Context, c candidate, origins []int, held bool) ([]float64, error) {
	paths := map[int]*path{}
	last := origins[len(origins)-1]
	for _, k := range origins {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		count := min(slices.Max(ahead), last-k) + 1
		response, err := r.bind(c.kind(k), nil, k, 3)
		if err != nil {
			return nil, err
		}
		f := free{origin: k, course: response.Start(), epochs: count}
		if held {
			f.holdFrom = day(r.epochs[k].FirstUnix).Days()
		}
		if paths[k], err = r.play(f); err != nil {
			return nil, err
		}
	}
	return rootMeanSquares(origins, func(k, h int) float64 { return math.Log(paths[k].difficulty[h] / r.epochs[k+h].Difficulty) }), nil
}

// rootMeanSquares takes an error at every horizon over the origins whose outcome is one of them.
func rootMeanSquares(origins []int, off func(origin, h int) float64) []float64 {
	last := origins[len(origins)-1]
	out := make([]float64, len(ahead))
	for i, h := range ahead {
		n, sum := 0, 0.0
		for _, k := range origins {
			if k+h <= last {
				e := off(k, h)
				n, sum = n+1, sum+e*e
			}
		}
		out[i] = math.Sqrt(sum / float64(max(n, 1)))
	}
	return out
}

// over makes a curve over whole numbers.
func over(x []int, values []float64, name string, role Role) Curve {
	c := Curve{Name: name, Role: role, Values: values}
	for _, v := range x {
		c.X = append(c.X, float64(v))
	}
	return c
}
