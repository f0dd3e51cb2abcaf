.PHONY: check test

# What every change must pass; needs the extra `dev` installed and its programs on the PATH.
check:
	ruff check .
	ruff format --check .
	mypy --strict sim
	lint-imports
	python -m tests.core_report

test:
	pytest
