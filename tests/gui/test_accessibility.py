"""Everything in the window can be named, reached by the keyboard, seen to be reached, and hit."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coverart.gui.commands import COMMANDS
from coverart.gui.finish.lettering_form import LetteringForm
from coverart.gui.look.pages import Pages
from coverart.gui.session.preferences import Preferences
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, drop, wait_for

SMALLEST = 24
"""Pixels across of what can be hit (WCAG 2.2, 2.5.8)."""
USABLE = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractItemView)
Scene = Callable[[MainWindow], QWidget]
Check = Callable[[QWidget], list[str]]


def empty(window: MainWindow) -> QWidget:
    return window


def with_ranking(window: MainWindow) -> QWidget:
    window.gallery.setFocus()
    return window


def filtered(window: MainWindow) -> QWidget:
    window.crops_page.results.toggle_filters()
    return window


def worded(window: MainWindow) -> QWidget:
    """With chips, a message and files that were skipped."""
    window.top.focus_words()
    window.top.words.setText("calm evening -red")
    QTest.keyClick(window.top.words, Qt.Key.Key_Return)
    window.message.say("Something was left out.", serious=True)
    window.status.set_skipped(2)
    return window


def edited(window: MainWindow) -> QWidget:
    window.actions_by_name["edit"].trigger()
    return window


def compared(window: MainWindow) -> QWidget:
    window.crops_page.back()
    window.gallery.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    for _number in range(2):
        QTest.keyClick(window.gallery, Qt.Key.Key_Right, shift)
    window.actions_by_name["compare"].trigger()
    return window


def songs(window: MainWindow) -> QWidget:
    window.crops_page.back()
    window.actions_by_name["turn"].trigger()
    return window


def opened(name: str) -> Scene:
    """The dialog that a command opens."""

    def open_dialog(window: MainWindow) -> QWidget:
        before = set(window.findChildren(QDialog))
        window.actions_by_name[name].trigger()
        (dialog,) = set(window.findChildren(QDialog)) - before
        return dialog

    open_dialog.__name__ = name
    return open_dialog


def lettered(window: MainWindow) -> QWidget:
    """The export dialog with the page for the words on the cover."""
    dialog = opened("export")(window)
    form = dialog.findChild(LetteringForm)
    assert form is not None
    turn_to(dialog, form)
    form.wanted.setChecked(True)
    return dialog


def windowed(window: MainWindow) -> QWidget:
    """The settings with the page for the window."""
    dialog = opened("settings")(window)
    page = dialog.findChild(Preferences)
    assert page is not None
    turn_to(dialog, page)
    return dialog


def turn_to(dialog: QWidget, page: QWidget) -> None:
    pages = dialog.findChild(Pages)
    assert pages is not None
    pages.show_page(page)


BEFORE: tuple[Scene, ...] = (empty,)
AFTER: tuple[Scene, ...] = (
    *(with_ranking, filtered, worded),
    *(opened("export"), lettered, opened("settings"), windowed, opened("help"), opened("about")),
    *(edited, compared, songs),
)


@pytest.fixture
def scenes(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> Iterator[tuple[str, QWidget]]:
    """Every page and dialog of the window, one after the other, with its name."""

    def shown() -> Iterator[tuple[str, QWidget]]:
        for scene in BEFORE:
            yield scene.__name__, visible(qtbot, scene(window))
        drop(window, song, photos)
        wait_for(qtbot, studio, Stage.FINAL)
        for scene in AFTER:
            root = visible(qtbot, scene(window))
            wait_for(qtbot, studio, Stage.FINAL)
            yield scene.__name__, root
            if isinstance(root, QDialog):
                with qtbot.waitSignal(root.destroyed):
                    root.close()

    return shown()


def visible(qtbot: QtBot, root: QWidget) -> QWidget:
    top = root.window()
    top.activateWindow()
    qtbot.waitUntil(top.isActiveWindow, timeout=TIMEOUT)
    QApplication.processEvents()
    return root


def usable(root: QWidget) -> list[QWidget]:
    """What can be used: pressed, typed into, moved, or gone to by the keyboard."""
    within = [own for own in root.findChildren(QWidget) if own.window() is root.window()]
    return [
        own
        for own in within
        if own.isVisible()
        and own.isEnabled()
        and (isinstance(own, USABLE) or own.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(own, QScrollBar)
        and not isinstance(own.parentWidget(), (QLineEdit, QComboBox))
    ]


def focusable(root: QWidget) -> list[QWidget]:
    return [own for own in usable(root) if own.focusPolicy() & Qt.FocusPolicy.TabFocus]


def name_of(widget: QWidget) -> str:
    """What a screen reader says of it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def described(widget: QWidget) -> str:
    within = widget.parentWidget()
    return f"{type(widget).__name__} {name_of(widget)!r} in {type(within).__name__}"


def no_complaints(scenes: Iterator[tuple[str, QWidget]], check: Check) -> None:
    seen = 0
    found: list[str] = []
    for name, root in scenes:
        seen += 1
        found += [f"{name}: {complaint}" for complaint in check(root)]
    assert seen == len(BEFORE) + len(AFTER)
    assert not found, "\n".join(found)


def test_everything_that_can_be_used_has_a_name(scenes: Iterator[tuple[str, QWidget]]) -> None:
    def nameless(root: QWidget) -> list[str]:
        return [described(own) for own in usable(root) if not name_of(own).strip()]

    no_complaints(scenes, nameless)


def test_everything_that_can_be_pressed_is_large_enough(
    scenes: Iterator[tuple[str, QWidget]],
) -> None:
    def small(root: QWidget) -> list[str]:
        return [
            f"{described(own)}: {own.width()}×{own.height()}"
            for own in usable(root)
            if min(own.width(), own.height()) < SMALLEST
        ]

    no_complaints(scenes, small)


def test_tab_goes_through_everything_once_in_the_order_of_reading(
    scenes: Iterator[tuple[str, QWidget]],
) -> None:
    def lost(root: QWidget) -> list[str]:
        visited = tabbed(root)
        missing = [own for own in focusable(root) if own not in visited]
        return [f"never reached: {described(own)}" for own in missing] + disorder(root, visited)

    no_complaints(scenes, lost)


def tabbed(root: QWidget) -> list[QWidget]:
    """Where Tab leads, from the first to the one before the first again."""
    first = topmost(root, focusable(root))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    visited = [first]
    while True:
        QTest.keyClick(visited[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in visited:
            assert now is first, f"{described(visited[-1])} leads back to {described(now)}"
            return visited
        visited.append(now)


def topmost(root: QWidget, widgets: list[QWidget]) -> QWidget:
    def corner(widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(root, QPoint(0, widget.height() // 2))
        return at.y() // SMALLEST, at.x()

    return min(widgets, key=corner)


def disorder(root: QWidget, visited: list[QWidget]) -> list[str]:
    """Steps from one widget to the next that lead back, up or to the left.

    They are judged where they part: by the widgets that hold them in the one that holds both.
    """
    return [
        f"from {described(one)} back to {described(other)}"
        for one, other in pairwise(visited)
        if leads_back(*parted(root, one, other))
    ]


def parted(root: QWidget, one: QWidget, other: QWidget) -> tuple[QRect, QRect]:
    """The places of what holds each, in the innermost widget that holds both."""
    ours, theirs = line_of(root, one), line_of(root, other)
    depth = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a is not b),
        min(len(ours), len(theirs)) - 1,
    )
    return place(root, ours[depth]), place(root, theirs[depth])


def line_of(root: QWidget, widget: QWidget) -> list[QWidget]:
    line = [widget]
    while line[-1] is not root:
        above = line[-1].parentWidget()
        assert above is not None
        line.append(above)
    return line[::-1]


def place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def leads_back(one: QRect, other: QRect) -> bool:
    beside = one.top() < other.bottom() and other.top() < one.bottom()
    if beside:
        return other.right() < one.left()
    stacked = one.left() < other.right() and other.left() < one.right()
    return stacked and other.bottom() < one.top()


def test_whatever_the_keyboard_is_on_looks_different(
    scenes: Iterator[tuple[str, QWidget]],
) -> None:
    def unseen(root: QWidget) -> list[str]:
        return [described(own) for own in focusable(root) if not shows_focus(root, own)]

    no_complaints(scenes, unseen)


def shows_focus(root: QWidget, widget: QWidget) -> bool:
    """Whether a widget, or what is close around it, changes with the keyboard on it."""
    others = [own for own in focusable(root) if own is not widget]
    others[0].setFocus(Qt.FocusReason.TabFocusReason)
    before = picture(root, widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return picture(root, widget) != before


def picture(root: QWidget, widget: QWidget) -> QImage:
    for own in line_of(root, widget):
        if isinstance(own, QScrollArea):
            own.ensureWidgetVisible(widget)
    QApplication.processEvents()
    around = place(root, widget).adjusted(-4, -4, 4, 4)
    return root.grab(around).toImage()


def test_every_command_can_be_found_in_the_menu_with_its_keys(window: MainWindow) -> None:
    for command in COMMANDS:
        action = window.actions_by_name[command.name]
        assert action.text()
        assert bool(action.shortcuts()) == bool(command.keys)
    assert button(window, "Menu").isEnabled()
