"""The screen that shows through beneath a dialog."""

import functools
from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen


class Beneath(BackgroundScreen):
    """Textual's, that tints a style once and not wherever it is met: a screen has few of them."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        """The segments in other colours."""
        return [
            Segment(text, _tinted(style or Style.null(), color), control)
            for text, style, control in segments
        ]


@functools.lru_cache(maxsize=1024)
def _tinted(style: Style, color: Color) -> Style:
    (found,) = BackgroundScreen.process_segments([Segment(" ", style)], color)
    return found.style or style
