"""How one song is painted in the list: rank, title, artist; below, why; a bar and a number."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coverart.engine.songs import SongMatch
from coverart.gui.look.theme import STEP
from coverart.gui.songs.songs_model import SONG
from coverart.gui.studio.wording import sentence, song_name
from coverart.language import _, percent

HEIGHT = 7 * STEP
RANK = 5 * STEP
SCORE = 18 * STEP
NUMBER = 5 * STEP
BAR = 4
CORNER = 6.0
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class SongRow(QStyledItemDelegate):
    """Paints songs."""

    def sizeHint(  # noqa: N802 (Qt's name)
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(option.rect.width(), HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        match: SongMatch = index.data(SONG)
        palette = option.palette
        row = QRectF(option.rect).adjusted(0, 2, 0, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            role = QPalette.ColorRole.AlternateBase if selected else QPalette.ColorRole.Base
            painter.setBrush(palette.color(role))
            painter.drawRoundedRect(row, CORNER, CORNER)
        _paint_rank(painter, row, index.row() + 1, palette)
        words = row.adjusted(RANK, STEP / 2, -SCORE - 3 * STEP, -STEP / 2)
        _paint_words(painter, words, match, palette)
        place = QRectF(row.right() - SCORE - STEP, row.y(), SCORE, row.height())
        _paint_score(painter, place, match.score, palette)
        painter.restore()


def below(match: SongMatch) -> str:
    """Why it fits, whether its lyrics counted, and its file where that is not its name already."""
    lyrics = _("lyrics counted") if match.lyrics else ""
    file = match.path.name if match.song.title else ""
    return " · ".join(filter(None, (sentence(match.why)[:-1], lyrics, file)))


def _paint_rank(painter: QPainter, row: QRectF, rank: int, palette: QPalette) -> None:
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    place = QRectF(row.x(), row.y(), RANK - STEP, row.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | _MIDDLE, str(rank))


def _paint_words(painter: QPainter, place: QRectF, match: SongMatch, palette: QPalette) -> None:
    half = place.height() / 2
    for top, text, role in (
        (place.y(), song_name(match.path, match.song), QPalette.ColorRole.Text),
        (place.y() + half, below(match), QPalette.ColorRole.PlaceholderText),
    ):
        painter.setPen(palette.color(role))
        line = QRectF(place.x(), top, place.width(), half)
        elided = Qt.TextElideMode.ElideRight
        cut = QFontMetricsF(painter.font()).elidedText(text, elided, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | _MIDDLE, cut)


def _paint_score(painter: QPainter, place: QRectF, score: float, palette: QPalette) -> None:
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | _MIDDLE, percent(score))
    painter.setPen(Qt.PenStyle.NoPen)
    whole = QRectF(place.x(), place.center().y() - BAR / 2, place.width() - NUMBER, BAR)
    reached = QRectF(whole.x(), whole.y(), whole.width() * score, BAR)
    for bar, role in (
        (whole, QPalette.ColorRole.Mid),
        (reached, QPalette.ColorRole.PlaceholderText),
    ):
        painter.setBrush(palette.color(role))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
