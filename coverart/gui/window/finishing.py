"""From the chosen crop to a finished cover: the export, the song's tags, out by hand."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from coverart.domain import Crop
from coverart.gui.finish.clipboard import CoverCopier
from coverart.gui.finish.cover_files import CoverFiles, Wish
from coverart.gui.finish.drag_out import DragOut
from coverart.gui.finish.export_plan import Material
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wording import song_name
from coverart.language import _

if TYPE_CHECKING:  # at run time they are loaded when they are opened; the window must not wait
    from coverart.gui.finish.export_dialog import ExportDialog
    from coverart.gui.finish.tag_sheet import TagSheet


class Finishing(QObject):
    """Opens what finishes a cover; `crops` gives the chosen crop, then its other shape.

    `said` carries a sentence, and whether it is about something that did not work; `tagged` what
    became of the song when a cover was put into it.
    """

    said = Signal(str, bool)
    tagged = Signal(object)

    def __init__(
        self, window: QWidget, studio: Studio, crops: Callable[[], tuple[Crop, ...]]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._crops = crops
        self._files = CoverFiles(studio.prepare_aside)
        self._copier = CoverCopier(self._files)
        self._drag = DragOut(self._files)
        self._copier.said.connect(self.said)

    def export(self) -> "ExportDialog | None":
        """Export the chosen crop, if there is one."""
        material = self._material()
        if material is None:
            return None
        from coverart.gui.finish.export_dialog import ExportDialog  # noqa: PLC0415

        dialog = ExportDialog(self._window, material, self._studio.prepare_aside)
        dialog.tagged.connect(self.tagged)
        dialog.open()
        return dialog

    def tag(self) -> "TagSheet | None":
        """Put the chosen crop into the tags of the song, after asking."""
        material = self._material()
        if material is None or material.song is None:
            self.said.emit(_("Choose a song and a crop first."), False)
            return None
        from coverart.gui.finish.tag_sheet import TagSheet  # noqa: PLC0415

        sheet = TagSheet(self._window, material, self._studio.prepare_aside)
        sheet.tagged.connect(self.tagged)
        sheet.open()
        return sheet

    def copy(self) -> None:
        """Put the chosen crop on the clipboard."""
        crops = self._crops()
        if crops:
            self._copier.copy_cover(self._wish(crops[0]))

    def prepare_drag(self, crop: Crop) -> None:
        """Make the cover of a crop, which may be dragged soon."""
        self._drag.prepare(self._wish(crop))

    def drag(self, crop: Crop, widget: QWidget, picture: QPixmap | None) -> None:
        """Drag a crop's cover out of a widget; other programs get a copy."""
        self._drag.begin(self._wish(crop), widget, picture or QPixmap())

    def close(self) -> None:
        """Make nothing more, and remove what was made to be taken out."""
        self._drag.close()
        self._files.close()

    def _wish(self, crop: Crop) -> Wish:
        return Wish(crop, song_name(self._studio.wanted.song, self._studio.crops.record))

    def _material(self) -> Material | None:
        crops = self._crops()
        if not crops:
            return None
        song, record = self._studio.wanted.song, self._studio.crops.record
        return Material(
            crops=crops,
            name=song_name(song, record),
            song=song,
            title=record.title if record else "",
            artist=record.artist if record else "",
        )
