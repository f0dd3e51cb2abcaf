"""Which characters of untrusted text may be shown: letters, and the joiners that spelling needs."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.characters import JOINER, NON_JOINER, is_shown, shown
from sim.cli import console
from sim.games.game import Game
from sim.games.replays import Replay, load
from sim.games.saves import Saving
from sim.games.store import Store
from sim.scenario_io import check_text, find, text_of
from sim.scenario_io.faults import quoted
from sim.tui.kit import words

NEEDED = {
    "Persian": "می\u200cخواهم",
    "Persian, a plural": "کتاب\u200cها",
    "Persian, with a mark between": "بِ\u200cبین",
    "Hindi, a half letter": "क्\u200dष",
    "Hindi, both signs": "क्\u200cष",
    "Malayalam": "അവന്\u200d",
    "Bengali, before the virama": "র\u200d্যাব",
    "Sinhala": "ශ්\u200dරී",
}
"""Words whose spelling needs a joiner."""

NEEDLESS = {
    "Latin": "a\u200cb\u200dc",
    "at the ends": "\u200cसड़क\u200d",
    "alone": "\u200c\u200d",
    "after a letter that does not join": "در\u200cآمد",
    "emoji": "👩\u200d💻",
    "digits": "1\u200c2",
    "beside blanks": "می \u200cخواهم",
    "before a letter that does not join": "ب\u200ca",
}
"""Where they make no visible difference."""

JOINERS = str.maketrans("", "", NON_JOINER + JOINER)


@pytest.mark.parametrize("word", NEEDED.values(), ids=NEEDED)
def test_joiners_stay_where_letters_need_them(word):
    """A Persian or Indic word keeps its spelling."""
    assert shown(word) == word
    assert is_shown(word)


@pytest.mark.parametrize("word", NEEDLESS.values(), ids=NEEDLESS)
def test_joiners_go_where_they_are_invisible(word):
    """Two names that look alike are the same name."""
    assert shown(word) == word.translate(JOINERS)
    assert not is_shown(word)


@pytest.mark.parametrize("word", NEEDED.values(), ids=NEEDED)
def test_one_joiner_is_enough(word):
    """Of several joiners in one place, the first is kept."""
    assert shown(word.replace(NON_JOINER, 3 * NON_JOINER)) == word
    assert shown(word.replace(JOINER, JOINER + NON_JOINER)) == word


LETTERS = st.text(st.sampled_from("ab یخ‌رআ्ক‍\u0650\u200b\x1b\n\u202e"), max_size=30)


@given(LETTERS)
@example("\u200c" * 5)
def test_what_is_shown_is_shown_again(text):
    """Cleaning twice equals cleaning once; apart from joiners, only printable characters remain."""
    once = shown(text)
    assert shown(once) == once
    assert is_shown(once)
    assert once.translate(JOINERS).isprintable()
    assert once.translate(JOINERS) == "".join(c for c in text if c.isprintable())


def test_a_long_text_of_joiners_takes_no_time():
    """A one-megabyte file crafted to be slow is read as fast as any other."""
    text = "ی\u200cخ" * 100_000
    assert shown(text) == text
    assert shown("\u0650\u200c" * 100_000) == "\u0650" * 100_000


@pytest.mark.parametrize("word", NEEDED.values(), ids=NEEDED)
def test_a_scenario_keeps_its_spelling_all_the_way(word, tmp_path):
    """From the file to the game, the store, a replay, messages and the command line."""
    text = find("tutorial").read_text("utf-8").replace('title = "First', f'title = "{word}', 1)
    scenario, faults = check_text(text, "x")
    assert scenario is not None, faults
    assert scenario.title.startswith(word)
    assert check_text(text_of(scenario), "x")[0] == scenario
    game = Game.new(scenario, 1)
    saving = Saving(Store(tmp_path))
    saving.keep(game)
    saving.close()
    (kept,), damaged = Store(tmp_path).games()
    assert (kept.title, damaged) == (scenario.title, [])
    (tmp_path / "x.json").write_text(Replay.of(game).text(), encoding="utf-8")
    assert load(tmp_path / "x.json").scenario.title == scenario.title
    assert quoted(word) == f'"{word}"'
    assert console.clean(word) == word


def test_a_screen_is_given_no_joiner_that_it_measures_wrong():
    """On the game's screens the non-joiner, which has no width, stays; the joiner does not."""
    assert words.clean(NEEDED["Persian"]) == NEEDED["Persian"]
    assert words.cell_len(NEEDED["Persian"]) == words.cell_len(shown("میخواهم"))
    assert words.clean(NEEDED["Sinhala"]) == NEEDED["Sinhala"].replace(JOINER, "")
