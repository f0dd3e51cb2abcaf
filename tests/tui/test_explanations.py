"""Any number on a screen can be broken down into its parts, by keyboard and by mouse."""

import pytest
from attrs import evolve
from textual.widgets import OptionList, Static

from sim.model.explanation import Figure, FigureKind, RangeEnd
from sim.model.orders import Award
from sim.model.vocabulary import Kind
from sim.tui.kit.chart import Chart
from sim.tui.pages import figures
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.explain import ExplainDialog
from sim.tui.pages.strip import Metric
from tests.builders import a_busy_scenario, play_out
from tests.tui.player import Player, at_the_desk, tutorial

K = FigureKind
WIDE = (160, 50)

TEAM = {
    K.TEAM_HEADS, K.TEAM_HOURS, K.TEAM_USED, K.TEAM_FREE, K.TEAM_SKILL, K.TEAM_MORALE, K.TEAM_WAGE,
    K.KNOWLEDGE,
}  # fmt: skip
LOSSES = {
    K.LOSSES, K.CAUSED_BY_OTHERS, K.RECOVERED, K.BORNE, K.CAUSED_BY_OTHERS_SHARE,
    K.RECOVERED_SHARE, K.BORNE_SHARE, K.INCIDENT,
}  # fmt: skip
PAGES = {
    "1": {K.KNOWLEDGE},
    "2": TEAM | {K.TEAM_TURNOVER},
    "3": {K.PROVIDER_TRUST, K.PROVIDER_SKILL, K.PROVIDER_RELIABILITY},
    "4": LOSSES | {K.ACCOUNT, K.CASH, K.COST, K.REVENUE, K.TOTAL_COST, K.TOTAL_REVENUE},
    "5": {K.MODE_SHARE},
    "g": {K.OBJECTIVE, K.OBJECTIVE_POINTS, K.SCORE},
}
"""The key of each page, and the kinds of number that it must offer to the mouse."""

LISTED = {
    "2": TEAM | {K.TEAM_NOVICES, K.TEAM_TURNOVER},
    "3": {K.PROVIDER_TRUST, K.PROVIDER_SKILL, K.PROVIDER_SKILL_SPREAD, K.PROVIDER_RELIABILITY,
          K.PROVIDER_RELIABILITY_SPREAD},
    "4": {K.ACCOUNT, *LOSSES} - {K.INCIDENT},
    "5": {K.MODE_SHARE, K.MODE_HOURS, K.COST, K.QUALITY_TURN, K.OVERSIGHT_LOAD, K.BORNE_TURN},
    "g": {K.OBJECTIVE, K.OBJECTIVE_POINTS, K.SCORE},
}  # fmt: skip
"""The kinds that `e` must list on each page."""


def dialog(player: Player) -> ExplainDialog:
    screen = player.app.screen
    assert isinstance(screen, ExplainDialog), player.text()
    return screen


def listed_in(player: Player) -> list[Figure]:
    """The figures of the dialog, in order."""
    return [figure for figure in dialog(player)._places if figure is not None]


def parts(player: Player) -> str:
    """The full text of the explanation, however far it scrolls."""
    return str(dialog(player).query_one("#parts Static", Static).content)


async def ahead(player: Player, turns: int) -> None:
    """Play some turns at random, then show the resulting desk."""
    play_out(player.game, turns=turns, seed=3)
    player.app.screen.show()
    await player.settle()


SLOW = {"1", "2", "4", "5", "g"}
"""Pages with so many kinds of numbers that to click on each takes long; keys reach them as well."""


@pytest.mark.parametrize(
    "page", [pytest.param(p, marks=pytest.mark.long) if p in SLOW else p for p in PAGES]
)
async def test_clicking_a_number_breaks_it_down(page):
    """On each page, every number tagged as one; and the required kinds are present."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        await ahead(player, 6)
        await player.press(page)
        there = player.numbers()
        assert PAGES[page] <= {figure.kind for figure in there}
        kinds: set[FigureKind] = set()
        for figure, spot in there.items():
            if figure.kind in kinds:
                continue
            kinds.add(figure.kind)
            await player.pilot.click(offset=spot)
            await player.settle()
            shown = dialog(player).figure_shown
            assert (shown.kind, shown.subject) == (figure.kind, figure.subject)
            assert "total" in parts(player), figure
            await player.press("escape")


@pytest.mark.parametrize(
    "page", [pytest.param(p, marks=pytest.mark.long) if p in ("3", "5", "g") else p for p in LISTED]
)
async def test_every_number_on_a_page_can_be_reached_by_keys(page):
    """`e` lists them; each number walked to is in the list and has its sum."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        await ahead(player, 6)
        await player.press(page, "e", "home")
        listed = listed_in(player)
        assert LISTED[page] <= {figure.kind for figure in listed}
        walked = [
            figure for figure in listed
            if figure.kind in LISTED[page] and (figure.subject or page == "5")  # one is enough
        ]  # fmt: skip
        for figure in listed[: listed.index(walked[-1]) + 1]:
            if figure not in walked:
                await player.pilot.press("down")
                continue
            await player.settle()
            shown = dialog(player).figure_shown
            assert (shown.kind, shown.subject) == (figure.kind, figure.subject)
            assert "total" in parts(player), figure
            await player.press("down")


async def test_the_numbers_of_a_tasks_provider_can_be_explained():
    """Paid, pace, delivered, asked, oversight: with `e` on its work list line, and by mouse."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        await player.press("n", "y", "enter")
        desk = player.app.screen
        await player.press("home")
        await player.press_until(
            "down", lambda: bool(desk.chosen_task and desk.chosen_task.spec.id == "desk")
        )
        kinds = {figure.kind for figure in player.numbers()}
        assert {K.ENGAGEMENT_DONE, K.ENGAGEMENT_ASKED, K.ENGAGEMENT_PAID, K.KNOWLEDGE} <= kinds
        assert {K.ENGAGEMENT_GIVEN} <= kinds
        await player.press("e")
        listed = {figure.kind for figure in listed_in(player)}
        assert {kind for kind in K if kind.value.startswith("engagement")} <= listed
        assert {K.TASK_SERVICE, K.KNOWLEDGE} <= listed


async def test_both_ends_of_an_offers_ranges_can_be_explained():
    """`e` on the offers lists them all, left and right step through the range; clicking a row's
    name explains the chosen offer's figure."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        await player.press("enter")
        table = player.app.screen.query_one(OfferTable)
        chosen = table.chosen
        assert chosen is not None
        assert chosen.forecast is not None
        span = chosen.forecast.spans[K.OFFER_ALL_IN]
        spots = player.numbers()
        for kind in (K.OFFER_PRICE, K.OFFER_ALL_IN, K.OFFER_FINISH, K.OFFER_QUALITY,
                     K.OFFER_OVERSIGHT, K.OFFER_EXPOSURE):  # fmt: skip
            await player.pilot.click(offset=spots[Figure(kind, chosen.offer.id)])
            await player.settle()
            assert dialog(player).figure_shown.kind is kind
            await player.press("escape")
        await player.press("e")
        assert "← lower end  → upper end" in player.text()
        assert f"What {chosen.name} offers" in player.text()
        for key, end in (("", RangeEnd.MID), ("left", RangeEnd.LOW), ("left", RangeEnd.LOW),
                         ("right", RangeEnd.MID), ("right", RangeEnd.HIGH)):  # fmt: skip
            await player.press(*([key] if key else []))
            shown = dialog(player).figure_shown
            assert shown == Figure(K.OFFER_ALL_IN, chosen.offer.id, end=end)
            assert f"{end.value if end is not RangeEnd.MID else 'middle'}" in parts(player)
            found = player.app.session.explain(shown)
            assert found.value == pytest.approx(getattr(span, end), abs=51)


async def test_an_award_is_explained_on_its_current_terms():
    """Every figure in its dialog can be explained; different terms give different parts."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        desk = player.app.screen
        await player.press("home")
        await player.press_until(
            "down", lambda: bool(desk.chosen_task and desk.chosen_task.spec.id == "books")
        )
        await player.press("enter")
        offers = desk.query_one(OfferTable)
        await player.press_until(
            "right", lambda: bool(offers.chosen and offers.chosen.offer.kind is Kind.VENDOR)
        )
        await player.press("a")
        assert player.screen == "AwardDialog"
        kinds = {figure.kind for figure in player.numbers()}
        assert {K.OFFER_ALL_IN, K.OFFER_FINISH, K.OFFER_PAYS, K.OFFER_QUALITY, K.OFFER_OVERSIGHT,
                K.OFFER_EXPOSURE, K.OFFER_SERVICE, K.OFFER_PRICE, K.OFFER_HOURS,
                K.OFFER_CREW} <= kinds  # fmt: skip
        award = player.app.screen.order
        assert isinstance(award, Award)
        await player.press("down", "right")
        changed = player.app.screen.order
        assert changed != award
        spot = player.numbers()[Figure(K.OFFER_PRICE, award.offer)]
        await player.pilot.click(offset=spot)
        await player.settle()
        shown = dialog(player)
        assert shown._award == changed
        await player.press("escape", "e")
        assert dialog(player).figure_shown == Figure(K.OFFER_ALL_IN, award.offer)


@pytest.mark.long
async def test_the_numbers_of_requests_and_answers_can_be_explained():
    """What is asked for, and what an answer costs, takes and changes: with `e` and by mouse;
    clicking a number chooses no answer, clicking next to it does."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        kinds: set[K] = set()
        for _ in range(10):
            play_out(player.game, turns=1, seed=3)
            player.app.screen.show()
            await player.settle()
            if not player.game.observation.requests:
                continue
            await player.press("r")
            there = player.numbers()
            for figure, spot in there.items():
                if figure.kind in kinds:
                    continue
                kinds.add(figure.kind)
                await player.pilot.click(offset=spot)
                await player.settle()
                assert dialog(player).figure_shown == figure
                assert "total" in parts(player), figure
                await player.press("escape")
                assert player.screen == "RequestsDialog"
                assert not player.game.pending
            await player.press("e")
            listed = listed_in(player)
            first = next(iter(player.game.observation.requests))
            assert {one for one in there if one.subject.startswith(first)} <= set(listed)
            await player.press("escape", "escape")
        assert kinds == {K.REQUEST_SUM, K.CHOICE_COST, K.CHOICE_HOURS, K.CHOICE_PRICE}


async def test_the_numbers_of_an_incident_can_be_explained():
    """Loss, points, each clause and its limit, and what stayed: on the ledger, by keyboard and
    mouse."""
    wanted = {K.INCIDENT, K.INCIDENT_LOSS, K.INCIDENT_REPUTATION, K.CLAUSE_GAVE, K.CLAUSE_MOST}
    async with at_the_desk(a_busy_scenario(), (200, 60)) as player:
        await ahead(player, 8)
        await player.press("4")
        there = player.numbers()
        assert wanted <= {figure.kind for figure in there}
        for kind in wanted:
            figure, spot = next((one, at) for one, at in there.items() if one.kind is kind)
            await player.pilot.click(offset=spot)
            await player.settle()
            assert dialog(player).figure_shown == figure
            assert "total" in parts(player), figure
            assert "in its turn" not in parts(player)
            await player.press("escape")
        await player.press("e")
        listed = listed_in(player)
        assert wanted <= {figure.kind for figure in listed}
        await player.press("end")
        shown = dialog(player).figure_shown
        assert shown == listed[-1]
        assert shown.turn  # it stays in the turn in which it went wrong
        await player.press("left")
        assert dialog(player).figure_shown == shown


async def test_every_number_of_a_report_can_be_clicked():
    """Cost, revenue, cash, borne, quality, oversight, reputation, morale: all for that turn."""
    async with at_the_desk(tutorial(), WIDE) as player:
        await player.press("n", "y")
        assert player.screen == "ReportScreen"
        there = {figure.kind for figure in player.numbers() if figure.turn == 1}
        assert {K.COST, K.REVENUE, K.CASH, K.BORNE_TURN, K.QUALITY_TURN, K.OVERSIGHT_LOAD,
                K.REPUTATION, K.MORALE} <= there  # fmt: skip


@pytest.mark.long
async def test_the_strip_and_the_charts_can_be_clicked():
    """Each number on the strip that has a kind; a chart column explains its turn."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        await ahead(player, 4)
        for metric in player.app.screen.query(Metric):
            if metric.kind is None or not metric.display or not metric.size.width:
                continue
            if not metric.region.height or not metric.parent.display:
                continue
            await player.pilot.click(metric)
            await player.settle()
            assert dialog(player).figure_shown.kind is metric.kind
            await player.press("escape")
        await player.press("5")
        await player.pilot.click(Chart, offset=(9, 5))
        await player.settle()
        assert dialog(player).figure_shown == Figure(K.COST, "", 1)


async def test_forms_explain_the_numbers_in_them():
    """The oversight, leaving and training forms contain figures that `e` explains. A form without
    figures has no such key."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        desk = player.app.screen
        await player.press("home")
        await player.press_until(
            "down", lambda: bool(desk.chosen_task and desk.chosen_task.spec.id == "desk")
        )
        for key, kind in (("o", K.ENGAGEMENT_OVERSIGHT), ("x", K.ENGAGEMENT_FEE)):
            await player.press(key, "e")
            assert dialog(player).figure_shown.kind is kind
            await player.press("escape", "escape")
        await player.press("2", "t", "e")
        assert dialog(player).figure_shown.kind is K.TEAM_HOURS
        await player.press("escape", "escape", "h", "e")
        assert player.screen == "FormDialog"


async def test_the_arrows_say_where_they_lead():
    """The arrows step through turns for per-turn figures; there are none for figures of this turn
    only."""
    async with at_the_desk(a_busy_scenario()) as player:
        await ahead(player, 3)
        await player.press("4", "e")
        assert "← turn before  → turn after" in player.text()
        player.app.screen.query_one(OptionList).highlighted = [
            place.kind if place else None for place in dialog(player)._places
        ].index(K.OVERSIGHT_HOURS)
        await player.settle()
        assert dialog(player).figure_shown.kind is K.OVERSIGHT_HOURS
        assert "→" not in player.lines()[-2]


async def test_the_final_score_is_broken_down():
    """Where each objective ended and what it is worth, by keyboard and mouse."""
    scenario = a_busy_scenario()
    rich = evolve(scenario, firm=evolve(scenario.firm, cash=10**9))
    async with at_the_desk(rich, WIDE) as player:
        play_out(player.game, turns=11, seed=3)
        await player.press("n", "y")
        await player.press("enter")
        assert player.screen == "FinalScreen"
        there = player.numbers()
        for kind in (K.SCORE, K.OBJECTIVE, K.OBJECTIVE_POINTS):
            figure, spot = next((one, at) for one, at in there.items() if one.kind is kind)
            await player.pilot.click(offset=spot)
            await player.settle()
            assert dialog(player).figure_shown == figure
            await player.press("escape")
        await player.press("end")
        below = {figure.kind for figure in player.numbers()}
        assert {K.MODE_HOURS, K.MODE_SHARE, K.CASH} <= below
        await player.press("e")
        listed = {figure.kind for figure in listed_in(player)}
        assert {K.SCORE, K.OBJECTIVE, K.OBJECTIVE_POINTS} <= listed


async def test_every_figure_has_a_name():
    """No two figures under one heading share a name, and no heading occurs twice."""
    async with at_the_desk(a_busy_scenario(), WIDE) as player:
        session = player.app.session
        facts = session.observation
        for figure in (
            Figure(K.TEAM_SKILL, "crew"),
            Figure(K.PROVIDER_SKILL, "tarn"),
            Figure(K.ENGAGEMENT_PAID, "desk/tarn"),
            Figure(K.SCORE),
            Figure(K.MODE_SHARE, "offshore"),
            Figure(K.OFFER_ALL_IN, next(iter(facts.offers))),
        ):
            groups = figures.grouped(session, figure)
            assert len({text for text, _ in groups}) == len(groups)
            for text, found in groups:
                names = [figures.name(facts, one) for one in found]
                assert len(names) == len(set(names)), (text, names)
