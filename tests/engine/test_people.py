"""Own people: hiring takes time, idle hours are paid, layoffs shake, knowledge comes by doing."""

import pytest

from sim.engine import requests
from sim.engine.orders import staffing
from sim.engine.phases import learn, settle, staff
from sim.engine.phases.staff import quit_rate
from sim.engine.record import Record
from sim.forecast import believe
from sim.games.game import Game
from sim.model.orders import Audit, CloseSite, Hire, LayOff, OpenSite, Oversee, Overtime, Train
from sim.model.report import HappeningKind
from sim.model.vocabulary import Account, IncidentKind, Mode, Oversight, Pricing
from sim.rules import load
from tests.builders import (
    CALM,
    FLAWLESS,
    a_client,
    a_discipline,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    award,
    engagement,
    home,
    play,
    runs,
    wait,
    world_of,
)

RULES = load().rules


def a_desk(hours: float = 400.0, heads: int = 4, rules=FLAWLESS, **changes) -> Game:
    """A team with a service that fills its time or more."""
    return a_game(
        a_team("crew", heads=heads, **changes),
        a_function(hours=hours),
        a_firm(cash=10**9),
        runs("desk", "crew"),
        turns=24,
        rules=rules,
    )


# -------------------------------------------------------------------------------------- hiring


def test_hiring_takes_time_and_costs():
    """Posts are paid for now and filled about six weeks later; nobody works before then."""
    game = a_desk()
    play(game, Hire("crew", 2))
    facts = game.observation
    assert facts.balances[Account.RECRUITING] > 0
    assert facts.teams["crew"].heads == 4
    turns = 0
    while game.observation.teams["crew"].heads == 4:
        play(game, None)
        turns += 1
    assert 1 <= turns <= 2
    assert game.observation.teams["crew"].heads == 6


def test_new_people_ramp_up_over_months():
    """Capacity after a hire rises turn by turn, and is whole after three to eight months."""
    game = a_desk(hours=2_000.0, morale=0.7)
    before = world_of(game).teams["crew"]
    play(game, Hire("crew", 4))
    capacities = []
    while len(capacities) < 9:
        play(game, None)
        team = game.observation.teams["crew"]
        if team.heads == 8:
            capacities.append(team.capacity)
    assert before.id == "crew"
    one = RULES.paid_hours_month * RULES.productive_share
    assert capacities[0] < 8 * one * 0.85
    assert capacities == sorted(capacities)
    assert capacities[3] > 8 * one * 0.85
    assert capacities[8] > 8 * one * 0.97


def test_who_has_learned_all_is_no_newcomer_any_more():
    """Where a turn is enough to find in, a hire counts in full from the next: never more."""
    game = a_desk(rules={**FLAWLESS, "hire_lead_months": 0.0, "ramp_months": 0.5})
    play(game, Hire("crew", 2), None)
    assert game.observation.teams["crew"].heads == 6
    assert game.observation.teams["crew"].novices == 0.0


def test_people_leave_and_take_knowledge_along():
    """Attrition really happens, is reported, and costs the firm knowledge."""
    game = a_desk(heads=40, rules={**FLAWLESS, "attrition": 1.0, "knowledge_growth": 0.0})
    knowledge = game.observation.knowledge["web"]
    reports = wait(game, 6)
    quits = [h for r in reports for h in r.happenings if h.kind is HappeningKind.QUIT]
    assert quits
    facts = game.observation
    assert facts.teams["crew"].heads == 40 - sum(h.amount for h in quits)
    assert facts.totals.quits == sum(h.amount for h in quits)
    assert facts.knowledge["web"] < knowledge


def test_unhappy_people_leave_more_often():
    """The share that leaves rises as morale falls."""
    rates = []
    for morale in (0.1, 0.4, 0.7):
        game = a_desk(rules={}, morale=morale)
        rates.append(quit_rate(world_of(game), world_of(game).teams["crew"]))
    assert rates[0] > rates[1] > rates[2] > 0.0


# --------------------------------------------------------------------------------------- layoffs


def test_layoffs_cost_severance_and_shake_those_who_stay():
    """Severance at once; the stayers give about an eighth less, are unhappier, and quit more."""
    calm, shaken = a_desk(heads=10, hours=2_000.0), a_desk(heads=10, hours=2_000.0)
    before = quit_rate(world_of(shaken), world_of(shaken).teams["crew"])
    play(calm, None)
    report = play(shaken, LayOff("crew", 2))
    assert [h.amount for h in report.happenings if h.kind is HappeningKind.LAID_OFF] == [2]
    facts = shaken.observation
    assert facts.balances[Account.SEVERANCE] > 0
    each = facts.teams["crew"].capacity / 8
    usual = calm.observation.teams["crew"].capacity / 10
    assert each == pytest.approx(usual * (1.0 - RULES.layoff_output), rel=0.03)
    assert facts.teams["crew"].morale < calm.observation.teams["crew"].morale
    world = world_of(a_desk(heads=10, rules={}))
    world.teams["crew"].downsized = 0.2
    assert quit_rate(world, world.teams["crew"]) > before


def test_the_shock_of_a_layoff_fades():
    """After about a year, output is back to what it was."""
    game = a_desk(heads=10, hours=2_000.0)
    play(game, LayOff("crew", 2))
    first = game.observation.teams["crew"].capacity
    wait(game, 14)
    assert game.observation.teams["crew"].shaken == 0.0
    assert game.observation.teams["crew"].capacity > first * 1.1


def test_a_layoff_shakes_for_a_year():
    """Those who stay deliver an eighth less for twelve months, then as much as before (V14)."""
    game = a_desk(heads=10, hours=2_000.0)
    play(game, LayOff("crew", 2))
    rules, months = game.rules, 1
    while staff.shock(rules, world_of(game).teams["crew"]) < 1.0:
        wait(game)
        months += 1
        assert months < 40
    assert months == rules.layoff_shock_months


def test_whoever_has_left_need_not_be_dismissed():
    """More notices than people leave a team empty, not negative."""
    game = a_desk(heads=3)
    world = world_of(game)
    staffing.lay_off(world, LayOff("crew", 5), Record())
    assert world.teams["crew"].heads == 0


def test_a_client_without_patience_leaves():
    """However good the firm's name is: there is no turn in which it changes its mind."""
    game = a_game(a_client("acme", patience=0.6), a_client("bolt"), a_firm(reputation=95.0))
    world_of(game).clients["acme"].patience = 0.0
    wait(game)
    assert game.observation.clients["acme"].lost == 1
    assert not game.observation.clients["bolt"].lost


def test_a_layoff_is_remembered_as_long_as_its_shock_lasts():
    """To the last part of a month, and no longer."""
    world = world_of(a_desk(heads=10))
    crew = world.teams["crew"]
    crew.shaken, crew.downsized = 1.5, 0.2
    learn.learn(world, Record())
    assert (crew.shaken, crew.downsized) == (0.5, 0.2)
    learn.learn(world, Record())
    assert (crew.shaken, crew.downsized) == (0.0, 0.0)


def test_who_was_laid_off_was_not_kept():
    """It lowers the count of people who have been there from the start."""
    game = a_desk(heads=10)
    play(game, LayOff("crew", 4))
    assert game.observation.teams["crew"].kept == 6


@pytest.mark.parametrize("steps", [(13,), (1,) * 13, (6, 7), (2, 1) * 4 + (1,)])
def test_who_goes_is_one_of_the_first_in_proportion(steps):
    """Ten people, and twenty who came later: of the seventeen left after thirteen have gone,
    equally many are from the first ten, in however many steps the thirteen went.
    """
    game = a_desk(heads=10)
    world = world_of(game)
    world.teams["crew"].heads += 20
    for heads in steps:
        staffing.lay_off(world, LayOff("crew", heads), Record())
    assert world.teams["crew"].heads == 17
    assert world.teams["crew"].kept == pytest.approx(10 * 17 / 30)


def test_whoever_leaves_goes_in_the_same_proportion():
    """By choice, for another offer or dismissed: one of thirty is a third of the ten."""
    kept = []
    for leave in (
        lambda world, crew: staff.depart(crew, 1, "left", Record()),
        lambda world, crew: requests.lose_key_person(world, crew, Record()),
        lambda world, crew: staffing.lay_off(world, LayOff("crew", 1), Record()),
    ):
        world = world_of(a_desk(heads=10))
        world.teams["crew"].heads += 20
        leave(world, world.teams["crew"])
        kept.append(world.teams["crew"].kept)
    assert kept == [pytest.approx(10 * 29 / 30)] * 3


# -------------------------------------------------------------------------------------- overtime


def test_overtime_gives_more_and_costs_more():
    """A longer week gets more done, at a premium, and wears people out."""
    calm, long = a_desk(hours=900.0), a_desk(hours=900.0)
    play(calm, None, None)
    play(long, Overtime("crew", 48.0), None)
    assert long.observation.tasks["desk"].done > calm.observation.tasks["desk"].done * 1.1
    assert calm.observation.balances[Account.OVERTIME] == 0
    assert long.observation.balances[Account.OVERTIME] > 0
    assert long.observation.teams["crew"].morale < calm.observation.teams["crew"].morale


def test_overtime_gives_less_and_less():
    """The step from 56 to 63 hours gives far less than the one from 41 to 48."""
    done = []
    for week in (41.0, 48.0, 56.0, 63.0):
        game = a_desk(hours=2_000.0)
        play(game, Overtime("crew", week))
        done.append(game.observation.tasks["desk"].done)
    assert done[1] - done[0] > 2.0 * (done[3] - done[2]) > 0.0


@pytest.mark.parametrize("months", [0.5, 1.0, 3.0])
def test_nobody_gets_more_tired_than_the_week_is_long(months):
    """A long week adds fatigue turn by turn up to its own level, however long a turn is."""
    game = a_game(a_team("crew"), a_firm(cash=10**10), turns=20, rules=FLAWLESS, turn_months=months)
    play(game, Overtime("crew", RULES.full_output_week))
    tired = []
    while not game.over:
        tired.append(game.observation.teams["crew"].tiredness)
        play(game, None)
    assert tired == sorted(tired)
    assert 0.0 < tired[0] <= 1.0
    assert tired[-1] == pytest.approx(1.0, abs=0.01)


# -------------------------------------------------------------------------------------- training


def test_training_teaches_and_is_missing_at_work():
    """Skill and knowledge rise; the hours are not worked, and fees are due."""
    idle, trained = a_desk(hours=900.0), a_desk(hours=900.0)
    play(idle, None)
    play(trained, Train("crew", 120.0))
    before, after = idle.observation, trained.observation
    assert after.teams["crew"].skill > before.teams["crew"].skill
    assert after.knowledge["web"] > before.knowledge["web"]
    assert after.teams["crew"].capacity == pytest.approx(before.teams["crew"].capacity - 120.0)
    assert after.balances[Account.TRAINING] > 0


# ------------------------------------------------------------------------------------ idle, captive


def test_idle_people_are_paid():
    """A team without work costs as much in wages as one with work."""
    busy = a_desk(hours=400.0)
    idle = a_game(a_team("crew", heads=4), a_firm(cash=10**9), turns=24, rules=FLAWLESS)
    for game in (busy, idle):
        wait(game, 3)
    assert idle.observation.balances[Account.WAGES] == busy.observation.balances[Account.WAGES] > 0


def a_site(**rules: float) -> Game:
    """A firm with a site on its way, and its crew at work at home."""
    game = a_game(
        a_place("coast", attrition=0.0),
        a_vendor("dhara", location="coast"),
        a_function(),
        a_firm(cash=10**10, manager_hours=2_000.0),
        turns=36,
        rules={**FLAWLESS, **rules},
    )
    play(game, OpenSite("coast", "web", 4))
    return game


def test_a_site_takes_time_to_set_up():
    """Paid for at once, with a long lead; no hours before its people are there."""
    game = a_site()
    facts = game.observation
    assert facts.balances[Account.SITE_SETUP] > 0
    assert facts.teams["site-coast-web"].heads == 0
    turns = 1
    while game.observation.teams["site-coast-web"].heads == 0:
        play(game, None)
        turns += 1
    assert turns >= 3
    assert game.observation.teams["site-coast-web"].heads == 4


def test_a_captive_is_paid_when_idle_and_a_vendor_is_not():
    """Own people abroad cost wages and management whether they work or not."""
    game = a_site()
    wait(game, 6)
    facts = game.observation
    assert facts.balances[Account.WAGES] > 0
    assert facts.balances[Account.SITE_MANAGEMENT] > 0
    assert facts.balances[Account.VENDORS] == 0


def test_wages_of_a_site_rise_as_they_do_in_its_place():
    """Year by year at that place's growth, whatever wages at home do."""
    wages = []
    for growth in (0.0, 0.12):
        game = a_game(
            a_place("coast", wage_growth=growth),
            a_team("crew"),
            a_firm(cash=10**10),
            turns=24,
            rules={**FLAWLESS, "wage_growth": 0.5},
        )
        play(game, OpenSite("coast", "web", 4))
        wait(game, 12)
        wages.append(game.observation.teams["site-coast-web"].wage)
    assert wages[1] == pytest.approx(wages[0] * 1.01**13)


def test_a_captive_and_a_vendor_abroad_are_both_offshore():
    """Who and where are two choices: the mode is the same, the ways are not."""
    game = a_site()
    wait(game, 3)
    offers = game.observation.offers
    site, vendor = offers["desk/site-coast-web"], offers["desk/dhara"]
    assert site.mode is vendor.mode is Mode.OFFSHORE
    assert [quote.pricing for quote in site.quotes] == [Pricing.OWN]
    assert site.quotes[0].amount == 0
    assert vendor.quotes[0].amount > 0


def test_a_captive_asks_most_of_managers():
    """Direct oversight stays with the firm."""
    hours = {}
    for provider in ("site-coast-web", "dhara"):
        game = a_site()
        wait(game, 3)
        play(game, award(game.observation, "desk", provider))
        hours[provider] = engagement(game, "desk").oversight_hours
    assert hours["site-coast-web"] > hours["dhara"]


def test_a_site_that_stands_begins_at_once():
    """Only a site still being set up has a waiting time; nobody begins before they sign."""
    leads = []
    for turns in (0, 3, 8):
        game = a_site()
        wait(game, turns)
        play(game, award(game.observation, "desk", "site-coast-web"))
        leads.append(engagement(game, "desk").lead)
    assert leads[0] > 0
    assert leads[1:] == [0, 0]


def test_a_site_can_be_closed_and_opened_again():
    """Its people are laid off with severance, its work is open again; a new one may be set up."""
    game = a_site()
    wait(game, 3)
    play(game, award(game.observation, "desk", "site-coast-web"))
    play(game, CloseSite("site-coast-web"))
    facts = game.observation
    assert facts.tasks["desk"].engagements == ()
    assert facts.balances[Account.SEVERANCE] > 0
    assert "desk/site-coast-web" not in facts.offers
    play(game, OpenSite("coast", "web", 2))
    assert game.observation.teams["site-coast-web"].arriving


# -------------------------------------------------------------------------------------- knowledge


def away(turns: int) -> Game:
    """A firm whose only work in a discipline has been outside for some turns."""
    game = a_game(
        a_discipline("web", knowledge=0.8),
        a_team("crew"),
        a_vendor("tarn"),
        a_function(),
        a_firm(cash=10**10),
        runs("desk", "tarn"),
        turns=48,
        rules=CALM,
    )
    wait(game, turns)
    return game


def test_knowledge_fades_when_work_is_outside():
    """Month by month the firm forgets how it is done."""
    known = [away(turns).observation.knowledge["web"] for turns in (0, 6, 18)]
    assert known[0] > known[1] > known[2]


def test_knowledge_grows_when_work_is_inside():
    """It comes by doing."""
    game = a_desk(hours=400.0)
    before = game.observation.knowledge["web"]
    wait(game, 6)
    assert game.observation.knowledge["web"] > before


def test_routine_work_that_goes_out_takes_little_knowledge_along():
    """As long as firm-specific work is done inside, nobody forgets it for lack of routine work."""
    known = []
    for need in (0.0, 1.0):
        game = a_game(
            a_discipline("web", knowledge=0.8),
            a_team("crew"),
            a_vendor("tarn"),
            a_function("core", hours=300.0, knowledge=1.0),
            a_function("desk", hours=300.0, knowledge=need),
            a_firm(cash=10**10),
            runs("core", "crew"),
            runs("desk", "tarn"),
            rules=CALM,
        )
        wait(game, 6)
        known.append(game.observation.knowledge["web"])
    assert known[0] > known[1]
    assert known[0] > 0.8


def test_work_that_comes_home_brings_knowledge_back():
    """Insourcing: the team takes over, the vendor goes, and knowledge grows again."""
    game = away(12)
    low = game.observation.knowledge["web"]
    play(game, home("desk", "crew"))
    wait(game, 6)
    assert engagement(game, "desk").provider == "crew"
    assert game.observation.knowledge["web"] > low


def test_who_has_forgotten_the_work_is_slower_to_take_it_back():
    """The longer it was away, the more hours own people need for it."""
    hours = []
    for turns in (1, 24):
        game = away(turns)
        play(game, home("desk", "crew"), None, None)
        running = game.observation.engagements["desk/crew"]
        hours.append(running.quoted_hours)
    assert hours[1] >= hours[0]


def test_own_experience_shows_what_a_provider_is_like():
    """The estimate of a skill comes nearer to the truth with each month of work together."""
    game = a_game(
        a_vendor("tarn", skill=0.9), a_function(), a_firm(cash=10**10), turns=36, rules=CALM
    )
    first = believe(game.observation, "tarn", "skill")
    play(game, award(game.observation, "desk", "tarn"))
    wait(game, 20)
    later = believe(game.observation, "tarn", "skill")
    assert later.spread < first.spread
    assert abs(later.mean - 0.9) < abs(first.mean - 0.9)


def test_an_audit_shows_what_a_provider_is_like():
    """A paid look informs at once, warns of weak finances, and takes managers' hours."""
    game = a_game(a_vendor("tarn", skill=0.9, health=0.0), a_function(), rules=CALM)
    first = believe(game.observation, "tarn", "skill")
    play(game, Audit("tarn"))
    facts = game.observation
    found = believe(facts, "tarn", "skill")
    assert found.spread < 0.5 * first.spread
    assert abs(found.mean - 0.9) < abs(first.mean - 0.9)
    assert facts.providers["tarn"].warned
    assert facts.balances[Account.AUDITS] > 0
    assert facts.deal_hours > 0.0


# -------------------------------------------------------------------------------------- oversight


def test_overload_hurts_everybody_and_wears_managers_out():
    """With too few hours all get an equal share, work slips, and later there are fewer hours."""
    plenty, short = [
        a_game(
            a_team("crew", heads=8),
            a_function(hours=900.0),
            a_firm(manager_hours=hours, cash=10**9),
            runs("desk", "crew", oversight=Oversight.CLOSE),
            rules=FLAWLESS,
        )
        for hours in (400.0, 12.0)
    ]
    for game in (plenty, short):
        wait(game, 3)
    assert plenty.observation.attention == 1.0
    assert 0.0 < short.observation.attention < 1.0
    assert short.observation.fatigue > plenty.observation.fatigue == 0.0
    assert short.observation.manager_hours < 12.0
    assert short.observation.tasks["desk"].done < plenty.observation.tasks["desk"].done
    assert short.observation.history[-1].oversight_load > 1.0


def test_load_is_told_up_to_ten_times_the_hours_there_are():
    """If there are hardly any hours, or none, it is at its maximum; no demand is no load."""
    loads = []
    for hours, busy in ((0.01, True), (0.0, True), (0.0, False)):
        game = a_game(
            a_team("crew"),
            a_function(),
            a_firm(cash=10**9, manager_hours=hours),
            *([runs("desk", "crew")] if busy else []),
            rules=FLAWLESS,
        )
        play(game, None)
        loads.append(game.observation.history[-1].oversight_load)
    assert loads == [10.0, 10.0, 0.0]


def test_too_many_cooks():
    """Two at one project get in each other's way: each takes so much longer for an hour's work."""
    took = []
    for others in ((), ("pair",)):
        game = a_game(
            a_team("crew", heads=20),
            a_team("pair", heads=20),
            a_project("shop", hours=2_000.0, deadline=11),
            rules=FLAWLESS,
        )
        facts = game.observation
        beside = [award(facts, "shop", team, beside=True) for team in others]
        play(game, [award(facts, "shop", "crew"), *beside])
        crew = game.observation.engagements["shop/crew"]
        took.append(crew.turn_hours / crew.turn_done)
    assert took[1] == pytest.approx(took[0] * (1.0 + RULES.brooks))


def test_more_oversight_catches_more():
    """The closer the look, the fewer defects come through."""
    through = []
    for level in Oversight:
        game = a_game(
            a_vendor("tarn", skill=0.3, alignment=0.4),
            a_function(hours=900.0),
            a_firm(cash=10**10, manager_hours=2_000.0),
            runs("desk", "tarn", oversight=level),
            rules={**CALM, "defect_rate": 0.02},
        )
        wait(game, 8)
        through.append(engagement(game, "desk").surfaced)
    assert through[0] > through[2] > through[3]


def test_the_level_can_be_changed():
    """An order to look closer asks for more hours from this turn on."""
    game = a_desk()
    play(game, None)
    before = engagement(game, "desk").oversight_wanted
    play(game, Oversee("desk/crew", Oversight.CLOSE))
    assert engagement(game, "desk").oversight_wanted > before


def test_trust_makes_oversight_lighter():
    """Good work together lets managers look less."""
    game = a_game(
        a_vendor("tarn", skill=0.9), a_function(), a_firm(cash=10**10), turns=30, rules=FLAWLESS
    )
    play(game, award(game.observation, "desk", "tarn"))
    first = engagement(game, "desk").oversight_wanted
    wait(game, 15)
    assert game.observation.providers["tarn"].trust > 0.3
    assert engagement(game, "desk").oversight_wanted < first


def test_side_work_displaces_core_work():
    """Own hours go to whoever asks: a side project takes them from the service."""
    alone, beside = [
        a_game(
            a_team("crew", heads=2),
            a_function(hours=240.0),
            a_project(hours=500.0, deadline=6),
            runs("desk", "crew"),
            rules=FLAWLESS,
        )
        for _ in range(2)
    ]
    play(alone, None, None)
    play(beside, award(beside.observation, "shop", "crew"), None)
    assert beside.observation.tasks["desk"].service < alone.observation.tasks["desk"].service


def test_a_freelancer_is_one_person():
    """A bidder for more than one person's hours cannot supply them; most do not bid."""
    game = a_game(
        a_freelancer("silva"), a_function(hours=260.0), a_firm(cash=10**9), rules=FLAWLESS
    )
    offer = game.observation.offers.get("desk/silva")
    if offer is not None:
        assert offer.crew <= RULES.paid_hours_month
        play(game, award(game.observation, "desk", "silva"))
        wait(game, 5)
        assert game.observation.tasks["desk"].service < 0.9
    game = a_game(a_freelancer("silva"), a_function(hours=2_000.0))
    assert "desk/silva" not in game.observation.offers


def test_benefits_are_a_share_of_wages():
    """Of those for extra hours, too; the workplace is one of both."""
    game = a_game(a_team(heads=10), a_project())
    facts = game.observation
    paid = dict(settle.payroll(facts, facts.teams["crew"], 10, 50.0))
    wages = paid[Account.WAGES]
    assert paid[Account.OVERTIME] > 0
    assert paid[Account.BENEFITS] == pytest.approx(
        (wages + paid[Account.OVERTIME]) * RULES.benefits, abs=1
    )
    assert paid[Account.WORKPLACE] == pytest.approx(
        (wages + paid[Account.BENEFITS]) * RULES.workplace, abs=1
    )


def test_an_hour_of_training_teaches_the_less_the_more_share_it():
    """Nor does it teach much to skilled people, or what the firm already knows."""

    def gains(hours: float, heads: int, skill: float, knowledge: float) -> tuple[float, float]:
        game = a_game(
            a_discipline("web", knowledge=knowledge), a_team(heads=heads, skill=skill), a_project()
        )
        return learn.trained(game.observation, game.observation.teams["crew"], hours)

    skill, known = gains(60.0, 3, 0.6, 0.2)
    assert skill == pytest.approx(RULES.training_gain * 20.0 * 0.4)
    assert known == pytest.approx(RULES.knowledge_training * 20.0 * 0.8)
    assert gains(60.0, 6, 0.6, 0.2) == pytest.approx((skill / 2.0, known / 2.0))
    assert gains(60.0, 3, 1.0, 1.0) == (0.0, 0.0)


@pytest.mark.parametrize("months", [0.5, 1.0, 2.0])
def test_practice_lifts_skill_towards_its_end(months):
    """In a team that is always busy, at a rate per month; morale returns to normal."""
    game = a_game(
        a_team(), a_function(hours=9_000.0), a_firm(cash=10**10), runs("desk", "crew"),
        turn_months=months, rules={**FLAWLESS, "practice_gain": 0.01},
    )  # fmt: skip
    team = world_of(game).teams["crew"]
    skill, team.morale = team.skill, 0.9
    wait(game)
    rules, after = game.rules, game.observation.teams["crew"]
    assert after.skill - skill == pytest.approx(0.01 * months * (1.0 - skill))
    back = (rules.usual_morale - 0.9) * min(1.0, rules.morale_recovery * months)
    assert after.morale == pytest.approx(0.9 + back)


def test_a_frail_vendor_goes_under_sooner_or_later():
    """By chance, without anybody having planned it."""
    game = a_game(
        a_vendor(health=0.0), a_function(), runs("desk", "tarn"), turns=24,
        rules={**CALM, "vendor_failure_year": 1.0},
    )  # fmt: skip
    wait(game, 24)
    kinds = [incident.kind for incident in game.observation.incidents]
    assert IncidentKind.VENDOR_FAILURE in kinds
