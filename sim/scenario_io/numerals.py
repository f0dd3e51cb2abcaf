"""Explains numbers that people write but TOML does not accept.

At the comma of `45,000,000` the parser reports that it expected the end of the line, which does not
help. This module searches the line where it stopped for such a number.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sim.scenario_io.faults import quoted

LONGEST_LINE = 1_000
"""Longest line examined, since the patterns are not linear."""

LONGEST = 60
"""Longest value examined."""

_RIGHT = re.compile(
    r"""
    [+-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?
    | [+-]?(?:inf|nan) | true | false | 0[xob][0-9A-Fa-f_]+ | \d{4}-\d\d-\d\d.* | \d\d:\d\d.*
    """,
    re.VERBOSE | re.ASCII,
)
"""Unquoted values that are valid TOML, or may be."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'(?=\s*(?:[,}\]#]|$))')
_VALUE = re.compile(r"=\s*(?P<value>[^=]*?)\s*(?=,\s*[\w-]+\s*=|$)")

_PLAIN = r"[0-9]+(?:\.[0-9]+)?"
_MARKS = {",": "commas", ".": "dots", " ": "blanks", "'": "apostrophes"}
_LETTERS = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "bn": 1_000_000_000}
_CURRENCY = re.compile(r"^[A-Z]{3}(?=[\d\s])|(?<=[\d\s])[A-Z]{3}$", re.ASCII)
_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def remedy(line: str) -> str | None:
    """The first number in a line that is not valid TOML, and how to write it; None without one."""
    for value in _values(line) if len(line) <= LONGEST_LINE else ():
        if (advice := _advice(value)) is not None:
            return f"{quoted(value)}: {advice}"
    return None


def meant(text: str) -> str:
    """How to write a quoted number; "" if the text is not a number."""
    text = text.strip()
    if not text or len(text) > LONGEST or not any(c.isdigit() for c in text):
        return ""
    advice = text if _RIGHT.fullmatch(text) else _advice(text)
    return f"without quotation marks: {advice}" if advice else ""


def _values(line: str) -> Iterator[str]:
    """The unquoted values of a line; elements of lists one by one."""
    bare = _STRING.sub('""', line).partition("#")[0]
    for match in _VALUE.finditer(bare) if "=" in bare else re.finditer(r"(?P<value>.*)", bare):
        value = match["value"].strip()
        is_list = value.startswith("[") or "=" not in bare
        value = value.strip("[]{} \t\r")
        for part in value.split(",") if is_list else (value.rstrip(","),):
            if 0 < len(part.strip()) <= LONGEST:
                yield part.strip()


def _advice(value: str) -> str | None:
    """How to write a value; None if it is valid TOML or unintelligible."""
    if _RIGHT.fullmatch(value):
        return None
    word = value.casefold()
    if word in ("true", "false"):
        return f"true and false are written in lower case: {word}"
    if word in _WORDS:
        return f"yes and no are written true and false: {_WORDS[word]}"
    if word in ("none", "null", "nil"):
        return "a key without a value is left out"
    text = unicodedata.normalize("NFKC", value).replace("\u2212", "-").replace("\u2019", "'")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    if _RIGHT.fullmatch(text):
        return f"digits and signs are the plain ones: {sign}{text}"
    for rule in (_percent, _money, _fraction, _abbreviated, _measured, _bare):
        if (advice := rule(text.strip(), sign)) is not None:
            return advice
    return None


def _percent(text: str, sign: str) -> str | None:
    if not text.endswith(("%", "‰")):
        return None
    number = _number(text[:-1].strip())
    if number is None:
        return None
    share = number / (100 if text.endswith("%") else 1000)
    return f"shares are written as fractions of 1: {sign}{_written(share, point=True)}"


def _money(text: str, sign: str) -> str | None:
    signs = [c for c in text if unicodedata.category(c) == "Sc"] or _CURRENCY.findall(text)
    number = _number(text.replace(signs[0], "").strip()) if len(signs) == 1 else None
    if number is None:
        return None
    return (
        f"a number is written alone, without {quoted(signs[0])}; money is in minor units, such as "
        f"cents: {sign}{_written(number * 100)}"
    )


def _fraction(text: str, sign: str) -> str | None:
    parts = re.fullmatch(r"([0-9]{1,9})\s*[/\u2044]\s*([0-9]{1,9})", text)
    if parts is None or not int(parts[2]):
        return None
    value = float(Fraction(int(parts[1]), int(parts[2])))
    return f"fractions are written with a point: {sign}{value:.6g}"


def _abbreviated(text: str, sign: str) -> str | None:
    parts = re.fullmatch(r"([0-9.,]+)\s*(k|m|mio|bn)\.?", text, re.IGNORECASE)
    number = _number(parts[1]) if parts else None
    if parts is None or number is None:
        return None
    whole = _written(number * _LETTERS[parts[2].casefold()])
    return f"numbers are written with all their digits: {sign}{whole}"


def _measured(text: str, sign: str) -> str | None:
    parts = re.fullmatch(r"([0-9][0-9.,_ ']*?)\s*([^\W\d_]+)\.?", text)
    number = _number(parts[1]) if parts and parts[2] not in "eE" else None
    if parts is None or number is None:
        return None
    return (
        f"a number is written alone, without {quoted(parts[2])}: {sign}{_written(number)}; "
        "a text goes in quotation marks"
    )


def _bare(text: str, sign: str) -> str | None:
    """A number of digits and separators only."""
    if re.fullmatch(r"\.[0-9]+", text):
        return f"a number begins with a digit: {sign}0{text}"
    if re.fullmatch(r"[0-9]+\.", text):
        whole = f"{sign}{_written(Decimal(text))}"
        return f"a point is followed by a digit, or left out: {whole}.0 or {whole}"
    if re.fullmatch(rf"0+{_PLAIN}", text):
        return f"numbers do not begin with 0: {sign}{_written(Decimal(text))}"
    if re.fullmatch(r"[0-9_]+", text) and text.strip("_"):
        whole = _written(Decimal(text.replace("_", "")))
        return f"single underscores go between digits only: {sign}{whole}"
    grouped = _ungrouped(text)
    if grouped is not None:
        number, mark = grouped
        whole = f"numbers are written without {_MARKS[mark]}: {sign}{_written(number)}"
        decimal = re.fullmatch(r"[0-9]+,[0-9]+", text)  # or so it may have been meant
        return f"{whole}, or with a dot as the decimal point" if decimal else whole
    if re.fullmatch(r"[0-9]+,[0-9]+", text):
        return f"the decimal point is a dot: {sign}{text.replace(',', '.')}"
    return None


def _ungrouped(text: str) -> tuple[Decimal, str] | None:
    """A number with grouped digits, and its separator; None for any other."""
    parts = re.fullmatch(
        r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[,.' ])[0-9]{2,3}(?:(?P=mark)[0-9]{2,3})*)"
        r"(?:(?P<point>[.,])(?P<rest>[0-9]+))?",
        text,
    )
    if parts is None or len(re.split(r"[,.' ]", parts["whole"])[-1]) != 3:
        return None
    if parts["point"] == parts["mark"]:
        return None
    digits = parts["whole"].replace(parts["mark"], "")
    return Decimal(f"{digits}.{parts['rest'] or 0}"), parts["mark"]


def _number(text: str) -> Decimal | None:
    """A number as people write it; None for anything else."""
    if re.fullmatch(_PLAIN, text.replace("_", "")):
        return Decimal(text.replace("_", ""))
    grouped = _ungrouped(text)
    if grouped is not None:
        return grouped[0]
    if re.fullmatch(r"[0-9]*[.,][0-9]+", text):
        return Decimal("0" + text.replace(",", "."))
    return None


def _written(number: Decimal, point: bool = False) -> str:
    """A number in TOML notation, with a decimal point if `point`."""
    if number == number.to_integral_value():
        return f"{int(number):_}" + (".0" if point else "")
    whole, _, rest = f"{number.normalize():f}".partition(".")
    return f"{int(whole):_}.{rest}"
