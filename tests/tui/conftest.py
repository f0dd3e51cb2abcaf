"""How the tests of the interface wait and paint."""

from typing import Any

import pytest
import textual._wait
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

PAINTED = {"test_driver", "test_late", "test_pictures", "test_screens", "test_snapshots"}
"""Modules whose tests are about what is painted, and when."""


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot treats an app as done once its process has been idle for 20 ms, four times
    per key: half the running time of these tests. (textual 8.2.8, `_wait.py`; there is no public
    setting.)"""
    monkeypatch.setattr(textual._wait, "SLEEP_GRANULARITY", 0.003)
    monkeypatch.setattr(textual._wait, "SLEEP_IDLE", 0.0003)


PARSED: dict[object, list[RuleSet]] = {}


@pytest.fixture(autouse=True)
def styles_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On start an app parses the styles of all its widgets, the same ones each time. (textual
    8.2.8, `stylesheet.py`, where each app keeps what it parsed.)"""
    parse = Stylesheet._parse_rules

    def once(self: Stylesheet, *args: Any, **kwargs: Any) -> list[RuleSet]:
        key = (*args, *kwargs.items(), *self._variables.items())
        if key not in PARSED:
            PARSED[key] = parse(self, *args, **kwargs)
        return PARSED[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", once)


@pytest.fixture(autouse=True)
def painted_when_looked_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees what is painted between two looks, and a look paints everything: half of the
    remaining time. (textual 8.2.8, `_compositor.py`.)"""
    if request.path.stem in PAINTED:
        return

    def skipped(self: Compositor, *args: Any, **kwargs: Any) -> None:
        self._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_update", skipped)
