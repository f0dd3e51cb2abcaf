"""The store: finished games are kept, and any fault in the file is reported."""

import json
import os
import sqlite3
from contextlib import closing

import pytest
from attrs import evolve

from sim.codec import orders_from_data
from sim.games.game import Game
from sim.games.store import APPLICATION_ID, FILE, SCHEMA_VERSION, FinishedGame, Store, StoreError
from sim.policies import REGISTRY
from sim.scenario_io import find, load_file
from tests.kept import record
from tests.permissions import read_only


@pytest.fixture(scope="module")
def game() -> Game:
    """The tutorial as the built-in manager plays it."""
    game = Game.new(load_file(find("tutorial")), seed=3)
    policy = REGISTRY["rules"].make(3)
    while not game.over:
        game.submit_legal(policy.decide(game.observation))
    return game


@pytest.fixture(scope="module")
def finished(game) -> FinishedGame:
    return FinishedGame.of(game)


@pytest.fixture
def folder(tmp_path):
    """A data folder that is not there yet."""
    return tmp_path / "some" / "where"


@pytest.fixture
def store(folder) -> Store:
    return Store(folder)


def read(folder, query):
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return connection.execute(query).fetchall()


def alter(folder, *statements):
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_finished_game_can_be_played_again_from_its_row(game, finished, store, folder):
    """Scenario, seed and orders of a row lead to its digest and its score."""
    record(store, finished)
    ((orders, seed, digest, score),) = read(
        folder, "SELECT orders, seed, digest, score FROM finished_games"
    )
    log = [orders_from_data(turn) for turn in json.loads(orders)]
    again = Game.replay(game.scenario, seed, log)
    assert again.digest() == digest
    assert again.score() == score


def test_a_row_says_what_the_game_was(game, finished, store, folder):
    """Scenario, rules, version, outcome and number of turns are there without playing it again."""
    record(store, finished)
    result = game.result("you")
    (row,) = read(
        folder,
        "SELECT scenario, scenario_hash, rules_hash, version, outcome, turns FROM finished_games",
    )
    assert row == (
        *(result[key] for key in ("scenario", "scenario_hash", "rules_hash", "version")),
        result["outcome"]["kind"],
        result["turns"],
    )


def test_an_unfinished_game_has_no_row(game):
    """A game in progress is not in the table of finished games."""
    with pytest.raises(ValueError, match="not over"):
        FinishedGame.of(Game.new(game.scenario, seed=1))


def test_the_best_score_is_the_highest_of_the_same_scenario_and_rules(finished, store):
    """Scores under other rules, or of a scenario that has changed since, are kept apart."""
    for score in (310.5, 512.25, 17.0):
        record(store, evolve(finished, score=score))
    record(store, evolve(finished, score=900.0, rules_hash="other"))
    record(store, evolve(finished, score=950.0, scenario_hash="other"))
    here = finished.scenario_hash, finished.rules_hash
    assert store.best_scores()[0] == {
        here: 512.25,
        (finished.scenario_hash, "other"): 900.0,
        ("other", finished.rules_hash): 950.0,
    }


def test_the_best_score_of_a_seed_is_that_of_its_games(finished, store):
    """Scores are compared under equal luck only."""
    record(store, evolve(finished, seed=8, score=700.0))
    record(store, evolve(finished, seed=9, score=600.0))
    here = finished.scenario_hash, finished.rules_hash
    assert store.best_scores(seed=9) == ({here: 600.0}, 0)
    assert store.best_scores(seed=10) == ({}, 0)


def test_reading_creates_nothing(store, folder):
    """Reading creates neither the folder nor the file; without them there is no best score."""
    assert store.best_scores()[0] == {}
    assert not folder.exists()
    folder.mkdir(parents=True)
    assert store.best_scores()[0] == {}
    assert list(folder.iterdir()) == []


def test_the_file_says_what_it_is(finished, store, folder):
    """It has Buckstop's application id and a schema version, and no file is next to it."""
    record(store, finished)
    assert read(folder, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert read(folder, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert read(folder, "PRAGMA journal_mode") == [("delete",)]
    assert {path.name for path in folder.iterdir()} == {FILE, "locks"}


def test_a_commit_waits_for_the_disk(store):
    """The journal is removed for good before a game counts as kept."""
    with store._database.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA


def test_an_empty_file_is_one_without_games(finished, store, folder):
    """A process killed between creating the file and writing to it leaves such a file."""
    folder.mkdir(parents=True)
    (folder / FILE).touch()
    assert store.best_scores()[0] == {}
    record(store, finished)
    assert len(store.best_scores()[0]) == 1


def both_refuse(store, finished, message):
    """Reading and writing raise with the message; the file is unchanged."""
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=message) as told:
        store.best_scores()[0]
    assert str(store.path) in str(told.value)
    with pytest.raises(StoreError, match=message):
        record(store, finished)
    assert store.path.read_bytes() == before


def test_a_newer_file_is_refused_by_name(finished, store, folder):
    """The message names its version and the remedy; nothing is written to it."""
    record(store, finished)
    alter(folder, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    both_refuse(store, finished, f"newer Buckstop: its format is {SCHEMA_VERSION + 1}")


def test_a_file_of_another_program_is_left_alone(finished, store, folder):
    """A database without our mark is not added to, nor is its journal changed."""
    folder.mkdir(parents=True)
    alter(folder, "PRAGMA journal_mode = WAL", "CREATE TABLE theirs (x)")
    both_refuse(store, finished, "not a Buckstop file")


def test_a_damaged_file_is_reported(finished, store, folder):
    """A file that is not a database, and a database that lost pages."""
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(b"no database" * 100)
    both_refuse(store, finished, "not a database")
    (folder / FILE).unlink()
    record(store, finished)
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[: len(whole) // 3])
    with pytest.raises(StoreError, match="cannot be"):
        store.best_scores()[0]


def test_an_altered_game_no_longer_counts(finished, store, folder):
    """A row that differs from what was written is left out, and counted as damaged."""
    record(store, finished)
    record(store, evolve(finished, score=17.0))
    alter(folder, f"UPDATE finished_games SET score = 999.0 WHERE score = {finished.score!r}")
    here = finished.scenario_hash, finished.rules_hash
    assert store.best_scores() == ({here: 17.0}, 1)


def test_a_missing_table_is_reported(finished, store, folder):
    """The header alone does not make a file ours."""
    record(store, finished)
    alter(folder, "DROP TABLE finished_games")
    with pytest.raises(StoreError, match="finished_games"):
        store.best_scores()[0]
    with pytest.raises(StoreError, match="finished_games"):
        record(store, finished)


@pytest.mark.parametrize("what", ["directory", "pipe"])
def test_only_a_regular_file_is_opened(finished, store, folder, what):
    """A named pipe would make its reader wait."""
    folder.mkdir(parents=True)
    if what == "directory":
        (folder / FILE).mkdir()
    elif hasattr(os, "mkfifo"):
        os.mkfifo(folder / FILE)
    else:
        pytest.skip("needs named pipes")
    with pytest.raises(StoreError, match="not a regular file"):
        store.best_scores()[0]
    with pytest.raises(StoreError, match="not a regular file"):
        record(store, finished)


def test_a_folder_that_cannot_be_created_is_reported(finished, tmp_path):
    """A file where the folder should be: no best scores are read, and no game is kept."""
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    with pytest.raises(StoreError, match="cannot be read"):
        store.best_scores()[0]
    with pytest.raises(StoreError, match="cannot be written"):
        record(store, finished)


def test_a_folder_without_permission_is_reported(finished, public_folder):
    """Existing games can be read; another game is not saved, and the file is unchanged."""
    store = Store(public_folder)
    record(store, finished)
    before = store.path.read_bytes()
    with read_only(public_folder):
        assert len(store.best_scores()[0]) == 1
        with pytest.raises(StoreError, match=r"cannot be written: .*read"):
            record(store, finished)
    assert store.path.read_bytes() == before


def test_a_failed_write_leaves_what_was_there(finished, store):
    """A game is kept whole or not at all."""
    record(store, finished)
    with pytest.raises(StoreError):
        record(store, evolve(finished, score=None))
    assert len(store.games()[0]) == 1
    assert list(store.best_scores()[0].values()) == [finished.score]


def test_a_busy_store_is_reported(finished, store, folder, monkeypatch):
    """The wait for another process's lock is limited."""
    monkeypatch.setattr("sim.games.store.database.BUSY_SECONDS", 0.0)
    record(store, finished)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            record(store, finished)


def test_a_named_folder_comes_before_the_environment(monkeypatch, tmp_path):
    """The environment comes before the system's own folder; an empty variable is ignored."""
    monkeypatch.setenv("BUCKSTOP_DATA_DIR", str(tmp_path / "env"))
    assert Store(tmp_path / "named").path == tmp_path / "named" / FILE
    assert Store().path == tmp_path / "env" / FILE
    monkeypatch.setenv("BUCKSTOP_DATA_DIR", "")
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(tmp_path / "system" / name))
    assert Store().path == tmp_path / "system" / "buckstop" / FILE


@pytest.mark.parametrize("name", ["a?b#c%20d", "späte Spiele", "a'b\"c"])
def test_any_folder_will_do(finished, tmp_path, name):
    """No character of its name means anything to SQLite."""
    store = Store(tmp_path / name)
    record(store, finished)
    assert (tmp_path / name / FILE).is_file()
    assert len(store.best_scores()[0]) == 1


def test_tests_never_touch_the_users_own_games(tmp_path_factory, data_dir):
    """Wherever a test plays, its games go to a folder of its own, which is empty at first."""
    assert Store().path == data_dir / FILE
    assert tmp_path_factory.getbasetemp() in data_dir.parents
    assert not data_dir.exists()
