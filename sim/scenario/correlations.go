package scenario

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// Correlation binds the shocks of two uncertain quantities to each other in the draws.
type Correlation struct {
	At conf.Pos `yaml:"-"`
	// Between names two quantities: bitcoin.price, bitcoin.fees, bitcoin.rest_of_world, bitcoin.hashprice,
	// bitcoin.difficulty, money.rates.RUB.
	Between []string `yaml:"between"`
	// Value is the correlation of their daily normal shocks, above -1 and below 1. The shock of the rest of the world
	// at a retarget is the sum of those of the fortnight before it. To name a quantity leaves its own shocks as they
	// are, but for the rest of the world: one that is named has shocks by day, and one that is not by epoch, so
	// compare values of a correlation, 0 among them, and not with and without an entry.
	Value unit.Number `yaml:"value"`
}

// Check returns what is wrong with one entry by itself.
func (c Correlation) Check(at *conf.Node) (problems []conf.Problem) {
	switch {
	case len(c.Between) != 2:
		problems = append(problems, conf.Problemf(at.Get("between"), "%s; a correlation is between two quantities, for example [bitcoin.price, bitcoin.rest_of_world]",
			count(len(c.Between), "name")))
	case c.Between[0] == c.Between[1]:
		problems = append(problems, conf.Problemf(at.Get("between"), "%s is always correlated with itself; name another quantity, or leave the entry out", c.Between[0]))
	}
	if c.Value <= -1 || c.Value >= 1 {
		problems = append(problems, conf.Problemf(at.Get("value"), "%s is no correlation of two quantities; it is above -1 and below 1", c.Value))
	}
	return problems
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Correlated says how the daily normal shocks of some quantities are mixed, so that they have the correlations that
// the scenario states: the shock of quantity i is Σ Factor[i][j]·(own shock of quantity j). Factor is the Cholesky
// factor of the matrix of correlations, a lower triangle, so that the first quantity keeps its own shocks, and one
// that is bound to nothing keeps them as well.
type Correlated struct {
	Names  []string    // in the fixed order of Quantities, exchange rates last by currency; nil where nothing is correlated
	Factor [][]float64 // row i has i+1 numbers
}

// The quantities that can be correlated; an exchange rate is RateOf and its currency.
const (
	PriceOf       = "bitcoin.price"
	FeesOf        = "bitcoin.fees"
	RestOfWorldOf = "bitcoin.rest_of_world"
	HashpriceOf   = "bitcoin.hashprice"
	DifficultyOf  = "bitcoin.difficulty"
	RateOf        = "money.rates."
)

// Quantities are the names of what can be correlated beside exchange rates, in the order in which they are mixed.
func Quantities() []string {
	return []string{PriceOf, FeesOf, RestOfWorldOf, HashpriceOf, DifficultyOf}
}

// correlations makes a factor of the entries, or says what is wrong with them.
func (r *resolver) correlations() {
	entries := r.words.Correlations
	list := r.tree.Get("correlations")
	before := len(r.problems)
	var names []string
	pairs := map[[2]string]int{}
	for k, c := range entries {
		at := list.Items[k]
		for j, name := range c.Between {
			if why := r.undrawn(name); why != "" {
				r.problem(at.Get("between").Items[j], "correlations", "%s", why)
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		pair := [2]string{min(c.Between[0], c.Between[1]), max(c.Between[0], c.Between[1])}
		if first, twice := pairs[pair]; twice {
			r.problem(at, "correlations", "%s and %s are correlated in line %d already; keep one of the two entries", c.Between[0], c.Between[1], list.Items[first].Pos.Line)
		} else {
			pairs[pair] = k
		}
	}
	if len(r.problems) > before || len(entries) == 0 {
		return
	}
	rank := func(name string) int {
		if at := slices.Index(Quantities(), name); at >= 0 {
			return at
		}
		return len(Quantities())
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	matrix := mat.NewSymDense(len(names), nil)
	for i := range names {
		matrix.SetSym(i, i, 1)
	}
	for _, c := range entries {
		matrix.SetSym(slices.Index(names, c.Between[0]), slices.Index(names, c.Between[1]), float64(c.Value))
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(matrix) {
		r.problem(list, "correlations", "%s", contradiction(entries, names, matrix))
		return
	}
	var lower mat.TriDense
	cholesky.LTo(&lower)
	r.facts.Correlated.Names = names
	for i := range names {
		row := make([]float64, i+1)
		for j := range row {
			row[j] = lower.At(i, j)
		}
		r.facts.Correlated.Factor = append(r.facts.Correlated.Factor, row)
	}
}

// contradiction says which entries no random numbers can have together, and by which factor they would have to
// shrink. With the smallest eigenvalue λ ≤ 0 of the matrix I + A, that of I + c·A is 1 + c·(λ − 1), above zero for
// c < 1/(1 − λ). The entries are those between the quantities that the eigenvector of λ is made of.
func contradiction(entries []Correlation, names []string, matrix mat.Symmetric) string {
	var eigen mat.EigenSym
	if !eigen.Factorize(matrix, true) {
		return "these correlations contradict each other; bring them closer to zero"
	}
	values := eigen.Values(nil) // rising
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	var involved []string
	for _, c := range entries {
		i, j := slices.Index(names, c.Between[0]), slices.Index(names, c.Between[1])
		if math.Abs(vectors.At(i, 0)) > 1e-6 && math.Abs(vectors.At(j, 0)) > 1e-6 {
			involved = append(involved, fmt.Sprintf("%s with %s (%s)", c.Between[0], c.Between[1], c.Value))
		}
	}
	factor := math.Floor(1000/(1-values[0])-1e-9) / 1000
	return fmt.Sprintf("%s contradict each other: no random numbers have all these correlations (the matrix is not positive definite, its smallest eigenvalue is %.3g); "+
		"multiply each by %.3g or less, or bring the one that is least certain closer to zero", strings.Join(involved, ", "), values[0], factor)
}

// undrawn says why a name cannot be correlated, "" if it can.
func (r *resolver) undrawn(name string) string {
	b := &r.words.Bitcoin
	still := func(words *market.Series) string {
		switch {
		case words == nil:
			return fmt.Sprintf("%s is not given in this scenario, so it has no shocks; leave the entry out", name)
		case words.Shocked():
			return ""
		case words.Then != nil && words.Then.Name == "bootstrap":
			return fmt.Sprintf("%s repeats days of the past, which have their own correlations; leave the entry out, and let what belongs together repeat the same days", name)
		}
		return fmt.Sprintf("%s is not moved by shocks (%s); give it a process that is, such as gbm or ou, or leave the entry out", name, words.Describe())
	}
	closed := func() string {
		if b.Hashprice != nil {
			return fmt.Sprintf("%s moves nothing where the hashprice is given; leave the entry out, or name bitcoin.hashprice", name)
		}
		return ""
	}
	switch name {
	case PriceOf:
		return still(&b.Price)
	case FeesOf:
		return still(&b.Fees)
	case HashpriceOf:
		return still(b.Hashprice)
	case DifficultyOf:
		return still(b.Difficulty)
	case RestOfWorldOf:
		switch why := closed(); {
		case why != "":
			return why
		case b.RestOfWorld.Then == nil:
			return fmt.Sprintf("%s replays history to the end, so it has no shocks; leave the entry out", name)
		case !noisy(b.RestOfWorld.Then.Kind):
			return fmt.Sprintf("%s is not moved by shocks (%s); give it a response with noise, or leave the entry out", name, b.RestOfWorld.Describe())
		case b.Price.Bootstrap() != nil:
			return fmt.Sprintf("%s repeats the days of the past that the price repeats, which have their own correlations; leave the entry out", name)
		}
		return ""
	}
	if currency, ok := strings.CutPrefix(name, RateOf); ok {
		if words, given := r.words.Money.Rates.By[currency]; given {
			return still(&words)
		}
		if r.recordedRate(currency) != nil {
			return fmt.Sprintf("the exchange rate of %s is not moved by shocks: it is held at its last value; write its process, money: {rates: {%s: {replay: history, then: {process: gbm, drift: 0 %%/year, volatility: 15 %%/year}}}}",
				currency, currency)
		}
	}
	known := Quantities()
	for _, currency := range r.words.Money.Rates.Keys {
		known = append(known, RateOf+currency)
	}
	return fmt.Sprintf("%q is not a quantity that can be correlated%s", name, conf.Hint(name, known))
}

// noisy says whether a response has noise.
func noisy(response network.Kind) bool {
	return slices.ContainsFunc(conf.Fields(reflect.TypeOf(response)), func(k conf.Key) bool { return k.Name == "noise" })
}
