"""Files that may not be read or written, even if root runs the tests: root gives up its rights."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import sim

NOBODY = 65_534
"""A user without any special rights."""


def _is_open(file: Path) -> bool:
    """Whether everyone may read a file and enter its folder."""
    folders = file.resolve().parents
    return bool(file.stat().st_mode & 0o004) and all(p.stat().st_mode & 0o001 for p in folders)


@contextmanager
def as_anybody() -> Iterator[None]:
    """Have permissions apply for a while.

    A module first imported meanwhile has to be readable by everyone; if it may not be, the test is
    skipped.
    """
    root = os.geteuid() == 0
    if root and not all(
        _is_open(Path(place)) for place in (os.__file__, sim.__file__, pytest.__file__)
    ):
        pytest.skip("Python, or what is tested, is in a folder that is shut to others")
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder and its contents readable but not writable for a while."""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with as_anybody():
            yield
    finally:
        for path in paths:
            path.chmod(0o700 if path.is_dir() else 0o600)
