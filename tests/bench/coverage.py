"""How often 95% intervals of a mean cover it, by simulation: the tables of docs/intervals.md.

    python -m tests.bench.coverage

Score distributions are invented, except two, which resample real games.
"""

import random
from collections.abc import Callable, Iterator
from statistics import fmean

from sim.bench.episodes import episode
from sim.bench.figures import Tally
from sim.policies import REGISTRY
from sim.scenario_io import find, load_file

Draw = Callable[[random.Random], float]
Ends = tuple[float, float]

SIZES = (5, 10, 20, 50, 100)
"""Seeds of a benchmark."""

TRIALS = 4_000
"""Benchmarks per distribution and size: the share covering the mean is accurate to 0.7%."""

MEAN_OF = 400_000
"""Draws for the mean of a distribution."""

GAMES = 500
"""Games of a policy that are drawn from again."""


def near(mean: float, sd: float) -> Draw:
    """Normal, cut off at the ends of the scale."""
    return lambda luck: min(1000.0, max(0.0, luck.gauss(mean, sd)))


def beta(a: float, b: float) -> Draw:
    """A beta distribution over the range of points."""
    return lambda luck: 1000.0 * luck.betavariate(a, b)


def some(share: float, low: Draw, high: Draw) -> Draw:
    """A share of the games as one distribution has it, the rest as another."""
    return lambda luck: low(luck) if luck.random() < share else high(luck)


def nothing(luck: random.Random) -> float:
    """No points at all."""
    return 0.0


MADE_UP: dict[str, Draw] = {
    "normal, 600 ± 100": near(600, 100),
    "uniform": beta(1, 1),
    "skewed, most below 100: beta(0.5, 5)": beta(0.5, 5),
    "skewed, near the top: beta(20, 0.8)": beta(20, 0.8),
    "both ends: beta(0.5, 0.5)": beta(0.5, 0.5),
    "0 in 10%, else 600 ± 80": some(0.1, nothing, near(600, 80)),
    "0 in 30%, else 600 ± 80": some(0.3, nothing, near(600, 80)),
    "0 in two thirds, else 600 ± 80": some(2 / 3, nothing, near(600, 80)),
    "0 in 90%, else 600 ± 80": some(0.9, nothing, near(600, 80)),
    "about 90 in two thirds, else 600 ± 80": some(2 / 3, beta(2, 20), near(600, 80)),
}


def played() -> dict[str, Draw]:
    """Scores of games in the tutorial, to be drawn again."""
    tutorial = load_file(find("tutorial"))
    found: dict[str, Draw] = {}
    for name in ("random", "cheapest"):
        row = REGISTRY[name]
        pool = [float(episode(tutorial, row, seed)["score"]) for seed in range(GAMES)]
        found[f"games of `{name}` in the tutorial"] = lambda luck, pool=pool: luck.choice(pool)
    return found


def student(tally: Tally) -> Ends:
    """Student's t interval, cut off at the ends of the scale."""
    ends = tally.ci95
    assert ends is not None
    return max(0.0, ends[0]), min(1000.0, ends[1])


def wilson(tally: Tally) -> Ends:
    """The interval of the benchmark's scores."""
    ends = tally.ci95_within(0.0, 1000.0)
    assert ends is not None
    return ends


METHODS = {"the benchmark's": wilson, "Student's t, cut off": student}


def coverage(
    draw: Draw, size: int, trials: int, mean: float | None = None
) -> dict[str, tuple[float, float]]:
    """For each method, the share of intervals that cover the mean, and their average width.

    Args:
        draw: A score.
        size: Scores in a benchmark.
        trials: Benchmarks.
        mean: The distribution's mean; estimated by drawing if left out.
    """
    luck = random.Random(size)
    if mean is None:
        mean = mean_of(draw)
    held = dict.fromkeys(METHODS, 0)
    width = dict.fromkeys(METHODS, 0.0)
    for _ in range(trials):
        tally = Tally()
        for _ in range(size):
            tally.add(draw(luck))
        for name, method in METHODS.items():
            low, high = method(tally)
            held[name] += low <= mean <= high
            width[name] += high - low
    return {name: (held[name] / trials, width[name] / trials) for name in METHODS}


def mean_of(draw: Draw) -> float:
    """The mean of a distribution, from many draws."""
    luck = random.Random(0)
    return fmean(draw(luck) for _ in range(MEAN_OF))


def lines(trials: int = TRIALS) -> Iterator[str]:
    """Both tables, in Markdown: how often each method covers the mean, and how wide it is."""
    distributions = {**MADE_UP, **played()}
    found = {}
    for name, draw in distributions.items():
        mean = mean_of(draw)
        for size in SIZES:
            found[name, size] = coverage(draw, size, trials, mean)
    for place, (heading, write) in enumerate(
        (("held, %", lambda share: f"{100 * share:.1f}"), ("width", lambda width: f"{width:.0f}"))
    ):
        for method in METHODS:
            yield f"| {method}: {heading} | " + " | ".join(f"n = {n}" for n in SIZES) + " |"
            yield "|---|" + "---|" * len(SIZES)
            for name in distributions:
                cells = [write(found[name, size][method][place]) for size in SIZES]
                yield f"| {name} | " + " | ".join(cells) + " |"
            yield ""


if __name__ == "__main__":
    print("\n".join(lines()))
