"""Replays: playing one gives an equal game, and whatever differs from the game is named."""

import json
import os
import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.engine.turn import resolve
from sim.errors import BuckstopError, UsageError
from sim.games.game import Game
from sim.games.replays import LARGEST, Replay, Result, Turn, crashed, load, parse, prove, reading
from sim.games.replays.replay import TRACEBACK_MOST
from sim.model.orders import Audit, Award, Hire
from tests import limited, strategies
from tests.builders import a_busy_scenario, play_out


def a_game(turns: int = 4, seed: int = 5) -> Game:
    return play_out(Game.new(a_busy_scenario(), seed), turns=turns, seed=seed)


@pytest.fixture(scope="module")
def replay() -> Replay:
    return Replay.of(a_game())


@pytest.fixture(scope="module")
def replay_of_eight() -> Replay:
    return Replay.of(a_game(8))


def raised(message: str) -> Exception:
    """An exception raised in one of the tests' own functions."""
    try:
        raise ZeroDivisionError(message)
    except ZeroDivisionError as error:
        return error


@settings(max_examples=25)
@given(strategies.scenarios(), strategies.seeds, st.integers(0, 4))
def test_any_game_replays_identically(scenario, seed, turns):
    """Written, read and played again: an equal replay, and every turn as it was."""
    game = play_out(Game.new(scenario, seed), turns=turns, seed=seed)
    written = Replay.of(game)
    read = parse(written.text(), "x.json")
    assert read == written
    verdict = prove(read)
    assert (verdict.result, verdict.turn, verdict.reason) == (Result.SAME, None, "")
    assert verdict.game.digest() == game.digest()


@pytest.mark.parametrize("turn", range(4))
def test_the_first_turn_that_differs_is_found(replay, turn):
    """A digest that differs, however slightly, in any turn: that turn is found, not a later one."""
    turns = list(replay.turns)
    for later in range(turn, len(turns)):
        turns[later] = evolve(turns[later], digest="0" * 64)
    verdict = prove(evolve(replay, turns=tuple(turns)))
    assert (verdict.result, verdict.turn) == (Result.DIFFERS, turn + 1)
    assert "000000000000…" in verdict.reason


def first(rows):
    """The first item, by id, in a part of the world."""
    return next(iter(rows.values()))


def more(name, by=1e-9):
    """Makes a value of something the least bit larger."""
    return lambda thing: setattr(thing, name, getattr(thing, name) + by)


def of(rows, change):
    """Makes a change to the first item in a part of the world."""
    return lambda world: change(first(getattr(world, rows)))


def hidden(change):
    return lambda world: change(first(world.secrets.hidden))


def among(rows, by):
    """Makes the first of a world's numbers the least bit larger."""

    def change(world):
        numbers = getattr(world, rows)
        numbers[next(iter(numbers))] += by

    return change


def a_cent_moves(world):
    world.balances[0] += 1
    world.balances[1] -= 1


def as_if_never_known(world):
    world.past.clear()
    world.incidents = world.incidents[:-1]
    world.history = world.history[:-1]


PLANTED = {
    "a cent moves": a_cent_moves,
    "reputation": more("reputation"),
    "managers are more tired": more("fatigue"),
    "managers look closer": more("attention"),
    "an hour is promised": more("promised"),
    "knowledge": among("knowledge", 1e-9),
    "a wage": among("wages", 1),
    "a team's morale": of("teams", more("morale")),
    "a team's skill": of("teams", more("skill")),
    "a supplier's trust": of("providers", more("trust")),
    "a customer's patience": of("clients", more("patience")),
    "a currency": of("places", more("currency")),
    "work done": of("tasks", more("done")),
    "quality": of("tasks", more("quality")),
    "a fault that was noticed": of("tasks", more("defects", 1)),
    "a loss": lambda world: more("losses", 1)(world.totals),
    "a fault that nobody knows of": hidden(more("defects", 1)),
    "how well somebody means": hidden(more("alignment")),
    "luck": lambda world: more("seed", 1)(world.secrets),
    "memory": as_if_never_known,
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_divergence_is_found_at_its_turn(replay_of_eight, what, monkeypatch):
    """Another engine, of which one thing is the least bit different from a turn on: that turn."""
    turn = 1 + [*PLANTED].index(what) % 8

    def faulty(world, *rest):
        report = resolve(world, *rest)
        if report.turn == turn:
            PLANTED[what](world)
        return report

    monkeypatch.setattr("sim.games.game.resolve", faulty)
    verdict = prove(replay_of_eight)
    assert (verdict.result, verdict.turn) == (Result.DIFFERS, turn)


def test_twenty_divergences_are_planted():
    """They cover every part of a world: money, people, suppliers, work, hidden facts, luck."""
    assert len(PLANTED) == 20


def test_changed_orders_are_found_in_their_turn(replay):
    """Orders that were removed or made illegal are found in their turn."""
    place = next(place for place, turn in enumerate(replay.turns) if turn.orders)
    turns = list(replay.turns)
    turns[place] = evolve(turns[place], orders=())
    assert prove(evolve(replay, turns=tuple(turns))).turn == place + 1
    turns[place] = evolve(turns[place], orders=(Audit("nobody\x1b[2J" + "x" * 10_000),))
    verdict = prove(evolve(replay, turns=tuple(turns)))
    assert (verdict.result, verdict.turn) == (Result.DIFFERS, place + 1)
    assert "not legal" in verdict.reason
    assert verdict.reason.isprintable()
    assert len(verdict.reason) < 400


def test_turns_after_the_end_are_not_legal():
    """A game that is over cannot be played on."""
    game = a_game(turns=100)
    whole = Replay.of(game)
    verdict = prove(evolve(whole, turns=(*whole.turns, Turn((), "0" * 64))))
    assert (verdict.result, verdict.turn) == (Result.DIFFERS, len(game.log) + 1)
    assert "over" in verdict.reason


def test_other_rules_are_refused_by_name(replay):
    """A replay under other rules is not played; both are named, and the version if it differs."""
    verdict = prove(evolve(replay, rules_hash="ab" * 32, version="9.9"))
    assert (verdict.result, verdict.game) == (Result.OTHER_RULES, None)
    assert "abababababab" in verdict.reason
    assert replay.rules_hash[:12] in verdict.reason
    assert f"version 9.9; this is {sim.__version__}" in verdict.reason


def test_a_scenario_that_was_changed_is_refused_by_name(replay):
    """The hash of the scenario is that of its text, or nothing is played."""
    richer = evolve(replay.scenario, firm=evolve(replay.scenario.firm, cash=10**9))
    verdict = prove(evolve(replay, scenario=richer))
    assert (verdict.result, verdict.game) == (Result.OTHER_SCENARIO, None)
    assert replay.scenario_hash[:12] in verdict.reason


def test_a_game_that_keeps_no_turns_has_no_replay():
    """The digests of its turns are not known, and none is invented."""
    game = play_out(Game.new(a_busy_scenario(), 1, keep_turns=False), turns=2)
    with pytest.raises(ValueError, match="is not kept"):
        Replay.of(game)


def test_a_replay_that_could_not_be_read_is_not_written(replay, monkeypatch):
    """The limit on reading applies to writing, too."""
    monkeypatch.setattr("sim.games.replays.replay.LARGEST", 1_000)
    with pytest.raises(BuckstopError, match="limit of 1,000 bytes"):
        replay.text()


# ---------------------------------------------------------------------------------- the crash


def drafted_game() -> Game:
    game = a_game(turns=2)
    for order in (Hire("crew", 1), Audit("tarn")):
        game.draft(order)
    assert game.pending
    return game


def test_a_crash_file_keeps_the_drafts():
    """It has the turns, the drafted orders, the fault in one line, and where it was raised."""
    game = drafted_game()
    kept = parse(crashed(game, raised("by zero")).text(), "x.json")
    assert kept.crash.drafted == game.pending
    assert kept.crash.fault == "ZeroDivisionError: by zero"
    assert "in raised" in kept.crash.traceback
    assert prove(kept).result is Result.SAME
    assert prove(kept).game.log == game.log


def test_a_drafted_turn_that_cannot_be_played_is_reproduced(monkeypatch):
    """The fault recurs, in the turn after those that match."""
    game = drafted_game()
    kept = crashed(game, raised("by zero"))
    resolve = sim.games.game.resolve

    def faulty(world, orders, *rest):
        if tuple(orders) == game.pending:
            raise ZeroDivisionError("by zero")
        return resolve(world, orders, *rest)

    monkeypatch.setattr("sim.games.game.resolve", faulty)
    verdict = prove(kept)
    assert (verdict.result, verdict.turn) == (Result.FAULT, 3)
    assert isinstance(verdict.fault, ZeroDivisionError)
    assert len(verdict.game.log) == 2


def test_a_turn_that_can_no_longer_be_played_differs(replay, monkeypatch):
    """If the engine has a new fault, the turn is named together with the fault."""
    monkeypatch.setattr("sim.games.game.resolve", lambda *_: 1 // 0)
    verdict = prove(replay)
    assert (verdict.result, verdict.turn) == (Result.DIFFERS, 1)
    assert "ZeroDivisionError" in verdict.reason


def test_a_crash_names_nobodys_home(monkeypatch, tmp_path):
    """Paths that lead home, to Python and to the program are shortened in the message."""
    home = tmp_path / "ann"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    error = raised(f"no file {home / 'plans' / 'x.toml'} in {str(home)!r}\x1b[2J")
    crash = crashed(drafted_game(), error).crash
    for told in (crash.fault, crash.traceback):
        assert str(home) not in told
        assert os.path.join("~", "plans", "x.toml") in told
        assert "\x1b" not in told


def test_a_crash_names_neither_where_python_is_nor_where_buckstop_is():
    """Paths to both are shortened in its traceback."""
    with pytest.raises(AttributeError) as error:
        prove(None)
    crash = crashed(drafted_game(), error.value).crash
    for place in (Path(sim.__file__).parent.parent, sys.prefix):
        assert str(place) not in crash.traceback
    assert os.path.join(".", "sim", "games", "replays", "proving.py") in crash.traceback


def test_an_endless_traceback_is_cut():
    """Its end is kept, since that says where it was raised; the file can be read again."""
    kept = crashed(drafted_game(), raised("x" * 100_000))
    assert len(kept.crash.traceback) == TRACEBACK_MOST
    assert parse(kept.text(), "x.json") == kept


# ------------------------------------------------------------------------------- hostile files


def changed(replay: Replay, key: str, value: object) -> str:
    """The text of a replay with another value at a key such as `turns.0.digest`."""
    document = json.loads(replay.text())
    *outer, last = key.split(".")
    inner = document
    for part in outer:
        inner = inner[int(part)] if isinstance(inner, list) else inner[part]
    inner[last] = value
    return json.dumps(document)


def refused(text: str) -> str:
    """The message about a file that is not a replay: one line that names the file."""
    with pytest.raises(UsageError) as told:
        parse(text, "x.json")
    message = str(told.value)
    assert message.startswith("x.json: ")
    assert message.isprintable()
    assert len(message) < 500
    return message


HUGE = 10**400
AN_AWARD = {"order": "Award", "task": "shop", "offer": "x"}

WRONG = [
    ("format", 2, "format: expected 1, is 2. It was written by a newer Buckstop."),
    ("format", 0, "format: expected 1, is 0."),
    ("format", True, "format: expected 1, is true."),
    ("format", HUGE, "format: expected 1, is a huge number."),
    ("seed", -1, "seed: expected a number from 0"),
    ("seed", HUGE, "seed: expected a number from 0"),
    ("seed", 1.0, "seed: expected a whole number, is 1.0."),
    ("seed", None, "seed: expected a whole number, is null."),
    ("version", "x" * 301, "version: expected at most 300 characters"),
    ("version", "\x1b[2J", "version: expected at most 300 characters, all of them printable"),
    ("scenario", {}, "scenario: expected a text, is a table."),
    ("scenario", "format = 1", "scenario:1: "),
    ("scenario", "[" * 100_000, "scenario:1: more than 6 brackets"),
    ("scenario_hash", "A" * 64, "scenario_hash: expected 64 digits"),
    ("rules_hash", 7, "rules_hash: expected a text, is 7."),
    ("turns", {}, "turns: expected a list, is a table."),
    ("turns", [{}] * 121, "turns: expected at most 120, are 121."),
    ("turns", [[]], "turns[0]: expected a table, is a list of 0."),
    ("turns", [{"orders": []}], "turns[0].digest: it is missing; expected a text."),
    ("turns.1.digst", "", 'turns[1].digst: a replay has no such key. Did you mean "digest"'),
    ("turns.1.digest", "\u202e" * 64, "turns[1].digest: expected 64 digits"),
    ("turns.1.orders", [3], "turns[1].orders[0]: expected an order, got 3."),
    ("turns.1.orders", [{}] * 2_001, "turns[1].orders: expected at most 2,000 orders, are 2,001."),
    ("turns.1.orders", [{"order": "Bribe"}], "turns[1].orders[0].order: there is no order 'Bribe'"),
    ("turns.1.orders", [{"order": "Hire", "team": "crew", "heads": "1"}], "[0].heads: expected a"),
    ("turns.1.orders", [{"order": "Hire", "team": "crew", "heads": 0}], "'heads' must be >= 1"),
    (
        "turns.1.orders",
        [{"order": "Train", "team": "crew", "hours": HUGE}],
        "turns[1].orders[0].hours: expected a finite number, got 1000",
    ),
    ("turns.1.orders", [{**AN_AWARD, "terms": {"pricing": "free"}}], "terms.pricing: expected one"),
    ("turns.1.orders", [{**AN_AWARD, "terms": 5}], "turns[1].orders[0].terms: expected a table"),
    ("turns.1.orders", [{**AN_AWARD, "\x1b[2J": 5}], "no such key is known"),
    ("crash", {}, "crash.drafted: it is missing; expected a list."),
    ("crash", None, "crash: expected a table, is null."),
    ("extra\x1b", 1, "a replay has no such key."),
]


@pytest.mark.parametrize(("key", "value", "words"), WRONG, ids=[ascii(row[2]) for row in WRONG])
def test_each_fault_is_named(replay, key, value, words):
    """The key, what was expected and what was found, in a line that cannot control a terminal."""
    assert words in refused(changed(replay, key, value))


@pytest.mark.parametrize("key", [*reading._KEYS])
def test_every_key_is_needed(replay, key):
    """Nothing in a replay may be left out."""
    document = json.loads(replay.text())
    del document[key]
    assert key in refused(json.dumps(document))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "invalid JSON"),
        ("{", "line 1, column 2"),
        ("[]", "expected a JSON table"),
        ("null", "expected a JSON table"),
        ('{"format": NaN}', "contains NaN"),
        ('{"format": -Infinity}', "contains -Infinity"),
        ('{"format": 1, "format": 1}', 'the key "format" appears twice'),
        ('{"format": 1e999}', "expected 1, is inf"),
        ('{"format": ' + "9" * 5_000 + "}", "a number in it is far too long"),
        ('{"format": "\x1b"}', "control character"),
    ],
)
def test_other_files_are_reported_as_not_replays(text, words):
    """Other JSON, and files that are not JSON."""
    assert words in refused(text)


def test_only_regular_files_are_read(tmp_path):
    """Directories, missing files, other encodings and files that are too large."""
    path = tmp_path / "x.json"
    cases = {b"\xff\xfe{": "UTF-8", b" " * (LARGEST + 1): "larger than 4,000,000 bytes"}
    for content, words in cases.items():
        path.write_bytes(content)
        with pytest.raises(UsageError, match=words):
            load(path)
    with pytest.raises(UsageError, match="there is no such file"):
        load(tmp_path / "none.json")
    with pytest.raises(UsageError, match="not a regular file"):
        load(tmp_path)


DEAR = {
    "deep": "[" * 3_900_000,
    "deep tables": '{"a":' * 700_000,
    "many lists": "[" + "[]," * 1_290_000 + "[]]",
    "many keys": "{" + ",".join(f'"{i}":0' for i in range(290_000)) + "}",
    "a key twice at the end": "{" + ",".join(f'"{i}":0' for i in range(290_000)) + ',"1":0}',
    "long text": '{"format": 1, "version": "' + "x" * 3_900_000 + '"}',
}

READ = """
from sim.errors import UsageError
from sim.games.replays import load
def read(path):
    try:
        load(path)
    except UsageError as error:
        assert len(str(error)) < 1_000
    else:
        raise AssertionError("it is not refused")
"""


@pytest.fixture(scope="module")
def read_limited():
    with limited.reader(READ) as read:
        yield read


@pytest.mark.parametrize("case", DEAR)
def test_an_expensive_file_is_refused_quickly(case, read_limited, tmp_path):
    """Within the limits on processor time and memory that apply to any input."""
    path = tmp_path / "x.json"
    path.write_text(DEAR[case])
    assert path.stat().st_size <= LARGEST, "the cap on bytes must not be what refuses it"
    read_limited(path)


@pytest.fixture(scope="module")
def text(replay) -> str:
    return replay.text()


@settings(max_examples=150)
@given(data=st.data())
def test_any_damage_is_a_message_or_a_verdict(text, data):
    """A replay with bytes changed, cut or doubled is refused, proved, or found to differ."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    put = data.draw(st.sampled_from(("", "0", '"', "[", "}", "null", "-1", "1e999", text[:40])))
    damaged = text[:start] + put + text[end:]
    try:
        read = parse(damaged, "x.json")
    except UsageError:
        refused(damaged)
    else:
        assert isinstance(prove(read).result, Result)


def test_orders_out_of_all_proportion_are_not_legal(replay):
    """A number of hundreds of digits is not a number of people to hire."""
    turns = (evolve(replay.turns[0], orders=(Hire("crew", HUGE),)), *replay.turns[1:])
    verdict = prove(parse(evolve(replay, turns=turns).text(), "x.json"))
    assert (verdict.result, verdict.turn) == (Result.DIFFERS, 1)
    assert len(verdict.reason) < 400


def test_an_award_that_nobody_offered_is_not_legal(replay):
    """A replay cannot contain what the game did not offer."""
    turns = (evolve(replay.turns[0], orders=(Award("shop", "shop/nobody"),)), *replay.turns[1:])
    assert prove(evolve(replay, turns=turns)).turn == 1
