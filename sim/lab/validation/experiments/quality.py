"""Quality: what reviews catch, how customers take to strangers, and whose breaches occur."""

import random
from collections.abc import Sequence

from attrs import evolve

from sim.engine.start import new_world
from sim.engine.turn import resolve
from sim.lab.trials.conduct import BY_ID, MovesWork
from sim.lab.trials.firms import WORK, staffed_firm
from sim.lab.trials.play import play, turns
from sim.lab.trials.work import BACK_OFFICE, HELPDESK, WEB_PROJECT
from sim.lab.validation.experiments.base import Experiment, Notes, Overrides, mean_of, ratio_of
from sim.model.vocabulary import IncidentKind, TaskKind
from sim.policies import REGISTRY
from sim.rules import with_overrides
from sim.scenario_io import find, load_file

# --- reviews ------------------------------------------------------------------------------------


def _reviews(seed: int, rules: Overrides) -> Notes:
    """(caught by review, made, caught at acceptance, present then) for own people's project."""
    draw = random.Random(f"reviews/{seed}")
    project = evolve(
        WEB_PROJECT,
        hours=4000 + 4000 * draw.random(),
        months=30,
        complexity=0.4 + 0.4 * draw.random(),
        specialist=False,
    )
    scenario = staffed_firm(evolve(project, kind=TaskKind.FUNCTION, hours=400), 40, rules)
    scenario = evolve(scenario, tasks=(project.task(WORK),))
    world = new_world(scenario, seed, with_overrides(scenario.rules))
    caught = let_through = 0
    (key,) = world.engagements
    while world.outcome is None and key in world.engagements:
        running = world.engagements[key]
        resolve(world, ())
        caught = running.made
        after = world.secrets.hidden[key].defects if key in world.secrets.hidden else 0
        let_through = after + running.surfaced if running.ended else after
    made = caught + let_through
    return float(caught), float(made), float(running.surfaced), float(let_through)


def _in_all(notes: Sequence[Notes]) -> float:
    """Caught by review or at acceptance, over all that were made."""
    return sum(row[0] + row[2] for row in notes) / max(1.0, sum(row[1] for row in notes))


REVIEWS = Experiment(
    "Own people's projects under standard oversight: defects caught before delivery over those "
    "made, those that show at acceptance over those let through, and both together.",
    _reviews,
    {"review": ratio_of(0, 1), "test": ratio_of(2, 3), "all": _in_all},
    60,
)

# --- strangers facing customers -----------------------------------------------------------------

FRONT = evolve(
    HELPDESK, id="front", title="Service line", hours=2000, visibility=1.0, complexity=0.45
)
BACK = evolve(BACK_OFFICE, hours=2000)
YEARS = 30
"""Turns of a trial."""


def _met(work: str, form: str | None, seed: int, rules: Overrides) -> float:
    """Quality as customers met it after the hand-over."""
    scenario = staffed_firm(FRONT if work == "front" else BACK, YEARS, rules)
    points = weight = 0.0
    moves = MovesWork(BY_ID[form] if form else None)
    for game in turns(scenario, moves, seed):
        task = game.observation.tasks[WORK]
        if game.turn == 12:
            points, weight = task.quality_points, task.quality_weight
    return (task.quality_points - points) / (task.quality_weight - weight)


def _strangers(seed: int, rules: Overrides) -> Notes:
    """Points of quality lost: front office abroad, at home; back office abroad."""
    front = _met("front", None, seed, rules)
    return (
        front - _met("front", "offshore-vendor", seed, rules),
        front - _met("front", "vendor-fixed", seed, rules),
        _met("back", None, seed, rules) - _met("back", "offshore-vendor", seed, rules),
    )


STRANGERS = Experiment(
    "A service line and a back office, moved from own people to vendors abroad and at home: points "
    "of quality lost after the hand-over, against a twin that keeps the work.",
    _strangers,
    {"abroad": mean_of(0), "equal": ratio_of(1, 0), "back": mean_of(2)},
    120,
)

# --- breaches -----------------------------------------------------------------------------------

MIX = ("rules", "in_house")
"""The policies that play the games in which breaches are counted."""

OFTEN = 0.4
"""Breaches a year in these games: far above the rule book's, so that they can be counted."""


def _breaches(seed: int, rules: Overrides) -> Notes:
    """(third-party breaches, their loss, own breaches, their loss), losses per sensitivity."""
    counts = [0.0, 0.0, 0.0, 0.0]
    name = ("northlight", "helpline")[seed % 2]
    scenario = load_file(find(name))
    often = {"breach_year": OFTEN, **rules}
    scenario = evolve(scenario, rules={**scenario.rules, **often})
    policy = REGISTRY[MIX[seed // 2 % len(MIX)]].fresh(seed)
    facts = play(scenario, policy, seed).observation
    for incident in facts.incidents:
        if incident.kind is not IncidentKind.BREACH:
            continue
        spec = facts.tasks[incident.task].spec
        place = 0 if incident.by_others else 2
        counts[place] += 1.0
        counts[place + 1] += incident.loss / (spec.sensitivity * facts.wages[spec.discipline])
    return tuple(counts)


def _third_party(notes: Sequence[Notes]) -> float:
    return sum(row[0] for row in notes) / max(1.0, sum(row[0] + row[2] for row in notes))


def _dearer(notes: Sequence[Notes]) -> float:
    """Mean loss from a breach at a third party over that from an own one, minus one."""
    theirs = sum(row[1] for row in notes) / max(1.0, sum(row[0] for row in notes))
    own = sum(row[3] for row in notes) / max(1.0, sum(row[2] for row in notes))
    return theirs / own - 1.0 if own else 0.0


BREACHES = Experiment(
    "Built-in scenarios played by a mix of policies, with breaches made frequent: whose they were, "
    "and what they cost for equally sensitive data.",
    _breaches,
    {"share": _third_party, "premium": _dearer},
    60,
)
