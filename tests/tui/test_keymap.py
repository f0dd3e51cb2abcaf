"""The player's own keys: what the file may say, and that every text about keys follows it."""

import importlib
import pkgutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import tui
from sim.tui.kit.commands import all_commands, key_text
from sim.tui.shell import keymap
from sim.tui.shell.base import SETTINGS, Common, Dialog
from sim.tui.shell.keymap import KeyMap
from tests.tui.player import playing, tutorial

FILE = Path("keys.toml")
USUAL = keymap.usual_keys()


def read(text: str) -> tuple[KeyMap, list[str]]:
    found, faults = keymap.read(tomllib.loads(text), FILE)
    return found, [str(fault) for fault in faults]


def stands(found: KeyMap) -> bool:
    """Whether each key has one meaning on every screen, and esc and ctrl+q keep their fixed
    ones."""
    for kind in keymap.kinds():
        holders: dict[str, str] = {}
        for command in all_commands(kind):
            if not command.bound:
                continue
            keys = found.apply(command).keys
            assert keys
            assert {"escape", "ctrl+q"} & set(keys) == {"escape", "ctrl+q"} & set(command.keys)
            for key in keys:
                if holders.setdefault(key, command.id) != command.id:
                    return False
    return True


def test_the_default_keys_are_unambiguous():
    """No key has two meanings on a screen, and each name belongs to one command."""
    assert stands(KeyMap({}))
    for kind in keymap.kinds():
        for command in all_commands(kind):
            if command.bound:
                assert command.keys == USUAL[command.id].keys, command
                assert command.action == USUAL[command.id].action, command


def test_all_screens_are_known():
    """Keys can be remapped on every kind of screen."""
    for module in pkgutil.walk_packages(tui.__path__, "sim.tui."):
        importlib.import_module(module.name)

    def under(kind: type) -> set[type]:
        return {kind}.union(*map(under, kind.__subclasses__()))

    ours = {kind for kind in under(Common) if kind.__module__.startswith("sim.")}
    assert ours == set(keymap.kinds())


def test_settings_are_a_key_away():
    """From every screen except dialogs."""
    for kind in keymap.kinds():
        if kind.__subclasses__() or issubclass(kind, Dialog):
            continue
        assert SETTINGS.id in [command.id for command in all_commands(kind)], kind


def test_the_written_file_changes_nothing_and_names_everything():
    """With every # removed it lists the default keys, without a fault."""
    text = keymap.template()
    found, faults = read(text)
    assert (dict(found.changed), faults) == ({}, [])
    lines = [line[2:] if " = " in line[:30] else line for line in text.splitlines()]
    found, faults = read("\n".join(lines))
    assert faults == []
    assert {id: list(keys) for id, keys in found.changed.items()} == {
        id: command.keys for id, command in USUAL.items()
    }


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("N", "N"), ("!", "exclamation_mark"), (",", "comma"), ("\\", "backslash"),
        ("[", "left_square_bracket"), (" ", "space"), ("f12", "f12"), ("ctrl+n", "ctrl+n"),
        ("alt+x", "alt+x"), ("é", "é"), ("minus", "minus"), ("less_than_sign", "less_than_sign"),
        ("latin_small_letter_y", "y"), ("delete", "delete"),
    ],
)  # fmt: skip
def test_a_key_is_known_by_its_name_or_its_character(written, key):
    """By its Textual name, or as it is typed."""
    found, faults = keymap.read({"desk": {"end_turn": written}}, FILE)
    assert (found.changed, faults) == ({"desk.end_turn": (key,)}, [])


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('[dsek]\nend_turn = "f5"', "dsek", 'Did you mean "desk"?'),
        ("desk = 3", "desk", "expected [desk] with lines under it"),
        ('[desk]\nend_trun = "f5"', "desk.end_trun", 'Did you mean "end_turn"?'),
        ('[desk]\nzzz = "f5"', "desk.zzz", "Expected one of end_turn, "),
        ('[zzz]\nhelp = "f5"', "zzz", "Expected one of everywhere, "),
        ('[desk]\nend_turn = "f99"', "desk.end_turn", '"f99" is not a key.'),
        ('[desk]\nend_turn = "shift+n"', "desk.end_turn", 'something like "n", "N", "f2"'),
        ('[desk]\nend_turn = ""', "desk.end_turn", '"" is not a key.'),
        ('[desk]\nend_turn = "a,b"', "desk.end_turn", '"a,b" is not a key.'),
        ('[desk]\nend_turn = "\\u202e"', "desk.end_turn", "is not a key."),
        ("[desk]\nend_turn = 5", "desk.end_turn", "5 is not a key."),
        ("[desk]\nend_turn = []", "desk.end_turn", "no key is named. It stays on n."),
        ('[desk.end_turn]\nkey = "n"', "desk.end_turn", "is not a key."),
        ('[desk]\nend_turn = "escape"', "desk.end_turn", "always keeps its meaning here"),
        ('[desk]\nend_turn = ["f5", "ctrl+q"]', "desk.end_turn", "always keeps its meaning here"),
        ('[desk]\nend_turn = "ctrl+i"', "desk.end_turn", "always keeps its meaning here"),
        ('[form]\nconfirm = "7"', "form.confirm", "always keeps its meaning here"),
        ('[everywhere]\nexplain = "space"', "everywhere.explain", "always keeps its meaning here"),
        ('[desk]\nend_turn = "a"', "desk.end_turn", '"a" is already the key of desk.award.'),
        ('[pages]\ngoals = "l"', "pages.goals", '"l" is already the key of people.lay_off.'),
        ('[everywhere]\nhelp = "m"', "everywhere.help", '"m" is already the key of ledger.'),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named_and_the_others_apply(text, key, expected):
    """The fault names the entry and what was expected; its command keeps its default keys."""
    found, (fault,) = read(f'title.seed = "x"\n{text}')
    assert fault.startswith(f"{key}: ")
    assert expected in fault
    assert dict(found.changed) == {"title.seed": ("x",)}


def test_two_commands_may_swap_keys():
    """And if one of them cannot move, the other does not take its key."""
    found, faults = read('[desk]\naward = "r"\nrequests = "a"')
    assert (faults, found.text("desk.award"), found.text("desk.requests")) == ([], "r", "a")
    found, faults = read('[desk]\naward = "r"\nrequests = "u"')
    assert [fault.split(":")[0] for fault in faults] == ["desk.requests", "desk.award"]
    assert not found.changed


def test_the_keys_to_go_back_and_quit_are_never_lost():
    """A key set for either is added to the fixed one."""
    found, faults = read('[dialogs]\nback = "f9"\n[everywhere]\nquit = "Q"')
    assert faults == []
    assert found.changed == {"dialogs.back": ("f9", "escape"), "everywhere.quit": ("Q", "ctrl+q")}


names = st.sampled_from([*USUAL, "desk.nothing", "nowhere.help"])
keys = st.sampled_from("a b u n N 1 ? , f2 f5 escape ctrl+q enter left space 7 shift+n".split())
values = st.one_of(keys, st.lists(keys, max_size=3), st.text(max_size=3), st.integers())


@given(st.lists(st.tuples(names, values), max_size=8))
def test_any_file_leaves_the_keys_unambiguous(entries):
    """A key has one meaning on a screen, esc and ctrl+q keep their fixed ones; nothing raises."""
    tables: dict[str, dict[str, object]] = {}
    for id, value in entries:
        table, _, name = id.partition(".")
        tables.setdefault(table, {})[name] = value
    found, faults = keymap.read(tables, FILE)
    assert stands(found)
    assert len(faults) + len(found.changed) >= len({id for id, _ in entries})


@pytest.mark.parametrize(
    ("key", "text"),
    [("question_mark", "?"), ("ctrl+t", "^t"), ("escape", "esc"), ("f2", "f2"), ("space", "space"),
     ("left_square_bracket", "["), ("alt+x", "alt+x"), ("comma", ","), ("delete", "delete")],
)  # fmt: skip
def test_a_key_is_shown_as_people_write_it(key, text):
    """As its character, if it has one."""
    assert key_text(key) == text


MINE = """
[everywhere]
help = "["
quit = "[@click=app.quit]x[/]\\u001b]52;c;aGk="
[pages]
people = "P"
undo = ["f7", "t"]
[desk]
end_turn = "f5"
hide_hint = "\\\\"
"""


async def test_the_game_uses_the_players_keys(config_dir):
    """The keys themselves, and what the bar, the help, the palette and the hints say about them;
    the one wrong entry is reported in a single notice, sanitized, and keeps its default keys."""
    config_dir.mkdir()
    (config_dir / "keys.toml").write_text(MINE)
    async with playing(tutorial(), (100, 50)) as player:
        (notice,) = player.app._notifications
        assert str(config_dir / "keys.toml") in notice.message
        assert "everywhere.quit" in notice.message
        assert "is not a key" in notice.message
        assert "pages.undo" in notice.message  # t is people.train's
        assert notice.message.replace("\n", "").isprintable()
        assert "\x1b" not in player.text()
        await player.press("enter")
        assert "(\\ hides this)" in player.text()
        assert "f5 end turn" in player.lines()[-1]
        assert "[ help" in player.lines()[-1]
        await player.press("left_square_bracket")
        assert player.screen == "HelpDialog"
        assert "end the turn with f5." in player.text().replace("│", " ")
        assert " P       Teams and sites" in player.text()
        await player.press("escape", "n", "question_mark", "2")
        assert player.screen == "DeskScreen"
        await player.press("P")
        assert player.screen == "PeopleScreen"
        await player.press("ctrl+c")
        assert [one.message for one in player.app._notifications][-1] == "^q leaves the game."
        await player.press("ctrl+p", *"help")
        assert "Help ([)" in player.text()
        shown = player.app.session.hint
        await player.press("escape", "escape", "backslash")
        assert player.app.session.hint != shown
        await player.press("ctrl+p", *"end")
        assert "End turn (f5)" in player.text()
        await player.press("escape", "escape", "f5", "y")
        assert player.screen == "ReportScreen"
        assert player.game.turn == 2
