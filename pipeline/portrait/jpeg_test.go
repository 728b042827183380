package portrait

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEncoding_WritesResolutionAndSizeThatADecoderReads(t *testing.T) {
	b, err := EncodeJPEG(picture(413, 531), ID35x45(), 90)
	require.NoError(t, err)

	require.Equal(t, []byte{0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0}, b[:11])
	require.Equal(t, byte(1), b[13], "dots per inch")
	require.EqualValues(t, 300, binary.BigEndian.Uint16(b[14:]))
	require.EqualValues(t, 300, binary.BigEndian.Uint16(b[16:]))

	c, err := jpeg.DecodeConfig(bytes.NewReader(b))
	require.NoError(t, err)
	require.Equal(t, image.Pt(413, 531), image.Pt(c.Width, c.Height))
}

func TestEncoding_ImageMagickAgrees(t *testing.T) {
	identify, err := exec.LookPath("identify")
	if err != nil {
		t.Skip("ImageMagick is not installed: no independent judge")
	}
	b, err := EncodeJPEG(picture(413, 531), ID35x45(), 85)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "portrait.jpg")
	require.NoError(t, os.WriteFile(path, b, 0o600))
	out, err := exec.Command(identify, "-units", "PixelsPerInch", "-format", "%m %w %h %x %y %Q %[colorspace]", path).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "JPEG 413 531 300 300 85 sRGB", string(out))
}

func TestEncoding_OtherSizeThanTheFormat_IsAnError(t *testing.T) {
	_, err := EncodeJPEG(picture(412, 531), ID35x45(), 90)
	require.Error(t, err)
	_, err = EncodeJPEG(picture(413, 531), Format{Width: 413, Height: 531}, 90)
	require.Error(t, err)
}

func TestEncodingWithin_TakesTheBestQualityThatFits(t *testing.T) {
	img := picture(413, 531)
	least, err := EncodeJPEG(img, ID35x45(), leastQuality)
	require.NoError(t, err)
	best, err := EncodeJPEG(img, ID35x45(), bestQuality)
	require.NoError(t, err)
	for _, limit := range []int{len(least), (len(least) + len(best)) / 2, len(best), 1 << 20} {
		b, err := EncodeJPEGWithin(img, ID35x45(), limit)
		require.NoError(t, err)
		require.LessOrEqual(t, len(b), limit)
		require.GreaterOrEqual(t, len(b), len(least))
	}
	b, err := EncodeJPEGWithin(img, ID35x45(), len(best))
	require.NoError(t, err)
	require.Equal(t, best, b)
	_, err = EncodeJPEGWithin(img, ID35x45(), len(least)-1)
	require.ErrorIs(t, err, ErrTooLarge)
}
