package widget

import (
	_ "embed"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Fyne's material pictures, under the names of what we use them for.
var (
	BackIcon   = material(fynetheme.IconNameNavigateBack)
	NextIcon   = material(fynetheme.IconNameNavigateNext)
	CrossIcon  = material(fynetheme.IconNameCancel)
	AgainIcon  = material(fynetheme.IconNameViewRefresh)
	WarnIcon   = material(fynetheme.IconNameWarning)
	InfoIcon   = material(fynetheme.IconNameInfo)
	PhotoIcon  = material(fynetheme.IconNameMediaPhoto)
	PrintIcon  = material(fynetheme.IconNameDocumentPrint)
	PersonIcon = material(fynetheme.IconNameAccount)
	PenIcon    = material(fynetheme.IconNameDocumentCreate)
	NearIcon   = material(fynetheme.IconNameViewZoomIn)
	FreeIcon   = material(fynetheme.IconNameRadioButton)
	ChosenIcon = material(fynetheme.IconNameRadioButtonChecked)
	HelpIcon   = material(fynetheme.IconNameHelp)
	PaperIcon  = material(fynetheme.IconNameDocument)
	HomeIcon   = material(fynetheme.IconNameHome)
	TimeIcon   = material(fynetheme.IconNameHistory)
	LockIcon   = material(fynetheme.IconNameVisibilityOff)
	MailIcon   = material(fynetheme.IconNameMailCompose)
	SearchIcon = material(fynetheme.IconNameSearch)
	FarIcon    = material(fynetheme.IconNameViewZoomOut)
)

func material(name fyne.ThemeIconName) fyne.Resource { return fynetheme.DefaultTheme().Icon(name) }

//go:embed art/backspace.svg
var backspaceSVG []byte

//go:embed art/star.svg
var starSVG []byte

//go:embed art/left.svg
var leftSVG []byte

//go:embed art/right.svg
var rightSVG []byte

//go:embed art/up.svg
var upSVG []byte

//go:embed art/down.svg
var downSVG []byte

//go:embed art/still.svg
var stillSVG []byte

//go:embed art/check.svg
var checkSVG []byte

//go:embed art/staff.svg
var staffSVG []byte

//go:embed art/coin.svg
var coinSVG []byte

//go:embed art/key.svg
var keySVG []byte

//go:embed art/id-card.svg
var idCardSVG []byte

//go:embed art/passport.svg
var passportSVG []byte

// Pictures of our own, one colour each; coloured by an Icon's role.
var (
	BackspaceIcon = fyne.NewStaticResource("backspace.svg", backspaceSVG)
	StarIcon      = fyne.NewStaticResource("star.svg", starSVG)
	LeftArrow     = fyne.NewStaticResource("left.svg", leftSVG)
	RightArrow    = fyne.NewStaticResource("right.svg", rightSVG)
	UpArrow       = fyne.NewStaticResource("up.svg", upSVG)
	DownArrow     = fyne.NewStaticResource("down.svg", downSVG)
	StillIcon     = fyne.NewStaticResource("still.svg", stillSVG)
	DoneIcon      = fyne.NewStaticResource("check.svg", checkSVG)
	CoinIcon      = fyne.NewStaticResource("coin.svg", coinSVG)
	KeyIcon       = fyne.NewStaticResource("key.svg", keySVG)
	StaffIcon     = fyne.NewStaticResource("staff.svg", staffSVG)
)

// Drawings of the two documents, in their own colours.
var (
	IDCardArt   = fyne.NewStaticResource("id-card.svg", idCardSVG)
	PassportArt = fyne.NewStaticResource("passport.svg", passportSVG)
)
