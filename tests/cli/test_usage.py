"""Wrong usage: one short message, exit code 2, nothing on standard output, no traceback."""

import pytest

from sim import __version__, core

WRONG = {
    ("pley",): 'There is no command "pley". Did you mean "play"?',
    ("run",): "requires an argument",
    ("run", "tutorial", "more"): '"more" is an unexpected argument',
    ("run", "tutorial", "--sed", "1"): "Did you mean --seed?",
    ("run", "tutorial", "--seed"): "--seed requires an argument",
    ("run", "tutorial", "--seed", "many"): '"many" is not a seed, a whole number',
    ("run", "tutorial", "--seed", "-1"): '"-1" is not a seed, a whole number',
    ("run", "tutorial", "--seed", "1", "--seed", "2"): "specified multiple times",
    ("run", "tutorial", "--policy", "rule"): 'no policy "rule". Did you mean "rules"?',
    ("run", "tutorail"): 'Did you mean "tutorial"?',
    ("run", "no/such/file.toml"): "no/such/file.toml",
    ("run", "tutorial", "--replay", ""): "it is empty: name a file",
    ("run", "tutorial", "--replay", "no/such/folder/x.json"): "does not exist",
    ("replay",): "requires an argument",
    ("replay", ""): "it is empty: name a file",
    ("replay", "no/such/file.json"): "no/such/file.json: there is no such file.",
    ("bench", "--seeds", "5-3"): '"5-3" is empty: the first seed is above the last',
    ("bench", "--seeds", "1-"): '"" is not a seed',
    ("bench", "tutorial", "--policy", "nobody"): 'There is no policy "nobody".',
    ("bench", "tutorial", "--baseline", "randm"): 'Did you mean "random"?',
    ("bench", "tutorail"): 'Did you mean "tutorial"?',
    ("matrix", "--work", "payrol"): 'Did you mean "payroll"?',
    ("check",): "requires an argument",
    ("scenarios", "--jsno"): "Did you mean --json?",
    ("rules", "benefit"): 'There is no coefficient "benefit". Did you mean "benefits"?',
    ("play", "--resume"): "--resume",
    ("scenarios", "--data-dir"): "--data-dir requires an argument",
    ("scenarios", "--data-dir", ""): "it is empty: name a folder",
    ("--data-dir", "here", "scenarios"): "buckstop scenarios ...",
    ("pley", "--help"): 'There is no command "pley". Did you mean "play"?',
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_one_message_and_exit_code_2(call, arguments):
    """The message names the mistake and, if there is one, the likely intention."""
    code, out, err = call(*arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("buckstop: ")
    if arguments[0] != "play":  # without a terminal, play says that first
        assert WRONG[arguments] in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_arguments_cannot_control_the_terminal(call):
    """Escapes, bidirectional marks and undecodable bytes are shown as visible characters."""
    code, _, err = call("run", "\x1b[2J\u202e\udcff", "--seed", "1")
    assert code == 2
    assert err.isprintable() or err.rstrip("\n").isprintable()


def test_a_completion_that_cannot_be_installed_is_one_message(call, tmp_path, monkeypatch):
    """The message names the target path; exit code 1, since the command line was right."""
    (tmp_path / ".local").write_text("a file in the way")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/bash")
    code, _, err = call("--install-completion")
    assert code == 1
    assert err.startswith("buckstop: Cannot install the completion: ")
    assert str(tmp_path) in err
    assert err.count("\n") == 1


def test_version(call):
    """`--version` prints the version, then which core runs."""
    assert call("--version") == (0, f"{__version__} ({core.described()})\n", "")
    assert call("run", "--version") == call("--version")


@pytest.mark.parametrize(
    "command",
    ["", "play", "scenarios", "check", "run", "replay", "bench", "matrix", "policies", "rules"],
)
def test_every_command_has_help(call, command):
    """`--help` says what a command does and how it is called."""
    code, out, err = call(*command.split(), "--help")
    assert code == 0
    assert err == ""
    assert out.startswith(f"Usage: buckstop {command}".rstrip())
    if command not in ("", "play"):
        assert "--json" in out or command == ""


def test_help_names_every_command(call):
    """The help lists exactly the product's commands."""
    _, out, _ = call("--help")
    for command in (
        "play",
        "scenarios",
        "check",
        "run",
        "replay",
        "bench",
        "matrix",
        "policies",
        "rules",
    ):
        assert f" {command} " in out
    assert "--install-completion" in out


@pytest.mark.parametrize("command", ["run", "bench"])
def test_the_help_says_that_a_policy_is_not_sandboxed(call, command):
    """The help warns that the process of a policy is not a sandbox."""
    words = call(command, "--help")[1].replace("│", " ").split()
    assert "not a sandbox" in " ".join(words)
