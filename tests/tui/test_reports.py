"""The report after a turn, and the end of a game: what to do next, and how it went."""

import re

from attrs import evolve

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import HappeningKind
from sim.model.vocabulary import IncidentKind, OutcomeKind, TaskState
from sim.tui.kit.chart import Chart
from sim.tui.pages.goals import label_of, moved
from sim.tui.pages.report import ReportScreen
from sim.tui.pages.turns import TurnRows
from tests.builders import a_busy_scenario, play_out
from tests.tui.player import at_the_desk, playing, tutorial


async def test_the_next_steps_are_visible_at_once():
    """On the smallest common terminal, without scrolling, in a game with many incidents; there is
    more below, and the screen says so until the player scrolls there."""
    async with at_the_desk(a_busy_scenario(), (80, 24), seed=3) as player:
        play_out(player.game, turns=5, seed=3)
        await player.press("n", "y")
        assert player.screen == "ReportScreen"
        text = player.text()
        assert "What to look at next" in text
        waiting = [t for t in player.game.observation.tasks.values() if t.state is TaskState.OPEN]
        assert all(task.spec.title in text for task in waiting[:2])
        assert "more below" in text
        await player.press("end")
        assert "more below" not in player.text()
        assert "What to look at next" not in player.lines()[0]
        await player.resize(200, 60)
        assert "What to look at next" in player.text()


async def test_the_report_says_how_the_score_changed():
    """By objective; the parts add up to the change in score."""
    async with at_the_desk(a_busy_scenario(), (120, 60), seed=3) as player:
        play_out(player.game, turns=3, seed=3)
        before, standings = player.game.score(), player.game.standings()
        await player.press("n", "y")
        line = next(line for line in player.lines() if "score " in line and "→" in line)
        now = player.game.score()
        assert f"{before:.0f} → {now:.0f}" in line
        signed = [int(n.replace("−", "-")) for n in re.findall(r"[+−]\d+", line)]
        assert sum(signed) == round(now) - round(before)
        parts = moved(standings, player.game.standings())
        assert sum(points for _, points in parts) == round(now) - round(before)


async def test_a_delivery_is_reported_with_its_revenue_and_cost():
    """What the customer paid, what others were paid for it, and the firm's own hours."""
    async with at_the_desk(a_busy_scenario(), (120, 60), seed=3) as player:
        for _ in range(10):
            play_out(player.game, "rules", turns=1)
            report = player.game.reports[-1]
            done = [h for h in report.happenings if h.kind is HappeningKind.DELIVERED]
            if done:
                break
        facts = player.game.observation
        task = facts.tasks[done[0].subject]
        said = narrate.delivery(facts, done[0].subject)
        assert said.startswith(f"brought {narrate.money(task.earned)}, cost ")
        assert task.cost == 0 or narrate.money(task.cost) in said
        await player.app.push_screen(ReportScreen(report))
        await player.settle()
        assert f"{task.spec.title}: delivered" in player.text()
        assert said in " ".join(player.text().split())


async def test_the_end_shows_how_it_went():
    """At each size the score and the ladder; where there is room, the course of score and cash and
    the costliest incidents, with no label cut. A separate key leads back to the title."""
    scenario = a_busy_scenario()
    rich = evolve(scenario, firm=evolve(scenario.firm, cash=10**9))
    async with at_the_desk(rich, (200, 60)) as player:
        play_out(player.game, turns=player.game.scenario.turns - 1, seed=3)
        await player.press("n", "y", "enter")
        assert player.screen == "FinalScreen"
        text = player.text()
        facts = player.game.observation
        assert "Everything to freelancers" in text
        assert "What cost you most" in text
        worst = max(facts.incidents, key=lambda incident: incident.borne)
        assert narrate.money(worst.borne) in text
        assert all(label_of(s) in text for s in player.game.standings())
        chart = player.app.screen.query_one("#chart-score", Chart)
        assert chart.values == tuple(player.game.score(after=n + 1) for n in range(12))
        await player.pilot.click(chart, offset=(8, 6))
        await player.settle()
        assert player.app.screen.figure_shown == Figure(FigureKind.SCORE, "", 1)
        await player.press("escape")
        await player.resize(80, 24)
        assert "With the same luck" in player.text()
        assert "more below" in player.text()
        await player.press("t")
        assert player.screen == "TitleScreen"


async def test_labels_are_uncut_where_there_is_room():
    """Briefing and goals show each objective in full, on a second line where the first is too
    short."""
    async with playing(tutorial(), (80, 24)) as player:
        await player.press("end")
        assert "no points at full points at" in player.text()
        text = " ".join(player.text().split())
        for standing in player.game.standings():
            assert label_of(standing).split()[-1] in text
        assert "…" not in player.text()
        await player.press("enter", "g")
        assert player.screen == "GoalsDialog"
        assert "…" not in player.text().split("Goals")[1].split("Score now")[0]
        await player.resize(200, 60)
        await player.press("escape", "g")
        assert "Oversight load, monthly average" in player.text()


async def test_an_early_end_is_reported_at_once():
    """The last report gives the reason, and what the early end took off the score."""
    scenario = a_busy_scenario()
    poor = evolve(scenario, firm=evolve(scenario.firm, cash=18_000_000, credit_line=0))
    async with at_the_desk(poor, (120, 60), seed=3) as player:
        while not player.game.over:
            turns = len(player.game.log)
            play_out(player.game, "outsource", turns=1, seed=3)
        assert turns >= 1
        report = player.game.reports[-1]
        assert report.outcome.kind is OutcomeKind.BANKRUPT
        await player.app.push_screen(ReportScreen(report))
        await player.settle()
        assert report.outcome.reason in player.text()
        (line,) = [line for line in player.lines() if "early end" in line]
        signed = [int(n.replace("−", "-")) for n in re.findall(r"[+−]\d+", line)]
        before, now = player.game.score(after=turns), player.game.score()
        assert sum(signed) == round(now) - round(before)


async def test_lost_providers_come_before_other_trouble():
    """The work is back on the desk: that comes first, as a chain, whatever it cost."""
    async with at_the_desk(a_busy_scenario(), (100, 60), seed=3) as player:
        report = play_out(player.game, turns=4, seed=3).reports[-1]
        cheap = evolve(report.incidents[0], kind=IncidentKind.VENDOR_FAILURE, loss=0, recovered=())
        report = evolve(report, incidents=(*report.incidents, cheap))
        rows = TurnRows(player.game, player.game.observation, report).happened(90)
        wrong = [row.plain for row in rows]
        first = wrong[wrong.index("What went wrong, and who bore it") + 1]
        assert "went out of business" in first
