"""The charts show what there is, in columns and in words, on small and large terminals."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.games.game import Game
from sim.model.explanation import FigureKind
from sim.tui.kit.chart import Course, edges
from sim.tui.pages.trends import TrendsScreen
from tests.builders import a_busy_scenario, play_out
from tests.tui.player import Player, at_the_desk

K = FigureKind


@given(st.integers(1, 120), st.integers(1, 200))
def test_columns_fill_the_room(turns, room):
    """Each column has its place, in order; more than half of the room is used, and nothing exceeds
    it."""
    turns = min(turns, room)
    ends = edges(turns, room)
    assert len(ends) == turns + 1
    assert ends == sorted(ends)
    assert all(b > a for a, b in pairwise(ends))
    assert 2 * room <= 3 * ends[-1] + 2
    assert ends[-1] <= room


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((), "no turn yet"),
        ((61,), "61 in the first month"),
        ((61, 70, 66), "rose from 61 to 66"),
        ((66, 61), "fell from 66 to 61"),
        ((66, 66), "stayed at 66"),
        ((66, 70, 66), "is at 66 again"),
    ],
)
def test_a_trend_is_summed_up_in_a_sentence(values, sentence):
    """From the first turn to the last."""
    assert Course(values, 6, "month", lambda v: f"{v:.0f}").sentence == sentence


def page(player: Player) -> TrendsScreen:
    screen = player.app.screen
    assert isinstance(screen, TrendsScreen)
    return screen


BIGGER = ((80, 24), (200, 60))


@pytest.mark.parametrize(
    "size", [(60, 16), *(pytest.param(size, marks=pytest.mark.long) for size in BIGGER)]
)
async def test_all_charts_can_be_reached(size):
    """With the arrows, at any size: each chart is in view when selected, with its sentence, target
    and axes; shown alone, it takes all the room."""
    async with at_the_desk(a_busy_scenario(turns=12), size) as player:
        play_out(player.game, turns=6, seed=3)
        player.app.screen.show()
        await player.press("5")
        facts = player.game.observation
        wanted = [(K.COST, ""), (K.QUALITY_TURN, ""), (K.OVERSIGHT_LOAD, ""), (K.BORNE_TURN, ""),
                  (K.CASH, ""), (K.REPUTATION, "")]  # fmt: skip
        wanted += [(K.KNOWLEDGE, key) for key in facts.knowledge]
        found = []
        for _ in wanted:
            chart = page(player).chart
            found.append((chart.figure.kind, chart.figure.subject))
            shown = player.app.screen._compositor.visible_widgets[chart][0]
            assert shown.height == chart.size.height
            text = "\n".join(line[shown.x : shown.right] for line in player.lines()[shown.y :])
            assert " ".join(text.split()[:2]).startswith(f"▌{chart.title.split()[0]}")
            assert re.search(r"month 1 .*12", text), text
            assert chart._course.sentence in text
            await player.press("right")
        assert found == wanted
        told = {chart.figure.kind: chart.told for chart in page(player).charts}
        assert "target at least 95" in told[K.QUALITY_TURN]
        assert "target at most 0" in told[K.BORNE_TURN]
        assert "worth" in told[K.CASH]
        chart, before = page(player).chart, page(player).chart.size
        await player.press("enter")
        assert [one for one in page(player).charts if one.display] == [chart]
        assert chart.size.width >= size[0] - 4
        assert chart.size.height >= before.height
        await player.press("left", "enter")
        assert all(one.display for one in page(player).charts)
        shares = [int(n) for n in re.findall(r"(\d+)%", player.lines()[-2])]
        assert sum(shares) == 100 if len(shares) == 4 else size[0] < 80
        await player.press("e")
        assert player.screen == "ExplainDialog"


def test_what_was_known_is_kept_turn_by_turn():
    """The last entry is current knowledge; the first is what one turn of work revealed."""
    game = Game.new(a_busy_scenario(), 3)
    assert game.known("web") == ()
    seen = []
    for _ in range(4):
        play_out(game, turns=1, seed=3)
        seen.append(game.observation.knowledge["web"])
    assert list(game.known("web")) == seen
