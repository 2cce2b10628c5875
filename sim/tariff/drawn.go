package tariff

// IsDrawn tells whether a component has other prices in a draw than in the central case.
func IsDrawn(c Component) bool {
	var v any = c
	if l, ok := v.(Linear); ok {
		v = l.Separable
	}
	drawn, ok := v.(interface{ Drawn() bool })
	return ok && drawn.Drawn()
}
