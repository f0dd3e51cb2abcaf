"""What is typed in a terminal reaches the app as it was typed."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual import events
from textual.message import Message

from sim.tui.app import BuckstopApp

if sys.platform == "win32":
    pytest.skip("Windows has a driver of its own", allow_module_level=True)

from sim.tui.shell.driver import KeenDriver


class Keyboard(KeenDriver):
    """A driver without a terminal: a test types into it and receives the resulting messages."""

    def __init__(self) -> None:
        self._debug = False
        self.fileno, self._end = os.pipe()
        self.exit_event = threading.Event()
        self._found: list[Message] = []
        self._more = threading.Condition()

    def process_message(self, message: Message) -> None:
        with self._more:
            self._found.append(message)
            self._more.notify()

    def type(self, *parts: bytes, events: int = 1) -> list[Message]:
        """The messages that parts sent in immediate succession produce; waits for that many
        events."""
        for part in parts:
            os.write(self._end, part)
        with self._more:
            assert self._more.wait_for(lambda: len(self._found) >= events, 10.0), self._found
            found, self._found = self._found, []
        return found

    def hang_up(self) -> None:
        """Close the typing end."""
        os.close(self._end)


@contextmanager
def a_keyboard() -> Iterator[Keyboard]:
    """A keyboard with its input thread running."""
    keyboard = Keyboard()
    thread = threading.Thread(target=keyboard.run_input_thread)
    thread.start()
    try:
        yield keyboard
    finally:
        keyboard.exit_event.set()
        thread.join(10.0)
        os.close(keyboard.fileno)
        assert not thread.is_alive()


def test_the_game_uses_this_driver_in_a_terminal():
    """When it is not driven by a test."""
    assert BuckstopApp().driver_class is KeenDriver


def key(event: Message) -> str:
    assert isinstance(event, events.Key)
    return event.key


def test_typed_keys_arrive_unchanged():
    """An Esc by itself, and sequences that begin like one, whole or split wherever a read may split
    them."""
    with a_keyboard() as keyboard:
        assert [key(one) for one in keyboard.type(b"\x1b")] == ["escape"]
        assert [key(one) for one in keyboard.type(b"\x1b[A")] == ["up"]
        assert [key(one) for one in keyboard.type(b"\x1b", b"[B")] == ["down"]
        assert [key(one) for one in keyboard.type(b"q\x1b[C", events=2)] == ["q", "right"]
        keyboard.hang_up()


def test_multibyte_letters_may_be_split():
    """And bytes that form no letter do not end the game."""
    with a_keyboard() as keyboard:
        (event,) = keyboard.type(b"\xc3", b"\xa9")
        assert isinstance(event, events.Key)
        assert event.character == "é"
        keyboard.type(b"\xff")
        assert [key(one) for one in keyboard.type(b"q")] == ["q"]
        keyboard.hang_up()


def test_a_paste_arrives_as_one_event():
    """However long it is; and the keyboard still works afterwards."""
    with a_keyboard() as keyboard:
        text = "northlight " * 2_000
        (event,) = keyboard.type(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        assert isinstance(event, events.Paste)
        assert event.text == text
        assert [key(one) for one in keyboard.type(b"q")] == ["q"]
        keyboard.hang_up()


def test_a_closed_terminal_does_not_stop_the_driver():
    """The driver waits until it is told to stop."""
    with a_keyboard() as keyboard:
        keyboard.hang_up()
