"""What is told of why work went undone is what was the case: each state of the world says its own
cause, and keeps saying it when the state is another."""

import pytest

from sim import narrate
from sim.model import orders as o
from sim.model.vocabulary import EventKind, Hindrance, IncidentKind, Oversight
from tests.builders import (
    FLAWLESS,
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
    play,
    runs,
    wait,
)


def told(game, task, kind=IncidentKind.SHORTFALL):
    """The turn, the provider and the cause of each failure of a task."""
    facts = game.observation
    return [
        (i.turn, narrate.incident_chain(facts, i), narrate.incident_why(facts, i))
        for i in facts.incidents
        if i.task == task and i.kind is kind
    ]


NOT_BEGUN = "work begins some time after the contract is signed"


def test_a_team_that_was_let_go_has_no_people():
    """Month after month; no new start is needed there. Once people are hired again they are on
    their way, and earlier months keep the cause they were given.
    """
    game = a_game(a_team(heads=3), a_function(), runs("desk", "crew"), rules=FLAWLESS)
    play(game, o.LayOff("crew", 3), None, o.Hire("crew", 3))
    wait(game, 6)
    gone = ("nobody: Crew had no people", "the team has lost all its people")
    coming = ("nobody yet: Crew had no people", "its new hires had not arrived yet")
    found = told(game, "desk")
    assert [each[1:] for each in found[:2]] == [gone, gone]
    assert found[2][1:] == coming
    assert found[-1][1] == "Crew" or found[-1][1:] == coming
    assert not any("begun" in who for _, who, _ in found)


def test_a_project_of_a_team_that_was_let_go():
    """It is late because its people are gone, whatever their skill was."""
    game = a_game(
        a_team(heads=3, skill=0.2),
        a_project(hours=900.0, deadline=2),
        runs("shop", "crew"),
        rules=FLAWLESS,
    )
    play(game, o.LayOff("crew", 3), None)
    assert told(game, "shop", IncidentKind.LATE) == [
        (2, "Crew", "the team has lost all its people")
    ]


def test_a_site_that_is_being_set_up_has_not_opened():
    """Its people have not arrived, and the site is not open yet."""
    game = a_game(a_place("coast"), a_function(), a_team(heads=1), rules=FLAWLESS)
    play(game, o.OpenSite("coast", "web", 4))
    site = next(key for key, team in game.observation.teams.items() if team.location)
    name = game.observation.teams[site].title
    play(game, award(game.observation, "desk", site))
    assert told(game, "desk")[-1][1:] == (
        f"nobody yet: {name} had not opened",
        "it takes time to set up a site",
    )


def test_a_team_in_training_has_no_hours():
    """There are people, but none of their hours go to the work."""
    game = a_game(
        a_team(heads=1),
        a_function(),
        runs("desk", "crew"),
        rules={**FLAWLESS, "training_limit": 200.0},
    )
    play(game, o.Train("crew", 190.0))
    assert told(game, "desk") == [
        (1, "nobody: Crew had no hours for it", "the team's people were new, or in training")
    ]


def test_a_freelancer_who_is_busy():
    """They began long ago, and are with another client for a turn."""
    game = a_game(
        a_freelancer(reliability=0.0), a_function(hours=60.0), runs("desk", "silva"),
        rules={**FLAWLESS, "busy_chance": 1.0},
    )  # fmt: skip
    play(game, None, None)
    assert told(game, "desk")[-1] == (2, "nobody: Silva was busy", "another client came first")


def test_what_was_signed_has_not_begun():
    """In the months between the signature and the first hour."""
    game = a_game(a_place("coast"), a_vendor(location="coast"), a_function(), rules=FLAWLESS)
    play(game, award(game.observation, "desk", "tarn"))
    assert told(game, "desk") == [(1, "nobody yet: Tarn had not begun", NOT_BEGUN)]


def test_a_project_that_was_signed_late_has_not_begun():
    """A provider's skill is not to blame while no hour is worked."""
    game = a_game(
        a_place("coast"), a_vendor(location="coast", skill=0.1),
        a_project(hours=900.0, deadline=2, complexity=0.9), rules=FLAWLESS,
    )  # fmt: skip
    play(game, None, award(game.observation, "shop", "tarn"))
    assert told(game, "shop", IncidentKind.LATE) == [(2, "Tarn", NOT_BEGUN)]


def test_those_who_are_taking_over_are_not_at_full_pace():
    """The hours that they are not yet asked for are the ones missing."""
    game = a_game(a_vendor(), a_function(knowledge=0.9), rules=FLAWLESS)
    play(game, award(game.observation, "desk", "tarn"), *[None] * 5)
    found = [one for one in told(game, "desk") if one[1] == "Tarn"]
    assert found
    assert all(why.startswith("they were still taking over") for _, _, why in found)


def test_a_vendor_that_went_under():
    """In the month it happens nobody could take over; after that the task waits for a decision."""
    game = a_game(
        a_vendor(), a_function(), runs("desk", "tarn"),
        an_event(EventKind.VENDOR_FAILURE, 2, "tarn"), rules=FLAWLESS,
    )  # fmt: skip
    wait(game, 3)
    assert told(game, "desk") == [
        (2, "nobody: Tarn had gone out of business", "nobody could take over within the month"),
        (3, "nobody: Tarn had gone out of business", "it had been waiting for a decision since m2"),
    ]
    failed = told(game, "desk", IncidentKind.VENDOR_FAILURE)
    assert failed == [(2, "Tarn", "the money ran out")]


def test_a_freelancer_who_left_in_the_middle():
    """Whether or not the firm is short of managers' hours, other work came first."""
    game = a_game(
        a_firm(manager_hours=1.0), a_freelancer(skill=0.1, reliability=0.0),
        a_function(hours=60.0, complexity=0.9), runs("desk", "silva"),
        rules={**FLAWLESS, "dropout_month": 1.0},
    )  # fmt: skip
    wait(game, 2)
    assert told(game, "desk", IncidentKind.DROPOUT) == [(1, "Silva", "other work came first")]
    assert [who for _, who, _ in told(game, "desk")] == [
        "nobody: Silva had left before it was done"
    ] * 2


def test_those_whose_notice_has_run_out_have_left():
    """They work through the notice; then the task waits for a decision."""
    game = a_game(a_vendor(), a_function(), runs("desk", "tarn"), rules=FLAWLESS)
    (key,) = game.observation.engagements
    play(game, o.End(key))
    last = game.observation.engagements[key].ends
    wait(game, 4)
    found = told(game, "desk")
    assert found[0] == (
        last + 1, "nobody: Tarn had left", f"it had been waiting for a decision since m{last}"
    )  # fmt: skip


def test_a_site_that_was_closed_is_gone_at_once():
    """Nobody can take over within that month."""
    game = a_game(a_place("coast"), a_function(), a_team(heads=1), rules=FLAWLESS)
    play(game, o.OpenSite("coast", "web", 4))
    site = next(key for key, team in game.observation.teams.items() if team.location)
    name = game.observation.teams[site].title
    play(game, award(game.observation, "desk", site), o.CloseSite(site), None)
    assert [each[1:] for each in told(game, "desk")[-2:]] == [
        (f"nobody: {name} had left", "nobody could take over within the month"),
        (f"nobody: {name} had left", "it had been waiting for a decision since m3"),
    ]


def test_work_that_nobody_was_given():
    """Never before: until then it waited for a decision."""
    game = a_game(a_function(), a_project(deadline=1), rules=FLAWLESS)
    wait(game)
    nobody = (1, "nobody: no one had been given the work", "it was waiting for a decision")
    assert told(game, "desk") == [nobody]
    assert told(game, "shop", IncidentKind.LATE) == [nobody]


def test_a_project_that_came_up_after_its_deadline_waited_for_another():
    """Nobody could have begun it in time; a player who leaves it lying afterwards is told so."""
    game = a_game(
        a_team(), a_project("first", hours=2_000.0, deadline=12),
        a_project("then", hours=400.0, deadline=2, after=("first",)),
        a_project("later", hours=400.0, deadline=2, after=("first",)),
        runs("first", "crew"), rules=FLAWLESS,
    )  # fmt: skip
    while not game.observation.tasks["first"].delivered:
        wait(game)
    play(game, None)
    play(game, award(game.observation, "then", "crew"), None)
    waited = "it could not begin before First was delivered"
    first, *others = told(game, "later", IncidentKind.LATE)
    assert first[2] == waited
    assert {why for _, _, why in others} == {"it was waiting for a decision"}
    assert told(game, "then", IncidentKind.LATE)[-1][1:] == ("Crew", waited)


def test_a_project_that_was_given_out_after_its_deadline():
    """They are late, and could not be otherwise."""
    game = a_game(a_team(), a_project(hours=3_000.0, deadline=1), rules=FLAWLESS)
    play(game, None, award(game.observation, "shop", "crew"))
    assert told(game, "shop", IncidentKind.LATE)[-1] == (
        2, "Crew", "it was only given to them after its deadline"
    )  # fmt: skip


def test_anger_where_nothing_is_abroad_is_with_the_firm():
    """It names nobody's work."""
    game = a_game(a_function(), a_team(), runs("desk", "crew"), an_event(EventKind.BACKLASH, 1))
    wait(game)
    facts = game.observation
    (one,) = (i for i in facts.incidents if i.kind is IncidentKind.BACKLASH)
    assert narrate.incident_title(facts, one) == "Public anger over jobs moved abroad"
    assert narrate.incident_chain(facts, one) == "Northlight"
    assert narrate.incident_why(facts, one) == "people care who does the work"


@pytest.mark.parametrize("level", [Oversight.NONE, Oversight.CLOSE])
def test_oversight_that_was_not_promised_is_not_missing(level):
    """However short of hours the managers are, only promised oversight can be missing."""
    game = a_game(
        a_firm(manager_hours=1.0), a_vendor(), a_team("other", heads=9),
        a_function(), a_function("more"),
        runs("desk", "tarn", oversight=level), runs("more", "other", oversight=Oversight.CLOSE),
        rules={"defect_rate": 1.0},
    )  # fmt: skip
    wait(game, 3)
    found = [one for one in game.observation.incidents if one.kind is IncidentKind.DEFECT]
    assert any(one.task == "desk" for one in found)
    for one in found:
        short = one.oversight_short > 0.0
        assert short is (one.task == "more" or level is Oversight.CLOSE)


def test_every_hindrance_is_put_in_words():
    """As the doer and as the cause."""
    assert set(narrate.events.HINDRANCES) == set(Hindrance)
