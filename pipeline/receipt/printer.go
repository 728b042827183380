package receipt

import (
	"context"
	"errors"

	"documenting.kz/terminal/devices"
	"documenting.kz/terminal/kiosk"
)

// Printer prints receipts on a device. It does not own the device.
type Printer struct {
	Form   *Form
	Device devices.Printer
}

var _ kiosk.ReceiptPrinter = Printer{}

// Print implements kiosk.ReceiptPrinter. The picture is wiped afterwards, whatever came of it.
func (p Printer) Print(ctx context.Context, r kiosk.Receipt) error {
	page, err := p.Form.Render(r, p.Device.Paper())
	if err != nil {
		return err
	}
	defer clear(page.Pix)
	return p.Device.Print(ctx, page)
}

// PrintSlip implements kiosk.ReceiptPrinter.
func (p Printer) PrintSlip(context.Context, kiosk.Slip) error {
	return errors.New("receipt: slips are not laid out yet")
}

// Status implements kiosk.ReceiptPrinter.
func (p Printer) Status() devices.Status { return p.Device.Status() }
