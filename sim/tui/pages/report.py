"""The report after a turn: what was delivered, what went wrong, what it cost, what is next."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from attrs import evolve, frozen
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import TurnReport
from sim.tui.kit import words
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Prose
from sim.tui.pages import work
from sim.tui.pages.turns import TurnRows
from sim.tui.shell.base import EXPLAIN, OF_THE_APP
from sim.tui.shell.texts import TextScreen

SAID = {
    "decide": ("waits for a decision", "wait for a decision"),
    "late": ("is late", "are late"),
    "short": ("falls short", "fall short"),
    "slips": ("will be late at this pace", "will be late at their pace"),
    "offer": ("outside work on offer", "pieces of outside work on offer"),
    "asks": ("", "want an answer"),
    "term": ("", "terms end soon"),
    "grew": ("", "are done as specified but still running"),
}
"""The wording for one and for several; tasks go by their state in the work list."""
LEAST_NEXT = 5
"""So many have a line each even on a low terminal."""


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


class ReportScreen(TextScreen):
    """Shown after a turn."""

    ABOUT: ClassVar[str] = "What the turn brought. {report.go_on} goes on to the next."
    TABLE = "report"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter,escape,space", "go_on", "go on", "On to the next turn."),
        evolve(EXPLAIN, help="Break down the turn's cost."),
        *OF_THE_APP,
    )

    def __init__(self, report: TurnReport) -> None:
        super().__init__()
        self._report = report

    def columns(self) -> Iterable[Widget]:
        texts = Prose(self.rows, id="text"), Prose(self._next, 30, id="next")
        return (Horizontal(*texts, id="halves"),)

    def rows(self, width: int) -> list[Content]:
        """What the turn came to, what is next, and what happened."""
        scenario = self.session.game.scenario
        word = narrate.turn_word(scenario).capitalize()
        head = words.line(
            (f"{word} {self._report.turn}", "bold $key"), (f" of {scenario.turns} is over", "$dim")
        )
        told = TurnRows(self.session.game, self.session.observation, self._report)
        unkept = self.session.unkept
        lost = [("not saved  ", "bold $warn")]
        kept = words.hang(lost, str(unkept), width, "$warn") if unkept is not None else []
        rows = [head, *kept, *told.ended(), Content(""), *told.measures(width), *told.score(width)]
        rows.append(Content(""))
        if not self.query_one("#next").display:
            rows += self._next(width)
        return [*rows, *told.happened(width)]

    def _next(self, width: int) -> list[Content]:
        """What to look at next, the most pressing first: a line each, or a line for each kind if
        there are too many."""
        if self.session.game.over:
            return []
        most = max(LEAST_NEXT, (self.app.size.height - 16) // 3)
        found = self._waiting()
        if len(found) > most:
            found = folded(found)
        rows = [words.line(("What to look at next", "bold"))]
        if not found:
            rows.append(words.line(("  Nothing is waiting.", "$dim")))
        for one in found:
            style = "$bad" if one.kind == "hours" else ""
            rows += words.hang([("  · ", "$dim")], one.text, width, style)
        return [*rows, Content("")]

    def _waiting(self) -> list[Waiting]:
        session = self.session
        facts, game = session.observation, session.game
        found: list[Waiting] = []
        if facts.promised > facts.manager_hours:
            text = f"{facts.promised:.0f} hours of oversight promised, {facts.manager_hours:.0f}"
            found.append(Waiting("hours", "", f"{text} available"))
        for item in work.items(session):
            if item.state in SAID:
                note = f" ({item.note})" if item.note else ""
                text = f"{item.title}: {SAID[item.state][0]}{note}"
                found.append(Waiting(item.state, item.title, text))
        for request in facts.requests.values():
            text = narrate.request(facts, request)[0]
            found.append(Waiting("asks", text, text))
        for engagement in sorted(facts.engagements.values(), key=lambda one: one.term_ends):
            if 0 < engagement.term_ends <= game.turn + 1:
                name = narrate.engagement_name(facts, engagement)
                when = narrate.through(game.scenario, engagement.term_ends)
                found.append(Waiting("term", name, f"{name}: bound {when}"))
        for key, task in facts.tasks.items():
            seen = session.projected_finish(key)
            if seen is not None and seen.share >= 1.0 and not seen.slips:
                why = f"{seen.rework:.0f} h of rework" if seen.rework >= 1.0 else "it has grown"
                text = f"{task.spec.title}: done as specified but still running ({why})"
                found.append(Waiting("grew", task.spec.title, text))
        return found

    def figure(self) -> Figure:
        return Figure(FigureKind.COST, "", self._report.turn)

    def action_go_on(self) -> None:
        self.game_app.after_report()
