"""The working folder belongs to the user: no file in it may replace another module."""

import json
import sys

import pytest

from tests.cli.commands import finish

MINE = """
import json


class Mine:
    def __init__(self, seed):
        pass

    def decide(self, observation):
        return json.loads("[]")
"""

NEVER = "raise SystemExit('imported by accident')\n"

PLAYS = ("run", "tutorial", "--policy", "mine:Mine", "--seed", "3", "--json")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A user's folder with a policy in it; Python looks into it, as it does for users."""
    monkeypatch.delenv("PYTHONSAFEPATH")
    path = tmp_path / "work"
    path.mkdir()
    path.joinpath("mine.py").write_text(MINE)
    return path


@pytest.fixture
def program(tmp_path):
    """The program as installed: a script in a folder of its own."""
    script = tmp_path / "bin" / "buckstop"
    script.parent.mkdir()
    script.write_text("from sim.cli import main\n\nif __name__ == '__main__':\n    main()\n")
    return [sys.executable, str(script)]


def write(folder, name: str, text: str = NEVER) -> None:
    """Write a module, or a package if its name ends in a slash."""
    file = folder / name / "__init__.py" if name.endswith("/") else folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("json.py", "a module of Python's standard library"),
        ("sim.py", "Buckstop's own package"),
        ("sim/", "Buckstop's own package"),
        pytest.param("attrs.py", "an installed module", marks=pytest.mark.long),
        pytest.param("calendar/", "a module of Python's standard library", marks=pytest.mark.long),
    ],
)
def test_a_file_that_is_in_the_way_is_named(folder, program, name, whose):
    """The message names the file, its place and the remedy; it is not run, no game is played."""
    write(folder, name)
    code, out, err = finish(*PLAYS, program=program, cwd=folder)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    what = f"the folder {name}" if name.endswith("/") else name
    assert f"{what} in {folder} has the same name as {whose}" in err
    assert "rename it" in err


def test_a_policy_named_like_an_installed_module_is_refused(folder, program):
    """The installed module would be imported instead: this is prevented and reported."""
    write(folder, "cyclopts.py", MINE)
    arguments = ["cyclopts:Mine" if word == "mine:Mine" else word for word in PLAYS]
    code, out, err = finish(*arguments, program=program, cwd=folder)
    assert (code, out) == (2, "")
    assert f"cyclopts.py in {folder} has the same name as an installed module" in err


def test_harmless_files_are_left_alone(folder, program):
    """The policy's own modules and packages are found; other files need not be importable."""
    write(folder, "helpers.py", "ORDERS = []\n")
    write(folder, "mine/", "")
    folder.joinpath("mine.py").unlink()
    text = "import helpers\n" + MINE.replace('json.loads("[]")', "helpers.ORDERS")
    folder.joinpath("mine", "inner.py").write_text(text)
    for name in ("json", "sim"):  # folders without a module in them
        folder.joinpath(name).mkdir()
        folder.joinpath(name, "notes.txt").write_text("")
    folder.joinpath("json.txt").write_text("")
    write(folder, "cyclopts.py")  # installed, but nothing of the policy's asks for it
    arguments = ["mine.inner:Mine" if word == "mine:Mine" else word for word in PLAYS]
    code, out, err = finish(*arguments, program=program, cwd=folder)
    assert (code, err) == (0, "")
    assert json.loads(out)["policy"] == "mine.inner:Mine"


def test_worker_processes_import_nothing_from_the_folder(folder, program):
    """A benchmark's processes start before they know where the program is."""
    for name in ("random.py", "socket.py", "pickle.py", "multiprocessing/"):
        write(folder, name)
    arguments = ("bench", "tutorial", "--policy", "random", "--seeds", "1-4", "--json")
    code, out, err = finish(*arguments, "--jobs", "2", program=program, cwd=folder)
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"][0]["episodes"] == 4


def test_programs_started_by_a_policy_are_unaffected(folder, program):
    """Python started by a policy is unmodified, wherever the policy is played."""
    folder.joinpath("helper.py").write_text("import beside\n")
    folder.joinpath("beside.py").write_text("")
    run = (
        "import subprocess, sys\n        subprocess.run([sys.executable, 'helper.py'], check=True)"
    )
    folder.joinpath("mine.py").write_text(MINE.replace("pass", run))
    arguments = ("bench", "tutorial", "--policy", "mine:Mine", "--seeds", "1-2", "--json")
    code, out, err = finish(*arguments, "--jobs", "2", program=program, cwd=folder)
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"][0]["failed"] == 0
