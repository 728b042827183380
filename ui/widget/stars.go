package widget

import (
	"fmt"

	"fyne.io/fyne/v2"

	"documenting.kz/terminal/ui/theme"
)

// Stars takes a rating from 1 to 5.
type Stars struct {
	*fyne.Container
	cards []*Card
	icons []*Icon
}

// NewStars calls rate with 1 to 5.
func NewStars(rate func(int), dead func()) *Stars {
	s := &Stars{}
	var row []fyne.CanvasObject
	for n := 1; n <= 5; n++ {
		icon := NewIcon(StarIcon, theme.Line, 76)
		card := NewCard(fmt.Sprintf("rate-%d", n), 18, icon, func() { rate(n) }, dead)
		s.icons, s.cards, row = append(s.icons, icon), append(s.cards, card), append(row, card)
	}
	s.Container = Row(18, row...)
	return s
}

// Set shows the rating given; 0 is none yet. A rating is given once.
func (s *Stars) Set(given int) {
	for i, icon := range s.icons {
		if i < given {
			icon.Set(StarIcon, theme.Accent)
		} else {
			icon.Set(StarIcon, theme.Line)
		}
		s.cards[i].Enable(given == 0)
	}
}
