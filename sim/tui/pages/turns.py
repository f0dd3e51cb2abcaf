"""What a turn brought, as rows of text: for the report after it, and for a game that is watched."""

from textual.content import Content

from sim import narrate
from sim.games.game import Game
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Happening, HappeningKind, Measures, TurnReport
from sim.model.vocabulary import IncidentKind, OutcomeKind
from sim.model.world import Observation
from sim.tui.kit import amounts, words
from sim.tui.pages.goals import moved
from sim.tui.pages.incidents import incident_line, incident_rows

GOOD = (
    HappeningKind.DELIVERED, HappeningKind.SIGNED, HappeningKind.HIRED, HappeningKind.SITE_READY,
)  # fmt: skip
BAD = (
    HappeningKind.LOST_TASK, HappeningKind.FELL_AWAY, HappeningKind.LATE, HappeningKind.SHORT,
    HappeningKind.QUIT, HappeningKind.CLIENT_LEFT, HappeningKind.CLIENT_WARNS,
    HappeningKind.KEY_PERSON, HappeningKind.OVERLOAD, HappeningKind.DEAL_EXPIRED,
    HappeningKind.BUSY,
)  # fmt: skip
IN_FULL = 3
"""The heaviest incidents of a turn are told as chains, the others in a line each."""
GONE = (IncidentKind.VENDOR_FAILURE, IncidentKind.DROPOUT)
"""Incidents that come before all others: somebody is gone, and the work is back on the desk."""
NEXT = (HappeningKind.REQUEST, HappeningKind.DEAL, HappeningKind.OPENED)


def decided(game: Game, turn: int, width: int) -> list[Content]:
    """The orders of a turn that was played, a line each."""
    before, rows = game.seen(turn), []
    for order in game.log[turn - 1]:
        rows += words.hang([("  + ", "$key")], narrate.order(before, order), width)
    return rows or [words.line(("  Nothing.", "$dim"))]


class TurnRows:
    """What is told of a turn that was played."""

    def __init__(self, game: Game, facts: Observation, report: TurnReport) -> None:
        """A turn of a game.

        Args:
            game: The game; it keeps its turns.
            facts: What was known after the turn.
            report: The turn's.
        """
        self._game, self._facts, self._report = game, facts, report

    def happened(self, width: int) -> list[Content]:
        """All that happened: what was delivered, what went wrong, and the rest."""
        rows = self._section("Delivered and signed", self._told(GOOD, width), "Nothing this time.")
        rows += self._wrong(width)
        others = [h for h in HappeningKind if h not in (*GOOD, *BAD, *NEXT)]
        return rows + self._section("Besides", self._told(tuple(others), width), "")

    def _told(
        self, kinds: tuple[HappeningKind, ...], width: int, style: str = "$dim"
    ) -> list[Content]:
        """A sentence for each; of what was delivered, what it brought and cost."""
        rows: list[Content] = []
        facts = self._facts
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
        facts, incidents = self._facts, self._report.incidents
        rows = [words.line(("What went wrong, and on whom it fell", "bold"))]
        heaviest = sorted(incidents, key=lambda one: (one.kind not in GONE, -one.loss))
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

    def ended(self) -> list[Content]:
        """Why the game ended before its time, if it did."""
        outcome = self._report.outcome
        if outcome is None or outcome.kind is OutcomeKind.COMPLETED:
            return []
        return [words.line((words.clean(outcome.reason), "bold $bad"))]

    def measures(self, width: int) -> list[Content]:
        """What the turn came to, and whether that is more or less than in the one before."""
        reports = [r for r in self._game.reports if r.turn == self._report.turn - 1]
        before = reports[-1].measures if reports else None
        found = _pairs(self._report.measures, before)
        across = 4 if width >= 88 else 3 if width >= 66 else 2
        room = width // across
        rows = []
        for start in range(0, len(found), across):
            pieces: list[words.Piece] = []
            for label, value, mark, kind in found[start : start + across]:
                text = amounts.left(f"{amounts.short(value, room - 14)} {mark}", room - 11)
                figure = Figure(kind, "", self._report.turn)
                pieces += [(words.left(label, 11), "$dim"), words.ask(text, figure, "bold")]
            rows.append(words.line(*pieces))
        return rows

    def score(self, width: int) -> list[Content]:
        """What the turn did to the score, by objective."""
        game, turn = self._game, self._report.turn
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
        return amounts.arrow(getattr(now, name), getattr(before, name), least)

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
