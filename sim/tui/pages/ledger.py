"""The ledger: money by account, and every failure as a chain."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from sim import explain, narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import COSTS, INCOME, Account
from sim.tui.kit import late
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Panel, Prose
from sim.tui.kit.table import Cell, Column, Row, Table
from sim.tui.pages.incidents import incident_rows, share_rows
from sim.tui.pages.page import GamePage
from sim.tui.shell.base import TO_DESK

COLUMNS = (
    Column("", 16, flex=1),
    Column("last turn", 10, numeric=True),
    Column("before", 10, numeric=True, rank=1),
    Column("so far", 11, numeric=True),
)

WIDEST = 110
"""Most cells of a line: sums should not be too far from their labels."""

_SUMS_OF = {
    -1: (FigureKind.REVENUE, FigureKind.TOTAL_REVENUE),
    1: (FigureKind.COST, FigureKind.TOTAL_COST),
}
"""Totals of the accounts of a sign: in a turn, and over the game."""

SUMS = {"sum-1": FigureKind.TOTAL_REVENUE, "sum1": FigureKind.TOTAL_COST, "cash": FigureKind.CASH}
"""Figures of the rows that are not accounts."""


class LedgerScreen(GamePage):
    """Money on the left, responsibility on the right."""

    PAGE = "ledger"
    ABOUT: ClassVar[str] = (
        "Where the money came from and went; and every failure: who caused it, whom the customer "
        "blamed, what the contract recovered, and what stayed with you."
    )
    TABLE = "ledger"
    KEYS: ClassVar[tuple[Command, ...]] = (
        TO_DESK,
        Command("m", "other_half", "money/blame", "Switch between money and responsibility."),
    )

    def body(self) -> ComposeResult:
        """Two halves, one at a time on narrow terminals."""
        with Horizontal(id="halves"):
            with Vertical(id="money", classes="panel") as money:
                money.border_title = Content("Money")
                yield Table(COLUMNS, id="accounts")
            yield Panel(Prose(self._blame, 46), id="blame", title="Responsibility")

    def figure(self) -> Figure:
        table = self.query_one_optional(Table)
        key = table.key if table else ""
        if key in Account.__members__:
            return Figure(FigureKind.ACCOUNT, key)
        return Figure(SUMS.get(key, FigureKind.TOTAL_COST))

    def show_page(self) -> None:
        self._show_money()
        self.query_one(Panel).show()
        if self.focused is None:
            self.query_one(Table).list.focus()

    def _show_money(self) -> None:
        session, history = self.session, self.session.observation.history
        balances, played = session.observation.balances, len(session.game.log)
        last = session.moved(played) if played else {}
        before = session.moved(played - 1) if played > 1 else {}

        turns = (played, max(1, played - 1), 0)

        def asked(sums: Sequence[int], found: Sequence[Figure], style: str) -> list[Cell]:
            pairs = zip(sums, found, strict=True)
            return [(narrate.money(amount), style, figure) for amount, figure in pairs]

        def rows(accounts: Iterable[Account], sign: int) -> list[Row]:
            found: list[Row] = []
            whole = (0, 0, 0)
            for account in accounts:
                label = explain.label(account)
                sums = (last.get(label, 0), before.get(label, 0), sign * balances[account])
                whole = (whole[0] + sums[0], whole[1] + sums[1], whole[2] + sums[2])
                if any(sums):
                    cells = [Figure(FigureKind.ACCOUNT, account.name, turn) for turn in turns]
                    told = (narrate.account_name(account), *asked(sums, cells, ""))
                    found.append(Row(account.name, told))
            turned, so_far = _SUMS_OF[sign]
            kinds = [Figure(turned, "", turns[0]), Figure(turned, "", turns[1]), Figure(so_far)]
            return [*found, Row(f"sum{sign}", (("total", "bold"), *asked(whole, kinds, "bold")))]

        cash = [m.cash for m in history]
        figures = [Figure(FigureKind.CASH, "", turn) for turn in turns]
        at_hand = asked((*reversed(cash[-2:]), session.observation.cash),
                        (*figures[: len(cash[-2:])], figures[2]), "")  # fmt: skip
        blank: list[Cell] = [""] * (3 - len(at_hand))
        there = (("Cash", "bold"), *at_hand[:-1], *blank, at_hand[-1])
        out = [Row("", (("Came in", "bold $key"),)), *rows(INCOME, -1)]
        out += [Row("", (("Went out", "bold $key"),)), *rows(COSTS, 1)]
        out.append(Row("", (("On hand", "bold $key"),)))
        out.append(Row("cash", there))
        if balances[Account.ESCROW]:
            held = narrate.money(balances[Account.ESCROW])
            figure = Figure(FigureKind.ACCOUNT, Account.ESCROW.name)
            out.append(Row(Account.ESCROW.name, ("In escrow", "", "", (held, "", figure))))
        self.query_one(Table).show(out)

    def _blame(self, width: int) -> list[Content]:
        facts, width = self.session.observation, min(WIDEST, width)
        rows = [*share_rows(facts, width), Content("")]
        for incident in reversed(facts.incidents):
            rows += [*incident_rows(facts, incident, width), Content("")]
        return rows

    def action_other_half(self) -> None:
        there = self.has_class("-blame")
        self.set_class(not there, "-blame")
        if there:
            self.query_one(Table).list.focus()
        else:
            self.query_one(Panel).focus()
        late.after_refresh(self, self.show_page)
