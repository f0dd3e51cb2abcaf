"""The calibration of forecasts: a manager's awards, forecast and then played.

An 80% range should contain four actual figures in five. Each award of a sensible manager is
forecast, and a copy of the game plays on as the forecast assumes: default answers, the lowest bid
for work that comes back, and everything else as the manager would do it. The result is in
`calibration.toml`, with the hash of the rules. To measure again (some minutes on two cores):

    python -m sim.lab.validation.calibration > calibration.toml
    mv calibration.toml sim/lab/validation/
"""

import functools
from collections.abc import Sequence

from attrs import frozen

from sim import files
from sim.engine import legality
from sim.engine.observe import observe
from sim.engine.record import Record
from sim.engine.turn import resolve
from sim.forecast import (
    RANGES,
    Actual,
    CostTally,
    Forecast,
    answers,
    default_terms,
    forecast,
    task_of,
)
from sim.games.game import Game
from sim.model.explanation import FigureKind
from sim.model.orders import Answer, Award, Order
from sim.model.world import Observation, World
from sim.policies.manager import Manager
from sim.processes import counter, spread
from sim.rules import load, rules_hash
from sim.scenario_io import catalogue, load_file

SEEDS = range(6000, 6012)
"""Seeds that nothing was tuned on."""

DRAWN = 100
"""Futures per forecast."""


@frozen
class Foretold:
    """The forecast of an award, and the actual outcome."""

    seen: Forecast
    came: Actual


@frozen
class Calibration:
    """The measured calibration."""

    rules_hash: str
    awards: int
    inside: dict[str, float]
    """Share of actual figures within their ranges, by figure."""


@functools.cache
def calibration() -> Calibration:
    """The latest result."""
    found = files.table("lab/validation/calibration.toml")
    return Calibration(found["rules_hash"], found["awards"], found["inside"])


def foretold(job: tuple[str, int, int]) -> list[Foretold]:
    """The first award of each turn of a manager's game, with forecast and outcome.

    `job` is the scenario's id, the seed, and the futures per forecast.
    """
    name, seed, futures = job
    path = next(entry.path for entry in catalogue() if entry.id == name)
    game, manager = Game.new(load_file(path), seed, keep_turns=False), Manager()
    found = []
    while not game.over:
        facts = game.observation
        orders = _legal(facts, manager.decide(facts))
        new = [one for one in orders if isinstance(one, Award) and not one.beside]
        if new:
            came = _played_on(game.whole_world(), new[0].task, orders)
            seen = forecast(facts, new[0], futures, seed, drafted=orders)
            found.append(Foretold(seen, came))
        game.submit(orders)
    return found


def _played_on(world: World, task: str, orders: Sequence[Order]) -> Actual:
    """The outcome of a task, at the end of the game at the latest."""
    tally, manager = CostTally.of(world, task), Manager()
    while True:
        record = Record(postings=True)
        resolve(world, orders, record)
        tally.add(world, record)
        if tally.over or world.outcome is not None:
            return tally.actual(world)
        facts = observe(world)
        wanted = [one for one in manager.decide(facts) if not _touches(facts, one, task)]
        wanted += [one for one in answers(facts) if _touches(facts, one, task)]
        orders = _legal(facts, [*wanted, *_somebody_else(facts, task)])


def _touches(facts: Observation, order: Order, task: str) -> bool:
    """Whether an order concerns a task or its engagements."""
    if isinstance(order, Answer):
        return facts.requests[order.request].subject.startswith(f"{task}/")
    return task_of(facts, order) == task


def _somebody_else(facts: Observation, task: str) -> list[Order]:
    """An award to the lowest bid if nobody has the task."""
    bids = [one for one in facts.offers.for_task(task) if one.provider in facts.providers]
    if facts.tasks[task].engagements or not bids:
        return []
    best = min(bids, key=lambda one: one.quotes[0].amount)
    return [Award(task, best.id, default_terms(facts, best))]


def _legal(facts: Observation, wanted: Sequence[Order]) -> list[Order]:
    found: list[Order] = []
    for order in wanted:
        if not legality.problems(facts, [*found, order]):
            found.append(order)
    return found


def inside(found: Sequence[Foretold], kind: FigureKind) -> float:
    """Share of actual figures within their ranges."""
    hits = 0
    met = 0
    for one in found:
        value: float | None = getattr(one.came, RANGES[kind])
        if value is not None:
            span = one.seen.spans[kind]
            open_ended = kind is FigureKind.OFFER_FINISH and not one.came.finished
            met += 1
            hits += (open_ended or span.low <= value) and value <= span.high
    return hits / met


def main() -> None:
    """Write the result to standard output."""
    jobs = [(entry.id, seed, DRAWN) for entry in catalogue() for seed in SEEDS]
    found = [one for games in spread(foretold, jobs, done=counter(len(jobs))) for one in games]
    print("# Share of actual figures within the 80% ranges of forecasts, over a manager's awards.")
    print("# Written by sim/lab/validation/calibration.py; not edited by hand.")
    print(f'rules_hash = "{rules_hash(load().rules)}"')
    print(f"awards = {len(found)}")
    print("\n[inside]")
    for kind, name in RANGES.items():
        print(f"{name} = {inside(found, kind):.3f}")


if __name__ == "__main__":
    main()
