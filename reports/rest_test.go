package reports

import (
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/network"
)

// The rest point is told with its hashrate, its hashprice, the part that runs and what further hashrate does.
func TestRestInWords(t *testing.T) {
	t.Parallel()
	r := &sim.Rest{Equilibrium: network.Equilibrium{HashratePHs: 700_000, Hashprice: 22.2}, InstalledPHs: 1_000_000, OwnPHs: 50_000, Displaced: 0.76}
	want := "Where it comes to rest. If the coin kept the price of 31 December 2030 and nobody bought or scrapped a machine, the network would settle at 700\u202fEH/s and 22.2\u202fUSD/PH/day: there the machines of the rest of the world that earn their electricity are those that run, 65.0\u202f% of what is installed. The 50.0\u202fEH/s of the sites run whatever others do. Of a further petahash there, 76.0\u202f% would drive out others and the rest would add to the network."
	if got := restText(r, "2030-12-31", "the sites"); got != want {
		t.Errorf("restText =\n%s\nwant\n%s", got, want)
	}
}
