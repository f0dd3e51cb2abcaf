"""Nothing that has lapsed is shown: pins, outside work, requests, and what they wait for."""

from sim import narrate
from sim.engine import legality
from sim.games.game import Game
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.tui.pages import work
from sim.tui.pages.desk.dispatches import dispatch_rows, left_open
from sim.tui.session import Session
from tests.builders import (
    a_busy_scenario,
    a_deal,
    a_freelancer,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    award,
    play,
    play_out,
)
from tests.tui.player import at_the_desk


def two_projects():
    """A session with two small projects, and offers for both."""
    session = Session(
        a_game(
            a_freelancer(), a_vendor(), a_team(),
            a_project("shop", hours=60.0), a_project("flyer", hours=60.0),
        )
    )  # fmt: skip
    return session


def test_a_pin_goes_when_its_provider_is_taken():
    """Another draft removes it; undoing that draft restores it."""
    session = two_projects()
    facts = session.observation
    silva, tarn = (award(facts, "shop", provider) for provider in ("silva", "tarn"))
    assert session.board.pin(silva)
    assert session.board.pin(tarn)
    assert session.board.pinned == [silva, tarn]
    session.game.draft(award(facts, "flyer", "silva"))
    assert session.board.pinned == [tarn]
    session.game.undo()
    assert session.board.pinned == [silva, tarn]
    session.game.draft(silva)  # a drafted pin stays comparable
    assert session.board.pinned == [silva, tarn]
    session.end_turn()
    assert session.board.pinned == []


async def test_a_comparison_shows_only_offers_that_can_be_awarded():
    """A pin whose provider is drafted for other work has no column, and its mark is gone."""
    scenario = two_projects().game.scenario
    async with at_the_desk(scenario, (120, 40)) as player:
        await player.press("enter")
        session = player.app.session
        facts = session.observation
        first = player.app.screen.chosen_task.spec.id
        other = "shop" if first == "flyer" else "flyer"
        for provider in ("silva", "tarn", "crew"):
            session.board.pin(award(facts, first, provider))
        session.game.draft(award(facts, other, "silva"))
        await player.press("c")
        assert player.screen == "CompareDialog"
        shown = player.app.screen.query_one("#pinned")._views
        assert [view.offer.provider for view in shown] == ["tarn", "crew"]


def test_outside_work_disappears_after_its_last_turn():
    """It leaves the list, the open decisions and the news."""
    session = Session(
        a_game(a_team(), a_deal("extra", 2, 3), a_project("favour", deal="extra"), a_project())
    )
    for turn in range(1, 5):
        there = turn in (2, 3)
        states = [item.state for item in work.items(session)]
        assert ("offer" in states) is there
        assert ("Extra" in left_open(session)) is there
        news = " ".join(row.plain for row in dispatch_rows(session, 100, "r"))
        assert ("(on offer)" in news) is there
        session.end_turn()


def test_a_request_disappears_after_its_turn():
    """Its news item stays, but no longer says that an answer is wanted."""
    waiting = gone = 0
    for seed in range(4):
        game = Game.new(a_busy_scenario(), seed)
        while not game.over:
            play_out(game, turns=1, seed=game.turn)
            facts = game.observation
            for report in game.reports[-3:]:
                for h in report.happenings:
                    if h.kind is HappeningKind.REQUEST:
                        wanted = narrate.happening(facts, h).endswith("(wants an answer)")
                        assert wanted is (h.subject in facts.requests)
                        waiting += wanted
                        gone += not wanted
    assert waiting
    assert gone


def test_awarded_work_is_not_waiting():
    """The news says only that it came up."""
    game = a_game(a_team(), a_project("shop", opens=2), a_project("flyer", opens=2))
    play(game, None)
    play(game, award(game.observation, "shop", "crew"))
    facts = game.observation
    told = [narrate.happening(facts, h) for report in game.reports for h in report.happenings]
    assert "Shop: came up" in told
    assert "Flyer: waits for a decision" in told


def test_nothing_is_offered_for_work_that_is_over():
    """Whatever state it ended in."""
    for seed in range(4):
        game = play_out(Game.new(a_busy_scenario(), seed), turns=8)
        session = Session(game)
        for key, task in session.observation.tasks.items():
            if task.state.value in ("done", "lost", "ahead"):
                assert session.board.offers(key) == []
        for offer in session.observation.offers.values():
            provider = session.observation.providers.get(offer.provider)
            if provider is not None and provider.gone:
                assert offer not in legality.options(session.observation, offer.task)


def test_a_request_about_a_contract_that_ended_is_gone():
    """No waiting request concerns an engagement that no longer exists."""
    for seed in range(6):
        game = Game.new(a_busy_scenario(), seed)
        while not game.over:
            for request in game.observation.requests.values():
                assert request.subject not in game.observation.past
            running = game.observation.engagements.values()
            play(game, [o.End(one.id) for one in running if not one.ends][:1])


def test_a_barred_offer_says_why():
    """Provider drafted for other work, people dismissed, site closed: each has its own words."""
    session = two_projects()
    silva, crew = (award(session.observation, "shop", key) for key in ("silva", "crew"))
    assert [session.board.barred(one) for one in (silva, crew)] == ["", ""]
    session.game.draft(award(session.observation, "flyer", "silva"))
    assert session.board.barred(silva) == "taken already"
    session.game.draft(o.LayOff("crew", 1))
    assert session.board.barred(crew) == "laid off"
    game = a_game(a_place("coast"), a_team(heads=1), a_project())
    play(game, o.OpenSite("coast", "web", 4))
    site = next(key for key, team in game.observation.teams.items() if team.location)
    game.draft(o.CloseSite(site))
    assert Session(game).board.barred(award(game.observation, "shop", site)) == "site closes"
