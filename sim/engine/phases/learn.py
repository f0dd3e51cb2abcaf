"""Phase 9: what people learn. Ramp-up, knowledge, skill, morale, trust, reputation."""

from sim.engine import contracts, formulas, luck
from sim.engine.numbers import clamp
from sim.engine.record import Record
from sim.model.report import HappeningKind
from sim.model.vocabulary import Kind, TaskKind, TaskState
from sim.model.world import Facts, ProviderFacts, TeamFacts, World


def learn(world: World, record: Record) -> None:
    """Update everything that changes with the work done, or not done."""
    _knowledge(world, record)
    for team in world.teams.values():
        _team(world, team, record)
    _providers(world, record)
    _ramp(world, record)
    _forget(world)
    _reputation(world, record)


def _knowledge(world: World, record: Record) -> None:
    """A discipline's knowledge grows with work inside and fades with work outside."""
    rules = world.rules
    months = world.scenario.turn_months
    inside = dict.fromkeys(world.knowledge, 0.0)
    outside = dict.fromkeys(world.knowledge, 0.0)
    for engagement in world.engagements.values():
        side = inside if engagement.kind is Kind.TEAM else outside
        task = world.tasks[engagement.task].spec
        side[task.discipline] += engagement.turn_done * formulas.teaches(rules, task.knowledge)
    for discipline, known in world.knowledge.items():
        own, away = inside[discipline], outside[discipline]
        if own + away <= 0.0:
            world.knowledge[discipline] = known * (1.0 - rules.knowledge_idle * months)
            if record.knowledge is not None:
                change = world.knowledge[discipline] - known
                record.knowledge.append(("no work to learn from", discipline, change))
            continue
        grow, fade = formulas.knowledge_moves(rules, known, own, away)
        world.knowledge[discipline] = clamp(known + (grow + fade) * months, 0.0, 1.0)
        if record.knowledge is not None:
            record.knowledge.append(("work done in-house", discipline, grow * months))
            record.knowledge.append(("work done by others", discipline, fade * months))


def _team(world: World, team: TeamFacts, record: Record) -> None:
    rules = world.rules
    months = world.scenario.turn_months
    if team.heads == 0:
        return
    if team.training > 0.0:
        _train(world, team, record)
    busy = team.used / team.capacity if team.capacity > 0.0 else 0.0
    skill, novices = team.skill, team.novices
    team.skill = min(1.0, team.skill + rules.practice_gain * months * busy * (1.0 - team.skill))
    team.novices *= max(0.0, 1.0 - rules.ramp_shape * months / rules.ramp_months)
    if record.skill is not None:
        record.skill.append(("practice", team.id, team.skill - skill))
    if record.novices is not None:
        record.novices.append(("learning on the job", team.id, team.novices - novices))
    team.shaken = max(0.0, team.shaken - months)
    if team.shaken <= 0.0:
        team.downsized = 0.0
    over = max(0.0, team.weekly_hours - rules.normal_week)
    strain = over / (rules.full_output_week - rules.normal_week)
    team.tiredness += (strain - team.tiredness) * min(1.0, rules.tiredness_rate * months)
    recovery = (rules.usual_morale - team.morale) * min(1.0, rules.morale_recovery * months)
    _cheer(team, "recovery", recovery, record)
    _cheer(team, "overtime", -rules.overtime_morale * team.tiredness * months, record)
    if busy < 0.5 and team.capacity > 0.0:
        _cheer(team, "idle", -rules.idle_morale * (1.0 - 2.0 * busy) * months, record)


def _cheer(team: TeamFacts, cause: str, change: float, record: Record) -> None:
    team.morale = clamp(team.morale + change, 0.0, 1.0)
    if record.morale is not None:
        record.morale.append((cause, team.id, change))


def trained(facts: Facts, team: TeamFacts, hours: float) -> tuple[float, float]:
    """Gains from `hours` hours of training: skill, and, at home, the firm's knowledge."""
    rules, each = facts.rules, hours / team.heads
    gain = 0.0
    if team.kind is Kind.TEAM:
        gain = rules.knowledge_training * each * (1.0 - facts.knowledge[team.discipline])
    return rules.training_gain * each * (1.0 - team.skill), gain


def _train(world: World, team: TeamFacts, record: Record) -> None:
    """Training raises skill and, at home, the firm's knowledge."""
    skill = team.skill
    better, gain = trained(world, team, team.training)
    team.skill = min(1.0, skill + better)
    if record.skill is not None:
        record.skill.append(("training", team.id, team.skill - skill))
    if team.kind is Kind.TEAM:
        known = world.knowledge[team.discipline]
        world.knowledge[team.discipline] = min(1.0, known + gain)
        if record.knowledge is not None:
            record.knowledge.append(("training", team.discipline, gain))
    team.training = 0.0


def _providers(world: World, record: Record) -> None:
    """Working with a provider shows what it is like, and builds or costs trust."""
    rules = world.rules
    months = world.scenario.turn_months
    for engagement in world.engagements.values():
        provider = world.providers.get(engagement.provider)
        if provider is None or engagement.turn_hours <= 0.0:
            continue
        _signal(world, provider, engagement.id)
        if engagement.turn_surfaced:
            cause = "faults that came to light"
            change = -rules.trust_loss * min(1.0, engagement.turn_surfaced / rules.trust_faults)
        else:
            cause = "work without faults"
            change = rules.trust_gain * months * (1.0 - provider.trust)
        provider.trust = clamp(provider.trust + change, 0.0, 1.0)
        if record.trust is not None:
            title = world.tasks[engagement.task].spec.title
            record.trust.append((f"{cause}: {title}", provider.id, change))


def _signal(world: World, provider: ProviderFacts, engagement: str) -> None:
    """A turn's experience with a provider: a noisy observation of skill and reliability."""
    rules = world.rules
    hidden = world.secrets.hidden.get(engagement)
    if hidden is None:
        return
    seen = rules.signal_month * world.scenario.turn_months
    skill, reliability = (
        rules.signal_noise * luck.gauss(world.secrets, "signal", entity, world.turn)
        for entity in (engagement, f"{engagement}/reliability")
    )
    provider.skill_seen += seen * clamp(hidden.skill + skill, 0.0, 1.0)
    provider.skill_weight += seen
    provider.reliability_seen += seen * clamp(hidden.reliability + reliability, 0.0, 1.0)
    provider.reliability_weight += seen


def _ramp(world: World, record: Record) -> None:
    """New engagements get up to speed; ended ones move to the past."""
    for engagement in list(world.engagements.values()):
        if engagement.ends and engagement.ends <= world.turn and not engagement.ended:
            contracts.close(world, engagement, record)
        if engagement.ended:
            del world.engagements[engagement.id]
            world.past[engagement.id] = engagement
            continue
        if engagement.turn_hours > 0.0 and engagement.ramp < 1.0:
            engagement.ramp = min(1.0, engagement.ramp + engagement.ramp_step)
        if engagement.kind is Kind.VENDOR:
            world.totals.contract_turns += 1


def _forget(world: World) -> None:
    """Drop what is hidden about ended work once its defects can no longer surface."""
    hidden = world.secrets.hidden
    for key in [key for key in hidden if key not in world.engagements]:
        if hidden[key].turns_left <= 0 or not hidden[key].defects:
            del hidden[key]


def _reputation(world: World, record: Record) -> None:
    """Reputation follows the quality that customers see; clients' patience follows reputation."""
    rules = world.rules
    months = world.scenario.turn_months
    points = weight = 0.0
    for task in world.tasks.values():
        if task.quality_weight > 0.0 and (
            (task.spec.kind is TaskKind.FUNCTION and task.state is not TaskState.DONE)
            or task.delivered == world.turn
        ):
            counts = task.spec.hours * task.spec.visibility
            points += task.quality * counts
            weight += counts
    if weight > 0.0:
        change = (points / weight - world.reputation) * min(1.0, rules.reputation_pull * months)
        world.reputation = clamp(world.reputation + change, 0.0, 100.0)
        if record.reputation is not None:
            record.reputation.append(("quality that customers met", "", change))
    for client in world.clients.values():
        if client.lost:
            continue
        if client.patience > 0.0:
            mood = world.reputation / rules.reputation_neutral - 1.0
            client.patience = clamp(
                client.patience + rules.patience_recovery * months * mood, 0.0, client.base
            )
        if client.patience <= 0.0:
            client.lost = world.turn
            record.tell(HappeningKind.CLIENT_LEFT, client.id, amount=client.revenue)
