"""Fixtures that the benchmark's tests share."""

import pytest

from sim.model.scenario import Scenario
from sim.scenario_io import find, load_file


@pytest.fixture(scope="session")
def tutorial() -> Scenario:
    """The shortest scenario that is shipped."""
    return load_file(find("tutorial"))
