"""The closed lists of the model: modes, pricing models, kinds, accounts, clauses.

Only enumerations belong here. Their values are what scenario files, orders and JSON carry.
"""

import enum


class Mode(enum.StrEnum):
    """Who does a piece of work: the question of every turn."""

    IN_HOUSE = "in_house"
    """The firm's own people, at home."""
    FREELANCE = "freelance"
    """An individual, engaged for a piece of work."""
    OUTSOURCE = "outsource"
    """Another firm in the country, under a contract."""
    OFFSHORE = "offshore"
    """The work moves abroad: to a captive site or to a vendor there."""


class Kind(enum.StrEnum):
    """What a provider of work is."""

    TEAM = "team"
    """Own staff at home."""
    SITE = "site"
    """Own staff abroad: a captive."""
    FREELANCER = "freelancer"
    """One person with other clients."""
    VENDOR = "vendor"
    """A firm that works under a contract."""

    @property
    def external(self) -> bool:
        """Whether it is another party: one that sends invoices."""
        return self in _EXTERNAL


_EXTERNAL = (Kind.FREELANCER, Kind.VENDOR)  # looked up once: bids ask millions of times


class Pricing(enum.StrEnum):
    """How work is paid for."""

    OWN = "own"
    """Own staff: wages are paid whether there is work or not."""
    FIXED = "fixed"
    """A price for the piece (project) or for a turn (function); an overrun is the provider's."""
    HOURLY = "hourly"
    """Time and materials: every hour is billed, an overrun is the client's."""
    PERFORMANCE = "performance"
    """A lower base, and a bonus when the service level is met."""


class Oversight(enum.StrEnum):
    """How closely managers look at an engagement."""

    NONE = "none"
    LIGHT = "light"
    STANDARD = "standard"
    CLOSE = "close"


class Sla(enum.StrEnum):
    """Whether a contract names a service level, and how hard it bites."""

    NONE = "none"
    STANDARD = "standard"
    STRICT = "strict"

    @property
    def steps(self) -> int:
        """How many steps it is above none; each makes a contract dearer and its work better."""
        return _STEPS.index(self)


_STEPS = (Sla.NONE, Sla.STANDARD, Sla.STRICT)


class TaskKind(enum.StrEnum):
    """A piece of work that ends, or a service that goes on."""

    PROJECT = "project"
    FUNCTION = "function"


class Presence(enum.StrEnum):
    """Where work can be done."""

    ANYWHERE = "anywhere"
    LOCAL = "local"


class Hours(enum.StrEnum):
    """When work must be done."""

    DAY = "day"
    ROUND_THE_CLOCK = "round_the_clock"


class TaskState(enum.StrEnum):
    """Where a task stands."""

    AHEAD = "ahead"
    """Not asked for yet: its turn, or what it waits for, has not come."""
    OPEN = "open"
    """Waits for a decision: nobody works on it."""
    RUNNING = "running"
    DONE = "done"
    """Delivered and accepted (project) or past its last turn (function)."""
    LOST = "lost"
    """The customer gave up on it."""


class DealState(enum.StrEnum):
    """Where an offer of outside work stands. One that has not come up yet is not in the facts."""

    OFFERED = "offered"
    """On the table: it can be accepted or declined."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    """Nobody answered by its last turn."""


class ObjectiveKind(enum.StrEnum):
    """What a scenario may judge."""

    FIRM_VALUE = "firm_value"
    """Cash at the end, with what it costs to end running contracts taken off (minor units)."""
    TOTAL_COST = "total_cost"
    """Everything spent over the game (minor units)."""
    QUALITY = "quality"
    """Quality as customers met it, 0..100, weighted by hours and visibility."""
    OVERSIGHT_LOAD = "oversight_load"
    """Managers' hours wanted over hours there were, the mean over the turns."""
    BORNE = "borne"
    """Losses from failures that nobody made good (minor units)."""
    REPUTATION = "reputation"
    """Reputation at the end, 0..100."""
    PEOPLE_KEPT = "people_kept"
    """Own people at the end who were there at the start, over heads at the start."""
    MILESTONE = "milestone"
    """1 when the named task was delivered by its deadline, falling with each turn of delay."""
    SERVICE = "service"
    """Share of the hours that functions asked for which were given, over the game."""


class EventKind(enum.StrEnum):
    """What may happen to a firm from outside."""

    CURRENCY = "currency"
    VENDOR_FAILURE = "vendor_failure"
    BREACH = "breach"
    BACKLASH = "backlash"
    KEY_PERSON_LEAVES = "key_person_leaves"
    DEMAND_SURGE = "demand_surge"


class RequestKind(enum.StrEnum):
    """A matter that somebody brings and that wants an answer."""

    CHANGE_REQUEST = "change_request"
    PRICE_RISE = "price_rise"
    ESCALATION = "escalation"
    COUNTER_OFFER = "counter_offer"
    UNHAPPY_CLIENT = "unhappy_client"
    JOURNALIST = "journalist"
    RENEWAL = "renewal"


class Occasion(enum.StrEnum):
    """What a hint waits for. All of it can be seen; in brackets what settles it."""

    OPEN_TASK = "open_task"
    """A task waits for a decision (it is awarded)."""
    HOURS_LEFT = "hours_left"
    """A running task is not looked at closely, though managers have hours left (it is)."""
    OVERLOAD = "overload"
    """More of the managers' hours is promised than there is (something is looked at less)."""
    TEAM_SHORT = "team_short"
    """A team has more to do than its people can (hiring, overtime)."""
    SERVICE_SHORT = "service_short"
    """A service fell short last turn (hiring, overtime, or somebody else for it)."""
    PROJECT_SLIPS = "project_slips"
    """A project will miss its deadline at the pace of last turn (somebody else, a closer look)."""
    INCIDENT = "incident"
    """Something went wrong with a task last turn (nothing: it has happened)."""
    REQUEST = "request"
    """Somebody wants an answer (it is given)."""
    DEAL = "deal"
    """Outside work is on offer (it is accepted or declined)."""
    CASH_LOW = "cash_low"
    """At last turn's rate the money, credit included, is gone in a few turns (nothing at once)."""
    ALL_DECIDED = "all_decided"
    """No task waits for a decision and nobody for an answer (the turn is ended)."""


class IncidentKind(enum.StrEnum):
    """What went wrong."""

    DEFECT = "defect"
    """Faulty work came to light after it was let through."""
    SHORTFALL = "shortfall"
    """A service was not given in the hours that were asked for."""
    LATE = "late"
    """A project was not delivered by its deadline."""
    DROPOUT = "dropout"
    """A freelancer left in the middle of the work."""
    VENDOR_FAILURE = "vendor_failure"
    """A vendor went out of business."""
    BREACH = "breach"
    """Data of customers got out."""
    BACKLASH = "backlash"
    """The public turned on the firm for moving jobs."""


class Hindrance(enum.StrEnum):
    """Why those who had a piece of work did little or nothing of it in a turn."""

    NO_PEOPLE = "no_people"
    """The team has nobody left, and nobody is about to come."""
    HIRES_COMING = "hires_coming"
    """The team has nobody yet: its people are hired, and come later."""
    SITE_OPENING = "site_opening"
    """The site is being set up."""
    NO_HOURS = "no_hours"
    """The team has people, and none of their hours are for work: they train, or are new."""
    BUSY = "busy"
    """The freelancer was with another client."""
    NOT_BEGUN = "not_begun"
    """It is signed, and the work begins later."""
    RAMP_UP = "ramp_up"
    """They are taking over, and not at full pace yet."""


class Clause(enum.StrEnum):
    """By what a loss is made good."""

    SERVICE_CREDIT = "service_credit"
    LIABILITY = "liability"
    ESCROW = "escrow"
    WARRANTY = "warranty"
    """A vendor on a fixed price mends its own faults."""
    INSURANCE = "insurance"


class OutcomeKind(enum.StrEnum):
    """How a game ended."""

    COMPLETED = "completed"
    """All turns were played."""
    BANKRUPT = "bankrupt"
    """Cash fell below the credit line."""
    COLLAPSED = "collapsed"
    """The customers are gone: reputation fell to nothing."""


class Account(enum.IntEnum):
    """The chart of accounts. Assets and expenses rise by debit, income and equity by credit."""

    CASH = 0
    ESCROW = 1
    CAPITAL = 2
    REVENUE_CLIENTS = 3
    REVENUE_PROJECTS = 4
    REVENUE_SERVICES = 5
    REVENUE_OUTSIDE = 6
    WAGES = 7
    OVERTIME = 8
    BENEFITS = 9
    WORKPLACE = 10
    MANAGERS = 11
    OVERHEADS = 12
    RECRUITING = 13
    SEVERANCE = 14
    TRAINING = 15
    FREELANCERS = 16
    PLATFORM_FEES = 17
    VENDORS = 18
    COORDINATION = 19
    SELECTION = 20
    TERMINATION_FEES = 21
    SITE_SETUP = 22
    SITE_MANAGEMENT = 23
    AUDITS = 24
    ANSWERS = 25
    REPAIRS = 26
    REFUNDS = 27
    PENALTIES = 28
    BREACHES = 29
    RECOVERED = 30
    INSURANCE = 31
    INTEREST = 32
    CURRENCY = 33


INCOME = (
    Account.REVENUE_CLIENTS,
    Account.REVENUE_PROJECTS,
    Account.REVENUE_SERVICES,
    Account.REVENUE_OUTSIDE,
)
"""Accounts of money earned; their balances are negative."""

COSTS = tuple(account for account in Account if account >= Account.WAGES)
"""Accounts of money spent (`RECOVERED` takes off from it)."""
