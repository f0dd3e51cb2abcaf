"""Golden playthroughs: each shipped scenario as a sensible manager plays it, in text.

A change in the rules changes them; the diff shows its effect on a play. If that is intended:

    pytest tests/test_golden.py --regenerate-golden -n 0

writes them again. Read the diff before you commit it.
"""

from pathlib import Path

import pytest
from attrs import fields_dict

from sim.codec import orders_to_data
from sim.games.game import Game
from sim.model.market import Request
from sim.model.orders import Order
from sim.model.report import Happening, Incident, Measures, TurnReport
from sim.policies import REGISTRY
from sim.scenario_io import catalogue, load_file

GOLDEN = Path(__file__).parent / "golden"

POLICY = "rules"

SEED = 1

SCENARIOS = {entry.id: entry.path for entry in catalogue()}


def number(value: float) -> str:
    """A number in text, to six digits."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def order_line(order: Order) -> str:
    """An order, with whatever differs from its class's default terms."""
    (data,) = orders_to_data([order])
    kind = data.pop("order")
    terms = data.pop("terms", {})
    defaults = {"term": 0, "sla": "none", "escrow": False, "liability": False, "beside": False}
    parts = [
        f"{key}={value}" for key, value in {**data, **terms}.items() if defaults.get(key) != value
    ]
    return f"  > {kind} {' '.join(parts)}"


def request_line(request: Request) -> str:
    """Who asks for what, and the possible answers."""
    choices = ", ".join(f"{c.id} ({number(c.cost)}, {c.hours:g} h)" for c in request.choices)
    return f"  ? {request.kind} {request.subject}: {choices}"


def happening_line(happening: Happening) -> str:
    """Something that happened."""
    other = f" {happening.other}" if happening.other else ""
    amount = f" {number(happening.amount)}" if happening.amount else ""
    return f"  - {happening.kind} {happening.subject}{other}{amount}".rstrip()


def incident_line(incident: Incident) -> str:
    """What went wrong, through whom, and who pays."""
    chain = " > ".join(incident.chain) or "nobody"
    back = "".join(f", {r.clause} {number(r.amount)}" for r in incident.recovered)
    return (
        f"  ! {incident.kind} {incident.task} ({incident.count}) {chain}: "
        f"loss {number(incident.loss)}{back}, borne {number(incident.borne)}, "
        f"reputation {incident.reputation:.3f}"
    )


def measure_lines(measures: Measures) -> list[str]:
    """The turn's figures."""
    names = [name for name in fields_dict(Measures) if name not in ("turn", "mode_hours")]
    figures = [f"{name} {number(getattr(measures, name))}" for name in names]
    hours = " ".join(f"{part:.1f}" for part in measures.mode_hours)
    return [f"  = {', '.join(figures[:5])}", f"  = {', '.join(figures[5:])}", f"  = hours {hours}"]


def turn_lines(game: Game, asked: list[Request], report: TurnReport) -> list[str]:
    """A turn, from its requests to its results."""
    lines = ["", f"turn {report.turn}"]
    lines += [request_line(request) for request in asked]
    lines += [order_line(order) for order in game.log[-1]]
    lines += [happening_line(happening) for happening in report.happenings]
    lines += [incident_line(incident) for incident in report.incidents]
    return lines + measure_lines(report.measures)


def playthrough(path: Path) -> str:
    """A whole play in text, with the digest of each turn's state at its end."""
    scenario = load_file(path)
    game = Game.new(scenario, SEED)
    policy = REGISTRY[POLICY].make(SEED)
    lines = [
        f"scenario {scenario.id}, policy {POLICY}, seed {SEED}",
        f"scenario hash {game.scenario_hash}",
        f"rules hash    {game.rules_hash}",
    ]
    while not game.over:
        asked = list(game.observation.requests.values())
        report, _ = game.submit_legal(policy.decide(game.observation))
        lines += turn_lines(game, asked, report)
    outcome = game.outcome
    assert outcome is not None
    lines += ["", f"{outcome.kind} in turn {outcome.turn}: {outcome.reason}"]
    for standing in game.standings():
        lines.append(
            f"  {standing.id}: {number(standing.value)} of {number(standing.target)}, "
            f"{standing.points:.2f} points"
        )
    lines += [f"score {game.score():.2f}", f"digest {game.digest()}", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_golden_playthrough_is_repeated(name, request):
    """Equal scenario, policy and seed give an equal play, word for word and digest for digest."""
    text = playthrough(SCENARIOS[name])
    file = GOLDEN / f"{name}.txt"
    if request.config.getoption("--regenerate-golden"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        pytest.skip(f"{file.name} was written anew")
    assert file.is_file(), f"there is no {file.name}: run with --regenerate-golden -n 0"
    assert text == file.read_text("utf-8")


def test_there_is_no_golden_playthrough_of_nothing():
    """When a scenario is removed, its playthrough goes too."""
    assert {file.stem for file in GOLDEN.glob("*.txt")} <= set(SCENARIOS)
