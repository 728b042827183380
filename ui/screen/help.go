package screen

import (
	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// reading is the help over a screen: a list of topics, and one of them page by
// page. Which topic is open is its own business and no event.
type reading struct {
	env      Env
	root     *fyne.Container
	asks     *widget.Paragraph // over the list
	head     *fyne.Container
	title    *widget.Paragraph // of the topic
	cards    []*widget.Card
	names    []*widget.Paragraph
	list     *fyne.Container
	pages    *pages
	paged    *fyne.Container
	topic    string // open; "" is the list
	built    string // what pages holds: topic and language
	all      *widget.Button
	close    *widget.Button
	language kiosk.Language
	text     text.Speaker
}

// topicIcons are the signs of the topics; a topic without one gets the sign of information.
var topicIcons = map[string]fyne.Resource{
	"terminal": widget.InfoIcon, "papers": widget.PaperIcon, "terms": widget.TimeIcon, "photo": widget.PhotoIcon,
	"sign": widget.PenIcon, "duty": widget.CoinIcon, "payment": widget.WarnIcon, "codes": widget.MailIcon,
	"eds": widget.KeyIcon, "lost": widget.SearchIcon, "late": widget.TimeIcon, "data": widget.LockIcon,
}

func newReading(env Env) *reading {
	r := &reading{env: env, title: widget.NewParagraph(widget.Face{Size: theme.Title, Least: 44, Lines: 2, Bold: true, Spacing: 1.14, Even: true})}
	r.close = widget.NewButton("help-close", widget.Main, widget.CrossIcon, 136, func() { env.Send(kiosk.Event{Kind: kiosk.EvDismiss}) }, nil)
	r.all = widget.NewButton("help-topics", widget.Second, widget.BackIcon, 116, func() { r.open("") }, nil)
	rows := widget.Column(18)
	if env.Help != nil {
		for i, topic := range env.Help.Topics(kiosk.Kazakh) {
			icon, ok := topicIcons[topic.ID]
			if !ok {
				icon = widget.InfoIcon
			}
			name := widget.NewParagraph(widget.Face{Size: 36, Least: 30, Lines: 3, Bold: true, Spacing: 1.12})
			card := widget.NewCard("topic-"+topic.ID, 18, widget.Fill(0, widget.Centred(18, widget.NewIcon(icon, theme.Primary, 60), name)),
				func() { r.open(topic.ID) }, nil)
			r.cards, r.names = append(r.cards, card), append(r.names, name)
			if i%2 == 0 {
				rows.Objects = append(rows.Objects, widget.Fill(0, widget.Row(18)))
			}
			row := rows.Objects[len(rows.Objects)-1].(*fyne.Container).Objects[0].(*fyne.Container)
			row.Objects = append(row.Objects, card)
		}
	}
	r.list = widget.Fill(0, rows)
	r.pages = newPages(func() {
		env.touched()
		r.pages.turn()
		widget.Arrange(r.root)
	})
	// Touch targets begin 370 pixels below the top, within reach of who sits.
	r.asks = widget.NewParagraph(widget.Face{Size: theme.Title, Least: 44, Lines: 2, Bold: true, Centre: true, Spacing: 1.14, Even: true})
	r.head = widget.High(310, widget.Column(0, widget.Middle(widget.Column(18, widget.NewIcon(widget.HelpIcon, theme.Primary, 96), r.asks))))
	r.paged = widget.Fill(0, r.pages.Container)
	column := widget.Column(22, r.head, r.title, r.list, r.paged, r.all, r.close)
	r.root = widget.Stack(widget.NewScrim(env.touched), widget.Panel(widget.NewBox(theme.Ground, "", 0), Margin, 40, column))
	r.root.Hide()
	return r
}

// open shows a topic, or the list of them.
func (r *reading) open(topic string) {
	r.env.touched()
	r.topic = topic
	r.pages.open()
	r.update()
}

// show shows the help over v, beginning with the list each time it is opened.
func (r *reading) show(v kiosk.View, t text.Speaker) {
	on := v.Overlay == kiosk.OverlayHelp && r.env.Help != nil
	if !on {
		if v.Overlay == kiosk.OverlayNone { // under a warning it waits
			r.topic = ""
		}
		show(r.root, false)
		return
	}
	r.language, r.text = v.Language, t
	show(r.root, true)
	r.update()
}

func (r *reading) update() {
	t := r.text
	topic, ok := r.env.Help.Topic(r.language, r.topic)
	r.asks.SetText(t.T("help.title"))
	if ok {
		r.title.SetText(topic.Title)
		if built := topic.ID + string(r.language); built != r.built {
			r.built = built
			r.pages.set(helpParts(topic), func(page, of int) string { return t.T("help.more", "Page", page, "Pages", of) })
		}
	}
	for i, topic := range r.env.Help.Topics(r.language) {
		r.names[i].SetText(topic.Title)
		widget.Arrange(r.cards[i].Content())
	}
	show(r.head, !ok)
	show(r.list, !ok)
	show(r.title, ok)
	show(r.paged, ok)
	show(r.all, ok)
	r.all.SetText(t.T("help.topics"))
	r.close.SetText(t.T("help.close"))
	widget.Arrange(r.root)
}

// helpParts draws a topic: paragraphs below each other, pictures two in a row.
func helpParts(topic help.Topic) (parts []*fyne.Container) {
	var row *fyne.Container
	for _, part := range topic.Parts {
		art, size := widget.PhotoArt(part.Picture), float32(40)
		if art != nil {
			size = 34
		}
		words := widget.Column(6)
		if part.Head != "" {
			words.Objects = append(words.Objects, widget.Say(widget.Face{Size: size, Least: 28, Lines: 2, Bold: true, Role: theme.Primary, Spacing: 1.16}, part.Head))
		}
		if art == nil {
			words.Objects = append(words.Objects, widget.Say(widget.Face{Size: 38, Spacing: 1.22}, part.Text))
			parts, row = append(parts, widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 28, 20, words)), nil
			continue
		}
		words.Objects = append(words.Objects, widget.Say(widget.Face{Size: 32, Spacing: 1.16}, part.Text))
		cell := widget.Panel(widget.NewBox(theme.Surface, theme.Line, theme.Radius), 20, 18,
			widget.Centred(18, widget.Fixed(190, 244, widget.Art(art)), words))
		if row == nil {
			row = widget.Row(16)
			parts = append(parts, row)
		}
		if row.Objects = append(row.Objects, cell); len(row.Objects) == 2 {
			row = nil
		}
	}
	return parts
}
