"""The report after a turn: what was delivered, what went wrong, what it cost, what is next."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Happening, HappeningKind, Measures, TurnReport
from sim.model.world import Observation
from sim.tui import words
from sim.tui.commands import Command, bindings
from sim.tui.screens.base import Common
from sim.tui.screens.incidents import incident_line, incident_rows
from sim.tui.widgets import worklist

GOOD = (
    HappeningKind.DELIVERED, HappeningKind.STARTED, HappeningKind.HIRED, HappeningKind.SITE_READY,
)  # fmt: skip
BAD = (
    HappeningKind.LOST_TASK, HappeningKind.LATE, HappeningKind.SHORT, HappeningKind.QUIT,
    HappeningKind.CLIENT_LEFT, HappeningKind.CLIENT_WARNS, HappeningKind.KEY_PERSON,
    HappeningKind.OVERLOAD, HappeningKind.DEAL_EXPIRED, HappeningKind.BUSY,
)  # fmt: skip
IN_FULL = 3
"""The heaviest incidents of a turn are told as chains, the others in a line each."""
NEXT = (HappeningKind.REQUEST, HappeningKind.DEAL, HappeningKind.OPENED)


class ReportScreen(Common[None]):
    """Shown when a turn was played."""

    ABOUT: ClassVar[str] = "What the turn brought. Enter goes on to the next one."
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter,escape,space", "go_on", "go on", "On to the next turn.", "enter"),
        Command("e", "explain", "explain", "Take the turn's cost apart."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, report: TurnReport) -> None:
        super().__init__()
        self._report = report

    def body(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll(id="middle"):
            yield Static(Content(""), id="text")

    def on_mount(self) -> None:
        """Fill in the text."""
        self.query_one("#middle").focus()
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Fill it in for another width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        width = max(40, self.query_one("#text").size.width)
        scenario = self.session.game.scenario
        word = narrate.turn_word(scenario).capitalize()
        head = words.line(
            (f"{word} {self._report.turn}", "bold $key"), (f" of {scenario.turns} is over", "$dim")
        )
        rows = [head, Content(""), *self._measures(width), Content("")]
        rows += self._section("Delivered and begun", self._told(GOOD), "Nothing this time.")
        rows += self._wrong(width)
        others = [h for h in HappeningKind if h not in (*GOOD, *BAD, *NEXT)]
        rows += self._section("Besides", self._told(tuple(others)), "")
        rows += self._section("What to look at next", self._next(), "Nothing waits.")
        self.query_one("#text", Static).update(words.lines(rows))

    def _told(self, kinds: tuple[HappeningKind, ...]) -> list[Content]:
        facts = self.session.observation
        found: list[Happening] = [h for h in news(facts, self._report) if h.kind in kinds]
        return [Content(words.clean(narrate.happening(facts, h))) for h in found]

    @staticmethod
    def _section(title: str, found: list[Content], nothing: str) -> list[Content]:
        if not found and not nothing:
            return []
        rows = [words.line((title, "bold"))]
        rows += [words.line(("  · ", "$dim"), row) for row in found]
        if not found:
            rows.append(words.line((f"  {nothing}", "$dim")))
        return [*rows, Content("")]

    def _wrong(self, width: int) -> list[Content]:
        facts, incidents = self.session.observation, self._report.incidents
        rows = [words.line(("What went wrong, and on whom it fell", "bold"))]
        heaviest = sorted(incidents, key=lambda incident: -incident.loss)
        for incident in heaviest[:IN_FULL]:
            rows += [*incident_rows(facts, incident, width), Content("")]
        for incident in heaviest[IN_FULL:]:
            rows.append(incident_line(facts, incident, width))
        if len(heaviest) > IN_FULL:
            rows.append(Content(""))
        said = self._told(BAD)
        rows += [words.line(("  · ", "$bad"), row) for row in said]
        if not said and not incidents:
            rows.append(words.line(("  Nothing this time.", "$dim")))
        return [*rows, Content("")] if said or not incidents else rows

    def _measures(self, width: int) -> list[Content]:
        reports = [r for r in self.session.game.reports if r.turn == self._report.turn - 1]
        before = reports[-1].measures if reports else None
        found = _pairs(self._report.measures, before)
        across = 4 if width >= 88 else 3
        room = width // across
        rows = []
        for start in range(0, len(found), across):
            pieces: list[words.Piece] = []
            for label, value, mark, kind in found[start : start + across]:
                text = words.left(f"{value} {mark}", room - 11)
                figure = Figure(kind, "", self._report.turn)
                pieces += [(words.left(label, 11), "$dim"), words.ask(text, figure, "bold")]
            rows.append(words.line(*pieces))
        return rows

    def _next(self) -> list[Content]:
        session = self.session
        facts, game = session.observation, session.game
        if game.over:
            return []
        found: list[Content] = []
        if facts.promised > facts.manager_hours:
            text = f"{facts.promised:.0f} hours of oversight promised, {facts.manager_hours:.0f}"
            found.append(words.line((f"{text} there are", "$bad")))
        for item in worklist.items(session):
            if item.state in ("decide", "offer", "late", "short"):
                note = f" ({item.note})" if item.note else ""
                state = {"decide": "waits for a decision", "offer": "outside work on offer"}
                text = f"{words.clean(item.title)}: {state.get(item.state, item.state)}{note}"
                found.append(Content(text))
        for request in facts.requests.values():
            found.append(Content(words.clean(narrate.request(facts, request)[0])))
        for engagement in facts.engagements.values():
            if 0 < engagement.term_ends <= game.turn + 1:
                name = words.clean(narrate.engagement_name(facts, engagement))
                when = narrate.turn_short(game.scenario, engagement.term_ends)
                found.append(Content(f"{name}: the term ends with {when}"))
        return found[:14]

    def figure(self) -> Figure:
        """What `explain` starts with: the turn's cost."""
        return Figure(FigureKind.COST, "", self._report.turn)

    def action_go_on(self) -> None:
        """Back to the desk, or to the end of the game."""
        self.game_app.after_report()


def news(facts: Observation, report: TurnReport) -> list[Happening]:
    """What happened, less what an incident or a delivery tells already."""
    told = {incident.task for incident in report.incidents}
    delivered = {h.subject for h in report.happenings if h.kind is HappeningKind.DELIVERED}

    def is_news(h: Happening) -> bool:
        if h.kind in (HappeningKind.SHORT, HappeningKind.LATE):
            return h.subject not in told
        ended = facts.past.get(h.subject) if h.kind is HappeningKind.ENDED else None
        return ended is None or ended.task not in delivered

    return [h for h in report.happenings if is_news(h)]


def _pairs(now: Measures, before: Measures | None) -> list[tuple[str, str, str, FigureKind]]:
    """Label, value, arrow against the turn before, and the figure that it is."""

    def mark(name: str, least: float) -> str:
        if before is None:
            return ""
        return words.arrow(getattr(now, name), getattr(before, name), least)

    money, kinds = narrate.money, FigureKind
    return [
        ("cost", money(now.cost), mark("cost", 1000), kinds.COST),
        ("revenue", money(now.revenue), mark("revenue", 1000), kinds.REVENUE),
        ("cash", money(now.cash), mark("cash", 1000), kinds.CASH),
        ("borne", money(now.borne), mark("borne", 100), kinds.BORNE_TURN),
        ("quality", f"{now.quality:.0f}", mark("quality", 0.5), kinds.QUALITY_TURN),
        (
            "oversight",
            f"{now.oversight_load:.0%}",
            mark("oversight_load", 0.005),
            kinds.OVERSIGHT_LOAD,
        ),
        ("reputation", f"{now.reputation:.0f}", mark("reputation", 0.05), kinds.REPUTATION),
        ("morale", f"{now.morale * 100:.0f}", mark("morale", 0.005), kinds.MORALE),
    ]
