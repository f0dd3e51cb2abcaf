"""`buckstop saves`: the games that are saved as you play."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from sim import files
from sim.cli import console
from sim.cli.arguments import DataDir, Json, file_argument, parsed_by, whole_number
from sim.errors import BuckstopError, UsageError, reason

if TYPE_CHECKING:
    from sim.games.store import KeptGame, Store

saves = App(
    name="saves",
    help="List, export, import, verify or delete saved games.\n\n"
    "Games are saved as you play. Without a command, they are listed.",
)

KEYS = (
    "scenario", "title", "seed", "turns", "turns_most", "score", "outcome", "parent", "parent_turn",
    "borrowed", "file", "begun", "changed", "version", "scenario_hash", "rules_hash",
)  # fmt: skip
"""What --json prints of a game, besides its number."""

GAME_MOST = 10**12
"""The largest number of a game."""


_number = parsed_by(whole_number, GAME_MOST, "a game's number")


def _numbers(_: Any, tokens: Sequence[Any]) -> tuple[int, ...]:
    return tuple(_number(_, [token]) for token in tokens)


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
        help="The new file. By default it is named after the game, in the current folder.",
    ),
]
InFile = Annotated[
    Path, Parameter(converter=file_argument, metavar="FILE", help="A replay, as export writes it.")
]


@saves.default
def listed(*, as_json: Json = False, data_dir: DataDir | None = None) -> int:
    """List the saved games, the last played first."""
    from sim.games.store import Store

    games, damaged = Store(data_dir).games()
    for id in damaged:
        console.warn(f"The entry of game {id} is damaged; see buckstop saves verify.")
    if as_json:
        console.write_json([_document(game) for game in games])
    elif not games:
        console.say("There are no saved games yet. buckstop play starts one.")
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
        game.outcome or "running",
        game.origin or "-",
        game.played,
    )


def _document(game: "KeptGame") -> dict[str, Any]:
    document = {key: getattr(game, key) for key in KEYS}
    return {"game": game.id, **document, "borrowed": bool(game.borrowed), "file": game.file or None}


@saves.command
def export(
    game: GameNumber, file: OutFile | None = None, /, *, data_dir: DataDir | None = None
) -> int:
    """Write a game as a replay, to share or attach to a bug report.

    The game is not played again, so games of other versions can be exported, too.
    """
    from sim.games.saves import replay_of
    from sim.games.store import Store

    log = Store(data_dir).read(game)
    replay = replay_of(log)
    path = file or Path(f"{replay.scenario.id}-{replay.seed}-game-{game}.json")
    try:
        files.write_new(path, replay.text())
    except FileExistsError:
        raise UsageError(f"{path} exists already. Name another file.") from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not a valid file name"
        raise UsageError(f"{path} cannot be written: {why}.") from None
    console.write(str(path))
    if log.damage is not None:
        raise BuckstopError(
            f"{log.game.name}: {log.damage.text} The file has the {len(log.turns)} intact turns."
        )
    return 0


@saves.command(name="import")
def bring(file: InFile, /, *, data_dir: DataDir | None = None) -> int:
    """Add a replay as a game, to watch and take over.

    The replay is proved first, and refused if a turn differs. A game that you have already, turn
    for turn, is named and not added again; the exit code is 0 then, too.
    """
    from sim.games.replays import load
    from sim.games.saves import bring_in
    from sim.games.store import Store

    game, new = bring_in(Store(data_dir), load(file), file.name)
    console.write(
        f"{file.name} was added as game {game.id}"
        if new
        else f"{file.name} is already saved as {game.name}: nothing was added"
    )
    return 0


@saves.command
def verify(
    games: GameNumbers = (), /, *, as_json: Json = False, data_dir: DataDir | None = None
) -> int:
    """Check that games are as they were written, and play them again.

    Without numbers, this checks all games, the finished ones that count for the best scores, and
    the database itself. The exit code is 1 if anything is wrong.
    """
    from sim.games.store import Store

    store = Store(data_dir)
    found = list(_wrong(store, games))
    if as_json:
        console.write_json(
            [{"game": id, "turn": turn, "message": text} for id, turn, text in found]
        )
    else:
        for _, _, text in found:
            console.write(text)
        if not found:
            console.write("Everything is as it was written.")
    return 1 if found else 0


def _wrong(store: "Store", wanted: tuple[int, ...]) -> "list[tuple[int | None, int | None, str]]":
    """What is wrong: the game, the turn, and a message."""
    from sim.games.saves import check

    found: list[tuple[int | None, int | None, str]] = []
    if not wanted:
        found += [(None, None, f"{store.path}: {text}") for text in store.check()]
        _, damaged = store.best_scores()
        if damaged:
            text = f"{damaged} finished games are damaged; they no longer count as best scores."
            found.append((None, None, text))
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
