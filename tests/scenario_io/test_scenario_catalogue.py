"""Finding scenarios: shipped ones by id, others by path, nothing else."""

from pathlib import Path

import pytest

import sim
from sim.errors import ScenarioFaults, UsageError
from sim.scenario_io import catalogue, check_file, find, load_file, shipped


@pytest.fixture
def shelf(tmp_path, monkeypatch, small) -> Path:
    """A folder used in place of the shipped scenarios, with two scenarios in it."""
    shelf = tmp_path / "scenarios"
    shelf.mkdir()
    (shelf / "small.toml").write_text(small)
    (shelf / "tutorial.toml").write_text(
        small.replace('id = "small"', 'id = "tutorial"').replace('"Small"', '"Zero"')
    )
    (shelf / "notes.md").write_text("no scenario")
    monkeypatch.setattr(shipped, "folder", lambda: shelf)
    return shelf


def test_catalogue_lists_what_is_there(shelf):
    """The catalogue gives the fields that a list shows of each scenario, the tutorial first."""
    assert [entry.id for entry in catalogue()] == ["tutorial", "small"]
    entry = catalogue()[1]
    assert (entry.title, entry.turns, entry.par, entry.difficulty) == ("Small", 12, 600, "medium")
    assert entry.path == shelf / "small.toml"
    assert load_file(entry.path).id == entry.id


def test_catalogue_wants_ids_that_are_file_names(shelf, small):
    """A shipped scenario is found by its file name, so its id must equal that name."""
    (shelf / "other.toml").write_text(small)
    with pytest.raises(ScenarioFaults, match='must be the file\'s name, "other", is "small"'):
        catalogue()


def test_find_by_id_and_by_path(shelf, tmp_path, small):
    """An id finds a shipped scenario; a path that ends in .toml finds that file."""
    assert find("small") == shelf / "small.toml"
    own = tmp_path / "own.toml"
    own.write_text(small)
    assert find(str(own)) == own


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "", ".", "..", "SMALL", "small\0", "small/", "*"]
)
def test_an_unknown_name_is_refused(shelf, name):
    """Anything that is neither a shipped id nor a path to a .toml file is just a wrong name."""
    with pytest.raises(UsageError, match="There is no scenario"):
        find(name)


def test_similar_names_are_suggested(shelf):
    """A similar name is suggested, both for an id and for a path."""
    with pytest.raises(UsageError, match='Did you mean "tutorial"'):
        find("tutorail")
    with pytest.raises(UsageError, match=r'does not exist\. Did you mean "small"'):
        find("nowhere/smal.toml")


def test_path_must_be_a_file(shelf, tmp_path):
    """A directory, or an impossible file name, is refused in a harmless message."""
    folder = tmp_path / "x.toml"
    folder.mkdir()
    with pytest.raises(UsageError, match="is not a regular file"):
        find(str(folder))
    for name in ("a\0.toml", "\x1b[2J.toml", "x" * 5000 + ".toml", "\udcff.toml"):
        with pytest.raises(UsageError, match="does not exist") as raised:
            find(name)
        assert str(raised.value).isprintable()
        assert len(str(raised.value)) < 400


def test_shipped_scenarios_are_faultless():
    """Every shipped scenario is valid, has no warnings, and is named after its id."""
    root = Path(__file__).parents[2] / "scenarios"
    for path in sorted(root.glob("*.toml")):
        scenario, faults = check_file(path)
        assert faults == (), "\n".join(map(str, faults))
        assert scenario is not None
        assert scenario.id == path.stem


def test_installed_scenarios_come_first(tmp_path, monkeypatch):
    """Scenarios come from the installed package, or otherwise from the surrounding checkout."""
    package = tmp_path / "site" / "sim"
    package.mkdir(parents=True)
    monkeypatch.setattr(sim, "__file__", str(package / "__init__.py"))
    assert shipped.folder() == tmp_path.resolve() / "site" / "scenarios"
    (package / "_scenarios").mkdir()
    assert shipped.folder() == package.resolve() / "_scenarios"
