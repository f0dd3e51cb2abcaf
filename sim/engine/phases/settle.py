"""Phase 8: the turn's money. Wages, invoices, fees, revenue, interest."""

from typing import Final

from sim.engine import contracts, formulas, places
from sim.engine.ledger import earn, spend
from sim.engine.numbers import whole
from sim.engine.phases.work import billed_hours
from sim.engine.record import Record
from sim.model.vocabulary import Account, Kind, Mode, Pricing, TaskKind
from sim.model.world import Engagement, Facts, TeamFacts, World

CAUSES: Final = {account: account.name.lower() for account in Account}
"""Causes of the postings that pay own people, by account."""


def settle(world: World, record: Record) -> None:
    """Pay and be paid."""
    for team in world.teams.values():
        _pay_team(world, team, record)
    for engagement in world.engagements.values():
        if engagement.terms.pricing is not Pricing.OWN:
            _invoice(world, engagement, record)
        if engagement.mode is Mode.OFFSHORE and engagement.turn_hours > 0.0:
            _coordinate(world, engagement, record)
    _firm(world, record)


def payroll(
    facts: Facts, team: TeamFacts, heads: int, weekly_hours: float
) -> tuple[tuple[Account, int], ...]:
    """Cost of `heads` people of a team for a turn, by account, in minor units."""
    rules = facts.rules
    paid = heads * rules.paid_hours_month * facts.scenario.turn_months
    base = places.team_wage(facts, team)
    wages = whole(paid * base)
    over = max(0.0, weekly_hours / rules.normal_week - 1.0)
    extra = whole(paid * over * base * (1.0 + rules.overtime_premium))
    at_home = team.kind is Kind.TEAM
    benefits = whole((wages + extra) * (rules.benefits if at_home else rules.site_benefits))
    return (
        (Account.WAGES, wages),
        (Account.OVERTIME, extra),
        (Account.BENEFITS, benefits),
        (Account.WORKPLACE, whole((wages + benefits) * rules.workplace)),
    )


def upkeep(facts: Facts, team: TeamFacts, heads: int, weekly_hours: float) -> int:
    """Total of `payroll`, in minor units."""
    return sum(amount for _, amount in payroll(facts, team, heads, weekly_hours))


def site_management(facts: Facts) -> int:
    """Cost of a site's local managers for a turn, whatever its size, in minor units."""
    hours = facts.rules.site_management * facts.scenario.turn_months
    return whole(hours * facts.scenario.firm.manager_wage)


def _pay_team(world: World, team: TeamFacts, record: Record) -> None:
    """Pay a team; wages are due whether there is work or not."""
    if team.heads:
        for account, amount in payroll(world, team, team.heads, team.weekly_hours):
            spend(world, record, account, amount, CAUSES[account], team.id)
    if team.kind is Kind.SITE and (team.heads or team.arriving):
        cost = site_management(world)
        spend(world, record, Account.SITE_MANAGEMENT, cost, "site_management", team.id)


def invoice(world: World, engagement: Engagement) -> int:
    """Amount that a provider bills for the turn, in minor units."""
    rules = world.rules
    pricing = engagement.terms.pricing
    task = world.tasks[engagement.task]
    if pricing is Pricing.FIXED:
        if task.spec.kind is TaskKind.PROJECT or engagement.lead > 0:
            return 0
        if engagement.ends:
            return engagement.price
        if engagement.turn_hours <= 0.0:
            return 0
        return whole(engagement.price * _part_of_service(world, engagement))
    amount = engagement.price * billed_hours(world, engagement)
    if pricing is Pricing.PERFORMANCE:
        amount += rules.performance_bonus * engagement.price * _rewarded_hours(world, engagement)
    return whole(amount)


def _part_of_service(world: World, engagement: Engagement) -> float:
    """Share of a service's fixed price that is due: all, unless several share it permanently."""
    task = world.tasks[engagement.task]
    sharing = [key for key in task.engagements if not world.engagements[key].ends]
    if engagement.ends or len(sharing) < 2 or task.asked <= 0.0:
        return 1.0
    return min(1.0, engagement.turn_done / min(task.asked, engagement.quoted_hours))


def _rewarded_hours(world: World, engagement: Engagement) -> float:
    """Hours for which a bonus is due: a service's each turn, all of a project's on acceptance."""
    rules, task = world.rules, world.tasks[engagement.task]
    if task.spec.kind is TaskKind.PROJECT:
        accepted = task.delivered == world.turn
        due = accepted and formulas.bonus_due(rules, 1.0, task.quality)
        return engagement.hours if due else 0.0
    service = min(1.0, engagement.turn_done / engagement.asked) if engagement.asked > 0.0 else 1.0
    return engagement.turn_hours if formulas.bonus_due(rules, service, task.quality) else 0.0


def _invoice(world: World, engagement: Engagement, record: Record) -> None:
    amount = invoice(world, engagement)
    if amount:
        contracts.pay(world, engagement, record, amount, "invoice")


def _coordinate(world: World, engagement: Engagement, record: Record) -> None:
    """Pay for coordination at home of work abroad: the more, the higher its coupling."""
    rules = world.rules
    spec = world.tasks[engagement.task].spec
    share = formulas.coordination_share(rules, spec.coupling)
    rate = formulas.vendor_rate(rules) * world.wages[spec.discipline]
    cost = whole(engagement.turn_hours * engagement.distance * share * rate)
    contracts.charge(world, record, engagement, Account.COORDINATION, cost, "coordination")


def _firm(world: World, record: Record) -> None:
    rules, firm = world.rules, world.scenario.firm
    months = world.scenario.turn_months
    level = world.places[places.HOME].wages
    managers = whole(
        firm.manager_hours
        * firm.manager_wage
        * level
        * (1.0 + rules.benefits)
        * (1.0 + rules.workplace)
    )
    spend(world, record, Account.MANAGERS, managers, "managers", "")
    spend(world, record, Account.OVERHEADS, firm.overheads, "overheads", "")
    revenue = 0
    for client in world.clients.values():
        if not client.lost:
            revenue += client.revenue
            earn(world, record, Account.REVENUE_CLIENTS, client.revenue, "fees", client.id)
    if firm.insured:
        premium = whole(rules.insurance_premium * revenue)
        spend(world, record, Account.INSURANCE, premium, "insurance", "")
    if world.cash < 0:
        due = whole(-world.cash * rules.interest * months / 12.0)
        spend(world, record, Account.INTEREST, due, "interest", "")
