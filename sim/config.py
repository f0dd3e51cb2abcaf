"""What the player has set: `settings.toml`, and `keys.toml` beside it.

Only this module and `sim.games.store` write what is the player's own. A file that is broken, or an
entry of one, never stops anything: it becomes a `Fault`, and the default takes its place. What the
keys may be is known to `sim.tui.shell.keymap`; here the file is only read.
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
from sim.errors import BuckstopError, did_you_mean

FOLDER_VARIABLE = "BUCKSTOP_CONFIG_DIR"
"""The environment variable that names the folder."""

SETTINGS_FILE = "settings.toml"
KEYS_FILE = "keys.toml"
LOCK_FILE = ".settings.toml.lock"

LARGEST = 50_000
"""Bytes of a file that is still read: ten times what all keys take."""

SHOWN = 40
"""Letters of a wrong value that a fault repeats."""

WAIT_SECONDS = 2.0
"""How long another Buckstop that writes the settings is waited for."""


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

        Raises:
            UsageError: the variable names the home folder of a user that there is not.
        """
        folder = folder or _usual_folder()
        self.settings_path = folder / SETTINGS_FILE
        self.keys_path = folder / KEYS_FILE
        self._unwritten: dict[str, Any] = {}
        """Changes that could not be written yet, by setting: the next write tries again."""

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

    def change(self, values: Mapping[str, Any]) -> None:
        """Write some settings; the others stay as the file has them now.

        Another Buckstop may have written the file since this one read it, so it is read again
        first, and no other can write between the two.

        Args:
            values: The new values, by the names of the fields of `Settings`.

        Raises:
            ConfigError: it could not be done; the file is as it was. The next call writes these
                values, too.
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
        """Write a key map where there is none.

        Raises:
            ConfigError: there is one, or it could not be written.
        """
        path = self.keys_path
        with _explained(path):
            try:
                _write(path, text, files.write_new)
            except FileExistsError:
                said = f"{path} is there already, and is left as it is."
                raise ConfigError(said) from None


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
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def _write(path: Path, text: str, how: Callable[[Path, str], None]) -> None:
    """Write a file whole, or leave it as it was; where a link leads is written."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    how(path, text)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the system says of a file that is written into an error for people."""
    try:
        yield
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
        return files.named(named, FOLDER_VARIABLE)
    import platformdirs

    return Path(platformdirs.user_config_dir("buckstop"))
