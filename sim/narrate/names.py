"""Display names: modes, terms, accounts, turns, sums of money, and the names behind ids."""

from collections.abc import Mapping
from typing import Final

from sim.model.spec import Scenario, Terms
from sim.model.vocabulary import Account, Clause, Kind, Mode, Oversight, Pricing, RequestKind, Sla
from sim.model.world import Engagement, Observation

MODES: Final[Mapping[Mode, str]] = {
    Mode.IN_HOUSE: "in-house",
    Mode.FREELANCE: "freelance",
    Mode.OUTSOURCE: "outsource",
    Mode.OFFSHORE: "offshore",
}
KINDS: Final[Mapping[Kind, str]] = {
    Kind.TEAM: "own team",
    Kind.SITE: "own site",
    Kind.FREELANCER: "freelancer",
    Kind.VENDOR: "vendor",
}
PRICINGS: Final[Mapping[Pricing, str]] = {
    Pricing.OWN: "own hours",
    Pricing.FIXED: "fixed price",
    Pricing.HOURLY: "by the hour",
    Pricing.PERFORMANCE: "by performance",
}
OVERSIGHTS: Final[Mapping[Oversight, str]] = {
    Oversight.NONE: "no oversight",
    Oversight.LIGHT: "light oversight",
    Oversight.STANDARD: "standard oversight",
    Oversight.CLOSE: "close oversight",
}
SLAS: Final[Mapping[Sla, str]] = {
    Sla.NONE: "no SLA",
    Sla.STANDARD: "standard SLA",
    Sla.STRICT: "strict SLA",
}
CLAUSES: Final[Mapping[Clause, str]] = {
    Clause.SERVICE_CREDIT: "service credit",
    Clause.LIABILITY: "liability clause",
    Clause.ESCROW: "escrow",
    Clause.WARRANTY: "repaired under the fixed price",
    Clause.INSURANCE: "insurance",
}
REQUESTS: Final[Mapping[RequestKind, str]] = {
    RequestKind.CHANGE_REQUEST: "Change request",
    RequestKind.PRICE_RISE: "Price rise",
    RequestKind.ESCALATION: "Escalation",
    RequestKind.COUNTER_OFFER: "Somebody wants to leave",
    RequestKind.UNHAPPY_CLIENT: "Unhappy client",
    RequestKind.JOURNALIST: "A journalist asks",
    RequestKind.RENEWAL: "Contract up for renewal",
}
CHOICES: Final[Mapping[str, str]] = {
    "accept": "Accept the higher price",
    "bargain": "Bargain",
    "campaign": "Answer with a campaign",
    "concede": "Give in, and pay for the peace",
    "discount": "Give them a discount",
    "escalate": "Take it to their management",
    "explain": "Explain yourself",
    "leave": "Let the contract end",
    "let_be": "Let it be",
    "let_go": "Let them go",
    "match": "Match the other offer",
    "no_comment": "No comment",
    "nothing": "Do nothing",
    "pay": "Pay what they ask",
    "promise": "Promise that things will improve",
    "refuse": "Refuse",
    "renew": "Renew for the same term",
    "roll_on": "Let it roll on without a term",
    "visit": "Visit them",
}
"""Answers by id."""

ACCOUNTS: Final[Mapping[Account, str]] = {
    Account.REVENUE_CLIENTS: "Clients",
    Account.REVENUE_PROJECTS: "Projects delivered",
    Account.REVENUE_SERVICES: "Services provided",
    Account.REVENUE_OUTSIDE: "Outside work",
    Account.SELECTION: "Choosing and briefing",
    Account.SITE_SETUP: "Setting up sites",
    Account.SITE_MANAGEMENT: "Managing sites",
    Account.ANSWERS: "Answers to requests",
    Account.RECOVERED: "Recovered: contracts, insurance",
}
"""Accounts whose display names differ from their ids."""


def money(amount: int) -> str:
    """Minor units as whole units of money with thousands separators: 41230000 → '412,300'."""
    units = (abs(amount) + 50) // 100
    return f"-{units:,}" if amount < 0 and units else f"{units:,}"


def mode_name(mode: Mode) -> str:
    """A mode's name: 'in-house'."""
    return MODES[mode]


def account_name(account: Account) -> str:
    """An account's name: 'Platform fees'."""
    return ACCOUNTS.get(account, account.name.replace("_", " ").capitalize())


def turn_word(scenario: Scenario) -> str:
    """The word for a turn: 'week', 'month', 'quarter', 'year' or just 'turn'."""
    words = {0.25: "week", 1.0: "month", 3.0: "quarter", 12.0: "year"}
    return words.get(scenario.turn_months, "turn")


def turn_short(scenario: Scenario, turn: int) -> str:
    """A short name of a turn: 'm7', 'q2'."""
    return f"{turn_word(scenario)[0]}{turn}"


def through(scenario: Scenario, last: int, owed: int = 0) -> str:
    """The end of something that lasts through turn `last`: 'through m9'.

    If it outlasts the game, no turn is named, but what would be `owed` for the rest (minor units).
    """
    if last <= scenario.turns:
        return f"through {turn_short(scenario, last)}"
    return "through the end of the game" + (f", {money(owed)} owed then" if owed else "")


def turns_text(scenario: Scenario, count: float) -> str:
    """A span of turns: '1 month', '3 months', '2.5 months'."""
    word = turn_word(scenario)
    return f"{count:g} {word}" if count == 1 else f"{count:g} {word}s"


def name_of(facts: Observation, subject: str) -> str:
    """The name behind an id of any kind; the id itself if nothing has it."""
    if subject in facts.tasks:
        return facts.tasks[subject].spec.title
    if subject in facts.teams:
        return facts.teams[subject].title
    if subject in facts.providers:
        return facts.providers[subject].name
    if subject in facts.clients:
        return facts.clients[subject].name
    engagement = facts.engagements.get(subject) or facts.past.get(subject)
    if engagement is not None:
        return name_of(facts, engagement.provider)
    if subject in facts.offers:
        return name_of(facts, facts.offers[subject].provider)
    if subject in facts.requests:
        return _asked(facts, subject)
    scenario = facts.scenario
    for deal in scenario.deals:
        if deal.id == subject:
            return deal.title
    for place in scenario.locations:
        if place.id == subject:
            return place.name
    for discipline in scenario.disciplines:
        if discipline.id == subject:
            return discipline.title
    for task in scenario.tasks:
        if task.id == subject:
            return task.title
    kind, _, rest = subject.partition("/")
    if kind in set(RequestKind) and "/" in rest:
        return _asked(facts, subject)
    return subject


def _asked(facts: Observation, request_id: str) -> str:
    """A request's name by its id, which gives its kind and subject even if it is gone."""
    kind, _, rest = request_id.partition("/")
    subject = rest.rpartition("/")[0]
    known = facts.requests.get(request_id)
    words = REQUESTS[known.kind if known else RequestKind(kind)]
    if subject in facts.engagements or subject in facts.past or subject in facts.teams:
        return f"{words}: {who(facts, subject)}"
    return f"{words}: {name_of(facts, subject)}" if subject in facts.clients else words


def engagement_name(facts: Observation, engagement: Engagement) -> str:
    """An engagement's name: 'Helpdesk (Tarn & Co)'."""
    return f"{name_of(facts, engagement.task)} ({name_of(facts, engagement.provider)})"


def who(facts: Observation, subject: str) -> str:
    """Like `name_of`, but an engagement is named with its task."""
    engagement = facts.engagements.get(subject) or facts.past.get(subject)
    return engagement_name(facts, engagement) if engagement else name_of(facts, subject)


def answer_text(choice_id: str) -> str:
    """An answer's wording by its id, without its cost."""
    return CHOICES.get(choice_id, choice_id.replace("_", " ").capitalize())


def terms_text(terms: Terms, scenario: Scenario) -> str:
    """Terms in one line: 'fixed price, standard SLA, 6 months, light oversight'."""
    parts = [PRICINGS[terms.pricing]]
    if terms.sla is not Sla.NONE:
        parts.append(SLAS[terms.sla])
    if terms.term:
        parts.append(turns_text(scenario, terms.term))
    if terms.escrow:
        parts.append("escrow")
    if terms.liability:
        parts.append("liability")
    parts.append(OVERSIGHTS[terms.oversight])
    return ", ".join(parts)
