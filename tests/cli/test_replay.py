"""`buckstop replay`, and `run --replay`: a game is kept, and verified to be the same."""

import json

import pytest

from sim.cli.commands.replay import PROVED
from sim.games.replays import Result

KEYS = [
    *("scenario", "scenario_hash", "rules_hash", "version", "seed", "turns"),
    *("result", "turn", "reason", "digest"),
    *("outcome", "score", "objectives", "totals", "mode_share", "crash"),
]


@pytest.fixture
def kept(call, tmp_path):
    """The file of a played game, and the document that was printed for it."""
    path = tmp_path / "game.json"
    code, out, err = call("run", "tutorial", "--seed", "3", "--replay", str(path), "--json")
    assert (code, err) == (0, "")
    return path, json.loads(out)


def edit(path, **changes):
    """Change keys of a replay."""
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_a_saved_game_is_proved(call, kept):
    """The digest matches the game's, with code 0; the account and the document agree."""
    path, game = kept
    code, out, err = call("replay", str(path))
    assert (code, err) == (0, "")
    assert "all turns match: 8" in out
    assert f"digest {game['digest']}" in out
    code, out, err = call("replay", str(path), "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert list(document) == KEYS
    for key in ("scenario", "scenario_hash", "rules_hash", "version", "seed", "turns", "digest"):
        assert document[key] == game[key], key
    assert (document["result"], document["turn"], document["reason"]) == ("same", None, "")
    for key in PROVED:
        assert document[key] == game[key], key
    assert document["crash"] is None


def test_an_unfinished_game_has_a_score_but_no_outcome(call, kept):
    """An unfinished game has its current score, and every key is present."""
    path, _ = kept
    edit(path, turns=json.loads(path.read_text())["turns"][:3])
    code, out, _ = call("replay", str(path), "--json")
    document = json.loads(out)
    assert (code, document["outcome"], document["turns"]) == (0, None, 3)
    assert 0 <= document["score"] <= 1000
    assert document["score"] == pytest.approx(sum(row["points"] for row in document["objectives"]))


def test_writing_a_replay_changes_nothing_in_the_game(call, kept):
    """The document of `run` is the same with and without a replay."""
    _, game = kept
    assert json.loads(call("run", "tutorial", "--seed", "3", "--json")[1]) == game


def test_a_game_in_another_folder_is_the_same_file(call, kept, tmp_path):
    """A replay contains no time and no path, so the same game gives the same bytes."""
    path, _ = kept
    assert call("run", "tutorial", "--seed", "3", "--replay", str(tmp_path / "b.json"))[0] == 0
    assert (tmp_path / "b.json").read_bytes() == path.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.json", "game.json"]


def test_another_seed_differs_in_the_first_turn(call, kept):
    """Code 1, and the message names the turn."""
    path, _ = kept
    edit(path, seed=4)
    code, out, err = call("replay", str(path))
    assert (code, err) == (1, "")
    assert "turn 1 of 8 is the first to differ: " in out
    code, out, _ = call("replay", str(path), "--json")
    document = json.loads(out)
    assert (code, document["result"], document["turn"]) == (1, "differs", 1)
    assert list(document) == KEYS
    assert all(document[key] is None for key in PROVED)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"rules_hash": "0" * 64}, Result.OTHER_RULES),
        ({"scenario_hash": "0" * 64}, Result.OTHER_SCENARIO),
    ],
)
def test_other_rules_or_another_scenario_are_refused(call, kept, changes, result):
    """Code 1; the message says what differs, and nothing is played."""
    path, _ = kept
    edit(path, **changes)
    code, out, err = call("replay", str(path))
    assert (code, err) == (1, "")
    assert "not played again: it" in out
    document = json.loads(call("replay", str(path), "--json")[1])
    assert (document["result"], document["turn"]) == (result, None)
    assert list(document) == KEYS
    assert all(document[key] is None for key in PROVED)


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, '{"format": 2}', '{"format": 1}', '{"format": 1, "format": 1}']
)
def test_an_unreadable_replay_is_one_message(call, tmp_path, text):
    """Code 2; the file is named and nothing is written to standard output."""
    path = tmp_path / "x.json"
    path.write_text(text)
    for option in ((), ("--json",)):
        code, out, err = call("replay", str(path), *option)
        assert (code, out) == (2, "")
        assert err.startswith(f"buckstop: {path}: ")
        assert err.count("\n") == 1


def test_an_existing_file_is_not_overwritten(call, kept, tmp_path):
    """Neither an existing file nor a dangling link is overwritten; refused before the game."""
    path, _ = kept
    before = path.read_bytes()
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nowhere.json")
    for name in (path, link, tmp_path):
        code, out, err = call("run", "tutorial", "--seed", "4", "--replay", str(name))
        assert (code, out) == (2, "")
        assert err == f"buckstop: {name} exists already and is not overwritten.\n"
    assert path.read_bytes() == before
    assert not (tmp_path / "nowhere.json").exists()


def test_an_unwritable_replay_is_reported(call, tmp_path, monkeypatch):
    """The game's result is still printed; code 1, and no partial file is left."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.files.os.fsync", full)
    path = tmp_path / "x.json"
    code, out, err = call("run", "tutorial", "--seed", "3", "--replay", str(path), "--json")
    assert (code, json.loads(out)["seed"]) == (1, 3)
    assert err == f"buckstop: {path} cannot be written: no space left on device.\n"
    assert list(tmp_path.iterdir()) == []


def test_the_text_of_a_crash_cannot_control_the_terminal(call, kept):
    """A fault's text comes from a file: it is displayed, but cannot control the terminal."""
    path, _ = kept
    told = {"fault": "E: [b]x", "traceback": "\x1b[2J", "python": "3", "platform": "x"}
    edit(path, crash={"drafted": [{"order": "Audit", "provider": "\x1b[2J" * 99}], **told})
    code, out, err = call("replay", str(path))
    assert (code, err) == (0, "")
    assert "ended by a bug: E: [b]x" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) < 300
