"""Scenario files: TOML in, a `Scenario` or faults out; the linter; the shipped scenarios.

A file goes through `reading` (regular files of bounded size), `scan` (limits and line numbers), the
standard library's parser (`numerals` explains numbers such as `45,000`), `structure` (each value),
`relations` (values together), `lint` (odd but valid) and `sim.canonical` (canonical order). Any
file gives a scenario or faults, never another error. `shipped` finds the files; `writing` turns a
scenario back into text.
"""

from sim.canonical import canonical, scenario_hash
from sim.scenario_io.faults import ERROR, Fault, Refused, file_name
from sim.scenario_io.loading import check_file, check_text, load_file
from sim.scenario_io.reading import read_text
from sim.scenario_io.shipped import Entry, catalogue, find
from sim.scenario_io.writing import text_of

__all__ = [
    "ERROR",
    "Entry",
    "Fault",
    "Refused",
    "canonical",
    "catalogue",
    "check_file",
    "check_text",
    "file_name",
    "find",
    "load_file",
    "read_text",
    "scenario_hash",
    "text_of",
]
