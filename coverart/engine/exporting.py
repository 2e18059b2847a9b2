"""Writing the chosen covers. Photos are decoded at full resolution, so in a child process.

Fonts are files that strangers made, too: words are set, and fonts are listed, there as well.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from coverart.domain import Box, Size
from coverart.engine.job import Job, Notice, Progress
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.errors import CoverArtError, MediaError
from coverart.export.fonts import families, folders
from coverart.export.lettering import Lettered, Lettering, lettered
from coverart.export.render import Exported, ExportOrder, export_cover
from coverart.export.write import named, remove_parts
from coverart.language import _
from coverart.media.photo import read_box
from coverart.media.pool import ReaderPool, Task


@dataclass(frozen=True, slots=True)
class Failed:
    """A cover that was not written, and why."""

    order: ExportOrder
    error: CoverArtError


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """The covers of a release set that were written, and those that were not."""

    exported: tuple[Exported, ...]
    failed: tuple[Failed, ...] = ()


def export(order: ExportOrder, tools: Tools) -> Job[Exported]:
    """Write the cover that `order` describes.

    Raises `MediaError` for a photo that cannot be read, and `ExportError` for a cover that cannot
    be written as asked. Cancelled before its end, it leaves nothing behind.
    """
    task = Task(_export, order.photo, (order,))
    label = _("Writing {name}").format(name=order.target.name)
    with _alone(tools, [order]) as pool:
        return (yield from awaited(pool.begin(task), label))


def release(orders: Sequence[ExportOrder], tools: Tools) -> Job[ReleaseResult]:
    """Write the covers of a release set, one after the other; one that fails stops no other.

    Cancelled before its end, it leaves the covers that were finished, each of them whole.
    """
    exported: list[Exported] = []
    failed: list[Failed] = []
    label = _("Writing covers")
    with _alone(tools, orders) as pool:
        for place, order in enumerate(orders):
            label = _("Writing {name}").format(name=order.target.name)
            try:
                exported.append(
                    (yield from _written(order, pool, Progress(label, place, len(orders))))
                )
            except CoverArtError as error:
                failed.append(Failed(order, error))
    yield Progress(label, len(orders), len(orders))
    return ReleaseResult(tuple(exported), tuple(failed))


def preview_letters(
    photo: Path, box: Box, longest: int, lettering: Lettering, tools: Tools
) -> Job[Lettered]:
    """The cover as it will be, with at most `longest` pixels on its long side.

    Raises `MediaError` for a photo that cannot be read.
    """
    task = Task(_lettered, photo, (box, longest, lettering))
    return (yield from awaited(tools.pool.begin(task), _("Setting the words")))


def list_fonts(tools: Tools) -> Job[tuple[str, ...]]:
    """The families of the installed fonts, sorted; none, with a notice, where one is dangerous."""
    try:
        task = Task(_families, folders()[0])
        return (yield from awaited(tools.pool.begin(task), _("Looking at the fonts")))
    except MediaError:
        yield Notice(_("The fonts of this computer cannot be listed: one of them is damaged."))
        return ()


@contextmanager
def _alone(tools: Tools, orders: Sequence[ExportOrder]) -> Iterator[ReaderPool]:
    """A process of its own for writing; what it leaves unfinished is removed.

    One process alone may take more memory than one of many: the photo is decoded in full.
    """
    try:
        with tools.pool.alone() as pool:
            yield pool
    finally:
        for order in orders:
            with suppress(CoverArtError):
                remove_parts(named(order.target, order.preset)[0])


def _written(order: ExportOrder, pool: ReaderPool, told: Progress) -> Job[Exported]:
    """Write one cover of several."""
    pending = pool.begin(Task(_export, order.photo, (order,)))
    try:
        yield told
        while not pending.wait():
            yield told
        return pending.result()
    finally:
        pending.cancel()


def _export(_photo: Path, order: ExportOrder) -> Exported:
    return export_cover(order)


def _lettered(photo: Path, box: Box, longest: int, lettering: Lettering) -> Lettered:
    scale = min(1.0, longest / max(box.width, box.height))
    size = Size(max(1, round(box.width * scale)), max(1, round(box.height * scale)))
    return lettered(read_box(photo, box, size), lettering)


def _families(_folder: Path) -> tuple[str, ...]:
    return families()
