"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from sim import files
from sim.errors import UsageError


def test_a_new_file_is_whole(tmp_path):
    """In UTF-8, with the given line ends, and without leaving any other file."""
    files.write_new(tmp_path / "x", "Ωμέγα\nein Ende\n")
    assert (tmp_path / "x").read_bytes() == "Ωμέγα\nein Ende\n".encode()
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_what_is_there_stays(tmp_path, what):
    """A file, a folder, a dangling link: refused, and left unchanged."""
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
    """A full disk leaves no file, not even a partial one; an existing file stays unchanged."""

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
    """The link remains a link, and its target has the new content."""
    (tmp_path / "there").write_text("before")
    (tmp_path / "link").symlink_to("there")
    files.write(tmp_path / "link", "after")
    assert (tmp_path / "there").read_text() == "after"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize(
    ("text", "path"),
    [("~", ""), ("~/x", "x"), ("~/x/~y", "x/~y"), ("~//x", "x")],
)  # fmt: skip
def test_a_tilde_is_the_home_folder(monkeypatch, tmp_path, text, path):
    """At the beginning of a name, and only there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert files.named(text) == tmp_path / path


@pytest.mark.parametrize("text", ["x", "./~/x", "./~x", "x/~", "/x~", "", " ~/x"])
def test_other_names_are_taken_as_they_are(text):
    """A folder that is really called `~` can be reached as `./~`."""
    assert files.named(text).absolute() == Path(text).absolute()
    assert not str(files.named(text)).startswith("~")  # as a message would name it


@pytest.mark.parametrize("text", ["~nobody-of-that-name", "~nobody-of-that-name/x", "~a\0/x"])
def test_a_home_that_there_is_not_is_wrong_usage(text):
    """No folder is created from the name: the message says whose home was looked for."""
    with pytest.raises(UsageError, match="there is no home folder of a user"):
        files.named(text)
    with pytest.raises(UsageError, match=r"^WHERE is "):
        files.named(text, "WHERE")
