"""`scenarios`, `policies`, `rules` and `check`."""

import json

import pytest
from attrs import evolve

from sim.games.store import FILE, FinishedGame, Store
from sim.lab.validation import moves
from sim.policies import REGISTRY
from sim.rules import load
from sim.scenario_io import catalogue
from tests.kept import record
from tests.permissions import as_anybody


def parsed(call, *arguments):
    """The JSON document that a command prints."""
    code, out, err = call(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_scenarios(call):
    """The tutorial comes first; each row says what is needed to choose a scenario."""
    rows = parsed(call, "scenarios")
    assert rows[0]["id"] == "tutorial"
    assert all(
        list(row) == ["id", "title", "turns", "difficulty", "best", "par", "summary"]
        for row in rows
    )
    code, out, _ = call("scenarios")
    assert code == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_scenarios_show_your_best_score(call, tmp_path, monkeypatch, data_dir):
    """The best score for the current scenario; the folder is an option or in the environment."""
    tutorial = catalogue()[0]
    row = FinishedGame(
        scenario=tutorial.id,
        scenario_hash=tutorial.scenario_hash,
        rules_hash=tutorial.rules_hash,
        version="0",
        seed=1,
        score=412.5,
        outcome="completed",
        turns=6,
        digest="",
        orders="[]",
        ended="2026-01-01T00:00:00+00:00",
    )
    named = tmp_path / "named"
    record(Store(named), row)
    record(Store(named), evolve(row, scenario_hash="as it was", score=999.0))
    record(Store(data_dir), evolve(row, score=77.0))
    assert [found["best"] for found in parsed(call, "scenarios")][:2] == [77.0, None]
    assert parsed(call, "scenarios", "--data-dir", str(named))[0]["best"] == 412.5
    _, out, _ = call("scenarios", "--data-dir", str(named))
    assert "  412  " in out.splitlines()[1]
    assert "  -  " in out.splitlines()[2]


def test_scenarios_are_listed_without_a_store(call, data_dir):
    """Listing creates nothing; a damaged file gives a warning, and the list is unaffected."""
    parsed(call, "scenarios")
    assert not data_dir.exists()
    data_dir.mkdir()
    (data_dir / FILE).write_text("no database" * 100)
    code, out, err = call("scenarios", "--json")
    assert code == 0
    assert {row["best"] for row in json.loads(out)} == {None}
    assert err.startswith(f"buckstop: warning: {data_dir / FILE} cannot be read: ")
    assert err.count("\n") == 1


def test_policies(call):
    """The built-in policies that the product promises are listed."""
    rows = parsed(call, "policies")
    assert [row["id"] for row in rows] == list(REGISTRY)
    promised = {"random", "in_house", "freelance", "outsource", "offshore", "rules"}
    promised |= {"hold", "cheapest", "checklist", "planner", "oracle", "replay"}
    assert promised <= set(REGISTRY)
    assert all(list(row) == ["id", "title", "summary", "quick", "budget"] for row in rows)
    code, out, _ = call("policies")
    assert code == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_rules(call):
    """Every coefficient is listed with its unit, meaning and source; none is left out."""
    rows = parsed(call, "rules")
    keys = ["key", "value", "unit", "meaning", "source", "low", "high", "group", "moves"]
    assert all(list(row) == keys for row in rows)
    assert [row["key"] for row in rows] == list(load().rows)
    assert all(row["unit"] and row["meaning"] and row["source"] for row in rows)
    code, out, _ = call("rules")
    assert code == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_a_coefficient_that_was_not_measured_yet_is_listed(call, monkeypatch):
    """What it moves is left open, as where it moves nothing."""
    monkeypatch.setattr(moves, "moves", lambda: moves.Moves("", {}))
    (row,) = parsed(call, "rules", "benefits")
    assert row["moves"] == {}
    code, out, _ = call("rules", "benefits")
    assert (code, out.split()[-1]) == (0, "-")


def test_rules_of_one_key_or_group(call):
    """A key gives its row alone, a group all of its rows."""
    assert [row["key"] for row in parsed(call, "rules", "benefits")] == ["benefits"]
    people = parsed(call, "rules", "people")
    assert len(people) > 1
    assert {row["group"] for row in people} == {"people"}


def test_the_sources_of_the_rules(call):
    """Every work in full, the rules based on it, and the marks; for a key, the works it cites."""
    document = json.loads(call("rules", "--sources", "--json")[1])
    assert list(document) == ["marks", "sources"]
    keys = ["key", "author", "title", "where", "mark", "seen", "year", "missing"]
    for row in document["sources"]:
        assert list(row) == [*keys, "coefficients", "facts"]
        assert row["mark"] in document["marks"]
        assert row["coefficients"] or row["facts"]
    code, out, err = call("rules", "--sources")
    assert (code, err) == (0, "")
    for row in document["sources"]:
        assert f"[{row['key']}]\n" in out
    for mark in ("READ", "READ*", "MEMORY", "DERIVED", "judgement"):
        assert f"\n{mark}: " in out
    few = json.loads(call("rules", "recruiting", "--sources", "--json")[1])["sources"]
    assert {row["key"] for row in few} == {"SHRM 2016", "BLS OEWS 2023"}
    assert all(row["coefficients"] == ["recruiting"] for row in few)
    code, out, _ = call("rules", "recruiting", "--sources")
    assert out.startswith("[BLS OEWS 2023]\n  U.S. Bureau of Labor Statistics (2023): ")


def test_a_valid_scenario_is_valid(call):
    """A valid scenario gives exit code 0 and the verdict in the last line."""
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
    """Each fault is a line and an object of the document; the exit code is 1."""
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
    """The message names the file and a few of its faults; exit code 2."""
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
    """Whatever a file contains, one message names it, and the exit code is 2."""
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    code, out, err = call("run", str(path), "--seed", "1")
    assert (code, out) == (2, "")
    assert said in err
    assert str(path) in err
    assert len(err.splitlines()) <= 6


@pytest.fixture
def unreadable(tmp_path):
    """Files that cannot be read as text: missing, not UTF-8, a directory, too large."""
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.toml").write_bytes(b"# \xe4")
    (tmp_path / "large.toml").write_bytes(b"#" * 1_000_001)
    names = ("missing.toml", "latin.toml", "folder.toml", "large.toml")
    return [str(tmp_path / name) for name in names]


def test_unreadable_files_are_not_called_invalid(call, unreadable):
    """Unreadable content cannot be judged: one message each, exit code 2 and not 1."""
    for name in unreadable:
        code, out, err = call("check", name)
        assert (code, out) == (2, "")
        assert err.startswith("buckstop: ")
        assert name in err
        assert err.count("\n") == 1


def test_an_unreadable_file_does_not_hide_the_others(call, bad, unreadable):
    """All files are checked; the exit code is the most severe one, in any order of files."""
    for names in ([*unreadable, bad, "tutorial"], ["tutorial", bad, *unreadable]):
        code, out, err = call("check", *names)
        assert code == 2
        assert len(err.splitlines()) == len(unreadable)
        assert f"{bad}: not valid" in out
        assert "tutorial.toml: valid" in out
        code, out, _ = call("check", *names, "--json")
        assert code == 2
        faults = json.loads(out)
        assert all(
            list(fault) == ["file", "line", "path", "severity", "message"] for fault in faults
        )
        assert {fault["file"] for fault in faults if fault["severity"] == "error"} == {
            bad, *unreadable
        }  # fmt: skip
        lost = [fault for fault in faults if fault["file"] in unreadable]
        assert len(lost) == len(unreadable)
        assert all(fault["path"] == "" and fault["message"] for fault in lost)


def test_a_file_without_permission_is_unreadable(call, public_folder):
    """A file without read permission is treated like a missing one: exit code 2."""
    path = public_folder / "x.toml"
    path.write_text("format = 1\n")
    assert call("check", str(path))[0] == 1
    path.chmod(0)
    with as_anybody():
        code, out, err = call("check", str(path))
    assert (code, out) == (2, "")
    assert "permission denied" in err


def test_a_directory_is_not_a_scenario(call, tmp_path):
    """Directories, devices and pipes are refused: only regular files are read."""
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    for name in (str(folder), str(tmp_path), "/dev/zero"):
        code, out, err = call("check", name)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["../tutorial", "scenarios/../tutorial", "TUTORIAL", "a" * 5000])
def test_an_unknown_id_is_refused(call, name):
    """Anything that is neither an id nor the path of a .toml file is refused."""
    code, out, err = call("run", name)
    assert (code, out) == (2, "")
    assert len(err) < 400
