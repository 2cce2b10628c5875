package limit

import (
	"fmt"
	"math"
)

// values takes an hourly series over the hours of the axis: by its own dates where it has them all, and otherwise
// its whole years in turn, each day taking the day of the same ISO week and weekday. The unit is that of the
// series, "" where it does not say.
func (in *Input) values(name string) (list []float64, unit string, err error) {
	if in.Series == nil {
		return nil, "", fmt.Errorf("series %q is not at hand: no series were given", name)
	}
	sample, err := in.Series(name)
	if err != nil {
		return nil, "", err
	}
	first := int(math.Floor(in.Axis.At(0).Sub(sample.Start).Hours()))
	if first >= 0 && first+in.Hours <= len(sample.Values) {
		return sample.Values[first : first+in.Hours], sample.Unit, nil
	}
	list = make([]float64, in.Hours)
	return list, sample.Unit, sample.Repeat(list, in.Axis, nil, 0, 0)
}
