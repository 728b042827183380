package main

import (
	"flag"
	"fmt"
	"html/template"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"documenting.kz/terminal/assets"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/ui"
	"documenting.kz/terminal/ui/help"
	"documenting.kz/terminal/ui/screen/sample"
	"documenting.kz/terminal/ui/text"
	"documenting.kz/terminal/ui/theme"
)

func main() {
	out := flag.String("out", "out/gallery", "folder the pictures go to")
	only := flag.String("only", "", "names of screens, separated by commas; they may be beginnings")
	contrast := flag.Bool("contrast", false, "the high-contrast palette")
	flag.Parse()
	if err := run(*out, *only, *contrast); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// inline is a ui.Loop without a loop: there is no window to wait for.
type inline struct{}

func (inline) Do(f func()) { f() }

func run(out, only string, contrast bool) error {
	palette := theme.Calm()
	if contrast {
		palette = theme.Contrast()
	}
	look, err := theme.New(assets.Fonts, palette)
	if err != nil {
		return err
	}
	catalogue, err := text.Load(assets.Text)
	if err != nil {
		return err
	}
	book, err := help.Load(assets.Help)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	app := test.NewApp()
	app.Settings().SetTheme(look)
	live := &kiosk.Live{}
	front := ui.New(inline{}, catalogue, live, func(kiosk.Event) {}, ui.Options{Help: book})
	w := test.NewWindow(front.Content())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1080, 1920))

	var names []string
	for _, l := range kiosk.Languages {
		for _, s := range sample.Views(l) {
			if !wanted(s.Name, only) {
				continue
			}
			front.Show(kiosk.View{Screen: kiosk.ScreenAttract, Language: l}) // every picture begins with a new screen
			front.Show(s.View)
			for _, id := range s.Press {
				if !ui.Press(w.Canvas(), id) {
					return fmt.Errorf("%s: nothing to press is called %s", s.Name, id)
				}
			}
			live.Put(sample.Frame())
			for _, stroke := range s.View.Sign.Strokes {
				for i, p := range stroke {
					live.Draw(p, i == 0)
				}
			}
			front.DrawLive()
			name := fmt.Sprintf("%s-%s.png", s.Name, l)
			if err := write(filepath.Join(out, name), w.Canvas()); err != nil {
				return err
			}
			live.Wipe()
			names = append(names, name)
		}
	}
	return page(filepath.Join(out, "index.html"), names)
}

func wanted(name, only string) bool {
	if only == "" {
		return true
	}
	for _, o := range strings.Split(only, ",") {
		if strings.HasPrefix(name, o) {
			return true
		}
	}
	return false
}

func write(path string, c fyne.Canvas) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, c.Capture()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return f.Close()
}

var sheet = template.Must(template.New("page").Parse(`<!doctype html><meta charset="utf-8"><title>The terminal's screens</title>
<style>body{font:16px sans-serif;background:#333;color:#fff}figure{display:inline-block;margin:8px}img{width:320px;display:block}</style>
{{range .}}<figure><a href="{{.}}"><img loading="lazy" src="{{.}}" alt="{{.}}"></a><figcaption>{{.}}</figcaption></figure>
{{end}}`))

func page(path string, names []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := sheet.Execute(f, names); err != nil {
		return err
	}
	return f.Close()
}
