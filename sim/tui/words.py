"""Text as it stands on a screen: cleaned, cut, aligned, and numbers in few letters.

Texts from scenarios and saves are data. They come through `clean` and reach a widget only as
`Content`, which is never parsed for markup.
"""

import os
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.style import Style as RichStyle
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from sim.characters import JOINER, shown
from sim.model.explanation import Figure, FigureKind, RangeEnd
from sim.model.scenario import Scenario
from sim.model.vocabulary import Mode

Piece = str | tuple[str, str] | Content
"""A run of text: plain, or with a style, or made already."""

MODE_MARKS: Final = {
    Mode.IN_HOUSE: "■",
    Mode.FREELANCE: "●",
    Mode.OUTSOURCE: "▲",
    Mode.OFFSHORE: "◆",
}
"""A shape for each mode, so that none is told by its colour alone."""

MODE_STYLES: Final = {
    Mode.IN_HOUSE: "$in-house",
    Mode.FREELANCE: "$freelance",
    Mode.OUTSOURCE: "$outsource",
    Mode.OFFSHORE: "$offshore",
}

BLOCKS: Final = " ▏▎▍▌▋▊▉█"


def clean(text: str) -> str:
    """One line of text without anything that a terminal would obey: controls, bidi marks.

    Without the joiner, too, which may stand in a text of India: rich takes the letter after it to
    have no width, and terminals give it one.
    """
    if text.isprintable():
        return text
    return shown(text.translate({ord("\n"): " ", ord("\t"): " ", ord(JOINER): None}))


def clean_lines(text: str) -> str:
    """Like `clean`, for text of several lines."""
    return "\n".join(clean(line) for line in text.split("\n"))


def short_path(path: Path) -> str:
    """A path as people write it: their home is '~'."""
    home = Path.home()
    inside = path.is_relative_to(home) and home != Path(home.anchor)
    return clean(f"~{os.sep}{path.relative_to(home)}" if inside else str(path))


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, with an ellipsis where something was left out."""
    text = clean(text)
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    return set_cell_size(text, width - 1).rstrip() + "…"


def left(text: str, width: int) -> str:
    """Cut and padded to exactly so many cells, text at the left."""
    return set_cell_size(cut(text, width), max(0, width))


def right(text: str, width: int) -> str:
    """Cut and padded to exactly so many cells, text at the right."""
    text = cut(text, width)
    return " " * (width - cell_len(text)) + text


class _ByCells(textwrap.TextWrapper):
    """Wraps by cells: each wide letter, followed by a `FILLER`, counts for two and may begin a line
    of its own; a mark that closes something stays with the letter before it if there is room."""

    def _split(self, text: str) -> list[str]:
        return [part for chunk in super()._split(text) for part in _WIDE.split(chunk) if part]

    def _handle_long_word(
        self, reversed_chunks: list[str], cur_line: list[str], cur_len: int, width: int
    ) -> None:
        """A word that is longer than a line is broken, though not within a wide letter."""
        word = reversed_chunks[-1]
        if FILLER not in word:
            super()._handle_long_word(reversed_chunks, cur_line, cur_len, width)
            return
        room = width - cur_len
        if word[room] == FILLER:
            room -= 1
        if room > 0:
            cur_line.append(word[:room])
            reversed_chunks[-1] = word[room:]


FILLER = "\0"
"""Comes after a wide letter while a text is wrapped. No cleaned text has one."""

_WIDE = re.compile(rf"([^{FILLER}]{FILLER}(?:[、。，．：；！？）」』】》〉〕]{FILLER})*)")


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most so many cells: broken at spaces and between wide letters, and
    within a word only where it is longer than a line."""
    filled = "".join(c + FILLER * (cell_len(c) - 1) for c in clean(text))
    found = _ByCells(max(2, width)).wrap(filled)
    return [line.replace(FILLER, "") for line in found]


def hang(head: Sequence[Piece], text: str, width: int, style: str = "") -> list[Content]:
    """A head and a text that is wrapped beside it, not under it."""
    first = Content.assemble(*head)
    at = first.cell_length
    wrapped = wrap(text, max(8, width - at)) or [""]
    rows = [Content.assemble(first, (wrapped[0], style))]
    return rows + [Content.assemble(" " * at, (more, style)) for more in wrapped[1:]]


def listed(text: str, width: int, style: str = "") -> list[Content]:
    """A text of several lines, wrapped; what follows a mark stands beside it, not under it."""
    rows: list[Content] = []
    for one in text.split("\n"):
        mark, space, rest = one.partition(" ")
        bullet = space and mark in ("·", "✗", "›")
        rows += hang([f"{mark} "], rest, width, style) if bullet else hang([], one, width, style)
    return rows


def flow(parts: Sequence[Content], width: int, indent: int = 0, style: str = "") -> list[Content]:
    """Parts beside one another, in as many lines as they take: none of them is cut."""
    rows: list[Content] = []
    for part in parts:
        joined = Content.assemble(rows[-1], (" · ", style), part) if rows else part
        if rows and joined.cell_length <= width - indent:
            rows[-1] = joined
        else:
            rows.append(part)
    return [Content.assemble(" " * indent, row) for row in rows]


def line(*pieces: Piece) -> Content:
    """A line made of pieces; none of them is parsed for markup."""
    return Content.assemble(*pieces)


def ask(text: str, figure: Figure, style: str = "") -> Content:
    """A number that can be clicked: that asks for its parts."""
    tag = (figure.kind.value, figure.subject, figure.turn, figure.end.value)
    return Content.styled(text, style).stylize(Style.from_meta({FIGURE: tag}))


def ask_within(text: str, shown: str, figure: Figure, style: str = "") -> Content:
    """A text with a number in it that can be clicked."""
    before, found, after = text.partition(shown)
    return Content.assemble((before, style), ask(found, figure, style), (after, style))


FIGURE: Final = "figure"
"""Under this name the text of a number carries the figure that it is."""


def figure_at(style: RichStyle) -> Figure | None:
    """The number that text of that style is; None for other text."""
    tag = style.meta.get(FIGURE)
    if tag is None:
        return None
    kind, subject, turn, end = tag
    return Figure(FigureKind(kind), subject, turn, RangeEnd(end))


def lines(rows: Sequence[Content | str]) -> Content:
    """Rows under one another."""
    return Content("\n").join([row if isinstance(row, Content) else Content(row) for row in rows])


def put(box: Static, text: Content) -> None:
    """Show a text, unless it is there already: to lay it out again would take longer."""
    there = box.content
    if not (isinstance(there, Content) and there.is_same(text)):
        box.update(text)


UNITS: Final = ((1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T"))
"""What stands behind a number for thousands, millions and so on."""

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)([kMBT]?)")
"""A number that can be rounded: one with thousands or a fraction. A seed or a turn is none."""


def _rounded(found: re.Match[str], digits: int) -> str:
    """A number to so many digits, with the letter of its size; it gets none that it had not."""
    if sum(c.isdigit() for c in found[1]) <= digits:
        return found[0]
    sizes = {letter: size for size, letter in UNITS}
    value = float(found[1].replace(",", "")) * sizes.get(found[2], 1.0)
    for size, letter in ((1.0, ""), *UNITS):
        whole = len(str(int(value / size)))
        text = f"{value / size:.{max(0, digits - whole)}f}"
        if float(text) < 1_000:
            return text + letter
    return text + letter


def figure(text: str, width: int) -> str:
    """A figure in at most so many cells: its numbers lose digits where they have to, but never
    their unit, and it is never cut. What cannot be said so shortly stays longer."""
    text = clean(text)
    for digits in (3, 2, 1):
        if cell_len(text) <= width:
            break
        text = _NUMBER.sub(lambda found, digits=digits: _rounded(found, digits), text)  # type: ignore[misc]
    return text


def right_figure(text: str, width: int) -> str:
    """A figure at the right of so many cells; never cut, so that it may take more."""
    text = figure(text, width)
    return " " * (width - cell_len(text)) + text


def left_figure(text: str, width: int) -> str:
    """A figure at the left of so many cells; never cut, so that it may take more."""
    text = figure(text, width)
    return text + " " * (width - cell_len(text))


def short_money(amount: float) -> str:
    """Minor units in few letters: '870', '29.4k', '412k', '1.25M', '3.1B'."""
    units = amount / 100
    size = abs(units)
    if size < 1_000:
        return f"{units:.0f}"
    if size < 99_950:
        return f"{units / 1_000:.1f}k"
    if size < 999_500:
        return f"{units / 1_000:.0f}k"
    if size < 99_950_000:
        return f"{units / 1_000_000:.2f}M"
    if size < 999_500_000:
        return f"{units / 1_000_000:.0f}M"
    return f"{units / 1e9:.1f}B" if size < 999.95e9 else f"{units / 1e12:,.1f}T"


def money_range(low: float, high: float, width: int = 99) -> str:
    """Two sums as a range in at most so many cells, if it can be said so shortly: '29k – 41k'. The
    unit stands once where both share it, '2.9 – 4.1k', and no minus makes that doubtful: '−2.0k to
    12k'.
    """
    said = ""
    for digits in (4, 3, 2, 1):
        first, second = (_sum(amount, digits, low < 0) for amount in (low, high))
        if first == second:
            said = first
        elif low < 0:  # the signs take their room
            said = f"{first} to {second}"
        else:
            shared = first[-1] == second[-1] and second[-1].isalpha() and "." in first
            # without a point it could be taken for units
            said = f"{first[:-1] if shared else first} – {second}"
        if cell_len(said) <= width:
            break
    return said


def _sum(amount: float, digits: int, coarse: bool) -> str:
    """A sum to so many digits. `coarse`: in whole thousands from ten thousand up."""
    thousands = round(amount / 100_000)
    if coarse and 10 <= abs(thousands) < 1_000:
        text = f"{thousands}k"
    else:
        text = _NUMBER.sub(lambda found: _rounded(found, digits), short_money(amount))
    return text.replace("-", "−") if text.strip("-0") else "0"


def number_range(low: float, high: float, digits: int = 0) -> str:
    """Two numbers as a range, or one when they print alike."""
    first, second = f"{low:,.{digits}f}", f"{high:,.{digits}f}"
    return first if first == second else f"{first} – {second}"


def turn_range(scenario: Scenario, low: float, high: float, width: int = 99) -> str:
    """Two turns as a range: 'm12 – m14'; beyond the game's end, 'too late', or 'late' where there
    are few cells."""
    from sim import narrate  # so late: the first screen need not wait for it
    from sim.forecast import turn_end

    last = scenario.turns

    def one(turn: float) -> str:
        whole = turn_end(turn)
        return "too late" if whole > last else narrate.turn_short(scenario, whole)

    first, second = one(low), one(high)
    if first == second:
        return "after the end" if first == "too late" else first
    said = f"{first} – {second}"
    return said if cell_len(said) <= width else said.replace("too late", "late")


def hours(amount: float) -> str:
    """Hours, whole, or with a decimal below ten: '6 h', '2.5 h'."""
    return f"{amount:,.0f} h" if amount >= 10 or amount == round(amount) else f"{amount:.1f} h"


def arrow(now: float, before: float, least: float = 0.05) -> str:
    """Which way a number went: ▲ ▼ or a dot when it stayed."""
    if now - before > least:
        return "▲"
    return "▼" if before - now > least else "·"


def meter(share: float, width: int, full: str = "█", empty: str = "·") -> str:
    """A share from 0 to 1 as a bar in eighths of a cell."""
    share = min(1.0, max(0.0, share))
    eighths = round(share * width * 8)
    whole, rest = divmod(eighths, 8)
    bar = full * whole + (BLOCKS[rest] if rest else "")
    return bar + empty * (width - len(bar))


def meter_with(share: float, more: float, width: int) -> tuple[str, str, str]:
    """A bar of a share and of what would come to it: the solid part, the shaded part, the rest."""
    whole = min(1.0, max(0.0, share + more))
    solid = meter(min(whole, max(0.0, share)), width, empty="")
    reach = max(round(whole * width), len(solid) + 1 if more > 0.0 else 0)
    shaded = "▒" * (min(width, reach) - len(solid)) if more > 0.0 else ""
    return solid, shaded, "·" * (width - len(solid) - len(shaded))


def cells(pieces: Sequence[Piece]) -> int:
    """The cells that pieces take beside one another."""
    return Content.assemble(*pieces).cell_length


def fitting(room: int, *choices: Sequence[Piece]) -> list[Piece]:
    """The first of several ways to say the same that fits; the last one when none does."""
    return list(next((one for one in choices if cells(one) <= room), choices[-1]))


def dots(share: float) -> str:
    """A share from 0 to 1 in five steps: '●●●○○'."""
    count = min(5, max(0, round(share * 5)))
    return "●" * count + "○" * (5 - count)


def range_bar(low: float, mid: float, high: float, ends: tuple[float, float], width: int) -> str:
    """Where a range lies between two ends: '  ╶──●───╴  '."""
    span = ends[1] - ends[0]
    if span <= 0 or width < 3:
        return " " * width

    def cell(value: float) -> int:
        return min(width - 1, max(0, round((value - ends[0]) / span * (width - 1))))

    first, middle, last = cell(low), cell(mid), cell(high)
    bar = [" "] * width
    for at in range(first, last + 1):
        bar[at] = "─"
    bar[first] = "╶" if first != middle else bar[first]
    bar[last] = "╴" if last != middle else bar[last]
    bar[middle] = "●"
    return "".join(bar)


def mode_text(mode: Mode) -> tuple[str, str]:
    """A mode's shape and name, in its colour."""
    from sim import narrate

    return f"{MODE_MARKS[mode]} {narrate.mode_name(mode)}", MODE_STYLES[mode]


def jobs_text(count: int) -> str:
    """How often somebody has worked for the firm."""
    return f"{count} {'job' if count == 1 else 'jobs'} for us"
