# Two commands set everything up on a fresh machine:
#   make demo   builds the demo plan and prints where its files are
#   make test   runs lint, types, import contracts and tests
# And one on how fast it is:
#   make bench  times the parts, then the demo plan beside Pandoc with Typst and docxtpl with LibreOffice

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test bench clean

demo: $(VENV)/.installed
	$(BIN)/plangen build ecommerce-demo --release

test: $(VENV)/.installed-dev
	$(BIN)/ruff check plangen tests scripts
	$(BIN)/ruff format --check plangen tests scripts
	$(BIN)/mypy plangen
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/.installed-bench
	$(BIN)/python -m pytest tests/bench --benchmark-only --benchmark-columns=min,median,max,rounds
	$(BIN)/python -m tests.bench.neighbours

$(VENV)/.installed: pyproject.toml scripts/setup
	PYTHON="$(PYTHON)" scripts/setup $(VENV)
	touch $@

$(VENV)/.installed-dev: pyproject.toml scripts/setup
	PYTHON="$(PYTHON)" scripts/setup $(VENV) dev
	touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml scripts/setup
	PYTHON="$(PYTHON)" scripts/setup $(VENV) dev,bench
	touch $@ $(VENV)/.installed-dev $(VENV)/.installed

clean:
	rm -rf $(VENV) output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
