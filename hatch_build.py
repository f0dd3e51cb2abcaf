"""Compiles the core of Buckstop for the wheel, where a C compiler is; elsewhere says why not.

A build hook of hatchling. The modules that `pyproject.toml` lists for it are compiled by mypyc in a
temporary copy and join the wheel next to their sources, so that one wheel runs either way. Without
a compiler, or when compiling fails, the wheel is a pure one, and a file in it says why, since pip
shows no output of builds that succeed.

The environment variable `BUCKSTOP_BUILD` decides otherwise: `interpreted` compiles nothing, and
`compiled` makes every failure an error. Editable installs run the sources as they are.

The plugin hatch-mypyc does not do: it moves the checkout's `pyproject.toml` away while it builds,
and has no way on when there is no compiler.
"""

import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VARIABLE = "BUCKSTOP_BUILD"

GROUP = "sim.compiled"
"""Names the library that all compiled modules share; `sim.core` looks for it."""

SCRIPT = """\
import os, sys
from concurrent.futures import ThreadPoolExecutor
from setuptools import setup
from distutils import ccompiler
from mypyc.build import mypycify

one_by_one = ccompiler.CCompiler.compile

def compile(self, sources, *args, **kwargs):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = pool.map(lambda file: one_by_one(self, [file], *args, **kwargs), sources)
        return [file for part in parts for file in part]

ccompiler.CCompiler.compile = compile
extensions = mypycify(
    ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent", *{modules}],
    group_name={group!r},
    opt_level={level!r},
    debug_level="0",
    multi_file=True,
)
for extension in extensions:
    extension.include_dirs.append(os.path.join("build", *{group!r}.split(".")[:-1]))
    if sys.platform != "win32":
        extension.extra_compile_args += {flags}
setup(name="core", packages=[], py_modules=[], ext_modules=extensions)
"""
"""Run in the copy, where setuptools finds no `pyproject.toml`.

A file of C for each module, as many at a time as there are cores: a third of the time that one file
for all takes. Setuptools compiles the files of a library one after the other, and mypyc looks for
the header of a group whose name has a dot in the wrong folder.
"""

FLAGS = ["-ffp-contract=off", "-fwrapv"]
"""For gcc and clang: on ARM they would join a product and a sum to one rounding, and results would
differ from other machines in the last digit. And signed overflow must wrap (`sim.engine.luck`), as
it does with MSVC.
"""


class CannotCompile(Exception):
    """Why there is no compiled core, as words that fit into brackets."""

    def __init__(self, reason: str, output: str = "") -> None:
        super().__init__(reason)
        self.output = output


class CoreHook(BuildHookInterface):
    """Adds the compiled modules to a wheel."""

    folder: "tempfile.TemporaryDirectory[str] | None" = None

    def dependencies(self) -> list[str]:
        """What compiling needs; nothing where nothing will be compiled."""
        if wanted() == "interpreted":
            return []
        try:
            check_compiler()
        except CannotCompile:
            return []
        return [*self.config["requires"]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, before the wheel's files are gathered."""
        if version == "editable":
            if wanted() == "compiled":
                raise SystemExit(
                    "An editable install runs the sources as they are: install without --editable, "
                    f"or unset {VARIABLE}."
                )
            return
        if wanted() == "interpreted":
            return
        self.folder = tempfile.TemporaryDirectory(prefix="buckstop-")
        folder = Path(self.folder.name)
        try:
            check_compiler()
            built = self.compiled(folder)
        except CannotCompile as error:
            if wanted() == "compiled":
                raise SystemExit(
                    f"{error.output}\n{VARIABLE}=compiled, but Buckstop's core cannot be compiled: "
                    f"{error}."
                ) from None
            self.app.display_warning(
                f"Buckstop's core was not compiled ({error}): it will run interpreted, with the "
                "same results, several times slower."
            )
            why = folder / "_interpreted.txt"
            why.write_text(f"{error}\n", encoding="utf-8")
            build_data["force_include"][str(why)] = "sim/_interpreted.txt"
            return
        for file in built:
            build_data["force_include"][str(file)] = file.relative_to(folder / "built").as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy."""
        if self.folder is not None:
            self.folder.cleanup()

    def modules(self) -> list[str]:
        """The files to compile, relative to the root."""
        root = Path(self.root)
        left = {file for glob in self.config.get("except", ()) for file in root.glob(glob)}
        found = {file for glob in self.config["modules"] for file in root.glob(glob)} - left
        return sorted(file.relative_to(root).as_posix() for file in found)

    def compiled(self, folder: Path) -> list[Path]:
        """Compile in a folder; returns the libraries, in `built` there. Raises `CannotCompile`."""
        shutil.copytree(
            Path(self.root, "sim"),
            folder / "sim",
            ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"),
        )
        script = SCRIPT.format(
            flags=FLAGS, modules=self.modules(), group=GROUP, level=self.config["optimisation"]
        )
        folder.joinpath("compile.py").write_text(script, encoding="utf-8")
        at_once = f"--parallel={os.cpu_count() or 1}"
        done = subprocess.run(
            [sys.executable, "compile.py", "build_ext", "--build-lib=built", at_once],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        built = [file for file in folder.joinpath("built").rglob("*") if file.is_file()]
        if done.returncode or not built:
            raise CannotCompile(f"mypyc failed: {gist(done.stdout)}", done.stdout)
        return built


def wanted() -> str | None:
    """What the variable asks for, if it is set."""
    found = os.environ.get(VARIABLE) or None
    if found not in (None, "interpreted", "compiled"):
        raise SystemExit(f'{VARIABLE} must be "interpreted" or "compiled", not "{found}".')
    return found


def check_compiler() -> None:
    """Raise `CannotCompile` unless modules can probably be compiled here."""
    if platform.python_implementation() != "CPython":
        raise CannotCompile(f"{platform.python_implementation()} compiles it while it runs")
    if sys.platform == "win32":
        return  # setuptools alone knows how to find the compiler there
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    if shutil.which(compiler[0]) is None:
        raise CannotCompile("no C compiler was found")
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.c")
        probe.write_text("#include <Python.h>\n", encoding="utf-8")
        done = subprocess.run(
            [*compiler, f"-I{sysconfig.get_path('include')}", "-c", probe.name, "-o", "probe.o"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.returncode or not Path(folder, "probe.o").is_file():
            raise CannotCompile(
                f"{shlex.join(compiler)} cannot compile a line that includes Python.h", done.stdout
            )


def gist(output: str) -> str:
    """The line of a compiler's output that says what is wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), (lines or ["no output"])[-1])
