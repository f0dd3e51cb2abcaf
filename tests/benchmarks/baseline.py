"""The speed of this build relative to an old one, in ratios measured in one run.

    python -m tests.benchmarks.baseline [ROUNDS]     # the checkout's sources
    python tests/benchmarks/baseline.py [ROUNDS]     # what is installed, such as a compiled core

The old build is temporarily checked out. The two are measured alternately, in
separate processes; a ratio is the median over the rounds of the ratios of adjacent measurements,
since a machine's speed changes from minute to minute. It needs the history of the repository.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from sim import core

COMMIT = "6411cd2"
"""The build that is measured against."""

ROOT = Path(__file__).parents[2]
WORKLOAD = Path(__file__).with_name("workload.py")

GOALS = {
    "resolve, in the middle of games": "15 compiled, 2 interpreted",
    "games of the eight quick policies": "10 compiled, 2.5 interpreted",
    "planner, the same budget": "10 compiled",
    "a forecast of 300 futures, one core": "10 compiled",
    **{
        f"games of {policy}": "6 compiled"
        for policy in (
            "random", "in_house", "freelance", "outsource", "offshore", "cheapest", "checklist",
            "rules",
        )
    },
}  # fmt: skip


def measured(build: Path) -> dict[str, float]:
    """Seconds by name for the build in a folder."""
    told = subprocess.run(
        [sys.executable, str(WORKLOAD)],
        env={**os.environ, "PYTHONPATH": str(build)},
        cwd=build,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main(rounds: int) -> None:
    """Measure both builds and print a table."""
    git = ("git", "-C", str(ROOT), "worktree")
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "old"
        subprocess.run([*git, "add", "--quiet", "--detach", str(old), COMMIT], check=True)
        try:
            pairs = [(measured(old), measured(Path(core.PACKAGE).parent)) for _ in range(rounds)]
        finally:
            subprocess.run([*git, "remove", "--force", str(old)], check=True)
    print(f"times as fast as {COMMIT}, {core.described()}, {rounds} rounds")
    for name in pairs[0][0]:
        ratios = sorted(before[name] / after[name] for before, after in pairs)
        low, high = ratios[0], ratios[-1]
        goal = GOALS.get(name, "")
        print(f"{name:40} {median(ratios):6.2f}  ({low:.2f} to {high:.2f})  {goal}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
