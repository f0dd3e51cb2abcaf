"""Two games of a scenario side by side: where they part, and what came of it."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from attrs import frozen
from textual.content import Content

from sim import narrate
from sim.games.game import Game
from sim.tui.kit import words
from sim.tui.kit.commands import Command
from sim.tui.kit.table import Cell, Column, drawn
from sim.tui.pages.goals import label_of, value_text
from sim.tui.pages.turns import decided
from sim.tui.pages.walk import WalkScreen

LABEL = 22
"""Cells that a label gets at least."""

COLUMNS = (Column("", LABEL), *[Column("", 10, numeric=True)] * 3)
"""A label, each game, the difference."""


@frozen
class Result:
    """A row of the comparison: a total so far."""

    key: str
    label: str
    kind: str
    """`money`, `share` or `points`."""
    up_is_good: bool


RESULTS = (
    Result("cost", "cost", "money", False),
    Result("quality", "quality", "points", True),
    Result("oversight_load", "oversight load", "share", False),
    Result("borne", "borne by you", "money", False),
    Result("losses_caused_by_others", "caused by others", "money", False),
    Result("cash", "cash", "money", True),
    Result("reputation", "reputation", "points", True),
)
"""The four results first."""


def number_text(kind: str, value: float, signed: bool = False) -> str:
    """A total in words; a difference with its sign."""
    if kind == "money":
        text = narrate.money(abs(round(value)))
    elif kind == "share":
        text = f"{abs(value):.0%}"
    else:
        text = f"{abs(value):.1f}"
    minus = "−" if value < 0 else "+" if signed else ""
    return f"{minus}{text}" if signed or value < 0 else text


def parting(first: Game, second: Game) -> int | None:
    """The first turn with different orders; None if there is none."""
    for turn, (a, b) in enumerate(zip_longest(first.log, second.log), 1):
        if a is None or b is None:
            return None
        if a != b:
            return turn
    return None


class BranchesScreen(WalkScreen):
    """The results of two games after a turn, and what each decided in it."""

    ABOUT: ClassVar[str] = (
        "Two games of the same scenario after the same turn: the four results, the goals, and what"
        " each decided. With the same seed both had the same luck, so every difference comes from"
        " a decision. Step through the turns with {turns.later} and {turns.earlier}."
    )
    TABLE = "branches"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("m", "parting", "where they diverge", "Go to the first turn in which the "
                "decisions differ."),
    )  # fmt: skip

    def __init__(self, games: tuple[Game, Game], names: tuple[str, str]) -> None:
        """Two games.

        Args:
            games: Both keep their turns.
            names: What they are called.
        """
        super().__init__()
        self._games, self._names = games, names
        self.turn = max(1, min(self.turns, parting(*games) or self.turns))

    @property
    def turns(self) -> int:
        return max(1, *(len(game.log) for game in self._games))

    def rows(self, width: int) -> list[Content]:
        rows = [*self._head(), Content(""), *self._totals(width), Content("")]
        return [*rows, *self._goals(width), Content(""), *self._decided(width)]

    def _head(self) -> list[Content]:
        first, second = self._games
        word = narrate.turn_word(first.scenario)
        where = parting(first, second)
        luck = "the same luck" if first.seed == second.seed else "different luck: another seed"
        said = f"They diverge in {word} {where}." if where else "They never diverge."
        return [
            words.line(
                (f"After {word} {self.turn}", "bold $key"),
                (f" of {first.scenario.turns} · {words.clean(first.scenario.title)} · {luck}",
                 "$dim"),
            ),
            words.line((said, "$dim")),
        ]  # fmt: skip

    def _after(self, game: Game) -> int:
        """The turn after which a game is compared; its last one if it ended before."""
        return min(self.turn, len(game.log))

    def _line(self, label: str, cells: Sequence[Cell], width: int) -> Content:
        room = max(10, min(18, (width - LABEL) // 3))
        widths = {0: max(LABEL, min(44, width - 3 * room)), 1: room, 2: room, 3: room}
        return drawn(((label, "$dim"), *cells), COLUMNS, widths, gap=0)

    def _totals(self, width: int) -> list[Content]:
        now = [game.totals(after=self._after(game)) for game in self._games]
        scores = [game.score(after=self._after(game)) for game in self._games]
        names = [(name, "bold") for name in self._names]
        rows = [self._line("", [*names, ("difference", "$dim")], width)]
        for result in RESULTS:
            a, b = (float(total[result.key]) for total in now)
            rows.append(self._compared(result.label, result.kind, a, b, result.up_is_good, width))
        return [*rows, self._compared("score", "points", scores[0], scores[1], True, width)]

    def _compared(
        self, label: str, kind: str, a: float, b: float, up_is_good: bool, width: int
    ) -> Content:
        by = b - a
        text = number_text(kind, by, signed=True)
        if text == number_text(kind, 0.0, signed=True):
            said = ("the same", "$dim")
        else:
            said = (text, "$good" if (by > 0) is up_is_good else "$bad")
        return self._line(
            label, [number_text(kind, a), (number_text(kind, b), "bold"), said], width
        )

    def _goals(self, width: int) -> list[Content]:
        both = [game.standings(after=self._after(game)) for game in self._games]
        rows = [words.line(("Goals", "bold"), ("  points, and where each stands", "$dim"))]
        for a, b in zip(*both, strict=True):
            by = round(b.points) - round(a.points)
            style = "$dim" if not by else "$good" if by > 0 else "$bad"
            said = "the same" if not by else f"{by:+d}".replace("-", "−")
            stand = [f"{value_text(s.kind, s.value)} · {s.points:.0f}" for s in (a, b)]
            rows.append(self._line(label_of(a), [*stand, (said, style)], width))
        return rows

    def _decided(self, width: int) -> list[Content]:
        rows = []
        for game, name in zip(self._games, self._names, strict=True):
            head = f"Decided in {narrate.turn_short(game.scenario, self.turn)} by {name}"
            rows.append(words.line((head, "bold")))
            if self.turn > len(game.log):
                over = "It was over." if game.over else "It has not got this far."
                rows += [words.line((f"  {over}", "$dim")), Content("")]
                continue
            rows += decided(game, self.turn, width)
            rows.append(Content(""))
        return rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "parting":
            return parting(*self._games) is not None
        return super().check_action(action, parameters)

    def action_parting(self) -> None:
        self.turn = parting(*self._games) or self.turn
        self.show()
