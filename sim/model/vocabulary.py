"""The model's enumerations. Their values appear in scenario files, orders and JSON."""

import enum
from typing import Final


class Mode(enum.StrEnum):
    """How work is sourced: the question of every turn."""

    IN_HOUSE = "in_house"
    """The firm's own people, at home."""
    FREELANCE = "freelance"
    """An individual, engaged for one piece of work."""
    OUTSOURCE = "outsource"
    """Another firm in the same country, under a contract."""
    OFFSHORE = "offshore"
    """The work moves abroad: to a captive site or to a vendor there."""


class Kind(enum.StrEnum):
    """Kinds of provider."""

    TEAM = "team"
    """Own staff at home."""
    SITE = "site"
    """Own staff abroad: a captive."""
    FREELANCER = "freelancer"
    """A person who also has other clients."""
    VENDOR = "vendor"
    """A firm that works under a contract."""

    @property
    def external(self) -> bool:
        """Whether it is an outside party, which sends invoices."""
        return self in _EXTERNAL


_EXTERNAL = (Kind.FREELANCER, Kind.VENDOR)  # not built anew: bids ask millions of times


class Pricing(enum.StrEnum):
    """How work is paid for."""

    OWN = "own"
    """Own staff: wages are paid whether there is work or not."""
    FIXED = "fixed"
    """A price per project or per turn of a function; the provider bears overruns."""
    HOURLY = "hourly"
    """Time and materials: every hour is billed; the client bears overruns."""
    PERFORMANCE = "performance"
    """A lower hourly rate, and a bonus if service and quality reach a level."""


class Oversight(enum.StrEnum):
    """How closely managers watch an engagement."""

    NONE = "none"
    LIGHT = "light"
    STANDARD = "standard"
    CLOSE = "close"


class Sla(enum.StrEnum):
    """A contract's service level."""

    NONE = "none"
    STANDARD = "standard"
    STRICT = "strict"

    @property
    def steps(self) -> int:
        """Steps above none: 0..2. Each makes the contract dearer and the work better."""
        return _STEPS.index(self)


_STEPS = (Sla.NONE, Sla.STANDARD, Sla.STRICT)


class TaskKind(enum.StrEnum):
    """A project ends when it is delivered; a function is a service that goes on."""

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
    """The state of a task."""

    AHEAD = "ahead"
    """Not wanted yet: it waits for its turn, or for other tasks."""
    OPEN = "open"
    """Nobody works on it: it waits for a decision."""
    RUNNING = "running"
    DONE = "done"
    """Delivered and accepted (project) or past its last turn (function)."""
    LOST = "lost"
    """The customer gave up on it, or what it waits for will never be done."""


class DealState(enum.StrEnum):
    """The state of a deal once it has been offered."""

    OFFERED = "offered"
    """It can be accepted or declined."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    """Nobody answered by its last turn."""


class ObjectiveKind(enum.StrEnum):
    """What a scenario can be judged by."""

    FIRM_VALUE = "firm_value"
    """Cash at the end, less the cost of ending running contracts (minor units)."""
    TOTAL_COST = "total_cost"
    """Everything spent over the game (minor units)."""
    QUALITY = "quality"
    """Quality as customers saw it, 0..100, weighted by hours and visibility."""
    OVERSIGHT_LOAD = "oversight_load"
    """Managers' hours needed over hours available, averaged over the turns."""
    BORNE = "borne"
    """Losses from failures that nobody made good (minor units)."""
    REPUTATION = "reputation"
    """Reputation at the end, 0..100."""
    PEOPLE_KEPT = "people_kept"
    """Share of the people at the start who are still there at the end."""
    MILESTONE = "milestone"
    """1 if the named task was delivered by its deadline; falls with each turn of delay."""
    SERVICE = "service"
    """Share of the hours asked of functions that were given, over the game."""


class EventKind(enum.StrEnum):
    """Events that a scenario can plan."""

    CURRENCY = "currency"
    VENDOR_FAILURE = "vendor_failure"
    BREACH = "breach"
    BACKLASH = "backlash"
    KEY_PERSON_LEAVES = "key_person_leaves"
    DEMAND_SURGE = "demand_surge"


class RequestKind(enum.StrEnum):
    """Kinds of request."""

    CHANGE_REQUEST = "change_request"
    PRICE_RISE = "price_rise"
    ESCALATION = "escalation"
    COUNTER_OFFER = "counter_offer"
    UNHAPPY_CLIENT = "unhappy_client"
    JOURNALIST = "journalist"
    RENEWAL = "renewal"


class Occasion(enum.StrEnum):
    """What a hint waits for; all of it is visible to the player. In brackets: what settles it."""

    OPEN_TASK = "open_task"
    """A task waits for a decision (it is awarded)."""
    HOURS_LEFT = "hours_left"
    """A running task is not watched closely, though managers have hours left (it is)."""
    OVERLOAD = "overload"
    """More managers' hours are promised than available (something is watched less)."""
    TEAM_SHORT = "team_short"
    """A team has more work than its people can do (hiring, overtime)."""
    SERVICE_SHORT = "service_short"
    """A service fell short last turn (hiring, overtime, or another provider)."""
    PROJECT_SLIPS = "project_slips"
    """A project will miss its deadline at last turn's pace (another provider, closer oversight)."""
    INCIDENT = "incident"
    """Something went wrong with a task last turn (nothing: it has happened)."""
    REQUEST = "request"
    """A request waits for an answer (it is given)."""
    DEAL = "deal"
    """Outside work is on offer (it is accepted or declined)."""
    CASH_LOW = "cash_low"
    """At last turn's rate, cash and credit run out within a few turns (nothing at once)."""
    ALL_DECIDED = "all_decided"
    """No task waits for a decision, and no request for an answer (the turn is ended)."""


class IncidentKind(enum.StrEnum):
    """Kinds of incident."""

    DEFECT = "defect"
    """Faulty work came to light after delivery."""
    SHORTFALL = "shortfall"
    """A service gave fewer hours than were asked of it."""
    LATE = "late"
    """A project was not delivered by its deadline."""
    DROPOUT = "dropout"
    """A freelancer left before the work was done."""
    VENDOR_FAILURE = "vendor_failure"
    """A vendor went out of business."""
    BREACH = "breach"
    """Customers' data leaked."""
    BACKLASH = "backlash"
    """The public turned on the firm for moving jobs abroad."""


class Hindrance(enum.StrEnum):
    """Why a provider did little or no work on its task in a turn."""

    NO_PEOPLE = "no_people"
    """The team has no people, and none are hired."""
    HIRES_COMING = "hires_coming"
    """The team has no people yet; those hired arrive later."""
    SITE_OPENING = "site_opening"
    """The site is being set up."""
    NO_HOURS = "no_hours"
    """The team has people, but no hours for work: they are in training, or new."""
    BUSY = "busy"
    """The freelancer was busy with another client."""
    NOT_BEGUN = "not_begun"
    """It has signed, but the work begins later."""
    RAMP_UP = "ramp_up"
    """It is taking over, and not at full pace yet."""


class Clause(enum.StrEnum):
    """What makes a loss good: a clause of the contract, or the insurance."""

    SERVICE_CREDIT = "service_credit"
    LIABILITY = "liability"
    ESCROW = "escrow"
    WARRANTY = "warranty"
    """A vendor on a fixed price repairs its own faults."""
    INSURANCE = "insurance"


class OutcomeKind(enum.StrEnum):
    """How a game ended."""

    COMPLETED = "completed"
    """All turns were played."""
    BANKRUPT = "bankrupt"
    """Cash fell below the credit line."""
    COLLAPSED = "collapsed"
    """Reputation collapsed, or the last client left."""


class Account(enum.IntEnum):
    """The chart of accounts. Debits raise assets and expenses, credits raise income and equity."""

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
"""Income accounts; their balances are negative."""

COSTS: Final = tuple(account for account in Account if account >= Account.WAGES)
"""Expense accounts; `RECOVERED` reduces the total."""
