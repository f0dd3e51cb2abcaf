"""The two themes, dark and light, and the colours that screens name by what they mean."""

from typing import Final

from textual.theme import Theme

_DARK: Final = {
    "dim": "#8793a0",
    "rule": "#313b46",
    "key": "#e3b261",
    "good": "#8cc084",
    "warn": "#e5a050",
    "bad": "#ee807a",
    "in-house": "#6cb6b0",
    "freelance": "#b9a0e6",
    "outsource": "#7fabec",
    "offshore": "#d995b4",
    "chosen": "#2a3440",
    "block-cursor-foreground": "#f2f4f6",
    "block-cursor-background": "#34414f",
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
    "dim": "#5f6870",
    "rule": "#cbc4b6",
    "key": "#8a5600",
    "good": "#2b6a27",
    "warn": "#935000",
    "bad": "#b0241d",
    "in-house": "#0b6762",
    "freelance": "#6743a6",
    "outsource": "#2557a3",
    "offshore": "#9b3768",
    "chosen": "#e2dccd",
    "block-cursor-foreground": "#14181b",
    "block-cursor-background": "#d9d1bf",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "#e9e4d8",
    "block-cursor-blurred-foreground": "#22272c",
    "block-cursor-blurred-text-style": "none",
    "scrollbar": "#cbc4b6",
    "scrollbar-background": "#f3f0ea",
    "scrollbar-hover": "#b3aa98",
    "scrollbar-active": "#8a5600",
}

DARK: Final = Theme(
    name="buckstop-dark",
    primary="#e3b261",
    secondary="#6cb6b0",
    accent="#e3b261",
    foreground="#d6dce2",
    background="#11151a",
    surface="#161b21",
    panel="#1d242c",
    success="#8cc084",
    warning="#e5a050",
    error="#ee807a",
    dark=True,
    variables=_DARK,
)

LIGHT: Final = Theme(
    name="buckstop-light",
    primary="#8a5600",
    secondary="#0b6762",
    accent="#8a5600",
    foreground="#22272c",
    background="#faf8f4",
    surface="#f3f0ea",
    panel="#e9e5dc",
    success="#2b6a27",
    warning="#935000",
    error="#b0241d",
    dark=False,
    variables=_LIGHT,
)

DEFAULTS: Final = _DARK
"""What the colours are while another theme is in use."""
