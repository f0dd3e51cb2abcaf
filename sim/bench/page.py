"""A run as one self-contained HTML page."""

import html
import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sim import narrate
from sim.bench import charts
from sim.bench.gather import Gathered
from sim.bench.manifest import published
from sim.bench.rows import ALL_SCENARIOS

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; }
figcaption, .small { color: #4a5260; font-size: .9rem; max-width: 46rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #dfe3e8;
  white-space: nowrap; }
th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
td:nth-child(2) { min-width: 9em; max-width: 20em; white-space: normal; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: #4a5260; } dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  @page { margin: 12mm; }
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; margin-top: 1rem; }
  figure { break-inside: avoid; }
  figure svg { max-height: 195mm; }
  .wide { overflow-x: visible; }
  table { font-size: 7pt; width: 100%; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { padding: .1rem .2rem; white-space: normal; }
}
"""

CHARTS: tuple[tuple[str, Callable[[Gathered], str], str], ...] = (
    (
        "Score by policy and scenario",
        charts.scores,
        "Points of 1000. The line is the 95% interval of the mean over seeds (Wilson's, for scores "
        "from 0 to 1000).",
    ),
    (
        "Distributions",
        charts.distributions,
        "Boxes span the middle half of the games, lines the 5th to the 95th percentile.",
    ),
    (
        "Paired differences",
        charts.differences,
        "Each seed's score minus the baseline's under the same luck, with the 95% interval of the "
        "mean (Student's t). Where the interval excludes zero, the two differ at 5%.",
    ),
    (
        "The four results against each other",
        charts.results,
        "Means of each policy; money is per turn played, so that a firm that goes bankrupt early "
        "does not look cheap. No policy is cheap, good, easy to oversee and safe all at once.",
    ),
    (
        "Who did the work, turn by turn",
        charts.modes,
        "Shares of the standard hours delivered, over all games that reached the turn.",
    ),
)


def page(found: Gathered) -> str:
    """The page as HTML. Raises `UsageError` if matplotlib is not installed."""
    return "\n".join(_parts(found)) + "\n"


def _parts(found: Gathered) -> Iterator[str]:
    title = f"Buckstop: {', '.join(found.scenarios.values())}"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield "<h1>How policies did</h1>"
    yield from _about(found)
    for heading, draw, caption in CHARTS:
        if draw is charts.differences and found.baseline is None:
            continue
        yield f"<h2>{heading}</h2>\n<figure>"
        drawn = draw(found)
        yield drawn.replace("<svg", f'<svg role="img" aria-label="{html.escape(heading)}"', 1)
        yield f"<figcaption>{caption} The figures are in the tables below.</figcaption>\n</figure>"
    yield "<h2>Figures</h2>"
    yield from _tables(found)
    yield "</body>\n</html>"


def _about(found: Gathered) -> Iterator[str]:
    manifest = found.manifest
    identity = manifest["identity"]
    sessions = manifest["sessions"]
    wall = sum(session["wall_s"] for session in sessions)
    machine = sessions[-1]["machine"] if sessions else {}
    facts = {
        "scenarios": ", ".join(f"{title} ({key})" for key, title in found.scenarios.items()),
        "policies": ", ".join(found.policies),
        "seeds": f"{identity['seeds'][0]} to {identity['seeds'][1]} ({identity['split']} split)"
        + (f", salt {identity['salt']}" if identity.get("salt") else ""),
        "games": f"{found.episodes:,} of {manifest['episodes']:,}"
        + ("" if manifest["complete"] else " so far: the run is not complete"),
        "version": identity["version"],
        "rules": ", ".join(sorted({row["rules_hash"][:12] for row in identity["scenarios"]})),
        "machine": ", ".join(
            str(machine[key]) for key in ("system", "architecture", "python") if key in machine
        ),
        "wall time": f"{wall:,.0f} s",
        "command": "\n".join(_commands(manifest)),
    }
    yield "<dl>"
    for name, text in facts.items():
        written = html.escape(str(text)).replace("\n", "<br>")
        yield f"<dt>{name}</dt><dd>{written}</dd>"
    yield "</dl>"
    failed = sum(row.failed for (scene, _), row in found.rows.items() if scene != ALL_SCENARIOS)
    if failed:
        yield f'<p class="small">{failed:,} games failed. They score nothing.</p>'


def _commands(manifest: dict[str, Any]) -> list[str]:
    """The command lines of a run, quoted for a shell, each once."""
    typed = [manifest["command"], *(one.get("command", []) for one in manifest["sessions"])]
    quoted = [shlex.join(published([str(word) for word in words])) for words in typed if words]
    return list(dict.fromkeys(quoted))


Column = tuple[str, Callable[[dict[str, Any]], str]]
"""A heading, and the cell for a row of `bench --json`."""

SCORES: tuple[Column, ...] = (
    ("games", lambda row: f"{row['episodes']:,}"),
    ("score", lambda row: f"{row['score_mean']:.1f}"),
    ("95% interval", lambda row: _ends(row["score_ci95"])),
    ("sd", lambda row: _number(row["score_sd"], "{:.0f}")),
    ("5th percentile", lambda row: f"{row['score_p05']:.0f}"),
    ("worst", lambda row: f"{row['score_min']:.0f}"),
    ("bankrupt", lambda row: f"{row['bankrupt_rate']:.1%}"),
    ("failed", lambda row: str(row["failed"])),
    ("illegal orders", lambda row: f"{row['invalid_rate']:.1%}"),
)

PAIRED: tuple[Column, ...] = (
    ("difference", lambda row: f"{row['difference_mean']:+.1f}"),
    ("95% interval", lambda row: _ends(row["difference_ci95"])),
    ("p", lambda row: _number(row["difference_p"], "{:.3g}")),
)

RESULTS: tuple[Column, ...] = (
    ("turns", lambda row: _number(row["turns_mean"], "{:.1f}")),
    ("cost", lambda row: _money(row["cost_mean"])),
    ("cost a turn", lambda row: _money(row["cost_per_turn_mean"])),
    ("borne", lambda row: _money(row["borne_mean"])),
    ("borne a turn", lambda row: _money(row["borne_per_turn_mean"])),
    ("quality", lambda row: _number(row["quality_mean"], "{:.1f}")),
    ("oversight load", lambda row: _number(row["oversight_load_mean"], "{:.0%}")),
)


def _tables(found: Gathered) -> Iterator[str]:
    """Two tables, each narrow enough to print."""
    yield "<h3>Scores</h3>"
    yield from _table(found, (*SCORES, *(PAIRED if found.baseline is not None else ())))
    yield "<h3>The four results</h3>"
    yield from _table(found, RESULTS)


def _table(found: Gathered, columns: Sequence[Column]) -> Iterator[str]:
    yield '<div class="wide"><table>\n<thead><tr>'
    for heading in ("scenario", "policy", *(heading for heading, _ in columns)):
        yield f"<th>{heading}</th>"
    yield "</tr></thead>\n<tbody>"
    for scenario in (*found.scenarios, ALL_SCENARIOS):
        if scenario == ALL_SCENARIOS and len(found.scenarios) == 1:
            continue
        for policy, row in found.of(scenario):
            document = row.document()
            name = "all" if scenario == ALL_SCENARIOS else scenario
            words = (name, policy, *(cell(document) for _, cell in columns))
            yield "<tr>" + "".join(f"<td>{html.escape(word)}</td>" for word in words) + "</tr>"
    yield "</tbody></table></div>"


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)


def _money(value: int | None) -> str:
    return "–" if value is None else narrate.money(value)


def _ends(ends: list[float | None]) -> str:
    low, high = ends
    return "–" if low is None or high is None else f"{low:.1f} to {high:.1f}"
