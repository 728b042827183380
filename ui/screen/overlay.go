package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// Overlay is a question or a message over a screen. It leaves the language bar
// free: who does not understand the question must be able to change its language.
type Overlay struct {
	root         *fyne.Container
	env          Env
	icon         *widget.Icon
	title, words *widget.Paragraph
	count        *widget.Paragraph
	stay, end    *widget.Button
	dialog       *fyne.Container
	help         *reading
}

// NewOverlay makes it, hidden.
func NewOverlay(env Env) *Overlay {
	o := &Overlay{
		env:   env,
		icon:  widget.NewIcon(widget.WarnIcon, theme.Primary, 110),
		title: widget.NewParagraph(widget.Face{Size: 56, Bold: true, Centre: true, Spacing: 1.15}),
		words: widget.NewParagraph(widget.Face{Size: 40, Centre: true, Even: true}),
		count: widget.NewParagraph(widget.Face{Size: 130, Bold: true, Centre: true, Role: theme.Primary, Spacing: 1.1}),
	}
	o.stay = widget.NewButton("dismiss", widget.Main, nil, 150, func() { env.Send(kiosk.Event{Kind: kiosk.EvDismiss}) }, nil)
	o.end = widget.NewButton("cancel-yes", widget.Second, nil, 130, func() { env.Send(kiosk.Event{Kind: kiosk.EvCancelYes}) }, nil)
	card := widget.Panel(widget.NewBox(theme.Ground, theme.Primary, 28), 48, 52,
		widget.Column(28, o.icon, o.title, o.words, o.count, o.stay, o.end))
	o.dialog = widget.Stack(widget.NewScrim(env.touched), widget.Column(0, widget.Space(), widget.Inset(Margin, 0, card), widget.High(120, widget.Space())))
	o.dialog.Hide()
	o.help = newReading(env)
	o.root = widget.Stack(o.dialog, o.help.root)
	return o
}

// Object is what lies over the chrome.
func (o *Overlay) Object() fyne.CanvasObject { return o.root }

// Show shows what lies over v, if anything does.
func (o *Overlay) Show(v kiosk.View, t text.Speaker) {
	o.help.show(v, t)
	if v.Overlay == kiosk.OverlayNone || v.Overlay == kiosk.OverlayHelp {
		show(o.dialog, false)
		return
	}
	key := "overlay." + string(v.Overlay)
	icon := map[kiosk.Overlay]fyne.Resource{kiosk.OverlayIdle: widget.PersonIcon, kiosk.OverlayStaff: widget.StaffIcon, kiosk.OverlayCancel: widget.WarnIcon}[v.Overlay]
	o.icon.Set(icon, theme.Primary)
	o.title.SetText(t.T(key))
	o.words.SetText(t.T(key + "-text"))
	if v.Overlay == kiosk.OverlayStaff && v.Number != "" {
		o.words.SetText(t.T(key+"-text") + "\n" + t.T("header.number", "Number", v.Number))
	}
	o.stay.SetText(t.T(key + "-stay"))
	o.count.SetText("")
	if v.Overlay == kiosk.OverlayIdle {
		o.count.SetText(t.T("overlay.seconds", "N", v.Countdown))
	}
	show(o.count, v.Overlay == kiosk.OverlayIdle)
	show(o.end, v.Overlay != kiosk.OverlayStaff && v.CanCancel || v.Overlay == kiosk.OverlayCancel)
	o.end.SetText(t.T("button.end"))
	show(o.dialog, true)
	widget.Arrange(o.root)
}
