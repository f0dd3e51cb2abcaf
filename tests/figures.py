"""Figures of the whole program, which a rebuilding must leave unchanged to the last digit.

    python -m tests.figures           compares today's figures with the stored ones
    python -m tests.figures --write   stores today's

from the top of the checkout. Stored are the games of every shipped scenario by every quick policy
over thirty seeds (`run --json`, without hashes), the results of `validate` and `matrix`, and two
hundred forecasts of offers in the middle of games. It takes some ten minutes on two cores. A game's
numbers are compared with all their digits.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import asdict

from sim.bench.episodes import episode
from sim.forecast import default_terms, forecast
from sim.games.game import Game
from sim.lab import matrix
from sim.lab.validation import runs as validation
from sim.model.orders import Award
from sim.policies import REGISTRY
from sim.policies.manager import Manager
from sim.processes import spread
from sim.scenario_io import catalogue, load_file

KEPT = Path(__file__).with_name("figures.jsonl.gz")

SEEDS = range(1, 31)

FORECASTS = 200

FUTURES = 40
"""Fields of a forecast to keep: a change to any of the engine's formulas shows in a few."""

HASHES = ("scenario_hash", "rules_hash", "digest", "version", "seconds")
"""Fields that a rebuilding may change."""

TEXTS = ("fact", "how", "label", "reason", "source", "status")
"""Fields that are words about a figure, wherever they are in a row."""


def figures() -> Iterator[tuple[str, Any]]:
    """(name, value) of every kept figure, in a stable order."""
    paths = {entry.id: entry.path for entry in catalogue()}
    quick = [row.id for row in REGISTRY.values() if row.quick]
    games = [(str(path), id, seed) for path in paths.values() for id in quick for seed in SEEDS]
    for (path, id, seed), found in zip(games, spread(_game, games), strict=True):
        yield f"run {Path(path).stem} {id} {seed}", found
    for row in validation.document(validation.run(validation.Plan())):
        yield f"validate {row['id']}", row
    trials = matrix.Plan(seeds=range(1, 17))
    for row in matrix.document(trials, matrix.run(trials)):
        yield f"matrix {row['work']} {row['form']}", row
    long = [str(path) for id, path in paths.items() if id != "tutorial"]
    jobs = [(path, seed) for seed in SEEDS for path in long]
    found = [row for rows in spread(_forecasts, jobs) for row in rows]
    yield from found[:FORECASTS]


def _game(job: tuple[str, str, int]) -> dict[str, Any]:
    path, policy, seed = job
    document = episode(load_file(Path(path)), REGISTRY[policy], seed)
    return {key: value for key, value in document.items() if key not in (*HASHES, "orders")}


def _forecasts(job: tuple[str, int]) -> list[tuple[str, Any]]:
    """Every ninth offer in the eighth turn of a manager's game."""
    path, seed = job
    game, manager = Game.new(load_file(Path(path)), seed), Manager(seed)
    while game.turn < 8 and not game.over:
        game.submit(manager.decide(game.observation))
    facts, found = game.observation, []
    for offer in list(facts.offers.values())[::9]:
        award = Award(offer.task, offer.id, default_terms(facts, offer))
        seen = forecast(facts, award, FUTURES, seed)
        spans = {kind.value: asdict(span) for kind, span in seen.spans.items()}
        found.append((f"forecast {Path(path).stem} {seed} {offer.id}", spans))
    return found


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_texts(part) for key, part in value.items() if key not in TEXTS}
    return [_without_texts(p) for p in value] if isinstance(value, list | tuple) else value


def _lines(found: Iterable[tuple[str, Any]]) -> list[str]:
    return [json.dumps([name, _without_texts(value)], sort_keys=True) for name, value in found]


def main(arguments: list[str]) -> int:
    """Write the figures, or compare with the stored ones: returns 1 if any differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep today's figures")
    given = parser.parse_args(arguments)
    today = _lines(figures())
    if given.write:
        KEPT.write_bytes(gzip.compress("\n".join(today).encode(), mtime=0))
        print(f"{len(today)} figures are kept in {KEPT.name}.")
        return 0
    kept = gzip.decompress(KEPT.read_bytes()).decode().split("\n")
    before, now = (dict(json.loads(line) for line in lines) for lines in (kept, today))
    other = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    for name in other:
        print(f"{name}:\n  was {json.dumps(before.get(name))}\n  is  {json.dumps(now.get(name))}")
    print(f"{len(other)} of {len(before)} figures differ.")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
