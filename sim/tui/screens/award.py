"""The award dialog: the terms under which somebody gets a task, and what they may lead to."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from attrs import evolve
from textual import work
from textual.content import Content
from textual.widgets import Static

from sim import forecast, narrate
from sim.engine import contracts
from sim.engine.orders import awards
from sim.forecast import Span
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Offer
from sim.model.orders import Award, Order, Terms
from sim.model.vocabulary import Kind, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Engagement, Observation
from sim.tui import late, words
from sim.tui.commands import Command
from sim.tui.screens.explain import ExplainDialog
from sim.tui.screens.form import CONFIRM, FormDialog, Values
from sim.tui.session import Session
from sim.tui.widgets.fields import ChoiceField, Pick
from sim.tui.widgets.offer_rows import (
    SpanText,
    caution_text,
    hours_text,
    knowledge_text,
    money_text,
    number_text,
    quote_text,
    share_text,
)

TERM_MONTHS = (0, 6, 12, 24)
"""Terms that are proposed for a contract, in months."""

LABEL = 21
"""Cells of what a figure is called, the longest with a gap."""

TWO_ACROSS = 74
"""Cells from which on two figures stand beside one another."""


def _pick_at(picks: Sequence[Pick], value: object) -> int:
    values = [pick.value for pick in picks]
    return values.index(value) if value in values else 0


def _choice(name: str, label: str, picks: Sequence[Pick], value: object) -> ChoiceField:
    return ChoiceField(name, label, picks, _pick_at(picks, value))


def oversight_field(level: Oversight, name: str = "oversight") -> ChoiceField:
    """How closely managers look."""
    return _choice(name, "Oversight", [Pick(o, o.value) for o in Oversight], level)


def term_turns(session: Session, least: int = 0, wanted: int = 0) -> list[int]:
    """Terms that are proposed for a contract, in turns."""
    months = session.game.scenario.turn_months
    turns = {wanted, *(round(each / months) for each in TERM_MONTHS)}
    return sorted(t for t in turns if t >= least)


def term_text(session: Session, bound: Engagement) -> str:
    """The term of a contract in words: how long, its last turn, and what is owed for the rest of
    one that outlasts the game."""
    if not bound.term:
        return "open-ended"
    facts, scenario = session.observation, session.game.scenario
    owed = contracts.termination_fee(facts, bound, scenario.turns)
    turns = narrate.turns_text(scenario, bound.term)
    return f"{turns}, {narrate.through(scenario, bound.term_ends, owed)}"


def term_picks(session: Session, running: Engagement) -> list[Pick]:
    """Further terms of a contract to choose from."""
    facts = session.observation
    return [
        Pick(turns, term_text(session, renewed(facts, running, turns)))
        for turns in term_turns(session, 1)
    ]


def renewed(facts: Observation, running: Engagement, turns: int) -> Engagement:
    """A contract as it would be after another term is agreed."""
    other = running.copy()
    contracts.agree(facts, other, turns, contracts.renewal_price(facts, running, turns))
    return other


def award_picks(session: Session, award: Award, offer: Offer) -> dict[str, list[Pick]]:
    """What can be agreed with this provider, by row, and what each choice costs beside the others
    as they are."""
    facts, terms = session.observation, award.terms
    task = facts.tasks[offer.task]
    rows: dict[str, list[Pick]] = {}
    if len(offer.quotes) > 1:
        rows["pricing"] = [Pick(q.pricing, quote_text(q)) for q in session.board.prices(award)]
    dearer = _dearer(session, award)
    if len(offer.slas) > 1:
        rows["sla"] = [Pick(s, f"{s.value}{dearer(evolve(terms, sla=s))}") for s in offer.slas]
    if offer.kind is Kind.VENDOR and task.spec.kind is TaskKind.FUNCTION:
        rows["term"] = []
        for turns in term_turns(session, 0, terms.term):
            other = evolve(terms, term=turns)
            said = term_text(session, awards.engagement_of(facts, offer, other))
            rows["term"].append(Pick(turns, f"{said}{dearer(other)}"))
    if offer.escrow and task.spec.kind is TaskKind.PROJECT:
        fee = forecast.escrow_fee(facts, award)
        rows["escrow"] = [Pick(False, "no"), Pick(True, f"yes +{narrate.money(fee)}")]
    if offer.liability:
        covered = f"yes{dearer(evolve(terms, liability=True))}"
        rows["liability"] = [Pick(False, "no"), Pick(True, covered)]
    rows["oversight"] = [
        Pick(level, f"{level.value} {_hours(forecast.wanted(facts, award, level))}")
        for level in Oversight
    ]
    if task.engagements:
        rows["beside"] = [Pick(False, "takes over"), Pick(True, "works beside them")]
    return rows


def _hours(hours: float) -> str:
    return f"{hours:.0f} h"


def _dearer(session: Session, award: Award) -> Callable[[Terms], str]:
    """Says what other terms add to the price; nothing where they add nothing."""

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
    "beside": "Those there",
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
    """The award with the values of the rows; what has no row stays as it was."""
    terms = base.terms

    pricing, sla = values.get("pricing", terms.pricing), values.get("sla", terms.sla)
    level, term = values.get("oversight", terms.oversight), values.get("term", terms.term)
    assert isinstance(pricing, Pricing)
    assert isinstance(sla, Sla)
    assert isinstance(level, Oversight)
    assert isinstance(term, int)
    chosen = Terms(
        pricing=pricing,
        oversight=level,
        sla=sla,
        term=term,
        escrow=bool(values.get("escrow", terms.escrow)),
        liability=bool(values.get("liability", terms.liability)),
    )
    return Award(base.task, base.offer, chosen, bool(values.get("beside", base.beside)))


class AwardDialog(FormDialog):
    """Terms in rows; the appraisal follows every change."""

    TABLE = "award"
    KEYS: ClassVar[tuple[Command, ...]] = (
        CONFIRM,
        Command("p", "pin", "pin", "Pin the offer under these terms, to compare it with others."),
    )
    ABOUT: ClassVar[str] = (
        "Under which terms this provider gets the task. The figures below follow your choices: "
        "ranges hold what cannot be known. The award is drafted with {form.confirm} and signed at "
        "the turn's end."
    )

    def __init__(self, session: Session, award: Award, offer: Offer) -> None:
        facts = session.observation
        name = narrate.name_of(facts, offer.provider)
        task = facts.tasks[offer.task].spec
        self._award = award
        self._offer = offer
        self._kind = task.kind

        def make(values: Values) -> Order:
            return make_award(award, values)

        super().__init__(
            f"Award: {task.title} to {name}",
            award_fields(session, award, offer),
            make,
            _lead(session, offer),
            asked=lambda values: Figure(FigureKind.OFFER_ALL_IN, offer.id),
        )

    def explain(self, figure: Figure) -> None:
        """Take a number of the award apart, under the terms as they are."""
        award = self.order
        assert isinstance(award, Award)
        self.app.push_screen(ExplainDialog(figure, award))

    def show_effect(self) -> None:
        """Show what the terms as they are may lead to; work it out beside if it is not known."""
        award = self.order
        assert isinstance(award, Award)
        if award.offer not in self.session.observation.offers:  # the turn is over meanwhile
            return
        picks = award_picks(self.session, award, self._offer)
        for field in self.query(ChoiceField):
            field.reword(picks[field.name or ""])
        self._show(award)
        if self.session.board.known_forecast(award) is None:
            self._work_out(award)

    def action_pin(self) -> None:
        """Pin the award as it is, or take the pin off."""
        award = self.order
        assert isinstance(award, Award)
        pinned = self.session.board.pin(award)
        said = "Pinned under these terms." if pinned else "Pin taken off."
        self.notify(f"{said} {len(self.session.board.pinned)} to compare.", timeout=3, markup=False)

    @work(exclusive=True, group="forecasts")
    async def _work_out(self, award: Award) -> None:
        found = await self.session.board.look_ahead(award)
        if found is not None and late.stands(self) and self.order == award:
            self._show(award)

    def _show(self, award: Award) -> None:
        a, seen = self.session.board.estimate(award), self.session.board.known_forecast(award)
        scenario = self.session.game.scenario
        project = self._kind is TaskKind.PROJECT
        word = narrate.turn_word(scenario)
        done = "done by" if project else "in full by"
        kinds = FigureKind

        def finish(span: Span, width: int) -> str:
            return words.turn_range(scenario, span.low, span.high, width)

        ranges: list[tuple[str, FigureKind, SpanText]] = [
            ("all-in" if project else "cost, a year ahead", kinds.OFFER_ALL_IN, money_text),
            ("leaves you", kinds.OFFER_LEAVES, money_text),
            (done, kinds.OFFER_FINISH, finish),
            ("you'd pay" + ("" if project else f" a {word}"), kinds.OFFER_PAYS, money_text),
            ("quality", kinds.OFFER_QUALITY, number_text),
            ("oversight", kinds.OFFER_OVERSIGHT, hours_text),
            ("you'd bear" + ("" if project else f" a {word}"), kinds.OFFER_EXPOSURE, money_text),
        ]
        if not project:
            ranges.append(("service", kinds.OFFER_SERVICE, share_text))
        width = max(50, self.query_one("#effect").size.width)
        across = 2 if width >= TWO_ACROSS else 1
        room = width // across - LABEL - 2
        pairs = [
            (label, text(seen.spans[kind], room) if seen else "…", kind)
            for label, kind, text in ranges
        ]
        if a.displaces >= 1:
            text = f"{a.displaces:,.0f} h elsewhere"
            pairs.append(("displaces", text, kinds.OFFER_DISPLACES))
        if self._offer.kind.external:
            pairs.append(("price as agreed", self._price(), kinds.OFFER_PRICE))
        rows = []
        for i in range(0, len(pairs), across):
            pieces: list[words.Piece] = []
            for label, value, kind in pairs[i : i + across]:
                figure = Figure(kind, self._offer.id)
                text = words.left(words.figure(value, room), room)
                pieces += [(words.left(label, LABEL), "$dim"), words.ask(text, figure, "bold")]
                pieces.append("  ")
            rows.append(words.line(*pieces))
        text, style = knowledge_text(a.knowledge)
        rows.append(words.line((words.left("own knowledge", LABEL), "$dim"), (text, style)))
        if self._offer.kind.external:
            back = _comes_back(self.session, award)
            rows += words.hang([(words.left("comes back", LABEL), "$dim")], back, width)
        found = self.session.board.cautions(award)
        if found:
            cautions = ", ".join(caution_text(c) for c in found)
            rows += words.hang([(words.left("beware", LABEL), "$dim")], cautions, width, "$warn")
        self.query_one("#effect", Static).update(words.lines(rows))

    def _price(self) -> str:
        """The price under the terms as they are."""
        award = self.order
        assert isinstance(award, Award)
        pricing = award.terms.pricing
        return next(quote_text(q) for q in self.session.board.prices(award) if q.pricing is pricing)


def _comes_back(session: Session, award: Award) -> str:
    """What the contract would give back of a loss in the worst case, clause by clause."""
    found = forecast.recoverable(session.observation, award)
    if not found:
        return "nothing by contract"
    each = ", ".join(
        f"{narrate.CLAUSES[clause]} {words.short_money(amount)}" for clause, amount in found.items()
    )
    return f"of a loss at most: {each}"


def _lead(session: Session, offer: Offer) -> Content:
    """Who that is, and what the offer expects."""
    facts = session.observation
    word = narrate.turn_word(session.game.scenario)
    parts = [Content(narrate.KINDS[offer.kind])]
    provider = facts.providers.get(offer.provider)
    place = provider.location if provider else facts.teams[offer.provider].location
    if place:
        parts.append(Content(words.clean(f"in {narrate.name_of(facts, place)}")))
    if len(offer.quotes) == 1:
        parts.append(Content(quote_text(offer.quotes[0])))
    if provider and provider.jobs:
        parts.append(Content(words.jobs_text(provider.jobs)))
    parts.append(
        words.line(
            "expects ",
            words.ask(f"{offer.hours:,.0f} h", Figure(FigureKind.OFFER_HOURS, offer.id)),
            ", up to ",
            words.ask(f"{offer.crew:,.0f} h a {word}", Figure(FigureKind.OFFER_CREW, offer.id)),
        )
    )
    return Content(" · ").join(parts)
