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

Piece = str | tuple[str, str] | Content
"""A run of text: plain, or with a style, or made already."""


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


def ask(text: str, asked: object, style: str = "") -> Content:
    """A text that can be clicked to ask about something; see `asked_at`."""
    return Content.styled(text, style).stylize(Style.from_meta({_ASKED: asked}))


def ask_within(text: str, shown: str, asked: object, style: str = "") -> Content:
    """A text, a part of which can be clicked to ask about something."""
    before, found, after = text.partition(shown)
    return Content.assemble((before, style), ask(found, asked, style), (after, style))


_ASKED: Final = "asked"


def asked_at(style: RichStyle) -> object:
    """What text of that style asks about; None for other text."""
    return style.meta.get(_ASKED)


def lines(rows: Sequence[Content | str]) -> Content:
    """Rows under one another."""
    return Content("\n").join([row if isinstance(row, Content) else Content(row) for row in rows])


def put(box: Static, text: Content) -> None:
    """Show a text, unless it is there already: to lay it out again would take longer."""
    there = box.content
    if not (isinstance(there, Content) and there.is_same(text)):
        box.update(text)


def cells(pieces: Sequence[Piece]) -> int:
    """The cells that pieces take beside one another."""
    return Content.assemble(*pieces).cell_length


def fitting(room: int, *choices: Sequence[Piece]) -> list[Piece]:
    """The first of several ways to say the same that fits; the last one when none does."""
    return list(next((one for one in choices if cells(one) <= room), choices[-1]))
