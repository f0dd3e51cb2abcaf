"""The texts of a scenario file: ids, references, and words for people.

Words are cleaned here, once, of everything that a terminal could act on (escape sequences, control
and bidirectional characters). Markup such as `[b]` is printable and stays; it must be displayed as
plain text.
"""

import re

from attrs import frozen

from sim.characters import shown
from sim.model.scenario import (
    Client,
    Deal,
    Discipline,
    Event,
    Firm,
    Hint,
    Location,
    Objective,
    Provider,
    Scenario,
    StartEngagement,
    Task,
    Team,
)

ID = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
ID_WORDS = "must be 1 to 64 of the characters a-z, 0-9 and -"


@frozen
class TextRule:
    """The limits of a text for people."""

    limit: int
    """Most characters, after cleaning."""
    lines: bool = False
    """Whether it may have line breaks."""
    blank: bool = False
    """Whether it may be empty."""


_NAME = TextRule(80)

TEXTS: dict[tuple[type, str], TextRule] = {
    (Scenario, "title"): _NAME,
    (Scenario, "summary"): TextRule(160),
    (Scenario, "story"): TextRule(6000, lines=True),
    (Scenario, "difficulty"): TextRule(24),
    (Scenario, "special"): TextRule(300),
    (Firm, "name"): _NAME,
    (Discipline, "title"): _NAME,
    (Location, "name"): _NAME,
    (Location, "currency"): TextRule(8),
    (Team, "title"): _NAME,
    (Client, "name"): _NAME,
    (Task, "title"): _NAME,
    (Provider, "name"): _NAME,
    (Deal, "title"): _NAME,
    (Deal, "client"): _NAME,
    (Objective, "label"): TextRule(80, blank=True),
    (Hint, "text"): TextRule(1000, blank=True),
}
"""A rule for every text that people read."""

REFERENCES: frozenset[tuple[type, str]] = frozenset(
    {
        (Team, "discipline"),
        (Task, "discipline"),
        (Task, "after"),
        (Task, "client"),
        (Task, "deal"),
        (Provider, "disciplines"),
        (Provider, "location"),
        (StartEngagement, "task"),
        (StartEngagement, "provider"),
        (Objective, "task"),
        (Event, "subject"),
        (Hint, "subject"),
    }
)
"""Texts that are ids of other things, checked by `sim.scenario_io.relations`."""

_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_HARMLESS = frozenset("\ufeff\u00ad\u200b\u200c\u200d\u2060")
"""Byte order mark, soft hyphen and joiners: invisible, and pasted by accident."""


def clean(text: str, lines: bool) -> str:
    """The text without characters that must not be shown, and with single spaces.

    Line breaks become spaces, unless `lines` is true.
    """
    text = _SPACES.sub(" ", text.replace("\r\n", "\n"))
    text = shown(text, keep="\n")
    if not lines:
        return " ".join(text.split())
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def removed(text: str) -> list[str]:
    """Suspicious characters that cleaning removes, each once."""
    found = {c for c in text if not (c.isprintable() or c.isspace() or c in _HARMLESS)}
    return sorted(found)
