"""The benchmark: policies × scenarios × seeds, played without a screen and put into figures.

`episodes` plays one game, `figures` holds the statistics, `rows` gathers episodes into the rows of
the report, `runs` goes through the plan, `tables` draws the report for a terminal. Only `tables`
knows rich. How a policy decides is in `sim.policies`, how a turn comes out in `sim.engine`.
"""

from sim.bench.episodes import TurnPlayed, Watch, episode
from sim.bench.runs import Plan, run

__all__ = ["Plan", "TurnPlayed", "Watch", "episode", "run"]
