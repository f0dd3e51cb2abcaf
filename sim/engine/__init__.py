"""The rules of the game. Pure: no input or output, no clock, no global randomness.

`turn.resolve` is the table of contents; each phase has a module in `phases`. `formulas` holds the
formulas that phases, forecasts and explanations share, `luck` the draws, `ledger` the money.
"""
