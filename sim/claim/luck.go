package claim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// mostLucky is how likely luck as rare as MostLuck standard deviations is, on one side.
var mostLucky = math.Erfc(MostLuck/math.Sqrt2) / 2

// leastBlock is from where on coins are those of a whole block: its fees may have been lower than those of others.
const leastBlock = 0.9

// luck returns how many blocks were expected, at least and at most, where some were found: the exact interval of a
// Poisson number (Garwood, Biometrika 28, 1936), outside which lies luck of more than MostLuck standard deviations.
// For many blocks that is found ∓ MostLuck·√found; for one it is 0.00135 to 8.9. Less than one block is not found
// at all, and so has no luck in it: the interval is the number itself.
func luck(found float64) (least, most float64) {
	if found < leastBlock {
		return found, found
	}
	return mathext.GammaIncRegInv(found, mostLucky), mathext.GammaIncRegCompInv(found+1, mostLucky)
}

// widened returns the band of blocks over those expected, or of what is paid for them, to the luck of a number
// found. Luck comes on top of the tolerance, which is about what people round and leave out.
func (b band) widened(found float64) band {
	least, most := luck(found)
	b.low *= found / most
	b.high *= found / least
	return b
}

// luckText says how lucky it is to find some blocks where others are expected.
func luckText(found, expected float64) string {
	switch whole := math.Round(found); {
	case found < leastBlock:
		return fmt.Sprintf(", %.3g of a block where %.3g are expected, and no luck finds a part of one", found, expected)
	case expected >= 10:
		return fmt.Sprintf(", %+.2f standard deviations of %.3g blocks", (found-expected)/math.Sqrt(expected), expected)
	case found >= expected:
		return fmt.Sprintf("; where %.3g are expected, %g blocks or more come with a chance of %.2g %%", expected, whole, 100*mathext.GammaIncReg(whole, expected))
	default:
		return fmt.Sprintf("; where %.3g are expected, %g blocks or fewer come with a chance of %.2g %%", expected, whole, 100*mathext.GammaIncRegComp(whole+1, expected))
	}
}
