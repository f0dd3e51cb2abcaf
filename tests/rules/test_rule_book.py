"""The model's numbers: each has a unit, meaning and source; none is in the code."""

import ast
import math
from pathlib import Path

import pytest
from attrs import evolve, fields

import sim
from sim.model.rules import Rules
from sim.rules import load, rules_hash, with_overrides

BOOK = load()

PACKAGE = Path(sim.__file__).parent
ENGINE = PACKAGE / "engine"


def test_a_coefficient_says_what_it_is(subtests):
    """A coefficient has a unit, a sentence, a source, and a range that contains it."""
    for key, row in BOOK.rows.items():
        with subtests.test(key):
            assert row.key == key
            assert row.unit
            assert row.meaning.endswith(".")
            assert row.source
            assert math.isfinite(row.value)
            assert row.low <= row.value <= row.high
            assert row.low < row.high
            assert row.group in BOOK.groups
            assert getattr(BOOK.rules, key) == row.value


def test_a_coefficient_is_read():
    """Every coefficient is read somewhere in the engine or the forecast."""
    by_name = ("reliability_", "alignment_", "attention_", "health_")
    unread = {key for key in BOOK.rows if not key.startswith(by_name)} - _names_in_code()
    assert not unread


def _names_in_code() -> set[str]:
    files = [*ENGINE.glob("**/*.py")]
    files += [*PACKAGE.glob("forecast/*.py"), *PACKAGE.glob("policies/*.py")]
    found: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
    return found


PLAIN = {0, 1, 2, 3, 4, 0.5, 12, 50, 100, 10}
"""Numbers that mean nothing but themselves: ends of scales, halves, months in a year, percent."""

GUARDS = {0.999, 1e-9, 1e-6, 1000.0, 5.0, 20, 21, 22}
"""Rounding up, division by zero, points of 1000, five stars, indices of a provider's draws."""

EXACT = {"numbers.py", "luck.py"}
"""Modules about arithmetic and rounding: they hold no rule."""


JUDGING = [file for folder in ("forecast", "policies") for file in (PACKAGE / folder).glob("*.py")]
"""Who judges by the model has thresholds and weights of its own; each has a name."""


def test_no_number_of_the_model_is_in_the_code():
    """A number that could be different is in the rule book, or has a name where it is judged."""
    odd = []
    files = [*ENGINE.glob("**/*.py"), *JUDGING, PACKAGE / "hints.py"]
    for file in sorted(files):
        if file.name in EXACT:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        tables = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        ]
        published = {id(node) for table in tables for node in ast.walk(table)}
        for node in ast.walk(tree):
            number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
            if number and node.value not in PLAIN | GUARDS and id(node) not in published:
                odd.append(f"{file.name}:{node.lineno}: {node.value}")
    assert not odd, "\n".join(odd)


def test_the_book_and_the_class_name_the_same():
    """The order is also the same, so that both can be read side by side."""
    assert [field.name for field in fields(Rules)] == list(BOOK.rows)


def test_it_is_read_once():
    """The book is a single shared value."""
    assert load() is BOOK
    with pytest.raises(AttributeError):
        BOOK.rules.platform_fee = 0.5


@pytest.mark.parametrize("key", ["platform_fee", "holdup_limit"])
def test_a_scenario_may_change_a_coefficient_within_its_range(key):
    """Both ends are included, and no other coefficient changes."""
    row = BOOK.rows[key]
    for value in (row.low, row.high):
        assert with_overrides({key: value}) == evolve(BOOK.rules, **{key: value})
    assert with_overrides({}) == BOOK.rules


@pytest.mark.parametrize("value", [-0.001, 0.501, math.nan, math.inf, -math.inf])
def test_beyond_its_range_a_coefficient_is_refused(value):
    """The message gives its key, its range and its unit."""
    with pytest.raises(ValueError, match=r"platform_fee must be between 0\.0 and 0\.5 share"):
        with_overrides({"platform_fee": value})


def test_an_unknown_key_is_refused():
    """A misspelt coefficient is an error, and is never ignored."""
    with pytest.raises(KeyError, match="platform_free"):
        with_overrides({"platform_free": 0.1})


def test_the_hash_is_of_the_values():
    """Equal values have equal hashes; changing the last digit of one changes the hash."""
    assert rules_hash(with_overrides({})) == rules_hash(BOOK.rules)
    near = with_overrides({"platform_fee": BOOK.rules.platform_fee + 1e-12})
    assert rules_hash(near) != rules_hash(BOOK.rules)
    whole = with_overrides({"platform_fee": 0})
    assert rules_hash(whole) == rules_hash(with_overrides({"platform_fee": 0.0}))
    assert len(rules_hash(BOOK.rules)) == 64


def test_published_ranges_are_kept():
    """The book states the findings of studies as the studies state them."""
    rules = BOOK.rules
    assert 0.10 <= rules.sla_credit_standard <= rules.sla_credit_strict <= 0.12
    assert (rules.capability_worst, rules.capability_best) == (1.34, 0.76)
    assert rules.distance_effort == 0.42
    assert rules.rush_effort == 1.43
    assert (rules.late_cost_low, rules.late_cost_high) == (5.0, 100.0)
    assert rules.learning_rate == 0.80
    assert rules.holdup_limit <= 1 / 3
    assert (rules.full_output_week, rules.no_output_week) == (48.0, 63.0)
    assert rules.layoff_output == 0.12
    assert 3.0 <= rules.ramp_months <= 8.0
    assert rules.hire_lead_months == pytest.approx(42 / 30, abs=0.05)
    assert 0.02 <= rules.dropout_month <= 0.15
