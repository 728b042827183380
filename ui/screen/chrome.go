package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// Margin is the distance of everything from the edges of the screen, in pixels.
const Margin = 48

// BarHeight is the height of the bar with the languages at the bottom, in pixels.
const BarHeight = 144

// Languages as their speakers write them; never translated.
var languageNames = map[kiosk.Language]string{kiosk.Kazakh: "Қазақша", kiosk.Russian: "Русский", kiosk.English: "English"}

// Chrome is what surrounds every screen: above, where one is; below, the way on,
// back and out, the languages and the call for staff, always in the same places.
type Chrome struct {
	env    Env
	root   *fyne.Container
	screen Screen

	name, place, number *widget.Paragraph
	progress            *widget.Progress
	title, lead         *widget.Paragraph
	problem             *widget.Banner
	slot                *fyne.Container
	others              [2]*widget.Button
	otherRow            *fyne.Container
	main                *widget.Button
	back, cancel        *widget.Button
	nav                 *fyne.Container
	languages           []*widget.Button
	languageRow         *fyne.Container
	staff, help         *widget.Button
	office              kiosk.Text // of the last View that told
}

// NewChrome builds it once for the life of the window.
func NewChrome(env Env) *Chrome {
	c := &Chrome{env: env}
	c.name = widget.NewParagraph(widget.Face{Size: 40, Least: 32, Lines: 1, Bold: true, Role: theme.OnBar, Spacing: 1.15})
	c.place = widget.NewParagraph(widget.Face{Size: 30, Least: 24, Lines: 1, Role: theme.OnBar, Spacing: 1.2})
	c.number = widget.NewParagraph(widget.Face{Size: 30, Least: 24, Lines: 2, Role: theme.OnBar, Centre: true, Spacing: 1.15})
	c.progress = widget.NewProgress(kiosk.Steps)
	c.title = widget.NewParagraph(widget.Face{Size: theme.Title, Least: 54, Lines: 2, Bold: true, Spacing: 1.14, Even: true})
	c.lead = widget.NewParagraph(widget.Face{Size: theme.Lead, Least: theme.Body, Lines: 2, Role: theme.Muted, Spacing: 1.2, Even: true})
	c.problem = widget.NewBanner(38)
	c.slot = widget.Fill(0, widget.Space())
	for i := range c.others {
		c.others[i] = widget.NewButton("", widget.Second, nil, 116, nil, env.touched)
	}
	c.otherRow = widget.Row(24, c.others[0], c.others[1])
	c.main = widget.NewButton("", widget.Main, nil, 136, nil, env.touched)
	c.back = widget.NewButton("back", widget.Quiet, widget.BackIcon, 104, func() { env.Send(kiosk.Event{Kind: kiosk.EvBack}) }, nil)
	c.cancel = widget.NewButton("cancel", widget.Quiet, widget.CrossIcon, 104, func() { env.Send(kiosk.Event{Kind: kiosk.EvCancel}) }, nil)
	c.nav = widget.Row(24, widget.High(104, c.back), widget.High(104, c.cancel))
	c.languages, c.languageRow = languageButtons(env, widget.OnBar, 100)
	c.staff = widget.NewButton("staff", widget.OnBar, widget.StaffIcon, 100, func() { env.Send(kiosk.Event{Kind: kiosk.EvStaff}) }, nil)

	c.help = widget.NewButton("help", widget.OnBar, nil, 100, func() { env.Send(kiosk.Event{Kind: kiosk.EvHelp}) }, nil)

	header := widget.Panel(widget.NewBox(theme.Bar, "", 0), Margin, 20,
		widget.Weighted(20, []float32{0.74, 0.26}, widget.Middle(widget.Column(2, c.name, c.place)), widget.Middle(c.number)))
	bar := widget.Panel(widget.NewBox(theme.Bar, "", 0), Margin, 22, widget.Weighted(12, []float32{0.54, 0.155, 0.305}, widget.Stack(c.languageRow), widget.Stack(c.help), c.staff))
	c.root = widget.Column(0,
		widget.High(128, header),
		widget.Fill(0, widget.Inset(Margin, 26, widget.Column(22,
			c.progress.Container, c.title, c.lead, c.problem.Container, c.slot, c.otherRow, c.main, c.nav))),
		widget.High(BarHeight, bar),
	)
	return c
}

// Object is the whole window but for what lies over it.
func (c *Chrome) Object() fyne.CanvasObject { return c.root }

// languageButtons makes the three, in the order they are offered.
func languageButtons(env Env, kind widget.Kind, height float32) (buttons []*widget.Button, row *fyne.Container) {
	row = widget.Row(10)
	for _, l := range kiosk.Languages {
		b := widget.NewButton("lang-"+string(l), kind, nil, height, func() { env.Send(kiosk.Event{Kind: kiosk.EvLanguage, Language: l}) }, nil)
		b.SetText(languageNames[l])
		buttons = append(buttons, b)
		row.Objects = append(row.Objects, b)
	}
	return buttons, row
}

func selectLanguage(buttons []*widget.Button, l kiosk.Language) {
	for i, b := range buttons {
		b.Select(kiosk.Languages[i] == l)
	}
}

// Show puts s into the chrome and makes both show v.
func (c *Chrome) Show(s Screen, v kiosk.View, t text.Speaker) {
	f := s.Update(v, t)
	if c.screen != s {
		c.screen = s
		c.slot.Objects = []fyne.CanvasObject{s.Body()}
		c.slot.Refresh()
	}
	if v.Service.Office != (kiosk.Text{}) {
		c.office = v.Service.Office
	}
	c.name.SetText(t.T("header.terminal"))
	c.place.SetText(c.office.In(v.Language))
	c.number.SetText("")
	if v.Number != "" {
		c.number.SetText(t.T("header.number", "Number", v.Number))
	}
	show(c.progress.Container, v.Step > 0)
	if v.Step > 0 {
		c.progress.Set(v.Step, t.T("step.of", "Step", v.Step, "Steps", v.Steps, "Name", t.T("step."+string(rune('0'+v.Step)))))
	}
	c.title.SetText(f.Title)
	c.lead.SetText(f.Lead)
	show(c.title, f.Title != "")
	show(c.lead, f.Lead != "")
	words, tone := problemText(v.Problem, t), widget.Bad
	if f.OwnProblem {
		words = ""
	}
	if f.PlainProblem {
		tone = widget.Note
	}
	c.problem.Set(tone, words)
	c.showActions(f, v, t)
	widget.Arrange(c.root)
}

func (c *Chrome) showActions(f Frame, v kiosk.View, t text.Speaker) {
	for i, b := range c.others {
		show(b, i < len(f.Others))
		if i < len(f.Others) {
			c.become(b, f.Others[i])
		}
	}
	show(c.otherRow, len(f.Others) > 0)
	show(c.main, f.Main != nil)
	if f.Main != nil {
		c.become(c.main, *f.Main)
	}
	c.back.SetText(t.T("button.back"))
	c.cancel.SetText(t.T("button.cancel"))
	show(c.back, v.CanBack)
	show(c.cancel, v.CanCancel)
	show(c.nav, (v.CanBack || v.CanCancel) && !f.OwnWays)
	show(c.languageRow, !f.OwnLanguages)
	selectLanguage(c.languages, v.Language)
	c.staff.SetText(t.T("button.staff"))
	c.help.SetText("?\n" + t.T("button.help"))
	show(c.help, v.CanHelp && c.env.Help != nil)
}

func (c *Chrome) become(b *widget.Button, a Action) {
	b.Become(a.ID, a.Icon, func() { c.env.Send(a.Event) })
	b.SetText(a.Label)
	b.Enable(!a.Off)
}

// show changes visibility only when it changes: Fyne repaints on every Show and Hide.
func show(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}
