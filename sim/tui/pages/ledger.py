"""The ledger: money by account, and every failure with its chain."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import explain, narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import COSTS, INCOME, Account
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.table import (
    Cell,
    Column,
    Row,
    Table,
)
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
"""Cells beyond which a sum is too far from what it is of."""

_SUMS_OF = {
    -1: (FigureKind.REVENUE, FigureKind.TOTAL_REVENUE),
    1: (FigureKind.COST, FigureKind.TOTAL_COST),
}
"""What the accounts of a sign come to: in a turn, and over the game."""

SUMS = {
    "sum-1": FigureKind.TOTAL_REVENUE,
    "sum1": FigureKind.TOTAL_COST,
    "cash": FigureKind.CASH,
}
"""Rows of the table that are no account, and the figure that each is."""


class LedgerScreen(GamePage):
    """Money at the left, responsibility at the right."""

    PAGE = "ledger"
    ABOUT: ClassVar[str] = (
        "Where the money came from and went; and each failure, from who did it, through whom the "
        "customer blamed and what the contract recovered, to what stayed with you."
    )
    TABLE = "ledger"
    KEYS: ClassVar[tuple[Command, ...]] = (
        TO_DESK,
        Command("m", "other_half", "money/blame", "Change between money and responsibility."),
    )

    def body(self) -> ComposeResult:
        """Two halves; on a narrow terminal one at a time."""
        with Horizontal(id="halves"):
            with Vertical(id="money", classes="panel") as money:
                money.border_title = Content("Money")
                yield Table(COLUMNS, id="accounts")
            with VerticalScroll(id="blame", classes="panel") as blame:
                blame.border_title = Content("Responsibility")
                yield Static(Content(""))

    def figure(self) -> Figure:
        """What `explain` starts with: the account under the cursor."""
        table = self.query_one_optional(Table)
        key = table.key if table else ""
        if key in Account.__members__:
            return Figure(FigureKind.ACCOUNT, key)
        return Figure(SUMS.get(key, FigureKind.TOTAL_COST))

    def show_page(self) -> None:
        """Fill both halves."""
        self._show_money()
        self._show_blame()
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
            return [*found, Row(f"sum{sign}", (("together", "bold"), *asked(whole, kinds, "bold")))]

        cash = [m.cash for m in history]
        figures = [Figure(FigureKind.CASH, "", turn) for turn in turns]
        at_hand = asked((*reversed(cash[-2:]), session.observation.cash),
                        (*figures[: len(cash[-2:])], figures[2]), "")  # fmt: skip
        blank: list[Cell] = [""] * (3 - len(at_hand))
        there = (("Cash", "bold"), *at_hand[:-1], *blank, at_hand[-1])
        out = [Row("", (("Came in", "bold $key"),)), *rows(INCOME, -1)]
        out += [Row("", (("Went out", "bold $key"),)), *rows(COSTS, 1)]
        out.append(Row("", (("At hand", "bold $key"),)))
        out.append(Row("cash", there))
        if balances[Account.ESCROW]:
            held = narrate.money(balances[Account.ESCROW])
            figure = Figure(FigureKind.ACCOUNT, Account.ESCROW.name)
            out.append(Row(Account.ESCROW.name, ("In escrow", "", "", (held, "", figure))))
        self.query_one(Table).show(out)

    def _show_blame(self) -> None:
        facts = self.session.observation
        box = self.query_one("#blame Static", Static)
        width = min(WIDEST, max(46, (box.size.width or self.app.size.width - 6) - 1))
        rows = [*share_rows(facts, width), Content("")]
        for incident in reversed(facts.incidents):
            rows += [*incident_rows(facts, incident, width), Content("")]
        words.put(box, words.lines(rows))

    def action_other_half(self) -> None:
        """Show, or go to, the other half."""
        blame = self.query_one("#blame")
        there = self.has_class("-blame")
        self.set_class(not there, "-blame")
        if there:
            self.query_one(Table).list.focus()
        else:
            blame.focus()
        late.after_refresh(self, self.show_page)
