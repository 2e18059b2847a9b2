"""Covers made ahead of time, as files of our own that other programs may copy.

They lie below the cache until `close`. What a killed program left there is removed by the next.
"""

import os
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMimeData,
    QObject,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QImage

from coverart.domain import SQUARE, WIDE, Crop
from coverart.engine.exporting import export
from coverart.engine.job import Job
from coverart.engine.session import Tools
from coverart.errors import CoverArtError
from coverart.export.lettering import Lettering
from coverart.export.presets import load_presets
from coverart.export.render import ExportOrder
from coverart.gui.finish.export_plan import Plan, presets_for, suggested_name
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.language import _
from coverart.settings import library_path

USUAL = {SQUARE: "square", WIDE: "wide"}
"""The preset by whose rules a cover of a shape is made where nobody chose one."""
PICTURE_SIDE = 1500
"""Pixels of what is pasted as a picture: PNG of 3000 would take seconds. The file has them all."""
PNG = "image/png"
LEFT_BEHIND = 86_400.0
"""Seconds after which files are taken for those of a program that was killed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A crop as a cover: the name of its song, and the words on it."""

    crop: Crop
    name: str = ""
    lettering: Lettering | None = None


@dataclass(frozen=True, slots=True)
class CoverFile:
    """A finished cover, and an `image` of it, no larger than `PICTURE_SIDE`, also as a PNG."""

    path: Path
    image: QImage
    png: bytes

    def mime(self) -> QMimeData:
        """It for programs that take files, and for programs that take pictures.

        The PNG is ready, for Qt would make one while the other program, and the window, wait.
        """
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self.path))])
        mime.setData(PNG, self.png)
        mime.setImageData(self.image)
        return mime


class CoverFiles(QObject):
    """Makes one cover at a time, and keeps those that were made.

    Of `made`, with the wish and its file, and `failed`, with an error that a person can put right,
    one comes for the latest wish.
    """

    made = Signal(object, object)
    failed = Signal(object)

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self._folder = library_path().parent / "covers" / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._known: dict[Wish, CoverFile] = {}
        self._wanted: Wish | None = None
        self._job = OneJob(prepare)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(self._break)

    def of(self, wish: Wish) -> CoverFile | None:
        """The file of a wish, if it was made and is still there."""
        found = self._known.get(wish)
        return found if found is not None and found.path.exists() else None

    def prepare(self, wish: Wish) -> None:
        """Make a cover, unless it was made, or is being made."""
        if wish == self._wanted or self.of(wish) is not None:
            return
        self._wanted = wish
        folder = self._folder
        self._job.start(
            lambda tools: _made(wish, folder / secrets.token_hex(4), tools),
            lambda file: self._keep(wish, file),
        )

    def close(self) -> None:
        """Make nothing more, and remove all files."""
        self._job.let_go()
        self._known.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self, wish: Wish, file: CoverFile) -> None:
        self._wanted = None
        self._known = {wish: file}
        self.made.emit(wish, file)

    def _fail(self, error: CoverArtError) -> None:
        self._wanted = None
        self.failed.emit(error)

    def _break(self) -> None:
        """After a bug, which has been reported, nobody shall wait any longer."""
        self._fail(CoverArtError(_("The cover could not be made")))


def order_for(wish: Wish, folder: Path) -> ExportOrder:
    """What writes the cover of a wish: by the usual rules, or with the crop's own pixels."""
    crop = wish.crop
    usual = USUAL.get(crop.aspect)
    if usual is None or load_presets()[usual] not in presets_for(crop):
        target = folder / f"{wish.name or crop.photo.path.stem}.jpg"
        return ExportOrder(crop.photo.path, crop.box, target, lettering=wish.lettering)
    plan = Plan(crop, load_presets()[usual])
    return plan.order(folder / suggested_name(wish.name, plan), wish.lettering, overwrite=True)


def _made(wish: Wish, folder: Path, tools: Tools) -> Job[CoverFile]:
    """Write the cover; what is slow about its image is done here, too, out of the window's way."""
    _clear_away(folder.parent.parent)
    folder.mkdir(parents=True)
    exported = yield from export(order_for(wish, folder), tools)
    image = QImage(str(exported.path))
    if max(image.width(), image.height()) > PICTURE_SIDE:
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(PICTURE_SIDE, PICTURE_SIDE, keep, smooth)
    return CoverFile(exported.path, image, _as_png(image))


def _as_png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())


def _clear_away(folder: Path) -> None:
    with suppress(OSError):
        for old in folder.iterdir():
            if time.time() - old.stat().st_mtime > LEFT_BEHIND:
                shutil.rmtree(old, ignore_errors=True)
