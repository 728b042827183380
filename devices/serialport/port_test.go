package serialport_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"documenting.kz/terminal/devices/serialport"
)

// wire is a pseudo-terminal: what stands at the other end of the line.
type wire struct {
	master, slave *os.File
	path          string
}

func newWire(t *testing.T) wire {
	t.Helper()
	master, slave, err := pty.Open()
	require.NoError(t, err)
	t.Cleanup(func() { _ = master.Close(); _ = slave.Close() })
	return wire{master, slave, slave.Name()}
}

// unplug hangs the line up.
func (w wire) unplug(t *testing.T) {
	t.Helper()
	require.NoError(t, w.slave.Close())
	require.NoError(t, w.master.Close())
}

func open(t *testing.T, path string) *serialport.Port {
	t.Helper()
	p, err := serialport.Open(serialport.Config{Path: path, Baud: 38400})
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// receive collects n bytes.
func receive(t *testing.T, p *serialport.Port, n int) []byte {
	t.Helper()
	var got []byte
	for len(got) < n {
		select {
		case chunk, alive := <-p.Chunks():
			require.True(t, alive, "the line died: %v", p.Err())
			assert.False(t, chunk.At.IsZero())
			got = append(got, chunk.Data...)
		case <-time.After(5 * time.Second):
			require.FailNow(t, "nothing arrives", "%d of %d bytes", len(got), n)
		}
	}
	return got
}

// died waits for the end of the line and returns its reason.
func died(t *testing.T, p *serialport.Port) error {
	t.Helper()
	deadline := time.After(5 * time.Second)
	for {
		select {
		case _, alive := <-p.Chunks():
			if !alive {
				return p.Err()
			}
		case <-deadline:
			require.FailNow(t, "the port did not notice")
		}
	}
}

func TestPort_EveryByteValue_PassesBothWays(t *testing.T) {
	w := newWire(t)
	p := open(t, w.path)
	var all []byte
	for i := range 256 {
		all = append(all, byte(i))
	}
	require.NoError(t, p.Write(all, time.Second))
	got := make([]byte, 256)
	for n := 0; n < len(got); {
		k, err := w.master.Read(got[n:])
		require.NoError(t, err)
		n += k
	}
	assert.Equal(t, all, got)
	_, err := w.master.Write(all)
	require.NoError(t, err)
	assert.Equal(t, all, receive(t, p, 256))
}

func TestOpen_Settings_ReachTheLine(t *testing.T) {
	w := newWire(t)
	p, err := serialport.Open(serialport.Config{Path: w.path, Baud: 19200, Parity: serialport.ParityOdd})
	require.NoError(t, err)
	defer p.Close()
	got, err := unix.IoctlGetTermios(int(w.master.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B19200, got.Cflag&unix.CBAUD)
	assert.NotZero(t, got.Cflag&unix.PARODD)
}

func TestPort_Silence_IsNotTheEnd(t *testing.T) {
	w := newWire(t)
	p := open(t, w.path)
	select { // longer than the read timeout
	case chunk, alive := <-p.Chunks():
		require.Fail(t, "silence delivered something", "%v %v", chunk, alive)
	case <-time.After(500 * time.Millisecond):
	}
	require.NoError(t, p.Err())
	_, err := w.master.WriteString("still here")
	require.NoError(t, err)
	assert.Equal(t, "still here", string(receive(t, p, 10)))
}

func TestPort_Unplug_IsNoticedAtOnce(t *testing.T) {
	w := newWire(t)
	p := open(t, w.path)
	w.unplug(t)
	begun := time.Now()
	require.ErrorIs(t, died(t, p), serialport.ErrUnplugged)
	assert.Less(t, time.Since(begun), time.Second)
	require.ErrorIs(t, p.Write([]byte("x"), time.Second), serialport.ErrUnplugged)
	require.NoError(t, p.Close())
}

func TestOpen_AbsentNode_IsErrAbsent(t *testing.T) {
	_, err := serialport.Open(serialport.Config{Path: filepath.Join(t.TempDir(), "pad"), Baud: 38400})
	require.ErrorIs(t, err, serialport.ErrAbsent)
	dangling := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink("/dev/pts/no-such", dangling))
	_, err = serialport.Open(serialport.Config{Path: dangling, Baud: 38400})
	require.ErrorIs(t, err, serialport.ErrAbsent)
}

func TestOpen_NoTerminalOrNoRate_IsAnError(t *testing.T) {
	_, err := serialport.Open(serialport.Config{Path: os.DevNull, Baud: 38400})
	require.Error(t, err)
	_, err = serialport.Open(serialport.Config{Path: newWire(t).path, Baud: 12345})
	require.ErrorContains(t, err, "12345")
}

func TestOpen_SecondTime_IsErrInUseAndLeavesTheSettings(t *testing.T) {
	w := newWire(t)
	p := open(t, w.path)
	_, err := serialport.Open(serialport.Config{Path: w.path, Baud: 9600})
	require.ErrorIs(t, err, serialport.ErrInUse)
	got, err := unix.IoctlGetTermios(int(w.master.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B38400, got.Cflag&unix.CBAUD, "the first opener's rate stays")
	require.NoError(t, p.Close())
	again := open(t, w.path)
	require.NoError(t, again.Err())
}

func TestOpen_WhatWaitedInTheLine_IsDiscarded(t *testing.T) {
	w := newWire(t)
	first := open(t, w.path) // makes the line raw
	require.NoError(t, first.Close())
	_, err := w.master.WriteString("old")
	require.NoError(t, err)
	p := open(t, w.path)
	_, err = w.master.WriteString("new")
	require.NoError(t, err)
	assert.Equal(t, "new", string(receive(t, p, 3)))
}

func TestWrite_PeerDoesNotRead_TimesOutAndCloses(t *testing.T) {
	w := newWire(t)
	p := open(t, w.path)
	begun := time.Now()
	err := p.Write(bytes.Repeat([]byte{'x'}, 1<<20), 300*time.Millisecond)
	require.ErrorIs(t, err, serialport.ErrWriteTimeout)
	assert.Less(t, time.Since(begun), 2*time.Second)
	begun = time.Now()
	require.NoError(t, p.Close())
	assert.Less(t, time.Since(begun), time.Second)
}

func TestClose_NobodyReadsTheChunks_StillWithinASecond(t *testing.T) {
	w := newWire(t)
	p := open(t, w.path)
	go func() { // more than the channel holds
		for range 10_000 {
			if _, err := w.master.Write([]byte("noise")); err != nil {
				return
			}
		}
	}()
	<-p.Chunks()
	begun := time.Now()
	require.NoError(t, p.Close())
	assert.Less(t, time.Since(begun), time.Second)
	require.NoError(t, p.Close(), "twice is harmless")
	require.ErrorIs(t, p.Write([]byte("x"), time.Second), serialport.ErrClosed)
	w.unplug(t)
}

func TestOpen_LinkMoved_FollowsItToTheNewNode(t *testing.T) {
	link := filepath.Join(t.TempDir(), "pad")
	before := newWire(t)
	require.NoError(t, os.Symlink(before.path, link))
	p := open(t, link)
	after := newWire(t)
	require.NoError(t, os.Remove(link))
	require.NoError(t, os.Symlink(after.path, link))
	before.unplug(t)
	require.ErrorIs(t, died(t, p), serialport.ErrUnplugged)
	require.NoError(t, p.Close())
	again := open(t, link)
	_, err := after.master.WriteString("new")
	require.NoError(t, err)
	assert.Equal(t, "new", string(receive(t, again, 3)))
}
