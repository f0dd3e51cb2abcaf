"""A stored run: what its folder contains, and how it is resumed, whatever happened to it."""

import contextlib
import errno
import json
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from attrs import evolve
from filelock import FileLock

from sim.bench import workers
from sim.bench.folder import AHEAD, EPISODES, LOCK, MANIFEST, SUMMARY, TURNS, Folder
from sim.bench.manifest import manifest
from sim.bench.plan import Plan
from sim.bench.records import TURN_COLUMNS, columns
from sim.bench.runs import run
from sim.errors import BuckstopError, UsageError
from sim.policies import REGISTRY
from tests.bench.players import faulty
from tests.bench.staged import Staged

CHANCE, RULES = REGISTRY["random"], REGISTRY["rules"]
RESULTS = (EPISODES, TURNS, SUMMARY)
"""The files that must depend on nothing but the plan."""


@pytest.fixture(scope="module")
def plan(tutorial):
    """Six short episodes, two of which fail."""
    return Plan((tutorial,), (CHANCE, faulty(lambda: 1 / 0, turn=3), RULES), range(1, 3), CHANCE)


@pytest.fixture(scope="module")
def whole(plan, tmp_path_factory):
    """The folder of a run that was never interrupted, and its report."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    return folder, run(plan, out=folder)


@pytest.fixture(scope="module")
def cut_off(plan, tmp_path_factory):
    """The folder of a run that was interrupted after four episodes."""
    folder = tmp_path_factory.mktemp("runs") / "cut off"
    interrupted(plan, folder, 4)
    return folder


def results(folder, *names):
    return {name: (folder / name).read_bytes() for name in names or RESULTS}


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def lines(path):
    return path.read_bytes().splitlines(keepends=True)


def timeless(report):
    """A report's rows without the times."""
    return [
        {key: value for key, value in row.items() if key != "seconds_per_episode"}
        for row in report["rows"]
    ]


class After:
    """Interrupts once a number of episodes are ready."""

    def __init__(self, count):
        self.left = count

    def __call__(self, number):
        self.left -= number
        if self.left <= 0:
            raise KeyboardInterrupt


def interrupted(plan, folder, count, these=None, **options):
    with pytest.raises(KeyboardInterrupt):
        run(plan, After(count), these, folder, **options)


# --- what is in it -------------------------------------------------------------------------------


def test_a_run_is_kept_as_episodes_turns_summary_and_manifest(whole, plan):
    """A line per episode, in order, a line per turn, the figures, and a description of the run."""
    folder, report = whole
    assert {*RESULTS, MANIFEST} <= set(contents(folder))
    assert not list(folder.glob("*.part"))
    assert not (folder / AHEAD).exists()
    episodes = [json.loads(line) for line in lines(folder / EPISODES)]
    jobs = [plan.job(number) for number in range(plan.episodes)]
    assert [(row["seed"], row["policy"]) for row in episodes] == [
        (job.seed, job.policy.id) for job in jobs
    ]
    turns = Counter(json.loads(line)["policy"] for line in lines(folder / TURNS))
    assert turns == Counter(
        {row["policy"]: 0 for row in episodes}
        | {
            policy: sum(row["turns"] or 0 for row in episodes if row["policy"] == policy)
            for policy in ("random", "faulty", "rules")
        }
    )
    summary = json.loads((folder / SUMMARY).read_bytes())
    assert summary["episodes"] == plan.episodes
    assert [without_seconds(row) for row in summary["rows"]] == timeless(report)


def without_seconds(row):
    return {key: value for key, value in row.items() if key != "seconds_per_episode"}


def test_each_line_is_json_with_the_same_keys(whole, plan):
    """Reading a run takes a JSON reader and nothing else; no line lacks a column."""
    folder, _ = whole
    for name, keys in ((EPISODES, columns(plan.scenarios)), (TURNS, TURN_COLUMNS)):
        for line in lines(folder / name):
            assert line.endswith(b"\n")
            assert list(json.loads(line)) == list(keys)
            assert b"NaN" not in line
            assert b"Infinity" not in line


def test_parquet_holds_what_the_lines_hold(whole, plan):
    """Equal rows in equal order, with a type for each column, including empty ones."""
    parquet = pytest.importorskip("pyarrow.parquet")
    folder, _ = whole
    kinds = {str: "string", int: "int64", float: "double"}
    for name, types in ((EPISODES, columns(plan.scenarios)), (TURNS, TURN_COLUMNS)):
        table = parquet.read_table((folder / name).with_suffix(".parquet"))
        assert table.to_pylist() == [json.loads(line) for line in lines(folder / name)]
        assert {field.name: str(field.type) for field in table.schema} == {
            column: kinds[kind] for column, kind in types.items()
        }


def test_two_runs_of_a_plan_are_the_same_bytes(whole, plan, tmp_path):
    """The bytes depend on neither time nor place; this includes Parquet."""
    folder, _ = whole
    run(plan, out=tmp_path / "deep" / "down" / "again")
    again = contents(tmp_path / "deep" / "down" / "again")
    before = contents(folder)
    assert set(again) == set(before)
    assert {name for name in before if before[name] != again[name]} <= {MANIFEST}


def test_saving_a_run_changes_no_figure(whole, plan):
    """The report is that of a run that is not kept."""
    _, report = whole
    assert timeless(run(plan)) == timeless(report)


def test_an_empty_folder_can_be_used(plan, tmp_path, whole):
    """It may be there already, as long as nothing is in it."""
    run(plan, out=tmp_path)
    assert results(tmp_path) == results(whole[0])


@pytest.mark.parametrize(
    "message",
    ['a\nb\r\u2028"c"\\ \x00é', "half a letter: \ud800"],
    ids=["line ends and the like", "half a letter"],
)
def test_a_policys_messages_cannot_corrupt_the_files(tutorial, tmp_path, message):
    """Whatever is in a failure's message, it stays one line of JSON, and the run comes to an end.

    Python produces lone surrogates for file names that are not valid text.
    """

    def wrong():
        raise ValueError(message)

    plan = Plan((tutorial,), (faulty(wrong),), range(1, 3))
    report = run(plan, out=tmp_path / "run")
    rows = [json.loads(line) for line in lines(tmp_path / "run" / EPISODES)]
    assert len(rows) == 2
    assert all("ValueError" in row["failure_message"] for row in rows)
    assert "ValueError" in report["rows"][0]["failure"]


# --- going on ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, 7))
def test_an_interrupted_run_ends_with_the_same_bytes(plan, whole, tmp_path, count):
    """Wherever it was interrupted, in the end nothing shows that it was."""
    folder, report = whole
    interrupted(plan, tmp_path / "run", count)
    assert not (tmp_path / "run" / SUMMARY).exists()
    went_on = run(plan, out=tmp_path / "run", resume=True)
    assert results(tmp_path / "run") == results(folder)
    assert timeless(went_on) == timeless(report)
    assert set(contents(tmp_path / "run")) == set(contents(folder))


def test_a_run_can_be_interrupted_again_and_again(plan, whole, tmp_path):
    """Even before the first game, and even when all are ready: in the end nothing is missing."""
    interrupted(plan, tmp_path / "run", 0)
    for count in (1, 2, 4, 6):
        interrupted(plan, tmp_path / "run", count, resume=True)
    run(plan, out=tmp_path / "run", resume=True)
    assert results(tmp_path / "run") == results(whole[0])


@pytest.mark.parametrize("count", [0, 3])
def test_an_interrupted_run_releases_its_folder(plan, whole, tmp_path, count):
    """At once, even while somebody still holds the exception: it can be resumed."""
    with pytest.raises(KeyboardInterrupt) as held:
        run(plan, After(count), out=tmp_path / "run")
    run(plan, out=tmp_path / "run", resume=True)
    assert results(tmp_path / "run") == results(whole[0])
    assert held.value is not None


def test_resuming_counts_finished_episodes(plan, tmp_path):
    """An observer sees at once how far it is, and sees all of it in the end."""
    interrupted(plan, tmp_path / "run", 3)
    steps = []
    run(plan, steps.append, out=tmp_path / "run", resume=True)
    assert steps[0] >= 3
    assert sum(steps) == plan.episodes


def test_episodes_finished_early_are_not_played_again(plan, whole, tmp_path, monkeypatch):
    """Episodes finished before an earlier one are set aside, and used when their turn comes."""
    these = Staged(2, workers.play_batch, lambda waiting: waiting[-1])
    monkeypatch.setattr(workers, "wait", these.wait)
    interrupted(plan, tmp_path / "run", 4, these)
    assert lines(tmp_path / "run" / EPISODES) == []
    assert len(lines(tmp_path / "run" / AHEAD)) == 4
    these = Staged(2, workers.play_batch)
    monkeypatch.setattr(workers, "wait", these.wait)
    run(plan, workers=these, out=tmp_path / "run", resume=True)
    assert [job.seed for batch in these.batches for job in batch.jobs] == [1, 1]
    assert results(tmp_path / "run") == results(whole[0])
    assert not (tmp_path / "run" / AHEAD).exists()


def test_the_mean_time_weighs_each_game_once(plan, tmp_path, monkeypatch):
    """In one session a game took 1 s, in the next 4 s: that is 2.5 s a game."""

    def timed(seconds):
        return lambda batch: [evolve(one, seconds=seconds) for one in workers.play_batch(batch)]

    these = Staged(2, timed(1.0))
    monkeypatch.setattr(workers, "wait", these.wait)
    interrupted(plan, tmp_path / "run", 3, these)
    these = Staged(2, timed(4.0))
    monkeypatch.setattr(workers, "wait", these.wait)
    report = run(plan, workers=these, out=tmp_path / "run", resume=True)
    taken = {row["policy"]: row["seconds_per_episode"] for row in report["rows"]}
    assert (taken["random"], taken["faulty"]) == (2.5, 2.5)


def test_episodes_finished_early_do_not_look_quick(plan, tmp_path, monkeypatch):
    """How long they took is not kept: the mean is that of the others, not made smaller by 0."""

    def timed(batch):
        return [evolve(one, seconds=3.0) for one in workers.play_batch(batch)]

    these = Staged(2, timed, lambda waiting: waiting[-1])
    monkeypatch.setattr(workers, "wait", these.wait)
    interrupted(plan, tmp_path / "run", 3, these)
    these = Staged(2, timed)
    monkeypatch.setattr(workers, "wait", these.wait)
    report = run(plan, workers=these, out=tmp_path / "run", resume=True)
    assert [row["seconds_per_episode"] for row in report["rows"]] == [3.0] * 6


def places(path):
    """Places to cut a file at: nothing, all, ends of lines and near them, within lines."""
    content = path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(content) if byte == ord("\n")]
    middle = ends[len(ends) // 2]
    return {
        "nothing": 0,
        "a byte": 1,
        "half a line": ends[0] // 2,
        "a line without its end": ends[0] - 1,
        "a line": ends[0],
        "half and a line without its end": middle - 1,
        "all but a byte": ends[-1] - 1,
        "all but a line": ends[-2],
    }


CUTS = (
    "nothing",
    "a byte",
    "half a line",
    "a line without its end",
    "a line",
    "half and a line without its end",
    "all but a byte",
    "all but a line",
)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", [EPISODES, TURNS])
def test_a_torn_file_is_repaired(plan, whole, cut_off, tmp_path, name, cut):
    """As after a power failure: what is whole in both files is kept, the rest is played again."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    keep = places(folder / name)[cut]
    (folder / name).write_bytes((folder / name).read_bytes()[:keep])
    run(plan, out=folder, resume=True)
    assert results(folder) == results(whole[0])


@pytest.mark.parametrize("first", [40, 1000])
@pytest.mark.parametrize("second", [7, 700])
def test_both_files_may_be_torn(plan, whole, cut_off, tmp_path, first, second):
    """They are written one after the other, and can be cut off anywhere."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    for name, keep in ((EPISODES, first), (TURNS, second)):
        (folder / name).write_bytes((folder / name).read_bytes()[:keep])
    run(plan, out=folder, resume=True)
    assert results(folder) == results(whole[0])


@pytest.mark.parametrize("name", [EPISODES, TURNS, AHEAD, LOCK])
def test_a_missing_file_is_written_again(plan, whole, cut_off, tmp_path, name):
    """Only the manifest has to exist."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    (folder / name).unlink(missing_ok=True)
    run(plan, out=folder, resume=True)
    assert results(folder) == results(whole[0])


@pytest.mark.parametrize("gone", [0, 3, 5, 6])
def test_a_turn_that_is_missing_in_the_middle_is_damage(plan, cut_off, tmp_path, gone):
    """No interruption does that: the file and the line are named, and nothing is thrown away."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    kept = lines(folder / TURNS)
    del kept[gone]
    (folder / TURNS).write_bytes(b"".join(kept))
    before = results(folder, EPISODES, TURNS)
    with pytest.raises(UsageError, match=rf"turns.jsonl is damaged.* from line {gone + 1} on"):
        run(plan, out=folder, resume=True)
    assert results(folder, EPISODES, TURNS) == before


def test_an_episode_that_lacks_its_last_turn_is_played_again(plan, whole, cut_off, tmp_path):
    """At the end of the file, an interruption leaves exactly that."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    (folder / TURNS).write_bytes(b"".join(lines(folder / TURNS)[:-1]))
    run(plan, out=folder, resume=True)
    assert results(folder) == results(whole[0])


@pytest.mark.parametrize("name", [EPISODES, TURNS])
def test_a_complete_run_is_never_cut_off(plan, whole, tmp_path, name):
    """If one of its files is lost, there is a message, and the rest is kept."""
    folder = shutil.copytree(whole[0], tmp_path / "run")
    (folder / name).unlink()
    before = contents(folder)
    with pytest.raises(UsageError, match="is damaged or incomplete from line 1 on"):
        run(plan, out=folder, resume=True)
    assert contents(folder) == before


def test_turns_of_another_scenario_are_not_mistaken_for_missing_ones(tutorial, tmp_path):
    """Of two games of one policy under one seed, one has lost all its turns: that is seen."""
    plan = Plan((tutorial, evolve(tutorial, id="other")), (RULES,), range(1, 3))
    run(plan, out=tmp_path / "run")
    kept = lines(tmp_path / "run" / TURNS)
    (tmp_path / "run" / TURNS).write_bytes(b"".join(kept[tutorial.turns :]))
    with pytest.raises(UsageError, match="is damaged"):
        run(plan, out=tmp_path / "run", resume=True)


@pytest.mark.parametrize("junk", [b"", b"{}", b"null", b'{"turns": "x"}', b"\xff\x00"])
@pytest.mark.parametrize("name", [EPISODES, TURNS, AHEAD])
def test_an_invalid_last_line_is_cut_off(plan, whole, cut_off, tmp_path, name, junk):
    """A crash may leave anything in place of the last line: it is neither a row nor damage."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    kept = lines(folder / name) if (folder / name).exists() else []
    (folder / name).write_bytes(b"".join([*kept, junk + b"\n"]))
    run(plan, out=folder, resume=True)
    assert results(folder) == results(whole[0])


def test_an_invalid_line_in_the_middle_is_damage(plan, cut_off, tmp_path):
    """Everything after it would be lost, so nothing is changed."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    kept = lines(folder / EPISODES)
    (folder / EPISODES).write_bytes(b"".join([kept[0], b"{}\n", *kept[1:]]))
    before = results(folder, EPISODES, TURNS)
    with pytest.raises(UsageError, match=r"episodes.jsonl is damaged.* from line 2 on"):
        run(plan, out=folder, resume=True)
    assert results(folder, EPISODES, TURNS) == before


def test_a_complete_run_stays_as_it_is(plan, whole, tmp_path):
    """Resuming it plays nothing, changes no result, and reports equal figures."""
    folder = shutil.copytree(whole[0], tmp_path / "run")
    before = contents(folder)
    these = Staged(2)
    report = run(plan, workers=these, out=folder, resume=True)
    assert these.batches == []
    assert timeless(report) == timeless(whole[1])
    after = contents(folder)
    assert {name for name in before if before[name] != after.get(name)} <= {MANIFEST}
    assert set(after) == set(before)
    assert json.loads(after[MANIFEST])["complete"]


# --- more seeds ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def longer(plan):
    """The plan with one more seed."""
    return evolve(plan, seeds=range(plan.seeds[0], plan.seeds[-1] + 2))


@pytest.fixture(scope="module")
def at_once(longer, tmp_path_factory):
    """The folder of the longer run, played at once, and its report."""
    folder = tmp_path_factory.mktemp("runs") / "at once"
    return folder, run(longer, out=folder)


def without_times(folder):
    """A manifest without when, by which command and how quickly."""
    about = json.loads((folder / MANIFEST).read_bytes())
    return {**about, "sessions": None, "seconds_per_episode": None, "command": None}


def test_a_run_is_given_more_seeds(plan, longer, whole, at_once, tmp_path):
    """Only the games that are missing are played, and it ends as if all had been played at once."""
    folder = shutil.copytree(whole[0], tmp_path / "run")
    played = []
    report = run(longer, done=played.append, out=folder, resume=True)
    assert played[0] == plan.episodes
    assert sum(played) == longer.episodes
    assert results(folder) == results(at_once[0])
    assert without_times(folder) == without_times(at_once[0])
    assert timeless(report) == timeless(at_once[1])
    sessions = json.loads((folder / MANIFEST).read_bytes())["sessions"]
    assert [session["episodes"] for session in sessions] == [6, 3]
    pytest.importorskip("pyarrow")
    tables = ("episodes.parquet", "turns.parquet")
    assert results(folder, *tables) == results(at_once[0], *tables)


@pytest.mark.parametrize("count", [1, 2])
def test_an_extension_may_be_interrupted(longer, whole, at_once, tmp_path, count):
    """Results from the fewer seeds are gone, and it resumes like any run."""
    folder = shutil.copytree(whole[0], tmp_path / "run")
    interrupted(longer, folder, 6 + count, resume=True)
    about = json.loads((folder / MANIFEST).read_bytes())
    assert (about["complete"], about["episodes"]) == (False, longer.episodes)
    assert about["identity"]["seeds"] == [1, 3]
    assert not {SUMMARY, "episodes.parquet", "turns.parquet"} & set(contents(folder))
    run(longer, out=folder, resume=True)
    assert results(folder) == results(at_once[0])


def test_an_interrupted_run_may_be_given_more_seeds(longer, cut_off, at_once, tmp_path):
    """It need not be complete first."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    run(longer, out=folder, resume=True)
    assert results(folder) == results(at_once[0])


def test_a_complete_run_that_lost_games_is_not_extended(longer, whole, tmp_path):
    """They would look as if never played: damage is reported, and nothing is changed."""
    folder = shutil.copytree(whole[0], tmp_path / "run")
    kept = lines(folder / EPISODES)
    (folder / EPISODES).write_bytes(b"".join(kept[:-1]))
    before = contents(folder)
    with pytest.raises(UsageError, match="damaged"):
        run(longer, out=folder, resume=True)
    assert contents(folder) == before


# --- what is refused -----------------------------------------------------------------------------


def test_a_folder_that_holds_a_run_is_left_alone(plan, whole):
    """The message says how to resume it; not a byte of it changes."""
    before = contents(whole[0])
    with pytest.raises(UsageError, match=r"has a run already.*--resume"):
        run(plan, out=whole[0])
    assert contents(whole[0]) == before


def test_a_folder_with_an_unfinished_run_is_left_alone(plan, cut_off):
    """An interrupted run is a run as well."""
    before = contents(cut_off)
    with pytest.raises(UsageError, match=r"has a run already.*--resume"):
        run(plan, out=cut_off)
    assert contents(cut_off) == before


@pytest.mark.parametrize("name", ["notes.txt", EPISODES, ".hidden"])
@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_with_something_else_is_left_alone(plan, tmp_path, name, resume):
    """Whatever somebody keeps there, nothing is added, and nothing is overwritten."""
    (tmp_path / name).write_text("mine\n")
    with pytest.raises(UsageError, match="has no run" if resume else "is not empty"):
        run(plan, out=tmp_path, resume=resume)
    assert contents(tmp_path) == {name: b"mine\n"}


@pytest.mark.parametrize("resume", [False, True])
def test_a_file_is_not_a_folder(plan, tmp_path, resume):
    """It is left unchanged."""
    (tmp_path / "file").write_text("mine\n")
    with pytest.raises(UsageError):
        run(plan, out=tmp_path / "file", resume=resume)
    assert (tmp_path / "file").read_text() == "mine\n"


def test_a_folder_that_cannot_be_created_is_reported(plan, tmp_path):
    """One message, with the system's reason in it."""
    (tmp_path / "file").write_text("mine\n")
    with pytest.raises(BuckstopError, match="Cannot write to"):
        run(plan, out=tmp_path / "file" / "run")


def test_a_folder_in_use_is_left_alone(plan, cut_off, tmp_path):
    """Two processes in one folder would write into each other's lines."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    with FileLock(folder / LOCK):
        before = contents(folder)
        with pytest.raises(UsageError, match="Another process"):
            run(plan, out=folder, resume=True)
        assert contents(folder) == before
    run(plan, out=folder, resume=True)


def test_a_new_folder_in_use_is_left_alone(plan, tmp_path):
    """As when two are started at once: one of them comes first, and the other says so."""
    with FileLock(tmp_path / LOCK):
        with pytest.raises(UsageError, match="Another process"):
            run(plan, out=tmp_path)
        assert set(contents(tmp_path)) <= {LOCK}


def test_the_folder_is_released_at_the_end(plan, whole, cut_off):
    """A run that has ended, or was interrupted, locks nobody out."""
    for folder in (whole[0], cut_off):
        lock = FileLock(folder / LOCK)
        lock.acquire(blocking=False)
        lock.release()


CHANGES = {
    "other seeds": (lambda plan: evolve(plan, seeds=range(2, 4)), "seeds"),
    "earlier seeds": (lambda plan: evolve(plan, seeds=range(0, 3)), "seeds.*later seeds"),
    "fewer seeds": (lambda plan: evolve(plan, seeds=range(1, 2)), "seeds.*later seeds"),
    "more seeds, another policy": (
        lambda plan: evolve(plan, seeds=range(1, 4), policies=plan.policies[:2]),
        "policies",
    ),
    "another policy": (
        lambda plan: evolve(plan, policies=(*plan.policies, REGISTRY["in_house"])),
        "policies.*in_house",
    ),
    "one policy less": (lambda plan: evolve(plan, policies=plan.policies[:2]), "policies"),
    "another order": (lambda plan: evolve(plan, policies=plan.policies[::-1]), "policies"),
    "no baseline": (lambda plan: evolve(plan, baseline=None), "baseline"),
    "another baseline": (lambda plan: evolve(plan, baseline=RULES), "baseline"),
    "another scenario": (
        lambda plan: evolve(plan, scenarios=(evolve(plan.scenarios[0], id="other"),)),
        "scenarios.*other",
    ),
    "the scenario's text": (
        lambda plan: evolve(plan, scenarios=(evolve(plan.scenarios[0], summary="Otherwise."),)),
        "scenario hash of tutorial",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_run_is_not_resumed(plan, cut_off, change):
    """Half of one and half of another would be neither; the message says what differs."""
    changed, words = CHANGES[change]
    before = contents(cut_off)
    with pytest.raises(UsageError, match=rf"(?s)another run.*{words}"):
        run(changed(plan), out=cut_off, resume=True)
    assert contents(cut_off) == before


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rules_hash", lambda rules: "other", "rules hash of tutorial"),
        ("policy_hash", lambda row: "other", "policy hash of random"),
        ("sources", lambda parts: "other", "engine hash"),
        ("__version__", "9.9.9", "version.*9.9.9"),
    ],
)
def test_another_program_does_not_resume(plan, cut_off, monkeypatch, name, value, words):
    """With other rules, policies or engine the second half would be of another game."""
    before = contents(cut_off)
    monkeypatch.setattr(f"sim.bench.manifest.{name}", value)
    with pytest.raises(UsageError, match=words):
        run(plan, out=cut_off, resume=True)
    assert contents(cut_off) == before


def test_another_budget_is_another_run(tutorial, tmp_path):
    """A planner that tries more futures is another player under one name."""
    planner = REGISTRY["planner"]
    before = Plan((tutorial,), (planner.with_budget(2),), range(1, 2))
    Folder.begin(tmp_path, manifest(before, []), columns(before.scenarios)).close()
    after = Plan((tutorial,), (planner.with_budget(3),), range(1, 2))
    with pytest.raises(UsageError, match="budget of planner: 2 then, 3 now"):
        run(after, out=tmp_path, resume=True)


BROKEN = {
    "nothing": b"",
    "half of it": b'{"format": 1, "ident',
    "no JSON": b"\xff\xfe",
    "a list": b"[]",
    "another format": b'{"format": 2}',
    "no identity": b'{"format": 1}',
    "an identity that is none": b'{"format": 1, "identity": []}',
    "scenarios that are none": b'{"format": 1, "identity": {"scenarios": [3]}}',
    "policies without names": b'{"format": 1, "identity": {"policies": [{}]}}',
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_manifest_is_refused(plan, cut_off, tmp_path, how):
    """Resuming takes knowledge of what the run was; nothing is touched."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    (folder / MANIFEST).write_bytes(BROKEN[how])
    before = contents(folder)
    with pytest.raises(UsageError):
        run(plan, out=folder, resume=True)
    assert contents(folder) == before


@pytest.mark.parametrize("key", ["sessions", "seconds_per_episode", "episodes", "complete"])
def test_a_manifest_that_lacks_something_is_refused_or_made_up_for(plan, cut_off, tmp_path, key):
    """It is an error for people, or none at all."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    about = json.loads((folder / MANIFEST).read_bytes())
    del about[key]
    (folder / MANIFEST).write_text(json.dumps(about))
    with contextlib.suppress(UsageError):
        run(plan, out=folder, resume=True)


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_without_a_run_cannot_be_resumed(plan, tmp_path, there):
    """An empty folder is not a run, and no folder is created."""
    folder = tmp_path / "run"
    if there:
        folder.mkdir()
    with pytest.raises(UsageError, match="has no run"):
        run(plan, out=folder, resume=True)
    assert folder.exists() == there
    assert not there or contents(folder) == {}


# --- a full disk ---------------------------------------------------------------------------------


class Filling:
    """A file on a disk with room for a number of bytes; the last write is torn."""

    def __init__(self, file, room):
        self.file = file
        self.room = room

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, content):
        room = min(len(content), self.room[0])
        self.room[0] -= room
        self.file.write(content[:room])
        self.file.flush()
        if room < len(content):
            raise OSError(errno.ENOSPC, "No space left on device")
        return room


@pytest.mark.parametrize("room", [0, 100, 3_000, 6_000])
def test_a_full_disk_is_one_message_and_loses_nothing(plan, whole, tmp_path, monkeypatch, room):
    """All that was written is there; with room again, it resumes to equal bytes."""
    left = [room]
    opened = Folder._open

    def open_filling(folder):
        opened(folder)
        for name, file in folder._files.items():
            folder._files[name] = Filling(file, left)

    with monkeypatch.context() as full:
        full.setattr(Folder, "_open", open_filling)
        with pytest.raises(BuckstopError, match=r"no space left on device.*--resume") as told:
            run(plan, out=tmp_path / "run")
    assert not isinstance(told.value, UsageError)
    complete = results(whole[0])
    for name in (EPISODES, TURNS):
        assert complete[name].startswith((tmp_path / "run" / name).read_bytes())
    run(plan, out=tmp_path / "run", resume=True)
    assert results(tmp_path / "run") == complete


def test_a_disk_too_full_for_anything_releases_the_folder(plan, whole, tmp_path, monkeypatch):
    """Not even the manifest can be written: the folder can still be used again."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    interrupted(plan, tmp_path / "run", 2)
    with monkeypatch.context() as filled:
        filled.setattr(Folder, "_replace", full)
        with pytest.raises(BuckstopError, match="no space left on device") as told:
            run(plan, out=tmp_path / "run", resume=True)
        assert told.value.exit_code == 1  # and the held error keeps nothing else open
    run(plan, out=tmp_path / "run", resume=True)
    assert results(tmp_path / "run") == results(whole[0])


LIMITED = (
    "import resource, signal, sys\n"
    "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))\n"
    "from sim.cli import main\n"
    "main()\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit to the size of files")
def test_files_that_may_not_grow_are_one_message(tutorial, tmp_path):
    """The real program, with the system's own refusal: exit code 1, and it resumes later."""
    plan = Plan((tutorial,), (CHANCE,), range(1, 21))
    arguments = ("bench", "tutorial", "--policy", "random", "--seeds", "1-20", "--jobs", "1")
    program = [sys.executable, "-c", LIMITED, *arguments, "--out", str(tmp_path / "run")]
    ended = subprocess.run(program, capture_output=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.startswith(b"buckstop: Cannot write to ")
    assert ended.stderr.count(b"\n") == 1
    run(plan, out=tmp_path / "run", resume=True)
    run(plan, out=tmp_path / "whole")
    assert results(tmp_path / "run") == results(tmp_path / "whole")
