"""The charts of a run, as SVG. The only module here that imports matplotlib.

Colour is never the only cue: policies are labelled, modes are hatched. Nothing is cut off: long
names are wrapped, and a drawing is as large as its content.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sim import narrate
from sim.bench.gather import Gathered
from sim.bench.rows import ALL_SCENARIOS, MONEY, MOST, Interval, Row
from sim.errors import UsageError
from sim.model.vocabulary import Mode

INK, FAINT, MARK = "#1b1f24", "#c9ced6", "#0072b2"
"""Colours of text, grids and data."""

MODE_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")
"""Colours of the modes: Okabe and Ito's, which nearly everybody can tell apart."""

MODE_HATCHES = ("", "///", "...", "xx")

PANEL, LINE = 4.7, 0.27
"""Inches: the width of a panel with names of `SHORT` letters, and the height of a line."""

SHORT, NAME = 10, 26
"""Letters of a name that fit a panel, and after which it is wrapped."""

LETTER_INCHES, TITLE_INCHES = 0.075, 0.085
"""Average inches per letter of a name, and of a title."""

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "buckstop",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
    "figure.constrained_layout.use": True,
}


def scores(found: Gathered) -> str:
    """Mean scores with 95% intervals, a panel for each scenario and for all."""

    def draw(axes: Any, rows: Sequence[tuple[str, Row]]) -> None:
        for place, (_, row) in enumerate(rows):
            _whisker(axes, place, row.by_seed.mean, row.score_ci95)
            axes.plot(row.spread.quantile(0.05), place, "|", color=INK, markersize=9)
            axes.plot(row.spread.lowest, place, "x", color=INK, markersize=4)
        axes.set_xlim(0, MOST)
        axes.set_xlabel("score · × worst  | 5th percentile  ● mean")

    return _lined(found, draw)


def distributions(found: Gathered) -> str:
    """Box plots of the scores, with whiskers at 5 and 95 per cent."""

    def draw(axes: Any, rows: Sequence[tuple[str, Row]]) -> None:
        boxes = []
        for _, row in rows:
            low, q1, middle, q3, high = (
                row.spread.quantile(share) for share in (0.05, 0.25, 0.5, 0.75, 0.95)
            )
            boxes.append(
                {"whislo": low, "q1": q1, "med": middle, "q3": q3, "whishi": high, "fliers": []}
            )
        axes.bxp(
            boxes,
            positions=range(len(boxes)),
            orientation="horizontal",
            widths=0.6,
            medianprops={"color": MARK, "linewidth": 2},
        )
        axes.set_xlim(0, MOST)
        axes.set_xlabel("score of a game")

    return _lined(found, draw)


def differences(found: Gathered) -> str:
    """Paired differences from the baseline with their 95% intervals; needs a baseline."""

    def draw(axes: Any, rows: Sequence[tuple[str, Row]]) -> None:
        axes.axvline(0, color=INK, linewidth=1)
        for place, (policy, row) in enumerate(rows):
            if policy != found.baseline:
                _whisker(axes, place, row.differences.mean, row.difference_ci95)
        axes.set_xlabel(folded(f"points above {found.baseline}, seed by seed", 3 * NAME))

    return _lined(found, draw)


def results(found: Gathered) -> str:
    """Scatter plots of cost and quality, and of oversight load and fallout borne."""
    scenes = list(found.scenarios)
    with _figure(len(scenes), 2, 4.6, 3.4) as (figure, grid):
        for line, scenario in enumerate(scenes):
            rows = [
                (policy, row) for policy, row in found.of(scenario) if row.measures["cost"].count
            ]
            left, right = grid[line]
            left.set_title(_title(found, scenario, 2 * 4.6))
            _scatter(left, rows, ("cost", "quality"), ("cost a turn, thousands", "quality"))
            _scatter(
                right,
                rows,
                ("oversight_load", "borne"),
                ("oversight load", "borne a turn, thousands"),
            )
        return _svg(figure)


def modes(found: Gathered) -> str:
    """Shares of the hours delivered by mode, turn by turn, by policy and scenario."""
    scenes = list(found.scenarios)
    names = {policy: folded(policy, NAME) for policy in found.policies}
    lines = max(name.count("\n") + 1 for name in names.values())
    width, height = 3.2 if len(scenes) > 1 else 5.6, max(1.25, 0.5 + 0.15 * lines)
    with _figure(len(found.policies), len(scenes), width, height) as (figure, grid):
        from matplotlib.patches import Patch

        for line, policy in enumerate(found.policies):
            for column, scenario in enumerate(scenes):
                axes = grid[line][column]
                _shares(axes, found.hours.get((scenario, policy), {}))
                if line == 0:
                    axes.set_title(_title(found, scenario, width - 0.2))
                if column == 0:
                    axes.set_ylabel(names[policy], rotation=0, ha="right", va="center")
                if line == len(found.policies) - 1:
                    axes.set_xlabel("turn")
        handles = [
            Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=narrate.mode_name(mode))
            for mode, colour, hatch in zip(Mode, MODE_COLOURS, MODE_HATCHES, strict=True)
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=4, frameon=False)
        return _svg(figure)


def _shares(axes: Any, turns: dict[int, list[float]]) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.margins(x=0)
    axes.grid(visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if not turns:
        return
    order = sorted(turns)
    totals = [sum(turns[turn]) or 1.0 for turn in order]
    below = [0.0] * len(order)
    for place, (colour, hatch) in enumerate(zip(MODE_COLOURS, MODE_HATCHES, strict=True)):
        part = [turns[turn][place] / total for turn, total in zip(order, totals, strict=True)]
        axes.bar(
            order, part, 1.0, below, color=colour, hatch=hatch, edgecolor="white", linewidth=0.3
        )
        below = [low + more for low, more in zip(below, part, strict=True)]


LETTER, LETTERS_HIGH = 0.017, 0.05
"""Width of a letter and height of a line of a label, as shares of a panel."""

BESIDE = tuple(
    (across, up, side)
    for up in (0.0, 0.04, -0.04, 0.08, -0.08, 0.13, -0.13, 0.18, -0.18)
    for across, side in ((0.015, "left"), (-0.015, "right"))
)
"""Candidate positions of a label relative to its point: shares of the panel, alignment."""


def _scatter(
    axes: Any, rows: Sequence[tuple[str, Row]], names: tuple[str, str], labels: tuple[str, str]
) -> None:
    """Means of the policies, each label placed where it overlaps least."""
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    across, up = names
    points = [(folded(name, NAME), _mean(row, across), _mean(row, up)) for name, row in rows]
    for _, x, y in points:
        axes.plot(x, y, "o", color=MARK, markersize=5)
    axes.margins(0.18)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    places = [((x - left) / (right - left), (y - low) / (high - low)) for _, x, y in points]
    taken = [(x - 0.012, x + 0.012, y - 0.02, y + 0.02) for x, y in places]
    for (policy, _, _), (x, y) in zip(points, places, strict=True):
        boxes = [_box(x + dx, y + dy, side, policy) for dx, dy, side in BESIDE]
        best = min(range(len(boxes)), key=lambda place: (_hidden(boxes[place], taken), place))
        dx, dy, side = BESIDE[best]
        taken.append(boxes[best])
        axes.text(
            x + dx, y + dy, policy, ha=side, va="center", fontsize=8, transform=axes.transAxes
        )


Box = tuple[float, float, float, float]
"""Left, right, bottom, top, as shares of a panel."""


def _box(x: float, y: float, side: str, text: str) -> Box:
    """The box of a label."""
    lines = text.split("\n")
    wide, high = LETTER * max(map(cells, lines)), LETTERS_HIGH * len(lines) / 2
    return (x, x + wide, y - high, y + high) if side == "left" else (
        x - wide, x, y - high, y + high,
    )  # fmt: skip


ON_ANOTHER = 50.0
"""Weight of overlapping something, relative to leaving the panel."""


def _hidden(box: Box, others: list[Box]) -> float:
    """How much of a label would overlap others or leave its panel."""
    left, right, low, high = box
    outside = max(0.0, -left) + max(0.0, right - 1.0) + max(0.0, -low) + max(0.0, high - 1.0)
    return outside + ON_ANOTHER * sum(
        max(0.0, min(right, other[1]) - max(left, other[0]))
        * max(0.0, min(high, other[3]) - max(low, other[2]))
        for other in others
    )


def cells(text: str) -> int:
    """The width of a text in letters; East Asian wide ones count twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


_PARTS = re.compile(r"[^\s:._/-]+[\s:._/-]*|[\s:._/-]+")


def folded(text: str, width: int) -> str:
    """A text wrapped to a width of letters, preferably between its parts."""
    lines = [""]
    for part in _PARTS.findall(text):
        if lines[-1] and cells(lines[-1]) + cells(part.rstrip()) > width:
            lines.append("")
        for letter in part:
            if cells(lines[-1]) + cells(letter) > width and not letter.isspace():
                lines.append("")
            lines[-1] += letter
    return "\n".join(line.strip() for line in lines)


def _title(found: Gathered, scenario: str, inches: float) -> str:
    """A scenario's title, wrapped to a width in inches."""
    return folded(found.scenarios.get(scenario, "over all scenarios"), int(inches / TITLE_INCHES))


def _mean(row: Row, name: str) -> float:
    """A result's mean; money is per turn played, in thousands of the currency."""
    if name in MONEY:
        return (row.per_turn(name) or 0.0) / 100_000
    return row.measures[name].mean


def _whisker(axes: Any, place: int, mean: float, ends: Interval) -> None:
    """A mean with its interval."""
    if ends is not None:
        axes.plot(ends, (place, place), color=MARK, linewidth=2)
    axes.plot(mean, place, "o", color=MARK, markersize=5)


def _lined(found: Gathered, draw: Any) -> str:
    """Panels with a line for each policy, the best on top."""
    scenes = [*found.scenarios, *([ALL_SCENARIOS] if len(found.scenarios) > 1 else [])]
    across = min(2, len(scenes))
    down = -(-len(scenes) // across)
    names = {policy: folded(policy, NAME) for policy in found.policies}
    every = [name.split("\n") for name in names.values()]
    longest = max(cells(line) for lines in every for line in lines)
    width = PANEL + LETTER_INCHES * max(0, longest - SHORT)
    height = 0.9 + LINE * len(every) * max(1.0, 0.6 * max(map(len, every)))
    with _figure(down, across, width, height) as (figure, grid):
        panels = [axes for line in grid for axes in line]
        for axes, scenario in zip(panels, scenes, strict=False):
            rows = sorted(found.of(scenario), key=lambda row: row[1].scores.mean)
            axes.set_title(_title(found, scenario, PANEL - LETTER_INCHES * SHORT))
            draw(axes, rows)
            axes.set_yticks(range(len(rows)), [names[policy] for policy, _ in rows])
            axes.set_ylim(-0.6, len(rows) - 0.4)
        for axes in panels[len(scenes) :]:
            axes.set_visible(False)
        return _svg(figure)


@contextmanager
def _figure(down: int, across: int, width: float, height: float) -> Iterator[tuple[Any, Any]]:
    """A figure and its grid of panels, sized in inches. Raises `UsageError` without matplotlib."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("A report needs the extra: pip install 'buckstop[report]'.") from None
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(width * across, height * down))
        yield figure, figure.subplots(down, across, squeeze=False)


def _svg(figure: Any) -> str:
    """The figure as an SVG element."""
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about letters without known widths
        figure.savefig(
            buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None}
        )
    text = buffer.getvalue()
    return text[text.index("<svg") :]
