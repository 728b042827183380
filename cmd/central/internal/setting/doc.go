// Package setting holds what an operator may change while the centre runs: waiting
// times, the threshold of the face comparison, and which of the systems behind the
// centre answer. A restart returns to the defaults, so that an experiment of
// yesterday never explains a failure of today.
package setting
