"""Which files of a folder are photos, and which are songs."""

import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coverart.errors import MediaError
from coverart.language import _

PHOTO_SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .tif .tiff .heic .heif .hif .avif".split()
)
# Pictures that people do have in their folders and that are not read: saying so beats silence.
OTHER_PICTURE_SUFFIXES = frozenset(
    ".gif .bmp .svg .psd .xcf .eps .jp2 .jxl .ico .tga .raw .dng .cr2 .cr3 .nef .arw .raf .orf "
    ".rw2 .pef .srw".split()
)


FILES_BETWEEN_PAUSES = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds: photos to read, and pictures of kinds that are not read, both sorted."""

    photos: tuple[Path, ...]
    others: tuple[Path, ...]


def find_photos(places: Iterable[Path]) -> Found:
    """Find the photos in `places` in one go; see `search_photos`."""
    searching = search_photos(places)
    while True:
        try:
            next(searching)
        except StopIteration as finished:
            found: Found = finished.value
            return found


def search_photos(places: Iterable[Path]) -> Generator[None, None, Found]:
    """Find the photos in `places`, folders (with all folders below them) and single files.

    Yields now and then, so that a search through a whole disk can be given up. Hidden files and
    folders are left out, and so are folders further down that may not be read; a folder that can
    be reached in two ways, by a symbolic link say, is read once; a file named in two places is
    listed once. Raises `MediaError` for a place that is not there or cannot be read.
    """
    found = yield from search(places, PHOTO_SUFFIXES | OTHER_PICTURE_SUFFIXES)
    photos = tuple(path for path in found if path.suffix.lower() in PHOTO_SUFFIXES)
    others = tuple(path for path in found if path.suffix.lower() in OTHER_PICTURE_SUFFIXES)
    return Found(photos, others)


def search(
    places: Iterable[Path], suffixes: frozenset[str]
) -> Generator[None, None, tuple[Path, ...]]:
    """Find the files with one of some suffixes, in small letters; as `search_photos` does it."""
    found: dict[Path, Path] = {}
    visited: set[tuple[int, int]] = set()
    seen = 0
    for place in places:
        for path in _files(place, visited):
            seen += 1
            if seen % FILES_BETWEEN_PAUSES == 0:
                yield
            if path.suffix.lower() in suffixes:
                found.setdefault(path.resolve(), path)
    return tuple(sorted(found.values()))


def _files(place: Path, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """Every file that is not hidden in `place` and below."""
    try:
        single = place.is_file()
        if not single:
            os.scandir(place).close()
    except FileNotFoundError as error:
        raise MediaError(place, _("there is no such folder"), _("choose another one")) from error
    except NotADirectoryError as error:
        raise MediaError(place, _("it is neither a folder nor a file")) from error
    except PermissionError as error:
        raise MediaError(place, _("it may not be read"), _("check its permissions")) from error
    if single:
        yield place
        return
    for folder, folders, names in os.walk(place, followlinks=True):
        identity = _identity(folder)
        if identity is None or identity in visited:
            folders.clear()
            continue
        visited.add(identity)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and os.path.isfile(path):  # noqa: PTH113 (never raises)
                yield path


def _identity(folder: str) -> tuple[int, int] | None:
    """What a folder is, whichever way it was reached; None if it is gone or may not be entered."""
    try:
        status = os.stat(folder)  # noqa: PTH116 (a folder of os.walk is a string)
    except OSError:
        return None
    return status.st_dev, status.st_ino
