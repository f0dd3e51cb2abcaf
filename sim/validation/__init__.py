"""The stylised facts: what was published beside what the simulation shows.

`published` holds the ranges with their sources, `experiments` measures, `runs` brings the two
together, `tables` draws the result, `moves` tells which coefficient moves which row. An experiment
never reads the range that it is compared with.
"""

from sim.validation.runs import Plan, document, run

__all__ = ["Plan", "document", "run"]
