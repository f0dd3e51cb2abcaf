"""Calling the command line from tests: in this process, or as the program that it is."""

import subprocess
import sys
from typing import Any

PROGRAM = [sys.executable, "-c", "from sim.cli import main; main()"]


def start(
    *arguments: str, program: list[str] = PROGRAM, **options: Any
) -> "subprocess.Popen[bytes]":
    """The program, started; streams are pipes, and its input is empty, unless told otherwise."""
    options = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        **options,
    }
    return subprocess.Popen([*program, *arguments], **options)


def finish(*arguments: str, **options: Any) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the program."""
    with start(*arguments, **options) as process:
        out, err = process.communicate(timeout=120)
        return process.returncode, (out or b"").decode(), (err or b"").decode()
