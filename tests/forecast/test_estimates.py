"""Given the true values, an estimate states what the engine then does.

The truth is what is hidden from a player: exact traits, without spread.
"""

import attrs
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.engine import formulas
from sim.engine.losses import limits
from sim.engine.orders import awards
from sim.engine.phases import oversee, review, settle, staff
from sim.engine.record import Record
from sim.forecast import (
    capacity,
    default_terms,
    escrow_fee,
    estimate,
    free_hours,
    planned_hours,
    recoverable,
    wanted,
    watch,
)
from sim.forecast.belief import believe
from sim.forecast.capacity import attention_with
from sim.forecast.costs import bill, course_of_wages, missing_while_ramping, team_hour
from sim.forecast.outcomes import Costs
from sim.forecast.risk import MEAN_SEVERITY, Case, Risk
from sim.forecast.terms import horizon
from sim.games.game import Game
from sim.model.orders import Award, OpenSite, Oversee
from sim.model.report import Incident
from sim.model.vocabulary import Account, Clause, IncidentKind, Oversight, Pricing, Sla
from sim.model.world import Observation
from tests import strategies
from tests.builders import (
    CALM,
    FLAWLESS,
    a_busy_scenario,
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
    play,
    play_out,
    runs,
    wait,
    world_of,
)

VENDOR_FAILURE = IncidentKind.VENDOR_FAILURE

CERTAIN = 1e12
"""Weight of experience beside which no prior counts."""

RICH = a_firm(cash=10**11, manager_hours=4_000.0)

shares = st.floats(0.0, 1.0)


def truthful(game: Game) -> Observation:
    """The known facts, with the providers' true skill."""
    facts = game.observation
    providers = {key: provider.copy() for key, provider in facts.providers.items()}
    for key, provider in providers.items():
        provider.skill_weight = CERTAIN
        provider.skill_seen = CERTAIN * world_of(game).secrets.traits[key].skill
    return evolve(facts, providers=providers)


def paid(game: Game, account: Account) -> int:
    """What one turn adds to an account."""
    before = game.observation.balances[account]
    wait(game)
    return game.observation.balances[account] - before


# ------------------------------------------------------------------------------------- own people


@settings(max_examples=20)
@given(strategies.scenarios(), strategies.seeds)
def test_a_teams_estimated_hours_are_its_capacity(scenario, seed):
    """Holds once all hires have arrived and settled in, with normal morale and no training."""
    world = world_of(play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed))
    for key, team in world.teams.items():
        team.arriving, team.novices, team.training, team.shaken = (), 0.0, 0.0, 0.0
        team.morale = world.rules.usual_morale
        assert capacity(world, key) == pytest.approx(staff.capacity(world, team))


@given(st.floats(50.0, 300.0), shares, shares)
def test_own_people_take_the_planned_hours(hours, complexity, knowledge):
    """For a service in a calm turn; free hours are what remains."""
    desk = a_function(hours=hours, complexity=complexity, knowledge=knowledge)
    game = a_game(a_team(heads=9), desk, runs("desk", "crew"), rules=FLAWLESS)
    planned = planned_hours(game.observation, engagement(game, "desk"))
    free = free_hours(game.observation, "crew")
    wait(game)
    assert engagement(game, "desk").turn_hours == pytest.approx(planned, rel=0.03)
    assert planned + free == pytest.approx(capacity(game.observation, "crew"))


def test_an_hour_of_own_people_costs_what_they_are_paid():
    """Total cost over hours: at home, and at a site, where its managers are added."""
    game = a_game(RICH, a_place(), a_team(), a_project(), rules=CALM, turns=12)
    play(game, OpenSite("coast", "web", 5), *(None,) * 6)
    facts = game.observation
    assert len(facts.teams) == 2
    for key, team in facts.teams.items():
        heads = 1_000
        spent = settle.upkeep(facts, team, heads, facts.rules.normal_week)
        hours = heads * facts.rules.paid_hours_month * facts.rules.productive_share
        assert team_hour(facts, key) == pytest.approx(spent / hours)


@pytest.mark.parametrize("growth", [0.0, 0.03, 0.12])
def test_wages_rise_as_in_the_game(growth):
    """The mean wages paid over a year, relative to those of the first turn."""
    rules = {**FLAWLESS, "wage_growth": growth}
    game = a_game(RICH, a_team(heads=50), a_project(), rules=rules, turns=14)
    expected = course_of_wages(game.observation, None, 12)
    wages = [paid(game, Account.WAGES) for _ in range(12)]
    assert sum(wages) / 12 / wages[0] == pytest.approx(expected, rel=1e-4)


# --------------------------------------------------------------------------------------- oversight


@settings(max_examples=20)
@given(shares, st.sampled_from(Oversight), st.floats(5.0, 200.0))
def test_the_attention_left_after_an_award_is_as_estimated(complexity, level, managers):
    """In the turns after those of choosing, everyone gets the same share of what they need."""
    game = a_game(
        a_firm(cash=10**11, manager_hours=managers), a_team(), a_vendor(),
        a_function("mail", complexity=complexity), a_function(), runs("mail", "crew"),
        rules={**FLAWLESS, "fatigue_rise": 0.0},
    )  # fmt: skip
    order = award(game.observation, "desk", "tarn", oversight=level)
    asked = wanted(game.observation, order, level)
    share = attention_with(game.observation, asked)
    play(game, order, None)
    now = engagement(game, "desk")
    assert now.oversight_wanted == pytest.approx(asked, rel=0.05)  # a little trust has grown
    assert world_of(game).attention == pytest.approx(share, rel=0.05)


@pytest.mark.parametrize("level", Oversight)
def test_another_oversight_level_needs_the_estimated_hours(level):
    """For an engagement that is already running."""
    game = a_game(RICH, a_vendor(), a_function(), runs("desk", "tarn"), rules=FLAWLESS)
    now = engagement(game, "desk")
    said = watch(game.observation, now, level).hours
    play(game, () if level is now.terms.oversight else Oversee(now.id, level))
    assert engagement(game, "desk").oversight_wanted == pytest.approx(said)


# ------------------------------------------------------------------------------ invoices and terms


@settings(max_examples=25)
@given(shares, shares, st.sampled_from(Oversight), st.sampled_from(["tarn", "silva"]), st.data())
def test_a_turns_bill_is_what_is_invoiced(skill, alignment, level, who, data):
    """The price, unchecked hours and the marketplace's fee, all for the hours worked."""
    traits = {"skill": skill, "alignment": alignment}
    game = a_game(
        RICH, a_vendor(**traits), a_freelancer(**traits), a_function(hours=60.0), rules=FLAWLESS
    )
    offers = [one for one in game.observation.offers.values() if one.provider == who]
    if not offers:
        return
    prices = {quote.pricing for quote in offers[0].quotes} - {Pricing.PERFORMANCE}
    pricing = data.draw(st.sampled_from(sorted(prices)))
    play(game, award(game.observation, "desk", who, pricing=pricing, oversight=level), *(None,) * 3)
    before = engagement(game, "desk").paid
    wait(game)
    now, world = engagement(game, "desk"), world_of(game)
    hidden = world.secrets.hidden[now.id].alignment
    watched = review.watched(world, now)
    billed = bill(game.observation, now, now.turn_hours, hidden, watched, bonus=0.0)
    assert now.paid - before == pytest.approx(billed, abs=2.0)


def test_a_projects_bill_is_what_is_invoiced():
    """A clearly specified fixed-price project, from first to last part, with the platform's cut."""
    for escrow in (False, True):
        game = a_game(RICH, a_freelancer(), a_project(hours=300.0), rules=FLAWLESS)
        order = award(game.observation, "shop", "silva", pricing=Pricing.FIXED, escrow=escrow)
        offer = game.observation.offers["shop/silva"]
        signed = awards.engagement_of(game.observation, offer, order.terms)
        billed = bill(game.observation, signed, signed.quoted_hours, 1.0, 1.0, bonus=0.0)
        fee = escrow_fee(game.observation, order) if escrow else 0
        play(game, order, *(None,) * 8)
        (past,) = game.observation.past.values()
        assert past.paid == pytest.approx(billed, abs=2.0)
        plain = evolve(signed, terms=evolve(signed.terms, escrow=False))
        without = bill(game.observation, plain, signed.quoted_hours, 1.0, 1.0, bonus=0.0)
        assert billed - without == pytest.approx(fee, abs=1.0)


# ------------------------------------------------------------------------------- faults and losses


@settings(max_examples=25)
@given(shares, shares, shares, st.sampled_from(Oversight), st.sampled_from(Sla))
def test_faults_are_those_that_are_let_through(skill, alignment, complexity, level, sla):
    """The engine's faults per hour of work, less those that oversight finds."""
    game = a_game(
        RICH, a_vendor(skill=skill, alignment=alignment), a_team(),
        a_function(complexity=complexity), runs("desk", "tarn", oversight=level, sla=sla),
        rules=CALM,
    )  # fmt: skip
    wait(game)
    world = world_of(game)
    (now,) = world.engagements.values()
    hidden = world.secrets.hidden[now.id]
    case = Case(hidden.skill, 1.0, 0.5, 1.0, 1.0)
    risk = Risk(game.observation, now, hidden.alignment, world.attention, now.terms.oversight)
    faults = risk.faults(case, 1e6)
    hidden.defects, now.turn_done, now.turn_hours = 0, 1e6, 0.0
    review.review(world, Record())
    assert faults == pytest.approx(hidden.defects, rel=0.05, abs=20.0)


def test_a_clause_recovers_the_estimated_sum():
    """For a loss larger than all limits: the warranty and the liability of a contract."""
    game = a_game(
        RICH, a_vendor(skill=0.3, subcontracts=0.0),
        a_function(hours=600.0, complexity=1.0, visibility=1.0), turns=24,
        rules={**CALM, "defect_rate": 1.0, "rework_hours": 50.0},
    )  # fmt: skip
    order = award(
        game.observation, "desk", "tarn", pricing=Pricing.FIXED, liability=True, sla=Sla.STRICT,
        oversight=Oversight.NONE,
    )  # fmt: skip
    said = recoverable(game.observation, order)
    assert set(said) == {Clause.WARRANTY, Clause.LIABILITY, Clause.SERVICE_CREDIT}
    play(game, order, *(None,) * 9)
    given_back = dict.fromkeys(said, 0)
    for incident in game.observation.incidents:
        for recovery in incident.recovered:
            given_back[recovery.clause] = max(given_back[recovery.clause], recovery.amount)
    for clause, most in said.items():
        assert given_back[clause] == pytest.approx(most, rel=1e-3), clause
    assert limits(game.observation, engagement(game, "desk")) == pytest.approx(said)


def test_a_middling_late_defect_costs_the_mean():
    """The one quantile that stands for all of them where only the mean matters."""
    rules = a_game().observation.rules
    many = [formulas.late_cost(rules, (place + 0.5) / 10_000) for place in range(10_000)]
    mean = sum(many) / len(many)
    assert formulas.late_cost(rules, MEAN_SEVERITY) == pytest.approx(mean, rel=2e-3)


# --------------------------------------------------------------------------- estimates as a whole


def mid_of(game: Game, provider: str, **terms: object):
    facts = truthful(game)
    offer = facts.offers[f"desk/{provider}"]
    order = Award("desk", offer.id, evolve(default_terms(facts, offer), **terms))
    return order, estimate(facts, order)


@settings(max_examples=20)
@given(shares, shares, shares)
def test_quality_is_what_customers_see(skill, complexity, visibility):
    """Work without faults once it is up to speed: by skill, and by who deals with the customers."""
    desk = a_function(complexity=complexity, visibility=visibility)
    for provider in (a_vendor("who", skill=skill), a_team("who", heads=20, skill=skill)):
        game = a_game(RICH, provider, desk, rules=FLAWLESS)
        order, seen = mid_of(game, "who")
        play(game, order, *(None,) * 5)
        if game.observation.tasks["desk"].service == 1.0 and seen.service.mid == 1.0:
            # own people learn on the job
            assert game.observation.tasks["desk"].quality == pytest.approx(seen.quality.mid, abs=1)


@pytest.mark.parametrize("who", ["crew", "tarn"])
def test_knowledge_changes_as_estimated(who):
    """The gain or loss over a year of the work is twelve times a month's."""
    game = a_game(
        RICH, a_discipline("web", knowledge=0.5), a_team(), a_vendor(), a_function(),
        runs("desk", who), rules=FLAWLESS,
    )  # fmt: skip
    _, seen = mid_of(game, who)
    wait(game)
    assert 12.0 * (game.observation.knowledge["web"] - 0.5) == pytest.approx(seen.knowledge)


@pytest.mark.parametrize("who", ["crew", "tarn", "silva"])
def test_a_project_finishes_when_estimated(who):
    """In a calm firm with a provider of known skill: the turn, nearly, and the price."""
    game = a_game(RICH, a_team(), a_vendor(), a_freelancer(), a_project("desk"), rules=FLAWLESS)
    order, seen = mid_of(game, who)
    assert believe(truthful(game), who, "skill").spread < 0.03
    play(game, order, *(None,) * 11)
    delivered = game.observation.tasks["desk"].delivered
    assert delivered is not None
    assert abs(delivered - seen.finish.mid) <= 1.0


@settings(max_examples=20)
@given(strategies.scenarios(), strategies.seeds)
def test_a_service_is_needed_for_as_long_as_estimated(scenario, seed):
    """The estimate's remaining turns are those in which the game asks for the service."""
    game = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed)
    facts = game.observation
    for task in facts.tasks.values():
        last = min(task.spec.until or facts.scenario.turns, facts.scenario.turns)
        assert horizon(facts, task.spec) == max(1, last - facts.turn + 1)


def test_managers_need_the_hours_of_all_running_work():
    """For an award alongside running work, the hours required are the sum of both."""
    game = play_out(Game.new(a_busy_scenario(), 3), turns=3, seed=3)
    facts = game.observation
    assert facts.promised >= 0.0
    for one in facts.engagements.values():
        seen = watch(facts, one, one.terms.oversight)
        assert seen.hours == pytest.approx(oversee.wanted_hours(facts, one))


# ------------------------------------------------------------------------------- what else it costs


@pytest.mark.parametrize("who", ["crew", "tarn", "silva"])
def test_choosing_costs_what_was_estimated(who):
    """Managers' hours at cost, and for outsiders the amount booked for the selection."""
    game = a_game(RICH, a_team(heads=9), a_vendor(), a_freelancer(), a_project(hours=300.0))
    order = award(game.observation, "shop", who)
    said = estimate(game.observation, order).middle.costs
    play(game, order)
    facts = game.observation
    rules, wage = facts.rules, facts.scenario.firm.manager_wage
    hours = facts.deal_hours * wage * (1.0 + rules.benefits) * (1.0 + rules.workplace)
    booked = facts.balances[Account.SELECTION]
    assert said.choosing == pytest.approx(hours + booked, abs=1.0)
    assert (booked > 0) is (who != "crew")


@pytest.mark.parametrize("deadline", [1, 2, 3, 30])
def test_lateness_costs_what_was_estimated(deadline):
    """The penalty per turn late; part of a turn in the estimate is a full turn in the game."""
    game = a_game(
        RICH, a_team(heads=2),
        a_project(hours=900.0, deadline=deadline, penalty=10_000, clarity=1.0), turns=24,
        rules={**FLAWLESS, "give_up_turns": 60.0},
    )  # fmt: skip
    order = award(game.observation, "shop", "crew")
    said = estimate(game.observation, order).middle.costs.lateness
    play(game, order, *(None,) * 20)
    assert game.observation.tasks["shop"].delivered
    paid = game.observation.balances[Account.PENALTIES]
    assert paid == pytest.approx(said, abs=10_000.0)
    assert (paid > 0) is (deadline < 30)


def test_a_failing_vendor_costs_what_was_estimated():
    """Averaged over many firms, within half a year."""
    rules = {**FLAWLESS, "vendor_failure_year": 0.5}
    lost = said = 0.0
    seeds = 400
    for seed in range(seeds):
        game = a_game(
            RICH, a_vendor(health=None), a_function(), runs("desk", "tarn"),
            turn_months=6.0, rules=rules, seed=seed,
        )  # fmt: skip
        facts = game.observation
        case = Case(1.0, 1.0, 0.5, 1.0, 1.0)
        now = engagement(game, "desk")
        risk = Risk(facts, now, 1.0, 1.0, now.terms.oversight)
        said += risk.losses(case, 0.0, 1.0, ())
        wait(game)
        failed = [one for one in game.observation.incidents if one.kind is VENDOR_FAILURE]
        lost += sum(one.loss for one in failed)
    assert lost > 0.0
    assert lost == pytest.approx(said, rel=0.2)


@settings(max_examples=20)
@given(shares, shares)
def test_a_bonus_is_expected_where_it_is_paid(skill, complexity):
    """On a service at full pace: each turn's invoice has it if quality reaches the level."""
    desk = a_function(complexity=complexity, hours=60.0)
    game = a_game(RICH, a_vendor("who", skill=skill), desk, rules=FLAWLESS)
    order, seen = mid_of(game, "who", pricing=Pricing.PERFORMANCE)
    level = 100.0 * game.observation.rules.performance_level
    assume(abs(seen.quality.mid - level) > 0.1)
    play(game, order, *(None,) * 5)
    before = engagement(game, "desk").paid
    wait(game)
    now = engagement(game, "desk")
    rewarded = 1.0 + game.observation.rules.performance_bonus * (seen.quality.mid > level)
    assert now.paid - before == pytest.approx(now.price * now.turn_hours * rewarded, abs=1.0)
    assert seen.pays.mid == pytest.approx(now.price * seen.middle.takes * rewarded)


@pytest.mark.parametrize("skill", [0.1, 0.9])
def test_a_projects_bonus_is_for_all_of_its_hours(skill):
    """It is decided on acceptance, by the quality of the work."""
    shop = a_project(hours=1_500.0, complexity=0.3)
    game = a_game(RICH, a_vendor(skill=skill), shop, rules=FLAWLESS)
    order = award(game.observation, "shop", "tarn", pricing=Pricing.PERFORMANCE)
    play(game, order, *(None,) * 8)
    (past,), facts = game.observation.past.values(), game.observation
    earned = facts.tasks["shop"].quality >= 100.0 * facts.rules.performance_level
    assert earned is (skill > 0.5)
    assert past.ended > past.started + 1
    expected = bill(facts, past, past.hours, 1.0, 1.0, bonus=earned)
    assert past.paid == pytest.approx(expected, abs=len(facts.history))


def over_many_turns(**terms):
    """A service with faults, at a vendor for ten turns; a hundred are left.

    Returns:
        The game, the engagement, and the risk of the true state with its mean number of faults.
    """
    game = a_game(
        RICH, a_vendor(skill=0.8), a_function(complexity=0.3, hours=400.0, value=0), turns=110,
        rules={**CALM, "defect_rate": 0.012, "subcontracts": 0.0},
    )  # fmt: skip
    play(game, award(game.observation, "desk", "tarn", **terms), *(None,) * 9)
    now, world = engagement(game, "desk"), world_of(game)
    hidden = world.secrets.hidden[now.id]
    risk = Risk(game.observation, now, hidden.alignment, world.attention, now.terms.oversight)
    case = Case(hidden.skill, 1.0, 0.5, 1.0, 1.0)
    return game, now, risk, case


@pytest.mark.parametrize("sla", [Sla.STANDARD, Sla.STRICT])
def test_credits_are_expected_as_often_as_they_are_given(sla):
    """The share of a service's turns with faults and quality below the agreed level."""
    game, _, risk, case = over_many_turns(sla=sla)
    faults = risk.faults(case, 400.0)
    turns = risk.turns(case, faults, 400.0, 1.0)
    rules = game.observation.rules
    missed = sum(
        turn.chance
        for turn in turns
        if turn.faults and formulas.quality_missed(rules, sla, turn.service, turn.quality)
    )
    before = len(credited(game))
    play(game, *(None,) * 100)
    came = len(credited(game)) - before
    assert came / 100 == pytest.approx(missed, abs=0.15)


def credited(game: Game) -> list[Incident]:
    """The incidents of which a service credit paid a part."""
    return [
        one
        for one in game.observation.incidents
        if any(part.clause is Clause.SERVICE_CREDIT for part in one.recovered)
    ]


@pytest.mark.parametrize("pricing", [Pricing.FIXED, Pricing.HOURLY])
@pytest.mark.parametrize("knowledge", [0.2, 1.0])
@pytest.mark.parametrize("place", [None, "coast"])
def test_coming_to_pace_costs_what_it_was_said_to(place, knowledge, pricing):
    """Stopgaps for what a newcomer does not give before it is at full pace, and invoices that a
    fixed price does not lower.
    """
    game = a_game(
        RICH, a_place(), a_vendor("who", location=place), a_function(knowledge=knowledge),
        rules=FLAWLESS, turns=24,
    )  # fmt: skip
    order, seen = mid_of(game, "who", pricing=pricing)
    offer = game.observation.offers["desk/who"]
    signed = awards.engagement_of(game.observation, offer, order.terms)
    missing, _ = missing_while_ramping(game.observation, signed, 24 - signed.lead)
    game.submit([order])
    short = 1.0 - game.observation.tasks["desk"].service
    while engagement(game, "desk").ramp < 1.0:
        wait(game)
        short += 1.0 - game.observation.tasks["desk"].service
    incidents = game.observation.incidents
    lost = sum(one.loss for one in incidents if one.kind is IncidentKind.SHORTFALL)
    costs = seen.middle.costs
    assert short == pytest.approx(signed.lead + missing)
    assert lost == pytest.approx(costs.not_given + costs.coming_to_pace, rel=1e-3)
    turns = 24 - signed.lead - (0.0 if pricing is Pricing.FIXED else missing)
    assert costs.invoices == pytest.approx(turns * seen.pays.mid)


@pytest.mark.parametrize("heads", [1, 2, 9])
def test_a_service_not_given_in_full_costs_what_it_was_said_to(heads):
    """Stopgaps for the missing hours beyond those that are tolerated."""
    desk, known = a_function(hours=420.0), a_discipline("web", knowledge=1.0)
    game = a_game(RICH, known, a_team("who", heads=heads), desk, rules=FLAWLESS, turns=1)
    order, seen = mid_of(game, "who")
    play(game, order)
    said = seen.middle.costs.not_given
    incidents = game.observation.incidents
    lost = sum(one.loss for one in incidents if one.kind is IncidentKind.SHORTFALL)
    assert lost == pytest.approx(said, rel=0.05)
    assert (lost > 0) is (heads < 9)


def test_a_busy_team_shares_what_it_is_short_of():
    """Work that is added and work that runs get one share of the hours that they need."""

    def firm(heads: int) -> Game:
        return a_game(
            RICH, a_discipline("web", knowledge=1.0), a_team("who", heads=heads),
            a_function(hours=300.0), a_function("more", hours=500.0), runs("more", "who"),
            rules=FLAWLESS, turns=3,
        )  # fmt: skip

    rested, game = firm(20), firm(4)
    wait(rested)
    facts = truthful(game)
    (running,) = facts.engagements.values()
    needs = evolve(running, quoted_hours=engagement(rested, "more").turn_hours)
    facts = evolve(facts, engagements={needs.id: needs})
    order = award(facts, "desk", "who")
    seen = estimate(facts, order)
    play(game, order)
    assert seen.service.mid < 0.9
    for task in game.observation.tasks.values():
        assert task.service == pytest.approx(seen.service.mid, rel=0.01)
    missing = (1.0 - game.observation.tasks["more"].service) * needs.quoted_hours
    assert missing == pytest.approx(seen.displaces, rel=0.02)


@pytest.mark.parametrize("liability", [False, True])
@pytest.mark.parametrize("sla", [Sla.NONE, Sla.STANDARD, Sla.STRICT])
def test_the_share_that_clauses_leave_is_the_one_that_is_borne(sla, liability):
    """Of all losses from faults in a hundred turns: small ones are paid in full, large ones to a
    limit."""
    game, _, risk, case = over_many_turns(sla=sla, liability=liability, pricing=Pricing.FIXED)
    faults = risk.faults(case, 400.0)
    turns = risk.turns(case, faults, 400.0, 1.0)
    gone = risk.losses(case, 0.0, 1.0, turns)
    said = risk.losses(case, faults, 1.0, turns) - gone
    full = risk.losses(case, faults, 1.0, ()) - gone
    play(game, *(None,) * 100)
    defects = [one for one in game.observation.incidents if one.kind is IncidentKind.DEFECT]
    loss = sum(one.loss for one in defects)
    borne = loss - sum(part.amount for one in defects for part in one.recovered)
    assert borne / loss == pytest.approx(said / full, abs=0.12)


def test_a_cost_is_the_sum_of_its_parts():
    """Of every one that there is a field for."""
    names = [field.name for field in attrs.fields(Costs)]
    costs = Costs(*(float(2**place) for place in range(len(names))))
    assert costs.all_in == 2.0 ** len(names) - 1.0
