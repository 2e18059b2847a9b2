"""The fonts of this computer, by family, and the one that comes with Pillow.

A font is a file that a stranger made, and the library that reads it is not proof against all of
them: fonts are listed and words are set in child processes. What is no font, or a damaged one, is
passed over.
"""

import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from types import MappingProxyType

from PIL import ImageFont

SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
COLLECTIONS = frozenset({".ttc", ".otc"})
BEGINNINGS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
"""How a file begins that is a TrueType or an OpenType font, or a collection of them."""
PLAIN = ("regular", "book", "roman", "normal", "medium", "text", "light")
BOLD = ("bold", "semibold", "demibold", "demi", "heavy", "extrabold", "medium")
"""Styles, the best first."""
UNASSIGNED = "\U0010ffff"
"""A character that no font has, so that it shows what a font draws instead of one."""
REMEMBERED = 4096
SAMPLE = 24  # pixels; enough to tell one letter from another
DAMAGE = (OSError, ValueError, TypeError, SyntaxError, MemoryError, OverflowError)
"""What Pillow raises on fonts that it cannot read."""

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Face:
    """One style of a family: the `index`-th face of a file."""

    family: str
    style: str
    path: Path
    index: int = 0


@dataclass(frozen=True, slots=True)
class Family:
    """The faces of one name that words are set in; they may be one and the same."""

    plain: Face
    bold: Face


def families() -> tuple[str, ...]:
    """The families of the installed fonts, sorted by name whatever its capitals; perhaps none."""
    return tuple(sorted(installed(), key=str.casefold))


def installed() -> Mapping[str, Family]:
    """The installed fonts by family. They are looked for once in the life of a process."""
    return scan(folders())


def font(family: str, pixels: float, bold: bool = False) -> Font:
    """A font of `pixels` an em; that of Pillow where there is no such family, or it is broken."""
    return _opened(_face(family, bold), pixels, bold)


def undrawn(text: str, family: str) -> str:
    """The characters of a text that a family cannot draw, each once, in their order."""
    face = _face(family)
    return "".join(sign for sign in dict.fromkeys(text) if not _draws(face, sign))


def family_for(text: str, family: str) -> str:
    """The family that draws all of a text: `family`, Pillow's own, or the first installed one.

    Where none draws all of it, the one that lacks the least.
    """
    best, lacking = family, len(undrawn(text, family))
    others = () if lacking == 0 else ("", *_by_likeness(installed()))
    for other in others:
        missing = len(undrawn(text, other))
        if missing < lacking:
            best, lacking = other, missing
        if lacking == 0:
            break
    return best


def folders() -> tuple[Path, ...]:
    """Where this system keeps fonts: those of the user first, so that they come before others."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData/Local"))
        windows = os.environ.get("WINDIR", "C:/Windows")
        return Path(local, "Microsoft/Windows/Fonts"), Path(windows, "Fonts")
    if sys.platform == "darwin":
        return home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")
    own = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    kept = [Path(own, "fonts"), home / ".fonts"]
    return (*kept, *(Path(one, "fonts") for one in shared.split(":") if one))


@cache
def scan(places: Sequence[Path]) -> Mapping[str, Family]:
    """The families of all fonts in and below some folders; the first of two equal faces counts."""
    faces: dict[str, list[Face]] = {}
    for path in _files(places):
        for face in _faces(path):
            faces.setdefault(face.family, []).append(face)
    return MappingProxyType(
        {name: Family(_nearest(own, PLAIN), _nearest(own, BOLD)) for name, own in faces.items()}
    )


def _files(places: Sequence[Path]) -> Iterator[Path]:
    """Font files, in the same order every time."""
    for place in places:
        for folder, below, names in os.walk(place):
            below.sort()
            yield from (Path(folder, one) for one in sorted(names) if _is_font(Path(folder, one)))


def _is_font(path: Path) -> bool:
    """Whether a file is called like a font and begins like one."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    with suppress(OSError), path.open("rb") as file:
        return file.read(4) in BEGINNINGS
    return False


def _faces(path: Path) -> Iterator[Face]:
    """The faces in a font file; none where it is damaged, or of a kind hidden from users."""
    numbers = count() if path.suffix.lower() in COLLECTIONS else range(1)
    for index in numbers:
        try:
            family, style = ImageFont.truetype(path, SAMPLE, index).getname()
        except DAMAGE:
            return
        # The names of fonts for the system's own use begin with a dot on a Mac.
        if family and not family.startswith("."):
            yield Face(family, style or "", path, index)


def _nearest(faces: Sequence[Face], styles: Sequence[str]) -> Face:
    """The upright face whose style is the first of `styles` that there is; else any face."""

    def rank(face: Face) -> tuple[bool, int]:
        style = face.style.casefold().replace(" ", "")
        slanted = "italic" in style or "oblique" in style
        return slanted, styles.index(style) if style in styles else len(styles)

    return min(faces, key=rank)


def _by_likeness(found: Mapping[str, Family]) -> list[str]:
    """Families, those first that look most like a plain face of a cover."""

    def oddity(name: str) -> tuple[bool, bool, int, str]:
        return "Mono" in name, "Sans" not in name, len(name), name

    return sorted(found, key=oddity)


def _face(family: str, bold: bool = False) -> Face | None:
    """What a family is set in; None stands for the font of Pillow."""
    found = installed().get(family) if family else None
    if found is None:
        return None
    return found.bold if bold else found.plain


def _opened(face: Face | None, pixels: float, bold: bool = False) -> Font:
    if face is not None:
        with suppress(*DAMAGE):
            opened = ImageFont.truetype(face.path, pixels, face.index)
            if bold:
                _embolden(opened)
            return opened
    own = ImageFont.load_default(pixels)
    assert isinstance(own, ImageFont.FreeTypeFont)  # noqa: S101 (it is, where a size is given)
    return own


def _embolden(opened: Font) -> None:
    """Make a font bold if it holds all weights in one."""
    with suppress(*DAMAGE, NotImplementedError):
        opened.set_variation_by_name("Bold")


def _draws(face: Face | None, sign: str) -> bool:
    """Whether a face has a glyph for a character; what is not visible needs none."""
    if unicodedata.category(sign)[0] in "ZC":
        return True
    return _drawn(face, sign) != _drawn(face, UNASSIGNED)


@lru_cache(maxsize=REMEMBERED)
def _drawn(face: Face | None, sign: str) -> tuple[tuple[int, int], bytes]:
    """What a face draws for a character."""
    mask = _sample(face).getmask(sign)
    return mask.size, bytes(mask)


@lru_cache(maxsize=REMEMBERED)
def _sample(face: Face | None) -> Font:
    """A small font to try characters with."""
    return _opened(face, SAMPLE)
