"""A player who follows each of the tutorial's hints when it is shown, and does nothing else."""

from collections.abc import Callable, Mapping
from typing import Final

from sim import hints
from sim.engine import legality
from sim.forecast import default_terms
from sim.games.game import Game
from sim.model.orders import Answer, Award, Hire, Order, Oversee, Overtime
from sim.model.scenario import Hint, Scenario
from sim.model.vocabulary import Mode, Occasion, Oversight, TaskState
from sim.model.world import Observation
from sim.policies.request_policy import replies

Reading = Callable[[Observation], list[Order]]
"""The orders of a player who follows a hint."""


def award(task: str, provider: str) -> Reading:
    """Gives a task to a provider on the terms proposed."""

    def read(facts: Observation) -> list[Order]:
        offer = facts.offers.get(f"{task}/{provider}")
        return [Award(task, offer.id, default_terms(facts, offer))] if offer else []

    return read


def closely(task: str) -> Reading:
    """Watches the provider of a task closely."""
    return lambda facts: [Oversee(key, Oversight.CLOSE) for key in facts.tasks[task].engagements]


def longer(team: str) -> Reading:
    """Sets a longer working week."""
    return lambda facts: [Overtime(team, 48.0)]


def staffed(team: str) -> Reading:
    """Hires one person while there is time for it, and sets a longer working week."""

    def read(facts: Observation) -> list[Order]:
        late = facts.turn > facts.scenario.turns - 3
        return [Overtime(team, 48.0)] if late else [Hire(team, 1), Overtime(team, 48.0)]

    return read


def again(facts: Observation) -> list[Order]:
    """Gives open tasks to a vendor at home."""
    found: list[Order] = []
    for key, task in facts.tasks.items():
        if task.state is TaskState.OPEN:
            offers = [o for o in legality.options(facts, key) if o.mode is Mode.OUTSOURCE]
            found += [Award(key, offer.id, default_terms(facts, offer)) for offer in offers[:1]]
    return found


def lighter(facts: Observation) -> list[Order]:
    """Relaxes the oversight of work that went abroad."""
    keys = facts.tasks["archive"].engagements
    return [Oversee(key, Oversight.LIGHT) for key in keys]


Told = tuple[Occasion | None, str]
"""A hint's purpose, and its subject."""

SAID: Final[Mapping[Told, tuple[str, Reading]]] = {
    (Occasion.OPEN_TASK, "brochure"): ("Amara Osei", award("brochure", "amara-osei")),
    (Occasion.OPEN_TASK, "archive"): ("Dhara Data Works", award("archive", "dhara-data")),
    (Occasion.OPEN_TASK, "offline-maps"): ("App team", award("offline-maps", "app-team")),
    (Occasion.OPEN_TASK, "office-it"): (
        "Osier Office Care",
        award("office-it", "osier-office-care"),
    ),
    (Occasion.HOURS_LEFT, "planner"): ("close", closely("planner")),
    (Occasion.HOURS_LEFT, "mail"): ("close", closely("mail")),
    (Occasion.TEAM_SHORT, "app-team"): ("48 hours", longer("app-team")),
    (Occasion.TEAM_SHORT, "front-office"): ("hire one", staffed("front-office")),
    (Occasion.SERVICE_SHORT, "planner"): ("48 hours", longer("app-team")),
    (Occasion.PROJECT_SLIPS, "archive"): ("close", closely("archive")),
    (Occasion.OPEN_TASK, ""): ("a firm at home", again),
    (Occasion.OVERLOAD, ""): ("light", lighter),
}
"""The tutorial's hints by purpose: words each must contain, and what a reader then orders."""


class Learner:
    """Plays by the hints. Once told about requests, keeps answering them."""

    def __init__(
        self, scenario: Scenario, seed: int, said: Mapping[Told, tuple[str, Reading]] | None = None
    ) -> None:
        self.game = Game.new(scenario, seed)
        self.said = SAID if said is None else said
        self.over: frozenset[Hint] = frozenset()
        self.read: list[tuple[int, Hint]] = []
        """The hints that were shown, each with its turn."""
        self.answers = False

    def turn(self) -> None:
        """Reads and follows one hint after another, then ends the turn."""
        before = self.game.observation
        away: set[Hint] = set()
        while found := hints.current(before, self.game.pending, self.over | away):
            hint = found[0]
            self.read.append((self.game.turn, hint))
            self.answers = self.answers or hint.when is Occasion.REQUEST
            reading = self.said.get((hint.when, hint.subject))
            for order in reading[1](before) if reading else ():
                assert not self.game.draft(order), f"the hint asks for what cannot be: {hint.text}"
            if self.answers:
                self.answer()
            away.add(hint)  # done, or read and put away
        if self.answers:
            self.answer()
        orders = self.game.pending
        self.game.end_turn()
        self.over = hints.over(before, orders, self.game.observation, self.over)

    def answer(self) -> None:
        """Bargains and visits while the managers have hours for it."""
        done = {order.request for order in self.game.pending if isinstance(order, Answer)}
        for reply in replies(self.game.observation):
            if reply.request not in done:
                self.game.draft(reply)

    def play(self) -> Game:
        """The game, played to its end."""
        while not self.game.over:
            self.turn()
        return self.game
