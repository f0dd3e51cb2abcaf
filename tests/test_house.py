"""Rules that every module keeps. The layers are in `pyproject.toml`."""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import FrameType

import sim
from sim import forecast
from sim.games.game import Game
from sim.model.explanation import FigureKind, RangeEnd
from sim.model.orders import Award
from sim.policies import REGISTRY
from tests.builders import a_busy_scenario

ROOT = Path(sim.__file__).parent
PLACES = {
    ".".join(file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in ROOT.rglob("*.py")
}


def imported(tree: ast.AST) -> Iterator[str]:
    """Names and modules that a module imports, except under `TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case _:
                yield from imported(node)


def test_no_module_imports_itself_by_way_of_others():
    """Neither at module level nor inside functions."""
    below = {}
    for name, file in PLACES.items():
        found = {
            one if one in PLACES else one.rpartition(".")[0]
            for one in imported(ast.parse(file.read_text("utf-8")))
        }
        below[name] = found & PLACES.keys() - {name}
    TopologicalSorter(below).prepare()  # raises an error that names the cycle


HANGING = ("The same", "As for", "As `", "Likewise", "Ditto")


def test_every_docstring_can_be_read_alone():
    """No docstring refers back to the one above it."""
    hanging = [
        f"{name}: {text.splitlines()[0]}"
        for name, file in PLACES.items()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(text := node.value.value, str) and text.startswith(HANGING)
    ]
    assert not hanging, "\n".join(hanging)


TOP = Path(__file__).parents[1]
TELLING = [
    *TOP.glob("*.md"),
    *TOP.glob("docs/*.md"),
    *TOP.glob(".github/**/*.yml"),
    TOP / "Makefile",
]


def test_named_paths_exist():
    """Every file or folder of `sim` and `tests` named in the README, docs or checks exists."""
    gone = [
        f"{file.name}: {name}"
        for file in TELLING
        if file.name != "CHANGELOG.md"  # which also names files of the past
        for name in re.findall(r"\b(?:sim|tests)/[\w/]+(?:\.\w+)?", file.read_text("utf-8"))
        if not (TOP / name).exists()
    ]
    assert not gone, "\n".join(gone)


NUMBERS = ("sim.engine.", "sim.forecast.")
"""Where numbers are worked out, turn by turn and offer by offer."""

WORDS = ("sim.engine.books", "sim.forecast.reasons")
"""Code there that explains figures."""


def labels(tree: ast.AST, guarded: bool = False) -> Iterator[ast.Tuple]:
    """Pairs of a label and a number that are made whether a recorder wants them or not."""
    for node in ast.iter_child_nodes(tree):
        wanted = isinstance(tree, ast.If) and "record" in ast.unparse(tree.test)
        inner = guarded or (wanted and isinstance(node, ast.stmt))
        match node:
            case ast.Tuple(elts=[ast.JoinedStr() | ast.Constant(value=str(_)), second, *_]):
                words = isinstance(second, ast.JoinedStr | ast.Constant)
                if not inner and not words and " " in ast.unparse(node.elts[0]):
                    yield node
            case ast.FunctionDef(name="explain"):  # only called on request
                continue
        yield from labels(node, inner)


def _declared(module: str) -> dict[str, list[tuple[str, str]]]:
    """The fields of each class in a module of the model: name and type, as written."""
    tree = ast.parse((ROOT / "model" / f"{module}.py").read_text("utf-8"))
    return {
        made.name: [
            (ast.unparse(line.target), ast.unparse(line.annotation).strip("'"))
            for line in made.body
            if isinstance(line, ast.AnnAssign)
        ]
        for made in tree.body
        if isinstance(made, ast.ClassDef)
    }


def test_a_native_base_declares_the_fields_of_its_class():
    """With the same types, or those of the bases; otherwise compiled code refuses their values."""
    bases, held = _declared("spec"), {**_declared("scenario"), **_declared("orders")}
    assert len(bases) == 7
    for name, fields in bases.items():
        assert [(key, kind.replace("scenario.", "")) for key, kind in fields] == held[name]


def test_nothing_in_the_engine_assigns_to_what_people_hold():
    """Compiled, such an assignment would succeed, and change what others share."""
    shared = {"spec", "terms", "scenario", "firm", "award", "objective", "where"}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AugAssign):
                targets = [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute):
                    owner = ast.unparse(target.value).split(".")[-1]
                    assert owner not in shared, f"{path.name}:{node.lineno}"


def test_numbers_come_before_words():
    """No label is attached to a number, in a row or a closure, unless somebody asks for it."""
    found = [
        f"{name}:{one.lineno}: {ast.unparse(one)}"
        for name, file in PLACES.items()
        if name.startswith(NUMBERS) and name not in WORDS
        for one in labels(ast.parse(file.read_text("utf-8")))
    ]
    assert not found, "\n".join(found)


def test_nobody_explains_where_nobody_asks():
    """A game of the manager, every estimate of a turn and a forecast call nothing that explains;
    an explanation does.
    """
    explained: list[str] = []
    explaining = {str(PLACES["sim.forecast.reasons"]), str(ROOT / "explain")}

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and (
            code.co_filename.startswith(tuple(explaining)) or code.co_name == "work_out"
        ):
            explained.append(code.co_qualname)

    game = Game.new(a_busy_scenario(), 3)
    manager = REGISTRY["rules"].fresh(3)
    sys.setprofile(watch)
    try:
        for _ in range(6):
            game.submit(manager.decide(game.observation))
        facts = game.observation
        orders = [
            Award(offer.task, offer.id, forecast.default_terms(facts, offer))
            for offer in facts.offers.values()
        ]
        for order in orders:
            forecast.estimate(facts, order)
        seen = forecast.forecast(facts, orders[0], 4)
        assert not explained
        kind = FigureKind.OFFER_ALL_IN
        forecast.explain_forecast(facts, orders[0], seen, kind, RangeEnd.MID)
    finally:
        sys.setprofile(None)
    assert explained
