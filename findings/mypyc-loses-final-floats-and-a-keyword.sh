#!/usr/bin/env bash
# Two ways in which a module that mypyc 2.4.1 has compiled, without a word, does not do what its source
# does when it is interpreted:
#
#   1. A tuple of floats that is Final is never set: reading it raises NameError ("value for final
#      name ... was not set"). A tuple of whole numbers or of texts, or a single float, is fine.
#   2. A function with a positional-only parameter and **keywords may be given a keyword of that
#      parameter's name. Called from compiled code, the keyword is lost, with no error; called from
#      interpreted code, it raises TypeError.
#
# mypy --strict finds nothing wrong with the module.
#
# Needs python3 (3.11 or newer) with venv and headers, a C compiler, and PyPI. Exits with 0 as long as
# all of this holds.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv && venv/bin/pip install --quiet mypy==2.4.1 setuptools==80.9.0

cat >both.py <<'PYTHON'
from typing import Any, Final

FLOATS: Final = (0.5, 2.0)
WHOLE: Final = (1, 2)
TEXTS: Final = ("a", "b")
SINGLE: Final = 0.5


def floats() -> float:
    return FLOATS[0]


def others() -> tuple[int, str, float]:
    return WHOLE[0], TEXTS[0], SINGLE


def changed(value: object, /, **changes: Any) -> dict[str, Any]:
    return changes


def asked() -> dict[str, Any]:
    return changed("whole", value=1, other=2)
PYTHON

cat >look.py <<'PYTHON'
import both


def tried(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print("interpreted" if both.__file__.endswith(".py") else "compiled")
print("  floats:", tried(both.floats))
print("  others:", tried(both.others))
print("  from inside:", tried(both.asked))
print("  from outside:", tried(lambda: both.changed("whole", value=1, other=2)))
PYTHON

{
    venv/bin/mypy --strict both.py
    venv/bin/python look.py
    PATH="$work/venv/bin:$PATH" venv/bin/python -m mypyc both.py >log 2>&1 || { cat log; exit 1; }
    venv/bin/python look.py
} >seen

cat >expected <<'TEXT'
Success: no issues found in 1 source file
interpreted
  floats: 0.5
  others: (1, 'a', 0.5)
  from inside: {'value': 1, 'other': 2}
  from outside: {'value': 1, 'other': 2}
compiled
  floats: NameError: value for final name "FLOATS" was not set
  others: (1, 'a', 0.5)
  from inside: {'other': 2}
  from outside: TypeError: argument for changed() given by name ('value') and position (1)
TEXT

cat seen
diff expected seen
