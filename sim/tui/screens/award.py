"""The award dialog: the terms under which somebody gets a task, and what they may lead to."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Offer
from sim.model.orders import Award, Order, Terms
from sim.model.vocabulary import Kind, Oversight, Pricing, Sla, TaskKind
from sim.tui import words
from sim.tui.screens.explain import ExplainDialog
from sim.tui.screens.form import FormDialog, Values
from sim.tui.session import Session
from sim.tui.widgets.fields import ChoiceField, Field, Pick
from sim.tui.widgets.offers import (
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


def _pick_at(picks: Sequence[Pick], value: object) -> int:
    values = [pick.value for pick in picks]
    return values.index(value) if value in values else 0


def _choice(name: str, label: str, picks: Sequence[Pick], value: object) -> ChoiceField:
    return ChoiceField(name, label, picks, _pick_at(picks, value))


def oversight_field(level: Oversight, name: str = "oversight") -> ChoiceField:
    """How closely managers look."""
    return _choice(name, "Oversight", [Pick(o, o.value) for o in Oversight], level)


def term_picks(session: Session, least: int = 0, wanted: int = 0) -> list[Pick]:
    """Terms of a contract in turns."""
    scenario = session.game.scenario
    turns = sorted({wanted, *(round(months / scenario.turn_months) for months in TERM_MONTHS)})
    return [
        Pick(t, narrate.turns_text(scenario, t) if t else "open-ended") for t in turns if t >= least
    ]


def award_fields(session: Session, award: Award, offer: Offer) -> list[Field]:
    """A row for everything that can be agreed with this provider."""
    facts, terms = session.observation, award.terms
    task = facts.tasks[offer.task]
    fields: list[Field] = []
    if len(offer.quotes) > 1:
        quotes = [Pick(q.pricing, quote_text(q)) for q in offer.quotes]
        fields.append(_choice("pricing", "Price", quotes, terms.pricing))
    if len(offer.slas) > 1:
        slas = [Pick(s, s.value) for s in offer.slas]
        fields.append(_choice("sla", "SLA", slas, terms.sla))
    if offer.kind is Kind.VENDOR and task.spec.kind is TaskKind.FUNCTION:
        fields.append(_choice("term", "Term", term_picks(session, 0, terms.term), terms.term))
    yes_no = [Pick(False, "no"), Pick(True, "yes")]
    if offer.escrow and task.spec.kind is TaskKind.PROJECT:
        fields.append(_choice("escrow", "Escrow", yes_no, terms.escrow))
    if offer.liability:
        fields.append(_choice("liability", "Liability", yes_no, terms.liability))
    fields.append(oversight_field(terms.oversight))
    if task.engagements:
        ways = [Pick(False, "takes over"), Pick(True, "works beside them")]
        fields.append(_choice("beside", "Those there", ways, award.beside))
    return fields


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

    ABOUT: ClassVar[str] = (
        "Under which terms this provider gets the task. The figures below follow your choices: "
        "ranges hold what cannot be known. Enter drafts the award; it is signed at the turn's end."
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
        self._show(award)
        if self.session.known_forecast(award) is None:
            self._work_out(award)

    @work(exclusive=True, group="forecasts")
    async def _work_out(self, award: Award) -> None:
        await self.session.look_ahead(award)
        if self.is_mounted and self.order == award:
            self._show(award)

    def _show(self, award: Award) -> None:
        a, seen = self.session.appraise(award), self.session.known_forecast(award)
        scenario = self.session.game.scenario
        project = self._kind is TaskKind.PROJECT
        word = narrate.turn_word(scenario)
        done = "done by" if project else "in full by"
        kinds = FigureKind
        ranges: list[tuple[str, FigureKind, SpanText]] = [
            ("all-in" if project else "all-in, a year", kinds.OFFER_ALL_IN, money_text),
            (done, kinds.OFFER_FINISH, lambda s: words.turn_range(scenario, s.low, s.high)),
            ("you'd pay" + ("" if project else f" a {word}"), kinds.OFFER_PAYS, money_text),
            ("quality", kinds.OFFER_QUALITY, number_text),
            ("oversight", kinds.OFFER_OVERSIGHT, hours_text),
            ("you'd bear" + ("" if project else f" a {word}"), kinds.OFFER_EXPOSURE, money_text),
        ]
        if not project:
            ranges.append(("service", kinds.OFFER_SERVICE, share_text))
        pairs = [
            (label, text(seen.spans[kind]) if seen else "…", kind) for label, kind, text in ranges
        ]
        if a.displaces >= 1:
            text = f"{a.displaces:,.0f} h of other work"
            pairs.append(("displaces", text, kinds.OFFER_DISPLACES))
        if self._offer.kind in (Kind.FREELANCER, Kind.VENDOR):
            pairs.append(("price as agreed", self._price(), kinds.OFFER_PRICE))
        width = max(50, self.query_one("#effect").size.width)
        half = width // 2
        rows = []
        for i in range(0, len(pairs), 2):
            pieces: list[words.Piece] = []
            for label, value, kind in pairs[i : i + 2]:
                figure = Figure(kind, self._offer.id)
                text = words.left(value, max(1, half - 19 - 4))
                pieces += [(words.left(label, 19), "$dim"), words.ask(text, figure, "bold")]
                pieces.append("    ")
            rows.append(words.line(*pieces))
        text, style = knowledge_text(a.knowledge)
        rows.append(words.line((words.left("own knowledge", 19), "$dim"), (text, style)))
        if a.cautions:
            cautions = ", ".join(caution_text(c) for c in a.cautions)
            rows.append(words.line((words.left("beware", 19), "$dim"), (cautions, "$warn")))
        self.query_one("#effect", Static).update(words.lines(rows))

    def _price(self) -> str:
        """The price under the terms as they are."""
        award = self.order
        assert isinstance(award, Award)
        pricing = award.terms.pricing
        return next(quote_text(q) for q in self.session.prices(award) if q.pricing is pricing)


def _lead(session: Session, offer: Offer) -> Content:
    """Who that is, and what the offer reckons with."""
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
        parts.append(Content(f"{provider.jobs} jobs for us"))
    parts.append(
        words.line(
            "reckons with ",
            words.ask(f"{offer.hours:,.0f} h", Figure(FigureKind.OFFER_HOURS, offer.id)),
            ", up to ",
            words.ask(f"{offer.crew:,.0f} h a {word}", Figure(FigureKind.OFFER_CREW, offer.id)),
        )
    )
    return Content(" · ").join(parts)
