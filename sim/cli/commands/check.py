"""`buckstop check`."""

from typing import TYPE_CHECKING

from attrs import asdict

from sim.cli import console
from sim.cli.arguments import Json, ScenarioName
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.scenario_io import Fault

UNREADABLE = 2
"""Exit code when a file cannot be read as text."""


def check(path: ScenarioName, /, *more: ScenarioName, as_json: Json = False) -> int:
    """Check scenario files: all errors at once, then warnings.

    The exit code is 2 if a file cannot be read, else 1 if one is invalid. Warnings do not count.
    Every file is checked.
    """
    code = 0
    found: list[Fault] = []
    for name in dict.fromkeys((path, *more)):
        file, faults, unreadable = _examined(name)
        found += faults
        if unreadable:
            console.complain(unreadable)
            code = UNREADABLE
            continue
        code = max(code, int(any(fault.is_error for fault in faults)))
        if not as_json:
            _write(file, faults)
    if as_json:
        console.write_json([asdict(fault) for fault in found])
    return code


def _examined(name: str) -> "tuple[str, tuple[Fault, ...], str]":
    """A name's file, its faults, and why it cannot be read ("" if it can)."""
    from sim.scenario_io import ERROR, Fault, Refused, check_text, file_name, find, read_text

    try:
        path = find(name)
    except UsageError as error:
        file, why = file_name(name), str(error)
        return file, (Fault(file, 0, "", ERROR, why),), why
    file = file_name(path)
    try:
        text = read_text(path)
    except Refused as refusal:
        fault = Fault(file, refusal.line, "", ERROR, refusal.message)
        return file, (fault,), str(fault)
    return file, check_text(text, file)[1], ""


def _write(file: str, faults: "tuple[Fault, ...]") -> None:
    for fault in faults:
        console.write(str(fault))
    errors = sum(fault.is_error for fault in faults)
    warnings = len(faults) - errors
    verdict = "valid" if errors == 0 else "not valid"
    console.write(f"{file}: {verdict}; errors: {errors}, warnings: {warnings}")
