package unit

import (
	"encoding"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
)

// A reader reads one kind of quantity and returns it as a printable value.
type reader struct {
	name string
	read func(string) (fmt.Stringer, error)
	text func() encoding.TextUnmarshaler
}

// readers lists every kind, so that a new one is tested unasked.
func readers() []reader {
	return []reader{
		{"power", read(ParsePower), func() encoding.TextUnmarshaler { return new(Power) }},
		{"energy", read(ParseEnergy), func() encoding.TextUnmarshaler { return new(Energy) }},
		{"mass", read(ParseMass), func() encoding.TextUnmarshaler { return new(Mass) }},
		{"hashrate", read(ParseHashrate), func() encoding.TextUnmarshaler { return new(Hashrate) }},
		{"efficiency", read(ParseEfficiency), func() encoding.TextUnmarshaler { return new(Efficiency) }},
		{"celsius", read(ParseCelsius), func() encoding.TextUnmarshaler { return new(Celsius) }},
		{"fraction", read(ParseFraction), func() encoding.TextUnmarshaler { return new(Fraction) }},
		{"change", read(ParseChange), func() encoding.TextUnmarshaler { return new(Change) }},
		{"ratio", read(ParseRatio), func() encoding.TextUnmarshaler { return new(Ratio) }},
		{"monthly rate", read(ParseMonthlyRate), func() encoding.TextUnmarshaler { return new(MonthlyRate) }},
		{"minutes", read(ParseMinutes), func() encoding.TextUnmarshaler { return new(Minutes) }},
		{"annual rate", read(ParseAnnualRate), func() encoding.TextUnmarshaler { return new(AnnualRate) }},
		{"epoch rate", read(ParseEpochRate), func() encoding.TextUnmarshaler { return new(EpochRate) }},
		{"number", read(ParseNumber), func() encoding.TextUnmarshaler { return new(Number) }},
		{"count", read(ParseCount), func() encoding.TextUnmarshaler { return new(Count) }},
		{"currency", read(ParseCurrency), func() encoding.TextUnmarshaler { return new(Currency) }},
		{"money", read(ParseMoney), func() encoding.TextUnmarshaler { return new(Money) }},
		{"energy price", read(ParseEnergyPrice), func() encoding.TextUnmarshaler { return new(EnergyPrice) }},
		{"money per power", read(ParseMoneyPerPower), func() encoding.TextUnmarshaler { return new(MoneyPerPower) }},
		{"money per hashrate", read(ParseMoneyPerHashrate), func() encoding.TextUnmarshaler { return new(MoneyPerHashrate) }},
		{"hashprice", read(ParseHashprice), func() encoding.TextUnmarshaler { return new(Hashprice) }},
		{"coin price", read(ParseCoinPrice), func() encoding.TextUnmarshaler { return new(CoinPrice) }},
		{"coins per block", read(ParseCoinsPerBlock), func() encoding.TextUnmarshaler { return new(CoinsPerBlock) }},
		{"exchange rate", read(ParseExchangeRate), func() encoding.TextUnmarshaler { return new(ExchangeRate) }},
		{"duration", read(ParseDuration), func() encoding.TextUnmarshaler { return new(Duration) }},
	}
}

func read[T fmt.Stringer](parse func(string) (T, error)) func(string) (fmt.Stringer, error) {
	return func(text string) (fmt.Stringer, error) { v, err := parse(text); return v, err }
}

func readerOf(t *testing.T, name string) reader {
	t.Helper()
	for _, r := range readers() {
		if r.name == name {
			return r
		}
	}
	t.Fatalf("no kind of quantity is called %q", name)
	return reader{}
}

// A quantity reads as the value in its base unit, and prints in a fitting unit.
func TestQuantitiesReadAndPrint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, text string
		want       any
		prints     string
	}{
		{"power", "21 MW", Power(21), "21 MW"},
		{"power", "21MW", Power(21), "21 MW"},
		{"power", "  3.5   kW ", Power(0.0035), "3.5 kW"},
		{"power", "1500 MW", Power(1500), "1.5 GW"},
		{"power", "400 W", Power(0.0004), "400 W"},
		{"power", "1e3 MW", Power(1000), "1 GW"},
		{"power", ".5 GW", Power(500), "500 MW"},
		{"power", "+5 MW", Power(5), "5 MW"},
		{"power", "0 kW", Power(0), "0 MW"},
		{"power", "21\u202fMW", Power(21), "21 MW"}, // pasted from a report
		{"energy", "100 GWh", Energy(100e3), "100 GWh"},
		{"energy", "2.1 TWh", Energy(2.1e6), "2.1 TWh"},
		{"mass", "100 kt", Mass(100e3), "100 kt"},
		{"mass", "1500 kg", Mass(1.5), "1.5 t"},
		{"mass", "0.5 Mt", Mass(500e3), "500 kt"},
		{"minutes", "10 min", Minutes(10), "10 min"},
		{"ratio", "105 %", Ratio(1.05), "105 %"},
		{"monthly rate", "5 %/month", MonthlyRate(0.05), "5 %/month"},
		{"hashrate", "200 TH/s", Hashrate(0.2), "200 TH/s"},
		{"hashrate", "1EH/s", Hashrate(1000), "1 EH/s"}, // the E is not an exponent
		{"hashrate", "1e2EH/s", Hashrate(1e5), "100 EH/s"},
		{"efficiency", "17.5 J/TH", Efficiency(17.5), "17.5 J/TH"},
		{"efficiency", "17.5 W/TH", Efficiency(17.5), "17.5 J/TH"},
		{"celsius", "-12 C", Celsius(-12), "-12 °C"},
		{"celsius", "0 °C", Celsius(0), "0 °C"},
		{"celsius", "-0 C", Celsius(0), "0 °C"},
		{"fraction", "60 %", Fraction(0.6), "60 %"},
		{"change", "-44 %", Change(-0.44), "-44 %"},
		{"fraction", "7%", Fraction(0.07), "7 %"}, // 0.07*100 is not 7 in binary; the text is shifted instead
		{"annual rate", "15 %/year", AnnualRate(0.15), "15 %/year"},
		{"annual rate", "-18 %/year", AnnualRate(-0.18), "-18 %/year"},
		{"epoch rate", "4.1 %/epoch", EpochRate(0.041), "4.1 %/epoch"},
		{"number", "1.05", Number(1.05), "1.05"},
		{"number", "1e14", Number(1e14), "100000000000000"},
		{"number", "1e-9", Number(1e-9), "1e-9"},
		{"number", "-1.5e30", Number(-1.5e30), "-1.5e+30"},
		{"count", "1200 machines", Count(1200), "1200"},
		{"count", "1200", Count(1200), "1200"},
		{"currency", "RUB", Currency("RUB"), "RUB"},
		{"money", "0.4 MUSD", Money{0.4e6, "USD"}, "400 kUSD"},
		{"money", "2.5 bn RUB", Money{2.5e9, "RUB"}, "2.5 bn RUB"},
		{"money", "2.5 bnRUB", Money{2.5e9, "RUB"}, "2.5 bn RUB"},
		{"money", "15 k USD", Money{15e3, "USD"}, "15 kUSD"},
		{"money", "-100 RUB", Money{-100, "RUB"}, "-100 RUB"},
		{"money", "3 MXN", Money{3, "MXN"}, "3 MXN"}, // Mexican pesos, not millions of XN
		{"energy price", "2.54 RUB/kWh", EnergyPrice{2540, "RUB"}, "2.54 RUB/kWh"},
		{"energy price", "45 USD/MWh", EnergyPrice{45, "USD"}, "45 USD/MWh"},
		{"energy price", "0.045 USD/kWh", EnergyPrice{45, "USD"}, "45 USD/MWh"},
		{"energy price", "-5 EUR/MWh", EnergyPrice{-5, "EUR"}, "-5 EUR/MWh"},
		{"money per power", "0.40 MUSD/MW", MoneyPerPower{0.4e6, "USD"}, "400 USD/kW"},
		{"money per power", "400 USD/kW", MoneyPerPower{0.4e6, "USD"}, "400 USD/kW"},
		{"money per hashrate", "15 USD/TH", MoneyPerHashrate{15, "USD"}, "15 USD/TH"},
		{"money per hashrate", "15 USD/TH/s", MoneyPerHashrate{15, "USD"}, "15 USD/TH"},
		{"money per hashrate", "15000 USD/PH", MoneyPerHashrate{15, "USD"}, "15 USD/TH"},
		{"hashprice", "50 USD/PH/day", Hashprice(50), "50 USD/PH/day"},
		{"hashprice", "0.05 USD/TH/day", Hashprice(50), "50 USD/PH/day"},
		{"coin price", "100000 USD/BTC", CoinPrice{100000, "USD"}, "100000 USD/BTC"},
		{"coin price", "100 kUSD/BTC", CoinPrice{100000, "USD"}, "100000 USD/BTC"},
		{"coins per block", "0.05 BTC/block", CoinsPerBlock(0.05), "0.05 BTC/block"},
		{"coins per block", "5000000 sat/block", CoinsPerBlock(0.05), "0.05 BTC/block"},
		{"exchange rate", "470 KZT/USD", ExchangeRate{470, "KZT"}, "470 KZT/USD"},
		{"duration", "3 years", Duration{Years: 3}, "3 years"},
		{"duration", "1 year 6 months", Duration{Years: 1, Months: 6}, "1 year 6 months"},
		{"duration", "90 days", Duration{Days: 90}, "90 days"},
		{"duration", "12 hours", Duration{Hours: 12}, "12 h"},
		{"duration", "0 h", Duration{}, "0 h"},
		{"duration", "1 h", Duration{Hours: 1}, "1 h"},
	} {
		got, err := readerOf(t, test.kind).read(test.text)
		if err != nil {
			t.Errorf("%s %q: %v", test.kind, test.text, err)
			continue
		}
		if any(got) != test.want {
			t.Errorf("%s %q = %#v, want %#v", test.kind, test.text, got, test.want)
		}
		if got.String() != test.prints {
			t.Errorf("%s %q prints %q, want %q", test.kind, test.text, got, test.prints)
		}
	}
}

// A text that is not a quantity is refused with what was read, why, and the cure.
func TestRefusalsNameTheCure(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ kind, text, want string }{
		{"power", "3.5", `3.5 has no unit; write "3.5 MW" or "3.5 kW", whichever is meant`},
		{"power", "4000", `4000 has no unit; write "4000 kW", "4000 W" or "4000 MW", whichever is meant`},
		{"power", "1e400", `1e400 has no unit and is too large; a power is written like "21 MW"`},
		{"energy", "100", `100 has no unit; write "100 MWh", "100 kWh" or "100 GWh", whichever is meant`},
		{"hashrate", "200", `200 has no unit; write "200 TH/s" or "200 PH/s", whichever is meant`},
		{"money per power", "400", `400 has no unit; write "400 USD/kW" or "400000 USD/MW", which is the same`},
		{"money per power", "0.4", `0.4 has no unit; write "0.4 MUSD/MW" or "0.4 USD/kW", whichever is meant`},
		{"money per power", "350000", `350000 has no unit; write "350000 USD/MW" or "350 USD/kW", which is the same`},
		{"hashprice", "0.05", `0.05 has no unit; write "0.05 USD/TH/day" or "50 USD/PH/day", which is the same`},
		{"coin price", "100", `100 has no unit; write "100 kUSD/BTC" or "100000 USD/BTC", which is the same`},
		{"coins per block", "5000000", `5000000 has no unit; write "5000000 sat/block" or "0.05 BTC/block", which is the same`},
		{"money", "15000", `15000 has no unit; write "15000 USD"`},
		{"money", "15", `15 has no unit; write "15 USD", "15 kUSD" or "15 MUSD", whichever is meant`},
		{"energy price", "0.05", `0.05 has no unit; write "0.05 USD/kWh" or "50 USD/MWh", which is the same`},
		{"energy price", "-0.05", `-0.05 has no unit; write "-0.05 USD/kWh" or "-50 USD/MWh", which is the same`},
		{"power", "21 MWh", `"21 MWh" is an energy; a power is written like "21 MW"`},
		{"power", "21 mw", `"21 mw" has an unknown unit; did you mean "21 MW"?`},
		{"power", "21 M W", `"21 M W" has an unknown unit; did you mean "21 MW"?`},
		{"power", "21 hp", `"21 hp" has an unknown unit "hp"; a power is written like "21 MW" (W, kW, MW or GW)`},
		{"power", "", `empty; write a power like "21 MW"`},
		{"power", "   ", `empty; write a power like "21 MW"`},
		{"power", "NaN", `"NaN" is not a power; write a number and a unit, like "21 MW"`},
		{"power", ".inf", `".inf" is not a power; write a number and a unit, like "21 MW"`},
		{"power", "Inf MW", `"Inf MW" is not a power; write a number and a unit, like "21 MW"`},
		{"power", "MW", `"MW" is not a power; write a number and a unit, like "21 MW"`},
		{"power", "1.2.3 MW", `"1.2.3 MW" is not a power; write a number and a unit, like "21 MW"`},
		{"power", "0x10 MW", `"0x10 MW" has an unknown unit "x10 MW"; a power is written like "21 MW" (W, kW, MW or GW)`},
		{"power", "1_000 MW", `"1_000 MW" has "_" between its digits; write "1000 MW"`},
		{"power", "1 200 MW", `"1 200 MW" has a space between its digits; write "1200 MW"`},
		{"power", "1\u202f200 MW", `"1\u202f200 MW" has a thin space between its digits; write "1200 MW"`},
		{"power", "1'200 MW", `"1'200 MW" has "'" between its digits; write "1200 MW"`},
		{"power", "1,200 MW", `"1,200 MW" has a comma; write "1.200 MW" if it marks decimals, "1200 MW" if it groups thousands`},
		{"power", "1,200,000 W", `"1,200,000 W" has a comma between its digits; write "1200000 W"`},
		{"power", "1,200.5 MW", `"1,200.5 MW" has a comma between its digits; write "1200.5 MW"`},
		{"power", "−5 MW", `"−5 MW" starts with a typographic minus; write "-5 MW"`},
		{"power", "-5 MW", `"-5 MW" is negative; a power is written like "21 MW"`},
		{"power", "1e400 MW", `"1e400 MW" is too large; a power is written like "21 MW"`},
		{"power", "1e308 GW", `"1e308 GW" is too large; a power is written like "21 MW"`},
		{"power", "1e99999999999999999999 W", `"1e99999999999999999999 W" is too large; a power is written like "21 MW"`},
		{"power", "1e-400 MW", `"1e-400 MW" is too small to be told from zero; a power is written like "21 MW"`},
		{"power", "1e-99999999999999999999 W", `"1e-99999999999999999999 W" is too small to be told from zero; a power is written like "21 MW"`},
		{"efficiency", "0 J/TH", `"0 J/TH" is zero; an efficiency is more than zero, like "17.5 J/TH"`},
		{"celsius", "-300 C", `"-300 C" is below absolute zero; a temperature is written like "-12 °C"`},
		{"celsius", "-12", `-12 has no unit; write "-12 °C"`},
		{"fraction", "0.6", `0.6 has no unit; write "60 %", or "0.6 %" if that is meant`},
		{"fraction", "60", `60 has no unit; write "60 %"`},
		{"fraction", "250 %", `"250 %" is outside 0 % to 100 %; a fraction is written like "60 %"`},
		{"fraction", "5 %/year", `"5 %/year" is a rate per year; a fraction is written like "60 %"`},
		{"ratio", "1.05", `1.05 has no unit; write "105 %", or "1.05 %" if that is meant`},
		{"ratio", "-5 %", `"-5 %" is negative; a ratio is written like "105 %"`},
		{"monthly rate", "5 %", `"5 %" is a fraction; a rate per month is written like "5 %/month"`},
		{"duration", "90 min", `"90 min" is in minutes, and durations are counted in hours or more; write "1.5 h"`},
		{"duration", "2 weeks", `"2 weeks" is in weeks, and durations are counted in days; write "14 days"`},
		{"minutes", "1 h", `"1 h" is a duration; a time in minutes is written like "10 min"`},
		{"mass", "100", `100 has no unit; write "100 kt" or "100 t", whichever is meant`},
		{"mass", "100 kt CO2", `"100 kt CO2" has an unknown unit "kt CO2"; a mass of CO2 is written like "100 kt" (kg, t, kt or Mt)`},
		{"annual rate", "15 %", `"15 %" is a fraction; a rate per year is written like "15 %/year"`},
		{"annual rate", "0.15", `0.15 has no unit; write "15 %/year", or "0.15 %/year" if that is meant`},
		{"number", "60 %", `"60 %" is a fraction; a plain number is written like "1.05"`},
		{"number", "nan", `"nan" is not a plain number; write it like "1.05"`},
		{"count", "-3", `"-3" is negative; a count is written like "1200"`},
		{"currency", "usd", `"usd" is not a currency; did you mean "USD"?`},
		{"currency", "dollars", `"dollars" is not a currency; a currency is three capital letters, like "USD"`},
		{"money", "15 kusd", `"15 kusd" has an unknown unit; did you mean "15 kUSD"?`},
		{"money", "$15", `"$15" has a currency sign; write the three letters of its code, like "15 kUSD"`},
		{"money", "5 MWH", `"5 MWH" has an unknown unit "MWH"; an amount of money is written like "15 kUSD" (USD, kUSD, MUSD or bn USD)`},
		{"energy price", "45", `45 has no unit; write "45 USD/MWh" or "0.045 USD/kWh", which is the same`},
		{"energy price", "45 $/MWh", `"45 $/MWh" has a currency sign; write the three letters of its code, like "45 USD/MWh"`},
		{"energy price", "45 USD", `"45 USD" is an amount of money; an energy price is written like "45 USD/MWh"`},
		{"energy price", "2,54 RUB/kWh", `"2,54 RUB/kWh" has a comma; write "2.54 RUB/kWh" if it marks decimals, "254 RUB/kWh" if it groups thousands`},
		{"energy price", "45 usd/mwh", `"45 usd/mwh" has an unknown unit; did you mean "45 USD/MWh"?`},
		{"coin price", "9000000 RUB/BTC", `"9000000 RUB/BTC" has an unknown unit "RUB/BTC"; a coin price is written like "100000 USD/BTC" (USD/BTC)`},
		{"exchange rate", "0.0021 USD/KZT", `"0.0021 USD/KZT" has an unknown unit "USD/KZT"; an exchange rate is written like "470 KZT/USD" (KZT/USD)`},
		{"exchange rate", "0 KZT/USD", `"0 KZT/USD" is zero; an exchange rate is more than zero, like "470 KZT/USD"`},
		{"duration", "3", `3 has no unit; write "3 years", "3 months", "3 days" or "3 h", whichever is meant`},
		{"duration", "6 months 1 year", `"6 months 1 year" repeats or mixes its parts; write years, months, days and hours in that order, each once`},
		{"duration", "-1 h", `"-1 h" is negative; a duration is written like "3 years"`},
		{"power", strings.Repeat("1 ", 1000), `a text of 2000 bytes is not a power; write it like "21 MW"`},
		{"currency", strings.Repeat("X", 2000), `a currency is three capital letters, like "USD"`},
		{"duration", "", `empty; write a duration like "3 years"`},
		{"duration", "1 200 h", `"1 200 h" has a space between its digits; write "1200 h"`},
	} {
		got, err := readerOf(t, test.kind).read(test.text)
		if err == nil {
			t.Errorf("%s %q = %v, want the error %s", test.kind, test.text, got, test.want)
		} else if err.Error() != test.want {
			t.Errorf("%s %q:\n got %s\nwant %s", test.kind, test.text, err, test.want)
		}
	}
}

// Every example that an error offers can itself be read.
func TestExamplesAreReadable(t *testing.T) {
	t.Parallel()
	for _, d := range append(dimensions(), &number) {
		if d == &duration {
			continue // has its own reader, tested above with "3 years"
		}
		if _, err := d.parse(d.example); err != nil {
			t.Errorf("the example of %s cannot be read: %v", d.noun, err)
		}
	}
}

// Whatever a number without a unit is answered with can itself be read, and what is called the same is the same,
// rounding aside.
func TestOffersForBareNumbersAreReadable(t *testing.T) {
	t.Parallel()
	quoted := regexp.MustCompile(`"([^"]+)"`)
	for _, d := range dimensions() {
		for _, number := range []string{"0", "1e-9", "0.05", "0.7", "3.5", "45", "400", "1000", "4000", "15000", "1e6", "3.3e12"} {
			if number == "0" && d.sign == positive {
				continue
			}
			err := d.noUnit(number)
			var values []float64
			for _, m := range quoted.FindAllStringSubmatch(err.Error(), -1) {
				if d == &duration {
					if _, err := ParseDuration(m[1]); err != nil {
						t.Errorf("%s offers what cannot be read: %v", m[1], err)
					}
					continue
				}
				q, bad := d.parse(m[1])
				if bad != nil {
					t.Errorf("%v\noffers what cannot be read: %v", err, bad)
				}
				values = append(values, q.value)
			}
			for _, v := range values {
				if strings.HasSuffix(err.Error(), "the same") && math.Abs(v-values[0]) > 1e-12*v {
					t.Errorf("%v: %v and %v are not the same", err, values[0], v)
				}
			}
		}
	}
}

// UnmarshalText is the parser.
func TestUnmarshalTextIsTheParser(t *testing.T) {
	t.Parallel()
	for _, r := range readers() {
		if err := r.text().UnmarshalText([]byte("?")); err == nil {
			t.Errorf("%s accepts a question mark", r.name)
		}
	}
	var p Power
	if err := p.UnmarshalText([]byte("21 MW")); err != nil || p != 21 {
		t.Errorf("UnmarshalText(21 MW) = %v, %v", p, err)
	}
}

// A length without a calendar uses the year of rates: 8,766 h.
func TestDurationLengths(t *testing.T) {
	t.Parallel()
	d := Duration{Years: 1, Months: 6, Days: 2, Hours: 3}
	if got, want := d.InHours(), 8766+6*730.5+48+3; got != want {
		t.Errorf("InHours(%v) = %v, want %v", d, got, want)
	}
	if got := (Duration{Months: 18}).InYears(); got != 1.5 {
		t.Errorf("InYears(18 months) = %v, want 1.5", got)
	}
}

// People see three digits, one scale, thin spaces and a true minus; rounding never leaves "1000 kW" beside "1 MW".
func TestHuman(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		v    float64
		unit string
		want string
	}{
		{1.91e6, "MWh", "1.91 TWh"},
		{21, "MW", "21 MW"},
		{1300, "PH/s", "1.3 EH/s"},
		{-84.2e6, "USD", "−84.2 M$"},
		{41234, "USD", "41.2 k$"},
		{2.5e9, "RUB", "2.5 bn RUB"},
		{12e12, "USD", "12 000 bn$"},
		{0.9996, "MW", "1 MW"},
		{0.9994, "MW", "999 kW"},
		{999.6, "MW", "1 GW"},
		{0, "MW", "0 MW"},
		{0, "USD", "0 $"},
		{0.95e6, "t", "950 kt"},
		{8766, "h", "8 766 h"},
		{999.7, "h", "1 000 h"},
		{1.3125, "%", "1.31 %"},
		{41234.5, "USD/BTC", "41 234 USD/BTC"},
		{0.00012345, "BTC", "0.000123 BTC"},
		{1.2e-8, "BTC", "1.2e-8 BTC"},
		{1.2e18, "", "1.2e18"},
		{2.617787, "", "2.62"},
		{math.NaN(), "MW", "n/a"},
		{math.Inf(-1), "MW", "n/a"},
	} {
		want := strings.ReplaceAll(test.want, " ", "\u202f")
		want = strings.Replace(want, "bn\u202fRUB", "bn RUB", 1)
		if got := Human(test.v, test.unit); got != want {
			t.Errorf("Human(%v, %q) = %q, want %q", test.v, test.unit, got, want)
		}
	}
}

// A column takes the scale of its largest value.
func TestScale(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		max    float64
		unit   string
		factor float64
		scaled string
	}{
		{1.91e6, "MWh", 1e-6, "TWh"},
		{-3e6, "USD", 1e-6, "M$"},
		{3e6, "KZT", 1e-6, "MKZT"},
		{12, "USD/MWh", 1, "USD/MWh"},
		{0, "MWh", 1, "MWh"},
		{0, "USD", 1, "$"},
		{math.NaN(), "MW", 1, "MW"},
		{math.Inf(1), "MW", 1, "MW"},
	} {
		factor, scaled := Scale(test.max, test.unit)
		if factor != test.factor || scaled != test.scaled {
			t.Errorf("Scale(%v, %q) = %v, %q, want %v, %q", test.max, test.unit, factor, scaled, test.factor, test.scaled)
		}
	}
}
