"""What widgets tell their screen."""

from textual.message import Message

from sim.model.explanation import Figure


class ExplainWanted(Message):
    """The player points at a number and asks why."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        super().__init__()


class TaskChosen(Message):
    """Another line of the work list is selected."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class OfferChosen(Message):
    """An offer is selected; `taken` when the player wants to award to it."""

    def __init__(self, offer: str, taken: bool) -> None:
        self.offer = offer
        self.taken = taken
        super().__init__()


class ValueChanged(Message):
    """A row of a form has another value."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()


class OffersLeft(Message):
    """The player walked past the first offer."""
