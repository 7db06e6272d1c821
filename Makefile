# Every command finds its own Python (3.11 or newer) and keeps its own environment in .venv.
# 3.11 and 3.12 come first among the named ones: every pinned package has a wheel for them.
PYTHON ?= $(shell for python in python3 python3.12 python3.11 python3.13 python3.14; do \
	"$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)

# DATA_DIR, PORT, DEMO, NAME and SIZE reach the programs through the environment, given before or after "make".
.PHONY: run setup test check fmt bench judges mutants python

run: python
	@exec $(PYTHON) -m launch.environment -- python -m launch.run

setup: python
	@exec $(PYTHON) -m launch.environment --dev

test: python
	@exec $(PYTHON) -m launch.environment --dev -- python -m tests.suite

check: python
	@exec $(PYTHON) -m launch.environment --dev -- python -m tests.suite checks

fmt: python
	@exec $(PYTHON) -m launch.environment --dev -- python -m tests.suite formatting

bench: python
	@exec $(PYTHON) -m launch.environment --dev -- python -m bench $(NAME)

# Programs that others wrote look at what we ship; each is shown a planted fault first.
judges: python
	@exec $(PYTHON) -m launch.environment --dev -- python -m tests.judges $(NAME)

# Each rule of access is taken out of a copy, one at a time: the access walk must see it.
mutants: python
	@exec $(PYTHON) -m launch.environment --dev -- python -m tests.mutants

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "fallrisk needs Python 3.11 or newer with its venv module, and found none on the PATH."; exit 1; fi
