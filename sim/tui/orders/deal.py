"""Outside work on offer: to become somebody's supplier, or not."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from sim import narrate
from sim.engine import formulas
from sim.model.orders import AcceptDeal, DeclineDeal, Order
from sim.model.vocabulary import DealState, TaskKind
from sim.tui.kit import words
from sim.tui.kit.commands import Command
from sim.tui.orders.menu import MenuItem, OnDesk
from sim.tui.orders.problems import Problems
from sim.tui.session import Session
from sim.tui.shell.texts import TextDialog


def deal_rows(session: Session, key: str, width: int) -> list[Content]:
    """Who asks, for what, by when, and what it brings."""
    scenario, facts = session.game.scenario, session.observation
    deal = next((deal for deal in scenario.deals if deal.id == key), None)
    if deal is None:
        return []
    until = narrate.through(scenario, deal.expires)
    takes, word = formulas.talks_hours(facts.rules), narrate.turn_word(scenario)
    rows = [
        words.line((words.clean(deal.title), "bold")),
        words.line((f"{words.clean(deal.client)} asks; on offer {until}", "$dim")),
        Content(""),
    ]
    tasks = [task for task in scenario.tasks if task.deal == key]
    tasks.sort(key=lambda task: (task.deadline is None, task.deadline or 0, task.title))
    for task in tasks:
        project = task.kind is TaskKind.PROJECT
        due = f", due {narrate.turn_short(scenario, task.deadline)}" if task.deadline else ""
        per = "on acceptance" if project else f"a {narrate.turn_word(scenario)}"
        hours = f"{task.hours:,.0f} h" + ("" if project else f" {per}")
        field = narrate.name_of(facts, task.discipline)
        rows += [
            *words.hang([("› ", "$key")], task.title, width),
            words.line((f"  {words.clean(field)} · {hours}{due}", "$dim")),
            words.line(f"  worth {narrate.money(task.value)} {per}"),
        ]
        if task.penalty:
            penalty = narrate.money(task.penalty)
            rows.append(words.line((f"  {penalty} for each turn late", "$warn")))
    rows += [
        Content(""),
        words.line(("You may pass parts of it on. They hired you: they will blame you.", "$dim")),
        Content(""),
        words.line(
            (words.left("accept", 9), "bold"),
            f"takes {takes:g} managers' hours; its work comes up next {word}",
        ),
        words.line((words.left("decline", 9), "bold"), "costs nothing; the offer will not come "
                                                       "back"),
    ]  # fmt: skip
    return rows


class DealDialog(TextDialog[None]):
    """Accept or decline."""

    TABLE = "deal"
    TITLE_TEXT = "Outside work"
    FIRST = 72
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("a", "accept", "accept", "Take the work on: its tasks are yours now."),
        Command("d", "decline", "decline", "Turn it down."),
    )
    RESERVE = 4
    ABOUT: ClassVar[str] = "Work for another firm. Once accepted, its tasks join your work list."

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Problems()

    def rows(self, width: int) -> list[Content]:
        """The deal, and the answer that is drafted."""
        rows, drafted = deal_rows(self.session, self._key, width), self._drafted()
        if drafted is not None:
            said = narrate.order(self.session.observation, drafted)
            rows.append(words.line(("Drafted: ", "$good"), words.clean(said)))
        return [*rows, Content("")]

    def _drafted(self) -> Order | None:
        for order in self.session.game.pending:
            if isinstance(order, AcceptDeal | DeclineDeal) and order.deal == self._key:
                return order
        return None

    def _draft(self, order: Order) -> None:
        drafted = self._drafted()
        if drafted is not None:
            self.session.withdraw(drafted)
        found = self.session.game.draft(order)
        if found:
            self.query_one(Problems).tell(found)
        else:
            self.dismiss()

    def action_accept(self) -> None:
        self._draft(AcceptDeal(self._key))

    def action_decline(self) -> None:
        self._draft(DeclineDeal(self._key))


def _offered(session: Session) -> list[str]:
    return [k for k, state in session.observation.deals.items() if state is DealState.OFFERED]


def _on_offer(session: Session, on: OnDesk) -> bool:
    return bool(_offered(session))


MENU = (
    MenuItem(AcceptDeal, ("d", "deal", "outside work"), "Look at the outside work on offer.",
             lambda session, on: DealDialog(on.deal or _offered(session)[0]), _on_offer),
)  # fmt: skip
"""What can be ordered of the outside work that is selected on the desk, or else of the first."""
