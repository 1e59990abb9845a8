# Everything a machine with python3 (3.11+), git and make needs: setup, demo, run, test, bench.
PYTHON ?= python3
XIAOLABA = .venv/bin/xiaolaba

.PHONY: setup demo run browser test lint bench lock
setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml scripts/setup
	@PYTHON="$(PYTHON)" sh scripts/setup
	@touch $@

# The whole product in a browser, without a token (xiaolaba demo); another port: make demo PORT=9000; one that goes on next time: make demo KEEP=演示
demo: setup
	@.venv/bin/python -m bot.demo $(if $(PORT),--port $(PORT)) $(if $(KEEP),--keep $(KEEP))

run: setup
	@$(XIAOLABA) run

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# For the tests of the demo's page.
browser:
	@sh scripts/browser

test: setup browser
	@sh scripts/test

bench: setup
	.venv/bin/python -m benchmarks

# Only for the engineer who changes a dependency: writes the lock without naming any index.
lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
