"""A game: scenario, seed and a log of orders, from which everything else is derived.

`Game` drafts orders, ends turns, goes back, replays and explains numbers. It contains no rules.
"""

from collections.abc import Sequence
from typing import Any

from attrs import asdict
from attrs.filters import exclude

from sim import __version__, explain
from sim.canonical import scenario_hash
from sim.digest import digest
from sim.engine.ledger import total_cost
from sim.engine.legality import Problem, problems
from sim.engine.observe import clone, observe
from sim.engine.phases import judge
from sim.engine.record import Record
from sim.engine.start import new_world
from sim.engine.turn import resolve
from sim.errors import IllegalOrders
from sim.model.explanation import Explanation, Figure
from sim.model.orders import Order
from sim.model.report import Outcome, Standing, TurnReport
from sim.model.rules import Rules
from sim.model.scenario import Scenario
from sim.model.vocabulary import Mode
from sim.model.world import Observation, World
from sim.rules import rules_hash, with_overrides


class Game:
    """A game in progress, or over."""

    def __init__(
        self, scenario: Scenario, seed: int, rules: Rules, keep_turns: bool = True
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.rules = rules
        self._keep_turns = keep_turns
        self._world = new_world(scenario, seed, rules)
        self._before: list[World] = []
        self._log: list[tuple[Order, ...]] = []
        self._reports: list[TurnReport] = []
        self._pending: list[Order] = []
        self._observation: Observation | None = None

    @classmethod
    def new(cls, scenario: Scenario, seed: int, keep_turns: bool = True) -> "Game":
        """A new game under the rule book with the scenario's own rules.

        Args:
            scenario: As `sim.scenario_io` loads it.
            seed: Seed of all luck, from 0.
            keep_turns: Whether to keep a copy of every turn, for going back and explaining.
        """
        return cls(scenario, seed, with_overrides(scenario.rules), keep_turns)

    @classmethod
    def replay(cls, scenario: Scenario, seed: int, log: Sequence[Sequence[Order]]) -> "Game":
        """A game played from a log. Raises `IllegalOrders` if a turn is not legal."""
        game = cls.new(scenario, seed)
        for orders in log:
            game.submit(orders)
        return game

    @property
    def scenario_hash(self) -> str:
        """The hash of the scenario's content."""
        return scenario_hash(self.scenario)

    @property
    def rules_hash(self) -> str:
        """The hash of the rules' values."""
        return rules_hash(self.rules)

    @property
    def turn(self) -> int:
        """The number of the current turn."""
        return self._world.turn

    @property
    def outcome(self) -> Outcome | None:
        """How the game ended; None while it continues."""
        return self._world.outcome

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self._world.outcome is not None

    @property
    def observation(self) -> Observation:
        """What the player knows now."""
        if self._observation is None:
            self._observation = observe(self._world)
        return self._observation

    def seen(self, turn: int) -> Observation:
        """What the player knew at the start of a turn.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        if turn == self.turn:
            return self.observation
        if not 1 <= turn <= len(self._before):
            raise ValueError(f"turn {turn} cannot be viewed; kept: 1 to {len(self._before)}")
        return observe(self._before[turn - 1])

    def known(self, discipline: str) -> tuple[float, ...]:
        """The firm's knowledge of a discipline, 0..1, at the end of each kept turn."""
        ends = [*self._before[1:], self._world] if self._before else []
        return tuple(world.knowledge[discipline] for world in ends)

    def whole_world(self) -> World:
        """A copy of the full state, with secrets and luck."""
        return clone(self._world)

    @property
    def pending(self) -> tuple[Order, ...]:
        """The orders drafted this turn."""
        return tuple(self._pending)

    @property
    def reports(self) -> tuple[TurnReport, ...]:
        """The report of each turn."""
        return tuple(self._reports)

    @property
    def log(self) -> tuple[tuple[Order, ...], ...]:
        """The orders of each finished turn."""
        return tuple(self._log)

    def problems(self, orders: Sequence[Order]) -> tuple[Problem, ...]:
        """Why these orders are illegal together; empty if they are legal."""
        return problems(self.observation, orders)

    def draft(self, order: Order) -> tuple[Problem, ...]:
        """Draft an order, unless it is illegal with the others; returns why."""
        found = self.problems([*self._pending, order])
        if not found:
            self._pending.append(order)
        return found

    def undo(self) -> Order | None:
        """Remove and return the last drafted order."""
        return self._pending.pop() if self._pending else None

    def end_turn(self) -> TurnReport:
        """Play a turn with the drafted orders."""
        return self.submit(self._pending)

    def submit(self, orders: Sequence[Order]) -> TurnReport:
        """Play a turn. Raises `IllegalOrders`, with nothing changed."""
        found = self.problems(orders)
        if found:
            raise IllegalOrders(found)
        return self._play(tuple(orders))

    def submit_legal(self, orders: Sequence[Order]) -> tuple[TurnReport, int]:
        """Play a turn with the legal ones of some orders.

        Returns:
            The report, and how many orders were dropped.

        Raises:
            IllegalOrders: the game is over.
        """
        if self.over:
            raise IllegalOrders(self.problems(()))
        legal: list[Order] = []
        for order in orders:
            if not self.problems([*legal, order]):
                legal.append(order)
        return self._play(tuple(legal)), len(orders) - len(legal)

    def _play(self, orders: tuple[Order, ...]) -> TurnReport:
        if self._keep_turns:
            self._before.append(clone(self._world))
        try:
            report = resolve(self._world, orders)
        except BaseException:
            if self._keep_turns:
                self._world = self._before.pop()
            raise
        self._log.append(orders)
        self._reports.append(report)
        self._pending.clear()
        self._observation = None
        return report

    def back_to(self, turn: int) -> None:
        """Go back to the start of an earlier turn, and forget everything after it.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        if not 1 <= turn <= len(self._before):
            raise ValueError(f"turn {turn} cannot be returned to; kept: 1 to {len(self._before)}")
        self._world = self._before[turn - 1]
        del self._before[turn - 1 :], self._log[turn - 1 :], self._reports[turn - 1 :]
        self._pending.clear()
        self._observation = None

    def branch(self, turn: int) -> "Game":
        """An independent copy of this game at the start of a finished or the current turn.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        worlds = [*self._before, self._world]
        if not self._keep_turns or not 1 <= turn <= len(worlds):
            raise ValueError(f"turn {turn} cannot be branched from; kept: 1 to {len(worlds)}")
        other = Game(self.scenario, self.seed, self.rules)
        *other._before, other._world = [clone(world) for world in worlds[:turn]]
        other._log, other._reports = self._log[: turn - 1], self._reports[: turn - 1]
        return other

    def digest(self, after: int | None = None) -> str:
        """A hash of the full state, now or after a turn; equal for equal plays on any machine.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        return digest(self._after(after))

    def standings(self, after: int | None = None) -> tuple[Standing, ...]:
        """The objectives' standings, now or after a turn; 0 is the start.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        return judge.standings(self._after(after))

    def score(self, after: int | None = None) -> float:
        """Points out of 1000, now or after a turn; 0 is the start.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        return judge.score(self._after(after))

    def _after(self, turn: int | None) -> World:
        if turn is None or turn == len(self._log):
            return self._world
        if not 0 <= turn < len(self._before):
            raise ValueError(f"turn {turn} is not kept; kept: 0 to {len(self._before)}")
        return self._before[turn]

    def explain(self, figure: Figure) -> Explanation:
        """Break a figure down into parts; a finished turn is resolved again with a recorder.

        Raises:
            ValueError: the game has no such figure.
        """
        turn = figure.turn or len(self._log)
        if 1 <= turn <= len(self._before):
            record = Record(full=True)
            world, _ = self.again(turn, record)
            before = self.before(turn)
            return explain.explain(figure, before, world, record, self.observation)
        return explain.explain(figure, None, self._world, None, self.observation)

    def before(self, turn: int) -> World:
        """The state at the start of a kept turn."""
        return clone(self._before[turn - 1])

    def again(self, turn: int, record: Record) -> tuple[World, TurnReport]:
        """Resolve a kept turn again into `record`; returns the state after it, and its report."""
        world = clone(self._before[turn - 1])
        return world, resolve(world, self._log[turn - 1], record)

    def totals(self, after: int | None = None) -> dict[str, Any]:
        """The `totals` of `result`, now or after a turn.

        Raises:
            ValueError: the turn was not played or not kept.
        """
        world = self._after(after)
        totals = world.totals
        heads = sum(team.heads for team in world.teams.values())
        return {
            "cost": total_cost(world),
            "cash": world.cash,
            "quality": judge.quality(world),
            "oversight_hours": totals.oversight_hours,
            "oversight_load": totals.load_sum / len(world.history) if world.history else 0.0,
            "reputation": world.reputation,
            "morale": world.history[-1].morale if world.history and heads else 0.0,
            "losses": totals.losses,
            "losses_caused_by_others": totals.losses_by_others,
            "recovered": totals.recovered,
            "borne": totals.losses - totals.recovered,
        }

    def result(self, policy: str, invalid_orders: int = 0) -> dict[str, Any]:
        """The document of `run --json`, with money in minor units."""
        outcome = self._world.outcome
        hours = self._world.totals.mode_hours
        whole = sum(hours)
        return {
            "scenario": self.scenario.id,
            "scenario_hash": self.scenario_hash,
            "rules_hash": self.rules_hash,
            "version": __version__,
            "policy": policy,
            "seed": self.seed,
            "turns": len(self._log),
            "outcome": None
            if outcome is None
            else {"kind": outcome.kind.value, "turn": outcome.turn, "reason": outcome.reason},
            "score": self.score(),
            "objectives": [asdict(one, filter=exclude("kind")) for one in self.standings()],
            "totals": self.totals(),
            "mode_share": {
                mode.value: hours[number] / whole if whole else 0.0
                for number, mode in enumerate(Mode)
            },
            "invalid_orders": invalid_orders,
            "digest": self.digest(),
        }
