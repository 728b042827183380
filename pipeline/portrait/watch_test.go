package portrait

import (
	"image"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// live are criteria as policy has them, biggest obstacle first.
func live() Criteria {
	return Criteria{List: []Criterion{
		{HeadPoseYaw, AtMost, 8, "turn_right", Reject},
		{HeadPoseYaw, AtLeast, -8, "turn_left", Reject},
		{EyesOpen, AtLeast, .035, "open_eyes", Reject},
		{MouthClosed, AtMost, .05, "close_mouth", Reject},
		{Smile, AtMost, .1, "neutral", Warn},
	}}
}

// stand is a person who stands right in a picture of 1280×720.
func stand() Subject { return drawn(image.Pt(1280, 720), 640, 350, 122) }

func shutEyes(s *Subject) {
	for e := range s.Landmarks.Eyes {
		s.Landmarks.Eyes[e][12][1] = s.Landmarks.Eyes[e][4][1]
	}
}

// watched feeds a coach with one subject each 100 ms.
func watched(c *Coach, s Subject, criteria Criteria, from time.Time, frames int) (last Advice, end time.Time) {
	for range frames {
		last, from = c.Watch(s, criteria, from), from.Add(100*time.Millisecond)
	}
	return last, from
}

func TestWatching_NamesTheBiggestObstacleFirst_AndLosesItWhenItIsGone(t *testing.T) {
	s := stand()
	shutEyes(&s)
	for _, id := range []int{87, 14, 317} {
		s.Landmarks.Mesh[id][1] += 40
	}
	s.Pose.Yaw = 20
	c, now := NewCoach(DefaultLimits()), time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		want string
		next func()
	}{
		{"turn_right", func() { s.Pose.Yaw = -20 }},
		{"turn_left", func() { s.Pose.Yaw = 0 }},
		{"open_eyes", func() { s.Landmarks.Eyes = stand().Landmarks.Eyes }},
		{"close_mouth", func() { s.Landmarks.Mesh = stand().Landmarks.Mesh }},
	} {
		var a Advice
		a, now = watched(c, s, live(), now, 5)
		require.Equal(t, step.want, a.Key)
		require.False(t, a.Ready)
		step.next()
	}
	a, _ := watched(c, s, live(), now, 15)
	require.True(t, a.Ready, "a warning does not hold anybody up: %+v", a)
}

func TestWatching_PlaceComesBeforeTheFace(t *testing.T) {
	s := drawn(image.Pt(1280, 720), 640, 350, 60)
	s.Pose.Yaw = 30
	c := NewCoach(DefaultLimits())
	a, _ := watched(c, s, live(), time.Unix(0, 0), 5)
	require.Equal(t, Closer, a.Key)
	s.Faces = nil
	a, _ = watched(c, s, live(), time.Unix(9, 0), 5)
	require.Equal(t, Nobody, a.Key)
	require.Equal(t, Nobody, c.Watch(Subject{}, live(), time.Unix(20, 0)).Key)
}

func TestWatching_ABlink_DoesNotChangeTheAdviceButRestartsTheHold(t *testing.T) {
	c, s := NewCoach(DefaultLimits()), stand()
	before, now := watched(c, s, live(), time.Unix(0, 0), 8)
	require.Equal(t, Hold, before.Key)
	blink := stand()
	shutEyes(&blink)
	a, now := watched(c, blink, live(), now, 2)
	require.Equal(t, Hold, a.Key)
	require.False(t, a.Ready)
	a, _ = watched(c, s, live(), now, 2)
	require.Less(t, a.Progress, before.Progress)
}

func TestWatching_AtTheEdgeOfALimit_DoesNotFlicker(t *testing.T) {
	c, s := NewCoach(DefaultLimits()), stand()
	s.Pose.Yaw = 7.9
	_, now := watched(c, s, live(), time.Unix(0, 0), 4)
	for i := range 30 {
		s.Pose.Yaw = 8 + .5*float64(i%3-1)
		var a Advice
		a, now = watched(c, s, live(), now, 1)
		require.Contains(t, []string{Hold, Ready}, a.Key)
	}
	s.Pose.Yaw = 9.5
	a, _ := watched(NewCoach(DefaultLimits()), s, live(), now, 4)
	require.Equal(t, "turn_right", a.Key)
}

func TestWaiving_AMeasure_LetsThePersonThroughWithAWarning(t *testing.T) {
	s := stand()
	shutEyes(&s)
	a, _ := watched(NewCoach(DefaultLimits()), s, live().Waive(EyesOpen), time.Unix(0, 0), 20)
	require.True(t, a.Ready)
	readings, err := ReadLive(s)
	require.NoError(t, err)
	judged := live().Waive(EyesOpen).Judge(readings)
	require.True(t, judged.Accepted)
	require.Equal(t, Warn, judged.Findings[0].Severity)
	require.Equal(t, Reject, live().List[2].Severity, "the policy itself stays")
}
