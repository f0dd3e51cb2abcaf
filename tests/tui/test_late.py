"""Pages and dialogs left while work for them is still running, and keys pressed before a page is
there or after it has gone."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from textual import events
from textual.screen import Screen

from sim.model.explanation import Figure, FigureKind
from sim.tui.app import BuckstopApp, page
from sim.tui.forecasts import Forecasts
from sim.tui.kit import late
from sim.tui.orders import contract, staff
from sim.tui.orders.award import AwardDialog
from sim.tui.orders.requests import RequestsDialog
from sim.tui.pages import final
from sim.tui.pages.branches import BranchesScreen
from sim.tui.pages.briefing import BriefingScreen
from sim.tui.pages.desk.compare import CompareDialog
from sim.tui.pages.desk.guess import GuessDialog
from sim.tui.pages.explain import ExplainDialog
from sim.tui.pages.final import FinalScreen
from sim.tui.pages.goals import GoalsDialog
from sim.tui.pages.guesses import GuessesDialog
from sim.tui.pages.report import ReportScreen
from sim.tui.pages.saved import SavedScreen
from sim.tui.pages.title import TitleScreen
from sim.tui.pages.watch import WatchScreen
from sim.tui.shell.confirm import ConfirmDialog
from sim.tui.shell.help import HelpDialog
from sim.tui.shell.settings import SettingsDialog
from tests.tui.player import Player, at_the_desk, tutorial

Made = Callable[[BuckstopApp], Screen[Any]]


def _offer(app: BuckstopApp, at: int = 0) -> Any:
    facts = app.session.observation
    task = next(key for key, task in facts.tasks.items() if app.session.board.offers(key))
    return app.session.board.offers(task)[at]


def _award(app: BuckstopApp) -> AwardDialog:
    offer = _offer(app)
    return AwardDialog(app.session, app.session.board.award(offer))


def _compare(app: BuckstopApp) -> CompareDialog:
    for at in (0, 1):
        award = app.session.board.award(_offer(app, at))
        if award not in app.session.board.pinned:
            app.session.board.pin(award)
    return CompareDialog()


def _team(app: BuckstopApp) -> Any:
    return next(iter(app.session.observation.teams.values()))


PAGES: dict[str, Made] = {
    "award": _award,
    "branches": lambda app: BranchesScreen((app.session.game, app.session.game), ("a", "b")),
    "briefing": lambda app: BriefingScreen(),
    "compare": _compare,
    "confirm": lambda app: ConfirmDialog("Sure?", "It is gone.", "yes", "no"),
    "explain": lambda app: ExplainDialog(Figure(FigureKind.COST)),
    "explain an offer": lambda app: ExplainDialog(Figure(FigureKind.OFFER_ALL_IN, _offer(app).id)),
    "final": lambda app: FinalScreen(),
    "goals": lambda app: GoalsDialog(),
    "guess": lambda app: GuessDialog(app.session.board.award(_offer(app))),
    "guesses": lambda app: GuessesDialog(),
    "help": lambda app: HelpDialog(app.screen),  # type: ignore[arg-type]
    "hire": lambda app: staff.hire(app.session, _team(app)),
    "ledger": lambda app: page("ledger"),
    "oversight": lambda app: contract.oversee(
        app.session, list(app.session.observation.engagements.values())
    ),
    "people": lambda app: page("people"),
    "report": lambda app: ReportScreen(app.session.game.reports[-1]),
    "requests": lambda app: RequestsDialog(),
    "saved": lambda app: SavedScreen(),
    "settings": lambda app: SettingsDialog(),
    "suppliers": lambda app: page("suppliers"),
    "title": lambda app: TitleScreen(7),
    "trends": lambda app: page("trends"),
    "watch": lambda app: WatchScreen(),
}
"""A new one of every page and dialog that lies over the desk."""


async def a_turn_on(player: Player) -> None:
    """To the desk of the second turn, with a report to read and work in progress."""
    await player.press("n", "y", "enter")
    assert player.screen == "DeskScreen"


def whole(player: Player) -> bool:
    """Whether the game is intact and shows its desk."""
    return player.app.fault is None and player.screen == "DeskScreen"


def hold(app: BuckstopApp, key: str, times: int) -> None:
    """Press a key again before the game has responded, as a held key does."""
    for _ in range(times):
        app.post_message(events.Key(key, None))


async def test_a_late_repaint_finds_its_page_gone():
    """Every page is resized and left at the same moment: what it was about to show is dropped, and
    the game goes on."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        await a_turn_on(player)
        for name, made in PAGES.items():
            shown = made(player.app)
            player.app.push_screen(shown)
            await player.settle()
            for told in ("on_resize", "on_screen_resume", "show_soon"):
                if hasattr(type(shown), told):
                    getattr(shown, told)()
            player.app.pop_screen()
            await player.settle()
            assert whole(player), name
            assert not late.stands(shown), name


async def test_a_late_thread_result_finds_its_page_gone(monkeypatch):
    """The other players finish their game after the player has left the final score: nothing
    happens, and those that have not started do not start."""
    goes_on, played = threading.Event(), []

    def slowly(*_: object) -> dict[str, float]:
        played.append(1)
        assert goes_on.wait(20)
        return {"score": 500.0}

    there: list[bool] = []
    monkeypatch.setattr(final, "episode", slowly)
    monkeypatch.setattr(FinalScreen, "show", lambda self: there.append(late.stands(self)))
    async with at_the_desk(tutorial(), (80, 24)) as player:
        while not player.game.over:
            player.app.session.end_turn()
        player.app.after_report()
        await player.pilot.pause()
        await player.pilot.press("t")
        await player.pilot.pause()
        assert player.screen == "TitleScreen"
        goes_on.set()
        await player.settle()
        assert (player.app.fault, player.screen, len(played)) == (None, "TitleScreen", 1)
        assert all(there)


async def test_a_late_forecast_finds_its_dialog_gone_or_covered(monkeypatch):
    """A guess is committed when its forecast arrives: anything opened over the dialog meanwhile
    stays, and so does the desk if the dialog was left."""
    known, come = Forecasts.of, asyncio.Event()

    async def slowly(self: Forecasts, *args: Any) -> Any:
        await come.wait()
        return await known(self, *args)

    async with at_the_desk(tutorial(), (80, 24)) as player:
        award = player.app.session.board.award(_offer(player.app))
        monkeypatch.setattr(Forecasts, "of", slowly)
        for left in (False, True):
            come.clear()
            player.app.session.board._forecasts = {}
            player.app.push_screen(GuessDialog(award))
            await player.pilot.pause()
            await player.pilot.press("enter")
            await player.pilot.pause()
            if left:
                player.app.pop_screen()
            else:
                await player.pilot.press("question_mark")
            await player.pilot.pause()
            come.set()
            await player.settle()
            assert player.app.fault is None
            assert player.screen == ("DeskScreen" if left else "HelpDialog")
            if not left:
                await player.press("escape")
                assert player.screen == "GuessDialog"
                await player.press("escape")


@pytest.mark.parametrize(
    "key", ["enter", *(pytest.param(key, marks=pytest.mark.long) for key in ("escape", "space"))]
)
async def test_a_held_key_stops_at_the_final_score(key):
    """Any key that leads on from the last report, held down or pressed again, leads only as far as
    the final score: no game starts, and none is left."""
    async with at_the_desk(evolve(tutorial(), turns=1), (80, 24)) as player:
        await player.press("n", "y")
        assert player.screen == "ReportScreen"
        hold(player.app, key, 30)
        await player.settle()
        assert (player.app.fault, player.screen) == (None, "FinalScreen")
        await player.press(*[key] * 5)
        assert player.screen == "FinalScreen"
        assert player.game.over


HELD: Sequence[tuple[str, Sequence[str], str, str]] = (
    ("the question at a turn's end", ("n",), "enter", "DeskScreen"),
    ("a report", ("n", "y"), "escape", "DeskScreen"),
    ("a question that is left", ("n",), "escape", "DeskScreen"),
    ("the question before a turn is undone", ("n", "y", "enter", "z"), "escape", "DeskScreen"),
    ("goals", ("g",), "escape", "DeskScreen"),
)


@pytest.mark.parametrize(
    ("before", "key", "ends"), [one[1:] for one in HELD], ids=[one[0] for one in HELD]
)
async def test_a_held_key_closes_only_the_front_page(before, key, ends):
    """It never removes the desk beneath; a turn ends at most once."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        await player.press(*before)
        turn = player.game.turn
        hold(player.app, key, 2)
        await player.settle()
        assert player.app.fault is None
        assert ends in [type(screen).__name__ for screen in player.app.screen_stack]
        assert player.game.turn <= turn + 1
        assert player.app.has_game


async def test_a_scenario_opened_twice_starts_once():
    """Holding enter on the title shows one briefing."""
    from tests.tui.player import playing

    async with playing(None, (80, 24)) as player:
        hold(player.app, "enter", 2)
        await player.settle()
        names = [type(screen).__name__ for screen in player.app.screen_stack]
        assert names.count("BriefingScreen") + names.count("DeskScreen") == 1


@pytest.mark.parametrize(
    "key", [pytest.param(key, marks=pytest.mark.long) for key in "enter left a t p 1 e m q".split()]
)
async def test_keys_before_a_page_is_there(key):
    """A key pressed while a page is still being mounted breaks nothing."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        await a_turn_on(player)
        for name, made in PAGES.items():
            if not player.app.has_game or player.screen != "DeskScreen":
                break
            player.app.push_screen(made(player.app))
            hold(player.app, key, 1)
            await player.settle()
            assert player.app.fault is None, name
            while player.screen != "DeskScreen" and len(player.app.screen_stack) > 2:
                player.app.pop_screen()
                await player.settle()


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
async def test_every_page_can_be_left_at_any_moment(name):
    """Left 0 to 2 seconds after it was opened, while forecasts and other players run: the game
    survives."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        await a_turn_on(player)
        app = player.app
        app.forecasts = app.session.board._ahead = Forecasts(workers=1)
        try:
            for tenths in range(0, 21, 2):
                app.session.board._forecasts = {}
                app.push_screen(PAGES[name](app))
                if tenths:
                    await asyncio.sleep(tenths / 10)
                app.pop_screen()
                await asyncio.sleep(0.05)
                assert whole(player), (name, tenths)
            await player.settle()
            assert whole(player), name
        finally:
            app.close_forecasts()


@pytest.mark.long
@pytest.mark.parametrize("key", ["enter", "t", "p", "w", "4", "escape"])
async def test_the_end_can_be_left_at_any_moment(key):
    """The last report and the final score, left by key 0 to 2 seconds after each appears."""
    for tenths in range(0, 21, 4):
        async with at_the_desk(evolve(tutorial(), turns=1), (80, 24)) as player:
            await player.press("n", "y")
            for each in ("enter", key, "escape", "t"):
                hold(player.app, each, 1)
                await asyncio.sleep(tenths / 10)
                assert player.app.fault is None, (key, tenths)
            await player.settle()
            assert player.app.fault is None, (key, tenths)


def test_late_results_reach_pages_in_one_way():
    """No page hands itself a late result, or asks Textual to call it back: `late` does that, and
    checks first that the page is still there. Results for the app itself may arrive by any
    route."""
    ours = Path(late.__file__).parents[1]
    files = [file for room in ("kit", "pages", "orders") for file in (ours / room).rglob("*.py")]
    assert len(files) > 40
    for file in files:
        if file == Path(late.__file__):
            continue
        text = file.read_text(encoding="utf-8")
        for call in (
            "call_after_refresh(",
            "call_from_thread(",
            "set_timer(",
            "is_mounted and not",
        ):
            assert call not in text, (file.name, call)
