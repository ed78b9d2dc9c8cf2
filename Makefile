# Everything a person does with this project has its command here; the work is done by tools/ (standard library only).
# Needed beforehand: Python 3.11 or newer, git, make. Settings: PORT, DATA_DIR, PYTHON, CHROMIUM.

PORT ?= 8000
DATA_DIR ?= data
export PORT DATA_DIR PYTHON CHROMIUM

.DEFAULT_GOAL := help
.PHONY: help setup run test test-long check fmt bench

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

setup: ## Prepare everything needed to run the platform and its tests
	@sh tools/with-python.sh -m tools.setup runtime tests

run: ## Start the demo on http://127.0.0.1:8000 (PORT=8001 and DATA_DIR=elsewhere change that)
	@sh tools/with-python.sh -m tools.serve

test: ## Set everything up and run every check and test, on SQLite and PostgreSQL
	@sh tools/with-python.sh -m tools.gate

test-long: ## Run the long tests that a release needs
	@sh tools/with-python.sh -m tools.gate long

check: ## Run the checks that need no database: style, types, layers
	@sh tools/with-python.sh -m tools.gate check

fmt: ## Tidy the code's layout and mend what the linter can mend
	@sh tools/with-python.sh -m tools.gate fmt

bench: ## Measure the pages against a bare page on the same stack
	@sh tools/with-python.sh -m tools.gate bench
