"""A digest tells any two states apart, and is the same for one state wherever it is computed."""

from hypothesis import given
from hypothesis import strategies as st

from sim.digest import packed
from sim.engine.observe import clone
from sim.games.game import Game
from sim.model.vocabulary import Kind
from tests import laws
from tests.builders import a_busy_scenario, play_out, world_of

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=5,
)


def same(one, two) -> bool:
    """Equal in value and type, all the way down; 0.0 and -0.0 are two values."""
    if type(one) is not type(two):
        return False
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    return repr(one) == repr(two)


@given(plain, plain)
def test_only_equal_values_are_packed_alike(one, two):
    """Nothing runs into its neighbour: what is packed could be unpacked."""
    assert (packed(one) == packed(two)) is same(one, two)


@given(st.lists(plain, min_size=2, max_size=4), st.data())
def test_where_a_list_is_split_matters(values, data):
    """Two lists have other bytes than the same values split elsewhere."""
    first, second = (data.draw(st.integers(0, len(values))) for _ in range(2))
    one, two = ((tuple(values[:at]), tuple(values[at:])) for at in (first, second))
    assert (packed(one) == packed(two)) is (first == second)


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2), st.randoms())
def test_the_order_in_which_a_dictionary_was_filled_does_not_matter(given_values, random):
    """Entries are packed in the order of their keys."""
    items = list(given_values.items())
    random.shuffle(items)
    assert packed(dict(items)) == packed(given_values)


def test_a_kind_is_its_name():
    """Members of an enumeration are packed by value, not by their place in it."""
    assert packed(Kind.VENDOR) == packed("vendor")


def test_a_copy_has_the_digest_of_its_original():
    """In a busy game; so has the world that comes back from plain data."""
    world = world_of(play_out(Game.new(a_busy_scenario(), 2), turns=5, seed=2))
    assert packed(clone(world)) == packed(world)
    assert packed(laws.survives_the_round_trip(world)) == packed(world)
