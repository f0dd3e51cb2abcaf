"""Games in a store that were not played on screen."""

from sim.games.store import FinishedGame, KeptGame, Store


def entry(finished: FinishedGame) -> KeptGame:
    """The entry of a finished game without stored turns."""
    return KeptGame(
        id=None,
        scenario=finished.scenario,
        title=finished.scenario,
        scenario_hash=finished.scenario_hash,
        rules_hash=finished.rules_hash,
        version=finished.version,
        seed=finished.seed,
        begun=finished.ended,
        parent=None,
        parent_turn=None,
        borrowed=0,
        turns=0,
        turns_most=finished.turns,
        head="",
        drafted="[]",
        guesses="[]",
        score=0.0,
        outcome=finished.outcome,
        changed=finished.ended,
    )


def record(store: Store, finished: FinishedGame) -> None:
    """Store what counts towards the best scores."""
    _, lock = store.add(entry(finished), "", (), finished)
    lock.release()
