"""The report after a turn: what was delivered, what went wrong, what it cost, what is next."""

from collections.abc import Sequence
from typing import ClassVar

from attrs import evolve, frozen
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Happening, HappeningKind, Measures, TurnReport
from sim.model.vocabulary import OutcomeKind
from sim.model.world import Observation
from sim.tui import words
from sim.tui.commands import Command
from sim.tui.screens.base import EXPLAIN, OF_THE_APP, Common
from sim.tui.screens.goals import moved
from sim.tui.screens.incidents import incident_line, incident_rows
from sim.tui.widgets import worklist
from sim.tui.widgets.more import More

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
SAID = {
    "decide": ("waits for a decision", "wait for a decision"),
    "late": ("is late", "are late"),
    "short": ("falls short", "fall short"),
    "slips": ("will be late at this pace", "will be late at their pace"),
    "offer": ("outside work on offer", "pieces of outside work on offer"),
    "asks": ("", "want an answer"),
    "term": ("", "terms end soon"),
    "grew": ("", "are done as specified, and still run"),
}
"""What is said of one that waits, and of several; tasks go by their state in the work list."""
LEAST_NEXT = 5
"""So many things to look at next have a line each even on a low terminal."""
NEXT = (HappeningKind.REQUEST, HappeningKind.DEAL, HappeningKind.OPENED)


@frozen
class Waiting:
    """Something to look at next."""

    kind: str
    """A key of `SAID`, or `hours`."""
    name: str
    text: str


def folded(found: Sequence[Waiting]) -> list[Waiting]:
    """Those of a kind in one line, by name."""
    kinds = list(dict.fromkeys(one.kind for one in found))
    rows = []
    for kind in kinds:
        alike = [one for one in found if one.kind == kind]
        if len(alike) > 1:
            names = ", ".join(one.name for one in alike)
            alike = [Waiting(kind, "", f"{len(alike)} {SAID[kind][1]}: {names}")]
        rows += alike
    return rows


class ReportScreen(Common[None]):
    """Shown when a turn was played."""

    ABOUT: ClassVar[str] = "What the turn brought. The next one comes with {report.go_on}."
    TABLE = "report"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter,escape,space", "go_on", "go on", "On to the next turn."),
        evolve(EXPLAIN, help="Take the turn's cost apart."),
        *OF_THE_APP,
    )

    def __init__(self, report: TurnReport) -> None:
        super().__init__()
        self._report = report

    def body(self) -> ComposeResult:
        """One text to scroll, and where there is room what comes next beside it."""
        with VerticalScroll(id="middle") as middle, Horizontal(id="halves"):
            yield Static(Content(""), id="text")
            yield Static(Content(""), id="next")
        yield More(middle)

    def on_mount(self) -> None:
        """Fill in the text."""
        self.query_one("#middle").focus()
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Fill it in for another width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        if not self.is_mounted or not self.query("#text"):
            return  # it was put away before it was shown
        text, beside = self.query_one("#text", Static), self.query_one("#next", Static)
        width = max(40, text.size.width)
        scenario = self.session.game.scenario
        word = narrate.turn_word(scenario).capitalize()
        head = words.line(
            (f"{word} {self._report.turn}", "bold $key"), (f" of {scenario.turns} is over", "$dim")
        )
        outcome = self._report.outcome
        ended = outcome is not None and outcome.kind is not OutcomeKind.COMPLETED
        why = [words.line((words.clean(outcome.reason), "bold $bad"))] if outcome and ended else []
        rows = [head, *why, Content(""), *self._measures(width), *self._score(width), Content("")]
        if beside.display:
            beside.update(words.lines(self._next(max(30, beside.size.width))))
        else:
            rows += self._next(width)
        rows += self._section("Delivered and begun", self._told(GOOD, width), "Nothing this time.")
        rows += self._wrong(width)
        others = [h for h in HappeningKind if h not in (*GOOD, *BAD, *NEXT)]
        rows += self._section("Besides", self._told(tuple(others), width), "")
        text.update(words.lines(rows))

    def _told(
        self, kinds: tuple[HappeningKind, ...], width: int, style: str = "$dim"
    ) -> list[Content]:
        """A sentence for each; of what was delivered, what it brought and cost."""
        facts, rows = self.session.observation, []
        for h in news(facts, self._report):
            if h.kind in kinds:
                text = narrate.happening(facts, h)
                if h.kind is HappeningKind.DELIVERED:
                    text += f"; {narrate.delivery(facts, h.subject)}"
                rows += words.hang([("  · ", style)], text, width)
        return rows

    @staticmethod
    def _section(title: str, found: list[Content], nothing: str) -> list[Content]:
        if not found and not nothing:
            return []
        rows = found or [words.line((f"  {nothing}", "$dim"))]
        return [words.line((title, "bold")), *rows, Content("")]

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
        said = self._told(BAD, width, "$bad")
        rows += said
        if not said and not incidents:
            rows.append(words.line(("  Nothing this time.", "$dim")))
        return [*rows, Content("")] if said or not incidents else rows

    def _measures(self, width: int) -> list[Content]:
        reports = [r for r in self.session.game.reports if r.turn == self._report.turn - 1]
        before = reports[-1].measures if reports else None
        found = _pairs(self._report.measures, before)
        across = 4 if width >= 88 else 3 if width >= 66 else 2
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

    def _score(self, width: int) -> list[Content]:
        """What the turn did to the score, by objective."""
        game, turn = self.session.game, self._report.turn
        score = game.score(after=turn)
        now = words.ask(f"{score:.0f}", Figure(FigureKind.SCORE, "", turn), "bold")
        if turn == 1:
            par = f" of 1000; par at the end is {game.scenario.par}"
            return [words.line(("score      ", "$dim"), now, (par, "$dim"))]
        before = game.score(after=turn - 1)
        parts = moved(game.standings(after=turn - 1), game.standings(after=turn))
        early = round(score) - round(before) - sum(points for _, points in parts)
        parts = [*parts, ("the end before its time", early)]
        said = [f"{name} {_signed(points)}" for name, points in parts if points]
        head: list[words.Piece] = [("score      ", "$dim"), f"{before:.0f} → ", now]
        return words.hang([*head, "  "], ", ".join(said) or "as before", width, "$dim")

    def _next(self, width: int) -> list[Content]:
        """What to look at next, a line each, the most pressing first; where there are too many, a
        line for each kind of thing."""
        if self.session.game.over:
            return []
        most = max(LEAST_NEXT, (self.app.size.height - 16) // 3)
        found = self._waiting()
        if len(found) > most:
            found = folded(found)
        rows = [words.line(("What to look at next", "bold"))]
        if not found:
            rows.append(words.line(("  Nothing waits.", "$dim")))
        for one in found:
            style = "$bad" if one.kind == "hours" else ""
            rows.append(words.line(("  · ", "$dim"), (words.cut(one.text, width - 4), style)))
        return [*rows, Content("")]

    def _waiting(self) -> list[Waiting]:
        """All that wants to be looked at."""
        session = self.session
        facts, game = session.observation, session.game
        found: list[Waiting] = []
        if facts.promised > facts.manager_hours:
            text = f"{facts.promised:.0f} hours of oversight promised, {facts.manager_hours:.0f}"
            found.append(Waiting("hours", "", f"{text} there are"))
        for item in worklist.items(session):
            if item.state in SAID:
                note = f" ({item.note})" if item.note else ""
                text = f"{item.title}: {SAID[item.state][0]}{note}"
                found.append(Waiting(item.state, item.title, text))
        for request in facts.requests.values():
            text = narrate.request(facts, request)[0]
            found.append(Waiting("asks", text, text))
        for engagement in facts.engagements.values():
            if 0 < engagement.term_ends <= game.turn + 1:
                name = narrate.engagement_name(facts, engagement)
                when = narrate.turn_short(game.scenario, engagement.term_ends)
                found.append(Waiting("term", name, f"{name}: the term ends with {when}"))
        for key, task in facts.tasks.items():
            seen = session.outlook(key)
            if seen is not None and seen.share >= 1.0 and not seen.slips:
                why = f"{seen.rework:.0f} h of rework" if seen.rework >= 1.0 else "it has grown"
                text = f"{task.spec.title}: done as specified, and still runs ({why})"
                found.append(Waiting("grew", task.spec.title, text))
        return found

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


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "−")


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
