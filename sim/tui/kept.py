"""The games in the store, as the screens ask for them; what is wrong with it is said once."""

from typing import TYPE_CHECKING

from sim import narrate
from sim.engine.observe import nobody_asks
from sim.errors import BuckstopError
from sim.game import Game
from sim.store import KeptGame, Store
from sim.tui.screens.confirm import ConfirmDialog
from sim.tui.screens.saved import SavedScreen
from sim.tui.screens.watch import WatchScreen
from sim.tui.session import Session

if TYPE_CHECKING:
    from sim.saves import Opened, Saving
    from sim.tui.app import BuckstopApp

# `sim.saves` is imported where it is needed: the first screen need not wait for it.


class KeptGames:
    """Opens, watches, branches and deletes games for the app."""

    def __init__(self, app: "BuckstopApp", store: Store) -> None:
        self._app = app
        self.store = store
        self._complained = False

    def complain(self, text: str) -> None:
        """Say what is wrong with the store; the game goes on."""
        self._complained = True
        self._app.warn(text)

    def _complain_once(self, text: str) -> None:
        """The same, unless something was said already: it would be so at every visit."""
        if not self._complained:
            self.complain(text)

    def best_scores(self) -> dict[tuple[str, str], float]:
        """The player's best scores by the hashes of scenario and rules; none without a store."""
        try:
            best, damaged = self.store.best_scores()
        except BuckstopError as error:
            self._complain_once(str(error))
            return {}
        if damaged:
            self._complain_once(
                "A finished game is damaged, and counts no more; see buckstop saves verify."
            )
        return best

    def games(self) -> list[KeptGame]:
        """The games, the one that was played last first; none without a store."""
        try:
            games, damaged = self.store.games()
        except BuckstopError as error:
            self._complain_once(str(error))
            return []
        if damaged:
            ids = ", ".join(str(id) for id in damaged)
            self._complain_once(
                f"A damaged entry is not shown: game {ids}. buckstop saves verify says more."
            )
        return games

    def saving(self) -> "Saving":
        """What keeps a game that begins."""
        from sim.saves import Saving

        return Saving(self.store)

    def played(self, id: int) -> Game:
        """A kept game, played up to its last turn that is whole; from a thread.

        Raises:
            StoreError: it cannot be played.
        """
        from sim import saves

        game, damage = saves.played(self.store.read(id), nobody_asks)
        if damage is not None and damage.turn is not None:
            self._app.call_from_thread(self._app.warn, f"Of game {id} {damage.text}")
        return game

    def go_on(self, id: int) -> None:
        """Go on with a game where it was left."""
        from sim import saves

        def open_it() -> None:
            try:
                opened = saves.open_game(self.store, id, nobody_asks)
            except BuckstopError as error:
                self._app.call_from_thread(self._app.warn, str(error))
                return
            self._app.call_from_thread(self._opened, opened)

        self._app.run_worker(open_it, thread=True, exclusive=True, group="opening")

    def _opened(self, opened: "Opened") -> None:
        """Show a game that was opened; where a turn is damaged, ask before it is gone on with."""
        damage, game = opened.damage, opened.game
        session = Session(game, opened.saving, self._app.forecasts, opened.guesses)
        if damage is not None and damage.turn is None:
            self._app.warn(f"This game is whole, but for what was drafted: {damage.text}")
        if damage is None or damage.turn is None:
            self._app.enter(session)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._app.enter(session)

        when = f"{narrate.turn_word(game.scenario)} {game.turn}"
        text = (
            f"Of this game {damage.text} What was played before is whole. It can be gone on with "
            f"from {when}, as a game of its own; the damaged one stays as it is."
        )
        asked = ConfirmDialog("A damaged game", text, f"go on from {when}", "leave it")
        self._app.push_screen(asked, answered)

    def watch(self, id: int) -> None:
        """Watch a game from its first turn."""

        def play_it() -> None:
            try:
                entry, game = self.store.read(id).game, self.played(id)
            except BuckstopError as error:
                self._app.call_from_thread(self._app.warn, str(error))
                return
            session = Session(game, None, self._app.forecasts, kept_as=entry)
            self._app.call_from_thread(self._watch, session)

        self._app.run_worker(play_it, thread=True, exclusive=True, group="opening")

    def _watch(self, session: Session) -> None:
        if session.game.log:
            self._app.look_into(session)
            self._app.push_screen(WatchScreen())
        else:
            self._app.warn("No turn of this game was played yet.")

    def watch_this(self) -> None:
        """Watch the game that was just played."""
        self._app.push_screen(WatchScreen())

    def take_over(self, turn: int) -> None:
        """Go on from a turn of the game that is watched, as a branch."""
        from sim.saves import Origin, Saving

        session = self._app.session
        guesses = [guess for guess in session.guesses if guess.turn < turn]
        game, entry = session.game.branch(turn), session.kept_as
        origin = Origin(None, turn, False)
        if entry is not None:
            origin = Origin(entry.id, turn, bool(entry.borrowed))
        self._app.to_title()
        saving = Saving(self.store, origin)
        self._app.enter(Session(game, saving, self._app.forecasts, guesses))

    def delete(self, id: int) -> None:
        """Delete a game."""
        try:
            self.store.delete(id)
        except BuckstopError as error:
            self._app.warn(str(error))

    def show(self) -> None:
        """Show all games."""
        self._app.push_screen(SavedScreen())
