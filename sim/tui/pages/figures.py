"""Which figures belong together and what they are called, in the list of the explanation."""

from sim import explain, narrate
from sim.model.explanation import FAMILIES, Family, Figure, FigureKind
from sim.model.report import Incident
from sim.model.vocabulary import Account, Mode, TaskKind
from sim.model.world import Observation
from sim.tui import phrases
from sim.tui.session import Session

GENERAL = {
    "The firm: money": (
        FigureKind.CASH, FigureKind.RUNWAY, FigureKind.COST, FigureKind.TOTAL_COST,
        FigureKind.REVENUE, FigureKind.TOTAL_REVENUE,
    ),
    "The firm: work": (
        FigureKind.QUALITY_TURN, FigureKind.QUALITY, FigureKind.REPUTATION, FigureKind.MORALE,
        FigureKind.SCORE,
    ),
    "The firm: oversight": (
        FigureKind.OVERSIGHT_HOURS, FigureKind.MANAGER_HOURS, FigureKind.OVERSIGHT_PROMISED,
        FigureKind.OVERSIGHT_LOAD,
    ),
    "The firm: losses": (
        FigureKind.BORNE_TURN, FigureKind.BORNE, FigureKind.LOSSES, FigureKind.CAUSED_BY_OTHERS,
        FigureKind.RECOVERED, FigureKind.CAUSED_BY_OTHERS_SHARE, FigureKind.RECOVERED_SHARE,
        FigureKind.BORNE_SHARE,
    ),
}  # fmt: skip
"""Figures of the firm as a whole, under their headings."""

NOW = (
    FigureKind.OVERSIGHT_HOURS, FigureKind.MANAGER_HOURS, FigureKind.OVERSIGHT_PROMISED,
    FigureKind.ENGAGEMENT_FEE, *explain.PLANNED, FigureKind.REQUEST_SUM,
    FigureKind.CHOICE_COST, FigureKind.CHOICE_HOURS, FigureKind.CHOICE_PRICE,
)  # fmt: skip
"""Figures of the turn to be decided, not kept for past turns."""

INCIDENTS = (
    FigureKind.INCIDENT, FigureKind.INCIDENT_LOSS, FigureKind.INCIDENT_REPUTATION,
    FigureKind.CLAUSE_GAVE, FigureKind.CLAUSE_MOST,
)  # fmt: skip
"""Figures of incidents: each belongs to its turn."""

NAMES = {
    FigureKind.BORNE: "borne, game",
    FigureKind.BORNE_SHARE: "borne, %",
    FigureKind.BORNE_TURN: "borne, turn",
    FigureKind.CAUSED_BY_OTHERS: "lost by others",
    FigureKind.CAUSED_BY_OTHERS_SHARE: "by others, %",
    FigureKind.COST: "cost, turn",
    FigureKind.TOTAL_COST: "cost, game",
    FigureKind.REVENUE: "revenue, turn",
    FigureKind.TOTAL_REVENUE: "revenue, game",
    FigureKind.LOSSES: "losses, game",
    FigureKind.MANAGER_HOURS: "managers' hours",
    FigureKind.OVERSIGHT_HOURS: "oversight, hours",
    FigureKind.OVERSIGHT_PROMISED: "oversight, %",
    FigureKind.RECOVERED_SHARE: "recovered, %",
    FigureKind.QUALITY_TURN: "quality, turn",
    FigureKind.QUALITY: "quality, game",
    FigureKind.TASK_DONE: "done",
    FigureKind.TASK_SERVICE: "service",
    FigureKind.ENGAGEMENT_PAID: "paid so far",
    FigureKind.ENGAGEMENT_OVERSIGHT: "oversight wanted",
    FigureKind.ENGAGEMENT_GIVEN: "oversight given",
    FigureKind.ENGAGEMENT_EFFORT: "effort",
    FigureKind.ENGAGEMENT_ASKED: "hours asked for",
    FigureKind.ENGAGEMENT_DONE: "delivered",
    FigureKind.ENGAGEMENT_HOURS: "hours worked",
    FigureKind.ENGAGEMENT_PACE: "pace",
    FigureKind.ENGAGEMENT_ESCROW: "in escrow",
    FigureKind.ENGAGEMENT_FEE: "fee for leaving",
    FigureKind.INCIDENT: "borne",
    FigureKind.INCIDENT_LOSS: "loss",
    FigureKind.INCIDENT_REPUTATION: "reputation",
    FigureKind.CLAUSE_GAVE: "given back",
    FigureKind.CLAUSE_MOST: "the most it pays",
    FigureKind.CHOICE_COST: "cost",
    FigureKind.CHOICE_HOURS: "hours",
    FigureKind.CHOICE_PRICE: "price",
    **{kind: label for kind, (label, _) in phrases.OFFER_LABELS.items()},
    FigureKind.OFFER_PRICE: "price",
    FigureKind.OFFER_DISPLACES: "displaces",
    FigureKind.OFFER_HOURS: "expected hours",
    FigureKind.OFFER_CREW: "most hours a turn",
    FigureKind.REQUEST_SUM: "the sum at stake",
    FigureKind.PROVIDER_SKILL: "skill",
    FigureKind.PROVIDER_SKILL_SPREAD: "skill, ±",
    FigureKind.PROVIDER_RELIABILITY: "reliability",
    FigureKind.PROVIDER_RELIABILITY_SPREAD: "reliability, ±",
    FigureKind.PROVIDER_TRUST: "trust",
    FigureKind.TEAM_HEADS: "people",
    FigureKind.TEAM_CAPACITY: "hours to come",
    FigureKind.TEAM_PROMISED: "hours promised",
    FigureKind.TEAM_FREE: "hours free",
    FigureKind.TEAM_HOURS: "hours of the turn",
    FigureKind.TEAM_USED: "hours used, %",
    FigureKind.TEAM_SKILL: "skill",
    FigureKind.TEAM_MORALE: "morale",
    FigureKind.TEAM_WAGE: "wage an hour",
    FigureKind.TEAM_NOVICES: "newcomers",
    FigureKind.TEAM_TURNOVER: "turnover a year",
}
"""Names in the list, if the kind's own will not do."""


def by_turn(kind: FigureKind) -> bool:
    """Whether a figure can be shown for earlier turns."""
    return kind not in NOW and kind not in INCIDENTS and kind not in explain.BELIEVED


def name(facts: Observation, figure: Figure) -> str:
    """What a figure is called in the list, under its heading."""
    kind, key = figure.kind, figure.subject
    if kind is FigureKind.KNOWLEDGE:
        return narrate.name_of(facts, key)
    if kind is FigureKind.ACCOUNT:
        return narrate.account_name(Account[key])
    if kind in (FigureKind.OBJECTIVE, FigureKind.OBJECTIVE_POINTS):
        label = next((one.label for one in facts.standings if one.id == key), key)
        return f"points: {label}" if kind is FigureKind.OBJECTIVE_POINTS else label
    if kind in (FigureKind.MODE_HOURS, FigureKind.MODE_SHARE):
        what = "share" if kind is FigureKind.MODE_SHARE else "hours"
        return f"{what}: {narrate.mode_name(Mode(key))}"
    said = NAMES.get(kind, kind.value.replace("_", " "))
    if kind in (FigureKind.CLAUSE_GAVE, FigureKind.CLAUSE_MOST):
        return f"{said}: {key.partition('/')[2].replace('_', ' ')}"
    if kind.family is Family.CHOICE:
        return f"{said}: {narrate.answer_text(key.rpartition('/')[2])}"
    return said


def heading(facts: Observation, figure: Figure) -> str:
    """Whose a figure is; figures that belong together share it."""
    kind, key = figure.kind, figure.subject
    family = kind.family
    if kind in INCIDENTS:
        return _incident_name(facts, key)
    if family in (Family.REQUEST, Family.CHOICE):
        known = [one for one in facts.requests.values() if f"{key}/".startswith(f"{one.id}/")]
        return narrate.request(facts, known[0])[0] if known else "A request"
    if family is Family.OFFER:
        return f"What {narrate.name_of(facts, key)} offers"
    running = facts.engagements.get(key) or facts.past.get(key)
    if running is not None:
        return f"{narrate.name_of(facts, running.provider)}: {narrate.name_of(facts, running.task)}"
    if family in HEADINGS:
        return HEADINGS[family]
    if key:
        return narrate.name_of(facts, key)
    return next((text for text, kinds in GENERAL.items() if kind in kinds), "The firm")


HEADINGS = {
    Family.DISCIPLINE: "What the firm knows",
    Family.MODE: "Who did the work",
    Family.OBJECTIVE: "What you are judged on",
    Family.ACCOUNT: "Money by account",
}
"""Headings of the firm's families of figures."""


def _incident_name(facts: Observation, key: str) -> str:
    """An incident, briefly."""
    for incident in facts.incidents:
        if key.partition("/")[0] == incident.id:
            short = narrate.turn_short(facts.scenario, incident.turn)
            kind = incident.kind.value.replace("_", " ")
            return f"{short} {kind}, {facts.tasks[incident.task].spec.title}"
    return key


def of_incident(incident: Incident) -> list[Figure]:
    """All numbers of an incident."""
    kinds = (FigureKind.INCIDENT_LOSS, FigureKind.INCIDENT_REPUTATION, FigureKind.INCIDENT)
    found = [Figure(kind, incident.id, incident.turn) for kind in kinds]
    for part in incident.recovered:
        for kind in (FigureKind.CLAUSE_GAVE, FigureKind.CLAUSE_MOST):
            found.append(Figure(kind, incident.clause_id(part), incident.turn))
    return found


def grouped(session: Session, figure: Figure) -> list[tuple[str, list[Figure]]]:
    """The figures to choose from, under headings: those next to the one asked for, then the firm's,
    then the incidents', latest first."""
    facts = session.observation
    groups: dict[str, list[Figure]] = {}
    for one in _listed(facts, figure):
        groups.setdefault(heading(facts, one), []).append(one)
    return list(groups.items())


def _listed(facts: Observation, figure: Figure) -> list[Figure]:
    found = _beside(facts, figure)
    if figure.subject and not any(one.kind is figure.kind for one in found):
        found = [Figure(figure.kind, figure.subject), *found]
    found += [Figure(kind) for kinds in GENERAL.values() for kind in kinds]
    found += [*_modes(), *(Figure(FigureKind.KNOWLEDGE, one) for one in facts.knowledge)]
    found += [one for incident in reversed(facts.incidents) for one in of_incident(incident)]
    return list(dict.fromkeys(found))


def _beside(facts: Observation, figure: Figure) -> list[Figure]:
    """The figures next to this one on its screen."""
    key, family = figure.subject, figure.kind.family
    if family is Family.ENGAGEMENT:
        return _engagements(facts, key)
    if family is Family.TASK:
        return _task(facts, key)
    if family is Family.DISCIPLINE:
        return [Figure(FigureKind.KNOWLEDGE, one) for one in dict.fromkeys((key, *facts.knowledge))]
    if family is Family.TEAM:
        team = facts.teams.get(key)
        known = [Figure(FigureKind.KNOWLEDGE, team.discipline)] if team else []
        return [*_family(family, key), *known]
    if family is Family.OBJECTIVE or figure.kind is FigureKind.SCORE:
        return [
            Figure(kind, standing.id)
            for standing in facts.standings
            for kind in (FigureKind.OBJECTIVE, FigureKind.OBJECTIVE_POINTS)
        ]
    if family is Family.MODE:
        return _modes()
    if family is Family.OFFER:
        return _offer(facts, key)
    if family in (Family.REQUEST, Family.CHOICE):
        return _request(facts, key)
    if figure.kind in INCIDENTS:
        return [one for i in facts.incidents if key.partition("/")[0] == i.id
                for one in of_incident(i)]  # fmt: skip
    return _family(family, key) if family is Family.PROVIDER else []


def _request(facts: Observation, key: str) -> list[Figure]:
    """The figures of a request and its answers; the key may be either's."""
    for request in facts.requests.values():
        answers = {request.answer_id(choice): choice for choice in request.choices}
        if key == request.id or key in answers:
            return [
                Figure(FigureKind.REQUEST_SUM, request.id),
                *(
                    Figure(kind, answer)
                    for answer, choice in answers.items()
                    for _, kind in narrate.choice_costs(request, choice)
                ),
            ]
    return []


def _modes() -> list[Figure]:
    kinds = (FigureKind.MODE_SHARE, FigureKind.MODE_HOURS)
    return [Figure(kind, mode.value) for mode in Mode for kind in kinds]


def _family(family: Family, key: str) -> list[Figure]:
    return [Figure(kind, key) for kind in FAMILIES[family]]


def _engagements(facts: Observation, key: str) -> list[Figure]:
    """The figures of all engagements of the task, this one's first, and the task's."""
    running = facts.engagements.get(key)
    if running is None:
        return _family(Family.ENGAGEMENT, key)
    others = [one for one in facts.tasks[running.task].engagements if one != key]
    found = [one for each in (key, *others) for one in _family(Family.ENGAGEMENT, each)]
    return [*found, *_task(facts, running.task)]


def _offer(facts: Observation, key: str) -> list[Figure]:
    """What the screens show: services have a share delivered, own people displace work."""
    offer = facts.offers.get(key)
    if offer is None:
        return []
    left_out = []
    if facts.tasks[offer.task].spec.kind is TaskKind.PROJECT:
        left_out.append(FigureKind.OFFER_SERVICE)
    if offer.provider not in facts.teams:
        left_out.append(FigureKind.OFFER_DISPLACES)
    return [figure for figure in _family(Family.OFFER, key) if figure.kind not in left_out]


def _task(facts: Observation, key: str) -> list[Figure]:
    spec = facts.tasks[key].spec
    project = spec.kind is TaskKind.PROJECT
    kind = FigureKind.TASK_DONE if project else FigureKind.TASK_SERVICE
    return [Figure(kind, key), Figure(FigureKind.KNOWLEDGE, spec.discipline)]
