"""What a contract does: who bears an overrun, what is recovered, what leaving costs."""

from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import contracts, losses, luck
from sim.engine.numbers import whole
from sim.games.game import Game
from sim.model.orders import Answer, Audit, End, Renew
from sim.model.report import HappeningKind
from sim.model.vocabulary import (
    Account,
    Clause,
    EventKind,
    IncidentKind,
    Kind,
    Oversight,
    Pricing,
    Sla,
    TaskState,
)
from tests.builders import (
    CALM,
    FLAWLESS,
    a_client,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    an_event,
    award,
    engagement,
    finish,
    home,
    play,
    recorded,
    runs,
    wait,
    world_of,
)

NO_OPTIMISM = {**FLAWLESS, "scope_growth": 0.0, "scope_trim": 0.0}


def paid_on(game: Game, account: Account) -> int:
    """What has been booked on an account so far."""
    return game.observation.balances[account]


def delivered(game: Game, task: str = "shop") -> bool:
    finish(game)
    return game.observation.tasks[task].state is TaskState.DONE


# ---------------------------------------------------------------------------------------- pricing


@pytest.mark.parametrize("provider", ["tarn", "dhara", "silva"])
def test_a_fixed_price_is_paid_in_full_and_no_more(provider):
    """A provider has its price on acceptance; the cost of fees and coordination comes on top."""
    game = a_game(
        a_place("coast"),
        a_vendor("tarn"),
        a_vendor("dhara", location="coast"),
        a_freelancer("silva"),
        a_project(hours=300.0, deadline=12),
        turns=18,
        rules=NO_OPTIMISM,
    )
    play(game, award(game.observation, "shop", provider, pricing=Pricing.FIXED))
    price = engagement(game, "shop").price
    account = contracts.account(engagement(game, "shop").kind)
    assert delivered(game)
    assert paid_on(game, account) == price


def test_a_fixed_price_held_in_escrow_is_paid_in_full_too():
    """The platform returns what it held, and the freelancer is paid the price."""
    game = a_game(a_freelancer("silva"), a_project(hours=100.0, deadline=12), rules=NO_OPTIMISM)
    play(game, award(game.observation, "shop", "silva", pricing=Pricing.FIXED, escrow=True))
    price = game.observation.engagements.get("shop/silva") or game.observation.past["shop/silva"]
    assert delivered(game)
    assert paid_on(game, Account.FREELANCERS) == price.price
    assert paid_on(game, Account.ESCROW) == 0


@pytest.mark.parametrize("price", [0, 1, 2, 99])
def test_the_smallest_price_is_paid_in_full(price):
    """Down to a single coin."""
    game = a_game(
        a_vendor("tarn"),
        a_project(hours=60.0, deadline=12),
        runs("shop", "tarn", price=price),
        rules=NO_OPTIMISM,
    )
    assert delivered(game)
    assert paid_on(game, Account.VENDORS) == price


def _overrun(pricing: Pricing) -> Game:
    """A vague project that takes twice its specified hours."""
    game = a_game(
        a_vendor("tarn"),
        a_project(hours=400.0, clarity=0.4, deadline=12),
        turns=18,
        rules={**CALM, "defect_rate": 0.0},
    )
    world_of(game).secrets.scope["shop"] = 2.0
    play(game, award(game.observation, "shop", "tarn", pricing=pricing, oversight=Oversight.CLOSE))
    return game


def test_an_overrun_of_a_fixed_price_is_the_vendors():
    """Work that takes twice as long costs the firm no more, as long as no change is requested."""
    game = _overrun(Pricing.FIXED)
    price = engagement(game, "shop").price
    assert delivered(game)
    assert paid_on(game, Account.VENDORS) == price


def test_an_overrun_by_the_hour_is_the_clients():
    """Work that takes twice as long costs about twice as much."""
    game = _overrun(Pricing.HOURLY)
    running = engagement(game, "shop")
    expected = running.price * running.quoted_hours
    assert delivered(game)
    assert paid_on(game, Account.VENDORS) > 1.5 * expected


def test_an_overrun_strains_a_fixed_price():
    """A provider that pays for the overrun begins to cut corners: defects go up."""
    fixed, hourly = _overrun(Pricing.FIXED), _overrun(Pricing.HOURLY)
    for game in (fixed, hourly):
        wait(game, 3)
    assert world_of(fixed).secrets.hidden["shop/tarn"].strain > 0.0
    assert world_of(hourly).secrets.hidden["shop/tarn"].strain == 0.0


def test_a_service_at_a_fixed_price_costs_the_same_whatever_the_demand():
    """A price for the turn, not for the hour."""
    game = a_game(
        a_vendor("tarn"),
        a_function(volatility=0.3),
        runs("desk", "tarn", price=900_000),
        rules=NO_OPTIMISM,
    )
    wait(game, 5)
    assert paid_on(game, Account.VENDORS) == 5 * 900_000


def test_a_bonus_is_paid_for_good_service_and_not_for_bad():
    """Performance pricing pays more when the level is met."""
    bills = []
    for size in (60, 3):
        game = a_game(
            a_vendor("tarn", size=size, skill=0.9),
            a_function(hours=300.0, complexity=0.3),
            runs("desk", "tarn", pricing=Pricing.PERFORMANCE, price=5_000),
            rules={**NO_OPTIMISM, "performance_bonus": 0.5},
        )
        play(game, None)
        bills.append(paid_on(game, Account.VENDORS) / engagement(game, "desk").turn_hours)
    assert bills[0] == pytest.approx(7_500, rel=0.01)
    assert bills[1] == pytest.approx(5_000, rel=0.01)


@pytest.mark.parametrize("oversight", [Oversight.CLOSE, Oversight.NONE])
def test_unwatched_hours_are_padded(oversight):
    """An invoice has the hours worked if somebody checks, and more if nobody does."""
    game = a_game(
        a_vendor("tarn", alignment=0.2),
        a_function(),
        runs("desk", "tarn", pricing=Pricing.HOURLY, price=5_000, oversight=oversight),
        rules=NO_OPTIMISM,
    )
    play(game, None)
    honest = engagement(game, "desk").turn_hours * 5_000
    if oversight is Oversight.CLOSE:
        assert paid_on(game, Account.VENDORS) == pytest.approx(honest, abs=1)
    else:
        assert paid_on(game, Account.VENDORS) > 1.05 * honest


def test_a_payment_for_a_change_is_on_top_of_the_price():
    """The payment agreed for a change request is not deducted from the price at the end."""
    game = _overrun(Pricing.FIXED)
    world_of(game).rules = evolve(world_of(game).rules, change_request=1.0)
    price = engagement(game, "shop").price
    agreed = 0
    while not game.over:
        orders = []
        for request in game.observation.requests.values():
            orders.append(Answer(request.id, "pay"))
            agreed += next(c.cost for c in request.choices if c.id == "pay")
        game.submit(orders)
    assert agreed > 0, "nothing was asked for"
    assert game.observation.tasks["shop"].state is TaskState.DONE
    assert paid_on(game, Account.VENDORS) + paid_on(game, Account.ANSWERS) == price + agreed


# ------------------------------------------------------------------------------------ what returns


def _short_service(sla: Sla, pricing: Pricing, size: int, **terms) -> Game:
    """A vendor too small for the service it gives."""
    return a_game(
        a_vendor("tarn", size=size, attention=0.6),
        a_function(hours=900.0, value=0, core=1.0),
        a_firm(cash=10**9),
        runs("desk", "tarn", pricing=pricing, sla=sla, term=12, **terms),
        rules={**CALM, "shortfall_cost": 10.0, "defect_rate": 0.05},
    )


@given(
    sla=st.sampled_from((Sla.STANDARD, Sla.STRICT)),
    pricing=st.sampled_from((Pricing.FIXED, Pricing.HOURLY, Pricing.PERFORMANCE)),
    size=st.integers(2, 12),
)
def test_service_credits_stay_under_their_cap(sla, pricing, size):
    """However bad the service, a turn's credits are at most 10 to 12% of the normal invoice."""
    game = _short_service(sla, pricing, size)
    cap = 0.12 if sla is Sla.STRICT else 0.10
    for _ in range(4):
        before = paid_on(game, Account.VENDORS)
        usual = contracts.turn_fee(game.observation, engagement(game, "desk"))
        report = play(game, None)
        invoice = paid_on(game, Account.VENDORS) - before
        credit = sum(
            recovery.amount
            for incident in report.incidents
            for recovery in incident.recovered
            if recovery.clause is Clause.SERVICE_CREDIT
        )
        assert credit <= cap * max(usual, invoice) + 1


def test_service_credits_are_paid_at_all():
    """Poor service under a service level gives something back, without one nothing."""
    paid = dict.fromkeys(Sla, 0)
    for sla in Sla:
        game = _short_service(sla, Pricing.FIXED, 3)
        wait(game, 4)
        for incident in game.observation.incidents:
            for recovery in incident.recovered:
                if recovery.clause is Clause.SERVICE_CREDIT:
                    paid[sla] += recovery.amount
    assert paid[Sla.NONE] == 0
    assert 0 < paid[Sla.STANDARD] <= paid[Sla.STRICT]


def test_credits_cover_a_small_part_of_the_loss():
    """That gap is what the game is about."""
    game = _short_service(Sla.STRICT, Pricing.FIXED, 3)
    wait(game, 4)
    totals = game.observation.totals
    assert 0 < totals.recovered < 0.5 * totals.losses


def _dropping_out(escrow: bool) -> tuple[Game, int]:
    """A freelancer on a fixed price leaves in the middle of the work."""
    game = a_game(
        a_freelancer("silva", reliability=0.0),
        a_project(hours=900.0, deadline=10),
        a_firm(cash=10**9),
        rules={**NO_OPTIMISM, "dropout_month": 1.0},
    )
    before = game.observation.cash
    report = play(
        game, award(game.observation, "shop", "silva", pricing=Pricing.FIXED, escrow=escrow)
    )
    assert [incident.kind for incident in report.incidents] == [IncidentKind.DROPOUT]
    return game, before


def test_escrow_gives_the_advance_back_when_a_freelancer_drops_out():
    """Nothing stays with the platform, and no advance with a freelancer who has left."""
    game, _ = _dropping_out(escrow=True)
    assert paid_on(game, Account.ESCROW) == 0
    assert paid_on(game, Account.FREELANCERS) == 0
    (ended,) = game.observation.past.values()
    assert ended.escrow == 0


def test_escrow_counts_the_advance_once():
    """The platform returns the firm's own money: it is not paid back twice."""
    with_escrow, start = _dropping_out(escrow=True)
    without, _ = _dropping_out(escrow=False)
    price = next(iter(without.observation.past.values())).price
    advance = round(0.3 * price)
    saved = with_escrow.observation.cash - without.observation.cash
    assert 0 < saved <= 1.10 * advance
    assert start > with_escrow.observation.cash


def test_an_advance_without_escrow_is_lost():
    """Paid to a freelancer who has left, it is part of the incident's cost, and is borne."""
    (held,) = _dropping_out(escrow=True)[0].observation.incidents
    (lost,) = _dropping_out(escrow=False)[0].observation.incidents
    assert [recovery.clause for recovery in held.recovered] == [Clause.ESCROW]
    assert not lost.recovered
    assert lost.borne > held.borne


def test_who_drops_out_takes_a_part_of_the_work_along():
    """The more knowledge of the firm the work needs, the less of it is of use to a successor."""
    kept = []
    for need in (0.0, 0.8):
        game = a_game(
            a_freelancer("silva", reliability=0.0),
            a_project(hours=300.0, deadline=10, knowledge=need),
            a_firm(cash=10**9),
            rules=NO_OPTIMISM,
        )
        play(game, award(game.observation, "shop", "silva"))
        done = game.observation.tasks["shop"].done
        world = world_of(game)
        world.rules = evolve(world.rules, dropout_month=1.0)
        play(game, None)
        assert game.observation.tasks["shop"].state is TaskState.OPEN
        lost = game.rules.handover_loss + game.rules.handover_knowledge * need
        assert game.observation.tasks["shop"].done == pytest.approx(done * (1.0 - lost))
        kept.append(1.0 - lost)
    assert kept[0] > kept[1] > 0.0


def _a_breach(**terms) -> Game:
    game = a_game(
        a_vendor("tarn", subcontracts=1.0),
        a_function(sensitivity=0.9),
        a_firm(cash=10**9),
        an_event(EventKind.BREACH, 3, "desk"),
        rules=FLAWLESS,
    )
    play(game, award(game.observation, "desk", "tarn", **terms))
    return game


def test_liability_bears_a_part_of_a_breach():
    """Under a liability clause the vendor answers, its subcontractors' faults included."""
    with_clause, without = _a_breach(liability=True), _a_breach()
    for game in (with_clause, without):
        wait(game, 3)
    found = {}
    for name, game in (("with", with_clause), ("without", without)):
        (found[name],) = [i for i in game.observation.incidents if i.kind is IncidentKind.BREACH]
    assert not found["without"].recovered
    assert [recovery.clause for recovery in found["with"].recovered] == [Clause.LIABILITY]
    assert 0 < found["with"].borne < found["without"].borne


@pytest.mark.parametrize("months", [0.5, 3.0])
@pytest.mark.parametrize("turn_months", [1.0, 2.0])
def test_liability_ends_with_the_fees_of_some_months(months, turn_months):
    """However large the loss, the cap is a number of months' fees, whatever a turn's length."""
    game = a_game(
        a_vendor("tarn"),
        a_function(),
        rules={**FLAWLESS, "liability_months": months},
        turn_months=turn_months,
    )
    play(game, award(game.observation, "desk", "tarn", liability=True))
    running = engagement(game, "desk")
    most = losses.limits(game.observation, running)[Clause.LIABILITY]
    month = contracts.turn_fee(game.observation, running) / turn_months
    assert most == pytest.approx(months * month)


def test_an_incident_shows_its_chain():
    """The customer blames the firm; behind it are the vendor and its subcontractor."""
    game = _a_breach()
    wait(game, 3)
    incidents = game.observation.incidents
    chain = world_of(game).secrets.traits["tarn"].chain
    assert chain
    for incident in incidents:
        assert incident.chain == ("Tarn", *chain)
        assert incident.blamed == "Northlight"
        assert incident.by_others
    assert incidents[0].undisclosed, "nobody had told the firm"
    assert not incidents[-1].undisclosed, "since the first incident it knows"


def test_reputation_cannot_fall_below_nothing():
    """A firm with hardly any left to lose loses no more than that."""
    game = a_game(
        a_team("crew"),
        a_function(sensitivity=1.0, visibility=0.0),
        a_firm(cash=10**9, reputation=2.0),
        an_event(EventKind.BREACH, 1, "desk"),
        runs("desk", "crew"),
        rules={**FLAWLESS, "collapse_reputation": 0.0, "reputation_pull": 0.0},
    )
    report = play(game, None)
    assert report.incidents[0].reputation < -2.0
    assert game.observation.reputation == 0.0


def test_a_chain_may_have_several_links_and_each_costs_skill():
    """A subcontractor may subcontract in turn; the skill that was bought does not do the work."""
    short, long = (
        a_game(
            a_vendor("tarn", subcontracts=1.0, skill=0.8),
            a_function(),
            runs("desk", "tarn"),
            rules={"subcontracts_again": again, "subcontract_links": 3.0},
        )
        for again in (0.0, 1.0)
    )
    links = []
    for game in (short, long):
        secrets = world_of(game).secrets
        chain = secrets.traits["tarn"].chain
        assert len(set(chain)) == len(chain), "nobody passes work to himself"
        lost = game.rules.subcontractor_skill * len(chain)
        assert secrets.hidden["desk/tarn"].skill == pytest.approx(0.8 - lost)
        links.append(len(chain))
    assert links == [1, 3]


def test_an_audit_discloses_the_chain():
    """An audit reveals who does the work."""
    game = a_game(
        a_vendor("tarn", subcontracts=1.0),
        a_function(sensitivity=0.9),
        an_event(EventKind.BREACH, 3, "desk"),
        runs("desk", "tarn"),
        rules=FLAWLESS,
    )
    report = play(game, Audit("tarn"))
    named = [h.names for h in report.happenings if h.kind is HappeningKind.AUDITED]
    assert named == [world_of(game).secrets.traits["tarn"].chain]
    wait(game, 2)
    (incident,) = game.observation.incidents
    assert not incident.undisclosed


def test_a_warranty_mends_own_faults_of_a_vendor_on_a_fixed_price():
    """Its own, and not its subcontractor's."""
    found = {}
    for passed_on in (0.0, 1.0):
        game = a_game(
            a_vendor("tarn", subcontracts=passed_on, skill=0.3),
            a_function(hours=600.0),
            a_firm(cash=10**9),
            runs("desk", "tarn"),
            rules={**CALM, "defect_rate": 0.05},
        )
        wait(game, 6)
        clauses = [r.clause for i in game.observation.incidents for r in i.recovered]
        found[passed_on] = clauses.count(Clause.WARRANTY)
    assert found[0.0] > 0
    assert found[1.0] == 0


def test_an_insurance_pays_above_its_deductible():
    """A large loss comes back in part where the firm is insured, a small one not."""
    back = {}
    for insured in (False, True):
        for sensitivity in (0.02, 1.0):
            game = a_game(
                a_team("crew"),
                a_function(sensitivity=sensitivity),
                a_firm(cash=10**9, insured=insured),
                an_event(EventKind.BREACH, 2, "desk"),
                runs("desk", "crew"),
                rules=FLAWLESS,
            )
            wait(game, 2)
            back[insured, sensitivity] = game.observation.totals.recovered
    assert back[False, 1.0] == 0
    assert back[True, 0.02] == 0
    assert back[True, 1.0] > 0


def test_an_insurance_has_its_price():
    """A premium in proportion to clients' fees, with or without a claim."""
    paid = []
    for revenue in (0, 2_000_000, 4_000_000):
        game = a_game(a_team(), a_client(revenue=revenue), a_firm(insured=True), rules=FLAWLESS)
        play(game, None)
        paid.append(paid_on(game, Account.INSURANCE))
    assert paid[0] == 0 < paid[1]
    assert paid[2] == pytest.approx(2 * paid[1], abs=1)


# ----------------------------------------------------------------------------------- term and exit


def _bound(term: int = 10, **changes: Any) -> Game:
    desk = a_function("desk", **changes)
    return a_game(
        a_team("crew"), a_vendor("tarn"), desk, runs("desk", "tarn", term=term), rules=CALM
    )


def test_the_termination_fee_falls_over_the_term():
    """The later one leaves, the less is due; nothing once the term is over."""
    game = _bound(10)
    fees = []
    while not game.over:
        facts = game.observation
        fees.append(contracts.termination_fee(facts, engagement(game, "desk"), facts.turn))
        play(game, None)
    assert fees[0] > 0
    assert all(left > right for left, right in pairwise(fees[:10]))
    assert fees[9:] == [0] * len(fees[9:])


def test_leaving_inside_the_term_costs_the_fee():
    """The fee is paid when notice is given; free of it after the term."""
    game = _bound(10)
    play(game, End("desk/tarn"))
    assert paid_on(game, Account.TERMINATION_FEES) > 0
    free = _bound(0)
    play(free, End("desk/tarn"))
    assert paid_on(free, Account.TERMINATION_FEES) == 0


@pytest.mark.parametrize("term", [0, 10])
def test_a_service_that_is_no_more_wanted_costs_the_fee_of_its_term(term):
    """A term that is longer than the service ends with it: its fee is due for the turns left."""
    game = _bound(term, until=4)
    running = engagement(game, "desk")
    fee = contracts.termination_fee(game.observation, running, 4)
    assert (fee > 0) == (term > 0)
    wait(game, 4)
    assert game.observation.tasks["desk"].state is TaskState.DONE
    assert paid_on(game, Account.TERMINATION_FEES) == fee


def test_own_people_send_no_invoices():
    """Their work has no fee, and nothing is to be paid for leaving it."""
    game = a_game(a_team("crew"), a_function(), runs("desk", "crew"), rules=CALM)
    running = engagement(game, "desk")
    assert contracts.turn_fee(game.observation, running) == 0.0
    assert contracts.termination_fee(game.observation, running, 1) == 0


def test_notice_has_to_run():
    """A vendor works on through its notice; a freelancer goes at once."""
    game = _bound(0)
    play(game, End("desk/tarn"))
    assert engagement(game, "desk").turn_done > 0.0
    assert engagement(game, "desk").ends == 2
    play(game, None)
    assert game.observation.tasks["desk"].state is TaskState.OPEN


@pytest.mark.parametrize("provider", ["tarn", "dhara"])
def test_who_takes_over_works_beside_until_at_pace(provider):
    """A service is not interrupted by a change of hands: the old one stays until the new one has
    come, and through the ramp."""
    game = a_game(
        a_place("coast"),
        a_team("crew"),
        a_vendor("tarn"),
        a_vendor("dhara", location="coast"),
        a_function(),
        runs("desk", "crew"),
        rules={**CALM, "lead_abroad_months": 3.0},
    )
    play(game, award(game.observation, "desk", provider))
    while len(game.observation.tasks["desk"].engagements) == 2:
        assert game.observation.tasks["desk"].service > 0.95
        play(game, None)
    assert game.observation.tasks["desk"].engagements == (f"desk/{provider}",)
    assert engagement(game, "desk").ramp == pytest.approx(1.0, abs=0.35)
    assert game.observation.tasks["desk"].service > 0.95


def test_an_engagement_can_be_had_again_from_somebody_who_is_leaving():
    """A provider working out its notice can be engaged again: two engagements, two ids."""
    game = _bound(0)
    play(game, End("desk/tarn"))
    play(game, award(game.observation, "desk", "tarn"))
    facts = game.observation
    assert len(set(facts.tasks["desk"].engagements)) == len(facts.tasks["desk"].engagements)
    assert "desk/tarn#2" in {*facts.engagements}


def test_a_task_can_come_home_while_the_team_still_hands_over():
    """Giving work out and changing one's mind at once is allowed, and leaves a single provider."""
    game = a_game(a_team("crew"), a_vendor("tarn"), a_function(), runs("desk", "crew"), rules=CALM)
    play(game, award(game.observation, "desk", "tarn"))
    play(game, home("desk", "crew"))
    wait(game, 5)
    assert engagement(game, "desk").kind is Kind.TEAM


@pytest.mark.parametrize("knowledge", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("term", [2, 6])
def test_the_price_at_renewal_is_bounded(knowledge, term):
    """Wages, plus at most a third if the firm can hardly leave; own knowledge then saves money.

    A firm that knows all of a field that needs nothing else is not held up at all.
    """
    game = _bound(term, knowledge=0.0)
    world_of(game).knowledge["web"] = knowledge
    before = engagement(game, "desk").price
    asked = contracts.renewal_price(world_of(game), engagement(game, "desk"), 0)
    listed = engagement(game, "desk").list_price
    assert before <= asked <= listed * (1.0 + 1.0 / 3.0) + 1
    if knowledge == 1.0:
        assert asked == listed


def test_knowing_the_work_lowers_the_price_at_renewal():
    """A vendor cannot hold up a firm that could do the work alone."""
    asked = []
    for knowledge in (0.0, 0.5, 1.0):
        game = _bound(6)
        world_of(game).knowledge["web"] = knowledge
        asked.append(contracts.renewal_price(world_of(game), engagement(game, "desk"), 6))
    assert asked[0] > asked[1] > asked[2]


def test_who_knows_the_field_is_still_bound_to_who_knows_the_firm():
    """The more specific the work, the more its vendor can ask for, though the field is known."""
    asked = []
    for need in (0.0, 0.5, 1.0):
        game = _bound(6, knowledge=need)
        world_of(game).knowledge["web"] = 1.0
        desk = engagement(game, "desk")
        asked.append(contracts.renewal_price(world_of(game), desk, 0) / desk.list_price)
    assert asked[0] < asked[1] < asked[2] <= 4 / 3


def test_to_renew_binds_anew():
    """A new term at the asked price; the fee for leaving is back."""
    game = _bound(2)
    old, asked = (
        _price(game),
        contracts.renewal_price(game.observation, engagement(game, "desk"), 8),
    )
    play(game, Renew("desk/tarn", 8))
    running = engagement(game, "desk")
    assert running.term_ends == 2 + 8, "the new term follows the old one"
    fee = contracts.termination_fee(game.observation, running, 2)
    assert fee == whole(game.rules.termination_fee * 8 * asked), "the new fees are those left"
    assert _price(game) == old, "the old price holds to the end of its term"
    play(game, None)
    assert _price(game) == asked
    assert engagement(game, "desk").term == 8


def _price(game: Game) -> int:
    return engagement(game, "desk").price


@pytest.mark.parametrize("term", [1, 3, 4])
@pytest.mark.parametrize(
    "answer", [None, "roll_on", "renew", "bargain"], ids=lambda one: one or "silence"
)
def test_a_price_holds_to_the_end_of_its_term(term, answer):
    """An answer in the last month of a term, or none, takes effect with the next term."""
    game = _bound(term, knowledge=0.8)
    old, invoices = _price(game), {}
    while game.turn <= term + 2:
        renewals = [
            one for one in game.observation.requests.values() if one.kind.value == "renewal"
        ]
        orders = [Answer(renewals[0].id, answer)] if renewals and answer else []
        turn, before = game.turn, paid_on(game, Account.VENDORS)
        play(game, orders)
        invoices[turn] = paid_on(game, Account.VENDORS) - before
    assert {invoices[turn] for turn in range(1, term + 1)} == {old}
    assert invoices[term + 1] > old, "the vendor asks for more"


@pytest.mark.parametrize("when", [1, 2, 3, 4, 5])
def test_an_early_renewal_leaves_alone_what_was_agreed(when):
    """Whenever a contract is renewed, its price and the currency it was agreed in hold to the end
    of the term; the new price is asked by the wages and the currency of the day of the agreement.
    """
    game = a_game(
        a_place("coast", wage_growth=0.2, currency_drift=0.0),
        a_vendor("dhara", location="coast"),
        a_function(),
        an_event(EventKind.CURRENCY, 2, "coast", 0.5),
        runs("desk", "dhara", price=1_000_000, term=5),
        rules=FLAWLESS,
    )
    for turn in range(1, 8):
        facts, before = game.observation, paid_on(game, Account.VENDORS)
        if turn == when:
            asked = contracts.renewal_price(facts, engagement(game, "desk"), 6)
        moved = paid_on(game, Account.CURRENCY)
        play(game, Renew("desk/dhara", 6) if turn == when else None)
        invoice = paid_on(game, Account.VENDORS) - before
        assert invoice == (1_000_000 if turn <= 5 else asked), f"turn {turn}"
        if 2 <= turn <= 5:
            assert paid_on(game, Account.CURRENCY) - moved == 500_000, f"turn {turn}"


@given(
    term=st.integers(2, 5), when=st.integers(1, 5), new=st.integers(1, 3), shock=st.integers(2, 8)
)
def test_the_fees_to_come_are_those_that_will_be_invoiced(term, when, new, shock):
    """The agreed fees are what the engine books, turn by turn: each at the price then in force,
    moved by its currency since the agreement, whoever renews when.
    """
    game = a_game(
        a_place("coast", wage_growth=0.2, currency_drift=0.0),
        a_vendor("dhara", location="coast"),
        a_function(),
        an_event(EventKind.CURRENCY, shock, "coast", 0.5),
        runs("desk", "dhara", price=1_000_000, term=term),
        rules=FLAWLESS,
    )
    wait(game, when - 1)
    order = Renew("desk/dhara", new)
    play(game, None if game.problems([order]) else order)
    wait(game, max(0, shock - when))
    running, first = engagement(game, "desk"), game.turn
    wanted = [
        contracts.fees_between(game.observation, running, first, last)
        for last in range(first, running.term_ends + 1)
    ]
    before, booked = _invoiced(game), []
    for _ in wanted:
        play(game, None)
        booked.append(_invoiced(game) - before)
    assert booked == pytest.approx(wanted, abs=6)


def _invoiced(game: Game) -> int:
    return paid_on(game, Account.VENDORS) + paid_on(game, Account.CURRENCY)


def test_what_is_agreed_is_not_agreed_again():
    """After a renewal, the new term must begin before the next renewal."""
    game = _bound(3)
    play(game, Renew("desk/tarn", 6))
    assert game.problems([Renew("desk/tarn", 2)])
    wait(game, 2)
    assert not game.problems([Renew("desk/tarn", 2)])


def test_notice_ends_what_was_agreed_for_later():
    """A price that can never count is none."""
    game = _bound(6)
    play(game, Renew("desk/tarn", 4), End("desk/tarn"))
    assert engagement(game, "desk").ends < 7
    assert engagement(game, "desk").renewal is None


def test_who_leaves_within_a_renewed_term_pays_by_both_prices():
    """The fee counts what is left of the old term at its price, and the new term at its own."""
    game = _bound(6, knowledge=0.8)
    old = _price(game)
    asked = contracts.renewal_price(game.observation, engagement(game, "desk"), 4)
    play(game, Renew("desk/tarn", 4))
    due = contracts.termination_fee(game.observation, engagement(game, "desk"), 3)
    assert due == whole(game.rules.termination_fee * (3 * old + 4 * asked))


def test_who_has_renewed_has_answered_the_request_to_renew():
    """The order to renew counts, even if the vendor's own letter is left unanswered."""
    game = _bound(2)
    play(game, None)
    assert [request.kind.value for request in game.observation.requests.values()] == ["renewal"]
    facts = game.observation
    asked = contracts.renewal_price(facts, engagement(game, "desk"), 8)
    play(game, Renew("desk/tarn", 8), None)
    running = engagement(game, "desk")
    assert running.price == asked, "the price rose twice"
    assert running.term_ends == 2 + 8, "the new term was lost"


def test_a_longer_term_is_cheaper():
    """Being bound is worth a discount."""
    prices = []
    for term in (0, 6, 24):
        game = a_game(a_vendor("tarn"), a_function(), turns=30, rules=CALM)
        play(game, award(game.observation, "desk", "tarn", term=term))
        prices.append(engagement(game, "desk").price)
    assert prices[0] > prices[1] > prices[2]


def test_each_clause_has_its_price():
    """A service level and a liability clause are paid for."""

    def price(**terms) -> int:
        game = a_game(a_vendor("tarn"), a_function(), rules=CALM)
        play(game, award(game.observation, "desk", "tarn", **terms))
        return engagement(game, "desk").price

    assert price() < price(sla=Sla.STANDARD) < price(sla=Sla.STRICT)
    assert price() < price(liability=True)


def test_a_project_that_is_handed_over_loses_part_of_what_was_done():
    """A successor must learn the work: less is done after the hand-over than before."""
    game = a_game(
        a_team("crew", heads=2),
        a_team("pair", heads=2),
        a_project(hours=2_000.0, deadline=12, knowledge=0.5),
        rules=FLAWLESS,
    )
    play(game, award(game.observation, "shop", "crew"), None)
    done = game.observation.tasks["shop"].done
    play(game, award(game.observation, "shop", "pair"))
    facts = game.observation
    new = facts.engagements["shop/pair"]
    assert facts.tasks["shop"].done - new.turn_done < done
    assert facts.tasks["shop"].engagements == ("shop/pair",)


def test_work_finished_in_the_turn_of_a_handover_keeps_its_quality():
    """Customers meet the finished work, whoever began it."""
    game = a_game(
        a_team("crew", heads=6, skill=0.8),
        a_team("pair", heads=6, skill=0.8),
        a_project(hours=900.0, deadline=3),
        rules={**FLAWLESS, "handover_loss": 0.0, "handover_knowledge": 0.0},
    )
    play(game, award(game.observation, "shop", "crew"), None)
    world_of(game).tasks["shop"].done = 890.0
    play(game, award(game.observation, "shop", "pair"))
    shop = game.observation.tasks["shop"]
    assert shop.delivered == 3, "it was not finished in the turn of the handover"
    assert shop.quality > 80.0


def test_currency_moves_the_bill_of_a_vendor_abroad():
    """A stronger currency there is paid for here, and booked as such."""
    game = a_game(
        a_place("coast", currency_drift=0.0),
        a_vendor("dhara", location="coast"),
        a_function(),
        an_event(EventKind.CURRENCY, 2, "coast", 0.5),
        runs("desk", "dhara", price=1_000_000),
        rules=FLAWLESS,
    )
    play(game, None, None)
    assert paid_on(game, Account.VENDORS) == 2_000_000
    assert paid_on(game, Account.CURRENCY) == 500_000


def test_a_marketplace_takes_its_fee():
    """A freelancer from the platform costs a fee on top, one known from before does not."""
    fees = {}
    for marketplace in (True, False):
        game = a_game(
            a_freelancer("silva", marketplace=marketplace), a_function(hours=60.0), rules=FLAWLESS
        )
        play(game, award(game.observation, "desk", "silva", pricing=Pricing.HOURLY), None)
        fees[marketplace] = paid_on(game, Account.PLATFORM_FEES)
    assert fees[True] > 0
    assert fees[False] == 0


def test_whoever_was_sent_away_does_not_drop_out_any_more(monkeypatch):
    """An engagement that ended this turn cannot be left once more in it."""
    game = a_game(a_freelancer("silva"), a_project(hours=900.0, deadline=10), rules={**FLAWLESS})
    play(game, award(game.observation, "shop", "silva"))
    world = world_of(game)
    world.rules = evolve(world.rules, dropout_month=1.0)
    done = world.tasks["shop"].done
    report, _ = recorded(world, [End("shop/silva")])
    assert not [i for i in report.incidents if i.kind is IncidentKind.DROPOUT]
    assert world.tasks["shop"].done == done
    assert luck.uniform(world.secrets, "dropout", "shop/silva", 2) > 0.0
