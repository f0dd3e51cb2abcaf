"""The people: teams at home and sites abroad."""

from typing import ClassVar

from textual.content import Content

from sim import narrate
from sim.engine import places
from sim.forecast import capacity, planned_hours, promised_hours
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import Kind
from sim.model.world import Observation, TeamFacts
from sim.tui.kit import amounts, words
from sim.tui.kit.commands import Command
from sim.tui.kit.table import Column, Row
from sim.tui.orders import staff
from sim.tui.orders.menu import commands
from sim.tui.pages.page import ListPage
from sim.tui.session import Session
from sim.tui.shell.base import TO_DESK, UNDO


def team_row(session: Session, team: TeamFacts, planned: Observation) -> Row:
    """A team, with its hours and its comings and goings as `planned`: drafts included."""
    facts, then = session.observation, planned.teams[team.id]
    arriving = sum(heads for _, heads in then.arriving)
    heads = f"{team.heads}" + (f" +{arriving}" if arriving else "")
    heads += f" −{team.heads - then.heads}" if then.heads < team.heads else ""
    # The third is not rounded by itself: the three add up as printed.
    there, used = round(capacity(planned, team.id)), round(promised_hours(planned, team.id))
    free = there - used
    known = facts.knowledge.get(team.discipline, 0.0)
    tired = "$bad" if team.morale < 0.4 else "$warn" if team.morale < 0.55 else ""
    wage = places.team_wage(facts, team)

    def of(kind: FigureKind) -> Figure:
        return Figure(kind, team.id)

    return Row(
        team.id,
        (
            (team.title, "bold"), (narrate.name_of(facts, team.discipline), "$dim"),
            (heads, "", of(FigureKind.TEAM_HEADS)),
            (f"{there:,} h", "", of(FigureKind.TEAM_CAPACITY)),
            (f"{used:,} h", "$warn" if used > 0.98 * there else "",
             of(FigureKind.TEAM_PROMISED)),
            (f"{free:,} h", "$bad" if free < 0 else "", of(FigureKind.TEAM_FREE)),
            (f"{team.skill * 100:.0f}", "", of(FigureKind.TEAM_SKILL)),
            (f"{team.morale * 100:.0f}", tired, of(FigureKind.TEAM_MORALE)),
            f"{then.weekly_hours:g} h",
            (f"{known:.0%}", "", Figure(FigureKind.KNOWLEDGE, team.discipline)),
            (f"{wage / 100:.2f}", "", of(FigureKind.TEAM_WAGE)),
        ),
    )  # fmt: skip


class PeopleScreen(ListPage):
    """Teams and sites, and the orders about them."""

    PAGE = "people"
    ABOUT: ClassVar[str] = (
        "Your own people are paid whether there is work or not. Hires take weeks to arrive and "
        "months to pay off; skills nobody uses are forgotten. Capacity is the hours a turn "
        "that people can give, including those on their way; used hours are promised to work, free"
        " hours are not. Drafted orders count."
    )
    TABLE = "people"
    TITLE_TEXT = "People"
    COLUMNS = (
        Column("Team", 16, flex=2),
        Column("Work", 12, flex=1, rank=3),
        Column("Heads", 7, numeric=True),
        Column("Capacity", 8, numeric=True),
        Column("Used", 8, numeric=True),
        Column("Free", 8, numeric=True),
        Column("Skill", 5, numeric=True),
        Column("Morale", 6, numeric=True),
        Column("Week", 5, numeric=True, rank=4),
        Column("Known", 5, numeric=True),
        Column("Wage/h", 7, numeric=True, rank=5),
    )
    MENU = staff.MENU
    KEYS: ClassVar[tuple[Command, ...]] = (TO_DESK, *commands(staff.MENU), UNDO)

    def figure(self) -> Figure:
        team = self.chosen
        return Figure(FigureKind.TEAM_CAPACITY, team.id) if team else Figure(FigureKind.MORALE)

    @property
    def chosen(self) -> TeamFacts | None:
        """The selected team or site."""
        return self.session.observation.teams.get(self.key)

    def rows(self) -> list[Row]:
        facts, planned = self.session.observation, self.session.board.with_staff
        rows = []
        for kind, heading in ((Kind.TEAM, "At home"), (Kind.SITE, "Own sites abroad")):
            teams = [team for team in facts.teams.values() if team.kind is kind]
            if teams:
                rows.append(Row("", (heading,)))
            rows += [team_row(self.session, team, planned) for team in teams]
        return rows

    def name_of_chosen(self) -> str:
        return self.chosen.title if self.chosen else "No people of your own"

    def about(self, width: int) -> list[Content]:
        del width
        team = self.chosen
        if team is None:
            return []
        facts, scenario = self.session.observation, self.session.game.scenario
        where = narrate.name_of(facts, team.location) if team.location else "at home"
        parts = [Content(f"{narrate.KINDS[team.kind]} {words.clean(where)}")]

        def say(text: str, kind: FigureKind | None = None) -> None:
            parts.append(words.ask(text, Figure(kind, team.id) if kind else None))

        if team.ready > facts.turn:
            say(f"ready in {narrate.turn_short(scenario, team.ready)}")
        if team.capacity:
            last = narrate.turn_word(scenario)
            say(f"had {team.capacity:,.0f} h last {last}", FigureKind.TEAM_HOURS)
            say(f"{team.used / team.capacity:.0%} of them used", FigureKind.TEAM_USED)
        for turn, heads in sorted(team.arriving):
            say(f"{heads} more from {narrate.turn_short(scenario, turn)}")
        if team.novices >= 0.5:
            say(f"newcomers still cost {team.novices:.1f} people's work", FigureKind.TEAM_NOVICES)
        if team.training:
            say(f"{team.training:,.0f} h of training ordered")
        if team.tiredness > 0.05:
            say("tired from overtime")
        if team.shaken > 0.0:
            say("shaken by layoffs")
        say(f"{team.turnover:.0%} leave in a year", FigureKind.TEAM_TURNOVER)
        rows = [Content(" · ").join(parts), Content("")]
        planned, word = self.session.board.with_staff, narrate.turn_word(scenario)
        busy = [e for e in planned.engagements.values() if e.provider == team.id]
        for e in busy:
            hours = 0.0 if e.ends else planned_hours(planned, e)
            pieces: list[words.Piece] = [
                ("  > ", "$dim"), words.left(facts.tasks[e.task].spec.title, 34),
                words.ask(
                    amounts.right(f"{hours:,.0f} h", 9),
                    Figure(FigureKind.TEAM_PROMISED, team.id),
                ),
                (f" a {word}", "$dim"),
            ]  # fmt: skip
            if e.id in facts.engagements and facts.history:
                worked = Figure(FigureKind.ENGAGEMENT_HOURS, e.id)
                pieces += [
                    ("; ", "$dim"), words.ask(f"{e.turn_hours:,.0f} h", worked),
                    (f" last {word}", "$dim"),
                ]  # fmt: skip
            rows.append(words.line(*pieces))
        if not busy:
            rows.append(words.line(("  has no work", "$warn" if team.heads else "$dim")))
        drafted = self.drafted()
        return [*rows, Content(""), *drafted] if drafted else rows
