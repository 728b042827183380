package escpos

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
)

// feedAll returns the answers in b; a status is awaited all the time.
func feedAll(r *replies, b []byte) []reply {
	var out []reply
	for _, c := range b {
		if one, complete := r.feed(c, true); complete {
			out = append(out, one)
		}
	}
	return out
}

func TestReplies_OneStream_IsSorted(t *testing.T) {
	r := replies{fixedBits: true}
	got := feedAll(&r, []byte{
		0x11,                                  // XON
		0x12,                                  // status
		0x37, 0x22, 0x21, 0x32, 0x36, 0x7e, 0, // printed; two of its bytes look like a status
		0x10, 0x00, 0x00, 0x0f, // automatic status
		0x5f, 'T', 'M', '-', '2', 0, // model; '2' looks like a status
		0x1a,
	})
	require.Len(t, got, 4)
	assert.Equal(t, reply{status: 0x12, isStatus: true}, got[0])
	assert.Equal(t, reply{processID: [4]byte{0x21, 0x32, 0x36, 0x7e}, isPrinted: true}, got[1])
	assert.Equal(t, "TM-2", got[2].info)
	assert.Equal(t, byte(0x1a), got[3].status)
	assert.Zero(t, r.unknown)
}

func TestReplies_BrokenBlock_DoesNotSwallowTheStatus(t *testing.T) {
	r := replies{fixedBits: true}
	got := feedAll(&r, []byte{0x37, 0x22, 0x21, 0x12})
	require.Len(t, got, 1)
	assert.Equal(t, byte(0x12), got[0].status)
}

func TestReplies_NoFixedBits_AnyByteAnswers(t *testing.T) {
	r := replies{}
	got := feedAll(&r, []byte{0x00, 0x0c, 0x6c})
	require.Len(t, got, 3)
	_, complete := r.feed(0x0c, false)
	assert.False(t, complete, "nobody asked")
}

func TestConditions_ManualsExamples(t *testing.T) {
	for name, c := range map[string]struct {
		answers [4]byte
		want    []devices.Condition
	}{
		"idle":                  {[4]byte{0x12, 0x12, 0x12, 0x12}, nil},
		"out of paper":          {[4]byte{0x1a, 0x32, 0x12, 0x7e}, []devices.Condition{devices.PaperOut, devices.PaperNearEnd}},
		"near end":              {[4]byte{0x12, 0x12, 0x12, 0x1e}, []devices.Condition{devices.PaperNearEnd}},
		"near end, unfixed":     {[4]byte{0, 0, 0, 0x0c}, []devices.Condition{devices.PaperNearEnd}},
		"out of paper, unfixed": {[4]byte{0x08, 0, 0, 0x6c}, []devices.Condition{devices.PaperOut, devices.PaperNearEnd}},
		"cover":                 {[4]byte{0x1a, 0x16, 0x12, 0x12}, []devices.Condition{devices.CoverOpen}},
		"jam":                   {[4]byte{0x1a, 0x52, 0x16, 0x12}, []devices.Condition{devices.PaperJam}},
		"cutter":                {[4]byte{0x1a, 0x52, 0x1a, 0x12}, []devices.Condition{devices.CutterError}},
		"hot":                   {[4]byte{0x1a, 0x52, 0x52, 0x12}, []devices.Condition{devices.HeadHot}},
		"broken":                {[4]byte{0x1a, 0x52, 0x32, 0x12}, []devices.Condition{devices.Unrecoverable}},
		"off-line, no reason":   {[4]byte{0x1a, 0x12, 0x12, 0x12}, []devices.Condition{devices.Offline}},
	} {
		assert.Equal(t, c.want, conditions(c.answers), name)
	}
}

func TestProcessID_IsPrintableAndDiffers(t *testing.T) {
	seen := map[[4]byte]bool{}
	for job := range uint32(20_000) {
		id := processID(job)
		for _, c := range id {
			require.True(t, c >= 0x20 && c <= 0x7e)
		}
		require.False(t, seen[id])
		seen[id] = true
	}
}

func TestParseAddress_WhatIsNoAddress_IsRefused(t *testing.T) {
	for _, bad := range []string{"", "tcp", "tcp:printer", "udp:printer:9100", "serial:", "serial:/dev/x?baud=fast",
		"serial:/dev/x?baud=-1", "tcp:printer:9100?profile=nobody", "tcp:printer:9100?%zz"} {
		_, err := parseAddress(bad)
		assert.Error(t, err, bad)
	}
	fast, err := parseAddress("serial:/dev/ttyUSB0?baud=115200&profile=generic")
	require.NoError(t, err)
	assert.Equal(t, "generic", fast.profile.Name)
	assert.Equal(t, BandRows, fast.bandRows)
	slow, err := parseAddress("serial:/dev/ttyUSB0?baud=9600")
	require.NoError(t, err)
	assert.Equal(t, 26, slow.bandRows, "26 rows of 72 bytes are two seconds at 9600 baud")
}

// FuzzReplies checks that no bytes from a printer break the sorting, that
// nothing grows without limit, and that the printer is heard again after any
// noise.
func FuzzReplies(f *testing.F) {
	f.Add([]byte{0x37, 0x22, 1, 2, 3, 4, 0}, true)
	f.Add([]byte{0x5f, 'x', 0x12, 0x10, 0x90, 0x13}, true)
	f.Add([]byte{0x0c, 0x6c, 0x37}, false)
	f.Fuzz(func(t *testing.T, noise []byte, fixed bool) {
		r := replies{fixedBits: fixed}
		for _, one := range feedAll(&r, noise) {
			for _, c := range one.processID {
				if one.isPrinted && (c < 0x20 || c > 0x7e) {
					t.Fatalf("process id % X", one.processID)
				}
			}
			if len(one.info) > blockLimit {
				t.Fatalf("model of %d bytes", len(one.info))
			}
		}
		if len(r.block) > blockLimit {
			t.Fatalf("block of %d bytes", len(r.block))
		}
		// At worst an open block takes blockLimit statuses that look like text.
		if len(feedAll(&r, []byte{0x12, 0x12, 0x12, 0x12})) == 0 {
			t.Fatalf("deaf after % X", noise)
		}
	})
}
