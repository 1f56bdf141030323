# The one door of the project: « make help » says what each command does.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The first Python recent enough; choose another with « make demo PYTHON=/path/to/python ».
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PREPARE = @$(if $(PYTHON),$(PYTHON) -m tools.prepare,printf '%s\n' \
	"Maillage demande Python 3.11 ou plus récent, introuvable ici." \
	"Sur Debian ou Ubuntu : sudo apt install python3 python3-venv ; puis relancez la même commande." >&2; exit 1;)
RUN = .venv/bin/python -m
# Tools that load Django read the local profile; the strict one is examined by « deploy ».
LOCAL = MAILLAGE_DEMO=1

.PHONY: help
help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## Start Maillage on this machine with demonstration data
	$(PREPARE) runtime
	@exec .venv/bin/maillage demo

.PHONY: production
production: ## Prepare a server: locked runtime, front-end files, catalogues
	$(PREPARE) runtime

.PHONY: dev
dev: ## Prepare everything that the checks need
	$(PREPARE) dev

.PHONY: test
test: dev ## Run the whole suite: SQLite, then PostgreSQL, and the browser
	@exec $(RUN) tools.suite

.PHONY: check
check: lint types migrations catalogue deploy test ## Everything that must hold before a change is proposed

.PHONY: lint
lint: dev ## Style, faults, and the laws of the floors
	@$(RUN) ruff check --quiet src tests tools bench
	@$(RUN) ruff format --quiet --check src tests tools bench
	@.venv/bin/djlint --quiet --lint src
	@.venv/bin/lint-imports --no-cache >build/contracts.txt || { cat build/contracts.txt; exit 1; }

.PHONY: types
types: dev ## Types, strictly
	@$(LOCAL) $(RUN) mypy

.PHONY: migrations
migrations: dev ## Every change of a table has its migration
	@$(LOCAL) $(RUN) django makemigrations --check --dry-run --verbosity 1 --settings maillage.config.settings

.PHONY: catalogue
catalogue: dev ## Every sentence has its French translation
	@$(RUN) tools.messages check

.PHONY: deploy
deploy: dev ## The strict profile passes Django's deployment checks
	@$(RUN) tools.deploy

.PHONY: drill
drill: dev ## Long fault drills: kill -9, full disk, restore (minutes)
	@exec $(RUN) tools.suite drill

.PHONY: bench
bench: ## Yardsticks of the engines and of the site (minutes)
	$(PREPARE) bench
	@exec $(RUN) bench

.PHONY: audit
audit: dev ## Known vulnerabilities of the locked packages
	@exec $(RUN) tools.audit

.PHONY: lock
lock: dev ## Compile the requirements again, with hashes
	@exec $(RUN) tools.lock

.PHONY: fmt
fmt: dev ## Format the code
	@$(RUN) ruff check --quiet --fix src tests tools bench
	@$(RUN) ruff format --quiet src tests tools bench

.PHONY: messages
messages: dev ## Gather the sentences to translate (needs gettext)
	@exec $(RUN) tools.messages extract
