"""Building blocks of explanations: rounding that adds up, names to display."""

from collections.abc import Sequence

from attrs import frozen

from sim.engine.numbers import whole
from sim.engine.record import Record
from sim.model.explanation import Explanation, Figure, Part, Unit
from sim.model.vocabulary import Account
from sim.model.world import Facts, Observation, World


@frozen
class Play:
    """A turn played, from which figures are explained; see `sim.explain.explain`."""

    before: World | None
    after: World
    record: Record | None
    now: Observation


def split(amounts: Sequence[float], scale: float = 100.0) -> list[int]:
    """Amounts times `scale` as integers that add up to the rounded total."""
    found: list[int] = []
    running = 0.0
    given = 0
    for amount in amounts:
        running += amount * scale
        found.append(whole(running) - given)
        given += found[-1]
    return found


def hundredths(items: Sequence[tuple[str, float]]) -> tuple[Part, ...]:
    """Parts in hundredths that add up to the rounded total."""
    numbers = split([amount for _, amount in items])
    return tuple(Part(label, number) for (label, _), number in zip(items, numbers, strict=True))


def course(
    start: tuple[str, float], changes: Sequence[tuple[str, float]], end: float, held: str = "rest"
) -> tuple[Part, ...]:
    """Parts, in hundredths, that lead from a figure's start to its end.

    Changes with the same cause make one part. What they leave unexplained, such as a limit that was
    reached, is the last part, labelled `held`.
    """
    causes: dict[str, float] = {}
    for cause, change in changes:
        causes[cause] = causes.get(cause, 0.0) + change
    rest = end - start[1]
    for change in causes.values():
        rest -= change
    items = [start, *((cause, change) for cause, change in causes.items() if change)]
    if abs(rest) >= 0.005:
        items.append((held, rest))
    else:
        items[-1] = (items[-1][0], items[-1][1] + rest)
    return hundredths(items)


def product(
    start: tuple[str, float], steps: Sequence[tuple[str, float]]
) -> list[tuple[str, float]]:
    """What each factor of a product adds to the running product; factors of one are left out."""
    items = [start]
    running = start[1]
    for name, factor in steps:
        if factor != 1.0:
            items.append((name, running * (factor - 1.0)))
        running *= factor
    return items


def total(parts: Sequence[Part]) -> int:
    """The sum of the parts' amounts."""
    return sum(part.amount for part in parts)


def in_money(figure: Figure, title: str, parts: tuple[Part, ...], note: str) -> Explanation:
    """An explanation in minor units, whose value is the sum of its parts."""
    return Explanation(figure, title, Unit.MONEY, total(parts), parts, note)


def in_hundredths(figure: Figure, title: str, parts: tuple[Part, ...], note: str) -> Explanation:
    """An explanation in hundredths, whose value is the sum of its parts."""
    return Explanation(figure, title, Unit.HUNDREDTHS, total(parts), parts, note)


def label(account: Account) -> str:
    """An account's name to display."""
    return account.name.lower().replace("_", " ")


def subject(facts: Facts, key: str) -> str:
    """A name to display for the subject of a posting; its id if nothing has a name."""
    engagement = facts.engagements.get(key) or facts.past.get(key)
    if engagement is not None:
        task = facts.tasks[engagement.task].spec.title
        provider = facts.providers.get(engagement.provider)
        return f"{provider.name}: {task}" if provider is not None else task
    if key in facts.teams:
        return facts.teams[key].title
    if key in facts.tasks:
        return facts.tasks[key].spec.title
    if key in facts.clients:
        return facts.clients[key].name
    for incident in facts.incidents:
        if incident.id == key:
            return facts.tasks[incident.task].spec.title
    return key


def played(play: Play) -> tuple[World, World, Record]:
    """The world before and after a played turn, with its record."""
    before, after, record = play.before, play.after, play.record
    if before is None or record is None:
        raise ValueError("no turn has been played yet")
    return before, after, record


def find(figure: Figure, facts: Facts) -> str:
    """The id of a figure's engagement, which must exist."""
    if figure.subject not in facts.engagements and figure.subject not in facts.past:
        raise ValueError(f"there is no engagement {figure.subject!r}")
    return figure.subject
