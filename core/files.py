"""Writing files so that a failure leaves the old one whole."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file beside its target, then put it in the target's place.

    Until the last byte is safe on the disk the target stays what it was, and if
    anything fails nothing of the new file remains. A link is followed. What isn't a
    file, such as a pipe or a terminal, is written to directly.

    Parameters
    ----------
    path
        The target; its folder must exist.
    data
        The content, whole or in pieces that are written as they come.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    target = path.resolve()
    pieces = (data,) if isinstance(data, bytes) else data
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            stream.writelines(pieces)
        return
    if target.exists() and not os.access(target, os.W_OK):
        # Replacing a file needs no right to write to it, but protects nothing.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
