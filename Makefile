# make run    open Convoscope (first made ready: .venv, packages, Qt's system libraries)
# make test   the whole suite, offscreen
# make check  style, types and import rules
# make pictures, make bench: render the pictures of README and docs, measure the performance
#
# make run ARGS="photo.jpg --kernel 5" passes arguments on, to main.py, pytest or the benchmark.
# make run PYTHON=/path/to/python3.12 takes that Python.

python  := .venv/bin/python
prepare := found=$$(sh scripts/find_python.sh) && "$$found" -E -m scripts.prepare
ARGS    ?=

# What would lead Python or pip away from .venv.
unexport PYTHONHOME PYTHONPATH PYTHONSAFEPATH PIP_USER PIP_TARGET PIP_PREFIX

.PHONY: run test check pictures bench

run:
	@$(prepare) run $(ARGS)

test:
	@$(prepare) test
	@QT_QPA_PLATFORM=offscreen $(python) -m pytest -n auto $(ARGS)

check:
	@$(prepare) check
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy --strict
	$(python) .venv/bin/lint-imports --no-logo

pictures:
	@$(prepare) pictures
	QT_QPA_PLATFORM=offscreen $(python) -m scripts.pictures

bench:
	@$(prepare) bench
	$(python) -m benchmarks.engine $(ARGS)
	QT_QPA_PLATFORM=offscreen $(python) -m benchmarks.stage
	QT_QPA_PLATFORM=offscreen $(python) -m benchmarks.export
