"""A file is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.files import write_atomically

posix_only = pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")


def _breaks_off() -> Iterator[bytes]:
    yield b"new"
    raise RuntimeError("the source failed")


def test_writes_pieces_in_order(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    write_atomically(target, iter((b"one,", b"two")))
    assert target.read_bytes() == b"one,two"


def test_replaces_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"a longer old content")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("old", [b"old", None])
def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path, old: bytes | None) -> None:
    target = tmp_path / "a.csv"
    if old is not None:
        target.write_bytes(old)
    with pytest.raises(RuntimeError, match="the source failed"):
        write_atomically(target, _breaks_off())
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([] if old is None else [old])


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "a.csv", b"new")


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r".+"):
        write_atomically(tmp_path, b"new")


@posix_only
def test_follows_a_link_and_keeps_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


@posix_only
@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() == 0, reason="the administrator may write to anything"
)
def test_a_file_that_may_only_be_read_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(PermissionError):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"


@posix_only
def test_a_device_stays_a_device() -> None:
    write_atomically(Path(os.devnull), b"new")
    assert not Path(os.devnull).is_file()
