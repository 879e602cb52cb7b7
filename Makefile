# Rack Explorer. The two commands that a newcomer needs are `make explore` and `make test`.

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 5006
ADDRESS ?= localhost
PROCESSES ?= 1

# `make PYTHON=/path/to/python3` overrides the choice; else the first of these that is 3.11 or newer.
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
# A process per core runs tests, a file at a time; each process that gets one of the page has a server and a Chromium.
PARALLEL := --numprocesses logical --maxprocesses 4 --dist loadfile
PAGE ?= tests/views tests/ui
KERNELS := $(shell find explorer/solvers -name '*.py')

.PHONY: help explore notebook test test-all test-page verify bench bench-ui pictures physics links power terminal check clean
.DEFAULT_GOAL := help

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \t\2/p' Makefile | expand -t 20
	@echo "Settings: PORT=5006 ADDRESS=localhost (0.0.0.0: seen from other machines) PROCESSES=1 (for a team: one a core) PYTHON=python3.12"

explore: $(VENV)/installed ## open the page in the browser of your choice; stop with Ctrl-C
	@host=$(ADDRESS); case $$host in 0.0.0.0|::) host=$$(hostname);; esac; \
	echo "Rack Explorer: http://$$host:$(PORT)/explorer   (stop with Ctrl-C)"
	@$(COMPILE)
	@exec $(PY) -m panel serve apps/explorer.py --port $(PORT) --address $(ADDRESS) --num-procs $(PROCESSES) $(ORIGINS)

notebook: $(VENV)/installed-notebook $(VENV)/kernels ## open apps/explorer.ipynb in JupyterLab; stop with Ctrl-C
	@exec $(PY) -m jupyterlab apps/explorer.ipynb

test: $(VENV)/installed-dev $(VENV)/kernels ## install what the tests need, Chromium included, and run them
	@$(PY) tests/ui/chromium.py
	$(PY) -m pytest $(PARALLEL)

test-all: $(VENV)/installed-dev $(VENV)/kernels ## the same with the long tests of the page: half as long again
	@$(PY) tests/ui/chromium.py
	$(PY) -m pytest $(PARALLEL) -m "not bench"

test-page: $(VENV)/installed-dev $(VENV)/kernels ## the tests of the page alone; on another Python: PYTHON=... VENV=.venv-newest
	@$(PY) tests/ui/chromium.py
	$(PY) -m pytest $(PARALLEL) $(PAGE)

verify: $(VENV)/installed ## compare the solvers with the reference cases
	@$(PY) -m explorer verify tests/cases

bench: $(VENV)/installed-dev ## measure the solvers beside other programs; takes some minutes
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 $(PY) -m pytest -m bench tests/bench -s

bench-ui: $(VENV)/installed-dev $(VENV)/kernels ## measure in Chromium how fast the page follows a drag; ten users; memory
	@$(PY) tests/ui/chromium.py
	$(PY) tests/bench/drag_speed.py
	$(PY) tests/bench/many_users.py

pictures: $(VENV)/installed-dev $(VENV)/kernels ## picture the page in every state, and a drag in a strip
	@$(PY) tests/ui/chromium.py
	$(PY) tests/making/picture_strip.py

physics: $(VENV)/installed-dev ## make the tables and the picture of docs/physics.md anew
	$(PY) -m tests.making.physics_tables

links: $(VENV)/installed-dev ## make the tables of docs/links.md anew
	$(PY) -m tests.making.link_tables

power: $(VENV)/installed-dev ## make the table of docs/power.md anew
	$(PY) -m tests.making.power_tables

terminal: $(VENV)/installed-dev ## make the outputs of docs/terminal.md anew
	$(PY) -m tests.making.terminal_examples

check: $(VENV)/installed-dev ## style, formatting, imports, types; lint and types of the scripts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports --no-cache
	$(PY) -m tests.scripts.check
	$(PY) -m pyright --pythonpath $(PY)

clean: ## remove the environment and every cache; layouts stay
	rm -rf $(VENV) tests/scripts/node_modules .cache .pytest_cache .ruff_cache .hypothesis .benchmarks *.egg-info build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A page asked for by another name than localhost is refused its web socket unless the name is listed.
# Any name is accepted only on our own port, so a foreign web page cannot reach the server.
ifneq ($(filter localhost 127.0.0.1,$(ADDRESS)),)
ORIGINS = --allow-websocket-origin localhost:$(PORT) --allow-websocket-origin 127.0.0.1:$(PORT)
else
ORIGINS = --allow-websocket-origin '*:$(PORT)'
endif

# The stamps live in the environment, so that they go when it goes.
$(PY):
	@for python in $(PYTHONS); do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  old=$$python; \
	  $$python -c 'import venv, ensurepip' >/dev/null 2>&1 || continue; \
	  echo "Making $(VENV) with $$($$python --version)"; \
	  exec $$python -m venv --clear $(VENV); \
	done; \
	if [ -n "$$old" ]; then \
	  echo "$$old has no venv module: install it (Debian, Ubuntu: apt-get install python3-venv) and try again." >&2; \
	else \
	  echo "Rack Explorer needs Python 3.11 or newer, and none of these is: $(PYTHONS). Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; exit 1

# Kernels compile on all cores beside what else is done; the page says how far they are. This ends when make does.
COMPILE = $(PY) -m explorer.solvers.warm_up $$PPID >/dev/null 2>&1 &

PIP = $(PY) -m pip install --quiet --disable-pip-version-check
FAILED = { echo "The installation failed: see pip's message above; it needs the network, or a proxy named in HTTPS_PROXY." >&2; exit 1; }

# What the solvers need, and what a package is built with.
define FIRST
import tomllib
with open("pyproject.toml", "rb") as file:
    asked = tomllib.load(file)
print(*asked["build-system"]["requires"], sep="\n")
print(*(line for line in asked["project"]["dependencies"] if line.startswith(("numba", "numpy"))), sep="\n")
endef
export FIRST

define install
	@$(COMPILE)
	@echo "Installing $(1) into $(VENV)"
	@$(PIP) --no-build-isolation --editable '$(1)' || $(FAILED)
endef

# It comes first, so that kernels compile while pip goes on. An interrupted start can leave an environment without pip.
$(VENV)/solvers: pyproject.toml | $(PY)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@echo "Installing what the solvers need into $(VENV) (a minute or two for all the first time)"
	@$(PY) -c "$$FIRST" > $(VENV)/first.txt && $(PIP) --requirement $(VENV)/first.txt || $(FAILED)
	@touch $@

$(VENV)/installed: $(VENV)/solvers
	$(call install,.)
	@touch $@

$(VENV)/installed-notebook: $(VENV)/solvers
	$(call install,.[notebook])
	@touch $(VENV)/installed $@

$(VENV)/installed-dev: $(VENV)/solvers
	$(call install,.[dev])
	@touch $(VENV)/installed $@

$(VENV)/kernels: $(KERNELS) $(VENV)/installed
	@$(PY) -m explorer warm-up
	@touch $@
