"""Rules that every module keeps. The layers are in `pyproject.toml`."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import sim

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


TOP = ROOT.parent
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
