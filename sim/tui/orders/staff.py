"""Orders about teams and sites: a dialog each, with its cost now and later. The sums are the
engine's own."""

from sim import narrate
from sim.engine import formulas
from sim.engine.orders import staffing
from sim.engine.phases import learn, settle, staff
from sim.model.explanation import Figure, FigureKind
from sim.model.orders import CloseSite, Hire, LayOff, OpenSite, Overtime, Train
from sim.model.vocabulary import Kind
from sim.model.world import TeamFacts
from sim.tui.kit.fields import NumberField, Pick
from sim.tui.orders.form import FormDialog, Values, a_turn, hours_text, number_of, one_of, text_of
from sim.tui.orders.menu import MenuItem
from sim.tui.session import Session


def hire(session: Session, team: TeamFacts) -> FormDialog:
    """Advertise posts."""
    facts, scenario = session.observation, session.game.scenario
    word = a_turn(session)

    def say(values: Values) -> str:
        heads = number_of(values, "heads")
        come = narrate.turn_short(scenario, staffing.arrival(facts, team))
        pay = settle.upkeep(facts, team, heads, team.weekly_hours)
        hours = heads * formulas.productive_hours(facts.rules, scenario.turn_months)
        return (
            f"Costs {narrate.money(staffing.recruiting(facts, team, heads))} now to find them. "
            f"They arrive in {come}, cost {narrate.money(pay)} {word} from then on, all in, and "
            f"give {hours:,.0f} h {word} once they are up to speed."
        )

    return FormDialog(
        f"Hire: {team.title}",
        [NumberField("heads", "Posts", 1, 1, 9_999, 1, "people")],
        lambda v: Hire(team.id, number_of(v, "heads")),
        f"{team.heads} people now. Newcomers take months to get up to speed.",
        say,
    )


def lay_off(session: Session, team: TeamFacts) -> FormDialog:
    """Dismiss people."""
    facts = session.observation

    def say(values: Values) -> str:
        heads = min(number_of(values, "heads"), team.heads)
        if not heads:
            return "There is nobody to lay off."
        due = staffing.severance(facts, team, heads)
        pay = settle.upkeep(facts, team, heads, team.weekly_hours)
        drop = 100.0 * staffing.hurt(facts, team, heads)
        told = f" Morale of those who stay falls by {drop:.0f} points." if (
            heads < team.heads
        ) else ""  # fmt: skip
        return (
            f"Costs {narrate.money(due)} in severance now; saves {narrate.money(pay)} "
            f"{a_turn(session)}, all in.{told}"
        )

    return FormDialog(
        f"Lay off: {team.title}",
        [NumberField("heads", "People", 1, 1, max(1, team.heads), 1, "people")],
        lambda v: LayOff(team.id, number_of(v, "heads")),
        f"{team.heads} people now. They leave at once; those who stay take it badly.",
        say,
    )


def train(session: Session, team: TeamFacts) -> FormDialog:
    """Put people into training."""
    facts = session.observation
    most = max(1, int(staffing.most_training(facts, team)))

    def say(values: Values) -> str:
        hours = float(number_of(values, "hours"))
        fees = narrate.money(staffing.training_fees(facts, team, hours))
        if not team.heads:
            return f"Costs {fees} in fees now. There is nobody to train."
        skill, known = learn.trained(facts, team, hours)
        told = f", the firm's knowledge by {100.0 * known:.1f}" if known else ""
        return (
            f"Costs {fees} in fees now and takes {hours:,.0f} h from this turn's work. Skill "
            f"rises by {100.0 * skill:.1f} points of 100{told}."
        )

    return FormDialog(
        f"Train: {team.title}",
        [NumberField("hours", "Hours", min(40, most), 0, most, 8, "hours this turn")],
        lambda v: Train(team.id, float(number_of(v, "hours"))),
        f"The team had {team.capacity:,.0f} h last turn and used {team.used:,.0f} of them.",
        say,
        lambda v: Figure(FigureKind.TEAM_HOURS, team.id),
    )


def overtime(session: Session, team: TeamFacts) -> FormDialog:
    """Set the working week."""
    facts = session.observation
    low, high = (round(end) for end in staffing.weekly_limits(facts.rules))

    def say(values: Values) -> str:
        week = float(number_of(values, "hours"))
        other = team.copy()
        other.weekly_hours = week
        paid = settle.upkeep(facts, team, team.heads, week)
        paid -= settle.upkeep(facts, team, team.heads, team.weekly_hours)
        hours = staff.capacity(facts, other) - staff.capacity(facts, team)
        if week == team.weekly_hours:
            return "That is their week already."
        cost = f"{narrate.money(abs(paid))} {'more' if paid >= 0 else 'less'}"
        work = f"{abs(hours):,.0f} h {'more' if hours >= 0 else 'less'}"
        return f"Costs {cost} {a_turn(session)} than now, and gives {work}."

    return FormDialog(
        f"Working week: {team.title}",
        [NumberField("hours", "Hours", round(team.weekly_hours), low, high, 1, "hours a week")],
        lambda v: Overtime(team.id, float(number_of(v, "hours"))),
        "Until you change it again. Long weeks tire people, and past a point they gain nothing.",
        say,
    )


def open_site(session: Session, _: TeamFacts | None) -> FormDialog:
    """Set up a captive site."""
    facts, scenario = session.observation, session.game.scenario
    places = [Pick(place.id, place.name) for place in scenario.locations]
    fields = [Pick(d.id, d.title) for d in scenario.disciplines]

    def order(values: Values) -> OpenSite:
        place = text_of(values, "place") if "place" in values else scenario.locations[0].id
        field = text_of(values, "discipline") if "discipline" in values else (
            scenario.disciplines[0].id
        )  # fmt: skip
        return OpenSite(place, field, number_of(values, "heads"))

    def say(values: Values) -> str:
        wanted = order(values)
        site = staffing.new_site(facts, wanted)
        setup = narrate.money(staffing.site_setup(facts, wanted))
        pay = narrate.money(settle.upkeep(facts, site, wanted.heads, site.weekly_hours))
        run = narrate.money(settle.site_management(facts))
        word = a_turn(session)
        ready = narrate.turn_short(scenario, site.ready)
        return (
            f"Costs {setup} to set up and {hours_text(facts.rules.brief_site)} now; managing it "
            f"costs {run} {word} whatever its size. From {ready} on its people cost {pay} {word}."
        )

    where = "" if len(places) > 1 else f" In {places[0].text}." if places else ""
    return FormDialog(
        "Open a site abroad",
        [
            *one_of("place", "Where", places),
            *one_of("discipline", "For", fields),
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
        f"Its {team.heads} people are laid off, and their work is open again.",
        lambda v: f"Costs {due} in severance now; saves {narrate.money(saves)} {a_turn(session)}.",
    )


def _a_team(session: Session, team: TeamFacts | None) -> bool:
    return team is not None


def _a_site(session: Session, team: TeamFacts | None) -> bool:
    return team is not None and team.kind is Kind.SITE


def _places(session: Session, team: TeamFacts | None) -> bool:
    return bool(session.game.scenario.locations)


MENU = (
    MenuItem(Hire, ("h", "hire", "hire"), "Advertise posts in the selected team or site.",
             hire, _a_team),
    MenuItem(LayOff, ("l", "lay_off", "lay off"), "Lay off people of the selected team or site.",
             lay_off, _a_team),
    MenuItem(Train, ("t", "train", "train"), "Train people this turn.", train, _a_team),
    MenuItem(Overtime, ("v", "overtime", "overtime"), "Set the team's working week.",
             overtime, _a_team),
    MenuItem(OpenSite, ("s", "open_site", "open site"), "Set up a site of your own abroad.",
             open_site, _places),
    MenuItem(CloseSite, ("c", "close_site", "close site"), "Shut the selected site.",
             close_site, _a_site),
)  # fmt: skip
"""What can be ordered of the team or site that is selected."""
