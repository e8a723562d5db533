# SEL: `make run` is all a newcomer needs. `make help` lists the rest.

SHELL := /bin/sh
PYTHON ?=
BIN := .venv/bin
INSTALL := $(BIN)/python -m sel.install
# One more than the two cores of a small machine: one begins with the tests that only wait. Which
# files share a process: see tests/conftest.py.
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test check format docs pictures clean distclean \
	install install-voice install-discord install-dev install-cuda install-metal install-vulkan

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

# Tests start Python hundreds of times. What it compiled once it keeps, also where the environment
# says that it shall not (as in many containers); `make clean` removes it.
test check: export PYTHONDONTWRITEBYTECODE :=

run: install ## install what is missing and open the app (ARGS="--demo" and the like)
	@exec $(BIN)/sel $(ARGS)

test: install-dev ## install what is missing and run the tests (ARGS="-k mood" and the like)
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: install-dev ## everything a change must pass
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

format: install-dev ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install-dev ## write the pages made from code
	$(BIN)/python -m sel.config.docs

pictures: install-dev ## take the pictures of the README anew
	$(BIN)/sel --screenshot assets/screens/sel.svg --theme sel-dark
	$(BIN)/sel --screenshot assets/screens/channels.svg --theme sel-dark --screen channels

install: $(BIN)/python
	@$(INSTALL) --extras starter,embed

install-voice: $(BIN)/python ## install what listening and speaking need, too
	@$(INSTALL) --extras starter,embed,voice,aec

install-discord: $(BIN)/python ## install what SEL needs on Discord, too
	@$(INSTALL) --extras starter,embed,discord

install-dev: $(BIN)/python
	@$(INSTALL) --extras starter,embed,dev

install-cuda: $(BIN)/python ## compile the engine for an NVIDIA GPU (needs the CUDA toolkit)
	@$(INSTALL) --extras starter,embed --variant cuda

install-metal: $(BIN)/python ## compile the engine for an Apple GPU
	@$(INSTALL) --extras starter,embed --variant metal

install-vulkan: $(BIN)/python ## compile the engine for any GPU with Vulkan (needs its SDK)
	@$(INSTALL) --extras starter,embed --variant vulkan

$(BIN)/python:
	@found=; for one in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then found=$$one; break; fi; done; \
	if [ -z "$$found" ]; then \
		echo "SEL needs Python 3.11 or newer. Name it with: make run PYTHON=/path/to/python3.11"; \
		exit 1; fi; \
	echo "Making .venv with $$($$found --version)"; \
	$$found -m venv .venv || { rm -rf .venv; \
		echo "Python has no venv here; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

clean: ## remove what tools leave behind
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	find sel tui bridge tests -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## remove the environment and the compiled engine, too
	rm -rf .venv build
