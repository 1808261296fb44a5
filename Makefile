# SPDX-License-Identifier: GPL-3.0-or-later
#
# make demo   builds and races the quickstart scenario
# make test   builds and runs all tests
# Both install what is missing first; CI=true turns warnings into errors.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build demo test own-policy lint bench clean

QUICKSTART := Scenarios/quickstart
DEMO_OUT := out/quickstart
OWN_POLICY := docs/guides/own-policy
BENCH := Scenarios/regimes/thousand-clusters.yaml
BENCH_OUT := out/bench
REGATTA := .build/release/regatta

help:
	@echo "make demo    build, race the quickstart scenario, print the ranking (sets up what is missing)"
	@echo "make test    build and run all tests (sets up what is missing)"
	@echo "make own-policy   build the example of a policy in a package of its own, and race it"
	@echo "make lint    check the formatting of all Swift files"
	@echo "make bench   time kernels, planners, engine and whole runs against plain references"
	@echo "make build   release build of the regatta command"
	@echo "make setup   check Swift, install libgsl-dev, libsqlite3-dev and pkg-config where missing"
	@echo "make clean   remove build products and out/"

setup:
	@.ci/setup

build: setup
	@swift build -c release --product regatta

# A race in which nobody meets the goals (3) is a result, not a broken build.
demo: build
	@$(REGATTA) run $(QUICKSTART) --out $(DEMO_OUT) --force || [[ $$? == 3 ]]
	@echo
	@echo "The report: $(DEMO_OUT)/report.html (also report.md; the records are in $(DEMO_OUT)/runs.jsonl)"

test: setup
	@swift build --build-tests
	@swift test

# Its build products lie beside the program's own.
own-policy: setup
	@swift run --package-path $(OWN_POLICY) --scratch-path .build/own-policy race $(OWN_POLICY)/scenario.yaml 2

lint:
	@swift format lint --strict -r Sources Tests Package.swift $(OWN_POLICY)
	@echo "lint: clean"

bench: build
	@$(REGATTA) bench
	@echo
	@$(REGATTA) run $(BENCH) --seeds 0 --out $(BENCH_OUT) --force || [[ $$? == 3 ]]
	@echo
	@echo "events and time of each run ($(BENCH_OUT)/timing.json):"
	@cat $(BENCH_OUT)/timing.json

clean:
	@rm -rf .build out
