package backtest

import (
	"time"

	"hashwatt/sim/conf"
	"hashwatt/sim/network"
)

// bind makes a response that takes over at the first block of an epoch and answers for at most some years.
func (r *record) bind(kind network.Kind, shocks []network.Shock, origin int, years float64) (network.Response, error) {
	world, err := r.worldAt(origin)
	if err != nil {
		return nil, err
	}
	handOver := r.epochs[origin].FirstUnix
	words := network.RestOfWorld{Then: &network.AnyResponse{Kind: kind}, Shocks: shocks}
	response, problems := words.Bind(network.Binding{
		HandOver: time.Unix(int64(handOver), 0).UTC(),
		End:      time.Unix(int64(handOver+years*secondsPerYear), 0).UTC(),
		World:    world,
	})
	return response, conf.Problems(problems).Err()
}
