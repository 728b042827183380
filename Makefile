# make run | demo | test | bench: each does its own set-up. See README.md.
SHELL := /bin/bash
export BASH_ENV := $(CURDIR)/.ci/env
STATE := $(or $(XDG_STATE_HOME),$(HOME)/.local/state)/terminal
export TERMINAL_MODELS := $(STATE)/models
export TERMINAL_NPM := $(CURDIR)/.cache/npm
.DEFAULT_GOAL := run
.PHONY: run demo test test-race lint bench setup models judges build pictures clean

COMMANDS := central emulate kioskctl stand

run: build
	@exec bin/stand run -models $(TERMINAL_MODELS)

demo: build
	@exec bin/stand demo -models $(TERMINAL_MODELS) -out out/demo

test: build judges lint
	go test -timeout 40m ./...
	$(MAKE) --no-print-directory test-race

# The packages where goroutines meet, once more under the race detector.
test-race:
	go test -race -timeout 20m ./kiosk/... ./devices/... ./offline/... ./pipeline/... ./ui/...

lint: setup
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "lint: run gofmt -w on these"; exit 1; }
	go vet ./...
	go vet -tags "$${GOFLAGS##*-tags=},probe" ./cmd/kiosk
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

bench: build
	@mkdir -p out
	bin/stand bench -models $(TERMINAL_MODELS) -out out/bench.txt

setup:
	@.ci/setup

models: setup
	@go run ./cmd/models fetch -dir $(TERMINAL_MODELS)

# Foreign decoders that judge our bytes.
judges: setup
	@test -d $(TERMINAL_NPM)/node_modules/npos || npm install --silent --no-fund --no-audit --prefix $(TERMINAL_NPM) npos@0.1.19 pngjs@7.0.0 >/dev/null || echo "judges: npm install failed (network?): the ESC/POS judge will be skipped"

build: models
	@mkdir -p bin
	@go build -o bin/ $(COMMANDS:%=./cmd/%) ./cmd/kiosk
	@go build -tags "$${GOFLAGS##*-tags=},probe" -o bin/kiosk-probe ./cmd/kiosk

# The pictures of README.md, from those of the last demo.
pictures:
	@mkdir -p assets/pictures
	for p in attract-kk iin-ru choice-both-ru portrait-kk pick-en sign-kk summary-ru pay-kk receipt choice-everything-kk choice-late-ru choice-nothing-ru choice-exempt-ru why-not-ru help-ru slip receipt-both; do \
	  convert out/demo/$$p.png -resize 540x -strip -colors 96 PNG8:assets/pictures/$$p.png || exit 1; done

clean:
	rm -rf bin out
