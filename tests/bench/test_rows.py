"""Rows of the report, against figures worked out by hand."""

import pytest

from sim.bench.rows import ALL_SCENARIOS, MEASURES, MONEY, Row
from tests.bench.documents import failed, record

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
    "turns_mean",
    "cost_per_turn_mean",
    "borne_per_turn_mean",
    "failed",
    "faults",
    "failure",
    "printed",
]


def test_a_row_by_hand():
    """Three seeds of one scenario, every figure of the row."""
    row = Row("web", "rules")
    early = {"kind": "bankrupt", "turns": 6, "cost": 1001}
    row.add([record(400, **early, invalid_orders=3, orders=6)], None)
    row.add([record(500, quality=90.0, borne=61, oversight_load=1.1)], None)
    away = {"mode_share_in_house": 0.0, "mode_share_freelance": 0.25, "mode_share_outsource": 0.75}
    row.add([record(600, orders=2, printed=4, **away)], None)
    figures = row.document(0.5)
    assert list(figures) == FIELDS
    assert figures == {
        "scenario": "web",
        "policy": "rules",
        "episodes": 3,
        "score_mean": 500,
        "score_ci95": [277.530376, 722.469624],
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
        "turns_mean": 10,
        "cost_per_turn_mean": 100,
        "borne_per_turn_mean": 6,
        "failed": 0,
        "faults": 0,
        "failure": None,
        "printed": 1,
    }
    assert isinstance(figures["cost_mean"], int)
    assert isinstance(figures["borne_mean"], int)
    assert isinstance(figures["cost_per_turn_mean"], int)
    assert isinstance(figures["borne_per_turn_mean"], int)


def test_going_bankrupt_early_does_not_look_cheap():
    """Its turns cost half as much again, its games half as much: two in three end in turn 3 of 18.

    Its borne losses look small per game, too, but per turn are twice the other's.
    """
    steady, reckless = Row("web", "rules"), Row("web", "reckless")
    for seed in range(9):
        steady.add([record(600, turns=18, cost=18_000, borne=900)], None)
        turns = 18 if seed % 3 == 0 else 3
        kind = "completed" if turns == 18 else "bankrupt"
        row = record(100, kind=kind, turns=turns, cost=1_500 * turns, borne=100 * turns)
        reckless.add([row], None)
    one, other = reckless.document(), steady.document()
    assert one["cost_mean"] < other["cost_mean"] == 18_000
    assert one["borne_mean"] < other["borne_mean"] == 900
    assert (one["turns_mean"], other["turns_mean"]) == (8, 18)
    assert (one["cost_per_turn_mean"], other["cost_per_turn_mean"]) == (1_500, 1_000)
    assert (one["borne_per_turn_mean"], other["borne_per_turn_mean"]) == (100, 50)


def test_what_a_turn_costs_is_counted_over_turns():
    """One game of 18 turns and one of 2 are 20 turns: not the mean of the two games' means."""
    row = Row("web", "rules")
    row.add([record(600, turns=18, cost=1_800)], None)
    row.add([record(0, kind="bankrupt", turns=2, cost=2_200)], None)
    assert row.document()["cost_per_turn_mean"] == 200


def test_over_all_scenarios_the_seed_is_the_observation():
    """Two scenarios under two seeds are two observations of the mean, and four of the spread.

    The seeds' means are 200 and 400. On a scale from 0 to 1: a mean of 0.3, a variance of 0.02, so
    d = 0.02 / 0.21, k = 12.7062² · d / 2, and (0.3 + k/2 ± √(0.21 k + k²/4)) / (1 + k).
    """
    row = Row(ALL_SCENARIOS, "rules")
    row.add([record(100), record(300)], None)
    row.add([record(200), record(600)], None)
    figures = row.document()
    assert figures["episodes"] == 4
    assert figures["score_mean"] == 300
    assert figures["score_ci95"] == pytest.approx([10.985604, 942.973789], abs=1e-6)
    assert figures["score_sd"] == pytest.approx(216.0247, abs=1e-4)


def test_the_difference_is_taken_seed_by_seed():
    """What both share cancels: 10 and 20 better gives 15 ± 12.7062 · 7.0711 / √2.

    That is t = 3 with one degree of freedom: p is 1 - 2 / π · atan 3.
    """
    row = Row("web", "rules", baseline="random")
    row.add([record(410)], [record(400)])
    row.add([record(820)], [record(800)])
    figures = row.document()
    assert list(figures) == [
        *FIELDS,
        "baseline",
        "difference_mean",
        "difference_ci95",
        "difference_p",
    ]
    assert figures["baseline"] == "random"
    assert figures["difference_mean"] == 15
    assert figures["difference_ci95"] == pytest.approx([-48.5310, 78.5310], abs=1e-3)
    assert figures["difference_p"] == 0.205


def test_over_all_scenarios_the_difference_is_that_of_the_seeds_means():
    """Four games under two seeds are two differences: 50 and 150, so 100 ± 12.7062 · 50."""
    row = Row(ALL_SCENARIOS, "rules", baseline="random")
    row.add([record(100), record(300)], [record(150), record(150)])
    row.add([record(500), record(600)], [record(500), record(300)])
    figures = row.document()
    assert figures["difference_mean"] == 100
    assert figures["difference_ci95"] == pytest.approx([-535.3102, 735.3102], abs=1e-3)
    assert figures["difference_p"] == 0.295  # t = 2: 1 - 2 / π · atan 2


def test_no_interval_exceeds_the_scale():
    """Two seeds far apart: a score is between 0 and 1000, a difference between -1000 and 1000."""
    row = Row("web", "rules", baseline="random")
    row.add([record(1000)], [record(0)])
    row.add([record(400)], [record(1000)])
    figures = row.document()
    low, high = figures["score_ci95"]
    assert 0 < low < 700 < high < 1000
    assert figures["difference_ci95"] == [-1000, 1000]
    assert figures["difference_p"] > 0.05


def test_one_seed_gives_no_interval():
    """With one seed the ends of the interval are null, and so are the deviation and p."""
    row = Row("web", "rules", baseline="rules")
    row.add([record(410)], [record(410)])
    figures = row.document()
    assert figures["score_ci95"] == [None, None]
    assert figures["score_sd"] is None
    assert figures["difference_mean"] == 0
    assert figures["difference_ci95"] == [None, None]
    assert figures["difference_p"] is None


def test_no_orders_means_no_illegal_orders():
    """Without orders the rate of illegal ones is 0, and no division by it."""
    row = Row("web", "patient")
    row.add([record(1, orders=0)], None)
    assert row.document()["invalid_rate"] == 0


def test_a_game_that_failed_scores_nothing_and_counts():
    """It pays to fail nowhere: its 0 is in the mean, the spread and the interval."""
    row = Row("web", "mine")
    row.add([record(600)], None)
    row.add([failed("it raised")], None)
    figures = row.document()
    assert figures["episodes"] == 2
    assert figures["failed"] == 1
    assert figures["score_mean"] == 300
    assert figures["score_min"] == 0
    assert figures["score_ci95"] == pytest.approx([1.291226, 993.010107], abs=1e-6)


def test_a_game_that_failed_has_no_other_measures():
    """Cost, quality, load, borne losses and who worked are those of the games that ended."""
    row = Row("web", "mine")
    row.add([record(600, cost=500, quality=70.0, borne=10)], None)
    row.add([failed("it raised")], None)
    figures = row.document()
    assert (figures["cost_mean"], figures["quality_mean"], figures["borne_mean"]) == (500, 70, 10)
    assert figures["oversight_load_mean"] == 0.5
    assert figures["mode_share"]["freelance"] == 0.5
    assert figures["bankrupt_rate"] == 0


def test_the_first_failure_is_reported():
    """The first of many failures gives the reason, whatever comes after it."""
    row = Row("web", "mine")
    for why in ("the first", "the second"):
        row.add([failed(why)], None)
    assert row.document()["failure"] == "the first"


def test_where_all_failed_there_is_nothing_to_measure():
    """Measures of no game are null, not 0: 0 would be a cheap firm without losses."""
    row = Row("web", "mine", baseline="rules")
    for _ in range(3):
        row.add([failed("it raised")], [record(500)])
    figures = row.document()
    assert figures["failed"] == figures["episodes"] == 3
    assert (figures["score_mean"], figures["invalid_rate"]) == (0, 0)
    assert figures["difference_mean"] == -500
    assert all(figures[f"{name}_mean"] is None for name in MEASURES)
    assert all(figures[f"{name}_per_turn_mean"] is None for name in MONEY)
    assert figures["turns_mean"] is None
    assert set(figures["mode_share"].values()) == {None}


def test_a_failed_baseline_is_still_compared():
    """Its score of 0 counts on the other side of the difference."""
    row = Row("web", "rules", baseline="mine")
    row.add([record(500)], [failed("it raised")])
    assert row.document()["difference_mean"] == 500


def test_games_in_which_it_printed_are_counted():
    """Games, not lines: a talkative policy is one that printed in two games of three."""
    row = Row("web", "mine")
    for lines in (12, 0, 1):
        row.add([record(1, printed=lines)], None)
    assert row.document()["printed"] == 2


@pytest.mark.parametrize(
    ("differences", "p"), [((0, 0, 0), 1.0), ((5, 5, 5), 1e-9), ((1, 2, 3, 4, 5), 0.0132)]
)
def test_p_is_given_to_three_digits(differences, p):
    """1 to 5 is t = 3 / (1.5811 / √5) = 4.2426 with 4 degrees of freedom, as in the tables."""
    row = Row("web", "rules", baseline="random")
    for difference in differences:
        row.add([record(100 + difference)], [record(100)])
    assert row.document()["difference_p"] == p
