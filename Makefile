# Every command first makes `.venv` from the lock file if it is not there yet (a tenth of a second
# when it is). Options go to the program behind a command: make test ARGS="-k cadence"

PYTHON ?= python3
ARGS ?=
IN_VENV := .venv/bin/python
UV_COMPILE := pip compile --quiet --universal --generate-hashes

# Where this is set, each of the many programs that a run of the tests starts would compile all our
# modules again, and each process of pytest rewrite all tests: minutes of computing.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help environment demo district run worker test lint bench crash evening audit messages lock clean

help: ## show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

environment: ## make .venv from requirements/dev.lock
	@$(PYTHON) scripts/bootstrap.py

demo: environment ## the fictional district: data, website and worker, in this terminal
	@$(IN_VENV) -m scripts.demo $(ARGS)

district: environment ## a district at size, in the empty PostgreSQL of DATABASE_URL (takes minutes)
	@$(IN_VENV) manage.py migrate --verbosity 0
	@$(IN_VENV) manage.py build_district $(ARGS)

run: environment ## the website alone, reloading when a file changes
	@$(IN_VENV) manage.py runserver $(ARGS)

worker: environment ## the worker alone
	@$(IN_VENV) manage.py qcluster $(ARGS)

test: environment ## the suite on PostgreSQL, then on SQLite what it can change (ARGS=--slow adds the slow ones)
	@$(IN_VENV) -m scripts.test $(ARGS)

lint: environment ## style, types, imports, templates, migrations, deployment settings
	@$(IN_VENV) -m scripts.lint $(ARGS)

bench: environment ## the benchmarks, on PostgreSQL
	@$(IN_VENV) -m scripts.bench $(ARGS)

crash: environment ## kill -9 while digests are sent, and on two machines on a posting day (half an hour)
	@$(IN_VENV) -m scripts.crash $(ARGS)

evening: environment ## a district from an empty database to its first digest: minutes, and forms typed
	@$(IN_VENV) -m scripts.evening $(ARGS)

audit: environment ## the accessibility audit over the demo's pages (ARGS="--sample 40" for fewer)
	@$(IN_VENV) -m scripts.audit $(ARGS)

messages: environment ## gather what families see into the translations, and compile them
	@$(IN_VENV) -m scripts.messages $(ARGS)

lock: ## rebuild requirements/*.lock from pyproject.toml (ARGS=--upgrade for newer releases)
	uv="$$($(PYTHON) scripts/bootstrap.py --print-uv)" && \
	"$$uv" $(UV_COMPILE) --python-version 3.12 --no-emit-index-url pyproject.toml \
		-o requirements/base.lock $(ARGS) && \
	"$$uv" $(UV_COMPILE) --python-version 3.12 --no-emit-index-url pyproject.toml \
		--group dev -o requirements/dev.lock $(ARGS) && \
	"$$uv" $(UV_COMPILE) --python-version 3.12 --no-emit-index-url pyproject.toml \
		--group audit -c requirements/dev.lock -o requirements/audit.lock $(ARGS) && \
	"$$uv" $(UV_COMPILE) --python-version 3.9 --no-emit-index-url requirements/tools.in \
		-o requirements/tools.lock $(ARGS)

clean: ## remove the environment and every cache; the demo's data under var/ stays
	rm -rf .venv .uv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
