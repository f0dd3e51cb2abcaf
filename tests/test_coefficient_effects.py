"""No inert lever: every coefficient and every field of an order affects something a player sees.

`tests.plays` has the plays. A coefficient is lowered and raised by half, an order's fields are
changed one at a time; what is seen turn by turn, or the result, has to differ. A player sees
incidents, the turn's measures and the result; digests and hashes are ignored.
"""

import functools
from collections.abc import Sequence
from typing import Any, get_args

import pytest
from attrs import fields_dict

from sim.games.game import Game
from sim.model import orders as o
from sim.model.orders import Order, Terms
from sim.model.scenario import Scenario
from sim.model.vocabulary import EventKind, Oversight, Pricing, Sla
from sim.model.world import Observation
from sim.rules import Coefficient, load
from tests.builders import (
    a_deal,
    a_discipline,
    a_freelancer,
    a_function,
    a_place,
    a_project,
    a_scenario,
    a_team,
    a_vendor,
    an_event,
    runs,
)
from tests.plays import Play, Player, by_belief, plays

ROWS = load().rows

BOTH = pytest.mark.parametrize("times", [0.5, 1.5], ids=["half less", "half more"])


@functools.cache
def known(name: str) -> list[Any]:
    """What a player sees of a play under the unchanged rules."""
    return list(play_of(name).shown())


def play_of(name: str) -> Play:
    return next(play for play in plays() if play.name == name)


def changed(row: Coefficient, now: float, times: float) -> float:
    """A value halved or raised by half; if its range ends there, halfway to the other end."""
    value = min(row.high, max(row.low, now * times))
    ends = (row.low, row.high) if times < 1.0 else (row.high, row.low)
    ways = (value, (now + ends[0]) / 2.0, (now + ends[1]) / 2.0)
    return next(way for way in ways if way != now)


def moves(row: Coefficient, times: float) -> str | None:
    """A play in which a changed coefficient shows; None if it shows in none."""
    written_for_it = sorted(
        plays(), key=lambda play: not any(word in row.key for word in play.about)
    )
    for play in written_for_it:
        now = play.scenario.rules.get(row.key, row.value)
        value = changed(row, now, times)
        before = known(play.name)
        for turn, seen in enumerate(play.shown({row.key: value})):
            if turn >= len(before) or seen != before[turn]:
                return play.name
    return None


@pytest.mark.parametrize(
    "times", [0.5, pytest.param(1.5, marks=pytest.mark.long)], ids=["half less", "half more"]
)
@pytest.mark.parametrize("group", load().groups)
def test_every_coefficient_moves_something(
    group: str, times: float, subtests: pytest.Subtests
) -> None:
    """With the coefficient halved or raised by half, some play comes out differently."""
    for row in ROWS.values():
        if row.group == group:
            with subtests.test(row.key):
                now = changed(row, row.value, times)
                assert moves(row, times), f"{row.key} at {now:g} changes no play"


def test_plays_are_the_same_each_time() -> None:
    """A play looks the same each time it is played, so that any difference has a cause."""
    for play in plays():
        assert list(play.shown()) == known(play.name), play.name


def test_a_coefficient_that_is_set_to_what_it_is_changes_nothing() -> None:
    """The value is what shows, not the fact that it was set."""
    play = play_of("people")
    assert list(play.shown({"attrition": ROWS["attrition"].value})) == known("people")


# ----------------------------------------------------------------------------- fields of orders


def the_workshop() -> Scenario:
    """A firm with two of everything that an order can name."""
    return a_scenario(
        a_discipline("care", 2_000),
        a_team("crew", heads=6),
        a_team("gang", heads=4, skill=0.4),
        a_team("ward", "care", heads=3),
        a_vendor("tarn", alignment=0.3),
        a_vendor("weir", skill=0.4),
        a_vendor("brook", disciplines=("care",), skill=0.9),
        a_freelancer("silva", skill=0.3, reliability=0.1),
        a_freelancer("okafor", skill=0.9),
        a_place("coast", 0.8),
        a_place("cape", 0.4, wage=0.6),
        a_project("shop", 500.0, clarity=0.2, complexity=0.8),
        a_project("flyer", 250.0, visibility=0.9),
        a_function("desk", 300.0, knowledge=0.6),
        a_function("line", 200.0),
        a_function("mail", 250.0, sensitivity=0.9, complexity=0.8),
        a_function("care", 700.0, discipline="care"),
        a_function("extra", 200.0, deal="extra", opens=2),
        a_function("more", 100.0, deal="more", opens=2),
        a_deal("extra"),
        a_deal("more"),
        runs("desk", "tarn", term=4),
        runs("line", "weir"),
        runs("care", "ward"),
        an_event(EventKind.KEY_PERSON_LEAVES, 1, "crew"),
        an_event(EventKind.KEY_PERSON_LEAVES, 1, "gang"),
        an_event(EventKind.BREACH, 3, "mail"),
        turns=10,
    )


def the_award(offer: str, beside: bool = False, **terms: Any) -> tuple[Order, ...]:
    terms.setdefault("pricing", Pricing.HOURLY)
    return (o.Award(offer.partition("/")[0], offer, Terms(**terms), beside),)


def sites(*orders: Order) -> tuple[tuple[Order, ...], ...]:
    """Two captives, and then orders about them."""
    both = (o.OpenSite("coast", "web", 3), o.OpenSite("cape", "web", 5))
    return (both, (), (), (), orders)


Pair = tuple[tuple[tuple[Order, ...], ...], tuple[tuple[Order, ...], ...]]

CLOSE, NONE = Oversight.CLOSE, Oversight.NONE

PAIRS: dict[tuple[type[Any], str], Pair] = {
    # The offer names the task, too.
    (o.Award, "task"): ((the_award("shop/silva"),), (the_award("flyer/silva"),)),
    (o.Award, "offer"): ((the_award("shop/silva"),), (the_award("shop/okafor"),)),
    (o.Award, "terms"): (
        (the_award("shop/okafor"),),
        (the_award("shop/okafor", pricing=Pricing.FIXED),),
    ),
    (o.Award, "beside"): ((the_award("desk/weir"),), (the_award("desk/weir", True),)),
    (Terms, "pricing"): (
        (the_award("mail/tarn"),),
        (the_award("mail/tarn", pricing=Pricing.PERFORMANCE),),
    ),
    (Terms, "oversight"): (
        (the_award("mail/tarn", oversight=CLOSE),),
        (the_award("mail/tarn", oversight=NONE),),
    ),
    (Terms, "sla"): ((the_award("mail/tarn"),), (the_award("mail/tarn", sla=Sla.STRICT),)),
    (Terms, "term"): ((the_award("mail/tarn"),), (the_award("mail/tarn", term=8),)),
    (Terms, "escrow"): (
        (the_award("shop/silva", pricing=Pricing.FIXED),),
        (the_award("shop/silva", pricing=Pricing.FIXED, escrow=True),),
    ),
    (Terms, "liability"): ((the_award("mail/tarn"),), (the_award("mail/tarn", liability=True),)),
    (o.Oversee, "engagement"): (
        ((o.Oversee("desk/tarn", CLOSE),),),
        ((o.Oversee("line/weir", CLOSE),),),
    ),
    (o.Oversee, "level"): (((o.Oversee("desk/tarn", CLOSE),),), ((o.Oversee("desk/tarn", NONE),),)),
    (o.End, "engagement"): (((o.End("desk/tarn"),),), ((o.End("line/weir"),),)),
    (o.Renew, "engagement"): (((o.Renew("desk/tarn", 6),),), ((o.Renew("line/weir", 6),),)),
    (o.Renew, "term"): (((o.Renew("line/weir", 3),),), ((o.Renew("line/weir", 9),),)),
    (o.Hire, "team"): (((o.Hire("crew", 2),),), ((o.Hire("ward", 2),),)),
    (o.Hire, "heads"): (((o.Hire("ward", 1),),), ((o.Hire("ward", 2),),)),
    (o.LayOff, "team"): (((o.LayOff("crew", 2),),), ((o.LayOff("ward", 2),),)),
    (o.LayOff, "heads"): (((o.LayOff("crew", 1),),), ((o.LayOff("crew", 2),),)),
    (o.Train, "team"): (((o.Train("crew", 60.0),),), ((o.Train("ward", 60.0),),)),
    (o.Train, "hours"): (((o.Train("ward", 30.0),),), ((o.Train("ward", 60.0),),)),
    (o.Overtime, "team"): (((o.Overtime("crew", 48.0),),), ((o.Overtime("ward", 48.0),),)),
    (o.Overtime, "weekly_hours"): (((o.Overtime("ward", 46.0),),), ((o.Overtime("ward", 52.0),),)),
    (o.OpenSite, "location"): (
        ((o.OpenSite("coast", "web", 3),),),
        ((o.OpenSite("cape", "web", 3),),),
    ),
    (o.OpenSite, "discipline"): (
        ((o.OpenSite("coast", "web", 3),),),
        ((o.OpenSite("coast", "care", 3),),),
    ),
    (o.OpenSite, "heads"): (
        ((o.OpenSite("coast", "web", 3),),),
        ((o.OpenSite("coast", "web", 4),),),
    ),
    (o.CloseSite, "site"): (
        sites(o.CloseSite("site-coast-web")),
        sites(o.CloseSite("site-cape-web")),
    ),
    (o.Audit, "provider"): (((o.Audit("tarn"),),), ((o.Audit("brook"),),)),
    (o.AskReferences, "provider"): (
        ((o.AskReferences("silva", 5),),),
        ((o.AskReferences("okafor", 5),),),
    ),
    (o.AskReferences, "clients"): (
        ((o.AskReferences("silva", 1),),),
        ((o.AskReferences("silva", 5),),),
    ),
    (o.Answer, "request"): (
        ((o.Answer("counter_offer/crew/1", "match"),),),
        ((o.Answer("counter_offer/gang/1", "match"),),),
    ),
    (o.Answer, "choice"): (
        ((o.Answer("counter_offer/crew/1", "match"),),),
        ((o.Answer("counter_offer/crew/1", "let_go"),),),
    ),
    (o.AcceptDeal, "deal"): (((o.AcceptDeal("extra"),),), ((o.AcceptDeal("more"),),)),
    # What was declined cannot be accepted later.
    (o.DeclineDeal, "deal"): (
        ((o.DeclineDeal("extra"),), (o.AcceptDeal("more"),)),
        ((o.DeclineDeal("more"),), (o.AcceptDeal("extra"),)),
    ),
}
"""For each field, two plays of orders, turn by turn, that differ in that field only."""


def outcome(log: tuple[tuple[Order, ...], ...], then: Player | None = None) -> list[Any]:
    """What a player sees of the workshop under legal orders, and after a player takes over."""
    scenario = the_workshop()
    game = Game.new(scenario, 1)
    for orders in log:
        game.submit(orders)

    def decide(facts: Observation) -> Sequence[Order]:
        over = facts.turn > len(log)
        return (then(facts) if then else ()) if over else log[facts.turn - 1]

    return list(Play("workshop", scenario, 1, player=decide).shown())


@pytest.mark.parametrize("field", PAIRS, ids=lambda field: f"{field[0].__name__}.{field[1]}")
def test_every_field_of_an_order_moves_something(field: tuple[type[Any], str]) -> None:
    """Two plays that differ in one field of one order come out differently."""
    one, other = PAIRS[field]
    then = by_belief if field == (o.AskReferences, "provider") else None
    assert outcome(one, then) != outcome(other, then)


def test_every_field_of_every_order_is_tried() -> None:
    """A new order, or a new field of one, needs a pair of plays here."""
    fields = {(kind, name) for kind in (*get_args(o.Order), Terms) for name in fields_dict(kind)}
    assert set(PAIRS) == fields
