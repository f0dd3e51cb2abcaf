"""Everything that the model allows in a scenario is checked when a file is read."""

import enum
import types
import typing
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import scenario as model
from sim.model.scenario import Scenario
from sim.model.vocabulary import EventKind
from sim.scenario_io.document import SINGULAR
from sim.scenario_io.relations import SUBJECTS
from sim.scenario_io.texts import REFERENCES, TEXTS, clean, removed
from sim.scenario_io.values import length_limits, range_words

CLASSES = [cls for cls in vars(model).values() if isinstance(cls, type) and attrs.has(cls)]


def kinds(target: Any) -> list[Any]:
    """The plain types in a field's type."""
    parts = typing.get_args(target)
    if not parts:
        return [target]
    return [kind for part in parts if part is not Ellipsis for kind in kinds(part)]


FIELDS = [(cls, field) for cls in CLASSES for field in attrs.fields(cls)]
NAMES = [f"{cls.__name__}.{field.name}" for cls, field in FIELDS]


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=NAMES)
def test_every_field_is_bounded(cls, field):
    """A text is an id, a reference, or has a rule; a number has a range in the model."""
    if field.name == "rules":
        return  # the rule book has their ranges
    for kind in kinds(field.type):
        if kind is str:
            place = (cls, field.name)
            assert field.name == "id" or (place in REFERENCES) != (place in TEXTS)
        elif kind in (int, float):
            words = range_words(field.validator)
            assert "between" in words or ("above" in words and "at most" in words)
        else:
            known = kind in (bool, types.NoneType) or attrs.has(kind)
            assert known or issubclass(kind, enum.Enum)


def test_tables_with_ids_are_known():
    """Every list of things with ids is checked for duplicates, every kind of event for subjects."""
    lists = {
        field.name
        for field in attrs.fields(Scenario)
        for kind in kinds(field.type)
        if attrs.has(kind) and "id" in attrs.fields_dict(kind)
    }
    assert lists == set(SINGULAR)
    assert {*SUBJECTS, EventKind.BACKLASH} == set(EventKind)


def test_limits_are_read_from_the_model():
    """Ranges and lengths come from the model's validators, however they are composed."""
    fields = attrs.fields_dict(Scenario)
    assert length_limits(fields["disciplines"].validator) == (1, 20)
    assert length_limits(fields["tasks"].validator) == (0, 600)
    assert length_limits(fields["teams"].validator) == (0, 50)
    assert range_words(fields["turns"].validator) == "must be between 1 and 120"
    task = attrs.fields_dict(model.Task)
    assert range_words(task["hours"].validator) == "must be above 0 and at most 1,000,000"
    assert range_words(task["deadline"].validator) == "must be between 1 and 120"


@given(st.text(st.characters() | st.sampled_from(" \n\r\t\u200b\u202e\x1b\x9b\u2028\u00a0")))
@settings(max_examples=500, deadline=None)
def test_cleaning_leaves_only_what_can_be_shown(text):
    """Whatever the text, the result is printable, and cleaning it again changes nothing."""
    line = clean(text, lines=False)
    assert line.isprintable()
    assert "  " not in line
    assert clean(line, lines=False) == line
    page = clean(text, lines=True)
    assert page.replace("\n", "").isprintable()
    assert "\n\n\n" not in page
    assert clean(page, lines=True) == page


def test_removed_reports_only_suspicious_characters():
    """Spaces, line ends, joiners and byte order marks are removed silently; others are reported."""
    assert removed("a\t\r\n\u00a0\u2028\ufeff\u00ad\u200b\u200dz\u00e9") == []
    assert removed("\x1b[31m\u202e\x9b\x00") == ["\x00", "\x1b", "\x9b", "\u202e"]
