"""How other people's exceptions are reported: on one line, whatever they are."""

import pytest

from sim.errors import in_words, shown


class Silent(Exception):
    def __str__(self):
        raise ValueError


class Leaving(Exception):
    def __str__(self):
        raise SystemExit(1)


class Wordless(Exception):
    def __str__(self):
        return None


class Sly(str):
    """Text that raises when it is used."""

    def __getitem__(self, place):
        raise KeyError

    def split(self, *_):
        raise KeyError

    def __format__(self, _):
        raise KeyError

    def __str__(self):
        raise KeyError


class Slyness(Exception):
    def __str__(self):
        return Sly("sly")


class Nameless(type):
    @property
    def __name__(cls):
        raise ValueError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no such thing"), "ValueError: no such thing"),
        (ValueError(), "ValueError"),
        (KeyError("desk"), "KeyError: 'desk'"),
        (SystemExit(3), "SystemExit: 3"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (GeneratorExit(), "GeneratorExit"),
        (MemoryError(), "MemoryError"),
        (
            ExceptionGroup("two", [ValueError(), KeyError()]),
            "ExceptionGroup: two (2 sub-exceptions)",
        ),
        (ValueError("a\n  b\tc\r\n"), "ValueError: a b c"),
        (ValueError("\x1b[31mred\x00"), r"ValueError: \x1b[31mred\x00"),
        (ValueError("\u202eright to left"), r"ValueError: \u202eright to left"),
        (ValueError("half \ud800"), r"ValueError: half \ud800"),
        (Silent(), "Silent, whose text could not be printed"),
        (Leaving(), "Leaving, whose text could not be printed"),
        (Wordless(), "Wordless, whose text could not be printed"),
        (Slyness(), "Slyness: sly"),
        (Nameless("Hidden", (Exception,), {})("here"), "an exception without a name: here"),
        (type("a\nb", (Exception,), {})("x"), "a b: x"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_exception_is_one_printable_line(error, words):
    """Its type, and its text or that it has none; reporting it raises nothing."""
    assert in_words(error) == words
    assert in_words(error).isprintable()


def test_a_huge_text_is_cut():
    """Megabytes are not repeated, and it shows that something was cut."""
    found = in_words(ValueError("x" * 10_000_000))
    assert len(found) < 1100
    assert found.endswith("x…")


def test_too_deep_is_told_like_all_else():
    """When Python's stack is exhausted, the error is reported once there is room again."""

    def deeper():
        deeper()

    with pytest.raises(RecursionError) as caught:
        deeper()
    assert in_words(caught.value).startswith("RecursionError: maximum recursion depth exceeded")


def test_an_object_without_text_is_none():
    """The caller of a representation learns that there is none, and finds its own words."""
    assert shown(Silent(), str) is None
    assert shown([1], repr) == "[1]"
