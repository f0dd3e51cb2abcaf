"""Games: in progress, saved and shared.

`game` is a game in progress. `replays` writes and reads files that prove themselves. `store` keeps
games in the player's folder, turn by turn; `saves` converts between the two.
"""
