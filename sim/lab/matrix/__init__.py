"""The sourcing matrix: typical pieces of work through every form of sourcing, engine as it is.

`paired_runs` plays a firm with the work and without it under one seed, `cells` takes the means over
seeds, `runs` goes through a plan, on several cores where there are, `tables` draws the matrix for
a terminal. What a piece of work and a form are is in `sim.lab.trials`. Only `tables` knows rich.
"""

from sim.lab.matrix.cells import Cell, cheapest
from sim.lab.matrix.runs import Matrix, Plan, document, run

__all__ = ["Cell", "Matrix", "Plan", "cheapest", "document", "run"]
