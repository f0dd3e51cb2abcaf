"""Saved games: from a `Game` to the store and back.

The store has what it takes to replay a game. Opening one plays its turns again and compares each
with its stored digest, so that the player continues exactly the game that was left. If a turn is
damaged, the game is offered as it was before that turn.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from sim import __version__, scenario_io
from sim.characters import shown
from sim.codec import converter, orders_from_data, orders_to_data
from sim.forecast import GUESSED, Forecast, Guess, Span
from sim.games import replays
from sim.games.game import Game
from sim.games.replays import Replay, Result, Turn
from sim.games.store import (
    REPLAYS,
    Damage,
    FinishedGame,
    Gone,
    KeptGame,
    KeptLog,
    KeptTurn,
    Store,
    StoreError,
    first_link,
    next_link,
)
from sim.games.store.rows import now
from sim.model.orders import Award, Order
from sim.model.scenario import Hint

if TYPE_CHECKING:
    from filelock import BaseFileLock


@frozen
class Origin:
    """Where a game comes from that the player did not begin at the first turn."""

    parent: int | None = None
    """The saved game that it branches from."""
    turn: int | None = None
    """The first turn of the branch."""
    borrowed: bool = False
    """Whether it has decisions from an imported game; then it counts for no best score."""
    file: str = ""
    """The name of the imported file."""


class Saving:
    """Saves one game as it is played; the game is locked until `close`."""

    def __init__(self, store: Store, origin: Origin = Origin()) -> None:
        """Writes nothing before the first `keep`."""
        self._store = store
        self._origin = origin
        self._begun = now()
        self._entry: KeptGame | None = None
        self._lock: BaseFileLock | None = None
        self._log: list[tuple[Order, ...]] = []
        """The orders of the turns in the store."""
        self._turns: list[KeptTurn] = []
        """The rows of the turns in the store."""
        self._root = ""
        """The first link of the chain of turns."""
        self._stale = False
        """Whether to rewrite the row just to update when the game was last played."""

    @property
    def entry(self) -> KeptGame | None:
        """The game's row in the store; None before the first `keep`."""
        return self._entry

    def keep(
        self,
        game: Game,
        guesses: Sequence[Guess] = (),
        hints: Mapping[Hint, int] = MappingProxyType({}),
    ) -> None:
        """Save a game; when this returns, all of it is on disk.

        Args:
            game: The game, which keeps its turns.
            guesses: The player's guesses.
            hints: The hints that the player dismissed, each with the turn.

        Raises:
            StoreError: nothing was written; the next call writes everything that is missing.
        """
        text = "" if self._entry is not None else scenario_io.text_of(game.scenario)
        entry = self._entry_of(game, guesses, hints)
        if self._entry is None:
            self._root = first_link(entry, text)
        first = self._first_new(game)
        turns = self._turns[: first - 1]
        link = turns[-1].link if turns else self._root
        for number in range(first, len(game.log) + 1):
            orders = _written(orders_to_data(game.log[number - 1]))
            digest = game.digest(after=number)
            link = next_link(link, number, orders, digest)
            turns.append(KeptTurn(number, orders, digest, link))
        entry = evolve(entry, head=link)
        if self._stands(entry):
            return
        counts = game.over and not self._origin.borrowed and not self._ended
        finished = FinishedGame.of(game) if counts else None
        if self._entry is None:
            entry, self._lock = self._store.add(entry, text, turns, finished)
        else:
            try:
                self._store.update(entry, first, turns[first - 1 :], finished)
            except Gone:  # the file was removed: save everything as a new game
                self.close()
                self._entry, self._turns, self._log = None, [], []
                self.keep(game, guesses, hints)
                return
        self._entry, self._turns, self._log = entry, turns, list(game.log)
        self._stale = False

    @property
    def _ended(self) -> bool:
        """Whether the end of the game is in the store already."""
        return self._entry is not None and self._entry.outcome is not None

    def _first_new(self, game: Game) -> int:
        """The first turn that is missing or different in the store."""
        same = 0
        for kept, played in zip(self._log, game.log, strict=False):
            if kept != played:
                break
            same += 1
        return same + 1

    def _stands(self, entry: KeptGame) -> bool:
        """Whether the row in the store is up to date."""
        if self._entry is None or self._stale:
            return False
        return evolve(entry, changed=self._entry.changed) == self._entry

    def _entry_of(
        self, game: Game, guesses: Sequence[Guess], hints: Mapping[Hint, int]
    ) -> KeptGame:
        """The game's row as it should be, without the last link."""
        entry, origin = self._entry, self._origin
        return KeptGame(
            id=entry.id if entry else None,
            scenario=game.scenario.id,
            title=game.scenario.title,
            scenario_hash=game.scenario_hash,
            rules_hash=game.rules_hash,
            version=entry.version if entry else __version__,
            seed=game.seed,
            begun=entry.begun if entry else self._begun,
            parent=origin.parent,
            parent_turn=origin.turn,
            borrowed=int(origin.borrowed),
            turns=len(game.log),
            turns_most=game.scenario.turns,
            head="",
            drafted=_written(orders_to_data(game.pending)),
            guesses=_written([_guess_to_data(guess) for guess in guesses]),
            score=game.score(),
            outcome=game.outcome.kind.value if game.outcome else None,
            changed=now(),
            hints=_written(
                [(n, hints[one]) for n, one in enumerate(game.scenario.hints) if one in hints]
            ),
            file=origin.file,
        )

    def keep_replay(self, game: Game) -> Path:
        """Write the replay of a finished game, for sharing. Raises `StoreError` if that fails."""
        name = f"{game.scenario.id}-{game.seed}-{game.score():.0f}"
        return self._store.keep_file(REPLAYS, name, Replay.of(game).text())

    def taken_up(self, game: Game, log: KeptLog, lock: "BaseFileLock") -> None:
        """Continue a saved game.

        Args:
            game: The game, played up to its last stored turn.
            log: The game in the store.
            lock: Its lock.
        """
        self._entry, self._lock = log.game, lock
        self._root = first_link(log.game, log.scenario_text)
        self._turns, self._log = list(log.turns), list(game.log)
        self._stale = True

    def close(self) -> None:
        """Release the game's lock."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


@frozen
class Opened:
    """A saved game, played up to where it was left."""

    game: Game
    guesses: tuple[Guess, ...]
    hints: dict[Hint, int]
    """The dismissed hints, each with the turn."""
    saving: Saving
    """Saves the game from here on."""
    damage: Damage | None
    """What was wrong with the saved game; if a turn, the game stands before it as a branch."""


def open_game(store: Store, id: int) -> Opened:
    """Open a saved game to continue it.

    Args:
        store: Where it is.
        id: Its number.

    Raises:
        StoreError: the game is missing, locked, played under other rules, or damaged throughout.
    """
    log = store.read(id)
    lock = store.hold(log.game)
    try:
        log = store.read(id)  # it may have changed before the lock
        game, damage = played(log)
        if damage is None:
            damage = _draft(game, log.game)
    except BaseException:
        lock.release()
        raise
    if damage is not None and damage.turn is not None:
        lock.release()
        origin = Origin(id, damage.turn, bool(log.game.borrowed))
        guesses, hints = guesses_of(log.game, damage.turn), hints_of(log.game, game)
        return Opened(game, guesses, hints, Saving(store, origin), damage)
    one = log.game
    saving = Saving(store, Origin(one.parent, one.parent_turn, bool(one.borrowed), one.file))
    saving.taken_up(game, evolve(log, damage=damage), lock)
    guesses, hints = guesses_of(log.game, len(game.log) + 1), hints_of(log.game, game)
    return Opened(game, guesses, hints, saving, damage)


def played(log: KeptLog) -> tuple[Game, Damage | None]:
    """A saved game, played up to its last intact turn, and its damage.

    Raises:
        StoreError: the game was played under other rules, or is damaged throughout.
    """
    replay = replay_of(log)
    verdict = replays.prove(replay)
    if verdict.game is None:
        raise StoreError(f"{log.game.name} cannot be continued: {verdict.reason}")
    if verdict.result is Result.SAME:
        return verdict.game, log.damage
    assert verdict.turn is not None
    if len(verdict.game.log) >= verdict.turn:
        verdict.game.back_to(verdict.turn)
    return verdict.game, Damage(verdict.turn, verdict.reason.rstrip("."))


def replay_of(log: KeptLog) -> Replay:
    """The replay of the intact turns of a saved game.

    Raises:
        StoreError: its scenario, seed or orders cannot be read.
    """
    if not 0 <= log.game.seed <= replays.SEED_MAX:
        raise StoreError(f"{log.game.name}: its seed is not between 0 and {replays.SEED_MAX}.")
    scenario, faults = scenario_io.check_text(log.scenario_text, "scenario")
    if scenario is None:
        errors = [str(fault) for fault in faults if fault.is_error]
        raise StoreError(f"{log.game.name}: its scenario cannot be read: {errors[0]}.")
    turns = []
    for turn in log.turns:
        try:
            orders = _orders(turn.orders)
        except ValueError as error:
            raise StoreError(f"{log.game.name}: turn {turn.number}: {error}.") from error
        turns.append(Turn(orders, turn.digest))
    return Replay(
        scenario=scenario,
        scenario_hash=log.game.scenario_hash,
        rules_hash=log.game.rules_hash,
        seed=log.game.seed,
        turns=tuple(turns),
        version=log.game.version,
    )


def bring_in(store: Store, replay: Replay, file: str = "") -> tuple[KeptGame, bool]:
    """Import a replay as a saved game, unless the store has it already, turn for turn.

    Args:
        store: Where to save it.
        replay: The game.
        file: The name of the file that it comes from, without folders.

    Returns:
        The saved game, and whether it is new.

    Raises:
        BuckstopError: a turn differs here, or the store cannot be read or written.
    """
    game = replays.proved(replay)
    there = _there_already(store, game, replay)
    if there is not None:
        return there, False
    saving = Saving(store, Origin(borrowed=True, file=shown(file)))
    saving.keep(game)
    saving.close()
    assert saving.entry is not None
    return saving.entry, True


def _there_already(store: Store, game: Game, replay: Replay) -> KeptGame | None:
    """The first saved game with exactly the turns of a replay."""
    turns = [(_written(orders_to_data(turn.orders)), turn.digest) for turn in replay.turns]
    what = game.scenario_hash, game.rules_hash, game.seed, len(turns)
    found, _ = store.games()
    for one in sorted(found, key=lambda one: one.id or 0):
        if (one.scenario_hash, one.rules_hash, one.seed, one.turns) != what or one.id is None:
            continue
        log = store.read(one.id)
        if log.damage is None and [(turn.orders, turn.digest) for turn in log.turns] == turns:
            return one
    return None


def check(store: Store, id: int) -> Damage | None:
    """The damage of a saved game, if any, by its hashes and by playing it again.

    Raises:
        StoreError: the game cannot be read, or was played under other rules.
    """
    return played(store.read(id))[1]


def _written(data: Any) -> str:
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def _orders(text: str) -> tuple[Order, ...]:
    """A turn's orders from JSON. Raises `ValueError` if the text is anything else."""
    try:
        data = json.loads(text)
    except RecursionError:
        raise ValueError("its brackets are nested too deeply") from None
    if not isinstance(data, list) or len(data) > replays.ORDERS_MOST:
        raise ValueError(f"expected a list of at most {replays.ORDERS_MOST:,} orders")
    return orders_from_data(data)


def _draft(game: Game, entry: KeptGame) -> Damage | None:
    """Restore the drafted orders; returns the damage if they cannot be read."""
    try:
        orders = _orders(entry.drafted)
    except ValueError as error:
        return Damage(None, f"its drafted orders cannot be read ({error})")
    for order in orders:
        game.draft(order)
    return None


def _guess_to_data(guess: Guess) -> dict[str, Any]:
    """A guess as JSON data, without the cases of its forecast, which only its own turn needs."""
    return {
        "award": converter().unstructure(guess.award),
        "turn": guess.turn,
        "finish": converter().unstructure(guess.finish),
        "cost": converter().unstructure(guess.cost),
        "seen": {kind.value: converter().unstructure(guess.seen.spans[kind]) for kind in GUESSED},
        "done": guess.seen.done,
        "futures": guess.seen.futures,
    }


def _guess_from_data(data: dict[str, Any]) -> Guess:
    def span(value: Any) -> Span:
        return converter().structure(value, Span)

    def number(key: str) -> int:
        value: int = converter().structure(data[key], int)
        if value < 1:
            raise ValueError(f"{key} is {value}")
        return value

    spans = {kind: span(data["seen"][kind.value]) for kind in GUESSED}
    done = converter().structure(data["done"], float)
    return Guess(
        award=converter().structure(data["award"], Award),
        turn=number("turn"),
        finish=span(data["finish"]),
        cost=span(data["cost"]),
        seen=Forecast(spans=spans, done=done, futures=number("futures"), cases={}),
    )


def guesses_of(game: KeptGame, turn: int) -> tuple[Guess, ...]:
    """The guesses of turns up to `turn`; none if they cannot be read."""
    try:
        found = [_guess_from_data(one) for one in json.loads(game.guesses)]
    except Exception:  # damaged: the game can do without
        return ()
    return tuple(guess for guess in found if guess.turn <= turn)


def hints_of(entry: KeptGame, game: Game) -> dict[Hint, int]:
    """A game's dismissed hints, each with the turn; none if they cannot be read."""
    try:
        pairs = converter().structure(json.loads(entry.hints), list[tuple[int, int]])
    except Exception:  # damaged: the game can do without
        return {}
    given = game.scenario.hints
    return {given[number]: turn for number, turn in pairs if 0 <= number < len(given)}
