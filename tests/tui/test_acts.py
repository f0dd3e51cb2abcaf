"""Forms state the cost of an order before it is given: the same sums the turn then books."""

import re

import pytest

from sim import forecast, narrate
from sim.engine.phases import judge
from sim.games.game import Game
from sim.model import orders as o
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import Account, Kind, Oversight
from sim.tui.orders import contract, staff
from sim.tui.orders.award import award_picks
from sim.tui.orders.form import FormDialog
from sim.tui.pages.desk.taskpanel import engagement_rows
from sim.tui.pages.suppliers import SuppliersScreen
from sim.tui.session import Session
from tests.builders import (
    a_busy_scenario,
    a_freelancer,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    award,
    engagement,
    play,
    runs,
    wait,
)
from tests.tui.player import at_the_desk

A = Account


def a_session(turns_played: int = 0) -> Session:
    game = Game.new(a_busy_scenario(), 5)
    wait(game, turns_played)
    return Session(game)


def said(form: FormDialog) -> str:
    assert form._describe is not None
    return form._describe(form.values)


def booked(session: Session, form: FormDialog, *accounts: Account) -> int:
    """What the turn books when the form is confirmed, compared with a turn without the order."""
    other = Game.replay(session.game.scenario, session.game.seed, session.game.log)
    other.submit(())
    session.game.submit((form.order,))
    mine, without = session.observation.balances, other.observation.balances
    return sum(mine[account] - without[account] for account in accounts)


@pytest.mark.parametrize(
    ("name", "number", "accounts"),
    [
        ("hire", 3, [A.RECRUITING]),
        ("lay_off", 3, [A.SEVERANCE]),
        ("train", 30, [A.TRAINING]),
        ("overtime", 44, [A.OVERTIME, A.BENEFITS, A.WORKPLACE]),
    ],
)
def test_a_form_about_a_team_says_what_is_booked(name, number, accounts):
    """Recruiting, severance and fees; for a longer week, everything it adds to a turn's bill."""
    session = a_session()
    form = getattr(staff, name)(session, session.observation.teams["crew"])
    (field,) = form.fields
    field.number = number
    text = said(form)
    due = booked(session, form, *accounts)
    assert due > 0
    assert f"Costs {narrate.money(due)} " in text


def test_a_site_costs_what_its_form_says_to_open_and_to_close():
    """Set-up cost and the hours it takes now; the cost of its people once they are there."""
    session = a_session()
    form = staff.open_site(session, None)
    assert [field.name for field in form.fields] == ["discipline", "heads"]  # there is one place
    text = said(form)
    assert f"Costs {narrate.money(booked(session, form, A.SITE_SETUP))} " in text
    assert "260 managers' hours" in text
    wait(session.game, 4)
    site = next(team for team in session.observation.teams.values() if team.kind is Kind.SITE)
    form = staff.close_site(session, site)
    text = said(form)
    assert f"Costs {narrate.money(booked(session, form, A.SEVERANCE))} " in text


def test_an_audit_costs_what_its_form_says():
    """The auditor's fee; the form also says what is known so far."""
    session = a_session()
    form = contract.audit(session, "tarn")
    text = said(form)
    assert f"Costs {narrate.money(booked(session, form, A.AUDITS))} " in text
    assert "give or take" in text


@pytest.mark.parametrize("clients", [1, 4])
def test_references_cost_and_tell_what_their_form_says(clients):
    """Managers' hours but no money; how uncertain the skill estimate is before and after."""
    session = Session(a_game(a_vendor("tarn"), a_function(), turns=8))
    form = contract.ask_references(session, "tarn")
    (field,) = form.fields
    assert (field.low, field.number, field.high) == (1, 3, 5)
    field.number = clients
    text, spread = said(form), forecast.believe(session.observation, "tarn", "skill").spread
    play(session.game, form.order)
    facts = session.observation
    assert text.startswith(f"Takes {facts.deal_hours:g} managers' hours, and no money; ")
    now = forecast.believe(facts, "tarn", "skill").spread
    assert f"give or take {100 * spread:.0f}; after that, give or take {100 * now:.0f}." in text


def test_ending_a_contract_names_the_fee_that_is_booked():
    """The notice period must be served: the fee covers what is left of the term after it."""
    session = a_session(turns_played=1)
    running = engagement(session.game, "desk")
    form = contract.end(session, [running])
    assert form.fields == ()  # only one provider, so no choice is asked
    text = said(form)
    fee = booked(session, form, A.TERMINATION_FEES)
    assert fee > 0
    assert f"a fee of {narrate.money(fee)} now" in text


def test_renewing_names_the_price_that_is_agreed():
    """When the new price starts and how long it binds; the desk says so while the old term runs."""
    session = a_session(turns_played=1)
    before = engagement(session.game, "desk")
    form = contract.renew(session, [before])
    text = said(form)
    session.game.submit((form.order,))
    after = engagement(session.game, "desk")
    assert after.renewal is not None
    assert after.price == before.price
    starts = narrate.turn_short(session.game.scenario, after.renewal.starts)
    price = f"{narrate.money(after.renewal.price)} fixed"
    assert f"From {starts} on they ask {price}" in text
    session = Session(session.game)
    rows = engagement_rows(session, engagement(session.game, "desk"), 120)
    assert f"{price} from {starts} on" in "\n".join(row.plain for row in rows)
    last = narrate.through(session.game.scenario, after.term_ends)
    assert f"Bound {last}" in text


def test_each_term_of_a_renewal_says_how_long_it_is():
    """The renewal's own length, not the running term's; and it says if it would begin after the
    game ends."""
    session = a_session(turns_played=1)
    running = engagement(session.game, "desk")
    (field,) = [one for one in contract.renew(session, [running]).fields if one.name == "term"]
    for pick in field.picks:
        assert pick.text.startswith(f"{pick.value} month"), pick.text
    session = Session(
        a_game(a_vendor(), a_function("desk"), runs("desk", "tarn", term=12), turns=6)
    )
    assert "after the end of the game" in said(
        contract.renew(session, [engagement(session.game, "desk")])
    )


def test_a_term_that_outlasts_the_game_says_so():
    """Awarded and renewed contracts say so in the same words, with the amount owed for the rest of
    the term; such a term can still be agreed. Any other term names its last turn."""
    session = Session(a_game(a_vendor(), a_function("desk"), turns=12))
    order = award(session.observation, "desk", "tarn", term=24)
    picks = award_picks(session, order, session.observation.offers[order.offer])["term"]
    assert [pick.text.split(" +")[0] for pick in picks][:3] == [
        "open-ended", "6 months, through m6", "12 months, through m12",
    ]  # fmt: skip
    outlasts = picks[3].text
    assert outlasts.startswith("24 months, through the end of the game, ")
    session.game.draft(order)
    session.end_turn()
    running = engagement(session.game, "desk")
    while not session.game.over:
        session.end_turn()
    owed = judge.exit_cost(session.observation)
    assert owed > 0
    assert f", {narrate.money(owed)} owed then" in outlasts
    session.go_back(2)
    form = contract.renew(session, [running])
    (field,) = form.fields
    assert all(" months, through the end of the game, " in pick.text for pick in field.picks)
    assert "Bound through the end of the game, " in said(form)


@pytest.mark.parametrize(("term", "text"), [(5, "m5"), (12, "m12"), (24, "the end of the game")])
def test_a_term_is_worded_the_same_everywhere(term, text):
    """On the desk, among the suppliers, in the report and when notice is given: by its last
    turn."""
    session = Session(a_game(a_vendor(), a_function("desk"), turns=12))
    play(session.game, award(session.observation, "desk", "tarn", term=term))
    running, through = engagement(session.game, "desk"), f"bound through {text}"
    desk = engagement_rows(session, running, 160)
    assert through in desk[1].plain
    assert through in said(contract.end(session, [running]))
    assert through in "".join(row.plain for row in SuppliersScreen.engaged(session, "tarn"))


def test_notice_is_worded_the_same_everywhere():
    """By the last turn of work: where notice is given, on the desk, among the suppliers and in the
    news; a provider that leaves at once has no notice to work through."""
    session = Session(a_game(a_vendor(), a_freelancer(), a_function("desk"),
                             a_function("calls", hours=40.0), runs("desk", "tarn"),
                             runs("calls", "silva")))  # fmt: skip
    desk, calls = (engagement(session.game, key) for key in ("desk", "calls"))
    told = said(contract.end(session, [desk]))
    report = play(session.game, (o.End(desk.id), o.End(calls.id)))
    facts = session.observation
    last = narrate.through(facts.scenario, facts.engagements[desk.id].ends)
    assert told.startswith(f"Works {last}.")
    now = facts.engagements[desk.id]
    assert f"works {last}" in engagement_rows(session, now, 160)[1].plain
    assert f"works {last}" in "".join(r.plain for r in SuppliersScreen.engaged(session, "tarn"))
    news = [narrate.happening(facts, h) for h in report.happenings]
    assert f"Desk (Tarn): notice given, works {last}" in news
    assert "Calls (Silva): notice given, left at once" in news


def test_oversight_says_what_each_level_takes_and_saves():
    """All four levels side by side, from the forecast, with the chosen one marked; the closer the
    oversight, the fewer faults get through."""
    session = a_session(turns_played=1)
    running = engagement(session.game, "desk")
    form = contract.oversee(session, [running])
    rows = said(form).splitlines()[1:5]
    faults = []
    for level, row in zip(Oversight, rows, strict=True):
        look = forecast.watch(session.observation, running, level)
        assert re.search(rf"{look.hours:.0f} h|{look.hours:.1f} h", row)
        assert row.startswith("›") is (level is running.terms.oversight)
        faults.append(look.faults)
    assert faults == sorted(faults, reverse=True)


def test_bringing_work_home_names_the_exit_fee():
    """The fee for ending the contract of the provider being replaced."""
    session = a_session(turns_played=1)
    facts = session.observation
    form = contract.bring_home(session, facts.tasks["desk"])
    text = said(form)
    fee = booked(session, form, A.TERMINATION_FEES)
    assert (f"a fee of {narrate.money(fee)}." in text) if fee else ("without a fee" in text)


async def test_after_the_game_nothing_can_be_ordered():
    """People and suppliers can still be viewed from the end of the game, but without their order
    keys."""
    async with at_the_desk(a_busy_scenario(turns=2)) as player:
        wait(player.game, 1)
        await player.press("2")
        assert "h hire" in player.text()
        await player.press("1", "n", "y", "enter")
        assert player.screen == "FinalScreen"
        player.app.look_at("people")
        await player.settle()
        assert "h hire" not in player.text()
        await player.press("h", "l", "t", "v", "s", "c")
        assert player.screen == "PeopleScreen"
        await player.press("3")
        assert "a audit" not in player.text()
        assert "r ask" not in player.text()
        await player.press("a", "r")
        assert player.screen == "SuppliersScreen"


def test_drafted_work_takes_free_hours():
    """A team's free hours exclude those its drafted work takes, and their breakdown says so."""
    session = Session(a_game(a_team("crew", heads=4), a_vendor(), a_project("shop", 300.0),
                             a_function("desk", 200.0), runs("desk", "crew")))  # fmt: skip
    free = session.board.free_hours("crew")
    session.game.draft(award(session.observation, "shop", "crew"))
    taken = free - session.board.free_hours("crew")
    assert taken == session.observation.offers["shop/crew"].crew
    told = session.explain(Figure(FigureKind.TEAM_FREE, "crew"))
    assert told.value == pytest.approx(100.0 * session.board.free_hours("crew"), abs=0.51)
    assert "Shop" in " ".join(part.label for part in told.parts)
    session.game.draft(award(session.observation, "desk", "tarn"))
    assert (
        session.board.free_hours("crew") > free - taken
    )  # hours of work handed over are free again
    session.game.undo()
    session.game.undo()
    assert session.board.free_hours("crew") == free


def test_drafted_work_displaces_other_work():
    """A second project for the same people displaces more than it would alone, and its breakdown
    says so; the offers keep their order."""
    session = Session(a_game(a_team("crew", heads=4), a_vendor(), a_project("shop", 900.0),
                             a_project("app", 900.0)))  # fmt: skip
    order = award(session.observation, "shop", "crew")
    before, offers = session.board.estimate(order).displaces, session.board.offers("shop")
    session.game.draft(award(session.observation, "app", "crew"))
    after = session.board.estimate(order).displaces
    assert after > before
    told = session.explain(Figure(FigureKind.OFFER_DISPLACES, order.offer))
    assert told.value == pytest.approx(100.0 * after, abs=0.51)
    assert session.board.offers("shop") == offers
    session.game.undo()
    assert session.board.estimate(order).displaces == before
