"""Bids and pricing models as predictors of failure."""

import random
from collections.abc import Sequence
from statistics import fmean, linear_regression, pvariance

from attrs import evolve

from sim.engine import legality
from sim.forecast import default_terms
from sim.games.game import Game
from sim.lab.trials.firms import WORK, busy_firm
from sim.lab.trials.work import WEB_PROJECT, Work
from sim.lab.validation.experiments.base import Experiment, Notes, Overrides
from sim.model.market import Offer
from sim.model.orders import Award, Terms
from sim.model.scenario import Scenario
from sim.model.vocabulary import Kind, Mode, Pricing, TaskState
from sim.model.world import Observation

GOOD_ENOUGH = 75.0
"""Quality below which a client calls a project failed."""

GRACE = 1
"""Turns of delay that are tolerated."""


def _project(draw: random.Random, clarity: float) -> Work:
    """A project for one or a few people."""
    return evolve(
        WEB_PROJECT,
        hours=150.0 + 350.0 * draw.random(),
        months=6,
        complexity=0.45 + 0.25 * draw.random(),
        clarity=clarity,
        specialist=True,
    )


def _named(scenario: Scenario, number: int) -> Scenario:
    """A scenario with a new id for its task, and so new luck for the same people."""
    tasks = tuple(
        evolve(task, id=f"{WORK}-{number}") if task.id == WORK else task for task in scenario.tasks
    )
    return evolve(scenario, tasks=tasks)


def _failed(facts: Observation, key: str) -> bool:
    """Whether a project was not delivered on time or not well enough."""
    task = facts.tasks[key]
    if task.state is not TaskState.DONE or task.delivered > (task.spec.deadline or 0) + GRACE:
        return True
    return task.quality < GOOD_ENOUGH


def _fails(scenario: Scenario, seed: int, offer: Offer, pricing: Pricing) -> bool:
    """Whether a project fails if an offer is taken in the first turn and nothing else is done."""
    game = Game.new(scenario, seed, keep_turns=False)
    oversight = default_terms(game.observation, offer).oversight
    game.submit((Award(offer.task, offer.id, Terms(pricing, oversight)),))
    while not game.over and game.observation.tasks[offer.task].state is TaskState.RUNNING:
        game.submit(())
    return _failed(game.observation, offer.task)


def _bidders(scenario: Scenario, seed: int, kind: Kind) -> list[Offer]:
    facts = Game.new(scenario, seed, keep_turns=False).observation
    return [
        offer
        for offer in legality.options(facts, scenario.tasks[-1].id)
        if offer.kind is kind and offer.mode is not Mode.OFFSHORE
    ]


# --- cheap bids, bad records --------------------------------------------------------------------

COLLINEAR = 1e-6
"""Share of unexplained variance below which two columns count as collinear."""

PROJECTS = 24
"""Projects that each of a seed's freelancers attempts."""


def _cheap(seed: int, rules: Overrides) -> Notes:
    """By freelancer and project: bid over the mean bid, failed, share of other projects failed."""
    found: list[float] = []
    draw = random.Random(f"bids/{seed}")
    rows: dict[str, list[tuple[float, bool]]] = {}
    for number in range(PROJECTS):
        scenario = _named(busy_firm(_project(draw, 0.8), True, rules), number)
        offers = _bidders(scenario, seed, Kind.FREELANCER)
        if len(offers) < 2:
            continue
        mean = fmean(offer.quotes[0].amount for offer in offers)
        for offer in offers:
            failed = _fails(scenario, seed, offer, Pricing.FIXED)
            rows.setdefault(offer.provider, []).append((offer.quotes[0].amount / mean, failed))
    for tries in rows.values():
        for ratio, failed in tries:
            others = [one for _, one in tries]
            record = (sum(others) - failed) / max(1, len(others) - 1)
            found += (ratio, float(failed), record)
    return tuple(found)


def _points(notes: Sequence[Notes]) -> list[tuple[float, float, float]]:
    return [row[at : at + 3] for row in notes for at in range(0, len(row), 3)]  # type: ignore[misc]


def _effect(notes: Sequence[Notes], of: int, held: int, base: float, change: float) -> float:
    """The relative increase in failures when one column changes and the other is held.

    Least squares of failure on both columns: the effect of one is the slope on the part of it that
    the other does not explain (Frisch & Waugh 1933).

    Args:
        notes: The notes of the experiment.
        of: The column that changes: 0 for the bid over the mean, 2 for the record.
        held: The other column.
        base: The value before the change.
        change: The change.
    """
    points = _points(notes)
    xs, others, failed = ([row[place] for row in points] for place in (of, held, 1))
    if min(len(set(xs)), len(set(others))) < 2:
        return 0.0
    slope, level = linear_regression(others, xs)
    own = [x - level - slope * other for x, other in zip(xs, others, strict=True)]
    if pvariance(own) < COLLINEAR * pvariance(xs):
        return 0.0
    effect = linear_regression(own, failed).slope
    before = fmean(failed) + effect * (base - fmean(xs))
    return effect * change / before if before > 0.0 else 0.0


def _bid_effect(notes: Sequence[Notes]) -> float:
    """Increase in failures at a bid a quarter under the mean, for the same record."""
    return _effect(notes, 0, 2, 1.0, -0.25)


def _record_effect(notes: Sequence[Notes]) -> float:
    """Increase in failures at a record of 15% over one of 5%, for the same bid."""
    return _effect(notes, 2, 0, 0.05, 0.10)


CHEAP_BIDS = Experiment(
    "Small projects given in turn to each freelancer who bids: whether they fail, by the bid over "
    "the mean bid and by the freelancer's failures with other projects.",
    _cheap,
    {"bid": _bid_effect, "record": _record_effect},
    24,
    "Both signs are as published. A low bid is a price below cost, and its effect on the work is "
    "also what makes fixed prices fail on unclear work (V16); the published figure is for very "
    "small projects, and its range is narrower than the interval here.",
)

# --- fixed price against time and materials -----------------------------------------------------


def _pricing(seed: int, rules: Overrides) -> Notes:
    """(hourly successes, fixed-price successes, projects) for unclear projects with vendors."""
    draw = random.Random(f"pricing/{seed}")
    work = evolve(_project(draw, 0.2 + 0.2 * draw.random()), hours=700.0, months=8)
    scenario = busy_firm(work, True, rules)
    hourly = fixed = tried = 0.0
    for offer in _bidders(scenario, seed, Kind.VENDOR):
        hourly += not _fails(scenario, seed, offer, Pricing.HOURLY)
        fixed += not _fails(scenario, seed, offer, Pricing.FIXED)
        tried += 1.0
    return hourly, fixed, tried


def _odds(notes: Sequence[Notes]) -> float:
    """Odds of success at an hourly rate over those at a fixed price."""
    tried = sum(row[2] for row in notes)
    ratio = 1.0
    for place, power in ((0, 1), (1, -1)):
        won = sum(row[place] for row in notes) + 0.5
        ratio *= (won / (tried - won + 1.0)) ** power
    return ratio


PRICING = Experiment(
    "One unclear project with one vendor, paid by the hour and at a fixed price: odds of "
    "delivering on time and well.",
    _pricing,
    {"odds": _odds},
    60,
)
