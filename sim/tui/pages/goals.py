"""The objectives, and how they stand."""

import math
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Standing
from sim.model.vocabulary import ObjectiveKind
from sim.tui.kit import amounts, words
from sim.tui.kit.commands import Command
from sim.tui.shell.base import EXPLAIN
from sim.tui.shell.texts import TextDialog

MONEY_KINDS = (ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST, ObjectiveKind.BORNE)
SHARE_KINDS = (
    ObjectiveKind.OVERSIGHT_LOAD, ObjectiveKind.PEOPLE_KEPT, ObjectiveKind.MILESTONE,
    ObjectiveKind.SERVICE,
)  # fmt: skip


IN_A_WORD = {
    ObjectiveKind.FIRM_VALUE: "money",
    ObjectiveKind.TOTAL_COST: "cost",
    ObjectiveKind.QUALITY: "quality",
    ObjectiveKind.OVERSIGHT_LOAD: "oversight",
    ObjectiveKind.BORNE: "losses",
    ObjectiveKind.REPUTATION: "reputation",
    ObjectiveKind.SERVICE: "service",
    ObjectiveKind.PEOPLE_KEPT: "people",
}
"""Objectives in a word; milestones go by their label."""


def value_text(kind: ObjectiveKind, value: float) -> str:
    """An objective's value in words."""
    if kind in MONEY_KINDS:
        return narrate.money(round(value))
    if kind in SHARE_KINDS:
        return f"{value:.0%}"
    return f"{value:.1f}"


def label_of(standing: Standing) -> str:
    """An objective's label, or its kind in words."""
    return standing.label or standing.kind.value.replace("_", " ").capitalize()


def label_lines(label: str, width: int) -> list[str]:
    """A label in lines of so many cells."""
    return [words.left(one, width) for one in words.wrap(label, width) or [""]]


ENDS = 27
"""Most cells of floor and target."""


def standing_rows(standings: Sequence[Standing], width: int) -> list[Content]:
    """Each objective's label, value, floor and target, and points, as a bar and a number."""
    ends = {
        s.id: amounts.short(
            f"{value_text(s.kind, s.floor)} → {value_text(s.kind, s.target)}", ENDS
        ) for s in standings
    }  # fmt: skip
    between = max(cell_len(text) for text in ("floor → target", *ends.values()))
    room = max(12, width - 26 - between)
    label = min(room, max(12, *(cell_len(label_of(s)) for s in standings)))
    bar = min(30, room - label) if room - label >= 6 else 0
    head = f"{words.left('', label)}  {words.right('now', 11)}  "
    head += words.left("floor → target", between)
    rows = [words.line((head, "$dim"), " " * (bar + 1), (words.right("points", 9), "$dim"))]
    for s in standings:
        most = 1000 * s.weight
        share = s.points / most if most else 0.0
        style = "$good" if share > 0.66 else "$warn" if share > 0.2 else "$bad"
        first, *more = label_lines(label_of(s), label)
        rows.append(
            words.line(
                first, "  ",
                words.ask(
                    amounts.right(value_text(s.kind, s.value), 11),
                    Figure(FigureKind.OBJECTIVE, s.id), "bold",
                ), "  ",
                (words.left(ends[s.id], between), "$dim"), " ",
                (amounts.meter(share, bar), style), " ",
                words.ask(
                    f"{s.points:4.0f}", Figure(FigureKind.OBJECTIVE_POINTS, s.id), "bold"
                ), (f"/{most:<4.0f}", "$dim"),
            )
        )  # fmt: skip
        rows += [Content(one) for one in more]
    return rows


def moved(before: Sequence[Standing], now: Sequence[Standing]) -> list[tuple[str, int]]:
    """The points that each objective moved by, rounded to add up to the difference of the rounded
    scores."""
    earlier = {s.id: s.points for s in before}
    reached = math.fsum(earlier.values())
    found = []
    for s in now:
        last, reached = reached, reached + s.points - earlier.get(s.id, 0.0)
        found.append((IN_A_WORD.get(s.kind, label_of(s)), round(reached) - round(last)))
    return found


class GoalsDialog(TextDialog[None]):
    """What counts at the end, with the points it stands at now."""

    TABLE = "goals"
    TITLE_TEXT = "Goals"
    KEYS: ClassVar[tuple[Command, ...]] = (EXPLAIN,)
    ABOUT: ClassVar[str] = (
        "What the scenario judges. An objective earns nothing below its floor, everything from its"
        " target on, and in proportion between them. All points add up to 1000."
    )

    def figure(self) -> Figure:
        return Figure(FigureKind.SCORE)

    def rows(self, width: int) -> list[Content]:
        """The table and the sum."""
        game = self.session.game
        rows = [Content(""), *standing_rows(game.standings(), width), Content("")]
        score = words.line(("–", "bold $key"))
        if game.log:
            score = words.ask(f"{game.score():.0f}", Figure(FigureKind.SCORE), "bold $key")
        rows.append(
            words.line(
                ("Score now ", "$dim"), score,
                (f"   par {game.scenario.par}", "$dim"), (f"   seed {game.seed}", "$dim"),
            )
        )  # fmt: skip
        if not game.log:
            word = narrate.turn_word(game.scenario)
            text = f"No score until a {word} has been played: untested goals count in full."
            rows.append(words.line((text, "$dim")))
        return [*rows, Content("")]
