"""The sourcing matrix: typical pieces of work in every form of sourcing.

`paired_runs` plays a firm with and without the work under one seed, `cells` takes means over seeds,
`runs` runs a plan on several cores, and `tables` draws the matrix for a terminal. `sim.lab.trials`
defines the work and the forms.
"""

from sim.lab.matrix.cells import Cell, cheapest
from sim.lab.matrix.runs import Matrix, Plan, document, run

__all__ = ["Cell", "Matrix", "Plan", "cheapest", "document", "run"]
