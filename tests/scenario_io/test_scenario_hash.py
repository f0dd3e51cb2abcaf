"""The hash covers a scenario's content; the order and formatting of its file do not matter."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.scenario import Hint, Scenario
from sim.model.vocabulary import Occasion
from sim.scenario_io import canonical, check_text, scenario_hash

TEXT = (Path(__file__).parent / "small.toml").read_text("utf-8")


def loaded(text: str) -> Scenario:
    scenario, faults = check_text(text, "x.toml")
    assert scenario is not None, [str(fault) for fault in faults]
    return scenario


def as_toml(value: Any) -> str:
    """A value as inline TOML in varied formatting; JSON syntax serves for texts and numbers."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {as_toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(part) for part in value) + "]"
    return json.dumps(value)


SMALL = loaded(TEXT)
SMALL_HASH = "f4c3d832eb9f672fa5c8bf3e8539703062ff6919757e68e711d9adcde026fdb8"
"""As it was before hints could wait for something."""
MEANT_ORDER = ("special",)


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_a_file_changes_nothing(random):
    """Tables, keys and references in any order give the same scenario and the same hash."""
    document = tomllib.loads(TEXT)

    def shuffled(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            keys = sorted(value)
            random.shuffle(keys)
            return {key: shuffled(value[key], key) for key in keys}
        if isinstance(value, list):
            parts = [shuffled(part) for part in value]
            if name not in MEANT_ORDER:
                random.shuffle(parts)
            return parts
        return value

    text = "\n".join(f"{key} = {as_toml(part)}" for key, part in shuffled(document).items())
    again = loaded(text)
    assert again == SMALL
    assert scenario_hash(again) == scenario_hash(SMALL)


def test_formatting_of_a_file_changes_nothing(edited):
    """Comments, underscores, or an integer for a real number: the same scenario."""
    text = edited("floor = 60\n", "floor = 60.0 # as good\n")
    text = edited("cash = 20_000_000", "cash = 0x1312D00", text)
    text = edited("opens = 3", "opens = 3\ncore = 0.2", text)  # the default, written out
    assert loaded(text) == SMALL
    assert scenario_hash(loaded(text)) == scenario_hash(SMALL)


def test_loaded_scenario_is_canonical():
    """A loaded scenario is already in canonical order, and reordering it changes nothing."""
    assert canonical(SMALL) == SMALL
    assert [task.id for task in SMALL.tasks] == ["brochure", "helpdesk", "migration", "relaunch"]
    assert [goal.id for goal in SMALL.objectives] == ["value", "quality", "relaunched"]
    backwards = attrs.evolve(SMALL, tasks=SMALL.tasks[::-1], objectives=SMALL.objectives[::-1])
    assert canonical(backwards) == SMALL
    assert scenario_hash(backwards) == scenario_hash(SMALL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Small"', 'title = "small"'),
        ("turns = 12", "turns = 13"),
        ("weight = 0.4\n", "weight = 0.4000000001\n"),
        ("low = 0.4, high = 0.7", "low = 0.4, high = 0.70001"),
        ('"One thing.", "Another thing."', '"Another thing.", "One thing."'),
        ("Too much work for too few people.", "Too few people for too much work."),
        ("platform_fee = 0.12", "platform_fee = 0.13"),
        ("platform_fee = 0.12", ""),
        ('id = "quality"', 'id = "craft"'),
        ("size = 20", "size = 20\narrives = 1\nsubcontracts = 0"),
    ],
)
def test_any_change_of_content_changes_the_hash(old, new, edited):
    """Every change of content, including texts and the order of lines, changes the hash."""
    assert scenario_hash(loaded(edited(old, new))) != scenario_hash(SMALL)


def test_unused_fields_do_not_change_the_hash():
    """A field added later is hashed only if a file uses it, so older hashes stay valid."""
    text = json.dumps(attrs.asdict(SMALL), default=str)
    assert '"when": null' in text
    assert scenario_hash(SMALL) == SMALL_HASH
    (hint,) = SMALL.hints
    changed = [attrs.evolve(hint, when=Occasion.OPEN_TASK), attrs.evolve(hint, subject="helpdesk")]
    hashes = {scenario_hash(attrs.evolve(SMALL, hints=(one,))) for one in (hint, *changed)}
    assert len(hashes) == 3


def test_hints_of_a_turn_keep_their_order():
    """Hints are sorted by turn; those of one turn keep the order in which they are written."""
    hints = (Hint(3, "late"), Hint(1, "b"), Hint(1, "a"))
    assert canonical(attrs.evolve(SMALL, hints=hints)).hints == (hints[1], hints[2], hints[0])


def test_hash_is_the_same_in_every_process():
    """The hash does not depend on PYTHONHASHSEED."""
    code = (
        "import sys; from sim.scenario_io import *;"
        "print(scenario_hash(check_text(sys.stdin.read(), 'x')[0]))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=TEXT,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("0", "1", "4242")
    }
    assert found == {scenario_hash(SMALL)}
