"""What the screens of a turn share: offers, estimates, forecasts, pins, what is drafted."""

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
"""Why an offer cannot be taken beside what is drafted; each has room in the narrowest column."""


class Board:
    """What is worked out in a turn is kept until the turn is over."""

    def __init__(self, game: Game, ahead: Forecasts, steady: threading.RLock) -> None:
        """Nothing is worked out yet.

        Args:
            game: The game.
            ahead: What looks ahead beside it.
            steady: Held by whoever needs the facts to stay as they are.
        """
        self.game = game
        self._ahead = ahead
        self._steady = steady
        self._seen = game.observation
        self._estimates: dict[tuple[Award, tuple[Order, ...]], Estimate] = {}
        self._forecasts: dict[tuple[Award, tuple[Order, ...]], Forecast] = {}
        """Each with the other orders that were drafted when it was made."""
        self._drafted: dict[tuple[Order, ...], Observation] = {}
        """The facts with who would be at work, by what was drafted."""
        self._pinned: list[Award] = []

    @property
    def observation(self) -> Observation:
        """What the player may know now."""
        return self.game.observation

    def offers(self, task: str) -> list[Offer]:
        """The offers that can be taken for a task now: of each mode the cheapest all in, so that
        the modes stand side by side, then the others, grouped by mode."""
        with self._steady:  # a turn that is being played would take the offers away
            found = sorted(
                legality.options(self.observation, task),
                key=lambda offer: (
                    MODE_ORDER.index(offer.mode),
                    self._estimated(self.award(offer), ()).all_in.mid,  # none moves with a draft
                ),
            )
            for offer in found:
                self.estimate(self.award(offer))
        first = list({offer.mode: offer for offer in reversed(found)}.values())
        first.sort(key=lambda offer: MODE_ORDER.index(offer.mode))
        return first + [offer for offer in found if offer not in first]

    def award(self, offer: Offer) -> Award:
        """The award of an offer under sensible terms."""
        return Award(offer.task, offer.id, forecast.default_terms(self.observation, offer))

    def prices(self, award: Award) -> tuple[Quote, ...]:
        """What each pricing model of an offer comes to under the other terms of an award."""
        facts, offer = self.observation, self.observation.offers[award.offer]
        found = []
        for quote in offer.quotes:
            terms = evolve(award.terms, pricing=quote.pricing)
            found.append(Quote(quote.pricing, bids.price(facts, offer, terms)))
        return tuple(found)

    def known_estimate(self, award: Award) -> Estimate | None:
        """An appraisal that was made this turn already."""
        self._forget()
        return self._estimates.get((award, self._others(award)))

    def estimate(self, award: Award) -> Estimate:
        """What an award may lead to, with what else is drafted; safe to call from a thread."""
        return self._estimated(award, self._others(award))

    def _estimated(self, award: Award, others: tuple[Order, ...]) -> Estimate:
        self._forget()
        known = self._estimates.get((award, others))
        if known is None:
            facts = self._with(others)
            known = self._estimates[award, others] = forecast.estimate(facts, award)
        return known

    def known_forecast(self, award: Award) -> Forecast | None:
        """A forecast that was made this turn already."""
        self._forget()
        return self._forecasts.get((award, self._others(award)))

    def cautions(self, award: Award) -> tuple[Caution, ...]:
        """What to beware of in an award, as far as it has been worked out this turn."""
        seen = self.known_estimate(award)
        if seen is None:
            return ()
        return forecast.cautions(self.with_others(award), award, seen, self.known_forecast(award))

    def _others(self, award: Award) -> tuple[Order, ...]:
        """What is drafted besides an award."""
        return forecast.other_orders(self.observation, award, self.game.pending)

    async def look_ahead(self, award: Award) -> Forecast | None:
        """What an award may lead to, with what else is drafted, worked out beside the game; None
        when its offer is gone.
        """
        known = self.known_forecast(award)
        if known is None:
            facts = self.observation
            if award.offer not in facts.offers:  # the turn is over meanwhile
                return None
            others = self._others(award)
            known = await self._ahead.of(facts, award, others)
            if facts is self.observation:  # of a turn that is over it is worth nothing
                self._forecasts[award, others] = known
        return known

    def foresee(self, award: Award) -> Forecast:
        """What an award may lead to, at once: it takes a moment when nobody has asked before."""
        known = self.known_forecast(award)
        if known is None:
            others = self._others(award)
            known = forecast.forecast(self.observation, award, drafted=others)
            self._forecasts[award, others] = known
        return known

    def barred(self, award: Award) -> str:
        """Which other drafted order makes an award impossible, in two words; empty for none."""
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
        """Awards that are kept in view to be compared: of one task, in this turn, and such as can
        still be made."""
        self._forget()
        offers = self.observation.offers
        return [one for one in self._pinned if one.offer in offers and not self.barred(one)]

    def is_pinned(self, award: Award) -> bool:
        """Whether an award was pinned this turn, whether it can still be made or not."""
        self._forget()
        return award in self._pinned

    def pin(self, award: Award) -> bool:
        """Pin an award to compare it, or take the pin off; whether it is pinned now."""
        if self.is_pinned(award):
            self._pinned.remove(award)
            return False
        self._pinned = [*(one for one in self._pinned if one.task == award.task), award]
        return True

    @property
    def with_drafts(self) -> Observation:
        """The facts with who would be at work if what is drafted were handed in."""
        return self._with(tuple(self.game.pending))

    @property
    def with_staff(self) -> Observation:
        """The facts with all drafts: who would be at work, and own people as they would be."""
        return forecast.with_staff(self.with_drafts, self.game.pending)

    def _with(self, orders: tuple[Order, ...]) -> Observation:
        """The facts with who would be at work by some orders."""
        self._forget()
        known = self._drafted.get(orders)
        if known is None:
            known = self._drafted[orders] = forecast.with_drafts(self.observation, orders)
        return known

    def free_hours(self, team: str) -> float:
        """Hours a turn that a team has not promised to anything, what is drafted included."""
        return forecast.free_hours(self.with_staff, team)

    def promise(self) -> forecast.Promise:
        """What managers' hours of this turn are promised to, with what is drafted."""
        return forecast.promised_with(self.observation, self.game.pending)

    def with_others(self, award: Award) -> Observation:
        """The facts with who would be at work by what is drafted besides an award."""
        return self._with(self._others(award))

    def clear(self) -> None:
        """Forget what was worked out."""
        self._seen = self.observation
        self._estimates, self._forecasts, self._drafted = {}, {}, {}
        self._pinned = []

    def _forget(self) -> None:
        if self._seen is not self.observation:
            self.clear()
