"""The textbook's advice: which kind of work goes where."""

import pytest

from sim.games.game import Game
from sim.model.orders import Award, Hire
from sim.model.vocabulary import Hours, Mode, Oversight, Presence, Pricing, Sla, TaskState
from sim.policies.checklist import Checklist, advised
from tests.builders import (
    CALM,
    a_busy_scenario,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    play,
    play_out,
    runs,
)

HOME, FREE, OUT, AWAY = Mode.IN_HOUSE, Mode.FREELANCE, Mode.OUTSOURCE, Mode.OFFSHORE

ALL_DAY = {"hours_of_day": Hours.ROUND_THE_CLOCK}
ON_THE_SPOT = {"presence": Presence.LOCAL}

WORK = {
    # small and discrete: one person
    "a flyer": (a_project("job", 60.0), FREE),
    "a shop on the web": (a_project("job", 600.0), FREE),
    "an hour a day of something": (a_function("job", 40.0), FREE),
    "a small job on the spot": (a_project("job", 60.0, **ON_THE_SPOT), FREE),
    # medium, outside the core: a firm with a contract
    "a large project": (a_project("job", 2_000.0), OUT),
    "a very large project": (a_project("job", 20_000.0), OUT),
    "a service for a few people": (a_function("job", 600.0, coupling=0.2), OUT),
    "a large service that talks to others": (a_function("job", 3_000.0, coupling=0.5), OUT),
    # large, steady and on its own: abroad
    "a large service on its own": (a_function("job", 3_000.0, coupling=0.2), AWAY),
    "a service by night": (a_function("job", 600.0, coupling=0.2, **ALL_DAY), AWAY),
    # on site: never abroad
    "a large service on the spot": (a_function("job", 3_000.0, coupling=0.2, **ON_THE_SPOT), OUT),
    "a night watch": (a_function("job", 600.0, coupling=0.2, **ALL_DAY, **ON_THE_SPOT), OUT),
    # core, coupled, or for those who know the firm: own people, whatever its size
    "what the firm lives from": (a_function("job", 600.0, core=0.8), HOME),
    "what talks to everybody": (a_function("job", 3_000.0, coupling=0.8), HOME),
    "what takes knowing the firm": (a_project("job", 60.0, knowledge=0.8), HOME),
    "a core service by night": (a_function("job", 3_000.0, core=0.8, **ALL_DAY), HOME),
}


def a_firm_with_all(*tasks, **changes):
    """Own people, a freelancer, a vendor at home and one abroad: each could do all of it."""
    return a_game(
        a_firm(cash=10**10, manager_hours=5_000.0),
        a_place("coast", 0.6),
        a_team("crew", heads=200),
        a_freelancer("silva"),
        a_vendor("tarn", size=900),
        a_vendor("dhara", location="coast", size=900),
        *tasks,
        rules=CALM,
        **changes,
    )


def awards(game: Game) -> dict[str, Award]:
    return {
        order.task: order
        for order in Checklist().decide(game.observation)
        if isinstance(order, Award)
    }


@pytest.mark.parametrize("work", WORK)
def test_work_goes_where_the_list_says(work):
    """Both in its advice and in its awards, if everyone makes an offer."""
    task, mode = WORK[work]
    game = a_firm_with_all(task)
    assert advised(game.observation, task) is mode
    offer = game.observation.offers[awards(game)["job"].offer]
    assert offer.mode is mode


@pytest.mark.parametrize("work", WORK)
def test_the_length_of_a_turn_does_not_count_as_size(work):
    """A service's monthly hours are as large when they are counted by the quarter month."""
    task, mode = WORK[work]
    game = a_firm_with_all(task, turn_months=0.25)
    quarter = a_function(
        "job",
        task.hours / 4.0,
        **{
            name: getattr(task, name)
            for name in ("coupling", "knowledge", "core", "presence", "hours_of_day")
        },
    )
    if task.kind is quarter.kind:
        assert advised(game.observation, quarter) is mode
    else:
        assert advised(game.observation, task) is mode


def test_bids_do_not_change_the_advice():
    """The list judges the work, however cheap or expensive the bids."""
    task = a_function("job", 600.0)
    for rate in (0.05, 50.0):
        game = a_game(
            a_firm(cash=10**12, manager_hours=5_000.0),
            a_freelancer("silva", rate=1.0),
            a_vendor("tarn", rate=rate, size=900),
            a_team("crew", heads=50),
            task,
        )
        assert awards(game)["job"].offer == "job/tarn"


def test_without_a_bid_in_the_advised_mode_another_is_used():
    """Work is not left undone for the sake of a list."""
    game = a_game(a_firm(cash=10**9), a_team("crew", heads=6), a_project("job", 60.0))
    assert awards(game)["job"].offer == "job/crew"


def test_a_suspiciously_low_bid_is_left():
    """Of two in a mode, the one nearer the market price is taken; never the lowest."""
    game = a_game(
        a_firm(cash=10**9),
        a_freelancer("silva", rate=0.2),
        a_freelancer("okafor", rate=1.0),
        a_freelancer("moran", rate=1.1),
        a_project("job", 60.0),
    )
    assert awards(game)["job"].offer != "job/silva"


def test_contracts_are_as_the_list_says():
    """Clear work at a fixed price, unclear by the hour; close oversight if delicate; and an SLA."""
    game = a_firm_with_all(
        a_function("clear", 600.0, clarity=0.9),
        a_function("vague", 600.0, clarity=0.3),
        a_function("open", 600.0, visibility=0.8),
        a_function("secret", 600.0, sensitivity=0.8),
        a_project("piece", 60.0),
    )
    found = {key: order.terms for key, order in awards(game).items()}
    assert found["clear"].pricing is Pricing.FIXED
    assert found["vague"].pricing is Pricing.HOURLY
    close = {key for key, terms in found.items() if terms.oversight is Oversight.CLOSE}
    assert close == {"open", "secret"}
    assert {key for key, terms in found.items() if terms.liability} == {"secret"}
    assert {key for key, terms in found.items() if terms.sla is Sla.NONE} == {"piece"}
    assert found["piece"].escrow


def test_own_people_are_hired_where_they_are_short():
    """As many as the work needs, and only once; people on their way are counted."""
    game = a_game(
        a_firm(cash=10**9),
        a_team("crew", heads=2),
        a_function("core", 900.0, core=0.9),
        runs("core", "crew"),
        rules=CALM,
    )
    (hire,) = Checklist().decide(game.observation)
    assert hire == Hire("crew", hire.heads)
    assert 3 <= hire.heads <= 7
    play(game, hire)
    assert not any(isinstance(order, Hire) for order in Checklist().decide(game.observation))


def test_assigned_work_stays_where_it_is():
    """Assigned work stays where it is."""
    for seed in range(3):
        game = Game.new(a_busy_scenario(), seed)
        while not game.over:
            for order in Checklist(seed).decide(game.observation):
                if isinstance(order, Award):
                    assert game.observation.tasks[order.task].state is TaskState.OPEN
            play_out(game, "checklist", turns=1)
