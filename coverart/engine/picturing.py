"""Pictures to show: a crop, or a whole photo, small enough for the screen."""

from pathlib import Path

from coverart.domain import Box, Pixels, Size
from coverart.media.photo import read_box, read_size
from coverart.media.pool import Pending, ReaderPool, Task


def begin_picture(path: Path, box: Box | None, longest: int, pool: ReaderPool) -> Pending[Pixels]:
    """Begin to decode `box` of a photo, or all of it; at most `longest` pixels on the long side.

    `Pending.result` gives upright sRGB pixels (h, w, 3), and raises `MediaError` for a photo that
    cannot be read.
    """
    return pool.begin(Task(_picture, path, (box, longest)))


def _picture(path: Path, box: Box | None, longest: int) -> Pixels:
    if box is None:
        size = read_size(path)
        box = Box(0, 0, size.width, size.height)
    scale = min(1.0, longest / max(box.width, box.height))
    wanted = Size(max(1, round(box.width * scale)), max(1, round(box.height * scale)))
    return read_box(path, box, wanted)
