# Needs Go, git and make; everything else is fetched by go.
.DEFAULT_GOAL := build

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT  := $(shell git rev-parse HEAD 2>/dev/null)
PACKAGE := github.com/release-request/gh-release-request/internal/cli
LDFLAGS := -s -w -X $(PACKAGE).version=$(VERSION) -X $(PACKAGE).commit=$(COMMIT)

.PHONY: build install sandbox test lint schema fuzz

build: ## the program, here
	go build -trimpath -ldflags '$(LDFLAGS)' -o gh-release-request ./cmd/gh-release-request

install: build ## link this checkout as a gh extension
	gh extension install .

sandbox: ## rehearse a whole release on a local GitHub; ARGS=--shell opens a shell in it
	go run ./cmd/release-sandbox $(ARGS)

test: ## all tests
	go test ./...
	cd internal/sandbox/runner && go test ./...

lint: ## what CI holds the code to
	scripts/lint

schema: ## cut the extracts of GitHub's API descriptions anew (needs npm)
	go run ./internal/sandbox/schema/cut
