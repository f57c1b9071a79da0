# Needs Go, git and make; everything else is fetched by go.
.DEFAULT_GOAL := build

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT  := $(shell git rev-parse HEAD 2>/dev/null)
PACKAGE := github.com/release-request/gh-release-request/internal/cli
LDFLAGS := -s -w -X $(PACKAGE).version=$(VERSION) -X $(PACKAGE).commit=$(COMMIT)
EXTENSION ?= build/gh-release-request
GORELEASER := github.com/goreleaser/goreleaser/v2@v2.16.0

.PHONY: build install sandbox test interop fuzz mutation lint schema picture snapshot release

build: ## the program, here
	go build -ldflags '$(LDFLAGS)' -o gh-release-request ./cmd/gh-release-request

# gh calls an extension by the name of its directory, which a checkout need not have.
install: ## build, and make it an extension of gh
	@gh auth token >/dev/null 2>&1 || { echo 'gh installs extensions only for who is logged in: gh auth login' >&2; exit 4; }
	go build -ldflags '$(LDFLAGS)' -o '$(EXTENSION)/gh-release-request' ./cmd/gh-release-request
	gh extension remove release-request >/dev/null 2>&1 || true
	cd '$(EXTENSION)' && gh extension install .

sandbox: ## rehearse a release on a local GitHub; SCENARIO=... another one, ARGS=--list lists them, ARGS=--shell opens a shell in it
	go run ./cmd/release-sandbox $(if $(SCENARIO),--scenario '$(SCENARIO)') $(ARGS)

test: ## all tests
	go test ./...
	cd internal/sandbox/runner && go test ./...

interop: ## releases and tokens with the real craft, npm and registries (needs Node; docker-registry)
	INTEROP=1 go test -run 'TestInterop' ./internal/cli

fuzz: ## every fuzz target for a while each; FUZZTIME=1000000x says how long
	scripts/fuzz

mutation: ## break each guard in turn, and see that a test fails
	go run ./scripts/mutation

lint: ## what CI holds the code to
	scripts/lint

schema: ## cut the extracts of GitHub's API descriptions anew (needs npm)
	go run ./internal/sandbox/schema/cut

picture: ## draw the README's picture anew, from a release in the sandbox; ARGS=-check holds it to that
	go run ./scripts/picture $(ARGS)

# goreleaser is a big build the first time, so nothing else waits for it.
snapshot: ## build in dist/ what a release would hold
	go run $(GORELEASER) check
	go run $(GORELEASER) release --snapshot --clean

release: ## draft a release of the tag that is checked out; the release workflow does
	go run $(GORELEASER) release --clean
