"""What a song's file says about it: title, artist, lyrics and cover, read from its tags.

Every family of tags is a row of four readers in `_FAMILIES`. A field that is damaged is left
empty and spoils no other, and no file makes this module raise.
"""

import base64
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import mutagen
from mutagen._vorbis import VCommentDict  # the only name that all Vorbis comments share
from mutagen.apev2 import APEv2
from mutagen.asf import ASFTags
from mutagen.flac import Picture
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

from coverart.domain import SongTags

_FRONT_COVER = 3  # the picture type of ID3, which FLAC, Vorbis comments and ASF took over
_ANY_PICTURE = 0
# What corrupt files are known to draw from mutagen beside its own errors.
_DAMAGE = (
    mutagen.MutagenError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_TIME_STAMP = re.compile(r"[\[<]\d+:\d+(?:[.:]\d+)?[\]>][ \t]*")

_Value = TypeVar("_Value")
_Texts = Callable[[Any], Iterable[object]]
_Pictures = Callable[[Any], Iterable[tuple[int, bytes]]]


@dataclass(frozen=True, slots=True)
class _Family:
    """How the fields of one family of tags are read from an open file."""

    kind: type
    title: _Texts
    artist: _Texts
    lyrics: _Texts
    pictures: _Pictures


def read_tags(path: Path) -> SongTags:
    """Read the tags of a song; what is missing or damaged is empty.

    Of several titles the first counts; several artists are joined by commas; lyrics come without
    time stamps. Of several pictures the front cover is taken, or else the first. Never raises.
    """
    file = _attempt(lambda: _open(path), None)
    tags = getattr(file, "tags", None)
    family = next((family for family in _FAMILIES if isinstance(tags, family.kind)), None)
    if family is None:
        return SongTags()
    return SongTags(
        title=_attempt(lambda: next(map(_line, family.title(file)), ""), ""),
        artist=_attempt(lambda: ", ".join(filter(None, map(_line, family.artist(file)))), ""),
        lyrics=_attempt(lambda: next(filter(None, map(_verses, family.lyrics(file))), ""), ""),
        cover=_attempt(lambda: _front(family.pictures(file)), b""),
    )


def _attempt(read: Callable[[], _Value], otherwise: _Value) -> _Value:
    """The result of `read`, or `otherwise` where the tags are damaged."""
    try:
        return read()
    except _DAMAGE:
        return otherwise


def _open(path: Path) -> object:
    """Open a file with mutagen; None for what it does not know and for what is no file."""
    return mutagen.File(path) if path.is_file() else None


def _line(text: object) -> str:
    """A text as one line."""
    return " ".join(str(text).replace("\0", " ").split())


def _verses(text: object) -> str:
    """Lyrics with plain line ends, without the time stamps of karaoke files."""
    lines = _TIME_STAMP.sub("", str(text).replace("\0", "")).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def _front(pictures: Iterable[tuple[int, bytes]]) -> bytes:
    """The front cover if there is one, or else the first picture, or else nothing."""
    known = [(kind, data) for kind, data in pictures if data]
    known.sort(key=lambda picture: picture[0] != _FRONT_COVER)
    return known[0][1] if known else b""


def _keyed(*keys: str) -> _Texts:
    """A reader of all texts under any of `keys`, in the order of the keys."""
    return lambda file: (text for key in keys for text in file.tags.get(key, ()))


def _id3_texts(name: str) -> _Texts:
    """A reader of the texts of an ID3 frame."""
    return lambda file: (text for frame in file.tags.getall(name) for text in frame.text)


def _id3_lyrics(file: Any) -> Iterator[str]:
    """Plain lyrics, then synchronised ones, whose syllables carry their own line ends."""
    yield from (frame.text for frame in file.tags.getall("USLT"))
    for frame in file.tags.getall("SYLT"):
        syllables = [text for text, _ in frame.text]
        broken = any("\n" in text or "\r" in text for text in syllables)
        yield ("" if broken else "\n").join(syllables)


def _id3_pictures(file: Any) -> Iterator[tuple[int, bytes]]:
    """Attached pictures; one of type "-->" is only a link."""
    frames = file.tags.getall("APIC")
    return ((int(frame.type), frame.data) for frame in frames if frame.mime != "-->")


def _vorbis_pictures(file: Any) -> Iterator[tuple[int, bytes]]:
    """Pictures of FLAC blocks, of base64 comments, and of the older comment without a type."""
    yield from ((picture.type, picture.data) for picture in getattr(file, "pictures", ()))
    yield from map(_block_picture, file.tags.get("metadata_block_picture", ()))
    yield from map(_bare_picture, file.tags.get("coverart", ()))


def _block_picture(text: str) -> tuple[int, bytes]:
    """A FLAC picture block in base64; no picture where it is damaged."""
    parse: Callable[[bytes], Any] = Picture
    block = _attempt(lambda: parse(base64.b64decode(text)), None)
    return (block.type, block.data) if block else (_ANY_PICTURE, b"")


def _bare_picture(text: str) -> tuple[int, bytes]:
    """A picture's bytes in base64; no picture where they are damaged."""
    return _ANY_PICTURE, _attempt(lambda: base64.b64decode(text), b"")


def _mp4_pictures(file: Any) -> Iterator[tuple[int, bytes]]:
    """Cover pictures, the front first by custom."""
    return ((_ANY_PICTURE, bytes(cover)) for cover in file.tags.get("covr", ()))


def _asf_pictures(file: Any) -> Iterator[tuple[int, bytes]]:
    """WM/Picture: a byte of type, four of size, two texts in UTF-16 that end in zeros, data."""
    for attribute in file.tags.get("WM/Picture", ()):
        kind, size = struct.unpack_from("<BI", attribute.value)
        yield kind, attribute.value[-size:] if size else b""


def _ape_pictures(file: Any) -> Iterator[tuple[int, bytes]]:
    """Cover items: a file name that ends in a zero, then data."""
    for key, item in file.tags.items():
        if key.lower().startswith("cover art"):
            kind = _FRONT_COVER if "front" in key.lower() else _ANY_PICTURE
            yield kind, bytes(item.value).partition(b"\0")[2]


_FAMILIES = (
    _Family(ID3, _id3_texts("TIT2"), _id3_texts("TPE1"), _id3_lyrics, _id3_pictures),
    _Family(
        VCommentDict,
        _keyed("title"),
        _keyed("artist"),
        _keyed("lyrics", "unsyncedlyrics", "unsynced lyrics", "syncedlyrics"),
        _vorbis_pictures,
    ),
    _Family(MP4Tags, _keyed("©nam"), _keyed("©ART"), _keyed("©lyr"), _mp4_pictures),
    _Family(
        ASFTags,
        _keyed("Title"),
        _keyed("Author"),
        _keyed("WM/Lyrics", "WM/Lyrics_Synchronised"),
        _asf_pictures,
    ),
    _Family(
        APEv2, _keyed("Title"), _keyed("Artist"), _keyed("Lyrics", "Unsyncedlyrics"), _ape_pictures
    ),
)
