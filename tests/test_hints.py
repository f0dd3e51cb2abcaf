"""Hints appear when they are needed, and go when what they ask for is done."""

from collections.abc import Sequence

import pytest
from attrs import evolve

from sim import hints
from sim.games.game import Game
from sim.model.orders import AcceptDeal, Answer, DeclineDeal, End, Hire, Order, Oversee, Overtime
from sim.model.scenario import Hint
from sim.model.vocabulary import EventKind, Occasion, Oversight, TaskState
from sim.scenario_io.relations import HINTED
from tests.builders import (
    CALM,
    FLAWLESS,
    a_busy_scenario,
    a_deal,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    an_event,
    award,
    play,
    play_out,
    runs,
    wait,
)


def told(game: Game, *found: Hint) -> Game:
    """An equal game, under a scenario with these hints."""
    scenario = evolve(game.scenario, hints=found)
    return Game.replay(scenario, game.seed, game.log)


def shown(game: Game, drafted: Sequence[Order] = ()) -> list[Hint]:
    """The current hints, if none has been read before."""
    return hints.current(game.observation, drafted, ())


def holds(game: Game, when: Occasion, subject: str = "", drafted: Sequence[Order] = ()) -> bool:
    """Whether a hint that waits for something would be shown."""
    assert not game.problems(drafted), game.problems(drafted)
    return bool(shown(told(game, Hint(1, "Do it.", when, subject)), drafted))


def test_a_hint_without_an_occasion_is_for_its_turn():
    """It is shown in that turn, neither before nor after."""
    game = told(a_game(a_team(), a_function(), runs("desk", "crew"), rules=CALM), Hint(2, "Now."))
    seen = [len(shown(game)), *(len(shown(game)) for _ in range(2) if wait(game))]
    assert seen == [0, 1, 0]


def test_a_hint_waits_for_its_turn_and_its_occasion():
    """Both must have come; its turn is the earliest one in which it may be shown."""
    hint = Hint(2, "Give it to somebody.", Occasion.OPEN_TASK, "shop")
    game = told(a_game(a_freelancer(), a_project(opens=1), rules=CALM), hint)
    assert shown(game) == []
    wait(game)
    assert shown(game) == [hint]


def test_hints_are_shown_in_their_order():
    """By turn, then in the order they were written; showing one at a time is up to the reader."""
    first, second = Hint(1, "First.", Occasion.OPEN_TASK), Hint(1, "Second.")
    game = told(a_game(a_freelancer(), a_project(), rules=CALM), first, second)
    assert shown(game) == [first, second]
    assert hints.current(game.observation, (), {first}) == [second]


@pytest.mark.parametrize("when", [Occasion.SERVICE_SHORT, Occasion.TEAM_SHORT])
def test_what_cannot_wait_goes_before_what_can(when):
    """However long the older hints have waited."""
    waits = Hint(1, "Give it to somebody.", Occasion.OPEN_TASK)
    game = a_game(a_team(heads=1), a_function(hours=400.0), runs("desk", "crew"), a_project(),
                  rules=CALM)  # fmt: skip
    presses = Hint(2, "Too much for them.", when)
    game = told(game, waits, presses)
    assert shown(game) == [waits]
    wait(game)
    assert shown(game) == [presses, waits]


def test_a_hint_is_settled_by_what_is_drafted():
    """A drafted award settles it; if the draft is withdrawn, the hint is back."""
    game = a_game(a_freelancer(), a_project(), rules=CALM)
    order = award(game.observation, "shop", "silva")
    assert holds(game, Occasion.OPEN_TASK, "shop")
    assert not holds(game, Occasion.OPEN_TASK, "shop", [order])


def test_a_hint_is_shown_once():
    """Once settled or lapsed, it is over; a similar occasion does not bring it back."""
    hint = Hint(1, "Give it to somebody.", Occasion.OPEN_TASK, "shop")
    game = told(a_game(a_freelancer(), a_project(hours=600.0), rules=CALM), hint)
    before, orders = game.observation, [award(game.observation, "shop", "silva")]
    play(game, orders)
    gone = hints.over(before, orders, game.observation, ())
    assert gone == {hint}
    play(game, End(game.observation.tasks["shop"].engagements[0]))
    while game.observation.tasks["shop"].state is not TaskState.OPEN:
        wait(game)
    assert shown(game) == [hint]
    assert hints.current(game.observation, (), gone) == []


def test_a_hint_stays_until_it_is_settled():
    """Advice that was not followed is still shown in the next turn, and in all later ones."""
    hint = Hint(1, "Give it to somebody.", Occasion.OPEN_TASK)
    game = told(a_game(a_freelancer(), a_project(deadline=9), rules=CALM), hint)
    for _ in range(3):
        before = game.observation
        wait(game)
        assert hints.over(before, (), game.observation, ()) == frozenset()


def test_a_hint_that_was_hidden_by_others_is_not_over():
    """Only a hint that was at the top at some time counts as read."""
    first = Hint(1, "First.", Occasion.OPEN_TASK)
    second = Hint(1, "Second.", Occasion.ALL_DECIDED)
    game = told(a_game(a_freelancer(), a_project(deadline=9), rules=CALM), first, second)
    before = game.observation
    wait(game)
    assert hints.over(before, (), game.observation, ()) == frozenset()


@pytest.mark.parametrize("when", [one for one in hints.MOMENTS if one is not Occasion.CASH_LOW])
def test_what_nothing_settles_is_shown_for_one_turn(when):
    """The end of the turn is the end of it."""
    hint = Hint(1, "Look.", when)
    game = told(a_game(a_project(opens=2), a_function(), rules=CALM), hint)
    if when is Occasion.INCIDENT:
        wait(game)  # nobody gave the service: an incident
        hint = evolve(hint, turn=2)
    elif when is Occasion.ALL_DECIDED:
        game = told(a_game(a_team(), a_function(), runs("desk", "crew"), rules=CALM), hint)
    assert shown(game) == [evolve(hint, turn=1)] or shown(game) == [hint]
    before = game.observation
    wait(game)
    assert len(hints.over(before, (), game.observation, ())) == 1


def test_a_game_that_is_over_has_no_hints():
    """There is nothing left to do."""
    game = play_out(told(a_game(a_freelancer(), a_project(), rules=CALM), Hint(1, "", None)))
    assert game.over
    assert (
        shown(told(game, Hint(game.turn, "Now."), Hint(1, "It waits.", Occasion.OPEN_TASK))) == []
    )


# ---------------------------------------------------------------------------------- occasions


def test_every_occasion_can_be_told():
    """Each has its function, and either a subject that is checked in a file, or none."""
    assert set(hints.OCCASIONS) == set(Occasion)
    alone = {Occasion.OVERLOAD, Occasion.CASH_LOW, Occasion.ALL_DECIDED}
    assert set(HINTED) == set(Occasion) - alone - {Occasion.REQUEST}


def test_a_subject_is_who_it_is_about():
    """Another provider's trouble is not its own."""
    game = a_game(a_freelancer(), a_project(), a_project("page", opens=3), rules=CALM)
    assert holds(game, Occasion.OPEN_TASK)
    assert holds(game, Occasion.OPEN_TASK, "shop")
    assert not holds(game, Occasion.OPEN_TASK, "page")


def test_a_task_brought_home_waits_for_nobody():
    """Awarding it to own people is also a decision."""
    game = a_game(
        a_vendor(), a_team(heads=9), a_function(hours=100.0), runs("desk", "tarn"), rules=FLAWLESS
    )
    play(game, End("desk/tarn"))
    while game.observation.tasks["desk"].state is not TaskState.OPEN:
        wait(game)
    assert holds(game, Occasion.OPEN_TASK, "desk")
    order = award(game.observation, "desk", "crew")
    assert not holds(game, Occasion.OPEN_TASK, "desk", [order])


def test_hours_are_left_while_managers_have_some():
    """For a task that is not watched closely; if there are none to spare, for none."""
    parts = (a_team(heads=9), a_function(hours=100.0), runs("desk", "crew"))
    game = a_game(*parts, rules=CALM)
    close = Oversee("desk/crew", Oversight.CLOSE)
    assert holds(game, Occasion.HOURS_LEFT, "desk")
    assert holds(game, Occasion.HOURS_LEFT, "desk", [Oversee("desk/crew", Oversight.LIGHT)])
    assert not holds(game, Occasion.HOURS_LEFT, "desk", [close])
    play(game, close)
    assert not holds(game, Occasion.HOURS_LEFT, "desk")
    assert not holds(a_game(*parts, a_firm(manager_hours=1.0), rules=CALM), Occasion.HOURS_LEFT)


def test_overload_is_more_hours_promised_than_there_are():
    """Lighter oversight, or ending something, settles it; closer oversight does not."""
    parts = (a_team(heads=9), a_function(hours=600.0), runs("desk", "crew"))
    assert not holds(a_game(*parts, rules=CALM), Occasion.OVERLOAD)
    game = a_game(*parts, a_firm(manager_hours=1.0), rules=CALM)
    assert holds(game, Occasion.OVERLOAD)
    assert holds(game, Occasion.OVERLOAD, "", [Oversee("desk/crew", Oversight.CLOSE)])
    assert not holds(game, Occasion.OVERLOAD, "", [Oversee("desk/crew", Oversight.LIGHT)])
    assert not holds(game, Occasion.OVERLOAD, "", [End("desk/crew")])


@pytest.mark.parametrize("order", [Hire("crew", 1), Overtime("crew", 48.0)])
def test_a_team_is_short_when_it_has_too_much_to_do(order):
    """Hiring and overtime settle it, and hires on their way count as present."""
    parts = (a_function(hours=500.0), runs("desk", "crew"))
    assert not holds(a_game(a_team(heads=9), *parts, rules=FLAWLESS), Occasion.TEAM_SHORT)
    game = a_game(a_team(heads=3), *parts, rules=FLAWLESS)
    assert holds(game, Occasion.TEAM_SHORT, "crew")
    assert not holds(game, Occasion.TEAM_SHORT, "crew", [order])


def test_somebody_who_leaves_makes_a_team_short():
    """The turn after, before customers have waited."""
    event = an_event(EventKind.KEY_PERSON_LEAVES, 2, "crew")
    parts = (a_team(heads=3), a_function(hours=320.0), runs("desk", "crew"), event)
    game = a_game(*parts, rules=FLAWLESS)
    assert not holds(game, Occasion.TEAM_SHORT)
    wait(game, 2)
    assert holds(game, Occasion.TEAM_SHORT, "crew")


def test_a_service_is_short_when_customers_had_to_wait():
    """More people for its provider, or another provider, settle that."""
    parts = (a_team(heads=3), a_function(hours=500.0), runs("desk", "crew"), a_vendor())
    game = a_game(*parts, rules=FLAWLESS)
    assert not holds(game, Occasion.SERVICE_SHORT)
    wait(game)
    assert holds(game, Occasion.SERVICE_SHORT, "desk")
    beside = award(game.observation, "desk", "tarn", beside=True)
    for order in (Hire("crew", 1), Overtime("crew", 48.0), beside):
        assert not holds(game, Occasion.SERVICE_SHORT, "desk", [order])


def test_a_project_slips_that_is_too_slow_for_its_deadline():
    """Judged by last turn's pace, if anyone is past the start; finished work does not slip."""
    quick = a_game(a_freelancer(), a_project(hours=300.0, deadline=9), rules=FLAWLESS)
    slow = a_game(a_freelancer(), a_project(hours=900.0, deadline=5), rules=FLAWLESS)
    for game in (quick, slow):
        play(game, award(game.observation, "shop", "silva"))
        assert not holds(game, Occasion.PROJECT_SLIPS)
        wait(game)
    assert not holds(quick, Occasion.PROJECT_SLIPS)
    assert holds(slow, Occasion.PROJECT_SLIPS, "shop")
    close = Oversee("shop/silva", Oversight.CLOSE)
    assert not holds(slow, Occasion.PROJECT_SLIPS, "shop", [close])


def test_a_project_that_is_late_slips():
    """Whatever its pace."""
    game = a_game(a_freelancer(), a_project(hours=900.0, deadline=1), rules=FLAWLESS)
    play(game, award(game.observation, "shop", "silva"))
    assert holds(game, Occasion.PROJECT_SLIPS, "shop")


def test_an_incident_is_of_last_turn():
    """It is reported once it has happened, but not for ever."""
    game = a_game(a_function(until=1), a_project(opens=9, deadline=9), rules=CALM)
    assert not holds(game, Occasion.INCIDENT)
    wait(game)
    assert holds(game, Occasion.INCIDENT, "desk")
    assert not holds(game, Occasion.INCIDENT, "shop")
    wait(game)
    assert not holds(game, Occasion.INCIDENT)


def test_a_request_wants_its_answer():
    """Of its kind; any answer settles it."""
    game = Game.new(a_busy_scenario(), 7)
    while not game.observation.requests:
        wait(game)
    request = next(iter(game.observation.requests.values()))
    answers = [Answer(r.id, r.choices[0].id) for r in game.observation.requests.values()]
    assert holds(game, Occasion.REQUEST)
    assert holds(game, Occasion.REQUEST, request.kind.value)
    assert not holds(game, Occasion.REQUEST, "", answers)


@pytest.mark.parametrize("order", [AcceptDeal("extra"), DeclineDeal("extra")])
def test_outside_work_wants_its_answer(order):
    """Accepted or declined, both settle it."""
    game = a_game(a_deal(), a_project(deal="extra", opens=1), a_function(), rules=CALM)
    assert holds(game, Occasion.DEAL, "extra")
    assert not holds(game, Occasion.DEAL, "extra", [order])


def test_cash_is_low_when_it_is_gone_in_a_few_turns():
    """At last turn's rate; nothing is known before the first turn."""
    parts = (a_team(heads=9), a_function(hours=1.0, value=0), runs("desk", "crew"))
    rich, poor = (a_game(*parts, a_firm(cash=cash), rules=CALM) for cash in (10**9, 12_000_000))
    for game in (rich, poor):
        assert not holds(game, Occasion.CASH_LOW)
        wait(game)
    assert not holds(rich, Occasion.CASH_LOW)
    assert holds(poor, Occasion.CASH_LOW)


def test_all_is_decided_when_nothing_waits():
    """No task, request or deal is waiting; drafted decisions count as made."""
    game = a_game(a_freelancer(), a_project(), rules=CALM)
    assert not holds(game, Occasion.ALL_DECIDED)
    assert holds(game, Occasion.ALL_DECIDED, "", [award(game.observation, "shop", "silva")])


@pytest.mark.parametrize("seed", range(3))
def test_hints_can_be_asked_for_at_any_time(seed):
    """In any game and turn, with any drafts; the set of settled hints never shrinks."""
    found = [Hint(1, when.value, when) for when in Occasion]
    game = Game.new(a_busy_scenario(hints=tuple(found)), seed)
    gone: frozenset[Hint] = frozenset()
    while not game.over:
        before = game.observation
        play_out(game, "random", 1, seed)
        orders = game.log[-1]
        assert set(hints.current(before, orders, gone)) <= set(found) - gone
        now = hints.over(before, orders, game.observation, gone)
        assert gone <= now
        gone = now
    assert gone


def test_a_game_knows_what_was_seen():
    """A turn's observation can be recovered, for hints that a resumed game has shown."""
    game = Game.new(a_busy_scenario(), 3)
    seen = []
    for _ in range(3):
        seen.append(game.observation)
        play_out(game, "random", 1, 3)
    assert [game.seen(turn) for turn in (1, 2, 3)] == seen
    assert game.seen(4) == game.observation
    for turn in (0, 5):
        with pytest.raises(ValueError, match="cannot be viewed"):
            game.seen(turn)
