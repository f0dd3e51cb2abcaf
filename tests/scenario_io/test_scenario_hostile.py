"""Any input, read as a scenario, quickly gives faults or a scenario, and nothing else."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioFaults
from sim.scenario_io import check_file, check_text, load_file, scenario_hash
from sim.scenario_io.reading import BYTES_MAX
from sim.scenario_io.scan import scan
from tests import limited
from tests.permissions import as_anybody

SMALL = (Path(__file__).parent / "small.toml").read_text("utf-8")

HOSTILE = {
    "dotted key": ".".join("a" * 16_000) + " = 1",
    "dotted key with spaces": " . ".join("a" * 16_000) + " = 1",
    "dotted key in quotation marks": ".".join(['"a"'] * 16_000) + " = 1",
    "dotted table": "[" + ".".join("a" * 16_000) + "]",
    "dotted key in an inline table": "a = {" + ".".join("a" * 16_000) + " = 1}",
    "dotted key after a tricky string": 'a = """x""""\n' + ".".join("a" * 16_000) + " = 1",
    "deep lists": "a = " + "[" * 300_000,
    "deep closed lists": "a = " + "[" * 9_000 + "]" * 9_000,
    "deep inline tables": "a = " + "{a=" * 200_000,
    "many tables": "\n".join(f"[k{i}.b.c.d]" for i in range(60_000)),
    "many array tables": "[[tasks]]\n" * 99_000,
    "many keys": "\n".join(f"k{i} = 1" for i in range(80_000)),
    "many coefficients": "[rules]\n" + "\n".join(f"k{i} = 1" for i in range(80_000)),
    "many elements": "special = [" + "1," * 490_000 + "]",
    "many texts": "special = [" + '"",' * 330_000 + "]",
    "long digits": "turns = " + "9" * 990_000,
    "long hexadecimal": "turns = 0x" + "f" * 990_000,
    "long fraction": "turns = 1." + "1" * 990_000,
    "long text": 'title = "' + "x" * 990_000 + '"',
    "long escapes": 'story = """' + r"\u001b" * 160_000 + '"""',
    "quotation marks": "story = '''" + "''x" * 330_000 + "'''",
    "unclosed text": 'story = """' + 'x"' * 490_000,
    "blank lines": "\n" * 990_000,
    "comments": "#\n" * 490_000,
    "spaces": " " * 990_000 + "turns = 1",
    "long key": "a" * 990_000 + " = 1",
    "long quoted key": '"' + "a" * 990_000 + '" = 1',
    "long reference": 'tasks = [{ discipline = "' + "a" * 990_000 + '" }]',
    "all tasks wait for all": "\n".join(
        f'[[tasks]]\nid = "t{i}"\nafter = {[f"t{(i + j) % 600}" for j in range(50)]}'
        for i in range(600)
    ),
    "dangling references": "\n".join(
        f'[[tasks]]\nid = "{"a" * 50}{i}"\nafter = {["a" * 20] * 50}' for i in range(600)
    ),
}

READ = """
from sim.scenario_io import check_file
def read(path):
    scenario, faults = check_file(path)
    assert scenario is None
    assert 0 < len(faults) <= 202
    assert sum(len(str(fault)) for fault in faults) < 100_000
"""


@pytest.fixture(scope="module")
def read_limited():
    with limited.reader(READ) as read:
        yield read


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_refused_quickly(case, read_limited, tmp_path):
    """A text built to be expensive is refused within limits on processor time and memory."""
    path = tmp_path / "x.toml"
    path.write_text(HOSTILE[case])
    assert path.stat().st_size <= BYTES_MAX, "the cap on bytes must not be what refuses it"
    read_limited(path)


def only_fault(path: Path) -> str:
    """The message of a file's only fault."""
    scenario, faults = check_file(path)
    assert scenario is None
    (fault,) = faults
    assert fault.is_error
    assert str(fault).startswith(str(path)[:300])
    return fault.message


def test_only_regular_files_are_read(tmp_path):
    """Missing files, directories, devices and pipes are refused without blocking."""
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    link = tmp_path / "link.toml"
    link.symlink_to("/dev/zero")
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    assert only_fault(tmp_path / "none.toml") == "there is no such file"
    for path in (tmp_path, pipe, link, Path("/dev/zero"), Path("/dev/tty")):
        if path.exists():
            assert only_fault(path).startswith("is not a regular file")
    assert only_fault(loop).startswith("cannot be read")
    assert only_fault(tmp_path / ("x" * 5000)).startswith("cannot be read")


def test_odd_names_are_refused():
    """A name with a null byte or terminal control characters is shown harmlessly."""
    scenario, faults = check_file(Path("a\0\x1b[2J.toml"))
    assert scenario is None
    assert str(faults[0]).isprintable()
    with pytest.raises(ScenarioFaults) as raised:
        load_file(Path("\udcff\x1b[2J.toml"))
    assert str(raised.value).isprintable()


def test_unreadable_file(public_folder, small):
    """A file without read permission is refused, and the message gives that reason."""
    path = public_folder / "x.toml"
    path.write_text(small)
    path.chmod(0)
    with as_anybody():
        assert "permission denied" in only_fault(path)
    path.chmod(stat.S_IRUSR)
    assert check_file(path)[0] is not None


def test_size_and_encoding(tmp_path, small):
    """A file is at most 1 MB of UTF-8; a byte order mark and CRLF line ends do not matter."""
    path = tmp_path / "x.toml"
    path.write_bytes(b"#" * (BYTES_MAX + 1))
    assert "is larger than 1,000,000 bytes" in only_fault(path)
    path.write_bytes(small.encode("utf-16"))
    assert "UTF-8" in only_fault(path)
    path.write_bytes(small.replace("Small", "Sm\xe4ll", 1).encode("latin-1"))
    assert "UTF-8" in only_fault(path)
    path.write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode())
    windows, faults = check_file(path)
    assert faults == ()
    assert windows == check_text(small, "x")[0]


def test_terminal_characters_never_get_through(edited):
    """Escape, C1 and bidirectional characters are dropped from every text, with a warning."""
    evil = r"\u001b]52;c;x\u0007a\u009b31m\u202eb[b]x[/b]\u2066"
    text = edited('title = "Relaunch"', f'title = "{evil}"')
    text = edited("Northlight runs web shops.", f"One{evil}\n\n\n\n\n two", text)
    scenario, faults = check_text(text, "x")
    assert scenario is not None
    task = next(task for task in scenario.tasks if task.id == "relaunch")
    assert task.title == "]52;c;xa31mb[b]x[/b]"
    assert scenario.story.startswith("One]52;c;xa31mb[b]x[/b]\n\ntwo\n\nToo much")
    assert {fault.path for fault in faults} == {"story", "tasks[0].title"}
    assert all("U+001B" in fault.message and str(fault).isprintable() for fault in faults)


def test_harmless_characters_are_removed_silently(edited):
    """Tabs, odd spaces, soft hyphens and joiners are cleaned up without a warning."""
    text = edited('title = "Relaunch"', r'title = "  Re\u00adlaunch\u00a0\t the\u200b  shop "')
    scenario, faults = check_text(text, "x")
    assert faults == ()
    assert scenario is not None
    assert "Relaunch the shop" in [task.title for task in scenario.tasks]


def test_faults_are_printable(faults_of):
    """A message quotes a file's content only if it is harmless and short."""
    evil = r"\u001b[2J\u202e" + "y" * 500
    text = f'''
        "{evil}" = 1
        difficulty = 3
        rules."{evil}" = 1
        tasks = [{{ id = "{evil}", kind = "{evil}", discipline = "{evil}", "{evil}" = 2 }}]
        providers = [{{ id = "{evil[:24]}" }}]
        engagements = [{{ provider = "{evil[:23]}", task = "{evil}" }}]
    '''
    faults = faults_of(text)
    assert len(faults) > 10
    for fault in faults:
        assert str(fault).isprintable()
        assert len(str(fault)) < 400


ANY_TEXT = st.text(max_size=300)
PIECES = """[ ] [[ ]] = . , { } " ' # a tasks id = "x" 1 1.5 true nan 1979-05-27 0x 1e9 \\u0041"""
TOML_PIECES = st.lists(st.sampled_from([*PIECES.split(), "\n", '"""', "'''"]), max_size=60).map(
    " ".join
)


def outcome(text: str) -> None:
    """The law: either a scenario without errors or at least one error; each fault is one line."""
    scenario, faults = check_text(text, "x.toml")
    assert (scenario is None) == any(fault.is_error for fault in faults)
    for fault in faults:
        assert str(fault).isprintable()
        assert fault.message
        assert 0 <= fault.line <= text.count("\n") + 1
    if scenario is not None:
        assert len(scenario_hash(scenario)) == 64


@given(st.binary(max_size=400))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes(tmp_path, data):
    """Arbitrary bytes give faults."""
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    scenario, faults = check_file(path)
    assert scenario is None
    assert faults


@given(ANY_TEXT | TOML_PIECES)
@settings(max_examples=150, deadline=None)
def test_any_text(text):
    """Arbitrary text gives faults, and scanning it terminates."""
    outcome(text)
    scan(text[:200].replace("[", "").replace("{", "").replace(".", ""))


LINES = SMALL.split("\n")
VALUES = st.sampled_from(
    [
        *("-1", "0", "1", "3.7", "-0.0", "1e999", "nan", "99999999999999999999", "true"),
        *("1979-05-27", "[]", "{}", "[[]]", "[{}]", "{low = 1}", '["web"]', "'''a'''"),
        *('""', '"x"', '"web"', '"tarn"', '"project"', '"own"', r'"\u0000"'),
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The small scenario with some lines dropped, duplicated, moved, or given another value."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["value", "value", "value", "drop", "double", "move", "cut"]))
        key, equals, _ = lines[index].partition(" = ")
        if what == "value" and equals:
            lines[index] = f"{key} = {draw(VALUES)}"
        elif what == "drop":
            del lines[index]
        elif what == "double":
            lines.insert(draw(st.integers(0, len(lines))), lines[index])
        elif what == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(index))
        else:
            lines[index] = lines[index][: draw(st.integers(0, max(len(lines[index]), 1)))]
    return "\n".join(lines)


@given(mutated())
@settings(max_examples=200, deadline=None)
def test_mutated_scenario(text):
    """A valid scenario with some lines changed gives either a scenario or faults."""
    outcome(text)


@given(mutated())
@settings(max_examples=150, deadline=None)
def test_lines_agree_with_the_parser(text):
    """Every top-level key that the parser finds is given the line where it is written."""
    try:
        document = tomllib.loads(text)
    except ValueError:
        return
    lines = scan(text)
    for key in document:
        assert (key,) in lines.known or any(path[0] == key for path in lines.known)
        line = min(line for path, line in lines.known.items() if path[0] == key)
        assert key in text.split("\n")[line - 1]
