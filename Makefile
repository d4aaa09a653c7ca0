# make demo    make the environment, run the example batch, say where the reports are
# make test    make what the tests need, run every test
# make env     make .venv with the oncomatch command in it
# make check   formatting, linting, types
# make benchmark   time annotation beside bcftools csq (minutes; needs bcftools)

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
DEMO := reports/demo
CORES ?= $(shell nproc 2>/dev/null || echo 2)

.DEFAULT_GOAL := help
.PHONY: help env demo test check benchmark clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "oncomatch needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml src/oncomatch/__init__.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

env: $(VENV)/.installed
	@echo "oncomatch is $(BIN)/oncomatch"

demo: $(VENV)/.installed
	@$(BIN)/oncomatch run config/cases.tsv --out $(DEMO) --cores $(CORES) --config config/config.yaml

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --quiet --numprocesses=auto --dist=loadfile  # pytest-xdist

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/snakefmt --check workflow
	$(BIN)/mypy

BENCHMARK ?= /tmp/oncomatch-benchmark

benchmark: $(VENV)/.installed
	$(BIN)/python scripts/benchmark $(BENCHMARK)

clean:
	rm -rf $(VENV) $(DEMO) .snakemake
