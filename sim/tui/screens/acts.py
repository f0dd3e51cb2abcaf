"""What can be done with an engagement or a team: the dialog that makes each order."""

from collections.abc import Sequence

from sim import narrate
from sim.engine import contracts
from sim.model.explanation import Figure, FigureKind
from sim.model.orders import (
    Audit,
    BringHome,
    CloseSite,
    End,
    Hire,
    LayOff,
    OpenSite,
    Oversee,
    Overtime,
    Renew,
    Train,
)
from sim.model.vocabulary import Kind, Oversight
from sim.model.world import Engagement, TeamFacts
from sim.tui.screens.award import oversight_field, term_picks
from sim.tui.screens.form import FormDialog, Values
from sim.tui.session import Session
from sim.tui.widgets.fields import ChoiceField, Field, NumberField, Pick


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


def _which(session: Session, engagements: Sequence[Engagement]) -> list[Field]:
    """A row to say which engagement is meant."""
    picks = [Pick(e.id, narrate.name_of(session.observation, e.provider)) for e in engagements]
    return [ChoiceField("engagement", "Whom", picks)]


def oversee(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Look at an engagement more or less closely."""
    first = engagements[0]
    facts = session.observation
    name = narrate.engagement_name(facts, first)
    return FormDialog(
        f"Oversight: {name}",
        [*_which(session, engagements), oversight_field(first.terms.oversight)],
        lambda v: Oversee(_text(v, "engagement"), _level(v)),
        f"Now {narrate.OVERSIGHTS[first.terms.oversight]}: wanted "
        f"{first.oversight_wanted:.0f} h, given {first.oversight_given:.0f} h. "
        f"Promised to all: {facts.promised:.0f} of {facts.manager_hours:.0f} h.",
        asked=lambda v: Figure(FigureKind.ENGAGEMENT_OVERSIGHT, _text(v, "engagement")),
    )


def end(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Give notice."""

    def say(values: Values) -> str:
        scenario = session.game.scenario
        chosen = session.observation.engagements.get(_text(values, "engagement"))
        if chosen is None or chosen.term_ends < session.game.turn:
            return ""
        until = narrate.turn_short(scenario, chosen.term_ends)
        fee = contracts.termination_fee(session.observation, chosen, session.game.turn)
        return (
            f"The contract binds until {until}. To leave it now costs a termination fee of about "
            f"{narrate.money(fee)}."
        )

    name = narrate.engagement_name(session.observation, engagements[0])
    return FormDialog(
        f"End: {name}",
        _which(session, engagements),
        lambda v: End(_text(v, "engagement")),
        "Notice is given at the end of this turn.",
        say,
        lambda v: Figure(FigureKind.ENGAGEMENT_FEE, _text(v, "engagement")),
    )


def renew(session: Session, engagements: Sequence[Engagement]) -> FormDialog:
    """Bind a vendor for another term."""
    name = narrate.engagement_name(session.observation, engagements[0])
    return FormDialog(
        f"Renew: {name}",
        [*_which(session, engagements), ChoiceField("term", "Term", term_picks(session, 1), 1)],
        lambda v: Renew(_text(v, "engagement"), _number(v, "term")),
        "At the price that the vendor asks now.",
    )


def bring_home(session: Session, task: str, teams: Sequence[TeamFacts]) -> FormDialog:
    """Take a task back into own hands."""
    picks = [Pick(team.id, team.title) for team in teams]
    return FormDialog(
        f"Bring home: {narrate.name_of(session.observation, task)}",
        [ChoiceField("team", "Team", picks), oversight_field(Oversight.STANDARD)],
        lambda v: BringHome(task, _text(v, "team"), _level(v)),
        "A team of your own takes over from those who have it outside.",
    )


def hire(team: TeamFacts) -> FormDialog:
    """Advertise posts."""
    return FormDialog(
        f"Hire: {team.title}",
        [NumberField("heads", "Posts", 1, 1, 9_999, 1, "people")],
        lambda v: Hire(team.id, _number(v, "heads")),
        f"{team.heads} people now. Posts are filled some weeks later, and it takes months until "
        "newcomers give all that they can.",
    )


def lay_off(team: TeamFacts) -> FormDialog:
    """Dismiss people."""
    return FormDialog(
        f"Lay off: {team.title}",
        [NumberField("heads", "People", 1, 1, max(1, team.heads), 1, "people")],
        lambda v: LayOff(team.id, _number(v, "heads")),
        f"{team.heads} people now. They go at once, with severance; those who stay take it badly.",
    )


def train(team: TeamFacts) -> FormDialog:
    """Put people into training."""
    most = max(8, round(team.capacity))
    return FormDialog(
        f"Train: {team.title}",
        [NumberField("hours", "Hours", min(40, most), 0, 99_999, 8, "hours this turn")],
        lambda v: Train(team.id, float(_number(v, "hours"))),
        f"The hours are missing at work; it had {team.capacity:,.0f} h, and used "
        f"{team.used:,.0f} of them.",
        asked=lambda v: Figure(FigureKind.TEAM_HOURS, team.id),
    )


def overtime(team: TeamFacts) -> FormDialog:
    """Set the working week."""
    return FormDialog(
        f"Working week: {team.title}",
        [NumberField("hours", "Hours", round(team.weekly_hours), 0, 80, 1, "hours a week")],
        lambda v: Overtime(team.id, float(_number(v, "hours"))),
        "From now on, until you change it. Long weeks tire people, and past a point bring nothing.",
    )


def open_site(session: Session) -> FormDialog:
    """Set up a captive site."""
    scenario = session.game.scenario
    places = [Pick(place.id, place.name) for place in scenario.locations]
    fields = [Pick(d.id, d.title) for d in scenario.disciplines]
    return FormDialog(
        "Open a site abroad",
        [
            ChoiceField("place", "Where", places),
            ChoiceField("discipline", "For", fields),
            NumberField("heads", "People", 10, 1, 9_999, 5, "people"),
        ],
        lambda v: OpenSite(_text(v, "place"), _text(v, "discipline"), _number(v, "heads")),
        "People of your own abroad: cheaper, and still yours to run. It is set up first, and "
        "needs managers whatever its size.",
    )


def close_site(team: TeamFacts) -> FormDialog:
    """Shut a captive site."""
    return FormDialog(
        f"Close: {team.title}",
        [],
        lambda v: CloseSite(team.id),
        f"Its {team.heads} people are laid off.",
    )


def audit(session: Session, provider: str) -> FormDialog:
    """Pay for a close look at a provider."""
    return FormDialog(
        f"Audit: {narrate.name_of(session.observation, provider)}",
        [],
        lambda v: Audit(provider),
        "References, a trial piece, the books. It costs money now, and tells more than ratings do.",
    )


def is_outside(engagement: Engagement) -> bool:
    """Whether somebody else's people have it."""
    return engagement.kind in (Kind.FREELANCER, Kind.VENDOR)
