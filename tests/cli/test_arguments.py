"""Which arguments are accepted as a seed, as seeds, as any other whole number, and as paths."""

import shutil
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import scenario_io
from sim.cli.arguments import SEED_MAX, parse_seed, parse_seeds
from sim.cli.front import build

NO_SEED = ["", "-1", "+1", " 1", "1.0", "1e3", "0x10", "1_000", "x", "²", "٣", str(SEED_MAX + 1)]


@given(st.integers(0, SEED_MAX))
def test_every_seed_can_be_typed(seed):
    """Every whole number from 0 to 2⁶³ - 1 is accepted as a seed."""
    assert parse_seed(str(seed)) == seed


@pytest.mark.parametrize("text", NO_SEED)
def test_an_invalid_seed_is_refused_with_a_reason(text):
    """Signs, points, exponents, other digits and values too large are refused and quoted back."""
    with pytest.raises(ValueError, match="is not a seed, a whole number from 0 to"):
        parse_seed(text)


def test_seeds_include_both_ends():
    """`3-5` means three seeds, `7` means one."""
    assert list(parse_seeds("3-5")) == [3, 4, 5]
    assert list(parse_seeds("7")) == [7]
    assert parse_seeds(f"{SEED_MAX}-{SEED_MAX}") == range(SEED_MAX, SEED_MAX + 1)


@pytest.mark.parametrize("text", ["", "-", "1-", "-5", "1-2-3", "a-b", "1..5", "1-x"])
def test_an_invalid_range_of_seeds_is_refused(text):
    """Both ends of a range must be seeds."""
    with pytest.raises(ValueError, match="is not a seed"):
        parse_seeds(text)


def test_an_endless_range_of_seeds_is_refused():
    """A range too large for anyone to play is treated as a typing error."""
    assert len(parse_seeds("1-1000000000")) == 10**9
    with pytest.raises(ValueError, match="is more than 1,000,000,000 seeds"):
        parse_seeds(f"0-{SEED_MAX}")


def test_a_descending_range_of_seeds_is_refused():
    """A descending range is refused: it would be an empty benchmark."""
    with pytest.raises(ValueError, match="the first seed is above the last"):
        parse_seeds("5-3")


# --- whole numbers, wherever they are wanted -----------------------------------------------------


def arguments_of(app, chain=()):
    """All commands with their arguments, including nested commands."""
    for name in app:
        if not name.startswith("-"):
            yield from arguments_of(app[name], (*chain, name))
    if chain:
        for argument in app.assemble_argument_collection():
            yield chain, argument


def wants_a_whole_number(hint):
    return hint in (int, range) or any(map(wants_a_whole_number, typing.get_args(hint)))


WHOLE = [
    (chain, argument.name)
    for chain, argument in arguments_of(build())
    if wants_a_whole_number(argument.hint)
]

FIRST = {"run": ["tutorial"], "play": ["tutorial"], "bench": ["tutorial"]}
"""What else a command needs before it looks at its options."""

NO_WHOLE = [
    "3.7",
    "3.0",
    "3,7",
    "1e3",
    "1_000",
    "1,000",
    " 3 ",
    "+3",
    "-3",
    "٣",
    "³",
    "0x3",
    "three",
]


def test_some_commands_take_whole_numbers():
    """The list below is built from the commands themselves, so a new option is covered too."""
    named = {(*chain, name) for chain, name in WHOLE}
    assert {
        ("run", "--seed"),
        ("run", "--budget"),
        ("bench", "--jobs"),
        ("bench", "--seeds"),
        ("matrix", "--seeds"),
        ("validate", "--seeds"),
        ("play", "--seed"),
        ("saves", "export", "GAME"),
        ("saves", "delete", "GAMES"),
    } <= named


@pytest.mark.parametrize("text", NO_WHOLE)
@pytest.mark.parametrize(("chain", "name"), WHOLE, ids=str)
def test_other_spellings_of_a_number_are_refused(call, chain, name, text):
    """3.7 is not 3, nor 4: it is wrong usage, and the message says what is wanted.

    Digits are the only spelling, everywhere: no sign, no point, no exponent, no separators, no
    blanks, no digits of other alphabets.
    """
    typed = [f"{name}={text}"] if name.startswith("-") else ["--", text]
    code, out, err = call(*chain, *FIRST.get(chain[0], []), *typed)
    assert (code, out) == (2, "")
    assert "a whole number" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("text", ["1.5-3", "1-3.5", "1e0-3", "1 - 3", "1–3", "1_0-20", "-1-3"])
@pytest.mark.parametrize("command", ["bench", "matrix", "validate"])
def test_both_ends_of_seeds_are_whole_numbers(call, command, text):
    """Both ends of a range of seeds must be whole numbers."""
    code, out, err = call(command, f"--seeds={text}")
    assert (code, out) == (2, "")
    assert "a whole number" in err
    assert err.count("\n") == 1


# --- paths -----------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder with a scenario in it; the current folder is a different one."""
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    shutil.copy(scenario_io.find("tutorial"), home / "own.toml")
    yield home
    assert list(here.iterdir()) == []


def test_every_path_may_begin_at_home(home, call, monkeypatch):
    """Paths of scenarios, replays, runs and games expand `~`; it is never a folder's name."""
    run = ("run", "~/own.toml", "--policy=random", "--seed=1")
    assert call("check", "~/own.toml")[0] == 0
    assert call(*run, "--replay=~/a.json")[0] == 0
    assert call("replay", "~/a.json")[0] == 0
    assert call("saves", "import", "~/a.json", "--data-dir=~/games")[0] == 0
    assert call("saves", "export", "1", "~/b.json", "--data-dir", "~/games")[0] == 0
    bench = ("bench", "~/own.toml", "--policy=random", "--seeds=1-2", "--jobs=1")
    assert call(*bench, "--out=~/run")[0] == 0
    assert call("report", "~/run")[0] == 0
    monkeypatch.setenv("BUCKSTOP_DATA_DIR", "~/others")
    assert call("saves", "import", "~/b.json")[0] == 0
    for name in ("a.json", "b.json", "games", "run", "others"):
        assert (home / name).exists()


@pytest.mark.parametrize(
    "line",
    [
        ("saves", "--data-dir=~no-such-user/x"),
        ("run", "~no-such-user/x.toml"),
        ("check", "~no-such-user/x.toml"),
        ("run", "tutorial", "--replay=~no-such-user/x.json"),
        ("replay", "~no-such-user/x.json"),
        ("bench", "tutorial", "--out=~no-such-user/x"),
        ("report", "~no-such-user/x"),
        ("saves", "export", "1", "~no-such-user/x.json"),
        ("saves", "import", "~no-such-user/x.json"),
    ],
)
def test_the_home_of_an_unknown_user_is_wrong_usage(home, call, line):
    """The home of an unknown user gives one short message, and nothing is created by that name."""
    code, _, error = call(*line)
    assert code == 2
    assert "there is no home folder of a user 'no-such-user'" in error
    assert error.count("\n") == 1
