"""A game in plain lines of text: turn by turn, and in summary."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim import narrate
from sim.model.report import Measures
from sim.model.scenario import Scenario
from sim.model.vocabulary import Mode, ObjectiveKind, OutcomeKind

if TYPE_CHECKING:
    from sim.bench.episodes import TurnPlayed

IN_MONEY = {ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST, ObjectiveKind.BORNE}
OUT_OF_A_HUNDRED = {ObjectiveKind.QUALITY, ObjectiveKind.REPUTATION}


def of_turn(turn: "TurnPlayed") -> Iterator[str]:
    """A turn's orders and events, and where the firm stands."""
    report = turn.report
    yield f"{narrate.turn_word(turn.before.scenario).capitalize()} {report.turn}"
    for order in turn.orders:
        yield f"  > {narrate.order(turn.before, order)}"
    if turn.dropped:
        yield f"  > orders left out as illegal: {turn.dropped}"
    for happening in report.happenings:
        yield f"  - {narrate.happening(turn.after, happening)}"
    for incident in report.incidents:
        for line in narrate.incident_lines(turn.after, incident):
            yield f"  ! {line}"
    yield f"  = {_standing(report.measures)}"
    yield ""


def _standing(measures: Measures) -> str:
    return (
        f"cost {narrate.money(measures.cost)}, revenue {narrate.money(measures.revenue)}, "
        f"cash {narrate.money(measures.cash)}, quality {measures.quality:.0f}, "
        f"oversight load {measures.oversight_load:.0%}, borne {narrate.money(measures.borne)}, "
        f"reputation {measures.reputation:.0f}, morale {measures.morale:.0%}"
    )


def of_game(scenario: Scenario, document: dict[str, Any]) -> Iterator[str]:
    """A game's outcome, points by objective and totals, from the document of `run --json`."""
    outcome, totals = document["outcome"], document["totals"]

    def a_turn(name: str) -> str:
        return f", {narrate.money(round(totals[name] / max(1, document['turns'])))} a turn"

    salt = f", salt {document['salt']}" if document["salt"] else ""
    seed = f"seed {document['seed']}{salt}"
    yield f"{scenario.title} ({scenario.id}), {seed}, played by {document['policy']}"
    yield f"{outcome['kind']} in turn {outcome['turn']} of {scenario.turns}: {outcome['reason']}"
    early = outcome["kind"] != OutcomeKind.COMPLETED.value
    counted = " (the points below, times the share of turns played)" if early else ""
    yield f"score {document['score']:.0f} of 1000{counted}"
    yield ""
    kinds = {objective.id: objective.kind for objective in scenario.objectives}
    for standing in document["objectives"]:
        kind = kinds[standing["id"]]
        value, floor, target = (_value(kind, standing[key]) for key in ("value", "floor", "target"))
        yield (
            f"  {standing['points']:4.0f} of {1000 * standing['weight']:4.0f}  "
            f"{standing['label'] or standing['id']}: {value} (none at {floor}, all at {target})"
        )
    yield ""
    yield f"  cost              {narrate.money(totals['cost'])}{a_turn('cost')}"
    yield f"  cash              {narrate.money(totals['cash'])}"
    yield f"  quality           {totals['quality']:.1f} of 100"
    yield (
        f"  oversight         {totals['oversight_hours']:,.0f} hours given; "
        f"{totals['oversight_load']:.0%} of the available hours were needed"
    )
    yield f"  reputation        {totals['reputation']:.1f} of 100"
    yield f"  morale            {totals['morale']:.0%}"
    yield (
        f"  losses            {narrate.money(totals['losses'])}, "
        f"{narrate.money(totals['losses_caused_by_others'])} of them caused by others"
    )
    yield f"  recovered         {narrate.money(totals['recovered'])}"
    yield f"  borne             {narrate.money(totals['borne'])}{a_turn('borne')}"
    shares = (
        f"{narrate.mode_name(mode)} {document['mode_share'][mode.value]:.0%}" for mode in Mode
    )
    yield f"  hours of work     {', '.join(shares)}"
    yield f"  illegal orders    {document['invalid_orders']}"
    yield f"  digest            {document['digest']}"


def _value(kind: ObjectiveKind, value: float) -> str:
    if kind in IN_MONEY:
        return narrate.money(round(value))
    return f"{value:.1f}" if kind in OUT_OF_A_HUNDRED else f"{value:.0%}"
