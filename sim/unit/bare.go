package unit

import (
	"fmt"
	"math"
	"strings"
)

// A bare is what numbers of some size without a unit may mean.
type bare struct {
	below float64  // the size that they do not reach; numbers of all sizes need a row
	units []string // the likely one first
	same  bool     // the other units are offered for the same quantity, not for another one
}

// always is the size that no number reaches.
var always = math.Inf(1)

// noUnit says what to write for a number without a unit: in all units that a number of its size may have been meant
// in, so that nobody who copies the answer is out by a power of ten. For a percentage there are two readings.
func (d *dimension) noUnit(number string) error {
	_, name, err := d.split(d.example)
	if err != nil {
		panic("unit: the example " + d.example + " cannot be read")
	}
	v, err := parseShifted(number, 0)
	if err != nil {
		return fmt.Errorf("%s has no unit and is %w; %s is written like %q", number, err, d.noun, d.example)
	}
	most := 1.0
	if d.multiple {
		most = 10
	}
	if strings.HasPrefix(name, "%") && -most <= v && v <= most && v != 0 {
		return fmt.Errorf("%s has no unit; write %q, or %q if that is meant", number, formatShifted(v, -2)+" "+name, number+" "+name)
	}
	for _, b := range d.bares {
		if math.Abs(v) < b.below {
			return b.offer(d, number)
		}
	}
	return fmt.Errorf("%s has no unit; write %q", number, number+" "+name)
}

// offer lists a number in the units of a row.
func (b *bare) offer(d *dimension, number string) error {
	list := make([]string, len(b.units))
	of, _, _ := d.find(b.units[0])
	for k, name := range b.units {
		shown := number
		if v, err := parseShifted(number, of); err == nil && b.same && k > 0 {
			exp, _, _ := d.find(name)
			shown = formatShifted(v, exp)
		}
		list[k] = fmt.Sprintf("%q", shown+" "+name)
	}
	last := len(list) - 1
	switch {
	case last == 0:
		return fmt.Errorf("%s has no unit; write %s", number, list[0])
	case b.same:
		return fmt.Errorf("%s has no unit; write %s or %s, which is the same", number, strings.Join(list[:last], ", "), list[last])
	}
	return fmt.Errorf("%s has no unit; write %s or %s, whichever is meant", number, strings.Join(list[:last], ", "), list[last])
}
