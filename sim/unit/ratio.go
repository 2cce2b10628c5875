package unit

import "fmt"

// Fraction is a part of a whole, 0 to 1, written as a percentage: "60 %" is 0.6.
type Fraction float64

// Change is by how much something becomes larger or, with a minus sign, smaller, written as a percentage: "-44 %"
// is -0.44.
type Change float64

// Ratio is how many times something is something else, zero or more, written as a percentage: "105 %" is 1.05.
type Ratio float64

// AnnualRate is an effective annual rate, written as a percentage: "15 %/year" is 0.15. It may be negative.
type AnnualRate float64

// MonthlyRate is a rate per month, zero or more, written as a percentage: "5 %/month" is 0.05.
type MonthlyRate float64

// EpochRate is a rate per difficulty epoch of 2016 blocks, written as a percentage: "5 %/epoch" is 0.05. It may be
// negative.
type EpochRate float64

// Number is a number without a dimension, written bare: a PUE of 1.05, a difficulty of 1e14.
type Number float64

// Count is a number of things, zero or more, written bare or with the word: "1200", "1200 machines". Fractions are
// allowed.
type Count float64

var (
	fraction    = dimension{noun: "a fraction", example: "60 %", units: []scale{{"%", -2}}}
	change      = dimension{noun: "a change", example: "-44 %", units: []scale{{"%", -2}}}
	ratio       = dimension{noun: "a ratio", example: "105 %", sign: notNegative, units: []scale{{"%", -2}}, multiple: true}
	annualRate  = dimension{noun: "a rate per year", example: "15 %/year", units: []scale{{"%/year", -2}}}
	monthlyRate = dimension{noun: "a rate per month", example: "5 %/month", sign: notNegative, units: []scale{{"%/month", -2}}}
	epochRate   = dimension{noun: "a rate per epoch", example: "5 %/epoch", units: []scale{{"%/epoch", -2}}}
	number      = dimension{noun: "a plain number", example: "1.05", units: []scale{{"", 0}}}
	count       = dimension{
		noun: "a count", example: "1200", sign: notNegative,
		units: []scale{{"", 0}, {"machines", 0}, {"machine", 0}}, print: []scale{{"", 0}},
	}
)

// ParseFraction reads a percentage from 0 % to 100 %.
func ParseFraction(text string) (Fraction, error) {
	q, err := fraction.parse(text)
	if err == nil && (q.value < 0 || q.value > 1) {
		return 0, fmt.Errorf("%q is outside 0 %% to 100 %%; a fraction is written like %q", text, fraction.example)
	}
	return Fraction(q.value), err
}

// String prints the fraction as ParseFraction reads it.
func (f Fraction) String() string { return fraction.format(quantity{value: float64(f)}) }

// UnmarshalText reads a fraction as ParseFraction does.
func (f *Fraction) UnmarshalText(text []byte) (err error) {
	*f, err = ParseFraction(string(text))
	return err
}

// ParseChange reads a percentage that may be negative.
func ParseChange(text string) (Change, error) {
	q, err := change.parse(text)
	return Change(q.value), err
}

// String prints the change as ParseChange reads it.
func (c Change) String() string { return change.format(quantity{value: float64(c)}) }

// UnmarshalText reads a change as ParseChange does.
func (c *Change) UnmarshalText(text []byte) (err error) {
	*c, err = ParseChange(string(text))
	return err
}

// ParseRatio reads a percentage of zero or more.
func ParseRatio(text string) (Ratio, error) {
	q, err := ratio.parse(text)
	return Ratio(q.value), err
}

// String prints the ratio as ParseRatio reads it.
func (r Ratio) String() string { return ratio.format(quantity{value: float64(r)}) }

// UnmarshalText reads a ratio as ParseRatio does.
func (r *Ratio) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRatio(string(text))
	return err
}

// ParseAnnualRate reads a rate per year.
func ParseAnnualRate(text string) (AnnualRate, error) {
	q, err := annualRate.parse(text)
	return AnnualRate(q.value), err
}

// String prints the rate as ParseAnnualRate reads it.
func (r AnnualRate) String() string { return annualRate.format(quantity{value: float64(r)}) }

// UnmarshalText reads a rate as ParseAnnualRate does.
func (r *AnnualRate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseAnnualRate(string(text))
	return err
}

// ParseMonthlyRate reads a rate per month.
func ParseMonthlyRate(text string) (MonthlyRate, error) {
	q, err := monthlyRate.parse(text)
	return MonthlyRate(q.value), err
}

// String prints the rate as ParseMonthlyRate reads it.
func (r MonthlyRate) String() string { return monthlyRate.format(quantity{value: float64(r)}) }

// UnmarshalText reads a rate as ParseMonthlyRate does.
func (r *MonthlyRate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseMonthlyRate(string(text))
	return err
}

// ParseEpochRate reads a rate per epoch.
func ParseEpochRate(text string) (EpochRate, error) {
	q, err := epochRate.parse(text)
	return EpochRate(q.value), err
}

// String prints the rate as ParseEpochRate reads it.
func (r EpochRate) String() string { return epochRate.format(quantity{value: float64(r)}) }

// UnmarshalText reads a rate as ParseEpochRate does.
func (r *EpochRate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseEpochRate(string(text))
	return err
}

// ParseNumber reads a bare number.
func ParseNumber(text string) (Number, error) {
	q, err := number.parse(text)
	return Number(q.value), err
}

// String prints the number as ParseNumber reads it.
func (n Number) String() string { return number.format(quantity{value: float64(n)}) }

// UnmarshalText reads a number as ParseNumber does.
func (n *Number) UnmarshalText(text []byte) (err error) {
	*n, err = ParseNumber(string(text))
	return err
}

// ParseCount reads a count.
func ParseCount(text string) (Count, error) {
	q, err := count.parse(text)
	return Count(q.value), err
}

// String prints the count as ParseCount reads it, without the word.
func (c Count) String() string { return count.format(quantity{value: float64(c)}) }

// UnmarshalText reads a count as ParseCount does.
func (c *Count) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCount(string(text))
	return err
}
