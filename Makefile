# Every target is one line that calls the command line, pytest or a checker inside .venv.
# `make PYTHON=/path/to/python3.12 start` builds .venv on another Python.

.DEFAULT_GOAL := help
.PHONY: help start serve apps test lint format build check demo bench lock clean
PYTHON ?=
BIN := .venv/bin
SHIPPED := $(shell find widgets/labextension widgets/labsettings -type f 2>/dev/null)

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(firstword $(MAKEFILE_LIST))

start: .venv/made-from  ## open the course: JupyterLab and the practice apps
	@$(BIN)/medcoding start $(ARGS)

serve: .venv/made-from  ## serve the practice apps alone, as a public page does
	@$(BIN)/medcoding serve $(ARGS)

apps: serve  ## another name for it

test: lint  ## check style and types, then run every test
	@$(BIN)/python -m pytest $(ARGS)

lint: .venv/made-from  ## check style, shape and types
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy

format: .venv/made-from  ## put Python files into the one shape that `make lint` accepts
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

build: .venv/made-from  ## rebuild the notebooks from their sources
	@$(BIN)/medcoding build $(ARGS)

check: .venv/made-from  ## check every case, question and lesson
	@$(BIN)/medcoding check $(ARGS)

demo: .venv/made-from  ## run a class of 20 made-up learners through nbgrader
	@$(BIN)/medcoding demo $(ARGS)

bench: .venv/made-from  ## measure every performance promise; prints ratios
	@$(BIN)/python benchmarks/run.py $(ARGS)

lock: .venv/made-from  ## choose the newest versions again and write requirements.lock
	@uv pip compile pyproject.toml --extra test --extra tables --extra certificates --universal --python-version 3.11 --upgrade --no-header --no-annotate --quiet --output-file requirements.lock

clean:  ## remove the environment and every cache
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis && find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/made-from: requirements.lock pyproject.toml deploy/environment.py $(SHIPPED)
	@python3 deploy/environment.py $(PYTHON)
