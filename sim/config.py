"""What the player has set: `settings.toml`, and `keys.toml` beside it.

Beside `sim.store`, the only module that writes what is the player's own. A file that is broken, or
an entry of one, never stops anything: it becomes a `Fault`, and what is usual takes its place. What
the keys may be is known to `sim.tui.keymap`; here the file is only read.
"""

import enum
import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, fields, frozen

from sim import files
from sim.errors import BuckstopError, did_you_mean

FOLDER_VARIABLE = "BUCKSTOP_CONFIG_DIR"
"""The environment variable that names the folder."""

SETTINGS_FILE = "settings.toml"
KEYS_FILE = "keys.toml"

LARGEST = 50_000
"""Bytes of a file that is still read: ten times what all keys take."""

SHOWN = 40
"""Letters of a wrong value that a fault repeats."""


class ConfigError(BuckstopError):
    """A file of the player's settings cannot be written. The game can go on."""


class ThemeName(enum.StrEnum):
    """The colours that can be chosen."""

    DARK = "dark"
    LIGHT = "light"
    COLOUR_BLIND = "colour-blind"
    """Dark, in colours that differ for whoever cannot tell red from green."""
    TERMINAL = "terminal"
    """The terminal's own sixteen colours."""
    NONE = "none"
    """No colours."""


@frozen
class Settings:
    """What the player prefers; the keys of `settings.toml`."""

    theme: ThemeName = ThemeName.DARK
    hints: bool = True
    """Whether a scenario's advice is shown."""
    ask_at_turn_end: bool = True
    """Whether to ask before a turn is ended while something still waits for a decision."""


@frozen
class Fault:
    """What is wrong with an entry of a file."""

    file: Path
    key: str
    """The entry, with its table; empty when it is the file as a whole."""
    text: str
    """What is wrong, what was expected, and what holds now."""

    def __str__(self) -> str:
        return f"{self.key}: {self.text}" if self.key else self.text


class Config:
    """The settings in a folder. Every call looks at the files anew."""

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing is read or written yet.

        Args:
            folder: Where the files are. When left out, what `BUCKSTOP_CONFIG_DIR` names, else the
                folder that the system has for a program's settings.
        """
        folder = folder or _usual_folder()
        self.settings_path = folder / SETTINGS_FILE
        self.keys_path = folder / KEYS_FILE

    def settings(self) -> tuple[Settings, list[Fault]]:
        """The settings, and what is wrong with the file; without a file, what is usual."""
        path = self.settings_path
        found, faults = _tables(path)
        settings = Settings()
        names = [field.name for field in fields(Settings)]
        for key, value in found.items():
            if key not in names:
                said = f"there is no such setting.{did_you_mean(key, names)}"
                faults.append(Fault(path, key, f"{said} Expected is one of {', '.join(names)}."))
                continue
            usual = getattr(settings, key)
            try:
                settings = evolve(settings, **{key: _read(type(usual), value)})
            except ValueError as error:
                said = f"{shown(value)} is not what was expected: {error}"
                faults.append(Fault(path, key, f"{said} It stays {_written(usual)}."))
        return settings, faults

    def keys(self) -> tuple[Mapping[str, object], list[Fault]]:
        """The key map as it stands in the file, and whether the file can be read at all."""
        return _tables(self.keys_path)

    def keep(self, settings: Settings) -> None:
        """Write the settings.

        Raises:
            ConfigError: it could not be done; the file is as it was.
        """
        lines = ["# Settings of Buckstop. The game writes this file."]
        for field in fields(Settings):
            lines.append(f"{field.name} = {_written(getattr(settings, field.name))}")
        _write(self.settings_path, "\n".join(lines) + "\n")

    def write_keys(self, text: str) -> None:
        """Write a key map where there is none.

        Raises:
            ConfigError: there is one, or it could not be written.
        """
        if self.keys_path.exists():
            raise ConfigError(f"{self.keys_path} is there already, and is left as it is.")
        _write(self.keys_path, text)


def shown(value: object) -> str:
    """A value out of a file as a message repeats it."""
    text = _written(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _written(value: object) -> str:
    """A value much as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _read(kind: type, value: object) -> Any:
    """A setting's value; raises `ValueError` with what was expected instead."""
    if issubclass(kind, ThemeName):
        names = [name.value for name in ThemeName]
        if value not in names:
            near = did_you_mean(value, names) if isinstance(value, str) else ""
            raise ValueError(f"one of {', '.join(names)}.{near}")
        return ThemeName(value)
    if not isinstance(value, bool):
        raise ValueError("true or false.")
    return value


def _tables(path: Path) -> tuple[dict[str, object], list[Fault]]:
    """What a TOML file says; nothing when there is none, or when it cannot be read."""
    try:
        return _parsed(path), []
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        said = f"the file cannot be read: {why}"
    except (ValueError, RecursionError) as error:
        said = f"the file is no TOML: {error}"
    return {}, [Fault(path, "", f"{said}. Nothing in it counts.")]


def _parsed(path: Path) -> dict[str, object]:
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode):
        raise OSError(0, "it is not a regular file")
    if about.st_size > LARGEST:
        raise OSError(0, f"it is larger than {LARGEST:,} bytes")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    """Write a file whole, or leave it as it was."""
    try:
        path.resolve().parent.mkdir(parents=True, exist_ok=True)
        files.write(path, text)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise ConfigError(
            f"{path} cannot be written: {why}. {FOLDER_VARIABLE} names another folder."
        ) from error
    except (ValueError, RuntimeError) as error:  # a zero byte in the name; links in a circle
        raise ConfigError(f"{path} cannot be written: that is no file name.") from error


def _usual_folder() -> Path:
    """The folder when none is named."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("buckstop"))
