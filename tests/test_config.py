"""The player's settings: stored whole, read with tolerance, and never in the way of a game."""

import itertools
import multiprocessing
import os

import pytest
from attrs import asdict
from hypothesis import given
from hypothesis import strategies as st

from sim import config
from sim.config import Config, ConfigError, Settings, ThemeName
from sim.errors import UsageError

YES_AND_NO = (True, False)


def write(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def written(folder):
    """The files in a folder, except the empty lock file."""
    return sorted(path.name for path in folder.iterdir() if path.name != config.LOCK_FILE)


def test_without_files_all_is_as_usual(config_dir):
    """Reading creates no files, either."""
    assert Config().settings() == (Settings(), [])
    assert Config().keys() == ({}, [])
    assert not config_dir.exists()


def test_what_is_kept_is_read_back(config_dir):
    """Every combination; saving the first creates the folder, and leaves no other file in it."""
    for values in itertools.product(ThemeName, YES_AND_NO, YES_AND_NO):
        Config().change(asdict(Settings(*values)))
        assert Config().settings() == (Settings(*values), [])
    assert written(config_dir) == ["settings.toml"]


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ('theme = "drak"', "theme", 'one of dark, light, colour-blind, terminal, none. Did you me'),
        ("theme = 3", "theme", "one of dark, light"),
        ('theme = ["dark"]', "theme", "one of dark, light"),
        ('ask_at_turn_end = "no"', "ask_at_turn_end", "true or false. It stays true"),
        ("ask_at_turn_end = 0", "ask_at_turn_end", "true or false. It stays true"),
        ("hint = true", "hint", 'Did you mean "hints"? Expected is one of theme, hints'),
        ("[theme]", "theme", "one of dark, light"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_and_the_others_hold(config_dir, line, key, expected):
    """The message names the file, the key and what was expected; the default replaces the value."""
    write(config_dir, "settings.toml", f"hints = false\n{line}\n")
    settings, (fault,) = Config().settings()
    assert settings == Settings(hints=False)
    assert fault.file == config_dir / "settings.toml"
    assert fault.key == key
    assert expected in fault.text


@pytest.mark.parametrize(
    "content",
    ["theme = ", "= =", b"\xff\xfe", "a = " + "[" * 100_000, "a = " + "1" * 10_000, b" " * 50_001],
    ids=["half a line", "no TOML", "no UTF-8", "too deep", "too long a number", "too large"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_counts_for_nothing(config_dir, content):
    """One message covers the whole file; a folder in its place is treated alike."""
    for name in ("settings.toml", "keys.toml"):
        write(config_dir, name, content)
    settings, (fault,) = Config().settings()
    assert settings == Settings()
    assert fault.file.name == "settings.toml"
    assert "It is ignored" in str(fault)
    keys, (fault,) = Config().keys()
    assert keys == {}
    assert fault.file.name == "keys.toml"
    for path in (config_dir / "settings.toml", config_dir / "keys.toml"):
        path.unlink()
        path.mkdir()
    assert "not a regular file" in str(Config().settings()[1][0])


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_content_breaks_the_reading(tmp_path_factory, content):
    """Whatever the file contains, there are settings."""
    folder = tmp_path_factory.getbasetemp() / "any-content"
    write(folder, "settings.toml", content)
    settings, _ = Config(folder).settings()
    assert isinstance(settings, Settings)


def test_a_link_stays_a_link(config_dir, tmp_path):
    """A player who keeps such files elsewhere finds the new settings there."""
    config_dir.mkdir()
    (config_dir / "settings.toml").symlink_to(tmp_path / "mine.toml")
    Config().change({"hints": False})
    assert (config_dir / "settings.toml").is_symlink()
    assert "hints = false" in (tmp_path / "mine.toml").read_text()


def test_what_cannot_be_written_is_an_error_that_names_the_file(config_dir):
    """For example with a file in the folder's place; no partial file is left anywhere."""
    config_dir.write_text("in the way")
    with pytest.raises(ConfigError, match=r"settings\.toml cannot be written.*BUCKSTOP_CONFIG_DIR"):
        Config().change({"hints": False})
    assert config_dir.read_text() == "in the way"


def test_a_failure_leaves_the_file_as_it_was(config_dir, monkeypatch):
    """If the disk fails at the last step, the old settings remain, with no other file."""
    Config().change({"hints": False})

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(ConfigError, match="no space left"):
        Config().change({"hints": True})
    monkeypatch.undo()
    assert Config(config_dir).settings() == (Settings(hints=False), [])
    assert written(config_dir) == ["settings.toml"]


def test_a_key_map_is_never_written_over(config_dir):
    """Its contents are the player's work."""
    Config().write_keys("# first\n")
    with pytest.raises(ConfigError, match="exists already"):
        Config().write_keys("# second\n")
    assert (config_dir / "keys.toml").read_text() == "# first\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["none", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_editors_may_save_as_they_do(config_dir, mark, end):
    """A leading byte order mark and either kind of line ending make no difference."""
    write(config_dir, "settings.toml", mark + end.join([b"hints = false", b'theme = "light"', b""]))
    write(config_dir, "keys.toml", mark + end.join([b"[desk]", b'award = "x"', b""]))
    assert Config().settings() == (Settings(ThemeName.LIGHT, hints=False), [])
    assert Config().keys() == ({"desk": {"award": "x"}}, [])


def test_two_windows_leave_each_other_alone():
    """Each writes its changes on top of what the file says now, whatever it read at startup."""
    one, two = Config(), Config()
    assert one.settings() == two.settings() == (Settings(), [])
    one.change({"hints": False})
    two.change({"theme": ThemeName.LIGHT})
    one.change({"ask_at_turn_end": False})
    assert Config().settings() == (Settings(ThemeName.LIGHT, False, False), [])


def flip(name, times):
    """Flip a setting over and over; runs in its own process."""
    config = Config()
    for _ in range(times):
        before = getattr(config.settings()[0], name)
        config.change({name: not before})
        assert getattr(config.settings()[0], name) is not before


def test_two_processes_leave_each_other_alone():
    """When both write at once, neither loses the other's changes."""
    start = multiprocessing.get_context("spawn")
    names = ("hints", "ask_at_turn_end")
    both = [start.Process(target=flip, args=(name, 51)) for name in names]
    for process in both:
        process.start()
    for process in both:
        process.join()
        assert process.exitcode == 0
    assert Config().settings() == (Settings(hints=False, ask_at_turn_end=False), [])


def test_what_could_not_be_written_is_written_with_the_next_change(config_dir, monkeypatch):
    """A change takes effect in this window at once, and survives a full disk."""
    here = Config()
    monkeypatch.setattr(config.files, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "x")))
    with pytest.raises(ConfigError):
        here.change({"hints": False})
    monkeypatch.undo()
    monkeypatch.setenv(config.FOLDER_VARIABLE, str(config_dir))
    here.change({"theme": ThemeName.LIGHT})
    assert here.settings() == (Settings(ThemeName.LIGHT, hints=False), [])


def test_another_that_never_stops_writing_is_not_waited_for_for_ever(config_dir, monkeypatch):
    """After a while an error says what is in the way, and the file is unchanged."""
    from filelock import FileLock

    config_dir.mkdir()
    monkeypatch.setattr(config, "WAIT_SECONDS", 0.0)
    with FileLock(config_dir / config.LOCK_FILE), pytest.raises(ConfigError, match="another Buck"):
        Config().change({"hints": False})
    assert written(config_dir) == []


def test_the_folder_may_be_in_the_home_folder(tmp_path, monkeypatch):
    """`~` in the environment variable is the home folder, as a shell would have it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(config.FOLDER_VARIABLE, "~/mine")
    assert Config().settings_path == tmp_path / "mine" / "settings.toml"
    monkeypatch.setenv(config.FOLDER_VARIABLE, "~nobody-of-that-name/mine")
    with pytest.raises(UsageError, match=r"BUCKSTOP_CONFIG_DIR is .* no home folder of a user"):
        Config()
