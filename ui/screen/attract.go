package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// attract invites: what can be done here, what is needed for it, in which language, and Start.
type attract struct {
	body      *fyne.Container
	documents [2]*widget.Paragraph
	need      *widget.Paragraph
	needs     [4]*widget.Paragraph
	state     *widget.Banner
	speak     *widget.Paragraph
	needed    *fyne.Container
	languages []*widget.Button
}

func newAttract(env Env) Screen {
	a := &attract{
		need:  widget.NewParagraph(widget.Face{Size: theme.Head, Bold: true}),
		state: widget.NewBanner(32),
		speak: widget.Say(widget.Face{Size: theme.Body, Centre: true, Role: theme.Muted}, "Тілді таңдаңыз  ·  Выберите язык  ·  Choose a language"),
	}
	var art []fyne.CanvasObject
	for i, picture := range []fyne.Resource{widget.IDCardArt, widget.PassportArt} {
		a.documents[i] = widget.NewParagraph(widget.Face{Size: 40, Least: 32, Lines: 1, Bold: true, Centre: true})
		art = append(art, widget.Panel(widget.NewBox(theme.Surface, "", theme.Radius), 12, 28,
			widget.Column(20, widget.High(216, widget.Art(picture)), a.documents[i])))
	}
	needs := widget.Column(14)
	for i := range a.needs {
		a.needs[i] = widget.NewParagraph(widget.Face{Size: 36, Even: true})
		needs.Objects = append(needs.Objects, widget.Centred(18, widget.NewIcon(widget.DoneIcon, theme.Primary, 40), a.needs[i]))
	}
	var row *fyne.Container
	a.languages, row = languageButtons(env, widget.Tab, 128)
	a.needed = widget.Column(16, a.need, needs)
	a.body = widget.Column(20,
		widget.Row(24, art...),
		widget.Middle(a.needed),
		a.state.Container,
		a.speak,
		row,
	)
	return a
}

func (a *attract) Body() fyne.CanvasObject { return a.body }

func (a *attract) Update(v kiosk.View, t text.Speaker) Frame {
	a.documents[0].SetText(t.T("document.id-card"))
	a.documents[1].SetText(t.T("document.passport"))
	a.need.SetText(t.T("attract.need"))
	for i, key := range []string{"attract.need-iin", "attract.need-phone", "attract.need-pay", "attract.need-face"} {
		a.needs[i].SetText(t.T(key))
	}
	selectLanguage(a.languages, v.Language)
	show(a.needed, v.Service.Open) // who cannot begin needs to know why, not what with
	f := frame(v, t)
	f.OwnLanguages, f.OwnProblem = true, true
	f.Main = &Action{ID: "start", Label: t.T("button.start"), Icon: widget.NextIcon, Event: kiosk.Event{Kind: kiosk.EvStart}, Off: !v.Service.Open}
	var lines []string
	for i := range v.Service.Problems {
		lines = append(lines, problemText(&v.Service.Problems[i], t))
	}
	switch {
	case v.State == kiosk.Admit:
		f.Main.Off = true
		a.state.Set(widget.Note, t.T("wait.admit"))
	case !v.Service.Open:
		a.state.Set(widget.Bad, strings.Join(append([]string{t.T("attract.closed")}, lines...), "\n"))
	case len(lines) > 0:
		a.state.Set(widget.Note, strings.Join(lines, "\n"))
	default:
		a.state.Set(widget.Fine, t.T("attract.open"))
	}
	return f
}
