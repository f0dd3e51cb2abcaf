"""Each draw belongs to a purpose, a turn and an entity; nobody's luck depends on anyone else."""

import math
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import luck
from sim.model.scenario import TURNS_MAX
from sim.model.world import Secrets
from tests.builders import a_scenario

streams = st.sampled_from(sorted(luck.STREAMS))
NOTHING = a_scenario()

ROOT = Path(__file__).parents[2]

names = st.text("abcdefghij/-#123", min_size=1, max_size=12)
seeds = st.integers(0, 2**63)


def secrets(seed: int) -> Secrets:
    return Secrets(seed, {}, {}, {}, NOTHING, {}, {})


@given(seeds, streams, names, st.integers(0, TURNS_MAX))
def test_the_same_key_gives_the_same_draw(seed, stream, entity, turn):
    """A draw is a function of seed, stream, entity and turn, whatever was drawn before."""
    fresh, used = secrets(seed), secrets(seed)
    for other in luck.STREAMS:
        luck.uniform(used, other, entity, turn)
        luck.uniform(used, other, "somebody else", 3)
    assert luck.uniform(fresh, stream, entity, turn) == luck.uniform(used, stream, entity, turn)


@given(seeds, streams, names)
def test_draws_lie_strictly_between_zero_and_one(seed, stream, entity):
    """So that every quantile of them is finite."""
    known = secrets(seed)
    draws = [luck.uniform(known, stream, entity, turn) for turn in range(TURNS_MAX)]
    assert all(0.0 < u < 1.0 for u in draws)
    assert all(math.isfinite(luck.bell(u)) for u in draws)


def test_the_least_and_the_greatest_draw_are_within():
    """The ends of the range, which hardly any key reaches."""
    least, most = luck.SMALLEST / 2.0, (2**52 - 1) * luck.SMALLEST + luck.SMALLEST / 2.0
    assert 0.0 < least < most < 1.0
    assert math.isfinite(luck.bell(least))
    assert math.isfinite(luck.bell(most))


def first_turns(seed: int, stream: str, entity: str) -> list[float]:
    known = secrets(seed)
    return [luck.uniform(known, stream, entity, turn) for turn in range(TURNS_MAX)]


@given(seeds, streams, streams, names, names)
def test_another_stream_entity_or_seed_gives_other_draws(seed, stream, other, entity, another):
    """Purposes, entities and seeds do not share their luck."""
    draws = first_turns(seed, stream, entity)
    if other != stream:
        assert first_turns(seed, other, entity) != draws
    if another != entity:
        assert first_turns(seed, stream, another) != draws
    assert first_turns(seed + 1, stream, entity) != draws


@given(seeds, streams, names)
def test_turns_do_not_repeat(seed, stream, entity):
    """Each turn has its own draw."""
    draws = first_turns(seed, stream, entity)
    assert len(set(draws)) == len(draws)


def test_no_two_keys_are_written_alike():
    """Stream and entity cannot be put together so that two keys become one."""
    assert first_turns(1, "work", "a|b") != first_turns(1, "work", "a")
    assert first_turns(12, "work", "3") != first_turns(1, "work", "23")


def test_splitmix_is_the_published_one():
    """Its first outputs from seed 0, as in Vigna's reference implementation."""
    expected = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    drawn = [luck._mixed(luck.signed(luck.STEP * number)) for number in (1, 2, 3)]
    assert [number & 0xFFFFFFFFFFFFFFFF for number in drawn] == expected


@pytest.mark.parametrize("bit", range(0, 64, 7))
def test_one_bit_of_a_key_changes_half_of_a_draw(bit):
    """Over a thousand keys: each bit of the result flips with a chance of a half."""
    flips = [0] * 64
    for number in range(1_000):
        one = luck._mixed(luck.signed(number * luck.STEP))
        other = luck._mixed(luck.signed(number * luck.STEP ^ 1 << bit))
        for place in range(64):
            flips[place] += (one ^ other) >> place & 1
    assert all(400 < count < 600 for count in flips)


def test_draws_are_uniform():
    """Mean 1/2, variance 1/12, no tie between neighbouring turns; over 64,000 draws."""
    known, turns = secrets(7), range(TURNS_MAX)
    draws = [
        luck.uniform(known, "work", f"engagement-{entity}", turn)
        for entity in range(400)
        for turn in turns
    ]
    size = len(draws)
    assert abs(fmean(draws) - 0.5) < 4.0 * math.sqrt(1 / 12 / size)
    assert abs(pvariance(draws) * 12.0 - 1.0) < 0.02
    product = fmean((a - 0.5) * (b - 0.5) for a, b in pairwise(draws))
    assert abs(product * 12.0) < 4.0 / math.sqrt(size)


PINNED = {
    ("work", "shop/crew", 1): 0.7834876942344907,
    ("traits", "tarn", 0): 0.3097578760242058,
    ("bid", "shop/tarn", 120): 0.5922761678466234,
    ("surface", "desk/silva#2", 7): 0.952000722128561,
    ("scope", "shop", 0): 0.01160719730140658,
}
"""Known answers under seed 42, by stream, entity and turn."""

BELL = 0.521086514


def test_known_draws():
    """Pinned values: every machine and every version has to agree on them."""
    found = {key: luck.uniform(secrets(42), *key) for key in PINNED}
    assert found == PINNED
    assert luck.gauss(secrets(42), "bid", "shop/tarn", 0) == BELL


def test_draws_do_not_depend_on_the_hash_seed():
    """A process with another PYTHONHASHSEED draws the same."""
    program = (
        "import sys; sys.path.append(sys.argv[1]);"
        "from sim.engine import luck; from tests.engine.test_luck import secrets;"
        "print(luck.uniform(secrets(42), 'work', 'shop/crew', 1).hex())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1")
    }
    assert found == {PINNED["work", "shop/crew", 1].hex()}


@given(st.floats(0.0, 60.0), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_counts_rise_with_the_draw_and_with_the_mean(mean, u, v):
    """A worse draw never brings fewer defects; nothing comes of a mean of nothing."""
    low, high = min(u, v), max(u, v)
    assert 0 <= luck.count(mean, low) <= luck.count(mean, high)
    assert luck.count(0.0, high) == 0


@given(st.floats(0.0, 60.0), st.lists(st.floats(0.001, 0.999), min_size=1, max_size=12))
def test_counts_of_many_draws_are_those_of_each(mean, draws):
    """Counted together, draws bring as many defects as one by one."""
    draws = sorted(draws)
    found = luck.counts(mean, draws)
    each = [luck.count(mean, u) for u in draws]
    assert [number for number, times in found for _ in range(times)] == each
    assert all(before < after for (before, _), (after, _) in pairwise(found))


@pytest.mark.parametrize("mean", [0.05, 0.7, 4.0, 15.9, 16.1, 40.0])
def test_counts_have_their_mean_and_variance(mean):
    """Poisson numbers: mean and variance are equal, also where the normal limit takes over."""
    draws = [luck.count(mean, (step + 0.5) / 20_000) for step in range(20_000)]
    assert fmean(draws) == pytest.approx(mean, rel=0.01)
    assert pvariance(draws) == pytest.approx(mean, rel=0.03)


@given(st.integers(0, 60), st.floats(0.0, 1.0), st.floats(0.001, 0.999))
def test_a_share_is_a_share(number, probability, u):
    """Never fewer than none, never more than all; all when it is certain."""
    found = luck.share(number, probability, u)
    assert 0 <= found <= number
    assert luck.share(number, 1.0, u) == number
    assert luck.share(number, 0.0, u) == 0


@pytest.mark.parametrize(("number", "probability"), [(1, 0.3), (8, 0.6), (16, 0.9), (40, 0.5)])
def test_shares_have_their_mean_and_variance(number, probability):
    """Binomial numbers, also where the normal limit takes over."""
    draws = [luck.share(number, probability, (step + 0.5) / 20_000) for step in range(20_000)]
    assert fmean(draws) == pytest.approx(number * probability, rel=0.01)
    assert pvariance(draws) == pytest.approx(number * probability * (1 - probability), rel=0.04)


def test_every_draw_of_the_engine_is_from_a_named_stream():
    """A stream without a version is a programming error, found at once."""
    with pytest.raises(KeyError):
        luck.uniform(secrets(1), "no-such-stream", "x", 0)
