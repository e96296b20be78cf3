# Every target goes through bootstrap.py, which makes .venv where it has to. Words for a command: make demo ARGS="--offscreen"
PYTHON ?= python3
ARGS ?=
BOOT = $(PYTHON) bootstrap.py

.PHONY: help env demo test test-all lint types floors gen bench
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

env: ## make the environment (.venv), run nothing
	$(BOOT) env $(ARGS)

demo: ## a session with a simulated patient, console in the browser
	$(BOOT) demo $(ARGS)

test: ## the tests, less the slow ones
	$(BOOT) test $(ARGS)

test-all: ## every test
	$(BOOT) test-all $(ARGS)

lint: ## ruff
	$(BOOT) lint $(ARGS)

types: ## mypy, strict
	$(BOOT) types $(ARGS)

floors: ## who may import what, and what the lower floors may not do
	$(BOOT) floors $(ARGS)

gen: ## write the generated files again; ARGS=--check only compares
	$(BOOT) gen $(ARGS)

bench: ## the measurements of benchmarks/
	$(BOOT) bench $(ARGS)
