"""What the desk says besides the work: what happened, what is drafted, what is still open."""

from textual.content import Content

from sim import narrate
from sim.model.scenario import Hint
from sim.tui.kit import words
from sim.tui.pages import work
from sim.tui.pages.turns import news
from sim.tui.session import Session

TURNS = 3
"""Turns that dispatches go back."""


def answered(session: Session) -> set[str]:
    """The requests that an answer is drafted to."""
    return {getattr(order, "request", "") for order in session.game.pending}


def left_open(session: Session) -> list[str]:
    """What still waits for a decision, by name."""
    facts, done = session.observation, answered(session)
    found = work.items(session)
    left = [item.title for item in found if item.state in ("decide", "offer")]
    waiting = [request for request in facts.requests.values() if request.id not in done]
    return left + [narrate.request(facts, request)[0] for request in waiting]


def hint_rows(hint: Hint, width: int, key: str = "") -> list[Content]:
    """The advice for this turn, and the key that puts it away, where there is one."""
    away = f"({key} puts this away) " if key else ""
    return words.hang([("» ", "bold $key")], f"{away}{hint.text.strip()}", width)


def draft_rows(session: Session, width: int) -> list[Content]:
    """The orders drafted for this turn."""
    facts = session.observation
    rows: list[Content] = []
    for order in session.game.pending:
        rows += words.hang([("+ ", "$good")], narrate.order(facts, order), width)
    return rows


def dispatch_rows(session: Session, width: int, answer: str) -> list[Content]:
    """What wants an answer, then what happened, newest first. `answer` is the key that answers."""
    game, facts, done = session.game, session.observation, answered(session)
    rows: list[Content] = []
    short = narrate.turn_short(game.scenario, game.turn)
    for request in facts.requests.values():
        if request.id not in done:
            title, _ = narrate.request(facts, request)
            key = (f"{answer} ", "bold $key")
            rows += words.hang([(f"{short:4}", "$dim"), key], title, width)
    for report in reversed(game.reports[-TURNS:]):
        when = f"{narrate.turn_short(game.scenario, report.turn):4}"
        for incident in report.incidents:
            text = narrate.incident_title(facts, incident)
            rows += words.hang([(when, "$dim"), ("! ", "bold $bad")], text, width)
        for happening in news(facts, report):
            text = narrate.happening(facts, happening)
            rows += words.hang([(when, "$dim"), ("· ", "$dim")], text, width)
    return rows or [words.line(("Nothing has happened yet.", "$dim"))]
