# What a newcomer needs is `make shortlist` and `make test`; `make help` lists the rest.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
PIP := $(PY) -m pip install -q -q --disable-pip-version-check
OUT ?= out
FICHES ?= examples/fiches
LANGUAGE ?= fr
SET ?= development

.DEFAULT_GOAL := help
.PHONY: help install shortlist index serve test test-full lint benchmark benchmark-encoder tune clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

# An interrupted install leaves no stamp: the half-made environment is thrown away.
$(VENV)/.installed: pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "matcher needs Python 3.11 or newer; $(PYTHON) is older. Set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making the environment in $(VENV) (a minute or two, once) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

install: $(VENV)/.installed ## the environment alone, in .venv

shortlist: $(VENV)/.installed ## the main job: examples/fiches in, shortlist out in out/
	@$(PY) -m matcher shortlist $(FICHES) -o $(OUT) --lang $(LANGUAGE)

index: $(VENV)/.installed ## the index of the example fiches, in out/index
	@$(PY) scripts/build_index.py $(FICHES) -o $(OUT)/index

serve: index ## pages and API on the example fiches, http://127.0.0.1:8000
	@$(PY) -m matcher serve --index $(OUT)/index --catalogue $(OUT)/catalogue.db

test: $(VENV)/.installed ## all tests but the long ones; each skip names its reason
	@$(PY) -m pytest -m "not full" -n 2

test-full: $(VENV)/.installed ## everything: finds or installs browser, LibreOffice and fonts
	@sh scripts/install_tools.sh
	@MATCHER_TEST_FULL=1 $(PY) -m pytest

lint: $(VENV)/.installed ## ruff, mypy --strict, import rules
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

$(VENV)/.benchmark: requirements-benchmark.txt $(VENV)/.installed
	@$(PIP) --no-deps -r requirements-benchmark.txt
	@touch $@

benchmark: $(VENV)/.benchmark ## ranking quality: table, report and plots in out/benchmark; real twins
	@$(PY) benchmarks/ranking_quality.py --set $(SET) -o $(OUT)/benchmark
	@$(PY) benchmarks/partnerships.py

benchmark-encoder: $(VENV)/.benchmark ## how good the encoder is, in out/encoder; TEXTS=DIR: translations
	@$(PY) benchmarks/encoder.py --speed $(if $(TEXTS),--texts $(TEXTS)) -o $(OUT)/encoder

tune: $(VENV)/.installed ## learn the default profile's weights anew
	@$(PY) scripts/tune_profile.py

clean: ## remove what was made (environment, output)
	@rm -rf $(VENV) $(OUT) build dist
