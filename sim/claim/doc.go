// Package claim holds what others say about mining against the record of the chain: what a hashrate was expected to find, and whether
// machines, energy, coins and money that are named together can belong together.
package claim
