package kiosk_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "documenting.kz/terminal/"

// may says what the packages below a folder may import of this module. The
// longest folder that fits counts; a package may always import what lies below itself.
var may = map[string][]string{
	"assets":           {},
	"assets/":          {}, // the schemas of the policy data
	"devices":          {}, // the interfaces: standard library only
	"devices/":         {"devices"},
	"kiosk":            {"devices"},
	"kiosk/":           {"kiosk", "devices", "assets/policy/schema"},
	"pipeline/":        {"kiosk", "devices"},
	"offline":          {"kiosk", "devices", "offline/central"},
	"offline/":         {"kiosk", "devices"},
	"ui":               {"kiosk", "ui/"},
	"ui/":              {"kiosk", "ui/", "assets"},
	"ui/screen/sample": {"kiosk", "kiosk/policy", "ui/", "assets"}, // for galleries and tests: what the shipped policy says
	"cmd/":             {"assets", "devices", "devices/", "kiosk", "kiosk/", "pipeline/", "offline", "offline/", "ui", "ui/"},
}

// Imports go one way: cmd → ui, pipeline, offline, drivers → kiosk → devices. Siblings never import each other.
func TestLayers_ImportsGoOneWay(t *testing.T) {
	list := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...")
	list.Env = append(os.Environ(), "CGO_ENABLED=1") // the imports are those of the whole program, whatever is being tested
	out, err := list.Output()
	require.NoError(t, err)
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		require.NoError(t, dec.Decode(&p))
		from := strings.TrimPrefix(p.ImportPath, module)
		rule, allowed := ruleFor(from)
		require.NotEmpty(t, rule, "no rule for package %s: where does it belong?", from)
		for _, imported := range p.Imports {
			to, ours := strings.CutPrefix(imported, module)
			switch {
			case imported == "fyne.io/fyne/v2/app" && from != "cmd/kiosk":
				t.Errorf("%s imports fyne.io/fyne/v2/app; only cmd/kiosk opens a window", from)
			case imported == "gocv.io/x/gocv" && from != "devices/camera" && from != "pipeline/face" && !strings.HasPrefix(from, "cmd/"):
				t.Errorf("%s imports gocv; cgo stays in leaf packages", from)
			case !ours || strings.HasPrefix(to, strings.TrimSuffix(from, "/")+"/"):
			case strings.HasPrefix(from, "devices/") && strings.HasPrefix(to, "devices/"): // supervision, serial lines, the table of drivers
			case strings.HasPrefix(from, "cmd/") && sameCommand(from, to):
			case !fits(to, allowed):
				t.Errorf("%s imports %s", from, to)
			}
		}
		seen++
	}
	require.Greater(t, seen, 20)
}

func sameCommand(from, to string) bool {
	parts := strings.SplitN(from, "/", 3)
	return strings.HasPrefix(to, parts[0]+"/"+parts[1]+"/")
}

func ruleFor(pkg string) (rule string, allowed []string) {
	for folder, list := range may {
		exact := folder == pkg
		below := strings.HasSuffix(folder, "/") && strings.HasPrefix(pkg, folder)
		if (exact || below) && len(folder) > len(rule) {
			rule, allowed = folder, list
		}
	}
	return rule, allowed
}

func fits(pkg string, allowed []string) bool {
	for _, a := range allowed {
		if a == pkg || strings.HasSuffix(a, "/") && strings.HasPrefix(pkg, a) {
			return true
		}
	}
	return false
}
