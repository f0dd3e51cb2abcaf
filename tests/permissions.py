"""Folders that may not be written to, whoever runs the tests: root lays its rights down."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65_534
"""A user without any rights of its own."""


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """For a while the folder and what is in it can be read, and not be written to.

    Nothing may be imported for the first time meanwhile: where Python is may be shut to nobody.
    """
    paths = [folder, *folder.rglob("*")]
    root = os.geteuid() == 0
    for path in paths:
        if root:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path.is_dir() else 0o400)
    if root:
        os.seteuid(NOBODY)
    try:
        assert not os.access(folder, os.W_OK, effective_ids=True)
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in paths:
            path.chmod(0o700 if path.is_dir() else 0o600)
