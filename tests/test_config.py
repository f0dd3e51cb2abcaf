"""What the player has set: kept whole, read with forgiveness, and never in the way of a game."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import Config, ConfigError, Settings, ThemeName

YES_AND_NO = (True, False)


def write(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_without_files_all_is_as_usual(config_dir):
    """And reading creates nothing."""
    assert Config().settings() == (Settings(), [])
    assert Config().keys() == ({}, [])
    assert not config_dir.exists()


def test_what_is_kept_is_read_back(config_dir):
    """Every combination; the folder comes with the first, and nothing else is left in it."""
    for values in itertools.product(ThemeName, YES_AND_NO, YES_AND_NO):
        Config().keep(Settings(*values))
        assert Config().settings() == (Settings(*values), [])
    assert [path.name for path in config_dir.iterdir()] == ["settings.toml"]


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
    """By its file and its key, with what was expected; in its place stands what is usual."""
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
    """It is told once, as a whole; a folder in the file's place is no better."""
    for name in ("settings.toml", "keys.toml"):
        write(config_dir, name, content)
    settings, (fault,) = Config().settings()
    assert settings == Settings()
    assert fault.file.name == "settings.toml"
    assert "Nothing in it counts" in str(fault)
    keys, (fault,) = Config().keys()
    assert keys == {}
    assert fault.file.name == "keys.toml"
    for path in (config_dir / "settings.toml", config_dir / "keys.toml"):
        path.unlink()
        path.mkdir()
    assert "not a regular file" in str(Config().settings()[1][0])


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_content_breaks_the_reading(tmp_path_factory, content):
    """Whatever stands in the file, there are settings."""
    folder = tmp_path_factory.getbasetemp() / "any-content"
    write(folder, "settings.toml", content)
    settings, _ = Config(folder).settings()
    assert isinstance(settings, Settings)


def test_a_link_stays_a_link(config_dir, tmp_path):
    """Whoever keeps such files elsewhere finds the new settings there."""
    config_dir.mkdir()
    (config_dir / "settings.toml").symlink_to(tmp_path / "mine.toml")
    Config().keep(Settings(hints=False))
    assert (config_dir / "settings.toml").is_symlink()
    assert "hints = false" in (tmp_path / "mine.toml").read_text()


def test_what_cannot_be_written_is_an_error_that_names_the_file(config_dir):
    """Such as where a file stands in the folder's place; no half file is left anywhere."""
    config_dir.write_text("in the way")
    with pytest.raises(ConfigError, match=r"settings\.toml cannot be written.*BUCKSTOP_CONFIG_DIR"):
        Config().keep(Settings())
    assert config_dir.read_text() == "in the way"


def test_a_failure_leaves_the_file_as_it_was(config_dir, monkeypatch):
    """When the disk gives out at the last step, the old settings are still there, alone."""
    Config().keep(Settings(hints=False))

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(ConfigError, match="no space left"):
        Config().keep(Settings(hints=True))
    monkeypatch.undo()
    assert Config(config_dir).settings() == (Settings(hints=False), [])
    assert len(list(config_dir.iterdir())) == 1


def test_a_key_map_is_never_written_over(config_dir):
    """What stands in it is the player's work."""
    Config().write_keys("# first\n")
    with pytest.raises(ConfigError, match="is there already"):
        Config().write_keys("# second\n")
    assert (config_dir / "keys.toml").read_text() == "# first\n"
