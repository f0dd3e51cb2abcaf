"""Rows of episodes as `sim.bench.records` makes them, made up."""

from typing import Any

from sim.bench.records import FAILED


def record(score: float, *, kind: str = "completed", **changes: Any) -> dict[str, Any]:
    """An episode with that score; further keys replace its columns."""
    return {
        "score": score,
        "outcome": kind,
        "failure": "",
        "failure_message": None,
        "turns": 12,
        "cost": 1000,
        "quality": 80.0,
        "oversight_load": 0.5,
        "borne": 60,
        "mode_share_in_house": 0.5,
        "mode_share_freelance": 0.5,
        "mode_share_outsource": 0.0,
        "mode_share_offshore": 0.0,
        "invalid_orders": 0,
        "orders": 4,
        "printed": 0,
        **changes,
    }


def failed(why: str) -> dict[str, Any]:
    """An episode that failed: it scores nothing, and nothing else is known of it."""
    nothing = dict.fromkeys(record(0.0))
    known = {"score": 0.0, "outcome": FAILED, "failure": "raised", "failure_message": why}
    return {**nothing, **known}
