"""The linter reports what is odd about a playable scenario, and is silent otherwise."""

import inspect

import pytest

from sim.scenario_io import check_text
from sim.scenario_io.lint import RULES, firm, goals, money, outside, work

# the rule, what is replaced by what (any number of times), where the warning is, a part of it
NOBODY_ON_THE_RELAUNCH = ('[[engagements]]\ntask = "relaunch"\nprovider = "web-team"\n', "")
"""Takes the team's running engagement out of the file."""

ODD = {
    goals.few_objectives: [
        (
            [
                ('[[objectives]]\nid = "quality"\nkind = "quality"\nweight = 0.35', "#"),
                ("floor = 60\ntarget = 90\nlabel = ", "#"),
                ("weight = 0.4\n", "weight = 0.75\n"),
            ],
            "objectives",
            "three to six objectives make a game; there are 2",
        )
    ],
    goals.wrong_way_round: [
        (
            [("floor = 60\ntarget = 90", "floor = 90\ntarget = 60")],
            "objectives[1].target",
            "of quality more is better, so the target should be above the floor (90), is 60",
        ),
        (
            [('kind = "firm_value"', 'kind = "total_cost"')],
            "objectives[0].target",
            "of total_cost less is better, so the target should be below the floor",
        ),
    ],
    goals.out_of_reach: [
        (
            [("floor = 60\ntarget = 90", "floor = 60\ntarget = 101")],
            "objectives[1].target",
            "quality is always from 0 to 100, so with 101 nobody can reach it",
        ),
        (
            [("floor = 60\ntarget = 90", "floor = -1\ntarget = 90")],
            "objectives[1].floor",
            "quality is always from 0 to 100, so with -1 points are given away",
        ),
        (
            [
                ('kind = "quality"', 'kind = "borne"'),
                ("floor = 60\ntarget = 90", "floor = 9\ntarget = -5"),
            ],
            "objectives[1].target",
            "borne is always 0 or more, so with -5 nobody can reach it",
        ),
    ],
    goals.judged_twice: [
        (
            [('kind = "firm_value"', 'kind = "quality"')],
            "objectives[1].kind",
            "quality is judged by two objectives",
        )
    ],
    goals.empty_objective: [
        (
            [
                ('kind = "quality"', 'kind = "people_kept"'),
                ("heads = 6", "heads = 0"),
                NOBODY_ON_THE_RELAUNCH,
            ],
            "objectives[1].kind",
            "people_kept is judged, and no team has heads",
        )
    ],
    goals.odd_par: [
        ([("par = 600", "par = 950")], "par", "300 to 900 is neither lost nor trivial")
    ],
    goals.odd_hints: [
        ([('text = "Look at the helpdesk."', "")], "hints[0].text", "is empty"),
        ([("turn = 1\ntext", "turn = 13\ntext")], "hints[0].turn", "comes after the last turn"),
    ],
    work.nobody_can: [
        (
            [
                ("[rules]", "[market]\nfreelancers = 0\nvendors = 0\nnewcomers = 0\n[rules]"),
                ('disciplines = ["support", "web"]', 'disciplines = ["web"]'),
                ('task = "helpdesk"\nprovider = "tarn"', 'task = "migration"\nprovider = "tarn"'),
                ('after = ["relaunch"]\n', 'presence = "local"\n'),
                ('hours_of_day = "round_the_clock"', 'presence = "local"'),
            ],
            "tasks[2]",
            'nobody can do "Helpdesk": it needs local presence, and only the market abroad',
        ),
        (
            [
                ("[rules]", "[market]\nfreelancers = 0\nvendors = 0\nnewcomers = 0\n[rules]"),
                ("size = 20", 'location = "coast"'),
                ('task = "helpdesk"\nprovider = "tarn"', 'task = "migration"\nprovider = "tarn"'),
                ('after = ["relaunch"]\n', ""),
                ('hours_of_day = "round_the_clock"', 'presence = "local"'),
            ],
            "tasks[2]",
            "all who do its discipline are abroad, and it needs local presence",
        ),
    ],
    work.too_short: [
        (
            [("hours = 900", "hours = 90_000")],
            "tasks[0].deadline",
            "turn 6 is too soon: 90,000 hours with a crew of 20 take 34 turns from turn 1",
        ),
        (
            [("hours = 400", "hours = 32_000")],
            "tasks[1].deadline",
            "turn 11 is too soon: 32,000 hours with a crew of 20 take 12 turns from turn 2, "
            "after what it waits for",
        ),
    ],
    work.never_opens: [
        (
            [('after = ["relaunch"]', 'after = ["helpdesk"]')],
            "tasks[1].after[0]",
            '"helpdesk" is a function until turn 12, so this never opens in time',
        ),
        (
            [('after = ["relaunch"]', 'after = ["brochure"]')],
            "tasks[1].after[0]",
            '"brochure" exists only when its deal is accepted',
        ),
    ],
    work.no_effect: [
        ([("hours = 260", "hours = 260\npenalty = 5")], "tasks[2].penalty", "is for projects")
    ],
    work.unpaid_service: [
        ([("value = 900_000", "")], "tasks[2]", '"Helpdesk" serves a client, and pays nothing')
    ],
    work.idle_discipline: [
        (
            [
                (
                    "[[locations]]",
                    '[[disciplines]]\nid = "law"\ntitle = "Law"\nwage = 9000\n[[locations]]',
                )
            ],
            "disciplines[2]",
            'no task is of the discipline "law"',
        )
    ],
    work.empty_deal: [
        ([('deal = "extra"', "")], "deals[0]", 'no task belongs to the deal "extra"'),
        ([("expires = 5", "expires = 13")], "deals[0].expires", "is after the last turn"),
        (
            [("expires = 5", "expires = 10")],
            "tasks[3].deadline",
            "its deal can still be accepted in turn 10, after this",
        ),
    ],
    work.overbooked: [
        (
            [("heads = 6", "heads = 1")],
            "engagements[1].provider",
            '"web-team" has work for 150 hours a turn, and 1 heads give about 133',
        ),
        (
            [("size = 20", "size = 1")],
            "engagements[0].provider",
            '"tarn" has work for 260 hours a turn',
        ),
    ],
    work.same_titles: [
        (
            [('title = "Migration"', 'title = "relaunch"')],
            "tasks[1]",
            'another of the tasks is called "relaunch", too',
        )
    ],
    work.large_freelancer_work: [
        (
            [
                ('disciplines = ["support", "web"]', 'disciplines = ["web"]'),
                ('task = "helpdesk"\nprovider = "tarn"', 'task = "migration"\nprovider = "tarn"'),
                ('after = ["relaunch"]\n', ""),
                ("[rules]", "[market]\nvendors = 0\nvendors_abroad = 0\n[rules]"),
            ],
            "tasks[2].hours",
            'only freelancers do "support", and one gives about 133 hours a turn',
        )
    ],
    firm.not_in_cents: [
        (
            [("wage = 3_200", "wage = 32")],
            "disciplines[0].wage",
            "such as cents: 32 is 0.32 an hour; if whole units were meant, write 3_200,",
        ),
        (
            [("= 4_500", "= 45")],
            "firm.manager_wage",
            "such as cents: 45 is 0.45 an hour; if whole units were meant, write 4_500,",
        ),
    ],
    firm.broke_at_once: [
        (
            [("cash = 20_000_000", "cash = -1")],
            "firm.cash",
            "is below the credit line: the firm starts bankrupt",
        ),
        (
            [("heads = 6", "heads = 600")],
            "firm.cash",
            "does not cover the wages and overheads of the first turn",
        ),
    ],
    firm.no_managers: [([("hours = 120", "hours = 0")], "firm.manager_hours", "nothing can be")],
    firm.too_few_managers: [
        (
            [("hours = 260", "hours = 8_000"), ("= 120", "= 50")],
            "firm.manager_hours",
            "is 50 a turn, for all managers together; the services want at least 116 at standard "
            "oversight and 58 at light, whoever does them",
        )
    ],
    money.hundredfold: [
        ([(old, new)], path, words)
        for old, new, path, words in (
            ("= 9_000_000", "= 90_000", "tasks[0].value", "write 9_000_000"),
            ("= 9_000_000", "= 900_000_000", "tasks[0].value", "if 9_000_000 was meant"),
            ("value = 900_000", "value = 9_000", "tasks[2].value", "write 900_000"),
            ("price = 800_000", "price = 8_000", "engagements[0].price", "write 800_000"),
            ("deadline = 6", "deadline = 6\npenalty = 90_000_000", "tasks[0].penalty", "900_000"),
            ("deadline = 6", "deadline = 6\npenalty = 3_000", "tasks[0].penalty", "300_000"),
            ("= 20_000_000", "= 200_000", "firm.cash", "write 20_000_000"),
            ("= 20_000_000", "= 2_000_000_000", "firm.cash", "if 20_000_000 was meant"),
            ("= 120", "= 120\ncredit_line = 100_000", "firm.credit_line", "write 10_000_000"),
            ("= 120", "= 120\noverheads = 5_000", "firm.overheads", "write 500_000"),
            ("= 5_000_000", "= 50_000", "clients[0].revenue", "write 5_000_000"),
            ("wage = 3_200", "wage = 320_000", "disciplines[0].wage", "if 3_200 was meant"),
            ("= 4_500", "= 450_000", "firm.manager_wage", "if 4_500 was meant"),
            ("target = 40_000_000", "target = 4_000_000_000", "objectives[0].target", "if 40_000"),
            (
                "_000\ntarget = 40_000_000",
                "\ntarget = 400_000",
                "objectives[0].target",
                "40_000_000",
            ),
        )
    ],
    money.worth_nobodys_while: [
        (
            [("value = 900_000", "value = 70_000")],
            "tasks[2].value",
            'is 70,000 a turn, and the cheapest offer that could come for "Helpdesk" costs about',
        ),
        (
            [("value = 9_000_000", "value = 400_000")],
            "tasks[0].value",
            'is 400,000 in all, and the cheapest offer that could come for "Relaunch" costs about',
        ),
    ],
    firm.idle_team: [
        (
            [
                ('title = "Web team"\ndiscipline = "web"', 'title = "X"\ndiscipline = "law"'),
                (
                    "[[locations]]",
                    '[[disciplines]]\nid = "law"\ntitle = "Law"\nwage = 9000\n[[locations]]',
                ),
                ('[[engagements]]\ntask = "relaunch"\nprovider = "web-team"', ""),
            ],
            "teams[0]",
            'no task is of "law", the team\'s work',
        )
    ],
    firm.client_without_work: [
        (
            [
                (
                    '[[tasks]]\nid = "relaunch"',
                    '[[clients]]\nid = "b"\nname = "Bo"\nrevenue = 1\n[[tasks]]\nid = "relaunch"',
                )
            ],
            "clients[1]",
            'no task is for "Bo", so it pays for ever',
        )
    ],
    firm.empty_texts: [([('label = "Quality"', "")], "objectives[1].label", "is missing")],
    outside.idle_provider: [
        (
            [
                (
                    'kind = "freelancer"\ndisciplines = ["web"]',
                    'kind = "freelancer"\ndisciplines = ["law"]',
                ),
                (
                    "[[locations]]",
                    '[[disciplines]]\nid = "law"\ntitle = "Law"\nwage = 9000\n[[locations]]',
                ),
            ],
            "providers[1]",
            'no task is of anything that "J. Silva" does',
        ),
        (
            [('kind = "freelancer"', 'kind = "freelancer"\narrives = 20')],
            "providers[1].arrives",
            "is after the last turn",
        ),
    ],
    outside.crowd_of_one: [
        (
            [('kind = "freelancer"', 'kind = "freelancer"\nsize = 3')],
            "providers[1].size",
            "a freelancer is one person, is 3",
        )
    ],
    outside.odd_rate: [
        ([("size = 20", "size = 20\nrate = 45")], "providers[0].rate", "about 1 to 3; is 45")
    ],
    outside.unused_place: [
        (
            [("[rules]", "[market]\nvendors_abroad = 0\n[rules]")],
            "locations[0]",
            'no provider is in "The Coast", and the market has no vendors abroad',
        )
    ],
    outside.pointless_event: [
        ([("turn = 8", "turn = 80")], "events[0].turn", "is after the last turn"),
        (
            [
                ('kind = "vendor_failure"', 'kind = "demand_surge"'),
                ('subject = "tarn"', 'subject = "relaunch"'),
            ],
            "events[0].subject",
            '"relaunch" is a project; demand is for functions',
        ),
        (
            [
                ('kind = "vendor_failure"', 'kind = "demand_surge"'),
                ('subject = "tarn"', 'subject = "helpdesk"'),
                ("hours = 260", "hours = 260\nuntil = 7"),
            ],
            "events[0].turn",
            '"helpdesk" is not wanted in this turn',
        ),
        (
            [
                ('kind = "vendor_failure"', 'kind = "demand_surge"'),
                ('subject = "tarn"', 'subject = "brochure"'),
                ("hours = 80\ndeadline = 9\nopens = 3", "hours = 80"),
                ('kind = "project"\nhours = 80', 'kind = "function"\nhours = 80'),
                ("turn = 8", "turn = 2"),
            ],
            "events[0].turn",
            '"brochure" is there from turn 3 on at the earliest, when its deal was accepted',
        ),
        (
            [
                ('kind = "vendor_failure"', 'kind = "key_person_leaves"'),
                ('subject = "tarn"', 'subject = "web-team"'),
                ("heads = 6", "heads = 0"),
                NOBODY_ON_THE_RELAUNCH,
            ],
            "events[0].subject",
            'the team "web-team" has no heads',
        ),
        (
            [
                ('kind = "vendor_failure"', 'kind = "breach"'),
                ('subject = "tarn"', 'subject = "helpdesk"'),
                ("hours = 260", "hours = 260\nsensitivity = 0"),
            ],
            "events[0].subject",
            '"helpdesk" has no sensitive data',
        ),
        (
            [
                ('kind = "vendor_failure"', 'kind = "currency"\nsize = 0'),
                ('subject = "tarn"', 'subject = "coast"'),
            ],
            "events[0].size",
            "is 0: nothing moves",
        ),
    ],
}

CASES = [(rule, number) for rule, cases in ODD.items() for number in range(len(cases))]


@pytest.mark.parametrize(
    ("rule", "number"), CASES, ids=[f"{rule.__name__}-{number}" for rule, number in CASES]
)
def test_oddities_are_reported(rule, number, small, edited):
    """Each rule finds its target at the right place, and the scenario stays playable."""
    edits, path, words = ODD[rule][number]
    text = small
    for old, new in edits:
        text = edited(old, new, text)
    scenario, faults = check_text(text, "x.toml")
    assert scenario is not None, [str(fault) for fault in faults]
    assert all(fault.severity == "warning" for fault in faults)
    found = [fault for fault in faults if fault.path == path and words in fault.message]
    assert len(found) == 1, [str(fault) for fault in faults]


def test_every_rule_has_a_case():
    """The table of rules and the cases above name the same rules; each rule states its purpose."""
    assert set(RULES) == set(ODD)
    assert all(inspect.getdoc(rule) for rule in RULES)


def test_warnings_wait_for_errors(edited):
    """While there are errors, the linter is silent: its findings may result from them."""
    text = edited("par = 600", "par = 5")
    assert [fault.path for fault in check_text(text, "x")[1]] == ["par"]
    text = edited("turns = 12", "turns = true", text)
    assert [fault.path for fault in check_text(text, "x")[1]] == ["turns"]


def test_lines_of_warnings_are_those_of_the_file(small, edited):
    """Warnings name the place in the file, though the loaded scenario is ordered differently."""
    text = edited("par = 600", "par = 5")
    text = edited('title = "Migration"', 'title = "Relaunch"', text)
    lines = text.split("\n")
    for fault in check_text(text, "x")[1]:
        assert lines[fault.line - 1] in ("par = 5", "[[tasks]]")
        if fault.path == "tasks[1]":
            assert lines[fault.line] == 'id = "migration"'


BASE = """
format = 1
id = "mini"
title = "Mini"
summary = "A small one."
story = "Small."
turns = 4

[firm]
name = "Firm"
cash = {cash}
credit_line = {credit}
manager_hours = {managers}
manager_wage = 4_000

[[disciplines]]
id = "it"
title = "IT"
wage = {wage}

[[teams]]
id = "crew"
title = "Crew"
discipline = "it"
heads = 3

[[clients]]
id = "cli"
name = "Client"
revenue = {revenue}

[[tasks]]
id = "svc"
title = "Service"
discipline = "it"
kind = "function"
hours = {hours}
value = {value}
client = "cli"

[[objectives]]
id = "cash"
kind = "firm_value"
label = "Cash"
weight = 1.0
floor = 0
target = {target}
"""
GIVEN = {
    "cash": 10_000_000,
    "credit": 5_000_000,
    "managers": 100,
    "wage": 3_000,
    "revenue": 2_000_000,
    "hours": 200,
    "value": 2_000_000,
    "target": 20_000_000,
}


def warned(**changes):
    """The places a file is warned about, except for having only one objective."""
    scenario, faults = check_text(BASE.format(**{**GIVEN, **changes}), "x")
    assert scenario is not None
    return {fault.path for fault in faults} - {"objectives"}


def test_sums_in_whole_units_next_to_wages_in_cents_are_each_named():
    """With wages in cents and other money in whole units, the game is decided before it begins, so
    each such sum is reported.
    """
    money = ("cash", "credit", "revenue", "value", "target")
    assert warned() == set()
    assert warned(**{key: GIVEN[key] // 100 for key in money}) == {
        "firm.cash",
        "firm.credit_line",
        "clients[0].revenue",
        "tasks[0].value",
        "objectives[0].target",
    }


def test_wages_in_whole_units_are_named_and_not_all_the_rest():
    """If the wage is the mistake, no other sum is reported as too large."""
    assert warned(wage=30) == {"disciplines[0].wage"}


@pytest.mark.parametrize("factor", [0.01, 100])
def test_a_single_outlier_is_named(small, edited, factor):
    """If one of two clients or wages is a hundred times the other, the larger is reported."""
    other = f'[[clients]]\nid = "b"\nname = "Bo"\nrevenue = {5_000_000 * factor:.0f}\n'
    text = edited('[[tasks]]\nid = "helpdesk"', f'{other}[[tasks]]\nid = "helpdesk"')
    text = edited('title = "Migration"', 'title = "Migration"\nclient = "b"', text)
    larger = 0 if factor < 1 else 1
    assert [fault.path for fault in check_text(text, "x")[1]] == [f"clients[{larger}].revenue"]


@pytest.mark.parametrize("factor", [0.4, 0.7, 1.5, 3])
@pytest.mark.parametrize("key", ["cash", "credit", "revenue", "value", "target", "wage"])
def test_an_unusual_firm_is_no_slip(key, factor):
    """Values a few times above or below the norm are the author's choice; so is zero."""
    assert warned(**{key: round(GIVEN[key] * factor)}) == set()


def test_no_credit_line_is_no_slip():
    """A value of 0 cannot be in the wrong unit."""
    assert warned(credit=0) == set()


@pytest.mark.parametrize(("hours", "least"), [(200, 2), (2_000, 15), (8_000, 58)])
def test_managers_are_too_few_below_light_oversight_of_the_services(hours, least):
    """The bound is light oversight in the form of sourcing that needs the least of it."""
    sums = {"hours": hours, "value": 10_000 * hours, "cash": 50_000 * hours}
    assert "firm.manager_hours" in warned(managers=least * 0.9, **sums)
    assert "firm.manager_hours" not in warned(managers=least * 1.1, **sums)


def test_a_value_is_too_low_only_below_half_of_the_cheapest_offer():
    """Above that, someone may serve it, possibly at a loss that the author intends."""
    assert warned(value=280_000) == {"tasks[0].value"}
    assert warned(value=310_000) == set()
