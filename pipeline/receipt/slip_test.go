package receipt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/receipt"
)

// late is the refusal of an ID card that expired more than a month ago.
func late() kiosk.Slip {
	return kiosk.Slip{
		At: time.Date(2026, 11, 21, 9, 4, 0, 0, time.UTC), Number: "B1C2-F506", Policy: "2026.4",
		Choice: &kiosk.Choice{Document: kiosk.IDCard, Reason: "18"},
		Title: kiosk.Text{
			KK: "жеке куәліктің (күнтізбелік 10 күннен аспайтын) және (немесе) паспорттың қолданылу мерзімінің өтуі",
			RU: "истечение срока действия удостоверения личности (не более 10 календарных дней) и (или) паспорта",
		},
		Refusal: kiosk.Refusal{
			Code: "id-card-late-month",
			Why:  kiosk.Text{KK: "Жеке куәліктің мерзімі бір айдан астам бұрын өтті.", RU: "Срок удостоверения личности истёк больше месяца назад."},
			Next: kiosk.Text{KK: "Құжаттарды алып, ХҚКО-ға келіңіз.", RU: "Возьмите документы и обратитесь в ЦОН."},
			Bring: []kiosk.Text{
				{KK: "әкімшілік құқық бұзушылық туралы хаттама", RU: "протокол об административном правонарушении"},
				{KK: "қаулы", RU: "постановление"},
				{KK: "айыппұл төленгені туралы түбіртек", RU: "квитанция об уплате штрафа"},
			},
			Ground: "КоАП РК, ст. 492",
		},
	}
}

// underAge is the refusal of a person who cannot be served at a terminal at all.
func underAge() kiosk.Slip {
	s := late()
	s.Choice, s.Title = nil, kiosk.Text{}
	s.Refusal = kiosk.Refusal{
		Code: "under-age",
		Why:  kiosk.Text{KK: "Терминал 18 жастан бастап қызмет көрсетеді.", RU: "Терминал обслуживает с 18 лет."},
		Next: kiosk.Text{KK: "Заңды өкіліңізбен ХҚКО-ға келіңіз.", RU: "Обратитесь в ЦОН с законным представителем."},
	}
	return s
}

// two are an ID card and a passport of one visit that the centre did not take, each for another reason.
func two() kiosk.Slip {
	s := late()
	s.Also = []kiosk.Denial{{
		Choice:  kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 36},
		Title:   kiosk.Text{KK: "жеке куәлік бойынша паспортты алғаш рет алу", RU: "впервые на паспорт по удостоверению личности"},
		Refusal: kiosk.Refusal{Code: "closed"},
	}}
	return s
}

func TestSlip_GoldenPictures(t *testing.T) {
	f := form(t)
	for name, c := range map[string]struct {
		s     kiosk.Slip
		paper devices.Paper
	}{
		"slip-two-80": {two(), paper80}, "slip-80": {late(), paper80}, "slip-58": {late(), paper58}, "slip-person-80": {underAge(), paper80},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := f.RenderSlip(c.s, c.paper)
			require.NoError(t, err)
			golden(t, name, got, c.paper)
		})
	}
}

func TestSlip_EveryChangeIsSeen(t *testing.T) {
	f := form(t)
	draw := func(change func(*kiosk.Slip)) []uint8 {
		s := late()
		change(&s)
		img, err := f.RenderSlip(s, paper80)
		require.NoError(t, err)
		return img.Pix
	}
	plain := draw(func(*kiosk.Slip) {})
	for name, change := range map[string]func(*kiosk.Slip){
		"time":      func(s *kiosk.Slip) { s.At = s.At.Add(time.Minute) },
		"number":    func(s *kiosk.Slip) { s.Number = "B1C2-F507" },
		"nothing":   func(s *kiosk.Slip) { s.Choice = nil },
		"document":  func(s *kiosk.Slip) { s.Choice = &kiosk.Choice{Document: kiosk.Passport, Reason: "18", Pages: 36} },
		"title":     func(s *kiosk.Slip) { s.Title.KK += "!" },
		"why kk":    func(s *kiosk.Slip) { s.Refusal.Why.KK += "!" },
		"why ru":    func(s *kiosk.Slip) { s.Refusal.Why.RU += "!" },
		"next kk":   func(s *kiosk.Slip) { s.Refusal.Next.KK += "!" },
		"next ru":   func(s *kiosk.Slip) { s.Refusal.Next.RU += "!" },
		"no papers": func(s *kiosk.Slip) { s.Refusal.Bring = nil },
		"a paper":   func(s *kiosk.Slip) { s.Refusal.Bring = s.Refusal.Bring[:2] },
		"paper kk":  func(s *kiosk.Slip) { s.Refusal.Bring[2].KK += "!" },
		"ground":    func(s *kiosk.Slip) { s.Refusal.Ground = "КоАП РК, ст. 493" },
		"policy":    func(s *kiosk.Slip) { s.Policy = "" },
		"also":      func(s *kiosk.Slip) { s.Also = two().Also },
	} {
		assert.False(t, slices.Equal(plain, draw(change)), name)
	}
}

func TestSlip_LongAndEmptyTextsStayOnThePaper(t *testing.T) {
	f := form(t)
	s := late()
	s.Refusal.Why = kiosk.Text{}
	s.Refusal.Bring = append(s.Refusal.Bring, kiosk.Text{KK: strings.Repeat("құжат", 60), RU: strings.Repeat("бумага ", 40)})
	s.Refusal.Ground = strings.Repeat("статья 492 ", 30)
	s.Number = strings.Repeat("N", 80)
	for _, paper := range []devices.Paper{paper80, paper58, {WidthDots: 240, DotsPerMM: 8}} {
		img, err := f.RenderSlip(s, paper)
		require.NoError(t, err)
		inMargins(t, img, paper)
	}
	_, err := f.RenderSlip(s, devices.Paper{WidthDots: 100, DotsPerMM: 8})
	require.Error(t, err)
}

// The journey's own refusals bring a code and a ground for technicians, no words.
func TestSlip_RefusalWithoutWords_TellsTheReasonOfItsCode(t *testing.T) {
	f := form(t)
	var seen [][]uint8
	for _, code := range kiosk.RefusalCodes {
		s := underAge()
		s.Refusal = kiosk.Refusal{Code: code, Ground: "for technicians"}
		with, err := f.RenderSlip(s, paper80)
		require.NoError(t, err)
		s.Refusal.Ground = ""
		without, err := f.RenderSlip(s, paper80)
		require.NoError(t, err)
		assert.True(t, slices.Equal(with.Pix, without.Pix), "the ground is not for the citizen")
		for _, other := range seen {
			assert.False(t, slices.Equal(other, with.Pix), code)
		}
		seen = append(seen, with.Pix)
	}
}

// Paper and screen tell one reason in the same words.
func TestSlip_ReasonsAreThoseOfTheScreen(t *testing.T) {
	var words struct {
		Slip struct {
			Reasons map[string]map[string]string `json:"reasons"`
		} `json:"slip"`
	}
	require.NoError(t, json.Unmarshal(asset(t, "receipt/wording.json"), &words))
	require.Len(t, words.Slip.Reasons, len(kiosk.RefusalCodes))
	for _, l := range []kiosk.Language{kiosk.Kazakh, kiosk.Russian} {
		var screen map[string]any
		require.NoError(t, json.Unmarshal(asset(t, "text/"+string(l)+".json"), &screen))
		for _, code := range kiosk.RefusalCodes {
			assert.Equal(t, screen["refusal."+code], words.Slip.Reasons[code][string(l)], "%s %s", l, code)
		}
	}
}

// The sentence is prescribed word for word.
func TestSlip_BeginsWithThePrescribedSentence(t *testing.T) {
	words := string(asset(t, "receipt/wording.json"))
	assert.Contains(t, words, `"ru": "оформление не доступно, обратитесь в ЦОН"`)
	assert.Contains(t, words, `"kk": "рәсімдеу қолжетімсіз, ХҚКО-ға жүгініңіз"`)
}

// tray is a device that keeps what it was given, by reference and by value.
type tray struct {
	devices.Printer
	given *image.Gray
	ink   int
}

func (t *tray) Paper() devices.Paper { return paper58 }

func (t *tray) Print(_ context.Context, page *image.Gray) error {
	t.given = page
	for _, v := range page.Pix {
		if v == 0 {
			t.ink++
		}
	}
	return devices.ErrGone
}

func TestPrinter_FitsTheDevicesPaper_TellsItsErrors_AndWipesThePicture(t *testing.T) {
	for name, print := range map[string]func(receipt.Printer) error{
		"receipt": func(p receipt.Printer) error { return p.Print(t.Context(), both()) },
		"slip":    func(p receipt.Printer) error { return p.PrintSlip(t.Context(), late()) },
	} {
		device := &tray{}
		err := print(receipt.Printer{Form: form(t), Device: device})
		require.ErrorIs(t, err, devices.ErrGone, name)
		assert.Equal(t, paper58.WidthDots, device.given.Rect.Dx(), name)
		assert.Greater(t, device.ink, 10_000, name)
		assert.Equal(t, len(device.given.Pix), bytes.Count(device.given.Pix, []byte{0}), "%s is wiped", name)
	}
}
