"""The linter: warns about valid scenarios that are probably not what the author meant.

Each rule is a function from a `View` to findings, listed in its module's `RULES`. Rules see the
scenario in the file's order, so that their paths match the file.
"""

from sim.model.scenario import Scenario
from sim.scenario_io.faults import Path
from sim.scenario_io.lint import firm, goals, money, outside, work
from sim.scenario_io.lint.view import Rule, View

RULES: tuple[Rule, ...] = (*goals.RULES, *work.RULES, *firm.RULES, *money.RULES, *outside.RULES)
"""Every rule of the linter."""


def lint(scenario: Scenario) -> list[tuple[Path, str]]:
    """All findings about a scenario: paths and messages."""
    view = View.of(scenario)
    return [finding for rule in RULES for finding in rule(view)]
