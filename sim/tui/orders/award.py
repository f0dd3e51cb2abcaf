"""The award dialog: the terms under which somebody gets a task, and what they may lead to."""

from typing import ClassVar

from textual import work
from textual.content import Content

from sim import forecast, narrate
from sim.forecast import Span
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
from sim.tui.orders.terms import award_fields, award_picks, make_award
from sim.tui.session import Session

LABEL = 21
"""Cells of what a figure is called, the longest with a gap."""

TWO_ACROSS = 74
"""Cells from which on two figures stand beside one another."""


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
        self.game_app.explain(figure, award)

    def update(self) -> None:
        """Show what the terms lead to; work it out beside the game if it is not known."""
        award = self.order
        assert isinstance(award, Award)
        if award.offer not in self.session.observation.offers:  # the turn is over meanwhile
            return
        picks = award_picks(self.session, award, self._offer)
        for field in self.query(ChoiceField):
            field.reword(picks[field.name or ""])
        super().update()
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
            self.query_one("#effect", Prose).show()

    def effect(self, width: int) -> list[Content]:
        """The figures of the award: ranges, what comes back, what to beware of."""
        award = self.order
        assert isinstance(award, Award)
        if award.offer not in self.session.observation.offers:  # the turn is over meanwhile
            return []
        width = max(50, width)
        a, seen = self.session.board.estimate(award), self.session.board.known_forecast(award)
        scenario = self.session.game.scenario
        project = self._kind is TaskKind.PROJECT
        word = narrate.turn_word(scenario)
        done = "done by" if project else "in full by"
        kinds = FigureKind

        def finish(span: Span, width: int) -> str:
            return phrases.turn_range(scenario, span.low, span.high, width)

        ranges: list[tuple[str, FigureKind, phrases.SpanText]] = [
            ("all-in" if project else "cost, a year ahead", kinds.OFFER_ALL_IN, phrases.money_text),
            ("leaves you", kinds.OFFER_LEAVES, phrases.money_text),
            (done, kinds.OFFER_FINISH, finish),
            ("you'd pay" + ("" if project else f" a {word}"), kinds.OFFER_PAYS, phrases.money_text),
            ("quality", kinds.OFFER_QUALITY, phrases.number_text),
            ("oversight", kinds.OFFER_OVERSIGHT, phrases.hours_text),
            (
                "you'd bear" + ("" if project else f" a {word}"),
                kinds.OFFER_EXPOSURE,
                phrases.money_text,
            ),
        ]
        if not project:
            ranges.append(("service", kinds.OFFER_SERVICE, phrases.share_text))
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
                text = words.left(amounts.short(value, room), room)
                pieces += [(words.left(label, LABEL), "$dim"), words.ask(text, figure, "bold")]
                pieces.append("  ")
            rows.append(words.line(*pieces))
        text, style = phrases.knowledge_text(a.knowledge)
        rows.append(words.line((words.left("own knowledge", LABEL), "$dim"), (text, style)))
        if self._offer.kind.external:
            back = _comes_back(self.session, award)
            rows += words.hang([(words.left("comes back", LABEL), "$dim")], back, width)
        found = self.session.board.cautions(award)
        if found:
            cautions = ", ".join(phrases.caution_text(c) for c in found)
            rows += words.hang([(words.left("beware", LABEL), "$dim")], cautions, width, "$warn")
        return rows

    def _price(self) -> str:
        """The price under the terms as they are."""
        award = self.order
        assert isinstance(award, Award)
        pricing = award.terms.pricing
        return next(
            phrases.quote_text(q) for q in self.session.board.prices(award) if q.pricing is pricing
        )


def _comes_back(session: Session, award: Award) -> str:
    """What the contract would give back of a loss in the worst case, clause by clause."""
    found = forecast.recoverable(session.observation, award)
    if not found:
        return "nothing by contract"
    each = ", ".join(
        f"{narrate.CLAUSES[clause]} {amounts.short_money(amount)}"
        for clause, amount in found.items()
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
