"""The formulas of the model: numbers in, numbers out, no state.

Phases, forecast and explanations share them. Sources of the coefficients are in the rule book;
here stands the form of each law, and where it was found.
"""

from sim.engine.numbers import clamp, exp, line, log2, power, root
from sim.model.rules import Rules
from sim.model.vocabulary import Hours, Kind, Mode, Oversight, Sla

COCOMO_TURNOVER = ((0.03, 0.81), (0.06, 0.90), (0.12, 1.00), (0.24, 1.12), (0.48, 1.29))
"""Effort by turnover a year: the table PCON of COCOMO II (in `sources.toml`), not ours."""


def capability(rules: Rules, skill: float, complexity: float) -> float:
    """Effort by skill against complexity: worst a span below, best a span above.

    Form: COCOMO II's programmer capability, 1.34 to 0.76, drawn as two straight lines.
    """
    gap = skill - complexity
    if gap < 0.0:
        return 1.0 + (rules.capability_worst - 1.0) * min(1.0, gap / -rules.capability_span)
    return 1.0 - (1.0 - rules.capability_best) * min(1.0, gap / rules.capability_span)


def distance_effort(rules: Rules, distance: float, coupling: float) -> float:
    """Effort by distance and coupling; COCOMO II SITE gives 1.42 for both at full."""
    return 1.0 + rules.distance_effort * distance * coupling


def wait(
    rules: Rules, distance: float, hours_apart: float, coupling: float, complexity: float
) -> float:
    """Elapsed over working time: answers take longer across distance (Herbsleb & Mockus 2003).

    A part of it is for want of hours together, of which each hour of time zone takes some
    (Chauvin, Choudhury & Fang). Routine work waits far less.
    """
    apart = min(1.0, rules.talk_lost * hours_apart)
    apart = (1.0 - rules.zone_share) * distance + rules.zone_share * apart
    return 1.0 + rules.distance_wait * apart * coupling * (
        rules.wait_routine + (1.0 - rules.wait_routine) * complexity
    )


def turnover(annual: float) -> float:
    """Effort by the share of people who leave in a year (COCOMO II PCON)."""
    return line(COCOMO_TURNOVER, annual)


def learning(rules: Rules, need: float, experience: float) -> float:
    """Effort by what is still to be learned of this firm.

    Args:
        rules: The coefficients.
        need: Firm-specific knowledge that the task asks for, 0..1.
        experience: Hours for each head spent on it so far.

    The excess falls along a learning curve: to `learning_rate` with each doubling of experience
    (Wright 1936).
    """
    if need <= 0.0:
        return 1.0
    rest = power(1.0 + experience / rules.learning_hours, log2(rules.learning_rate))
    return 1.0 + rules.learning_effort * need * rest


def settled(rules: Rules, need: float, knowledge: float) -> float:
    """Effort of own people, who know what the firm knows."""
    return 1.0 + rules.learning_effort * need * (1.0 - knowledge)


def scope(rules: Rules, clarity: float, hours: float, u: float) -> float:
    """How many times its specification a project really takes.

    Most take a little less, a few many times as much, and large unclear ones most of all: a fat
    tail (Flyvbjerg & Budzier 2011).

    Args:
        rules: The coefficients.
        clarity: Of the specification, 0..1.
        hours: Standard hours that it names.
        u: A uniform draw.
    """
    unclear = (1.0 - clarity) * hours / (hours + rules.scope_hours)
    return 1.0 + unclear * (rules.scope_growth * power(u, rules.scope_tail) - rules.scope_trim)


def nominal_turns(rules: Rules, hours: float, turn_months: float) -> float:
    """Turns that a project takes when nobody hurries (form of COCOMO: a power of its size)."""
    months = hours / (rules.paid_hours_month * rules.productive_share)
    nominal = rules.schedule_months * power(months, rules.schedule_power)
    return max(rules.schedule_least, nominal) / turn_months


def rush(rules: Rules, available: float, nominal: float) -> float:
    """Effort by schedule pressure: 1 at nominal time, `rush_effort` at `rush_limit` of it."""
    ratio = available / nominal
    if ratio >= 1.0:
        return 1.0
    pressed = clamp((1.0 - ratio) / (1.0 - rules.rush_limit), 0.0, 1.0)
    return 1.0 + (rules.rush_effort - 1.0) * pressed


def vendor_size(rules: Rules, hours_month: float) -> float:
    """Effort of a vendor by the size of steady work: scale and process."""
    return 1.0 - rules.vendor_scale * (1.0 - exp(-hours_month / rules.vendor_scale_hours))


def night(rules: Rules, hours: Hours, hours_apart: float) -> float:
    """Effort of round-the-clock work where no place is awake while the other sleeps."""
    if hours is Hours.DAY or hours_apart >= rules.awake_hours:
        return 1.0
    return 1.0 + rules.night_premium


def level(rules: Rules, oversight: Oversight) -> float:
    """How much is asked of managers, against standard."""
    if oversight is Oversight.STANDARD:
        return 1.0
    if oversight is Oversight.CLOSE:
        return rules.level_close
    return rules.level_light if oversight is Oversight.LIGHT else 0.0


def oversight_hours(
    rules: Rules, kind: Kind, mode: Mode, heads: float, distance: float, knowledge: float
) -> float:
    """Managers' hours a month that an engagement wants at the standard level, without trust."""
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
    """Managers' hours of talks to renew a contract, or to take on outside work."""
    return rules.brief_freelancer


def detection_cap(rules: Rules, kind: Kind, sla: Sla) -> float:
    """Most of the defects that oversight can find, by mode and contract."""
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
    """Share of the defects made that oversight finds before they leave the house, 0..1.

    Args:
        rules: The coefficients.
        kind: Who does the work.
        sla: What the contract says of service levels.
        attention: Share of the promised oversight that is given.
        oversight: The level that is promised.
        knowledge: What the firm knows of the discipline, 0..1.
        complexity: Of the work, 0..1.
    """
    return (
        detection_cap(rules, kind, sla)
        * looked_at(rules, attention, level(rules, oversight))
        * sighted(rules, knowledge, complexity)
    )


def handover_loss(rules: Rules, knowledge: float) -> float:
    """Share of what was done on a project that is lost when it changes hands.

    Args:
        rules: The coefficients.
        knowledge: How much the work takes knowing the firm, 0..1.
    """
    return rules.handover_loss + rules.handover_knowledge * knowledge


def coordination_share(rules: Rules, coupling: float) -> float:
    """Hours of coordination at home for an hour of work at full distance."""
    return rules.coordination_base + rules.coordination_coupling * coupling


def looked_at(rules: Rules, attention: float, oversight: float) -> float:
    """Share of the detection cap that attention times level reaches."""
    return 1.0 - exp(-rules.review_strength * attention * oversight)


def sighted(rules: Rules, knowledge: float, complexity: float) -> float:
    """Share of detection by own knowledge: who has forgotten how it is done cannot judge it.

    Simple work can be judged by anybody; the more complex it is, the more knowledge it takes.
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
    """Material defects in a standard hour.

    Args:
        rules: The coefficients.
        capable: The effort factor of capability, 1 at middling.
        complexity: Of the work, 0..1.
        care: How it is done: the effort factors of schedule pressure and of a vendor's process.
        distance: Of the provider, 0..1.
        coupling: Of the work, 0..1.
        interest: Misalignment of interest that oversight leaves, 0..1.
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
    """Misalignment of interest under the contract that oversight leaves, 0..1.

    Args:
        rules: The coefficients.
        alignment: How far the provider's interest is the firm's, 0..1.
        performance: Whether a bonus hangs on the result.
        clarity: Of the specification, 0..1: what is not written cannot be paid for.
        sla: The service level.
        watched: Share of standard oversight that is given, at most 1.
        strain: How far the price is below the cost, as a share: who loses by the hour saves where
            nobody looks, and oversight does not mend that.
    """
    gap = 1.0 - alignment
    if performance:
        gap *= 1.0 - rules.performance_care * clarity
    gap *= 1.0 - rules.sla_care * sla.steps
    gap *= 1.0 - rules.watched_interest * watched
    return clamp(gap + rules.strain_interest * strain, 0.0, 1.0)


def late_cost(rules: Rules, u: float) -> float:
    """Cost of a defect found late against one found early: 5 to 100 times, the dear ones rare."""
    span = rules.late_cost_high / rules.late_cost_low
    return rules.late_cost_low * power(span, power(u, rules.late_cost_tail))


def seen(rules: Rules, visibility: float) -> float:
    """Share of a late defect's cost by how much customers see of the work."""
    return rules.visibility_base + (1.0 - rules.visibility_base) * visibility


def loaded_wage(rules: Rules, wage: float) -> float:
    """What an hour of work by own people costs: benefits, workplace and unproductive hours."""
    return wage * (1.0 + rules.benefits) * (1.0 + rules.workplace) / rules.productive_share


def vendor_rate(rules: Rules) -> float:
    """A vendor's price per hour at home, in wages: vendors employ people on the same market."""
    return rules.rate_vendor * loaded_wage(rules, 1.0)


def effective_week(rules: Rules, weekly_hours: float) -> float:
    """Output of a working week in hours: proportional, then falling off (Pencavel 2014)."""
    full, end = rules.full_output_week, rules.no_output_week
    if weekly_hours <= full:
        return weekly_hours
    beyond = min(weekly_hours, end) - full
    return full + beyond - beyond * beyond / (2.0 * (end - full))


def productive_hours(rules: Rules, turn_months: float) -> float:
    """Hours of work of one settled head in a turn."""
    return rules.paid_hours_month * rules.productive_share * turn_months


def delivered_quality(
    rules: Rules,
    skill_gap: float,
    faults: int,
    hours: float,
    stranger: float,
    visibility: float,
) -> float:
    """Quality as the customer meets it, 0..100.

    Args:
        rules: The coefficients.
        skill_gap: Skill less complexity.
        faults: Defects that surfaced.
        hours: Standard hours they are spread over.
        stranger: 1 for outside parties and places abroad, 0 for own people at home.
        visibility: Of the work, 0..1.
    """
    craft = rules.craft_quality * clamp(skill_gap, -rules.capability_span, rules.capability_span)
    strange = rules.front_office_drop * stranger * visibility * visibility
    faulty = fault_points(rules, faults, hours)
    return clamp(rules.base_quality + craft - faulty - strange, 0.0, 100.0)


def fault_points(rules: Rules, faults: float, hours: float) -> float:
    """Points of quality that faults take off work of so many standard hours; there is a worst."""
    return min(
        rules.fault_worst, rules.fault_quality * 100.0 * faults / max(hours, rules.fault_hours)
    )


def served_quality(quality: float, service: float) -> float:
    """Quality of a service of which only a share is given, as its customers meet it, 0..100."""
    return quality * root(service)


def dropout_chance(rules: Rules, months: float, reliability: float, proven: bool) -> float:
    """Probability that a freelancer leaves in the middle, in so many months.

    Args:
        rules: The coefficients.
        months: Of work.
        reliability: Of the freelancer, 0..1.
        proven: Whether the freelancer has worked for the firm before.
    """
    unreliable = rules.middling_reliability - reliability
    chance = rules.dropout_month * months * (1.0 + rules.dropout_unreliable * unreliable)
    return chance * rules.dropout_proven if proven else chance


def failure_chance(rules: Rules, months: float, health: float) -> float:
    """Probability that a vendor of such financial health (0..1) goes under in so many months."""
    sickly = rules.middling_health - health
    return rules.vendor_failure_year * months / 12.0 * (1.0 + rules.failure_unhealthy * sickly)


def shortfall_hour(rules: Rules, loaded: float, core: float, value: float) -> float:
    """What an hour of service that is not given costs besides its pay (minor units).

    Args:
        rules: The coefficients.
        loaded: The loaded wage of the discipline at home, an hour.
        core: How much the firm lives from the work, 0..1.
        value: What an hour of the service is paid, and is lost already.
    """
    makeshift = rules.shortfall_cost * loaded * (rules.shortfall_base + core)
    return max(rules.shortfall_least * loaded, makeshift - value)


def stranger(rules: Rules, kind: Kind) -> float:
    """How much of a stranger customers meet: 0 for own people at home, 1 for vendors and sites."""
    if kind is Kind.TEAM:
        return 0.0
    return rules.stranger_freelancer if kind is Kind.FREELANCER else 1.0


def quality_weight(rules: Rules, hours: float, visibility: float) -> float:
    """How much the quality of work counts: its hours, and how much customers see of it."""
    return hours * (rules.quality_unseen + (1.0 - rules.quality_unseen) * visibility)


def teaches(rules: Rules, need: float) -> float:
    """How much an hour of work moves what the firm knows of its discipline.

    An hour of wholly firm-specific work (`need` 1) counts as one, an hour of routine work that asks
    for nothing of the kind (0) as `knowledge_routine`.
    """
    return rules.knowledge_routine + (1.0 - rules.knowledge_routine) * need


def knowledge_moves(
    rules: Rules, known: float, inside: float, outside: float
) -> tuple[float, float]:
    """What a month adds to a discipline's knowledge by work inside, and takes by work outside.

    Args:
        rules: The coefficients.
        known: What the firm knows of it, 0..1.
        inside: Hours done inside, each weighed by what it teaches; with those outside, over zero.
        outside: Likewise those done outside.
    """
    share = inside / (inside + outside)
    grow = rules.knowledge_growth * share * (1.0 - known)
    return grow, -rules.knowledge_fade * (1.0 - share) * known


def holdup(rules: Rules, knowledge: float, need: float, trust: float) -> float:
    """Price rise that a vendor can ask for at renewal, bounded by the cost of switching.

    What frees a firm from its vendor is that others could do the work. Knowing the field helps with
    work that asks for nothing else; what is specific to the firm only the vendor has learned by
    then (asset specificity, Williamson 1985).

    Args:
        rules: The coefficients.
        knowledge: What the firm knows of the discipline, 0..1.
        need: Firm-specific knowledge that the work asks for, 0..1.
        trust: In the vendor, 0..1.
    """
    bound = 1.0 - knowledge * (1.0 - need)
    return rules.holdup_limit * bound * (1.0 - rules.holdup_trust * trust)
