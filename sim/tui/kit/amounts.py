"""Numbers in few cells: shortened, as ranges, and drawn as bars."""

import re
from typing import Final

from rich.cells import cell_len

from sim.tui.kit.words import clean

BLOCKS: Final = " ▏▎▍▌▋▊▉█"


UNITS: Final = ((1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T"))
"""Suffixes for thousands, millions and so on."""


_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)([kMBT]?)")
"""A number that can be rounded: with thousands or a fraction, unlike a seed or a turn."""


def _rounded(found: re.Match[str], digits: int) -> str:
    """A number to so many digits, with the letter of its size; never more digits than it had."""
    if sum(c.isdigit() for c in found[1]) <= digits:
        return found[0]
    sizes = {letter: size for size, letter in UNITS}
    value = float(found[1].replace(",", "")) * sizes.get(found[2], 1.0)
    for size, letter in ((1.0, ""), *UNITS):
        whole = len(str(int(value / size)))
        text = f"{value / size:.{max(0, digits - whole)}f}"
        if float(text) < 1_000:
            return text + letter
    return text + letter


def short(text: str, width: int) -> str:
    """A text of figures in at most so many cells: its numbers lose digits as they must, but never
    their unit. What cannot be said that briefly stays longer."""
    text = clean(text)
    for digits in (3, 2, 1):
        if cell_len(text) <= width:
            break
        text = _NUMBER.sub(lambda found, digits=digits: _rounded(found, digits), text)  # type: ignore[misc]
    return text


def right(text: str, width: int) -> str:
    """`short`, aligned right; never cut, so it may take more cells."""
    text = short(text, width)
    return " " * (width - cell_len(text)) + text


def left(text: str, width: int) -> str:
    """`short`, aligned left; never cut, so it may take more cells."""
    text = short(text, width)
    return text + " " * (width - cell_len(text))


def short_money(amount: float) -> str:
    """Minor units, briefly: '870', '29.4k', '412k', '1.25M', '3.1B'."""
    units = amount / 100
    size = abs(units)
    if size < 1_000:
        return f"{units:.0f}"
    if size < 99_950:
        return f"{units / 1_000:.1f}k"
    if size < 999_500:
        return f"{units / 1_000:.0f}k"
    if size < 99_950_000:
        return f"{units / 1_000_000:.2f}M"
    if size < 999_500_000:
        return f"{units / 1_000_000:.0f}M"
    return f"{units / 1e9:.1f}B" if size < 999.95e9 else f"{units / 1e12:,.1f}T"


def money_range(low: float, high: float, width: int = 99) -> str:
    """Two sums as a range, in at most so many cells if possible: '29k – 41k'. A shared unit is
    given once, '2.9 – 4.1k', and negative sums are joined by 'to': '−2.0k to 12k'."""
    said = ""
    for digits in (4, 3, 2, 1):
        first, second = (_sum(amount, digits, low < 0) for amount in (low, high))
        if first == second:
            said = first
        elif low < 0:  # the signs take their room
            said = f"{first} to {second}"
        else:
            shared = first[-1] == second[-1] and second[-1].isalpha() and "." in first
            # without a point it could be taken for units
            said = f"{first[:-1] if shared else first} – {second}"
        if cell_len(said) <= width:
            break
    return said


def _sum(amount: float, digits: int, coarse: bool) -> str:
    """A sum to so many digits. `coarse`: in whole thousands from ten thousand up."""
    thousands = round(amount / 100_000)
    if coarse and 10 <= abs(thousands) < 1_000:
        text = f"{thousands}k"
    else:
        text = _NUMBER.sub(lambda found: _rounded(found, digits), short_money(amount))
    return text.replace("-", "−") if text.strip("-0") else "0"


def number_range(low: float, high: float, digits: int = 0) -> str:
    """Two numbers as a range, or one if they print alike."""
    first, second = f"{low:,.{digits}f}", f"{high:,.{digits}f}"
    return first if first == second else f"{first} – {second}"


def hours(amount: float) -> str:
    """Hours, whole, or with a decimal below ten: '6 h', '2.5 h'."""
    return f"{amount:,.0f} h" if amount >= 10 or amount == round(amount) else f"{amount:.1f} h"


def arrow(now: float, before: float, least: float = 0.05) -> str:
    """Which way a number went: ▲ or ▼, or a dot if it stayed."""
    if now - before > least:
        return "▲"
    return "▼" if before - now > least else "·"


def meter(share: float, width: int, empty: str = "·") -> str:
    """A share from 0 to 1 as a bar in eighths of a cell."""
    share = min(1.0, max(0.0, share))
    eighths = round(share * width * 8)
    whole, rest = divmod(eighths, 8)
    bar = "█" * whole + (BLOCKS[rest] if rest else "")
    return bar + empty * (width - len(bar))


def meter_with(share: float, more: float, width: int) -> tuple[str, str, str]:
    """A bar of a share and of what would be added: its solid part, shaded part and rest."""
    whole = min(1.0, max(0.0, share + more))
    solid = meter(min(whole, max(0.0, share)), width, empty="")
    reach = max(round(whole * width), len(solid) + 1 if more > 0.0 else 0)
    shaded = "▒" * (min(width, reach) - len(solid)) if more > 0.0 else ""
    return solid, shaded, "·" * (width - len(solid) - len(shaded))


def dots(share: float) -> str:
    """A share from 0 to 1 in five steps: '●●●○○'."""
    count = min(5, max(0, round(share * 5)))
    return "●" * count + "○" * (5 - count)


def range_bar(low: float, mid: float, high: float, ends: tuple[float, float], width: int) -> str:
    """Where a range lies between two ends: '  ╶──●───╴  '."""
    span = ends[1] - ends[0]
    if span <= 0 or width < 3:
        return " " * width

    def cell(value: float) -> int:
        return min(width - 1, max(0, round((value - ends[0]) / span * (width - 1))))

    first, middle, last = cell(low), cell(mid), cell(high)
    bar = [" "] * width
    for at in range(first, last + 1):
        bar[at] = "─"
    bar[first] = "╶" if first != middle else bar[first]
    bar[last] = "╴" if last != middle else bar[last]
    bar[middle] = "●"
    return "".join(bar)
