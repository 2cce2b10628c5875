package sample

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"

	"hashwatt/sim/conf"
)

func TestQuantilesByHand(t *testing.T) {
	// Each kind meets what low, mid and high are said to mean.
	t.Parallel()
	for _, c := range []struct {
		name           string
		low, mid, high float64
		u, want        float64
	}{
		{"", 4, 11.3, 85, 0, 4},
		{"", 4, 11.3, 85, 0.5, 11.3},
		{"", 4, 11.3, 85, 1, 85},
		{"", 4, 11.3, 85, 0.25, math.Sqrt(4 * 11.3)}, // the middle of a half in the logarithm
		{"two_piece", 4, 11.3, 85, 0.75, math.Sqrt(11.3 * 85)},
		{"", -10, 0, 100, 0.25, -5}, // even where low is not above 0
		{"", 0, 10, 100, 0.75, 55},
		{"", 7, 7, 7, 0.3, 7},
		{"uniform", 0, 9, 10, 0.3, 3},
		{"triangular", 0, 2, 10, 0.2, 2},                         // the share below the mode is (mid - low)/(high - low)
		{"triangular", 0, 2, 10, 0.6, 10 - math.Sqrt(0.4*10*8)},  // 4.343
		{"triangular", 0, 2, 10, 0.05, math.Sqrt(0.05 * 10 * 2)}, // 1
		{"triangular", 5, 5, 5, 0.5, 5},                          // no width
		{"normal", 4, 7, 10, 0.05, 4},                            // P5
		{"normal", 4, 7, 10, 0.5, 7},                             //
		{"normal", 4, 7, 10, 0.95, 10},                           // P95
		{"lognormal", 5, math.Sqrt(50), 10, 0.05, 5},             // P5
		{"lognormal", 5, math.Sqrt(50), 10, 0.95, 10},            // P95
		{"lognormal", 5, 7, 10, 0.5, 7},                          // a rounded mid is the median
		{"beta", 0, 5, 10, 0.5, 5},                               // beta(3, 3) is symmetric
		{"beta", 0, 0, 10, 0.5, 10 * (1 - math.Pow(0.5, 0.2))},   // beta(1, 5): 1 - (1 - x)^5
		{"beta", 0, 10, 10, 0.9, 10 * math.Pow(0.9, 0.2)},        // beta(5, 1): x^5
		{"beta", 3, 3, 3, 0.9, 3},                                // no width
		{"discrete", 4, 11.3, 85, 0.29, 4},                       // 30 %
		{"discrete", 4, 11.3, 85, 0.31, 11.3},                    // 40 %
		{"discrete", 4, 11.3, 85, 0.71, 85},                      // 30 %
		{"discrete", 4, 11.3, 85, 1, 85},                         //
		{"discrete", 4, 11.3, 85, 0, 4},                          //
	} {
		d, err := New(c.name, c.low, c.mid, c.high)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := d.Quantile(c.u); math.Abs(got-c.want) > 1e-12*max(1, math.Abs(c.want)) {
			t.Errorf("%s(%v, %v, %v) at %v is %v, want %v", c.name, c.low, c.mid, c.high, c.u, got, c.want)
		}
	}
}

func TestLognormalFiveToTen(t *testing.T) {
	// "5 to 10" as 5th and 95th percentile: mu = ln sqrt(50), sigma = ln 2/(2 x 1.644854).
	t.Parallel()
	d, err := New("lognormal", 5, math.Sqrt(50), 10)
	if err != nil {
		t.Fatal(err)
	}
	l := d.(Lognormal)
	if math.Abs(l.Mu-1.956012) > 5e-7 || math.Abs(l.Sigma-0.210702) > 5e-7 {
		t.Errorf("mu %v and sigma %v, want 1.956012 and 0.210702", l.Mu, l.Sigma)
	}
	if got := mathext.NormalQuantile(0.95); math.Abs(got-z95) > 1e-15 {
		t.Errorf("the 95th percentile of the standard normal is %v, want %v", got, z95)
	}
}

func TestBadDistributionsSayWhatToWrite(t *testing.T) {
	// What describes no distribution is refused, with a cure.
	t.Parallel()
	for _, c := range []struct {
		name           string
		low, mid, high float64
		want           string
	}{
		{"", 5, 4, 10, "low 5, mid 4, high 10 do not rise; write the smallest first"},
		{"", 4, 11, 10, "do not rise"},
		{"", math.NaN(), 4, 10, "are not numbers that can be drawn from"},
		{"", 1, 4, math.Inf(1), "are not numbers that can be drawn from"},
		{"", -1.7e308, 0, 1.7e308, "are not numbers that can be drawn from"},
		{"normal", 4, 11.3, 85, "mid 11.3 is not in the middle of low 4 and high 85, as a normal distribution has it; write mid 44.5, or choose two_piece"},
		{"lognormal", 4, 11.3, 85, "mid 11.3 is not the root of low 4 times high 85, as a lognormal distribution has it; write mid 18.4391"},
		{"lognormal", 0, 5, 10, "low 0 is not above 0, as every value of a lognormal distribution is"},
		{"csv", 4, 5, 6, "name the file"},
		{"norml", 4, 5, 6, `there is no distribution "norml"; did you mean "normal"?`},
		{"Student t", 4, 5, 6, `there is no distribution "Student t"; choose one of two_piece, normal, uniform, triangular, lognormal, beta, discrete, csv`},
	} {
		d, err := New(c.name, c.low, c.mid, c.high)
		if d != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New(%q, %v, %v, %v) = %v, %v, want an error with %q", c.name, c.low, c.mid, c.high, d, err, c.want)
		}
	}
}

func TestEveryDistributionIsAQuantileFunction(t *testing.T) {
	// Whatever the kind and its numbers: finite from 0 to 1, never falling but for the last bits, within low and high
	// where these are ends, and mid between the two halves where mid is the median.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(Names()[:len(Names())-1]).Draw(t, "name")
		low := rapid.Float64Range(-1e6, 1e6).Draw(t, "low")
		if name == "lognormal" {
			low = math.Abs(low) + 1e-6
		}
		high := low + rapid.Float64Range(0, 1e6).Draw(t, "width")
		mid := min(low+(high-low)*rapid.Float64Range(0, 1).Draw(t, "mid"), high)
		switch name {
		case "normal":
			mid = low + (high-low)/2
		case "lognormal":
			mid = min(max(math.Sqrt(low)*math.Sqrt(high), low), high)
		}
		d, err := New(name, low, mid, high)
		if err != nil {
			t.Fatal(err)
		}
		u, v := rapid.Float64Range(0, 1).Draw(t, "u"), rapid.Float64Range(0, 1).Draw(t, "v")
		a, b := d.Quantile(min(u, v)), d.Quantile(max(u, v))
		slack := 1e-12 * (math.Abs(a) + math.Abs(b))
		for _, q := range []float64{d.Quantile(0), a, b, d.Quantile(1)} {
			if math.IsNaN(q) || math.IsInf(q, 0) {
				t.Fatalf("%#v has a quantile of %v", d, q)
			}
			if !strings.HasSuffix(name, "normal") && (q < low || q > high) {
				t.Fatalf("%#v has a quantile of %v, outside %v to %v", d, q, low, high)
			}
		}
		if a > b+slack {
			t.Fatalf("%#v falls from %v at %v to %v at %v", d, a, min(u, v), b, max(u, v))
		}
		if middle := d.Quantile(0.5); (name == TwoPieceName || strings.HasSuffix(name, "normal")) && math.Abs(middle-mid) > 1e-9*(math.Abs(mid)+1) {
			t.Fatalf("the median of %#v is %v, want %v", d, middle, mid)
		}
		if p, ok := d.(PERT); ok && high-low > 1e-6*math.Abs(low) { // narrower ranges lose the digits of x
			x := (a - low) / (high - low)
			back := mathext.RegIncBeta(1+4*(p.Mid-low)/(high-low), 1+4*(high-p.Mid)/(high-low), min(max(x, 0), 1))
			if math.Abs(back-min(u, v)) > 1e-6 {
				t.Fatalf("%#v: the share below %v is %v, want %v", d, a, back, min(u, v))
			}
		}
	})
}

func TestExtremeRangesStayFinite(t *testing.T) {
	// Ranges over hundreds of powers of ten have finite quantiles within their ends.
	t.Parallel()
	for _, d := range []Distribution{TwoPiece{1e-300, 1, 1e300}, TwoPiece{5e-324, 1e300, 1e308}, Lognormal{700, 100}} {
		for _, u := range []float64{0, 0.1, 0.5, 0.9, 1} {
			if q := d.Quantile(u); math.IsNaN(q) || math.IsInf(q, 0) {
				t.Errorf("%#v at %v is %v", d, u, q)
			}
		}
	}
}

func TestReadEmpirical(t *testing.T) {
	// A sample from a file has the quantiles of its values, whatever their order and the ends of the lines.
	t.Parallel()
	d, err := ReadEmpirical("mw.csv", strings.NewReader("\ufeffpower (MW)\r\n16\r\n\r\n1\r\n4\r\n 2 \r\n8"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Empirical{Values: []float64{1, 2, 4, 8, 16}, Unit: "MW"}, d); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for u, want := range map[float64]float64{0: 1, 0.5: 4, 0.95: 14.4, 1: 16} {
		if got := d.Quantile(u); math.Abs(got-want) > 1e-12 {
			t.Errorf("at %v it is %v, want %v", u, got, want)
		}
	}
}

func TestBadSamplesAreProblems(t *testing.T) {
	// Every line that is not a number is told, with its place.
	t.Parallel()
	for text, want := range map[string][]string{
		"":                                  {`f.csv: there are no values; write a line "value"`},
		"value\n":                           {`f.csv: there are no values`},
		"1\n2\n":                            {`f.csv:1:1: the first line is a number; put a line with the name of the column above it`},
		"v\n1\nx\n2 MW\nNaN\n0x10\n1e999\n": {`f.csv:3:1: "x" is not a number`, `f.csv:4:1: "2 MW" is not a number`, `f.csv:5:1: "NaN" is not`, `f.csv:6:1: "0x10" is not`, `f.csv:7:1: 1e999 is larger`},
		"v\n\xff\n":                         {"f.csv: this is not UTF-8 text"},
		strings.Repeat("v\n", maxBytes/2+1): {"f.csv: the file is larger than 16 MB"},
	} {
		d, err := ReadEmpirical("f.csv", strings.NewReader(text))
		var problems conf.Problems
		if !errors.As(err, &problems) || len(problems) != len(want) || d.Values != nil {
			t.Errorf("%.20q: %v, want %d problems", text, err, len(want))
			continue
		}
		for i, p := range problems {
			if !strings.HasPrefix(p.String(), want[i]) {
				t.Errorf("%.20q: %s, want %s", text, p, want[i])
			}
		}
	}
	if _, err := ReadEmpirical("f.csv", strings.NewReader("v\n"+strings.Repeat("x\n", 100))); len(strings.Split(fmt.Sprint(err), "is not a number")) != maxProblems+1 {
		t.Errorf("a hundred problems are not cut to %d", maxProblems)
	}
	broken := errors.New("disk on fire")
	if _, err := ReadEmpirical("f.csv", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
}

func FuzzReadEmpirical(f *testing.F) {
	f.Add("value (MW)\n1\n2\n")
	f.Add("v\r\n-1e3\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadEmpirical("f.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		if q := d.Quantile(0.5); math.IsNaN(q) || math.IsInf(q, 0) {
			t.Fatalf("the median of %q is %v", text, q)
		}
	})
}
