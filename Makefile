# One machine, nothing installed but Python 3.11–3.13 and make. Everything else is brought along.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # set in some environments; it makes every start twice as slow
export UV_PYTHON_DOWNLOADS ?= never

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UV := .uv/bin/uv
SOURCES := hub connectors console sandbox embedded dags plugins config tests bench examples

.PHONY: help up down status test check format bench clean
help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

up: .venv/embedded ## start everything on this machine and run one cycle; UP="--scale 0.1 --date 2026-11-20"
	@$(BIN)/python -m embedded up $(UP)

down: ## stop everything that make up started
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m embedded down; else echo "Nothing was ever started here."; fi

status: ## what of the stack runs
	@$(BIN)/python -m embedded status

test: .venv/all ## set up what is missing and run every test; PYTEST="tests/unit -k port"
	@bash .ci/system-packages
ifdef PYTEST
	$(BIN)/pytest $(PYTEST)
else
	@# The embedded stack has the machine to itself, when the rest is through. Of the rest, three at once: much of it waits.
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not stack"
	$(BIN)/pytest -m stack
endif

check: .venv/all ## lint (ruff, its rules for Airflow included) and types (mypy --strict)
	$(BIN)/ruff check $(wildcard $(SOURCES))
	$(BIN)/ruff format --check $(wildcard $(SOURCES))
	$(BIN)/mypy
	$(BIN)/mypy --strict -p embedded

format: .venv/all ## bring the code into its layout
	$(BIN)/ruff format $(wildcard $(SOURCES))
	$(BIN)/ruff check --fix $(wildcard $(SOURCES))

bench: .venv/all ## measure speed and memory against COPY and dlt
	$(BIN)/python -m bench $(BENCH)

clean: .venv/embedded ## stop everything and forget all that this installation holds
	@$(BIN)/python -m embedded down --forget

# The environment, from the lock: what running needs (embedded), or what developing needs (all). Compiled once, so that
# every later start is twice as quick; what a developer has beside it stays.
SYNC := $(UV) sync --frozen --quiet --compile-bytecode --python $(PYTHON)
.venv/embedded: uv.lock pyproject.toml | $(UV)
	@echo "Making the environment (.venv) from the lock …"
	@if [ -e .venv/all ]; then $(SYNC) --all-groups && touch .venv/all; else $(SYNC) --inexact; fi
	@touch $@

.venv/all: uv.lock pyproject.toml | $(UV)
	@echo "Making the environment (.venv) from the lock, with what tests need …"
	@$(SYNC) --all-groups
	@touch $@ .venv/embedded

$(UV):
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11, 3.12 or 3.13 is missing. On Debian or Ubuntu: apt-get install python3 python3-venv"; exit 1; fi
	@if ! $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then echo "Python's venv and ensurepip are missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; fi
	@$(PYTHON) -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
