"""How the player's guesses did against the forecast's ranges at the same moment."""

from typing import ClassVar

from textual.content import Content

from sim import narrate
from sim.forecast import MEANT, Mark, Span, marks
from sim.lab.validation.calibration import calibration
from sim.model.scenario import Scenario
from sim.model.vocabulary import TaskKind
from sim.tui import phrases
from sim.tui.kit import words
from sim.tui.session import Session
from sim.tui.shell.texts import TextDialog

CAME, RANGE = 13, 16
"""Cells of an outcome, and of a range."""


def guess_rows(session: Session, width: int, key: str) -> list[Content]:
    """Each guess and what came of it, then how often who was right. `key` makes a guess."""
    facts, scenario = session.observation, session.game.scenario
    fared = session.fared()
    if not fared:
        return [
            words.line((f"No guesses. Once an award is drafted, {key} makes one.", "$dim")),
            *_usual(width),
        ]
    rows: list[Content] = []
    found: list[Mark] = []
    for guess, came in fared:
        name = words.cut(narrate.name_of(facts, guess.award.task), width - 24)
        when = narrate.turn_short(scenario, guess.turn)
        rows.append(words.line((name, "bold"), (f"  guessed in {when}", "$dim")))
        if came is None:
            rows.append(words.line(("  not over yet: it does not count", "$dim")))
            continue
        for mark in marks(guess, came):
            found.append(mark)
            rows.append(_mark_row(scenario, mark))
    if found:
        rows += [Content(""), *_summary(found, width)]
    return rows


def _mark_row(scenario: Scenario, mark: Mark) -> Content:
    def said(span: Span, width: int = RANGE) -> str:
        return phrases.span_text(scenario, mark.kind, span, width)

    label = phrases.offer_label(mark.kind, TaskKind.PROJECT)
    came = said(Span(mark.came, mark.came, mark.came), CAME)
    return words.line(
        (f"  {label:8}", "$dim"), words.left(came, CAME),
        _verdict("you", said(mark.guessed), mark.right), "  ",
        _verdict("forecast", said(mark.foreseen), mark.forecast_right),
    )  # fmt: skip


def _verdict(who: str, said: str, right: bool) -> Content:
    sign = ("✓ ", "$good") if right else ("✗ ", "$bad")
    return words.line(sign, (f"{who} ", "$dim"), words.left(said, RANGE))


def _summary(found: list[Mark], width: int) -> list[Content]:
    """How often the guesses and the forecasts held, and whose ranges were better."""
    mine, its = sum(mark.right for mark in found), sum(mark.forecast_right for mark in found)
    better = sum(mark.lead > 1.0 for mark in found)
    text = (
        f"You were right in {mine} of {len(found)}, the forecast in {its}; the aim is "
        f"{MEANT * 10:.0f} in 10. Counting both width and misses, yours was the better range in "
        f"{better}."
    )
    if mine < 0.6 * len(found):
        text += " Your ranges were too narrow, as most people's are."
    return [*words.hang([], text, width), *_usual(width)]


def _usual(width: int) -> list[Content]:
    known = calibration()
    text = (
        f"In {known.awards:,} awards of other games the forecast's ranges held the cost "
        f"{known.inside['all_in']:.0%} and the finish {known.inside['finish']:.0%} of the time."
    )
    return words.hang([], text, width, "$dim")


class GuessesDialog(TextDialog[None]):
    """The guesses of the game, marked."""

    TITLE_TEXT = "Your guesses"
    ABOUT: ClassVar[str] = (
        "What you guessed, what came of it, and what the forecast said. A good range is narrow and"
        " right eight times in ten; a miss counts ten times what it misses by, on top of the "
        "width."
    )

    def rows(self, width: int) -> list[Content]:
        key = self.key_of("desk.guess")
        return [Content(""), *guess_rows(self.session, width, key), Content("")]
