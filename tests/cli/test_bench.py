"""`buckstop bench`: its document and its table."""

import json

import pytest

from sim.policies import REGISTRY
from sim.scenario_io import catalogue

ROW = [
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
PAIRED = ["baseline", "difference_mean", "difference_ci95"]


def benched(call, *arguments):
    """The document of `bench --json` with further arguments."""
    code, out, err = call("bench", "--json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_document_is_that_of_the_contract(call):
    """A row per scenario and policy, then one per policy over all; the keys are promised."""
    report = benched(call, "tutorial", "--policy", "rules", "--policy", "random", "--seeds", "1-3")
    assert list(report) == ["episodes", "wall_s", "episodes_per_s", "rows"]
    assert report["episodes"] == 6
    assert [(row["scenario"], row["policy"]) for row in report["rows"]] == [
        ("tutorial", "rules"),
        ("tutorial", "random"),
        ("*", "rules"),
        ("*", "random"),
    ]
    for row in report["rows"]:
        assert list(row) == ROW
        assert row["episodes"] == 3
        low, high = row["score_ci95"]
        assert low <= row["score_mean"] <= high
        assert row["score_min"] <= row["score_p05"] + 0.05
        assert isinstance(row["cost_mean"], int)
        assert isinstance(row["borne_mean"], int)


def test_rows_are_made_of_the_games_that_run_plays(call):
    """The mean over seeds is the mean of the scores that `run` prints for them."""
    report = benched(call, "tutorial", "--policy", "freelance", "--seeds", "7-8")
    scores = []
    for seed in ("7", "8"):
        arguments = ("run", "tutorial", "--policy", "freelance", "--seed", seed, "--json")
        scores.append(json.loads(call(*arguments)[1])["score"])
    assert report["rows"][0]["score_mean"] == pytest.approx(sum(scores) / 2, abs=1e-5)
    assert report["rows"][0]["score_min"] == pytest.approx(min(scores), abs=1e-5)


def test_the_baseline_plays_and_is_compared_with(call):
    """It has a row though nobody named it, and differs from itself by nothing."""
    arguments = ("tutorial", "--policy", "rules", "--baseline", "random", "--seeds", "1-4")
    rows = {row["policy"]: row for row in benched(call, *arguments)["rows"][:2]}
    assert list(rows) == ["random", "rules"]
    assert all(list(row) == ROW + PAIRED for row in rows.values())
    assert rows["random"]["difference_mean"] == 0
    assert rows["random"]["difference_ci95"] == [0, 0]
    gain = rows["rules"]["score_mean"] - rows["random"]["score_mean"]
    assert rows["rules"]["difference_mean"] == pytest.approx(gain, abs=2e-6)


def test_figures_do_not_depend_on_what_else_is_played(call):
    """A policy alone gets the row that it gets in company; only the clock differs."""

    def row(*arguments):
        rows = benched(call, "tutorial", "--seeds", "1-3", *arguments)["rows"]
        found = next(row for row in rows if row["policy"] == "rules")
        return {key: value for key, value in found.items() if key != "seconds_per_episode"}

    assert row("--policy", "rules") == row("--policy", "random", "--policy", "rules")


def test_by_default_all_scenarios_and_quick_policies_play(call):
    """Nothing named: every shipped scenario, every quick built-in policy."""
    rows = benched(call, "--seeds", "1-1")["rows"]
    scenarios = [entry.id for entry in catalogue()]
    policies = [row.id for row in REGISTRY.values() if row.quick]
    expected = [(scenario, policy) for scenario in [*scenarios, "*"] for policy in policies]
    assert [(row["scenario"], row["policy"]) for row in rows] == expected


def test_naming_things_twice_plays_them_once(call):
    """Repeated scenarios and policies would count the same games twice."""
    arguments = ("tutorial", "tutorial", "--policy", "random", "--policy", "random")
    assert benched(call, *arguments, "--seeds", "1-2")["episodes"] == 2


def test_two_scenarios_with_one_id_are_refused(call, tmp_path):
    """Their rows could not be told apart."""
    shipped = next(entry.path for entry in catalogue() if entry.id == "tutorial")
    other = tmp_path / "other.toml"
    text = shipped.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title"))
    other.write_text(text.replace(title, 'title = "Another one"', 1), encoding="utf-8")
    code, out, err = call("bench", "tutorial", str(other), "--seeds", "1-1")
    assert (code, out) == (2, "")
    assert 'the id "tutorial"' in err


def test_the_table_has_a_line_for_each_row(call):
    """One scenario: its rows, and none over all scenarios, which would be the same."""
    code, out, err = call("bench", "tutorial", "--policy", "random", "--seeds", "1-2")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("scenario")
    assert lines[1].startswith("tutorial")
    assert lines[2] == ""
    assert "2 games" in lines[3]
