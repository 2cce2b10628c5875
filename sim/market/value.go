package market

import "hashwatt/sim/conf"

// Value is a scalar whose unit the process does not know. It is kept as it was written, with its place, until the
// owner of the quantity says how to read it.
type Value struct {
	Text string
	At   conf.Pos
}

// DecodeNode takes the text as it stands.
func (v *Value) DecodeNode(n *conf.Node) error {
	v.At = n.Pos
	return conf.Decode(n, &v.Text)
}

// String returns the text as it was written.
func (v Value) String() string { return v.Text }

// read returns the value in a unit, or the problem with it.
func (v Value) read(u Unit) (float64, []conf.Problem) {
	x, err := u.Parse(v.Text)
	if err != nil {
		return 0, []conf.Problem{problem(v.At, "%s", err)}
	}
	return x, nil
}
