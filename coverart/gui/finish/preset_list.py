"""The list of presets: a title, and quietly below it what the platform takes."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from coverart.export.presets import Preset
from coverart.gui.finish.export_plan import described
from coverart.gui.look.parts import as_part
from coverart.gui.look.theme import STEP

PRESET = Qt.ItemDataRole.UserRole


class PresetRow(QStyledItemDelegate):
    """Paints a preset on two lines."""

    def sizeHint(  # noqa: N802 (Qt's name)
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Two lines of text and some air."""
        line: int = option.fontMetrics.height()
        return QSize(38 * STEP, 2 * line + 2 * STEP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one preset."""
        place, state, palette = option.rect, option.state, option.palette
        preset: Preset = index.data(PRESET)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(QRectF(place).adjusted(0, 1, 0, -1), 5, 5)
        texts = QRectF(place).adjusted(1.5 * STEP, STEP, -STEP, -STEP)
        loud, low = QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText
        if selected:
            loud = low = QPalette.ColorRole.HighlightedText
        painter.setPen(palette.color(loud))
        painter.drawText(texts, Qt.AlignmentFlag.AlignTop, preset.title)
        painter.setPen(palette.color(low))
        painter.drawText(texts, Qt.AlignmentFlag.AlignBottom, described(preset))
        painter.restore()


class PresetList(QListWidget):
    """Presets to choose from."""

    preset_chosen = Signal(object)

    def __init__(self, presets: Sequence[Preset]) -> None:
        super().__init__()
        as_part(self, "choices")
        self.setItemDelegate(PresetRow(self))
        self.setAccessibleName("Presets")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for preset in presets:
            item = QListWidgetItem(preset.title, self)
            item.setData(PRESET, preset)
        self.currentItemChanged.connect(self._choose)

    def choose(self, row: int) -> None:
        """Choose a preset by its place in the list."""
        self.setCurrentRow(row)

    def _choose(self, item: QListWidgetItem) -> None:
        self.preset_chosen.emit(item.data(PRESET))
