"""Hypothesis plays: legal and illegal orders of every kind, and everything else a player may do.

After each step the laws of `tests.laws` hold. If one is broken, Hypothesis prints the play; with
HYPOTHESIS_PROFILE=shrink in the environment it then looks for the shortest play that breaks it.
"""

import math
import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sim.codec import orders_from_data, orders_to_data
from sim.digest import digest
from sim.engine.observe import clone
from sim.errors import IllegalOrders
from sim.games.game import Game
from sim.model.explanation import Figure, FigureKind
from sim.model.scenario import Scenario
from sim.model.vocabulary import Account, Mode, RequestKind
from sim.model.world import World
from tests import laws, strategies
from tests.builders import a_game, a_project, a_team, runs, world_of


class Play(RuleBasedStateMachine):
    """A game, and a player at the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.checked: World | None = None

    @initialize(scenario=strategies.scenarios(), seed=strategies.seeds)
    def begin(self, scenario: Scenario, seed: int) -> None:
        self.game = Game.new(scenario, seed)

    # ------------------------------------------------------------------------------ what one does

    @precondition(lambda self: not self.game.over)
    @rule(data=st.data(), clumsy=st.booleans())
    def draft(self, data: st.DataObject, clumsy: bool) -> None:
        """An order is drafted, or refused with a reason and a remedy; the world does not change."""
        facts = self.game.observation
        source = strategies.orders(facts) if clumsy else strategies.moves(facts)
        order = data.draw(source)
        before, pending = self.game.digest(), self.game.pending
        found = self.game.draft(order)
        assert self.game.digest() == before
        assert self.game.pending == (pending if found else (*pending, order))
        for problem in found:
            assert problem.reason
            assert problem.remedy

    @precondition(lambda self: not self.game.over)
    @rule(data=st.data())
    def plan(self, data: st.DataObject) -> None:
        """Several orders that are legal together."""
        for order in data.draw(strategies.turn_orders(self.game.observation)):
            self.game.draft(order)  # refused when it clashes with what was drafted before

    @precondition(lambda self: not self.game.over)
    @rule(data=st.data(), turns=st.integers(1, 3))
    def take_turns(self, data: st.DataObject, turns: int) -> None:
        """A few turns as a player would play them."""
        for _ in range(turns):
            if not self.game.over:
                self.plan(data)
                self.end_turn()
                self.laws_hold()

    @rule()
    def undo(self) -> None:
        """The last order is taken back, and only that."""
        before, pending = self.game.digest(), self.game.pending
        taken = self.game.undo()
        assert taken == (pending[-1] if pending else None)
        assert self.game.pending == pending[:-1]
        assert self.game.digest() == before

    @precondition(lambda self: not self.game.over)
    @rule()
    def end_turn(self) -> None:
        """The draft is legal, and the turn's postings account for every movement of money."""
        orders, before = self.game.pending, clone(world_of(self.game))
        report = self.game.end_turn()
        assert report.turn == before.turn
        assert self.game.turn == before.turn + 1
        assert self.game.log[-1] == orders
        assert self.game.pending == ()
        laws.moves_what_is_posted(before, orders, world_of(self.game))

    @precondition(lambda self: not self.game.over)
    @rule(data=st.data())
    def hand_in_anything(self, data: st.DataObject) -> None:
        """Orders are played when all are legal; else they are refused, and nothing has changed."""
        orders = data.draw(st.lists(strategies.orders(self.game.observation), max_size=3))
        before, reports = self.game.digest(), self.game.reports
        if not self.game.problems(orders):
            self.game.submit(orders)
            assert len(self.game.reports) == len(reports) + 1
            return
        with pytest.raises(IllegalOrders) as refused:
            self.game.submit(orders)
        assert str(refused.value)
        assert refused.value.problems
        assert all(problem.reason and problem.remedy for problem in refused.value.problems)
        assert self.game.digest() == before
        assert self.game.reports == reports

    @precondition(lambda self: not self.game.over)
    @rule(data=st.data())
    def hand_in_what_is_legal(self, data: st.DataObject) -> None:
        """Illegal orders are left out and counted; the others are played."""
        orders = data.draw(st.lists(strategies.orders(self.game.observation), max_size=3))
        report, dropped = self.game.submit_legal(orders)
        assert report == self.game.reports[-1]
        assert len(self.game.log[-1]) == len(orders) - dropped

    @precondition(lambda self: self.game.over)
    @rule(data=st.data())
    def play_on(self, data: st.DataObject) -> None:
        """When the game is over nothing can be handed in any more."""
        before = self.game.digest()
        with pytest.raises(IllegalOrders):
            self.game.submit(())
        assert self.game.draft(data.draw(strategies.orders(self.game.observation)))
        assert self.game.digest() == before

    @precondition(lambda self: self.game.log)
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        """An earlier turn is restored exactly, and can be replayed to an equal end."""
        turn = data.draw(st.integers(1, len(self.game.log)))
        log, end = self.game.log, self.game.digest()
        self.game.back_to(turn)
        assert self.game.turn == turn
        assert self.game.log == log[: turn - 1]
        assert len(self.game.reports) == turn - 1
        if data.draw(st.booleans()):
            for orders in log[turn - 1 :]:
                self.game.submit(orders)
            assert self.game.digest() == end

    # --------------------------------------------------------------------------- what must not be

    @rule()
    def save_and_restore(self) -> None:
        """A saved world and its orders come back from JSON, and continue alike."""
        orders = self.game.pending
        assert orders_from_data(orders_to_data(orders)) == orders
        laws.survives_the_round_trip(world_of(self.game), orders)

    @rule()
    def replay(self) -> None:
        """Playing the log of orders leads to an equal state."""
        again = Game.replay(self.game.scenario, self.game.seed, self.game.log)
        assert again.digest() == self.game.digest()
        assert again.reports == self.game.reports

    @rule(kind=st.sampled_from(FigureKind), data=st.data())
    def explain(self, kind: FigureKind, data: st.DataObject) -> None:
        """Any number can be taken apart at any time, and asking changes nothing."""
        turn = data.draw(st.integers(0, len(self.game.log)))
        if kind.startswith(("offer", "provider", "team")):
            return  # offers and beliefs are the forecast's; teams have their own tests
        subjects = self.subjects(kind)
        if not subjects:
            return
        if subjects != [""]:
            turn = 0  # today's subjects need not have existed then
        subject = data.draw(st.sampled_from(subjects))
        before = self.game.digest()
        explanation = self.game.explain(Figure(kind, subject, turn))
        assert sum(part.amount for part in explanation.parts) == explanation.value
        assert self.game.digest() == before

    def subjects(self, kind: FigureKind) -> list[str]:
        """Possible subjects of a kind of figure, in this game, now."""
        facts = self.game.observation
        objectives = [objective.id for objective in facts.scenario.objectives]
        incidents = [incident.id for incident in facts.incidents]
        clauses = [i.clause_id(part) for i in facts.incidents for part in i.recovered]
        answers = [r.answer_id(choice) for r in facts.requests.values() for choice in r.choices]
        moving = [
            request.answer_id(choice)
            for request in facts.requests.values()
            if request.kind in (RequestKind.RENEWAL, RequestKind.PRICE_RISE)
            for choice in request.choices
        ]
        return {
            FigureKind.INCIDENT_LOSS: incidents,
            FigureKind.INCIDENT_REPUTATION: incidents,
            FigureKind.CLAUSE_GAVE: clauses,
            FigureKind.CLAUSE_MOST: clauses,
            FigureKind.REQUEST_SUM: [*facts.requests],
            FigureKind.CHOICE_COST: answers,
            FigureKind.CHOICE_HOURS: answers,
            FigureKind.CHOICE_PRICE: moving,
            FigureKind.ACCOUNT: [account.name for account in Account],
            FigureKind.INCIDENT: incidents,
            FigureKind.MODE_HOURS: [mode.value for mode in Mode],
            FigureKind.MODE_SHARE: [mode.value for mode in Mode],
            FigureKind.OBJECTIVE: objectives,
            FigureKind.OBJECTIVE_POINTS: objectives,
            FigureKind.TASK_DONE: [*facts.tasks],
            FigureKind.TASK_SERVICE: [*facts.tasks],
            FigureKind.KNOWLEDGE: [*facts.knowledge],
        }.get(kind, [*facts.engagements, *facts.past] if kind.startswith("engagement") else [""])

    @invariant()
    def laws_hold(self) -> None:
        """The laws of every state, checked once for each state."""
        game = getattr(self, "game", None)
        if game is None or world_of(game) is self.checked:
            return
        laws.hold(world_of(game))
        score = game.score()
        assert math.isfinite(score)
        assert 0.0 <= score <= 1000.0
        if game.over:
            self.checked = world_of(game)

    @invariant()
    def what_is_seen_is_what_there_is(self) -> None:
        """The observation shows the world as it is now."""
        if hasattr(self, "game"):
            facts, world = self.game.observation, world_of(self.game)
            assert facts.turn == world.turn
            assert facts.balances == world.balances
            assert facts.engagements == world.engagements


def _play(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Play,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
            phases=[phase for phase in settings().phases if phase not in UNSHRUNK],
        ),
    )


UNSHRUNK = () if os.environ.get("HYPOTHESIS_PROFILE") == "shrink" else (Phase.shrink,)
"""Shrinking a play takes minutes, and is left to whoever looks for the cause."""


def test_the_laws_hold_in_short_plays():
    """No law is broken by anything that a player may do."""
    _play(examples=25, steps=25)


@pytest.mark.long
def test_the_laws_hold_in_long_plays():
    """Fifty times as many plays, and longer ones."""
    _play(examples=4_000, steps=50)


def test_a_digest_is_of_everything():
    """Two worlds that differ in one hidden defect differ in their digests."""
    game = a_game(a_team(), a_project(), runs("shop", "crew"))
    other = clone(world_of(game))
    other.secrets.hidden["shop/crew"].defects += 1
    assert digest(other) != game.digest()
