# run   opens the window on a practice village; without a display walks the main job and leaves what it made in build/walk
# test  everything that must hold: set-up, check, then the window and the stories
# check format, lint, import contracts, types, the lower floors but for some long files (3 minutes at most)
# prove the long, privileged and foreign-tool proofs; says what it could not run
# bench figures, as ratios within one run
# pictures draws every page and dialog with 0, 5 and 5,000 children into build/pictures; ONLY=child draws some
# setup what the others call first; quick when nothing changed
# lock  compiles packaging/requirements*.txt anew

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test check prove bench pictures setup lock

PY := .venv/bin/python

# Two processes, a file of tests stays in one of them (tests/conftest.py): what a file sets up once is set up once.
PYTEST := $(PY) -m pytest --numprocesses 2 --dist loadgroup --no-loadscope-reorder

# Folders of tests; tests/house holds that none is forgotten here.
LOWER := domain store files desk commands house
UPPER := ui stories messy
# What of the lower floors takes long for a single file: not in `check`, but in `test` before the window.
LONG := $(patsubst %,tests/commands/test_%.py,attaching bad_input handins outlets packs stick_input) \
	$(patsubst %,tests/desk/test_%.py,counting county_reports desks every_format filling filling_sheets first_steps \
		handin_reports handins import_halves import_identity import_together import_undone list_village merging \
		odd_ledgers own_lists stacked sync township_papers transfers unlocking village_ledgers) \
	$(patsubst %,tests/domain/test_%.py,fold kinds) \
	$(patsubst %,tests/files/test_%.py,read rebuilding unsealing) \
	$(patsubst %,tests/store/test_%.py,apart asof checking concurrency rebuild receive restore search sent_down \
		undo_ledger writer years)
with_tests = $(patsubst %/,%,$(sort $(dir $(wildcard $(addsuffix /test_*.py,$(addprefix tests/,$(1)))))))

run:
	@packaging/setup.sh run
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] && [ -f childdesk/app.py ]; then \
		$(PY) -m childdesk --home .practice --practice; \
	else \
		QT_QPA_PLATFORM=offscreen $(PY) -m childdesk.walk --home .practice --out build/walk; \
	fi

test: check
	@$(PYTEST) $(LONG)
	@$(if $(call with_tests,$(UPPER)),QT_QPA_PLATFORM=offscreen $(PYTEST) $(call with_tests,$(UPPER)),:)

check: setup
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@.venv/bin/lint-imports
	@$(PY) -m mypy
	@$(PYTEST) $(call with_tests,$(LOWER)) $(addprefix --ignore=,$(LONG))

prove: setup
	@packaging/prove.sh

bench: setup
	@for script in $(sort $(basename $(notdir $(wildcard tests/bench/[!_]*.py)))); do \
		echo "── $$script"; $(PY) -m tests.bench.$$script; \
	done

pictures: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.ui.pictures build/pictures $(ONLY)

setup:
	@packaging/setup.sh dev

lock: setup
	@packaging/lock.sh
