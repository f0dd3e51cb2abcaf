"""The award dialog: on which terms a provider gets a task, and what they may lead to."""

from typing import ClassVar

from textual import work
from textual.content import Content

from sim import forecast, narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Offer
from sim.model.orders import Award, Order
from sim.model.vocabulary import TaskKind
from sim.tui import phrases
from sim.tui.kit import amounts, late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.fields import ChoiceField
from sim.tui.kit.prose import Prose
from sim.tui.orders.form import CONFIRM, FormDialog, Values
from sim.tui.orders.menu import MenuItem, OnDesk
from sim.tui.orders.terms import award_fields, award_picks, make_award
from sim.tui.session import Session

LABEL = 21
"""Cells of a figure's label."""

TWO_ACROSS = 74
"""Cells needed for two figures on a line."""


class AwardDialog(FormDialog):
    """Terms in rows; the figures follow every change."""

    TABLE = "award"
    KEYS: ClassVar[tuple[Command, ...]] = (
        CONFIRM,
        Command("p", "pin", "pin", "Pin the offer on these terms, to compare it with others."),
    )
    ABOUT: ClassVar[str] = (
        "The terms on which this provider gets the task. The figures below follow your choices; "
        "they are ranges where the outcome cannot be known. {form.confirm} drafts the award; it is"
        " signed when the turn ends."
    )

    def __init__(self, session: Session, award: Award) -> None:
        facts = session.observation
        offer = facts.offers[award.offer]
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

    @property
    def award(self) -> Award:
        """The award on the terms as chosen."""
        order = self.order
        assert isinstance(order, Award)
        return order

    def explain(self, figure: Figure) -> None:
        """Explain a figure on the terms as chosen."""
        self.game_app.explain(figure, self.award)

    def update(self) -> None:
        """Show what the terms may lead to; forecast it if it is not known."""
        award = self.award
        if award.offer not in self.session.observation.offers:  # the turn is over meanwhile
            return
        picks = award_picks(self.session, award, self._offer)
        for field in self.query(ChoiceField):
            field.reword(picks[field.name or ""])
        super().update()
        if self.session.board.known_forecast(award) is None:
            self._work_out(award)

    def action_pin(self) -> None:
        pinned = self.session.board.pin(self.award)
        said = "Pinned on these terms." if pinned else "Unpinned."
        self.notify(f"{said} {len(self.session.board.pinned)} to compare.", timeout=3, markup=False)

    @work(exclusive=True, group="forecasts")
    async def _work_out(self, award: Award) -> None:
        found = await self.session.board.look_ahead(award)
        if found is not None and late.stands(self) and self.order == award:
            self.query_one("#effect", Prose).show()

    def effect(self, width: int) -> list[Content]:
        """The figures of the award: ranges, what comes back, what to beware of."""
        award = self.award
        if award.offer not in self.session.observation.offers:  # the turn is over meanwhile
            return []
        width = max(50, width)
        board, scenario, kinds = self.session.board, self.session.game.scenario, FigureKind
        estimate, seen = board.estimate(award), board.known_forecast(award)
        project = self._kind is TaskKind.PROJECT
        per = "" if project else f" a {narrate.turn_word(scenario)}"
        ranges = [
            kinds.OFFER_ALL_IN, kinds.OFFER_LEAVES, kinds.OFFER_FINISH, kinds.OFFER_PAYS,
            kinds.OFFER_QUALITY, kinds.OFFER_OVERSIGHT, kinds.OFFER_EXPOSURE,
            *([] if project else [kinds.OFFER_SERVICE]),
        ]  # fmt: skip
        across = 2 if width >= TWO_ACROSS else 1
        room = width // across - LABEL - 2
        pairs = []
        for kind in ranges:
            label = phrases.offer_label(kind, self._kind)
            label += per if kind in (kinds.OFFER_PAYS, kinds.OFFER_EXPOSURE) else ""
            text = phrases.span_text(scenario, kind, seen.spans[kind], room) if seen else "…"
            pairs.append((label, text, kind))
        if estimate.displaces >= 1:
            text = f"{estimate.displaces:,.0f} h elsewhere"
            pairs.append(("displaces", text, kinds.OFFER_DISPLACES))
        if self._offer.kind.external:
            pairs.append(("price as agreed", self._price(), kinds.OFFER_PRICE))
        told = [
            (label, words.ask(amounts.left(value, room), Figure(kind, self._offer.id), "bold"))
            for label, value, kind in pairs
        ]
        rows = words.paired(told, width // across, across, LABEL)
        text, style = phrases.knowledge_text(estimate.knowledge)
        rows.append(words.line((words.left("own knowledge", LABEL), "$dim"), (text, style)))
        if self._offer.kind.external:
            back = _comes_back(self.session, award)
            rows += words.hang([(words.left("recoverable", LABEL), "$dim")], back, width)
        found = board.cautions(award)
        if found:
            cautions = ", ".join(phrases.caution_text(c) for c in found)
            rows += words.hang([(words.left("beware", LABEL), "$dim")], cautions, width, "$warn")
        return rows

    def _price(self) -> str:
        """The price under the terms as they are."""
        pricing, quotes = self.award.terms.pricing, self.session.board.prices(self.award)
        return next(phrases.quote_text(quote) for quote in quotes if quote.pricing is pricing)


def _comes_back(session: Session, award: Award) -> str:
    """What the contract would recover of a loss at most, clause by clause."""
    found = forecast.recoverable(session.observation, award)
    if not found:
        return "nothing by contract"
    each = ", ".join(
        f"{narrate.CLAUSES[clause]} {amounts.short_money(amount)}"
        for clause, amount in found.items()
    )
    return f"at most {each}"


def _lead(session: Session, offer: Offer) -> Content:
    """Who the provider is, and what the offer expects."""
    facts = session.observation
    word = narrate.turn_word(session.game.scenario)
    parts = [Content(narrate.KINDS[offer.kind])]
    provider = facts.providers.get(offer.provider)
    place = provider.location if provider else facts.teams[offer.provider].location
    if place:
        parts.append(Content(words.clean(f"in {narrate.name_of(facts, place)}")))
    if len(offer.quotes) == 1:
        parts.append(Content(phrases.quote_text(offer.quotes[0])))
    if provider and provider.jobs:
        parts.append(Content(phrases.jobs_text(provider.jobs)))
    parts.append(
        words.line(
            "expects ",
            words.ask(f"{offer.hours:,.0f} h", Figure(FigureKind.OFFER_HOURS, offer.id)),
            ", up to ",
            words.ask(f"{offer.crew:,.0f} h a {word}", Figure(FigureKind.OFFER_CREW, offer.id)),
        )
    )
    return Content(" · ").join(parts)


def _offer_chosen(session: Session, on: OnDesk) -> bool:
    return on.award is not None and on.award.offer in session.observation.offers


MENU = (
    MenuItem(Award, ("a", "award", "award"), "Give the task to the selected offer.",
             lambda session, on: AwardDialog(session, on.award), _offer_chosen),
)  # fmt: skip
"""What can be ordered of the offer that is selected on the desk."""
