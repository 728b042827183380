package paperemu

import (
	"bytes"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parseAll returns what the parser finds in b.
func parseAll(b []byte) (commands [][]byte, realTime [][]byte, faults []string) {
	p := parser{sink: sink{
		command:  func(c command) { commands = append(commands, c.bytes) },
		realTime: func(b []byte) { realTime = append(realTime, b) },
		fault:    func(s string) { faults = append(faults, s) },
	}}
	for _, c := range b {
		p.feed(c)
	}
	return commands, realTime, faults
}

func TestParser_Commands_HaveTheirLengths(t *testing.T) {
	for _, c := range [][]byte{
		{esc, '@'}, {fs, '.'}, {esc, 't', 53}, {esc, 'a', 1}, {gs, '!', 0x11},
		{gs, 'v', '0', 0, 2, 0, 1, 0, 0xaa, 0x55},
		{gs, 'V', 1}, {gs, 'V', 66, 10}, {esc, 'i'}, {esc, 'd', 3}, {esc, 'J', 200}, {esc, 'p', 0, 25, 250},
		{gs, '(', 'H', 6, 0, 0x30, 0x30, 'a', 'b', 'c', 'd'},
		{gs, '(', 'k', 4, 0, 49, 65, 50, 0}, {gs, 'k', 73, 3, '{', 'B', '1'}, {gs, 'k', 4, 'A', 'B', 0},
		{gs, '8', 'L', 3, 0, 0, 0, 1, 2, 3}, {gs, 'I', 67}, {gs, 'L', 0, 0}, {fs, '(', 'A', 2, 0, 48, 0},
	} {
		commands, realTime, faults := parseAll(append(bytes.Clone(c), esc, '@'))
		assert.Equal(t, [][]byte{c, {esc, '@'}}, commands, "% X", c)
		assert.Empty(t, realTime)
		assert.Empty(t, faults)
	}
}

func TestParser_RealTimeBetweenCommands_IsExecuted(t *testing.T) {
	commands, realTime, faults := parseAll([]byte{esc, '@', dle, 4, 1, dle, 5, 2, dle, 0x14, 8, 1, 3, 20, 1, 6, 2, 8, esc, '@'})
	assert.Len(t, commands, 2)
	assert.Equal(t, [][]byte{{dle, 4, 1}, {dle, 5, 2}, {dle, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}}, realTime)
	assert.Empty(t, faults)
}

func TestParser_RealTimeInsideData_IsExecutedAndAnError(t *testing.T) {
	raster := []byte{gs, 'v', '0', 0, 4, 0, 1, 0, 0, dle, 4, 1}
	commands, realTime, faults := parseAll(raster)
	assert.Equal(t, [][]byte{raster}, commands, "the data stays data")
	assert.Equal(t, [][]byte{{dle, 4, 1}}, realTime)
	assert.Len(t, faults, 1)
}

func TestParser_UnknownCommand_IsAnError(t *testing.T) {
	for _, b := range [][]byte{{esc, 'Q'}, {gs, 'Q'}, {gs, 'v', '1'}, {fs, 'Q'}, {dle, 9}, {0x03}, {gs, 'V', 9}} {
		_, _, faults := parseAll(b)
		assert.Len(t, faults, 1, "% X", b)
	}
}

// The trap itself: a careless sender's picture makes the printer talk.
func TestEmulator_CarelessRaster_AnswersAndIsReported(t *testing.T) {
	e, err := Start(Opts{Address: "127.0.0.1:0"})
	require.NoError(t, err)
	defer e.Close()
	conn, err := net.Dial("tcp", e.Address())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(5*time.Second)))
	_, err = conn.Write([]byte{gs, 'v', '0', 0, 3, 0, 1, 0, dle, 4, 4})
	require.NoError(t, err)
	answer := make([]byte, 1)
	_, err = conn.Read(answer)
	require.NoError(t, err)
	assert.Equal(t, byte(0x12), answer[0])
	assert.Len(t, e.State().Errors, 1)
}

// FuzzParser checks that no bytes break the parser and that none get lost: they
// are in a command, executed at once, or part of a recorded mistake.
func FuzzParser(f *testing.F) {
	f.Add([]byte{esc, '@', gs, 'v', '0', 0, 1, 0, 1, 0, 0xff, gs, 'V', 1})
	f.Add([]byte{gs, 'v', '0', 0, 0xff, 0xff, 0xff, 0xff, 1, 2, 3})
	f.Add([]byte{gs, 'k', 4, 0, gs, '(', 'H', 0xff, 0xff})
	f.Add([]byte{dle, 4, 1, dle, 0x14, 7})
	f.Fuzz(func(t *testing.T, b []byte) {
		commands, realTime, faults := parseAll(b)
		if len(b) > 16 && b[0] >= 0x20 && len(commands)+len(realTime)+len(faults) == 0 {
			t.Fatal("everything vanished")
		}
		total := 0
		for _, c := range commands {
			total += len(c)
		}
		if total > len(b) {
			t.Fatalf("%d bytes became %d", len(b), total)
		}
	})
}
