"""What the screens of a turn share: offers, estimates, forecasts, pins, drafted orders."""

import threading

from attrs import evolve

from sim import forecast
from sim.engine import bids, legality
from sim.forecast import Caution, Estimate, Forecast
from sim.games.game import Game
from sim.model.market import Offer, Quote
from sim.model.orders import Award, CloseSite, LayOff, Order
from sim.model.vocabulary import Mode
from sim.model.world import Observation
from sim.tui.forecasts import Forecasts

MODE_ORDER = tuple(Mode)

TAKEN, SITE_CLOSES, LAID_OFF = "taken already", "site closes", "laid off"
"""Why drafts rule an offer out; each fits the narrowest column."""


class Board:
    """Keeps what is worked out in a turn until the turn is over."""

    def __init__(self, game: Game, ahead: Forecasts, steady: threading.RLock) -> None:
        """Nothing is worked out yet.

        Args:
            game: The game.
            ahead: Works out forecasts.
            steady: Held by anyone who needs the facts not to change.
        """
        self.game = game
        self._ahead = ahead
        self._steady = steady
        self._seen = game.observation
        self._estimates: dict[tuple[Award, tuple[Order, ...]], Estimate] = {}
        self._forecasts: dict[tuple[Award, tuple[Order, ...]], Forecast] = {}
        """By award and the other orders drafted at the time."""
        self._drafted: dict[tuple[Order, ...], Observation] = {}
        """The facts with who would be at work, by drafted orders."""
        self._pinned: list[Award] = []

    @property
    def observation(self) -> Observation:
        """What the player may know now."""
        return self.game.observation

    def offers(self, task: str) -> list[Offer]:
        """The offers that can be taken for a task now: the cheapest of each mode first, by all-in
        cost, so that the modes stand side by side; then the others, by mode."""
        with self._steady:  # a turn that is being played would take the offers away
            found = sorted(
                legality.options(self.observation, task),
                key=lambda offer: (
                    MODE_ORDER.index(offer.mode),
                    self._estimated(self.award(offer), ()).all_in.mid,  # not moved by drafts
                ),
            )
            for offer in found:
                self.estimate(self.award(offer))
        first = list({offer.mode: offer for offer in reversed(found)}.values())
        first.sort(key=lambda offer: MODE_ORDER.index(offer.mode))
        return first + [offer for offer in found if offer not in first]

    def award(self, offer: Offer) -> Award:
        """The award of an offer on the default terms."""
        return Award(offer.task, offer.id, forecast.default_terms(self.observation, offer))

    def prices(self, award: Award) -> tuple[Quote, ...]:
        """The price under each pricing model of an offer, on the other terms of an award."""
        facts, offer = self.observation, self.observation.offers[award.offer]
        found = []
        for quote in offer.quotes:
            terms = evolve(award.terms, pricing=quote.pricing)
            found.append(Quote(quote.pricing, bids.price(facts, offer, terms)))
        return tuple(found)

    def known_estimate(self, award: Award) -> Estimate | None:
        """The estimate, if it was made this turn."""
        self._forget()
        return self._estimates.get((award, self._others(award)))

    def estimate(self, award: Award) -> Estimate:
        """Estimate an award, given what else is drafted; safe to call from a thread."""
        return self._estimated(award, self._others(award))

    def _estimated(self, award: Award, others: tuple[Order, ...]) -> Estimate:
        self._forget()
        known = self._estimates.get((award, others))
        if known is None:
            facts = self._with(others)
            known = self._estimates[award, others] = forecast.estimate(facts, award)
        return known

    def known_forecast(self, award: Award) -> Forecast | None:
        """The forecast, if it was made this turn."""
        self._forget()
        return self._forecasts.get((award, self._others(award)))

    def cautions(self, award: Award) -> tuple[Caution, ...]:
        """What to beware of in an award, as far as it has been worked out this turn."""
        seen = self.known_estimate(award)
        if seen is None:
            return ()
        return forecast.cautions(self.with_others(award), award, seen, self.known_forecast(award))

    def _others(self, award: Award) -> tuple[Order, ...]:
        """The drafted orders other than an award."""
        return forecast.other_orders(self.observation, award, self.game.pending)

    async def look_ahead(self, award: Award) -> Forecast | None:
        """Forecast an award, given what else is drafted, without holding up the game; None once its
        offer is gone."""
        known = self.known_forecast(award)
        if known is None:
            facts = self.observation
            if award.offer not in facts.offers:  # the turn is over meanwhile
                return None
            others = self._others(award)
            known = await self._ahead.of(facts, award, others)
            if facts is self.observation:  # else the turn is over
                self._forecasts[award, others] = known
        return known

    def foresee(self, award: Award) -> Forecast:
        """Forecast an award at once; takes a moment if it is not known."""
        known = self.known_forecast(award)
        if known is None:
            others = self._others(award)
            known = forecast.forecast(self.observation, award, drafted=others)
            self._forecasts[award, others] = known
        return known

    def barred(self, award: Award) -> str:
        """Which other drafted order rules an award out, in two words; empty for none."""
        others, facts = self._others(award), self.observation
        found = legality.problems(facts, [*others, award])
        if all(problem.index != len(others) for problem in found):
            return ""
        team = facts.offers[award.offer].provider
        for order in others:
            if isinstance(order, CloseSite) and order.site == team:
                return SITE_CLOSES
            if isinstance(order, LayOff) and order.team == team:
                return LAID_OFF
        return TAKEN

    @property
    def pinned(self) -> list[Award]:
        """The awards pinned for comparison: of one task, this turn, and still possible."""
        self._forget()
        offers = self.observation.offers
        return [one for one in self._pinned if one.offer in offers and not self.barred(one)]

    def is_pinned(self, award: Award) -> bool:
        """Whether an award was pinned this turn, still possible or not."""
        self._forget()
        return award in self._pinned

    def pin(self, award: Award) -> bool:
        """Pin an award or unpin it; whether it is pinned now."""
        if self.is_pinned(award):
            self._pinned.remove(award)
            return False
        self._pinned = [*(one for one in self._pinned if one.task == award.task), award]
        return True

    @property
    def with_drafts(self) -> Observation:
        """The facts with whoever would be at work under the drafted orders."""
        return self._with(tuple(self.game.pending))

    @property
    def with_staff(self) -> Observation:
        """The facts with all drafts: who would be at work, and how one's own people would stand."""
        return forecast.with_staff(self.with_drafts, self.game.pending)

    def _with(self, orders: tuple[Order, ...]) -> Observation:
        """The facts with whoever would be at work under some orders."""
        self._forget()
        known = self._drafted.get(orders)
        if known is None:
            known = self._drafted[orders] = forecast.with_drafts(self.observation, orders)
        return known

    def free_hours(self, team: str) -> float:
        """A team's unpromised hours per turn, drafts included."""
        return forecast.free_hours(self.with_staff, team)

    def promise(self) -> forecast.Promise:
        """What this turn's managers' hours are promised to, drafts included."""
        return forecast.promised_with(self.observation, self.game.pending)

    def with_others(self, award: Award) -> Observation:
        """The facts with whoever would be at work under the drafts other than an award."""
        return self._with(self._others(award))

    def clear(self) -> None:
        self._seen = self.observation
        self._estimates, self._forecasts, self._drafted = {}, {}, {}
        self._pinned = []

    def _forget(self) -> None:
        if self._seen is not self.observation:
            self.clear()
