"""Phase 2: who is there. Hires arrive, people leave, freelancers drop out, vendors fail."""

from sim.engine import contracts, formulas, luck
from sim.engine.numbers import clamp, root, whole
from sim.engine.record import Failure, Record
from sim.model.report import HappeningKind
from sim.model.rules import Rules
from sim.model.vocabulary import EventKind, IncidentKind, Kind, Mode, TaskKind
from sim.model.world import Engagement, Facts, Hidden, TeamFacts, World


def staff(world: World, record: Record) -> None:
    """Update who is there, and the hours that teams can work."""
    for team in world.teams.values():
        _arrive(world, team, record)
        _leave(world, team, record)
        team.capacity = capacity(world, team)
        team.used = 0.0
        if record.staffed is not None:
            record.staffed[team.id] = team.copy()
    for engagement in list(world.engagements.values()):
        if engagement.kind is Kind.FREELANCER and not engagement.ended:
            _freelancer(world, engagement, record)
    for event in world.scenario.events:
        if event.turn == world.turn and event.kind is EventKind.VENDOR_FAILURE:
            fail_vendor(world, event.subject, record)
    _vendors(world, record)
    _backlash(world, record)


def _arrive(world: World, team: TeamFacts, record: Record) -> None:
    if not team.arriving:
        return
    heads = sum(number for turn, number in team.arriving if turn <= world.turn)
    if not heads:
        return
    team.arriving = tuple(item for item in team.arriving if item[0] > world.turn)
    team.heads += heads
    team.novices += heads * world.rules.novice_gap
    if record.heads is not None:
        record.heads.append(("hired", team.id, heads))
    if record.novices is not None:
        record.novices.append(("hired", team.id, heads * world.rules.novice_gap))
    kind = HappeningKind.SITE_READY if team.ready == world.turn else HappeningKind.HIRED
    record.tell(kind, team.id, amount=heads)


def quit_rate(world: World, team: TeamFacts) -> float:
    """Annual probability that a member of the team resigns."""
    rules = world.rules
    base = rules.attrition
    if team.location is not None:
        base = next(
            place.attrition for place in world.scenario.locations if place.id == team.location
        )
    low = max(0.0, rules.usual_morale - team.morale) / rules.usual_morale
    base *= 1.0 + rules.attrition_morale * low
    return clamp(
        base * (1.0 + rules.layoff_quits * 100.0 * min(team.downsized, rules.layoff_quits_most)),
        0.0,
        1.0,
    )


def _leave(world: World, team: TeamFacts, record: Record) -> None:
    rules = world.rules
    months = world.scenario.turn_months
    if team.heads == 0:
        return
    rate = quit_rate(world, team) * months / 12.0
    u = luck.uniform(world.secrets, "quit", team.id, world.turn)
    leavers = luck.share(team.heads, rate, u)
    annual = leavers / team.heads * 12.0 / months
    smooth = clamp(rules.turnover_smoothing * months, 0.0, 1.0)
    team.turnover += (annual - team.turnover) * smooth
    if leavers:
        share = leavers / team.heads
        depart(team, leavers, "resigned", record)
        world.totals.quits += leavers
        if team.kind is Kind.TEAM:
            forget(world, team, rules.knowledge_turnover * share, "people who left", record)
        record.tell(HappeningKind.QUIT, team.id, amount=leavers)


def depart(team: TeamFacts, heads: int, cause: str, record: Record) -> None:
    """Take `heads` people off a team; newcomers and founding members go in proportion."""
    share = heads / team.heads
    if record.heads is not None:
        record.heads.append((cause, team.id, -heads))
    if record.novices is not None:
        record.novices.append((cause, team.id, -team.novices * share))
    team.novices *= 1.0 - share
    team.kept = team.kept * (team.heads - heads) / team.heads
    team.heads -= heads


def forget(world: World, team: TeamFacts, share: float, cause: str, record: Record) -> None:
    """The firm loses a share of its knowledge with the people who leave."""
    known = world.knowledge[team.discipline]
    world.knowledge[team.discipline] *= 1.0 - share
    if record.knowledge is not None:
        change = world.knowledge[team.discipline] - known
        record.knowledge.append((cause, team.discipline, change))


def capacity(facts: Facts, team: TeamFacts) -> float:
    """Productive hours of a team this turn."""
    rules = facts.rules
    months = facts.scenario.turn_months
    settled = max(0.0, team.heads - team.novices)
    hours = settled * formulas.productive_hours(rules, months)
    hours *= formulas.effective_week(rules, team.weekly_hours) / rules.normal_week
    hours *= 1.0 + rules.morale_output * min(0.0, team.morale / rules.usual_morale - 1.0)
    hours *= shock(rules, team)
    return max(0.0, hours - team.training)


def shock(rules: Rules, team: TeamFacts) -> float:
    """Output of those who stay after a layoff, relative to before (Heinz et al. 2020)."""
    return 1.0 - rules.layoff_output if team.shaken > 0.0 else 1.0


def _freelancer(world: World, engagement: Engagement, record: Record) -> None:
    """A freelancer may drop out, or be busy with another client for a turn."""
    rules = world.rules
    months = world.scenario.turn_months
    hidden = world.secrets.hidden[engagement.id]
    provider = world.providers[engagement.provider]
    hazard = formulas.dropout_chance(rules, months, hidden.reliability, provider.jobs > 1)
    if luck.uniform(world.secrets, "dropout", engagement.id, world.turn) < hazard:
        provider.busy_until = world.turn + 2
        record.failures.append(Failure(IncidentKind.DROPOUT, engagement.task, engagement, 1))
        drop(world, engagement, record)
        return
    chance = rules.busy_chance * months * (1.0 - hidden.reliability)
    if luck.uniform(world.secrets, "busy", engagement.id, world.turn) < chance:
        provider.busy_until = world.turn
        record.tell(HappeningKind.BUSY, engagement.id, provider.id)


def drop(world: World, engagement: Engagement, record: Record) -> None:
    """A provider disappears without notice; on a project, part of its work is lost."""
    task = world.tasks[engagement.task]
    if task.spec.kind is TaskKind.PROJECT:
        share = engagement.done / task.done if task.done > 0.0 else 0.0
        lost = formulas.handover_loss(world.rules, task.spec.knowledge)
        task.done -= task.done * clamp(share, 0.0, 1.0) * lost
    contracts.close(world, engagement, record)


def _vendors(world: World, record: Record) -> None:
    rules = world.rules
    months = world.scenario.turn_months
    for engagement in list(world.engagements.values()):
        if engagement.kind is not Kind.VENDOR or engagement.ended:
            continue
        health = world.secrets.traits[engagement.provider].health
        hazard = formulas.failure_chance(rules, months, health)
        u = luck.uniform(world.secrets, "failure", engagement.provider, world.turn)
        if u < hazard:
            fail_vendor(world, engagement.provider, record)


def _backlash(world: World, record: Record) -> None:
    """The public may turn on a firm that lays people off while it has work done abroad."""
    laid_off = sum(
        whole(happening.amount)
        for happening in record.happenings
        if happening.kind is HappeningKind.LAID_OFF
        and world.teams[happening.subject].kind is Kind.TEAM
    )
    abroad = [one for one in world.engagements.values() if one.mode is Mode.OFFSHORE]
    share = 0.0
    if laid_off and abroad:
        heads = sum(team.heads for team in world.teams.values() if team.kind is Kind.TEAM)
        share = laid_off / (heads + laid_off)
        u = luck.uniform(world.secrets, "backlash", "firm", world.turn)
        if u >= world.rules.backlash_chance * share:
            share = 0.0
    for event in world.scenario.events:
        if event.kind is EventKind.BACKLASH and event.turn == world.turn:
            share = max(share, event.size)
    if share > 0.0 and world.tasks:
        task = abroad[0].task if abroad else next(iter(world.tasks))
        engagement = abroad[0] if abroad else None
        record.failures.append(
            Failure(IncidentKind.BACKLASH, task, engagement, laid_off, root(min(1.0, share)))
        )


def fail_vendor(world: World, provider: str, record: Record) -> None:
    """A vendor fails: all its engagements end."""
    if provider not in world.providers or world.providers[provider].gone:
        return
    world.providers[provider].gone = True
    for engagement in list(world.engagements.values()):
        if engagement.provider == provider and not engagement.ended:
            record.failures.append(
                Failure(IncidentKind.VENDOR_FAILURE, engagement.task, engagement, 1)
            )
            drop(world, engagement, record)


def hidden_of(world: World, engagement: Engagement) -> Hidden:
    """Hidden facts about those who do the work; the skill of own people follows their team's."""
    hidden = world.secrets.hidden[engagement.id]
    team = world.teams.get(engagement.provider)
    if team is not None:
        hidden.skill = team.skill
    return hidden
