"""A small valid scenario, and the faults reported for texts derived from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario_io import Fault, check_text

Check = Callable[[str], tuple[Fault, ...]]
Edit = Callable[..., str]


@pytest.fixture(scope="session")
def small() -> str:
    """The text of a scenario without faults or warnings."""
    return (Path(__file__).parent / "small.toml").read_text("utf-8")


@pytest.fixture(scope="session")
def faults_of() -> Check:
    """All faults of a text; a scenario is returned exactly when none of them is an error."""

    def check(text: str) -> tuple[Fault, ...]:
        scenario, faults = check_text(text, "my.toml")
        assert (scenario is None) == any(fault.is_error for fault in faults)
        return faults

    return check


@pytest.fixture(scope="session")
def edited(small: str) -> Edit:
    """The small scenario with one passage replaced; the passage must occur exactly once."""

    def edit(old: str, new: str, text: str = small) -> str:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        return text.replace(old, new)

    return edit
