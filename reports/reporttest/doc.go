// Package reporttest holds a page that uses everything a page can hold, and a way to look at pages with Chromium. It is
// for tests only.
//
// The numbers of the page are made up from smooth curves in the neighbourhood of the Komi scenarios; the places and the
// range of megawatts are those of the facilities that were announced in 2024. The land is cut from Natural Earth 1:110m
// (public domain).
package reporttest
