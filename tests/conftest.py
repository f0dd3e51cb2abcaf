"""Shared by all tests: options, private folders, and how Hypothesis looks for examples.

The tests are of the `sim` that is installed, with its compiled core if it has one; after an
editable install that is the checkout. `BUCKSTOP_CORE=interpreted pytest` tests the sources.
"""

import functools
import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

sys.path.append(str(Path(__file__).parents[1]))  # for `tests`; last: `sim` is the installed one
os.environ["PYTHONSAFEPATH"] = "1"  # for the programs that tests start in the checkout, too

from sim import core
from sim.scenario_io import loading

core.check()

# Whatever the shell says, let processes share compiled modules: the programs that tests start would
# otherwise spend a third of their time compiling.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile(
    "explore",
    deadline=None,  # nothing is tested by timing
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
# Each run tries the same examples, so that a change passes or fails by itself; new ones are looked
# for with HYPOTHESIS_PROFILE=explore, and what they find becomes an @example.
settings.register_profile("default", settings.get_profile("explore"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def data_dirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths of data folders that do not exist yet."""
    base = tmp_path_factory.mktemp("data")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def data_dir(data_dirs: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own data folder: no test, and no program that one starts, touches a real one."""
    folder = next(data_dirs)
    monkeypatch.setenv("BUCKSTOP_DATA_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def config_dir(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own settings folder, which does not exist yet; colours are on."""
    folder = data_dir.with_name(f"{data_dir.name}-config")
    monkeypatch.setenv("BUCKSTOP_CONFIG_DIR", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


READ_ONCE = functools.lru_cache(maxsize=32)(loading._checked)


@pytest.fixture(autouse=True)
def scenarios_are_read_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reuse the scenario of a text that was parsed before, since parsing takes a while."""
    if "scenario_io" not in request.path.parts:
        monkeypatch.setattr(loading, "_checked", READ_ONCE)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A private folder that other users can reach; pytest's own folders are closed to them."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs the permissions of a file system")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def pytest_report_header() -> str:
    return f"buckstop: {core.described()}, in {core.PACKAGE}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("interpreted") and core.in_use() == core.COMPILED:
        pytest.skip("needs the interpreted core: BUCKSTOP_CORE=interpreted")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write tests/golden anew instead of comparing with it; look at the difference",
    )
