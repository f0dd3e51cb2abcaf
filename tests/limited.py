"""Reading files that are built to be expensive, each in a process with limits of its own.

The program is loaded once for many files, by a process that forks for each of them.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 2
"""Processor time for a file, after which its process is killed."""

MEGABYTES = 190
"""Most memory for a file and the program that reads it; a fork does not count unused code."""

FORKING = f"""
import os, pathlib, resource, sys
for line in sys.stdin:
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
        read(pathlib.Path(line.removesuffix("\\n")))
        sys.exit()
    _, status, used = os.wait4(child, 0)
    print(os.waitstatus_to_exitcode(status), used.ru_maxrss, flush=True)
"""

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`."""


@contextmanager
def reader(read: str) -> Iterator[Callable[[Path], None]]:
    """A function that has files read within the limits, and fails with whatever reads them.

    Args:
        read: Python code that defines `read`, which takes a path.
    """
    with subprocess.Popen(
        [sys.executable, "-c", read + FORKING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:

        def limited(path: Path) -> None:
            print(path, file=program.stdin, flush=True)
            code, peak = map(int, program.stdout.readline().split())
            assert code == 0, f"it ended with {code}: -9 is the limit on time"
            megabytes = peak * UNIT / 1_000_000
            assert megabytes < MEGABYTES, f"it needed {megabytes:.0f} MB"

        yield limited
