"""An incident shown as a chain: every sum has its name, at any width, and nothing is cut."""

import re

import pytest

from sim import narrate
from sim.games.game import Game
from sim.tui.pages.incidents import incident_rows, share_rows
from tests.builders import a_busy_scenario, play_out


@pytest.fixture(scope="module")
def facts():
    """A firm with many incidents, caused by its own people and by others, some partly recovered."""
    return play_out(Game.new(a_busy_scenario(), 7), turns=9, seed=3).observation


NAMED = re.compile(r"(loss|reputation|recovered) +(−?[\d,.]+)$")


@pytest.mark.parametrize("width", [46, 60, 68, 110])
def test_every_sum_is_next_to_its_name(facts, width):
    """Loss, reputation, each clause's share; what stays with the firm is the last line, below the
    rest."""
    assert any(incident.recovered for incident in facts.incidents)
    for incident in facts.incidents:
        rows = [row.plain for row in incident_rows(facts, incident, width)]
        assert all(len(row) <= width for row in rows)
        named = [found.groups() for row in rows if (found := NAMED.search(row))]
        sums = [amount for name, amount in named if name != "reputation"]
        given = [narrate.money(part.amount) for part in incident.recovered]
        assert sums == [narrate.money(incident.loss), *given]
        assert rows[-1].lstrip().startswith("stays with you")
        assert rows[-1].endswith(f" {narrate.money(incident.borne)}")


@pytest.mark.parametrize("width", [60, 110])
def test_nothing_of_an_incident_is_left_out(facts, width):
    """Who caused it, why, and the clauses: in full, using all the room available."""
    for incident in facts.incidents:
        rows = [row.plain for row in incident_rows(facts, incident, width)]
        told = " ".join(" ".join(rows).split())
        assert narrate.incident_chain(facts, incident) in told
        assert "…" not in told
        assert "customer blames you" in told
        for part in incident.recovered:
            assert narrate.CLAUSES[part.clause] in told
        (why,) = [row for row in rows if row.lstrip().startswith("why")]
        if len(why) < width - 20:  # there was room for all of it
            assert why.endswith(narrate.incident_why(facts, incident))


def test_losses_caused_by_others_are_next_to_losses_borne(facts):
    """Both in one sentence, and as sums with their shares."""
    totals = facts.totals
    first = " ".join(row.plain for row in share_rows(facts, 100)[:1])
    assert f"Others caused {totals.losses_by_others / totals.losses:.0%}" in first
    assert (
        f"{(totals.losses - totals.recovered) / totals.losses:.0%} of it stayed with you" in first
    )
