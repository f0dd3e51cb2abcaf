"""Rows of the report, against figures worked out by hand."""

import pytest

from sim.bench.rows import ALL_SCENARIOS, Row
from tests.bench.documents import document

FIELDS = [
    "scenario",
    "policy",
    "episodes",
    "score_mean",
    "score_ci95",
    "score_sd",
    "score_min",
    "score_p05",
    "bankrupt_rate",
    "invalid_rate",
    "cost_mean",
    "quality_mean",
    "oversight_load_mean",
    "borne_mean",
    "mode_share",
    "seconds_per_episode",
]


def test_a_row_by_hand():
    """Three seeds of one scenario, every figure of the row."""
    row = Row("web", "rules")
    modes = {"in_house": 0.0, "freelance": 0.25, "outsource": 0.75, "offshore": 0.0}
    row.add([document(400, kind="bankrupt", cost=1001, invalid_orders=3, orders=6)], None)
    row.add([document(500, quality=90.0, borne=61, oversight_load=1.1)], None)
    row.add([document(600, mode_share=modes, seconds=1.0, orders=2)], None)
    figures = row.document()
    assert list(figures) == FIELDS
    assert figures == {
        "scenario": "web",
        "policy": "rules",
        "episodes": 3,
        "score_mean": 500,
        "score_ci95": [251.586229, 748.413771],
        "score_sd": 100,
        "score_min": 400,
        "score_p05": 410,
        "bankrupt_rate": 0.333333,
        "invalid_rate": 0.25,
        "cost_mean": 1000,
        "quality_mean": 83.333333,
        "oversight_load_mean": 0.7,
        "borne_mean": 60,
        "mode_share": {
            "in_house": 0.333333,
            "freelance": 0.416667,
            "outsource": 0.25,
            "offshore": 0,
        },
        "seconds_per_episode": 0.5,
    }
    assert isinstance(figures["cost_mean"], int)
    assert isinstance(figures["borne_mean"], int)


def test_over_all_scenarios_the_seed_is_the_observation():
    """Two scenarios under two seeds are two observations of the mean, and four of the spread.

    The seeds' means are 200 and 400: 300 ± 12.7062 · 141.4214 / √2.
    """
    row = Row(ALL_SCENARIOS, "rules")
    row.add([document(100), document(300)], None)
    row.add([document(200), document(600)], None)
    figures = row.document()
    assert figures["episodes"] == 4
    assert figures["score_mean"] == 300
    assert figures["score_ci95"] == pytest.approx([-970.6205, 1570.6205], abs=1e-3)
    assert figures["score_sd"] == pytest.approx(216.0247, abs=1e-4)


def test_the_difference_is_taken_seed_by_seed():
    """What both share cancels: 10 and 20 better gives 15 ± 12.7062 · 7.0711 / √2."""
    row = Row("web", "rules", baseline="random")
    row.add([document(410)], [document(400)])
    row.add([document(820)], [document(800)])
    figures = row.document()
    assert figures["baseline"] == "random"
    assert figures["difference_mean"] == 15
    assert figures["difference_ci95"] == pytest.approx([-48.5310, 78.5310], abs=1e-3)


def test_one_seed_tells_no_interval():
    """With one seed the ends of the interval are null, and so is the deviation."""
    row = Row("web", "rules", baseline="rules")
    row.add([document(410)], [document(410)])
    figures = row.document()
    assert figures["score_ci95"] == [None, None]
    assert figures["score_sd"] is None
    assert figures["difference_mean"] == 0
    assert figures["difference_ci95"] == [None, None]


def test_who_hands_in_nothing_hands_in_nothing_illegal():
    """Without orders the rate of illegal ones is 0, and no division by it."""
    row = Row("web", "patient")
    row.add([document(1, orders=0)], None)
    assert row.document()["invalid_rate"] == 0
