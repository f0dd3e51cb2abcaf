"""Each kind of order changes something; illegal ones are refused with a reason and a remedy."""

import math
import pickle
from collections.abc import Callable

import pytest

from sim.codec import orders_from_data, orders_to_data
from sim.engine import bids, legality
from sim.engine.orders import staffing
from sim.errors import IllegalOrders
from sim.games.game import Game
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.vocabulary import EventKind, OutcomeKind, Oversight, Pricing, Sla, TaskState
from tests.builders import (
    CALM,
    a_client,
    a_deal,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    an_event,
    award,
    finish,
    home,
    play,
    play_out,
    runs,
    wait,
    world_of,
)


def a_firm_with_everything() -> Game:
    """Turn 4: a site works, a request waits, a deal is on offer, work is open and runs."""
    game = a_game(
        a_place("coast"),
        a_team("crew", heads=6),
        a_vendor("tarn"),
        a_freelancer("silva"),
        a_project("shop", deadline=11),
        a_function("desk"),
        a_function("care", hours=250.0),
        a_project("favour", deal="extra", deadline=10),
        a_deal("extra", 1, 8),
        an_event(EventKind.KEY_PERSON_LEAVES, 6, "crew"),
        runs("desk", "tarn", term=9),
        runs("care", "crew"),
        a_firm(cash=10**10, manager_hours=2_000.0),
        rules=CALM,
    )
    play(game, o.OpenSite("coast", "web", 3), None, None, None, None)
    assert game.observation.requests
    assert game.observation.teams["site-coast-web"].heads == 3
    return game


LEGAL: dict[type, Callable[[Game], o.Order]] = {
    o.Award: lambda game: award(game.observation, "shop", "silva"),
    o.Oversee: lambda game: o.Oversee("desk/tarn", Oversight.CLOSE),
    o.End: lambda game: o.End("desk/tarn"),
    o.Renew: lambda game: o.Renew("desk/tarn", 12),
    o.Hire: lambda game: o.Hire("crew", 2),
    o.LayOff: lambda game: o.LayOff("crew", 2),
    o.Train: lambda game: o.Train("crew", 30.0),
    o.Overtime: lambda game: o.Overtime("crew", 46.0),
    o.OpenSite: lambda game: None,
    o.CloseSite: lambda game: o.CloseSite("site-coast-web"),
    o.Audit: lambda game: o.Audit("tarn"),
    o.AskReferences: lambda game: o.AskReferences("silva", 2),
    o.Answer: lambda game: o.Answer(next(iter(game.observation.requests)), "match"),
    o.AcceptDeal: lambda game: o.AcceptDeal("extra"),
    o.DeclineDeal: lambda game: o.DeclineDeal("extra"),
}


@pytest.mark.parametrize("kind", LEGAL, ids=lambda kind: kind.__name__)
def test_each_order_changes_something(kind):
    """No inert lever: with the order the turn comes out another way than without it."""
    game = a_firm_with_everything()
    if kind is o.OpenSite:
        play(game, o.CloseSite("site-coast-web"))
        order: o.Order = o.OpenSite("coast", "web", 2)
    else:
        order = LEGAL[kind](game)
    turn = game.turn
    play(game, order)
    ordered = game.digest()
    game.back_to(turn)
    play(game, None)
    assert game.digest() != ordered


ILLEGAL: dict[str, Callable[[Game], list[o.Order]]] = {
    "no such task": lambda g: [o.Award("nothing", "nothing/tarn")],
    "no such offer": lambda g: [o.Award("shop", "shop/nobody")],
    "an offer for another task": lambda g: [o.Award("shop", "desk/crew")],
    "a price not offered": lambda g: [award(g.observation, "shop", "crew", pricing=Pricing.FIXED)],
    "a bonus for a freelancer": lambda g: [
        award(g.observation, "shop", "silva", pricing=Pricing.PERFORMANCE)
    ],
    "a service level from a freelancer": lambda g: [
        award(g.observation, "shop", "silva", sla=Sla.STRICT)
    ],
    "a term for a project": lambda g: [award(g.observation, "shop", "tarn", term=6)],
    "a term too long": lambda g: [award(g.observation, "care", "tarn", term=61)],
    "escrow by the hour": lambda g: [
        award(g.observation, "shop", "silva", pricing=Pricing.HOURLY, escrow=True)
    ],
    "escrow with a vendor": lambda g: [award(g.observation, "shop", "tarn", escrow=True)],
    "liability of a freelancer": lambda g: [award(g.observation, "shop", "silva", liability=True)],
    "what somebody has already": lambda g: [award(g.observation, "care", "crew")],
    "one task twice": lambda g: [
        award(g.observation, "shop", "silva"),
        award(g.observation, "shop", "crew"),
    ],
    "one freelancer twice": lambda g: (
        [award(g.observation, "shop", "silva"), award(g.observation, "care", "silva", beside=True)]
        if "care/silva" in g.observation.offers
        else [o.Award("care", "care/silva")]
    ),
    "home already": lambda g: [home("care", "crew")],
    "home from nowhere": lambda g: [home("nothing", "crew")],
    "home to nobody": lambda g: [home("desk", "nobody")],
    "watching nobody": lambda g: [o.Oversee("shop/silva", Oversight.CLOSE)],
    "ending nothing": lambda g: [o.End("shop/silva")],
    "ending twice": lambda g: [o.End("desk/tarn"), o.End("desk/tarn")],
    "ending and renewing": lambda g: [o.End("desk/tarn"), o.Renew("desk/tarn", 3)],
    "renewing own people": lambda g: [o.Renew("care/crew", 3)],
    "renewing for ever": lambda g: [o.Renew("desk/tarn", 61)],
    "hiring for no team": lambda g: [o.Hire("nobody", 1)],
    "hiring a town": lambda g: [o.Hire("crew", 5_001)],
    "laying off more than there are": lambda g: [o.LayOff("crew", 7)],
    "laying off and hiring": lambda g: [o.Hire("crew", 1), o.LayOff("crew", 1)],
    "laying off those who get work": lambda g: [
        o.LayOff("crew", 6),
        award(g.observation, "shop", "crew"),
    ],
    "training nobody": lambda g: [o.Train("nobody", 1.0)],
    "training all month": lambda g: [o.Train("crew", 1e6)],
    "training for no time": lambda g: [o.Train("crew", 0.0)],
    "a week too short": lambda g: [o.Overtime("crew", 10.0)],
    "a week too long": lambda g: [o.Overtime("crew", 168.0)],
    "a site nowhere": lambda g: [o.OpenSite("moon", "web", 1)],
    "a site for nothing": lambda g: [o.OpenSite("coast", "magic", 1)],
    "a site twice": lambda g: [o.OpenSite("coast", "web", 1)],
    "closing home": lambda g: [o.CloseSite("crew")],
    "closing and giving work": lambda g: [
        o.CloseSite("site-coast-web"),
        award(g.observation, "shop", "site-coast-web"),
    ],
    "giving work and closing": lambda g: [
        award(g.observation, "shop", "site-coast-web"),
        o.CloseSite("site-coast-web"),
    ],
    "bringing work to a site that closes": lambda g: [
        o.CloseSite("site-coast-web"),
        home("desk", "site-coast-web"),
    ],
    "bringing work to a site and closing it": lambda g: [
        home("desk", "site-coast-web"),
        o.CloseSite("site-coast-web"),
    ],
    "auditing nobody": lambda g: [o.Audit("nobody")],
    "auditing twice": lambda g: [o.Audit("tarn"), o.Audit("tarn")],
    "asking for clients of nobody": lambda g: [o.AskReferences("nobody", 1)],
    "asking about those who work for us": lambda g: [o.AskReferences("tarn", 1)],
    "asking more clients than they name": lambda g: [o.AskReferences("silva", 6)],
    "asking about them twice": lambda g: [o.AskReferences("silva", 1), o.AskReferences("silva", 2)],
    "answering nothing": lambda g: [o.Answer("nothing", "yes")],
    "an answer that is none": lambda g: [o.Answer(next(iter(g.observation.requests)), "sing")],
    "answering twice": lambda g: [o.Answer(next(iter(g.observation.requests)), "match")] * 2,
    "a deal unheard of": lambda g: [o.AcceptDeal("nothing")],
    "both yes and no": lambda g: [o.AcceptDeal("extra"), o.DeclineDeal("extra")],
    "no order at all": lambda g: ["award"],
    "nothing at all": lambda g: [None],
}


def test_a_team_is_not_given_the_same_work_twice_in_a_turn():
    """Two orders, one to take the work over and one to help with it: the second is refused,
    whichever comes first.
    """
    game = a_game(
        a_team(heads=10), a_vendor("tarn"), a_function(), runs("desk", "tarn", price=100_000)
    )
    facts = game.observation
    back = home("desk", "crew")
    beside = o.Award("desk", "desk/crew", legality.simplest(facts.offers["desk/crew"]), beside=True)
    for orders in ([back, beside], [beside, back]):
        assert [problem.index for problem in game.problems(orders)] == [1]


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_is_illegal_changes_nothing(name):
    """It is refused with a reason and a remedy, and the world is as before."""
    game = a_firm_with_everything()
    orders = ILLEGAL[name](game)
    before = game.digest()
    with pytest.raises(IllegalOrders) as refused:
        game.submit(orders)
    (problem,) = refused.value.problems
    assert problem.reason.endswith((".", "!"))
    assert problem.remedy.endswith(".")
    assert problem.order is orders[problem.index]
    assert game.digest() == before
    assert game.turn == 6


@pytest.mark.parametrize(
    "make",
    [
        lambda: o.Hire("crew", 0),
        lambda: o.LayOff("crew", -1),
        lambda: o.Train("crew", -5.0),
        lambda: o.Train("crew", math.nan),
        lambda: o.Overtime("crew", math.nan),
        lambda: o.Renew("desk/tarn", 0),
        lambda: o.OpenSite("coast", "web", 0),
        lambda: o.Terms(term=-1),
        lambda: o.Award(["shop"], "shop/crew"),
        lambda: o.Award("shop", None),
        lambda: o.Award("shop", "shop/crew", None),
        lambda: o.Hire({}, 1),
        lambda: o.Hire("crew", 1.5),
        lambda: o.Hire("crew", True),
        lambda: o.AcceptDeal(3),
        lambda: o.AskReferences("silva", 0),
        lambda: o.Oversee("desk/tarn", "very close"),
        lambda: o.Train("crew", "30"),
    ],
)
def test_what_cannot_be_meant_cannot_be_said(make):
    """An order with a number that makes no sense, or a value of another type, is not made.

    Compiled, a field of a native base refuses another type before the validator sees it.
    """
    with pytest.raises((ValueError, TypeError), match=r"must be|object expected; got"):
        make()


def test_an_offer_is_signed_at_the_price_that_was_seen():
    """The offer on the table is what is agreed, whatever else is ordered in the turn."""
    game = a_firm_with_everything()
    facts = game.observation
    first = award(facts, "shop", "tarn")
    seen = bids.price(facts, facts.offers["shop/tarn"], first.terms)
    second = award(facts, "care", "tarn", beside=True)
    beside = bids.price(facts, facts.offers["care/tarn"], second.terms)
    play(game, [o.LayOff("crew", 2), second, first])
    facts = game.observation
    assert facts.engagements["shop/tarn"].price == seen
    assert facts.engagements["care/tarn"].price == beside


def test_numbers_may_be_written_without_a_point():
    """48 hours and 48.0 hours are equal orders: the games are equal, also after a save."""
    one, two = a_firm_with_everything(), a_firm_with_everything()
    play(one, [o.Overtime("crew", 48), o.Train("crew", 10)])
    play(two, orders_from_data(orders_to_data([o.Overtime("crew", 48.0), o.Train("crew", 10.0)])))
    assert one.digest() == two.digest()


def test_options_are_what_can_be_taken():
    """Every option is legal on its own at its first price; all other offers are not."""
    game = play_out(a_firm_with_everything(), turns=2)
    facts = game.observation
    for task in facts.tasks:
        options = {offer.id for offer in legality.options(facts, task)}
        for offer in facts.offers.values():
            if offer.task == task:
                order = o.Award(task, offer.id, legality.simplest(offer))
                assert (offer.id in options) == (not game.problems([order]))


# ---------------------------------------------------------------------------------- deals, tasks


def test_accepted_work_comes_up():
    """A deal's tasks are there when it is taken on, and bring its pay; declined they never are."""
    taken, declined = a_firm_with_everything(), a_firm_with_everything()
    assert "favour" not in taken.observation.tasks
    assert "favour" in [task.id for task in taken.observation.scenario.tasks], "a part of the offer"
    play(taken, o.AcceptDeal("extra"))
    play(declined, o.DeclineDeal("extra"))
    assert taken.observation.tasks["favour"].state is TaskState.OPEN
    while not declined.over:
        assert "favour" not in declined.observation.tasks
        assert "favour" not in [task.id for task in declined.observation.scenario.tasks]
        play(declined, None)


def test_nobody_knows_of_outside_work_before_it_is_offered():
    """Neither the deal nor its tasks can be seen anywhere; they appear with the offer. So do
    providers that come to the market later.
    """
    game = a_game(
        a_team(),
        a_function(),
        a_project("favour", deal="extra", opens=5, deadline=12),
        a_deal("extra", 3, 4),
        a_vendor("latecomer", arrives=3),
        turns=12,
    )
    while game.turn < 3:
        assert b"latecomer" not in pickle.dumps(game.observation)
        told = pickle.dumps(game.observation)
        assert b"favour" not in told
        assert b"extra" not in told
        play(game, None)
    assert game.observation.deals == {"extra": "offered"}
    assert [deal.id for deal in game.observation.scenario.deals] == ["extra"]
    assert "latecomer" in game.observation.providers
    assert [one.id for one in game.observation.scenario.providers] == ["latecomer"]
    play(game, o.AcceptDeal("extra"))
    assert game.observation.tasks["favour"].state is TaskState.AHEAD
    play(game, None)
    assert game.observation.tasks["favour"].state is TaskState.OPEN


def test_work_keeps_its_order_whenever_it_is_taken_on():
    """Two deals give equal worlds, whichever is accepted first."""
    games = []
    for first, second in (("one", "two"), ("two", "one")):
        game = a_game(
            a_team(),
            a_project("favour", deal="one", deadline=12),
            a_project("errand", deal="two", deadline=12),
            a_function(),
            a_deal("one", 1, 6),
            a_deal("two", 1, 6),
        )
        play(game, o.AcceptDeal(first), o.AcceptDeal(second))
        games.append(game)
    assert [*games[0].observation.tasks] == [*games[1].observation.tasks]


def test_what_was_to_follow_lost_work_falls_away():
    """A task that depends on one its customer gave up is no longer wanted, nor are those that
    follow; one whose predecessor can still be done keeps waiting.
    """
    game = a_game(
        a_team(heads=10),
        a_project("shop", deadline=2),
        a_project("move", deadline=16, after=("train",)),
        a_project("train", deadline=16, after=("shop",)),
        a_project("tidy", deadline=16),
        a_project("sweep", deadline=16, after=("tidy",)),
        turns=16,
        rules={**CALM, "give_up_turns": 2.0},
    )
    reports = wait(game, 3)
    tasks = game.observation.tasks
    assert tasks["shop"].state is TaskState.LOST
    assert [tasks[key].state for key in ("train", "move")] == [TaskState.LOST] * 2
    assert tasks["sweep"].state is TaskState.AHEAD
    fell = [h for h in reports[-1].happenings if h.kind is HappeningKind.FELL_AWAY]
    assert [(h.subject, h.other) for h in fell] == [("train", "shop"), ("move", "train")]


@pytest.mark.parametrize("answer", [o.DeclineDeal("extra"), None])
def test_what_was_to_follow_declined_work_falls_away(answer):
    """Outside work that is turned down, or not answered in time, is waited for no longer."""
    game = a_game(
        a_team(),
        a_project("favour", deal="extra", deadline=10),
        a_project("polish", deadline=12, after=("favour",)),
        a_deal("extra", 1, 2),
    )
    reports = [play(game, answer), play(game, None)]
    assert game.observation.tasks["polish"].state is TaskState.LOST
    fell = [h for one in reports for h in one.happenings if h.kind is HappeningKind.FELL_AWAY]
    assert [(h.subject, h.other) for h in fell] == [("polish", "extra")], (
        "the offer is known by name"
    )


def test_deals_expire():
    """An unanswered offer is off the table after its last turn."""
    game = a_game(a_team(), a_project(deal="extra", deadline=12), a_deal("extra", 2, 3))
    assert game.observation.deals == {}
    play(game, None)
    assert game.observation.deals == {"extra": "offered"}
    play(game, None)
    assert game.observation.deals == {"extra": "offered"}
    report = play(game, None)
    assert game.observation.deals == {"extra": "expired"}
    assert HappeningKind.DEAL_EXPIRED in [h.kind for h in report.happenings]


def test_a_task_waits_for_what_comes_before():
    """It opens in the turn after the last one that it waits for was delivered."""
    game = a_game(
        a_team(heads=10),
        a_project("shop", hours=100.0, deadline=6),
        a_project("move", hours=50.0, deadline=10, after=("shop",)),
    )
    play(game, award(game.observation, "shop", "crew"))
    while game.observation.tasks["shop"].state is not TaskState.DONE:
        assert game.observation.tasks["move"].state is TaskState.AHEAD
        play(game, None)
    assert game.observation.tasks["move"].state is TaskState.OPEN


def test_a_project_that_is_late_is_fined_and_given_up():
    """Every turn past the deadline costs the penalty; at last the customer gives up."""
    game = a_game(a_project(deadline=2, penalty=70_000), a_client("acme"), turns=12, rules=CALM)
    finish(game)
    facts = game.observation
    late = [incident for incident in facts.incidents if incident.task == "shop"]
    assert [incident.turn for incident in late] == list(range(2, 2 + len(late)))
    assert {incident.loss for incident in late} == {70_000}
    assert facts.tasks["shop"].state is TaskState.LOST
    assert len(late) == facts.rules.give_up_turns


@pytest.mark.parametrize("turn_months", [0.25, 0.5, 1.0, 3.0])
def test_patience_with_a_late_project_is_counted_in_turns(turn_months):
    """The rule book says after how many turns a customer gives up, however long a turn is."""
    game = a_game(
        a_project(deadline=2),
        a_client("acme"),
        turns=16,
        turn_months=turn_months,
        rules={**CALM, "give_up_turns": 3.0},
    )
    finish(game)
    facts = game.observation
    assert len([one for one in facts.incidents if one.task == "shop"]) == 3
    assert facts.tasks["shop"].state is TaskState.LOST


def test_a_service_ends_with_its_last_turn():
    """Afterwards nobody works on it, and nobody is paid for it."""
    game = a_game(a_vendor("tarn"), a_function(until=3), runs("desk", "tarn"), rules=CALM)
    wait(game, 3)
    facts = game.observation
    assert facts.tasks["desk"].state is TaskState.DONE
    assert not facts.engagements
    paid = facts.past["desk/tarn"].paid
    wait(game, 3)
    assert game.observation.past["desk/tarn"].paid == paid


# --------------------------------------------------------------------------------------- outcomes


def test_all_turns_played_is_an_end():
    """A game that is not lost before ends with its last turn."""
    game = a_game(a_team(), turns=5)
    finish(game)
    assert game.outcome is not None
    assert (game.outcome.kind, game.outcome.turn) == (OutcomeKind.COMPLETED, 5)


def test_no_money_and_no_credit_is_an_end():
    """Below the credit line the firm is bankrupt, in that turn."""
    game = a_game(a_team(), a_firm(cash=0, credit_line=20_000_000))
    finish(game)
    assert game.outcome is not None
    assert game.outcome.kind is OutcomeKind.BANKRUPT
    history = game.observation.history
    assert history[-1].cash < -20_000_000
    assert all(measures.cash >= -20_000_000 for measures in history[:-1])
    assert game.outcome.turn == history[-1].turn < 12


def test_no_customers_is_an_end():
    """When the last client has left, or nobody trusts the firm, the game is over."""
    left = a_game(
        a_function(visibility=1.0, client="acme", core=1.0),
        a_client("acme", patience=0.05),
        a_firm(reputation=20.0),
        turns=24,
    )
    hated = a_game(
        a_function(visibility=1.0, core=1.0),
        a_client("bolt", patience=1.0),
        a_firm(reputation=9.0, cash=10**10),
        turns=24,
    )
    for game in (left, hated):
        finish(game)
        assert game.outcome is not None
        assert game.outcome.kind is OutcomeKind.COLLAPSED
    assert left.observation.clients["acme"].lost
    assert hated.observation.reputation < hated.observation.rules.collapse_reputation


def test_an_early_end_counts_by_the_turns_lived_through():
    """The points that stand are worth their share of the game."""
    game = a_game(a_team(), a_firm(cash=0, credit_line=20_000_000))
    finish(game)
    points = sum(standing.points for standing in game.standings())
    assert game.outcome is not None
    assert game.score() == pytest.approx(points * game.outcome.turn / 12)


def test_outcomes_say_why():
    """Each end has one plain sentence."""
    game = a_game(a_team(), a_firm(cash=0))
    finish(game)
    assert game.outcome is not None
    assert game.outcome.reason.endswith(".")
    assert world_of(game).outcome == game.outcome


def test_an_hour_can_be_less_than_one():
    """Any part of an hour up to the limit can go to training; zero hours is not an order."""
    game = a_firm_with_everything()
    most = staffing.most_training(game.observation, game.observation.teams["crew"])
    for hours in (0.25, most):
        assert not game.problems([o.Train("crew", hours)])
    for hours in (0.0, most + 0.25):
        assert game.problems([o.Train("crew", hours)])


def test_the_longest_term_is_of_sixty_turns():
    """Agreed at the award or at a renewal; a turn more is refused."""
    game = a_firm_with_everything()
    for term, legal in ((60, True), (61, False)):
        for order in (
            award(game.observation, "care", "tarn", term=term),
            o.Renew("desk/tarn", term),
        ):
            assert (not game.problems([order])) == legal


def test_what_is_over_is_over_for_all_orders():
    """After the end the one problem is not about any of the orders."""
    game = a_game(a_team("crew"), turns=1)
    play(game, None)
    assert game.over
    for orders in ([], [o.Hire("crew", 1), o.Train("crew", 1.0)]):
        (problem,) = game.problems(orders)
        assert (problem.index, problem.order) == (-1, None)
