"""What comes late: a worker's result, or a call that waited for a repaint, and the page that it is
for. By then the player may have left that page. Everything that is not there at once goes this way,
so that no page has to think of it.
"""

from collections.abc import Callable

from textual.widget import Widget


def stands(node: Widget) -> bool:
    """Whether a page, or a widget of one, is there with all that is in it.

    Textual's `is_mounted` stays true when a page has gone, and a page that is being taken away
    loses its widgets one after another.
    """
    return node.is_mounted and node.is_running and not leaves(node)


def leaves(node: Widget) -> bool:
    """Whether a page, or a widget of one, is being taken away; some were never there as a whole."""
    return not (node.is_attached and node.screen.display)


def after_refresh(node: Widget, callback: Callable[[], object]) -> None:
    """Call back when the screen was painted, if the node is still there: Textual leaves the call to
    whichever screen is in front by then."""
    node.call_after_refresh(_if_there, node, callback)


def from_thread(node: Widget, callback: Callable[[], object]) -> None:
    """Hand a thread's result to a node, if it is still there."""
    if node.is_running:
        node.app.call_from_thread(_if_there, node, callback)


def _if_there(node: Widget, callback: Callable[[], object]) -> None:
    if stands(node):
        callback()
