"""The songs that were found as a list that Qt can show."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coverart.engine.songs import SongMatch
from coverart.gui.studio.wording import sentence, song_name
from coverart.language import number, percent

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SONG = Qt.ItemDataRole.UserRole


class SongsModel(QAbstractListModel):
    """Songs, best first. `SONG`: the match itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matches: tuple[SongMatch, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent.isValid() else len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match = self._matches[index.row()]
        if role == SONG:
            return match
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{sentence(match.why)}\n{match.path}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = song_name(match.path, match.song)
            return f"{number(index.row() + 1)}: {name}, {percent(match.score)}, {match.why}"
        return None

    def match_at(self, row: int) -> SongMatch:
        """The song in a row."""
        return self._matches[row]

    def set_matches(self, matches: Sequence[SongMatch]) -> None:
        """Show these songs."""
        self.beginResetModel()
        self._matches = tuple(matches)
        self.endResetModel()
