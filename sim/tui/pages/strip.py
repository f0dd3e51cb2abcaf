"""The strip above every page of a game: turn, money and the four results."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sim import narrate
from sim.explain import split
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Measures
from sim.tui.kit import amounts, words
from sim.tui.kit.messages import ExplainWanted
from sim.tui.kit.words import Piece
from sim.tui.session import Session

Money = Callable[[int], str]
"""Words a sum."""

Numbers = dict[str, list[Piece]]
"""The wording of a line's numbers, by name."""


class Metric(Widget):
    """A number with its name; a click explains it."""

    DEFAULT_CSS = """
    Metric { width: auto; height: 1; margin-right: 2; }
    Metric:hover { text-style: underline; }
    """

    def __init__(self, kind: FigureKind | None, id: str) -> None:
        super().__init__(id=id)
        self.kind = kind
        self._content = Content("")

    def show(self, *pieces: Piece) -> None:
        """Show a line; nothing if it is empty."""
        content = words.line(*pieces)
        self.display = bool(pieces)
        if not content.is_same(self._content):
            self._content = content
            self.refresh(layout=True)

    def render(self) -> Content:
        return self._content

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.kind is not None:
            self.post_message(ExplainWanted(Figure(self.kind)))


def _trend(now: float, before: float | None, up_is_good: bool | None, least: float) -> Piece:
    """An arrow against the previous turn, coloured by whether that is good news."""
    if before is None:
        return ""
    mark = amounts.arrow(now, before, least)
    if mark == "·":
        return (" ·", "$dim")
    if up_is_good is None:
        return (f" {mark}", "$dim")
    good = (mark == "▲") is up_is_good
    return (f" {mark}", "$good" if good else "$bad")


class Strip(Vertical):
    """Two lines (three on narrow terminals) about where the firm stands. None is cut: what matters
    less is shortened or left out."""

    DEFAULT_CSS = """
    Strip { height: auto; padding: 0 1; background: $panel; }
    Strip Horizontal { height: 1; }
    Strip #narrow { display: none; }
    Strip .spring { width: 1fr; height: 1; }
    """

    def compose(self) -> ComposeResult:
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
        """Show where the game stands, with shorter sums if they would not fit in full."""
        narrow = self.app.size.width < 112
        self.query_one("#narrow").display = narrow
        room = self.app.size.width - 2
        shown, fits = _numbers(session, room, narrow, narrate.money)
        if not fits:
            shown, _ = _numbers(session, room, narrow, amounts.short_money)
        for metric in self.query(Metric):
            metric.show(*shown.get(metric.id or "", ()))


def _numbers(session: Session, room: int, narrow: bool, money: Money) -> tuple[Numbers, bool]:
    """The wording of the numbers, and whether it fits.

    Args:
        session: The game.
        room: Cells of a line.
        narrow: Whether there is a third line.
        money: Words a sum.
    """
    facts, last, before = session.observation, session.last, session.before_last
    state: Numbers = {
        "reputation": [
            ("reputation ", "$dim"), f"{facts.reputation:.0f}",
            _trend(facts.reputation, before.reputation if before else None, True, 0.05),
        ],
        "morale": _number("morale", last, before, money),
        "score": [("score ", "$dim"), f"{session.game.score():.0f}" if last else "–"],
    }  # fmt: skip
    first: Numbers = {
        "turn": _turn(session),
        **({} if narrow else state),
        "cash": _cash(session, money),
    }
    left = room - 1 - _taken(first)  # 1 for the spring
    first["runway"] = words.fitting(left - LEAST_NAME - GAP, _runway(session), [])
    left -= _taken({"runway": first["runway"]})
    second: Numbers = {name: _number(name, last, before, money) for name in ("cost", "quality")}
    third: Numbers = state if narrow else {}
    beside, below = room - _taken(second), room - _taken(third)
    borne = _borne(session, money)
    if not narrow:  # the hours come first, then on whom it fell
        below = beside = beside - words.cells(borne[-1]) - GAP
    second["oversight"] = words.fitting(beside, *_oversight(session, 8 if narrow else 16))
    if not narrow:
        below = room - _taken(second)
    fallout: Numbers = {"borne": words.fitting(below, *borne)}
    firm: Numbers = {"firm": [(words.cut(session.game.scenario.firm.name, max(0, left)), "bold")]}
    shown: Numbers = {**firm, **first, **second}
    shown.update({f"{name}2": pieces for name, pieces in {**third, **fallout}.items()}
                 if narrow else fallout)  # fmt: skip
    lines = [second, {**third, **fallout}] if narrow else [{**second, **fallout}]
    fits = left >= LEAST_NAME and all(_taken(numbers) <= room + GAP for numbers in lines)
    return shown, fits


GAP = 2
"""Cells between two numbers."""

LEAST_NAME = 8
"""Least cells of the firm's name."""


def _taken(numbers: Numbers) -> int:
    """Cells that numbers take on a line, with the gaps after them."""
    return sum(words.cells(pieces) + GAP for pieces in numbers.values() if pieces)


def _turn(session: Session) -> list[Piece]:
    scenario = session.game.scenario
    turn = min(session.game.turn, scenario.turns)
    word = narrate.turn_word(scenario)
    return [(f"{word} ", "$dim"), (f"{turn}", "bold"), (f" of {scenario.turns}", "$dim")]


def _cash(session: Session, money: Money) -> list[Piece]:
    cash = session.observation.cash
    return [("cash ", "$dim"), (money(cash), "bold $bad" if cash < 0 else "bold")]


def _runway(session: Session) -> list[Piece]:
    """How many turns the cash lasts, as the game explains it."""
    turns, scenario = session.runway(), session.game.scenario
    head = ("runway ", "$dim")
    if session.last is None:
        return [head, "–"]
    left = scenario.turns - session.game.turn + 1
    if turns is None or turns >= left:
        return [head, f"safe to {narrate.turn_short(scenario, scenario.turns)}"]
    text = narrate.turns_text(scenario, int(turns))
    if turns < 1:
        text = f"under a {narrate.turn_word(scenario)}"
    return [head, (text, "bold $bad" if turns < 3 else "bold $warn")]


def _number(name: str, last: Measures | None, before: Measures | None, money: Money) -> list[Piece]:
    head: Piece = (f"{name} ", "$dim")
    if last is None or (name == "quality" and not last.quality):
        return [head, "–"]
    text, up_is_good, least = {
        "cost": (money(last.cost), False, max(100.0, abs(last.cost) * 0.005)),
        "quality": (f"{last.quality:.0f}", True, 0.5),
        "morale": (f"{last.morale * 100:.0f}", True, 0.005),
    }[name]
    old = getattr(before, name) if before else None
    return [head, text, _trend(getattr(last, name), old, up_is_good, least)]


def _oversight(session: Session, width: int) -> list[list[Piece]]:
    """Hours wanted this turn, drafts included, out of the hours there are; the longest wording
    first."""
    promise = session.board.promise()
    there, wanted = promise.there, promise.wanted
    share = wanted / there if there > 0 else (2.0 if wanted else 0.0)
    now = min(promise.running, promise.running + promise.drafted)
    now = now / there if there > 0 else share
    style = "$bad" if share > 1 else "$warn" if share > 0.9 else "$good"
    over: Piece = (" OVER", "bold $bad") if share > 1 else ""
    result = f" {wanted:.0f} of {there:.0f} h"
    if wanted and there <= 0:
        result, over = f" {wanted:.0f} h", (", none there", "bold $bad")

    def bar(width: int) -> list[Piece]:
        solid, shaded, rest = amounts.meter_with(now, share - now, width)
        return [("oversight ", "$dim"), (solid, style), (shaded, style), (rest, style)]

    ways: list[list[Piece]] = [[*bar(short), result, over] for short in (width, 4)]
    ways.append([("oversight", "$dim"), result, over])
    added = promise.drafted + promise.choosing
    if round(promise.drafted) or round(promise.choosing):
        running, *parts = split((promise.running, promise.drafted, promise.choosing), 1.0)
        more: list[Piece] = []
        for hours, what in zip(parts, ("drafted", "choosing"), strict=True):
            if hours:
                sign = "+" if hours > 0 else "−"
                more += [f" {sign} {abs(hours)}", (f" {what}", "$dim")]
        sum_ = [f" {running}", *more, f" ={result}", over]
        said = f"{added:.0f} of it" if added >= 0.0 else f"{-added:.0f} less as"
        drafted: Piece = (f", {said} drafted", "$dim")
        ways = [
            [*bar(width), *sum_],
            [*bar(8), *sum_],
            *([*bar(short), result, drafted, over] for short in (width, 8, 4)),
            *ways,
        ]
    return ways


def _borne(session: Session, money: Money) -> list[list[Piece]]:
    """Losses borne so far, and how much others caused; the longest wording first."""
    totals = session.observation.totals
    borne = totals.losses - totals.recovered
    sum_: list[Piece] = [("borne ", "$dim"), (money(borne), "bold" if borne else "")]
    if not totals.losses:
        return [sum_]
    share = f"{totals.losses_by_others / totals.losses:.0%}"
    says = (f" (others caused {share} of losses)", f" ({share} by others)")
    return [*([*sum_, (text, "$dim")] for text in says), sum_]
