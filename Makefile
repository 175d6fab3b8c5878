# make run    start the dashboard          make test   everything that must pass
# make check  lint and types               make fast   the tests of a minute
# make bench  measure, into docs/performance.md
# make data   publish the shipped figures  make pins   compile requirements*.txt anew
# make pictures   take those of the README anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test check fast bench pictures data boundaries pins clean

run: $(VENV)/run
	$(BIN)/python -m etl build
	$(BIN)/python -m scoreboard.ui.serve --server.port $(PORT)

# The browser has the machine to itself; everything else takes both cores.
test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser"
	$(BIN)/python -m pytest -m browser

fast: $(VENV)/dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not slow"

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev
	$(BIN)/python -m tests.bench

pictures: $(VENV)/dev
	$(BIN)/python -m tests.browser.pictures

data: $(VENV)/run
	$(BIN)/python -m etl build

boundaries: $(VENV)/dev
	$(BIN)/python -m etl boundaries

pins: $(VENV)/dev
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run

clean:
	rm -rf $(VENV) data/releases .pytest_cache .mypy_cache .ruff_cache .hypothesis
