package drivers

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/devices/camera"
	"documenting.kz/terminal/devices/printer/escpos"
	"documenting.kz/terminal/devices/sigpad/w8001"
)

// Driver is one line of the table.
type Driver struct {
	Kind    devices.Kind
	Name    string // first word of an address
	Summary string // for a technician
	Example string // an address

	wire func(rest string) (devices.Device, error) // rest is the address without the name
}

// Table lists the drivers this binary contains.
func Table() []Driver {
	return []Driver{
		{
			Kind: devices.KindCamera, Name: "opencv",
			Summary: "camera by OpenCV: V4L2 node, motion JPEG over HTTP",
			Example: "opencv:v4l2:/dev/video0",
			wire: func(rest string) (devices.Device, error) {
				return camera.New(rest, camera.Opts{}), nil
			},
		},
		{
			Kind: devices.KindSignaturePad, Name: "w8001",
			Summary: "Wacom W8001 (ISDv4) signature pad on a serial line",
			Example: "w8001:/dev/serial/by-id/usb-FTDI_Pad-if00-port0",
			wire:    wireW8001,
		},
		{
			Kind: devices.KindPrinter, Name: "escpos",
			Summary: "ESC/POS receipt printer over TCP or a serial line; profiles: " + profiles(),
			Example: "escpos:tcp:192.168.1.20:9100",
			wire: func(rest string) (devices.Device, error) {
				return escpos.New(rest, escpos.Opts{}), nil
			},
		},
	}
}

// OpenCamera opens the camera at address. As every device it may be absent;
// ctx ends its supervisor, as Close does.
func OpenCamera(ctx context.Context, address string) (devices.Camera, error) {
	return open[devices.Camera](ctx, devices.KindCamera, address)
}

// OpenPad opens the signature pad at address.
func OpenPad(ctx context.Context, address string) (devices.SignaturePad, error) {
	return open[devices.SignaturePad](ctx, devices.KindSignaturePad, address)
}

// OpenPrinter opens the printer at address.
func OpenPrinter(ctx context.Context, address string) (devices.Printer, error) {
	return open[devices.Printer](ctx, devices.KindPrinter, address)
}

func open[D devices.Device](ctx context.Context, kind devices.Kind, address string) (D, error) {
	var none D
	name, rest, _ := strings.Cut(address, ":")
	var known []string
	for _, driver := range Table() {
		if driver.Kind != kind {
			continue
		}
		known = append(known, driver.Example)
		if driver.Name != name {
			continue
		}
		device, err := driver.wire(rest)
		if err != nil {
			return none, fmt.Errorf("%s %q: %w", kind, address, err)
		}
		if err := device.Open(ctx); err != nil {
			return none, fmt.Errorf("%s %q: %w", kind, address, err)
		}
		d, ok := device.(D)
		if !ok {
			_ = device.Close()
			return none, fmt.Errorf("%s %q: driver %s is for something else", kind, address, name)
		}
		return d, nil
	}
	return none, fmt.Errorf("%s %q: no such driver; an address looks like %s", kind, address, strings.Join(known, " or "))
}

func wireW8001(rest string) (devices.Device, error) {
	path, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	var opts w8001.Opts
	if text := values.Get("baud"); text != "" {
		if opts.Baud, err = strconv.Atoi(text); err != nil || opts.Baud <= 0 {
			return nil, fmt.Errorf("baud %q is not a rate", text)
		}
	}
	return w8001.New(path, opts), nil
}

func profiles() string {
	var names []string
	for _, p := range escpos.Profiles() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
