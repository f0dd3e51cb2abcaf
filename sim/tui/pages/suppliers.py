"""The suppliers: what is known of freelancers and vendors, and how uncertain it is."""

from collections.abc import Callable
from typing import ClassVar

from textual.content import Content

from sim import forecast, narrate
from sim.forecast import Belief
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import Kind
from sim.model.world import Observation, ProviderFacts
from sim.tui import phrases
from sim.tui.kit import amounts, words
from sim.tui.kit.commands import Command
from sim.tui.kit.table import Column, Row, Table
from sim.tui.orders import contract
from sim.tui.orders.menu import commands
from sim.tui.pages.page import ListPage
from sim.tui.session import Session
from sim.tui.shell.base import TO_DESK, UNDO

WORK = "Work"
Sorting = tuple[str, Callable[[Observation, ProviderFacts], tuple[float, ...]]]
"""What a sorting is called, and what it goes by: the least comes first."""

SORTINGS: tuple[Sorting, ...] = (
    ("", lambda facts, p: (-p.jobs,)),
    ("by skill", lambda facts, p: (-forecast.believe(facts, p.id, "skill").mean,)),
    ("by reliability", lambda facts, p: (-forecast.believe(facts, p.id, "reliability").mean,)),
    ("by rating", lambda facts, p: (-p.rating, -p.reviews)),
    ("by rate", lambda facts, p: (p.rate,)),
)
"""The first one puts those whom one knows at the top; ties go by name."""


def belief_text(belief: Belief, weight: float) -> tuple[str, str]:
    """What is thought of a trait and how uncertain that is; dim while it is a guess."""
    text = f"{belief.mean * 100:.0f} ±{belief.spread * 100:.0f}"
    return (text, "") if weight > 0 else (f"{text} ?", "$dim")


PAST = 6
"""Pieces of work that a supplier had before of which is told, the last ones."""


class SuppliersScreen(ListPage):
    """Everybody who could work for the firm."""

    PAGE = "suppliers"
    ABOUT: ClassVar[str] = (
        "Ratings flatter and say little. So do the clients a supplier names, which is allowed "
        "for. Your own experience and audits say more. Skill and reliability are estimates with "
        "their uncertainty; a question mark means a mere guess. Show everybody, or only those who "
        "do one kind of work."
    )
    TABLE = "suppliers"
    TITLE_TEXT = "Suppliers"
    COLUMNS = (
        Column("Supplier", 19, flex=3),
        Column("Where", 10, flex=1, rank=2),
        Column(WORK, 12, flex=2, rank=1),
        Column("Rating", 9, numeric=True),
        Column("Jobs", 4, numeric=True),
        Column("Trust", 5),
        Column("Skill", 9),
        Column("Reliable", 9, rank=3),
        Column("State", 5),
    )
    MENU = contract.OF_SUPPLIERS
    KEYS: ClassVar[tuple[Command, ...]] = (
        TO_DESK,
        *commands(contract.OF_SUPPLIERS),
        Command("f", "filter", "work", "Show only those who do one kind of work; press again "
                "for the next kind, and finally all."),
        Command("s", "sort", "sort", "Sort: those you know first, by skill, by reliability, by "
                "rating, by rate."),
        UNDO,
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._work = ""
        """The discipline whose suppliers are shown; empty for all."""
        self._order = 0

    def figure(self) -> Figure:
        """What `explain` starts with: what is thought of the selected supplier's skill."""
        if self.chosen is not None:
            return Figure(FigureKind.PROVIDER_SKILL, self.chosen.id)
        return Figure(FigureKind.TOTAL_COST)

    @property
    def chosen(self) -> ProviderFacts | None:
        """The selected supplier."""
        return self.session.observation.providers.get(self.key)

    def rows(self) -> list[Row]:
        """Those who do the work that is looked at, by kind, sorted."""
        facts = self.session.observation
        busy = {e.provider for e in facts.engagements.values()}
        name, by = SORTINGS[self._order]
        rows, shown = [], 0
        for kind, heading in ((Kind.VENDOR, "Vendors"), (Kind.FREELANCER, "Freelancers")):
            found = [
                p for p in facts.providers.values()
                if p.kind is kind and (not self._work or self._work in p.disciplines)
            ]  # fmt: skip
            found.sort(key=lambda p: (p.gone, not name and p.id not in busy, *by(facts, p), p.name))
            shown += len(found)
            if found:
                rows.append(Row("", (f"{heading} ({len(found)})",)))
            rows += [self._row(provider, provider.id in busy) for provider in found]
        if not rows:
            rows.append(Row("", (("Nobody you know does that.", "$dim"),)))
        self._name_list(shown, name)
        self.query_one(Table).leave_out = {WORK} if self._work else set()
        return rows

    def _name_list(self, shown: int, order: str) -> None:
        facts = self.session.observation
        parts = [self.TITLE_TEXT]
        if self._work:
            work = narrate.name_of(facts, self._work)
            parts.append(f"{words.cut(work, 30)} only, {shown} of {len(facts.providers)}")
        self.query_one("#list").border_title = Content(
            " · ".join([*parts, *([order] if order else [])])
        )

    def _row(self, p: ProviderFacts, works: bool) -> Row:
        facts = self.session.observation
        where = narrate.name_of(facts, p.location) if p.location else "at home"
        fields = ", ".join(narrate.name_of(facts, d) for d in p.disciplines)
        state, style = ("works", "$good") if works else ("", "")
        if p.busy_until >= facts.turn:
            state, style = "busy", "$dim"
        if p.warned:
            state, style = "weak", "$bad"
        if p.gone:
            state, style = "gone", "$dim"
        mark = phrases.MODE_MARKS[p.mode]
        skill, reliability = (forecast.believe(facts, p.id, t) for t in ("skill", "reliability"))
        return Row(
            p.id,
            (
                (f"{mark} {p.name}", "$dim" if p.gone else ""), (where, "$dim"), (fields, "$dim"),
                f"{p.rating:.1f} ({p.reviews})", str(p.jobs) if p.jobs else "–",
                (amounts.dots(p.trust), "", Figure(FigureKind.PROVIDER_TRUST, p.id)),
                (
                    *belief_text(skill, p.skill_weight + p.references),
                    Figure(FigureKind.PROVIDER_SKILL, p.id),
                ),
                (
                    *belief_text(reliability, p.reliability_weight + p.references),
                    Figure(FigureKind.PROVIDER_RELIABILITY, p.id),
                ),
                (state, style),
            ),
        )  # fmt: skip

    def name_of_chosen(self) -> str:
        return self.chosen.name if self.chosen else "Nobody"

    def about(self, width: int) -> list[Content]:
        p = self.chosen
        if p is None:
            return []
        facts, scenario = self.session.observation, self.session.game.scenario
        where = narrate.name_of(facts, p.location) if p.location else "at home"
        size = "one person" if p.size == 1 else f"{p.size:,} people"
        parts = [f"{narrate.KINDS[p.kind]}, {words.clean(where)}", size]
        parts.append(f"about {p.rate:.1f} times the hourly wage at home")
        if p.kind is Kind.FREELANCER:
            parts.append("found on a marketplace" if p.marketplace else "known from before")
        rows = [Content(" · ".join(parts))]
        fields = ", ".join(narrate.name_of(facts, d) for d in p.disciplines)
        rows += words.hang([("does ", "$dim")], fields, width)
        rows.append(self._thought(p))
        if p.busy_until >= facts.turn:
            until = narrate.through(scenario, p.busy_until)
            rows.append(words.line(("busy with others ", "$dim"), until))
        if p.warned:
            rows.append(words.line(("its finances looked weak in the last audit", "$bad")))
        rows.append(Content(""))
        return [*rows, *self.engaged(self.session, p.id), *self.drafted()]

    @staticmethod
    def engaged(session: Session, provider: str) -> list[Content]:
        """What a supplier has now, under which terms, and what it had before."""
        facts, rows = session.observation, []
        scenario = facts.scenario
        for e in facts.engagements.values():
            if e.provider == provider:
                told = narrate.terms_text(e.terms, scenario)
                if e.term_ends:
                    told += f", bound {narrate.through(scenario, e.term_ends)}"
                if e.ends:
                    told += f", works {narrate.through(scenario, e.ends)}"
                task = words.clean(narrate.name_of(facts, e.task))
                rows.append(words.line(("  > ", "$dim"), task, (f"  {told}", "$dim")))
        for e in [one for one in facts.past.values() if one.provider == provider][-PAST:]:
            task = words.clean(narrate.name_of(facts, e.task))
            ended = narrate.through(scenario, e.ended)
            faults = f", {e.surfaced} faults met customers" if e.surfaced else ""
            rows.append(words.line(("  = ", "$dim"), task, (f"  {ended}{faults}", "$dim")))
        return rows

    def _thought(self, p: ProviderFacts) -> Content:
        """What is thought of it, and where that comes from."""
        facts = self.session.observation
        pieces: list[words.Piece] = []
        for trait, weight, kind, spread in (
            ("skill", p.skill_weight, FigureKind.PROVIDER_SKILL,
             FigureKind.PROVIDER_SKILL_SPREAD),
            ("reliability", p.reliability_weight, FigureKind.PROVIDER_RELIABILITY,
             FigureKind.PROVIDER_RELIABILITY_SPREAD),
        ):  # fmt: skip
            belief = forecast.believe(facts, p.id, trait)
            pieces += [
                (f"{trait} ", "$dim"), words.ask(f"{belief.mean * 100:.0f}", Figure(kind, p.id)),
                words.ask(f" ±{belief.spread * 100:.0f}", Figure(spread, p.id)),
                ("" if weight + p.references > 0 else " (a guess)", "$dim"), (" · ", "$dim"),
            ]  # fmt: skip
        when = narrate.turn_short(self.session.game.scenario, p.audited) if p.audited else "never"
        asked = f"{p.references} of its clients asked, " if p.references else ""
        return words.line(*pieces, (f"{asked}last audit ", "$dim"), when)

    def action_filter(self) -> None:
        """Show those only who do the next kind of work; after the last kind, all."""
        facts = self.session.observation
        done = {d for p in facts.providers.values() for d in p.disciplines}
        kinds = ["", *(d.id for d in self.session.game.scenario.disciplines if d.id in done)]
        self._work = kinds[(kinds.index(self._work) + 1) % len(kinds)]
        self._show_from_top()

    def action_sort(self) -> None:
        """Sort by what comes next."""
        self._order = (self._order + 1) % len(SORTINGS)
        self._show_from_top()

    def _show_from_top(self) -> None:
        self.show_page()
        self.query_one(Table).list.action_first()
