"""A row of the report: the episodes of one policy in one scenario, or in all of them."""

from collections.abc import Sequence
from typing import Any

from attrs import Factory, define

from sim.bench.figures import Spread, Tally
from sim.model.vocabulary import Mode, OutcomeKind

ALL_SCENARIOS = "*"
"""What stands for the scenario in a row over all of them."""

DIGITS = 6
"""Digits after the point in the report."""

Document = dict[str, Any]
"""What `sim.bench.episode` returns."""


@define
class Row:
    """Gathers the episodes of a policy; its memory does not grow with them.

    Episodes come in by seed, because the seed is what is drawn at random: in a row over all
    scenarios the episodes of one seed share their luck, and are one observation, their mean.
    """

    scenario: str
    """A scenario's id or `ALL_SCENARIOS`."""
    policy: str
    baseline: str | None = None
    """The policy to compare with, seed by seed."""
    scores: Tally = Factory(Tally)
    """Of the episodes."""
    by_seed: Tally = Factory(Tally)
    """Mean scores of the seeds."""
    differences: Tally = Factory(Tally)
    """Mean score of a seed less the baseline's."""
    spread: Spread = Factory(Spread)
    bankrupt: int = 0
    orders: int = 0
    invalid: int = 0
    cost: Tally = Factory(Tally)
    borne: Tally = Factory(Tally)
    quality: Tally = Factory(Tally)
    oversight_load: Tally = Factory(Tally)
    seconds: Tally = Factory(Tally)
    modes: dict[str, Tally] = Factory(lambda: {mode.value: Tally() for mode in Mode})

    def add(self, episodes: Sequence[Document], baseline: Sequence[Document] | None) -> None:
        """Take in a policy's episodes of one seed, and the baseline's of the same seed."""
        for document in episodes:
            self._add_episode(document)
        self.by_seed.add(_mean_score(episodes))
        if baseline is not None:
            self.differences.add(_mean_score(episodes) - _mean_score(baseline))

    def _add_episode(self, document: Document) -> None:
        totals = document["totals"]
        self.scores.add(document["score"])
        self.spread.add(document["score"])
        self.bankrupt += document["outcome"]["kind"] == OutcomeKind.BANKRUPT.value
        self.orders += document["orders"]
        self.invalid += document["invalid_orders"]
        self.cost.add(totals["cost"])
        self.borne.add(totals["borne"])
        self.quality.add(totals["quality"])
        self.oversight_load.add(totals["oversight_load"])
        self.seconds.add(document["seconds"])
        for mode, tally in self.modes.items():
            tally.add(document["mode_share"][mode])

    def document(self) -> Document:
        """The row as it stands in `bench --json`; needs an episode.

        Money is in whole minor units. What one seed alone cannot tell is null. `invalid_rate` is
        the share of the orders handed in that were illegal. `score_p05` is right to a tenth.
        """
        figures: Document = {
            "scenario": self.scenario,
            "policy": self.policy,
            "episodes": self.scores.count,
            "score_mean": _rounded(self.scores.mean),
            "score_ci95": _interval(self.by_seed),
            "score_sd": _rounded(self.scores.sd),
            "score_min": _rounded(self.spread.lowest),
            "score_p05": _rounded(self.spread.quantile(0.05)),
            "bankrupt_rate": _rounded(self.bankrupt / self.scores.count),
            "invalid_rate": _rounded(self.invalid / self.orders if self.orders else 0.0),
            "cost_mean": round(self.cost.mean),
            "quality_mean": _rounded(self.quality.mean),
            "oversight_load_mean": _rounded(self.oversight_load.mean),
            "borne_mean": round(self.borne.mean),
            "mode_share": {mode: _rounded(tally.mean) for mode, tally in self.modes.items()},
            "seconds_per_episode": _rounded(self.seconds.mean),
        }
        if self.baseline is not None:
            figures["baseline"] = self.baseline
            figures["difference_mean"] = _rounded(self.differences.mean)
            figures["difference_ci95"] = _interval(self.differences)
        return figures


def _mean_score(episodes: Sequence[Document]) -> float:
    tally = Tally()
    for document in episodes:
        tally.add(document["score"])
    return tally.mean


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _interval(tally: Tally) -> list[float | None]:
    ends = tally.ci95
    return [None, None] if ends is None else [_rounded(ends[0]), _rounded(ends[1])]
