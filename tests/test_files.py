"""A file is written whole, or nothing of it is."""

import os

import pytest

from sim import files


def test_a_new_file_is_whole(tmp_path):
    """In UTF-8, with the line ends that it was given, and nothing beside it."""
    files.write_new(tmp_path / "x", "Ωμέγα\nein Ende\n")
    assert (tmp_path / "x").read_bytes() == "Ωμέγα\nein Ende\n".encode()
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_what_is_there_stays(tmp_path, what):
    """A file, a folder, a link that leads nowhere: refused, and left as it was."""
    path = tmp_path / "x"
    if what == "file":
        path.write_text("before")
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        files.write_new(path, "after")
    assert os.listdir(tmp_path) == ["x"]
    assert what != "file" or path.read_text() == "before"


@pytest.mark.parametrize("write", [files.write, files.write_new])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch, write, step):
    """A full disk: there is no file, nor a part of one; one that was there is as it was."""

    def full(*_):
        raise OSError(28, "No space left on device")

    if write is files.write:
        (tmp_path / "x").write_text("before")
    monkeypatch.setattr(f"sim.files.os.{step}", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "x", "after")
    monkeypatch.undo()
    left = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert left == ({"x": "before"} if write is files.write else {})


def test_a_file_is_written_over_through_a_link(tmp_path):
    """The link stays one, and what it leads to is new."""
    (tmp_path / "there").write_text("before")
    (tmp_path / "link").symlink_to("there")
    files.write(tmp_path / "link", "after")
    assert (tmp_path / "there").read_text() == "after"
    assert (tmp_path / "link").is_symlink()
