package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"documenting.kz/terminal/ui/theme"
)

// bounce is how soon the same key cannot have been meant again: a trembling finger, a worn panel.
const bounce = 150 * time.Millisecond

// lastPress is shared by the keys of a keypad: a bounce is the same key again
// with no other between.
type lastPress struct {
	key *Key
	at  time.Time
}

// Key is one key of a Keypad. It acts when the finger comes down, so that a slip afterwards loses nothing.
type Key struct {
	widget.BaseWidget
	id      string
	now     func() time.Time
	press   func()
	last    *lastPress
	pressed bool
	box     *Box
	label   *Paragraph
	icon    *Icon
	res     fyne.Resource
}

// NewKey makes a key with a label or an icon.
func NewKey(id, label string, icon fyne.Resource, now func() time.Time, press func()) *Key {
	size := float32(64)
	if len(label) != 1 {
		size = 40 // a word
	}
	k := &Key{
		id: id, now: now, press: press, res: icon, last: &lastPress{},
		box:   NewBox(theme.Surface, theme.Line, theme.Radius),
		label: NewParagraph(Face{Size: size, Least: 34, Lines: 1, Bold: true, Centre: true, Spacing: 1.1}),
		icon:  NewIcon(icon, theme.Ink, 64),
	}
	k.label.SetText(label)
	k.ExtendBaseWidget(k)
	return k
}

// ID implements Touchable.
func (k *Key) ID() string { return k.id }

// Enabled implements Touchable.
func (k *Key) Enabled() bool { return true }

// HeightFor implements Flowing.
func (k *Key) HeightFor(float32) float32 { return 114 }

// SetText changes the label of a key that has one.
func (k *Key) SetText(text string) {
	k.label.SetText(text)
	k.arrange(k.Size())
}

// MouseDown acts, unless the same key came down just before.
func (k *Key) MouseDown(*desktop.MouseEvent) {
	now := k.now()
	if k.last.key == k && now.Sub(k.last.at) < bounce {
		return
	}
	*k.last, k.pressed = lastPress{k, now}, true
	k.Refresh()
	k.press()
}

// MouseUp implements desktop.Mouseable.
func (k *Key) MouseUp(*desktop.MouseEvent) {
	if k.pressed {
		k.pressed = false
		k.Refresh()
	}
}

func (k *Key) arrange(s fyne.Size) {
	k.box.Resize(s)
	h := k.label.HeightFor(s.Width - 24)
	k.label.Move(fyne.NewPos(12, (s.Height-h)/2))
	k.label.Resize(fyne.NewSize(s.Width-24, h))
	k.icon.Move(fyne.NewPos((s.Width-64)/2, (s.Height-64)/2))
	k.icon.Resize(fyne.NewSquareSize(64))
}

// CreateRenderer implements fyne.Widget.
func (k *Key) CreateRenderer() fyne.WidgetRenderer {
	return &drawing{objects: []fyne.CanvasObject{k.box, k.label, k.icon}, layout: k.arrange, paint: func() {
		if k.pressed {
			k.box.Set(theme.Touched, theme.Primary, 5)
		} else {
			k.box.Set(theme.Surface, theme.Line, 2)
		}
		k.box.Refresh()
		k.label.Refresh()
		k.icon.Refresh()
	}}
}

// Keypad is the twelve keys by which all numbers are typed. It never takes the focus.
type Keypad struct {
	*fyne.Container
	clear *Key
}

// NewKeypad calls digit with "0" to "9", erase for the last digit, and clear for all.
func NewKeypad(now func() time.Time, digit func(string), erase, clear func()) *Keypad {
	last := &lastPress{}
	of := func(k *Key) *Key { k.last = last; return k }
	key := func(d string) fyne.CanvasObject {
		return of(NewKey("digit-"+d, d, nil, now, func() { digit(d) }))
	}
	k := &Keypad{clear: of(NewKey("clear", "", nil, now, clear))}
	const gap = 15
	k.Container = Column(gap,
		Row(gap, key("1"), key("2"), key("3")),
		Row(gap, key("4"), key("5"), key("6")),
		Row(gap, key("7"), key("8"), key("9")),
		Row(gap, k.clear, key("0"), of(NewKey("erase", "", BackspaceIcon, now, erase))),
	)
	return k
}

// SetText names the key that clears.
func (k *Keypad) SetText(clear string) { k.clear.SetText(clear) }
