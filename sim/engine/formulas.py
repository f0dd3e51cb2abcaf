"""The formulas of the model: numbers in, numbers out, no state.

Phases, forecasts and explanations share them. The docstrings give the source of each formula's
form; the rule book gives the sources of the coefficients. A function that returns "effort" returns
a factor on the hours that a standard hour takes.
"""

from sim.engine.numbers import clamp, exp, line, log2, power, root
from sim.model.rules import Rules
from sim.model.vocabulary import Hours, Kind, Mode, Oversight, Sla

COCOMO_TURNOVER = ((0.03, 0.81), (0.06, 0.90), (0.12, 1.00), (0.24, 1.12), (0.48, 1.29))
"""(annual turnover, effort): the PCON table of COCOMO II (see `sources.toml`)."""


def capability(rules: Rules, skill: float, complexity: float) -> float:
    """Effort by skill less complexity: worst a span below zero, best a span above.

    Form: COCOMO II's programmer capability, 1.34 to 0.76, as two straight lines.
    """
    gap = skill - complexity
    if gap < 0.0:
        return 1.0 + (rules.capability_worst - 1.0) * min(1.0, gap / -rules.capability_span)
    return 1.0 - (1.0 - rules.capability_best) * min(1.0, gap / rules.capability_span)


def distance_effort(rules: Rules, distance: float, coupling: float) -> float:
    """Effort by distance and coupling; COCOMO II's SITE gives 1.42 when both are 1."""
    return 1.0 + rules.distance_effort * distance * coupling


def wait(
    rules: Rules, distance: float, hours_apart: float, coupling: float, complexity: float
) -> float:
    """Elapsed over working time: answers take longer across distance (Herbsleb & Mockus 2003).

    Part of it comes from having few working hours in common; each hour of time difference takes
    some of them (Chauvin, Choudhury & Fang). Routine work waits far less.
    """
    apart = min(1.0, rules.talk_lost * hours_apart)
    apart = (1.0 - rules.zone_share) * distance + rules.zone_share * apart
    return 1.0 + rules.distance_wait * apart * coupling * (
        rules.wait_routine + (1.0 - rules.wait_routine) * complexity
    )


def turnover(annual: float) -> float:
    """Effort by the share of people who leave in a year (COCOMO II's PCON)."""
    return line(COCOMO_TURNOVER, annual)


def learning(rules: Rules, need: float, experience: float) -> float:
    """Effort of outsiders by what they still have to learn about the firm.

    The excess over 1 falls along a learning curve: by the factor `learning_rate` with each doubling
    of experience (Wright 1936).

    Args:
        rules: The coefficients.
        need: Firm-specific knowledge that the task needs, 0..1.
        experience: Hours per head spent on it so far.
    """
    if need <= 0.0:
        return 1.0
    rest = power(1.0 + experience / rules.learning_hours, log2(rules.learning_rate))
    return 1.0 + rules.learning_effort * need * rest


def settled(rules: Rules, need: float, knowledge: float) -> float:
    """Effort of the firm's own people, who know what the firm knows."""
    return 1.0 + rules.learning_effort * need * (1.0 - knowledge)


def scope(rules: Rules, clarity: float, hours: float, u: float) -> float:
    """Hours that a project really takes, as a multiple of those specified.

    Most projects take a little less, a few many times as much, above all large unclear ones: a fat
    tail (Flyvbjerg & Budzier 2011).

    Args:
        rules: The coefficients.
        clarity: Clarity of the specification, 0..1.
        hours: Specified standard hours.
        u: A uniform draw.
    """
    unclear = (1.0 - clarity) * hours / (hours + rules.scope_hours)
    return 1.0 + unclear * (rules.scope_growth * power(u, rules.scope_tail) - rules.scope_trim)


def nominal_turns(rules: Rules, hours: float, turn_months: float) -> float:
    """Turns that a project takes without hurry (COCOMO's form: a power of its size)."""
    months = hours / (rules.paid_hours_month * rules.productive_share)
    nominal = rules.schedule_months * power(months, rules.schedule_power)
    return max(rules.schedule_least, nominal) / turn_months


def rush(rules: Rules, available: float, nominal: float) -> float:
    """Effort by schedule pressure: 1 in the nominal time, `rush_effort` in `rush_limit` of it."""
    ratio = available / nominal
    if ratio >= 1.0:
        return 1.0
    pressed = clamp((1.0 - ratio) / (1.0 - rules.rush_limit), 0.0, 1.0)
    return 1.0 + (rules.rush_effort - 1.0) * pressed


def vendor_size(rules: Rules, hours_month: float) -> float:
    """Effort of a vendor by the volume of steady work: scale and process pay off."""
    return 1.0 - rules.vendor_scale * (1.0 - exp(-hours_month / rules.vendor_scale_hours))


def night(rules: Rules, hours: Hours, hours_apart: float) -> float:
    """Effort of round-the-clock work; the premium is saved where a distant zone takes the night."""
    if hours is Hours.DAY or hours_apart >= rules.awake_hours:
        return 1.0
    return 1.0 + rules.night_premium


def checked_hours(rules: Rules, attention: float, oversight: Oversight) -> float:
    """Share of a provider's hours that somebody checks, given the share of oversight given."""
    return min(1.0, attention * level(rules, oversight))


def level(rules: Rules, oversight: Oversight) -> float:
    """Managers' hours that an oversight level takes, as a multiple of the standard level."""
    if oversight is Oversight.STANDARD:
        return 1.0
    if oversight is Oversight.CLOSE:
        return rules.level_close
    return rules.level_light if oversight is Oversight.LIGHT else 0.0


def oversight_hours(
    rules: Rules, kind: Kind, mode: Mode, heads: float, distance: float, knowledge: float
) -> float:
    """Managers' hours a month that an engagement needs at the standard level, before trust."""
    if kind is Kind.TEAM:
        fixed, each = rules.contract_hours_team, rules.head_hours_team
    elif kind is Kind.FREELANCER:
        fixed, each = rules.contract_hours_freelancer, rules.head_hours_freelancer
    elif kind is Kind.SITE:
        fixed, each = rules.contract_hours_site, rules.head_hours_site
    else:
        abroad = mode is Mode.OFFSHORE
        fixed = rules.contract_hours_abroad if abroad else rules.contract_hours_vendor
        each = rules.head_hours_vendor
    return fixed + each * heads * (1.0 + distance) * (1.0 + knowledge)


def briefing_hours(rules: Rules, kind: Kind, mode: Mode) -> float:
    """Managers' hours to choose, contract and brief a provider for one piece of work."""
    if kind is Kind.TEAM:
        return rules.brief_team
    if kind is Kind.FREELANCER:
        return rules.brief_freelancer
    if kind is Kind.SITE:
        return rules.brief_site_task
    return rules.brief_abroad if mode is Mode.OFFSHORE else rules.brief_vendor


def talks_hours(rules: Rules) -> float:
    """Managers' hours to negotiate a renewal or outside work."""
    return rules.brief_freelancer


def detection_cap(rules: Rules, kind: Kind, sla: Sla) -> float:
    """The largest share of defects that oversight can find, by kind and service level."""
    if kind is Kind.TEAM:
        return rules.detection_team
    if kind is Kind.SITE:
        return rules.detection_site
    if kind is Kind.FREELANCER:
        return rules.detection_freelancer
    return min(1.0, rules.detection_vendor + rules.sla_detection * sla.steps)


def detection(
    rules: Rules,
    kind: Kind,
    sla: Sla,
    attention: float,
    oversight: Oversight,
    knowledge: float,
    complexity: float,
) -> float:
    """Share of defects that oversight finds before delivery, 0..1.

    Args:
        rules: The coefficients.
        kind: Kind of provider.
        sla: The service level in the contract.
        attention: Share of the promised oversight that is given.
        oversight: The promised level.
        knowledge: The firm's knowledge of the discipline, 0..1.
        complexity: Complexity of the work, 0..1.
    """
    return (
        detection_cap(rules, kind, sla)
        * looked_at(rules, attention, level(rules, oversight))
        * sighted(rules, knowledge, complexity)
    )


def handover_loss(rules: Rules, knowledge: float) -> float:
    """Share of the work done on a project that is lost when it changes hands.

    Args:
        rules: The coefficients.
        knowledge: Firm-specific knowledge that the task needs, 0..1.
    """
    return rules.handover_loss + rules.handover_knowledge * knowledge


def coordination_share(rules: Rules, coupling: float) -> float:
    """Hours of coordination at home per hour of work at distance 1."""
    return rules.coordination_base + rules.coordination_coupling * coupling


def looked_at(rules: Rules, attention: float, oversight: float) -> float:
    """Share of the detection cap that is reached, by attention times oversight level."""
    return 1.0 - exp(-rules.review_strength * attention * oversight)


def sighted(rules: Rules, knowledge: float, complexity: float) -> float:
    """Share of detection left by lack of knowledge: judging complex work takes knowing it.

    Anybody can judge simple work; the more complex it is, the more knowledge that takes.
    """
    return 1.0 - (1.0 - rules.blind_detection) * (1.0 - knowledge) * complexity


def defect_rate(
    rules: Rules,
    capable: float,
    complexity: float,
    care: float,
    distance: float,
    coupling: float,
    interest: float,
) -> float:
    """Material defects per standard hour.

    Args:
        rules: The coefficients.
        capable: Effort by capability (`capability`).
        complexity: Complexity of the work, 0..1.
        care: Product of the effort by schedule pressure and by a vendor's process.
        distance: Distance of the provider, 0..1.
        coupling: Coupling of the work, 0..1.
        interest: Misalignment that oversight leaves (`misaligned`), 0..1.
    """
    return (
        rules.defect_rate
        * power(capable, rules.defect_capability)
        * (1.0 + rules.defect_complexity * (complexity - 0.5))
        * care
        * (1.0 + rules.defect_distance * distance * coupling)
        * (1.0 + rules.defect_misaligned * interest)
    )


def misaligned(
    rules: Rules,
    alignment: float,
    performance: bool,
    clarity: float,
    sla: Sla,
    watched: float,
    strain: float,
) -> float:
    """Misalignment of interests that contract and oversight leave, 0..1.

    Args:
        rules: The coefficients.
        alignment: How far the provider's interests match the firm's, 0..1.
        performance: Whether a bonus depends on the result.
        clarity: Clarity of the specification, 0..1; a bonus can only reward what is specified.
        sla: The service level.
        watched: Share of standard oversight that is given, at most 1.
        strain: How far cost exceeds the price, as a share. A provider that loses money on the work
            cuts corners, and oversight does not mend that.
    """
    gap = 1.0 - alignment
    if performance:
        gap *= 1.0 - rules.performance_care * clarity
    gap *= 1.0 - rules.sla_care * sla.steps
    gap *= 1.0 - rules.watched_interest * watched
    return clamp(gap + rules.strain_interest * strain, 0.0, 1.0)


def late_cost(rules: Rules, u: float) -> float:
    """Cost of a defect found late, as a multiple of one found early: 5 to 100, rarely high."""
    span = rules.late_cost_high / rules.late_cost_low
    return rules.late_cost_low * power(span, power(u, rules.late_cost_tail))


def seen(rules: Rules, visibility: float) -> float:
    """Share of a late defect's cost that is incurred, by how much customers see of the work."""
    return rules.visibility_base + (1.0 - rules.visibility_base) * visibility


def loaded_wage(rules: Rules, wage: float) -> float:
    """Cost of a productive hour of own people: wage, benefits, workplace, unproductive time."""
    return wage * (1.0 + rules.benefits) * (1.0 + rules.workplace) / rules.productive_share


def vendor_rate(rules: Rules) -> float:
    """A home vendor's hourly price in multiples of the wage: it hires on the same market."""
    return rules.rate_vendor * loaded_wage(rules, 1.0)


def effective_week(rules: Rules, weekly_hours: float) -> float:
    """Output of a working week in hours: proportional at first, then less (Pencavel 2014)."""
    full, end = rules.full_output_week, rules.no_output_week
    if weekly_hours <= full:
        return weekly_hours
    beyond = min(weekly_hours, end) - full
    return full + beyond - beyond * beyond / (2.0 * (end - full))


def productive_hours(rules: Rules, turn_months: float) -> float:
    """Productive hours of one experienced head in a turn."""
    return rules.paid_hours_month * rules.productive_share * turn_months


def delivered_quality(
    rules: Rules, skill_gap: float, faults: float, hours: float, stranger: float, visibility: float
) -> float:
    """Quality of work as the customer sees it, 0..100.

    Args:
        rules: The coefficients.
        skill_gap: Skill less complexity.
        faults: Defects that surfaced.
        hours: Standard hours in which they surfaced.
        stranger: How much of a stranger customers deal with (`stranger`), 0..1.
        visibility: Visibility of the work, 0..1.
    """
    craft = rules.craft_quality * clamp(skill_gap, -rules.capability_span, rules.capability_span)
    strange = rules.front_office_drop * stranger * visibility * visibility
    faulty = fault_points(rules, faults, hours)
    return clamp(rules.base_quality + craft - faulty - strange, 0.0, 100.0)


def fault_points(rules: Rules, faults: float, hours: float) -> float:
    """Points of quality lost to faults in `hours` standard hours of work, at most `fault_worst`."""
    return min(
        rules.fault_worst, rules.fault_quality * 100.0 * faults / max(hours, rules.fault_hours)
    )


def served_quality(quality: float, service: float) -> float:
    """Quality as customers see it, 0..100, if only a share of the service is given."""
    return quality * root(service)


def dropout_chance(rules: Rules, months: float, reliability: float, proven: bool) -> float:
    """Probability that a freelancer drops out within `months` months of work.

    Args:
        rules: The coefficients.
        months: Months of work.
        reliability: Reliability of the freelancer, 0..1.
        proven: Whether the freelancer has worked for the firm before.
    """
    unreliable = rules.middling_reliability - reliability
    chance = rules.dropout_month * months * (1.0 + rules.dropout_unreliable * unreliable)
    return chance * rules.dropout_proven if proven else chance


def failure_chance(rules: Rules, months: float, health: float) -> float:
    """Probability that a vendor fails within `months` months, by its financial health (0..1)."""
    sickly = rules.middling_health - health
    return rules.vendor_failure_year * months / 12.0 * (1.0 + rules.failure_unhealthy * sickly)


def short_hours(rules: Rules, asked: float, service: float) -> float:
    """Hours of a service that call for a stopgap: those missing beyond what is tolerated.

    Args:
        rules: The coefficients.
        asked: Standard hours asked for.
        service: Share of them that is given, 0..1.
    """
    return max(0.0, 1.0 - service - rules.shortfall_tolerance) * asked


def bonus_due(rules: Rules, service: float, quality: float) -> bool:
    """Whether a performance bonus is due, by the share of the service given and its quality."""
    return service * quality >= 100.0 * rules.performance_level


def agreed_level(rules: Rules, sla: Sla) -> float:
    """The share of a service, and of full quality, that an SLA with service credits asks for."""
    return rules.sla_level_strict if sla is Sla.STRICT else rules.sla_level_standard


def quality_missed(rules: Rules, sla: Sla, service: float, quality: float) -> bool:
    """Whether a service missed its agreed level by its quality, not by the share given."""
    level = agreed_level(rules, sla)
    return service >= level and quality < 100.0 * level


def shortfall_hour(rules: Rules, loaded: float, core: float, value: float) -> float:
    """Cost of an hour of service that is not given, on top of its lost pay, in minor units.

    Args:
        rules: The coefficients.
        loaded: The discipline's loaded wage at home, per hour.
        core: How much the firm lives from the work, 0..1.
        value: Pay for an hour of the service, which is lost anyway.
    """
    stopgap = rules.shortfall_cost * loaded * (rules.shortfall_base + core)
    return max(rules.shortfall_least * loaded, stopgap - value)


def stranger(rules: Rules, kind: Kind) -> float:
    """How much of a stranger customers deal with: 0 for home teams, 1 for vendors and sites."""
    if kind is Kind.TEAM:
        return 0.0
    return rules.stranger_freelancer if kind is Kind.FREELANCER else 1.0


def quality_weight(rules: Rules, hours: float, visibility: float) -> float:
    """Weight of a task's quality: its hours times how much customers see of it."""
    return hours * (rules.quality_unseen + (1.0 - rules.quality_unseen) * visibility)


def teaches(rules: Rules, need: float) -> float:
    """Weight of an hour of work for the firm's knowledge of its discipline.

    An hour of wholly firm-specific work (`need` 1) counts as one, an hour of routine work (0) as
    `knowledge_routine`.
    """
    return rules.knowledge_routine + (1.0 - rules.knowledge_routine) * need


def knowledge_moves(
    rules: Rules, known: float, inside: float, outside: float
) -> tuple[float, float]:
    """Monthly change of a discipline's knowledge by inside work (>= 0) and outside work (<= 0).

    Args:
        rules: The coefficients.
        known: The firm's knowledge, 0..1.
        inside: Hours done inside, weighted by `teaches`.
        outside: Hours done outside, weighted alike; the sum of both must be positive.
    """
    share = inside / (inside + outside)
    grow = rules.knowledge_growth * share * (1.0 - known)
    return grow, -rules.knowledge_fade * (1.0 - share) * known


def holdup(rules: Rules, knowledge: float, need: float, trust: float) -> float:
    """Price rise that a vendor can demand at renewal, as a share of the price.

    A firm that knows the field can move generic work elsewhere; firm-specific work binds it, since
    only the vendor has learned that by then (asset specificity, Williamson 1985).

    Args:
        rules: The coefficients.
        knowledge: The firm's knowledge of the discipline, 0..1.
        need: Firm-specific knowledge that the work needs, 0..1.
        trust: Trust in the vendor, 0..1.
    """
    bound = 1.0 - knowledge * (1.0 - need)
    return rules.holdup_limit * bound * (1.0 - rules.holdup_trust * trust)
