"""Loads a scenario file, or lists everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import Any

import attrs
from cattrs.errors import ClassValidationError

from sim.canonical import FORMAT, canonical
from sim.errors import ScenarioFaults
from sim.model.scenario import Scenario
from sim.scenario_io import relations
from sim.scenario_io.faults import (
    ERROR,
    WARNING,
    Fault,
    Path,
    Refused,
    Suggester,
    described,
    file_name,
    path_text,
    printable,
)
from sim.scenario_io.numerals import remedy
from sim.scenario_io.reading import read_text
from sim.scenario_io.scan import Lines, scan
from sim.scenario_io.structure import problems, structure
from sim.scenario_io.texts import TEXTS, removed
from sim.scenario_io.values import Wrong

FAULTS_MAX = 100
"""Most faults listed per severity; the rest are counted."""

Problem = tuple[Path, str]

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def load_file(path: FilePath) -> Scenario:
    """The scenario in a file, in canonical order.

    Raises:
        ScenarioFaults: the file is unreadable or invalid; has all its errors.
    """
    scenario, faults = _checked_file(path, warned=False)
    if scenario is None:
        raise ScenarioFaults([fault for fault in faults if fault.is_error])
    return scenario


def check_file(path: FilePath) -> tuple[Scenario | None, tuple[Fault, ...]]:
    """The scenario in a file (None if invalid) and the file's faults.

    Errors come first, then warnings, each in the order of the file. The linter runs only if there
    are no errors.
    """
    return _checked_file(path, warned=True)


def check_text(text: str, name: str) -> tuple[Scenario | None, tuple[Fault, ...]]:
    """The scenario in a text (None if invalid) and its faults, which call the file `name`."""
    return _checked(text, name, warned=True)


def _checked_file(path: FilePath, warned: bool) -> tuple[Scenario | None, tuple[Fault, ...]]:
    name = file_name(path)
    try:
        text = read_text(path)
    except Refused as refusal:
        return None, (Fault(name, refusal.line, "", ERROR, refusal.message),)
    return _checked(text, name, warned)


def _checked(text: str, name: str, warned: bool) -> tuple[Scenario | None, tuple[Fault, ...]]:
    """The scenario and its faults, with or without warnings."""
    try:
        lines = scan(text)
        document = _parse(text)
    except Refused as refusal:
        return None, (Fault(name, refusal.line, "", ERROR, refusal.message),)
    suggester = Suggester()
    scenario, errors = _scenario(document, suggester)
    if errors:
        scenario = None
    warnings = list(_cleaned(document)) if warned else []
    if warned and scenario is not None:
        from sim.scenario_io.lint import lint  # only here: playing does not need it

        warnings += lint(scenario)
    return None if scenario is None else canonical(scenario), (
        *_faults(errors, name, lines, ERROR),
        *_faults(warnings, name, lines, WARNING),
    )


def _parse(text: str) -> dict[str, Any]:
    """Parse a text that has passed the scan. Raises `Refused` if it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _AT_LINE.search(message)
        line = text.count("\n") + 1
        if place is not None:
            message = message[: place.start()]
            line = int(place.group(1) or line)
        why = remedy(text.split("\n")[line - 1]) or _plainly(message)
        raise Refused(f"is not valid TOML: {why}", line) from None
    except (ValueError, RecursionError):
        # Python refuses to convert an integer of 5,000 digits.
        raise Refused("is not valid TOML: a number in it is far too long") from None


def _plainly(message: str) -> str:
    """The parser's message in plain words."""
    if message.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate")):
        return "a key or table is defined here for the second time"
    return printable(message[:1].lower() + message[1:], 200)


def _scenario(
    document: dict[str, Any], suggester: Suggester
) -> tuple[Scenario | None, list[Problem]]:
    """The scenario (None if a value is wrong) and all errors."""
    related = list(_format(document)) + list(relations.check(document, suggester))
    spoken_for = {path for path, _ in related}
    content = {key: value for key, value in document.items() if key != "format"}
    try:
        return structure(content), related
    except ClassValidationError as error:
        # Both may report the same value; the message of `relations` says more.
        own = [found for found in problems(error, suggester) if found[0] not in spoken_for]
        return None, related + own


def _format(document: dict[str, Any]) -> Iterator[Problem]:
    """The file has the right format number."""
    value = document.get("format")
    if "format" not in document:
        yield ("format",), f"is missing: add format = {FORMAT} as the first line"
    elif isinstance(value, bool) or not isinstance(value, int):
        yield ("format",), Wrong(f"must be {FORMAT}", value).message(Suggester())
    elif value != FORMAT:
        yield ("format",), f"must be {FORMAT}, the one this version reads, is {described(value)}"


def _cleaned(document: dict[str, Any]) -> Iterator[Problem]:
    """Warnings about texts that lost suspicious characters in cleaning."""
    tables: list[tuple[type, Path, Any]] = [(Scenario, (), document)]
    while tables:
        owner, path, table = tables.pop()
        if not isinstance(table, dict):
            continue
        for key, value in table.items():
            attribute = attrs.fields_dict(owner).get(key)
            if attribute is None:
                continue
            here = (*path, key)
            elements = value[:600] if isinstance(value, list) else []
            parts = [((*here, i), part) for i, part in enumerate(elements)] or [(here, value)]
            inner = _table_class(attribute.type)
            if inner is not None:
                tables += [(inner, *part) for part in parts]
            elif (owner, key) in TEXTS:
                for place, text in parts:
                    lost = removed(text) if isinstance(text, str) else []
                    if lost:
                        codes = ", ".join(f"U+{ord(c):04X}" for c in lost[:4])
                        more = ", ..." if len(lost) > 4 else ""
                        yield place, f"characters that cannot be shown were left out: {codes}{more}"


def _table_class(target: Any) -> type | None:
    """The class of the tables in a field; None if it has none."""
    for part in (target, *getattr(target, "__args__", ())):
        if isinstance(part, type) and attrs.has(part):
            return part
    return None


def _faults(found: Iterable[Problem], name: str, lines: Lines, severity: str) -> tuple[Fault, ...]:
    """Faults in the order of the file, at most `FAULTS_MAX`."""
    placed = sorted(
        (lines.of(path), path_text(path), message) for path, message in dict.fromkeys(found)
    )
    faults = [
        Fault(name, line, path, severity, message) for line, path, message in placed[:FAULTS_MAX]
    ]
    if len(placed) > FAULTS_MAX:
        more = len(placed) - FAULTS_MAX
        faults.append(Fault(name, 0, "", severity, f"and {more:,} more like these"))
    return tuple(faults)
