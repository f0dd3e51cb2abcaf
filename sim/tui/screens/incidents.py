"""An incident as a chain on the screen: from who did it to what stayed."""

import textwrap
from collections.abc import Sequence

from textual.content import Content

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Incident
from sim.model.world import Observation
from sim.tui import words

LABEL = 18


def incident_rows(facts: Observation, i: Incident, width: int) -> list[Content]:
    """The chain, with sums aligned at the right."""
    short = narrate.turn_short(facts.scenario, i.turn)
    sums = 24 if width >= 70 else 12
    room = max(16, width - LABEL - 5 - sums)

    def row(
        label: str, text: Sequence[Content], name: str, amount: str, style: str = "",
        asked: Figure | None = None,
    ) -> list[Content]:  # fmt: skip
        wide = f"{name} " if sums > 12 else ""
        sum_ = words.right(f"{wide}{words.right(amount, 10)}" if amount else "", sums)
        start = text[0].truncate(room)
        first = words.line(
            "     ", (words.left(label, LABEL), "$dim"), start, " " * (room - start.cell_length),
            words.ask(sum_, asked, style) if asked else (sum_, style),
        )  # fmt: skip
        return [first, *(words.line(" " * (LABEL + 5), more) for more in text[1:])]

    def said(text: str) -> list[Content]:
        return [Content(part) for part in textwrap.wrap(words.clean(text), room) or [""]]

    title = words.clean(narrate.incident_title(facts, i))
    head_room = width - 5 - sums
    lost = narrate.money(i.loss)
    loss = words.right(f"loss {lost:>10}" if sums > 12 else lost, sums)
    asked = Figure(FigureKind.INCIDENT, i.id, i.turn)
    lost_asked = Figure(FigureKind.INCIDENT_LOSS, i.id, i.turn)
    rows = [
        words.line(
            (words.left(short, 5), "$dim"), (words.left(title, head_room), "bold"),
            words.ask(loss, lost_asked, "bold"),
        )
    ]  # fmt: skip
    points = "0" if abs(i.reputation) < 0.05 else f"{i.reputation:+.1f}".replace("-", "−")
    rows += row("who did it", said(narrate.incident_chain(i)), "", "")
    rows += row("why", said(narrate.incident_why(i)), "", "")
    rows += row(
        "customer blames", said(i.blamed), "reputation", points,
        "$bad" if points != "0" else "$dim",
        Figure(FigureKind.INCIDENT_REPUTATION, i.id, i.turn),
    )  # fmt: skip
    for at, part in enumerate(i.recovered):
        limit = narrate.money(part.limit)
        most = Figure(FigureKind.CLAUSE_MOST, i.clause_id(part), i.turn)
        text = said(f"{narrate.CLAUSES[part.clause]}, at most {limit}")
        text = [words.ask_within(line.plain, limit, most) for line in text]
        rows += row(
            "contract" if at == 0 else "", text, "recovered", narrate.money(part.amount),
            "$good" if part.amount else "",
            Figure(FigureKind.CLAUSE_GAVE, i.clause_id(part), i.turn),
        )  # fmt: skip
    if not i.recovered and i.by_others:
        rows += row("contract", said("nothing that could be recovered"), "", "")
    stays = words.right(narrate.money(i.borne), sums)
    rows.append(
        words.line(
            "     ",
            (words.left("stays with you", LABEL), "bold"),
            " " * room,
            words.ask(stays, asked, "bold $bad"),
        )
    )
    return rows


def incident_line(facts: Observation, i: Incident, width: int) -> Content:
    """What went wrong, who did it, and what stayed, in one line."""
    short = narrate.turn_short(facts.scenario, i.turn)
    who = i.chain[0] if i.chain else "nobody"
    room = width - 5 - 20 - 12
    return words.line(
        (words.left(short, 5), "$dim"), words.left(narrate.incident_title(facts, i), room), "  ",
        (words.left(who, 18), "$dim"), words.ask(
            words.right(narrate.money(i.borne), 12),
            Figure(FigureKind.INCIDENT, i.id, i.turn), "bold $bad",
        ),
    )  # fmt: skip


def share_rows(facts: Observation, width: int) -> list[Content]:
    """Caused by others beside borne by you."""
    totals = facts.totals
    losses, borne = totals.losses, totals.losses - totals.recovered
    if not losses:
        return [words.line(("Nothing has gone wrong so far.", "$dim"))]
    bar = max(8, min(30, width - 46))
    rows = []
    kinds = FigureKind
    for label, amount, style, kind, share in (
        ("lost altogether", losses, "", kinds.LOSSES, kinds.LOSSES),
        ("caused by others", totals.losses_by_others, "$warn", kinds.CAUSED_BY_OTHERS,
         kinds.CAUSED_BY_OTHERS_SHARE),
        ("recovered", totals.recovered, "$good", kinds.RECOVERED, kinds.RECOVERED_SHARE),
        ("borne by you", borne, "$bad", kinds.BORNE, kinds.BORNE_SHARE),
    ):  # fmt: skip
        rows.append(
            words.line(
                (words.left(label, LABEL), "$dim"),
                words.ask(words.right(narrate.money(amount), 12), Figure(kind), "bold"),
                "  ", (words.meter(amount / losses, bar), style),
                words.ask(f" {amount / losses:4.0%}", Figure(share)),
            )
        )  # fmt: skip
    return rows
