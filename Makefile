# Everything that a developer runs. Each target sets up what it needs in .venv; nothing has to be installed by hand
# but Python 3.11 or later, git and make.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
VENV := .venv
BIN := $(VENV)/bin
NAME := lint-diff
# The first Python on PATH that is new enough; another one with make PYTHON=...
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# As pip does for what it copies: where PYTHONDONTWRITEBYTECODE is set, an editable install would be compiled anew at
# every start, which takes a third of it.
COMPILE := $(BIN)/python -m compileall -q reviewbot

.DEFAULT_GOAL := help
.PHONY: help demo demo-agent test lint types contracts format golden benchmark clean

help:  ## Show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

demo: $(VENV)/dev.stamp install-servers install-github-peer  ## An over-budget change: judged here, and by the service at a GitHub emulator
	@$(BIN)/python -m tests.demo
	@$(BIN)/python -m tests.server.demo

demo-agent: $(VENV)/run.stamp install-agents  ## Watch a real coding agent being stopped at its budget, and splitting its work
	@$(BIN)/python -m tests.agents.demo

# What is quick to fail comes first. pytest's closing line stays the last one, since CI counts by it.
test: lint contracts types install-servers install-agents install-github-peer  ## Lint, import contracts, types and all tests
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.stamp  ## Put the code into its one layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(VENV)/dev.stamp  ## Rewrite the golden files of the renderers; read the diff before you commit it
	REVIEWBOT_UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/render

benchmark: $(VENV)/dev.stamp  ## Measure lint-diff beside its peers; make benchmark NAME=hooks the hooks
	$(BIN)/python -m tests.benchmarks $(NAME)

clean:  ## Remove what the other targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist

$(VENV)/run.stamp: pyproject.toml | $(VENV)/python.stamp
	@echo "installing reviewbot into $(VENV)"
	@$(PIP) --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/python.stamp
	@echo "installing reviewbot and what its tests need into $(VENV)"
	@$(PIP) --editable '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/run.stamp

# A stamp and not $(BIN)/python, which is there too when making the environment was broken off half-way.
$(VENV)/python.stamp:
	@if [ -z "$(PYTHON)" ]; then \
		echo "error: Python 3.11 or later was not found; install it, or say make PYTHON=/path/to/python3" >&2; exit 2; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory install-venv
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The git servers that tests push to.
.PHONY: install-servers
install-servers:
	@tests/servers/install.sh

# The coding agents that tests hold to the policy.
.PHONY: install-agents
install-agents: $(VENV)/run.stamp
	@tests/agents/install.sh $(VENV)

# What stands for GitHub in the tests of the App.
.PHONY: install-github-peer
install-github-peer: $(VENV)/run.stamp
	@tests/github_peer/install.sh $(VENV)

# Debian and Ubuntu ship Python without what makes environments. Root, or sudo that does not ask, can install it.
.PHONY: install-venv
install-venv:
	@package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	advice="this Python cannot make environments; as root: apt-get install $$package"; \
	fail() { echo "error: $$advice" >&2; exit 2; }; \
	as_root=env; [ "$$(id -u)" = 0 ] || { as_root='sudo -n env'; sudo -n true 2>/dev/null || fail; }; \
	echo "installing $$package, which the system's Python lacks"; \
	{ $$as_root apt-get update -qq && $$as_root DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $$package; } >/dev/null || fail
