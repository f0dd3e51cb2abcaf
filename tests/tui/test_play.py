"""Whole games through the real interface, with keys only."""

import pytest

from sim.model.orders import AcceptDeal, Answer, DeclineDeal
from sim.model.vocabulary import Mode, OutcomeKind, TaskState
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.desk.worklist import WorkList
from tests.builders import a_busy_scenario
from tests.tui.player import Player, at_the_desk, playing, tutorial


async def award(player: Player, task: str, mode: Mode, provider: str = "") -> None:
    """From the desk: select the task, move to an offer of the mode (from that provider, if named),
    and award it as proposed."""
    desk = player.app.screen
    work, offers = desk.query_one(WorkList), desk.query_one(OfferTable)
    await player.press("home")
    await player.press_until("down", lambda: work.key == f"task:{task}")
    await player.press("enter")

    def reached() -> bool:
        if offers.chosen is None or offers.chosen.offer.mode is not mode:
            return False
        return provider in ("", offers.chosen.offer.provider)

    await player.press_until("right", reached)
    await player.press("a")
    assert player.screen == "AwardDialog", player.text()
    await player.press("enter")
    assert player.screen == "DeskScreen", player.text()


async def end_turn(player: Player) -> None:
    """End the turn, whatever is still open, and read the report."""
    turn = player.game.turn
    await player.press("n")
    if player.screen == "ConfirmDialog":
        await player.press("y")
    assert player.screen == "ReportScreen", player.text()
    assert player.game.turn == turn + 1 or player.game.over
    await player.press("enter")


async def test_the_tutorial_can_be_won_with_keys_alone():
    """Each of its four decisions calls for a different mode; following its hints ends above par."""
    plan = {
        "brochure": ("amara-osei", Mode.FREELANCE),
        "archive": ("dhara-data", Mode.OFFSHORE),
        "office-it": ("osier-office-care", Mode.OUTSOURCE),
        "offline-maps": ("app-team", Mode.IN_HOUSE),
    }
    async with playing(None, (80, 24), seed=3) as player:
        assert player.screen == "TitleScreen"
        await player.press("enter")
        assert player.screen == "BriefingScreen"
        await player.press("enter")
        while not player.game.over:
            for task, facts in player.game.observation.tasks.items():
                if facts.state is TaskState.OPEN and task in plan:
                    await award(player, task, plan[task][1], plan[task][0])
            await end_turn(player)
        assert player.screen == "FinalScreen"
        assert {order.task for turn in player.game.log for order in turn} == set(plan)
        assert player.game.outcome.kind is OutcomeKind.COMPLETED
        assert player.game.score() >= player.game.scenario.par
        assert f"score {player.game.score():.0f}" in player.text()
        assert f"par {player.game.scenario.par}" in player.text()
        await player.press("t")
        assert player.screen == "TitleScreen"


async def test_the_same_game_can_be_played_again():
    """From the end, with the same scenario and seed: a new game in its first turn."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        seed = player.game.seed
        while player.game.turn < player.game.scenario.turns:
            player.app.session.end_turn()
        await end_turn(player)
        assert player.screen == "FinalScreen"
        assert "p play again" in player.lines()[-1]
        await player.press("p")
        assert player.screen == "BriefingScreen"
        await player.press("enter")
        assert player.screen == "DeskScreen"
        assert (player.game.turn, player.game.seed, player.game.log) == (1, seed, ())


async def test_a_drafted_order_is_shown_and_can_be_undone():
    """A draft stays on the desk until u undoes it; nothing has happened yet."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        digest = player.game.digest()
        await award(player, "brochure", Mode.FREELANCE)
        assert len(player.game.pending) == 1
        assert "This turn · 1 drafted" in player.text()
        await player.press("u")
        assert player.game.pending == ()
        assert "drafted" not in player.text()
        assert player.game.digest() == digest


async def test_ending_a_turn_asks_once_and_names_what_is_open():
    """A second n does not answer the question; it is asked once a turn, so the next n on the desk
    ends it."""
    async with at_the_desk(tutorial()) as player:
        await player.press("n")
        assert player.screen == "ConfirmDialog"
        assert player.game.observation.tasks["brochure"].spec.title in player.text()
        await player.press("n")
        assert (player.screen, player.game.turn) == ("ConfirmDialog", 1)
        await player.press("escape")
        assert (player.screen, player.game.turn) == ("DeskScreen", 1)
        await player.press("n")
        assert (player.screen, player.game.turn) == ("ReportScreen", 2)


async def test_the_player_can_go_back_a_turn():
    """Afterwards the game is as it was at the start of that turn."""
    async with at_the_desk(tutorial()) as player:
        digest = player.game.digest()
        await player.press("n", "y", "enter")
        assert player.game.turn == 2
        await player.press("z", "y")
        assert player.game.turn == 1
        assert player.game.digest() == digest


async def test_the_forecast_follows_the_terms():
    """Another oversight level shows its own oversight hours before signing; no figure is cut at any
    width."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        await player.press("enter", "enter")
        assert player.screen == "AwardDialog"
        before = player.text()
        await player.press("down", "down", "right")
        assert player.text() != before
        assert "[close " in player.text()
        for width in (60, 72, 80, 120):
            await player.resize(width, 40)
            assert "…" not in "".join(one for one in player.lines() if one[:1] == "│"), width
        await player.press("enter")
        (order,) = player.game.pending
        assert order.terms.oversight.value == "close"


async def test_an_illegal_order_is_refused_with_reason_and_remedy():
    """The dialog stays open, gives the reason in the game's own words, and nothing is drafted."""
    async with at_the_desk(tutorial()) as player:
        await player.press("2", "h")
        await player.press("9", "9", "9", "9", "enter")
        assert player.screen == "FormDialog"
        order = player.app.screen.order
        (problem,) = player.game.problems([order])
        assert problem.reason in player.text()
        assert problem.remedy in player.text()
        assert player.game.pending == ()


async def test_leaving_asks_only_when_something_would_be_lost(data_dir):
    """Drafts are saved, so nothing is asked; if nothing can be saved, the player is asked."""
    async with at_the_desk(tutorial()) as player:
        await award(player, "brochure", Mode.FREELANCE)
        data_dir.write_text("in the way")
        await player.press("ctrl+q")
        assert player.screen == "LeaveDialog"
        await player.press("escape")
        assert player.app.return_code is None
        data_dir.unlink()
        await player.press("ctrl+q")
        assert player.app.return_code == 0


async def test_a_covered_screen_takes_no_keys(data_dir):
    """While the size note covers everything, only the quit key works; if the game cannot be saved,
    a different key must confirm, since a held key would run through the question. With enough room
    again, everything is as before."""
    async with at_the_desk(tutorial()) as player:
        await player.press("enter", "enter", "enter", "ctrl+p")
        data_dir.write_text("in the way")
        await player.resize(59, 16)
        await player.press("n", "u", "f2", "ctrl+p", "enter", "ctrl+q")
        assert (player.screen, len(player.game.pending)) == ("DeskScreen", 1)
        assert "y leaves anyway" in player.text()
        await player.resize(60, 16)
        await player.resize(60, 15)
        assert "^q leaves" in player.text()
        await player.press("y", "ctrl+q", "ctrl+q")
        assert player.app.return_code is None
        await player.press("y")
        assert player.app.return_code == 0


async def test_the_mouse_alone_awards_a_task():
    """One click on an offer selects it, a second takes it, a click on a key confirms it."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        offers = player.app.screen.query_one(OfferTable)
        await player.pilot.click(OfferTable, offset=(40, 2))
        await player.settle()
        assert offers.chosen is not None
        chosen = offers.chosen.offer.id
        assert chosen != player.app.session.board.offers("brochure")[0].id
        await player.pilot.click(OfferTable, offset=(40, 2))
        await player.settle()
        assert player.screen == "AwardDialog"
        await player.pilot.click("AwardDialog KeyBar", offset=(2, 0))
        await player.settle()
        assert [order.offer for order in player.game.pending] == [chosen]


async def test_outside_work_is_accepted_or_declined():
    """The last answer counts, whichever came first; u undoes it like any order."""
    async with at_the_desk(a_busy_scenario()) as player:
        await player.press("d", "a")
        assert player.game.pending == (AcceptDeal("extra"),)
        await player.press("d", "d")
        assert player.game.pending == (DeclineDeal("extra"),)
        await player.press("u")
        assert player.game.pending == ()


async def test_a_request_is_answered_and_the_answer_changed():
    """One answer per request; choosing it again undoes it, and silence is the first option."""
    async with at_the_desk(a_busy_scenario(), (100, 30)) as player:
        for _ in range(11):
            if player.game.observation.requests:
                break
            await end_turn(player)
        first = next(iter(player.game.observation.requests.values()))
        await player.press("r")
        assert "◌ if you say nothing" in player.text()
        await player.press("enter")
        assert player.game.pending == (Answer(first.id, first.choices[0].id),)
        await player.press("down", "enter")
        assert player.game.pending == (Answer(first.id, first.choices[1].id),)
        await player.press("enter")
        assert player.game.pending == ()


async def test_the_parts_on_the_screen_add_up():
    """The breakdown of a turn's cost that `e` shows ends with the cost on the strip."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        await player.press("n", "y", "e")
        assert player.screen == "ExplainDialog"
        cost = player.game.observation.history[-1].cost
        assert f"{cost / 100:,.2f}".removesuffix(".00") in player.text()


@pytest.mark.long
async def test_nothing_is_opened_while_a_turn_is_played():
    """Keys in the same burst as the end of the turn find the desk busy: no dialog over stale facts,
    no lost draft, no undo of a turn not yet played."""
    for burst in (("n", "z", "y"), ("n", "a", "enter"), ("n", "o", "right", "enter"), ("n", "u")):
        async with at_the_desk(tutorial()) as player:
            await award(player, "brochure", Mode.FREELANCE)
            player.app.session.asked = True
            desk = player.app.screen
            desk.action_end_turn()
            assert desk.busy
            for opens in ("settings", "command_palette"):
                assert player.app.check_action(opens, ()) is False
            for key in burst[1:]:
                await player.pilot.press(key)
            await player.settle()
            assert len(player.game.log) == 1
            assert [order.task for order in player.game.log[0]] == ["brochure"]


async def test_visited_pages_stay_up_to_date():
    """They stay, and show the current turn, drafts and game, at any size."""
    async with playing(a_busy_scenario(), (120, 40)) as player:
        await player.press("enter")
        await player.press("3", "4", "5", "2")
        people = player.app.screen
        await player.press("1")
        await end_turn(player)
        await player.press("2", "h", "enter")
        assert player.app.screen is people
        assert "month 2" in player.text()
        assert len(player.game.pending) == 1
        assert "+ " in player.text()
        await player.press("1")
        await player.resize(80, 24)
        await player.press("2")
        assert all(len(line) == 80 for line in player.lines())
        await player.press("1", "escape")
        player.app.to_title()
        await player.settle()
        player.app.start(tutorial(), 1)
        await player.settle()
        await player.press("enter", "2")
        assert player.app.screen is not people
        teams = player.game.observation.teams.values()
        assert all(team.title in player.text() for team in teams), player.text()
