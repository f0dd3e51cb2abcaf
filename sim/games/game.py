"""A game: scenario, seed and the log of orders. Everything else is derived from them.

`Game` drafts a turn's orders, takes them back, ends the turn, goes back to earlier turns, replays,
and takes numbers apart. It holds no rule.
"""

from collections.abc import Sequence
from typing import Any

from sim import __version__, explain
from sim.canonical import scenario_hash
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
        self,
        scenario: Scenario,
        seed: int,
        rules: Rules,
        keep_turns: bool = True,
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
        """A game under the rule book with the scenario's own rules.

        Args:
            scenario: As `sim.scenario_io` loads it.
            seed: Of all luck; not negative.
            keep_turns: Whether to keep a copy of every turn, to go back and to explain.
        """
        return cls(scenario, seed, with_overrides(scenario.rules), keep_turns)

    @classmethod
    def replay(cls, scenario: Scenario, seed: int, log: Sequence[Sequence[Order]]) -> "Game":
        """Play a log of orders again.

        Raises:
            IllegalOrders: orders that this scenario and seed do not allow.
        """
        game = cls.new(scenario, seed)
        for orders in log:
            game.submit(orders)
        return game

    @property
    def scenario_hash(self) -> str:
        """Names the scenario by its content."""
        return scenario_hash(self.scenario)

    @property
    def rules_hash(self) -> str:
        """Names the rules by their values."""
        return rules_hash(self.rules)

    @property
    def turn(self) -> int:
        """The turn to be decided."""
        return self._world.turn

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it goes on."""
        return self._world.outcome

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._world.outcome is not None

    @property
    def observation(self) -> Observation:
        """What the player may know now."""
        if self._observation is None:
            self._observation = observe(self._world)
        return self._observation

    def seen(self, turn: int) -> Observation:
        """What the player knew at the start of a turn.

        Raises:
            ValueError: a turn that was not played, or a game that keeps no turns.
        """
        if turn == self.turn:
            return self.observation
        if not 1 <= turn <= len(self._before):
            raise ValueError(f"turn {turn} cannot be looked at; kept: 1 to {len(self._before)}")
        return observe(self._before[turn - 1])

    def known(self, discipline: str) -> tuple[float, ...]:
        """What the firm knew of a discipline at the end of each turn that was kept, 0..1."""
        ends = [*self._before[1:], self._world] if self._before else []
        return tuple(world.knowledge[discipline] for world in ends)

    def whole_world(self) -> World:
        """A copy of all there is, secrets and luck included: for those who may know everything."""
        return clone(self._world)

    @property
    def pending(self) -> tuple[Order, ...]:
        """The orders drafted for this turn."""
        return tuple(self._pending)

    @property
    def reports(self) -> tuple[TurnReport, ...]:
        """What happened, turn by turn."""
        return tuple(self._reports)

    @property
    def log(self) -> tuple[tuple[Order, ...], ...]:
        """The orders handed in, turn by turn."""
        return tuple(self._log)

    def problems(self, orders: Sequence[Order]) -> tuple[Problem, ...]:
        """Why these orders are illegal together; empty means legal."""
        return problems(self.observation, orders)

    def draft(self, order: Order) -> tuple[Problem, ...]:
        """Add an order to this turn's; nothing changes when it is illegal together with them."""
        found = self.problems([*self._pending, order])
        if not found:
            self._pending.append(order)
        return found

    def undo(self) -> Order | None:
        """Take the last drafted order back."""
        return self._pending.pop() if self._pending else None

    def end_turn(self) -> TurnReport:
        """Hand the drafted orders in."""
        return self.submit(self._pending)

    def submit(self, orders: Sequence[Order]) -> TurnReport:
        """Play a turn.

        Raises:
            IllegalOrders: with the reasons; nothing has changed.
        """
        found = self.problems(orders)
        if found:
            raise IllegalOrders(found)
        return self._play(tuple(orders))

    def submit_legal(self, orders: Sequence[Order]) -> tuple[TurnReport, int]:
        """Play a turn with those of the orders that are legal.

        Returns:
            The report, and how many orders were left out.

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
        """Go back to the start of an earlier turn; what came after is forgotten.

        Raises:
            ValueError: a turn that was not played, or a game that keeps no turns.
        """
        if not 1 <= turn <= len(self._before):
            raise ValueError(f"turn {turn} cannot be gone back to; kept: 1 to {len(self._before)}")
        self._world = self._before[turn - 1]
        del self._before[turn - 1 :], self._log[turn - 1 :], self._reports[turn - 1 :]
        self._pending.clear()
        self._observation = None

    def branch(self, turn: int) -> "Game":
        """A game of its own that stands at the start of a turn of this one; this one goes on.

        Args:
            turn: One that was played, or the one to be decided.

        Raises:
            ValueError: another turn, or a game that keeps no turns.
        """
        worlds = [*self._before, self._world]
        if not self._keep_turns or not 1 <= turn <= len(worlds):
            raise ValueError(f"turn {turn} is no turn to branch from: 1 to {len(worlds)}")
        other = Game(self.scenario, self.seed, self.rules)
        *other._before, other._world = [clone(world) for world in worlds[:turn]]
        other._log, other._reports = self._log[: turn - 1], self._reports[: turn - 1]
        return other

    def digest(self, after: int | None = None) -> str:
        """A hash over the full state, now or after a turn: equal for equal plays on any machine.

        Raises:
            ValueError: a turn that was not played, or a game that keeps no turns.
        """
        from sim.codec import digest  # cattrs takes its time, and many games need no digest

        return digest(self._after(after))

    def standings(self, after: int | None = None) -> tuple[Standing, ...]:
        """Where the objectives stand, or stood after a turn was played; 0 is the start.

        Raises:
            ValueError: a turn that was not played, or a game that keeps no turns.
        """
        return judge.standings(self._after(after))

    def score(self, after: int | None = None) -> float:
        """Points of 1000, as things stand, or stood after a turn was played; 0 is the start.

        Raises:
            ValueError: a turn that was not played, or a game that keeps no turns.
        """
        return judge.score(self._after(after))

    def _after(self, turn: int | None) -> World:
        if turn is None or turn == len(self._log):
            return self._world
        if not 0 <= turn < len(self._before):
            raise ValueError(f"nothing is kept of turn {turn}; kept: 0 to {len(self._before)}")
        return self._before[turn]

    def explain(self, figure: Figure) -> Explanation:
        """Take a number apart. A played turn is resolved again with a recorder.

        Raises:
            ValueError: a figure that this game does not have.
        """
        turn = figure.turn or len(self._log)
        if 1 <= turn <= len(self._before):
            record = Record.full()
            world, _ = self.again(turn, record)
            before = self.before(turn)
            return explain.explain(figure, before, world, record, self.observation)
        return explain.explain(figure, None, self._world, None, self.observation)

    def before(self, turn: int) -> World:
        """The facts as they were when a turn that is kept was to be decided."""
        return clone(self._before[turn - 1])

    def again(self, turn: int, record: Record) -> tuple[World, TurnReport]:
        """A played turn, resolved again: the facts after it, and its report.

        Args:
            turn: One that was played and is kept.
            record: Takes down what is wanted of it.
        """
        world = clone(self._before[turn - 1])
        return world, resolve(world, self._log[turn - 1], record)

    def totals(self, after: int | None = None) -> dict[str, Any]:
        """What the game came to so far, or after a turn was played: the totals of `result`.

        Raises:
            ValueError: a turn that was not played, or a game that keeps no turns.
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
        """The outcome as `run --json` gives it: money in minor units, losses recovered or borne."""
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
            "objectives": [
                {
                    "id": standing.id,
                    "label": standing.label,
                    "weight": standing.weight,
                    "value": standing.value,
                    "floor": standing.floor,
                    "target": standing.target,
                    "points": standing.points,
                }
                for standing in self.standings()
            ],
            "totals": self.totals(),
            "mode_share": {
                mode.value: hours[number] / whole if whole else 0.0
                for number, mode in enumerate(Mode)
            },
            "invalid_orders": invalid_orders,
            "digest": self.digest(),
        }
