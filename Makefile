# Tocsin. `make demo` and `make test` need only python3 (3.11 or later) with venv, and make.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= tocsin-demo
SPARK := .venv-spark

.PHONY: help ocr demo test check e2e test-spark java bench docs lock wheels clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.run: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tocsin needs Python 3.11 or later: make PYTHON=python3.11 ..."; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q src/tocsin  # once, here: a jail may write nothing, and would compile at each start
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

ocr: $(VENV)/.run ## read pictures too: install an engine with its models
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/ocr.txt

demo: $(VENV)/.run ## make a small synthetic incident and run it end to end
	@$(BIN)/tocsin demo $(DEMO) --force

test: $(VENV)/.dev ## run the fast tests
	@$(BIN)/pytest -n 2

check: $(VENV)/.dev ## types, lint, import contracts, stale docs and broken links
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/python -m scripts.make_docs --check

e2e: $(VENV)/.dev ## run the slow tests: kills, secrets, whole incidents
	@$(BIN)/pytest -m slow -n 2 --dist loadfile

java:
	@java="$${JAVA_HOME:+$$JAVA_HOME/bin/}java"; found=$$("$$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'); \
	test "$${found:-0}" -ge 17 || { echo "Spark needs Java 17 or later (found: $${found:-none}). On Debian: apt-get install openjdk-17-jre-headless; else set JAVA_HOME."; exit 1; }

$(SPARK)/.dev: $(VENV)/.run requirements/spark.txt requirements/dev.txt pyproject.toml
	@test -x $(SPARK)/bin/python || $(BIN)/python -m venv $(SPARK)
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(SPARK)/bin/python --require-hashes -r requirements/spark.txt -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(SPARK)/bin/python --no-deps --editable .
	@touch $@

test-spark: java $(SPARK)/.dev ## run the tests on a Spark of this machine (Java 17; installs PySpark beside, 0.5 GB)
	@$(SPARK)/bin/pytest -m spark tests/spark

bench: $(VENV)/.dev ## measure speed and accuracy on an incident with known truth
	@$(BIN)/python -m benchmarks

docs: $(VENV)/.dev ## make the reference pages from the code and check all links
	@$(BIN)/python -m scripts.make_docs

lock: ## resolve the locked requirements again (needs uv in the venv)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements/run.txt --group dev pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements/run.txt --extra ocr pyproject.toml -o requirements/ocr.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements/run.txt -c requirements/dev.txt --extra spark pyproject.toml -o requirements/spark.txt

wheels: $(VENV)/.run ## show that the locked wheels resolve for Python 3.12 and 3.13 (nothing is installed or run)
	@for version in 3.12 3.13; do echo "Python $$version:"; $(BIN)/uv pip install --dry-run --only-binary :all: --require-hashes --python-version $$version --target $(VENV)/none -r requirements/run.txt 2>&1 | grep '^Resolved' || exit 1; done

clean: ## remove what make made
	rm -rf $(VENV) $(SPARK) tocsin-demo tocsin-demo.passphrase .mypy_cache .ruff_cache .pytest_cache
