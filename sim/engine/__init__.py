"""The rules of the game. Pure: no input or output, no clock, no global luck.

`turn.resolve` reads as the table of contents; each phase has a module in `phases`. `formulas` holds
the formulas that phases, forecast and explanations share, `luck` the draws, `ledger` the money.
"""
