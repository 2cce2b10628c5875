package scenario

// MarketStep is the time within which the hashprice is constant.
type MarketStep string

// Words returns the market steps.
func (MarketStep) Words() []string { return []string{"day", "epoch"} }

// EpochCalendar says when difficulty is retargeted.
type EpochCalendar string

// Words returns the epoch calendars.
func (EpochCalendar) Words() []string { return []string{"path", "fixed"} }

// Blocks says how blocks arrive in draws.
type Blocks string

// Words returns the ways in which blocks arrive.
func (Blocks) Words() []string { return []string{"poisson", "expected"} }

// Retarget is the form of the retarget.
type Retarget string

// Words returns the forms of the retarget.
func (Retarget) Words() []string { return []string{"smooth", "exact"} }

// Foresight is what an operator knows of the future.
type Foresight string

// Words returns the kinds of foresight.
func (Foresight) Words() []string { return []string{"rolling", "perfect", "myopic"} }

// Status is how far a site has come.
type Status string

// Words returns the states of a site.
func (Status) Words() []string {
	return []string{"announced", "under_construction", "operating", "never_energised"}
}

// Confidence is how far a figure is trusted.
type Confidence string

// Words returns the degrees of confidence.
func (Confidence) Words() []string {
	return []string{"reported", "secondary", "inferred", "background", "assumed"}
}
