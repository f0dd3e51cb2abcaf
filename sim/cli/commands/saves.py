"""`buckstop saves`: the games that are kept as they are played."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from sim import files
from sim.cli import console
from sim.cli.arguments import DataDir, Json, file_argument, whole_number
from sim.errors import BuckstopError, UsageError

if TYPE_CHECKING:
    from sim.games.store import KeptGame, Store

saves = App(
    name="saves",
    help="List the games that are kept, export, import, verify or delete them.\n\n"
    "Games are kept as they are played. Without a command, they are listed.",
)

GAME_MOST = 10**12
"""The largest number of a game."""


def _number(_: Any, tokens: Sequence[Any]) -> int:
    return whole_number(tokens[0].value, GAME_MOST, "a game's number")


def _numbers(_: Any, tokens: Sequence[Any]) -> tuple[int, ...]:
    return tuple(whole_number(token.value, GAME_MOST, "a game's number") for token in tokens)


GameNumber = Annotated[
    int, Parameter(converter=_number, metavar="N", help="A game's number in the list.")
]
GameNumbers = Annotated[
    tuple[int, ...],
    Parameter(converter=_numbers, metavar="N...", help="Games' numbers in the list."),
]
OutFile = Annotated[
    Path,
    Parameter(
        converter=file_argument,
        metavar="FILE",
        help="The file to write; it must not be there. When left out, it is named after the game, "
        "in the folder you are in.",
    ),
]
InFile = Annotated[
    Path, Parameter(converter=file_argument, metavar="FILE", help="A replay, as export writes it.")
]


@saves.default
def listed(*, as_json: Json = False, data_dir: DataDir | None = None) -> int:
    """List the games that are kept, the one that was played last first."""
    from sim.games.store import Store

    games, damaged = Store(data_dir).games()
    for id in damaged:
        console.warn(f"The entry of game {id} is damaged; see buckstop saves verify.")
    if as_json:
        console.write_json([_document(game) for game in games])
    elif not games:
        console.say("No games are kept yet. buckstop play begins one.")
    else:
        console.write_table(
            ("game", "scenario", "seed", "turn", "score", "state", "from", "last played"),
            [_row(game) for game in games],
            numbers=("game", "seed", "score"),
        )
    return 0


saves.command(listed, name="list")


def _row(game: "KeptGame") -> tuple[str, ...]:
    return (
        str(game.id),
        game.title,
        str(game.seed),
        game.stands_in(" of "),
        f"{game.score:.0f}",
        game.outcome or "goes on",
        game.origin or "-",
        game.played,
    )


def _document(game: "KeptGame") -> dict[str, Any]:
    return {
        "game": game.id,
        "scenario": game.scenario,
        "title": game.title,
        "seed": game.seed,
        "turns": game.turns,
        "turns_most": game.turns_most,
        "score": game.score,
        "outcome": game.outcome,
        "parent": game.parent,
        "parent_turn": game.parent_turn,
        "borrowed": bool(game.borrowed),
        "file": game.file or None,
        "begun": game.begun,
        "changed": game.changed,
        "version": game.version,
        "scenario_hash": game.scenario_hash,
        "rules_hash": game.rules_hash,
    }


@saves.command
def export(
    game: GameNumber, file: OutFile | None = None, /, *, data_dir: DataDir | None = None
) -> int:
    """Write a game's replay to a file, to be shared, mailed, or attached to a bug.

    It is not played again for that, so that a game of another version can be exported, too.
    """
    from sim.games.saves import replay_of
    from sim.games.store import Store

    log = Store(data_dir).read(game)
    replay = replay_of(log)
    path = file or Path(f"{replay.scenario.id}-{replay.seed}-game-{game}.json")
    try:
        files.write_new(path, replay.text())
    except FileExistsError:
        raise UsageError(f"{path} is there already. Name another file.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "that is no file name"
        raise UsageError(f"{path} cannot be written: {why.lower()}.") from None
    console.write(str(path))
    if log.damage is not None:
        raise BuckstopError(
            f"Of {log.game.name} {log.damage.text} The file holds the {len(log.turns)} turns that "
            "are whole."
        )
    return 0


@saves.command(name="import")
def bring(file: InFile, /, *, data_dir: DataDir | None = None) -> int:
    """Keep a game from a replay's file, to be watched and taken over in the game.

    It is played again first; what does not come out the same here is not kept. A game that is there
    already, turn for turn, is named and not kept a second time; the exit code is 0 then, too.
    """
    from sim.games.replays import load
    from sim.games.saves import bring_in
    from sim.games.store import Store

    game, new = bring_in(Store(data_dir), load(file), file.name)
    console.write(
        f"{file.name} is kept as game {game.id}"
        if new
        else f"{file.name} is there already, as {game.name}: nothing was added"
    )
    return 0


@saves.command
def verify(
    games: GameNumbers = (), /, *, as_json: Json = False, data_dir: DataDir | None = None
) -> int:
    """Check that games are what was written: each by itself, and by playing it again.

    Without numbers, all games are checked, the finished ones that count for the best scores, and
    the file as such. The exit code is 1 when anything is wrong.
    """
    from sim.games.store import Store

    store = Store(data_dir)
    found = list(_wrong(store, games))
    if as_json:
        console.write_json(
            [{"game": id, "turn": turn, "message": told} for id, turn, told in found]
        )
    else:
        for _, _, told in found:
            console.write(told)
        if not found:
            console.write("All is as it was written.")
    return 1 if found else 0


def _wrong(store: "Store", wanted: tuple[int, ...]) -> "list[tuple[int | None, int | None, str]]":
    """What is wrong: with which game, in which turn, and how."""
    from sim.games.saves import check

    found: list[tuple[int | None, int | None, str]] = []
    if not wanted:
        found += [(None, None, f"{store.path}: {told}") for told in store.check()]
        _, damaged = store.best_scores()
        if damaged:
            told = f"finished games whose row is damaged: {damaged}; they count for no best score."
            found.append((None, None, told))
        games, broken = store.games()
        wanted = tuple(sorted([*(game.id or 0 for game in games), *broken]))
    for id in wanted:
        try:
            damage = check(store, id)
        except BuckstopError as error:
            found.append((id, None, str(error)))
            continue
        if damage is not None:
            found.append((id, damage.turn, f"game {id}: {damage.text}"))
    return found


@saves.command
def delete(games: GameNumbers, /, *, data_dir: DataDir | None = None) -> int:
    """Delete games. Their scores still count, and their branches stay."""
    from sim.games.store import Store

    store = Store(data_dir)
    for id in games:
        store.delete(id)
        console.write(f"game {id} is deleted")
    return 0
