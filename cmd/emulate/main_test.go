package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/devicetest"
	"documenting.kz/terminal/devices/drivers"
	"documenting.kz/terminal/devices/printer/escpos"
	"documenting.kz/terminal/devices/sigpad/w8001"
)

// running is a started emulator and what it said.
type running struct {
	address map[string]string
	stop    func() error // ends it and returns what run returned
}

// start runs the command in this process until it is ready.
func start(t *testing.T, args ...string) running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	result := make(chan error, 1)
	go func() {
		err := run(ctx, args, in)
		_ = in.CloseWithError(err)
		result <- err
	}()
	r := running{address: map[string]string{}, stop: func() error { cancel(); err := <-result; result <- err; return err }}
	t.Cleanup(func() { _ = r.stop() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "=")
		if name == "ready" {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return r
		}
		r.address[name] = value
	}
	require.NoError(t, lines.Err(), "it ended before it was ready")
	require.FailNow(t, "it ended before it was ready")
	return r
}

func (r running) post(t *testing.T, path, body string) (int, string) {
	t.Helper()
	response, err := http.Post(r.address["control"]+path, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}

func (r running) get(t *testing.T, path string) []byte {
	t.Helper()
	response, err := http.Get(r.address["control"] + path)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, string(body))
	return body
}

func untilWorking(t *testing.T, d devices.Device) {
	t.Helper()
	require.Eventually(t, func() bool { return d.Status().Working() }, 10*time.Second, 10*time.Millisecond,
		"%+v", d.Info())
}

func TestRun_SignatureAndReceipt_TravelTheRealWires(t *testing.T) {
	folder := t.TempDir()
	link := filepath.Join(folder, "dev", "pad")
	r := start(t, "-pad", link, "-printer", "127.0.0.1:0", "-control", "127.0.0.1:0",
		"-out", filepath.Join(folder, "receipts"), "-print-speed", "0")
	assert.Equal(t, link, r.address["pad"])
	assert.NotContains(t, r.address, "camera", "there are no portraits")

	pad := w8001.New(link, w8001.Opts{})
	require.NoError(t, pad.Open(t.Context()))
	defer pad.Close()
	untilWorking(t, pad)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var samples []devices.PenSample
	captured := make(chan error, 1)
	go func() {
		captured <- pad.Capture(ctx, func(s devices.PenSample) {
			samples = append(samples, s)
			if len(samples) > 1 && !s.Near {
				cancel()
			}
		})
	}()
	require.Eventually(t, func() bool {
		var state struct {
			Pen struct{ Reporting bool }
		}
		require.NoError(t, json.Unmarshal(r.get(t, "/api/state"), &state))
		return state.Pen.Reporting
	}, 5*time.Second, 10*time.Millisecond)
	code, text := r.post(t, "/api/pen/play", `{"name":"line"}`)
	require.Equal(t, http.StatusNoContent, code, text)
	require.ErrorIs(t, <-captured, context.Canceled)
	require.Greater(t, len(samples), 30)
	var down []devices.PenSample
	for _, s := range samples {
		if s.Down {
			down = append(down, s)
		}
	}
	assert.InDelta(t, 2000, down[0].X, 30, "the line begins 20 mm from the left")
	assert.InDelta(t, 8000, down[len(down)-1].X, 30, "and ends at 80 mm")

	printer := escpos.New("tcp:"+r.address["printer"], escpos.Opts{})
	require.NoError(t, printer.Open(t.Context()))
	defer printer.Close()
	untilWorking(t, printer)
	page := devicetest.TestPage(576, 200)
	require.NoError(t, printer.Print(t.Context(), page))
	assert.Equal(t, "TM-T88V", printer.Info().Model)
	body := r.get(t, "/api/printer/receipts/latest.png")
	picture, err := png.Decode(bytes.NewReader(body))
	require.NoError(t, err)
	assert.Equal(t, image.Pt(576, 320), picture.Bounds().Size(), "the page and the feed to the knife")
	onDisk, err := os.ReadFile(filepath.Join(folder, "receipts", "receipt-1.png"))
	require.NoError(t, err)
	assert.Equal(t, body, onDisk)

	code, text = r.post(t, "/api/printer/paper", `{"mm":0}`)
	require.Equal(t, http.StatusNoContent, code, text)
	var f *devices.Fault
	require.ErrorAs(t, printer.Print(t.Context(), page), &f)
	assert.Equal(t, devices.PaperOut, f.Condition)

	require.NoError(t, r.stop())
	_, err = os.Lstat(link)
	assert.ErrorIs(t, err, os.ErrNotExist, "the pad's link is taken away")
}

func TestRun_LiveDrawing_ReachesThePad(t *testing.T) {
	link := filepath.Join(t.TempDir(), "pad")
	r := start(t, "-pad", link, "-printer", "127.0.0.1:0", "-control", "127.0.0.1:0")
	pad := w8001.New(link, w8001.Opts{})
	require.NoError(t, pad.Open(t.Context()))
	defer pad.Close()
	untilWorking(t, pad)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	captured := make(chan devices.PenSample, 1000)
	go func() { _ = pad.Capture(ctx, func(s devices.PenSample) { captured <- s }) }()
	for { // until the capture has begun, then once more
		code, text := r.post(t, "/api/pen/draw", `[{"x":10,"y":20,"p":0.5,"down":true,"near":true}]`)
		require.Equal(t, http.StatusNoContent, code, text)
		select {
		case s := <-captured:
			assert.Equal(t, 1000, s.X)
			assert.Equal(t, 2000, s.Y)
			assert.Equal(t, 512, s.Pressure)
			assert.True(t, s.Down)
			return
		case <-time.After(20 * time.Millisecond):
			require.NoError(t, ctx.Err())
		}
	}
}

// The three devices by the addresses the command prints and the drivers the
// terminal contains.
func TestRun_Addresses_OpenWithTheDriverTable(t *testing.T) {
	portraits := os.ExpandEnv("$HOME/.local/state/terminal/models/portraits")
	if _, err := os.Stat(portraits); err != nil {
		t.Skipf("the portraits are not fetched: %v", err)
	}
	r := start(t, "-pad", filepath.Join(t.TempDir(), "pad"), "-printer", "127.0.0.1:0", "-control", "127.0.0.1:0",
		"-portraits", portraits)
	pad, err := drivers.OpenPad(t.Context(), "w8001:"+r.address["pad"])
	require.NoError(t, err)
	defer pad.Close()
	printer, err := drivers.OpenPrinter(t.Context(), "escpos:tcp:"+r.address["printer"])
	require.NoError(t, err)
	defer printer.Close()
	camera, err := drivers.OpenCamera(t.Context(), "opencv:url:"+r.address["camera"])
	require.NoError(t, err)
	defer camera.Close()
	for _, d := range []devices.Device{pad, printer, camera} {
		untilWorking(t, d)
	}
	require.NoError(t, camera.Start())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var frame devices.Frame
	require.NoError(t, camera.Read(ctx, &frame))
	assert.Equal(t, image.Pt(1280, 720), frame.Image.Bounds().Size())
}

func TestRun_PortInUse_SaysWhatToDo(t *testing.T) {
	r := start(t, "-pad", filepath.Join(t.TempDir(), "pad"), "-printer", "127.0.0.1:0", "-control", "127.0.0.1:0")
	err := run(t.Context(), []string{"-pad", filepath.Join(t.TempDir(), "pad"), "-printer", r.address["printer"], "-control", "127.0.0.1:0"}, io.Discard)
	require.ErrorContains(t, err, "in use")
	require.ErrorContains(t, err, "-printer")
	assert.NotContains(t, err.Error(), "\n")
}

func TestRun_BadRequests_AreRefused(t *testing.T) {
	r := start(t, "-pad", filepath.Join(t.TempDir(), "pad"), "-printer", "127.0.0.1:0", "-control", "127.0.0.1:0")
	for path, body := range map[string]string{
		"/api/pen/play":      `{"name":"nobody"}`,
		"/api/pen/draw":      `{"x":1}`,
		"/api/pen/fault":     `{"name":"drop","mode":"sometimes"}`,
		"/api/printer/fault": `{"name":"fire","mode":"next"}`,
		"/api/printer/paper": `{"mm":-1}`,
	} {
		code, text := r.post(t, path, body)
		assert.Equal(t, http.StatusBadRequest, code, "%s: %s", path, text)
		assert.NotEmpty(t, strings.TrimSpace(text))
	}
	request, err := http.NewRequest(http.MethodPost, r.address["control"]+"/api/printer/paper", strings.NewReader(`{"mm":0}`))
	require.NoError(t, err)
	request.Header.Set("Origin", "http://elsewhere.example")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	_ = response.Body.Close()
	assert.Equal(t, http.StatusForbidden, response.StatusCode, "a page from elsewhere must not press buttons")
}
