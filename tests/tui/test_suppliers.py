"""The suppliers page shows what they do at any width, and dozens can be browsed."""

from textual.widgets import Static

from sim import forecast, narrate
from sim.model.orders import AskReferences
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


async def test_suppliers_can_be_browsed():
    """At 80x24: what each one does is in its row, the rest below; by kind of work; sorted."""
    async with at_the_desk(a_busy_scenario()) as player:
        await player.press("3")
        facts = player.game.observation
        everybody = shown(player)
        assert set(everybody) == set(facts.providers)
        (tarn,) = [line for line in player.lines() if "▲ Tarn  " in line]
        assert "Care" in tarn
        assert tarn.rstrip().endswith("works")
        more = str(page(player).query_one("#more Static", Static).content)
        provider = page(player).chosen
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


async def test_clients_of_a_stranger_are_asked_from_the_page():
    """The key is there for suppliers that never worked for the firm; the draft can be undone, and
    the result is shown next to the estimate."""
    async with at_the_desk(a_busy_scenario()) as player:
        await player.press("3")
        facts = player.game.observation
        strangers = [
            key for key, one in facts.providers.items() if not one.jobs and one.reviews > 5
        ]
        await player.press_until("down", lambda: key_of(player) in strangers)
        stranger = key_of(player)
        assert "r ask" in player.text()
        await player.press("r", "right", "enter")
        assert player.game.pending == (AskReferences(stranger, 4),)
        name = narrate.name_of(facts, stranger)
        assert f"ask 4 clients of {name} about them" in player.text()
        await player.press("u")
        assert not player.game.pending
        await player.press("r", "5", "enter")
        player.app.session.end_turn()
        page(player).show()
        await player.settle()
        assert "5 of its clients asked, last audit never" in player.text()
        assert "r ask" not in player.text()
        worked = [key for key, one in player.game.observation.providers.items() if one.jobs]
        await player.press_until("up", lambda: key_of(player) in worked)
        await player.press("r")
        assert player.screen == "SuppliersScreen"


def key_of(player: Player) -> str:
    provider = page(player).chosen
    return provider.id if provider else ""
