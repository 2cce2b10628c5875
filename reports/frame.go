package reports

import (
	"fmt"
	"math"
	"slices"
)

// A price axis ends at the round number above so many times the price at which the last machine stops, where the
// dearest hour costs so many times that again: then all that can be read lies on the axis.
const (
	overLast  = 2.5
	overFrame = 2.0
)

// frame is the end of the price axis of a span, nil for that of the data, and what the caption says of hours above it.
func (b *builder) frame(in span, curves []supply, last float64) (end *Number, caption string) {
	dearest, most := 0, math.Inf(-1)
	for k, s := range curves {
		if top := slices.Max(b.p.Price[s.tariff][in.from:in.to]); top > most {
			dearest, most = k, top
		}
	}
	at := roundUp(overLast * last)
	if last <= 0 || most < overFrame*at {
		return nil, ""
	}
	share := Num(100 * (1 - below(b.p.Price[curves[dearest].tariff][in.from:in.to], at)))
	where := ""
	if len(curves) > 1 {
		where = " in " + curves[dearest].name()
	}
	return Fixed(at), fmt.Sprintf(" The dearest %s of hours%s, up to %s, lie above the frame.",
		WithUnit(Format(share.Value, min(Digits(share), 2)), "%"), where, WithUnit(Format(most, 0), "USD/MWh"))
}
