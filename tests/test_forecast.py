"""What an award may lead to: ordered ranges, drawn from what is known, and worth something."""

import math

import pytest
from attrs import asdict
from hypothesis import given, settings

from sim.engine import legality
from sim.engine.losses import deductible, insurance
from sim.engine.orders.awards import engagement_of
from sim.explain import PLANNED
from sim.forecast import (
    Caution,
    Span,
    believe,
    capacity,
    cautions,
    default_terms,
    estimate,
    explain_belief,
    explain_hours,
    explain_offer,
    free_hours,
    with_drafts,
)
from sim.forecast.costs import course_of_fees
from sim.forecast.outcomes import Costs
from sim.games.game import Game
from sim.lab.trials.conduct import BY_ID, MovesWork, best
from sim.lab.trials.cost import bill
from sim.lab.trials.firms import OWN, WORK, staffed_firm
from sim.lab.trials.play import play as play_trial
from sim.lab.validation.experiments.deals import MONTHS, deal
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Offer
from sim.model.orders import Answer, AskReferences, Audit, Award, End, Terms
from sim.model.vocabulary import Account, Kind, Oversight, Pricing, Sla, TaskKind, TaskState
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
    finish,
    play,
    play_out,
    runs,
    wait,
)


def awards(facts: Observation, offer: Offer) -> list[Award]:
    """The default terms of an offer, and its other prices."""
    first = default_terms(facts, offer)
    plain = [legality.simplest(offer)]
    return [Award(offer.task, offer.id, terms) for terms in (first, *plain)]


@settings(max_examples=40)
@given(strategies.scenarios(), strategies.seeds)
def test_ranges_are_in_order_and_finite(scenario, seed):
    """Low, middle, high; quality within 0 and 100, shares within 0 and 1, no negative cost."""
    game = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed)
    facts = game.observation
    for offer in list(facts.offers.values())[:12]:
        for order in awards(facts, offer):
            seen = estimate(facts, order)
            for name in ("all_in", "finish", "quality", "oversight", "exposure", "pays", "service"):
                span: Span = getattr(seen, name)
                assert span.low <= span.mid <= span.high, name
                assert all(math.isfinite(end) for end in (span.low, span.mid, span.high)), name
            assert seen.quality.low >= 0.0
            assert seen.quality.high <= 100.0
            assert seen.service.low >= 0.0
            assert seen.service.high <= 1.0
            assert seen.pays.low >= 0.0
            assert seen.oversight.low >= 0.0
            assert seen.exposure.low >= -1e-6
            assert seen.finish.low >= facts.turn - 1.0
            assert math.isfinite(seen.knowledge)
            assert seen.displaces >= 0.0
            found = cautions(facts, order, seen)
            assert len(set(found)) == len(found)


@settings(max_examples=40)
@given(strategies.scenarios(), strategies.seeds)
def test_default_terms_are_legal(scenario, seed):
    """Proposed terms can be signed, unless the offer cannot be taken at all."""
    game = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed)
    facts = game.observation
    for task in facts.tasks:
        for offer in legality.options(facts, task):
            order = Award(task, offer.id, default_terms(facts, offer))
            assert game.problems([order]) == ()


@pytest.mark.parametrize("turns", [0, 3, 7])
def test_what_an_offer_reckons_with_is_taken_apart(turns):
    """Its hours, from the standard ones through each thing that adds to them; its people. Outsiders
    interpret the work their own way; own people only hurry.
    """
    facts = play_out(Game.new(a_busy_scenario(), 2), turns=turns).observation
    for offer in facts.offers.values():
        order = Award(offer.task, offer.id, default_terms(facts, offer))
        hours = explain_offer(facts, order, FigureKind.OFFER_HOURS)
        assert hours.value == pytest.approx(100.0 * offer.hours, abs=0.51)
        crew = explain_offer(facts, order, FigureKind.OFFER_CREW)
        assert crew.value == pytest.approx(100.0 * offer.crew, abs=0.51)
        labels = [part.label for part in hours.parts]
        own = offer.provider in facts.teams
        assert ("their own estimate" in labels) is not own
        if own and facts.tasks[offer.task].spec.kind is TaskKind.FUNCTION:
            assert "hurry" not in labels


def test_the_work_that_an_offer_displaces_is_taken_apart():
    """The hours that it takes, minus the free hours: what other work will lack."""
    game = a_game(
        a_team("crew", heads=4),
        a_function("desk", hours=400.0),
        a_function("more", hours=300.0),
        runs("desk", "crew"),
    )
    facts = game.observation
    order = Award("more", "more/crew", Terms(Pricing.OWN))
    seen = estimate(facts, order)
    assert seen.displaces >= 1.0
    explained = explain_offer(facts, order, FigureKind.OFFER_DISPLACES)
    assert explained.value == pytest.approx(100.0 * seen.displaces, abs=0.51)
    assert len(explained.parts) == 3  # both go short: the hours missing are shared


def test_the_price_of_an_offer_is_the_quote_with_what_the_terms_do():
    """Service level and liability add to it, a term lowers it; the sum is the price to be paid."""
    game = a_game(a_function(), a_vendor(), a_team())
    facts = game.observation
    offer = next(one for one in facts.offers.values() if one.kind is Kind.VENDOR)
    terms = Terms(Pricing.FIXED, sla=Sla.STRICT, term=12, liability=True)
    order = Award(offer.task, offer.id, terms)
    explained = explain_offer(facts, order, FigureKind.OFFER_PRICE)
    labels = [part.label for part in explained.parts]
    assert labels == [
        f"{offer.hours:,.0f} hours at their usual rate",
        "above or below that",
        "for bearing the risk of unclear work",
        "service level",
        "liability",
        "discount for a term",
    ]
    game.submit([order])
    (engagement,) = (
        one for one in game.observation.engagements.values() if one.kind is Kind.VENDOR
    )
    assert engagement.price == explained.value


@pytest.mark.parametrize(
    ("kind", "trait", "field"),
    [
        (FigureKind.PROVIDER_SKILL, "skill", "mean"),
        (FigureKind.PROVIDER_SKILL_SPREAD, "skill", "spread"),
        (FigureKind.PROVIDER_RELIABILITY, "reliability", "mean"),
        (FigureKind.PROVIDER_RELIABILITY_SPREAD, "reliability", "spread"),
    ],
)
def test_what_is_thought_of_a_supplier_is_taken_apart(kind, trait, field):
    """Its kind, its rating and its record combine into the belief that the forecast uses."""
    for turns in (0, 3, 12):
        facts = play_out(Game.new(a_busy_scenario(), 2), turns=turns).observation
        for provider in facts.providers:
            explained = explain_belief(facts, provider, kind)
            assert explained.figure == Figure(kind, provider)
            assert sum(part.amount for part in explained.parts) == explained.value
            believed = getattr(believe(facts, provider, trait), field)
            assert explained.value == pytest.approx(10_000 * believed, abs=0.51)


@pytest.mark.parametrize(
    ("clients", "told"), [(1, "what a client says"), (4, "what 4 clients say")]
)
def test_what_clients_say_is_a_part_of_it(clients, told):
    """A row between the rating and the record; with an audit on top, the rows still add up."""
    game = a_game(a_vendor("tarn", skill=0.9), a_function())
    play(game, AskReferences("tarn", clients), Audit("tarn"))
    facts = game.observation
    for kind, title in (("skill", "typical"), ("skill_spread", "when")):
        explained = explain_belief(facts, "tarn", FigureKind(f"provider_{kind}"))
        assert sum(part.amount for part in explained.parts) == explained.value
        *before, references, seen = explained.parts
        assert before[0].label.startswith(title)
        assert (references.label, seen.label) == (told, "own experience and audits")
        assert references.amount
    assert explained.value == pytest.approx(10_000 * believe(facts, "tarn", "skill").spread, abs=1)
    assert references.amount < 0


def test_what_is_thought_of_others_is_nothing():
    """An unknown supplier, or a figure that suppliers do not have."""
    facts = a_game(a_vendor("tarn")).observation
    with pytest.raises(ValueError, match="no supplier"):
        explain_belief(facts, "nobody")
    with pytest.raises(ValueError, match="no 'cash'"):
        explain_belief(facts, "tarn", FigureKind.CASH)
    with pytest.raises(ValueError, match="no team"):
        explain_hours(facts, "nobody", FigureKind.TEAM_FREE)
    with pytest.raises(ValueError, match="no hours"):
        explain_hours(a_game(a_team()).observation, "crew", FigureKind.TEAM_MORALE)


def test_a_teams_hours_are_taken_apart():
    """What its people can do; how much of that is planned for their present work; what is left."""
    game = Game.new(a_busy_scenario(), 2)
    while not game.over:
        facts = game.observation
        for team in facts.teams:
            found = {}
            for kind in PLANNED:
                found[kind] = explain_hours(facts, team, kind)
                assert sum(part.amount for part in found[kind].parts) == found[kind].value
            there, promised, free = (found[kind].value for kind in PLANNED)
            assert there == pytest.approx(100.0 * capacity(facts, team), abs=0.51)
            assert free == pytest.approx(100.0 * free_hours(facts, team), abs=0.51)
            assert there - promised == pytest.approx(free, abs=1)
        play_out(game, turns=1, seed=game.turn)


def test_an_offer_that_is_not_there_cannot_be_estimated():
    """A programming error, not an answer."""
    facts = a_game(a_team(), a_project()).observation
    with pytest.raises(KeyError):
        estimate(facts, Award("shop", "shop/nobody"))


# ------------------------------------------------------------------------ what comes over the years


def expected(facts: Observation, order: Award) -> Costs:
    """The parts of the middle of an all-in cost."""
    return estimate(facts, order).middle.costs


def warned_of(game: Game, task: str, provider: str) -> tuple[Caution, ...]:
    """What an award at default terms warns of."""
    facts = game.observation
    order = award(facts, task, provider)
    return cautions(facts, order, estimate(facts, order))


@pytest.mark.parametrize("term", [0, 6, 12])
@pytest.mark.parametrize("place", ["", "coast"])
def test_a_vendors_prices_rise_as_was_to_be_expected(term, place):
    """Three years of invoices to a firm that bargains at each renewal: wages, currency, hold-up,
    and demands outside a term. The middle of the forecast includes them.
    """
    paid = seen = 0.0
    for seed in range(4):
        game = a_game(
            a_team("crew"),
            a_vendor("tarn", location=place or None),
            a_place("coast", currency_drift=-0.03, currency_volatility=0.0),
            a_function("desk", volatility=0.0, coupling=0.0),
            a_firm(cash=10**10, manager_hours=2_000.0),
            turns=36,
            seed=seed,
            rules={**FLAWLESS, "price_rise_month": 0.06, "coordination_base": 0.0},
        )
        facts = game.observation
        order = award(facts, "desk", "tarn", pricing=Pricing.FIXED, term=term)
        parts = expected(facts, order)
        seen += parts.invoices + parts.risen
        play(game, order)
        while not game.over:
            play(game, [Answer(r.id, "bargain") for r in game.observation.requests.values()
                        if "bargain" in [choice.id for choice in r.choices]])  # fmt: skip
        facts = game.observation
        paid += sum(one.paid for one in (*facts.engagements.values(), *facts.past.values()))
    assert parts.risen != 0.0  # a currency that falls may outweigh the rest
    assert seen == pytest.approx(paid, rel=0.04)


def test_forecasts_are_fair_between_own_people_and_vendors():
    """What services cost over the years, kept or given to a vendor at home or abroad: the middle of
    the forecast is about equally far off for each, so that no comparison is biased.
    """
    off = {}
    for name in ("", "vendor-fixed", "offshore-vendor"):
        form = BY_ID[name] if name else None
        came = seen = 0.0
        for seed in range(12):
            scenario = staffed_firm(deal(seed), MONTHS, {})
            facts = Game.new(scenario, seed, keep_turns=False).observation
            chosen = Award(WORK, f"{WORK}/{OWN}") if form is None else None
            if form is not None:
                chosen = best(facts, form, Oversight.STANDARD)
            assert chosen is not None
            seen += estimate(facts, chosen).all_in.mid
            came += bill(play_trial(scenario, MovesWork(form), seed).observation).total
        off[name] = came / seen
    assert max(off.values()) == pytest.approx(min(off.values()), abs=0.08), off
    assert all(0.95 < ratio < 1.15 for ratio in off.values()), off


def test_own_peoples_wages_rise_in_the_forecast():
    """Three years of them cost more than three times this year's; for a month they do not rise."""
    for turns, more in ((36, 0.06), (1, 0.0)):
        game = a_game(a_team("crew"), a_function("desk"), turns=turns)
        parts = expected(game.observation, award(game.observation, "desk", "crew"))
        risen = parts.risen / parts.own_hours
        assert risen == pytest.approx(more, abs=0.01)


def test_who_takes_over_is_charged_with_those_who_hand_over():
    """They stay until the newcomer is at full pace; nobody hands over shared or open work."""
    game = a_game(
        a_team("crew", heads=9), a_vendor("tarn"), a_function("desk", knowledge=0.8),
        runs("desk", "crew"),
    )  # fmt: skip
    facts = game.observation
    over = expected(facts, award(facts, "desk", "tarn"))
    beside = expected(facts, award(facts, "desk", "tarn", beside=True))
    assert over.handing_over > 0.0
    assert beside.handing_over == 0.0
    open_ = a_game(a_team("crew"), a_vendor("tarn"), a_function("desk", knowledge=0.8)).observation
    assert expected(open_, award(open_, "desk", "tarn")).handing_over == 0.0


def test_leaving_a_contract_costs_what_was_to_be_expected():
    """The fee that is booked, and the turns in which both are paid: turns of the hand-over and the
    notice are paid in full, and the fee covers what is left of the term after them.
    """
    game = a_game(
        a_vendor("tarn"), a_vendor("dhara", location="coast"), a_place("coast"),
        a_function("desk", knowledge=0.8, volatility=0.0), runs("desk", "tarn", term=10),
        turns=18, rules=FLAWLESS,
    )  # fmt: skip
    facts = game.observation
    order = award(facts, "desk", "dhara")
    parts = expected(facts, order)
    paid = facts.engagements["desk/tarn"].paid
    play(game, order)
    assert parts.leaving > 0.0
    assert game.observation.balances[Account.TERMINATION_FEES] == pytest.approx(
        parts.leaving, abs=1.0
    )
    wait(game, 9)
    left = game.observation.past["desk/tarn"]
    both = left.paid - paid - game.observation.balances[Account.TERMINATION_FEES]
    assert parts.handing_over == pytest.approx(both, rel=0.02)


def test_nobody_hands_over_for_longer_than_there_is_work():
    """In the last turn it takes a turn at most; and a provider under notice goes when that ends."""
    game = a_game(
        a_vendor("tarn"), a_vendor("dhara", location="coast"), a_place("coast"),
        a_function("desk", knowledge=0.8, volatility=0.0), runs("desk", "tarn"),
        rules=FLAWLESS,
    )  # fmt: skip
    facts = game.observation
    turn = facts.engagements["desk/tarn"].price
    early = expected(facts, award(facts, "desk", "dhara")).handing_over
    assert early > 3 * turn
    play(game, End("desk/tarn"))
    facts = game.observation
    assert expected(facts, award(facts, "desk", "dhara")).handing_over == pytest.approx(turn)
    game.back_to(1)
    wait(game, 11)
    facts = game.observation
    assert expected(facts, award(facts, "desk", "dhara")).handing_over == pytest.approx(turn)


def test_who_has_the_work_is_not_waited_for():
    """A vendor abroad that carries on bills from the first turn, and needs no briefing; a new one
    gives no service before its first day, on work that nobody has.
    """
    there = a_game(
        a_vendor("dhara", location="coast"), a_place("coast"), a_function("desk", hours=300.0),
        runs("desk", "dhara"),
    ).observation  # fmt: skip
    stays = expected(there, award(there, "desk", "dhara", beside=True))
    new = a_game(
        a_vendor("dhara", location="coast"), a_place("coast"), a_function("desk", hours=300.0)
    ).observation
    comes = expected(new, award(new, "desk", "dhara"))
    assert stays.invoices * 11 == pytest.approx(comes.invoices * 12, rel=0.01)
    assert stays.choosing == 0.0
    assert stays.not_given == 0.0
    assert comes.not_given > 0.0


# ------------------------------------------------------------------------------------- directions


def seen_of(game: Game, task: str, provider: str, **terms):
    facts = game.observation
    return estimate(facts, award(facts, task, provider, **terms))


def test_a_clause_lowers_what_one_may_bear():
    """Liability costs money and lowers the exposure; escrow lowers a freelancer's."""
    game = a_game(a_vendor(), a_freelancer(), a_function(), a_project())
    plain = seen_of(game, "desk", "tarn")
    covered = seen_of(game, "desk", "tarn", liability=True)
    assert covered.exposure.mid < plain.exposure.mid
    assert covered.pays.mid > plain.pays.mid
    held = seen_of(game, "shop", "silva", pricing=Pricing.FIXED, escrow=True)
    assert held.exposure.mid < seen_of(game, "shop", "silva", pricing=Pricing.FIXED).exposure.mid


def test_an_insurance_pays_what_is_above_its_deductible():
    """It lowers the share of a large expected loss that the firm bears, as it would of the real
    loss; for a small one it pays nothing.
    """
    for rate in (0.0005, 0.5):
        bare, insured = (
            a_game(
                a_vendor(),
                a_function(hours=600.0),
                a_firm(insured=covered),
                rules={"defect_rate": rate},
            )
            for covered in (False, True)
        )
        loss = seen_of(bare, "desk", "tarn").exposure.high
        facts = insured.observation
        over, paid = insurance(facts.rules, loss, deductible(facts))
        assert (over > 0.0) is (rate == 0.5)
        less = loss - seen_of(insured, "desk", "tarn").exposure.high
        assert less == pytest.approx(paid, rel=0.2)


def test_managers_cost_what_they_earn_by_then():
    """In the third year their hours are charged at that year's wage."""
    game = a_game(
        a_team(heads=9), a_function("desk"), a_firm(cash=10**12), turns=36, rules=FLAWLESS
    )
    first = seen_of(game, "desk", "crew")
    wait(game, 24)
    later = seen_of(game, "desk", "crew")
    growth = game.observation.places[""].wages
    assert growth > 1.05
    hour = first.middle.costs.managing / (36 * first.oversight.mid)
    assert later.middle.costs.managing / (12 * later.oversight.mid) == pytest.approx(growth * hour)


def test_a_closer_look_costs_hours_and_saves_losses():
    """Closer oversight takes more hours and lowers exposure."""
    game = a_game(a_vendor(), a_function(hours=600.0), a_firm(manager_hours=2_000.0))
    looks = [seen_of(game, "desk", "tarn", oversight=level) for level in Oversight]
    assert [look.oversight.mid for look in looks] == sorted(look.oversight.mid for look in looks)
    assert looks[3].exposure.mid < looks[2].exposure.mid < looks[0].exposure.mid


def test_what_is_known_better_is_known_more_narrowly():
    """Years of working together, or an audit, narrow the range of what may come."""
    game = a_game(a_vendor("tarn"), a_vendor("dhara", known=12), a_function(), turns=24)
    stranger, friend = (believe(game.observation, key, "skill") for key in ("tarn", "dhara"))
    assert friend.spread < stranger.spread
    unknown, known = (seen_of(game, "desk", key) for key in ("tarn", "dhara"))
    assert known.quality.high - known.quality.low < unknown.quality.high - unknown.quality.low
    assert Caution.NEW_TO_US in warned_of(game, "desk", "tarn")
    assert Caution.NEW_TO_US not in warned_of(game, "desk", "dhara")


def test_own_people_who_are_busy_are_missing_elsewhere():
    """A busy team's hours are taken from other work; a free one's are not."""
    busy = a_game(a_team(heads=2), a_function(hours=260.0), a_project(), runs("desk", "crew"))
    free = a_game(a_team(heads=9), a_function(hours=260.0), a_project(), runs("desk", "crew"))
    assert seen_of(busy, "shop", "crew").displaces > 1.0
    assert Caution.DISPLACES_WORK in warned_of(busy, "shop", "crew")
    assert seen_of(free, "shop", "crew").displaces == 0.0
    assert free_hours(free.observation, "crew") > free_hours(busy.observation, "crew")


def test_distance_is_warned_of_where_work_is_coupled():
    """Far away and tightly coupled calls for a warning; near, or uncoupled, does not."""
    game = a_game(
        a_place("coast", 1.0),
        a_vendor("tarn"),
        a_vendor("dhara", location="coast"),
        a_function("core", coupling=0.9),
        a_function("desk", coupling=0.1),
    )
    assert Caution.FAR_AWAY in warned_of(game, "core", "dhara")
    assert Caution.FAR_AWAY not in warned_of(game, "desk", "dhara")
    assert Caution.FAR_AWAY not in warned_of(game, "core", "tarn")


@pytest.mark.parametrize("caution", Caution)
def test_every_caution_is_given_somewhere(caution):
    """Every warning can occur."""
    games = [
        play_out(Game.new(a_busy_scenario(), seed), "random", turns=turns, seed=seed)
        for seed in range(4)
        for turns in (0, 2, 5)
    ]
    games.append(
        a_game(
            a_place("coast", 1.0),
            a_team("crew", heads=1),
            a_vendor("tarn", health=0.0, size=2),
            a_vendor("dhara", location="coast"),
            a_function("core", coupling=1.0, knowledge=0.9, visibility=0.9, hours=500.0),
            a_project("shop", hours=3_000.0, deadline=1),
            a_firm(manager_hours=3.0),
        )
    )
    play(games[-1], Audit("tarn"))
    for game in games:
        facts = game.observation
        for offer in facts.offers.values():
            order = Award(offer.task, offer.id, default_terms(facts, offer))
            if caution in cautions(facts, order, estimate(facts, order)):
                return
    pytest.fail(f"{caution} never came up")


def test_learning_is_foreseen():
    """Work done inside adds to what the firm knows; work done outside reduces it."""
    game = a_game(a_discipline("web", knowledge=0.5), a_team(), a_vendor(), a_function())
    assert seen_of(game, "desk", "crew").knowledge > 0.0
    assert seen_of(game, "desk", "tarn").knowledge < 0.0


# ------------------------------------------------------------------------------- does it come true


@pytest.mark.parametrize("provider", ["crew", "tarn", "silva"])
def test_a_calm_project_comes_out_near_its_appraisal(provider):
    """Without accidents, the real finish and pay of a clear project lie near the range."""
    inside = 0
    for seed in range(12):
        game = a_game(
            a_team("crew", heads=5),
            a_vendor("tarn", skill=None, alignment=None, attention=None),
            a_freelancer("silva", skill=None, alignment=None, attention=None),
            a_project(hours=300.0, deadline=9),
            seed=seed,
            turns=16,
            rules=CALM,
        )
        facts = game.observation
        order = Award(
            "shop", f"shop/{provider}", default_terms(facts, facts.offers[f"shop/{provider}"])
        )
        seen = estimate(facts, order)
        play(game, order)
        finish(game)
        shop = game.observation.tasks["shop"]
        assert shop.state is TaskState.DONE
        paid = game.observation.past[f"shop/{provider}"].paid
        near = seen.finish.low - 1.5 <= shop.delivered <= seen.finish.high + 1.5
        near = near and 0.8 * seen.pays.low <= paid <= 1.25 * seen.pays.high
        inside += near
    assert inside >= 9, f"only {inside} of 12"


def test_a_calm_service_costs_what_was_foreseen():
    """A vendor's fee per turn lies within the estimated range, and so does the service."""
    game = a_game(a_vendor(), a_function(), a_firm(cash=10**9), rules=FLAWLESS)
    facts = game.observation
    seen = seen_of(game, "desk", "tarn")
    play(game, award(facts, "desk", "tarn"))
    wait(game, 5)
    before = game.observation.engagements["desk/tarn"].paid
    play(game, None)
    paid = game.observation.engagements["desk/tarn"].paid - before
    assert 0.8 * seen.pays.low <= paid <= 1.25 * seen.pays.high
    assert game.observation.tasks["desk"].service >= seen.service.low - 0.1


def test_kinds_of_providers_have_their_beliefs():
    """The skill of own people is known; for strangers only the typical range is."""
    game = a_game(a_team("crew", skill=0.66), a_vendor("tarn"), a_freelancer("silva"))
    facts = game.observation
    assert believe(facts, "crew", "skill").mean == pytest.approx(0.66)
    assert believe(facts, "crew", "skill").spread < believe(facts, "tarn", "skill").spread
    for key in ("tarn", "silva"):
        belief = believe(facts, key, "skill")
        assert 0.0 <= belief.at(-3) <= belief.mean <= belief.at(3) <= 1.0
    assert {facts.providers[key].kind for key in ("tarn", "silva")} == {
        Kind.VENDOR,
        Kind.FREELANCER,
    }


def test_estimates_are_plain_values():
    """They can be shown and compared, and contain no part of the world."""
    game = a_game(a_vendor(), a_function())
    assert asdict(seen_of(game, "desk", "tarn")) == asdict(seen_of(game, "desk", "tarn"))


@pytest.mark.parametrize("defect_rate", [0.01, 0.2, 1.0])
def test_an_estimate_takes_off_for_faults_what_the_rule_does(defect_rate):
    """However many faults are expected, they cost as many points as in delivered work."""
    game = a_game(a_vendor(), a_function(), rules={**CALM, "defect_rate": defect_rate})
    rules = game.rules
    terms = award(game.observation, "desk", "tarn", oversight=Oversight.NONE)
    points = estimate(game.observation, terms).middle.points
    without = points.quality - points.faults - points.not_given
    assert -points.faults <= min(rules.fault_worst, without + 1e-9)
    if defect_rate == 1.0:
        assert -points.faults == pytest.approx(rules.fault_worst)


@pytest.mark.parametrize("term", [2, 3, 5])
@pytest.mark.parametrize("choice", ["renew", "bargain"])
def test_the_course_of_a_vendors_price_is_the_games(term, choice):
    """Where wages rise steadily and only the vendor knows the work, the price expected over a year
    is what a firm pays if it renews each time.
    """
    turns = 12
    game = a_game(
        a_vendor(),
        a_function(knowledge=1.0),
        a_firm(cash=10**10),
        turns=turns + 1,
        rules={**FLAWLESS, "holdup_trust": 0.0, "wage_growth": 0.12},
    )
    order = award(game.observation, "desk", "tarn", term=term, pricing=Pricing.FIXED)
    signed = engagement_of(game.observation, game.observation.offers["desk/tarn"], order.terms)
    pressed = game.rules.bargain_share if choice == "bargain" else 1.0
    expected = course_of_fees(game.observation, signed, turns, pressed, 0.0)
    paid = []
    for _ in range(turns):
        asked = [key for key in game.observation.requests if key.startswith("renewal/")]
        before = game.observation.balances[Account.VENDORS]
        play(game, [Answer(key, choice) for key in asked] if paid else order)
        paid.append(game.observation.balances[Account.VENDORS] - before)
    assert sum(paid) / turns / paid[0] == pytest.approx(expected, rel=0.002)


def test_what_a_draft_takes_from_somebody_does_not_stand_in_the_way():
    """While an award is drafted that ends an engagement at once, other work of its discipline can
    still be estimated; a team that would lose the work learns nothing from it any more."""
    game = a_game(
        a_team(), a_freelancer(), a_project("shop"), a_project("site"), runs("shop", "crew")
    )
    wait(game)
    facts = game.observation
    moved, other = award(facts, "shop", "silva"), award(facts, "site", "crew")
    drafted = with_drafts(facts, [moved])
    assert facts.tasks["shop"].engagements[0] not in drafted.engagements
    assert estimate(drafted, other).knowledge <= estimate(facts, other).knowledge
