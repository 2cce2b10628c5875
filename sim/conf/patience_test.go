package conf

import "time"

// patience is how long a refusal may take before it counts as a hang. Alone on a machine it takes a tenth of a
// second or two: how fast it is exactly is for a benchmark to tell, and a step that grows with the square of the
// input takes hours.
const patience = time.Minute
