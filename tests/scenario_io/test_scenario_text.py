"""A scenario written as text keeps its content."""

import pytest
from attrs import evolve
from hypothesis import given, settings

from sim.model.scenario import Scenario
from sim.scenario_io import catalogue, check_text, load_file, scenario_hash, text_of
from tests import strategies


def reads_back(scenario: Scenario) -> None:
    """The law: the same scenario, the same hash, and no faults."""
    again, faults = check_text(text_of(scenario), "x.toml")
    assert [str(fault) for fault in faults if fault.is_error] == []
    assert again == scenario
    assert scenario_hash(again) == scenario_hash(scenario)


@settings(max_examples=60)
@given(strategies.scenarios())
def test_any_scenario_reads_back(scenario):
    """Everything that a file can express survives being written as text."""
    reads_back(scenario)


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.id)
def test_the_shipped_scenarios_read_back(entry):
    """This includes stories of several paragraphs, hints and rules of their own."""
    reads_back(load_file(entry.path))


def test_no_letter_of_a_text_is_lost():
    """Quotation marks, backslashes, TOML syntax and letters of any script."""
    scenario = load_file(catalogue()[0].path)
    odd = """He said "no\\" '''twice''' # = [[x]] {y} \\u0041 – Ωμέγα 東京 🙂"""
    reads_back(evolve(scenario, title=odd, story=f"{odd}\n\n{odd}", special=(odd, "", "\\")[:1]))


def test_numbers_keep_their_last_digit():
    """The largest sums, the smallest shares, and numbers with no exact binary form."""
    scenario = load_file(catalogue()[0].path)
    firm = evolve(scenario.firm, cash=-(10**12), manager_hours=0.1 + 0.2, reputation=1e-300)
    reads_back(evolve(scenario, firm=firm, turn_months=1 / 3))
