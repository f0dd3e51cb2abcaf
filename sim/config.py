"""The player's settings: `settings.toml`, and `keys.toml` next to it.

Only this module and `sim.games.store` write the player's own files. A broken file or entry never
stops anything: it becomes a `Fault`, and the default applies. `sim.tui.shell.keymap` knows which
keys are valid; this module only reads the file.
"""

import enum
import os
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import evolve, fields, frozen

from sim import files
from sim.errors import BuckstopError, did_you_mean, reason

FOLDER_VARIABLE = "BUCKSTOP_CONFIG_DIR"
"""The environment variable that names the folder."""

SETTINGS_FILE = "settings.toml"
KEYS_FILE = "keys.toml"
LOCK_FILE = ".settings.toml.lock"

LARGEST = 50_000
"""Bytes of the largest file that is read: ten times a full key map."""

SHOWN = 40
"""Characters of a wrong value that a fault repeats."""

WAIT_SECONDS = 2.0
"""How long to wait for another Buckstop that is writing the settings."""


class ConfigError(BuckstopError):
    """The player's settings cannot be written. The game can continue."""


class ThemeName(enum.StrEnum):
    """Colour themes."""

    DARK = "dark"
    LIGHT = "light"
    COLOUR_BLIND = "colour-blind"
    """Dark, in colours that do not depend on telling red from green."""
    TERMINAL = "terminal"
    """The terminal's own sixteen colours."""
    NONE = "none"
    """No colours."""


@frozen
class Settings:
    """The player's preferences; the fields are the keys of `settings.toml`."""

    theme: ThemeName = ThemeName.DARK
    hints: bool = True
    """Whether a scenario's advice is shown."""
    ask_at_turn_end: bool = True
    """Whether to ask before a turn ends while a decision is pending."""


@frozen
class Fault:
    """What is wrong with an entry of a file."""

    file: Path
    key: str
    """The entry with its table; empty for the file as a whole."""
    text: str
    """What is wrong, what was expected, and what applies instead."""

    def __str__(self) -> str:
        return f"{self.key}: {self.text}" if self.key else self.text


class Config:
    """The settings in a folder. Every call reads the files again."""

    def __init__(self, folder: Path | None = None) -> None:
        """Reads and writes nothing yet.

        Args:
            folder: Where the files are; by default the folder in `BUCKSTOP_CONFIG_DIR`, else the
                system's folder for settings.

        Raises:
            UsageError: the variable names the home folder of an unknown user.
        """
        folder = folder or files.standard_folder(FOLDER_VARIABLE, "config")
        self.settings_path = folder / SETTINGS_FILE
        self.keys_path = folder / KEYS_FILE
        self._unwritten: dict[str, Any] = {}
        """Changes that could not be written yet, by setting; the next write includes them."""

    def settings(self) -> tuple[Settings, list[Fault]]:
        """The settings and the file's faults; the defaults where there is no file."""
        path = self.settings_path
        found, faults = _tables(path)
        settings = Settings()
        names = [field.name for field in fields(Settings)]
        for key, value in found.items():
            if key not in names:
                said = f"there is no such setting.{did_you_mean(key, names)}"
                faults.append(Fault(path, key, f"{said} Expected is one of {', '.join(names)}."))
                continue
            default = getattr(settings, key)
            try:
                settings = evolve(settings, **{key: _read(type(default), value)})
            except ValueError as error:
                said = f"{shown(value)} is not what was expected: {error}"
                faults.append(Fault(path, key, f"{said} It stays {_written(default)}."))
        return settings, faults

    def keys(self) -> tuple[Mapping[str, object], list[Fault]]:
        """The file's key map, and a fault if the file cannot be read."""
        return _tables(self.keys_path)

    def change(self, values: Mapping[str, Any]) -> None:
        """Write some settings, by field name; the others stay as they are in the file.

        The file is locked and read again first, since another Buckstop may have written it.

        Raises:
            ConfigError: the file is unchanged; the next call writes these values, too.
        """
        from filelock import FileLock, Timeout

        self._unwritten |= values
        path = self.settings_path
        with _explained(path):
            folder = path.parent.resolve()
            folder.mkdir(parents=True, exist_ok=True)
            try:
                with FileLock(folder / LOCK_FILE, timeout=WAIT_SECONDS):
                    settings = evolve(self.settings()[0], **self._unwritten)
                    lines = ["# Settings of Buckstop. The game writes this file."]
                    for field in fields(Settings):
                        lines.append(f"{field.name} = {_written(getattr(settings, field.name))}")
                    _write(path, "\n".join(lines) + "\n", files.write)
            except Timeout:
                said = f"{path} cannot be written: another Buckstop is writing it."
                raise ConfigError(said) from None
        self._unwritten.clear()

    def write_keys(self, text: str) -> None:
        """Write a new key map. Raises `ConfigError` if there is one, or it cannot be written."""
        path = self.keys_path
        with _explained(path):
            try:
                _write(path, text, files.write_new)
            except FileExistsError:
                said = f"{path} exists already; it was left unchanged."
                raise ConfigError(said) from None


def shown(value: object) -> str:
    """A file's value as a message repeats it."""
    text = _written(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _written(value: object) -> str:
    """A value in TOML notation."""
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
    """A TOML file's content; empty when there is no file or it cannot be read."""
    try:
        return _parsed(path), []
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        said = f"the file cannot be read: {reason(error)}"
    except (ValueError, RecursionError) as error:
        said = f"the file is not valid TOML: {error}"
    return {}, [Fault(path, "", f"{said}. It is ignored.")]


def _parsed(path: Path) -> dict[str, object]:
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode):
        raise OSError(0, "it is not a regular file")
    if about.st_size > LARGEST:
        raise OSError(0, f"it is larger than {LARGEST:,} bytes")
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def _write(path: Path, text: str, how: Callable[[Path, str], None]) -> None:
    """Write a file atomically, following links."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    how(path, text)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn errors of writing a file into errors for people."""
    try:
        yield
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {reason(error)}. Set {FOLDER_VARIABLE} to another folder."
        ) from error
    except (ValueError, RuntimeError) as error:  # a zero byte in the name; a cycle of links
        raise ConfigError(f"{path} cannot be written: it is not a valid file name.") from error
