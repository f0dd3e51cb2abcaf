"""Documents of episodes as `sim.bench.episode` returns them, made up."""

from typing import Any


def document(score: float, *, kind: str = "completed", **changes: Any) -> dict[str, Any]:
    """An episode with that score; further keys replace those of `totals` or of the top."""
    totals: dict[str, Any] = {
        "cost": 1000,
        "cash": 0,
        "quality": 80.0,
        "oversight_hours": 10.0,
        "oversight_load": 0.5,
        "reputation": 70.0,
        "morale": 0.7,
        "losses": 100,
        "losses_caused_by_others": 60,
        "recovered": 40,
        "borne": 60,
    }
    top: dict[str, Any] = {
        "score": score,
        "outcome": {"kind": kind, "turn": 12, "reason": ""},
        "mode_share": {"in_house": 0.5, "freelance": 0.5, "outsource": 0.0, "offshore": 0.0},
        "invalid_orders": 0,
        "orders": 4,
        "seconds": 0.25,
    }
    for key, value in changes.items():
        (totals if key in totals else top)[key] = value
    return {**top, "totals": totals}
