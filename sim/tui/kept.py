"""Saved games, as the screens ask for them; each fault of the store is told once."""

import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import BuckstopError
from sim.games.store import KeptGame, Store
from sim.tui.shell.confirm import ConfirmDialog, if_yes

if TYPE_CHECKING:
    from sim.games.game import Game
    from sim.games.saves import Opened, Saving
    from sim.tui.app import BuckstopApp
    from sim.tui.session import Session

# The rest is imported where it is needed: the first screen need not wait for it.


TURN_SECONDS = 10.0
"""How long the end of the game waits for a turn in progress."""


class KeptGames:
    """Opens, watches, branches and deletes games for the app."""

    def __init__(self, app: "BuckstopApp", store: Store, data_dir: Path | None) -> None:
        """Nothing is opened yet.

        Args:
            app: The app.
            store: Where the games are.
            data_dir: The folder that the player named for them, if one was.
        """
        self._app = app
        self.store = store
        self._data_dir = data_dir
        self._said: set[str] = set()
        self._opening = False

    def complain(self, text: str) -> None:
        """Say what is wrong with the store; the game goes on."""
        self._said.add(text)
        self._app.warn(text)

    def _complain_once(self, text: str) -> None:
        """Complain, unless that was said before."""
        if text not in self._said:
            self.complain(text)

    def best_scores(self, seed: int | None = None) -> dict[tuple[str, str], float]:
        """The player's best score by the hashes of scenario and rules, over all seeds or for one;
        empty if the store cannot be read."""
        try:
            best, damaged = self.store.best_scores(seed)
        except BuckstopError as error:
            self._complain_once(str(error))
            return {}
        if damaged:
            self._complain_once(
                "A finished game is damaged and no longer counts; see buckstop saves verify."
            )
        return best

    def games(self) -> list[KeptGame]:
        """The saved games, the one played last first; empty if the store cannot be read."""
        try:
            games, damaged = self.store.games()
        except BuckstopError as error:
            self._complain_once(str(error))
            return []
        if damaged:
            ids = ", ".join(str(id) for id in damaged)
            self._complain_once(
                f"Damaged, and therefore not shown: game {ids}. See buckstop saves verify."
            )
        return games

    def saving(self) -> "Saving":
        from sim.games.saves import Saving

        return Saving(self.store)

    def played(self, id: int) -> "Game":
        """Play a saved game up to its last intact turn, in a thread.

        Raises:
            StoreError: it cannot be played.
        """
        from sim.games import saves

        game, damage = saves.played(self.store.read(id))
        if damage is not None and damage.turn is not None:
            self._app.call_from_thread(self._app.warn, f"Of game {id} {damage.text}")
        return game

    def opening(self, prepare: Callable[[], Callable[[], object]]) -> None:
        """Prepare something in a thread and show it; one thing at a time.

        Args:
            prepare: Runs in the thread and returns what shows the result. A `BuckstopError` is
                told to the player.
        """
        if self._opening:
            return
        self._opening = True

        def arrive(show: Callable[[], object]) -> None:
            self._opening = False
            show()

        def work() -> None:
            try:
                show = prepare()
            except BuckstopError as error:
                show = partial(self._app.warn, str(error))
            self._app.call_from_thread(arrive, show)

        self._app.run_worker(work, thread=True, group="opening")

    def go_on(self, id: int) -> None:
        from sim.games import saves

        self.opening(lambda: partial(self._opened, saves.open_game(self.store, id)))

    def _opened(self, opened: "Opened") -> None:
        """Enter a game that was opened; ask first if one of its turns is damaged."""
        from sim import narrate
        from sim.tui.session import Session

        if self._app.has_game:  # another one has begun meanwhile
            opened.saving.close()
            return
        damage, game = opened.damage, opened.game
        session = Session(
            game, opened.saving, self._app.forecasts, opened.guesses, hints_gone=opened.hints
        )
        if damage is not None and damage.turn is None:
            self._app.warn(f"This game is intact except for its drafted orders: {damage.text}")
        if damage is None or damage.turn is None:
            self._app.enter(session)
            return

        when = f"{narrate.turn_word(game.scenario)} {game.turn}"
        whole = " The turns before it are intact." if game.log else ""
        text = (
            f"Of this game {damage.text}{whole} You can resume it from {when} as a game of its "
            "own; the damaged one stays as it is."
        )
        asked = ConfirmDialog("A damaged game", text, f"resume from {when}", "leave it")
        self._app.push_screen(asked, if_yes(partial(self._app.enter, session)))

    def watch(self, id: int) -> None:
        self.opening(lambda: partial(self._watch, self._watched(id)))

    def _watched(self, id: int) -> "Session":
        from sim.games.saves import guesses_of, hints_of
        from sim.tui.session import Session

        entry, game = self.store.read(id).game, self.played(id)
        guesses = guesses_of(entry, len(game.log))
        gone = hints_of(entry, game)
        return Session(game, None, self._app.forecasts, guesses, kept_as=entry, hints_gone=gone)

    def _watch(self, session: "Session") -> None:
        from sim.tui.pages.watch import WatchScreen

        if self._app.has_game:  # one has begun meanwhile
            return
        if session.game.log:
            self._app.look_into(session)
            self._app.push_screen(WatchScreen())
        else:
            self._app.warn("No turn of this game has been played yet.")

    def watch_file(self, game: "Game") -> None:
        from sim.tui.session import Session

        self._watch(Session(game, None, self._app.forecasts, borrowed=True))

    def watch_this(self) -> None:
        from sim.tui.pages.watch import WatchScreen

        self._app.push_screen(WatchScreen())

    def take_over(self, turn: int) -> None:
        """Branch off the game being watched, and decide that turn."""
        from sim.games.saves import Origin, Saving
        from sim.tui.session import Session

        session = self._app.session
        guesses = [guess for guess in session.guesses if guess.turn < turn]
        game, entry = session.game.branch(turn), session.kept_as
        origin = Origin(entry.id if entry else None, turn, session.borrowed)
        borrowed = session.borrowed

        def begin() -> None:
            self._app.to_title()
            saving = Saving(self.store, origin)
            branch = Session(
                game,
                saving,
                self._app.forecasts,
                guesses,
                borrowed=borrowed,
                hints_gone={one: at for one, at in session.hints_gone.items() if at < turn},
            )
            self._app.enter(branch)
            self._app.notify(
                "This is a branch: it is saved as a game of its own once you decide something.",
                markup=False,
            )

        self._app.leave(begin)

    def delete(self, id: int) -> None:
        try:
            self.store.delete(id)
        except BuckstopError as error:
            self._app.warn(str(error))

    def show(self) -> None:
        from sim.tui.pages.saved import SavedScreen

        self._app.push_screen(SavedScreen())

    # The end of the app

    def keep_crash(self, fault: Exception) -> str:
        """Save what a fault leaves of the game in progress; says where, or why not."""
        if not self._app.has_game:
            return ""
        session = self._app.session
        if not session.steady.acquire(timeout=TURN_SECONDS):
            return "The game could not be saved: its turn never ended."
        try:
            from sim.games import replays  # so late: the first screen need not wait for it

            left = replays.crashed(session.game, fault)
            path = self.store.keep_crash(left.scenario.id, left.text())
        except Exception as error:  # whatever it is, the fault that came first has to be told
            return f"The game could not be saved: {str(error) or type(error).__name__}"
        finally:
            session.steady.release()
        return f"The game so far is in a file: buckstop replay {shlex.quote(str(path))}"

    def let_go(self) -> str:
        """Save the game in progress after the app has ended; says how to resume it."""
        if not self._app.has_game:
            return ""
        session = self._app.session
        if not session.steady.acquire(timeout=TURN_SECONDS):
            return "The turn in progress is not saved: it never ended."
        try:
            if session.put_away():
                goes_on = not (session.untouched or session.game.over)
                return self._how_to_go_on() if goes_on else ""
            why = session.unkept or BuckstopError("There is nowhere to put it.")
            return f"The game is not saved: {why} {self.keep_crash(why)}"
        except Exception as error:  # a fault that ended the game may stand in the way here, too
            return f"The game is not saved: {str(error) or type(error).__name__}"
        finally:
            session.close()
            session.steady.release()

    def _how_to_go_on(self) -> str:
        folder = f" --data-dir {shlex.quote(str(self._data_dir))}" if self._data_dir else ""
        return f"The game is saved: buckstop play --resume{folder} continues it."
