"""Orders about engagements and providers: a dialog each, with its cost now and later. The sums are
the engine's own."""

from collections.abc import Sequence

from sim import forecast, narrate
from sim.engine import contracts, formulas
from sim.engine.orders import suppliers
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Quote
from sim.model.orders import AskReferences, Audit, Award, End, Oversee, Renew, Terms
from sim.model.vocabulary import Kind, Oversight, TaskKind
from sim.model.world import Engagement, ProviderFacts, TaskFacts, TeamFacts
from sim.tui import phrases
from sim.tui.kit import amounts
from sim.tui.kit.fields import ChoiceField, Field, NumberField, Pick
from sim.tui.orders.form import FormDialog, Values, a_turn, hours_text, number_of, one_of, text_of
from sim.tui.orders.menu import MenuItem, OnDesk
from sim.tui.orders.terms import oversight_field, renewed, term_picks
from sim.tui.session import Session


def _level(values: Values) -> Oversight:
    value = values["oversight"]
    assert isinstance(value, Oversight)
    return value


def _which(session: Session, engagements: Sequence[Engagement]) -> list[Field]:
    """A row to choose the engagement."""
    facts = session.observation
    picks = [Pick(e.id, narrate.name_of(facts, e.provider)) for e in engagements]
    return one_of("engagement", "Whom", picks)


def _meant(engagements: Sequence[Engagement], values: Values) -> Engagement:
    """The chosen engagement."""
    key = values.get("engagement", engagements[0].id)
    return next(e for e in engagements if e.id == key)


def oversee(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Watch an engagement more or less closely."""
    first = engagements[0]
    facts = session.observation

    def say(values: Values) -> str:
        """What each level wants and lets through, the chosen one marked."""
        chosen = _meant(engagements, values)
        looks = {level: forecast.watch(facts, chosen, level) for level in Oversight}
        word = a_turn(session)
        rows = [f"  {word:10}{'hours':>8}{'get through':>13}{'you would bear':>17}"]
        for level, look in looks.items():
            mark = "›" if level is _level(values) else " "
            rows.append(
                f"{mark} {level.value:10}{amounts.hours(look.hours):>8}{look.faults:>13.1f}"
                f"{narrate.money(round(look.loss)):>17}"
            )
        now, then = looks[chosen.terms.oversight], looks[_level(values)]
        promised = facts.promised - now.hours + then.hours
        over = " That is more than you have: some of it will not be given." if (
            promised > facts.manager_hours
        ) else ""  # fmt: skip
        rows += [
            "",
            "Expected: hours a turn, faults that get through, and what they cost. Promised in all: "
            f"{promised:.0f} of {facts.manager_hours:.0f} h.{over}",
        ]
        return "\n".join(rows)

    return FormDialog(
        f"Oversight: {narrate.engagement_name(facts, first)}",
        [*_which(session, engagements), oversight_field(first.terms.oversight)],
        lambda v: Oversee(_meant(engagements, v).id, _level(v)),
        f"Now {narrate.OVERSIGHTS[first.terms.oversight]}: {amounts.hours(first.oversight_wanted)} "
        f"wanted, {amounts.hours(first.oversight_given)} given.",
        say,
        lambda v: Figure(FigureKind.ENGAGEMENT_OVERSIGHT, _meant(engagements, v).id),
    )


def end(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Give notice."""
    facts, scenario = session.observation, session.game.scenario

    def say(values: Values) -> str:
        chosen = _meant(engagements, values)
        if facts.tasks[chosen.task].spec.kind is TaskKind.PROJECT:
            return "Work stops at once. What is done is paid for; handing over loses part of it."
        last = contracts.leaves_after(facts, chosen)
        when = narrate.through(scenario, last)
        stays = f"Works {when}." if last >= facts.turn else "Leaves at once."
        fee = contracts.termination_fee(facts, chosen, last)
        if not fee:
            return f"{stays} There is no fee."
        bound = narrate.through(scenario, chosen.term_ends)
        return (
            f"{stays} The contract is bound {bound}: leaving it costs a fee of "
            f"{narrate.money(fee)} now."
        )

    return FormDialog(
        f"End: {narrate.engagement_name(facts, engagements[0])}",
        _which(session, engagements),
        lambda v: End(_meant(engagements, v).id),
        "Notice is given at the end of this turn.",
        say,
        lambda v: Figure(FigureKind.ENGAGEMENT_FEE, _meant(engagements, v).id),
    )


def renew(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Bind a vendor for another term."""
    facts, scenario, vendor = session.observation, session.game.scenario, engagements[0]

    def say(values: Values) -> str:
        chosen, term = _meant(engagements, values), number_of(values, "term")
        asks = contracts.renewal_price(facts, chosen, term)
        pricing = chosen.terms.pricing
        now, then = (phrases.quote_text(Quote(pricing, price)) for price in (chosen.price, asks))
        other = renewed(facts, chosen, term)
        owed = contracts.termination_fee(facts, other, scenario.turns)
        bound = narrate.through(scenario, other.term_ends, owed)
        change = asks / max(1, chosen.price) - 1.0
        first = contracts.renews_from(facts, chosen)
        starts = f"From {narrate.turn_short(scenario, first)} on"
        if first > scenario.turns:
            starts = "Once the current term is over, after the end of the game,"
        return (
            f"{starts} they ask {then}, against {now} today ({change:+.1%}). "
            f"Bound {bound}. Talks take {hours_text(formulas.talks_hours(facts.rules))}."
        )

    return FormDialog(
        f"Renew: {narrate.engagement_name(facts, vendor)}",
        [
            *_which(session, engagements),
            ChoiceField("term", "Term", term_picks(session, vendor), 1),
        ],
        lambda v: Renew(_meant(engagements, v).id, number_of(v, "term")),
        "At the price the vendor asks now, once the current term is over.",
        say,
    )


def home_teams(session: Session, task: TaskFacts | None) -> list[TeamFacts]:
    """The teams at home that could take a task back."""
    if task is None:
        return []
    return [
        team
        for team in session.observation.teams.values()
        if team.kind is Kind.TEAM and team.discipline == task.spec.discipline
    ]


def bring_home(session: Session, taken: TaskFacts) -> FormDialog:
    """Take a task back in-house."""
    task, teams = taken.spec.id, home_teams(session, taken)
    facts = session.observation
    picks = [Pick(team.id, team.title) for team in teams]

    def team_of(values: Values) -> str:
        return text_of(values, "team") if "team" in values else teams[0].id

    def home(team: str, level: Oversight) -> Award:
        return Award(task, f"{task}/{team}", Terms(oversight=level))

    def say(values: Values) -> str:
        team, level = team_of(values), _level(values)
        award = home(team, level)
        if award.offer not in facts.offers:
            return ""
        seen = session.board.estimate(award)
        fee = forecast.leaving_fee(facts, award)
        left = session.board.free_hours(team)
        told = f"Leaving them costs a fee of {narrate.money(fee)}." if fee else (
            "They leave without a fee."
        )  # fmt: skip
        return (
            f"{told} The team has {left:,.0f} h {a_turn(session)} free and would drop "
            f"{seen.displaces:,.0f} h of other work. Oversight wanted: "
            f"{amounts.hours(seen.oversight.mid)}."
        )

    return FormDialog(
        f"Bring home: {narrate.name_of(facts, task)}",
        [*one_of("team", "Team", picks), oversight_field(Oversight.STANDARD)],
        lambda v: home(team_of(v), _level(v)),
        f"{'A team of your own' if len(teams) > 1 else teams[0].title} takes over from "
        "the supplier that has it now.",
        say,
    )


def audit(session: Session, provider: str) -> FormDialog:
    """Pay for a close look at a provider."""
    facts = session.observation
    fee = narrate.money(suppliers.audit_fee(facts, provider))
    believed = forecast.believe(facts, provider, "skill")
    return FormDialog(
        f"Audit: {narrate.name_of(facts, provider)}",
        [],
        lambda v: Audit(provider),
        "A trial task and a look at the books: you learn more than from references.",
        lambda v: (
            f"Costs {fee} and {hours_text(facts.rules.audit_hours)} now. Its skill, as far as "
            f"known: {100.0 * believed.mean:.0f}, give or take {100.0 * believed.spread:.0f}."
        ),
    )


ASKED = 3
"""Clients whom a dialog asks, unless it is told otherwise."""


def ask_references(session: Session, provider: str) -> FormDialog:
    """Ask a stranger's clients about it."""
    facts = session.observation
    left = suppliers.references_left(facts.rules, facts.providers[provider])
    now = forecast.believe(facts, provider, "skill")

    def say(values: Values) -> str:
        clients = number_of(values, "clients")
        hours = hours_text(clients * facts.rules.reference_hours)
        then = 100.0 * forecast.told_by(facts, provider, clients)
        return (
            f"Takes {hours}, and no money; they answer by next "
            f"{narrate.turn_word(session.game.scenario)}. Its skill, as far as known: "
            f"{100.0 * now.mean:.0f}, give or take {100.0 * now.spread:.0f}; after that, give or "
            f"take {then:.0f}."
        )

    return FormDialog(
        f"References: {narrate.name_of(facts, provider)}",
        [NumberField("clients", "Ask", min(ASKED, left), 1, max(1, left), 1, "of its clients")],
        lambda v: AskReferences(provider, number_of(v, "clients")),
        "It picks clients who are happy with it; allowance is made for that.",
        say,
        lambda v: Figure(FigureKind.PROVIDER_SKILL_SPREAD, provider),
    )


def _can_be_audited(session: Session, provider: ProviderFacts | None) -> bool:
    return provider is not None and not provider.gone


def _can_name_clients(session: Session, provider: ProviderFacts | None) -> bool:
    rules = session.game.rules
    return provider is not None and suppliers.references_left(rules, provider) > 0


OF_SUPPLIERS = (
    MenuItem(Audit, ("a", "audit", "audit"), "Pay for a close look at the selected supplier.",
             lambda session, provider: audit(session, provider.id), _can_be_audited),
    MenuItem(AskReferences, ("r", "references", "ask"),
             "Ask clients of the selected supplier what it is like, before it ever works for "
             "you.",
             lambda session, provider: ask_references(session, provider.id), _can_name_clients),
)  # fmt: skip
"""What can be ordered of the supplier that is selected."""


def _has_somebody(session: Session, on: OnDesk) -> bool:
    return bool(on.engagements)


def _vendors(on: OnDesk) -> list[Engagement]:
    return [e for e in on.engagements if e.kind is Kind.VENDOR]


def _can_be_renewed(session: Session, on: OnDesk) -> bool:
    return any(vendor.terms.term for vendor in _vendors(on))


def _can_come_home(session: Session, on: OnDesk) -> bool:
    return any(e.kind.external for e in on.engagements) and bool(home_teams(session, on.task))


OF_TASKS = (
    MenuItem(Oversee, ("o", "oversee", "oversight"),
             "Watch the work on this task more or less closely.",
             lambda session, on: oversee(session, on.engagements), _has_somebody),
    MenuItem(End, ("x", "end", "end"), "End the engagement on this task.",
             lambda session, on: end(session, on.engagements), _has_somebody),
    MenuItem(Renew, ("w", "renew", "renew"), "Bind the vendor for another term.",
             lambda session, on: renew(session, _vendors(on)), _can_be_renewed),
    MenuItem(Award, ("b", "bring_home", "bring home"), "Take the task back in-house.",
             lambda session, on: bring_home(session, on.task), _can_come_home),
)  # fmt: skip
"""What can be ordered of the task that is selected on the desk, and of whoever has it."""
