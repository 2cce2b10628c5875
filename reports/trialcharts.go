package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/backtest"
)

func chartID(t *backtest.Test, k int) string { return fmt.Sprintf("%s-chart-%d", Slug(t.ID), k+1) }

// mostCurves is how many curves one chart of a test holds; more of them are parted into charts of one size.
const mostCurves = 5

// trialCharts draws the curves of chart k of a test. Where there are many, those whose names begin alike, up to a
// comma, share a chart, and each of these charts has what was observed and the guess that nothing changes beside
// them.
func trialCharts(one *backtest.Test, k int) []*Chart {
	in := &one.Charts[k]
	if len(in.Curves) <= mostCurves {
		if c := trialChart(in, chartID(one, k)); c != nil {
			return []*Chart{c}
		}
		return nil
	}
	var order []string
	parts := map[string][]backtest.Curve{}
	var common []backtest.Curve
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range in.Curves {
		for _, v := range c.Values {
			low, high = min(low, v), max(high, v)
		}
		if c.Role == backtest.Observed || c.Role == backtest.NoChange {
			common = append(common, c)
			continue
		}
		begins, _, _ := strings.Cut(c.Name, ",")
		if parts[begins] == nil {
			order = append(order, begins)
		}
		parts[begins] = append(parts[begins], c)
	}
	var out []*Chart
	for _, begins := range order {
		part := *in
		part.Title = in.Title + ": " + begins
		part.Curves = append(slices.Clone(common), parts[begins]...)
		if c := trialChart(&part, chartID(one, k)+"-"+Slug(begins)); c != nil {
			c.Span = Half
			if !in.Log && low >= 0 {
				c.Lines.Y.Low, c.Lines.Y.High = Fixed(0), Fixed(roundUp(high))
			}
			out = append(out, c)
		}
	}
	return out
}

// trialChart draws curves, one colour for each role; nil where there is nothing to draw.
func trialChart(in *backtest.Chart, id string) *Chart {
	l := &Lines{X: Axis{Name: "day"}, Y: Axis{Unit: in.Unit, Log: in.Log}}
	if in.Unit == "" {
		l.Y.Name = "value"
	}
	if in.XName != "" {
		l.X.Name = in.XName
	}
	roles := map[backtest.Role]int{}
	for c := range in.Curves {
		curve := &in.Curves[c]
		if len(curve.Values) == 0 {
			continue
		}
		at := &Stops{Numbers: Of(curve.X)}
		if in.XName == "" {
			at = &Stops{}
			for _, d := range curve.Dates {
				at.Dates = append(at.Dates, d.String())
			}
		}
		line := curveLine(curve, roles[curve.Role])
		roles[curve.Role]++
		line.At = at
		l.Series = append(l.Series, line)
	}
	if l.Series == nil {
		return nil
	}
	l.At = *l.Series[0].At
	if slices.IndexFunc(l.Series, func(s Line) bool {
		return !slices.Equal(s.At.Dates, l.At.Dates) || !slices.Equal(s.At.Numbers, l.At.Numbers)
	}) < 0 {
		for s := range l.Series {
			l.Series[s].At = nil
		}
	}
	if len(l.Series) == 2 && roles[backtest.Observed] == 1 && roles[backtest.Simulated] == 1 && closeTo(l.Series[0].Y, l.Series[1].Y) {
		s := slices.IndexFunc(l.Series, func(s Line) bool { return s.Color == Purple })
		l.Series[s].Style = Dashed // both are seen where they lie on one another
		l.Series[0], l.Series[1] = l.Series[1-s], l.Series[s]
	}
	var caption []string
	for _, role := range []struct {
		role backtest.Role
		text string
	}{{backtest.Observed, "black is what was observed"}, {backtest.Simulated, "purple what is simulated"}, {backtest.NoChange, "grey the guess that nothing changes"}} {
		if roles[role.role] > 0 {
			caption = append(caption, role.text)
		}
	}
	c := &Chart{ID: id, Title: in.Title, Span: Wide, Lines: l}
	if caption != nil {
		c.Caption = sentence(strings.Join(caption, ", ")) + "."
	}
	return c
}

// closeTo tells whether two lines lie so near that one would hide the other: nowhere farther apart than a fiftieth
// of their reach.
func closeTo(a, b Numbers) bool {
	low, high, apart := math.Inf(1), math.Inf(-1), 0.0
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		low, high = min(low, a[k].Value, b[k].Value), max(high, a[k].Value, b[k].Value)
		apart = max(apart, math.Abs(a[k].Value-b[k].Value))
	}
	return apart <= 0.02*(high-low)
}

// curveLine is how a role looks; the second and later curves of a role are paler and broken.
func curveLine(c *backtest.Curve, nth int) Line {
	line := Line{Name: c.Name, Y: Of(c.Values)}
	switch c.Role {
	case backtest.Observed:
		line.Color = Ink
	case backtest.NoChange:
		line.Color, line.Style = Grey, Dashed
	case backtest.Simulated:
		line.Color = Purple
	default:
		line.Color, line.Style = Purple.Tint(2+min(nth, 3)), Dotted
		return line
	}
	if nth > 0 {
		line.Style = []Style{Dashed, Dotted, Thin}[min(nth-1, 2)]
	}
	return line
}

// roundUp is the next number above v with one significant digit.
func roundUp(v float64) float64 {
	if v <= 0 {
		return 1
	}
	step := math.Pow(10, math.Floor(math.Log10(v)))
	return math.Ceil(v/step*(1-1e-12)) * step
}
