"""The terms of a contract as rows to choose from, and what each choice costs."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve

from sim import forecast, narrate
from sim.engine import contracts
from sim.engine.orders import awards
from sim.model.market import Offer
from sim.model.orders import Award, Terms
from sim.model.vocabulary import Kind, Oversight, Pricing, TaskKind
from sim.model.world import Engagement, Observation
from sim.tui import phrases
from sim.tui.kit.fields import ChoiceField, Pick
from sim.tui.orders.form import Values
from sim.tui.session import Session

TERM_MONTHS = (0, 6, 12, 24)
"""Terms proposed for a contract, in months."""


def _choice(name: str, label: str, picks: Sequence[Pick], value: object) -> ChoiceField:
    values = [pick.value for pick in picks]
    return ChoiceField(name, label, picks, values.index(value) if value in values else 0)


def oversight_field(level: Oversight) -> ChoiceField:
    """How closely managers watch."""
    return _choice("oversight", "Oversight", [Pick(o, o.value) for o in Oversight], level)


def term_turns(session: Session, least: int = 0, wanted: int = 0) -> list[int]:
    """The terms proposed for a contract, in turns."""
    months = session.game.scenario.turn_months
    turns = {wanted, *(round(each / months) for each in TERM_MONTHS)}
    return sorted(t for t in turns if t >= least)


def term_text(session: Session, bound: Engagement, term: int) -> str:
    """A term of a contract in words: its length, its last turn, and the fee for the rest if it
    outlasts the game."""
    if not term:
        return "open-ended"
    facts, scenario = session.observation, session.game.scenario
    owed = contracts.termination_fee(facts, bound, scenario.turns)
    turns = narrate.turns_text(scenario, term)
    return f"{turns}, {narrate.through(scenario, bound.term_ends, owed)}"


def term_picks(session: Session, running: Engagement) -> list[Pick]:
    """Further terms of a contract to choose from."""
    facts = session.observation
    return [
        Pick(turns, term_text(session, renewed(facts, running, turns), turns))
        for turns in term_turns(session, 1)
    ]


def renewed(facts: Observation, running: Engagement, turns: int) -> Engagement:
    """A contract as another term would make it."""
    other = running.copy()
    contracts.agree(facts, other, turns, contracts.renewal_price(facts, running, turns))
    return other


def award_picks(session: Session, award: Award, offer: Offer) -> dict[str, list[Pick]]:
    """What can be agreed with this provider, by row, with what each choice adds to the price."""
    facts, terms = session.observation, award.terms
    task = facts.tasks[offer.task]
    rows: dict[str, list[Pick]] = {}
    if len(offer.quotes) > 1:
        rows["pricing"] = [
            Pick(q.pricing, phrases.quote_text(q)) for q in session.board.prices(award)
        ]
    dearer = _dearer(session, award)
    if len(offer.slas) > 1:
        rows["sla"] = [Pick(s, f"{s.value}{dearer(evolve(terms, sla=s))}") for s in offer.slas]
    if offer.kind is Kind.VENDOR and task.spec.kind is TaskKind.FUNCTION:
        rows["term"] = []
        for turns in term_turns(session, 0, terms.term):
            other = evolve(terms, term=turns)
            said = term_text(session, awards.engagement_of(facts, offer, other), other.term)
            rows["term"].append(Pick(turns, f"{said}{dearer(other)}"))
    if offer.escrow and task.spec.kind is TaskKind.PROJECT:
        fee = forecast.escrow_fee(facts, award)
        rows["escrow"] = [Pick(False, "no"), Pick(True, f"yes +{narrate.money(fee)}")]
    if offer.liability:
        covered = f"yes{dearer(evolve(terms, liability=True))}"
        rows["liability"] = [Pick(False, "no"), Pick(True, covered)]
    rows["oversight"] = [
        Pick(level, f"{level.value} {forecast.wanted(facts, award, level):.0f} h")
        for level in Oversight
    ]
    if task.engagements:
        rows["beside"] = [Pick(False, "is replaced"), Pick(True, "stays on as well")]
    return rows


def _dearer(session: Session, award: Award) -> Callable[[Terms], str]:
    """Words what other terms add to the price, if anything."""

    def price(terms: Terms) -> int:
        prices = session.board.prices(evolve(award, terms=terms))
        return next(quote.amount for quote in prices if quote.pricing is terms.pricing)

    now = price(award.terms)
    unit = "" if award.terms.pricing is Pricing.FIXED else "/h"

    def said(terms: Terms) -> str:
        more = price(terms) - now
        sign = "+" if more > 0 else "−"
        return f" {sign}{narrate.money(abs(more))}{unit}" if more else ""

    return said


LABELS = {
    "pricing": "Price",
    "sla": "SLA",
    "term": "Term",
    "escrow": "Escrow",
    "liability": "Liability",
    "oversight": "Oversight",
    "beside": "Incumbent",
}
"""The rows of the dialog, in their order."""


def award_fields(session: Session, award: Award, offer: Offer) -> list[ChoiceField]:
    """A row for everything that can be agreed with this provider."""
    now = {
        "beside": award.beside,
        **{name: getattr(award.terms, name) for name in LABELS if name != "beside"},
    }
    picks = award_picks(session, award, offer)
    return [_choice(name, LABELS[name], picks[name], now[name]) for name in LABELS if name in picks]


def make_award(base: Award, values: Values) -> Award:
    """The award with the rows' values; what has no row stays as it was."""
    chosen: dict[str, Any] = {name: values[name] for name in LABELS if name in values}
    beside = chosen.pop("beside", base.beside)
    return evolve(base, terms=evolve(base.terms, **chosen), beside=beside)
