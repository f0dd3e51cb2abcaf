"""The themes, and the colours that screens name by meaning. Text has a contrast of 4.5:1 or more on
every ground it may have, as a test checks; the theme of the terminal's own colours cannot promise
that."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from sim.config import ThemeName

_DARK: Final = {
    "dim": "#9aa5b1",
    "rule": "#313b46",
    "key": "#e3b261",
    "good": "#8cc084",
    "warn": "#e5a050",
    "bad": "#ee807a",
    "in-house": "#6cb6b0",
    "freelance": "#b9a0e6",
    "outsource": "#7fabec",
    "offshore": "#d995b4",
    "chosen": "#252e38",
    "block-cursor-foreground": "#f2f4f6",
    "block-cursor-background": "#2b3641",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "#222b34",
    "block-cursor-blurred-foreground": "#d6dce2",
    "block-cursor-blurred-text-style": "none",
    "scrollbar": "#313b46",
    "scrollbar-background": "#161b21",
    "scrollbar-hover": "#46525f",
    "scrollbar-active": "#e3b261",
}

_LIGHT: Final = {
    "dim": "#545c64",
    "rule": "#cbc4b6",
    "key": "#825100",
    "good": "#2b6a27",
    "warn": "#8a4b00",
    "bad": "#b0241d",
    "in-house": "#0b6762",
    "freelance": "#6743a6",
    "outsource": "#2557a3",
    "offshore": "#9b3768",
    "chosen": "#e6e1d4",
    "block-cursor-foreground": "#14181b",
    "block-cursor-background": "#dfd8c8",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "#e9e4d8",
    "block-cursor-blurred-foreground": "#22272c",
    "block-cursor-blurred-text-style": "none",
    "scrollbar": "#cbc4b6",
    "scrollbar-background": "#f3f0ea",
    "scrollbar-hover": "#b3aa98",
    "scrollbar-active": "#825100",
}

_COLOUR_BLIND: Final = {
    **_DARK,
    # Okabe and Ito's set (jfly.uni-koeln.de/color), lightened where a dark ground asks for it.
    "key": "#f0e442",
    "good": "#56b4e9",
    "warn": "#e69f00",
    "bad": "#f58a4b",
    "in-house": "#2fbf94",
    "freelance": "#dc9cbf",
    "outsource": "#56b4e9",
    "offshore": "#e69f00",
    "scrollbar-active": "#f0e442",
}

_DEFAULT: Final = "ansi_default"

_NONE: Final = {
    **dict.fromkeys(
        "dim rule key good warn bad in-house freelance outsource offshore chosen surface panel "
        "block-cursor-blurred-foreground block-cursor-blurred-background scrollbar-background "
        "ansi-foreground ansi-background".split(),
        _DEFAULT,
    ),
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_white",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-text-style": "underline",
    "scrollbar": "ansi_white",
    "scrollbar-hover": "ansi_white",
    "scrollbar-active": "ansi_white",
}
"""Text with a ground of its own, such as the cursor's line, is reversed: see `Reversed`."""

_TERMINAL: Final = {
    **_NONE,
    "rule": "ansi_bright_black",
    "key": "ansi_magenta",
    "good": "ansi_green",
    "warn": "ansi_yellow",
    "bad": "ansi_red",
    "in-house": "ansi_cyan",
    "freelance": "ansi_magenta",
    "outsource": "ansi_blue",
    "offshore": "ansi_yellow",
}


def _theme(
    name: str, colours: dict[str, str], *grounds: str, dark: bool = True, ansi: bool = False
) -> Theme:
    """A theme of these colours; `grounds` are foreground, background, surface and panel."""
    foreground, background, surface, panel = grounds or (_DEFAULT,) * 4
    return Theme(
        name=f"buckstop-{name}",
        primary=colours["key"],
        secondary=colours["in-house"],
        accent=colours["key"],
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        success=colours["good"],
        warning=colours["warn"],
        error=colours["bad"],
        dark=dark,
        ansi=ansi,
        variables=colours,
    )


_DARK_GROUNDS: Final = ("#d6dce2", "#11151a", "#161b21", "#1d242c")

DARK: Final = _theme("dark", _DARK, *_DARK_GROUNDS)
LIGHT: Final = _theme("light", _LIGHT, "#22272c", "#faf8f4", "#f3f0ea", "#e9e5dc", dark=False)
COLOUR_BLIND: Final = _theme("colour-blind", _COLOUR_BLIND, *_DARK_GROUNDS)
TERMINAL: Final = _theme("terminal", _TERMINAL, ansi=True)
NONE: Final = _theme("none", _NONE, ansi=True)

THEMES: Final[Mapping[ThemeName, Theme]] = {
    ThemeName.DARK: DARK,
    ThemeName.LIGHT: LIGHT,
    ThemeName.COLOUR_BLIND: COLOUR_BLIND,
    ThemeName.TERMINAL: TERMINAL,
    ThemeName.NONE: NONE,
}
"""The themes by the names that the settings have for them."""


class Reversed(LineFilter):
    """Shows text on a ground of its own in reverse, readable in any terminal. Textual's own text
    style for that does not reach the lines of its lists."""

    def __init__(self, colours: bool) -> None:
        super().__init__()
        self.colours = colours
        """Whether other text keeps a colour of the terminal's."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, style and _reversed(style, self.colours), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _reversed(style: Style, colours: bool) -> Style:
    if style.bgcolor is not None and not style.bgcolor.is_default:
        return style + _PLAIN + Style(reverse=True)
    ours = style.color is not None and style.color.triplet is not None
    return style if colours and not ours else style + _PLAIN


_PLAIN: Final = Style(color="default", bgcolor="default")

FILTERS: Final[Mapping[ThemeName, LineFilter]] = {
    ThemeName.TERMINAL: Reversed(colours=True),
    ThemeName.NONE: Reversed(colours=False),
}
"""Filters of the themes that leave the colours to the terminal."""

DEFAULTS: Final = _DARK
"""The colours under a foreign theme."""
