package screen

import (
	"image"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
	"documenting.kz/terminal/ui/widget"
)

// camera is what the two screens with a live picture share: the mirror, and one piece of advice at a time.
type camera struct {
	body    *fyne.Container
	preview *widget.Preview
	box     *widget.Box
	sign    *widget.Icon
	advice  *widget.Paragraph
	meter   *widget.Meter
	below   *widget.Paragraph
}

func newCamera() *camera {
	c := &camera{
		preview: widget.NewPreview(),
		box:     widget.NewBox(theme.Surface, theme.Primary, theme.Radius),
		sign:    widget.NewIcon(nil, theme.Primary, 96),
		advice:  widget.NewParagraph(widget.Face{Size: 52, Least: 38, Lines: 2, Bold: true, Spacing: 1.15}),
		meter:   widget.NewMeter(),
		below:   widget.NewParagraph(widget.Face{Size: theme.Body, Role: theme.Muted}),
	}
	c.body = widget.Column(20,
		widget.Fill(400, c.preview),
		widget.High(164, widget.Panel(c.box, 32, 20, widget.Centred(32, c.sign, c.advice))),
		c.meter,
		c.below,
	)
	return c
}

// signs show a piece of advice to who does not read it. Left and right are the citizen's own, and the picture is a mirror.
var signs = map[kiosk.Advice]fyne.Resource{
	kiosk.AdviceNobody: widget.PersonIcon, kiosk.AdviceSeveral: widget.WarnIcon,
	kiosk.AdviceCloser: widget.NearIcon, kiosk.AdviceBack: widget.FarIcon,
	kiosk.AdviceLeft: widget.LeftArrow, kiosk.AdviceRight: widget.RightArrow,
	kiosk.AdviceUp: widget.UpArrow, kiosk.AdviceDown: widget.DownArrow,
	kiosk.AdviceHold: widget.StillIcon, kiosk.AdviceDone: widget.DoneIcon, kiosk.AdviceDevice: widget.WarnIcon,
}

func (c *camera) Body() fyne.CanvasObject { return c.body }

func (c *camera) update(v kiosk.View, t text.Speaker, below string) {
	advice := v.Camera.Advice
	if advice == "" {
		advice = kiosk.AdviceNobody
	}
	role := theme.Primary
	switch advice {
	case kiosk.AdviceHold, kiosk.AdviceDone:
		role = theme.OnGood
		c.box.Set(theme.Good, theme.OnGood, 5)
	case kiosk.AdviceSeveral, kiosk.AdviceDevice:
		role = theme.OnNotice
		c.box.Set(theme.Notice, theme.OnNotice, 5)
	default:
		c.box.Set(theme.Surface, theme.Primary, 5)
	}
	c.sign.Set(signs[advice], role)
	c.advice.SetText(t.T("advice." + string(advice)))
	c.meter.Set(v.Camera.Progress)
	c.below.SetText(below)
}

// SetFrame implements Moving.
func (c *camera) SetFrame(frame *image.RGBA) { c.preview.Set(frame) }

// Leave lets go of the last picture.
func (c *camera) Leave() { c.preview.Set(nil) }
