"""The snippets of docs/benchmark.md read what `bench --out` writes with the right types.

The run here has types that libraries guess wrong: most columns are empty for more rows than DuckDB
samples (20,480), then texts, integers and fractions appear; one column is always empty; and some
names look like numbers or dates.
"""

import json
import math
import re
from pathlib import Path

import pytest
from attrs import evolve

from sim.bench.folder import EPISODES, SUMMARY, TURNS, Folder
from sim.bench.manifest import manifest
from sim.bench.plan import Job, Plan
from sim.bench.records import TURN_COLUMNS, Played, columns, failed
from sim.errors import FailureKind
from sim.policies import REGISTRY

duckdb = pytest.importorskip("duckdb")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")

LOOKED_AT = 20_480
"""Rows from which DuckDB guesses a type."""

EMPTY = 20_500
"""Failed episodes at the beginning of the run."""

PLAYED = 40
"""Finished episodes after them."""

TURNS_EACH = 600

LARGEST = 2**63 - 1

MANUAL = (Path(__file__).parents[2] / "docs" / "benchmark.md").read_text(encoding="utf-8")


def lines_of(library):
    """The snippet for one library, after the lines that all of them share."""
    blocks = re.findall(r"^```python\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    (types,) = (block for block in blocks if 'open("columns.json")' in block)
    (own,) = (block for block in blocks if f"import {library}\n" in block)
    return types + own


@pytest.fixture(scope="module")
def scenario(tutorial):
    """A scenario whose id looks like a number, with an objective that looks like a date."""
    first, second, *rest = tutorial.objectives
    goals = (evolve(first, id="date", label="2024-01-01"), evolve(second, id="never"), *rest)
    return evolve(tutorial, id="007", objectives=goals)


@pytest.fixture(scope="module")
def kept(scenario, tmp_path_factory):
    """The run's folder, and the rows that the writer was given."""
    path = tmp_path_factory.mktemp("runs") / "late"
    policy = evolve(REGISTRY["random"], id="2024-01-01")
    names = columns([scenario])
    plan = Plan((scenario,), (policy,), range(1, EMPTY + PLAYED + 1))
    folder = Folder.begin(path, manifest(plan, []), names)
    episodes, turns = [], []
    for number in range(EMPTY + PLAYED):
        seed = LARGEST if number == 0 else number
        job = Job(scenario, policy, seed)
        one = failed(job, names, FailureKind.RAISED, "It raised.")
        if number >= EMPTY:
            one = Played(late(one.row, names, number - EMPTY), tuple(turns_of(job, number)), 1.0)
        folder.add(one)
        episodes.append(one.row)
        turns += one.turns
    folder.finish({"episodes": len(episodes), "rows": []}, names)
    folder.close()
    assert len(episodes) > LOOKED_AT
    assert len(turns) > LOOKED_AT
    return path, {EPISODES: episodes, TURNS: turns}


def late(row, names, number):
    """The row of a finished episode: whole numbers first, then fractions."""
    values = {
        str: f"text {number}",
        int: 2**53 - 1 - number,
        float: 3.0 if number < PLAYED // 2 else number + 0.1 + 0.2,
    }
    known = {"scenario", "policy", "seed", "failure", "failure_message"}
    return {
        name: row[name]
        if name in known
        else None
        if name.startswith("objective_never_")
        else "1.0"
        if name == "version"
        else values[kind]
        for name, kind in names.items()
    } | {"failure": "", "failure_message": ""}


def turns_of(job, number):
    """Turns whose figures are whole numbers, except in the very last."""
    last = number == EMPTY + PLAYED - 1
    for turn in range(1, TURNS_EACH + 1):
        whole = not (last and turn == TURNS_EACH)
        given = {"scenario": job.scenario.id, "policy": job.policy.id, "seed": job.seed}
        given |= {"turn": turn, "cost": 5, "borne": 0}
        yield {name: given.get(name, 3.0 if whole else 1 / 3) for name in TURN_COLUMNS}


def by_pandas(rows):
    """The types, and the values with None for missing ones."""
    kinds = {
        name: str
        if pandas.api.types.is_string_dtype(kind)
        else int
        if pandas.api.types.is_integer_dtype(kind)
        else float
        if pandas.api.types.is_float_dtype(kind)
        else kind
        for name, kind in rows.dtypes.items()
    }
    return kinds, {name: [plain(value) for value in rows[name]] for name in rows}


def plain(value):
    return None if pandas.isna(value) else getattr(value, "item", lambda: value)()


def by_polars(rows):
    known = {polars.String: str, polars.Int64: int, polars.Float64: float}
    kinds = {name: known.get(kind, kind) for name, kind in rows.schema.items()}
    return kinds, rows.to_dict(as_series=False)


def by_duckdb(rows):
    known = {"VARCHAR": str, "BIGINT": int, "DOUBLE": float}
    kinds = {
        name: known.get(str(kind), kind)
        for name, kind in zip(rows.columns, rows.types, strict=True)
    }
    values = zip(*rows.fetchall(), strict=True)
    return kinds, dict(zip(rows.columns, map(list, values), strict=True))


LOOK = {"pandas": by_pandas, "polars": by_polars, "duckdb": by_duckdb}
"""What a library read: each column's Python type, and its values."""


@pytest.mark.parametrize("file", [EPISODES, TURNS])
@pytest.mark.parametrize("library", LOOK)
def test_the_manuals_snippets_read_what_was_written(library, file, kept, scenario, monkeypatch):
    """Each column has its type, and each value is what the writer was given.

    So all three libraries agree to the last digit, and no late value is lost.
    """
    folder, written = kept
    monkeypatch.chdir(folder)
    scope = {}
    exec(lines_of(library).replace(EPISODES, file), scope)
    kinds, values = LOOK[library](scope["episodes"])
    expected = columns([scenario]) if file == EPISODES else TURN_COLUMNS
    assert kinds == expected
    for name in expected:
        assert values[name] == [row[name] for row in written[file]], name


@pytest.mark.parametrize("file", [EPISODES, TURNS])
def test_the_lines_for_parquet_read_the_same(file, kept, scenario, monkeypatch):
    """Parquet carries its types: every library reads exactly the written values."""
    pytest.importorskip("pyarrow")
    folder, written = kept
    monkeypatch.chdir(folder)
    name = Path(file).with_suffix(".parquet").name
    for line in ('pandas.read_parquet("{}")', 'polars.read_parquet("{}")', "FROM '{}'"):
        assert line.format("episodes.parquet") in " ".join(MANUAL.split())
    _, pandas_values = by_pandas(pandas.read_parquet(name))
    polars_kinds, polars_values = by_polars(polars.read_parquet(name))
    duckdb_kinds, duckdb_values = by_duckdb(duckdb.sql(f"SELECT * FROM '{name}'"))
    expected = columns([scenario]) if file == EPISODES else TURN_COLUMNS
    assert polars_kinds == duckdb_kinds == expected
    for column in expected:
        rows = [row[column] for row in written[file]]
        assert pandas_values[column] == polars_values[column] == duckdb_values[column] == rows


def test_every_line_has_every_column_and_floats_have_a_point(kept, scenario):
    """A float is never written as a whole number: `3.0`, not `3`."""
    folder, _ = kept
    for file, names in ((EPISODES, columns([scenario])), (TURNS, TURN_COLUMNS)):
        for line in (folder / file).read_text("ascii").splitlines():
            row = json.loads(line, parse_int=Whole)
            assert list(row) == list(names)
            for name, value in row.items():
                kind = int if type(value) is Whole else type(value)
                assert value is None or kind is names[name], (name, value)
                assert kind is not float or math.isfinite(value)


class Whole(str):
    """A number written without a decimal point."""

    __slots__ = ()


def test_a_run_that_was_cut_off_has_its_columns(scenario, tmp_path):
    """The types are written first, so that an unfinished run can be read."""
    plan = Plan((scenario,), (REGISTRY["random"],), range(1, 3))
    Folder.begin(tmp_path, manifest(plan, []), columns([scenario])).close()
    assert not (tmp_path / SUMMARY).exists()
    types = json.loads((tmp_path / "columns.json").read_text())
    assert {file: list(names) for file, names in types.items()} == {
        EPISODES: list(columns([scenario])),
        TURNS: list(TURN_COLUMNS),
    }
