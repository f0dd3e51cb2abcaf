"""Playing a replay again, and comparing the state after every turn."""

import enum
from collections.abc import Sequence

from attrs import frozen

import sim
from sim import scenario_io
from sim.errors import BuckstopError, IllegalOrders
from sim.games.game import Game
from sim.games.replays.replay import SAID_MOST, Replay, in_a_line
from sim.model.orders import Order
from sim.scenario_io.faults import printable


class Result(enum.StrEnum):
    """What came of playing a replay again."""

    SAME = "same"
    """Every turn came out as it did."""
    DIFFERS = "differs"
    """A turn did not."""
    FAULT = "fault"
    """Every turn came out as it did, and the one that was drafted cannot be played."""
    OTHER_RULES = "other_rules"
    """It was played under rules that this version does not have. It was not played again."""
    OTHER_SCENARIO = "other_scenario"
    """The scenario in it is not the one that it says. It was not played again."""


@frozen
class Verdict:
    """Whether a replay comes out the same."""

    result: Result
    reason: str = ""
    """In a sentence, why not."""
    turn: int | None = None
    """The turn that differs or cannot be played: the first one."""
    game: Game | None = None
    """The game, as far as it came out the same, or up to the turn that differs."""
    fault: Exception | None = None
    """What was raised in that turn."""


def prove(replay: Replay) -> Verdict:
    """Play a replay again, and compare the state after every turn."""
    here = scenario_io.scenario_hash(replay.scenario)
    version = ""
    if replay.version != sim.__version__:
        version = f" It was played with version {replay.version}; this is {sim.__version__}."
    if here != replay.scenario_hash:
        said = f"its scenario has the hash {here[:12]}…, not {replay.scenario_hash[:12]}…: it was"
        return Verdict(Result.OTHER_SCENARIO, f"{said} changed after the game.{version}")
    game = Game.new(replay.scenario, replay.seed)
    if game.rules_hash != replay.rules_hash:
        said = f"it was played under the rules {replay.rules_hash[:12]}…; those here are"
        return Verdict(Result.OTHER_RULES, f"{said} {game.rules_hash[:12]}….{version}")
    for number, turn in enumerate(replay.turns, 1):
        fault, why = _played(game, turn.orders)
        if not why and (digest := game.digest()) != turn.digest:
            why = f"the state after it has the digest {digest[:12]}…, not {turn.digest[:12]}…."
        if why:
            return Verdict(Result.DIFFERS, why + version, number, game, fault)
    if replay.crash is not None and not game.over:
        turn_drafted = game.turn
        fault, why = _played(game, replay.crash.drafted)
        if why:
            return Verdict(Result.FAULT, why + version, turn_drafted, game, fault)
        game.back_to(turn_drafted)
    return Verdict(Result.SAME, game=game)


def proved(replay: Replay) -> Game:
    """The game of a replay that comes out the same; of one that a fault ended, up to its draft.

    Raises:
        BuckstopError: it does not come out the same.
    """
    verdict = prove(replay)
    if verdict.game is None or verdict.result not in (Result.SAME, Result.FAULT):
        where = f"turn {verdict.turn} differs: " if verdict.turn else ""
        raise BuckstopError(f"The replay does not come out the same here: {where}{verdict.reason}")
    return verdict.game


def _played(game: Game, orders: Sequence[Order]) -> tuple[Exception | None, str]:
    """Play a turn: what was raised, and why it cannot be played, if so."""
    try:
        game.submit(orders)
    except IllegalOrders as error:
        return None, f"its orders are not legal: {printable(str(error), SAID_MOST)}"
    except Exception as error:  # whatever the engine has against it is what is asked for
        return error, f"playing it raises {in_a_line(error)}."
    return None, ""
