#!/usr/bin/env bash
# JSON lines in which a column is null for 39,000 rows and then has numbers, read without a schema.
#
#   DuckDB 1.4.4   infers JSON for the column: the late numbers are there, as text
#   DuckDB 2.0.1   infers the type NULL: every late number is read as NULL, with no error or warning
#   polars 2.1.0   refuses the file: "got non-null value for NULL-typed column"
#   pandas 3.1.1   reads all numbers, as float64
#
# A column that is whole for 39,000 rows and then has a fraction: both DuckDB versions infer BIGINT and
# round (3.5 is read as 4) in silence, polars refuses, pandas reads 3.5.
#
# With types given (DuckDB: columns=..., polars: schema=...) all of them read what is in the file.
# That DuckDB infers types from the first 20,480 rows is documented; that a null column gets a type
# that can hold nothing, so that data is lost, is not: in 1.4.4 it got JSON for that very reason.
#
# Needs python3 (3.11 or newer) with venv, and PyPI. Exits with 0 as long as all of this holds.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv new && new/bin/pip install --quiet duckdb==2.0.1 polars==2.1.0 pandas==3.1.1
python3 -m venv old && old/bin/pip install --quiet duckdb==1.4.4

cat >write.py <<'PYTHON'
import json

with open("rows.jsonl", "w") as file:
    for number in range(40_000):
        late = number >= 39_000
        row = {"text": "x" * 100, "late": 0.5 if late else None, "whole_first": 3.5 if late else 3}
        file.write(json.dumps(row) + "\n")
PYTHON
python3 write.py

cat >duckdb_reads.py <<'PYTHON'
import duckdb

_, late, whole = duckdb.sql("SELECT * FROM 'rows.jsonl'").types
found = duckdb.sql(
    "SELECT count(*), count(late), max(whole_first) FROM 'rows.jsonl'"
).fetchall()
told = duckdb.read_json("rows.jsonl", columns={"late": "DOUBLE", "whole_first": "DOUBLE"})
given = duckdb.sql("SELECT count(*), count(late), max(whole_first) FROM told").fetchall()
print(f"DuckDB {duckdb.__version__}: {late} {whole} {found} with types {given}")
PYTHON

cat >others_read.py <<'PYTHON'
import pandas
import polars

try:
    polars.read_ndjson("rows.jsonl")
except polars.exceptions.PolarsError as error:
    print(f"polars {polars.__version__}: {error}".splitlines()[0])
schema = {"late": polars.Float64, "whole_first": polars.Float64}
rows = polars.read_ndjson("rows.jsonl", schema=schema)
print("polars with types:", rows["late"].count(), rows["whole_first"].max())
rows = pandas.read_json("rows.jsonl", lines=True)
print(f"pandas {pandas.__version__}:", rows["late"].count(), rows["whole_first"].max())
PYTHON

{
    old/bin/python duckdb_reads.py
    new/bin/python duckdb_reads.py
    new/bin/python others_read.py
} >seen

cat >expected <<'TEXT'
DuckDB 1.4.4: JSON BIGINT [(40000, 1000, 4)] with types [(40000, 1000, 3.5)]
DuckDB 2.0.1: "NULL" BIGINT [(40000, 0, 4)] with types [(40000, 1000, 3.5)]
polars 2.1.0: got non-null value for NULL-typed column: 0.5
polars with types: 1000 3.5
pandas 3.1.1: 1000 3.5
TEXT

cat seen
diff expected seen
