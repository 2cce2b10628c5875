package backtest

import (
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/fit"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// The ban in China fell into the epochs that began between these days. They hold no lesson about prices, so no fit
// sees them.
var banFrom, banTo = fit.BanEpochs()

// inBan reports whether an epoch began while the ban took effect and its machines came back.
func (r *record) inBan(k int) bool {
	return r.epochs[k].FirstUnix >= unix(banFrom) && r.epochs[k].FirstUnix <= unix(banTo)
}

// fitted is what a window of the record says about the rest of the world.
type fitted struct {
	*fit.RestOfWorld         // the adjustment, by least squares
	rate             float64 // logarithmic growth per year
	end              float64 // s since 1970: the first block of the epoch after the last one that was used
	from, to         calendar.Date
}

// fit fits growth and adjustment to the epochs that begin on a day or later and that have ended with the first
// block of another epoch, without those of the ban.
func (r *record) fit(from calendar.Date, before int) (*fitted, error) {
	last := day(r.epochs[before-1].FirstUnix)
	adjustment, err := fit.FitRestOfWorld(&claim.Record{History: &network.History{Epochs: r.epochs}, Price: r.price, Fees: r.fees}, from, last, true)
	if err != nil {
		return nil, err
	}
	f := &fitted{RestOfWorld: adjustment, end: r.epochs[before].FirstUnix, from: adjustment.First, to: day(r.epochs[before].FirstUnix).AddDays(-1)}
	f.rate = r.growthRate(from, before, r.inBan)
	return f, nil
}

// growthRate is the logarithmic growth of hashrate per year over the steps of a fit, without those that end in an
// epoch that is cut out.
func (r *record) growthRate(from calendar.Date, before int, cut func(k int) bool) float64 {
	var grown, years float64
	for k := r.first(from); k < before; k++ {
		if !cut(k) {
			grown += math.Log(r.epochs[k].HashratePHs / r.epochs[k-1].HashratePHs)
			years += (r.epochs[k].FirstUnix - r.epochs[k-1].FirstUnix) / secondsPerYear
		}
	}
	return grown / years
}

const secondsPerYear = unit.HoursPerYear * 3600

// growth returns the words of growth at the fitted rate.
func (f *fitted) growth() network.Kind {
	return network.Growth{Rate: unit.AnnualRate(math.Expm1(f.rate))}
}

// adjustment returns the words of the fitted adjustment for a hand-over (s since 1970), to which the target is
// carried. Where hashrate fell the more the more mining earned, no response is meant by that, and what is left is
// one that does not move.
func (f *fitted) adjustment(handOver float64) network.Kind {
	speed, decline, target := f.value("speed")/100, f.value("decline")/100, f.value("target")
	carried := unit.Hashprice(target * math.Pow(1-decline, (handOver-f.end)/secondsPerYear))
	return network.Adjustment{Speed: unit.EpochRate(min(max(speed, 0), 1)), Decline: unit.AnnualRate(decline), Target: &carried}
}

// identified reports whether the window tells the speed of the adjustment from zero: by two standard errors or more.
func (f *fitted) identified() bool { return f.T >= 2 }

// known returns the response that the window supports: the adjustment if its speed can be told from zero, growth
// otherwise.
func (f *fitted) known(handOver float64) network.Kind {
	if f.identified() {
		return f.adjustment(handOver)
	}
	return f.growth()
}

// words names the parameters of what known returns.
func (f *fitted) words() string {
	if f.identified() {
		return "speed, decline and target of adjustment"
	}
	return "rate of growth"
}

// response says in words what known returns.
func (f *fitted) response() string {
	if f.identified() {
		return fmt.Sprintf("an adjustment by %.1f %%/epoch", f.value("speed"))
	}
	return fmt.Sprintf("growth of %.0f %%/year", 100*math.Expm1(f.rate))
}

// why says which response the window supports.
func (f *fitted) why() string {
	speed, _ := f.Parameter("speed")
	text := fmt.Sprintf("The %d epochs from %s to %s give the adjustment a speed of %.1f ± %.1f %%/epoch", f.Epochs, f.from, f.to, speed.Value, speed.Error)
	if f.identified() {
		return text + "."
	}
	return text + fmt.Sprintf(", which cannot be told from zero, so the response is their growth of %.0f %%/year.", 100*math.Expm1(f.rate))
}

// value returns a fitted parameter in the unit that it is printed in.
func (f *fitted) value(key string) float64 {
	p, ok := f.Parameter(key)
	if !ok {
		panic("backtest: a fit has no " + key)
	}
	return p.Value
}

// window says what was fitted, and what it is tested on.
func (f *fitted) window(what string, from, to calendar.Date) Window {
	return Window{What: what, FittedFrom: f.from, FittedTo: f.to, TestedFrom: from, TestedTo: to}
}
