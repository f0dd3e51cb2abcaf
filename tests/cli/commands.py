"""Calling the command line from tests, either in this process or as the installed program."""

import subprocess
import sys
from typing import Any

PROGRAM = [sys.executable, "-c", "from sim.cli import main; main()"]


def start(
    *arguments: str, program: list[str] = PROGRAM, **options: Any
) -> "subprocess.Popen[bytes]":
    """Start the program; by default its streams are pipes and its input is empty."""
    options = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        **options,
    }
    return subprocess.Popen([*program, *arguments], **options)


def finish(*arguments: str, **options: Any) -> tuple[int, str, str]:
    """Return the exit code, standard output and standard error of the program."""
    with start(*arguments, **options) as process:
        out, err = process.communicate(timeout=120)
        return process.returncode, (out or b"").decode(), (err or b"").decode()
