# Each target says what it does: make help

SHELL := /bin/sh
BIN := .venv/bin
UV_VERSION := 0.13.9
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do command -v $$name && break; done)
ARGS ?=
export UV_PYTHON_DOWNLOADS := never
SYNC := VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --inexact --quiet --python $(BIN)/python

.PHONY: help setup run test bench check messages prove-backup check-style check-types check-templates check-imports \
	check-migrations check-messages check-deploy

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1  — /p' Makefile

setup: .venv/ready ## everything the project needs, in .venv
	@:

.venv/ready: uv.lock pyproject.toml
	@"$(or $(PYTHON),python3)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
		echo "WCO Tracker needs Python 3.11, 3.12 or 3.13. Where it has another name: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv .venv || { \
		echo "The venv module of Python is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@# Where a network has a certificate of its own, the system knows it and uv does not.
	@$(SYNC) || { echo "Once more, with the system's certificates:"; $(SYNC) --system-certs; }
	@touch $@

# An address of one's own machine may do without https, and shows that it is a demonstration.
run: export INSECURE_HTTP ?= 1
run: export DEMO ?= 1
run: export PORT ?= $(or $(shell sed -n 's/^PORT=//p' .env 2>/dev/null),8000)
run: export PATH := $(CURDIR)/$(BIN):$(PATH)
run: setup ## serve it on http://127.0.0.1:8000/ with a worker; PORT=8001 make run for another port
	@python manage.py prepare && exec honcho --env /dev/null start

test: setup ## the tests, on SQLite and where it answers on PostgreSQL; ARGS="tests/wco_tracker -k word"
	@$(BIN)/python tests/run.py $(ARGS)

bench: setup ## speed beside the least that could be, on PostgreSQL where it answers; ARGS="matrix" for a part
	@$(BIN)/python -m tests.bench $(ARGS)

# Every check is made even where one fails, and each failing one is named at the end.
check: setup ## style, types, templates, imports, migrations, translations, deployment
	@$(MAKE) --no-print-directory --keep-going --output-sync=target -j2 \
		check-style check-types check-templates check-imports check-migrations check-messages check-deploy
	@echo "All checks passed."

check-style:
	@echo "== style"; $(BIN)/ruff check . && $(BIN)/ruff format --check .

check-types:
	@echo "== types"; SECRET_KEY=types DATABASE_URL=sqlite:///:memory: $(BIN)/mypy

check-templates:
	@echo "== templates"; $(BIN)/djlint --quiet --check templates && $(BIN)/djlint --quiet --lint templates

check-imports:
	@echo "== imports"; $(BIN)/lint-imports --no-cache

check-migrations:
	@echo "== migrations"; $(BIN)/python manage.py makemigrations --check --dry-run

check-messages:
	@echo "== translations"; $(BIN)/python manage.py check_translations

# Judged as in production: https, a key and hosts of its own.
check-deploy:
	@echo "== deployment"; env -u INSECURE_HTTP -u DEBUG ALLOWED_HOSTS=tracker.example.org \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

prove-backup: setup ## back the database up and prove it by restoring it: into VAR_DIR/backups
	@$(BIN)/python manage.py backup && $(BIN)/python manage.py prove_backup

messages: setup ## gather the strings of pages into locale/ and compile the translations (needs gettext)
	@$(BIN)/python manage.py makemessages --locale fr --no-wrap --add-location file \
		--ignore ".venv/*" --ignore "var/*" --ignore "tests/*"
	@$(BIN)/python manage.py compilemessages --locale fr --ignore ".venv/*"
