"""What several screens say in the same words: modes, turns, prices, ranges, cautions."""

from collections.abc import Mapping
from typing import Final

from rich.cells import cell_len

from sim import narrate
from sim.forecast import Span, turn_end
from sim.model.explanation import FigureKind
from sim.model.market import Quote
from sim.model.scenario import Scenario
from sim.model.vocabulary import Mode, Pricing, TaskKind
from sim.tui.kit import amounts

MODE_MARKS: Final = {
    Mode.IN_HOUSE: "■",
    Mode.FREELANCE: "●",
    Mode.OUTSOURCE: "▲",
    Mode.OFFSHORE: "◆",
}
"""A shape for each mode, so that none is told by its colour alone."""


OFFER_LABELS: Final = {
    FigureKind.OFFER_ALL_IN: ("all-in", "cost ahead"),
    FigureKind.OFFER_LEAVES: ("leaves you", "leaves you"),
    FigureKind.OFFER_FINISH: ("done by", "in full by"),
    FigureKind.OFFER_PAYS: ("you'd pay", "you'd pay"),
    FigureKind.OFFER_QUALITY: ("quality", "quality"),
    FigureKind.OFFER_OVERSIGHT: ("oversight", "oversight"),
    FigureKind.OFFER_EXPOSURE: ("you'd bear", "you'd bear"),
    FigureKind.OFFER_SERVICE: ("service", "service"),
}
"""What the ranges of an offer are called: for a project, and for a service."""


def offer_label(kind: FigureKind, work: TaskKind) -> str:
    """What a range of an offer is called."""
    project, service = OFFER_LABELS[kind]
    return project if work is TaskKind.PROJECT else service


MODE_STYLES: Final = {
    Mode.IN_HOUSE: "$in-house",
    Mode.FREELANCE: "$freelance",
    Mode.OUTSOURCE: "$outsource",
    Mode.OFFSHORE: "$offshore",
}


def turn_range(scenario: Scenario, low: float, high: float, width: int = 99) -> str:
    """Two turns as a range: 'm12 – m14'; past the game's end, 'too late', or 'late' if that does
    not fit."""
    last = scenario.turns

    def one(turn: float) -> str:
        whole = turn_end(turn)
        return "too late" if whole > last else narrate.turn_short(scenario, whole)

    first, second = one(low), one(high)
    if first == second:
        return "after the end" if first == "too late" else first
    said = f"{first} – {second}"
    return said if cell_len(said) <= width else said.replace("too late", "late")


def mode_text(mode: Mode) -> tuple[str, str]:
    """A mode's shape and name, in its colour."""
    return f"{MODE_MARKS[mode]} {narrate.mode_name(mode)}", MODE_STYLES[mode]


def jobs_text(count: int) -> str:
    """How often somebody has worked for the firm."""
    return f"{count} {'job' if count == 1 else 'jobs'} for us"


CAUTIONS: Mapping[str, str] = {
    "displaces_work": "displaces",
    "new_to_us": "new to us",
    "low_bid": "low bid",
    "far_away": "far away",
    "other_clients": "other clients",
    "may_subcontract": "may pass on",
    "lock_in": "hard to leave",
    "credit_cap": "small credits",
    "oversight_over_budget": "overload",
    "too_small": "too few hands",
    "late": "too late",
    "customers_notice": "clients see",
    "knowledge_fades": "know-how lost",
    "weak_finances": "weak finances",
}


def caution_text(caution: str) -> str:
    """A caution in two or three words."""
    return CAUTIONS.get(caution, str(caution).replace("_", " "))


def quote_text(quote: Quote) -> str:
    """A quote, briefly: '24,000 fixed', '47/h'."""
    amount = narrate.money(quote.amount)
    match quote.pricing:
        case Pricing.OWN:
            return "own hours"
        case Pricing.FIXED:
            return f"{amount} fixed"
        case Pricing.HOURLY:
            return f"{amount}/h"
        case Pricing.PERFORMANCE:
            return f"{amount}/h+bonus"


def knowledge_text(change: float) -> tuple[str, str]:
    """What becomes of the firm's own knowledge, and the style of it."""
    if change > 0.002:
        return "▲ grows", "$good"
    if change < -0.002:
        return "▼ fades", "$warn"
    return "· stays", "$dim"


def span_text(scenario: Scenario, kind: FigureKind, span: Span, width: int) -> str:
    """A range of an offer in words, in at most so many cells."""
    low, high = span.low, span.high
    match kind:
        case FigureKind.OFFER_FINISH:
            return turn_range(scenario, low, high, width)
        case FigureKind.OFFER_SERVICE:
            said = amounts.number_range(low * 100, high * 100) + " %"
        case FigureKind.OFFER_OVERSIGHT:
            said = amounts.number_range(low, high, 0 if high >= 10 else 1) + " h"
        case FigureKind.OFFER_QUALITY:
            said = amounts.number_range(low, high) if high > 0.0 else "none"
        case _:
            return amounts.money_range(low, high, width)
    return amounts.short(said, width)
