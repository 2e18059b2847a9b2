"""Whether the files of a pack are still what was installed.

At every load: the sizes of all files, the full digest of small ones, and of large ones a *sample*:
the SHA-256 of the file's size (eight bytes, little-endian) and of 64 blocks of 4 KB, evenly spaced
from the first byte to the last. That costs milliseconds for any model, and finds a file that was
truncated, replaced or overwritten. A single bit that flips between two blocks is found by `verify`
alone, which reads every byte.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from coverart.errors import PackError
from coverart.language import _, mark
from coverart.packs.manifest import Pack, PackFile, runnable
from coverart.packs.steps import Step, Steps

SMALL = 4 << 20  # bytes up to which every byte is read at each load
SAMPLE_BLOCKS, SAMPLE_BLOCK = 64, 4096
CHUNK = 4 << 20
AGAIN = mark("install it again")


def check(folder: Path, pack: Pack) -> None:
    """Check a pack cheaply, as at every load.

    Raises `PackError`, which names the file, where one is missing, truncated, damaged or foreign,
    and where a tower was not made runnable.
    """
    for tower in pack.towers.values():
        if runnable(tower) not in pack.files:
            raise PackError(
                pack.name,
                _("its “{graph}” was not tied to its weights").format(graph=tower.graph),
                _(AGAIN),
            )
    for file in pack.files.values():
        with _opened(folder, pack, file) as opened:
            if file.size is not None and file.size <= SMALL:
                found, wanted = digest(opened), file.sha256
            else:
                found, wanted = sample(opened), file.sample
        if found != wanted:
            raise _damaged(pack, file)


def verify(folder: Path, pack: Pack) -> Steps[None]:
    """Check every byte of a pack. Raises `PackError`, which names the file, where one differs."""
    total = sum(file.size or 0 for file in pack.files.values())
    done = 0
    for file in pack.files.values():
        hashed = hashlib.sha256()
        with _opened(folder, pack, file) as opened:
            for chunk in chunks(opened):
                hashed.update(chunk)
                done += len(chunk)
                yield Step(_("Checking {name}").format(name=file.name), done, total)
        if hashed.hexdigest() != file.sha256:
            raise _damaged(pack, file)


def measured(path: Path) -> Steps[tuple[int, str, str]]:
    """The size of a file in bytes, its SHA-256 and its sample."""
    hashed = hashlib.sha256()
    done = 0
    with path.open("rb") as opened:
        size = os.fstat(opened.fileno()).st_size
        for chunk in chunks(opened):
            hashed.update(chunk)
            done += len(chunk)
            yield Step(_("Checking {name}").format(name=path.name), done, size)
        return size, hashed.hexdigest(), sample(opened)


def digest(opened: BinaryIO) -> str:
    """The SHA-256 of an open file from where it stands to its end."""
    hashed = hashlib.sha256()
    for chunk in chunks(opened):
        hashed.update(chunk)
    return hashed.hexdigest()


def sample(opened: BinaryIO) -> str:
    """The digest of an open file's size and of a few of its blocks; see above."""
    size = os.fstat(opened.fileno()).st_size
    hashed = hashlib.sha256(size.to_bytes(8, "little"))
    last = max(0, size - SAMPLE_BLOCK)
    for place in range(SAMPLE_BLOCKS):
        opened.seek(last * place // (SAMPLE_BLOCKS - 1))
        hashed.update(opened.read(SAMPLE_BLOCK))
    return hashed.hexdigest()


def chunks(opened: BinaryIO) -> Iterator[bytes]:
    """An open file in pieces, each read in a moment."""
    while chunk := opened.read(CHUNK):
        yield chunk


def _opened(folder: Path, pack: Pack, file: PackFile) -> BinaryIO:
    """Open a file of a pack that has the size it should have."""
    path = folder / file.name
    try:
        status = path.lstat()
        # Anything but a plain file might wait for ever, or lie elsewhere.
        opened = path.open("rb") if stat.S_ISREG(status.st_mode) else None
    except FileNotFoundError as error:
        raise PackError(
            pack.name, _("its “{name}” is missing").format(name=file.name), _(AGAIN)
        ) from error
    except OSError as error:
        raise PackError(
            pack.name,
            _("its “{name}” cannot be read").format(name=file.name),
            _("check its permissions"),
        ) from error
    if opened is None:
        raise PackError(
            pack.name, _("its “{name}” is not a plain file").format(name=file.name), _(AGAIN)
        )
    if file.size == status.st_size:
        return opened
    opened.close()
    if file.size is None:
        raise PackError(
            pack.name, _("its “{name}” was never checked").format(name=file.name), _(AGAIN)
        )
    raise PackError(
        pack.name,
        _("its “{name}” has {found} bytes instead of {wanted}").format(
            name=file.name, found=status.st_size, wanted=file.size
        ),
        _(AGAIN),
    )


def _damaged(pack: Pack, file: PackFile) -> PackError:
    return PackError(
        pack.name, _("its “{name}” is damaged, or another file").format(name=file.name), _(AGAIN)
    )
