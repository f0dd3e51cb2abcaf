"""The README's instructions for newcomers work exactly as printed."""

import json
import re
from pathlib import Path

from sim.cli import run

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks in a language; the empty string selects shell blocks."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for which, text in found if which == language]


def test_three_commands_install_and_start_the_three_things():
    """One line each to play, to benchmark and to test; `.ci/run` runs the last."""
    ends = ("buckstop", "buckstop bench", "pytest")
    commands = [block.strip() for block in blocks("") if block.startswith("python3")]
    assert [command.rpartition("/")[2] for command in commands] == list(ends)
    assert all("\n" not in command for command in commands)


def test_the_policy_plays(capsys, tmp_path, monkeypatch):
    """The example policy has at most 16 lines, plays as printed, and beats random orders."""
    (example,) = (block for block in blocks("python") if "class " in block)
    assert len(example.rstrip().splitlines()) <= 16
    (tmp_path / "mine.py").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (command,) = (block.split() for block in blocks("") if "mine:" in block)
    policy = command[command.index("--policy") + 1]
    arguments = (
        "tutorial",
        "--policy",
        policy,
        "--baseline",
        "random",
        "--seeds",
        "1-6",
        "--salt",
        "",
    )
    assert run(["bench", *arguments, "--jobs", "1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    (row,) = (row for row in rows if row["policy"] == policy and row["scenario"] == "tutorial")
    assert row["failed"] == 0
    assert row["difference_mean"] > 0
