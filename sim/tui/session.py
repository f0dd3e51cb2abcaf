"""A game in progress as the screens see it: the game, where it is saved, hints and guesses."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim import explain, forecast, hints
from sim.engine.record import Record
from sim.errors import BuckstopError
from sim.forecast import Actual, CostTally, Guess, Span
from sim.games.game import Game
from sim.model.explanation import Explanation, Family, Figure, FigureKind
from sim.model.orders import Award, Order
from sim.model.report import Measures, TurnReport
from sim.model.scenario import Hint
from sim.model.world import Engagement, Observation
from sim.tui.forecasts import Forecasts
from sim.tui.turn import Board

if TYPE_CHECKING:
    from sim.games.saves import Saving
    from sim.games.store import KeptGame


class Session:
    """Holds a `Game`, and saves it as it is played."""

    def __init__(
        self,
        game: Game,
        saving: "Saving | None" = None,
        ahead: Forecasts | None = None,
        guesses: Sequence[Guess] = (),
        kept_as: "KeptGame | None" = None,
        borrowed: bool = False,
        hints_gone: Mapping[Hint, int] = MappingProxyType({}),
    ) -> None:
        """A game at the screen.

        Args:
            game: The game.
            saving: Saves it; not saved if left out.
            ahead: Works out forecasts.
            guesses: The player's guesses so far.
            kept_as: The store's entry of it, if it is only watched.
            borrowed: Whether it is somebody else's.
            hints_gone: Hints that the player hid, each with the turn.
        """
        self.game = game
        self.unkept: BuckstopError | None = None
        """Why the last turn could not be saved."""
        self.replay_file: Path | None = None
        """Where the finished game's replay is."""
        self.no_replay: BuckstopError | None = None
        """Why there is no replay."""
        self._saving = saving
        self._kept_as = kept_as
        self._borrowed = borrowed
        self._came_with = game.log
        self.hints_gone = dict(hints_gone)
        """Hints that the player hid, each with the turn."""
        self._over: dict[int, frozenset[Hint]] = {}
        self._playing = False
        self.asked: bool = False
        """Whether the player was asked this turn about open decisions."""
        self.guesses: list[Guess] = list(guesses)
        self._moved: dict[int, dict[str, int]] = {}
        self.steady = threading.RLock()
        """Held while a turn is played, and by anyone who needs the facts not to change."""
        self.board = Board(game, ahead or Forecasts(workers=0), self.steady)
        """What the screens of a turn share."""

    @property
    def observation(self) -> Observation:
        """What the player may know now."""
        return self.game.observation

    @property
    def last(self) -> Measures | None:
        history = self.observation.history
        return history[-1] if history else None

    @property
    def before_last(self) -> Measures | None:
        history = self.observation.history
        return history[-2] if len(history) > 1 else None

    @property
    def hint(self) -> Hint | None:
        """The hint for this moment, until it is settled or hidden; none while a turn is played."""
        if self._playing or not self.game.scenario.hints:
            return None
        gone = self._hints_over(len(self.game.log) + 1).union(self.hints_gone)
        found = hints.current(self.observation, self.game.pending, gone)
        return found[0] if found else None

    def put_hint_away(self) -> None:
        """Never show the current hint again."""
        hint = self.hint
        if hint is not None:
            self.hints_gone[hint] = self.game.turn

    def _hints_over(self, turn: int) -> frozenset[Hint]:
        """The hints that were over when a turn began, as the game's history tells."""
        for past in range(1, turn):
            if past + 1 not in self._over:
                before, after = self.game.seen(past), self.game.seen(past + 1)
                away = {hint for hint, turn in self.hints_gone.items() if turn <= past}
                gone = self._over.get(past, frozenset()) | away
                self._over[past + 1] = hints.over(before, self.game.log[past - 1], after, gone)
        return self._over.get(turn, frozenset())

    @property
    def untouched(self) -> bool:
        """Whether there is nothing to save: nothing decided, nothing stored."""
        decided = self.game.log != self._came_with or self.game.pending
        return not decided and self.kept_as is None

    def put_away(self) -> bool:
        """Save the game, drafted orders included; whether it can be left without loss."""
        with self.steady:
            if not self.untouched:
                self._keep()
            return self.untouched or (self._saving is not None and self.unkept is None)

    @property
    def kept_as(self) -> "KeptGame | None":
        """The store's entry of the game, if it has one."""
        return self._saving.entry if self._saving is not None else self._kept_as

    @property
    def borrowed(self) -> bool:
        """Whether other people made decisions in it."""
        kept = self.kept_as
        return self._borrowed if kept is None else bool(kept.borrowed)

    @property
    def playing(self) -> bool:
        """Whether a turn is being played, or written to the store."""
        return self._playing

    def about_to_play(self) -> None:
        """Do nothing else with the game until the turn is over."""
        self._playing = True

    def close(self) -> None:
        """Let others open the saved game."""
        if self._saving is not None:
            self._saving.close()

    def guess(self, award: Award, finish: Span, cost: Span) -> None:
        """Guess what an award will come to, in place of an earlier guess of this turn."""
        turn = self.game.turn
        self.guesses = [g for g in self.guesses if (g.award.task, g.turn) != (award.task, turn)]
        self.guesses.append(Guess(award, turn, finish, cost, self.board.foresee(award)))

    def guessed(self, award: Award) -> Guess | None:
        """This turn's guess about a task."""
        turn = self.game.turn
        return next((g for g in self.guesses if (g.award.task, g.turn) == (award.task, turn)), None)

    def fared(self) -> list[tuple[Guess, Actual | None]]:
        """Each guess about a signed award, and the actual outcome; None while it is open."""
        signed = [
            guess
            for guess in self.guesses
            if guess.turn <= len(self.game.log) and guess.award in self.game.log[guess.turn - 1]
        ]
        return [(guess, self._actual(guess)) for guess in signed]

    def _actual(self, guess: Guess) -> Actual | None:
        tally = CostTally.of(self.game.before(guess.turn), guess.award.task)
        for turn in range(guess.turn, len(self.game.log) + 1):
            record = Record(postings=True)
            world, _ = self.game.again(turn, record)
            tally.add(world, record)
            if tally.over or world.outcome is not None:
                return tally.actual(world)
        return None

    def engagements(self, task: str) -> list[Engagement]:
        """The engagements of a task."""
        observation = self.observation
        facts = observation.tasks.get(task)
        running = observation.engagements
        return [running[key] for key in facts.engagements if key in running] if facts else []

    def drafted(self, kind: type[Order] | tuple[type[Order], ...]) -> list[Order]:
        return [order for order in self.game.pending if isinstance(order, kind)]

    def drafted_awards(self, task: str) -> list[Award]:
        return [o for o in self.game.pending if isinstance(o, Award) and o.task == task]

    def runway(self) -> float | None:
        """Turns until the cash runs out; None when it is not falling."""
        return explain.runway(self.observation)

    def projected_finish(self, task: str) -> forecast.ProjectedFinish | None:
        """Where a running project is heading; None for other tasks."""
        return forecast.projected_finish(self.observation, task)

    def moved(self, turn: int) -> dict[str, int]:
        """What each account of income and cost moved by in a turn, by its label."""
        if turn not in self._moved:
            kinds = (FigureKind.COST, FigureKind.REVENUE)
            found = [self.game.explain(Figure(kind, "", turn)) for kind in kinds]
            self._moved[turn] = {p.label: p.amount for each in found for p in each.parts}
        return self._moved[turn]

    def award_of(self, figure: Figure, award: Award | None = None) -> Award | None:
        """The award that a figure forecasts; None for other figures.

        Args:
            figure: Any figure.
            award: On which terms; the default ones if left out.
        """
        offer = self.observation.offers.get(figure.subject)
        if figure.kind not in forecast.RANGES or offer is None:
            return None
        return award or self.board.award(offer)

    def explain(self, figure: Figure, award: Award | None = None) -> Explanation:
        """Explain a figure; an offer's on the terms of an award, the default ones if left out.

        Raises:
            ValueError: there is no such figure.
        """
        if figure.kind.family is Family.OFFER:
            offer = self.observation.offers.get(figure.subject)
            if offer is None:
                raise ValueError("That offer is gone.")
            award = award or self.board.award(offer)
            facts, kind = self.observation, figure.kind
            if kind in forecast.RANGES:
                seen = self.board.foresee(award)
                return forecast.explain_forecast(facts, award, seen, kind, figure.end)
            facts = self.board.with_others(award)
            return forecast.explain_offer(facts, award, kind)
        if figure.kind in explain.BELIEVED:
            return forecast.explain_belief(self.observation, figure.subject, figure.kind)
        if figure.kind in explain.PLANNED:
            return forecast.explain_hours(self.board.with_staff, figure.subject, figure.kind)
        return self.game.explain(figure)

    def withdraw(self, order: Order) -> None:
        """Take back one drafted order, and those that depend on it."""
        taken: list[Order] = []
        while (last := self.game.undo()) is not None:
            if last == order:
                break
            taken.append(last)
        for other in reversed(taken):
            self.game.draft(other)

    def end_turn(self) -> TurnReport:
        """Play the turn with the drafted orders."""
        with self.steady:
            self._playing = True
            try:
                report = self.game.end_turn()
                self.asked = False
                self._keep()
            finally:
                self._playing = False
        return report

    def _keep(self) -> None:
        """Save what was played; `unkept` says why it could not be."""
        if self._saving is None:
            return
        try:
            self._saving.keep(self.game, self.guesses, self.hints_gone)
            self.unkept = None
        except BuckstopError as error:
            self.unkept = error
        if self.game.over and self.replay_file is None:
            try:
                self.replay_file = self._saving.keep_replay(self.game)
            except BuckstopError as error:
                self.no_replay = error

    def go_back(self, turn: int) -> None:
        """Return to the start of an earlier turn."""
        with self.steady:
            self.game.back_to(turn)
        self._over = {known: gone for known, gone in self._over.items() if known <= turn}
        self.asked = False
        self.board.clear()
        self.guesses = [guess for guess in self.guesses if guess.turn < turn]
        self._moved = {}
