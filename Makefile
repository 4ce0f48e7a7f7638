# Jieyou 解忧. Bare `make` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
# Pip's own chatter about upgrades is of no use here.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
LABELLED := nlp/labelled/sentences.jsonl tests/nlp/danger.jsonl
UNSEEN := tests/nlp/unseen.jsonl
# Labelled messages that must not be published may lie beside the checkout.
DATA ?= $(wildcard ../shared/data/*.jsonl)

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench eval learn pins clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/run.done ## install what running needs into .venv
run: .venv/run.done ## start bot, store, WeChat stand-in and a made-up community
	@$(BIN)/python app.py demo

test: .venv/dev.done ## run the whole test suite on all cores
	@$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/dev.done ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: .venv/dev.done ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/run.done ## measure speed, store operations and memory
	@$(BIN)/python -m benchmarks

eval: .venv/run.done ## score the understanding on labelled sentences, and on DATA="a.jsonl b.jsonl"
	@$(BIN)/python -m nlp eval $(LABELLED) $(UNSEEN) $(DATA)

learn: .venv/dev.done ## fit the lexicon's weights to labelled sentences, and to DATA="a.jsonl b.jsonl"
	@$(BIN)/python -m nlp fit $(LABELLED) $(DATA)
	@$(BIN)/python -m nlp answers

pins: ## renew the pinned versions (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --upgrade pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt

clean: ## remove .venv and caches, never var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jieyou needs Python 3.11 or newer")'
	@$(PYTHON) -m venv .venv

.venv/run.done: requirements.txt | .venv/bin/pip
	@echo "installing (once) ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.done: requirements-dev.txt .venv/run.done
	@echo "installing the tools for tests (once) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@
