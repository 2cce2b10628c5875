// Package unit holds the quantities that people write and read: "21 MW", "0.045 USD/kWh", "17.5 J/TH".
//
// Words: a quantity is a number and a unit. Its dimension says which units fit (a power takes W, kW, MW or GW). Its
// base unit is the one in which the Go value counts (MW for a Power).
//
// What always holds:
//   - a quantity is written as a decimal number, an optional space, and a unit; exponents are allowed ("1e3 MW");
//   - String prints what Parse reads, in the shortest exact form: ParsePower(p.String()) == p for every p that ParsePower can
//     return, to the last bit. Units differ by powers of ten only, so scaling moves the decimal point of the text and never
//     rounds;
//   - NaN, infinities, overflow, underflow to zero and an empty text are refused, and so are the spellings that hide mistakes:
//     "1_000", "1,000", "1 000", a typographic minus, a bare number where a unit is due;
//   - an error says what was read, why it does not fit, and what to write instead.
//
// Why: a bare number is the commonest silent error in energy models, hence a number without its unit is an error
// here. Types rather than one Quantity with a tag, because the compiler then checks what a field may hold. A
// currency stays beside its amount and is not checked against a list: whether there is a rate for it is known only
// where rates are known.
//
// It does not convert between currencies, does not do arithmetic, and knows nothing of what a quantity is used for:
// the bounds of a field (a PUE of at least 1) belong to the field.
package unit
