"""Which form of the core runs: compiled by mypyc, or interpreted. Results are equal either way.

`pip install .` compiles some modules where a C compiler is, and puts the libraries next to the
sources; `docs/core.md` says which and why. Python prefers a library to a source, so the compiled
core runs where there is one, unless the environment variable `BUCKSTOP_CORE` is `interpreted`.
Processes that this one starts inherit the variable.
"""

import os
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, PathFinder, SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import PathEntryFinder

VARIABLE = "BUCKSTOP_CORE"

COMPILED, INTERPRETED = "compiled", "interpreted"

LIBRARY = "sim.compiled__mypyc"
"""The library that all compiled modules share."""

REASON = "_interpreted.txt"
"""The file in which an installation without a compiled core says why, next to this one."""

PACKAGE = os.path.dirname(__file__)


def prefer_sources() -> None:
    """Have Python import the sources of `sim` even where libraries are next to them.

    To be called before anything else of `sim` is imported.
    """
    sources = FileFinder.path_hook((SourceFileLoader, SOURCE_SUFFIXES))

    def hook(folder: str) -> "PathEntryFinder":
        if folder != PACKAGE and not folder.startswith(PACKAGE + os.sep):
            raise ImportError  # Python asks the next hook
        return sources(folder)

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.pop(PACKAGE, None)


def in_use() -> str:
    """`COMPILED` or `INTERPRETED`, without importing the core."""
    found = PathFinder.find_spec(LIBRARY, [PACKAGE])
    return INTERPRETED if found is None else COMPILED


def described() -> str:
    """The core in use in words: `compiled core`, or `interpreted core` and why."""
    core, why = in_use(), _reason()
    return f"{core} core: {why}" if why and core == INTERPRETED else f"{core} core"


def check() -> None:
    """Raise an error unless the core in use is the one that the variable asks for.

    Raises:
        UsageError: the variable has an unknown value.
        BuckstopError: there is no compiled core.
    """
    wanted = os.environ.get(VARIABLE) or None
    if wanted in (None, in_use()):
        return
    from sim.errors import BuckstopError, UsageError, shown  # not before `prefer_sources`

    if wanted != COMPILED:
        raise UsageError(
            f'{VARIABLE} must be "{COMPILED}" or "{INTERPRETED}", not "{shown(wanted)}".'
        )
    why = _reason()
    raise BuckstopError(
        f"{VARIABLE}={COMPILED}, but this installation has no compiled core"
        f"{f' ({why})' if why else ''}. Install Buckstop again with a C compiler and without "
        f"--editable, or unset {VARIABLE}."
    )


def _reason() -> str:
    """Why there is no compiled core, if the installation knows."""
    try:
        return Path(PACKAGE, REASON).read_text("utf-8").strip()
    except OSError:
        return ""
