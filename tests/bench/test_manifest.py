"""The manifest: what a run was, and nothing about who ran it."""

import functools
import getpass
import importlib
import json
import socket
import sys

import pytest
from attrs import evolve

from sim import __version__, core
from sim.bench import manifest
from sim.bench.folder import MANIFEST
from sim.bench.manifest import differences, identity, kept_scenarios, machine, policy_hash
from sim.bench.plan import TEST_FROM, Plan
from sim.bench.runs import run
from sim.canonical import scenario_hash
from sim.errors import UsageError
from sim.policies import REGISTRY
from sim.policies.external.process import External
from sim.policies.policy import PolicyRow
from sim.rules import rules_hash, with_overrides

CHANCE, RULES = REGISTRY["random"], REGISTRY["rules"]


@pytest.fixture(scope="module")
def plan(tutorial):
    return Plan((tutorial,), (RULES,), range(5, 7), CHANCE)


@pytest.fixture(scope="module")
def text(plan, tmp_path_factory):
    """A run's manifest, as it is in its folder."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    run(plan, out=folder, command=["buckstop", "bench", "tutorial"])
    return (folder / MANIFEST).read_text()


@pytest.fixture
def about(text):
    return json.loads(text)


def own(name):
    """The row of a user's policy, without starting it."""
    return PolicyRow(name, name, "", functools.partial(External, name=name, limit=1.0))


def hashed(text):
    return len(text) == 64 and int(text, 16) >= 0


def test_it_says_what_was_run(about, plan, tutorial):
    """Command, version, scenarios, rules, policies, seeds: enough to run it again."""
    assert about["command"] == ["buckstop", "bench", "tutorial"]
    assert about["episodes"] == plan.episodes
    assert about["complete"] is True
    found = about["identity"]
    assert found["version"] == __version__
    assert hashed(found["engine_hash"])
    assert found["scenarios"] == [
        {
            "id": "tutorial",
            "title": tutorial.title,
            "scenario_hash": scenario_hash(tutorial),
            "rules_hash": rules_hash(with_overrides(tutorial.rules)),
        }
    ]
    assert [row["id"] for row in found["policies"]] == ["random", "rules"]
    assert all(hashed(row["policy_hash"]) for row in found["policies"])
    assert found["baseline"] == "random"
    assert found["seeds"] == [5, 6]


def test_its_scenarios_are_those_that_were_played(about, tutorial):
    """The manifest contains their texts: nothing else is needed to resume the run."""
    assert list(about["scenarios"]) == ["tutorial"]
    assert kept_scenarios(about) == (tutorial,)


@pytest.mark.parametrize(
    "word", ["{home}/own/plan.toml", "--out={home}/runs", "{home}", "{home}/", "a {home}/b c"]
)
def test_it_contains_no_home_folder(tutorial, tmp_path, monkeypatch, word):
    """Neither the run's command nor that of a session that went on with it."""
    home = tmp_path / "ann"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    plan = Plan((tutorial,), (CHANCE,), range(1, 2))
    command = ["buckstop", "bench", word.format(home=home), str(tmp_path / "anna"), f"/x{home}"]
    for resume in (False, True):
        run(plan, out=tmp_path / "run", resume=resume, command=command)
    text = (tmp_path / "run" / MANIFEST).read_text()
    assert f"{home}/" not in text
    for kept in [
        json.loads(text)["command"],
        *(s["command"] for s in json.loads(text)["sessions"]),
    ]:
        assert kept == [*command[:2], word.format(home="~"), *command[3:]]


def test_it_says_when_and_on_what(about):
    """The kind of machine, the date and time, and who played."""
    (session,) = about["sessions"]
    assert session["started"] <= session["ended"]
    assert session["wall_s"] > 0
    assert session["episodes"] == 4
    assert (session["played_by"], session["workers"]) == ("here", 1)
    assert session["machine"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert session["machine"]["core"] == core.in_use()
    assert session["machine"]["cores"] >= 1
    assert session["machine"]["packages"]["attrs"]


def test_it_says_how_long_games_took(about):
    """Number and seconds for each scenario and policy."""
    assert {key: row[0] for key, row in about["seconds_per_episode"].items()} == {
        "tutorial random": 2,
        "tutorial rules": 2,
    }
    assert all(row[1] > 0 for row in about["seconds_per_episode"].values())


def test_it_names_neither_machine_nor_user(text):
    """A run can be published: neither the host's name nor the user's is in it."""
    for name in (socket.gethostname(), getpass.getuser()):
        if len(name) > 4:  # "root" may be in many a word
            assert name not in text
    assert set(machine()) == {
        "python",
        "implementation",
        "core",
        "system",
        "architecture",
        "cores",
        "packages",
    }


@pytest.mark.parametrize(
    ("seeds", "split"), [(range(1, 3), "train"), (range(TEST_FROM, TEST_FROM + 2), "test")]
)
def test_it_says_which_split(tutorial, seeds, split):
    """Policies tuned on the seeds that judge them can be told from others."""
    assert identity(Plan((tutorial,), (CHANCE,), seeds))["split"] == split


def test_the_same_plan_is_the_same_run(plan):
    """At any time; and after a round trip through JSON, it equals the one in the file."""
    assert identity(plan) == identity(plan)
    assert differences(json.loads(json.dumps(identity(plan))), identity(plan)) == []


def test_differences_are_described(plan, tutorial):
    """Each is named with its value then and its value now."""
    before = json.loads(json.dumps(identity(plan)))
    busier = evolve(tutorial, rules={"paid_hours_month": 180.0})
    changes = differences(before, identity(evolve(plan, seeds=range(1, 3), scenarios=(busier,))))
    words = " ".join(changes)
    assert "seeds: [5, 6] then, [1, 2] now" in words
    assert f"scenario hash of tutorial: {scenario_hash(tutorial)} then" in words
    assert "rules hash of tutorial" in words
    assert "policy" not in words


def test_built_in_policies_are_told_apart(monkeypatch):
    """Each has its own hash, and another one when the program's policies change."""
    hashes = {name: policy_hash(row) for name, row in REGISTRY.items()}
    assert len(set(hashes.values())) == len(REGISTRY)
    monkeypatch.setattr(manifest, "sources", lambda parts: "changed")
    assert all(policy_hash(row) != hashes[name] for name, row in REGISTRY.items())


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A working folder from which the installed program was started.

    Python then looks for modules next to its script, not in the working directory.
    """
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    importlib.invalidate_caches()


WAITS = "class Waits:\n    def decide(self, observation):\n        return []\n"


def test_a_users_policy_is_identified_by_its_file(place):
    """With one letter changed it is another policy; changed back it is the former one."""
    file = place / "waits_manifest.py"
    row = own("waits_manifest:Waits")
    hashes = []
    for text in (WAITS, WAITS + "# better\n", WAITS):
        file.write_text(text)
        importlib.invalidate_caches()
        hashes.append(policy_hash(row))
    assert all(map(hashed, hashes))
    assert hashes[0] == hashes[2]
    assert hashes[0] != hashes[1]


def test_a_policy_is_identified_by_the_file_that_its_process_would_run(
    place, tmp_path, monkeypatch
):
    """The working directory is searched last, there as here; a removed one contains nothing."""
    row = own("twice_manifest:Waits")
    (place / "twice_manifest.py").write_text(WAITS)
    here = policy_hash(row)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "twice_manifest.py").write_text(WAITS + "# installed\n")
    monkeypatch.syspath_prepend(elsewhere)
    importlib.invalidate_caches()
    installed = policy_hash(row)
    assert installed != here
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert policy_hash(row) == installed


def test_two_policies_of_one_file_are_two(place):
    """The attribute is part of a policy's identity."""
    (place / "both_manifest.py").write_text(WAITS)
    assert policy_hash(own("both_manifest:Waits")) != policy_hash(own("both_manifest:Other"))


def test_a_policy_in_a_package_is_identified_by_its_file(place):
    """`package.module:attribute` is found where the policy's own process finds it."""
    (place / "package_manifest").mkdir()
    (place / "package_manifest" / "__init__.py").write_text("")
    file = place / "package_manifest" / "inner.py"
    row = own("package_manifest.inner:Waits")
    hashes = []
    for text in (WAITS, WAITS + "# better\n"):
        file.write_text(text)
        importlib.invalidate_caches()
        hashes.append(policy_hash(row))
    assert hashes[0] != hashes[1]


def test_identifying_a_policy_does_not_run_it(place, monkeypatch):
    """Its code runs in its own process only, its package's included."""
    monkeypatch.syspath_prepend(place)
    (place / "loud_manifest").mkdir()
    (place / "loud_manifest" / "__init__.py").write_text("raise RuntimeError('it was run')\n")
    (place / "loud_manifest" / "inner.py").write_text(WAITS)
    assert hashed(policy_hash(own("loud_manifest.inner:Waits")))
    assert "loud_manifest" not in sys.modules


def test_a_changed_policy_is_another_run(place, tutorial):
    """A run cannot be resumed with a policy that was changed in between."""
    (place / "changing_manifest.py").write_text(WAITS)
    row = PolicyRow("changing_manifest:Waits", "", "", Waiting)
    plan = Plan((tutorial,), (row,), range(1, 3))
    run(plan, out=place / "run")
    (place / "changing_manifest.py").write_text(WAITS + "# better\n")
    importlib.invalidate_caches()
    with pytest.raises(UsageError, match="policy hash of changing_manifest:Waits"):
        run(plan, out=place / "run", resume=True)


class Waiting:
    def __init__(self, seed):
        pass

    def decide(self, observation):
        return ()
