"""What can be done with one tile of the gallery, as a menu."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from coverart.domain import Match

Deed = Callable[[Match], object]


def tile_menu(
    parent: QWidget,
    actions: Sequence[QAction],
    match: Match,
    deeds: Mapping[str, Deed],
    where: QPoint,
) -> QMenu:
    """Open a menu at a point of the screen: what commands do, and deeds by their titles."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(actions)
    menu.addSeparator()
    for title, deed in deeds.items():
        menu.addAction(title).triggered.connect(_calling(deed, match))
    menu.popup(where)
    return menu


def _calling(deed: Deed, match: Match) -> Callable[[bool], object]:
    return lambda _checked: deed(match)
