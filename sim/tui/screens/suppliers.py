"""The suppliers: what is known of freelancers and vendors, and how uncertain it is."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import forecast, narrate
from sim.forecast import Belief
from sim.model.explanation import Figure, FigureKind
from sim.model.orders import Audit
from sim.model.vocabulary import Kind
from sim.model.world import ProviderFacts
from sim.tui import words
from sim.tui.commands import Command, bindings
from sim.tui.screens import acts
from sim.tui.screens.base import GamePage
from sim.tui.widgets.table import Column, Row, Table

COLUMNS = (
    Column("Supplier", 18, flex=3),
    Column("Where", 10, flex=1, rank=2),
    Column("Work", 12, flex=2, rank=1),
    Column("Rating", 10, numeric=True),
    Column("Jobs", 4, numeric=True),
    Column("Trust", 5),
    Column("Skill", 9),
    Column("Reliable", 9, rank=3),
    Column("State", 8),
)


def belief_text(belief: Belief, weight: float) -> tuple[str, str]:
    """What is thought of a trait and how uncertain that is; dim while it is a guess."""
    text = f"{belief.mean * 100:.0f} ±{belief.spread * 100:.0f}"
    return (text, "") if weight > 0 else (f"{text} ?", "$dim")


class SuppliersScreen(GamePage):
    """Everybody who could work for the firm."""

    PAGE = "suppliers"
    ABOUT: ClassVar[str] = (
        "Ratings are flattering and say little. Own experience and audits say more. Skill and "
        "reliability are what you may think of them, with its uncertainty; a question mark says "
        "that it is a mere guess."
    )
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "page('desk')", "desk", "Back to the desk."),
        Command("a", "audit", "audit", "Pay for a close look at the selected supplier."),
        Command("u", "undo", "undo", "Take back the last order drafted."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def body(self) -> ComposeResult:
        """The table, and more about the selected one."""
        with Vertical(id="list", classes="panel") as panel:
            panel.border_title = Content("Suppliers")
            yield Table(COLUMNS, id="providers")
        with VerticalScroll(id="more", classes="panel", can_focus=False):
            yield Static(Content(""))

    def figure(self) -> Figure:
        """What `explain` starts with: what is thought of the selected supplier's skill."""
        provider = self.provider
        if provider is not None:
            return Figure(FigureKind.PROVIDER_SKILL, provider.id)
        return Figure(FigureKind.TOTAL_COST)

    @property
    def provider(self) -> ProviderFacts | None:
        """The selected supplier."""
        return self.session.observation.providers.get(self.query_one(Table).key)

    def show_page(self) -> None:
        """Fill the table: those who work for the firm first."""
        facts = self.session.observation
        busy = {e.provider for e in facts.engagements.values()}
        rows = []
        for kind, heading in ((Kind.VENDOR, "Vendors"), (Kind.FREELANCER, "Freelancers")):
            found = [p for p in facts.providers.values() if p.kind is kind]
            found.sort(key=lambda p: (p.gone, p.id not in busy, -p.jobs, p.name))
            if found:
                rows.append(Row("", (heading,)))
            rows += [self._row(provider, provider.id in busy) for provider in found]
        table = self.query_one(Table)
        table.show(rows)
        if self.focused is None:
            table.list.focus()
        self._show_more()

    def _row(self, p: ProviderFacts, works: bool) -> Row:
        facts = self.session.observation
        where = narrate.name_of(facts, p.location) if p.location else "at home"
        fields = ", ".join(narrate.name_of(facts, d) for d in p.disciplines)
        state, style = ("works", "$good") if works else ("", "")
        if p.busy_until >= facts.turn:
            short = narrate.turn_short(facts.scenario, p.busy_until)
            state, style = f"busy {short}", "$dim"
        if p.warned:
            state, style = "weak", "$bad"
        if p.gone:
            state, style = "gone", "$dim"
        mark = words.MODE_MARKS[p.mode]
        skill, reliability = (forecast.believe(facts, p.id, t) for t in ("skill", "reliability"))
        return Row(
            p.id,
            (
                (f"{mark} {p.name}", "$dim" if p.gone else ""), (where, "$dim"), (fields, "$dim"),
                f"{p.rating:.1f} ({p.reviews})", str(p.jobs) if p.jobs else "–",
                (words.dots(p.trust), "", Figure(FigureKind.PROVIDER_TRUST, p.id)),
                (*belief_text(skill, p.skill_weight), Figure(FigureKind.PROVIDER_SKILL, p.id)),
                (
                    *belief_text(reliability, p.reliability_weight),
                    Figure(FigureKind.PROVIDER_RELIABILITY, p.id),
                ),
                (state, style),
            ),
        )  # fmt: skip

    def _show_more(self) -> None:
        box, p = self.query_one("#more"), self.provider
        text = self.query_one("#more Static", Static)
        if p is None:
            box.border_title = Content("Nobody")
            text.update(Content(""))
            return
        facts, scenario = self.session.observation, self.session.game.scenario
        box.border_title = Content(words.cut(p.name, 60))
        where = narrate.name_of(facts, p.location) if p.location else "at home"
        size = "one person" if p.size == 1 else f"{p.size:,} people"
        parts = [f"{narrate.KINDS[p.kind]}, {words.clean(where)}", size]
        parts.append(f"about {p.rate:.1f} times the home wage an hour")
        if p.kind is Kind.FREELANCER:
            parts.append("found on a marketplace" if p.marketplace else "known from before")
        rows = [Content(" · ".join(parts))]
        when = narrate.turn_short(scenario, p.audited) if p.audited else "never"
        rows.append(words.line(("audited ", "$dim"), when))
        if p.warned:
            rows.append(words.line(("its finances looked weak in the last audit", "$bad")))
        rows.append(Content(""))
        for e in facts.engagements.values():
            if e.provider == p.id:
                task = words.clean(narrate.name_of(facts, e.task))
                terms = narrate.terms_text(e.terms, scenario)
                rows.append(words.line(("  > ", "$dim"), task, (f"  {terms}", "$dim")))
        for e in list(facts.past.values())[-6:]:
            if e.provider == p.id:
                task = words.clean(narrate.name_of(facts, e.task))
                ended = narrate.turn_short(scenario, e.ended)
                faults = f", {e.surfaced} faults met customers" if e.surfaced else ""
                told = f"  until {ended}{faults}"
                rows.append(words.line(("  = ", "$dim"), task, (told, "$dim")))
        for order in self.session.game.pending:
            if isinstance(order, Audit):
                said = words.clean(narrate.order(facts, order))
                rows.append(words.line(("  + ", "$good"), said))
        text.update(words.lines(rows))

    def on_table_moved(self, message: Table.Moved) -> None:
        """Another supplier is selected."""
        message.stop()
        self._show_more()
        self.refresh_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have nothing to work on are not there."""
        if self.is_mounted and self.query(Table):
            gone = self.provider is None or self.provider.gone
            if action == "audit" and (gone or self.session.game.over):
                return False
            if action == "undo" and not self.session.game.pending:
                return False
        return super().check_action(action, parameters)

    def action_audit(self) -> None:
        """Pay for a close look."""
        if self.provider is not None:
            self.app.push_screen(acts.audit(self.session, self.provider.id))

    def action_undo(self) -> None:
        """Take the last order back."""
        if self.session.game.undo() is not None:
            self.show()
