"""The validation: published figures compared with simulated ones.

`published` has the ranges and sources, `experiments` measures, `runs` compares, `tables` draws the
result. `sensitivity` measures which coefficient affects which row, and `moves` reads its result.
`calibration` measures the forecasts. An experiment never reads the range it is compared with.
"""
