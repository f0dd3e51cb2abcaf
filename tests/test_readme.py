"""What the README tells a newcomer to do works as it stands there."""

import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language; without one, those for the shell."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_three_commands_install_and_start_the_three_things():
    """One line each to play, to benchmark and to test; `.ci/run` runs the latter two."""
    ends = ("buckstop", "buckstop bench", "pytest")
    commands = [block.strip() for block in blocks("") if block.startswith("python3")]
    assert [command.rpartition("/")[2] for command in commands] == list(ends)
    assert all("\n" not in command for command in commands)


def test_the_policy_plays(capsys):
    """The example policy runs as printed, and prints a score."""
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {"__name__": "readme"})
    assert 0 <= float(capsys.readouterr().out) <= 1000
