//go:build race

package conf

import "time"

// patience is how long a refusal may take under the race detector, which makes everything some ten times slower.
const patience = 20 * time.Second
