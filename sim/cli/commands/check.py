"""`buckstop check`."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import console
from sim.cli.arguments import Json, ScenarioName, scenario_path

if TYPE_CHECKING:
    from sim.scenario_io import Fault


def check(path: ScenarioName, /, *more: ScenarioName, as_json: Json = False) -> int:
    """Check scenario files: all faults at once, then warnings.

    The exit code is 1 when a file is not valid. Warnings do not count.
    """
    from sim.scenario_io import check_file

    files = [scenario_path(name) for name in dict.fromkeys((path, *more))]
    found = [(file, check_file(file)[1]) for file in files]
    if as_json:
        console.write_json([_document(fault) for _, faults in found for fault in faults])
    else:
        for file, faults in found:
            _write(file, faults)
    return int(any(fault.severity == "error" for _, faults in found for fault in faults))


def _document(fault: "Fault") -> dict[str, str | int | None]:
    return {
        "file": str(fault.file),
        "line": fault.line,
        "path": fault.path,
        "severity": str(fault.severity),
        "message": fault.message,
    }


def _write(file: Path, faults: "tuple[Fault, ...]") -> None:
    for fault in faults:
        console.write(str(fault))
    errors = sum(fault.severity == "error" for fault in faults)
    warnings = len(faults) - errors
    verdict = "valid" if errors == 0 else "not valid"
    console.write(f"{file}: {verdict}; errors: {errors}, warnings: {warnings}")
