"""The themes, and the colours that screens name by what they mean.

Text that is read stands at 4.5:1 or more from every ground that it may stand on: a test holds that.
The theme of the terminal's own colours cannot promise it: there the text is the terminal's, too.
"""

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
"""What has a ground of its own, such as the cursor's line, is shown in reverse: see `Reversed`."""

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

DARK: Final = Theme(
    name="buckstop-dark",
    primary=_DARK["key"],
    secondary=_DARK["in-house"],
    accent=_DARK["key"],
    foreground="#d6dce2",
    background="#11151a",
    surface="#161b21",
    panel="#1d242c",
    success=_DARK["good"],
    warning=_DARK["warn"],
    error=_DARK["bad"],
    dark=True,
    variables=_DARK,
)

LIGHT: Final = Theme(
    name="buckstop-light",
    primary=_LIGHT["key"],
    secondary=_LIGHT["in-house"],
    accent=_LIGHT["key"],
    foreground="#22272c",
    background="#faf8f4",
    surface="#f3f0ea",
    panel="#e9e5dc",
    success=_LIGHT["good"],
    warning=_LIGHT["warn"],
    error=_LIGHT["bad"],
    dark=False,
    variables=_LIGHT,
)

COLOUR_BLIND: Final = Theme(
    name="buckstop-colour-blind",
    primary=_COLOUR_BLIND["key"],
    secondary=_COLOUR_BLIND["in-house"],
    accent=_COLOUR_BLIND["key"],
    foreground=DARK.foreground,
    background=DARK.background,
    surface=DARK.surface,
    panel=DARK.panel,
    success=_COLOUR_BLIND["good"],
    warning=_COLOUR_BLIND["warn"],
    error=_COLOUR_BLIND["bad"],
    dark=True,
    variables=_COLOUR_BLIND,
)

TERMINAL: Final = Theme(
    name="buckstop-terminal",
    primary=_TERMINAL["key"],
    secondary=_TERMINAL["in-house"],
    accent=_TERMINAL["key"],
    foreground=_DEFAULT,
    background=_DEFAULT,
    surface=_DEFAULT,
    panel=_DEFAULT,
    success=_TERMINAL["good"],
    warning=_TERMINAL["warn"],
    error=_TERMINAL["bad"],
    ansi=True,
    variables=_TERMINAL,
)

NONE: Final = Theme(
    name="buckstop-none",
    primary=_DEFAULT,
    foreground=_DEFAULT,
    background=_DEFAULT,
    surface=_DEFAULT,
    panel=_DEFAULT,
    ansi=True,
    variables=_NONE,
)

THEMES: Final[Mapping[ThemeName, Theme]] = {
    ThemeName.DARK: DARK,
    ThemeName.LIGHT: LIGHT,
    ThemeName.COLOUR_BLIND: COLOUR_BLIND,
    ThemeName.TERMINAL: TERMINAL,
    ThemeName.NONE: NONE,
}
"""The themes by the names that the settings have for them."""


class Reversed(LineFilter):
    """Shows text on a ground of its own in reverse, which any terminal makes readable.

    Textual's text style for that does not reach the lines of its lists.
    """

    def __init__(self, colours: bool) -> None:
        super().__init__()
        self.colours = colours
        """Whether other text keeps its colour, if that is one of the terminal's."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the terminal's own colours."""
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
"""What is done to the lines of the themes that leave the colours to the terminal."""

DEFAULTS: Final = _DARK
"""What the colours are while another theme is in use."""
