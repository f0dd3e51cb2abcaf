"""The strip and the work list show what matters at any width, including drafts and outlook."""

import re

import pytest
from attrs import evolve

from sim.forecast import projected_finish, promised_with
from sim.model.orders import Award
from sim.tui.pages import work
from sim.tui.pages.desk.worklist import QUIET_HERE, WorkList
from sim.tui.pages.strip import Metric, Strip
from tests.builders import play_out
from tests.tui.player import Player, at_the_desk, tutorial

WIDTHS = (60, 80, 100, 111, 112, 120, 160, 200)


def strip(player: Player) -> str:
    height = player.app.screen.query_one(Strip).size.height
    return "\n".join(player.lines()[:height])


async def ahead(player: Player, turns: int, policy: str = "in_house") -> None:
    """A few turns later: a firm that does everything itself has had a loss, and is late."""
    play_out(player.game, policy, turns=turns)
    player.app.screen.show()
    await player.settle()


async def test_nothing_on_the_strip_is_cut():
    """In a game with a loss, at any width: every number is whole, and the score is among them. With
    drafts as well, which take more room."""
    async with at_the_desk(tutorial(), (80, 24), seed=3) as player:
        await ahead(player, 3)
        facts = player.game.observation
        assert facts.totals.losses > 0
        offers = [offer for offer in facts.offers.values() if offer.mode.value == "offshore"]
        for drafted in (False, True):
            if drafted:
                award = player.app.session.board.award(offers[0])
                assert player.game.draft(award) == ()
            for width in WIDTHS:
                await player.resize(width, 24)
                player.app.screen.show()
                await player.settle()
                shown = strip(player)
                for metric in player.app.screen.query(Metric):
                    if metric.display and metric.parent.display:
                        assert metric.render().plain in shown, (width, metric.id, shown)
                for name in ("score", "borne", "cash", "oversight", "quality", "morale"):
                    assert f"{name} " in shown, (width, shown)
                assert f"score {player.game.score():.0f}" in shown


async def test_drafts_show_in_the_oversight_hours():
    """The running hours, those the award adds, those choosing takes, and their sum; u undoes it."""
    async with at_the_desk(tutorial(), (120, 40), seed=3) as player:
        facts = player.game.observation
        offers = [one for one in facts.offers.values() if one.mode.value == "offshore"]
        before = strip(player)
        assert f"{facts.promised:.0f} of {facts.manager_hours:.0f} h" in before
        await player.press("enter")
        assert player.game.draft(player.app.session.board.award(offers[0])) == ()
        await player.press("escape")
        promise = promised_with(facts, player.game.pending)
        assert promise.drafted > 1
        assert promise.choosing > 1
        said = re.search(r"(\d+) \+ (\d+) drafted \+ (\d+) choosing = (\d+) of", strip(player))
        assert said is not None, strip(player)
        *parts, total = (int(number) for number in said.groups())
        assert sum(parts) == total == round(promise.wanted)
        known = (promise.running, promise.drafted, promise.choosing)
        assert parts == [pytest.approx(hours, abs=1.0) for hours in known]
        await player.resize(80, 24)
        added = promise.drafted + promise.choosing
        assert f"{promise.wanted:.0f} of {promise.there:.0f} h, {added:.0f} of it drafted" in (
            strip(player)
        )
        await player.resize(120, 40)
        assert "▒" in strip(player)
        assert isinstance(player.game.pending[0], Award)
        await player.press("u")
        assert strip(player) == before


async def test_without_any_hours_of_oversight_the_strip_says_so():
    """Without any hours available, nothing is shown as over the limit."""
    scenario = evolve(tutorial(), firm=evolve(tutorial().firm, manager_hours=0.0))
    async with at_the_desk(scenario, (60, 20)) as player:
        promise = player.app.session.board.promise()
        assert f" {promise.wanted:.0f} h, none there" in strip(player)
        assert "OVER" not in strip(player)


async def test_before_a_turn_is_played_there_is_no_score():
    """Goals nothing has affected yet count in full: a number could only fall."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        assert "score –" in strip(player)
        await player.press("g")
        assert "Score now –" in player.text()
        await player.press("escape", "n", "y", "enter")
        assert f"score {player.game.score():.0f}" in strip(player)


async def test_a_slipping_project_is_flagged_before_it_is_late():
    """It is marked as slipping, with the expected turn; projects on track are shown without
    emphasis."""
    async with at_the_desk(tutorial(), (120, 40), seed=3) as player:
        await ahead(player, 3, "rules")
        facts = player.game.observation
        found = {item.key: item for item in work.items(player.app.session)}
        slipping = [
            key for key in facts.tasks if (seen := projected_finish(facts, key)) and seen.slips
        ]
        assert slipping
        for key in slipping:
            assert found[f"task:{key}"].state in ("slips", "late")
            assert found[f"task:{key}"].note in player.text()
        assert "! slips" in player.text()
        list_ = player.app.screen.query_one(WorkList)
        on_track = [item.state for item in found.values()].index("runs")
        await player.press("home", *["down"] * on_track)
        here = [
            list_.get_option_at_index(at).prompt for at in range(len(found))
        ]  # dim words are brighter on the cursor line
        assert [QUIET_HERE in str(line.spans) for line in here].index(True) == on_track
        assert sum(QUIET_HERE in str(line.spans) for line in here) == 1


async def test_a_project_past_its_specification_says_why_it_runs():
    """All specified work is done: it has grown, or faults that were found are being fixed."""
    async with at_the_desk(tutorial(), (80, 24), seed=3) as player:
        await ahead(player, 1)
        session = player.app.session
        facts = session.observation
        (task,) = [facts.tasks[key] for key in facts.tasks if projected_finish(facts, key)][:1]
        task.done = task.spec.hours * 1.01
        engagement = facts.engagements[task.engagements[0]]
        for rework, why in ((0.0, "grew"), (8.0, "rework")):
            engagement.rework = rework
            seen = projected_finish(facts, task.spec.id)
            assert seen.share > 1.0
            item = next(i for i in work.items(session) if i.key == f"task:{task.spec.id}")
            assert item.state == "slips" or item.note == f"100%, {why}"
