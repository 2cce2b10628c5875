package dispatch

import (
	"fmt"
	"strings"
)

// String is what a failure prints: the problem, if it is small enough to read.
func (in *switchedInstance) String() string {
	var s strings.Builder
	for _, t := range in.trees {
		fmt.Fprintf(&s, "%+v\n", *t)
	}
	fmt.Fprintf(&s, "%+v\n", in.items)
	for _, u := range in.units {
		if len(u.Value) > 50 {
			return fmt.Sprintf("%d units, %d families", len(in.units), len(in.trees))
		}
		fmt.Fprintf(&s, "%+v\n", u)
	}
	return s.String()
}
