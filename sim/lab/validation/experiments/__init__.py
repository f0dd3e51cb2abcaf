"""The experiments, by row of the validation.

An experiment plays games under a seed and notes numbers; its estimates turn the notes of many seeds
into figures. It does not use the published figures (`sim.lab.validation.published`).
"""

from sim.lab.validation.experiments import bids, contracts, deals, effort, people, quality
from sim.lab.validation.experiments.base import Experiment

EXPERIMENTS: dict[str, Experiment] = {
    "V1": deals.HIDDEN_COST,
    "V2": deals.NET_SAVING,
    "V3": deals.WAGE_GAP,
    "V4": deals.NEVER_PAY,
    "V5": deals.LEGACY_PARITY,
    "V6": contracts.EARLY_END,
    "V7": contracts.AFTERWARDS,
    "V8": effort.ELAPSED,
    "V9": effort.EFFORT,
    "V10": effort.TIME_ZONES,
    "V11": effort.TURNOVER,
    "V12": quality.REVIEWS,
    "V13": quality.STRANGERS,
    "V14": people.LAYOFFS,
    "V15": bids.CHEAP_BIDS,
    "V16": bids.PRICING,
    "V17": contracts.SWITCHING,
    "V18": deals.SATISFACTION,
    "V19": quality.BREACHES,
    "V20": effort.OVERRUNS,
    "V21": deals.CAPTIVE,
}
"""Experiments by id of the published fact."""
