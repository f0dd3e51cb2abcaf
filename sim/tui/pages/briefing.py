"""The briefing: the firm, the story, what is judged, what is special."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content

from sim import narrate
from sim.model.report import Standing
from sim.tui.kit import amounts, words
from sim.tui.kit.commands import Command
from sim.tui.pages.goals import label_lines, label_of, value_text
from sim.tui.shell.base import AT_THE_START
from sim.tui.shell.texts import TextScreen


class BriefingScreen(TextScreen):
    """Shown before a game begins."""

    ABOUT: ClassVar[str] = "What you are in for. {briefing.begin} begins the game."
    TABLE = "briefing"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "begin", "begin", "Begin the game."),
        Command("escape", "leave", "back", "Back to the scenarios.", name="back"),
        *AT_THE_START,
    )

    def rows(self, width: int) -> list[Content]:
        game, facts = self.session.game, self.session.observation
        scenario = game.scenario
        firm = scenario.firm
        turns = narrate.turns_text(scenario, scenario.turns)
        rows: list[Content] = [
            words.line((words.clean(scenario.title), "bold $key")),
            words.line(
                (f"{turns} · {words.clean(scenario.difficulty)}", "$dim"),
                (f" · par {scenario.par} of 1000 · seed {game.seed}", "$dim"),
            ),
            Content(""),
            *words.listed(scenario.story.strip(), width),
            Content(""),
            words.line((words.clean(firm.name), "bold")),
        ]
        heads = sum(team.heads for team in facts.teams.values())
        running = len(facts.engagements)
        pairs: list[tuple[str, words.Piece]] = [
            ("cash", narrate.money(facts.cash)),
            ("credit line", narrate.money(firm.credit_line)),
            ("managers", f"{facts.manager_hours:.0f} hours of oversight"),
            ("people", f"{heads} in {len(facts.teams)} teams"),
            ("reputation", f"{facts.reputation:.0f} of 100"),
            ("work", f"{len(facts.tasks)} tasks, {running} running"),
        ]
        across = 3 if width >= 96 else 2
        rows += words.paired(pairs, max(24, (width - 2) // across), across, 12, indent=2)
        rows += [Content(""), *_goals(game.standings(), width)]
        if scenario.special:
            rows += [Content(""), words.line(("What is different here", "bold"))]
            for text in scenario.special:
                rows += words.hang([("  › ", "$key")], text, width)
        return [*rows, Content("")]

    def action_begin(self) -> None:
        self.game_app.open_desk()

    def action_leave(self) -> None:
        self.game_app.to_title()


def _goals(standings: Sequence[Standing], width: int) -> list[Content]:
    """The objectives: points, and the values worth none and all of them."""
    room = width - 3 - 11 - 2 * ENDS
    label = max(8, min(room, max(cell_len(label_of(s)) for s in standings)))
    heads = words.right("no points at", ENDS) + words.right("full points at", ENDS)
    title = words.left("What counts at the end", label + 3 + 11)
    rows = [words.line((title, "bold"), (heads, "$dim"))]
    for s in standings:
        first, *more = label_lines(label_of(s), label)
        rows.append(
            words.line(
                "  ", first, " ",
                (words.right(f"{1000 * s.weight:.0f} points", 11), "$key"),
                (amounts.right(value_text(s.kind, s.floor), ENDS), "$dim"),
                amounts.right(value_text(s.kind, s.target), ENDS),
            )
        )  # fmt: skip
        rows += [words.line("  ", one) for one in more]
    return rows


ENDS = 15
"""Cells of a value that is worth nothing, or everything."""
