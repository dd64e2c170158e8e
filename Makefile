# Everything a person or a machine runs. `make help` lists it.
#
# Needs Python 3.11 or later with venv, and make. Nothing is installed outside this folder and no root is asked for.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
# One more than the cores of a small machine: tests in a browser wait more than they work.
JOBS ?= 3
# Handed out few at a time: at the end no one is left with all that a browser takes.
SHARE := --maxschedchunk=4
ASKED := database and counts and not browser and not one_database
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help demo serve test check lint contracts types migrations test-sqlite test-postgresql everything-postgresql journeys-postgresql format messages lock clean

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

demo: $(VENV)/.runtime  ## the sample office, its report in out/, and the web application on this machine
	COLONNADE_DATA="$${COLONNADE_DATA:-var/demo}" $(BIN)/colonnade demo

serve: $(VENV)/.runtime  ## the web application alone, on the office in var/
	$(BIN)/colonnade serve

test: check test-sqlite test-postgresql  ## everything that must hold: check, then the tests on SQLite and on PostgreSQL

check: lint contracts types migrations  ## all that is checked without running tests

lint: $(VENV)/.dev  ## ruff, for faults and for format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

contracts: $(VENV)/.dev  ## who may import whom
	PYTHONPATH=src $(BIN)/lint-imports --no-cache

types: $(VENV)/.dev  ## mypy, strict where promises are made
	$(BIN)/mypy

migrations: $(VENV)/.dev  ## no model has changed without its migration
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	COLONNADE_DATA="$$data" DATABASE_URL= $(BIN)/python manage.py makemigrations --check --dry-run

test-sqlite: $(VENV)/.dev  ## the tests on SQLite, browser tests included where there is a Chromium
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	COLONNADE_DATA="$$data" DATABASE_URL= $(BIN)/python -m pytest -n $(JOBS) $(SHARE)

test-postgresql: $(VENV)/.dev  ## what counts, and several writers at once, on PostgreSQL
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	COLONNADE_DATA="$$data" $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -n $(JOBS) $(SHARE) -m "$(ASKED)"

everything-postgresql: ASKED := database and not browser and not one_database
everything-postgresql: test-postgresql  ## all that asks a database, on PostgreSQL; beside make test, which has twenty minutes

journeys-postgresql: $(VENV)/.dev  ## the journeys marked both, on PostgreSQL; beside make test, which has twenty minutes
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	COLONNADE_DATA="$$data" $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -m both

format: $(VENV)/.dev  ## put code in format and imports in order
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header

messages: $(VENV)/.dev  ## gather the words to be translated, and compile the translations (locale/, Babel)
	PYTHONPATH=src $(BIN)/pybabel -q extract -F babel.cfg -k _ -k _now -k gettext_lazy \
	  -k gettext_noop -k noop -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 --no-location --no-wrap \
	  --project Colonnade --copyright-holder "The Colonnade authors" -o src/colonnade/locale/django.pot src/colonnade
	$(BIN)/pybabel -q update -D django --no-wrap --no-fuzzy-matching -i src/colonnade/locale/django.pot -d src/colonnade/locale
	sed -i.old -E '/FIRST AUTHOR|EMAIL@ADDRESS|LL@li.org/d' src/colonnade/locale/django.pot src/colonnade/locale/*/LC_MESSAGES/django.po
	rm -f src/colonnade/locale/*.old src/colonnade/locale/*/LC_MESSAGES/*.old
	$(BIN)/pybabel -q compile -D django -d src/colonnade/locale

lock: $(VENV)/.dev  ## choose versions anew, within what pyproject.toml allows
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group dev -o requirements-dev.txt
	! grep -n :// requirements*.txt

clean:  ## remove what was built; the office in var/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The environment: what the lock says and nothing else. --no-deps, because the lock is complete and leaves out one
# package that Wagtail names but does not need (see pyproject.toml). uv is quicker; where it cannot be had, pip does.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Colonnade needs Python 3.11 to 3.14 with venv. On Debian: python3 and python3-venv."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt requirements-build.txt pyproject.toml | $(BIN)/python
	$(call install,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements-build.txt pyproject.toml | $(BIN)/python
	$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/.runtime

define install
@echo "Installing from $(1)."
@if $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps --require-hashes -r requirements-build.txt; \
then $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r $(1) \
  && $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
else $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(1) \
  && $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .; fi
endef
