"""`buckstop run`: its JSON document, its account of the game, its random seeds."""

import json
import re

import pytest
from attrs import evolve

from sim import __version__, cli
from sim.bench import episodes
from sim.model.vocabulary import Mode
from sim.policies import BUDGET, REGISTRY, PolicyRow
from sim.policies.external import process

DOCUMENT = {
    "scenario": str,
    "scenario_hash": str,
    "rules_hash": str,
    "version": str,
    "policy": str,
    "seed": int,
    "turns": int,
    "outcome": dict,
    "score": float,
    "objectives": list,
    "totals": dict,
    "mode_share": dict,
    "invalid_orders": int,
    "digest": str,
    "salt": str,
    "luck": int,
}
OBJECTIVE = ["id", "label", "weight", "value", "floor", "target", "points"]
TOTALS = [
    "cost",
    "cash",
    "quality",
    "oversight_hours",
    "oversight_load",
    "reputation",
    "morale",
    "losses",
    "losses_caused_by_others",
    "recovered",
    "borne",
]
MONEY = ["cost", "cash", "losses", "losses_caused_by_others", "recovered", "borne"]


def played(call, *arguments):
    """The document of `run tutorial --json` with further arguments."""
    code, out, err = call("run", "tutorial", "--json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize("policy", ["random", "rules"])
def test_the_document_has_the_promised_keys(call, policy):
    """Its keys, their order and their types are what other programs rely on."""
    document = played(call, "--policy", policy, "--seed", "3")
    assert list(document) == list(DOCUMENT)
    for key, kind in DOCUMENT.items():
        assert isinstance(document[key], kind), key
    assert (document["scenario"], document["policy"], document["seed"]) == ("tutorial", policy, 3)
    assert document["version"] == __version__
    assert list(document["outcome"]) == ["kind", "turn", "reason"]
    assert document["outcome"]["kind"] in ("completed", "bankrupt", "collapsed")
    assert all(list(objective) == OBJECTIVE for objective in document["objectives"])
    assert list(document["totals"]) == TOTALS
    assert list(document["mode_share"]) == [mode.value for mode in Mode]
    for key in ("scenario_hash", "rules_hash", "digest"):
        assert int(document[key], 16) >= 0


def test_figures_agree_with_each_other(call):
    """Money is whole, losses are recovered or borne, shares are shares, the score is of 1000."""
    document = played(call, "--policy", "outsource", "--seed", "5")
    totals = document["totals"]
    assert all(isinstance(totals[key], int) for key in MONEY)
    assert totals["losses"] == totals["recovered"] + totals["borne"]
    assert 0 <= totals["losses_caused_by_others"] <= totals["losses"]
    assert 0 <= document["score"] <= 1000
    assert sum(document["mode_share"].values()) == pytest.approx(1, abs=1e-3)


def test_the_same_seed_is_the_same_game(call):
    """A second run prints an identical document; another seed does not."""
    once, again, other = (played(call, "--seed", seed) for seed in ("11", "11", "12"))
    assert once == again
    assert once["digest"] != other["digest"]


def test_without_a_seed_one_is_drawn_and_shown(call):
    """Typing the drawn seed plays the same game."""
    drawn = played(call)
    assert played(call, "--seed", str(drawn["seed"])) == drawn
    code, out, _ = call("run", "tutorial")
    assert code == 0
    told = re.search(r"seed (\d+)", out.splitlines()[0])
    assert told is not None
    assert call("run", "tutorial", "--seed", told[1]) == (0, out, "")


def test_the_trace_shows_every_turn(call):
    """Each turn has a heading; the game's account follows on the same stream."""
    code, out, err = call("run", "tutorial", "--seed", "3", "--trace")
    assert (code, err) == (0, "")
    document = played(call, "--seed", "3")
    headings = [line for line in out.splitlines() if line.startswith("Month ")]
    assert headings == [f"Month {turn}" for turn in range(1, document["outcome"]["turn"] + 1)]
    assert f"score {document['score']:.0f} of 1000" in out
    assert document["digest"] in out


def test_with_json_the_trace_goes_to_standard_error(call):
    """With --json, standard output stays a single document."""
    code, out, err = call("run", "tutorial", "--seed", "3", "--trace", "--json")
    assert code == 0
    assert json.loads(out)["seed"] == 3
    assert err.startswith("Month 1\n")


def test_an_account_without_a_trace_is_short(call):
    """Without a trace, the result fits on one screen."""
    code, out, _ = call("run", "tutorial", "--seed", "3")
    assert code == 0
    assert len(out.splitlines()) < 24


class Broken:
    """A faulty policy."""

    def decide(self, observation):
        return [observation.no_such_thing]


def test_a_policy_that_raises_is_one_message(call, monkeypatch):
    """Policy, turn, scenario, seed and fault are named; exit code 1; no traceback."""
    row = PolicyRow(id="broken", title="Broken", summary="", make=lambda seed: Broken(), quick=True)
    monkeypatch.setitem(REGISTRY, "broken", row)
    code, out, err = call("run", "tutorial", "--policy", "broken", "--seed", "4")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    for part in ("'broken'", "turn 1", "'tutorial'", "seed 4", "AttributeError"):
        assert part in err


OWN = """
class Mine:
    def decide(self, observation):
        {}
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Write a policy to the working folder and return its name; its process is ended afterwards."""
    hosts = {}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(process._HOSTS, "by_name", hosts)

    def write(decide):
        (tmp_path / "of_ones_own.py").write_text(OWN.format(decide))
        return "of_ones_own:Mine"

    yield write
    for host in hosts.values():
        host.end()


def test_a_users_policy_plays_a_game(call, own):
    """A policy that orders nothing plays the waiting policy's game; the document is as promised."""
    document = played(call, "--policy", own("return []"), "--seed", "3")
    assert list(document) == list(DOCUMENT)
    assert document["policy"] == "of_ones_own:Mine"
    assert document["invalid_orders"] == 0


def test_a_policys_output_is_not_in_the_document(call, own):
    """A policy's output is counted, and the count is reported on standard error."""
    name = own("print('hello'); print('there'); return []")
    code, out, err = call("run", "tutorial", "--policy", name, "--seed", "3", "--json")
    assert code == 0
    lines = 2 * json.loads(out)["turns"]
    assert err == f"buckstop: warning: the policy printed {lines} lines, which were discarded.\n"


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        ("return [observation.no_such_thing]", "AttributeError"),
        ("return 3", "not a sequence of orders"),
        ("import os; os._exit(7)", "code 7"),
        ("import time; time.sleep(600)", "longer than 0.5 s"),
    ],
    ids=["raises", "hands in a number", "ends its process", "takes too long"],
)
def test_a_failing_users_policy_is_one_message(call, own, decide, words):
    """Policy, turn, scenario, seed and fault are named; exit code 1; no traceback."""
    name = own(decide)
    arguments = ("--policy", name, "--seed", "4", "--time-limit", "0.5")
    code, out, err = call("run", "tutorial", *arguments)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    for part in (f"'{name}'", "turn 1", "'tutorial'", "seed 4", words):
        assert part in err


@pytest.mark.parametrize(("arguments", "budget"), [((), BUDGET), (("--budget", "5"), 5)])
def test_a_planner_uses_the_given_budget(call, monkeypatch, arguments, budget):
    """Or with its default if none is given; a policy without a budget reports none."""
    given = []

    class Waits:
        def __init__(self, seed, **options):
            given.append(options)

        def decide(self, observation):
            return ()

    for name in ("planner", "rules"):
        monkeypatch.setitem(REGISTRY, name, evolve(REGISTRY[name], make=Waits))
        played(call, "--policy", name, "--seed", "1", *arguments)
    assert given == [{"budget": budget}, {}]


def test_an_internal_fault_is_one_message(call, monkeypatch):
    """Even an internal fault shows no traceback unless one is requested."""

    def fail(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(episodes.Game, "new", fail)
    monkeypatch.delenv("BUCKSTOP_TRACEBACK", raising=False)
    code, out, err = call("run", "tutorial", "--seed", "4")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    monkeypatch.setenv("BUCKSTOP_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["run", "tutorial", "--seed", "4"])
