"""The strip over every page of a game: the turn, the money and the four results."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Measures
from sim.tui import words
from sim.tui.messages import ExplainWanted
from sim.tui.session import Session
from sim.tui.words import Piece


class Metric(Widget):
    """One number with its name; a click asks why it is what it is."""

    DEFAULT_CSS = """
    Metric { width: auto; height: 1; margin-right: 2; }
    Metric:hover { text-style: underline; }
    """

    def __init__(self, kind: FigureKind | None, id: str) -> None:
        super().__init__(id=id)
        self.kind = kind
        self._content = Content("")

    def show(self, *pieces: Piece) -> None:
        """Show a line; nothing when it is empty."""
        content = words.line(*pieces)
        self.display = bool(pieces)
        if not content.is_same(self._content):
            self._content = content
            self.refresh(layout=True)

    def render(self) -> Content:
        """The line as it was handed in."""
        return self._content

    def on_click(self, event: events.Click) -> None:
        """Ask for the number's parts."""
        event.stop()
        if self.kind is not None:
            self.post_message(ExplainWanted(Figure(self.kind)))


def _trend(now: float, before: float | None, up_is_good: bool | None, least: float) -> Piece:
    """An arrow against the turn before, coloured by whether that is good news."""
    if before is None:
        return ""
    mark = words.arrow(now, before, least)
    if mark == "·":
        return (" ·", "$dim")
    if up_is_good is None:
        return (f" {mark}", "$dim")
    good = (mark == "▲") is up_is_good
    return (f" {mark}", "$good" if good else "$bad")


class Strip(Vertical):
    """Two lines (three on narrow terminals) about where the firm stands."""

    DEFAULT_CSS = """
    Strip { height: auto; padding: 0 1; background: $panel; }
    Strip Horizontal { height: 1; }
    Strip #narrow { display: none; }
    Strip .spring { width: 1fr; height: 1; }
    Strip #firm { width: auto; max-width: 40%; }
    """

    def compose(self) -> ComposeResult:
        """Firm and money; the results; on narrow terminals the rest on a third line."""
        with Horizontal():
            yield Metric(None, "firm")
            yield Metric(None, "turn")
            yield Static(Content(""), classes="spring")
            yield Metric(FigureKind.REPUTATION, "reputation")
            yield Metric(FigureKind.MORALE, "morale")
            yield Metric(FigureKind.SCORE, "score")
            yield Metric(FigureKind.CASH, "cash")
            yield Metric(FigureKind.RUNWAY, "runway")
        with Horizontal():
            yield Metric(FigureKind.COST, "cost")
            yield Metric(FigureKind.QUALITY_TURN, "quality")
            yield Metric(FigureKind.OVERSIGHT_HOURS, "oversight")
            yield Metric(FigureKind.BORNE, "borne")
        with Horizontal(id="narrow"):
            yield Metric(FigureKind.BORNE, "borne2")
            yield Metric(FigureKind.REPUTATION, "reputation2")
            yield Metric(FigureKind.MORALE, "morale2")
            yield Metric(FigureKind.SCORE, "score2")

    def show(self, session: Session) -> None:
        """Show where the game stands."""
        game, facts = session.game, session.observation
        scenario, last, before = game.scenario, session.last, session.before_last
        wide = self.app.size.width
        narrow = wide < 112
        self.query_one("#narrow").display = narrow
        get = self.query_one

        def metric(name: str, *pieces: Piece) -> None:
            get(f"#{name}", Metric).show(*pieces)

        word = narrate.turn_word(scenario)
        turn = min(game.turn, scenario.turns)
        firm = words.cut(scenario.firm.name, 22 if narrow else 26 if wide < 150 else 60)
        metric("firm", (firm, "bold"))
        metric("turn", (f"{word} ", "$dim"), (f"{turn}", "bold"), (f" of {scenario.turns}", "$dim"))
        cash = narrate.money(facts.cash)
        metric("cash", ("cash ", "$dim"), (cash, "bold $bad" if facts.cash < 0 else "bold"))
        metric("runway", *_runway(session))
        metric("cost", *_number("cost", last, before))
        metric("quality", *_number("quality", last, before))
        metric("oversight", *_oversight(session, 8 if narrow else 16))
        for suffix, shown in (("", not narrow), ("2", narrow)):
            if not shown:
                for name in ("reputation", "morale", "score", "borne"):
                    metric(name + suffix)
                continue
            old = before.reputation if before else None
            mark = _trend(facts.reputation, old, True, 0.05)
            metric(f"reputation{suffix}", ("reputation ", "$dim"), f"{facts.reputation:.0f}", mark)
            metric(f"morale{suffix}", *_number("morale", last, before))
            metric(f"score{suffix}", ("score ", "$dim"), f"{game.score():.0f}")
            metric(f"borne{suffix}", *_borne(session))


def _runway(session: Session) -> list[Piece]:
    """For how many turns the money lasts, as the game explains it."""
    turns = session.runway()
    scenario = session.game.scenario
    if turns is None:
        return [("runway ", "$dim"), "no end"]
    left = scenario.turns - session.game.turn + 1
    if turns >= left:
        return [("runway ", "$dim"), "past the end"]
    style = "bold $bad" if turns < 3 else "bold $warn"
    return [("runway ", "$dim"), (narrate.turns_text(scenario, int(turns)), style)]


def _number(name: str, last: Measures | None, before: Measures | None) -> list[Piece]:
    if last is None:
        return [(f"{name} ", "$dim"), "–"]
    if name == "cost":
        old = before.cost if before else None
        mark = _trend(last.cost, old, False, max(100.0, abs(last.cost) * 0.005))
        return [("cost ", "$dim"), narrate.money(last.cost), mark]
    if name == "quality":
        mark = _trend(last.quality, before.quality if before else None, True, 0.5)
        if not last.quality:
            return [("quality ", "$dim"), "–"]
        return [("quality ", "$dim"), f"{last.quality:.0f}", mark]
    mark = _trend(last.morale, before.morale if before else None, True, 0.005)
    return [("morale ", "$dim"), f"{last.morale * 100:.0f}", mark]


def _oversight(session: Session, width: int) -> list[Piece]:
    """Hours promised this turn over the hours there are."""
    facts = session.observation
    there, wanted = facts.manager_hours, facts.promised
    share = wanted / there if there > 0 else (2.0 if wanted else 0.0)
    style = "$bad" if share > 1 else "$warn" if share > 0.9 else "$good"
    pieces: list[Piece] = [
        ("oversight ", "$dim"),
        (words.meter(share, width), style),
        f" {wanted:.0f} of {there:.0f} h",
    ]
    return [*pieces, (" OVER", "bold $bad")] if share > 1 else pieces


def _borne(session: Session) -> list[Piece]:
    """Fallout borne so far, and how much of the losses others caused."""
    totals = session.observation.totals
    borne = totals.losses - totals.recovered
    pieces: list[Piece] = [("borne ", "$dim"), (narrate.money(borne), "bold" if borne else "")]
    if totals.losses:
        share = totals.losses_by_others / totals.losses
        pieces.append((f" (others caused {share:.0%} of losses)", "$dim"))
    return pieces
