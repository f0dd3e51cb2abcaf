"""The compiled core and the interpreted one: the same games, and which of them runs."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from pathlib import Path

import pytest

from sim import core
from sim.games.game import Game
from sim.policies import REGISTRY
from sim.scenario_io import find, load_file

ROOT = Path(__file__).parents[1]

GAMES = [
    ("tutorial", "random", 1),
    ("tutorial", "planner", 2),
    ("helpline", "cheapest", 3),
    ("northlight", "rules", 4),
]
"""Scenario, policy and seed."""

PLAYING = """
import json, sys
sys.path.append(sys.argv[1])
from sim import core
from tests.test_core import played
print(json.dumps([core.in_use(), played()]))
"""


def played() -> dict[str, list[object]]:
    """Each game's digests, turn by turn, and its results with every number in full."""
    found = {}
    for scenario, policy, seed in GAMES:
        game = Game.new(load_file(find(scenario)), seed)
        player = REGISTRY[policy].fresh(seed)
        while not game.over:
            game.submit(player.decide(game.observation))
        digests = [game.digest(after=turn) for turn in range(1, len(game.log) + 1)]
        found[f"{scenario} {policy} {seed}"] = [digests, repr(game.result(policy))]
    return found


def python(program: str, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a program in Python."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


def test_the_sources_play_the_same_games():
    """Whichever core is under test, the interpreted one agrees with it to the last digit."""
    code, out, err = python(PLAYING, str(ROOT), BUCKSTOP_CORE="interpreted")
    assert code == 0, err
    assert json.loads(out) == ["interpreted", played()]


WORKING = """
from sim import core
from sim.processes import new_pool
if __name__ == "__main__":
    with new_pool(1) as pool:
        print(pool.submit(core.in_use).result())
"""

REFUSING = """
from sim import core


class Policy:
    def decide(self, observation):
        raise ValueError(core.in_use())
"""


@pytest.mark.parametrize("wanted", ["interpreted", ""])
def test_started_processes_run_the_same_core(tmp_path, wanted):
    """Workers do; a user's policy runs with the sources, since only their objects can be frozen."""
    told = "from sim import core; print(core.in_use())"
    used = python(told, BUCKSTOP_CORE=wanted)[1].strip()
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    done = python(
        f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", BUCKSTOP_CORE=wanted
    )
    assert done == (0, f"{used}\n", "")
    (tmp_path / "refusing.py").write_text(REFUSING)
    program = (
        f"import os; os.chdir({str(tmp_path)!r}); from sim.cli import run;"
        "run(['run', 'tutorial', '--policy', 'refusing:Policy'])"
    )
    _, _, err = python(program, BUCKSTOP_CORE=wanted)
    assert "ValueError: interpreted" in err


def test_listed_modules_are_compiled_and_no_others():
    """Each module that the build compiles comes from a library, unless the sources run."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    hook = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    named, left = (
        {file for glob in hook[key] for file in ROOT.glob(glob)} for key in ("modules", "except")
    )
    listed = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in named - left}
    assert listed
    places = [file.relative_to(ROOT) for file in (ROOT / "sim").rglob("*.py")]
    names = {".".join(place.with_suffix("").parts).removesuffix(".__init__") for place in places}
    loaders = {name: importlib.util.find_spec(name).loader for name in sorted(names)}
    libraries = {name for name, one in loaders.items() if isinstance(one, ExtensionFileLoader)}
    assert libraries == (listed if core.in_use() == core.COMPILED else set())


# --------------------------------------------------------------------------------- the switch

COPIED = ("__init__.py", "core.py", "errors.py", "characters.py", "engine/numbers.py", "cli")

TELLING = """
from sim import core
from sim.engine import numbers
print(core.described(), numbers.__file__)
"""

MAIN = "from sim.cli import main; main()"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A few modules of `sim`, and libraries beside them that cannot be loaded."""
    package = tmp_path / "sim"
    for name in COPIED:
        source, target = Path(core.PACKAGE, name), package / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    for name in (core.LIBRARY.rpartition(".")[2], "engine/numbers"):
        (package / f"{name}{EXTENSION_SUFFIXES[0]}").write_text("not a library")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return package


def test_sources_run_when_they_are_asked_for(installed):
    """`BUCKSTOP_CORE=interpreted` passes over the libraries; otherwise Python takes them."""
    _, out, _ = python(TELLING, BUCKSTOP_CORE="interpreted")
    assert out == f"interpreted core {installed / 'engine' / 'numbers.py'}\n"
    for wanted in ("", "compiled"):
        code, out, err = python(TELLING, BUCKSTOP_CORE=wanted)
        assert (code, out) == (1, "")
        assert "ImportError" in err


@pytest.mark.parametrize("wanted", ["", "compiled", "interpreted"])
def test_the_version_names_the_core(installed, wanted):
    """The first word stays the version, and the core itself is not loaded."""
    core_in_use = wanted or "compiled"
    code, out, err = python(MAIN, "--version", BUCKSTOP_CORE=wanted)
    assert (code, err) == (0, "")
    assert out.split(maxsplit=1)[1] == f"({core_in_use} core)\n"


def test_an_installation_without_a_compiled_core_says_why(installed):
    """In `--version`, and in the error for those who insist on the compiled core."""
    for library in installed.glob("*compiled*"):
        library.unlink()
    reason = "no C compiler was found"
    (installed / core.REASON).write_text(f"{reason}\n")
    _, out, _ = python(MAIN, "--version", BUCKSTOP_CORE="")
    assert out.endswith(f" (interpreted core: {reason})\n")
    code, out, err = python(MAIN, "run", "tutorial", BUCKSTOP_CORE="compiled")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert f"no compiled core ({reason}). Install Buckstop again with a C compiler" in err


def test_an_unknown_core_is_one_message(installed):
    """It lists the two that there are, and the exit code is that of wrong usage."""
    code, out, err = python(MAIN, "--version", BUCKSTOP_CORE="fast\x1b[2J")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert 'must be "compiled" or "interpreted", not "fast' in err
    assert "\x1b" not in err
