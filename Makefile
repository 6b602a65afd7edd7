# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv/bin
RUN_ARGS ?= --workers 2
TEST_ARGS ?= -q -n 2 --dist loadfile

.PHONY: run test northbank lint picture set-up

set-up:
	@$(PYTHON) scripts/set_up.py

run: set-up  ## every journey, against Northbank; RUN_ARGS="..." is passed to `tellonce run`
	@$(VENV)/tellonce run $(RUN_ARGS)

test: set-up lint  ## the tests; TEST_ARGS="..." is passed to pytest
	@$(VENV)/python -m pytest $(TEST_ARGS)

lint: set-up  ## code, types, and the journeys themselves
	@$(VENV)/ruff check --quiet . && $(VENV)/ruff format --quiet --check . && $(VENV)/mypy --no-error-summary
	@$(VENV)/tellonce check --strict && $(VENV)/tellonce format --check

northbank: set-up  ## the bank by hand; it prints its addresses
	@$(VENV)/python fixtures/northbank/serve.py

picture: set-up  ## the README's picture of a report, from the latest run
	@$(VENV)/python scripts/picture.py
