"""What is stored of an episode: one flat row, and one for each turn."""

import json

import pytest
from attrs import evolve

from sim.bench.episodes import Game, episode
from sim.bench.plan import Job
from sim.bench.records import TURN_COLUMNS, columns, play
from sim.errors import FailureKind
from sim.model.orders import CloseSite
from sim.model.vocabulary import Mode
from sim.policies import REGISTRY
from tests.bench.players import Steady, faulty, row_of

BESIDE = {"failure", "failure_message"}
"""Columns that `run --json` has no use for."""


def job(scenario, policy="rules", seed=3):
    return Job(scenario, REGISTRY[policy] if isinstance(policy, str) else policy, seed)


def played(one):
    return play(one, columns([one.scenario]))


def flat(document):
    """A document of `run --json` as columns, by the names that are promised for them."""
    found = {}
    for key, value in document.items():
        if key == "outcome":
            found |= {"outcome": value["kind"], "outcome_turn": value["turn"]}
            found["outcome_reason"] = value["reason"]
        elif key == "totals":
            found |= value
        elif key == "mode_share":
            found |= {f"mode_share_{mode}": share for mode, share in value.items()}
        elif key == "objectives":
            for row in value:
                found |= {
                    f"objective_{row['id']}_{what}": of for what, of in row.items() if what != "id"
                }
        elif key != "seconds":
            found[key] = value
    return found


@pytest.mark.parametrize(("policy", "seed"), [("rules", 3), ("random", 1), ("outsource", 2)])
def test_a_row_holds_exactly_what_run_reports(tutorial, policy, seed):
    """Everything `run --json` says about a game is a column of its row, with an equal value."""
    row = played(job(tutorial, policy, seed)).row
    document = episode(tutorial, REGISTRY[policy], seed)
    expected = flat(document)
    assert {key: value for key, value in row.items() if key not in BESIDE} == expected
    assert all(row[key] == "" for key in BESIDE)


def test_each_column_has_one_type(tutorial):
    """Whole numbers are whole and numbers are not, so that a table has a type for a column."""
    kinds = columns([tutorial])
    for policy, seed in (("rules", 3), ("random", 1)):
        row = played(job(tutorial, policy, seed)).row
        assert list(row) == list(kinds)
        for name, value in row.items():
            assert value is None or type(value) is kinds[name], name


def test_columns_are_those_of_all_scenarios_of_the_benchmark(tutorial):
    """An objective of another scenario is a column of every row, empty where it is not aimed at."""
    (first, *rest) = tutorial.objectives
    other = evolve(tutorial, id="other", objectives=(evolve(first, id="else"), *rest))
    names = columns([tutorial, other])
    row = play(job(tutorial), names).row
    assert list(row) == list(names)
    assert row["objective_else_points"] is None
    assert row[f"objective_{first.id}_points"] is not None
    assert names == columns([other, tutorial])


def test_a_failed_game_has_the_same_columns(tutorial):
    """It says who failed, where and why, and that it scored 0; the other columns are empty."""
    found = played(job(tutorial, faulty(lambda: 1 / 0), 9))
    assert list(found.row) == list(columns([tutorial]))
    known = {key: value for key, value in found.row.items() if value is not None}
    message = known.pop("failure_message")
    assert known == {
        "scenario": "tutorial",
        "policy": "faulty",
        "seed": 9,
        "salt": "",
        "luck": 9,
        "score": 0.0,
        "outcome": "failed",
        "failure": "raised",
    }
    for part in ("'faulty'", "turn 1", "'tutorial'", "seed 9", "ZeroDivisionError"):
        assert part in message
    assert found.turns == ()


@pytest.mark.parametrize(("policy", "seed"), [("rules", 3), ("random", 1), ("offshore", 4)])
def test_turns_add_up_to_the_game(tutorial, policy, seed):
    """Cost and borne losses to the last penny; hours and loads to rounding."""
    found = played(job(tutorial, policy, seed))
    row, turns = found.row, found.turns
    assert [turn["turn"] for turn in turns] == list(range(1, row["turns"] + 1))
    for turn in turns:
        assert list(turn) == list(TURN_COLUMNS)
        for name, value in turn.items():
            assert type(value) is TURN_COLUMNS[name], name
        for key in ("scenario", "policy", "seed"):
            assert turn[key] == row[key]
    assert sum(turn["cost"] for turn in turns) == row["cost"]
    assert sum(turn["borne"] for turn in turns) == row["borne"]
    load = sum(turn["oversight_load"] for turn in turns) / len(turns)
    assert load == pytest.approx(row["oversight_load"], abs=1e-4)
    hours = {mode.value: sum(turn[f"hours_{mode.value}"] for turn in turns) for mode in Mode}
    for mode, spent in hours.items():
        share = spent / sum(hours.values())
        assert share == pytest.approx(row[f"mode_share_{mode}"], abs=1e-4)


def test_rows_are_json_and_contain_no_times(tutorial):
    """Rows do not depend on who plays them, or how fast, and contain no times.

    Every number in them is valid JSON.
    """
    one, again = (played(job(tutorial)) for _ in range(2))
    assert one.seconds > 0
    for name in (*one.row, *one.turns[0]):
        assert "second" not in name
        assert "time" not in name
    for row, same in zip((one.row, *one.turns), (again.row, *again.turns), strict=True):
        text = json.dumps(row, allow_nan=False)
        assert json.loads(text) == row
        assert text == json.dumps(same)


def raises_later():
    yield CloseSite("nowhere")
    raise LookupError("gone")


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (lambda: 1 / 0, "raised", "ZeroDivisionError"),
        (raises_later, "raised", "LookupError: gone"),
        (lambda: None, "junk", "NoneType"),
        (lambda: 3, "junk", "int"),
    ],
    ids=["raises", "raises while it is read", "None", "a number"],
)
@pytest.mark.parametrize("turn", [1, 3])
def test_a_policy_that_fails_is_a_row(tutorial, wrong, kind, words, turn):
    """What it did wrong is given by its kind and in words, whichever turn it was in."""
    found = played(job(tutorial, faulty(wrong, turn)))
    assert found.row["failure"] == kind
    assert words in found.row["failure_message"]
    assert f"turn {turn} " in found.row["failure_message"]
    assert found.row["score"] == 0
    assert found.turns == ()


def test_a_fault_of_the_engine_is_a_row_and_not_blamed_on_the_policy(tutorial, monkeypatch):
    """The benchmark continues, and says that the player was not at fault."""

    def broken(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Game, "submit_legal", broken)
    row = played(job(tutorial)).row
    assert row["failure"] == FailureKind.FAULT.value == "fault"
    assert row["failure_message"] == (
        "A bug in Buckstop: ZeroDivisionError: division by zero. Please report it."
    )
    assert (row["outcome"], row["score"]) == ("failed", 0)


def test_books_that_do_not_agree_are_a_row(tutorial, monkeypatch):
    """Accounts that do not add up give no score; the message says what differs."""
    monkeypatch.setattr("sim.bench.episodes.disagreements", lambda facts: ["cash differs: 1 and 0"])
    row = played(job(tutorial)).row
    assert row["failure"] == FailureKind.BOOKS.value == "books"
    assert "cash differs: 1 and 0" in row["failure_message"]
    assert (row["outcome"], row["score"]) == ("failed", 0)


def test_long_failure_messages_are_cut(tutorial):
    """A policy cannot fill the disk with the text of its exceptions."""

    def wordy():
        raise ValueError("x" * 1_000_000)

    assert len(played(job(tutorial, faulty(wordy))).row["failure_message"]) <= 300


def test_ctrl_c_is_no_failure(tutorial):
    """An interruption ends the benchmark, and is not recorded as a policy's fault."""

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        played(job(tutorial, faulty(interrupted)))


def test_lines_that_a_policy_printed_are_counted(tutorial):
    """Their number is in the row; a built-in policy prints nothing."""
    talkative = Steady()
    talkative.printed = 7
    assert played(job(tutorial, row_of(talkative))).row["printed"] == 7
    assert played(job(tutorial)).row["printed"] == 0
