"""An incident as a chain: from whoever caused it to what stayed."""

from attrs import frozen
from rich.cells import cell_len
from textual.content import Content

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Incident
from sim.model.world import Observation
from sim.tui.kit import amounts, words

LABEL = 18
INDENT = 5
SUM = 21
"""Cells of a sum with its name: 'reputation      −3.1'."""


def _with_sum(text: Content, sum_: "Sum", room: int) -> list[Content]:
    """A line with a sum on its right; closer, or below, where it is narrow."""
    left = room - text.cell_length
    for wide in (SUM, sum_.least):
        if wide + 2 <= left:
            return [words.line(text, " " * (left - wide), sum_.shown(wide))]
    return [text, words.line(" " * max(0, room - SUM), sum_.shown(SUM))]


@frozen
class Sum:
    """A sum with its name."""

    name: str
    amount: str
    figure: Figure
    style: str = ""

    @property
    def least(self) -> int:
        """Cells that it needs."""
        return cell_len(self.name) + bool(self.name) + cell_len(self.amount)

    def shown(self, width: int) -> Content:
        """In so many cells: the name at the left, the sum at the right."""
        amount = amounts.right(self.amount, width - cell_len(self.name))
        return words.line((self.name, "$dim"), words.ask(amount, self.figure, self.style))


def _row(
    label: words.Piece, text: str, width: int, sum_: Sum | None = None,
    marked: tuple[str, Figure] | None = None,
) -> list[Content]:  # fmt: skip
    """A link of the chain: the text in all the room there is, its sum at the right of the last
    line.

    Args:
        label: What the link is.
        text: Wrapped beside the label.
        width: Of the whole.
        sum_: None where there is none.
        marked: A number within the text, and the figure that it is.
    """
    head = words.line(" " * INDENT, label)
    room = max(16, width - head.cell_length)
    lines = [
        words.ask_within(line, *marked) if marked else Content(line)
        for line in words.wrap(text, room) or [""]
    ]
    if sum_ is not None:
        lines[-1:] = _with_sum(lines[-1], sum_, room)
    more = " " * head.cell_length
    return [words.line(head, lines[0]), *(words.line(more, line) for line in lines[1:])]


def _label(text: str, style: str = "$dim") -> words.Piece:
    return (words.left(text, LABEL), style)


def incident_rows(facts: Observation, i: Incident, width: int) -> list[Content]:
    """The chain: who did it, why, whom the customer blames, what each clause recovered, what
    stayed."""
    short = narrate.turn_short(facts.scenario, i.turn)

    def figure(kind: FigureKind, key: str = i.id) -> Figure:
        return Figure(kind, key, i.turn)

    lost = Sum("loss", narrate.money(i.loss), figure(FigureKind.INCIDENT_LOSS), "bold")
    title = words.clean(narrate.incident_title(facts, i))
    first = words.line(
        (words.left(short, INDENT), "$dim"), (words.cut(title, width - INDENT), "bold")
    )
    rows = _with_sum(first, lost, width)
    points = "0" if abs(i.reputation) < 0.05 else f"{i.reputation:+.1f}".replace("-", "−")
    rows += _row(_label("who did it"), narrate.incident_chain(facts, i), width)
    rows += _row(_label("why"), narrate.incident_why(facts, i), width)
    rows += _row(
        _label("customer blames"), "you", width,
        Sum("reputation", points, figure(FigureKind.INCIDENT_REPUTATION),
             "$bad" if points != "0" else "$dim"),
    )  # fmt: skip
    for at, part in enumerate(i.recovered):
        limit = narrate.money(part.limit)
        clause = i.clause_id(part)
        given = Sum("recovered", narrate.money(part.amount),
                     figure(FigureKind.CLAUSE_GAVE, clause),
                     "$good" if part.amount else "")  # fmt: skip
        rows += _row(
            _label("contract" if at == 0 else ""),
            f"{narrate.CLAUSES[part.clause]}, at most {limit}", width, given,
            (limit, figure(FigureKind.CLAUSE_MOST, clause)),
        )  # fmt: skip
    if not i.recovered and i.by_others:
        rows += _row(_label("contract"), "nothing to recover", width)
    stays = Sum("", narrate.money(i.borne), figure(FigureKind.INCIDENT), "bold $bad")
    return rows + _row(_label("stays with you", "bold"), "", width, stays)


def incident_line(facts: Observation, i: Incident, width: int) -> Content:
    """What went wrong, who did it, and what stayed, in a line."""
    short = narrate.turn_short(facts.scenario, i.turn)
    who = narrate.incident_doer(i)
    room = width - 5 - 20 - 12
    return words.line(
        (words.left(short, 5), "$dim"), words.left(narrate.incident_title(facts, i), room), "  ",
        (words.left(who, 18), "$dim"), words.ask(
            amounts.right(narrate.money(i.borne), 12),
            Figure(FigureKind.INCIDENT, i.id, i.turn), "bold $bad",
        ),
    )  # fmt: skip


def share_rows(facts: Observation, width: int) -> list[Content]:
    """What others caused, against what you bore."""
    totals = facts.totals
    losses, borne = totals.losses, totals.losses - totals.recovered
    if not losses:
        return [words.line(("Nothing has gone wrong so far.", "$dim"))]
    bar = max(8, min(30, width - 46))
    kinds = FigureKind
    rows = words.hang(
        [], f"Others caused {totals.losses_by_others / losses:.0%} of what was lost; "
        f"{borne / losses:.0%} of it stayed with you.", width,
    )  # fmt: skip
    for label, amount, style, kind, share in (
        ("lost in all", losses, "", kinds.LOSSES, kinds.LOSSES),
        ("caused by others", totals.losses_by_others, "$warn", kinds.CAUSED_BY_OTHERS,
         kinds.CAUSED_BY_OTHERS_SHARE),
        ("recovered", totals.recovered, "$good", kinds.RECOVERED, kinds.RECOVERED_SHARE),
        ("borne by you", borne, "$bad", kinds.BORNE, kinds.BORNE_SHARE),
    ):  # fmt: skip
        rows.append(
            words.line(
                (words.left(label, LABEL), "$dim"),
                words.ask(amounts.right(narrate.money(amount), 12), Figure(kind), "bold"),
                "  ", (amounts.meter(amount / losses, bar), style),
                words.ask(f" {amount / losses:4.0%}", Figure(share)),
            )
        )  # fmt: skip
    return rows
