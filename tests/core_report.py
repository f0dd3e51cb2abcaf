"""Whether a module of the compiled core has slipped: by the compiler's own report of slow places.

    python -m tests.core_report            # compares with tests/core_report.toml
    python -m tests.core_report --write    # keeps the numbers of today, to be looked at in the diff

mypyc marks the lines on which compiled code does what Python would: looks a name or a field up,
calls or makes an object as Python does, boxes a number, goes through an iterator, makes a closure.
A module may have as many of these as the file says; a line that adds one is printed.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import tomli_w

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).with_suffix(".toml")

SENTENCE = re.compile(r"[A-Z][^.\"(]*(?:\"[^\"]*\"[^.\"(]*|\([^)]*\)[^.\"(]*)*\.?")

HARMLESS = re.compile(
    r'^Get non-native attribute "__file__"'  # once, when the module is imported
    r"|is only partially native"  # said of attrs classes, even if their constructor is written out
)


def modules() -> list[str]:
    """The files that are compiled, relative to the root."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    left = {file for glob in hook["except"] for file in ROOT.glob(glob)}
    found = {file for glob in hook["modules"] for file in ROOT.glob(glob)} - left
    return sorted(file.relative_to(ROOT).as_posix() for file in found)


class Report(HTMLParser):
    """The slow places in the report that mypyc writes: (module, line, hint)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._inside = ""
        self._module = self._line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or tag
        if tag in ("h2", "div"):
            self._inside = kind
            if kind == "collapsible":
                self._line = ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h2":
            self._module = data.strip()
        elif self._inside == "collapsible":
            self._line += data
        elif self._inside == "hint":
            for hint in SENTENCE.findall(data):
                if not HARMLESS.search(hint):
                    self.found.append((self._module, self._line.strip(), hint.strip()))


def report() -> list[tuple[str, str, str]]:
    """Have mypyc look at the core; nothing is compiled to C or written to the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent"]
        options += ["--cache-dir", folder, "-a", str(page), "--skip-c-gen", *modules()]
        program = (
            "import sys; from mypyc.build import mypycify\n"
            "mypycify(sys.argv[2:], group_name='core', multi_file=True, target_dir=sys.argv[1])"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, folder, *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(f"mypyc cannot look at the core:\n{done.stdout}{done.stderr}")
        reader = Report()
        reader.feed(page.read_text("utf-8"))
    return reader.found


def main(write: bool) -> int:
    """Compare or write; returns the exit code."""
    found = report()
    counts = dict(sorted(Counter(module for module, _, _ in found).items()))
    if write:
        KEPT.write_text(tomli_w.dumps({"most": counts}), encoding="utf-8")
        return 0
    most = tomllib.loads(KEPT.read_text("utf-8"))["most"]
    slipped = [module for module, count in counts.items() if count > most.get(module, 0)]
    for module in slipped:
        print(f"{module}: {counts[module]} slow places, {most.get(module, 0)} before; all of them:")
        for name, line, hint in found:
            if name == module:
                print(f"  {line}\n      {hint}")
    print(
        f"{sum(counts.values())} slow places in {len(modules())} compiled modules, "
        f"{sum(most.values())} before"
    )
    if slipped:
        print("docs/core.md says what to write instead; what is meant: --write, and say why.")
    return 1 if slipped else 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
