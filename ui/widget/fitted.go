package widget

import "fyne.io/fyne/v2"

// Fitted takes the height that is left in its Column and writes its paragraphs
// smaller when all of them would not fit: how long the texts of the policy are is
// not ours to decide, and nothing of them may be cut.
type Fitted struct {
	*fyne.Container
	part    fyne.CanvasObject
	texts   func() []*Paragraph
	sizes   []float32
	letters float32 // size written in
}

// NewFitted lays out part; texts are its paragraphs that all have one of sizes, biggest first.
func NewFitted(part fyne.CanvasObject, texts func() []*Paragraph, sizes ...float32) *Fitted {
	f := &Fitted{part: part, texts: texts, sizes: sizes}
	f.Container = &fyne.Container{Layout: f, Objects: []fyne.CanvasObject{part}}
	return f
}

// MinSize implements fyne.Layout.
func (f *Fitted) MinSize([]fyne.CanvasObject) fyne.Size { return anySize }

// Layout implements fyne.Layout.
func (f *Fitted) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	before, texts := f.letters, f.texts()
	for _, letters := range f.sizes {
		f.letters = letters
		for _, text := range texts {
			text.SetSize(letters)
		}
		if HeightFor(f.part, size.Width) <= size.Height {
			break
		}
	}
	f.part.Move(fyne.NewPos(0, 0))
	f.part.Resize(size)
	if f.letters != before {
		for _, text := range texts {
			text.Refresh()
		}
	}
}
