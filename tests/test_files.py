"""A file is replaced as `cp` would write it: through links, with its mode, whole or not at all."""

import os
import threading
from pathlib import Path

import pytest

from lausch.files import printable, replacing


def put(path, text="new"):
    with replacing(path) as temporary:
        temporary.write_text(text)


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    target = tmp_path / "far" / "target.beats"
    target.parent.mkdir()
    target.write_text("old")
    link = tmp_path / "link.beats"
    link.symlink_to(target)
    put(link)
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_link_to_nothing_makes_what_it_leads_to(tmp_path):
    link = tmp_path / "link.beats"
    link.symlink_to("target.beats")
    put(link)
    assert link.is_symlink()
    assert (tmp_path / "target.beats").read_text() == "new"


@pytest.mark.parametrize("mode", [0o600, 0o660, 0o755])
def test_the_mode_is_kept(mode, tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old")
    path.chmod(mode)
    with replacing(path) as temporary:
        assert temporary.stat().st_mode & 0o777 == mode
        temporary.write_text("new")
    assert path.stat().st_mode & 0o777 == mode


def test_a_new_file_has_the_mode_of_the_umask(tmp_path):
    put(tmp_path / "new")
    (tmp_path / "other").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_what_is_in_a_pipe_comes_out_of_it(tmp_path):
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    came = []
    reader = threading.Thread(target=lambda: came.append(pipe.read_text()))
    reader.start()
    put(pipe, "x" * 100_000)
    reader.join(10)
    assert came == ["x" * 100_000]
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_after_an_error_nothing_is_left_and_the_old_file_stays(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        put(path, "half\udcff")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("", FileNotFoundError), (".", IsADirectoryError), ("no/a.txt", FileNotFoundError)],
)
def test_what_cannot_be_written_is_named(name, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(kind) as caught:
        put(name)
    assert (caught.value.filename or "") == name


def test_a_loop_of_links_is_an_error_of_the_system(tmp_path):
    link = tmp_path / "loop"
    link.symlink_to(link)
    with pytest.raises(OSError, match="symbolic links"):
        put(link)


def test_nothing_printed_moves_the_cursor():
    assert printable("a\x1b]0;b\x07\u202e\udcff.wav") == r"a\x1b]0;b\x07\u202e\udcff.wav"
    assert printable(Path("é \U0001f3b7")) == "é \U0001f3b7"
