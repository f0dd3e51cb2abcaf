"""The way to the terminal: Textual's own, but for how soon an Esc is one."""

import os
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

LOOK = 0.025
"""Seconds between two looks at what was typed."""

CHUNK = 4096
"""Bytes that are read at once."""

LATE = 0.1
"""Seconds that what the terminal still says has for its way, before it is thrown away."""


class KeenDriver(LinuxDriver):
    """Looks more often at what was typed.

    Most special keys begin with the character that Esc is, so it is one only when nothing follows.
    Textual's driver looks for that ten times a second: an Esc is answered after a tenth of a second
    at the soonest. For how long more may follow stands in `ESCDELAY` (`sim.tui`).
    """

    def run_input_thread(self) -> None:
        """Read what is typed until the driver is told to stop."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                found: Iterable[Message] = ()
                if selector.select(LOOK):
                    data = os.read(self.fileno, CHUNK)
                    if not data:  # nobody is there any more
                        self.exit_event.wait(LOOK)
                    typed = decode(data)
                    if typed:  # not only the beginning of a character
                        found = parser.feed(typed)
                else:  # what was begun has had its time
                    found = parser.tick()
                for event in found:
                    self.process_message(event)
        time.sleep(LATE)
