"""Another game's orders, repeated blindly. `test_contract` checks what they are worth."""

from sim.games.game import Game
from sim.policies.replay import ANOTHER, Replay
from tests.builders import a_busy_scenario, play_out


def handed_in(seed: int, *games: Game) -> list:
    """All its orders, in a turn of each game in turn: it is shown now this firm, now that."""
    player = Replay(seed)
    turns = games[0].scenario.turns
    found = []
    for turn in range(turns):
        shown = games[turn % len(games)]
        assert shown.turn == turn + 1
        found.append(tuple(player.decide(shown.observation)))
        for game in games:
            play_out(game, "in_house", turns=1)
    return found


def test_it_does_not_look():
    """Shown another game of the scenario, or several in turn, its orders do not change."""
    alone = handed_in(2, Game.new(a_busy_scenario(), 5))
    assert sum(map(len, alone)) > 10
    assert handed_in(2, Game.new(a_busy_scenario(), 6)) == alone
    assert handed_in(2, *[Game.new(a_busy_scenario(), seed) for seed in (7, 8)]) == alone


def test_its_orders_were_legal_somewhere():
    """They come from a whole game by a sensible manager, in this firm as far as it is known."""
    game = Game.new(a_busy_scenario(), 5)
    known = game.observation.scenario
    orders = handed_in(2, game)
    other = Game.replay(known, 2 + ANOTHER, orders)
    assert other.over
    assert other.log == play_out(Game.new(other.scenario, other.seed), "rules").log


def test_seeds_differ():
    """Each game is another's replay, and none its own."""
    scenario = a_busy_scenario()
    found = [handed_in(seed, Game.new(scenario, 5)) for seed in range(4)]
    assert len({tuple(orders) for orders in found}) == 4
    for seed in range(4):
        assert found[seed] != list(play_out(Game.new(scenario, seed), "rules").log)
