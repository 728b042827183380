package screen

import (
	"image"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/widget"
)

// Env is what every screen gets.
type Env struct {
	Send func(kiosk.Event)
	Now  func() time.Time
	Help *help.Book // nil: there is no help
}

// Screen is one drawing with its parts.
type Screen interface {
	Body() fyne.CanvasObject
	// Update makes the body show v and says what stands around it.
	Update(v kiosk.View, t text.Speaker) Frame
}

// Moving is a screen that shows live camera frames.
type Moving interface{ SetFrame(frame *image.RGBA) }

// Inked is a screen that shows the signature as it is drawn.
type Inked interface{ SetInk(strokes []kiosk.Stroke) }

// Leaver is a screen that must stop something when it is left.
type Leaver interface{ Leave() }

// Frame is what the chrome shows around a body.
type Frame struct {
	Title, Lead  string
	Main         *Action  // the way on
	Others       []Action // at most two, beside each other above the way on
	OwnProblem   bool     // the body shows View.Problem itself
	OwnLanguages bool     // the body has the language buttons
	PlainProblem bool     // the problem is the point of the screen and not a mistake
	OwnWays      bool     // the ways back and out are among the screen's own buttons
}

// Action is a button.
type Action struct {
	ID    string
	Label string
	Icon  fyne.Resource
	Event kiosk.Event
	Off   bool
}

// New makes the drawing for a screen.
func New(kind kiosk.Screen, env Env) Screen {
	if make, ok := makers[kind]; ok {
		return make(env)
	}
	return newWait(env)
}

var makers = map[kiosk.Screen]func(Env) Screen{
	kiosk.ScreenAttract:     newAttract,
	kiosk.ScreenConsent:     newConsent,
	kiosk.ScreenIIN:         newIIN,
	kiosk.ScreenPhone:       newPhone,
	kiosk.ScreenCode:        newCode,
	kiosk.ScreenIdentify:    newIdentify,
	kiosk.ScreenAgain:       newAgain,
	kiosk.ScreenWait:        newWait,
	kiosk.ScreenChoice:      newChoice,
	kiosk.ScreenSpecify:     newSpecify,
	kiosk.ScreenDetails:     newDetails,
	kiosk.ScreenPortrait:    newPortrait,
	kiosk.ScreenPick:        newPick,
	kiosk.ScreenSign:        newSign,
	kiosk.ScreenSummary:     newSummary,
	kiosk.ScreenPay:         newPay,
	kiosk.ScreenPayAgain:    newPayAgain,
	kiosk.ScreenPrint:       newPrint,
	kiosk.ScreenPrintFault:  newPrintFault,
	kiosk.ScreenDone:        newDone,
	kiosk.ScreenCancelled:   newCancelled,
	kiosk.ScreenRefused:     newRefused,
	kiosk.ScreenUnavailable: newUnavailable,
}

// frame begins with the screen's own title and lead.
func frame(v kiosk.View, t text.Speaker) Frame {
	return Frame{Title: t.T("title." + string(v.Screen)), Lead: t.T("lead." + string(v.Screen))}
}

func next(v kiosk.View, label string) *Action {
	return &Action{ID: "next", Label: label, Icon: widget.NextIcon, Event: kiosk.Event{Kind: kiosk.EvNext}, Off: !v.CanNext}
}

func finish(label string) *Action {
	return &Action{ID: "finish", Label: label, Event: kiosk.Event{Kind: kiosk.EvFinish}}
}

func again(label string) *Action {
	return &Action{ID: "again", Label: label, Icon: widget.AgainIcon, Event: kiosk.Event{Kind: kiosk.EvAgain}}
}

func (e Env) touched() { e.Send(kiosk.Event{Kind: kiosk.EvTouch}) }

// problemText says what is wrong and what to do; "" without a problem.
func problemText(p *kiosk.Problem, t text.Speaker) string {
	if p == nil || p.Key == "" {
		return ""
	}
	if p.Key == kiosk.ProblemCentre && slices.Contains(kiosk.Systems[:], p.Of) {
		return t.T("problem.centre-of", "System", t.T("system."+p.Of))
	}
	return t.T("problem."+p.Key, "N", p.N)
}

// day writes a date the way all three languages do here; "" when it is not known.
func day(d kiosk.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("02.01.2006")
}

// sentence begins with a capital: official wordings of reasons come in lower case.
func sentence(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}

func documentKey(kind kiosk.DocumentKind) string { return "document." + string(kind) }
