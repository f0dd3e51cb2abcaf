"""What is odd about a scenario that can be played: things its author hardly meant.

Each rule is a small function from a `View` to findings, in one of the modules here, and stands in
its module's `RULES`. To add one, write the function and add it there. Rules see the scenario in
the file's own order, so that the paths they give are the file's.
"""

from sim.model.scenario import Scenario
from sim.scenario_io.faults import Path
from sim.scenario_io.lint import firm, goals, money, outside, work
from sim.scenario_io.lint.view import Rule, View

RULES: tuple[Rule, ...] = (
    *goals.RULES,
    *work.RULES,
    *firm.RULES,
    *money.RULES,
    *outside.RULES,
)
"""Every rule of the linter."""


def lint(scenario: Scenario) -> list[tuple[Path, str]]:
    """All that is odd about a scenario: where, and what."""
    view = View.of(scenario)
    return [finding for rule in RULES for finding in rule(view)]
