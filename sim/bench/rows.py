"""A row of the report: the episodes of one policy in one scenario, or in all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, define

from sim.bench.figures import Spread, Tally
from sim.bench.records import FAILED
from sim.bench.records import Row as Record
from sim.errors import FailureKind
from sim.model.vocabulary import Mode, OutcomeKind

ALL_SCENARIOS = "*"
"""The scenario of a row over all scenarios."""

DIGITS = 6
"""Decimals in the report."""

P_LEAST = 1e-9
"""The least p-value reported: below it the digits are numerical noise."""

MEASURES = ("cost", "quality", "oversight_load", "borne")
"""The four results, as columns of an episode."""

MONEY = ("cost", "borne")
"""Those of them that are money, in minor units, and grow with the turns played."""

MOST = 1000.0
"""The highest score; the lowest is 0."""

Interval = tuple[float, float] | None
"""The ends of a 95% interval; None with one seed."""

Document = dict[str, Any]
"""A row of the report as plain data."""


@define
class Row:
    """Aggregates the episodes of a policy in constant memory.

    Episodes are added by seed, the unit drawn at random: in a row over all scenarios the episodes
    of one seed share their luck, and count as one observation, their mean. A failed episode scores
    0 and has no other measures.
    """

    scenario: str
    """A scenario's id or `ALL_SCENARIOS`."""
    policy: str
    baseline: str | None = None
    """The policy to compare with, seed by seed."""
    scores: Tally = Factory(Tally)
    """Scores of the episodes."""
    by_seed: Tally = Factory(Tally)
    """Mean scores of the seeds."""
    differences: Tally = Factory(Tally)
    """Mean scores of the seeds minus the baseline's."""
    spread: Spread = Factory(Spread)
    bankrupt: int = 0
    failed: int = 0
    faults: int = 0
    """How many of those failed because of a bug in Buckstop."""
    failure: str | None = None
    """Why the first one failed."""
    printed: int = 0
    orders: int = 0
    invalid: int = 0
    measures: dict[str, Tally] = Factory(lambda: {name: Tally() for name in MEASURES})
    modes: dict[str, Tally] = Factory(lambda: {mode.value: Tally() for mode in Mode})
    turns: Tally = Factory(Tally)
    """Turns played in the episodes that did not fail."""

    def add(self, episodes: Sequence[Record], baseline: Sequence[Record] | None) -> None:
        """Add a policy's episodes of one seed, and the baseline's of the same seed."""
        for record in episodes:
            self._add_episode(record)
        self.by_seed.add(_mean_score(episodes))
        if baseline is not None:
            self.differences.add(_mean_score(episodes) - _mean_score(baseline))

    @property
    def score_ci95(self) -> Interval:
        """The interval of the mean score over seeds, within 0 to 1000."""
        return self.by_seed.ci95_within(0.0, MOST)

    @property
    def difference_ci95(self) -> Interval:
        """The interval of the mean difference over seeds, within ±1000.

        It is Student's, like the p-value, so that the two cannot contradict each other.
        """
        ends = self.differences.ci95
        return None if ends is None else (max(-MOST, ends[0]), min(MOST, ends[1]))

    def per_turn(self, name: str) -> float | None:
        """The money of all episodes over all turns played in them; None without any.

        A mean over turns, not games: a firm that goes bankrupt early weighs as few turns as it had.
        """
        return self.measures[name].total / self.turns.total if self.turns.total else None

    def _add_episode(self, record: Record) -> None:
        self.scores.add(record["score"])
        self.spread.add(record["score"])
        if record["outcome"] == FAILED:
            self.failed += 1
            self.faults += record["failure"] in (FailureKind.BOOKS, FailureKind.FAULT)
            self.failure = self.failure or record["failure_message"]
            return
        self.bankrupt += record["outcome"] == OutcomeKind.BANKRUPT.value
        self.printed += record["printed"] > 0
        self.orders += record["orders"]
        self.invalid += record["invalid_orders"]
        self.turns.add(record["turns"])
        for name, tally in self.measures.items():
            tally.add(record[name])
        for mode, tally in self.modes.items():
            tally.add(record[f"mode_share_{mode}"])

    def document(self, seconds: float | None = None) -> Document:
        """The row in `bench --json`; needs at least one episode.

        Money is in minor units. Values that need two seeds are null with one, and measures are null
        when every episode failed. `seconds` is the mean time of an episode, if known.
        """
        figures: Document = {
            "scenario": self.scenario,
            "policy": self.policy,
            "episodes": self.scores.count,
            "score_mean": _rounded(self.scores.mean),
            "score_ci95": _interval(self.score_ci95),
            "score_sd": _rounded(self.scores.sd),
            "score_min": _rounded(self.spread.lowest),
            "score_p05": _rounded(self.spread.quantile(0.05)),
            "bankrupt_rate": _rounded(self.bankrupt / self.scores.count),
            "invalid_rate": _rounded(self.invalid / self.orders if self.orders else 0.0),
        }
        for name, tally in self.measures.items():
            figures[f"{name}_mean"] = _mean(tally, 0 if name in MONEY else DIGITS)
        figures["mode_share"] = {mode: _mean(tally) for mode, tally in self.modes.items()}
        figures["seconds_per_episode"] = _rounded(seconds)
        figures["turns_mean"] = _mean(self.turns)
        for name in MONEY:
            figures[f"{name}_per_turn_mean"] = _whole(self.per_turn(name))
        figures["failed"] = self.failed
        figures["faults"] = self.faults
        figures["failure"] = self.failure
        figures["printed"] = self.printed
        if self.baseline is not None:
            figures["baseline"] = self.baseline
            figures["difference_mean"] = _rounded(self.differences.mean)
            figures["difference_ci95"] = _interval(self.difference_ci95)
            p = self.differences.p_zero
            figures["difference_p"] = None if p is None else max(P_LEAST, float(f"{p:.3g}"))
        return figures


def new_rows(
    scenarios: Iterable[str], policies: Iterable[str], baseline: str | None
) -> dict[tuple[str, str], Row]:
    """Empty rows by scenario (or `ALL_SCENARIOS`) and policy."""
    policies = tuple(policies)
    return {
        (scenario, policy): Row(scenario, policy, baseline)
        for scenario in (*scenarios, ALL_SCENARIOS)
        for policy in policies
    }


def add_seed(
    rows: Mapping[tuple[str, str], Row], episodes: Iterable[Record], baseline: str | None
) -> None:
    """Add all episodes of one seed, each policy's in the order of the scenarios."""
    games: dict[str, list[Record]] = {}
    for one in episodes:
        games.setdefault(one["policy"], []).append(one)
    reference = games[baseline] if baseline is not None else None
    for policy, played in games.items():
        for place, one in enumerate(played):
            against = None if reference is None else [reference[place]]
            rows[one["scenario"], policy].add([one], against)
        rows[ALL_SCENARIOS, policy].add(played, reference)


def _mean(tally: Tally, digits: int = DIGITS) -> float | int | None:
    if not tally.count:
        return None
    return round(tally.mean) if digits == 0 else round(tally.mean, digits)


def _mean_score(episodes: Sequence[Record]) -> float:
    tally = Tally()
    for record in episodes:
        tally.add(record["score"])
    return tally.mean


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _interval(ends: Interval) -> list[float | None]:
    return [None, None] if ends is None else [_rounded(ends[0]), _rounded(ends[1])]
