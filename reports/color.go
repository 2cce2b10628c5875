package reports

import (
	"fmt"
	"math"
	"strings"
)

// Color names a meaning, not a shade: a theme turns it into a light or a dark one. One meaning keeps one colour on
// every chart of every report. A tint is written with its step, from Blue.Tint(1), full, to Blue.Tint(5), palest.
type Color string

// The colours and what they mean.
const (
	Blue   Color = "blue"   // energy; the first series
	Orange Color = "orange" // money spent, cost, price of power
	Green  Color = "green"  // income, running
	Purple Color = "purple" // the network, hashrate
	Red    Color = "red"    // limits, loss
	Grey   Color = "grey"   // idle, others, the rest of the world
	Ink    Color = "ink"    // a neutral line, as dark as text
)

// Tints is how many steps a colour has.
const Tints = 5

// Tint is the colour's step from 1, full, to Tints, palest. Neighbouring areas of one meaning (the energy of five
// sites) take neighbouring steps.
func (c Color) Tint(step int) Color {
	return Color(fmt.Sprintf("%s-%d", c, min(max(step, 1), Tints)))
}

// Token is one row of the theme: a name that style sheets and charts use, its light and dark value as #rrggbb, and
// whether text is set in it, which asks for a contrast of 4.5 to 1 on every ground.
type Token struct {
	Name        string
	Light, Dark string
	Text        bool
	Use         string
}

// Tokens lists the theme. Contrast is computed over this table by a test.
func Tokens() []Token {
	return []Token{
		{"ground", "#ffffff", "#11151a", false, "page"},
		{"raised", "#f6f7f9", "#191f26", false, "cards, heads of tables"},
		{"line", "#dfe3e8", "#2b333d", false, "hairlines, axes"},
		{"ink", "#1a2027", "#e8edf2", true, "text"},
		{"muted", "#5b6672", "#9aa6b2", true, "captions, ticks"},
		{"blue", "#2563a8", "#6ea8e6", true, "energy, the first series"},
		{"orange", "#b8500a", "#f0954a", true, "money, cost"},
		{"green", "#1b7f5c", "#4cc39a", true, "income, running"},
		{"purple", "#7a4fa3", "#b692de", true, "network, hashrate"},
		{"red", "#b3302f", "#ef7d78", true, "limits, loss"},
		{"grey", "#8a94a0", "#78838f", false, "idle, the rest of the world: areas and lines, never text"},
		{"land", "#eceff2", "#1e252d", false, "land on maps"},
	}
}

// tintShare is how much of the full colour each step keeps; the ground gives the rest.
var tintShare = [Tints]float64{1, 0.78, 0.58, 0.4, 0.24}

// Palette returns every colour of one theme by name: the tokens, and the tints of each colour.
func Palette(dark bool) map[string]string {
	out := map[string]string{}
	for _, t := range Tokens() {
		out[t.Name] = t.Light
		if dark {
			out[t.Name] = t.Dark
		}
	}
	for _, c := range colors() {
		for i, share := range tintShare {
			out[string(c.Tint(i+1))] = mix(out[string(c)], out["ground"], share)
		}
	}
	return out
}

func colors() []Color { return []Color{Blue, Orange, Green, Purple, Red, Grey, Ink} }

// Text is the name of the token in which text of this meaning is set: the full colour, or the muted one for grey,
// which is too pale for text. No colour is ink.
func (c Color) Text() string {
	name, _, _ := strings.Cut(string(c), "-")
	switch name {
	case "":
		return string(Ink)
	case string(Grey):
		return "muted"
	}
	return name
}

// known tells whether c is a colour or a tint of the theme.
func (c Color) known() bool {
	name, step, tinted := strings.Cut(string(c), "-")
	if tinted && (len(step) != 1 || step[0] < '1' || step[0] > '0'+Tints) {
		return false
	}
	for _, k := range colors() {
		if name == string(k) {
			return true
		}
	}
	return false
}

// Contrast is the contrast ratio of two colours #rrggbb by WCAG 2.2, from 1 to 21: (L1 + 0.05) / (L2 + 0.05) of the
// relative luminances, the lighter above.
func Contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// luminance is the relative luminance of sRGB by WCAG 2.2.
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(channels(hex)[i]) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func channels(hex string) (rgb [3]int) {
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		panic("reports: colour " + hex + " is not #rrggbb")
	}
	return rgb
}

// mix is share of a and the rest of b, channel by channel.
func mix(a, b string, share float64) string {
	x, y := channels(a), channels(b)
	var out [3]int
	for i := range out {
		out[i] = int(math.Round(float64(x[i])*share + float64(y[i])*(1-share)))
	}
	return fmt.Sprintf("#%02x%02x%02x", out[0], out[1], out[2])
}
