"""A game is saved as it is played, resumes where it was left, and no damage to it is silent."""

import itertools
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which

import pytest
from attrs import asdict, evolve

from sim.errors import BuckstopError
from sim.forecast import Forecast, Guess, Span
from sim.games import saves
from sim.games.game import Game
from sim.games.replays import Replay
from sim.games.saves import Origin, Saving, open_game
from sim.games.store import FILE, FinishedGame, NoGame, Store, StoreError
from sim.games.store.database import APPLICATION_ID, MIGRATIONS
from sim.model.explanation import FigureKind
from sim.model.orders import Award
from sim.model.scenario import Hint
from tests.builders import a_busy_scenario, play_out
from tests.permissions import read_only

TURNS = 12
"""Of the game that is kept here."""

HINTS = (Hint(1, "Look."), Hint(1, "Look again."), Hint(2, "Wait."))
"""Advice of a scenario."""


def played(turns: int = TURNS, seed: int = 5) -> Game:
    return play_out(Game.new(a_busy_scenario(TURNS), seed), turns=turns, seed=seed)


@pytest.fixture(scope="module")
def whole() -> Game:
    """A game played to its end."""
    return played()


@pytest.fixture
def store(data_dir) -> Store:
    return Store(data_dir)


def keep(store: Store, game: Game, **origin: object) -> int:
    """The number of a game that is kept, and open to others."""
    saving = Saving(store, Origin(**origin))
    saving.keep(game)
    saving.close()
    return saving.entry.id


def opened(store: Store, id: int) -> saves.Opened:
    """A kept game, as the screens open it; others may open it, too."""
    found = open_game(store, id)
    found.saving.close()
    return found


def alter(data_dir: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def award_of(game: Game) -> Award:
    facts = game.observation
    offer = next(iter(facts.offers.values()))
    from sim import forecast

    return Award(offer.task, offer.id, forecast.default_terms(facts, offer))


# ------------------------------------------------------------------------------- going on


@pytest.mark.parametrize("turns", range(TURNS + 1))
def test_a_game_resumes_where_it_was_left(store, whole, turns):
    """Left after any turn and resumed, it ends as if it had been played without a break."""
    game = Game.new(whole.scenario, whole.seed)
    for orders in whole.log[:turns]:
        game.submit(orders)
    again = opened(store, keep(store, game))
    assert again.damage is None
    assert again.game.digest() == game.digest()
    assert [report.turn for report in again.game.reports] == list(range(1, turns + 1))
    for orders in whole.log[turns:]:
        again.game.submit(orders)
    assert again.game.digest() == whole.digest()


def test_drafts_and_guesses_are_restored(store):
    """This covers orders drafted for the current turn, and the player's guesses."""
    game = Game.new(a_busy_scenario(TURNS), 5)
    order = award_of(game)
    assert not game.draft(order)
    span = Span(1.0, 2.0, 3.5)
    seen = Forecast(dict.fromkeys((FigureKind.OFFER_FINISH, FigureKind.OFFER_ALL_IN), span),
                    done=0.75, futures=300, cases={})  # fmt: skip
    guess = Guess(order, 1, span, Span(10.0, 20.0, 30.0), seen)
    saving = Saving(store)
    saving.keep(game, [guess])
    saving.close()
    again = opened(store, saving.entry.id)
    assert again.game.pending == (order,)
    assert again.guesses == (guess,)


def test_hidden_hints_stay_hidden(store):
    """Only the hints that the player has hidden stay away."""
    game = Game.new(evolve(a_busy_scenario(TURNS), hints=HINTS), 5)
    saving = Saving(store)
    gone = {HINTS[1]: 1, HINTS[2]: 4}
    saving.keep(game, hints=gone)
    saving.close()
    assert opened(store, saving.entry.id).hints == gone


def test_nothing_is_written_twice(store, data_dir):
    """Keeping a game that has not changed leaves the file alone."""
    game = played(2)
    saving = Saving(store)
    saving.keep(game)
    before = (data_dir / FILE).read_bytes()
    saving.keep(game)
    assert (data_dir / FILE).read_bytes() == before
    saving.close()


def test_an_undone_turn_is_saved_as_redone(store, whole):
    """The store has the game as it was left, and no undone turns."""
    saving = Saving(store)
    game = Game.replay(whole.scenario, whole.seed, whole.log[:4])
    saving.keep(game)
    game.back_to(2)
    game.submit(())
    game.submit(())
    saving.keep(game)
    saving.close()
    again = opened(store, saving.entry.id)
    assert (again.damage, again.game.log) == (None, game.log)
    assert again.game.digest() == game.digest()


def test_a_game_can_be_saved_late(store, data_dir, whole):
    """A turn that could not be written in time is written with the next one."""
    game = Game.replay(whole.scenario, whole.seed, whole.log[:1])
    saving = Saving(store)
    saving.keep(game)
    folder, away = data_dir, data_dir.with_name("away")
    folder.rename(away)
    folder.write_text("in the way")
    game.submit(whole.log[1])
    with pytest.raises(StoreError, match="cannot be"):
        saving.keep(game)
    folder.unlink()
    away.rename(folder)
    assert opened_while_held(store, saving) == 1
    game.submit(whole.log[2])
    saving.keep(game)
    saving.close()
    assert opened(store, saving.entry.id).game.digest() == game.digest()


def opened_while_held(store: Store, saving: Saving) -> int:
    """The turns in the store of a game that is being played."""
    log = store.read(saving.entry.id)
    assert log.damage is None
    return len(log.turns)


def test_a_game_whose_file_was_removed_is_written_again(store, data_dir, whole):
    """The next turn starts the file again, with all that was played."""
    game = Game.replay(whole.scenario, whole.seed, whole.log[:2])
    saving = Saving(store)
    saving.keep(game)
    (data_dir / FILE).unlink()
    game.submit(whole.log[2])
    saving.keep(game)
    saving.close()
    assert opened(store, saving.entry.id).game.digest() == whole.digest(after=3)


def test_a_game_continued_by_another_process_is_opened_up_to_date(store, whole, monkeypatch):
    """It may have advanced between being looked up and being locked: no turn is lost."""
    id = keep(store, Game.replay(whole.scenario, whole.seed, whole.log[:2]))
    hold = Store.hold

    def late(self, game):
        monkeypatch.setattr(Store, "hold", hold)
        other = open_game(store, id)
        other.game.submit(whole.log[2])
        other.saving.keep(other.game)
        other.saving.close()
        return hold(self, game)

    monkeypatch.setattr(Store, "hold", late)
    found = open_game(store, id)
    found.game.submit(whole.log[3])
    found.saving.keep(found.game)
    found.saving.close()
    assert saves.check(store, id) is None
    assert opened(store, id).game.digest() == whole.digest(after=4)


def test_a_game_that_was_opened_is_the_last_one(store, whole, monkeypatch):
    """Opening a game and leaving makes it the one to resume; importing a game does not."""
    ids = [keep(store, Game.replay(whole.scenario, seed, ())) for seed in (1, 2)]
    monkeypatch.setattr("sim.games.saves.now", lambda: "2099-01-01T00:00:00+00:00")
    again = open_game(store, ids[0])
    again.saving.keep(again.game)
    again.saving.close()
    assert [game.id for game in store.games()[0]] == ids
    assert all(game.waits for game in store.games()[0])
    borrowed, _ = saves.bring_in(store, Replay.of(Game.replay(whole.scenario, 3, ())))
    assert not borrowed.waits


def test_a_finished_game_counts_once(store, whole):
    """It counts with its last turn, in the same transaction; not again when opened and left."""
    id = keep(store, whole)
    here = whole.scenario_hash, whole.rules_hash
    assert store.best_scores() == ({here: whole.score()}, 0)
    again = open_game(store, id)
    again.saving.keep(again.game, [])
    again.saving.close()
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("SELECT count(*) FROM finished_games").fetchone() == (1,)


def test_somebody_elses_game_sets_no_best_score(store, whole):
    """This holds for an imported game, and for a branch taken over from one."""
    saves.bring_in(store, Replay.of(whole))
    assert store.best_scores() == ({}, 0)
    ((game,), _) = store.games()
    assert game.borrowed
    assert opened(store, game.id).game.digest() == whole.digest()


def test_an_existing_game_is_not_imported_again(store, whole):
    """Equal turn for turn, whether imported or the player's own: the first of them is named.

    A game of that seed with other turns is another game.
    """
    first, new = saves.bring_in(store, Replay.of(whole), "anna.json")
    assert new
    again, new = saves.bring_in(store, Replay.of(whole), "anna (1).json")
    assert (again.id, again.file, new) == (first.id, "anna.json", False)
    half = Game.replay(whole.scenario, whole.seed, whole.log[:2])
    own = keep(store, half)
    assert saves.bring_in(store, Replay.of(half), "half.json")[0].id == own
    other = Game.replay(whole.scenario, whole.seed, [(), ()])
    assert saves.bring_in(store, Replay.of(other))[1]
    assert len(store.games()[0]) == 3


def test_a_damaged_game_is_not_mistaken_for_the_imported_one(store, whole, data_dir):
    """A player who imports a game because the local copy is damaged gets a whole one."""
    first, _ = saves.bring_in(store, Replay.of(whole))
    alter(data_dir, "UPDATE turns SET orders = '[ ]' WHERE number = 2")
    second, new = saves.bring_in(store, Replay.of(whole))
    assert new
    assert second.id != first.id


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        ("anna.json", "anna.json"),
        ("a\x1b[2J\nb\udcff", "a[2Jb"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_an_imported_game_keeps_the_name_of_its_file(store, whole, file, kept):
    """The name is stripped of terminal controls; opening and leaving the game does not lose it."""
    half = Game.replay(whole.scenario, whole.seed, whole.log[:2])
    one, _ = saves.bring_in(store, Replay.of(half), file)
    again = open_game(store, one.id)
    again.game.submit(())
    again.saving.keep(again.game)
    again.saving.close()
    ((game,), _) = store.games()
    assert (game.file, game.origin, game.turns) == (kept, kept, 3)
    branch = keep(store, half, parent=one.id, turn=2, borrowed=True)
    assert store.read(branch).game.origin == f"game {one.id}, turn 2"


def test_a_replay_that_differs_is_not_imported(store, whole):
    """It is named by its turn, and nothing is kept of it."""
    replay = Replay.of(whole)
    turns = (replay.turns[0], evolve(replay.turns[1], digest="0" * 64), *replay.turns[2:])
    with pytest.raises(BuckstopError, match="turn 2 differs"):
        saves.bring_in(store, evolve(replay, turns=turns))
    assert store.games() == ([], [])


def test_an_unknown_game_is_refused(store, whole):
    """This holds before any game is saved, and for a number that is not used."""
    with pytest.raises(NoGame, match="no game 7"):
        open_game(store, 7)
    keep(store, whole)
    with pytest.raises(NoGame, match="no game 7"):
        open_game(store, 7)


def test_other_rules_are_refused_by_name(store, data_dir, whole):
    """A game under rules with other numbers cannot be resumed, but it can be exported."""
    saving = Saving(store)
    other = Replay.of(played(2))
    game = played(2)
    saving.keep(game)
    saving.close()
    entry = evolve(saving.entry, rules_hash="0" * 64)
    alter(data_dir, "DELETE FROM games", "DELETE FROM turns")
    text = store_text(other)
    chained, link = chain(entry, text, saving)
    entry, lock = store.add(evolve(entry, id=None, head=link), text, chained)
    lock.release()
    with pytest.raises(StoreError, match="under the rules 000000000000"):
        opened(store, entry.id)
    assert saves.replay_of(store.read(entry.id)).turns == other.turns
    opened_lock = store.hold(entry)  # a refusal lets go
    opened_lock.release()


def store_text(replay: Replay) -> str:
    from sim import scenario_io

    return scenario_io.text_of(replay.scenario)


def chain(entry, text, saving):
    """The turns of a game with links that begin with another entry."""
    from sim.games.store import first_link, next_link

    link, found = first_link(entry, text), []
    for turn in saving._turns:
        link = next_link(link, turn.number, turn.orders, turn.digest)
        found.append(evolve(turn, link=link))
    return found, link


# --------------------------------------------------------------------------- one at a time


def test_a_game_can_be_open_only_once(store, whole):
    """A second process is told which game is open; once the first has left, it can open it."""
    game = Game.replay(whole.scenario, whole.seed, whole.log[:1])
    saving = Saving(store)
    saving.keep(game)
    with pytest.raises(StoreError, match=f"Game {saving.entry.id} .*seed 5.*another Buckstop"):
        open_game(store, saving.entry.id)
    with pytest.raises(StoreError, match="another Buckstop"):
        store.delete(saving.entry.id)
    saving.close()
    opened(store, saving.entry.id)


RACER = """
import sys
from pathlib import Path
from sim.games.saves import open_game
from sim.games.store import Store, StoreError
store = Store(Path(sys.argv[1]))
for line in sys.stdin:
    try:
        opened = open_game(store, int(line))
    except StoreError as error:
        print("refused" if "another Buckstop" in str(error) else error, flush=True)
        continue
    print("open", flush=True)
    sys.stdin.readline()
    opened.saving.close()
    print("left", flush=True)
"""


@pytest.mark.parametrize("races", [2, pytest.param(1_000, marks=pytest.mark.long)])
def test_of_two_who_open_a_game_one_gets_it(store, data_dir, whole, races):
    """Each time exactly one gets it, and the other gets a message."""
    id = keep(store, Game.replay(whole.scenario, whole.seed, whole.log[:1]))
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        for _ in range(2)
    ]
    try:
        for _ in range(races):
            for racer in racers:
                racer.stdin.write(f"{id}\n")
            told = [racer.stdout.readline().strip() for racer in racers]
            assert sorted(told) == ["open", "refused"]
            first = racers[told.index("open")]
            first.stdin.write("\n")
            assert first.stdout.readline().strip() == "left"
    finally:
        for racer in racers:
            racer.kill()
            racer.communicate()


# ------------------------------------------------------------------------------------ damage


@pytest.mark.parametrize("turn", [1, 3, TURNS])
@pytest.mark.parametrize("column", ["orders", "digest", "link"])
def test_a_damaged_turn_is_named_and_the_game_before_it_offered(
    store, data_dir, whole, turn, column
):
    """The continuation is a separate branch, and the damaged game stays as it is."""
    id = keep(store, whole)
    alter(data_dir, f"UPDATE turns SET {column} = replace({column}, '0', '1') || '0' "
                    f"WHERE number = {turn}")  # fmt: skip
    damaged = store.read(id)
    assert damaged.damage.turn == turn
    again = open_game(store, id)
    assert again.damage.turn == turn
    assert again.game.log == whole.log[: turn - 1]
    again.game.submit(whole.log[turn - 1])
    again.saving.keep(again.game)
    again.saving.close()
    entry = again.saving.entry
    assert (entry.parent, entry.parent_turn) == (id, turn)
    assert opened(store, entry.id).game.digest() == whole.digest(after=turn)
    assert store.read(id) == damaged


def test_a_missing_turn_is_noticed(store, data_dir, whole):
    """In the middle or at the end: the entry says how many turns there are."""
    id = keep(store, whole)
    alter(data_dir, f"DELETE FROM turns WHERE number = {TURNS}")
    assert store.read(id).damage.turn == TURNS
    alter(data_dir, "DELETE FROM turns WHERE number = 2")
    assert store.read(id).damage.turn == 2


@pytest.mark.parametrize(
    "change",
    ["drafted = '[]]'", "guesses = 'x'", "score = 999.0", "changed = 'never'", "turns = 2"],
)
def test_a_damaged_entry_does_not_cost_the_game(store, data_dir, whole, change):
    """The chain of turns does not need the entry; only what is stored next to it is in doubt."""
    game = Game.replay(whole.scenario, whole.seed, whole.log[:3])
    id = keep(store, game)
    alter(data_dir, f"UPDATE games SET {change}")
    assert store.games() == ([], [id])
    again = open_game(store, id)
    assert again.damage.turn is None
    assert again.game.digest() == game.digest()
    again.saving.keep(again.game)
    again.saving.close()
    assert saves.check(store, id) is None
    assert [game.id for game in store.games()[0]] == [id]


@pytest.mark.parametrize("change", ["seed = 6", "scenario_text = scenario_text || 'x = 1'"])
def test_an_untrustworthy_game_is_not_opened(store, data_dir, whole, change):
    """Another seed or scenario is another game: it is not passed off as this one."""
    id = keep(store, whole)
    alter(data_dir, f"UPDATE games SET {change}")
    assert store.read(id).damage.turn == 1
    try:
        again = opened(store, id)
    except StoreError:
        return
    assert (again.damage.turn, again.game.log) == (1, ())


def content(store: Store) -> list[object]:
    """Everything in the store, as it is read."""
    best, _ = store.best_scores()
    games, _ = store.games()
    return [sorted(best.items()), games, [store.read(game.id) for game in games]]


@pytest.mark.parametrize("flips", [150, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_flipped_bit_and_no_cut_is_silent(store, data_dir, whole, flips):
    """Either everything is read as it was written, or the fault is reported."""
    keep(store, whole)
    keep(store, Game.replay(whole.scenario, whole.seed, whole.log[:3]))
    before, pristine = content(store), (data_dir / FILE).read_bytes()
    luck = random.Random(20261129)
    found = 0
    for _ in range(flips):
        damaged = bytearray(pristine)
        if luck.random() < 0.1:
            del damaged[luck.randrange(len(damaged)) :]
        else:
            damaged[luck.randrange(len(damaged))] ^= 1 << luck.randrange(8)
        (data_dir / FILE).write_bytes(damaged)
        try:
            said = bool(store.check() or store.best_scores()[1] or store.games()[1])
            after = content(store)
            said = said or any(log.damage is not None for log in after[2])
        except StoreError:
            said = True
        found += said
        assert said or after == before
    assert found > flips / 4  # much of the file is text; the rest is pages that are not full


# ------------------------------------------------------------------------- the process's end

KEEPER = """
import os, sys
from pathlib import Path
from sim.games.game import Game
from sim.games.replays import load
from sim.games.saves import Saving
from sim.games.store import Store

def keep(replay, store):
    while True:
        saving = Saving(store)
        game = Game.new(replay.scenario, replay.seed)
        for turn in replay.turns:
            game.submit(turn.orders)
            saving.keep(game)
            os.write(1, b"%d %d\\n" % (saving.entry.id, len(game.log)))
        saving.close()

replay, store = load(Path(sys.argv[1])), Store(Path(sys.argv[2]))
for _ in sys.stdin:
    keeper = os.fork()
    if not keeper:
        keep(replay, store)
    os.write(1, b"keeper %d\\n" % keeper)
    os.waitpid(keeper, 0)
    os.write(1, b"gone\\n")
"""


@pytest.mark.parametrize("kills", [12, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_kill_loses_a_turn_that_was_acknowledged(data_dir, tmp_path, whole, kills):
    """Whenever the process is killed, the last turn it had acknowledged is there, whole."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    file = tmp_path / "game.json"
    file.write_text(Replay.of(whole).text())
    digests = [whole.digest(after=number) for number in range(1, len(whole.log) + 1)]
    luck = random.Random(3)
    store = Store(data_dir)
    keepers = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(file), str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        for number in range(kills):
            if number % 200 == 199:  # a new file is written differently from an old one
                (data_dir / FILE).unlink()
            keepers.stdin.write("\n")
            pid, told = 0, []
            while not pid or len(told) < number % 10:
                line = keepers.stdout.readline().split()
                if line[0] == "keeper":
                    pid = int(line[1])
                else:
                    told.append(line)
            time.sleep(luck.random() * 0.02)  # somewhere within the next turns
            os.kill(pid, signal.SIGKILL)
            while (line := keepers.stdout.readline().split()) != ["gone"]:
                told.append(line)
            if not told:
                continue
            id, turns = map(int, told[-1])
            log = store.read(id)
            assert log.damage is None
            assert len(log.turns) >= turns
            assert [turn.digest for turn in log.turns] == digests[: len(log.turns)]
            store.hold(log.game).release()  # nobody holds it any more
        assert store.check() == []
        assert store.games()[1] == []
    finally:
        keepers.kill()
        keepers.communicate()


FULL = """
import os, resource, signal, sys
from pathlib import Path
from sim.games.game import Game
from sim.games.replays import load
from sim.games.saves import Saving
from sim.games.store import Store, StoreError

def limit(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

def fill(folder):
    with open(folder / "ballast", "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(512))
        except OSError:
            pass

replay, folder, full = load(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]
store = Store(folder)
saving = Saving(store)
game = Game.new(replay.scenario, replay.seed)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
kept = 0
for turn in replay.turns:
    game.submit(turn.orders)
    if kept == 2:
        limit(1024) if full == "a limit" else fill(folder)
    try:
        saving.keep(game)
        kept = len(game.log)
    except StoreError as error:
        print(error)
        break
limit(resource.RLIM_INFINITY)
there = store.read(saving.entry.id)
print(len(there.turns), there.damage)
if full != "a limit":
    os.unlink(folder / "ballast")
saving.keep(game)
there = store.read(saving.entry.id)
print(len(there.turns), there.damage)
print(kept, len(game.log))
"""

SMALL_DISK = ("unshare", "--map-root-user", "--mount", "sh", "-c",
              'mount -t tmpfs -o size=160k none "$0" && exec "$@"')  # fmt: skip


@pytest.mark.parametrize("full", ["a limit", pytest.param("a small disk", marks=pytest.mark.long)])
def test_a_full_disk_is_reported_and_loses_nothing(data_dir, tmp_path, whole, full):
    """The turn is not acknowledged; once there is room again, the next try saves it."""
    if not hasattr(resource, "RLIMIT_FSIZE"):
        pytest.skip("needs a limit for the size of files")
    data_dir.mkdir()
    inside = () if full == "a limit" else (*SMALL_DISK, str(data_dir))
    if inside and (
        not which("unshare") or subprocess.run([*inside, "true"], check=False).returncode
    ):
        pytest.skip("needs a disk of its own")
    file = tmp_path / "game.json"
    file.write_text(Replay.of(whole).text())
    ended = subprocess.run(
        [*inside, sys.executable, "-c", FULL, str(file), str(data_dir), full],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    said, before, after, numbers = ended.stdout.splitlines()
    assert "cannot be written" in said
    kept, played_ = map(int, numbers.split())
    assert 2 <= kept < played_
    assert (before, after) == (f"{kept} None", f"{played_} None")


def test_a_read_only_folder_is_reported(public_folder, whole):
    """Existing games can still be read; once writing is allowed again, the next try saves all."""
    store = Store(public_folder)
    saving = Saving(store)
    game = Game.replay(whole.scenario, whole.seed, whole.log[:1])
    saving.keep(game)
    game.submit(whole.log[1])
    with read_only(public_folder):
        assert store.read(saving.entry.id).damage is None
        with pytest.raises(StoreError, match="cannot be written"):
            saving.keep(game)
        with pytest.raises(StoreError, match="cannot be"):
            keep(store, whole)
    assert opened_while_held(store, saving) == 1
    saving.keep(game)
    assert opened_while_held(store, saving) == 2
    saving.close()


def test_listing_games_takes_bounded_memory(store, data_dir):
    """It takes no more memory, whatever was written into a game's entry."""
    game = store.read(keep(store, played(1))).game
    long = evolve(game, guesses=f"[{' ' * 1_000_000}]")
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        connection.execute("UPDATE games SET guesses = ?, seal = ?", (long.guesses, long.seal))
        connection.commit()
    assert store.read(game.id).damage is None
    ((listed,), damaged) = store.games()
    assert (listed.name, damaged) == (game.name, [])
    assert len(repr(listed)) < 2_000


# --------------------------------------------------------------------------------- older files


@contextmanager
def a_file_of_version(version: int, folder: Path) -> Iterator[sqlite3.Connection]:
    """A file as an older Buckstop made it, to be filled."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for step in itertools.chain(*MIGRATIONS[:version]):
            step(connection) if callable(step) else connection.execute(step)
        yield connection
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


def insert(connection: sqlite3.Connection, table: str, columns: dict[str, object]) -> None:
    """Write a row."""
    marks = ", ".join("?" for _ in columns)
    names = ", ".join(columns)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*columns.values()])


LATER = ("hints", "file")
"""Columns of a game that the second version did not have."""


def test_a_game_of_the_third_version_keeps_its_hidden_hints(store, data_dir, tmp_path):
    """It had hints, but no file names: its seal is valid."""
    game = Game.new(evolve(a_busy_scenario(TURNS), hints=HINTS), 5)
    other = Store(tmp_path / "new")
    saving = Saving(other)
    saving.keep(game, hints=dict.fromkeys(HINTS, 1))
    saving.close()
    log = other.read(saving.entry.id)
    with a_file_of_version(3, data_dir) as connection:
        row = {key: value for key, value in log.game.columns.items() if key != "file"}
        insert(connection, "games", {**row, "scenario_text": log.scenario_text})
    assert store.games() == ([log.game.brief], [])
    assert opened(store, log.game.id).hints == dict.fromkeys(HINTS, 1)
    keep(store, game)  # brings the file up
    assert saves.check(store, log.game.id) is None


def test_a_game_of_the_second_version_can_be_resumed(store, data_dir, tmp_path):
    """It is whole as it is, and after its next turn was saved; no hint was dismissed in it."""
    game = Game.new(evolve(a_busy_scenario(TURNS), hints=HINTS), 5)
    game.submit(())
    other = Store(tmp_path / "new")
    log = other.read(keep(other, game))
    with a_file_of_version(2, data_dir) as connection:
        row = {key: value for key, value in log.game.columns.items() if key not in LATER}
        insert(connection, "games", {**row, "scenario_text": log.scenario_text})
        for turn in log.turns:
            insert(connection, "turns", {"game": log.game.id, **asdict(turn)})
    before = (data_dir / FILE).read_bytes()
    assert store.games() == ([log.game.brief], [])
    assert saves.check(store, log.game.id) is None
    assert (data_dir / FILE).read_bytes() == before
    again = open_game(store, log.game.id)
    assert (again.damage, again.hints) == (None, {})
    again.game.submit(())
    again.saving.keep(again.game, hints=dict.fromkeys(HINTS, 2))
    again.saving.close()
    assert saves.check(store, log.game.id) is None
    assert opened(store, log.game.id).hints == dict.fromkeys(HINTS, 2)


def test_a_file_of_the_first_version_is_upgraded(store, data_dir, whole):
    """Its finished games still count, before and after a game is kept in it."""
    row = FinishedGame.of(whole)
    with a_file_of_version(1, data_dir) as connection:
        insert(connection, "finished_games", asdict(row))
    here = {(row.scenario_hash, row.rules_hash): row.score}
    assert store.best_scores() == (here, 0)
    assert store.games() == ([], [])
    keep(store, Game.replay(whole.scenario, whole.seed, whole.log[:1]))
    assert store.best_scores() == (here, 0)
    alter(data_dir, "UPDATE finished_games SET score = 1000.0")
    assert store.best_scores() == ({}, 1)
