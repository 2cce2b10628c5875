package scenario

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
)

// Network is the coin and the network as facts.
type Network struct {
	History  *network.History
	Replay   bool // history is replayed before the response answers
	Response network.Response
	HandOver time.Time // the start of the first epoch that history does not know

	Price, Fees           *market.Path
	Hashprice, Difficulty *market.Path // nil unless given
	EpochStep             bool
	FixedHours            float64
	Exact, Poisson        bool
	Past                  *Past // what the noise of the rest of the world repeats; nil where it is normal

	price, fees *series.Daily // recorded
	file        func(string) (*series.Daily, error)
}

// Rate is the exchange rate of a currency by day.
type Rate struct {
	Currency string
	Path     *market.Path
	First    calendar.Date // of its days
}

// epochsOfTarget is how many finished epochs the default target of a response is the mean of.
func (r *resolver) epochsOfTarget() int { return int(r.number("response_target_epochs")) }

// network resolves the coin, its fees and the rest of the world.
func (r *resolver) network() {
	words, at := &r.words.Bitcoin, r.tree.Get("bitcoin")
	n := &r.facts.Bitcoin
	n.EpochStep = words.MarketStep == "epoch"
	n.Exact = words.Retarget == "exact"
	n.Poisson = words.Blocks != "expected"
	if words.EpochCalendar == "fixed" {
		n.FixedHours = network.TargetTimespanS / 3600
	}
	n.price, n.fees = r.cat.CoinPrice(), r.cat.FeesPerBlock()
	n.file = r.file.Daily
	var rows []network.EpochRow
	for k := range r.cat.Retargets {
		row := &r.cat.Retargets[k]
		rows = append(rows, network.EpochRow{FirstHeight: row.FirstHeight, FirstUnix: row.FirstUnix, NBits: row.NBits})
	}
	var err error
	if n.History, err = network.NewHistory(rows); err != nil {
		panic("scenario: seeds: " + err.Error())
	}
	n.Price = r.bind(&words.Price, "price", market.CoinPrice(), n.price)
	n.Fees = r.bind(&words.Fees, "fees", market.Fees(), n.fees)
	n.Hashprice = r.bind(words.Hashprice, "hashprice", market.Hashprice(), nil)
	n.Difficulty = r.bind(words.Difficulty, "difficulty", market.Difficulty(), recordedDifficulty(n.History))
	r.together()
	if words.Difficulty != nil && words.Hashprice == nil {
		r.problem(at.Get("difficulty"), "bitcoin.difficulty", "goes with a given hashprice only; without one the network finds its difficulty itself")
	}
	if words.Hashprice != nil || len(r.problems) > 0 {
		return
	}
	last := n.History.Epochs[len(n.History.Epochs)-1]
	n.HandOver = time.Unix(int64(last.FirstUnix), 0).UTC()
	n.Replay = words.RestOfWorld.Replay != ""
	if !n.Replay {
		n.HandOver = r.facts.Axis.Start
	}
	response, problems := words.RestOfWorld.Bind(network.Binding{
		HandOver: n.HandOver, End: r.facts.Axis.At(r.facts.Axis.Hours), Replay: n.Replay, Target: r.target(n), LastHashprice: r.lastHashprice(n),
		File: r.file.Daily, World: r.world(),
	})
	r.problems = append(r.problems, under("bitcoin.rest_of_world", problems)...)
	n.Response = response
	n.Past = past(&words.Price, n.History)
}

func under(path string, problems []conf.Problem) []conf.Problem {
	for k := range problems {
		if problems[k].Path == "" {
			problems[k].Path = path
		}
	}
	return problems
}

// bind lays a series over the UTC days of the axis; nil words give nil.
func (r *resolver) bind(words *market.Series, key string, unit market.Unit, history *series.Daily) *market.Path {
	if words == nil {
		return nil
	}
	day, first := r.facts.Axis.Days()
	path, problems := words.Bind(market.Binding{Unit: unit, First: first, Days: int(day[len(day)-1]) + 1, History: history, File: r.file.Daily, Memory: &r.memory.Market})
	for k := range problems {
		if at := r.tree.Get("clock").Get("start"); problems[k].Pos.Line == 0 && at != nil {
			problems[k].Pos, problems[k].Excerpt = at.Pos, at.Pos.Excerpt()
		}
	}
	r.problems = append(r.problems, under("bitcoin."+key, problems)...)
	return path
}

// Days fills prices and fees of days outside the horizon on their central path, for what happened before the start. A
// series or a process that begins with the horizon holds its first value before it.
func (f *Facts) Days(first calendar.Date, days int) *kernel.Draw {
	n := &f.Bitcoin
	fill := func(words *market.Series, unit market.Unit, history *series.Daily, run *market.Path) (values, ratios []float64) {
		values = make([]float64, days)
		path, problems := words.Bind(market.Binding{Unit: unit, First: first, Days: days, History: history, File: n.file})
		if len(problems) == 0 && words.Replay != "" {
			path.Fill(values, market.Chance{})
			return values, path.Ratio()
		}
		day, _ := f.Axis.Days()
		whole := make([]float64, day[len(day)-1]+1)
		run.Fill(whole, market.Chance{})
		for d := range values {
			values[d] = whole[0]
		}
		if held := run.Ratio(); held != nil {
			ratios = make([]float64, days)
			for d := range ratios {
				ratios[d] = held[0]
			}
		}
		return values, ratios
	}
	var draw kernel.Draw
	draw.CoinUSD, _ = fill(&f.Words.Bitcoin.Price, market.CoinPrice(), n.price, n.Price)
	draw.FeeBTC, draw.FeeRatio = fill(&f.Words.Bitcoin.Fees, market.Fees(), n.fees, n.Fees)
	return &draw
}

// target is the mean hashprice of the last finished epochs, USD/PH/day; 0 where history does not tell.
func (r *resolver) target(n *Network) float64 {
	var sum, hours float64
	r.recordedHashprice(n, r.epochsOfTarget(), func(hashprice, h float64) {
		sum += hashprice * h
		hours += h
	})
	if hours == 0 {
		return 0
	}
	return sum / hours
}

// lastHashprice is the geometric mean of the hashprice of the last finished epoch, USD/PH/day; 0 where history does
// not tell or does not lead up to the hand-over.
func (r *resolver) lastHashprice(n *Network) float64 {
	var sum, hours float64
	r.recordedHashprice(n, 1, func(hashprice, h float64) {
		if hashprice > 0 {
			sum += math.Log(hashprice) * h
			hours += h
		}
	})
	if hours == 0 || !n.Replay {
		return 0
	}
	return math.Exp(sum / hours)
}

// recordedHashprice gives the hashprice of every day of the last finished epochs, as many as count, USD/PH/day,
// with the hours that it held.
func (r *resolver) recordedHashprice(n *Network, count int, give func(hashprice, hours float64)) {
	last := n.History.LastFinished()
	for k := last - count + 1; k <= last; k++ {
		e := n.History.Epochs[k]
		end := n.History.Epochs[k+1].FirstUnix
		first := calendar.DateOf(time.Unix(int64(e.FirstUnix), 0).UTC())
		days := calendar.DateOf(time.Unix(int64(end), 0).UTC()).Days() - first.Days() + 1
		for d := range days {
			dayStart := float64(first.AddDays(d).In(time.UTC).Unix())
			h := (math.Min(dayStart+86400, end) - math.Max(dayStart, e.FirstUnix)) / 3600
			at := first.Days() + d - n.price.First.Days()
			if h <= 0 || at < 0 || at >= len(n.price.Values) {
				continue
			}
			perBlock := network.SubsidyBTC(e.FirstHeight) + r.recordedFee(n, first.AddDays(d))
			give(network.Hashprice(e.Difficulty, perBlock, n.price.Values[at]), h)
		}
	}
}

// recordedFee is the fee per block of a day; after the record the default of seeds/defaults.csv.
func (r *resolver) recordedFee(n *Network, day calendar.Date) float64 {
	at := day.Days() - n.fees.First.Days()
	if at >= 0 && at < len(n.fees.Values) {
		return n.fees.Values[at]
	}
	return r.number("fees_after_data_btc_per_block")
}

// currencies resolves the exchange rates of every currency that a price or cost is in.
func (r *resolver) currencies() {
	users := map[string][]string{} // currency -> who needs it
	where := map[string]*conf.Node{}
	need := func(currency, who string, at *conf.Node) {
		if currency == "" || currency == "USD" || slices.Contains(users[currency], who) {
			return
		}
		users[currency] = append(users[currency], who)
		if where[currency] == nil && at != nil && at.Pos.Line > 0 {
			where[currency] = at
		}
	}
	need(string(r.words.Money.Report), "the report", r.tree.Get("money").Get("report"))
	for k := range r.facts.Sites {
		s := &r.facts.Sites[k]
		at := r.tree.Get("sites").Items[k]
		need(string(s.Infrastructure.Currency), "site "+s.ID, at.Get("costs"))
		need(string(s.RigPrice.Currency), "site "+s.ID, at.Get("costs"))
		t := &r.facts.Tariffs[s.Tariff]
		for _, currency := range r.tariffCurrencies(t.Components, s.Region) {
			need(currency, "site "+s.ID, at.Get("region"))
		}
	}
	for l := range r.facts.Limits {
		if monied, ok := r.facts.Limits[l].Kind.(limit.Monied); ok {
			need(string(monied.Currency()), "limit "+r.facts.Limits[l].Name, r.priceOf(&r.facts.Limits[l], string(monied.Currency())))
		}
	}
	var order []string
	for currency := range users {
		order = append(order, currency)
	}
	slices.Sort(order)
	r.facts.Money.Report = string(r.words.Money.Report)
	r.facts.Money.Rates = map[string][]float64{}
	day, first := r.facts.Axis.Days()
	days := int(day[len(day)-1]) + 1
	for _, currency := range order {
		words, given := r.words.Money.Rates.By[currency]
		history := r.recordedRate(currency)
		if !given {
			if history == nil || first.Before(history.First) {
				at := where[currency]
				if at == nil {
					at = r.file.Tree
				}
				known := "the seeds have no rates of it"
				if history != nil {
					known = fmt.Sprintf("the seeds have rates of it from %s only", history.First)
				}
				r.problem(at, "money.rates."+currency, "is missing, and %s; %s it: write its rate under money, rates: {%s: {process: flat, value: <rate> %s/USD}}",
					known, needing(users[currency]), currency, currency)
				continue
			}
			words = market.Series{Replay: "history", Then: &market.AnyProcess{Name: "flat", Kind: &market.Flat{}}}
			if last := history.First.AddDays(len(history.Values) - 1); last.Before(first.AddDays(days - 1)) {
				month := fmt.Sprintf("%04d-%02d", last.Year, int(last.Month))
				w := warning(RateEnds, []string{currency}, "the exchange rate of %s is known to %s and held after that", currency, month)
				w.Detail = month
				r.warn(w)
			}
		}
		path, problems := words.Bind(market.Binding{Unit: market.ExchangeRate(currency), First: first, Days: days, History: history, File: r.file.Daily, Memory: &r.memory.Market})
		if len(problems) > 0 {
			r.problems = append(r.problems, under("money.rates."+currency, problems)...)
			continue
		}
		rate := Rate{currency, path, first}
		r.facts.Rates = append(r.facts.Rates, rate)
		r.facts.Money.Rates[currency] = r.facts.Months(rate, days, market.Chance{})
	}
}

func listed(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s, %s and %d more", names[0], names[1], len(names)-2)
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// needing is who needs something: "site a needs", "site a and site b need".
func needing(names []string) string {
	if len(names) == 1 {
		return names[0] + " needs"
	}
	return listed(names) + " need"
}
