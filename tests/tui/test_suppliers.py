"""The page of suppliers: what they do is seen at any width, and dozens can be gone through."""

from textual.widgets import Static

from sim import forecast, narrate
from sim.tui.kit.table import Table
from sim.tui.pages.suppliers import SuppliersScreen
from tests.builders import a_busy_scenario
from tests.tui.player import Player, at_the_desk


def page(player: Player) -> SuppliersScreen:
    screen = player.app.screen
    assert isinstance(screen, SuppliersScreen)
    return screen


def shown(player: Player) -> list[str]:
    return [row.key for row in page(player).query_one(Table)._rows if row.key]


async def test_suppliers_can_be_gone_through():
    """At 80x24: what each does stands in its row, the rest below; by kind of work; sorted."""
    async with at_the_desk(a_busy_scenario()) as player:
        await player.press("3")
        facts = player.game.observation
        everybody = shown(player)
        assert set(everybody) == set(facts.providers)
        (tarn,) = [line for line in player.lines() if "Tarn" in line and "▲" in line]
        assert "Care" in tarn
        assert tarn.rstrip().endswith("works")
        more = str(page(player).query_one("#more Static", Static).content)
        provider = page(player).provider
        assert provider is not None
        for discipline in provider.disciplines:
            assert narrate.name_of(facts, discipline) in more
        assert "reliability" in more
        for discipline in ("care", "web"):
            await player.press("f")
            doing = {p.id for p in facts.providers.values() if discipline in p.disciplines}
            assert set(shown(player)) == doing
            title = narrate.name_of(facts, discipline)
            assert f"{title} only, {len(doing)} of {len(everybody)}" in player.text()
        await player.press("f")
        assert shown(player) == everybody
        await player.press("s")
        assert "by skill" in player.text()
        vendors = [key for key in shown(player) if facts.providers[key].kind.value == "vendor"]
        skills = [forecast.believe(facts, key, "skill").mean for key in vendors]
        assert skills == sorted(skills, reverse=True)
