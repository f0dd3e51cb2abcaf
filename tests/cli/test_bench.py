"""`buckstop bench`: its JSON document and its table."""

import itertools
import json
import sys

import pytest

from sim.bench.plan import TEST_FROM
from sim.cli.arguments import COUNT_MOST
from sim.policies import REGISTRY
from sim.policies.external import process
from sim.policies.policy import game_luck, own_luck
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
LATER = [
    "turns_mean",
    "cost_per_turn_mean",
    "borne_per_turn_mean",
    "failed",
    "faults",
    "failure",
    "printed",
]
PAIRED = ["baseline", "difference_mean", "difference_ci95", "difference_p"]


SALTED = ("--salt", "any")
UNSALTED = ("--salt", "")

TWO_GAMES = ("--seeds", "1-2", "--jobs", "1")


def benched(call, *arguments):
    """The document of `bench --json` with the given further arguments, run in this process."""
    code, out, err = call("bench", "--json", "--jobs", "1", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def timeless(report):
    """The rows of a document without their timings."""
    return [
        {key: value for key, value in row.items() if key != "seconds_per_episode"}
        for row in report["rows"]
    ]


def test_the_document_has_the_promised_keys(call):
    """One row per scenario and policy, then one per policy over all; the keys are guaranteed.

    The keys that were guaranteed first come first, in their order.
    """
    report = benched(call, "tutorial", "--policy", "rules", "--policy", "random", "--seeds", "1-3")
    assert list(report) == ["episodes", "played", "wall_s", "episodes_per_s", "rows", "salt"]
    assert report["episodes"] == 6
    assert [(row["scenario"], row["policy"]) for row in report["rows"]] == [
        ("tutorial", "rules"),
        ("tutorial", "random"),
        ("*", "rules"),
        ("*", "random"),
    ]
    for row in report["rows"]:
        assert list(row) == ROW + LATER
        assert row["episodes"] == 3
        low, high = row["score_ci95"]
        assert 0 <= low <= row["score_mean"] <= high <= 1000
        assert row["score_min"] <= row["score_p05"] + 0.05
        assert isinstance(row["cost_mean"], int)
        assert isinstance(row["borne_mean"], int)
        assert (row["failed"], row["failure"], row["printed"]) == (0, None, 0)


def test_rows_average_the_games_that_run_plays(call):
    """A row's mean over seeds is the mean of the scores that `run` prints for those seeds."""
    report = benched(call, "tutorial", "--policy", "freelance", "--seeds", "7-8")
    scores = []
    for seed in ("7", "8"):
        arguments = ("run", "tutorial", "--policy", "freelance", "--seed", seed, "--json")
        scores.append(json.loads(call(*arguments)[1])["score"])
    assert report["rows"][0]["score_mean"] == pytest.approx(sum(scores) / 2, abs=1e-5)
    assert report["rows"][0]["score_min"] == pytest.approx(min(scores), abs=1e-5)


def test_the_baseline_plays_and_is_compared(call):
    """The baseline gets a row even if it was not named, and its difference from itself is zero."""
    arguments = ("tutorial", "--policy", "rules", "--baseline", "random", "--seeds", "1-4")
    rows = {row["policy"]: row for row in benched(call, *arguments)["rows"][:2]}
    assert list(rows) == ["random", "rules"]
    assert all(list(row) == ROW + LATER + PAIRED for row in rows.values())
    assert rows["random"]["difference_mean"] == 0
    assert rows["random"]["difference_ci95"] == [0, 0]
    assert rows["random"]["difference_p"] == 1
    assert 0 <= rows["rules"]["difference_p"] <= 1
    gain = rows["rules"]["score_mean"] - rows["random"]["score_mean"]
    assert rows["rules"]["difference_mean"] == pytest.approx(gain, abs=2e-6)


def test_figures_do_not_depend_on_what_else_is_played(call):
    """A policy gets the same row alone as with others, except for timings."""

    def row(*arguments):
        rows = benched(call, "tutorial", "--seeds", "1-3", *arguments)["rows"]
        found = next(row for row in rows if row["policy"] == "rules")
        return {key: value for key, value in found.items() if key != "seconds_per_episode"}

    assert row("--policy", "rules") == row("--policy", "random", "--policy", "rules")


@pytest.mark.long
def test_by_default_all_scenarios_and_quick_policies_play(call):
    """The default is every shipped scenario and every quick built-in policy."""
    rows = benched(call, "--seeds", "1-1")["rows"]
    scenarios = [entry.id for entry in catalogue()]
    policies = [row.id for row in REGISTRY.values() if row.quick]
    expected = [(scenario, policy) for scenario in [*scenarios, "*"] for policy in policies]
    assert [(row["scenario"], row["policy"]) for row in rows] == expected


def test_naming_things_twice_plays_them_once(call):
    """Scenarios and policies named twice are played once, so no game counts twice."""
    arguments = ("tutorial", "tutorial", "--policy", "random", "--policy", "random")
    assert benched(call, *arguments, "--seeds", "1-2")["episodes"] == 2


def test_two_scenarios_with_one_id_are_refused(call, tmp_path):
    """Two scenarios with the same id are refused: their rows could not be told apart."""
    shipped = next(entry.path for entry in catalogue() if entry.id == "tutorial")
    other = tmp_path / "other.toml"
    text = shipped.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title"))
    other.write_text(text.replace(title, 'title = "Another one"', 1), encoding="utf-8")
    code, out, err = call("bench", "tutorial", str(other), "--seeds", "1-1")
    assert (code, out) == (2, "")
    assert 'the id "tutorial"' in err


def test_the_table_has_a_line_for_each_row(call):
    """With one scenario there is no block over all scenarios, since it would be identical."""
    code, out, err = call("bench", "tutorial", "--policy", "random", *TWO_GAMES)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("scenario")
    assert lines[1].startswith("tutorial")
    assert lines[2] == ""
    assert "2 games" in lines[3]


def test_the_same_seeds_give_the_same_figures(call):
    """Equal seeds always give equal figures; other seeds are other games."""
    arguments = ("tutorial", "--policy", "random", "--seeds")
    once, again, other = (benched(call, *arguments, seeds) for seeds in ("1-2", "1-2", "3-4"))
    assert timeless(once) == timeless(again)
    assert timeless(once) != timeless(other)


def test_bars_are_drawn_instead_of_a_table(call):
    """One bar per policy, best first, with a note below of what was played."""
    arguments = ("tutorial", "--policy", "random", "--policy", "rules")
    code, out, err = call("bench", *arguments, *TWO_GAMES, "--bars")
    assert (code, err) == (0, "")
    heading, best, worst, empty, games = out.splitlines()
    assert "95% interval" in heading
    assert best.split()[:2] == ["tutorial", "rules"]
    assert worst.split()[0] == "random"
    assert best.count("█") > worst.count("█") > 0
    assert empty == ""
    assert games.startswith("4 games")


# --- seeds, processes, limits --------------------------------------------------------------------


@pytest.fixture
def planned(call, monkeypatch):
    """The plan that a command line produces; nothing is played."""

    def planned(*arguments):
        plans = []

        def run(plan, *_):
            plans.append(plan)
            return {
                "episodes": plan.episodes,
                "played": 0,
                "wall_s": 0.0,
                "episodes_per_s": 0.0,
                "rows": [],
            }

        monkeypatch.setattr("sim.bench.runs.run", run)
        code, _, err = call("bench", "tutorial", "--jobs", "1", "--json", *arguments)
        assert (code, err) == (0, "")
        (plan,) = plans
        return plan

    return planned


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        ((), 1, 100),
        (("--split", "train"), 1, 100),
        (("--split", "test"), TEST_FROM, TEST_FROM + 99),
        (("--split", "test", "--seeds", "1000005-1000006"), TEST_FROM + 5, TEST_FROM + 6),
        (("--seeds", "999999"), TEST_FROM - 1, TEST_FROM - 1),
        (("--seeds", "0-3", "--split", "train"), 0, 3),
    ],
)
def test_each_split_has_its_seeds(planned, arguments, first, last):
    """A hundred seeds from 1, or from a million, unless seeds are named."""
    assert planned(*arguments).seeds == range(first, last + 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--seeds", "1000000"),
        ("--seeds", "999999-1000000"),
        ("--seeds", "1000000-1000001", "--split", "train"),
        ("--seeds", "999999-1000000", "--split", "test"),
        ("--seeds", "1-2", "--split", "test"),
        ("--split", "both"),
        ("--split", ""),
    ],
)
def test_the_splits_are_kept_apart(call, arguments):
    """The test seeds are played only on explicit request, never by mistake."""
    code, out, err = call("bench", "tutorial", "--policy", "random", "--jobs", "1", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("buckstop: ")
    assert err.count("\n") == 1
    assert "split" in err


def test_the_test_split_can_be_played(call):
    """The seeds of the test split work like any others."""
    seeds = ("--split", "test", "--seeds", "1000000-1000001")
    assert benched(call, "tutorial", "--policy", "random", *seeds)["episodes"] == 2


def test_the_test_split_is_not_for_tuning(call):
    """On the test split a planner plays only with its own budget."""
    arguments = ("--policy", "planner", "--split", "test", "--budget")
    code, out, err = call("bench", "tutorial", *arguments, "5", "--jobs", "1")
    assert (code, out) == (2, "")
    assert "planner" in err
    assert "budget" in err


def test_a_budget_is_for_planners_only(planned):
    """A budget applies to planners only; other policies have none and are unchanged."""
    arguments = ("--policy", "planner", "--policy", "rules", "--baseline", "oracle")
    plan = planned(*arguments, "--budget", "7")
    assert {row.id: row.budget for row in plan.players} == {
        "planner": 7,
        "rules": None,
        "oracle": 7,
    }
    assert planned(*arguments).players[1].budget == REGISTRY["planner"].budget


NO_COUNT = ("0", "-1", "1.5", "x", "", "١", str(COUNT_MOST + 1), "9" * 30)
NO_SECONDS = ("0", "-1", "nan", "inf", "-inf", "x", "", "86401", "1e1", "1_0", "+3", " 3 ", "٣")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *itertools.product(("--jobs", "--budget"), NO_COUNT),
        *itertools.product(("--time-limit",), NO_SECONDS),
        ("--out", ""),
    ],
)
def test_nonsense_is_wrong_usage(call, option, value):
    """One line says what was typed and what is expected; nothing is played."""
    code, out, err = call("bench", "tutorial", "--policy", "random", f"{option}={value}")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert option in err


def test_options_that_do_not_go_together(call, tmp_path):
    """A cluster sets its own number of workers, and a run that was not kept cannot be resumed."""
    for arguments, word in [
        (("--cluster", "tcp://127.0.0.1:8786", "--jobs", "2"), "--jobs"),
        (("--resume",), "name its folder"),
        (("--resume", ""), "name a folder"),
    ]:
        code, out, err = call("bench", "tutorial", "--policy", "random", *arguments)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert word in err


def test_an_unreachable_cluster_is_one_message(call, monkeypatch):
    """An unreachable cluster gives one message: its address and how to start one."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("sim.bench.workers.CONNECT_SECONDS", 1.0)
    address = "tcp://127.0.0.1:9"
    code, out, err = call("bench", "tutorial", "--policy", "random", "--cluster", address)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert address in err
    assert "dask scheduler" in err


def test_without_dask_there_is_no_cluster(call, monkeypatch):
    """Without Dask, the message names the extra to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, out, err = call("bench", "tutorial", "--policy", "random", "--cluster", "tcp://here:1")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "buckstop[cluster]" in err


# --- a run that is kept --------------------------------------------------------------------------


def test_a_run_is_saved_and_resumed(call, tmp_path):
    """The run's folder is printed; a second run does not overwrite it; resuming prints the same."""
    folder = str(tmp_path / "run")
    arguments = ("tutorial", "--policy", "random", "--policy", "rules", "--seeds", "1-2")
    code, out, err = call("bench", *arguments, "--jobs", "1", "--out", folder)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"Saved in {folder}; buckstop report {folder} draws it."
    again, out, err = call("bench", *arguments, "--jobs", "1", "--out", folder)
    assert (again, out) == (2, "")
    assert "--resume" in err
    went_on = benched(call, *arguments, "--out", folder, "--resume")
    assert timeless(went_on) == timeless(benched(call, *arguments))
    code, out, err = call(
        "bench", "tutorial", "--policy", "random", *TWO_GAMES, "--out", folder, "--resume"
    )
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "policies: random, rules then, random now" in err


RESULTS = ("episodes.jsonl", "turns.jsonl", "summary.json")
BEGUN = ("tutorial", "--policy", "random", "--policy", "planner", "--baseline", "hold")


def results(folder):
    return {name: (folder / name).read_bytes() for name in RESULTS}


@pytest.fixture
def begun(call, tmp_path):
    """The folder of a run with non-default options, cut off during its second seed."""
    folder = tmp_path / "run"
    arguments = (*BEGUN, "--budget", "1", "--seeds", "4-5", "--jobs", "1")
    assert call("bench", *arguments, "--out", str(folder))[0] == 0
    whole = results(folder)
    for name in RESULTS[:2]:
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(kept[: len(kept) * 2 // 3])
    about = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**about, "complete": False}))
    (folder / "summary.json").unlink()
    return folder, whole


@pytest.mark.parametrize(
    "form",
    [
        ("--resume", "{}"),
        ("--resume={}",),
        ("--out", "{}", "--resume"),
        ("--resume", "--out", "{}"),
        ("--resume", "{}", "--out", "{}"),
        ("--resume", "{}", "tutorial"),
        ("tutorial", "--resume", "{}"),
        ("--out", "{}", "--resume", "tutorial"),
        ("tutorial", "--policy", "random", "--policy", "planner", "--out", "{}", "--resume"),
        (*BEGUN, "--budget", "1", "--seeds", "4-5", "--out", "{}", "--resume"),
    ],
    ids=" ".join,
)
def test_resuming_needs_only_the_folder(call, begun, form):
    """Resuming takes scenarios, policies, baseline, seeds and budget from the run; repeating them
    is allowed.
    """
    folder, whole = begun
    words = [word.format(folder) for word in form]
    code, out, err = call("bench", *words, "--jobs", "1")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith(f"Saved in {folder}")
    assert results(folder) == whole


def test_resuming_does_not_need_the_scenario_file(call, tmp_path):
    """A run contains its scenarios, including their own rules."""
    path = tmp_path / "mine.toml"
    shipped = next(entry.path for entry in catalogue() if entry.id == "tutorial")
    path.write_text(shipped.read_text(encoding="utf-8").replace('"tutorial"', '"mine"', 1))
    folder = tmp_path / "run"
    arguments = ("--policy", "random", "--jobs", "1")
    assert call("bench", str(path), *arguments, "--seeds", "1-2", "--out", str(folder))[0] == 0
    whole = tmp_path / "whole"
    assert call("bench", str(path), *arguments, "--seeds", "1-3", "--out", str(whole))[0] == 0
    path.unlink()
    assert call("bench", "--resume", str(folder), "--seeds", "1-3", "--jobs", "1")[0] == 0
    assert results(folder) == results(whole)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--seeds", "4-4"), "seeds: [4, 5] then, [4, 4] now"),
        (("--seeds", "5-6"), "seeds: [4, 5] then, [5, 6] now"),
        (("--seeds", "1-9"), "seeds: [4, 5] then, [1, 9] now"),
        (("--policy", "random"), "policies: hold, random, planner then, hold, random now"),
        (("--baseline", "rules"), "baseline: hold then, rules now"),
        (("--budget", "2"), "budget of planner: 1 then, 2 now"),
        (("northlight",), "scenarios: tutorial then, northlight now"),
        (("--seeds", "4-9", "--budget", "2"), "budget of planner: 1 then, 2 now"),
        (("--split", "test"), "test split"),
        (("--out", "elsewhere", "--seeds", "4-5"), "name one folder"),
    ],
)
def test_only_later_seeds_can_be_added_to_a_run(call, begun, options, words):
    """Only later seeds may be added; any other difference is named, and nothing is changed."""
    folder, _ = begun
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, out, err = call("bench", "--resume", str(folder), *options, "--jobs", "1")
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("scenarios", "words"),
    [
        ({}, "name its scenarios"),
        ({"tutorial": 3}, "manifest"),
        ([], "manifest"),
        ({"tutorial": "format = 1\n"}, "in the manifest"),
        ({"tutorial": "\0"}, "in the manifest"),
        ({"tutorial": None}, "manifest"),
    ],
    ids=str,
)
def test_lost_scenarios_have_to_be_named(call, begun, scenarios, words):
    """A manifest edited by hand gives one message and no change; naming the scenarios helps."""
    folder, whole = begun
    about = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**about, "scenarios": scenarios}))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, out, err = call("bench", "--resume", str(folder), "--jobs", "1")
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    if "name" in words:
        assert call("bench", "--resume", str(folder), "tutorial", "--jobs", "1")[0] == 0
        assert results(folder) == whole


def test_a_scenario_changed_in_the_manifest_is_another_one(call, begun):
    """A scenario is identified by its hash, wherever its text comes from."""
    folder, _ = begun
    about = json.loads((folder / "manifest.json").read_bytes())
    text = about["scenarios"]["tutorial"]
    about["scenarios"]["tutorial"] = text.replace("turns = 8", "turns = 9", 1)
    assert about["scenarios"]["tutorial"] != text
    (folder / "manifest.json").write_text(json.dumps(about))
    code, out, err = call("bench", "--resume", str(folder), "--jobs", "1")
    assert (code, out) == (2, "")
    assert "scenario hash of tutorial" in err


def test_the_resume_command_is_quoted_for_the_shell(call, tmp_path):
    """In the command printed for resuming, a folder name with a space is quoted."""
    folder = tmp_path / "my run"
    arguments = (
        "tutorial",
        "--policy",
        "hold",
        "--seeds",
        "1",
        "--jobs",
        "1",
        "--out",
        str(folder),
    )
    _, out, _ = call("bench", *arguments)
    assert out.splitlines()[-1] == f"Saved in {folder}; buckstop report '{folder}' draws it."
    _, _, err = call("bench", *arguments)
    assert f"continue it with: buckstop bench --resume '{folder}'" in err


def test_the_command_is_stored_as_it_was_typed(call, tmp_path, monkeypatch):
    """The command is stored so that it can be typed again."""
    typed = ["bench", "tutorial", "--policy", "random", *TWO_GAMES, "--out", str(tmp_path / "run")]
    monkeypatch.setattr(sys, "argv", ["/somewhere/bin/buckstop", *typed])
    assert call(*typed)[0] == 0
    kept = json.loads((tmp_path / "run" / "manifest.json").read_bytes())
    assert kept["command"] == ["buckstop", *typed]


# --- policies of one's own -----------------------------------------------------------------------


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Write a policy to the working folder and return its name; end its processes afterwards."""
    hosts = {}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(process._HOSTS, "by_name", hosts)
    numbers = itertools.count()

    def write(decide, before=""):
        module = f"own{next(numbers)}"
        indented = "".join(f"        {line}\n" for line in decide.splitlines())
        (tmp_path / f"{module}.py").write_text(
            f"{before}\n"
            "class Mine:\n"
            "    def __init__(self, seed):\n"
            "        self.seed = seed\n"
            "    def decide(self, observation):\n"
            f"{indented}"
        )
        return f"{module}:Mine"

    yield write
    for host in hosts.values():
        host.end()


def tried(call, name, *arguments):
    """Exit code, the row of a user's policy over two games, and the messages."""
    code, out, err = call("bench", "tutorial", "--json", "--policy", name, *TWO_GAMES, *arguments)
    return code, json.loads(out)["rows"][0], err


def test_a_users_policy_plays_like_a_built_in_one(call, own):
    """A waiting policy in its own process plays the same games as the built-in one."""
    name = own("return []")
    code, row, err = tried(call, name, *SALTED)
    assert (code, err) == (0, "")
    assert (row["policy"], row["failed"], row["printed"]) == (name, 0, 0)
    one, two = (
        json.loads(call("run", "tutorial", "--policy", name, "--seed", seed, "--json", *SALTED)[1])
        for seed in ("1", "2")
    )
    assert row["score_mean"] == pytest.approx((one["score"] + two["score"]) / 2, abs=1e-5)


def test_a_policys_output_is_counted_and_discarded(call, own):
    """Standard output stays a single document, however the policy wrote to it."""
    name = own(
        "print('hello')\nprint('there', file=sys.stderr)\nos.write(1, b'raw')\nreturn ()",
        "import os, sys",
    )
    code, row, err = tried(call, name)
    assert code == 0
    assert (row["failed"], row["printed"]) == (0, 2)
    assert err == (f'buckstop: warning: "{name}" printed in 2 of 2 games; it was discarded.\n')


def test_a_policy_that_fails_in_all_games_ends_the_command_with_1(call, own):
    """All figures are still reported; the warning counts the failures and explains the first."""
    name = own("return [observation.no_such_thing]")
    code, row, err = tried(call, name, "--policy", "random")
    assert code == 1
    assert (row["failed"], row["score_mean"], row["cost_mean"]) == (2, 0, None)
    assert err.count("\n") == 1
    assert err.startswith(f'buckstop: warning: "{name}" failed in 2 of 2 games; they score nothing')
    for part in ("turn 1", "'tutorial'", "seed 1", "AttributeError", "no_such_thing"):
        assert part in err
        assert part in row["failure"]


def test_a_policy_that_fails_in_some_games_does_not_end_the_command_with_1(call, own):
    """The policy gets a figure, which includes its failures."""
    luck = own_luck(1, SALTED[1])
    code, row, err = tried(call, own(f"return [] if self.seed == {luck} else 1 / 0"), *SALTED)
    assert code == 0
    assert row["failed"] == 1
    assert row["cost_mean"] is not None
    assert "failed in 1 of 2 games" in err
    assert f"seed 2, salt '{SALTED[1]}'" in err


@pytest.mark.parametrize(
    ("decide", "kind", "words"),
    [
        ("return 3", "junk", "it returned 3, not a sequence of orders"),
        ("return ['sign here']", "junk", "sign here"),
        ("raise SystemExit(0)", "raised", "SystemExit"),
        ("import os; os._exit(7)", "died", "code 7"),
    ],
    ids=["a number", "words", "leaves", "ends its process"],
)
def test_each_way_to_fail_has_its_name(call, own, tmp_path, decide, kind, words):
    """The game's row says what the policy did wrong, in a word and in a sentence."""
    arguments = ("bench", "tutorial", "--policy", own(decide), "--seeds", "1", "--jobs", "1")
    code, _, err = call(*arguments, "--out", str(tmp_path / "run"))
    assert code == 1
    assert words in err
    (row,) = map(json.loads, (tmp_path / "run" / "episodes.jsonl").read_bytes().splitlines())
    assert row["failure"] == kind
    assert words in row["failure_message"]


def test_a_policy_that_takes_too_long_is_ended(call, own, tmp_path):
    """A policy is ended when its time limit expires; the message states the limit."""
    name = own("import time; time.sleep(600)")
    arguments = ("bench", "tutorial", "--policy", name, "--seeds", "1", "--jobs", "1")
    code, _, err = call(*arguments, "--time-limit", "0.5", "--out", str(tmp_path / "run"))
    assert code == 1
    assert "it took longer than 0.5 s" in err
    (row,) = map(json.loads, (tmp_path / "run" / "episodes.jsonl").read_bytes().splitlines())
    assert row["failure"] == "timeout"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import nothing_of_the_kind\n", "nothing_of_the_kind"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("class Mine: pass\n", "no method decide"),
        ("Other = 1\n", "Mine"),
        ("def Mine(:\n", "SyntaxError"),
    ],
    ids=["imports nothing", "raises", "decides nothing", "lacks it", "is no Python"],
)
def test_a_policy_that_cannot_be_used_is_wrong_usage(call, own, tmp_path, text, words):
    """Before any game, the message says which policy is unusable and why."""
    (tmp_path / "broken_policy.py").write_text(text)
    code, out, err = call("bench", "tutorial", "--policy", "broken_policy:Mine")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "broken_policy:Mine" in err
    assert words in err


@pytest.mark.parametrize("name", [":", "own:", ":Mine", "a b:c", "own:Mine:more", "../own:Mine"])
def test_an_invalid_policy_name_is_wrong_usage(call, name):
    """The message explains how to name a policy; nothing is started."""
    code, out, err = call("bench", "tutorial", "--policy", name)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "module:attribute" in err


def test_a_policys_own_luck_follows_the_games_seed(call, own):
    """A policy is recreated from each game's seed, so a replayed game repeats its luck."""
    name = own(
        "self.luck = getattr(self, 'luck', None) or random.Random(self.seed)\n"
        "return [CloseSite('nowhere')] * self.luck.randrange(4)",
        "import random\nfrom sim.model.orders import CloseSite",
    )
    once, other, again = (
        json.loads(call("run", "tutorial", "--policy", name, "--seed", seed, "--json", *SALTED)[1])
        for seed in ("5", "6", "5")
    )
    assert once == again
    assert once["invalid_orders"] > 0
    assert once["invalid_orders"] != other["invalid_orders"]


# --- the salt ------------------------------------------------------------------------------------


def ran(call, *arguments):
    """The document of `run --json`."""
    code, out, err = call("run", "tutorial", "--json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_each_run_of_a_users_policy_has_a_salt_that_repeats_it(call, own):
    """The salt is reported; passing it again repeats the games exactly, others differ."""
    arguments = ("tutorial", "--policy", own("return []"), "--baseline", "rules", "--seeds", "1-3")
    once, other = (benched(call, *arguments) for _ in range(2))
    assert once["salt"] != other["salt"]
    assert timeless(once) != timeless(other)
    again = benched(call, *arguments, "--salt", once["salt"])
    assert again["salt"] == once["salt"]
    assert timeless(again) == timeless(once)


def test_a_salted_game_can_be_played_from_its_luck(call, own):
    """The number used in place of the seed is itself a seed that can be played without the salt."""
    name = own("return []")
    salted = ran(call, "--policy", name, "--seed", "5", *SALTED)
    assert (salted["seed"], salted["salt"]) == (5, "any")
    plain = ran(call, "--policy", name, "--seed", str(salted["luck"]), *UNSALTED)
    assert (plain["seed"], plain["salt"], plain["luck"]) == (salted["luck"], "", salted["luck"])
    assert plain["digest"] == salted["digest"]


def test_built_in_policies_play_the_seeds_as_they_are(call):
    """Built-in policies use unsalted seeds, so games stay comparable; a salt may still be given."""
    plain = ran(call, "--seed", "5")
    assert (plain["salt"], plain["luck"]) == ("", 5)
    assert plain == ran(call, "--seed", "5", *UNSALTED)
    salted = ran(call, "--seed", "5", *SALTED)
    assert salted["digest"] != plain["digest"]
    assert salted["digest"] == ran(call, "--seed", str(salted["luck"]))["digest"]


def test_the_salt_is_shown_where_people_look(call, own):
    """The salt is shown under tables, in a game's account, and in messages about failed games."""
    good, bad = own("return []"), own("1 / 0")
    _, out, _ = call("bench", "tutorial", "--policy", good, *TWO_GAMES, *SALTED)
    assert "Salt any: --salt plays the same games again." in out
    _, out, _ = call("run", "tutorial", "--policy", good, "--seed", "4", *SALTED)
    assert "seed 4, salt any, " in out.splitlines()[0]
    _, _, err = call("run", "tutorial", "--policy", bad, "--seed", "4", *SALTED)
    assert "seed 4, salt 'any': it raised ZeroDivisionError" in err
    _, out, _ = call("bench", "tutorial", "--policy", "random", *TWO_GAMES)
    assert "Salt" not in out


def test_a_resumed_run_keeps_its_salt(call, own, tmp_path):
    """The salt is in the manifest and need not be typed again; another salt is another run."""
    folder = tmp_path / "run"
    arguments = ("bench", "tutorial", "--policy", own("return []"), *TWO_GAMES, "--json")
    begun = json.loads(call(*arguments, "--out", str(folder))[1])
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["identity"]["salt"] == begun["salt"] != ""
    code, out, _ = call(*arguments, "--out", str(folder), "--resume")
    assert code == 0
    assert json.loads(out)["salt"] == begun["salt"]
    assert timeless(json.loads(out)) == timeless(begun)
    code, _, err = call(*arguments, "--out", str(folder), "--resume", *SALTED)
    assert code == 2
    assert f"salt: {begun['salt']} then, any now" in err


def test_every_row_of_a_run_has_its_salt_and_its_luck(call, own, tmp_path):
    """Every row has its salt and luck, so runs can be merged and each game replayed."""
    folder = tmp_path / "run"
    name = own("return [] if observation.turn < 3 else 1 / 0")
    arguments = ("bench", "tutorial", "--policy", name, "--policy", "rules", *TWO_GAMES, *SALTED)
    call(*arguments, "--out", str(folder))
    for line in (folder / "episodes.jsonl").read_bytes().splitlines():
        row = json.loads(line)
        assert (row["salt"], row["luck"]) == ("any", game_luck(row["seed"], "any"))


@pytest.mark.parametrize("text", ["x" * 101, "a\nb", "\x1b[31m", "half \ud800"])
def test_an_invalid_salt_is_wrong_usage(call, text):
    """A salt is written to files and displayed, so it must be short and visible characters only."""
    code, out, err = call("run", "tutorial", "--salt", text)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "a salt is" in err
