package receipt_test

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/sfnt"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
	"documenting.kz/terminal/pipeline/receipt"
)

// blackAndWhite keeps the goldens small.
var blackAndWhite = color.Palette{color.Black, color.White}

var update = flag.Bool("update", false, "write the golden pictures anew")

var (
	paper80 = devices.Paper{WidthDots: 576, DotsPerMM: 8}
	paper58 = devices.Paper{WidthDots: 384, DotsPerMM: 8}
)

func asset(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../assets", name))
	require.NoError(t, err)
	return b
}

func form(t testing.TB) *receipt.Form {
	t.Helper()
	f, err := receipt.New(receipt.Opts{
		Regular: asset(t, "fonts/NotoSans-Regular.ttf"), Bold: asset(t, "fonts/NotoSans-Bold.ttf"),
		Wording: asset(t, "receipt/wording.json"),
		Point: receipt.Point{
			Name:    kiosk.Text{KK: "№ 3 ХҚКО", RU: "ЦОН № 3", EN: "CON No. 3"},
			Address: kiosk.Text{KK: "Шымкент қаласы, Тәуке хан даңғылы, 14", RU: "г. Шымкент, проспект Тауке хана, 14", EN: "Shymkent"},
			Hours:   kiosk.Text{KK: "дүйсенбі–жұма 9:00–18:00, сенбі 9:00–13:00", RU: "понедельник–пятница 9:00–18:00, суббота 9:00–13:00"},
			Kiosk:   "SHY-03-01",
		},
	})
	require.NoError(t, err)
	return f
}

func idCard() kiosk.Receipt {
	return kiosk.Receipt{
		IssuedAt: time.Date(2026, 11, 21, 9, 4, 0, 0, time.UTC), Policy: "2026.4",
		Name: "Әбдіғаппарова Үміт-Ғайни Һәкімқызы", IIN: kiosk.IIN("850615490005").Masked(), Phone: kiosk.Phone("+77010009012").Masked(),
		Items: []kiosk.ReceiptItem{{
			ID:     "0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506",
			Coupon: &kiosk.Coupon{Number: "SHY-2026-900017", ReadyDate: ready, IssuedAt: time.Date(2026, 11, 21, 9, 5, 0, 0, time.UTC)},
			Choice: kiosk.Choice{Document: kiosk.IDCard, Reason: "18"},
			Title: kiosk.Text{
				KK: "жеке куәліктің (күнтізбелік 10 күннен аспайтын) және (немесе) паспорттың қолданылу мерзімінің өтуі",
				RU: "истечение срока действия удостоверения личности (не более 10 календарных дней) и (или) паспорта",
			},
			Amount: kiosk.Tenge(865), PaymentRef: "9902 7741 0055", ReadyDate: ready,
		}},
	}
}

var ready = kiosk.DateOf(time.Date(2026, 12, 11, 0, 0, 0, 0, time.UTC))

const second = kiosk.ApplicationID("0192f3a4-5b6d-7a01-8b02-b1c2d3e4f507")

func provisionalPassport() kiosk.Receipt {
	r := idCard()
	i := &r.Items[0]
	i.Coupon = nil
	i.Choice = kiosk.Choice{Document: kiosk.Passport, Reason: "17", Pages: 48}
	i.Title = kiosk.Text{KK: "жеке куәлік бойынша паспортты алғаш рет алу", RU: "впервые на паспорт по удостоверению личности"}
	i.Amount, i.PaymentRef = kiosk.Tenge(51900), ""
	return r
}

func exempt() kiosk.Receipt {
	r := idCard()
	i := &r.Items[0]
	i.Amount, i.PaymentRef = 0, ""
	i.Exemption = &kiosk.Exemption{Category: "04", Ground: kiosk.Text{KK: "мүгедектігі бар адам", RU: "лицо с инвалидностью"}}
	return r
}

// both is a visit for an ID card and a passport, paid for with one payment.
func both() kiosk.Receipt {
	r := idCard()
	r.Items = append(r.Items, kiosk.ReceiptItem{
		ID:     second,
		Coupon: &kiosk.Coupon{Number: "SHY-2026-900018", ReadyDate: ready, IssuedAt: time.Date(2026, 11, 21, 9, 5, 0, 0, time.UTC)},
		Choice: kiosk.Choice{Document: kiosk.Passport, Reason: "13", Pages: 36, SubReason: "lost"},
		Title: kiosk.Text{
			KK: "Қазақстан Республикасы азаматының паспортты жоғалтуы", RU: "утрата паспорта гражданином РК",
		},
		SubReason: kiosk.Text{KK: "жоғалттым", RU: "потерян"},
		Amount:    kiosk.Tenge(34600), PaymentRef: "9902 7741 0055", ReadyDate: ready,
	})
	return r
}

// mixed is the same visit when the link died between the two coupons.
func mixed() kiosk.Receipt {
	r := both()
	r.Items[1].Coupon, r.Items[1].PaymentRef = nil, ""
	return r
}

func TestRender_GoldenPictures(t *testing.T) {
	f := form(t)
	for name, c := range map[string]struct {
		r     kiosk.Receipt
		paper devices.Paper
	}{
		"coupon-80": {idCard(), paper80}, "coupon-58": {idCard(), paper58},
		"provisional-80": {provisionalPassport(), paper80}, "exempt-80": {exempt(), paper80},
		"both-80": {both(), paper80}, "both-58": {both(), paper58}, "mixed-80": {mixed(), paper80},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := f.Render(c.r, c.paper)
			require.NoError(t, err)
			golden(t, name, got, c.paper)
		})
	}
}

func golden(t *testing.T, name string, got *image.Gray, paper devices.Paper) {
	t.Helper()
	require.Equal(t, paper.WidthDots, got.Rect.Dx())
	grey := slices.IndexFunc(got.Pix, func(v uint8) bool { return v != 0 && v != 255 })
	require.Negative(t, grey, "no grey")
	compare(t, name, got)
}

// compare holds a picture against testdata and keeps what it got when they differ.
func compare(t *testing.T, name string, got *image.Gray) {
	t.Helper()
	golden := filepath.Join("testdata", name+".png")
	if *update {
		save(t, golden, got)
	}
	file, err := os.Open(golden)
	require.NoError(t, err)
	defer file.Close()
	want, err := png.Decode(file)
	require.NoError(t, err)
	same := want.Bounds() == got.Bounds()
	for y := 0; same && y < got.Rect.Dy(); y++ {
		for x := range got.Rect.Dx() {
			r, _, _, _ := want.At(x, y).RGBA()
			same = same && uint8(r>>8) == got.GrayAt(x, y).Y
		}
	}
	if !same {
		failed := filepath.Join(os.TempDir(), "receipt-"+name+"-got.png")
		save(t, failed, got)
		t.Errorf("%s differs; what was drawn is in %s", golden, failed)
	}
}

// save writes two colours, one bit a dot.
func save(t *testing.T, path string, img *image.Gray) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, twoColours(img)))
	require.NoError(t, file.Close())
}

func twoColours(img *image.Gray) image.Image {
	out := image.NewPaletted(img.Rect, blackAndWhite)
	for i, v := range img.Pix {
		out.Pix[i] = v & 1
	}
	return out
}

func TestRender_QRIsReadByAnIndependentReader(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed")
	}
	f := form(t)
	for name, c := range map[string]struct {
		r    kiosk.Receipt
		want []string
	}{
		"one":         {idCard(), []string{"SHY-2026-900017"}},
		"provisional": {provisionalPassport(), []string{"0192f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"}},
		"two":         {both(), []string{"SHY-2026-900017", "SHY-2026-900018"}},
		"mixed":       {mixed(), []string{"SHY-2026-900017", string(second)}},
	} {
		for _, paper := range []devices.Paper{paper80, paper58} {
			img, err := f.Render(c.r, paper)
			require.NoError(t, err)
			path := filepath.Join(t.TempDir(), "receipt.png")
			save(t, path, img)
			said, err := exec.Command(zbar, "--quiet", "--raw", path).Output()
			require.NoError(t, err)
			assert.ElementsMatch(t, c.want, strings.Fields(string(said)), "%s on %d dots", name, paper.WidthDots)
		}
	}
}

func TestRender_EveryChangeOfTheReceiptIsSeen(t *testing.T) {
	f := form(t)
	draw := func(change func(*kiosk.Receipt)) *image.Gray {
		r := idCard()
		change(&r)
		img, err := f.Render(r, paper80)
		require.NoError(t, err)
		return img
	}
	plain := draw(func(*kiosk.Receipt) {})
	for name, change := range map[string]func(*kiosk.Receipt){
		"number": func(r *kiosk.Receipt) { r.Items[0].Coupon.Number = "SHY-2026-900018" },
		"time":   func(r *kiosk.Receipt) { r.Items[0].Coupon.IssuedAt = r.Items[0].Coupon.IssuedAt.Add(time.Minute) },
		"reason": func(r *kiosk.Receipt) { r.Items[0].Choice.Reason = "07" },
		"kk":     func(r *kiosk.Receipt) { r.Items[0].Title.KK += "!" },
		"ru":     func(r *kiosk.Receipt) { r.Items[0].Title.RU += "!" },
		"name":   func(r *kiosk.Receipt) { r.Name += "а" },
		"iin":    func(r *kiosk.Receipt) { r.IIN = "850616****05" },
		"phone":  func(r *kiosk.Receipt) { r.Phone = "+7 7** *** ** 13" },
		"amount": func(r *kiosk.Receipt) { r.Items[0].Amount++ },
		"ref":    func(r *kiosk.Receipt) { r.Items[0].PaymentRef += "1" },
		"ready":  func(r *kiosk.Receipt) { r.Items[0].ReadyDate = r.Items[0].ReadyDate.AddDays(1) },
		"no day": func(r *kiosk.Receipt) { r.Items[0].ReadyDate = kiosk.Date{} },
		"unpaid": func(r *kiosk.Receipt) { r.Items[0].PaymentRef = "" },
		"second": func(r *kiosk.Receipt) { r.Items = append(r.Items, r.Items[0]) },
		"policy": func(r *kiosk.Receipt) { r.Policy = "2026.5" },
		"asked":  func(r *kiosk.Receipt) { r.Items[0].SubReason.RU = "порча" },
		"coupon": func(r *kiosk.Receipt) { r.Items[0].Coupon = nil },
	} {
		assert.False(t, slices.Equal(plain.Pix, draw(change).Pix), name)
	}
	later := draw(func(r *kiosk.Receipt) { r.IssuedAt = r.IssuedAt.Add(time.Hour) })
	assert.True(t, slices.Equal(plain.Pix, later.Pix), "the coupon's time counts")
}

func TestRender_LongAndStrangeTextsStayOnThePaper(t *testing.T) {
	f := form(t)
	r := idCard()
	r.Name = strings.Repeat("Ұзынсөз", 40) + " " + strings.Repeat("i", 300)
	r.Items[0].Title.RU = ""
	r.Items[0].Coupon.Number = strings.Repeat("N", 60)
	for _, paper := range []devices.Paper{paper80, paper58, {WidthDots: 240, DotsPerMM: 8}, {WidthDots: 832, DotsPerMM: 11.8}} {
		img, err := f.Render(r, paper)
		require.NoError(t, err)
		inMargins(t, img, paper)
	}
}

// inMargins holds that nothing is drawn at the paper's edges.
func inMargins(t *testing.T, img *image.Gray, paper devices.Paper) {
	t.Helper()
	for y := range img.Rect.Dy() {
		for x := range int(paper.DotsPerMM) / 2 {
			if img.GrayAt(x, y).Y != 255 || img.GrayAt(paper.WidthDots-1-x, y).Y != 255 {
				t.Fatalf("ink in the margin at line %d of %v", y, paper)
			}
		}
	}
}

func TestRender_PaperTooNarrow(t *testing.T) {
	f := form(t)
	for _, paper := range []devices.Paper{{}, {WidthDots: 576}, {WidthDots: 100, DotsPerMM: 8}} {
		_, err := f.Render(idCard(), paper)
		require.ErrorIs(t, err, receipt.ErrPaper)
	}
}

func TestFonts_HoldEveryLetterOfThePaper(t *testing.T) {
	var b sfnt.Buffer
	for _, name := range []string{"fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf"} {
		f, err := sfnt.Parse(asset(t, name))
		require.NoError(t, err)
		for _, r := range "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё₸№«»—\u00a0*+" + string(asset(t, "receipt/wording.json")) {
			if r < ' ' {
				continue
			}
			glyph, err := f.GlyphIndex(&b, r)
			require.NoError(t, err)
			assert.NotZero(t, glyph, "%s has no %q", name, r)
		}
	}
}

func TestNew_RefusesIncompleteWording(t *testing.T) {
	fonts := receipt.Opts{Regular: asset(t, "fonts/NotoSans-Regular.ttf"), Bold: asset(t, "fonts/NotoSans-Bold.ttf")}
	words := string(asset(t, "receipt/wording.json"))
	for name, c := range map[string]struct{ wording, want string }{
		"empty":         {"{}", "documents.id-card"},
		"no reason":     {strings.Replace(words, `"wrong-data"`, `"wrong"`, 1), "slip.reasons.wrong-data"},
		"not JSON":      {"?", "wording"},
		"unknown field": {strings.Replace(words, `"help"`, `"halp"`, 1), "halp"},
		"no kk":         {strings.Replace(words, `"kk": "ЖСН", `, "", 1), "labels.iin.kk"},
	} {
		fonts.Wording = []byte(c.wording)
		_, err := receipt.New(fonts)
		require.ErrorContains(t, err, c.want, name)
	}
	_, err := receipt.New(receipt.Opts{Regular: []byte("no font")})
	require.ErrorContains(t, err, "font")
}

func BenchmarkRender(b *testing.B) {
	f := form(b)
	for b.Loop() {
		if _, err := f.Render(idCard(), paper80); err != nil {
			b.Fatal(err)
		}
	}
}
