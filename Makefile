# hashwatt: what a developer does, one target each. `make` alone lists them.

SHELL         := bash
.SHELLFLAGS   := -euo pipefail -c
.DEFAULT_GOAL := help

# The baseline instruction set: v2 and above may fuse x*y+z and so change the last digits of a result.
export GOAMD64 := v1

FUZZTIME ?= 20s
BENCH    ?= .
COUNT    ?= 1
BASE     ?=
PKG      ?= ./...

# Linters and other tools have a module of their own, so that the product's list of dependencies stays short.
TOOL     := go tool -modfile=.ci/tools/go.mod
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable headless-shell

.PHONY: help demo build check test long bench fuzz golden lint format schema tidy

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: build ## build hashwatt, run scenarios/komi.yaml, say where the report is
	bin/hashwatt run scenarios/komi.yaml
	@test -s out/komi/report.html
	@echo
	@echo "The report is one file that opens in any browser, also without a network:"
	@echo "  $(CURDIR)/out/komi/report.html"

build: ## build bin/hashwatt
	@go build -trimpath -o bin/hashwatt ./cmd/hashwatt

check: lint ## while working: format, linters (vet among them), the fast tests (PKG=./sim/... narrows it)
	go test -vet=off -short -shuffle=on $(PKG)

test: ## go vet and all the tests, in random order
	@for b in $(BROWSERS); do command -v "$$b" >/dev/null && exit 0; done; \
		echo "no Chromium on the path: the tests that open reports in a browser are skipped (apt-get install chromium)"
	go vet ./...
	go test -vet=off -shuffle=on -timeout=30m ./...

long: ## all the tests under the race detector, 10,000 cases for each property
	RAPID_CHECKS=10000 HASHWATT_LONG=1 go test -race -shuffle=on -timeout=6h ./...

bench: ## the benchmarks, into out/bench.txt (BENCH=regexp COUNT=10; BASE=older.txt compares with benchstat)
	@mkdir -p out
	go test -run='^$$' -bench='$(BENCH)' -benchmem -count=$(COUNT) -timeout=2h $(PKG) | tee out/bench.txt
	@if [ -n "$(BASE)" ]; then $(TOOL) benchstat "$(BASE)" out/bench.txt; fi

fuzz: ## every fuzz target for FUZZTIME (20s) each
	@grep -r --include='*_test.go' -o '^func Fuzz[A-Za-z0-9_]*' cmd sim seeds scenarios reports | sort | \
	while IFS=: read -r file target; do \
		echo "== $${target#func } in $$(dirname "$$file")"; \
		go test -run='^$$' -fuzz="^$${target#func }\$$" -fuzztime=$(FUZZTIME) -fuzzminimizetime=10x "./$$(dirname "$$file")" </dev/null; \
	done

golden: ## write the goldens anew and print each number before, after and the change in percent
	@{ grep -r --include='*_test.go' -l 'flag\.Bool("update"' cmd sim seeds scenarios reports || true; } | xargs -r -n1 dirname | sort -u | \
	while read -r dir; do \
		echo "== $$dir"; \
		out=$$(go test -count=1 -v "./$$dir" -update </dev/null 2>&1) || { echo "$$out"; exit 1; }; \
		grep -o 'golden: .*' <<<"$$out" | sed 's/^golden: /   /' || echo "   no number to tell of"; \
	done
	@echo "== files that differ from the last commit"; git status --short | grep -E 'golden|testdata|schema' || echo "   none"

lint: format ## the format, the linters of .golangci.yml, and code that only tests use
	$(TOOL) golangci-lint run $(PKG)
	$(TOOL) staticcheck -tests=false -checks=U1000 $(PKG)

format: ## fail where a file is not formatted by gofumpt (make tidy cures it)
	@bad=$$($(TOOL) gofumpt -l cmd sim seeds scenarios reports .ci/schema); \
		if [ -n "$$bad" ]; then echo "not formatted by gofumpt:"; echo "$$bad"; exit 1; fi

schema: ## write scenarios/scenario.schema.json from the Go types
	@go run ./.ci/schema

tidy: ## tidy both modules, format, write the schema; fail if that changed anything
	@before=$$(git status --porcelain; git diff HEAD); \
	go mod tidy; \
	(cd .ci/tools && go mod tidy); \
	$(TOOL) gofumpt -w cmd sim seeds scenarios reports .ci/schema; \
	$(MAKE) --no-print-directory schema; \
	after=$$(git status --porcelain; git diff HEAD); \
	if [ "$$before" != "$$after" ]; then git status --short; echo "make tidy changed the tree: commit what it did"; exit 1; fi
