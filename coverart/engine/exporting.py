"""Writing the chosen cover. The photo is decoded at full resolution, so in a child process."""

from pathlib import Path

from coverart.engine.job import Job
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.export.render import Exported, ExportOrder, export_cover
from coverart.media.pool import Task


def export(order: ExportOrder, tools: Tools) -> Job[Exported]:
    """Write the cover that `order` describes.

    Raises `MediaError` for a photo that cannot be read, and `ExportError` for a cover that cannot
    be written as asked. Cancelled before its end, it leaves nothing behind.
    """
    task = Task(_export, order.photo, (order,))
    # One process alone may take more memory than one of many: the photo is decoded in full.
    with tools.pool.alone() as pool:
        return (yield from awaited(pool.begin(task), f"Writing {order.target.name}"))


def _export(_photo: Path, order: ExportOrder) -> Exported:
    return export_cover(order)
