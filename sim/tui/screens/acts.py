"""What can be done with an engagement or a team: the dialog that makes each order, what it costs
now and from then on. The sums are the engine's own."""

from collections.abc import Sequence

from sim import forecast, narrate
from sim.engine import contracts, forms, learn, settle, sign, staff, staffing
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Quote
from sim.model.orders import (
    Audit,
    Award,
    BringHome,
    CloseSite,
    End,
    Hire,
    LayOff,
    OpenSite,
    Oversee,
    Overtime,
    Renew,
    Terms,
    Train,
)
from sim.model.vocabulary import Kind, Oversight, TaskKind
from sim.model.world import Engagement, TaskFacts, TeamFacts
from sim.tui import words
from sim.tui.screens.award import oversight_field, term_picks
from sim.tui.screens.form import FormDialog, Values
from sim.tui.session import Session
from sim.tui.widgets.fields import ChoiceField, Field, NumberField, Pick
from sim.tui.widgets.offer_rows import quote_text


def _text(values: Values, name: str) -> str:
    value = values[name]
    assert isinstance(value, str)
    return value


def _number(values: Values, name: str) -> int:
    value = values[name]
    assert isinstance(value, int)
    return value


def _level(values: Values) -> Oversight:
    value = values["oversight"]
    assert isinstance(value, Oversight)
    return value


def _one_of(name: str, label: str, picks: Sequence[Pick]) -> list[Field]:
    """A row to say which is meant; none where there is no choice."""
    return [ChoiceField(name, label, picks)] if len(picks) > 1 else []


def _which(session: Session, engagements: Sequence[Engagement]) -> list[Field]:
    """A row to say which engagement is meant."""
    facts = session.observation
    picks = [Pick(e.id, narrate.name_of(facts, e.provider)) for e in engagements]
    return _one_of("engagement", "Whom", picks)


def _meant(engagements: Sequence[Engagement], values: Values) -> Engagement:
    """The engagement that is meant."""
    key = values.get("engagement", engagements[0].id)
    return next(e for e in engagements if e.id == key)


def _a_turn(session: Session) -> str:
    return f"a {narrate.turn_word(session.game.scenario)}"


def _more(amount: int) -> str:
    """A change of what is paid: '1,200 more', '300 less'."""
    return f"{narrate.money(abs(amount))} {'more' if amount >= 0 else 'less'}"


def _hours(amount: float) -> str:
    return f"{amount:g} managers' hour{'' if amount == 1 else 's'}"


def oversee(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Look at an engagement more or less closely."""
    first = engagements[0]
    facts = session.observation

    def say(values: Values) -> str:
        """What each level wants and lets through, the chosen one marked."""
        chosen = _meant(engagements, values)
        looks = {level: forecast.watch(facts, chosen, level) for level in Oversight}
        word = _a_turn(session)
        rows = [f"  {word:10}{'hours':>8}{'faults met':>13}{'you would bear':>17}"]
        for level, look in looks.items():
            mark = "›" if level is _level(values) else " "
            rows.append(
                f"{mark} {level.value:10}{words.hours(look.hours):>8}{look.faults:>13.1f}"
                f"{narrate.money(round(look.loss)):>17}"
            )
        now, then = looks[chosen.terms.oversight], looks[_level(values)]
        promised = facts.promised - now.hours + then.hours
        over = " More is promised than there is: part of it is not given." if (
            promised > facts.manager_hours
        ) else ""  # fmt: skip
        rows += [
            "",
            f"As expected, if managers have the hours. Promised to all then: {promised:.0f} of "
            f"{facts.manager_hours:.0f} h.{over}",
        ]
        return "\n".join(rows)

    return FormDialog(
        f"Oversight: {narrate.engagement_name(facts, first)}",
        [*_which(session, engagements), oversight_field(first.terms.oversight)],
        lambda v: Oversee(_meant(engagements, v).id, _level(v)),
        f"Now {narrate.OVERSIGHTS[first.terms.oversight]}: wanted "
        f"{words.hours(first.oversight_wanted)}, given {words.hours(first.oversight_given)}.",
        say,
        lambda v: Figure(FigureKind.ENGAGEMENT_OVERSIGHT, _meant(engagements, v).id),
    )


def end(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Give notice."""
    facts, scenario = session.observation, session.game.scenario

    def say(values: Values) -> str:
        chosen = _meant(engagements, values)
        if facts.tasks[chosen.task].spec.kind is TaskKind.PROJECT:
            return "Work stops at once. What is done is paid for; part of it is lost on the way."
        last = contracts.leaves_after(facts, chosen)
        when = f"until the end of {narrate.turn_short(scenario, last)}"
        stays = f"Works on {when}." if last >= facts.turn else "Leaves at once."
        fee = contracts.termination_fee(facts, chosen, last)
        if not fee:
            return f"{stays} It costs no fee."
        until = narrate.turn_short(scenario, chosen.term_ends)
        return (
            f"{stays} The contract binds until {until}: to leave it costs a fee of "
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
    facts, scenario = session.observation, session.game.scenario

    def say(values: Values) -> str:
        chosen, term = _meant(engagements, values), _number(values, "term")
        asks = contracts.asked(facts, chosen, term)
        pricing = chosen.terms.pricing
        now, then = (quote_text(Quote(pricing, price)) for price in (chosen.price, asks))
        until = narrate.turn_short(scenario, contracts.bound_until(facts, chosen, term))
        change = asks / max(1, chosen.price) - 1.0
        return (
            f"They ask {then}; today {now} ({change:+.1%}). Bound until the end of {until}. "
            f"Talks take {_hours(forms.talks_hours(facts.rules))}."
        )

    return FormDialog(
        f"Renew: {narrate.engagement_name(facts, engagements[0])}",
        [*_which(session, engagements), ChoiceField("term", "Term", term_picks(session, 1), 1)],
        lambda v: Renew(_meant(engagements, v).id, _number(v, "term")),
        "At the price that the vendor asks now.",
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


def bring_home(session: Session, task: str, teams: Sequence[TeamFacts]) -> FormDialog:
    """Take a task back into own hands."""
    session.game.tender(task)
    facts = session.observation
    picks = [Pick(team.id, team.title) for team in teams]

    def team_of(values: Values) -> str:
        return _text(values, "team") if "team" in values else teams[0].id

    def say(values: Values) -> str:
        team, level = team_of(values), _level(values)
        offer = f"{task}/{team}"
        if offer not in facts.offers:
            return ""
        award = Award(task, offer, Terms(oversight=level))
        appraisal = session.appraise(award)
        fee = forecast.leaving_fee(facts, award)
        left = forecast.free_hours(facts, team)
        told = f"It costs a fee of {narrate.money(fee)} to leave them." if fee else (
            "Those who have it leave without a fee."
        )  # fmt: skip
        return (
            f"{told} The team has {left:,.0f} h {_a_turn(session)} free and would be missing for "
            f"{appraisal.displaces:,.0f} h elsewhere. Wanted oversight: "
            f"{words.hours(appraisal.oversight.mid)}."
        )

    return FormDialog(
        f"Bring home: {narrate.name_of(facts, task)}",
        [*_one_of("team", "Team", picks), oversight_field(Oversight.STANDARD)],
        lambda v: BringHome(task, team_of(v), _level(v)),
        f"{'A team of your own' if len(teams) > 1 else teams[0].title} takes over from those who "
        "have it outside.",
        say,
    )


def hire(session: Session, team: TeamFacts) -> FormDialog:
    """Advertise posts."""
    facts, scenario = session.observation, session.game.scenario
    word = _a_turn(session)

    def say(values: Values) -> str:
        heads = _number(values, "heads")
        come = narrate.turn_short(scenario, staffing.arrival(facts, team))
        pay = settle.upkeep(facts, team, heads, team.weekly_hours)
        hours = heads * forms.productive_hours(facts.rules, scenario.turn_months)
        return (
            f"Costs {narrate.money(staffing.recruiting(facts, team, heads))} now to find them. "
            f"They come in {come}, cost {narrate.money(pay)} {word} from then on, all in, and give "
            f"{hours:,.0f} h {word} once they know their way."
        )

    return FormDialog(
        f"Hire: {team.title}",
        [NumberField("heads", "Posts", 1, 1, 9_999, 1, "people")],
        lambda v: Hire(team.id, _number(v, "heads")),
        f"{team.heads} people now. It takes months until newcomers give all that they can.",
        say,
    )


def lay_off(session: Session, team: TeamFacts) -> FormDialog:
    """Dismiss people."""
    facts = session.observation

    def say(values: Values) -> str:
        heads = min(_number(values, "heads"), team.heads)
        if not heads:
            return "Nobody is there."
        due = staffing.severance(facts, team, heads)
        pay = settle.upkeep(facts, team, heads, team.weekly_hours)
        drop = 100.0 * staffing.hurt(facts, team, heads)
        told = f" Morale of those who stay falls by {drop:.0f} points." if (
            heads < team.heads
        ) else ""  # fmt: skip
        return (
            f"Costs {narrate.money(due)} of severance now; saves {narrate.money(pay)} "
            f"{_a_turn(session)}, all in.{told}"
        )

    return FormDialog(
        f"Lay off: {team.title}",
        [NumberField("heads", "People", 1, 1, max(1, team.heads), 1, "people")],
        lambda v: LayOff(team.id, _number(v, "heads")),
        f"{team.heads} people now. They go at once; those who stay take it badly.",
        say,
    )


def train(session: Session, team: TeamFacts) -> FormDialog:
    """Put people into training."""
    facts = session.observation
    most = max(1, int(staffing.most_training(facts, team)))

    def say(values: Values) -> str:
        hours = float(_number(values, "hours"))
        fees = narrate.money(staffing.training_fees(facts, team, hours))
        if not team.heads:
            return f"Costs {fees} of fees now. Nobody is there."
        skill, known = learn.trained(facts, team, hours)
        told = f", what the firm knows by {100.0 * known:.1f}" if known else ""
        return (
            f"Costs {fees} of fees now, and {hours:,.0f} h are missing at work this turn. Skill "
            f"rises by {100.0 * skill:.1f} points of 100{told}."
        )

    return FormDialog(
        f"Train: {team.title}",
        [NumberField("hours", "Hours", min(40, most), 0, most, 8, "hours this turn")],
        lambda v: Train(team.id, float(_number(v, "hours"))),
        f"It had {team.capacity:,.0f} h last turn, and used {team.used:,.0f} of them.",
        say,
        lambda v: Figure(FigureKind.TEAM_HOURS, team.id),
    )


def overtime(session: Session, team: TeamFacts) -> FormDialog:
    """Set the working week."""
    facts = session.observation
    low, high = (round(end) for end in staffing.weekly_limits(facts.rules))

    def say(values: Values) -> str:
        week = float(_number(values, "hours"))
        other = team.copy()
        other.weekly_hours = week
        paid = settle.upkeep(facts, team, team.heads, week)
        paid -= settle.upkeep(facts, team, team.heads, team.weekly_hours)
        hours = staff.capacity(facts, other) - staff.capacity(facts, team)
        if week == team.weekly_hours:
            return "That is the week that they work now."
        word = _a_turn(session)
        sign_ = "more" if hours >= 0 else "less"
        return f"Costs {_more(paid)} {word} than now, and gives {abs(hours):,.0f} h {sign_}."

    return FormDialog(
        f"Working week: {team.title}",
        [NumberField("hours", "Hours", round(team.weekly_hours), low, high, 1, "hours a week")],
        lambda v: Overtime(team.id, float(_number(v, "hours"))),
        "From now on, until you change it. Long weeks tire people, and past a point bring nothing.",
        say,
    )


def open_site(session: Session) -> FormDialog:
    """Set up a captive site."""
    facts, scenario = session.observation, session.game.scenario
    places = [Pick(place.id, place.name) for place in scenario.locations]
    fields = [Pick(d.id, d.title) for d in scenario.disciplines]

    def order(values: Values) -> OpenSite:
        place = _text(values, "place") if "place" in values else scenario.locations[0].id
        field = _text(values, "discipline") if "discipline" in values else (
            scenario.disciplines[0].id
        )  # fmt: skip
        return OpenSite(place, field, _number(values, "heads"))

    def say(values: Values) -> str:
        wanted = order(values)
        site = staffing.new_site(facts, wanted)
        setup = narrate.money(staffing.site_setup(facts, wanted))
        pay = narrate.money(settle.upkeep(facts, site, wanted.heads, site.weekly_hours))
        run = narrate.money(settle.site_management(facts))
        word = _a_turn(session)
        ready = narrate.turn_short(scenario, site.ready)
        return (
            f"Costs {setup} to set up and {_hours(facts.rules.brief_site)}, now; managing it costs "
            f"{run} {word} whatever its size. From {ready} on its people cost {pay} {word}."
        )

    where = "" if len(places) > 1 else f" In {places[0].text}." if places else ""
    return FormDialog(
        "Open a site abroad",
        [
            *_one_of("place", "Where", places),
            *_one_of("discipline", "For", fields),
            NumberField("heads", "People", 10, 1, 9_999, 5, "people"),
        ],
        order,
        f"People of your own abroad: cheaper, and still yours to run.{where}",
        say,
    )


def close_site(session: Session, team: TeamFacts) -> FormDialog:
    """Shut a captive site."""
    facts = session.observation
    due = narrate.money(staffing.severance(facts, team, team.heads))
    saves = settle.upkeep(facts, team, team.heads, team.weekly_hours)
    saves += settle.site_management(facts)
    return FormDialog(
        f"Close: {team.title}",
        [],
        lambda v: CloseSite(team.id),
        f"Its {team.heads} people are laid off, and what they do is open again.",
        lambda v: f"Costs {due} of severance now; saves {narrate.money(saves)} {_a_turn(session)}.",
    )


def audit(session: Session, provider: str) -> FormDialog:
    """Pay for a close look at a provider."""
    facts = session.observation
    fee = narrate.money(sign.audit_fee(facts, provider))
    believed = forecast.believe(facts, provider, "skill")
    return FormDialog(
        f"Audit: {narrate.name_of(facts, provider)}",
        [],
        lambda v: Audit(provider),
        "References, a trial piece, the books. It tells more than ratings do.",
        lambda v: (
            f"Costs {fee} and {_hours(facts.rules.audit_hours)} now. Of its skill is known so "
            f"far: {100.0 * believed.mean:.0f}, give or take {100.0 * believed.spread:.0f}."
        ),
    )


def is_outside(engagement: Engagement) -> bool:
    """Whether somebody else's people have it."""
    return engagement.kind in (Kind.FREELANCER, Kind.VENDOR)
