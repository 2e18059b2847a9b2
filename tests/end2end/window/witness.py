"""Runs the application, and tells what is to be seen in it; it does nothing to it.

Started in place of `python -m coverart`, with the same arguments. For every line on standard input
it answers with one line of JSON, read off the widgets in the window's own thread: what there is to
see, and where on the screen. Nothing of Qt is imported before it is needed, since child processes
read this file as well.
"""

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

Seen = dict[str, Any]
LONGEST_LIST = 400
"""As many rows of a list are looked at."""


def main() -> None:
    """Run the application with a witness in it."""
    from PySide6.QtCore import QObject, Qt, Signal  # noqa: PLC0415

    class Witness(QObject):
        asked = Signal()

    witness = Witness()
    witness.asked.connect(_answer, Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=_listen, args=(witness.asked.emit,), daemon=True).start()
    from coverart.__main__ import run  # noqa: PLC0415

    run()


def _listen(ask: Any) -> None:
    # Not `sys.stdin`, whose lock would be held when the interpreter ends.
    while question := os.read(0, 1024):
        for _line in question.splitlines():
            ask()


def _answer() -> None:
    answer = (json.dumps(look()) + "\n").encode()
    while answer:
        answer = answer[os.write(1, answer) :]


def look() -> Seen:
    """Everything that is to be seen."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    front = (
        QApplication.activePopupWidget()
        or QApplication.activeModalWidget()
        or QApplication.activeWindow()
    )
    windows = [own for own in QApplication.topLevelWidgets() if own.isVisible()]
    focused = QApplication.focusWidget()
    things = [
        thing for window in windows for thing in _things(window, front in (None, window), focused)
    ]
    return {"things": things, "stage": _stage(), "windows": [_window(own) for own in windows]}


def _window(window: "QWidget") -> Seen:
    return {
        "kind": type(window).__name__,
        "title": window.windowTitle().replace("[*]", ""),
        "place": _place(window, window.rect()),
        "active": window.isActiveWindow(),
        "full_screen": window.isFullScreen(),
    }


def _stage() -> str:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from coverart.gui.window.main_window import MainWindow  # noqa: PLC0415

    mains = [own for own in QApplication.topLevelWidgets() if isinstance(own, MainWindow)]
    return mains[0]._studio.crops.stage.name if mains else ""


def _things(window: "QWidget", in_front: bool, focused: "QWidget | None") -> list[Seen]:
    """The widgets of a window, with the entries of menus and lists among them."""
    from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget  # noqa: PLC0415

    things = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.window() is not window or not widget.isVisible():
            continue
        region = _region(widget)
        if region.isEmpty():
            continue
        told = _told(widget)
        told |= {
            "window": _address(window),
            "kind": type(widget).__name__,
            "name": widget.accessibleName(),
            "described": widget.accessibleDescription(),
            "place": _place(widget, region),
            "enabled": widget.isEnabled(),
            "focused": widget is focused,
            "in_front": in_front,
        }
        things.append(told)
        if isinstance(widget, QMenu):
            things += _entries(widget)
        elif isinstance(widget, QAbstractItemView):
            things += _items(widget, in_front)
    return things


def _region(widget: "QWidget") -> "QRect":
    """The part of a widget that is to be seen; what lies on top of it belongs to it."""
    from PySide6.QtWidgets import QAbstractScrollArea  # noqa: PLC0415

    inner = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    region = inner.visibleRegion().boundingRect()
    return region.translated(inner.pos()) if inner is not widget else region


def _told(widget: "QWidget") -> Seen:
    """What a widget says by itself."""
    from PySide6 import QtWidgets as Qt  # noqa: PLC0415

    if isinstance(widget, Qt.QAbstractButton):
        return {"text": widget.text().replace("&&", "&"), "checked": widget.isChecked()}
    if isinstance(widget, Qt.QLabel | Qt.QLineEdit):
        return {"text": widget.text()}
    if isinstance(widget, Qt.QPlainTextEdit):
        return {"text": widget.toPlainText()}
    if isinstance(widget, Qt.QComboBox):
        return {"text": widget.currentText()}
    if isinstance(widget, Qt.QAbstractSlider):
        return {"text": "", "value": widget.value()}
    return {"text": str(getattr(widget, "full_text", ""))}


def _entries(menu: Any) -> list[Seen]:
    return [
        {
            "window": _address(menu),
            "kind": "Entry",
            "name": "",
            "text": action.text().partition("\t")[0].replace("&&", "&"),
            "keys": [own.toString() for own in action.shortcuts()],
            "place": _place(menu, menu.actionGeometry(action)),
            "enabled": action.isEnabled(),
            "focused": action is menu.activeAction(),
            "in_front": True,
        }
        for action in menu.actions()
        if action.isVisible() and not action.isSeparator()
    ]


def _items(view: Any, in_front: bool) -> list[Seen]:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    model, seen = view.model(), view.viewport().rect()
    items = []
    for row in range(min(LONGEST_LIST, model.rowCount() if model is not None else 0)):
        index = model.index(row, 0, view.rootIndex())
        place = view.visualRect(index).intersected(seen)
        if place.isEmpty():
            continue
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        items.append(
            {
                "window": _address(view.window()),
                "kind": "Item",
                "name": view.accessibleName(),
                "text": str(spoken or index.data() or ""),
                "place": _place(view.viewport(), place),
                "enabled": view.isEnabled(),
                "focused": view.currentIndex() == index,
                "checked": view.selectionModel().isSelected(index),
                "in_front": in_front,
                "row": row,
            }
        )
    return items


def _address(window: "QWidget") -> list[int]:
    """What the screen calls a window, and where it should be there: left and top."""
    return [int(window.winId()), *_place(window, window.rect())[:2]]


def _place(widget: "QWidget", part: "QRect") -> list[int]:
    """Left, top, width and height in pixels of the screen."""
    density = widget.devicePixelRatioF()
    corner = widget.mapToGlobal(part.topLeft())
    numbers = (corner.x(), corner.y(), part.width(), part.height())
    return [round(density * number) for number in numbers]


if __name__ == "__main__":
    sys.argv[0] = "coverart"
    main()
