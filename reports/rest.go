package reports

import (
	"fmt"

	"hashwatt/sim"
)

// atRest says where the network would settle after the horizon, where the response knows the machines that stop and
// start.
func (b *builder) atRest() []Block {
	if b.r.Rest == nil {
		return nil
	}
	return []Block{{Prose: restText(b.r.Rest, b.lastDay(), b.siteOrSites())}}
}

// restText is the sentence of the network's rest point and what not to conclude from it.
func restText(r *sim.Rest, lastDay, who string) string {
	text := fmt.Sprintf("Where it comes to rest. If the coin kept the price of %s and nobody bought or scrapped a machine, the network would settle at %s and %s: there the machines of the rest of the world that earn their electricity are those that run, %s of what is installed.",
		dayText(lastDay), amount(r.HashratePHs, "PH/s"), WithUnit(Format(r.Hashprice, Digits(Num(r.Hashprice))), "USD/PH/day"), percent(100*(r.HashratePHs-r.OwnPHs)/r.InstalledPHs))
	if r.OwnPHs > 0 {
		text += fmt.Sprintf(" The %s of %s run whatever others do.", amount(r.OwnPHs, "PH/s"), who)
	}
	return text + fmt.Sprintf(" Of a further petahash there, %s would drive out others and the rest would add to the network.", percent(100*r.Displaced))
}
