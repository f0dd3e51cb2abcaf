"""Text on a screen: cleaned, cut, aligned, wrapped. Texts from scenarios and saves are data: they
come through `clean` and reach a widget only as `Content`, which is never parsed for markup."""

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
"""A run of text: plain, with a style, or ready-made."""


def clean(text: str) -> str:
    """One line of text without anything that a terminal would obey: controls, bidi marks.

    The joiner goes too, which Indian scripts use: rich takes the letter after it to have no width,
    while terminals give it one.
    """
    if text.isprintable():
        return text
    return shown(text.translate({ord("\n"): " ", ord("\t"): " ", ord(JOINER): None}))


def clean_lines(text: str) -> str:
    """Like `clean`, for text of several lines."""
    return "\n".join(clean(line) for line in text.split("\n"))


def short_path(path: Path) -> str:
    """A path as people write it, with '~' for the home folder."""
    home = Path.home()
    inside = path.is_relative_to(home) and home != Path(home.anchor)
    return clean(f"~{os.sep}{path.relative_to(home)}" if inside else str(path))


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, with an ellipsis if something is left out."""
    text = clean(text)
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    return set_cell_size(text, width - 1).rstrip() + "…"


def left(text: str, width: int) -> str:
    """Cut and padded to exactly so many cells, aligned left."""
    return set_cell_size(cut(text, width), max(0, width))


def right(text: str, width: int) -> str:
    """Cut and padded to exactly so many cells, aligned right."""
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
    """A text in lines of at most so many cells, broken at spaces, between wide letters, and within
    a word only if it is longer than a line."""
    filled = "".join(c + FILLER * (cell_len(c) - 1) for c in clean(text))
    found = _ByCells(max(2, width)).wrap(filled)
    return [line.replace(FILLER, "") for line in found]


def hang(head: Sequence[Piece], text: str, width: int, style: str = "") -> list[Content]:
    """A head, and a text wrapped to its right."""
    first = Content.assemble(*head)
    at = first.cell_length
    wrapped = wrap(text, max(8, width - at)) or [""]
    rows = [Content.assemble(first, (wrapped[0], style))]
    return rows + [Content.assemble(" " * at, (more, style)) for more in wrapped[1:]]


def listed(text: str, width: int) -> list[Content]:
    """A text of several lines, wrapped; bullets hang."""
    rows: list[Content] = []
    for one in text.split("\n"):
        mark, space, rest = one.partition(" ")
        bullet = space and mark in ("·", "✗", "›")
        rows += hang([f"{mark} "], rest, width) if bullet else hang([], one, width)
    return rows


def flow(parts: Sequence[Content], width: int, indent: int = 0, style: str = "") -> list[Content]:
    """Parts joined by dots, in as many lines as they take; none is cut."""
    rows: list[Content] = []
    for part in parts:
        joined = Content.assemble(rows[-1], (" · ", style), part) if rows else part
        if rows and joined.cell_length <= width - indent:
            rows[-1] = joined
        else:
            rows.append(part)
    return [Content.assemble(" " * indent, row) for row in rows]


def line(*pieces: Piece) -> Content:
    """A line of pieces; none is parsed for markup."""
    return Content.assemble(*pieces)


def ask(text: str, asked: object, style: str = "") -> Content:
    """A text that can be clicked to ask about something, unless that is None; see `asked_at`."""
    shown = Content.styled(text, style)
    return shown if asked is None else shown.stylize(Style.from_meta({_ASKED: asked}))


def ask_within(text: str, shown: str, asked: object, style: str = "") -> Content:
    """A text, a part of which can be clicked to ask about something."""
    before, found, after = text.partition(shown)
    return Content.assemble((before, style), ask(found, asked, style), (after, style))


_ASKED: Final = "asked"


def asked_at(style: RichStyle) -> object:
    """What text of that style asks about; None for other text."""
    return style.meta.get(_ASKED)


def paired(
    pairs: Sequence[tuple[str, Piece]], width: int, across: int, label: int, indent: int = 0
) -> list[Content]:
    """Labels and values, so many pairs a line. `width` is that of a pair, `label` its label's."""
    rows = []
    for start in range(0, len(pairs), across):
        row = Content(" " * indent)
        for name, value in pairs[start : start + across]:
            pair = line((left(name, label), "$dim"), value)
            row = line(row, pair, " " * (width - pair.cell_length))
        rows.append(row)
    return rows


def lines(rows: Sequence[Content | str]) -> Content:
    """Rows below one another."""
    return Content("\n").join([row if isinstance(row, Content) else Content(row) for row in rows])


def put(box: Static, text: Content) -> None:
    """Show a text, unless it is shown already: laying it out again would take longer."""
    there = box.content
    if not (isinstance(there, Content) and there.is_same(text)):
        box.update(text)


def cells(pieces: Sequence[Piece]) -> int:
    """The cells that pieces take in a row."""
    return Content.assemble(*pieces).cell_length


def fitting(room: int, *choices: Sequence[Piece]) -> list[Piece]:
    """The first of several wordings that fits; the last one if none does."""
    return list(next((one for one in choices if cells(one) <= room), choices[-1]))
