"""A save leaves the old file or the new one, whatever happens."""

import os
import random
import signal
import stat
import subprocess
import sys
import time

import pytest

from explorer.errors import FileError, LayoutError
from explorer.files import dump, parse, read, write
from explorer.model import Layout
from tests.files.layouts import GOOD


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "rack.layout.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_reading_and_writing_without_an_edit_changes_no_byte(kept):
    write(read(kept), kept)
    assert kept.read_bytes() == GOOD.encode()


def test_a_mark_of_byte_order_and_windows_line_ends_are_read(kept):
    kept.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read(kept) == parse(GOOD)


def test_a_new_file_and_an_old_one_have_the_usual_permissions(kept, tmp_path):
    os.chmod(kept, 0o640)
    write(read(kept), kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    plain = tmp_path / "plain"
    plain.touch()
    write(read(kept), tmp_path / "new.layout.yaml")
    assert (tmp_path / "new.layout.yaml").stat().st_mode == plain.stat().st_mode


def test_a_link_to_a_file_stays_a_link(kept, tmp_path):
    link = tmp_path / "link.layout.yaml"
    link.symlink_to(kept)
    write(read(link).titled("New"), link)
    assert link.is_symlink()
    assert read(kept).title == "New"


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_write_that_fails_keeps_the_old_file_and_leaves_nothing_beside_it(kept, monkeypatch, step):
    def failing(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, failing)
    with pytest.raises(FileError, match="cannot be written: No space left"):
        write(Layout(title="New"), kept)
    assert kept.read_text(encoding="utf-8") == GOOD
    assert os.listdir(kept.parent) == [kept.name]


def test_what_cannot_be_kept_leaves_the_old_file(kept):
    with pytest.raises(LayoutError):
        write(Layout(extras={"owner": 1}), kept)
    assert kept.read_text(encoding="utf-8") == GOOD


KILLS = 200

SAVE_FOR_EVER = """
import os, sys
from explorer.files import read, write
path = sys.argv[1]
pair = [read(path), read(path).titled("New")]
while sys.stdin.readline():  # a child for each line, so that the program is loaded only once
    child = os.fork()
    if child == 0:
        while True:
            pair.reverse()
            write(pair[0], path)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""


def test_a_save_killed_at_any_moment_leaves_the_old_file_or_the_new_one(kept):
    """Two hundred times, at random moments of saves that go on for ever."""
    new = dump(parse(GOOD).titled("New")).encode()
    left, rng = [], random.Random(7)
    saving = subprocess.Popen(
        [sys.executable, "-c", SAVE_FOR_EVER, kept], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        for _ in range(KILLS):
            saving.stdin.write("\n")
            saving.stdin.flush()
            child = int(saving.stdout.readline())
            time.sleep(rng.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
            assert saving.stdout.readline() == "killed\n"
            left.append(kept.read_bytes())
    finally:
        saving.communicate()
    assert saving.returncode == 0
    assert set(left) == {GOOD.encode(), new}
    assert all(name == kept.name or name.startswith(f".{kept.name}.") for name in os.listdir(kept.parent))
    write(parse(GOOD), kept)
    assert kept.read_bytes() == GOOD.encode()


def test_bytes_that_are_not_utf_8_are_named_with_their_line(kept):
    kept.write_bytes(GOOD.encode().replace(b"Rack 1", b"R\xe4ck 1"))
    with pytest.raises(FileError, match="0xe4 is not UTF-8") as caught:
        read(kept)
    assert caught.value.line == 9


def test_a_missing_file_names_its_neighbor(kept):
    with pytest.raises(FileError, match=r"no such file; did you mean 'rack\.layout\.yaml'\?"):
        read(kept.with_name("rock.layout.yaml"))


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, "/dev/zero", "a\0b"):
        with pytest.raises(FileError):
            read(path)
    with pytest.raises(FileError, match="cannot be written"):
        write(Layout(), tmp_path / "nowhere" / "a.layout.yaml")
