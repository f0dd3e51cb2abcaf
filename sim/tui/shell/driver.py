"""The terminal's driver: Textual's, but quicker to recognize Esc."""

import os
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

LOOK = 0.025
"""Seconds between two looks at the input."""

CHUNK = 4096
"""Most bytes read at once."""

LATE = 0.1
"""Seconds that the terminal's last answers have to arrive, before they are discarded."""


class KeenDriver(LinuxDriver):
    """Looks at the input more often.

    Most special keys begin with the character of Esc, which is a key of its own only when nothing
    follows within `ESCDELAY` (see `sim.tui`). Textual's driver checks ten times a second, so that
    each Esc takes at least a tenth of a second.
    """

    def run_input_thread(self) -> None:
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                found: Iterable[Message] = ()
                if selector.select(LOOK):
                    data = os.read(self.fileno, CHUNK)
                    if not data:  # nobody is there
                        self.exit_event.wait(LOOK)
                    typed = decode(data)
                    if typed:  # not only the beginning of a character
                        found = parser.feed(typed)
                else:  # what began a key may be one
                    found = parser.tick()
                for event in found:
                    self.process_message(event)
        time.sleep(LATE)
