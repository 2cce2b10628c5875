package unit

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Every finite value in the base unit prints to a text that reads as the same value, to the last bit.
func TestPrintedQuantitiesReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := math.Abs(rapid.Float64().Filter(func(v float64) bool { return !math.IsInf(v, 0) }).Draw(t, "v"))
		currency := rapid.SampledFrom([]string{"USD", "RUB", "KZT"}).Draw(t, "currency")
		same(t, Power(v), ParsePower)
		same(t, Energy(v), ParseEnergy)
		same(t, Mass(v), ParseMass)
		same(t, Ratio(v), ParseRatio)
		same(t, MonthlyRate(v), ParseMonthlyRate)
		same(t, Minutes(v), ParseMinutes)
		same(t, Hashrate(v), ParseHashrate)
		same(t, Celsius(v), ParseCelsius)
		same(t, Change(-v), ParseChange)
		same(t, AnnualRate(-v), ParseAnnualRate)
		same(t, EpochRate(v), ParseEpochRate)
		same(t, Number(-v), ParseNumber)
		same(t, Count(v), ParseCount)
		same(t, Hashprice(v), ParseHashprice)
		same(t, CoinsPerBlock(v), ParseCoinsPerBlock)
		same(t, Fraction(rapid.Float64Range(0, 1).Draw(t, "fraction")), ParseFraction)
		same(t, Money{-v, currency}, ParseMoney)
		same(t, EnergyPrice{-v, currency}, ParseEnergyPrice)
		same(t, MoneyPerPower{v, currency}, ParseMoneyPerPower)
		same(t, MoneyPerHashrate{v, currency}, ParseMoneyPerHashrate)
		same(t, CoinPrice{v, "USD"}, ParseCoinPrice)
		same(t, Duration{Years: v, Months: 6, Hours: v}, ParseDuration)
		if v > 0 {
			same(t, Efficiency(v), ParseEfficiency)
			same(t, ExchangeRate{v, currency}, ParseExchangeRate)
		}
	})
}

func same[T interface {
	comparable
	String() string
}](t *rapid.T, v T, parse func(string) (T, error)) {
	t.Helper()
	got, err := parse(v.String())
	if err != nil || got != v {
		t.Fatalf("%#v prints %q, which reads as %#v, %v", v, v.String(), got, err)
	}
}

// Whatever the text, a reader either refuses it with a message or returns a finite value that reads back from its
// print.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"21 MW", "1e3 GWh", "60 %", "-12 °C", "2.54 RUB/kWh", "0.4 MUSD/MW", "2.5 bn RUB", "1 year 6 months", "470 KZT/USD",
		"1,000", "−5 MW", "1 200 MW", "1e-400", "5e-324 MW", "1.7976931348623157e308 W", "$", "",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range readers() {
			v, err := r.read(text)
			if err != nil {
				if err.Error() == "" {
					t.Errorf("%s %q is refused without a message", r.name, text)
				}
				continue
			}
			again, err := r.read(v.String())
			if err != nil || again != v {
				t.Errorf("%s %q reads as %#v and prints %q, which reads as %#v, %v", r.name, text, v, v.String(), again, err)
			}
		}
	})
}
