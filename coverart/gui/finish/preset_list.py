"""The list of presets: a box to tick, a title, what the platform takes, and a sign if it minds."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from coverart.export.check import Finding
from coverart.export.presets import Preset
from coverart.gui.finish.export_plan import described
from coverart.gui.look import icons
from coverart.gui.look.parts import as_part
from coverart.gui.look.theme import STEP
from coverart.language import _, plural

PRESET = Qt.ItemDataRole.UserRole
MINDED = Qt.ItemDataRole.UserRole + 1
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
CHECKED = Qt.ItemDataRole.CheckStateRole
BOX = 18
SIGN = 18
TEXT_FROM = 5 * STEP
Index = QModelIndex | QPersistentModelIndex


class PresetRow(QStyledItemDelegate):
    """Paints a preset on two lines, between its box and its sign."""

    def sizeHint(  # noqa: N802 (Qt's name)
        self,
        option: QStyleOptionViewItem,
        index: Index,  # noqa: ARG002
    ) -> QSize:
        """Two lines of text and some air."""
        line: int = option.fontMetrics.height()
        return QSize(30 * STEP, 2 * line + 2 * STEP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one preset."""
        place, state, palette = QRectF(option.rect), option.state, option.palette
        preset: Preset = index.data(PRESET)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), 5, 5)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
                painter.drawRoundedRect(place.adjusted(1, 2, -1, -2), 5, 5)
        self._paint_box(painter, place, palette, _is_checked(index))
        texts = place.adjusted(TEXT_FROM, STEP, -STEP - SIGN, -STEP)
        metrics, room = option.fontMetrics, round(texts.width())
        for text, role, where in (
            (_(preset.title), QPalette.ColorRole.Text, Qt.AlignmentFlag.AlignTop),
            (described(preset), QPalette.ColorRole.PlaceholderText, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setPen(palette.color(role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(texts, where, shown)
        if index.data(MINDED):
            self._paint_sign(painter, place, palette.color(QPalette.ColorRole.BrightText))
        painter.restore()

    def editorEvent(  # noqa: N802 (Qt's name)
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick or untick: by a press on the box, or by the space bar anywhere on the row."""
        wanted = False
        if isinstance(event, QMouseEvent):
            on_box = event.position().x() < option.rect.left() + TEXT_FROM
            wanted = event.type() == QEvent.Type.MouseButtonRelease and on_box
        elif isinstance(event, QKeyEvent):
            wanted = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if wanted:
            now = Qt.CheckState.Unchecked if _is_checked(index) else Qt.CheckState.Checked
            return model.setData(index, now, CHECKED)
        return False

    def _paint_box(
        self, painter: QPainter, place: QRectF, palette: QPalette, checked: bool
    ) -> None:
        box = QRectF(place.left() + 1.5 * STEP, place.center().y() - BOX / 2, BOX, BOX)
        accent = palette.color(QPalette.ColorRole.Highlight)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(QPen(accent if checked else quiet, 2))
        painter.setBrush(accent if checked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if checked:
            self._draw(painter, "check", palette.color(QPalette.ColorRole.HighlightedText), box)

    def _paint_sign(self, painter: QPainter, place: QRectF, colour: QColor) -> None:
        left, top = place.right() - STEP - SIGN, place.center().y() - SIGN / 2
        self._draw(painter, "warning", colour, QRectF(left, top, SIGN, SIGN))

    @staticmethod
    def _draw(painter: QPainter, name: str, colour: QColor, where: QRectF) -> None:
        picture = icons.drawing(name, colour.name(), 3 * SIGN)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(where, picture, QRectF(picture.rect()))


class PresetList(QListWidget):
    """Presets: any number are ticked, and one is looked at.

    `preset_chosen` carries the one looked at, `ticked_changed` says that others are ticked.
    """

    preset_chosen = Signal(object)
    ticked_changed = Signal()

    def __init__(self, presets: Sequence[Preset]) -> None:
        super().__init__()
        as_part(self, "choices")
        self.setItemDelegate(PresetRow(self))
        self.setAccessibleName(_("Presets"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for preset in presets:
            item = QListWidgetItem(_(preset.title), self)
            item.setData(PRESET, preset)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.currentItemChanged.connect(self._choose)
        self.itemChanged.connect(self._tell_ticked)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """All of them, in their order."""
        return tuple(item.data(PRESET) for item in self._items())

    @property
    def ticked(self) -> tuple[Preset, ...]:
        """Those to be written."""
        checked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return tuple(item.data(PRESET) for item in checked)

    def choose(self, row: int) -> None:
        """Look at a preset by its place in the list."""
        self.setCurrentRow(row)

    def tick(self, names: Sequence[str]) -> None:
        """Tick the presets of these names, and no others."""
        before = self.ticked
        self.blockSignals(True)
        for item in self._items():
            wanted = item.data(PRESET).name in names
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()
        if self.ticked != before:
            self.ticked_changed.emit()

    def show_findings(self, row: int, findings: Sequence[Finding]) -> None:
        """Mark a row whose platform minds something."""
        item = self.item(row)
        preset: Preset = item.data(PRESET)
        if item.data(MINDED) == len(findings) and item.data(SPOKEN):
            return
        number = len(findings)
        minded = plural("{number} thing to mind", "{number} things to mind", number)
        told = [_(preset.title), described(preset)]
        told += [minded.format(number=number)] if number else []
        self.blockSignals(True)
        item.setData(MINDED, number)
        item.setData(SPOKEN, ", ".join(told))
        item.setToolTip("\n".join(finding.sentence for finding in findings))
        self.blockSignals(False)
        self.viewport().update()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _choose(self, item: QListWidgetItem) -> None:
        self.preset_chosen.emit(item.data(PRESET))

    def _tell_ticked(self, _item: QListWidgetItem) -> None:
        self.ticked_changed.emit()


def _is_checked(index: Index) -> bool:
    return Qt.CheckState(index.data(CHECKED)) == Qt.CheckState.Checked
