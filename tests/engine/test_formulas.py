"""The formulas of the model: their direction, their bounds, and the values at published points."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.engine import formulas
from sim.model.vocabulary import Hours, Kind, Mode, Oversight, Sla
from sim.rules import load
from tests.strategies import unit

RULES = load().rules


def rises(values: Any) -> bool:
    """Whether no value is below the one before it."""
    values = list(values)
    return all(left <= right + 1e-12 for left, right in pairwise(values))


GRID = [step / 20 for step in range(21)]


# ------------------------------------------------------------------------------------------ effort


@given(unit)
def test_skill_saves_effort(complexity):
    """More skill never takes more hours; harder work never fewer."""
    assert rises(-formulas.capability(RULES, skill, complexity) for skill in GRID)
    assert rises(formulas.capability(RULES, complexity, harder) for harder in GRID)


@pytest.mark.parametrize(("gap", "factor"), [(-0.5, 1.34), (0.0, 1.00), (0.5, 0.76)])
def test_capability_meets_the_table(gap, factor):
    """COCOMO II's programmer capability: 1.34 at the worst, 0.76 at the best, 1 in the middle."""
    assert formulas.capability(RULES, 0.5 + gap, 0.5) == pytest.approx(factor, abs=1e-9)


def test_capability_is_level_beyond_its_ends():
    """Nobody is worse than the worst of the table, or better than the best."""
    assert formulas.capability(RULES, 0.0, 1.0) == formulas.capability(RULES, 0.0, 0.5)
    assert formulas.capability(RULES, 1.0, 0.0) == formulas.capability(RULES, 1.0, 0.5)


@given(unit)
def test_distance_costs_effort_where_work_is_coupled(share):
    """Effort rises with distance and with coupling; either alone costs nothing."""
    assert rises(formulas.distance_effort(RULES, distance, share) for distance in GRID)
    assert rises(formulas.distance_effort(RULES, share, coupling) for coupling in GRID)
    assert (
        formulas.distance_effort(RULES, 0.0, share)
        == formulas.distance_effort(RULES, share, 0.0)
        == 1
    )


def test_distance_reaches_the_top_of_the_table():
    """COCOMO II SITE: up to 1.42 for work apart that belongs together."""
    assert formulas.distance_effort(RULES, 1.0, 1.0) == pytest.approx(1.42)


@given(unit, unit)
def test_waiting_rises_with_distance_coupling_and_complexity(one, two):
    """Elapsed time stretches with each, never below working time; routine work waits less."""
    assert rises(formulas.wait(RULES, distance, 6.0, one, two) for distance in GRID)
    assert rises(formulas.wait(RULES, one, 12.0 * apart, one, two) for apart in GRID)
    assert rises(formulas.wait(RULES, one, 6.0, coupling, two) for coupling in GRID)
    assert rises(formulas.wait(RULES, one, 6.0, two, complexity) for complexity in GRID)
    assert formulas.wait(RULES, 0.0, 0.0, one, two) == 1.0


def test_elapsed_time_grows_more_than_effort():
    """Work at full distance takes far longer before it takes far more hours."""
    assert formulas.wait(RULES, 1.0, 9.0, 1.0, 1.0) > 1.5 * formulas.distance_effort(
        RULES, 1.0, 1.0
    )


@pytest.mark.parametrize(
    ("annual", "factor"), [(0.03, 0.81), (0.06, 0.90), (0.12, 1.00), (0.24, 1.12), (0.48, 1.29)]
)
def test_turnover_meets_the_table(annual, factor):
    """COCOMO II personnel continuity (PCON)."""
    assert formulas.turnover(annual) == factor


def test_turnover_costs_effort():
    """The more leave, the more hours it takes; level beyond the table."""
    assert rises(formulas.turnover(share / 50) for share in range(51))
    assert formulas.turnover(1.0) == 1.29


@given(unit)
def test_learning_falls_along_its_curve(need):
    """Each doubling of experience leaves the learning rate of the excess; no need, no excess."""
    assume(need > 0)
    first = formulas.learning(RULES, need, 0.0)
    assert first == pytest.approx(1.0 + RULES.learning_effort * need)
    later = formulas.learning(RULES, need, RULES.learning_hours)
    assert (later - 1.0) / (first - 1.0) == pytest.approx(RULES.learning_rate, abs=1e-6)
    assert rises(-formulas.learning(RULES, need, 100.0 * step) for step in range(20))
    assert formulas.learning(RULES, 0.0, 0.0) == 1.0


def test_complex_firm_specific_work_takes_years_to_learn():
    """After a year of full work a third or more of the excess is left; months do not do."""
    year = 12.0 * formulas.productive_hours(RULES, 1.0)
    left = (formulas.learning(RULES, 1.0, year) - 1.0) / (formulas.learning(RULES, 1.0, 0.0) - 1.0)
    assert 0.3 < left < 0.9


@given(unit)
def test_own_people_know_what_the_firm_knows(need):
    """A firm that knows all of it has nothing to learn; one that knows nothing, everything."""
    assert formulas.settled(RULES, need, 1.0) == 1.0
    assert formulas.settled(RULES, need, 0.0) == pytest.approx(formulas.learning(RULES, need, 0.0))
    assert rises(-formulas.settled(RULES, need, known) for known in GRID)


@given(st.floats(1.0, 20.0), st.floats(0.5, 40.0))
def test_hurry_costs_effort(nominal, available):
    """At nominal time or more none; at the limit and below it, the whole."""
    factor = formulas.rush(RULES, available, nominal)
    assert 1.0 <= factor <= RULES.rush_effort
    if available >= nominal:
        assert factor == 1.0
    if available <= RULES.rush_limit * nominal:
        assert factor == pytest.approx(RULES.rush_effort)
    assert factor >= formulas.rush(RULES, available + 1.0, nominal)


def test_hurry_meets_the_table():
    """COCOMO II SCED: 1.43 at three quarters of the nominal time."""
    assert formulas.rush(RULES, 0.75, 1.0) == pytest.approx(1.43)


def test_larger_projects_take_longer_but_not_in_proportion():
    """Nominal time is a power of size below one."""
    assert rises(formulas.nominal_turns(RULES, 50.0 * size, 1.0) for size in range(1, 40))
    small = formulas.nominal_turns(RULES, 1_000.0, 1.0)
    assert formulas.nominal_turns(RULES, 8_000.0, 1.0) < 8.0 * small
    assert formulas.nominal_turns(RULES, 1_000.0, 0.5) == pytest.approx(2.0 * small)


def test_vendors_gain_with_size():
    """Large steady work has scale and process: up to an eighth, little for small work."""
    assert rises(-formulas.vendor_size(RULES, 100.0 * size) for size in range(100))
    assert formulas.vendor_size(RULES, 0.0) == 1.0
    assert formulas.vendor_size(RULES, 60.0) > 0.97
    assert formulas.vendor_size(RULES, 1e6) == pytest.approx(1.0 - RULES.vendor_scale)


@given(st.floats(0.0, 12.0))
def test_nights_cost_nothing_where_it_is_day(apart):
    """Round-the-clock work has its premium at home, not where the site is awake."""
    awake = apart >= RULES.awake_hours
    premium = 1.0 if awake else 1.0 + RULES.night_premium
    assert formulas.night(RULES, Hours.ROUND_THE_CLOCK, apart) == premium
    assert formulas.night(RULES, Hours.DAY, apart) == 1.0


# --------------------------------------------------------------------------------------- oversight


def test_levels_ask_for_more_and_more():
    """No oversight takes nothing, standard what it says, close more."""
    asked = [formulas.level(RULES, level) for level in Oversight]
    assert asked[0] == 0.0
    assert rises(asked)
    assert formulas.level(RULES, Oversight.STANDARD) == 1.0


@pytest.mark.parametrize("kind", Kind)
@given(st.floats(0, 50), unit, unit)
def test_oversight_rises_with_heads_distance_and_knowledge(kind, heads, distance, knowledge):
    """More people, further away, on work that needs to know the firm, want more looking at."""
    mode = {
        Kind.TEAM: Mode.IN_HOUSE,
        Kind.FREELANCER: Mode.FREELANCE,
        Kind.VENDOR: Mode.OUTSOURCE,
        Kind.SITE: Mode.OFFSHORE,
    }[kind]

    def hours(heads: float, distance: float, knowledge: float) -> float:
        return formulas.oversight_hours(RULES, kind, mode, heads, distance, knowledge)

    least = hours(heads, distance, knowledge)
    assert least > 0.0, "nothing looks after itself, own people neither"
    assert least <= hours(heads + 1.0, distance, knowledge)
    assert least <= hours(heads, 1.0, knowledge)
    assert least <= hours(heads, distance, 1.0)


def test_a_captive_costs_most_oversight_for_the_same_heads():
    """Direct oversight of a site stays with the firm: more than of anybody else."""
    asked = {
        kind: formulas.oversight_hours(RULES, kind, mode, 10.0, 0.8, 0.3)
        for kind, mode in (
            (Kind.VENDOR, Mode.OUTSOURCE),
            (Kind.SITE, Mode.OFFSHORE),
            (Kind.TEAM, Mode.IN_HOUSE),
        )
    }
    assert asked[Kind.SITE] == max(asked.values())


def test_choosing_costs_less_for_the_small_and_near():
    """A freelancer is soon briefed; a vendor takes longer, and a vendor abroad longest."""
    assert (
        formulas.briefing_hours(RULES, Kind.TEAM, Mode.IN_HOUSE)
        < formulas.briefing_hours(RULES, Kind.FREELANCER, Mode.FREELANCE)
        < formulas.briefing_hours(RULES, Kind.VENDOR, Mode.OUTSOURCE)
        < formulas.briefing_hours(RULES, Kind.VENDOR, Mode.OFFSHORE)
    )


def detection(kind: Kind, sla: Sla, attention: float, level: Oversight, knowledge: float) -> float:
    return formulas.detection(RULES, kind, sla, attention, level, knowledge, 0.5)


def test_standard_review_finds_what_studies_say():
    """60 to 65% at the standard level for own people of a firm that knows the work (V12)."""
    assert 0.60 <= detection(Kind.TEAM, Sla.NONE, 1.0, Oversight.STANDARD, 1.0) <= 0.67


def test_close_review_with_testing_finds_what_studies_say():
    """About 85% under close oversight, with testing (V12)."""
    assert 0.80 <= detection(Kind.TEAM, Sla.NONE, 1.0, Oversight.CLOSE, 1.0) <= 0.90


@given(unit, unit)
def test_detection_rises_with_attention_level_and_knowledge(attention, knowledge):
    """More attention, closer oversight and better knowledge find more; no attention, nothing."""
    for kind in Kind:
        levels = [detection(kind, Sla.NONE, attention, level, knowledge) for level in Oversight]
        assert rises(levels)
        assert levels[0] == 0.0
        assert rises(
            detection(kind, Sla.NONE, more, Oversight.STANDARD, knowledge) for more in GRID
        )
        assert rises(
            detection(kind, Sla.NONE, attention, Oversight.STANDARD, more) for more in GRID
        )
        assert all(0.0 <= found < 1.0 for found in levels)


def test_detection_has_its_order_of_kinds():
    """Own people best, then a vendor, with an SLA better; a freelancer least controlled."""
    caps = [formulas.detection_cap(RULES, Kind.VENDOR, sla) for sla in Sla]
    assert rises(caps)
    assert caps[0] < caps[-1]
    assert formulas.detection_cap(RULES, Kind.FREELANCER, Sla.NONE) < caps[0]
    assert caps[0] < formulas.detection_cap(RULES, Kind.TEAM, Sla.NONE)


def test_whoever_has_forgotten_the_work_cannot_judge_it():
    """Without own knowledge, much of what is wrong is not seen."""
    assert formulas.sighted(RULES, 0.0, 1.0) <= 0.7
    assert formulas.sighted(RULES, 1.0, 1.0) == 1.0


# ----------------------------------------------------------------------------------------- defects


@given(unit, unit, unit)
def test_defects_rise_with_everything_that_breeds_them(one, two, three):
    """Poor skill, complexity, hurry, distance and unwatched interest each breed more."""

    def rate(**changes: float) -> float:
        given = {"capable": 1.0, "complexity": one, "care": 1.0, "distance": two}
        given |= {"coupling": three, "interest": one}
        return formulas.defect_rate(RULES, **{**given, **changes})

    assert rate() > 0.0
    assert rate(capable=1.34) > rate() > rate(capable=0.76)
    assert rises(rate(complexity=more) for more in GRID)
    assert rate(care=1.43) > rate()
    assert rises(rate(distance=more) for more in GRID)
    assert rises(rate(interest=more) for more in GRID)


@given(unit, unit)
def test_interests_are_brought_nearer_by_the_contract(alignment, clarity):
    """A bonus and a service level help; a price below cost strains; always within 0 and 1."""

    def gap(
        performance: bool = False, sla: Sla = Sla.NONE, watched: float = 0.0, strain: float = 0.0
    ) -> float:
        return formulas.misaligned(RULES, alignment, performance, clarity, sla, watched, strain)

    assert gap() == pytest.approx(1.0 - alignment)
    most = gap() * (1.0 - RULES.performance_care)
    assert most - 1e-12 <= gap(performance=True) <= gap()
    assert gap(performance=True) == pytest.approx(most + (gap() - most) * (1.0 - clarity))
    assert rises(-gap(sla=sla) for sla in Sla)
    assert rises(gap(strain=strain) for strain in (0.0, 0.3, 1.5))
    assert rises(-gap(watched=watched) for watched in (0.0, 0.5, 1.0))
    assert 0.0 <= gap(strain=1.5) <= 1.0


@given(st.floats(0.0001, 0.9999))
def test_late_defects_cost_five_to_a_hundred_times(u):
    """The expensive ones are rare (E 2.5)."""
    assert 5.0 <= formulas.late_cost(RULES, u) <= 100.0


def test_most_late_defects_are_cheap():
    """The middle one is far nearer to five times than to a hundred."""
    assert formulas.late_cost(RULES, 0.5) < 20.0
    assert rises(formulas.late_cost(RULES, step / 100) for step in range(1, 100))


@given(unit)
def test_quality_falls_with_faults_and_strangers(visibility):
    """More skill is better, more faults worse, strangers worse where customers look; 0 to 100."""

    def quality(gap: float = 0.0, faults: int = 0, stranger: float = 0.0) -> float:
        return formulas.delivered_quality(RULES, gap, faults, 200.0, stranger, visibility)

    assert rises(quality(gap=step / 10) for step in range(-10, 11))
    assert rises(-quality(faults=faults) for faults in range(50))
    assert quality(stranger=1.0) <= quality(stranger=0.4) <= quality()
    assert 0.0 <= quality(gap=-1.0, faults=10_000, stranger=1.0) <= quality(gap=1.0) <= 100.0


def test_back_office_work_loses_nothing_by_going_out():
    """Nobody sees who does it: there is no flat 'outside is worse'."""
    own = formulas.delivered_quality(RULES, 0.2, 1, 500.0, 0.0, 0.0)
    assert formulas.delivered_quality(RULES, 0.2, 1, 500.0, 1.0, 0.0) == own


# ------------------------------------------------------------------------------ people and prices


@given(st.floats(0, 100))
def test_overtime_gives_less_and_less(week):
    """Output follows hours to 48 a week, then less, and nothing more past 63 (Pencavel)."""
    output = formulas.effective_week(RULES, week)
    if week <= 48.0:
        assert output == week
    assert output <= week
    assert formulas.effective_week(RULES, week + 1.0) >= output
    assert formulas.effective_week(RULES, 63.0) == pytest.approx(
        formulas.effective_week(RULES, 90.0)
    )


def test_the_last_hours_of_a_long_week_are_worth_little():
    """The hour after 48 gives nearly a whole one, the one before 63 hardly any."""
    week = [formulas.effective_week(RULES, float(hours)) for hours in range(48, 64)]
    gains = [right - left for left, right in pairwise(week)]
    assert rises(-gain for gain in gains)
    assert gains[0] > 0.9
    assert gains[-1] < 0.1


def test_an_hour_of_own_work_costs_about_twice_the_wage():
    """Benefits, workplace and the hours that are paid but not worked: about 2.2 times."""
    assert formulas.loaded_wage(RULES, 100.0) == pytest.approx(220.0, rel=0.05)


@given(unit, unit, unit)
def test_hold_up_is_bounded_by_the_cost_of_switching(knowledge, need, trust):
    """At most a third of the price; less with own knowledge, less with good relations."""
    rise = formulas.holdup(RULES, knowledge, need, trust)
    assert 0.0 <= rise <= 1.0 / 3.0
    assert rises(-formulas.holdup(RULES, known, need, trust) for known in GRID)
    assert rises(-formulas.holdup(RULES, knowledge, need, trusted) for trusted in GRID)
    assert formulas.holdup(RULES, 1.0, 0.0, trust) == 0.0


@given(unit, unit)
def test_knowing_the_field_does_not_replace_who_knows_the_firm(knowledge, trust):
    """The more specific the work, the more it binds, however well the firm knows the field."""
    assert rises(formulas.holdup(RULES, knowledge, need, trust) for need in GRID)
    most = formulas.holdup(RULES, 0.0, 0.0, trust)
    assert formulas.holdup(RULES, knowledge, 1.0, trust) == pytest.approx(most)


@given(unit, unit, st.floats(1.0, 1000.0))
def test_knowledge_follows_where_the_work_is_done(known, share, hours):
    """All work inside only adds, all work outside only takes; hours count by their proportions."""
    grow, fade = formulas.knowledge_moves(RULES, known, share * hours, (1.0 - share) * hours)
    assert grow >= 0.0 >= fade
    assert known + grow <= 1.0
    assert known + fade >= 0.0
    assert formulas.knowledge_moves(RULES, known, hours, 0.0)[1] == 0.0
    assert formulas.knowledge_moves(RULES, known, 0.0, hours)[0] == 0.0


def test_routine_work_teaches_little():
    """An hour that asks for nothing firm-specific counts a tenth of one that asks for it all."""
    assert rises(formulas.teaches(RULES, need) for need in GRID)
    assert formulas.teaches(RULES, 1.0) == pytest.approx(1.0)
    assert formulas.teaches(RULES, 0.0) == pytest.approx(0.1)


@given(unit)
def test_what_is_lost_when_work_changes_hands_grows_with_what_it_takes_to_know(knowledge):
    """A share, and never all of it."""
    assert rises(formulas.handover_loss(RULES, more) for more in GRID)
    assert 0.0 < formulas.handover_loss(RULES, knowledge) < 1.0


def test_work_that_talks_more_takes_more_coordination():
    """Even work that stands alone needs some."""
    shares = [formulas.coordination_share(RULES, coupling) for coupling in GRID]
    assert rises(shares)
    assert shares[0] > 0.0


def test_who_sends_invoices_is_another_party():
    """Own people, at home or abroad, send none."""
    assert [kind for kind in Kind if kind.external] == [Kind.FREELANCER, Kind.VENDOR]


def test_each_service_level_is_a_step_above_the_one_before():
    """None, standard, strict."""
    assert [sla.steps for sla in Sla] == [0, 1, 2]


def test_quality_that_customers_see_counts_for_more():
    """An hour in full view counts whole; one behind the scenes for the share of the rule book."""
    assert rises(formulas.quality_weight(RULES, 1.0, visibility) for visibility in GRID)
    assert formulas.quality_weight(RULES, 80.0, 1.0) == pytest.approx(80.0)
    assert formulas.quality_weight(RULES, 80.0, 0.0) == pytest.approx(80.0 * RULES.quality_unseen)


@pytest.mark.parametrize(
    ("kind", "mode", "fixed", "each"),
    [
        (Kind.TEAM, Mode.IN_HOUSE, "contract_hours_team", "head_hours_team"),
        (Kind.FREELANCER, Mode.FREELANCE, "contract_hours_freelancer", "head_hours_freelancer"),
        (Kind.SITE, Mode.OFFSHORE, "contract_hours_site", "head_hours_site"),
        (Kind.VENDOR, Mode.OUTSOURCE, "contract_hours_vendor", "head_hours_vendor"),
        (Kind.VENDOR, Mode.OFFSHORE, "contract_hours_abroad", "head_hours_vendor"),
    ],
)
def test_oversight_is_that_of_the_kind(kind, mode, fixed, each):
    """A fixed part for the contract, and a part per head, which doubles far away, or for work that
    only the firm knows.
    """

    def hours(heads: float, distance: float, knowledge: float) -> float:
        return formulas.oversight_hours(RULES, kind, mode, heads, distance, knowledge)

    base, head = getattr(RULES, fixed), getattr(RULES, each)
    assert hours(0.0, 1.0, 1.0) == pytest.approx(base)
    assert hours(3.0, 0.0, 0.0) == pytest.approx(base + 3.0 * head)
    assert hours(3.0, 1.0, 0.0) == hours(3.0, 0.0, 1.0) == pytest.approx(base + 6.0 * head)
