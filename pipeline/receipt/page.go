package receipt

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"documenting.kz/terminal/devices"
)

// The sizes of the type, in mm of the em square. The number takes the largest that fits.
const (
	smallMM   = 2.4
	bodyMM    = 2.9
	headingMM = 3.7
)

var numberMM = [...]float64{6, 5, 4.2, headingMM}

// page collects blocks from the top down; nothing is drawn before the height is known.
type page struct {
	width  int     // dots
	perMM  float64 // dots
	margin int
	fonts  *Form
	faces  map[style]font.Face
	blocks []block
}

// style is a face at a size.
type style struct {
	bold bool
	mm   float64
}

var (
	small   = style{false, smallMM}
	body    = style{false, bodyMM}
	strong  = style{true, bodyMM}
	heading = style{true, headingMM}
)

// block is a strip of the whole width.
type block struct {
	height int
	draw   func(img *image.Gray, top int)
}

func newPage(f *Form, paper devices.Paper) *page {
	p := &page{width: paper.WidthDots, perMM: paper.DotsPerMM, fonts: f, faces: map[style]font.Face{}}
	p.margin = p.dots(1)
	return p
}

// face makes a face when it is first used; a face is not safe for several pages.
func (p *page) face(s style) font.Face {
	if have, ok := p.faces[s]; ok {
		return have
	}
	source := p.fonts.regular
	if s.bold {
		source = p.fonts.bold
	}
	// At 72 dpi a point is a dot. NewFace has no error to give for a parsed font.
	face, err := opentype.NewFace(source, &opentype.FaceOptions{Size: s.mm * p.perMM, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic("receipt: " + err.Error())
	}
	p.faces[s] = face
	return face
}

func (p *page) dots(mm float64) int { return int(math.Round(mm * p.perMM)) }

// inner is the width that text may use.
func (p *page) inner() int { return p.width - 2*p.margin }

func (p *page) add(height int, draw func(*image.Gray, int)) {
	p.blocks = append(p.blocks, block{height, draw})
}

func (p *page) gap(mm float64) { p.add(p.dots(mm), func(*image.Gray, int) {}) }

// rule is a line across the page.
func (p *page) rule(mm float64) {
	thick := max(p.dots(mm), 1)
	p.add(thick, func(img *image.Gray, top int) {
		fill(img, image.Rect(p.margin, top, p.width-p.margin, top+thick), color.Black)
	})
}

func fill(img *image.Gray, r image.Rectangle, c color.Color) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// align says where a line begins.
type align int

const (
	left align = iota
	centre
)

// text adds a paragraph, wrapped. No words take no room.
func (p *page) text(s style, a align, text string) {
	if text == "" {
		return
	}
	for _, line := range p.wrap(s, text, p.inner()) {
		p.add(p.lineHeight(s), func(img *image.Gray, top int) { p.line(img, s, a, top, line, color.Black) })
	}
}

// number adds one large line, as large as fits.
func (p *page) number(text string) {
	s := style{bold: true}
	for _, s.mm = range numberMM {
		if p.measure(s, text) <= p.inner() {
			break
		}
	}
	p.text(s, centre, text)
}

// banner adds white paragraphs on black.
func (p *page) banner(s style, texts ...string) {
	pad, apart, step := p.dots(1.2), p.dots(0.7), p.lineHeight(s)
	var paragraphs [][]string
	height := 2*pad + (len(texts)-1)*apart
	for _, t := range texts {
		lines := p.wrap(s, t, p.inner()-2*pad)
		paragraphs = append(paragraphs, lines)
		height += len(lines) * step
	}
	p.add(height, func(img *image.Gray, top int) {
		fill(img, image.Rect(p.margin, top, p.width-p.margin, top+height), color.Black)
		y := top + pad
		for _, lines := range paragraphs {
			for _, line := range lines {
				p.line(img, s, centre, y, line, color.White)
				y += step
			}
			y += apart
		}
	})
}

// pair adds a label and its value: on one line when both fit, else one below the other.
func (p *page) pair(label, value string) {
	room := p.inner() - p.dots(2)
	if p.measure(small, label)+p.measure(strong, value) > room {
		p.text(small, left, label)
		p.text(strong, left, value)
		p.gap(0.5)
		return
	}
	p.add(p.lineHeight(strong), func(img *image.Gray, top int) {
		drop := p.ascent(strong) - p.ascent(small) // one base line
		p.line(img, small, left, top+drop, label, color.Black)
		p.put(img, strong, p.width-p.margin-p.measure(strong, value), top, value, color.Black)
	})
}

func (p *page) line(img *image.Gray, s style, a align, top int, text string, c color.Color) {
	x := p.margin
	if a == centre {
		x = (p.width - p.measure(s, text)) / 2
	}
	p.put(img, s, x, top, text, c)
}

func (p *page) put(img *image.Gray, s style, x, top int, text string, c color.Color) {
	d := font.Drawer{Dst: img, Src: image.NewUniform(c), Face: p.face(s), Dot: fixed.P(x, top+p.ascent(s))}
	d.DrawString(text)
}

func (p *page) measure(s style, text string) int { return font.MeasureString(p.face(s), text).Ceil() }
func (p *page) ascent(s style) int               { return p.face(s).Metrics().Ascent.Ceil() }

// lineHeight is tighter than the font's own, which leaves room for scripts that are not used here.
func (p *page) lineHeight(s style) int { return p.dots(s.mm * 1.28) }

// wrap breaks text at spaces (not at no-break spaces), and inside a word only when the word alone is too long.
func (p *page) wrap(s style, text string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Split(text, " ") {
		longer := strings.TrimPrefix(current+" "+word, " ")
		if p.measure(s, longer) <= width {
			current = longer
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for p.measure(s, word) > width {
			cut := p.fitting(s, word, width)
			lines = append(lines, word[:cut])
			word = word[cut:]
		}
		current = word
	}
	return append(lines, current)
}

// fitting is how many bytes of the word fit, one letter at least.
func (p *page) fitting(s style, word string, width int) int {
	cut := len(word)
	for i := range word {
		if i > 0 && p.measure(s, word[:i]) > width {
			return cut
		}
		if i > 0 || cut == len(word) {
			cut = max(i, len(string([]rune(word)[0])))
		}
	}
	return cut
}

// image draws the blocks and decides black or white for every dot.
func (p *page) image() *image.Gray {
	height := 0
	for _, b := range p.blocks {
		height += b.height
	}
	img := image.NewGray(image.Rect(0, 0, p.width, height))
	fill(img, img.Rect, color.White)
	top := 0
	for _, b := range p.blocks {
		b.draw(img, top)
		top += b.height
	}
	const threshold = 150 // a little more than half: thin strokes of small letters must not break
	for i, v := range img.Pix {
		if v < threshold {
			img.Pix[i] = 0
		} else {
			img.Pix[i] = 0xff
		}
	}
	return img
}
