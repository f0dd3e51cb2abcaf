"""Every valid scenario can be started and played, at either end of all its ranges."""

import pytest
from hypothesis import given, settings

from sim.engine.observe import observe
from sim.engine.start import new_world
from sim.engine.turn import resolve
from sim.games.game import Game
from sim.model.scenario import Scenario
from sim.model.vocabulary import Kind, Oversight, Presence, Pricing, Sla, TaskState
from sim.rules import load, with_overrides
from sim.scenario_io import check_text
from tests import laws, strategies
from tests.builders import (
    a_busy_scenario,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_scenario,
    a_team,
    a_vendor,
    award,
    play,
    play_out,
    runs,
    wait,
    world_of,
)


@settings(max_examples=40)
@given(strategies.scenarios(), strategies.seeds)
def test_any_scenario_can_be_played(scenario: Scenario, seed: int):
    """From the first morning to an outcome, with all laws in every turn."""
    game = Game.new(scenario, seed)
    laws.hold(world_of(game))
    while not game.over:
        play_out(game, turns=1, seed=seed)
        laws.hold(world_of(game))
    assert game.outcome is not None
    assert 1 <= game.outcome.turn <= scenario.turns


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("together", [8, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("group", load().groups)
def test_coefficients_may_stand_at_either_end(group, together, end, subtests):
    """A scenario may set them as far as their ranges go, some at once, and the laws still hold."""
    keys = [key for key, row in load().rows.items() if row.group == group]
    for first in range(0, len(keys), together):
        some = keys[first : first + together]
        with subtests.test(" ".join(some)):
            ends = {key: getattr(load().rows[key], end) for key in some}
            scenario = a_busy_scenario(turns=4, rules=ends)
            game = Game.new(scenario, 1, keep_turns=False)
            while not game.over:
                play_out(game, turns=1)
            laws.hold(world_of(game))


@pytest.mark.parametrize("months", [0.25, 12.0])
def test_the_longest_game_has_luck_enough(months):
    """120 turns, of a week or of a year: there is a draw for each."""
    game = a_game(
        a_place("coast"),
        a_team("crew"),
        a_vendor("tarn"),
        a_freelancer("silva"),
        a_function("desk"),
        a_project("shop", deadline=120),
        turns=120,
        turn_months=months,
    )
    play(game, award(game.observation, "desk", "tarn"))
    world = world_of(game)
    while world.turn <= 120:  # on, also when the firm is long bankrupt
        resolve(world, ())
        observe(world)
    laws.hold(world)


def test_the_same_seed_makes_the_same_world():
    """A world is a function of scenario, seed and rules."""
    scenario = a_busy_scenario()
    rules = with_overrides(scenario.rules)
    assert new_world(scenario, 7, rules) == new_world(scenario, 7, rules)
    assert new_world(scenario, 7, rules) != new_world(scenario, 8, rules)


def test_nothing_is_neglected_on_the_first_morning():
    """Before the first turn nobody has had too little oversight, and no manager is worn out."""
    facts = Game.new(a_busy_scenario(), 7).observation
    assert facts.attention == 1.0
    assert facts.fatigue == 0.0


def test_traits_lie_in_their_ranges():
    """A provider's stated ranges hold under every seed, and seeds differ within them."""
    scenario = a_scenario(
        a_vendor("tarn", skill=None), a_freelancer("silva", skill=0.4), a_function()
    )
    skills = set()
    for seed in range(40):
        traits = new_world(scenario, seed, load().rules).secrets.traits
        assert traits["silva"].skill == 0.4
        assert load().rules.skill_vendor_low <= traits["tarn"].skill
        assert traits["tarn"].skill <= load().rules.skill_vendor_high
        skills.add(traits["tarn"].skill)
    assert len(skills) == 40


def test_the_market_has_whom_the_scenario_says():
    """Unnamed providers by field and place; names are not given twice."""
    scenario = a_busy_scenario()
    facts = Game.new(scenario, 3).observation
    unnamed = [
        p for p in facts.providers.values() if p.id not in {r.id for r in scenario.providers}
    ]
    freelancers = [p for p in unnamed if p.kind is Kind.FREELANCER]
    abroad = [p for p in unnamed if p.location is not None]
    assert len(freelancers) == 2 * 2
    assert len(abroad) == 2 * 1
    assert len(unnamed) == 4 + 2 + 2
    names = [p.name for p in facts.providers.values()]
    assert len(set(names)) == len(names)


def test_whoever_arrives_later_is_not_to_be_had_before():
    """A provider's first turn is the one that the scenario names."""
    game = a_game(a_vendor("tarn", arrives=4), a_function())
    for turn in range(1, 6):
        assert ("desk/tarn" in game.observation.offers) == (turn >= 4)
        wait(game)


def test_local_work_stays():
    """Work that must be done on the spot is offered by nobody abroad, and by those at home."""

    game = a_game(
        a_place("coast"),
        a_vendor("tarn"),
        a_vendor("dhara", location="coast"),
        a_function("clinic", presence=Presence.LOCAL),
        a_function("desk"),
    )
    assert {key for key in game.observation.offers if key.startswith("clinic")} == {"clinic/tarn"}
    assert "desk/dhara" in game.observation.offers


FILE = """
format = 1
id = "mine"
title = "Mine"
summary = "One line."
story = "A story."
turns = 6
[firm]
name = "Northlight"
cash = 20_000_000
manager_hours = 120
manager_wage = 4_500
[[disciplines]]
id = "web"
title = "Web"
wage = 3_000
[[teams]]
id = "crew"
title = "Crew"
discipline = "web"
heads = {heads}
[[tasks]]
id = "desk"
title = "Desk"
discipline = "web"
kind = "function"
hours = 200
[[tasks]]
id = "care"
title = "Care"
discipline = "web"
kind = "function"
hours = {hours}
[[providers]]
id = "silva"
name = "Silva"
kind = "{kind}"
disciplines = ["web"]
size = {size}
[[objectives]]
id = "value"
kind = "firm_value"
weight = 1
floor = 0
target = 1_000_000
label = "Value"
{more}
"""

ODD = {
    "a freelancer with a bonus": {
        "more": '[[engagements]]\ntask="desk"\nprovider="silva"\npricing="performance"'
    },
    "a freelancer with two pieces of work": {
        "more": '[[engagements]]\ntask="desk"\nprovider="silva"\npricing="hourly"\n'
        '[[engagements]]\ntask="care"\nprovider="silva"\npricing="hourly"'
    },
    "a freelancer with a service level": {
        "more": '[[engagements]]\ntask="desk"\nprovider="silva"\npricing="hourly"\nsla="strict"'
    },
    "a team of nobody at work": {
        "heads": 0,
        "more": '[[engagements]]\ntask="desk"\nprovider="crew"',
    },
    "a vendor of one": {
        "kind": "vendor",
        "more": '[[engagements]]\ntask="desk"\nprovider="silva"\npricing="fixed"',
    },
    "a vendor far too small": {
        "kind": "vendor",
        "size": 2,
        "hours": 900_000,
        "more": '[[engagements]]\ntask="care"\nprovider="silva"\npricing="fixed"',
    },
    "a week as long as its limit": {"more": "[rules]\nnormal_week = 48"},
    "no time to hurry": {"more": "[rules]\nrush_limit = 1"},
    "output that ends where it is full": {
        "more": "[rules]\nfull_output_week = 60\nno_output_week = 60"
    },
}


@pytest.mark.parametrize("name", ODD)
def test_a_file_without_errors_can_be_played(name):
    """A scenario that the checker accepts starts and ends; otherwise the checker says why."""
    given = {"heads": 3, "hours": 100, "kind": "freelancer", "size": 1, "more": "", **ODD[name]}
    text = FILE.format(**given)
    scenario, faults = check_text(text, "mine.toml")
    if scenario is None:
        assert any(fault.is_error for fault in faults)
        return
    game = Game.new(scenario, 1)
    laws.hold(world_of(game))
    play_out(game, "rules")
    assert game.over
    assert game.observation.tasks["desk"].state is not TaskState.AHEAD


def test_running_work_keeps_what_it_was_given():
    """Price, term, level and service level of work that runs at the start are the file's."""

    game = a_game(
        a_vendor("tarn"),
        a_function(),
        runs(
            "desk",
            "tarn",
            pricing=Pricing.HOURLY,
            price=5_000,
            term=7,
            sla=Sla.STRICT,
            oversight=Oversight.LIGHT,
        ),
    )
    running = game.observation.engagements["desk/tarn"]
    assert (running.price, running.term_ends) == (5_000, 7)
    assert (running.terms.sla, running.terms.oversight) == (Sla.STRICT, Oversight.LIGHT)
    assert running.terms.pricing is Pricing.HOURLY
