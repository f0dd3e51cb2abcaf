"""Scenario files: TOML in, a `Scenario` or faults out; the linter; the shipped scenarios.

A file goes through `reading` (a regular file of a bounded size), `scan` (limits before the parser,
line numbers), the parser of the standard library (`numerals` explains where it stops at `45,000`),
`structure` (each value by itself), `relations` (values together), `lint` (what is odd) and
`sim.canonical` (one order, whatever the file's is). Whatever a file holds, what comes out is a
scenario or faults, never another error. `shipped` finds the files; `writing` makes a text of a
scenario again.
"""

from sim.canonical import FORMAT, canonical, scenario_hash
from sim.scenario_io.faults import ERROR, WARNING, Fault, Refused, file_name
from sim.scenario_io.loading import check_file, check_text, load_file
from sim.scenario_io.reading import read_text
from sim.scenario_io.shipped import Entry, catalogue, find
from sim.scenario_io.writing import text_of

__all__ = [
    "ERROR",
    "FORMAT",
    "WARNING",
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
