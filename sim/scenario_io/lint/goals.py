"""Rules about objectives, par and hints."""

import math

from sim.model.scenario import Objective
from sim.model.vocabulary import ObjectiveKind
from sim.scenario_io.faults import number
from sim.scenario_io.lint.view import Findings, Rule, View

LESS_IS_BETTER = frozenset(
    {ObjectiveKind.TOTAL_COST, ObjectiveKind.OVERSIGHT_LOAD, ObjectiveKind.BORNE}
)

REACH: dict[ObjectiveKind, tuple[float, float]] = {
    ObjectiveKind.TOTAL_COST: (0, math.inf),
    ObjectiveKind.QUALITY: (0, 100),
    ObjectiveKind.OVERSIGHT_LOAD: (0, math.inf),
    ObjectiveKind.BORNE: (0, math.inf),
    ObjectiveKind.REPUTATION: (0, 100),
    ObjectiveKind.PEOPLE_KEPT: (0, 1),
    ObjectiveKind.MILESTONE: (0, 1),
    ObjectiveKind.SERVICE: (0, 1),
}
"""Possible values by kind of objective; a firm's value can be anything."""

OBJECTIVES_FEW = 3
"""With fewer objectives there are hardly any trade-offs."""

PAR_LOW, PAR_HIGH = 300, 900
"""Outside, a scenario is lost or trivial for a sensible manager."""


def few_objectives(view: View) -> Findings:
    """A game with one or two objectives has no trade-offs."""
    count = len(view.scenario.objectives)
    if count < OBJECTIVES_FEW:
        yield ("objectives",), f"three to six objectives make a game; there are {count}"


def wrong_way_round(view: View) -> Findings:
    """The target is the better end."""
    for index, goal in enumerate(view.scenario.objectives):
        if (goal.target < goal.floor) != (goal.kind in LESS_IS_BETTER):
            word = "less" if goal.kind in LESS_IS_BETTER else "more"
            yield (
                ("objectives", index, "target"),
                f"of {goal.kind} {word} is better, so the target should be "
                f"{'below' if word == 'less' else 'above'} the floor ({number(goal.floor)}), "
                f"is {number(goal.target)}",
            )


def out_of_reach(view: View) -> Findings:
    """All points can be reached, and none are given away."""
    for index, goal in enumerate(view.scenario.objectives):
        low, high = REACH.get(goal.kind, (-math.inf, math.inf))
        for name, value in (("target", goal.target), ("floor", goal.floor)):
            if not low <= value <= high:
                ends = f"from {number(low)} to {number(high)}" if high < math.inf else "0 or more"
                yield ("objectives", index, name), _unreachable(goal, name, value, ends)


def _unreachable(goal: Objective, name: str, value: float, ends: str) -> str:
    effect = "nobody can reach it" if name == "target" else "points are given away"
    return f"{goal.kind} is always {ends}, so with {number(value)} {effect}"


def judged_twice(view: View) -> Findings:
    """Two objectives of a kind count the same thing twice."""
    seen: set[tuple[str, str | None]] = set()
    for index, goal in enumerate(view.scenario.objectives):
        key = (goal.kind, goal.task)
        if key in seen:
            yield ("objectives", index, "kind"), f"{goal.kind} is judged by two objectives"
        seen.add(key)


def empty_objective(view: View) -> Findings:
    """An objective concerns something in the scenario."""
    functions = any(task.kind == "function" for task in view.scenario.tasks)
    heads = any(team.heads for team in view.scenario.teams)
    for index, goal in enumerate(view.scenario.objectives):
        if goal.kind is ObjectiveKind.SERVICE and not functions:
            yield ("objectives", index, "kind"), "service is judged, and no task is a function"
        if goal.kind is ObjectiveKind.PEOPLE_KEPT and not heads:
            yield ("objectives", index, "kind"), "people_kept is judged, and no team has heads"


def odd_par(view: View) -> Findings:
    """Par is what a sensible manager scores."""
    par = view.scenario.par
    if not PAR_LOW <= par <= PAR_HIGH:
        yield ("par",), f"a par of {PAR_LOW} to {PAR_HIGH} is neither lost nor trivial, is {par}"


def odd_hints(view: View) -> Findings:
    """A hint has a text, and a turn within the game."""
    for index, hint in enumerate(view.scenario.hints):
        if not hint.text:
            yield ("hints", index, "text"), "is empty"
        if hint.turn > view.scenario.turns:
            yield ("hints", index, "turn"), "comes after the last turn, and is never shown"


RULES: tuple[Rule, ...] = (
    few_objectives,
    wrong_way_round,
    out_of_reach,
    judged_twice,
    empty_objective,
    odd_par,
    odd_hints,
)
