"""What the widgets of the kit tell their screen."""

from textual.message import Message


class ExplainWanted(Message):
    """A number was clicked; `asked` is what it asks about."""

    def __init__(self, asked: object) -> None:
        self.asked = asked
        super().__init__()


class ValueChanged(Message):
    """A row of a form has another value."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()
