# From nothing but make and Python 3.11 or newer with venv: each command first
# installs what it needs into .venv, once.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

# The first of these that runs, and is new enough, makes the environment.
PYTHON := python3.13 python3.12 python3.11 python3

# Arguments for pytest. The floor of the coverage is for the whole run, so a part
# of it leaves the option out: make test PYTEST="tests/unit -k retry"
PYTEST := --cov

# Pyright and node come from wheels; without this it also asks for news of itself.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: help
help:
	@echo "make demo    a vendor's SDK, made and used on a real cloud on this machine"
	@echo "make test    all tests: unit, cassettes, live, types, documentation"
	@echo "make check   linters and type checkers"
	@echo "make docs    the documentation, into docs/_build"
	@echo "make clean   remove what these commands made"

.PHONY: demo
demo: $(INSTALLED)
	@$(BIN)/python examples/demo.py

.PHONY: test
test: $(INSTALLED)
	$(BIN)/python -m pytest $(PYTEST)

.PHONY: check
check: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell

.PHONY: docs
docs: $(INSTALLED)
	$(BIN)/sphinx-build --fail-on-warning --nitpicky --keep-going docs docs/_build

.PHONY: clean
clean:
	rm -rf $(VENV) build dist docs/_build stackbase.egg-info .coverage
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# An extension of this tree is found by its entry point, so a new one installs again.
$(INSTALLED): setup.cfg setup.py pyproject.toml $(wildcard openstack/extensions/*/__init__.py)
	@for python in $(PYTHON); do \
	    $$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' \
	        2>/dev/null && break; \
	    python=; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "None of these is Python 3.11 or newer with venv: $(PYTHON)."; \
	    echo "Install one, or name one: make PYTHON=/path/to/python3"; \
	    exit 1; \
	fi >&2; \
	echo "Installing stackbase and its tools into $(VENV); the first time takes minutes."; \
	$$python -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable '.[dev,localcloud,template,testing]'
	@touch $@
