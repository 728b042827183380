package widget

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// Face is how a text looks.
type Face struct {
	Size    float32
	Least   float32 // smallest size tried to keep within MaxLines; 0: Size
	Lines   int     // wanted at most; 0: as many as it takes
	Bold    bool
	Centre  bool
	Role    fyne.ThemeColorName // "" is theme.Ink
	Spacing float32             // line pitch as a factor of the size; 0: 1.28
	Even    bool                // lines of about one length instead of a lonely last word
}

// Paragraph is text that wraps at words.
type Paragraph struct {
	widget.BaseWidget
	face  Face
	text  string
	lines []*canvas.Text

	width   float32 // what wrapped holds
	wrapped []string
	size    float32
}

// NewParagraph makes an empty one: texts come with the View.
func NewParagraph(face Face) *Paragraph {
	if face.Role == "" {
		face.Role = theme.Ink
	}
	if face.Spacing == 0 {
		face.Spacing = 1.28
	}
	if face.Least == 0 {
		face.Least = face.Size
	}
	p := &Paragraph{face: face}
	p.ExtendBaseWidget(p)
	return p
}

// Say makes a paragraph with text, for what never changes.
func Say(face Face, text string) *Paragraph {
	p := NewParagraph(face)
	p.SetText(text)
	return p
}

// Text is what it says.
func (p *Paragraph) Text() string { return p.text }

// SetText changes what it says; an empty one hides. The tree must be arranged afterwards when the height may change.
func (p *Paragraph) SetText(text string) {
	if text == p.text {
		return
	}
	p.text, p.width = text, 0
	p.place(p.Size())
	p.Refresh()
}

// SetSize changes the size of the letters.
func (p *Paragraph) SetSize(size float32) {
	if size != p.face.Size {
		p.face.Size, p.face.Least, p.width = size, min(p.face.Least, size), 0
	}
}

// SetRole changes the colour.
func (p *Paragraph) SetRole(role fyne.ThemeColorName) {
	if role != p.face.Role {
		p.face.Role = role
		p.Refresh()
	}
}

// HeightFor implements Flowing.
func (p *Paragraph) HeightFor(width float32) float32 {
	p.wrap(width)
	return float32(len(p.wrapped)) * p.pitch()
}

func (p *Paragraph) pitch() float32 { return float32(int(p.size*p.face.Spacing + 0.5)) }

func (p *Paragraph) style() fyne.TextStyle { return fyne.TextStyle{Bold: p.face.Bold} }

func (p *Paragraph) measure(s string) float32 {
	return fyne.MeasureText(s, p.size, p.style()).Width
}

func (p *Paragraph) wrap(width float32) {
	if width == p.width {
		return
	}
	p.width, p.size = width, p.face.Size
	for {
		whole := true
		p.wrapped, whole = p.broken(width)
		fits := p.face.Lines == 0 || len(p.wrapped) <= p.face.Lines
		if fits && whole || p.size-2 < p.face.Least {
			break
		}
		p.size -= 2
	}
	for narrow := width * 0.95; p.face.Even && len(p.wrapped) > 1 && narrow > width/2; narrow -= width * 0.05 {
		lines, whole := p.broken(narrow)
		if len(lines) > len(p.wrapped) || !whole {
			break
		}
		p.wrapped = lines
	}
}

// broken cuts the text into lines; whole says that no word had to be cut.
func (p *Paragraph) broken(width float32) (lines []string, whole bool) {
	whole = true
	if p.text == "" {
		return nil, true
	}
	for _, part := range strings.Split(p.text, "\n") {
		line := ""
		for _, word := range words(part) {
			longer := line + word
			if line != "" && !strings.HasSuffix(line, "-") {
				longer = line + " " + word
			}
			if p.measure(longer) <= width {
				line = longer
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for p.measure(word) > width && utf8.RuneCountInString(word) > 1 { // one word wider than everything
				cut := len(word)
				for p.measure(word[:cut]) > width && cut > 1 {
					_, n := utf8.DecodeLastRuneInString(word[:cut])
					cut -= n
				}
				if cut <= 1 {
					break
				}
				whole = false
				lines = append(lines, word[:cut])
				word = word[cut:]
			}
			line = word
		}
		lines = append(lines, line)
	}
	return lines, whole
}

// words splits at spaces and after hyphens between letters: Kazakh double names are longer than a line.
func words(s string) (all []string) {
	for _, word := range strings.Split(s, " ") {
		for {
			cut := strings.IndexByte(word, '-')
			if cut < 3 || len(word)-cut < 12 {
				break
			}
			all = append(all, word[:cut+1])
			word = word[cut+1:]
		}
		all = append(all, word)
	}
	return all
}

// place puts the lines where they belong; text of one width is centred in height when there is more of it.
func (p *Paragraph) place(s fyne.Size) {
	p.wrap(s.Width)
	for len(p.lines) < len(p.wrapped) {
		p.lines = append(p.lines, canvas.NewText("", nil))
	}
	for _, line := range p.lines[len(p.wrapped):] {
		line.Text = "" // not kept behind the end of the slice
	}
	p.lines = p.lines[:len(p.wrapped)]
	pitch := p.pitch()
	y := max(0, (s.Height-pitch*float32(len(p.wrapped)))/2)
	// Capitals and digits stand in the middle of the pitch: the font keeps more room above them than below.
	high := fyne.MeasureText("0", p.size, p.style()).Height
	y += float32(int((pitch-high)/2 - 0.03*p.size))
	for i, line := range p.lines {
		line.Text, line.TextSize, line.TextStyle = p.wrapped[i], p.size, p.style()
		line.Color = fynetheme.Color(p.face.Role)
		line.Alignment = fyne.TextAlignLeading
		if p.face.Centre {
			line.Alignment = fyne.TextAlignCenter
		}
		line.Move(fyne.NewPos(0, y+float32(i)*pitch))
		line.Resize(fyne.NewSize(s.Width, high))
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer { return paragraphRenderer{p} }

type paragraphRenderer struct{ p *Paragraph }

func (r paragraphRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.p.lines))
	for i, line := range r.p.lines {
		objects[i] = line
	}
	return objects
}
func (r paragraphRenderer) Layout(s fyne.Size) { r.p.place(s) }
func (r paragraphRenderer) MinSize() fyne.Size { return anySize }
func (r paragraphRenderer) Destroy()           {}
func (r paragraphRenderer) Refresh() {
	r.p.place(r.p.Size())
	for _, line := range r.p.lines {
		line.Refresh()
	}
}
