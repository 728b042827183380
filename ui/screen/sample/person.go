package sample

import (
	"image"
	"image/color"
	"math"

	"documenting.kz/terminal/kiosk"
)

var office = kiosk.Text{
	KK: "Алматы қаласы, Медеу ауданының № 2 ХҚКО",
	RU: "ЦОН № 2 Медеуского района города Алматы",
	EN: "Public service centre No. 2, Medeu district, Almaty",
}

func date(s string) kiosk.Date {
	d, err := kiosk.ParseDate(s)
	if err != nil {
		panic(err) // the dates of this file are constants
	}
	return d
}

var person = kiosk.Person{
	IIN: "850615390005", Surname: "Құрманғазыұлынов-Әбілқайырханов", GivenName: "Мұхаммедғали-Әлішер", Patronymic: "Нұрсұлтанәбішұлы",
	LatinSurname: "QURMANGAZYULYNOV-ABILQAIYRKHANOV", LatinGivenName: "MUKHAMMEDGALI-ALISHER",
	BirthDate: date("1985-06-15"), Sex: kiosk.Male, Citizenship: "KAZ", Status: kiosk.Alive, Capable: true,
	BirthPlace:  kiosk.Text{KK: "Шығыс Қазақстан облысы, Күршім ауданы, Қалғұты ауылы", RU: "Восточно-Казахстанская область, Куршимский район, село Калгуты", EN: "Kalguty, Kurshim district, East Kazakhstan Region"},
	Nationality: kiosk.Text{KK: "қазақ", RU: "казах", EN: "Kazakh"},
	Residence: &kiosk.Residence{Permanent: true, Address: kiosk.Text{
		KK: "Алматы қаласы, Бостандық ауданы, Әл-Фараби даңғылы, 77/8-үй, 1204-пәтер",
		RU: "город Алматы, Бостандыкский район, проспект Аль-Фараби, дом 77/8, квартира 1204",
		EN: "77/8 Al-Farabi Avenue, flat 1204, Bostandyk district, Almaty"}},
}

// Signature is a flourish on a pad of 96 by 60 mm.
var Signature = func() []kiosk.Stroke {
	var stroke kiosk.Stroke
	for i := range 160 {
		a := float64(i) / 160
		stroke = append(stroke, kiosk.Point{X: 14 + 66*a + 5*math.Sin(23*a), Y: 30 + 14*math.Sin(17*a)*(1-a*0.6), Pressure: 0.3 + 0.5*math.Abs(math.Sin(9*a)), T: float64(i) * 8})
	}
	return []kiosk.Stroke{stroke, {{X: 20, Y: 46, Pressure: 0.5}, {X: 84, Y: 42, Pressure: 0.3}}}
}()

// Portrait draws a figure that is nobody, 413 by 531 pixels; n moves it a little.
func Portrait(n int) *image.RGBA { return figure(413, 531, 206+6*float64(n-1), 235, 96, 128) }

// Frame draws what a camera of 1280 by 720 sees of the same figure.
func Frame() *image.RGBA { return figure(1280, 720, 660, 330, 120, 160) }

func figure(w, h int, cx, cy, rx, ry float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x), float64(y)
			c := color.RGBA{R: 0xd9 - uint8(y*20/h), G: 0xe2 - uint8(y*16/h), B: 0xe6 - uint8(y*12/h), A: 0xff}
			inside := func(cx, cy, rx, ry float64) bool { return math.Hypot((fx-cx)/rx, (fy-cy)/ry) < 1 }
			if inside(cx, cy+ry*2.1, rx*2.1, ry*1.15) {
				c = color.RGBA{R: 0x35, G: 0x4f, B: 0x63, A: 0xff}
			}
			if inside(cx, cy-ry*0.12, rx*1.12, ry*1.06) {
				c = color.RGBA{R: 0x2c, G: 0x24, B: 0x22, A: 0xff}
			}
			if inside(cx, cy+ry*0.95, rx*0.45, ry*0.4) || inside(cx, cy, rx, ry) && fy > cy-ry*0.6 {
				c = color.RGBA{R: 0xd8, G: 0xb0, B: 0x94, A: 0xff}
			}
			if inside(cx-rx*0.4, cy-ry*0.08, rx*0.13, ry*0.06) || inside(cx+rx*0.4, cy-ry*0.08, rx*0.13, ry*0.06) {
				c = color.RGBA{R: 0x30, G: 0x22, B: 0x1c, A: 0xff}
			}
			if inside(cx, cy+ry*0.52, rx*0.3, ry*0.05) {
				c = color.RGBA{R: 0x9c, G: 0x5a, B: 0x50, A: 0xff}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}
