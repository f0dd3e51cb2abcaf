"""Which numbers belong together, and what each is called: what the explanation lists."""

from sim import narrate
from sim.engine import explain
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Incident
from sim.model.vocabulary import Mode, TaskKind
from sim.model.world import Observation
from sim.tui.session import Session

GENERAL = (
    FigureKind.CASH, FigureKind.COST, FigureKind.TOTAL_COST, FigureKind.REVENUE,
    FigureKind.TOTAL_REVENUE, FigureKind.QUALITY_TURN, FigureKind.QUALITY,
    FigureKind.OVERSIGHT_HOURS, FigureKind.MANAGER_HOURS, FigureKind.OVERSIGHT_PROMISED,
    FigureKind.OVERSIGHT_LOAD, FigureKind.BORNE_TURN, FigureKind.BORNE, FigureKind.LOSSES,
    FigureKind.CAUSED_BY_OTHERS, FigureKind.RECOVERED, FigureKind.CAUSED_BY_OTHERS_SHARE,
    FigureKind.RECOVERED_SHARE, FigureKind.BORNE_SHARE, FigureKind.REPUTATION, FigureKind.RUNWAY,
    FigureKind.MORALE, FigureKind.SCORE,
)  # fmt: skip
"""Figures of the firm: those that belong to nothing smaller."""

NOW = (
    FigureKind.OVERSIGHT_HOURS, FigureKind.MANAGER_HOURS, FigureKind.OVERSIGHT_PROMISED,
    FigureKind.ENGAGEMENT_FEE, FigureKind.TEAM_FREE, FigureKind.REQUEST_SUM,
    FigureKind.CHOICE_COST, FigureKind.CHOICE_HOURS, FigureKind.CHOICE_PRICE,
)  # fmt: skip
"""Figures of the turn to be decided: they are not kept for turns that were played."""

INCIDENTS = (
    FigureKind.INCIDENT, FigureKind.INCIDENT_LOSS, FigureKind.INCIDENT_REPUTATION,
    FigureKind.CLAUSE_GAVE, FigureKind.CLAUSE_MOST,
)  # fmt: skip
"""Figures of what went wrong: each belongs to the turn in which it did."""

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
    FigureKind.TASK_DONE: "done of it",
    FigureKind.TASK_SERVICE: "service of it",
    FigureKind.ENGAGEMENT_PAID: "paid so far",
    FigureKind.ENGAGEMENT_OVERSIGHT: "oversight wanted",
    FigureKind.ENGAGEMENT_GIVEN: "oversight given",
    FigureKind.ENGAGEMENT_EFFORT: "effort of it",
    FigureKind.ENGAGEMENT_ASKED: "asked of it",
    FigureKind.ENGAGEMENT_DONE: "delivered by it",
    FigureKind.ENGAGEMENT_HOURS: "hours of it",
    FigureKind.ENGAGEMENT_PACE: "pace of it",
    FigureKind.ENGAGEMENT_ESCROW: "in escrow",
    FigureKind.ENGAGEMENT_FEE: "fee for leaving",
    FigureKind.INCIDENT: "borne",
    FigureKind.INCIDENT_LOSS: "loss",
    FigureKind.INCIDENT_REPUTATION: "reputation",
    FigureKind.CLAUSE_GAVE: "given back",
    FigureKind.CLAUSE_MOST: "the most it gives",
    FigureKind.CHOICE_COST: "cost",
    FigureKind.CHOICE_HOURS: "hours",
    FigureKind.CHOICE_PRICE: "price",
    FigureKind.OFFER_ALL_IN: "all-in cost",
    FigureKind.OFFER_LEAVES: "what it leaves you",
    FigureKind.OFFER_PRICE: "price",
    FigureKind.OFFER_FINISH: "done by",
    FigureKind.OFFER_QUALITY: "quality of it",
    FigureKind.OFFER_OVERSIGHT: "oversight of it",
    FigureKind.OFFER_EXPOSURE: "you'd bear",
    FigureKind.OFFER_PAYS: "you'd pay",
    FigureKind.OFFER_SERVICE: "service of it",
    FigureKind.OFFER_DISPLACES: "displaces",
    FigureKind.OFFER_HOURS: "hours it reckons with",
    FigureKind.OFFER_CREW: "most hours a turn",
    FigureKind.REQUEST_SUM: "the sum in question",
    FigureKind.PROVIDER_SKILL: "skill of it",
    FigureKind.PROVIDER_SKILL_SPREAD: "± of its skill",
    FigureKind.PROVIDER_RELIABILITY: "reliability of it",
    FigureKind.PROVIDER_RELIABILITY_SPREAD: "± of reliability",
    FigureKind.PROVIDER_TRUST: "trust in it",
    FigureKind.TEAM_HEADS: "people of it",
    FigureKind.TEAM_HOURS: "hours of it",
    FigureKind.TEAM_USED: "hours used",
    FigureKind.TEAM_FREE: "hours free",
    FigureKind.TEAM_SKILL: "skill of it",
    FigureKind.TEAM_MORALE: "morale of it",
    FigureKind.TEAM_WAGE: "wage of it",
    FigureKind.TEAM_NOVICES: "newcomers of it",
    FigureKind.TEAM_TURNOVER: "leavers a year",
}
"""Names in the list, where the kind itself is none."""


def by_turn(kind: FigureKind) -> bool:
    """Whether a figure can be looked at for earlier turns."""
    return kind not in NOW and kind not in INCIDENTS and kind not in explain.BELIEVED


def name(facts: Observation, figure: Figure) -> str:
    """What a figure is called in the list."""
    kind, key = figure.kind, figure.subject
    if kind is FigureKind.KNOWLEDGE:
        return f"known: {narrate.name_of(facts, key)}"
    if kind is FigureKind.ACCOUNT:
        return key.replace("_", " ").lower()
    if kind in (FigureKind.OBJECTIVE, FigureKind.OBJECTIVE_POINTS):
        label = next((one.label for one in facts.standings if one.id == key), key)
        return f"points: {label}" if kind is FigureKind.OBJECTIVE_POINTS else label
    if kind in (FigureKind.MODE_HOURS, FigureKind.MODE_SHARE):
        what = "share" if kind is FigureKind.MODE_SHARE else "hours"
        return f"{what}: {narrate.mode_name(Mode(key))}"
    said = NAMES.get(kind, kind.value.replace("_", " "))
    if kind in INCIDENTS:
        return f"{said}: {_incident_name(facts, key)}"
    if kind.value.startswith("choice"):
        return f"{said}: {narrate.answer_text(key.rpartition('/')[2])}"
    running = facts.engagements.get(key)
    if running is not None and len(facts.tasks[running.task].engagements) > 1:
        return f"{said}: {narrate.name_of(facts, running.provider)}"
    return said


def _incident_name(facts: Observation, key: str) -> str:
    """An incident in few words, with the clause where one is asked for."""
    for incident in facts.incidents:
        if key.partition("/")[0] != incident.id:
            continue
        short = narrate.turn_short(facts.scenario, incident.turn)
        kind = incident.kind.value.replace("_", " ")
        clause = key.partition("/")[2].replace("_", " ")
        title = facts.tasks[incident.task].spec.title
        return f"{short} {title}, {clause or kind}"
    return key


def of_incident(incident: Incident) -> list[Figure]:
    """All numbers of an incident."""
    kinds = (FigureKind.INCIDENT_LOSS, FigureKind.INCIDENT_REPUTATION, FigureKind.INCIDENT)
    found = [Figure(kind, incident.id, incident.turn) for kind in kinds]
    for part in incident.recovered:
        for kind in (FigureKind.CLAUSE_GAVE, FigureKind.CLAUSE_MOST):
            found.append(Figure(kind, incident.clause_id(part), incident.turn))
    return found


def listed(session: Session, figure: Figure) -> list[Figure]:
    """The figures to choose from when one is asked for: those beside it, then the firm's, then
    what went wrong, the latest first."""
    facts = session.observation
    found = _beside(facts, figure)
    if figure.subject and not any(one.kind is figure.kind for one in found):
        found = [Figure(figure.kind, figure.subject), *found]
    listed_ = [*found, *(Figure(kind) for kind in GENERAL)]
    failed = [one for incident in reversed(facts.incidents) for one in of_incident(incident)]
    return [*listed_, *(one for one in failed if one not in found)]


def _beside(facts: Observation, figure: Figure) -> list[Figure]:
    """What stands beside a figure on its screen."""
    key, family = figure.subject, figure.kind.value.partition("_")[0]
    if family == "engagement":
        return _engagements(facts, key)
    if family == "task":
        return _task(facts, key)
    if family == "knowledge":
        return [Figure(FigureKind.KNOWLEDGE, one) for one in _first(key, facts.knowledge)]
    if family == "team":
        team = facts.teams.get(key)
        known = [Figure(FigureKind.KNOWLEDGE, team.discipline)] if team else []
        return [*_family(family, key), *known]
    if family == "objective" or figure.kind is FigureKind.SCORE:
        judged = [
            Figure(kind, standing.id)
            for standing in facts.standings
            for kind in (FigureKind.OBJECTIVE, FigureKind.OBJECTIVE_POINTS)
        ]
        return [*judged, *_modes()] if facts.outcome is not None else judged
    if family == "mode":
        return _modes()
    if family == "offer":
        return _offer(facts, key)
    if family in ("request", "choice"):
        return _request(facts, key)
    if figure.kind in INCIDENTS:
        return [one for i in facts.incidents if key.partition("/")[0] == i.id
                for one in of_incident(i)]  # fmt: skip
    return _family(family, key) if family == "provider" else []


def _request(facts: Observation, key: str) -> list[Figure]:
    """The sum of a request, and the numbers of its answers; the key is its own, or an answer's."""
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


def _family(family: str, key: str) -> list[Figure]:
    return [Figure(kind, key) for kind in FigureKind if kind.value.startswith(f"{family}_")]


def _first(key: str, keys: dict[str, float]) -> list[str]:
    return [key, *(one for one in keys if one != key)]


def _engagements(facts: Observation, key: str) -> list[Figure]:
    """All of those who have the same task, this one first, and the task's."""
    running = facts.engagements.get(key)
    if running is None:
        return _family("engagement", key)
    others = [one for one in facts.tasks[running.task].engagements if one != key]
    found = [one for each in (key, *others) for one in _family("engagement", each)]
    return [*found, *_task(facts, running.task)]


def _offer(facts: Observation, key: str) -> list[Figure]:
    """What its screens show: a service has a share that is given, own people displace work."""
    offer = facts.offers.get(key)
    if offer is None:
        return []
    left_out = []
    if facts.tasks[offer.task].spec.kind is TaskKind.PROJECT:
        left_out.append(FigureKind.OFFER_SERVICE)
    if offer.provider not in facts.teams:
        left_out.append(FigureKind.OFFER_DISPLACES)
    return [figure for figure in _family("offer", key) if figure.kind not in left_out]


def _task(facts: Observation, key: str) -> list[Figure]:
    spec = facts.tasks[key].spec
    project = spec.kind is TaskKind.PROJECT
    kind = FigureKind.TASK_DONE if project else FigureKind.TASK_SERVICE
    return [Figure(kind, key), Figure(FigureKind.KNOWLEDGE, spec.discipline)]
