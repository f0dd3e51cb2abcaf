"""The stylised facts: what was published beside what the simulation shows.

`published` holds the ranges with their sources, `experiments` measures, `runs` brings the two
together, `tables` draws the result. `sensitivity` measures which coefficient moves which row,
`moves` reads what it found. An experiment never reads the range that it is compared with.
"""
