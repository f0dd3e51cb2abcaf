"""The benchmark: policies × scenarios × seeds, played without a screen and put into figures.

`plan` says what is played, `episodes` plays one game, `records` makes a row of it, `workers` have
batches of them played, `runs` goes through the plan. `figures` holds the statistics, `rows` gathers
episodes into the rows of the report, `tables` draws it for a terminal, `page` for a browser.
`folder` keeps a run and `manifest` says what it was. How a policy decides is in `sim.policies`, how
a turn comes out in `sim.engine`.
"""

from sim.bench.episodes import TurnPlayed, Watch, episode
from sim.bench.plan import Plan
from sim.bench.runs import run

__all__ = ["Plan", "TurnPlayed", "Watch", "episode", "run"]
