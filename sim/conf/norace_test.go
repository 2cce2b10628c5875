//go:build !race

package conf

import "time"

// patience is how long a refusal may take on a machine that is busy with other work; alone it takes a tenth of that. A step that
// is quadratic in the size of the text takes minutes.
const patience = 2 * time.Second
