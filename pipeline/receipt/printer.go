package receipt

import (
	"context"
	"image"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// Printer prints receipts and slips on a device. It does not own the device.
type Printer struct {
	Form   *Form
	Device devices.Printer
}

var _ kiosk.ReceiptPrinter = Printer{}

// Print implements kiosk.ReceiptPrinter. The picture is wiped afterwards, whatever came of it.
func (p Printer) Print(ctx context.Context, r kiosk.Receipt) error {
	page, err := p.Form.Render(r, p.Device.Paper())
	return p.print(ctx, page, err)
}

// PrintSlip implements kiosk.ReceiptPrinter.
func (p Printer) PrintSlip(ctx context.Context, s kiosk.Slip) error {
	page, err := p.Form.RenderSlip(s, p.Device.Paper())
	return p.print(ctx, page, err)
}

func (p Printer) print(ctx context.Context, page *image.Gray, err error) error {
	if err != nil {
		return err
	}
	defer clear(page.Pix)
	return p.Device.Print(ctx, page)
}

// Status implements kiosk.ReceiptPrinter.
func (p Printer) Status() devices.Status { return p.Device.Status() }
