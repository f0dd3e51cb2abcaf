"""A run as one page for a browser: nothing is fetched, and it opens from the disk."""

import html
from collections.abc import Callable, Iterator
from typing import Any

from sim import narrate
from sim.bench import charts
from sim.bench.gather import Gathered
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
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: #4a5260; } dd { margin: 0; overflow-wrap: anywhere; }
"""

CHARTS: tuple[tuple[str, Callable[[Gathered], str], str], ...] = (
    (
        "Score by policy and scenario",
        charts.scores,
        "Points of 1000. The line is the 95% interval of the mean over seeds (Student's t).",
    ),
    (
        "Distributions",
        charts.distributions,
        "Boxes hold the middle half of the games, lines go from the 5th to the 95th percentile.",
    ),
    (
        "Paired differences",
        charts.differences,
        "Each seed's score less the baseline's under the same luck, with the 95% interval of the "
        "mean. Where the interval does not hold zero, the two differ at 5%.",
    ),
    (
        "The four results against each other",
        charts.results,
        "Means of each policy. Cheap, good, little to look after and little to answer for do not "
        "come together.",
    ),
    (
        "Who did the work, turn by turn",
        charts.modes,
        "Shares of the standard hours delivered, over all games that reached the turn.",
    ),
)


def page(found: Gathered) -> str:
    """The page as HTML.

    Raises:
        UsageError: matplotlib is not installed.
    """
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
        yield f"<figcaption>{caption} The figures are in the table below.</figcaption>\n</figure>"
    yield "<h2>Figures</h2>"
    yield from _table(found)
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
        "command": " ".join(str(word) for word in manifest["command"]),
    }
    yield "<dl>"
    for name, text in facts.items():
        yield f"<dt>{name}</dt><dd>{html.escape(str(text))}</dd>"
    yield "</dl>"
    failed = sum(row.failed for (scene, _), row in found.rows.items() if scene != ALL_SCENARIOS)
    if failed:
        yield f'<p class="small">{failed:,} games failed. They score nothing.</p>'


HEADINGS = (
    "scenario", "policy", "games", "score", "95% interval", "sd", "5th percentile", "worst",
    "bankrupt", "failed", "illegal orders", "cost", "quality", "oversight load", "borne",
)  # fmt: skip

PAIRED = ("difference", "95% interval", "p")


def _table(found: Gathered) -> Iterator[str]:
    yield '<div class="wide"><table>\n<thead><tr>'
    for heading in (*HEADINGS, *(PAIRED if found.baseline is not None else ())):
        yield f"<th>{heading}</th>"
    yield "</tr></thead>\n<tbody>"
    for scenario in (*found.scenarios, ALL_SCENARIOS):
        if scenario == ALL_SCENARIOS and len(found.scenarios) == 1:
            continue
        for policy, row in found.of(scenario):
            cells = _cells(row.document())
            name = "all" if scenario == ALL_SCENARIOS else scenario
            words = (name, policy, *cells)
            yield "<tr>" + "".join(f"<td>{html.escape(word)}</td>" for word in words) + "</tr>"
    yield "</tbody></table></div>"


def _cells(row: dict[str, Any]) -> list[str]:
    cells = [
        f"{row['episodes']:,}",
        f"{row['score_mean']:.1f}",
        _ends(row["score_ci95"]),
        _number(row["score_sd"], "{:.0f}"),
        f"{row['score_p05']:.0f}",
        f"{row['score_min']:.0f}",
        f"{row['bankrupt_rate']:.1%}",
        str(row["failed"]),
        f"{row['invalid_rate']:.1%}",
        "–" if row["cost_mean"] is None else narrate.money(row["cost_mean"]),
        _number(row["quality_mean"], "{:.1f}"),
        _number(row["oversight_load_mean"], "{:.0%}"),
        "–" if row["borne_mean"] is None else narrate.money(row["borne_mean"]),
    ]
    if "difference_mean" in row:
        cells += [
            f"{row['difference_mean']:+.1f}",
            _ends(row["difference_ci95"]),
            _number(row["difference_p"], "{:.3g}"),
        ]
    return cells


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)


def _ends(ends: list[float | None]) -> str:
    low, high = ends
    return "–" if low is None or high is None else f"{low:.1f} to {high:.1f}"
