"""`buckstop saves`: kept games are listed, exported, imported, verified and deleted."""

import json
import os
import sqlite3
from contextlib import closing

import pytest

from sim.games import replays
from sim.games.game import Game
from sim.games.saves import Saving
from sim.games.store import FILE, Store
from tests.cli.commands import finish
from tests.tui.player import tutorial

KEYS = [
    *("game", "scenario", "title", "seed", "turns", "turns_most", "score", "outcome"),
    *("parent", "parent_turn", "borrowed", "file", "begun", "changed", "version"),
    *("scenario_hash", "rules_hash"),
]


@pytest.fixture
def game() -> Game:
    """Two turns of the tutorial, stored as game 1."""
    game = Game.new(tutorial(), 3)
    for _ in range(2):
        game.submit(())
    saving = Saving(Store())
    saving.keep(game)
    saving.close()
    return game


def damage(data_dir, what):
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        connection.execute(what)
        connection.commit()


def test_games_are_listed(call, game):
    """One line per game under a header, both without a command and with `list`."""
    code, out, err = call("saves")
    assert (code, err) == (0, "")
    header, line = out.splitlines()
    assert header.split() == "game scenario seed turn score state from last played".split()
    assert line.split()[0] == "1"
    assert game.scenario.title in line
    assert "3 of 8" in line
    assert call("saves", "list") == (code, out, err)


def test_the_document_of_a_list(call, game):
    """With --json: everything known about each game, under stable keys."""
    code, out, err = call("saves", "--json")
    assert (code, err) == (0, "")
    (document,) = json.loads(out)
    assert list(document) == KEYS
    for key in ("scenario_hash", "rules_hash", "seed"):
        assert document[key] == getattr(game, key)
    assert (document["game"], document["turns"], document["turns_most"]) == (1, 2, 8)
    assert (document["outcome"], document["parent"], document["borrowed"]) == (None, None, False)
    assert document["score"] == game.score()
    assert call("saves", "list", "--json")[1] == out


def test_without_games_there_is_nothing_to_list(call, data_dir):
    """The document is an empty list, the message is not a result, and no file is created."""
    assert call("saves", "--json") == (0, "[]\n", "")
    code, out, err = call("saves")
    assert (code, out) == (0, "")
    assert "There are no saved games yet" in err
    assert call("saves", "verify") == (0, "Everything is as it was written.\n", "")
    assert call("saves", "verify", "--json") == (0, "[]\n", "")
    assert not data_dir.exists()


def test_a_game_is_exported_and_imported(call, game, tmp_path, monkeypatch):
    """The exported file verifies; importing it gives the same game, marked as someone else's."""
    monkeypatch.chdir(tmp_path)
    code, out, err = call("saves", "export", "1")
    assert (code, out, err) == (0, "tutorial-3-game-1.json\n", "")
    kept = replays.load(tmp_path / "tutorial-3-game-1.json")
    assert replays.prove(kept).game.digest() == game.digest()
    assert call("saves", "export", "1", "named.json") == (0, "named.json\n", "")
    (own,) = json.loads(call("saves", "--json")[1])
    call("saves", "delete", "1")
    told = "named.json was added as game 2\n"
    assert call("saves", "import", str(tmp_path / "named.json")) == (0, told, "")
    (borrowed,) = json.loads(call("saves", "--json")[1])
    same = ("scenario_hash", "seed", "turns", "score")
    assert [own[key] for key in same] == [borrowed[key] for key in same]
    assert (own["borrowed"], borrowed["borrowed"]) == (False, True)
    assert (own["file"], borrowed["file"]) == (None, "named.json")
    assert "named.json" in call("saves")[1].splitlines()[1]


def test_an_existing_game_is_named_on_import(call, game, tmp_path):
    """Importing an existing game adds nothing and returns 0: the game is kept, as requested."""
    path = tmp_path / "again.json"
    call("saves", "export", "1", str(path))
    code, out, err = call("saves", "import", str(path))
    told = (
        f"again.json is already saved as game 1 ({game.scenario.title}, seed 3): nothing was added"
    )
    assert (code, out, err) == (0, f"{told}\n", "")
    assert len(json.loads(call("saves", "--json")[1])) == 1


def test_an_export_overwrites_nothing(call, game, tmp_path):
    """Neither a file nor a dangling link is overwritten; a missing folder is named."""
    path, link = tmp_path / "x.json", tmp_path / "link.json"
    path.write_text("mine")
    link.symlink_to(tmp_path / "nowhere")
    for name in (path, link):
        code, out, err = call("saves", "export", "1", str(name))
        assert (code, out) == (2, "")
        assert err == f"buckstop: {name} exists already. Name another file.\n"
    assert path.read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()
    code, _, err = call("saves", "export", "1", str(tmp_path / "none" / "x.json"))
    assert code == 2
    assert "cannot be written" in err


def test_games_are_deleted(call, game):
    """Only the named games are deleted."""
    assert call("saves", "delete", "1") == (0, "game 1 is deleted\n", "")
    assert call("saves", "--json")[1] == "[]\n"
    code, out, err = call("saves", "delete", "1")
    assert (code, out) == (2, "")
    assert "There is no game 1" in err


def test_damage_is_reported_by_game_and_turn(call, game, data_dir, tmp_path):
    """Code 1; an export contains the intact part and says that it is incomplete."""
    assert call("saves", "verify") == (0, "Everything is as it was written.\n", "")
    damage(data_dir, "UPDATE turns SET orders = '[ ]' WHERE number = 2")
    code, out, err = call("saves", "verify")
    assert (code, err) == (1, "")
    assert out.startswith("game 1: turn 2 is damaged")
    code, out, _ = call("saves", "verify", "1", "--json")
    (row,) = json.loads(out)
    assert code == 1
    assert list(row) == ["game", "turn", "message"]
    assert (row["game"], row["turn"]) == (1, 2)
    path = tmp_path / "x.json"
    code, out, err = call("saves", "export", "1", str(path))
    assert (code, out) == (1, f"{path}\n")
    assert "turn 2 is damaged" in err
    assert len(replays.load(path).turns) == 1


def test_a_damaged_entry_gives_a_warning(call, game, data_dir):
    """It is not listed; the warning says where to find out more."""
    damage(data_dir, "UPDATE games SET title = 'Another'")
    code, out, err = call("saves", "--json")
    assert (code, out) == (0, "[]\n")
    assert "game 1 is damaged; see buckstop saves verify" in err


WRONG = {
    ("saves", "lst"): 'Did you mean "list"?',
    ("saves", "--jsno"): "Did you mean --json?",
    ("saves", "export"): "requires an argument",
    ("saves", "export", "one"): '"one" is not a game\'s number',
    ("saves", "export", "-1"): '"-1" is not a game\'s number',
    ("saves", "export", "9" * 99): "is not a game's number",
    ("saves", "export", "7"): "There is no game 7.",
    ("saves", "export", "1", ""): "it is empty: name a file",
    ("saves", "export", "1", "a", "b"): "unexpected argument",
    ("saves", "import"): "requires an argument",
    ("saves", "import", ""): "it is empty: name a file",
    ("saves", "import", "no/such/file.json"): "no/such/file.json: there is no such file.",
    ("saves", "import", os.devnull): "not a regular file",
    ("saves", "verify", "x"): '"x" is not a game\'s number',
    ("saves", "delete"): "requires an argument",
    ("saves", "delete", "0.5"): '"0.5" is not a game\'s number',
    ("saves", "delete", "7"): "There is no game 7.",
    ("saves", "--data-dir"): "--data-dir requires an argument",
}


@pytest.mark.parametrize("arguments", WRONG, ids=lambda words: " ".join(words)[:40])
def test_wrong_usage_is_one_message_and_exit_code_2(call, arguments, data_dir):
    """The message names what is wrong; nothing is kept."""
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("buckstop: ")
    assert WRONG[arguments] in err
    assert err.count("\n") == 1
    assert not data_dir.exists()


def test_verify_reports_an_unknown_game(call):
    """The requested check fails: code 1."""
    code, out, err = call("saves", "verify", "7")
    assert (code, err) == (1, "")
    assert "There is no game 7" in out


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"format": 2}', '{"format": 1, "format": 1}'])
def test_an_invalid_replay_is_not_imported(call, tmp_path, data_dir, text):
    """Code 2; the file is named, and nothing is stored."""
    path = tmp_path / "x.json"
    path.write_text(text)
    code, out, err = call("saves", "import", str(path))
    assert (code, out) == (2, "")
    assert err.startswith(f"buckstop: {path}: ")
    assert err.count("\n") == 1
    assert not data_dir.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seed": 4}, "turn 1 differs"),
        ({"rules_hash": "0" * 64}, "played under the rules 000000000000"),
        ({"scenario_hash": "0" * 64}, "changed after the game"),
    ],
)
def test_a_replay_that_differs_is_not_imported(call, game, tmp_path, changes, words):
    """Code 1: a replay that plays differently here is refused, naming it and the turn."""
    path = tmp_path / "x.json"
    assert call("saves", "export", "1", str(path))[0] == 0
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    code, out, err = call("saves", "import", str(path))
    assert (code, out) == (1, "")
    assert words in err
    assert err.count("\n") == 1
    assert len(json.loads(call("saves", "--json")[1])) == 1


@pytest.mark.parametrize("command", ["", "list", "export", "import", "verify", "delete"])
def test_every_command_has_help(call, command):
    """`--help` explains how each command is called."""
    code, out, err = call("saves", *command.split(), "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: buckstop saves {command}".rstrip())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(("saves",), 0, marks=pytest.mark.long),
        (("saves", "--json"), 0),
        pytest.param(("saves", "verify"), 0, marks=pytest.mark.long),
        pytest.param(("saves", "export", "1", "{}/x.json"), 0, marks=pytest.mark.long),
        pytest.param(("saves", "delete", "1"), 0, marks=pytest.mark.long),
        pytest.param(("saves", "delete", "7"), 2, marks=pytest.mark.long),
    ],
)
def test_a_closed_pipe_is_quiet(game, tmp_path, arguments, expected):
    """As in `| head -1`: no message except real problems, and the exit code is unchanged."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        named = [part.format(tmp_path) for part in arguments]
        code, _, err = finish(*named, stdout=writer)
    finally:
        os.close(writer)
    assert code == expected
    assert "Error" not in err
    assert expected or err == ""
