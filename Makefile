# Everything a machine with python3 (3.11+), git and make needs: setup, run, test, bench.
PYTHON ?= python3
XIAOLABA = .venv/bin/xiaolaba

.PHONY: setup run test lint bench lock
setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml scripts/setup
	@PYTHON="$(PYTHON)" sh scripts/setup
	@touch $@

run: setup
	@$(XIAOLABA) run

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

test: lint
	$(XIAOLABA) content check
	.venv/bin/python -m pytest

bench: setup
	.venv/bin/python -m benchmarks

# Only for the engineer who changes a dependency: writes the lock without naming any index.
lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
