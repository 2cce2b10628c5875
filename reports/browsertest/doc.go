// Package browsertest opens a page in Chromium, cut off from the network, and tells what it did. It is for tests
// only: a test that asks for a tab is skipped where no Chromium is installed, and where only the fast tests run.
//
// A Tab is a page in a browser of its own with an empty profile. It collects every address that is asked for,
// exceptions, errors of the console and refusals of the content security policy. Tests wait for conditions and
// never for a time.
//
// Why Chromium: an automatic test of a page is worth what the page's script really does, and Debian ships it.
package browsertest
