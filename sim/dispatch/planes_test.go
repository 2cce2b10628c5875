package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// highest is the highest point of the least of some planes over the unit box, by a general linear programme: shares,
// what each lacks to 1, the height as the difference of two, and what planes are above it.
func highest(t *testing.T, planes, shares int, height []float64, rise [][]float64) float64 {
	t.Helper()
	n := 2*shares + 2 + planes
	a, b, c := mat.NewDense(shares+planes, n, nil), make([]float64, shares+planes), make([]float64, n)
	c[2*shares], c[2*shares+1] = -1, 1
	for w := range shares {
		a.Set(w, w, 1)
		a.Set(w, shares+w, 1)
		b[w] = 1
	}
	for k := range planes {
		for w := range shares {
			a.Set(shares+k, w, -rise[k][w])
		}
		a.Set(shares+k, 2*shares, 1)
		a.Set(shares+k, 2*shares+1, -1)
		a.Set(shares+k, 2*shares+2+k, 1)
		b[shares+k] = height[k]
	}
	least, _, err := lp.Simplex(c, a, b, 1e-11, nil)
	if err != nil {
		t.Fatal(err)
	}
	return -least
}

func TestTopIsTheHighestPointOfTheLeastPlane(t *testing.T) {
	// After each plane that is added the height is the optimum of the linear programme, no plane is lower at the point,
	// and the mixture of the planes is nowhere higher; also where many planes are alike.
	t.Parallel()
	rng := rand.New(rand.NewPCG(51, 1))
	var p Planes
	for range 40 {
		shares := 1 + rng.IntN(6)
		p.Reset(shares)
		var heights []float64
		var rises [][]float64
		for n := range 12 {
			rise, at, height := make([]float64, shares), make([]float64, shares), 100*rng.NormFloat64()
			for w := range rise {
				rise[w] = math.Round(4*rng.NormFloat64()) * 25
				at[w] = rng.Float64()
			}
			p.Add(height, rise, at)
			for w := range at {
				height -= rise[w] * at[w]
			}
			heights, rises = append(heights, height), append(rises, rise)
			p.Top()
			want := highest(t, n+1, shares, heights, rises)
			if math.Abs(p.Value-want) > 1e-8*(1+math.Abs(want)) {
				t.Fatalf("%d planes over %d shares: the height is %g, want %g", n+1, shares, p.Value, want)
			}
			mixed, sum := 0.0, 0.0
			for k, part := range p.Part {
				sum += part
				mixed += part * heights[k]
			}
			for w := range shares {
				slope := 0.0
				for k, part := range p.Part {
					slope += part * rises[k][w]
				}
				mixed += max(0, slope)
			}
			if math.Abs(sum-1) > 1e-9 || mixed > want+1e-8*(1+math.Abs(want)) {
				t.Fatalf("the parts add up to %g, and their plane is as high as %g, want 1 and %g", sum, mixed, want)
			}
			for k := range heights {
				at := heights[k]
				for w, x := range p.At {
					at += rises[k][w] * x
				}
				if at < p.Value-1e-8*(1+math.Abs(want)) {
					t.Fatalf("plane %d is %g at the point, lower than %g", k, at, p.Value)
				}
			}
		}
	}
}

func TestPlanesFindTheTopOfAConcaveFunction(t *testing.T) {
	// Tangents of a concave function of many shares at the highest points of those before come to its top. The inverse
	// is made anew on the way.
	t.Parallel()
	rng := rand.New(rand.NewPCG(52, 1))
	const shares = 12
	top, steep := make([]float64, shares), make([]float64, shares)
	for w := range top {
		top[w], steep[w] = rng.Float64(), 1000*(1+rng.Float64())
	}
	var p Planes
	p.Reset(shares)
	at, rise, best, pivots := make([]float64, shares), make([]float64, shares), math.Inf(-1), 0
	for range 3000 {
		height := 0.0
		for w := range at {
			far := at[w] - top[w]
			height -= steep[w] * math.Abs(far)
			rise[w] = -math.Copysign(steep[w], far)
		}
		best = max(best, height)
		p.Add(height, rise, at)
		p.Top()
		if p.Value-best < 1e-6 {
			break
		}
		copy(at, p.At)
		pivots++
	}
	if !(p.Value-best < 1e-6) || math.Abs(best) > 1e-6 {
		t.Errorf("after %d tangents the best point is %g and the bound %g, want 0", pivots, best, p.Value)
	}
}
