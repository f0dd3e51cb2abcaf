"""Shared fixtures for the command line tests."""

from collections.abc import Callable

import pytest

from sim import cli

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """The command line in this process: arguments in; exit code, output and error text out."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        written = capsys.readouterr()
        return code, written.out, written.err

    return call
