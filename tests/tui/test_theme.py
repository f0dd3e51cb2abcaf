"""Colours: text is readable in every theme, and nothing is lost without colours."""

import pytest
from textual.color import Color
from textual.theme import Theme

from sim.config import Config, ThemeName
from sim.tui.shell import theme
from tests.tui.player import at_the_desk, tutorial

OURS = [one for one in theme.THEMES.values() if not one.ansi]
TEXTS = "foreground dim key good warn bad in-house freelance outsource offshore".split()
GROUNDS = (
    "background surface panel chosen block-cursor-background block-cursor-blurred-background"
).split()
READABLE = 4.5
"""The contrast that WCAG 2.2 asks of ordinary text (success criterion 1.4.3)."""


def colour(of: Theme, name: str) -> str:
    return of.variables.get(name) or str(getattr(of, name))


def luminance(text: str) -> float:
    """The relative luminance as WCAG defines it."""
    found = Color.parse(text)
    parts = [part / 255 for part in (found.r, found.g, found.b)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_wcag_says_it_is():
    """Black on white, and a grey known to pass only just."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_text_can_be_read(one):
    """Every text colour, on every background it may appear on."""
    for ground in GROUNDS:
        for text in TEXTS:
            found = contrast(colour(one, text), colour(one, ground))
            assert found >= READABLE, (text, ground, round(found, 2))
    for cursor in ("block-cursor", "block-cursor-blurred"):
        on = colour(one, f"{cursor}-background")
        assert contrast(colour(one, f"{cursor}-foreground"), on) >= READABLE


def test_the_terminal_theme_leaves_text_and_background_alone():
    """Ordinary text uses the terminal's defaults, and colour numbers are the terminal's own."""
    for one in (theme.TERMINAL, theme.NONE):
        for name in ("foreground", "dim", "background", "surface", "panel", "chosen"):
            assert colour(one, name) == "ansi_default"
        assert all("#" not in value for value in one.variables.values())
    assert theme.NONE.variables["bad"] == "ansi_default"


def test_every_theme_knows_the_same_colours():
    """Any screen may name any of them."""
    for one in OURS:
        assert one.variables.keys() == theme.DARK.variables.keys()
    for one in (theme.TERMINAL, theme.NONE):
        assert one.variables.keys() >= theme.DARK.variables.keys()


@pytest.mark.parametrize("how", ["NO_COLOR", "none", "terminal"])
async def test_without_colours_of_our_own(how, monkeypatch):
    """NO_COLOR and the settings leave none; the terminal's palette is used by number. The cursor's
    line still stands out: in reverse video."""
    if how == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        Config().change({"theme": ThemeName(how)})
    async with at_the_desk(tutorial(), (120, 40)) as player:
        for key, line in (("home", "Trade fair brochure"), ("2", "App team"), ("ctrl+p", "Desk")):
            await player.press(key)
            if key == "ctrl+p":
                await player.pilot.pause(0.2)
            segments = [one for row in player.app.screen._compositor.render_strips() for one in row]
            for segment in segments:
                for found in (segment.style.color, segment.style.bgcolor):
                    numbered = how == "terminal" and found is not None and found.triplet is None
                    assert found is None or found.is_default or numbered, segment
            assert any(one.style.reverse and line in one.text for one in segments), (how, key)


async def test_an_empty_no_color_is_none(monkeypatch):
    """As no-color.org specifies."""
    monkeypatch.setenv("NO_COLOR", "")
    async with at_the_desk(tutorial()) as player:
        assert player.app.theme == theme.DARK.name
        segments = [one for row in player.app.screen._compositor.render_strips() for one in row]
        key = Color.parse(theme.DARK.variables["key"]).rich_color
        assert any(segment.style.color == key for segment in segments)
