package unit

// Hashprice is the gross income of a hashrate in USD per PH/s and day, zero or more: "50 USD/PH/day".
type Hashprice float64

// CoinPrice is the price of one bitcoin, zero or more: "100000 USD/BTC", "100 kUSD/BTC". Currency is always USD: a
// price in another currency would need the exchange rate of the same hour.
type CoinPrice struct {
	Amount   float64
	Currency string
}

// CoinsPerBlock is an amount of bitcoin in each block (fees), zero or more: "0.05 BTC/block".
type CoinsPerBlock float64

// ExchangeRate is the price of one USD, Amount in Currency, more than zero: "470 KZT/USD".
type ExchangeRate struct {
	Amount   float64
	Currency string
}

var (
	hashprice = dimension{
		noun: "a hashprice", example: "50 USD/PH/day", money: true, currency: "USD", sign: notNegative,
		units: []scale{{"/PH/day", 0}, {"/TH/day", 3}, {"/EH/day", -3}},
		bares: []bare{{1, []string{"USD/TH/day", "USD/PH/day"}, true}, {always, []string{"USD/PH/day", "USD/TH/day"}, true}},
		print: []scale{{"¤/PH/day", 0}},
	}
	coinPrice = dimension{
		noun: "a coin price", example: "100000 USD/BTC", money: true, currency: "USD", sign: notNegative,
		units: []scale{{"/BTC", 0}}, print: []scale{{"¤/BTC", 0}},
		bares: []bare{{1000, []string{"kUSD/BTC", "USD/BTC"}, true}, {always, []string{"USD/BTC"}, false}},
	}
	coinsPerBlock = dimension{
		noun: "an amount of coins per block", example: "0.05 BTC/block", sign: notNegative,
		units: []scale{{"BTC/block", 0}, {"sat/block", -8}}, print: []scale{{"BTC/block", 0}},
		bares: []bare{{1000, []string{"BTC/block"}, false}, {always, []string{"sat/block", "BTC/block"}, true}},
	}
	exchangeRate = dimension{
		noun: "an exchange rate", example: "470 KZT/USD", money: true, sign: positive,
		units: []scale{{"/USD", 0}}, print: []scale{{"¤/USD", 0}},
	}
)

// ParseHashprice reads a hashprice.
func ParseHashprice(text string) (Hashprice, error) {
	q, err := hashprice.parse(text)
	return Hashprice(q.value), err
}

// String prints the hashprice as ParseHashprice reads it.
func (h Hashprice) String() string { return hashprice.format(quantity{float64(h), "USD"}) }

// UnmarshalText reads a hashprice as ParseHashprice does.
func (h *Hashprice) UnmarshalText(text []byte) (err error) {
	*h, err = ParseHashprice(string(text))
	return err
}

// ParseCoinPrice reads the price of one bitcoin.
func ParseCoinPrice(text string) (CoinPrice, error) {
	q, err := coinPrice.parse(text)
	return CoinPrice{q.value, q.currency}, err
}

// String prints the price as ParseCoinPrice reads it.
func (p CoinPrice) String() string { return coinPrice.format(quantity{p.Amount, p.Currency}) }

// UnmarshalText reads a price as ParseCoinPrice does.
func (p *CoinPrice) UnmarshalText(text []byte) (err error) {
	*p, err = ParseCoinPrice(string(text))
	return err
}

// ParseCoinsPerBlock reads an amount of coins per block.
func ParseCoinsPerBlock(text string) (CoinsPerBlock, error) {
	q, err := coinsPerBlock.parse(text)
	return CoinsPerBlock(q.value), err
}

// String prints the amount as ParseCoinsPerBlock reads it.
func (c CoinsPerBlock) String() string { return coinsPerBlock.format(quantity{value: float64(c)}) }

// UnmarshalText reads an amount as ParseCoinsPerBlock does.
func (c *CoinsPerBlock) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCoinsPerBlock(string(text))
	return err
}

// ParseExchangeRate reads a rate in units of a currency per USD.
func ParseExchangeRate(text string) (ExchangeRate, error) {
	q, err := exchangeRate.parse(text)
	return ExchangeRate{q.value, q.currency}, err
}

// String prints the rate as ParseExchangeRate reads it.
func (r ExchangeRate) String() string { return exchangeRate.format(quantity{r.Amount, r.Currency}) }

// UnmarshalText reads a rate as ParseExchangeRate does.
func (r *ExchangeRate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseExchangeRate(string(text))
	return err
}
