"""The games in the store, as the screens ask for them; what is wrong with it is said once."""

import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import BuckstopError
from sim.games.store import KeptGame, Store
from sim.tui.shell.confirm import ConfirmDialog

if TYPE_CHECKING:
    from sim.games.game import Game
    from sim.games.saves import Opened, Saving
    from sim.tui.app import BuckstopApp
    from sim.tui.session import Session

# The rest is imported where it is needed: the first screen need not wait for it.


TURN_SECONDS = 10.0
"""How long a turn that is being played is waited for when the game ends."""


class KeptGames:
    """Opens, watches, branches and deletes games for the app."""

    def __init__(self, app: "BuckstopApp", store: Store, data_dir: Path | None) -> None:
        """What the app asks for games.

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
        """Complain, unless just that was said already: it would be so at every visit."""
        if text not in self._said:
            self.complain(text)

    def best_scores(self, seed: int | None = None) -> dict[tuple[str, str], float]:
        """The player's best scores by the hashes of scenario and rules, with that seed where one is
        named; none without a store.
        """
        try:
            best, damaged = self.store.best_scores(seed)
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
        from sim.games.saves import Saving

        return Saving(self.store)

    def played(self, id: int) -> "Game":
        """A kept game, played up to its last turn that is whole; from a thread.

        Raises:
            StoreError: it cannot be played.
        """
        from sim.games import saves

        game, damage = saves.played(self.store.read(id))
        if damage is not None and damage.turn is not None:
            self._app.call_from_thread(self._app.warn, f"Of game {id} {damage.text}")
        return game

    def opening(self, prepare: Callable[[], Callable[[], object]]) -> None:
        """Prepare something beside the game and show it; one thing at a time.

        Args:
            prepare: Works in a thread, and says what shows what it found; it may raise a
                `BuckstopError`, which is told.
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
        """Go on with a game where it was left."""
        from sim.games import saves

        self.opening(lambda: partial(self._opened, saves.open_game(self.store, id)))

    def _opened(self, opened: "Opened") -> None:
        """Show a game that was opened; where a turn is damaged, ask before it is gone on with."""
        from sim import narrate
        from sim.tui.session import Session

        if self._app.has_game:  # another one was begun meanwhile
            opened.saving.close()
            return
        damage, game = opened.damage, opened.game
        session = Session(
            game,
            opened.saving,
            self._app.forecasts,
            opened.guesses,
            hints_gone=opened.hints,
        )
        if damage is not None and damage.turn is None:
            self._app.warn(f"This game is whole, but for what was drafted: {damage.text}")
        if damage is None or damage.turn is None:
            self._app.enter(session)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._app.enter(session)

        when = f"{narrate.turn_word(game.scenario)} {game.turn}"
        whole = " What was played before is whole." if game.log else ""
        text = (
            f"Of this game {damage.text}{whole} It can be gone on with from {when}, as a game of "
            "its own; the damaged one stays as it is."
        )
        asked = ConfirmDialog("A damaged game", text, f"go on from {when}", "leave it")
        self._app.push_screen(asked, answered)

    def watch(self, id: int) -> None:
        """Watch a game from its first turn."""
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

        if self._app.has_game:  # one was begun meanwhile
            return
        if session.game.log:
            self._app.look_into(session)
            self._app.push_screen(WatchScreen())
        else:
            self._app.warn("No turn of this game was played yet.")

    def watch_file(self, game: "Game") -> None:
        """Watch a game from a replay's file."""
        from sim.tui.session import Session

        self._watch(Session(game, None, self._app.forecasts, borrowed=True))

    def watch_this(self) -> None:
        """Watch the game that was just played."""
        from sim.tui.pages.watch import WatchScreen

        self._app.push_screen(WatchScreen())

    def take_over(self, turn: int) -> None:
        """Go on from a turn of the game that is watched, as a branch."""
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
                "A branch: it is kept as a game of its own once you decide something.",
                markup=False,
            )

        self._app.leave(begin)

    def delete(self, id: int) -> None:
        """Delete a game."""
        try:
            self.store.delete(id)
        except BuckstopError as error:
            self._app.warn(str(error))

    def show(self) -> None:
        """Show all games."""
        from sim.tui.pages.saved import SavedScreen

        self._app.push_screen(SavedScreen())

    # The end of the app

    def keep_crash(self, fault: Exception) -> str:
        """Keep what a fault leaves of the game in progress; says where, or why not."""
        if not self._app.has_game:
            return ""
        session = self._app.session
        if not session.steady.acquire(timeout=TURN_SECONDS):
            return "The game could not be kept: its turn never ended."
        try:
            from sim.games import replays  # so late: the first screen need not wait for it

            left = replays.crashed(session.game, fault)
            path = self.store.keep_crash(left.scenario.id, left.text())
        except Exception as error:  # whatever it is, the fault that came first has to be told
            return f"The game could not be kept: {str(error) or type(error).__name__}"
        finally:
            session.steady.release()
        return f"The game so far is in a file: buckstop replay {shlex.quote(str(path))}"

    def let_go(self) -> str:
        """Keep the game in progress when the app has ended; says how it is gone on with."""
        if not self._app.has_game:
            return ""
        session = self._app.session
        if not session.steady.acquire(timeout=TURN_SECONDS):
            return "The turn that was being played is not kept: it never ended."
        try:
            if session.put_away():
                goes_on = not (session.untouched or session.game.over)
                return self._how_to_go_on() if goes_on else ""
            why = session.unkept or BuckstopError("There is no place for it.")
            return f"The game is not kept: {why} {self.keep_crash(why)}"
        except Exception as error:  # a fault that ended the game may stand in the way here, too
            return f"The game is not kept: {str(error) or type(error).__name__}"
        finally:
            session.close()
            session.steady.release()

    def _how_to_go_on(self) -> str:
        folder = f" --data-dir {shlex.quote(str(self._data_dir))}" if self._data_dir else ""
        return f"The game is kept: buckstop play --resume{folder} goes on with it."
