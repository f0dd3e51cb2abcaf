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
        help="A replay: a file from run --replay, saves export, or the crashes folder.",
    ),
]

PROVED = ("outcome", "score", "objectives", "totals", "mode_share")
"""Keys of `run --json` that are null unless every turn matches."""

DRAFTED_MOST = 50
"""Drafted orders that are listed; --json has all."""


Watch = Annotated[
    bool,
    Parameter(
        negative=(),
        show_default=False,
        help="Open the game and watch it turn by turn. You can take over from any turn.",
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
    """Play a replay again and prove that every turn matches.

    The exit code is 1 when a turn differs, naming the first, or when the replay was played under
    other rules. For a game that a bug ended, the finished turns are proved, and the orders that
    were drafted are tried.
    """
    from sim.cli.opening import need_terminal, open_game
    from sim.games.replays import Result, load, prove, proved

    kept = load(file)
    if watch and as_json:
        raise UsageError("--watch opens the game and --json prints: use only one of them.")
    if watch:
        need_terminal()
        return open_game(None, None, data_dir, watch=proved(kept))
    verdict = prove(kept)
    if as_json:
        console.write_json(_document(kept, verdict))
    else:
        for line in _account(kept, verdict):
            console.write(line)
    if verdict.fault is not None:
        left = f"Turn {verdict.turn} of the file raises it."
        raise Crashed(verdict.fault, left) from verdict.fault
    return 0 if verdict.result is Result.SAME else 1


def _document(kept: "Replay", verdict: "Verdict") -> dict[str, Any]:
    from sim.games.replays import Result

    game = verdict.game
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
        "crash": None if kept.crash is None else kept.crash.to_data(),
    }


def _account(kept: "Replay", verdict: "Verdict") -> Iterator[str]:
    from sim.games.replays import Result

    turns = len(kept.turns)
    yield f"{kept.scenario.title} ({kept.scenario.id}), seed {kept.seed}, version {kept.version}"
    if verdict.game is not None and verdict.game.outcome is not None:
        outcome = verdict.game.outcome
        yield f"{outcome.kind.value} in turn {outcome.turn}: {outcome.reason}"
    same = "no turn was played" if turns == 0 else f"all turns match: {turns}"
    if verdict.result is Result.SAME:
        yield same
        if kept.turns:
            yield f"digest {kept.turns[-1].digest}"
    elif verdict.result is Result.DIFFERS:
        yield f"turn {verdict.turn} of {turns} is the first to differ: {verdict.reason}"
    elif verdict.result is not Result.FAULT:
        yield f"not played again: {verdict.reason}"
    if kept.crash is None:
        return
    if verdict.result is Result.FAULT:
        yield same
    yield ""
    yield f"ended by a bug: {kept.crash.fault}"
    yield f"with Python {kept.crash.python} on {kept.crash.platform}"
    yield from _drafted(kept, verdict)


def _drafted(kept: "Replay", verdict: "Verdict") -> Iterator[str]:
    """The orders drafted when the game crashed, and what happens to them here."""
    from sim import narrate
    from sim.games.replays import Result

    assert kept.crash is not None
    orders, game = kept.crash.drafted, verdict.game
    proved = verdict.result in (Result.SAME, Result.FAULT)
    known = game is not None and proved and not game.over and not game.problems(orders)
    yield f"drafted orders: {len(orders)}"
    for order in orders[:DRAFTED_MOST]:
        text = narrate.order(game.observation, order) if game is not None and known else order
        yield f"  > {str(text)[: console.LINE_MAX]}"
    if len(orders) > DRAFTED_MOST:
        yield f"  > and {len(orders) - DRAFTED_MOST} more"
    if verdict.result is Result.FAULT:
        yield f"turn {verdict.turn} cannot be played as drafted: {verdict.reason}"
    elif known and game is not None:
        yield f"turn {game.turn} can be played as drafted"
