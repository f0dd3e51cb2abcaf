"""A scenario in wide letters: each takes two cells, and no spaces mark where a line may break."""

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.model.scenario import Hint, Scenario
from sim.tui.kit import words
from sim.tui.kit.prose import Prose
from sim.tui.pages.goals import label_lines
from tests.builders import (
    a_discipline,
    a_firm,
    a_freelancer,
    a_function,
    a_project,
    a_scenario,
    a_team,
    a_vendor,
    an_objective,
)
from tests.tui.player import playing, tour

LONG = (
    "桌面上方的提示告诉你下一步该做什么以及用哪个键，"
    "按下相应的键可以把它收起来，这条说明特意写得很长。"
)
LABEL = "年底银行里的现金总额以及所有还没有收回的应收账款减去应付账款"
BULLETS = set("·›»+✗✓!?>=$x")


def wide() -> Scenario:
    return a_scenario(
        a_firm(name="东方软件有限责任公司"),
        evolve(a_discipline(), title="信息技术"),
        evolve(a_team(), title="应用程序开发团队"),
        evolve(a_project("cards"), title="贸易展览会宣传手册设计与印刷项目"),
        evolve(a_function("mail"), title="客户邮件服务"),
        evolve(an_objective(), label=LABEL),
        evolve(a_vendor(), name="河边办公设备服务公司"),
        evolve(a_freelancer(), name="陈小明"),
        special=(LONG, "没有设计师。"),
        hints=(Hint(turn=1, text=LONG),),
    )


@example("11。。。", 5)
@given(st.text(st.sampled_from("你好，。 ab-ワ한 1"), max_size=120), st.integers(2, 40))
def test_lines_are_filled_by_cells(text, width):
    """No line is wider than allowed, only spaces are lost, and no line begins with a closing mark
    unless a whole line consists of such marks."""
    rows = words.wrap(text, width)
    assert all(cell_len(row) <= width for row in rows)
    assert "".join(rows).replace(" ", "") == words.clean(text).replace(" ", "")


@given(st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20)), st.integers(8, 60))
def test_narrow_text_is_wrapped_by_words(text, width):
    """By words, as the standard library wraps it."""
    import textwrap

    assert words.wrap(text, width) == textwrap.wrap(text, width)


def test_wide_text_fills_its_lines():
    """A bullet has its text next to it, and continuation lines align with that text."""
    first, second, *_ = words.hang(["  › "], LONG, 40)
    assert first.plain.startswith("  › 桌面")
    assert second.plain.startswith("    ")
    assert 36 <= first.cell_length <= 40


def test_a_label_takes_as_many_lines_as_it_needs():
    """None of it is cut."""
    rows = label_lines(LABEL, 34)
    assert [cell_len(row) for row in rows] == [34, 34]
    assert "".join(row.strip() for row in rows) == LABEL


@pytest.mark.parametrize("width", [80, pytest.param(100, marks=pytest.mark.long)])
async def test_no_bullet_stands_alone(width):
    """On every page and dialog: no line is wider than the screen, each bullet has text next to it,
    and long texts are shown in full."""
    async with playing(wide(), (width, 30)) as player:
        told = "".join(line.strip() for line in player.lines()).replace("›", "").replace(" ", "")
        assert LONG in told.replace("▁", "")
        await player.press("enter")
        assert "".join(LONG.split()) in "".join("".join(player.lines()).split())
        async for name in tour(player):
            for line in player.lines():
                assert cell_len(line) <= width, (name, line)
                inside = line.strip().strip("│").strip()
                assert inside not in BULLETS, (name, line)
            if name == "goals":
                goals = player.app.screen.query_one(Prose).content.plain
                assert "…" not in goals
                assert LABEL[:12] in goals
                assert set(LABEL) <= set(goals)
