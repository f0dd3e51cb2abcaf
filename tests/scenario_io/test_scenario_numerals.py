"""Numbers in everyday notation: the message says how to write them in a scenario file."""

import pytest

from sim.scenario_io import check_text
from sim.scenario_io.numerals import remedy

MEANT = {
    "45,000,000": "numbers are written without commas: 45_000_000",
    "45,000": "numbers are written without commas: 45_000, or with a dot as the decimal point",
    "45.000.000": "numbers are written without dots: 45_000_000",
    "1'000": "numbers are written without apostrophes: 1_000",
    "1’000": "numbers are written without apostrophes: 1_000",
    "45 000": "numbers are written without blanks: 45_000",
    "45\u00a0000\u202f000": "numbers are written without blanks: 45_000_000",
    "4,50,000": "numbers are written without commas: 450_000",
    "45,000.50": "numbers are written without commas: 45_000.5",
    "45.000,50": "numbers are written without dots: 45_000.5",
    "0,4": "the decimal point is a dot: 0.4",
    "€45": 'a number is written alone, without "€"; money is in minor units, such as cents: 4_500',
    "$1,200.50": "money is in minor units, such as cents: 120_050",
    "45 EUR": "money is in minor units, such as cents: 4_500",
    "-45€": "money is in minor units, such as cents: -4_500",
    "12%": "shares are written as fractions of 1: 0.12",
    "2,5 %": "shares are written as fractions of 1: 0.025",
    ".5": "a number begins with a digit: 0.5",
    "-.5": "a number begins with a digit: -0.5",
    "5.": "a point is followed by a digit, or left out: 5.0 or 5",
    "007": "numbers do not begin with 0: 7",
    "-05": "numbers do not begin with 0: -5",
    "1__000": "single underscores go between digits only: 1_000",
    "1000_": "single underscores go between digits only: 1_000",
    "5k": "numbers are written with all their digits: 5_000",
    "1.5m": "numbers are written with all their digits: 1_500_000",
    "1/2": "fractions are written with a point: 0.5",
    "12 hours": 'a number is written alone, without "hours": 12; a text goes in quotation marks',
    "\u22125": "digits and signs are the plain ones: -5",
    "５００": "digits and signs are the plain ones: 500",
    "True": "true and false are written in lower case: true",
    "yes": "yes and no are written true and false: true",
    "None": "a key without a value is left out",
}


@pytest.mark.parametrize("written", MEANT)
def test_an_everyday_number_gets_its_line_and_its_correct_form(written, small):
    """Whatever the parser expected, the message is about the number, and quotes it."""
    text = small.replace("cash = 20_000_000", f"cash = {written} # at the start: 1,000", 1)
    scenario, (fault,) = check_text(text, "my.toml")
    assert scenario is None
    assert text.split("\n")[fault.line - 1].startswith(f"cash = {written}")
    shown = written.replace("\u00a0", " ").replace("\u202f", " ")
    assert fault.message.startswith(f'is not valid TOML: "{shown}": ')
    assert MEANT[written] in fault.message


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("skill = { low = 0,4, high = 0.7 }", "0,4"),
        ("skill = { low = 0.4, high = .7 }", ".7"),
        ("numbers = [1, 2.5, 007]", "007"),
        ('firm = { name = "1,000 words, = 5", cash = 45,000,000 }', "45,000,000"),
        ("    45 000,", "45 000"),
        ('cash = 45,000 # "quoted" = 1', "45,000"),
    ],
)
def test_it_is_found_among_other_things(line, number):
    """In tables and lists within a line, after texts and comments that look like numbers."""
    told = remedy(line)
    assert told is not None
    assert told.startswith(f'"{number}": ')


RIGHT = [
    "1_000",
    "-5",
    "+5",
    "0.5",
    "1e6",
    "1_0.0_1",
    "0x1F",
    "inf",
    "true",
    "2024-01-01",
    "12:30:00",
]
OTHER = [
    "project",
    "my firm",
    "",
    "1.2.3",
    "1-2",
    '"45,000',
    "'it",
    "=5",
    "1,00,0",
    "[",
    "{",
    "$",
    "€",
]


@pytest.mark.parametrize("value", [*RIGHT, *OTHER])
def test_valid_numbers_and_other_text_are_left_to_the_parser(value):
    """Valid TOML values, and text unlikely to be meant as a number, get no advice."""
    assert remedy(f"key = {value}") is None


@pytest.mark.parametrize("line", ["turns 12", "[firm", "[[tasks]", "= 5", '"a" "b"', "a.b.c"])
def test_other_mistakes_keep_the_parsers_message(line, small):
    """The parser's own message is kept where no number is the cause."""
    text = small.replace("turns = 12", line, 1)
    _, (fault,) = check_text(text, "my.toml")
    assert fault.message.startswith("is not valid TOML: ")
    assert '": ' not in fault.message


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('"45,000,000"', "without quotation marks: numbers are written without commas: 45_000_000"),
        ('"45000000"', "without quotation marks: 45000000"),
        ('"€45"', "money is in minor units, such as cents: 4_500"),
        ("45.000", "write 45, without a point: it never stands for thousands"),
        ("2e7", "write 20_000_000, without a point: it never stands for thousands"),
    ],
)
def test_a_number_of_the_wrong_type_gets_its_correct_form(written, words, small):
    """Values that TOML reads as a text or a fraction where an integer is expected."""
    text = small.replace("cash = 20_000_000", f"cash = {written}", 1)
    _, (fault,) = check_text(text, "my.toml")
    assert (fault.path, fault.message.startswith("must be a whole number, is ")) == (
        "firm.cash",
        True,
    )
    assert fault.message.endswith(words)


@pytest.mark.parametrize("end", ["1,", " ", '\\"', "=", "1 ", "a,"])
def test_no_line_takes_long(end):
    """A line of a megabyte is not examined; only short lines are."""
    for length in (200, 500_000):
        assert remedy(f'key = "{end * length}') is None
        assert remedy(f"key = {end * length}") is None
