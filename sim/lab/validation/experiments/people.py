"""Own people after a layoff."""

from collections.abc import Sequence

from attrs import evolve

from sim.engine import formulas
from sim.lab.trials.firms import OWN, staffed_firm
from sim.lab.trials.play import turns
from sim.lab.trials.work import BACK_OFFICE
from sim.lab.validation.experiments.base import Experiment, Notes, Overrides, excess_of
from sim.model.orders import LayOff, Order
from sim.model.world import Observation

HEADS = 1000
"""Size of the team: large, so that quits can be counted."""

CUT = 2
"""The turn of the layoff."""


class _Cuts:
    """Lays off some people once, and replaces nobody."""

    def __init__(self, heads: int) -> None:
        self._heads = heads

    def decide(self, observation: Observation) -> Sequence[Order]:
        if observation.turn == CUT and self._heads:
            return [LayOff(OWN, self._heads)]
        return []


def _year_after(cut: int, seed: int, rules: Overrides) -> tuple[float, float]:
    """(hours per head, quits per head) in the twelve months after a cut."""
    work = evolve(BACK_OFFICE, hours=HEADS * 100.0, volatility=0.0)
    scenario = evolve(staffed_firm(work, CUT + 11, {"key_person_year": 0.0, **rules}), id="layoff")
    scenario = evolve(scenario, teams=(evolve(scenario.teams[0], heads=HEADS),))
    hours = heads = 0.0
    quits = 0
    one = 0.0
    for game in turns(scenario, _Cuts(cut), seed):
        facts = game.observation
        team = facts.teams[OWN]
        if game.turn == CUT:
            quits = facts.totals.quits
        elif game.turn > CUT and game.turn <= CUT + 12:
            hours += team.capacity
            heads += team.heads
            one = formulas.productive_hours(facts.rules, 1.0)
    return hours / heads / one, (facts.totals.quits - quits) / heads


def _layoffs(seed: int, rules: Overrides) -> Notes:
    """(output after a cut of 10%, without one, quits after a cut of 1%, without one)."""
    tenth, hundredth, none = (
        _year_after(cut, seed, rules) for cut in (HEADS // 10, HEADS // 100, 0)
    )
    return tenth[0], none[0], hundredth[1], none[1]


LAYOFFS = Experiment(
    "A team of a thousand that lays off a tenth, or a hundredth, against a twin that lays off "
    "nobody: output and quits of those who stay, over the following twelve months.",
    _layoffs,
    {"output": excess_of(0, 1), "quits": excess_of(2, 3)},
    40,
)
