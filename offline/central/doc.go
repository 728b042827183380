// Package central is the terminal's side of the central service: [Dial] wraps the generated client
// (wire.gen.go, from openapi.yaml) and speaks the kiosk package's words. Beside
// the central service itself this is the only place that knows wire types.
//
// Every answer is judged before it becomes data: enum values, dates, the IIN
// that was asked for, letters destroyed on the way. What does not pass is a
// [*MalformedError] that names system and field and never quotes the content.
//
// # Errors
//
// A transport failure, a timeout, a 429 and a 5xx wrap kiosk.ErrSilent: asking
// again later may help; [RetryAfter] says when the centre asked for a pause. A
// defined refusal is a sentinel (here or in kiosk). Everything else is a
// [*ProblemError]: asking again will not help. A malformed answer is not silent
// either, because asking again would spend the attempts that Digital-ID counts.
//
// # Why
//
// Bodies are read whole (16 MB at most) inside the transport, so that a
// connection cut in the middle of an answer is silence and never a malformed answer.
package central
