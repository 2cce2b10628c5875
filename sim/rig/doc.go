// Package rig knows machines: what a machine hashes, what it draws, and which of two machines runs first.
//
// Words: a rig is a model of machine with one rating. Its hashrate is in TH/s, its power at the wall in W, without the
// cooling of the site. Its efficiency is power over hashrate in J/TH, which is the same as W per TH/s and kW per PH/s.
// An operating point is another setting of the same machine, a hashrate with its power. The merit order is the order in
// which machines are switched on: the most efficient first.
//
// What always holds: hashrate and power of a rig are finite and more than zero; its operating points are sorted by
// efficiency; the merit order is total, because ties are broken by id, so that no result depends on the order in which
// machines were written.
//
// Why: efficiency is computed, never stored, so that it cannot disagree with hashrate and power. Declared, what a
// scenario writes, is apart from Rig, what the simulation reads, because rows of the seeds become rigs as well.
//
// It does not know prices, ageing, failures or how many machines a site has.
package rig
