"""Two competent managers end up in different places, and the game can say why."""

from collections.abc import Sequence
from statistics import fmean

from attrs import frozen

from sim.engine import legality
from sim.games.game import Game
from sim.model.explanation import Figure, FigureKind
from sim.model.orders import Award, Order, Oversee
from sim.model.vocabulary import Kind, Mode, Oversight, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts
from sim.policies.request_policy import replies
from sim.policies.single import staffing
from sim.policies.valuation import ranked
from sim.scenario_io import find, load_file

SEEDS = range(1, 5)

CORE = 0.5
"""Work at least this close to the core stays at home in both plays."""


@frozen
class House:
    """A manager who gives non-core work to certain modes, and core work to nobody outside."""

    modes: tuple[Mode, ...]
    oversight: Oversight

    def decide(self, facts: Observation) -> Sequence[Order]:
        """Answer, award open tasks, move one service a turn, staff the teams, set the oversight."""
        orders: list[Order] = []

        def add(order: Order) -> bool:
            legal = not legality.problems(facts, [*orders, order])
            if legal:
                orders.append(order)
            return legal

        for reply in replies(facts):
            add(reply)
        moved = False
        for task in facts.tasks.values():
            if task.state is TaskState.OPEN:
                any(add(award) for award in self._wanted(facts, task))
            elif not moved and self._at_home(facts, task):
                moved = any(add(award) for award in self._wanted(facts, task)[:1])
        home = Mode.IN_HOUSE if Mode.IN_HOUSE in self.modes else Mode.OFFSHORE
        for order in staffing(facts, home):
            add(order)
        for engagement in facts.engagements.values():
            add(Oversee(engagement.id, self.oversight))
        return orders

    def _wanted(self, facts: Observation, task: TaskFacts) -> list[Award]:
        offers = legality.options(facts, task.spec.id)
        modes = (Mode.IN_HOUSE,) if task.spec.core >= CORE else self.modes
        fitting = [offer for offer in offers if offer.mode in modes]
        return [award for award, _ in ranked(facts, fitting or offers, 1)]

    def _at_home(self, facts: Observation, task: TaskFacts) -> bool:
        """A non-core service that own people provide, though an outsider could."""
        if Mode.IN_HOUSE in self.modes or task.spec.kind is not TaskKind.FUNCTION:
            return False
        running = [facts.engagements[key] for key in task.engagements]
        own = bool(running) and all(one.kind is Kind.TEAM and not one.ends for one in running)
        offers = legality.options(facts, task.spec.id)
        return own and task.spec.core < CORE and any(one.mode in self.modes for one in offers)


def play(house: House, seed: int) -> Game:
    game = Game.new(load_file(find("northlight")), seed)
    while not game.over:
        game.submit_legal(house.decide(game.observation))
    return game


HOME = House((Mode.IN_HOUSE,), Oversight.STANDARD)
AWAY = House((Mode.OFFSHORE, Mode.FREELANCE), Oversight.STANDARD)


def test_two_sensible_plays_differ_in_all_four_results() -> None:
    """Cheaper and worse abroad; costlier and better at home; oversight and losses follow."""
    home = [play(HOME, seed).result("home")["totals"] for seed in SEEDS]
    away = [play(AWAY, seed).result("away")["totals"] for seed in SEEDS]

    def mean(rows: list[dict[str, float]], key: str) -> float:
        return fmean(row[key] for row in rows)

    assert mean(away, "oversight_load") > 1.3 * mean(home, "oversight_load")
    assert mean(away, "quality") < mean(home, "quality") - 4
    assert mean(away, "borne") > 1.2 * mean(home, "borne")
    assert mean(away, "cost") < 0.95 * mean(home, "cost")


def test_the_game_says_why() -> None:
    """Costs name coordinators and vendors only if there are some; losses name who caused them."""
    home, away = play(HOME, 3), play(AWAY, 3)

    def parts(game: Game, kind: FigureKind) -> dict[str, int]:
        explained = game.explain(Figure(kind))
        assert sum(part.amount for part in explained.parts) == explained.value
        return {part.label: part.amount for part in explained.parts}

    abroad = parts(away, FigureKind.TOTAL_COST)["coordination"]
    assert abroad > 2 * parts(home, FigureKind.TOTAL_COST).get("coordination", 0)
    by_others = [incident for incident in away.observation.incidents if incident.by_others]
    assert by_others
    assert all(incident.chain for incident in by_others)
    assert all(incident.blamed == "Northlight Services" for incident in by_others)
    borne = away.explain(Figure(FigureKind.BORNE)).value
    assert borne == sum(incident.borne for incident in away.observation.incidents)
