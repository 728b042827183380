package policy

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"documenting.kz/terminal/kiosk"
)

// What the tariffs may not know.
var (
	ErrNoMCI    = errors.New("no МРП for the year")
	ErrNoTariff = errors.New("no tariff for the choice")
)

// Social is the answer of АИС СИК about a person, the only source of an
// exemption. The zero Social is the answer "no exemption".
type Social struct {
	Silent   bool // АИС СИК did not answer: whether there is an exemption is not known
	Category string
	From     kiosk.Date // zero: since ever
	Until    kiosk.Date // last day; zero: for life
}

// Duty is what a choice costs a person on a day, and why.
type Duty struct {
	Amount      kiosk.Money
	Exempt      bool       // nothing is payable
	Unconfirmed bool       // the whole duty is asked for because АИС СИК was silent
	Category    string     // code of the exemption, or id of the tariff that is free
	Text        kiosk.Text // the exemption, or what is paid for
	Ground      string
	Rate        string // "0,2 МРП × 4 325 ₸", without an exemption
}

// Duty is the state duty of a choice on a day: the rate in МРП of the year, as
// often as РП ДРН counts losses within the window, and nothing for whom АИС СИК
// exempts. A category that is not in exemptions.json on that day, or whose own
// dates do not hold, is no exemption. It fails with ErrNoMCI or ErrNoTariff.
func (s *Set) Duty(p kiosk.Person, c kiosk.Choice, social Social, day kiosk.Date) (Duty, error) {
	t, index, err := s.tariffOf(&p, c, day)
	if err != nil {
		return Duty{}, err
	}
	amount := t.of(index)
	if amount == 0 {
		return Duty{Exempt: true, Category: t.ID, Text: t.Title, Ground: t.Ground}, nil
	}
	if cat := s.exempted(social, day); cat != nil {
		return Duty{Exempt: true, Category: cat.Code, Text: cat.Text, Ground: cat.Ground}, nil
	}
	rate := strings.Replace(strconv.FormatFloat(t.MCI, 'f', -1, 64), ".", ",", 1)
	return Duty{Amount: amount, Unconfirmed: social.Silent, Text: t.Title, Ground: t.Ground, Rate: fmt.Sprintf("%s МРП × %s", rate, index)}, nil
}

// exempted is the category in force that the answer names, nil when there is none.
func (s *Set) exempted(a Social, day kiosk.Date) *category {
	if a.Silent || a.Category == "" || !(period{a.From, a.Until}).covers(day) {
		return nil
	}
	for i, c := range s.categories {
		if c.Code == a.Category && c.covers(day) {
			return &s.categories[i]
		}
	}
	return nil
}

// Exempts reports that a category of АИС СИК is an exemption on a day.
func (s *Set) Exempts(category string, day kiosk.Date) bool {
	return s.exempted(Social{Category: category}, day) != nil
}

// price is what the choice costs without an exemption.
func (s *Set) price(p *kiosk.Person, c kiosk.Choice, day kiosk.Date) (kiosk.Money, error) {
	t, index, err := s.tariffOf(p, c, day)
	if err != nil {
		return 0, err
	}
	return t.of(index), nil
}

func (t *tariff) of(index kiosk.Money) kiosk.Money {
	return kiosk.Money(math.Round(float64(index) * t.MCI))
}

// tariffOf is the tariff that fits best and the МРП of the day.
func (s *Set) tariffOf(p *kiosk.Person, c kiosk.Choice, day kiosk.Date) (*tariff, kiosk.Money, error) {
	index, err := s.mciOn(day)
	if err != nil {
		return nil, 0, err
	}
	t, err := s.bestTariff(p, c, day)
	return t, index, err
}

// bestTariff is one for a first document before the others, then the one that asks for the most losses.
func (s *Set) bestTariff(p *kiosk.Person, c kiosk.Choice, day kiosk.Date) (best *tariff, err error) {
	losses := s.losses(p, c.Document, day)
	for i := range s.duty.Tariffs {
		t := &s.duty.Tariffs[i]
		if t.Document != c.Document || t.Pages != c.Pages || t.MinLosses > losses || !t.covers(day) ||
			len(t.Reasons) > 0 && !slices.Contains(t.Reasons, c.Reason) || t.First && !first(p, c.Document) {
			continue
		}
		if best == nil || t.First && !best.First || t.First == best.First && t.MinLosses > best.MinLosses {
			best = t
		}
	}
	if best == nil {
		return nil, fmt.Errorf("duty of %s, %d pages, reason %s, on %s: %w", c.Document, c.Pages, c.Reason, day, ErrNoTariff)
	}
	return best, nil
}

func (s *Set) mciOn(day kiosk.Date) (kiosk.Money, error) {
	year := day.Time().Year()
	for _, m := range s.duty.MCI {
		if m.Year == year {
			return kiosk.Tenge(m.Tenge), nil
		}
	}
	return 0, fmt.Errorf("duty.json: %w %d", ErrNoMCI, year)
}

// losses counts the recorded losses of a kind of document within the window that
// ends on day; on a day without a window none counts.
func (s *Set) losses(p *kiosk.Person, kind kiosk.DocumentKind, day kiosk.Date) (n int) {
	i := slices.IndexFunc(s.duty.LossWindows, func(w lossWindow) bool { return w.covers(day) })
	if i < 0 {
		return 0
	}
	for _, l := range p.Losses {
		if ago := l.Date.DaysUntil(day); l.Kind == kind && ago >= 0 && ago <= s.duty.LossWindows[i].Days {
			n++
		}
	}
	return n
}

// linkDuty refuses years that stand twice or are left out, and tariffs that would compete.
func (s *Set) linkDuty(f *files) error {
	const file = "duty.json"
	var windows spans
	for i, w := range f.duty.LossWindows {
		windows = append(windows, span{fmt.Sprintf("lossWindows[%d]", i), w.period})
		if err := windows.check(file, "the window"); err != nil {
			return err
		}
	}
	var all []int
	for _, m := range f.duty.MCI {
		all = append(all, m.Year)
	}
	if err := years(file, "mci", all); err != nil {
		return err
	}
	periods := map[string]spans{}
	for i, t := range f.duty.Tariffs {
		at := fmt.Sprintf("tariffs[%d]", i)
		periods[t.ID] = append(periods[t.ID], span{at, t.period})
		if err := periods[t.ID].check(file, t.ID); err != nil {
			return err
		}
		for j, other := range f.duty.Tariffs[:i] {
			if other.ID != t.ID && t.competes(other) {
				return &ShapeError{file, at, fmt.Sprintf("a tariff that does not compete with tariffs[%d]", j)}
			}
		}
	}
	return nil
}

func (t tariff) competes(o tariff) bool {
	both := func(a, b period) bool { return a.To.IsZero() || a.To.DaysUntil(b.From) <= 0 }
	share := len(t.Reasons) == 0 || len(o.Reasons) == 0 ||
		slices.ContainsFunc(t.Reasons, func(c kiosk.ReasonCode) bool { return slices.Contains(o.Reasons, c) })
	return t.Document == o.Document && t.Pages == o.Pages && t.First == o.First && t.MinLosses == o.MinLosses &&
		share && both(t.period, o.period) && both(o.period, t.period)
}

func (s *Set) linkExemptions(f *files) error {
	periods := map[string]spans{}
	for i, c := range f.exemptions.Categories {
		periods[c.Code] = append(periods[c.Code], span{fmt.Sprintf("categories[%d]", i), c.period})
		if err := periods[c.Code].check("exemptions.json", c.Code); err != nil {
			return err
		}
	}
	return nil
}
