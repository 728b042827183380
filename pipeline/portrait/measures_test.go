package portrait

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"
	"pgregory.net/rapid"
)

// drawn is a subject made by hand: a face of one colour on a wall, the middle of its
// eyes at x, y and the eyes apart pixels apart. The mask is exact.
func drawn(size image.Point, x, y, apart float64) Subject {
	img := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{200, 205, 210, 255}), image.Point{}, draw.Src)
	s := Subject{Picture: img, Faces: []Face{at(x, y, apart)}}
	t := 1.8 * apart
	head := func(px, py float64) bool {
		u, v := (px-x)/(1.3*apart), (py-y)/t
		return u*u+v*v < 1
	}
	m := Mask{Part: img.Rect, Side: 256, Prob: make([]uint8, 256*256)}
	for i := range m.Prob {
		if head((float64(i%256)+.5)*float64(size.X)/256, (float64(i/256)+.5)*float64(size.Y)/256) {
			m.Prob[i] = 255
		}
	}
	s.Person = m
	for py := range size.Y {
		for px := range size.X {
			if head(float64(px), float64(py)) {
				img.SetRGBA(px, py, color.RGBA{190, 145, 120, 255})
			}
		}
	}
	// Every mesh point starts somewhere in the face; those with a meaning are placed.
	l := &s.Landmarks
	l.Presence = 1
	for i := range l.Mesh {
		l.Mesh[i] = [3]float64{x, y + .6*apart, 0}
	}
	put := func(id int, dx, dy float64) { l.Mesh[id] = [3]float64{x + dx*apart, y + dy*apart, 0} }
	put(meshChin, 0, 1.8)
	put(meshNose, 0, .57)
	put(meshNasalRoot, 0, -.05)
	put(meshForehead, 0, -.9)
	put(meshMouthLeft, -.41, 1.15)
	put(meshMouthRight, .41, 1.15)
	put(127, -1.1, 0)
	put(356, 1.1, 0)
	put(70, -.9, -.35)
	put(300, .9, -.35)
	for _, p := range [3][2]int{{82, 87}, {13, 14}, {312, 317}} {
		put(p[0], 0, 1.13)
		put(p[1], 0, 1.13)
	}
	for e := range l.Eyes {
		mid := [2]float64{x + (float64(e)-.5)*apart, y}
		side := float64(1 - 2*e) // the outer corner is at the left of the left eye
		for i := range l.Eyes[e] {
			l.Eyes[e][i] = mid
		}
		l.Eyes[e][0][0] -= side * .24 * apart
		l.Eyes[e][8][0] += side * .24 * apart
		l.Eyes[e][4][1] += .07 * apart
		l.Eyes[e][12][1] -= .07 * apart
		l.Eyes[e][71][1] -= .03 * apart
		l.Eyes[e][72][0] += .1 * apart
	}
	return s
}

func readings(t *testing.T, s Subject) map[Measure]Reading {
	t.Helper()
	list, err := Read(s)
	require.NoError(t, err)
	out := make(map[Measure]Reading)
	for _, r := range list {
		out[r.Measure] = r
	}
	require.Len(t, out, len(list), "every measure once")
	return out
}

func TestReading_ADrawnFace_GivesWhatWasDrawn(t *testing.T) {
	r := readings(t, drawn(image.Pt(1280, 960), 600, 400, 120))
	for m, want := range map[Measure]float64{
		FaceSeen: 1, SingleFacePresent: 0, InterEyeDistance: 120, HeadSize: 216. / 960,
		LeftwardCropOfTheFaceImage: 540. / 120, RightwardCropOfTheFaceImage: (1280 - 660.) / 120,
		MarginAboveOfTheFaceImage: 400. / 216, MarginBelowOfTheFaceImage: 560. / 216,
		EyesOpen: .14 / 1.8, MouthClosed: 0, IlluminationUniformity: 1, LuminanceVariance: 0,
		DynamicRange: 0, UnderExposurePrevention: 0, OverExposurePrevention: 0, BackgroundUniformity: 0,
		LuminanceMean: float64(82) / 255, // 190, 145, 120 in linear light
		NaturalColour: 0, Smile: .82, EyeLevel: 0, Glasses: 0, Glare: 0, RedEye: 0, Clipping: 0, FaceShadow: 1,
		HeadAtTop: 0, HeadAtSides: 0, BackgroundSpread: 0, Gaze: 0,
	} {
		got, ok := r[m]
		require.True(t, ok, m)
		require.InDelta(t, want, got.Native, .01+.01*math.Abs(want), m)
	}
	require.InDelta(t, 82, r[BackgroundLightness].Native, 1)
	require.Equal(t, 100, *r[BackgroundUniformity].Quality)
	require.Nil(t, r[Glare].Quality)
	require.True(t, r[BackgroundUniformity].Approximate)
}

func TestReadingLive_IsTheSameWithoutPixels(t *testing.T) {
	s := drawn(image.Pt(1280, 960), 600, 400, 120)
	all := readings(t, s)
	s.Person = Mask{}
	live, err := ReadLive(s)
	require.NoError(t, err)
	require.Len(t, live, 17)
	for _, r := range live {
		require.Equal(t, all[r.Measure], r)
	}
	_, err = ReadLive(Subject{})
	require.ErrorIs(t, err, ErrNoFace)
}

func TestReading_Places_HoldWhatIsMeasured(t *testing.T) {
	s := drawn(image.Pt(1280, 960), 600, 400, 120)
	s.Faces = append(s.Faces, at(1100, 400, 60))
	r := readings(t, s)
	for m, points := range map[Measure][]image.Point{
		EyesOpen: {{540, 400}, {660, 400}}, MouthClosed: {{600, 535}}, HeadPoseYaw: {{600, 300}, {600, 600}}, FaceShadow: {{600, 500}},
		SingleFacePresent: {{1100, 400}}, BackgroundSpread: {{10, 10}, {1270, 950}},
	} {
		for _, p := range points {
			require.True(t, p.In(r[m].Place), "%s: %v in %v", m, p, r[m].Place)
		}
		require.True(t, r[m].Place.In(s.Picture.Rect))
	}
	require.Less(t, r[EyesOpen].Place.Dx(), 300)
}

func TestReading_SizeAndPlace_DoNotMatterForTheAlignedMeasures(t *testing.T) {
	a, b := readings(t, drawn(image.Pt(1280, 960), 600, 400, 120)), readings(t, drawn(image.Pt(2600, 2000), 1500, 800, 260))
	for _, m := range []Measure{EyesOpen, LuminanceMean, NaturalColour, FaceShadow, Smile, Glasses} {
		require.InDelta(t, a[m].Native, b[m].Native, .01, m)
	}
}

func TestReading_ALookAside_IsGaze(t *testing.T) {
	s := drawn(image.Pt(1280, 960), 600, 400, 120)
	for e := range s.Landmarks.Eyes {
		s.Landmarks.Eyes[e][71][0] += .1 * 120 // a fifth of the eye's width
	}
	require.InDelta(t, .1/.48, readings(t, s)[Gaze].Native, .01)
	s.Landmarks.Eyes[0][71][0] -= .2 * 120 // a squint
	require.Less(t, readings(t, s)[Gaze].Native, .02)
}

func TestReading_RedPupils_AreSeen(t *testing.T) {
	s := drawn(image.Pt(1280, 960), 600, 400, 120)
	iris := s.Landmarks.Eyes[1][71]
	draw.Draw(s.Picture, image.Rect(int(iris[0])-6, int(iris[1])-6, int(iris[0])+6, int(iris[1])+6), image.NewUniform(color.RGBA{220, 50, 40, 255}), image.Point{}, draw.Src)
	require.Greater(t, readings(t, s)[RedEye].Native, .4)
}

func TestReading_NobodyOrNonsense_IsNoFace(t *testing.T) {
	good := drawn(image.Pt(640, 480), 300, 200, 60)
	for what, spoil := range map[string]func(*Subject){
		"no face":        func(s *Subject) { s.Faces = nil },
		"no picture":     func(s *Subject) { s.Picture = nil },
		"no landmarks":   func(s *Subject) { s.Landmarks = Landmarks{} },
		"not a number":   func(s *Subject) { s.Landmarks.Mesh[meshChin][1] = math.NaN() },
		"without bounds": func(s *Subject) { s.Landmarks.Mesh[meshChin][1] = math.Inf(1) },
	} {
		s := good
		spoil(&s)
		_, err := Read(s)
		require.ErrorIs(t, err, ErrNoFace, what)
		_, _, err = CropHead(s, ID35x45())
		require.ErrorIs(t, err, ErrNoFace, what)
	}
}

func TestReading_WithoutMask_LeavesTheBackgroundOut(t *testing.T) {
	s := drawn(image.Pt(640, 480), 300, 200, 60)
	s.Person = Mask{}
	r := readings(t, s)
	require.NotContains(t, r, BackgroundLightness)
	require.Contains(t, r, EyesOpen)
	require.NotContains(t, r, BackgroundUniformity)
}

func TestReading_AnyLandmarks_DoNotCrash(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	stray := func() float64 { return r.Float64()*1800 - 900 }
	for range 30 { // each aligns a face, which takes its time under the race detector
		s := drawn(image.Pt(320, 240), 150, 100, 40)
		for range 6 {
			id := []int{meshChin, meshNose, meshForehead, meshMouthLeft, meshMouthRight, meshNasalRoot, 127, 356}[r.IntN(8)]
			s.Landmarks.Mesh[id] = [3]float64{stray(), stray(), 0}
			s.Landmarks.Eyes[r.IntN(2)][r.IntN(76)] = [2]float64{stray(), stray()}
		}
		_, _ = Read(s)
		_, _, _ = CropHead(s, ID35x45())
	}
}

func limits() Criteria {
	return Criteria{List: []Criterion{
		{SingleFacePresent, AtMost, .15, "several", Reject},
		{InterEyeDistance, AtLeast, 90, "closer", Reject},
		{Glasses, AtMost, .18, "glasses", Warn},
	}}
}

func TestJudging_KeepsTheOrderOfThePolicy_AndOnlyRejectionsReject(t *testing.T) {
	a := limits().Judge([]Reading{{Measure: Glasses, Native: .3, Place: image.Rect(1, 2, 3, 4)}, {Measure: InterEyeDistance, Native: 60}, {Measure: SingleFacePresent, Native: .9}})
	require.False(t, a.Accepted)
	require.Equal(t, []Finding{
		{SingleFacePresent, .9, AtMost, .15, "several", Reject, image.Rectangle{}},
		{InterEyeDistance, 60, AtLeast, 90, "closer", Reject, image.Rectangle{}},
		{Glasses, .3, AtMost, .18, "glasses", Warn, image.Rect(1, 2, 3, 4)},
	}, a.Findings)

	a = limits().Judge([]Reading{{Measure: Glasses, Native: .3}, {Measure: InterEyeDistance, Native: 90}, {Measure: SingleFacePresent, Native: .15}})
	require.True(t, a.Accepted)
	require.Len(t, a.Findings, 1)
	require.True(t, limits().Judge(nil).Accepted, "what was not measured is not judged")
}

func TestComparing_Shots_BetterOnesComeFirst(t *testing.T) {
	shot := func(eyes, sharp float64, findings ...Severity) Assessment {
		a := Assessment{Accepted: true, Readings: []Reading{{Measure: EyesOpen, Native: eyes}, {Measure: EyeSharpness, Native: sharp}}}
		for _, s := range findings {
			a.Findings = append(a.Findings, Finding{Severity: s})
			a.Accepted = a.Accepted && s != Reject
		}
		return a
	}
	want := []Assessment{shot(.08, 300), shot(.082, 200), shot(.05, 400), shot(.09, 500, Warn), shot(.09, 500, Reject), shot(.09, 600, Reject, Warn)}
	for i := range want {
		require.Zero(t, Compare(want[i], want[i]))
		for j := range i {
			require.Negative(t, Compare(want[j], want[i]), "%d before %d", j, i)
			require.Positive(t, Compare(want[i], want[j]))
		}
	}
}

func TestCriteria_Mistakes_AreFound(t *testing.T) {
	require.NoError(t, limits().Check())
	for what, spoil := range map[string]func(*Criterion){
		"unknown measure": func(c *Criterion) { c.Measure = "Beauty" },
		"not measured":    func(c *Criterion) { c.Measure = CompressionArtifacts },
		"bound":           func(c *Criterion) { c.Bound = "about" },
		"severity":        func(c *Criterion) { c.Severity = "maybe" },
		"advice":          func(c *Criterion) { c.Advice = "" },
		"limit":           func(c *Criterion) { c.Limit = math.NaN() },
	} {
		c := limits()
		spoil(&c.List[1])
		require.Error(t, c.Check(), what)
	}
}

func TestLab_KnownColours(t *testing.T) {
	for _, c := range []struct{ r, g, b, l, a, bb float64 }{ // after B. Lindbloom's calculator, sRGB to Lab D50
		{255, 255, 255, 100, 0, 0}, {0, 0, 0, 0, 0, 0}, {255, 0, 0, 54.29, 80.81, 69.89}, {0, 0, 255, 29.57, 68.30, -112.03}, {119, 119, 119, 50.03, 0, 0},
	} {
		l, a, b := lab(c.r, c.g, c.b)
		require.InDelta(t, c.l, l, .05)
		require.InDelta(t, c.a, a, .05)
		require.InDelta(t, c.bb, b, .05)
	}
}

func TestEroding_KeepsWhatIsSurrounded(t *testing.T) {
	const w, h, r = 9, 8, 2
	m := make([]bool, w*h)
	for i := range m {
		m[i] = true
	}
	m[0] = false
	out := eroded(m, w, h, r)
	for i, kept := range out {
		x, y := i%w, i/w
		inner := x >= r && y >= r && x < w-r && y < h-r
		require.Equal(t, inner && !(x <= r && y <= r), kept, "%d, %d", x, y)
	}
}

func TestHull_OfManyPoints_HoldsThemAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Point {
			return Point{float64(rapid.IntRange(0, 50).Draw(t, "x")), float64(rapid.IntRange(0, 50).Draw(t, "y"))}
		}), 3, 40).Draw(t, "points")
		hull := convex(append([]Point(nil), points...))
		for i, a := range hull {
			b := hull[(i+1)%len(hull)]
			for _, p := range points {
				if (b.X-a.X)*(p.Y-a.Y)-(b.Y-a.Y)*(p.X-a.X) < -1e-9 {
					t.Fatalf("%v lies outside %v", p, hull)
				}
			}
		}
	})
}

func TestCroppingHead_ByCrownAndChin(t *testing.T) {
	s := drawn(image.Pt(1600, 1200), 800, 560, 140)
	out, g, err := CropHead(s, ID35x45())
	require.NoError(t, err)
	require.Equal(t, image.Rect(0, 0, 413, 531), out.Rect)
	require.InDelta(t, .75, g.HeadHeight, .001)
	require.InDelta(t, .475, g.EyesFromTop, .005)
	require.InDelta(t, .1, g.HairFromTop, .01)
	// the drawn chin and crown are where the geometry says
	inHead := func(y int) bool { return out.RGBAAt(206, y).R < 196 }
	const crown, chin = 53, 451 // 10 % and 85 % of 531
	require.False(t, inHead(crown-8))
	require.True(t, inHead(crown+8))
	require.True(t, inHead(chin-8))
	require.False(t, inHead(chin+8))
}

func TestCroppingHead_HighHair_GetsRoomAndTheEyesStayInTheUpperHalf(t *testing.T) {
	s := drawn(image.Pt(1600, 1200), 800, 560, 140)
	for i := range s.Person.Prob { // hair up to 1.35 T above the eyes
		x, y := float64(i%256)*1600/256, float64(i/256)*1200/256
		if math.Abs(x-800) < 150 && y < 560 && y > 560-1.35*252 {
			s.Person.Prob[i] = 255
		}
	}
	_, g, err := CropHead(s, ID35x45())
	require.NoError(t, err)
	require.LessOrEqual(t, g.EyesFromTop, .5)
	require.GreaterOrEqual(t, g.HeadHeight, .70)
	require.GreaterOrEqual(t, g.HairFromTop, 0.0)
}

func TestCroppingHead_TooSmallOrAtTheEdge_IsRefused(t *testing.T) {
	_, _, err := CropHead(drawn(image.Pt(1280, 720), 640, 340, 80), ID35x45())
	require.ErrorIs(t, err, ErrTooSmall)
	_, _, err = CropHead(drawn(image.Pt(1600, 1200), 800, 200, 140), ID35x45())
	require.ErrorIs(t, err, ErrOutOfFrame)
	_, _, err = CropHead(drawn(image.Pt(1600, 1200), 800, 560, 140), ID35x45Fine())
	require.ErrorIs(t, err, ErrTooSmall)
	_, _, err = CropHead(drawn(image.Pt(3200, 2400), 1600, 1120, 280), ID35x45Fine())
	require.NoError(t, err)
}

func TestCroppingHead_CrookedEyes_AreTurnedLevelBeyondADegree(t *testing.T) {
	for degrees, turns := range map[float64]bool{.8: false, -.8: false, 3: true, -12: true} {
		s := drawn(image.Pt(1600, 1200), 800, 560, 140)
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		turn := func(x, y *float64) {
			dx, dy := *x-800, *y-560
			*x, *y = 800+cos*dx-sin*dy, 560+sin*dx+cos*dy
		}
		for i := range s.Landmarks.Mesh {
			turn(&s.Landmarks.Mesh[i][0], &s.Landmarks.Mesh[i][1])
		}
		for e := range s.Landmarks.Eyes {
			for i := range s.Landmarks.Eyes[e] {
				turn(&s.Landmarks.Eyes[e][i][0], &s.Landmarks.Eyes[e][i][1])
			}
		}
		// marks on the irises, to be found in the portrait
		for e := range 2 {
			p := s.Landmarks.Eyes[e][71]
			draw.Draw(s.Picture, image.Rect(int(p[0])-4, int(p[1])-4, int(p[0])+5, int(p[1])+5), image.NewUniform(color.RGBA{255, 0, 0, 255}), image.Point{}, draw.Src)
		}
		out, g, err := CropHead(s, ID35x45())
		require.NoError(t, err)
		if !turns {
			require.Zero(t, g.Turned)
			continue
		}
		require.InDelta(t, degrees, g.Turned, 1e-6)
		var found [2][3]float64
		for y := range 531 {
			for x := range 413 {
				if c := out.RGBAAt(x, y); c.R > 240 && c.G < 60 {
					k := &found[min(1, x/206)]
					k[0], k[1], k[2] = k[0]+1, k[1]+float64(x), k[2]+float64(y)
				}
			}
		}
		require.Positive(t, found[0][0])
		require.Positive(t, found[1][0])
		angle := math.Atan2(found[1][2]/found[1][0]-found[0][2]/found[0][0], found[1][1]/found[1][0]-found[0][1]/found[0][0]) * 180 / math.Pi
		require.InDelta(t, 0, angle, 1)
	}
}

func BenchmarkMeasures(b *testing.B) {
	s := drawn(image.Pt(1280, 960), 600, 400, 120)
	v, err := look(s)
	require.NoError(b, err)
	b.Run("align", func(b *testing.B) {
		for b.Loop() {
			align(s.Picture, v)
		}
	})
	b.Run("ReadLive", func(b *testing.B) {
		for b.Loop() {
			_, err := ReadLive(s)
			require.NoError(b, err)
		}
	})
	for _, m := range meters() {
		b.Run(string(m.measure), func(b *testing.B) {
			for b.Loop() {
				m.of(v)
			}
		})
	}
}
