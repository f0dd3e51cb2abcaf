"""Each kind of event happens when a scenario says so, in any turn, and does something."""

import pytest

from sim.games.game import Game
from sim.model.orders import Answer, LayOff
from sim.model.report import HappeningKind
from sim.model.vocabulary import EventKind, IncidentKind, RequestKind, TaskState
from tests.builders import (
    FLAWLESS,
    a_firm,
    a_function,
    a_game,
    a_place,
    a_team,
    a_vendor,
    an_event,
    award,
    engagement,
    finish,
    runs,
    wait,
)

SUBJECTS = {
    EventKind.CURRENCY: "coast",
    EventKind.VENDOR_FAILURE: "tarn",
    EventKind.BREACH: "desk",
    EventKind.BACKLASH: "",
    EventKind.KEY_PERSON_LEAVES: "crew",
    EventKind.DEMAND_SURGE: "care",
}


def with_event(*events, **rules: float) -> Game:
    """A firm with one service outside and one at home; only the scenario's events happen."""
    return a_game(
        a_place("coast"),
        a_team("crew", heads=5),
        a_vendor("tarn"),
        a_vendor("dhara", location="coast"),
        a_function("desk", sensitivity=0.5, visibility=0.8),
        a_function("care", hours=250.0),
        a_function("books", hours=250.0),
        a_firm(cash=10**10),
        runs("desk", "tarn"),
        runs("care", "crew"),
        runs("books", "dhara"),
        *events,
        rules={**FLAWLESS, **rules},
    )


@pytest.mark.parametrize("turn", [1, 3, 12])
@pytest.mark.parametrize("kind", EventKind)
def test_an_event_makes_a_difference(kind, turn):
    """A scripted event changes the game, in the turn that it is written for and not before."""
    plain, eventful = with_event(), with_event(an_event(kind, turn, SUBJECTS[kind]))
    for now in range(1, 13):
        # What is known of an event beforehand is known one turn before at most.
        assert plain.digest() == eventful.digest() or now >= turn
        wait(plain)
        wait(eventful)
    assert plain.digest() != eventful.digest(), f"the {kind} of turn {turn} did nothing"


def test_a_currency_moves_by_the_size():
    """The price of the place's currency jumps by the share that the event names."""
    game = with_event(an_event(EventKind.CURRENCY, 3, "coast", 0.4))
    wait(game)
    before = game.observation.places["coast"].currency
    (report,) = wait(game)
    assert game.observation.places["coast"].currency == pytest.approx(before * 1.4, rel=1e-6)
    assert [h.amount for h in report.happenings if h.kind is HappeningKind.CURRENCY] == [0.4]


def test_a_vendor_goes_under():
    """Its work is open again, it bids no more, and the customer hears of it."""
    game = with_event(an_event(EventKind.VENDOR_FAILURE, 2, "tarn"))
    reports = wait(game, 2)
    facts = game.observation
    assert facts.providers["tarn"].gone
    assert facts.tasks["desk"].state is TaskState.OPEN
    assert not [key for key in facts.offers if key.endswith("/tarn")]
    assert IncidentKind.VENDOR_FAILURE in [i.kind for i in reports[1].incidents]


def test_data_gets_out():
    """A breach costs money and reputation, and falls on the firm."""
    game = with_event(an_event(EventKind.BREACH, 2, "desk"))
    calm = with_event()
    reports = wait(game, 2)
    wait(calm, 2)
    (incident,) = reports[1].incidents
    assert incident.kind is IncidentKind.BREACH
    assert incident.loss > 0
    assert game.observation.reputation < calm.observation.reputation


@pytest.mark.parametrize("turn", [1, 2])
def test_the_public_turns_on_the_firm(turn):
    """A backlash is an incident, and costs reputation."""
    game = with_event(an_event(EventKind.BACKLASH, turn, "", 1.0))
    calm = with_event()
    reports = wait(game, turn)
    wait(calm, turn)
    assert [i.kind for i in reports[-1].incidents] == [IncidentKind.BACKLASH]
    assert game.observation.reputation < calm.observation.reputation - 1.0


@pytest.mark.parametrize("turn", [1, 4])
def test_somebody_who_matters_wants_to_leave(turn):
    """It becomes a request in the turn of the event; a person who is let go takes skill along."""
    game = with_event(an_event(EventKind.KEY_PERSON_LEAVES, turn, "crew"))
    wait(game, turn - 1)
    requests = game.observation.requests
    assert [request.kind for request in requests.values()] == [RequestKind.COUNTER_OFFER]
    skill, heads = (game.observation.teams["crew"].skill, game.observation.teams["crew"].heads)
    game.submit([Answer(next(iter(requests)), "let_go")])
    team = game.observation.teams["crew"]
    assert team.heads == heads - 1
    assert team.skill < skill


@pytest.mark.parametrize("turn", [1, 4])
def test_demand_surges(turn):
    """The service asks for more hours in the turn of the event, and for fewer again later."""
    game = with_event(an_event(EventKind.DEMAND_SURGE, turn, "care", 0.5))
    wait(game, turn)
    peak = game.observation.tasks["care"].asked
    assert peak == pytest.approx(375.0, rel=0.01)
    finish(game)
    assert game.observation.tasks["care"].asked < 0.8 * peak


def test_customers_may_turn_on_a_firm_that_moves_jobs():
    """People laid off while visible work goes abroad: a backlash may follow."""
    found = []
    for seed in range(12):
        game = a_game(
            a_place("coast"),
            a_team("crew", heads=20),
            a_vendor("dhara", location="coast", size=80),
            a_function("care", hours=1_500.0, visibility=0.9),
            a_firm(cash=10**10, manager_hours=2_000.0),
            runs("care", "crew"),
            seed=seed,
            rules=FLAWLESS,
        )
        game.submit([award(game.observation, "care", "dhara")])
        wait(game, 6)
        game.submit([LayOff("crew", 15)])
        wait(game, 4)
        found += [i.kind for i in game.observation.incidents]
    assert IncidentKind.BACKLASH in found


def test_a_surge_is_told():
    """The player hears of it when it is known."""
    game = with_event(an_event(EventKind.DEMAND_SURGE, 3, "care", 0.5))
    reports = wait(game, 3)
    told = [
        (report.turn, h.subject)
        for report in reports
        for h in report.happenings
        if h.kind is HappeningKind.SURGE
    ]
    assert told == [(2, "care")]
    assert engagement(game, "care").asked > 250.0
