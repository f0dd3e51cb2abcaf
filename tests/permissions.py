"""What may not be read or written, whoever runs the tests: root lays its rights down."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65_534
"""A user without any rights of its own."""


@contextmanager
def as_anybody() -> Iterator[None]:
    """For a while, permissions count.

    Nothing may be imported for the first time meanwhile: where Python is may be shut to nobody.
    """
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """For a while, the folder and what is in it can be read, and not be written to."""
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
