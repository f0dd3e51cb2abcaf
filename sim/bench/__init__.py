"""The benchmark: policies × scenarios × seeds, played headless and summarised.

`plan` defines what is played, `episodes` plays one game, `records` turns it into a row, `workers`
play batches, `runs` runs a plan. `figures` has the statistics, `rows` aggregates episodes into the
rows of the report, `tables` draws it for a terminal, `page` and `charts` for a browser. `folder`
saves a run, `manifest` identifies it, `gather` reads it back.

Nothing is imported here: who plays one game starts without what saves a run.
"""
