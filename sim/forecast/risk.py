"""What may go wrong with an engagement, and what that is expected to cost."""

from typing import Final

from sim.engine import contracts, formulas, luck
from sim.engine.losses import deductible, insurance, limits
from sim.engine.phases import oversee
from sim.forecast.belief import believe, believed_alignment, health_range
from sim.forecast.outcomes import Watch
from sim.model.rules import Rules
from sim.model.spec import Task
from sim.model.vocabulary import Clause, Kind, Oversight, Pricing, TaskKind
from sim.model.world import Engagement, Observation

MEAN_SEVERITY: Final = 0.736
"""The quantile at which a late defect costs about its mean."""


class Case:
    """One state of the world that beliefs allow."""

    def __init__(
        self, skill: float, scope: float, severity: float, attention: float, pressed: float
    ) -> None:
        self.skill = skill
        self.scope = scope
        self.severity = severity
        """Quantile of a late defect's cost."""
        self.attention = attention
        self.pressed = pressed
        """Share of a provider's demands that a locked-in firm ends up paying."""


NUMBERS: Final = tuple((place + 0.5) / 10.0 for place in range(10))
"""Quantiles at which the number of a turn's faults is looked at."""

SEVERITIES: Final = tuple((place + 0.5) / 5.0 for place in range(5))
"""Quantiles at which their cost is looked at."""


class Turn:
    """How a turn of a service may turn out, or a project."""

    def __init__(self, chance: float, faults: int, service: float, quality: float) -> None:
        self.chance = chance
        self.faults = faults
        """Faults that come to light."""
        self.service = service
        """Share of the service that is given."""
        self.quality = quality
        """Quality as customers meet it, 0..100."""


class Cover:
    """What each clause of a contract, and the insurance, pay of a turn's loss from faults, in the
    order of `sim.engine.losses.recover` (minor units)."""

    def __init__(self, facts: Observation, engagement: Engagement, spec: Task) -> None:
        rules, most = facts.rules, limits(facts, engagement)
        self.rules = rules
        self.credit = most.get(Clause.SERVICE_CREDIT, 0.0)
        """The most that a service credit gives back; 0 where there is none, as below."""
        self.warranty = most.get(Clause.WARRANTY, 0.0)
        self.warranted = 1.0 - rules.refund_share * spec.visibility
        """Share of the loss that is the cost of repairs under warranty."""
        self.itself = 1.0 - rules.subcontracts if engagement.kind is Kind.VENDOR else 1.0
        """Share of the work that the provider does itself."""
        self.liability = most.get(Clause.LIABILITY, 0.0)
        self.insured = facts.scenario.firm.insured
        self.deductible = deductible(facts)
        """What the insurance leaves of each loss."""

    @property
    def any(self) -> bool:
        """Whether anything pays."""
        return self.insured or self.credit + self.warranty + self.liability > 0.0

    def left(self, loss: float, missed: bool) -> float:
        """What is left of a loss.

        Args:
            loss: A turn's loss from faults.
            missed: Whether the agreed level of service was missed by quality.
        """
        rules = self.rules
        repairs = loss * self.warranted
        if missed:
            loss -= min(loss, self.credit)
        if self.warranty > 0.0:
            loss -= self.itself * min(loss, rules.warranty_share * repairs, self.warranty)
        if self.liability > 0.0:
            loss -= min(rules.liability_share * loss, self.liability)
        if self.insured:
            loss -= insurance(rules, loss, self.deductible)[1]
        return loss


class Risk:
    """What may go wrong with an engagement, as far as it is the same in all cases."""

    def __init__(
        self,
        facts: Observation,
        engagement: Engagement,
        alignment: float,
        attention: float,
        oversight: Oversight,
    ) -> None:
        """Work out what does not depend on the case.

        Args:
            facts: What is known.
            engagement: As it would be signed, or as it runs.
            alignment: Alignment of the provider's interest, 0..1.
            attention: Share of the wanted oversight that is given.
            oversight: How closely it is watched.
        """
        rules, terms = facts.rules, engagement.terms
        spec = facts.tasks[engagement.task].spec
        self.facts = facts
        self.engagement = engagement
        self.spec = spec
        self.interest = formulas.misaligned(
            rules,
            alignment,
            terms.pricing is Pricing.PERFORMANCE,
            spec.clarity,
            terms.sla,
            formulas.checked_hours(rules, attention, oversight),
            0.0,
        )
        """Factor on defects from the provider's own interest."""
        self.found = formulas.detection(
            rules,
            engagement.kind,
            terms.sla,
            attention,
            oversight,
            facts.knowledge[spec.discipline],
            spec.complexity,
        )
        """Share of the defects that is found before delivery."""
        self.hour = formulas.loaded_wage(rules, facts.wages[spec.discipline])
        """The loaded wage of the discipline."""
        self.cover = Cover(facts, engagement, spec)
        self.seen = formulas.seen(rules, spec.visibility)
        """Share of a fault's cost that is incurred."""
        self.costs = tuple(_each(rules, self.hour, self.seen, severity) for severity in SEVERITIES)
        """Loss from a fault at each of `SEVERITIES` (minor units)."""
        self.frail = 0.0
        """The provider's health (a vendor) or reliability (a freelancer), as believed."""
        self.advance = 0.0
        """Advance payment lost if a provider is gone (minor units)."""
        provider = facts.providers.get(engagement.provider)
        if provider is not None and provider.kind is Kind.VENDOR:
            low, high = health_range(rules, provider)
            self.frail = (low + high) / 2.0
        elif provider is not None:
            self.frail = believe(facts, provider.id, "reliability").mean
            if _paid_ahead(spec, engagement):  # less work done by then, equally likely at any point
                self.advance = contracts.first_part(facts, engagement) * rules.upfront / 2.0

    def faults(self, case: Case, standard: float) -> float:
        """The number of faults that come to light in `standard` standard hours of work."""
        rules, spec, engagement = self.facts.rules, self.spec, self.engagement
        rate = formulas.defect_rate(
            rules,
            formulas.capability(rules, case.skill, spec.complexity),
            spec.complexity,
            engagement.care,
            engagement.distance,
            spec.coupling,
            self.interest,
        )
        return rate * standard * (1.0 - self.found)

    @property
    def by_turn(self) -> bool:
        """Whether money depends on how single turns turn out: what is recovered, or a bonus."""
        bonus = self.engagement.terms.pricing is Pricing.PERFORMANCE
        return bonus or self.cover.any

    def turns(
        self, case: Case, faults: float, standard: float, service: float
    ) -> "tuple[Turn, ...]":
        """How a turn of a service may turn out, or a project, by the number of faults.

        Args:
            case: The state of the world.
            faults: Faults that come to light on average.
            standard: Standard hours of the work.
            service: Share of a service that is given; 1 for a project.
        """
        rules, spec = self.facts.rules, self.spec
        share = rules.acceptance_share if spec.kind is TaskKind.PROJECT else 1.0
        strange = formulas.stranger(rules, self.engagement.kind)
        gap = case.skill - spec.complexity
        found = []
        for number, times in luck.counts(faults, NUMBERS):
            met = formulas.delivered_quality(
                rules, gap, number * share, standard, strange, spec.visibility
            )
            quality = formulas.served_quality(met, service)
            found.append(Turn(times / len(NUMBERS), number, service, quality))
        return tuple(found)

    def losses(self, case: Case, faults: float, turns: float, likely: "tuple[Turn, ...]") -> float:
        """Losses borne from faults and from losing the provider (minor units).

        Args:
            case: The state of the world.
            faults: Faults that come to light.
            turns: Length of the work.
            likely: How single turns may turn out; none if nothing depends on it.
        """
        loss = faults * _each(self.facts.rules, self.hour, self.seen, case.severity)
        if likely:
            loss *= self._share_borne(likely)
        return loss + self._gone(turns * self.facts.scenario.turn_months)

    def _share_borne(self, likely: "tuple[Turn, ...]") -> float:
        """Share of losses from faults that is left after each clause has paid its part."""
        rules, sla, cover = self.facts.rules, self.engagement.terms.sla, self.cover
        project = self.spec.kind is TaskKind.PROJECT
        some = any(turn.faults for turn in likely)  # else as if each turn had one
        lost = borne = 0.0
        for turn in likely:
            missed = project or formulas.quality_missed(rules, sla, turn.service, turn.quality)
            for each in self.costs:
                loss = each * (turn.faults if some else 1)
                lost += turn.chance * loss
                borne += turn.chance * cover.left(loss, missed)
        return borne / lost

    def _gone(self, months: float) -> float:
        """Expected cost of the provider dropping out or failing within `months` (minor units)."""
        rules = self.facts.rules
        provider = self.facts.providers.get(self.engagement.provider)
        if provider is None:
            return 0.0
        if provider.kind is Kind.VENDOR:
            chance = formulas.failure_chance(rules, months, self.frail)
            return min(1.0, chance) * rules.vendor_failure_hours * self.hour
        jobs = provider.jobs + (self.engagement.id not in self.facts.engagements)
        chance = min(1.0, formulas.dropout_chance(rules, months, self.frail, jobs > 1))
        return chance * (rules.dropout_hours * self.hour + self.advance)


def _each(rules: Rules, hour: float, seen: float, severity: float) -> float:
    """Loss from a fault of this severity (minor units)."""
    return rules.rework_hours * hour * formulas.late_cost(rules, severity) * seen


def _paid_ahead(spec: Task, engagement: Engagement) -> bool:
    """Whether part of the price is paid before the work, and not held in escrow."""
    terms = engagement.terms
    fixed = spec.kind is TaskKind.PROJECT and terms.pricing is Pricing.FIXED
    return fixed and not terms.escrow


def watch(facts: Observation, engagement: Engagement, level: Oversight) -> Watch:
    """What a level of oversight would cost and save in a turn, if managers had all hours wanted."""
    spec = facts.tasks[engagement.task].spec
    parties = max(1, len(facts.tasks[engagement.task].engagements))
    standard = spec.hours / parties
    if spec.kind is TaskKind.PROJECT:
        effort = engagement.quoted_hours / engagement.quoted_standard
        standard = min(standard, engagement.crew / engagement.wait / effort)
    alignment = believed_alignment(facts, engagement.provider)
    skill = believe(facts, engagement.provider, "skill").mean
    case = Case(skill, 1.0, MEAN_SEVERITY, 1.0, facts.rules.bargain_share)
    risk = Risk(facts, engagement, alignment, 1.0, level)
    faults = risk.faults(case, standard)
    likely = risk.turns(case, faults, standard, 1.0) if risk.by_turn else ()
    loss = risk.losses(case, faults, 1.0, likely)
    return Watch(oversee.hours_at(facts, engagement, level), loss, faults, standard)
