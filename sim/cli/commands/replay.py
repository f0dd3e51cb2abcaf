"""`buckstop replay`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from sim.cli import console
from sim.cli.arguments import DataDir, Json, file_argument
from sim.errors import Crashed, UsageError

if TYPE_CHECKING:
    from sim.games.replays import Replay, Verdict

ReplayFile = Annotated[
    Path,
    Parameter(
        converter=file_argument,
        metavar="FILE",
        help="A replay: the file of run --replay, or what a fault left of a game in the terminal.",
    ),
]

PROVED = ("outcome", "score", "objectives", "totals", "mode_share")
"""Keys of `run --json` that a game has when its turns come out the same; else they are null."""

DRAFTED_MOST = 50
"""Drafted orders that are listed; all are in the document of --json."""


Watch = Annotated[
    bool,
    Parameter(
        negative=(),
        show_default=False,
        help="Open the game, and watch it turn by turn. It can be taken over from any turn.",
    ),
]


def replay(
    file: ReplayFile,
    /,
    *,
    watch: Watch = False,
    as_json: Json = False,
    data_dir: DataDir | None = None,
) -> int:
    """Play a replay again, and prove that it comes out the same.

    The exit code is 1 when a turn differs, the first of which is named, and when the replay was
    played under other rules. Of a game that a fault ended, the turns that were played are proved,
    and the orders that were drafted then are tried.
    """
    from sim.games.replays import Result, load, prove

    kept = load(file)
    if watch and as_json:
        raise UsageError("--watch opens the game, and --json prints: take one of them.")
    if watch:
        return _watched(kept, data_dir)
    verdict = prove(kept)
    if as_json:
        console.write_json(_document(kept, verdict))
    else:
        for line in _account(kept, verdict):
            console.write(line)
    if verdict.fault is not None:
        left = f"Turn {verdict.turn} of that file raises it."
        raise Crashed(verdict.fault, left) from verdict.fault
    return 0 if verdict.result is Result.SAME else 1


def _watched(kept: "Replay", data_dir: Path | None) -> int:
    """Open the game on a replay that comes out the same."""
    from sim.cli.opening import need_terminal, open_game
    from sim.games.replays import proved

    need_terminal()
    game = proved(kept)
    return open_game(None, None, data_dir, watch=game)


def _document(kept: "Replay", verdict: "Verdict") -> dict[str, Any]:
    from sim.codec import orders_to_data
    from sim.games.replays import Result

    crash, game = kept.crash, verdict.game
    proved = game is not None and verdict.result in (Result.SAME, Result.FAULT)
    result = game.result("") if game is not None and proved else {}
    return {
        "scenario": kept.scenario.id,
        "scenario_hash": kept.scenario_hash,
        "rules_hash": kept.rules_hash,
        "version": kept.version,
        "seed": kept.seed,
        "turns": len(kept.turns),
        "result": verdict.result.value,
        "turn": verdict.turn,
        "reason": verdict.reason,
        "digest": kept.turns[-1].digest if kept.turns else None,
        **{key: result.get(key) for key in PROVED},
        "crash": None
        if crash is None
        else {
            "drafted": orders_to_data(crash.drafted),
            "fault": crash.fault,
            "traceback": crash.traceback,
            "python": crash.python,
            "platform": crash.platform,
        },
    }


def _account(kept: "Replay", verdict: "Verdict") -> Iterator[str]:
    from sim.games.replays import Result

    turns = len(kept.turns)
    yield f"{kept.scenario.title} ({kept.scenario.id}), seed {kept.seed}, version {kept.version}"
    if verdict.game is not None and verdict.game.outcome is not None:
        outcome = verdict.game.outcome
        yield f"{outcome.kind.value} in turn {outcome.turn}: {outcome.reason}"
    same = "no turn was played" if turns == 0 else f"all turns come out the same: {turns}"
    if verdict.result is Result.SAME:
        yield same
        if kept.turns:
            yield f"digest {kept.turns[-1].digest}"
    elif verdict.result is Result.DIFFERS:
        yield f"turn {verdict.turn} of {turns} is the first that differs: {verdict.reason}"
    elif verdict.result is not Result.FAULT:
        yield f"not played again: {verdict.reason}"
    if kept.crash is None:
        return
    if verdict.result is Result.FAULT:
        yield same
    yield ""
    yield f"ended by a fault: {kept.crash.fault}"
    yield f"with Python {kept.crash.python} on {kept.crash.platform}"
    yield from _drafted(kept, verdict)


def _drafted(kept: "Replay", verdict: "Verdict") -> Iterator[str]:
    """What was drafted when the fault came, and what comes of it here."""
    from sim import narrate
    from sim.games.replays import Result

    assert kept.crash is not None
    orders, game = kept.crash.drafted, verdict.game
    proved = verdict.result in (Result.SAME, Result.FAULT)
    known = game is not None and proved and not game.over and not game.problems(orders)
    yield f"drafted orders: {len(orders)}"
    for order in orders[:DRAFTED_MOST]:
        told = narrate.order(game.observation, order) if game is not None and known else order
        yield f"  > {str(told)[: console.LINE_MAX]}"
    if len(orders) > DRAFTED_MOST:
        yield f"  > and {len(orders) - DRAFTED_MOST} more"
    if verdict.result is Result.FAULT:
        yield f"turn {verdict.turn}, as it was drafted, cannot be played: {verdict.reason}"
    elif known and game is not None:
        yield f"turn {game.turn}, as it was drafted, can be played here"
