"""All faults of a scenario file are found and reported in plain words."""

import pytest

from sim.errors import ScenarioFaults
from sim.scenario_io import check_file, load_file

# what is replaced, by what, where the fault is, and a part of what is said
VALUES = {
    "bool for int": ("turns = 12", "turns = true", "turns", "must be a whole number, is true"),
    "float for int": ("turns = 12", "turns = 12.7", "turns", "must be a whole number, is 12.7"),
    "whole float": ("turns = 12", "turns = 12.0", "turns", "must be a whole number, is 12.0"),
    "text for int": ("turns = 12", 'turns = "12"', "turns", 'whole number, is the text "12"'),
    "text for float": ("= 0.8", '= "0.8"', "locations[0].distance", "must be a number, is the"),
    "bool for float": ("= 0.8", "= true", "locations[0].distance", "must be a number, is true"),
    "date for float": ("= 0.8", "= 1979-05-27", "locations[0].distance", "is a date or time"),
    "not a number": ("= 0.8", "= nan", "locations[0].distance", "must be a finite number, is nan"),
    "infinite": ("= 0.8", "= -inf", "locations[0].distance", "must be a finite number, is -inf"),
    "too large": ("= 0.8", "= 3", "locations[0].distance", "must be between 0 and 1, is 3"),
    "negative": ("= 0.8", "= -0.01", "locations[0].distance", "between 0 and 1, is -0.01"),
    "zero hours": ("hours = 900", "hours = 0", "tasks[0].hours", "above 0 and at most 1,000,000"),
    "huge": ("turns = 12", f"turns = {'9' * 900}", "turns", "between 1 and 120, is a huge number"),
    "huge for float": (
        "= 0.8",
        f"= 0x{'f' * 900}",
        "locations[0].distance",
        "must be a finite number, is a huge number",
    ),
    "int for text": ('title = "Small"', "title = 7", "title", "must be a text in quotation marks"),
    "int for bool": ("cash =", "insured = 1\ncash =", "firm.insured", "must be true or false"),
    "text for list": (
        'disciplines = ["support", "web"]',
        'disciplines = "web"',
        "providers[0].disciplines",
        'must be a list, as in ["one", "two"], is the text "web"',
    ),
    "number in a list": (
        'after = ["relaunch"]',
        'after = ["relaunch", 3]',
        "tasks[1].after[1]",
        "must be a text in quotation marks, is 3",
    ),
    "empty list": (
        'disciplines = ["support", "web"]',
        "disciplines = []",
        "providers[0].disciplines",
        "must have at least 1 elements, has 0",
    ),
    "long list": (
        'after = ["relaunch"]',
        f"after = {['relaunch'] * 51}",
        "tasks[1].after",
        "must have at most 50 elements, has 51",
    ),
    "table for value": ("turns = 12", "turns = {}", "turns", "must be a whole number, is a table"),
    "value for table": ("{ low = 0.4, high = 0.7 }", "0.5", "providers[0].skill", "a table, is 0."),
    "range the wrong way": (
        "low = 0.4, high = 0.7",
        "low = 0.7, high = 0.4",
        "providers[0].skill",
        "low (0.7) must not be above high (0.4)",
    ),
    "range too wide": (
        "low = 0.4, high = 0.7",
        "low = 0.4, high = 7",
        "providers[0].skill.high",
        "must be between 0 and 1, is 7",
    ),
    "floor is target": (
        "floor = 60\ntarget = 90",
        "floor = 60\ntarget = 60",
        "objectives[1]",
        "floor and target must differ",
    ),
    "unknown choice": (
        '"round_the_clock"',
        '"around_the_clock"',
        "tasks[2].hours_of_day",
        'must be "day" or "round_the_clock", is the text "around_the_clock". '
        'Did you mean "round_the_clock"?',
    ),
    "kind of provider": (
        'kind = "vendor"',
        'kind = "team"',
        "providers[0].kind",
        'must be "freelancer" or "vendor", is the text "team"',
    ),
    "optional out of range": (
        "size = 20",
        "size = 20\nsubcontracts = 1.5",
        "providers[0].subcontracts",
        "must be between 0 and 1, is 1.5",
    ),
    "unknown key": (
        "hours_of_day",
        "hour_of_day",
        "tasks[2].hour_of_day",
        'is not a known key. Did you mean "hours_of_day"?',
    ),
    "unknown table": ("[[clients]]", "[[client]]", "client", 'Did you mean "clients"?'),
    "key in the wrong table": (
        'name = "Northlight"',
        'name = "Northlight"\npar = 500',
        "firm.par",
        "belongs above the first [table]",
    ),
    "missing key": (
        "heads = 6",
        "",
        "teams[0].heads",
        "is missing: add heads = a whole number between 0 and 100,000",
    ),
    "missing choice": (
        'kind = "vendor"\n',
        "",
        "providers[0].kind",
        'is missing: add kind = "freelancer" or "vendor"',
    ),
    "missing text": ('title = "Small"\n', "", "title", 'is missing: add title = "..."'),
    "capitals in an id": ('id = "small"', 'id = "Small"', "id", "1 to 64 of the characters a-z"),
    "path for an id": ('id = "small"', 'id = "../x"', "id", "1 to 64 of the characters a-z"),
    "long id": ('id = "small"', f'id = "{"a" * 65}"', "id", "1 to 64 of the characters a-z"),
    "line break in an id": ('id = "small"', r'id = "small\n"', "id", "1 to 64 of the characters"),
    "empty title": ('title = "Small"', r'title = " \t\u200b"', "title", "must not be empty"),
    "long title": (
        'title = "Small"',
        f'title = "{"x" * 81}"',
        "title",
        "must have at most 80 characters, has 81",
    ),
    "long story": (
        "Northlight runs web shops.",
        "word " * 20_000,
        "story",
        "must have at most 6,000 characters",
    ),
    "no format": ("format = 1\n", "", "format", "is missing: add format = 1 as the first line"),
    "other format": ("format = 1", "format = 2", "format", "must be 1, the one this version"),
    "format true": ("format = 1", "format = true", "format", "must be 1, is true"),
}

RELATIONS = {
    "same id": ('id = "support"', 'id = "web"', "disciplines[1].id", "of another discipline"),
    "team and provider": (
        'id = "tarn"',
        'id = "web-team"',
        "providers[0].id",
        '"web-team" is the id of a team already',
    ),
    "task's discipline": (
        'discipline = "support"',
        'discipline = "suport"',
        "tasks[2].discipline",
        'there is no discipline "suport". Did you mean "support"?',
    ),
    "team's discipline": (
        'title = "Web team"\ndiscipline = "web"',
        'title = "Web team"\ndiscipline = "wev"',
        "teams[0].discipline",
        'there is no discipline "wev". Did you mean "web"?',
    ),
    "task's client": (
        'deadline = 6\nclient = "shop"',
        'deadline = 6\nclient = "shp"',
        "tasks[0].client",
        'there is no client "shp". Did you mean "shop"?',
    ),
    "task's deal": ('deal = "extra"', 'deal = "xtra"', "tasks[3].deal", "there is no deal"),
    "predecessor": (
        'after = ["relaunch"]',
        'after = ["relanch"]',
        "tasks[1].after[0]",
        'there is no task "relanch". Did you mean "relaunch"?',
    ),
    "predecessor twice": (
        'after = ["relaunch"]',
        'after = ["relaunch", "relaunch"]',
        "tasks[1].after",
        "names something twice",
    ),
    "provider's place": (
        "size = 20",
        'location = "cost"',
        "providers[0].location",
        'there is no location "cost". Did you mean "coast"?',
    ),
    "provider's discipline": (
        'disciplines = ["support", "web"]',
        'disciplines = ["support", "wep"]',
        "providers[0].disciplines[1]",
        'there is no discipline "wep". Did you mean "web"?',
    ),
    "engagement's task": ('task = "helpdesk"', 'task = "help"', "engagements[0].task", "no task"),
    "engagement's provider": (
        'provider = "web-team"',
        'provider = "web-tea"',
        "engagements[1].provider",
        'there is no team or provider "web-tea". Did you mean "web-team"?',
    ),
    "objective's task": (
        'target = 1\ntask = "relaunch"',
        'target = 1\ntask = "launch"',
        "objectives[2].task",
        'there is no task "launch". Did you mean "relaunch"?',
    ),
    "event's subject": (
        'subject = "tarn"',
        'subject = "taarn"',
        "events[0].subject",
        "no provider",
    ),
    "event without subject": (
        'subject = "tarn"',
        "",
        "events[0].subject",
        "is missing: the provider that the vendor_failure is about",
    ),
    "event about the wrong thing": (
        'subject = "tarn"',
        'subject = "silva"',
        "events[0].subject",
        '"silva" is a freelancer, not a vendor',
    ),
    "event about nobody": (
        'kind = "vendor_failure"',
        'kind = "backlash"',
        "events[0].subject",
        "a backlash is about nobody",
    ),
    "hint's occasion": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nwhen = "opentask"',
        "hints[0].when",
        'is the text "opentask". Did you mean "open_task"?',
    ),
    "hint's task": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nwhen = "open_task"\nsubject = "helpdesc"',
        "hints[0].subject",
        'there is no task "helpdesc". Did you mean "helpdesk"?',
    ),
    "hint's team": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nwhen = "team_short"\nsubject = "web-tea"',
        "hints[0].subject",
        'there is no team "web-tea". Did you mean "web-team"?',
    ),
    "hint's kind of request": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nwhen = "request"\nsubject = "price_rice"',
        "hints[0].subject",
        'is "price_rice". Did you mean "price_rise"?',
    ),
    "hint about the wrong thing": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nwhen = "project_slips"\nsubject = "helpdesk"',
        "hints[0].subject",
        '"helpdesk" is a function; "project_slips" is for a project',
    ),
    "hint about nothing in particular": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nwhen = "overload"\nsubject = "helpdesk"',
        "hints[0].subject",
        '"overload" is about nothing in particular; leave `subject` out',
    ),
    "hint about something at no time": (
        'text = "Look at the helpdesk."',
        'text = "Look."\nsubject = "helpdesk"',
        "hints[0].subject",
        "is for hints with a `when`; leave it out",
    ),
    "waits for itself": (
        'after = ["relaunch"]',
        'after = ["migration"]',
        "tasks[1].after",
        "the tasks wait for each other: migration -> migration",
    ),
    "wait for each other": (
        "deadline = 6",
        'deadline = 6\nafter = ["migration"]',
        "tasks[1].after",
        "the tasks wait for each other: relaunch -> migration -> relaunch",
    ),
    "project without deadline": (
        "deadline = 11\n",
        "",
        "tasks[1].deadline",
        "is missing: a project needs the turn it is due",
    ),
    "project with until": ("deadline = 11", "deadline = 11\nuntil = 12", "tasks[1].until", "for f"),
    "function with deadline": ("hours = 260", "hours = 260\ndeadline = 9", "tasks[2].deadline", ""),
    "deadline before it opens": (
        "opens = 3",
        "opens = 10",
        "tasks[3].deadline",
        "must not be before the task opens (turn 10), is 9",
    ),
    "deadline after the end": (
        "deadline = 11",
        "deadline = 13",
        "tasks[1].deadline",
        "must not be after the last turn (12), is 13",
    ),
    "deadline out of range": (
        "deadline = 11",
        "deadline = 0",
        "tasks[1].deadline",
        "(turn 1), is 0",
    ),
    "until before it opens": (
        "hours = 260",
        "hours = 260\nopens = 5\nuntil = 4",
        "tasks[2].until",
        "must not be before the task opens (turn 5), is 4",
    ),
    "opens after the end": ("opens = 3", "opens = 13", "tasks[3].opens", "last turn (12), is 13"),
    "deal expires before it is offered": ("expires = 5", "expires = 1", "deals[0].expires", "(2)"),
    "weights": (
        "weight = 0.35",
        "weight = 0.36",
        "objectives",
        "the weights must sum to 1, their sum is 1.01",
    ),
    "milestone without task": (
        'target = 1\ntask = "relaunch"',
        "target = 1",
        "objectives[2].task",
        "is missing: a milestone needs the task it is about",
    ),
    "milestone of a function": (
        'target = 1\ntask = "relaunch"',
        'target = 1\ntask = "helpdesk"',
        "objectives[2].task",
        '"helpdesk" is a function, and never delivered',
    ),
    "task without milestone": (
        'label = "Quality"',
        'task = "relaunch"',
        "objectives[1].task",
        "is for objectives of the kind milestone",
    ),
    "team at a price": (
        'provider = "web-team"',
        'provider = "web-team"\npricing = "hourly"',
        "engagements[1].pricing",
        '"web-team" is a team; its pricing is "own"',
    ),
    "team with a term": (
        'provider = "web-team"',
        'provider = "web-team"\nterm = 3',
        "engagements[1].term",
        '"web-team" is a team, and has no term',
    ),
    "vendor as own staff": (
        'pricing = "fixed"',
        'pricing = "own"',
        "engagements[0].pricing",
        '"tarn" is no team; its pricing must be "fixed", "hourly" or "performance"',
    ),
    "vendor that cannot do it": (
        'disciplines = ["support", "web"]',
        'disciplines = ["web"]',
        "engagements[0].provider",
        '"tarn" does not do "support"',
    ),
    "team that cannot do it": (
        'title = "Relaunch"\ndiscipline = "web"',
        'title = "Relaunch"\ndiscipline = "support"',
        "engagements[1].provider",
        'the team "web-team" does not do "support"',
    ),
    "vendor that is not there yet": (
        "size = 20",
        "size = 20\narrives = 2",
        "engagements[0].provider",
        '"tarn" arrives in turn 2, and cannot work yet',
    ),
    "local work abroad": (
        'hours_of_day = "round_the_clock"\n',
        'presence = "local"\n',
        "engagements[0].provider",
        '"tarn" is abroad, and the task needs local presence',
    ),
    "task that is not open": (
        "value = 900_000",
        "opens = 2",
        "engagements[0].task",
        '"helpdesk" opens in turn 2',
    ),
    "task that waits": (
        "value = 900_000",
        'after = ["brochure"]',
        "engagements[0].task",
        '"helpdesk" waits for other tasks',
    ),
    "task of a deal": (
        "value = 900_000",
        'deal = "extra"',
        "engagements[0].task",
        '"helpdesk" belongs to a deal',
    ),
    "task in two hands": (
        'task = "relaunch"\nprovider = "web-team"',
        'task = "helpdesk"\nprovider = "web-team"',
        "engagements[1].task",
        '"helpdesk" is engaged already',
    ),
    "unknown coefficient": (
        "platform_fee",
        "platform_fees",
        "rules.platform_fees",
        'is no coefficient; `buckstop rules` lists them. Did you mean "platform_fee"?',
    ),
    "coefficient with its group": (
        "platform_fee = 0.12",
        "market.platform_fee = 0.12",
        "rules.market",
        "Write the coefficient's own key, without its group",
    ),
    "coefficient out of range": (
        "platform_fee = 0.12",
        "platform_fee = 5",
        "rules.platform_fee",
        "must be between 0 and 0.5 (share), is 5",
    ),
    "coefficient of no number": (
        "platform_fee = 0.12",
        "platform_fee = true",
        "rules.platform_fee",
        "must be a number, is true",
    ),
    "coefficient without end": ("fee = 0.12", "fee = nan", "rules.platform_fee", "finite number"),
}


def test_small_scenario_is_faultless(small, faults_of):
    """The scenario that all other tests modify has neither errors nor warnings."""
    assert faults_of(small) == ()


@pytest.mark.parametrize("case", VALUES)
def test_value_is_refused(case, edited, faults_of):
    """A wrong value is one error, at its path and line, stating what was expected."""
    old, new, path, words = VALUES[case]
    text = edited(old, new)
    errors = [fault for fault in faults_of(text) if fault.is_error and fault.path == path]
    assert len(errors) == 1
    assert words in errors[0].message


@pytest.mark.parametrize("case", RELATIONS)
def test_relation_is_checked(case, edited, faults_of):
    """A value that contradicts another part of the file is an error at its path."""
    old, new, path, words = RELATIONS[case]
    text = edited(old, new)
    if case == "local work abroad":
        text = edited("size = 20", 'location = "coast"', text)
    errors = [fault for fault in faults_of(text) if fault.is_error and fault.path == path]
    assert len(errors) == 1
    assert words in errors[0].message


@pytest.mark.parametrize(
    "case", ["bool for int", "range too wide", "predecessor", "event's subject", "weights"]
)
def test_single_fault_stands_alone(case, edited, faults_of):
    """One mistake gives one error, with no follow-on errors."""
    old, new, *_ = {**VALUES, **RELATIONS}[case]
    assert len([fault for fault in faults_of(edited(old, new)) if fault.is_error]) == 1


def test_faults_of_one_table_do_not_hide_each_other(edited, faults_of):
    """A wrong type, a wrong range, a missing and an unknown key of one table are all reported."""
    text = edited('name = "The Coast"\ndistance = 0.8', 'nme = "x"\ndistance = 2\nwage = "low"')
    paths = {fault.path for fault in faults_of(text)}
    assert paths == {
        "locations[0].name",
        "locations[0].nme",
        "locations[0].distance",
        "locations[0].wage",
    }


def test_reference_to_a_faulty_table_is_not_a_fault(edited, faults_of):
    """A table with other faults can still be referred to, and so can one with an invalid id."""
    text = edited('id = "tarn"', 'id = "Tarn!"').replace('"tarn"', '"Tarn!"')
    text = edited("size = 20", "size = -1", text)
    assert {fault.path for fault in faults_of(text)} == {"providers[0].id", "providers[0].size"}


def test_many_faults_at_once_as_text(small, faults_of):
    """The whole message: each fault with its line, in file order, warnings last."""
    text = small
    for old, new in (
        ("format = 1\n", ""),
        ("turns = 12", "turns = 12.5"),
        ("cash =", "csh ="),
        ("wage = 3_200", "wage = nan"),
        ("distance = 0.8", "distance = 3"),
        ('after = ["relaunch"]', 'after = ["migration", "relanch"]'),
        ("hours = 80", 'hours = "80"'),
        ('kind = "vendor"', 'kind = "vendr"'),
        ("J. Silva", r"J.\u001b]52;c;x\u0007 Silva"),
        ("low = 0.5", "low = 0.95"),
        ("weight = 0.4", "weight = 0.5"),
        ("turn = 8", "turn = true"),
        ("platform_fee", "platfrm_fee"),
    ):
        assert old in text
        text = text.replace(old, new)
    assert "\n".join(str(fault) for fault in faults_of(text)) == MANY


MANY = """\
my.toml:1: format: is missing: add format = 1 as the first line
my.toml:10: turns: must be a whole number, is 12.5
my.toml:14: firm.cash: is missing: add cash = a whole number between -1,000,000,000,000 and \
1,000,000,000,000
my.toml:16: firm.csh: is not a known key. Did you mean "cash"?
my.toml:23: disciplines[0].wage: must be a whole number, is nan
my.toml:33: locations[0].distance: must be between 0 and 1, is 3
my.toml:63: tasks[1].after: the tasks wait for each other: migration -> migration
my.toml:63: tasks[1].after[1]: there is no task "relanch". Did you mean "relaunch"?
my.toml:80: tasks[3].hours: must be a number, is the text "80"; without quotation marks: 80
my.toml:88: providers[0].kind: must be "freelancer" or "vendor", is the text "vendr". Did you \
mean "vendor"?
my.toml:98: providers[1].reliability: low (0.95) must not be above high (0.9)
my.toml:120: objectives: the weights must sum to 1, their sum is 1.1
my.toml:147: events[0].turn: must be a whole number, is true
my.toml:155: rules.platfrm_fee: is no coefficient; `buckstop rules` lists them. Did you mean \
"platform_fee"?
my.toml:95: providers[1].name: warning: characters that cannot be shown were left out: U+0007, \
U+001B"""


def test_load_raises_all_errors(tmp_path, edited):
    """`load_file` raises what `check_file` lists, without the warnings."""
    path = tmp_path / "x.toml"
    path.write_text(edited("turns = 12", "turns = 0").replace("par = 600", "par = 5000"))
    with pytest.raises(ScenarioFaults) as raised:
        load_file(path)
    scenario, faults = check_file(path)
    assert scenario is None
    assert raised.value.faults == faults
    assert [fault.path for fault in faults] == ["turns", "par"]
    assert raised.value.exit_code == 2


def test_too_many_faults_are_counted(small, faults_of):
    """A message stays readable: it lists a hundred faults and counts the rest."""
    text = small + "\n".join(f"coefficient_{i} = 1" for i in range(400))
    faults = faults_of(text)
    assert len(faults) == 101
    assert faults[-1].message == "and 300 more like these"


def test_syntax_error_names_its_line(edited, faults_of):
    """A file that is not TOML is one fault, with the line where parsing stopped."""
    faults = faults_of(edited("turns = 12", "turns 12"))
    assert [(fault.line, fault.path) for fault in faults] == [(11, "")]
    assert faults[0].message.startswith("is not valid TOML: expected '='")
    twice = faults_of(edited("turns = 12", "turns = 12\nturns = 12"))
    assert "a key or table is defined here for the second time" in twice[0].message


def test_lines_are_those_of_the_text(faults_of):
    """Lines are found in inline tables, dotted keys, nested tables and after long strings."""
    text = '''format = 1
story = """
[[tasks]]
deadline = 3
"""
firm.cash = "1"
tasks = [
  { id = 1 }, # one
  { id = "b" },
]
[[providers]]
skill.low = 7
[[providers]]
[providers.skill]

high = 9
[ "market" ]
'vendors' = -1
'''
    lines = {fault.path: fault.line for fault in faults_of(text)}
    assert lines["firm.cash"] == 6
    assert lines["tasks[0].id"] == 8
    assert lines["tasks[1].title"] == 9
    assert lines["providers[0].skill.low"] == 12
    assert lines["providers[1].skill.high"] == 16
    assert lines["market.vendors"] == 18
