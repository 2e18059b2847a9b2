"""The front cover inside a song: how each family of tags keeps it, and everything else.

Every family is a row of `_FAMILIES`. Only the front cover is ever replaced; other pictures, other
tags and their version stay. Formats: MP3, WAV and AIFF carry ID3, FLAC blocks of its own, MP4 a
list whose first picture is the cover by custom, Ogg Vorbis and Opus a FLAC block in base64
(https://wiki.xiph.org/VorbisComment#METADATA_BLOCK_PICTURE).
"""

import base64
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mutagen
from mutagen.aiff import AIFF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, TextFrame
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from coverart.domain import Size
from coverart.errors import MediaError
from coverart.export.presets import Format
from coverart.language import _

FRONT_COVER = 3
"""The picture type of ID3, which FLAC and Vorbis comments took over."""
_BLOCK = "metadata_block_picture"
_OLDER = ("coverart", "coverartmime")  # a picture without a type, from before there were blocks
# What corrupt files are known to draw from mutagen beside its own errors.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """A picture file as it goes into tags, byte for byte."""

    data: bytes = field(repr=False)
    kind: Format
    size: Size

    @property
    def mime(self) -> str:
        """Its kind in the words of the internet."""
        return f"image/{self.kind}"


@dataclass(frozen=True, slots=True)
class Inside:
    """What a song's tags hold: its `fronts`, and the `rest`, which only compares with its like."""

    fronts: tuple[bytes, ...]
    rest: object


@dataclass(frozen=True, slots=True)
class _Family:
    """How files of some kinds are opened, looked into, changed and saved."""

    kinds: tuple[type, ...]
    inside: Callable[[Any], Inside]
    put: Callable[[Any, CoverPicture], object]
    save: Callable[[Any], object]
    options: Callable[[Path], Mapping[str, bool]] = lambda _song: {}


def look_inside(song: Path, kind: type | None = None) -> tuple[type, Inside]:
    """The kind of a song's file, and what its tags hold.

    With a `kind`, the file is taken for one of it, whatever it is called. Raises `MediaError` for
    what is no song, for a format whose tags we do not write, and for damaged tags.
    """
    file, family = _open(song, kind or _kind(song))
    with _explained(song):
        return type(file), family.inside(file)


def put_front(song: Path, kind: type, picture: CoverPicture) -> None:
    """Make the picture the front cover of a song of that `kind`, in place of the one it has.

    The file is changed where it lies, so this is for copies. Raises `MediaError` for tags that
    are damaged, and `OSError` for a file that cannot be written.
    """
    file, family = _open(song, kind)
    with _explained(song):
        family.put(file, picture)
        family.save(file)


def _kind(song: Path) -> type:
    with _explained(song):
        # A name counts as well as the content: an MP3 without tags is known by nothing else.
        file = mutagen.File(song)
    if file is None:
        raise MediaError(
            song,
            _("it is not a song, or of a kind whose tags Coverart does not know"),
            _("choose an MP3, FLAC, M4A, OGG, Opus, WAV or AIFF file"),
        )
    return type(file)


def _open(song: Path, kind: type) -> tuple[Any, _Family]:
    family = next((own for own in _FAMILIES if kind in own.kinds), None)
    if family is None:
        raise MediaError(
            song,
            _("Coverart puts no cover into files of this kind"),
            _("put it in with the program that wrote the file, or use FLAC, MP3 or M4A"),
        )
    with _explained(song):
        file = kind(song, **family.options(song))
        if file.tags is None:
            file.add_tags()
        return file, family


@contextmanager
def _explained(song: Path) -> Iterator[None]:
    """Tell damaged tags from a file that could not be read or written."""
    reason, hint = (
        _("it is no song, or its tags are damaged"),
        _("save it once more with the program it is from"),
    )
    try:
        yield
    except mutagen.MutagenError as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, OSError) and cause.errno:
            raise cause from error
        raise MediaError(song, reason, hint) from error
    except _DAMAGE as error:
        raise MediaError(song, reason, hint) from error


def _id3_options(song: Path) -> Mapping[str, bool]:
    """Untranslated, for mutagen would rewrite the years and people of older versions.

    The tag at the end counts only where it is the only one: players that find a new one at the
    beginning look no further.
    """
    with song.open("rb") as whole:
        return {"translate": False, "load_v1": whole.read(3) != b"ID3"}


def _id3_inside(file: Any) -> Inside:
    frames = list(file.tags.values())
    # An empty text says nothing, and mutagen does not write it.
    telling = (frame for frame in frames if not isinstance(frame, TextFrame) or str(frame))
    rest = sorted(_told(frame) for frame in telling if not _is_front(frame))
    unknown = sorted(bytes(data) for data in file.tags.unknown_frames)
    return Inside(tuple(frame.data for frame in frames if _is_front(frame)), (rest, unknown))


def _told(frame: Any) -> str:
    """A frame in words; in which encoding its letters are kept is not part of what it says."""
    parts = {name: value for name, value in vars(frame).items() if name != "encoding"}
    return f"{frame.HashKey} {sorted(parts.items())!r}"


def _is_front(frame: Any) -> bool:
    picture = frame.FrameID == "APIC" and frame.mime != "-->"
    return bool(picture and frame.type == FRONT_COVER)


def _put_id3(file: Any, picture: CoverPicture) -> None:
    """Set the front cover before all other pictures: some players show whichever comes first."""
    tags = file.tags
    if tags.version[:2] == (2, 2):
        tags.update_to_v23()
    others = [frame for frame in tags.getall("APIC") if not _is_front(frame)]
    taken, name = {frame.desc for frame in others}, ""
    while name in taken:  # two pictures of one name are one to ID3
        name = f"{name} Cover".strip()
    make: Callable[..., Any] = APIC
    front = make(encoding=0, mime=picture.mime, type=FRONT_COVER, desc=name, data=picture.data)
    tags.setall("APIC", [front, *others])


def _save_id3(file: Any) -> None:
    """Keep the version, the separators, and the old tag of 128 bytes at the end, if there is one.

    mutagen would bring all of these up to date.
    """
    song = Path(file.filename)
    older = _id3v1(song) if isinstance(file, MP3) else b""
    version = 4 if file.tags.version[:2] not in ((2, 2), (2, 3)) else 3
    file.save(v2_version=version, v23_sep=None)
    if older:
        with song.open("r+b") as whole:
            whole.seek(-len(older), 2)
            whole.write(older)


def _id3v1(song: Path) -> bytes:
    with song.open("rb") as whole:
        whole.seek(0, 2)
        whole.seek(max(0, whole.tell() - 128))
        end = whole.read()
    return end if end.startswith(b"TAG") else b""


def _flac_inside(file: Any) -> Inside:
    fronts = tuple(own.data for own in file.pictures if own.type == FRONT_COVER)
    others = [own.write() for own in file.pictures if own.type != FRONT_COVER]
    return Inside(fronts, (_comments(file.tags), others))


def _put_flac(file: Any, picture: CoverPicture) -> None:
    others = [own for own in file.pictures if own.type != FRONT_COVER]
    file.clear_pictures()
    for own in (_block(picture), *others):
        file.add_picture(own)


def _ogg_inside(file: Any) -> Inside:
    blocks = [(_parsed(text), text) for text in _blocks(file)]
    fronts = tuple(own.data for own, _text in blocks if own and own.type == FRONT_COVER)
    others = [text for own, text in blocks if not (own and own.type == FRONT_COVER)]
    return Inside(fronts, (_comments(file.tags, (_BLOCK, *_OLDER)), others))


def _put_ogg(file: Any, picture: CoverPicture) -> None:
    blocks = [(_parsed(text), text) for text in _blocks(file)]
    others = [text for own, text in blocks if not (own and own.type == FRONT_COVER)]
    front = base64.b64encode(_block(picture).write()).decode()
    file.tags[_BLOCK] = [front, *others]
    for key in _OLDER:
        if key in file.tags:
            del file.tags[key]


def _blocks(file: Any) -> Iterable[str]:
    return file.tags.get(_BLOCK, ())  # type: ignore[no-any-return]


def _parsed(text: str) -> Any:
    """A FLAC picture block in base64; None where it is damaged, for then it is left alone."""
    parse: Callable[[bytes], Any] = Picture
    with suppress(mutagen.MutagenError, *_DAMAGE):
        return parse(base64.b64decode(text))
    return None


def _block(picture: CoverPicture) -> Any:
    make: Callable[[], Any] = Picture
    block = make()
    block.type, block.mime, block.data = FRONT_COVER, picture.mime, picture.data
    block.width, block.height, block.depth = picture.size.width, picture.size.height, 24
    return block


def _comments(tags: Any, without: Iterable[str] = ()) -> object:
    """Vorbis comments, by their names in the order of their values, and who wrote them."""
    return tags.vendor, {key: own for key, own in tags.as_dict().items() if key not in without}


def _mp4_inside(file: Any) -> Inside:
    tags = dict(file.tags.items())
    covers = tags.pop("covr", [])
    unread = dict(file.tags._failed_atoms)
    return Inside(tuple(map(bytes, covers[:1])), (tags, list(map(bytes, covers[1:])), unread))


def _put_mp4(file: Any, picture: CoverPicture) -> None:
    make: Callable[..., Any] = MP4Cover
    kinds = {Format.JPEG: MP4Cover.FORMAT_JPEG, Format.PNG: MP4Cover.FORMAT_PNG}
    others = file.tags.get("covr", [])[1:]
    file.tags["covr"] = [make(picture.data, imageformat=kinds[picture.kind]), *others]


def _save(file: Any) -> None:
    file.save()


_FAMILIES = (
    _Family((MP3, WAVE, AIFF), _id3_inside, _put_id3, _save_id3, _id3_options),
    _Family((FLAC,), _flac_inside, _put_flac, _save),
    _Family((OggVorbis, OggOpus), _ogg_inside, _put_ogg, _save),
    _Family((MP4,), _mp4_inside, _put_mp4, _save),
)
