"""What of a song's file must not change when its tags do: its sound, and all that surrounds it.

Two independent looks at the same bytes. `payload` walks the file by the rules of its container
and hashes whatever is not a tag; `media.decoders.packets` has FFmpeg hand over what a player would
decode, with its times, which also tells whether the container still points at the right bytes.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from coverart.errors import MediaError
from coverart.language import _

Piece: TypeAlias = tuple[bytes, str]
"""The name of a part of a file, and the BLAKE2b of its bytes."""

_AT_ONCE = 1 << 20
_REST = -1


def payload(song: Path) -> tuple[Piece, ...]:
    """All parts of a song's file that are not tags, in their order.

    Ogg gives none: its pages are numbered anew when tags grow, so only its packets tell. Raises
    `MediaError` for a file whose parts end elsewhere than they say.
    """
    with song.open("rb") as file:
        walk = _walker(file.read(12))
        file.seek(0)
        try:
            return tuple(walk(file))
        except (ValueError, OverflowError) as error:
            raise MediaError(song, _("its parts do not fit together")) from error


def _walker(head: bytes) -> Callable[[BinaryIO], Iterator[Piece]]:
    if head.startswith(b"RIFF"):
        return lambda file: _chunks(file, "little")
    if head.startswith(b"FORM"):
        return lambda file: _chunks(file, "big")
    if head[4:8] == b"ftyp":
        return _boxes
    return (lambda _file: iter(())) if head.startswith(b"OggS") else _behind_id3


def _behind_id3(file: BinaryIO) -> Iterator[Piece]:
    """MP3: everything behind the tag at its beginning. FLAC: also its blocks, but pictures."""
    head = file.read(10)
    if head[:3] == b"ID3":
        size = 0
        for byte in head[6:10]:  # seven bits of each count
            size = size << 7 | byte & 0x7F
        footer = 10 if head[5] & 0x10 else 0
        file.seek(10 + size + footer)
    else:
        file.seek(0)
    if (start := file.read(4)) == b"fLaC":
        yield from _blocks(file)
    else:
        file.seek(-len(start), 1)
    yield b"sound", _digest(file, _REST)


def _blocks(file: BinaryIO) -> Iterator[Piece]:
    """The metadata blocks of FLAC that hold neither comments, padding nor a picture."""
    last = False
    while not last:
        head = file.read(4)
        if len(head) < 4:
            raise ValueError
        last, kind, size = bool(head[0] & 0x80), head[0] & 0x7F, int.from_bytes(head[1:])
        digest = _digest(file, size)
        if kind not in (1, 4, 6):
            yield bytes([kind]), digest


def _chunks(file: BinaryIO, order: str) -> Iterator[Piece]:
    """The chunks of WAV (little endian) and AIFF (big endian), but those of ID3."""
    head = file.read(12)
    end = 8 + int.from_bytes(head[4:8], "big" if order == "big" else "little")
    yield b"kind", head[8:].hex()
    while file.tell() + 8 <= end and len(head := file.read(8)) == 8:
        name, size = head[:4], int.from_bytes(head[4:], "big" if order == "big" else "little")
        digest = _digest(file, size)
        file.seek(size & 1, 1)  # chunks begin at even places
        if name.lower() != b"id3 ":
            yield name, digest


def _boxes(file: BinaryIO) -> Iterator[Piece]:
    """The boxes of MP4 at its top, but what may move or hold tags: its index and free room."""
    while len(head := file.read(8)) == 8:
        size, name = int.from_bytes(head[:4]), head[4:]
        inner = size - 8
        if size == 1:
            inner = int.from_bytes(file.read(8)) - 16
        elif size == 0:
            inner = _REST
        elif inner < 0:
            raise ValueError
        digest = _digest(file, inner)
        if name not in (b"moov", b"free", b"skip"):
            yield name, digest


def _digest(file: BinaryIO, size: int) -> str:
    """BLAKE2b of the next `size` bytes, or of all that are left. Too few are as many as there are.

    A recorder that ran out of room leaves a last part that is shorter than it says, and plays.
    """
    digest = hashlib.blake2b(digest_size=20)
    left = size
    while left and (data := file.read(_AT_ONCE if left < 0 else min(left, _AT_ONCE))):
        digest.update(data)
        left -= len(data) if left > 0 else 0
    return digest.hexdigest()
