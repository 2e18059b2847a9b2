"""About the program: its version and licence, what it is built from, and the papers behind it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from coverart import __version__
from coverart.gui.help.libraries import Library, libraries
from coverart.gui.help.papers import PAPERS
from coverart.gui.look.icons import application_icon
from coverart.gui.look.parts import Button, as_part, label, row
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.language import _

LICENCE = "GPL-3.0-or-later"
SIGN = 6 * STEP
"""The side of the program's icon."""


class About(Sheet):
    """Tells what the program is; it knows that without asking any network."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("About Coverart"))
        self.resize(80 * STEP, 68 * STEP)
        self._libraries = libraries()
        head = row(_sign(), gap=2 * STEP)
        head.addLayout(_introduction(), 1)
        self.body.addLayout(head)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, STEP, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(label(_("What Coverart is built from"), "quiet"))
        column.addLayout(_table(self._libraries))
        column.addWidget(label(_("The papers behind it"), "quiet"))
        for paper in PAPERS:
            column.addWidget(_selectable(label(paper, wraps=True)))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(_("What Coverart is built from"))
        as_part(scroll, "read")
        scroll.setWidget(page)
        self.body.addWidget(scroll, 1)
        copy = Button(_("Copy versions"), self.copy)
        self.add_foot(copy, Button(_("Close"), self.accept, "primary"))

    def copy(self) -> None:
        """Put the versions on the clipboard, for a report."""
        lines = (f"{one.name} {one.version}" for one in self._libraries)
        QGuiApplication.clipboard().setText("\n".join((f"Coverart {__version__}", *lines)))


def _sign() -> QLabel:
    sign = QLabel()
    sign.setPixmap(application_icon().pixmap(SIGN, SIGN))
    sign.setFixedSize(SIGN, SIGN)
    return sign


def _introduction() -> QVBoxLayout:
    lines = (
        _("Version {version}, free software under the licence {licence}.").format(
            version=__version__, licence=LICENCE
        ),
        _("It comes without any warranty. Everything stays on this computer."),
    )
    told = QVBoxLayout()
    told.setSpacing(STEP // 2)
    told.addStretch()
    for line in lines:
        told.addWidget(_selectable(label(line, wraps=True)))
    told.addStretch()
    return told


def _table(found: Sequence[Library]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * STEP)
    grid.setVerticalSpacing(STEP // 2)
    grid.setColumnStretch(2, 1)
    for line, one in enumerate(found):
        grid.addWidget(label(one.name), line, 0)
        grid.addWidget(label(one.version, "quiet"), line, 1)
        grid.addWidget(_selectable(label(one.licence, "quiet", wraps=True)), line, 2)
    return grid


def _selectable(text: QLabel) -> QLabel:
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text
