package camera

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"documenting.kz/terminal/devices"
)

// source is a parsed address.
type source struct {
	scheme string // v4l2, url, file or images
	path   string // what OpenCV is given
}

// parse understands "scheme:path".
func parse(address string) (source, error) {
	scheme, path, _ := strings.Cut(address, ":")
	s := source{scheme, path}
	ok := false
	switch scheme {
	case "v4l2", "file", "images":
		ok = filepath.IsAbs(path) // a bare number would make OpenCV choose by index
	case "url":
		u, err := url.Parse(path)
		ok = err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
	}
	if !ok {
		return source{}, fmt.Errorf("camera address %q is none of v4l2:/dev/…, url:http://…, file:/…, images:/…", address)
	}
	return s, nil
}

// absent returns why the camera is not there, or nil. It takes at most 1.5 s.
func (s source) absent(ctx context.Context) error {
	switch s.scheme {
	case "url":
		return s.unreachable(ctx)
	case "images":
		if _, err := os.Stat(filepath.Dir(s.path)); err != nil {
			return fmt.Errorf("no folder %s", filepath.Dir(s.path))
		}
		return nil
	default:
		_, err := os.Stat(s.path)
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("no %s: is the camera plugged in?", s.path)
		}
		return err
	}
}

func (s source) unreachable(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 1500*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, s.path, nil)
	if err != nil {
		return err
	}
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("the camera's address does not answer: %w", err)
	}
	return resp.Body.Close()
}

// refusal describes a camera that is there and cannot be opened.
func (s source) refusal() devices.Status {
	status := devices.Status{State: devices.Failed, Conditions: []devices.Condition{devices.WrongSettings}}
	if s.scheme != "v4l2" {
		status.Hint = s.path + " answers, but not with pictures"
		return status
	}
	f, err := os.OpenFile(s.path, os.O_RDWR, 0)
	if err == nil {
		err = f.Close()
	}
	if errors.Is(err, fs.ErrPermission) {
		status.Hint = s.path + ": no permission, the terminal's user belongs in the group video"
		return status
	}
	status.Conditions = []devices.Condition{devices.InUse}
	status.Hint = s.path + " is there but does not open: another program has it, or it is no camera"
	return status
}
