"""The file of games may be a stranger's: whatever is in it, reading gives games or a message."""

import resource
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from sim import cli
from sim.errors import BuckstopError
from sim.games import saves
from sim.games.game import Game
from sim.games.saves import Saving, open_game
from sim.games.store import FILE, KeptGame, KeptTurn, Store, StoreError, first_link, next_link
from sim.games.store.database import FINISHED
from sim.games.store.games import GAME
from sim.games.store.rows import FinishedGame, row_of
from tests.builders import a_busy_scenario, play_out

MEGABYTES = 200
SECONDS = 3
"""Processor time for any file; the start of the program takes a part of it."""

TURNS = 12
"""Of the games that are kept here."""


def some(values, *short: object) -> list[object]:
    """Parameters of which the short form tests only a few."""
    return [one if one in short else pytest.param(one, marks=pytest.mark.long) for one in values]


@pytest.fixture(scope="module")
def bytes_of_two_games(tmp_path_factory) -> bytes:
    """A file with a finished game and an unfinished one."""
    folder = tmp_path_factory.mktemp("two")
    for turns, seed in ((TURNS, 5), (2, 6)):
        saving = Saving(Store(folder))
        game = play_out(Game.new(a_busy_scenario(TURNS), seed), turns=turns, seed=seed)
        saving.keep(game)
        saving.close()
    return (folder / FILE).read_bytes()


@pytest.fixture
def store(data_dir, bytes_of_two_games) -> Store:
    data_dir.mkdir()
    (data_dir / FILE).write_bytes(bytes_of_two_games)
    return Store(data_dir)


def forge(store: Store, *statements: str, **values: object) -> None:
    """Change the file, and write the hashes that belong to it then: a stranger knows how."""
    with closing(sqlite3.connect(store.path)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for statement in statements:
            connection.execute(statement, values if ":" in statement else ())
        games = connection.execute(f"SELECT {', '.join(GAME)}, scenario_text FROM games").fetchall()
        for *columns, text in games:
            game = row_of(KeptGame, columns)
            link = first_link(game, text if isinstance(text, str) else "")
            for row in connection.execute(
                "SELECT number, orders, digest, link FROM turns WHERE game = ? ORDER BY number",
                (game.id,),
            ).fetchall():
                turn = row_of(KeptTurn, row)
                link = next_link(link, turn.number, turn.orders, turn.digest)
                connection.execute(
                    "UPDATE turns SET link = ? WHERE game = ? AND number = ?",
                    (link, game.id, turn.number),
                )
            columns[GAME.index("head")] = link
            seal = row_of(KeptGame, columns).seal
            connection.execute(
                "UPDATE games SET head = ?, seal = ? WHERE id = ?", (link, seal, game.id)
            )
        for id, *columns in connection.execute(f"SELECT id, {FINISHED} FROM finished_games"):
            seal = row_of(FinishedGame, columns).seal
            connection.execute("UPDATE finished_games SET seal = ? WHERE id = ?", (seal, id))
        connection.commit()


def used(store: Store) -> list[str]:
    """Do everything possible with the file and its second game; returns the refusals' messages."""
    said = []
    for use in (store.best_scores, store.games, store.check):
        try:
            use()
        except StoreError as error:
            said.append(str(error))
    for use in (lambda: saves.replay_of(store.read(2)), lambda: leave(store, 2)):
        try:
            use()
        except StoreError as error:
            said.append(str(error))
    try:
        store.hold(store.read(2).game).release()  # a refusal lets go
    except StoreError as error:
        said.append(str(error))
    assert not any("another Buckstop" in text for text in said)
    return said


def leave(store: Store, id: int) -> None:
    """Open a game, and leave it."""
    opened = open_game(store, id)
    try:
        opened.saving.keep(opened.game, opened.guesses)
    finally:
        opened.saving.close()


def test_a_file_that_was_forged_without_a_change_is_the_same(store, bytes_of_two_games):
    """The forger of these tests knows how: an unchanged forgery is accepted."""
    forge(store)
    assert used(store) == []
    assert store.games()[1] == []


# ------------------------------------------------------------------------------------ the tables

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"

SCHEMES = {
    "an endless view": (
        "DROP TABLE finished_games",
        "CREATE VIEW finished_games AS "
        f"{ENDLESS} SELECT i AS id, {', '.join('i AS ' + c.strip() for c in FINISHED.split(','))}, "
        "i AS seal FROM n",
    ),
    "a view beside the tables": ("CREATE VIEW seen AS SELECT 1",),
    "a trigger": (
        "CREATE TRIGGER t AFTER UPDATE ON games BEGIN DELETE FROM finished_games; END",
    ),
    "a table beside the others": ("CREATE TABLE more (x)",),
    "an index that computes": ("CREATE INDEX slow ON games (hex(zeroblob(id * 1000000)))",),
    "a column that computes": (
        "ALTER TABLE turns ADD COLUMN x AS (hex(zeroblob(100000000))) VIRTUAL",
    ),
    "a table that is gone": ("DROP TABLE turns",),
    "a name that steers a terminal": ('CREATE TABLE "\x1b[2J" (x)',),
}  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
def test_other_tables_are_refused_by_name(store, scheme):
    """No foreign code runs, either on reading or on writing; the file is unchanged."""
    with closing(sqlite3.connect(store.path)) as connection:
        for statement in SCHEMES[scheme]:
            connection.execute(statement)
        connection.commit()
    before = store.path.read_bytes()
    said = used(store)
    assert len(said) == 6
    assert all("its tables are not Buckstop's" in text for text in said)
    assert all(text.isprintable() for text in said)
    saving = Saving(store)
    with pytest.raises(StoreError, match="not Buckstop's"):
        saving.keep(Game.new(a_busy_scenario(TURNS), 1))
    assert store.path.read_bytes() == before


# -------------------------------------------------------------------------------------- the rows

COLUMNS = [name for name in GAME if name != "id"]
TURN_COLUMNS = ("orders", "digest", "link")
VALUES = {
    "bytes": b"\xff\x00",
    "a text": "many",
    "a long text": "x" * 5_000,
    "controls": "\x1b[2J\u202e",
    "less than nothing": -(2**62),
    "a part": 0.5,
    "more than there are points": 1e300,
    "infinity": 1e999,
    "nothing": None,
}


@pytest.mark.parametrize("column", some(COLUMNS, "title"))
def test_a_value_of_the_wrong_type_does_no_harm(store, data_dir, column, capsys):
    """In any column of an entry, under a valid seal: a message, or an unchanged game."""
    pristine = store.path.read_bytes()
    for value in VALUES.values():
        store.path.write_bytes(pristine)
        try:
            forge(store, f"UPDATE games SET {column} = :value WHERE id = 2", value=value)
        except sqlite3.IntegrityError:  # not even SQLite takes it
            continue
        assert all(text.isprintable() for text in used(store))
        assert 1 in {game.id for game in store.games()[0]}, "the other game is not harmed"
        for arguments in (("list",), ("list", "--json"), ("verify", "2"), ("delete", "2")):
            assert cli.run(["saves", *arguments]) in (0, 1)
        told = capsys.readouterr()
        assert "bug in Buckstop" not in told.err
        assert "\x1b" not in told.out + told.err


@pytest.mark.parametrize("column", TURN_COLUMNS)
@pytest.mark.parametrize("value", some(VALUES, "bytes"))
def test_a_value_of_the_wrong_type_in_a_turn_does_no_harm(store, column, value):
    """The message names the turn, or the game is unchanged."""
    try:
        forge(store, f"UPDATE turns SET {column} = :value WHERE number = 2", value=VALUES[value])
    except sqlite3.IntegrityError:
        return
    for text in used(store):
        assert "turn 2" in text
        assert text.isprintable()


@pytest.mark.parametrize("column", some(FINISHED.replace(",", "").split(), "score", "seed"))
def test_a_finished_game_of_the_wrong_types_does_no_harm(store, column):
    """A score is a number, however it is sealed."""
    pristine = store.path.read_bytes()
    for value in VALUES.values():
        store.path.write_bytes(pristine)
        try:
            forge(store, f"UPDATE finished_games SET {column} = :value", value=value)
        except sqlite3.IntegrityError:
            continue
        best, _ = store.best_scores()
        assert all(type(score) is float and 0 <= score <= 1000 for score in best.values())


def shortly(value: object) -> str:
    return ascii(value)[:20]


JUNK = [
    "", "null", "3", "{}", '""', "[3]", "[[]]", "NaN", "[NaN]", '{"a": 1}', "[" * 100_000,
    "[" + "9" * 5_000 + "]", '[{"order": "Bribe"}]', '[{"order": "Hire", "team": 5, "heads": 1}]',
    "[" + "{}," * 5_000 + "{}]", "\ud800".encode("utf-8", "surrogatepass"),
]  # fmt: skip


@pytest.mark.parametrize("junk", some(JUNK, *JUNK[1:5]), ids=shortly)
def test_junk_for_orders_is_reported_by_turn(store, junk):
    """Something other than a list of orders, in a turn whose chain is valid."""
    forge(store, "UPDATE turns SET orders = :junk WHERE game = 2 AND number = 2", junk=junk)
    with pytest.raises(StoreError, match="turn 2") as told:
        open_game(store, 2)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 500
    store.hold(store.read(2).game).release()


@pytest.mark.parametrize("junk", some([*JUNK, '[{"turn": "x"}]'], JUNK[10], JUNK[12]), ids=shortly)
def test_junk_drafts_do_not_lose_the_game(store, junk):
    """Unreadable drafts and guesses are left out, and the game continues."""
    digests = [turn.digest for turn in store.read(2).turns]
    forge(store, "UPDATE games SET drafted = :junk, guesses = :junk WHERE id = 2", junk=junk)
    opened = open_game(store, 2)
    assert opened.damage.turn is None
    assert (opened.game.digest(), opened.game.pending) == (digests[-1], ())
    assert opened.guesses == ()
    opened.saving.keep(opened.game)
    opened.saving.close()
    assert saves.check(store, 2) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("turn", '"1"'), ("turn", "-9"), ("turn", "true"), ("done", '"x"'), ("done", "NaN"),
        ("futures", "{}"), ("award", "5"), ("finish", "[]"), ("seen", '{"cash": {}}'),
    ],
)  # fmt: skip
def test_a_guess_is_read_exactly_or_not_at_all(store, key, value):
    """Each of its keys has its kind."""
    span = '{"low": 1.0, "mid": 2.0, "high": 3.0}'
    parts = {
        "award": '{"task": "shop", "offer": "shop/tarn", "terms": {}, "beside": false}',
        "turn": "1", "finish": span, "cost": span, "done": "0.5", "futures": "300",
        "seen": f'{{"offer_finish": {span}, "offer_all_in": {span}}}',
    }  # fmt: skip

    def guesses() -> tuple[object, ...]:
        inner = ", ".join(f'"{name}": {part}' for name, part in parts.items())
        text = f"[{{{inner}}}]"
        forge(store, "UPDATE games SET guesses = :text WHERE id = 2", text=text)
        opened = open_game(store, 2)
        opened.saving.close()
        return opened.guesses

    assert len(guesses()) == 1
    parts[key] = value
    assert guesses() == ()


@pytest.mark.parametrize(
    "change",
    [
        "seed = -1",
        "scenario_text = 'format = 1'",
        "scenario_text = x'ff00'",
        "scenario_text = replace(hex(zeroblob(100000)), '0', '[')",
    ],
)
def test_a_game_without_a_scenario_or_a_seed_is_refused(store, change):
    """It is named, and the other one can still be opened."""
    forge(store, f"UPDATE games SET {change} WHERE id = 2")
    said = used(store)
    assert said
    for text in said:
        assert "game 2" in text
        assert text.isprintable()
        assert len(text) < 500


def test_an_invalid_text_affects_only_its_own_game(store):
    """A flipped bit can break a character in a title: the other games are still listed."""
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE games SET title = CAST(x'41ff42' AS TEXT) WHERE id = 2")
        connection.commit()
    games, damaged = store.games()
    assert ([game.id for game in games], damaged) == ([1], [2])
    assert open_game(store, 2).damage.turn is None


def test_more_turns_than_a_game_has_are_not_read(store):
    """Even if their chain is valid."""
    with closing(sqlite3.connect(store.path)) as connection:
        connection.executemany(
            "INSERT INTO turns VALUES (1, ?, '[]', '', '')", [(n,) for n in range(TURNS + 1, 1_000)]
        )
        connection.commit()
    forge(store)
    assert store.read(1).damage.turn == 121
    with pytest.raises(BuckstopError):
        saves.bring_in(store, saves.replay_of(store.read(1)))


def test_an_exported_game_is_called_after_its_scenario(store, tmp_path, monkeypatch, capsys):
    """What an entry says about it cannot lead to another path."""
    monkeypatch.chdir(tmp_path)
    forge(store, "UPDATE games SET scenario = '../../elsewhere' WHERE id = 2")
    assert cli.run(["saves", "export", "2"]) == 0
    (path,) = tmp_path.iterdir()
    assert path.name == f"{a_busy_scenario(TURNS).id}-6-game-2.json"
    assert capsys.readouterr().out == f"{path.name}\n"


# ---------------------------------------------------------------------------------- what is dear

DEAR = {
    "a huge title": "UPDATE games SET title = hex(zeroblob(50000000))",
    "huge orders": "UPDATE turns SET orders = hex(zeroblob(50000000)) WHERE number = 1",
    "many lists for orders": "UPDATE turns SET orders = '[' || "
    "replace(hex(zeroblob(640000)), '0', '[],') || '[]]' WHERE number = 1",
    "deep guesses": "UPDATE games SET guesses = replace(hex(zeroblob(1900000)), '0', '[')",
    "a scenario of brackets": "UPDATE games SET scenario_text = "
    "replace(hex(zeroblob(1900000)), '0', '[')",
    "a scenario of tables": "UPDATE games SET scenario_text = "
    "replace(hex(zeroblob(45000)), '0', '[[tasks]]' || char(10))",
    "drafts without end": "UPDATE games SET drafted = '[' || replace(hex(zeroblob(900)), '0', "
    '\'{"order": "AcceptDeal", "deal": "extra"},\') || \'3]\'',
}

LIMITED = """
import pathlib, sys
from sim import cli
codes = [cli.run(["saves", *use.split(",")]) for use in sys.argv[1:]]
assert set(codes) <= {0, 1, 2}, codes
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.is_file() else ["VmHWM: 0"]
(line,) = [line for line in lines if line.startswith("VmHWM")]
print(int(line.split()[1]) * 1024, file=sys.stderr)
"""


@pytest.mark.parametrize("case", some(DEAR, "many lists for orders"))
@pytest.mark.parametrize("use", some(["list", "verify", "export,1"], "export,1"))
def test_an_expensive_file_is_refused_quickly(store, case, use, tmp_path):
    """Within the limits on processor time and memory that apply to any input."""
    forge(store, DEAR[case])
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, use],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "bug in Buckstop" not in done.stderr
    assert int(done.stderr.splitlines()[-1]) < MEGABYTES * 1_000_000
