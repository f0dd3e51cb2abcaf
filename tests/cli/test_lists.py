"""`scenarios`, `policies`, `rules` and `check`."""

import json

import pytest

from sim.policies import REGISTRY
from sim.rules import load


def parsed(call, *arguments):
    """The JSON document that a command prints."""
    code, out, err = call(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_scenarios(call):
    """The tutorial comes first; each row says what is needed to choose."""
    rows = parsed(call, "scenarios")
    assert rows[0]["id"] == "tutorial"
    assert all(
        list(row) == ["id", "title", "turns", "difficulty", "par", "summary"] for row in rows
    )
    code, out, _ = call("scenarios")
    assert code == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_policies(call):
    """The built-in ones that the product promises are there."""
    rows = parsed(call, "policies")
    assert [row["id"] for row in rows] == list(REGISTRY)
    promised = {"random", "in_house", "freelance", "outsource", "offshore", "rules"}
    assert promised <= set(REGISTRY)
    assert all(list(row) == ["id", "title", "summary", "quick"] for row in rows)
    code, out, _ = call("policies")
    assert code == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_rules(call):
    """Every coefficient with its unit, meaning and source; none is left out."""
    rows = parsed(call, "rules")
    keys = ["key", "value", "unit", "meaning", "source", "low", "high", "group"]
    assert all(list(row) == keys for row in rows)
    assert [row["key"] for row in rows] == list(load().rows)
    assert all(row["unit"] and row["meaning"] and row["source"] for row in rows)
    code, out, _ = call("rules")
    assert code == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_rules_of_one_key_or_group(call):
    """A key gives its row alone, a group all of its rows."""
    assert [row["key"] for row in parsed(call, "rules", "benefits")] == ["benefits"]
    people = parsed(call, "rules", "people")
    assert len(people) > 1
    assert {row["group"] for row in people} == {"people"}


def test_a_valid_scenario_is_valid(call):
    """No error: exit code 0, and the verdict in the last line."""
    code, out, err = call("check", "tutorial")
    assert (code, err) == (0, "")
    assert ": valid; errors: 0" in out.splitlines()[-1]
    assert all(fault["severity"] == "warning" for fault in parsed(call, "check", "tutorial"))


@pytest.fixture
def bad(tmp_path):
    """A file with several faults."""
    path = tmp_path / "bad.toml"
    path.write_text('format = 1\nid = "Not An Id"\nturns = "many"\nunknown = 3\n')
    return str(path)


def test_all_faults_at_once(call, bad):
    """Each fault is a line and an object of the document; exit code 1."""
    code, out, err = call("check", bad, "--json")
    assert (code, err) == (1, "")
    faults = json.loads(out)
    assert len([fault for fault in faults if fault["severity"] == "error"]) > 2
    for fault in faults:
        assert list(fault) == ["file", "line", "path", "severity", "message"]
        assert fault["file"] == bad
    code, out, err = call("check", bad)
    assert (code, err) == (1, "")
    assert len(out.splitlines()) == len(faults) + 1
    assert "not valid" in out.splitlines()[-1]


def test_several_files_are_checked_together(call, bad):
    """One bad file among good ones: all are reported, and the exit code is 1."""
    code, out, _ = call("check", "tutorial", bad, "tutorial")
    assert code == 1
    verdicts = [line for line in out.splitlines() if "; errors: " in line]
    assert len(verdicts) == 2


@pytest.mark.parametrize("command", [("run",), ("bench", "--seeds", "1-1")], ids=" ".join)
def test_an_invalid_scenario_cannot_be_played(call, bad, command):
    """The faults are named, a few of them, with the file; exit code 2."""
    code, out, err = call(*command, bad)
    assert (code, out) == (2, "")
    assert err.startswith(f"buckstop: {bad}:")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"a = \n", "bad.toml:1"),
        (b"#" * 1_000_001, "1,000,000 bytes"),
        (b"", "bad.toml"),
    ],
    ids=["not text", "not TOML", "too large", "empty"],
)
def test_unreadable_files_are_one_short_message(call, tmp_path, content, said):
    """Whatever is in a file, there is a message that names it, and exit code 2."""
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    code, out, err = call("run", str(path), "--seed", "1")
    assert (code, out) == (2, "")
    assert said in err
    assert str(path) in err
    assert len(err.splitlines()) <= 6


def test_a_directory_is_no_scenario(call, tmp_path):
    """Nor is a device or a pipe: only regular files are read."""
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    for name in (str(folder), str(tmp_path), "/dev/zero"):
        code, out, err = call("check", name)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["../tutorial", "scenarios/../tutorial", "TUTORIAL", "a" * 5000])
def test_an_id_leads_nowhere_else(call, name):
    """What is no id and no path of a .toml file is refused."""
    code, out, err = call("run", name)
    assert (code, out) == (2, "")
    assert len(err) < 400
