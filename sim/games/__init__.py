"""Games: played, kept as they are played, and handed on.

`game` is a game in progress. `replays` has it as a file that proves itself, for anybody. `store`
has it in the player's own folder, turn by turn; `saves` makes a game of what is there.
"""
