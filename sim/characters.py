"""Which characters of untrusted text may be shown: the printable ones, and two joiners.

U+200C and U+200D have no width, so Python does not count them as printable. Persian cannot be
spelled without the first, nor the languages of India without both: there they say how the letters
around them join. Anywhere else they are invisible, and could make two names that look alike differ.
"""

import functools
import unicodedata
from collections.abc import Iterable

NON_JOINER, JOINER = "\u200c", "\u200d"

_BOTH = frozenset((NON_JOINER, JOINER))

_NEAR = 8
"""Characters examined on each side: marks may stand between letter and joiner."""

_MARKS = ("Mn", "Me", "Cf")
"""Categories of marks on letters that do not affect joining."""

_VIRAMA = 9
"""The combining class of signs that strip a consonant of its vowel."""


def shown(text: str, instead: str = "", keep: str = "") -> str:
    """Untrusted text without characters that must not be shown.

    Args:
        text: The text.
        instead: Replaces each character that is removed.
        keep: Unprintable characters that stay, such as line ends.
    """
    if text.isprintable():
        return text
    letters: list[str] = []
    joiners: dict[int, str] = {}
    for c in text:
        if c in _BOTH:
            joiners.setdefault(len(letters), c)
        elif c.isprintable() or c in keep:
            letters.append(c)
        elif instead:
            letters.append(instead)
    bare = "".join(letters)
    parts, done = [], 0
    for place, joiner in joiners.items():
        before, after = bare[max(0, place - _NEAR) : place], bare[place : place + _NEAR]
        parts += [bare[done:place], joiner if _belongs(before, joiner, after) else ""]
        done = place
    return "".join([*parts, bare[done:]])


def is_shown(text: str) -> bool:
    """Whether `shown` would leave a text unchanged."""
    return shown(text) == text


def _letter(characters: Iterable[str]) -> str:
    """The first character that is not a mark."""
    return next((c for c in characters if unicodedata.category(c) not in _MARKS), "")


@functools.lru_cache(4096)
def _belongs(before: str, joiner: str, after: str) -> bool:
    """Whether a joiner affects how the letters around it are written.

    It does where RFC 5892, Appendix A.1 and A.2, allows it in internet names, and before a virama
    that follows a letter, as in Bengali and Kannada.
    """
    import idna  # only here: few texts have a joiner

    last, letter = before[-1:], _letter(reversed(before))
    try:
        if idna.valid_contextj(last + joiner, len(last)):  # after a virama
            return True
        if idna.valid_contextj(letter + joiner + _letter(after), len(letter)):
            return True
    except ValueError:  # next to a character that has no name
        return False
    return last.isalpha() and _is_virama(after[:1])


def _is_virama(character: str) -> bool:
    return character != "" and unicodedata.combining(character) == _VIRAMA
