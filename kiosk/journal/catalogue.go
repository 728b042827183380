package journal

import (
	"strings"

	"documenting.kz/terminal/kiosk"
)

// Level is how much an event matters.
type Level string

// Levels. From Notice on an event is on disk before Record returns.
const (
	Info    Level = "info"    // the ordinary course
	Notice  Level = "notice"  // worth knowing the day after
	Warning Level = "warning" // somebody should look
	Alarm   Level = "alarm"   // the terminal cannot do its work, or money and application may part
	Unknown Level = "unknown" // a code that the catalogue lacks
)

// durable reports whether the event must survive a power cut at once.
func (l Level) durable() bool { return l != Info }

// Entry declares an event.
type Entry struct {
	Code    string
	Level   Level
	Meaning string // for the technician
}

// Catalogue declares every event, in the order of codes. Besides it there is
// one event "state.<name>" for each state of the journey.
var Catalogue = []Entry{
	{"camera.gone", Warning, "the camera stopped delivering pictures; the step waits for it"},
	{"camera.lost", Alarm, "the camera did not come back while a step waited"},
	{"capture.failed", Alarm, "analysing or taking a picture failed"},
	{"centre.enrol-failed", Warning, "the centre did not accept this terminal's key"},
	{"centre.enrolled", Notice, "the centre knows this terminal's key"},
	{"centre.silent", Warning, "the centre did not answer in time"},
	{"close.left-held", Warning, "an unpaid application could not be closed now; the queue will"},
	{"confirm.deferred", Notice, "the centre did not confirm in time; the queue will ask again"},
	{"defer.failed", Alarm, "the queue could not note that the citizen has left"},
	{"device.back", Notice, "a device works again"},
	{"discard.failed", Alarm, "the queue could not end an unpaid application"},
	{"event.dropped", Info, "an event came that the state does not know"},
	{"hold.failed", Alarm, "an application could not be kept safely; nothing was paid"},
	{"journal.damaged", Alarm, "a file of this journal failed verification and was set aside"},
	{"journal.opened", Notice, "the program began to write"},
	{"journal.torn", Notice, "a line torn by a power cut was removed from the end"},
	{"pad.gone", Warning, "the signature pad stopped answering; the step waits for it"},
	{"payment.silent", Warning, "the payment service does not answer; it is asked on"},
	{"payment.unclear", Warning, "the state of a payment could not be learned; it will be reconciled"},
	{"policy.applied", Notice, "a set of policy data came in force"},
	{"policy.fallback", Alarm, "policy data on disk are damaged or gone; an older set is in force until they come again"},
	{"policy.gap", Warning, "the policy data in force end, or lack something, within weeks"},
	{"policy.refused", Warning, "policy data were refused; what was in force stays"},
	{"policy.staged", Notice, "a signed bundle of policy data waits until nobody is served"},
	{"print.failed", Warning, "a receipt was not printed"},
	{"queue.recover-waits", Warning, "applications of an earlier session could not be settled yet"},
	{"queue.repaired", Alarm, "the queue was found damaged and was rebuilt"},
	{"rating.failed", Info, "a rating could not be delivered"},
	{"refused", Notice, "a citizen was told that something is not possible here; the detail is the rule"},
	{"register.deferred", Notice, "the centre did not register in time; the queue will"},
	{"register.refused", Warning, "the centre refused what this terminal's policy allowed; the detail is the rule"},
	{"registry.failed", Warning, "a registry did not answer a question"},
	{"release.failed", Alarm, "a payment could not be recorded with its application"},
	{"session.wiped", Info, "everything of a session was erased"},
	{"shot.rejected", Info, "a picture was taken and could not be used"},
	{"signature.failed", Alarm, "a signature could not be finished"},
	{"slip.failed", Warning, "the paper with a refusal was not printed"},
	{"slip.printed", Info, "a refusal was printed"},
	{"staff.call-failed", Warning, "staff was called and the call did not get through"},
	{"staff.called", Notice, "a citizen called staff"},
}

const stateCode = "state."

// Lookup finds the declaration of a code.
func Lookup(code string) (Entry, bool) {
	for _, e := range Catalogue {
		if e.Code == code {
			return e, true
		}
	}
	if state, is := strings.CutPrefix(code, stateCode); is {
		if row, known := kiosk.Table[kiosk.State(state)]; known {
			return Entry{code, Info, "the journey shows " + string(row.Screen)}, true
		}
	}
	return Entry{Code: code, Level: Unknown}, false
}
