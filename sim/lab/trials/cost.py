"""Total cost of ownership of a game, by part, in multiples of the home wage."""

from attrs import frozen

from sim.engine.ledger import total_cost, total_revenue
from sim.lab.trials.firms import MANAGER_WAGE, WAGE
from sim.model.rules import Rules
from sim.model.vocabulary import Account
from sim.model.world import Facts

PARTS: dict[str, tuple[Account, ...]] = {
    "invoices": (
        Account.VENDORS,
        Account.FREELANCERS,
        Account.PLATFORM_FEES,
        Account.COORDINATION,
        Account.CURRENCY,
    ),
    "own people": (
        Account.WAGES,
        Account.OVERTIME,
        Account.BENEFITS,
        Account.WORKPLACE,
        Account.RECRUITING,
        Account.TRAINING,
        Account.SEVERANCE,
        Account.SITE_SETUP,
        Account.SITE_MANAGEMENT,
    ),
    "choosing and leaving": (
        Account.SELECTION,
        Account.AUDITS,
        Account.TERMINATION_FEES,
        Account.ANSWERS,
    ),
    "losses borne": (
        Account.REPAIRS,
        Account.REFUNDS,
        Account.PENALTIES,
        Account.BREACHES,
        Account.RECOVERED,
    ),
}
"""Accounts by part. Coordinators at home are on the vendor's bill, so they are invoices."""

MANAGING = "managers' hours"
EARNINGS = "earnings lost elsewhere"


@frozen
class Bill:
    """A game's costs in minor units, by part."""

    parts: dict[str, float]

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(self.parts.values())

    def less(self, other: "Bill") -> "Bill":
        """This bill minus another, by part."""
        return Bill({key: self.parts[key] - other.parts[key] for key in self.parts})


NOTHING = Bill(dict.fromkeys((*PARTS, MANAGING, EARNINGS), 0.0))
"""An empty bill."""


def loaded_manager(rules: Rules) -> float:
    """The loaded cost of a manager's hour (minor units)."""
    return MANAGER_WAGE * (1.0 + rules.benefits) * (1.0 + rules.workplace)


def bill(facts: Facts) -> Bill:
    """The bill of a game so far. Managers' hours count as far as they were wanted."""
    parts = {
        name: float(sum(facts.balances[account] for account in accounts))
        for name, accounts in PARTS.items()
    }
    parts[MANAGING] = facts.totals.oversight_wanted * loaded_manager(facts.rules)
    fixed = facts.balances[Account.MANAGERS] + facts.balances[Account.OVERHEADS]
    known = sum(parts.values()) - parts[MANAGING]
    parts["own people"] += total_cost(facts) - fixed - known
    parts[EARNINGS] = -float(total_revenue(facts))
    return Bill(parts)


def in_wages(amount: float, hours: float) -> float:
    """An amount per standard hour, in multiples of the home wage."""
    return amount / WAGE / hours
