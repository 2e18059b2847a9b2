"""All keys on one sheet, in groups as the menus have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from coverart.gui.commands import COMMANDS, GALLERY_KEYS, Menu, shown_keys
from coverart.gui.look.parts import Button, as_part, label, row
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.language import _, mark

COLUMNS = 3
GALLERY = mark("In the gallery")
WIDTH = 122 * STEP
HIGHEST = 79 * STEP
"""So it fits on the smallest window; what does not fit can be scrolled."""
AROUND = 17 * STEP
"""The height of what is above and below the keys."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together: what they are called, and (keys, what they do) each."""

    title: str
    lines: tuple[tuple[tuple[str, ...], str], ...]

    @property
    def height(self) -> int:
        """How many lines it takes, with its title and the distance to the next."""
        return len(self.lines) + 2


def key_groups() -> tuple[KeyGroup, ...]:
    """The keys of every command that has any, by menu, and those of the gallery."""
    groups = []
    for menu in Menu:
        own = [one for one in COMMANDS if one.menu is menu and one.keys]
        lines = tuple((shown_keys(one), _(one.title).removesuffix("…")) for one in own)
        groups.append(KeyGroup(_(menu.value), lines))
    gallery = tuple(((_(keys),), _(title)) for keys, title in GALLERY_KEYS)
    return (*(group for group in groups if group.lines), KeyGroup(_(GALLERY), gallery))


def in_columns(groups: Sequence[KeyGroup], columns: int) -> tuple[tuple[KeyGroup, ...], ...]:
    """Groups in their order, so that the highest of the columns is as low as can be.

    Where that can be had in several ways, the next highest is as low as can be, and so on.
    """
    cuts = combinations(range(1, len(groups)), min(columns, len(groups)) - 1)
    parted = (_parted(groups, own) for own in cuts)
    return min(parted, key=lambda found: sorted(map(_height, found), reverse=True))


class KeysSheet(Sheet):
    """Shows all keys."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("Keys"))
        page = QWidget()
        beside = QHBoxLayout(page)
        beside.setContentsMargins(0, 0, STEP, 0)
        beside.setSpacing(3 * STEP)
        for groups in in_columns(key_groups(), COLUMNS):
            beside.addLayout(_column(groups), _need(groups))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(_("Keys"))
        as_part(scroll, "read")
        self.body.addWidget(scroll, 1)
        self.add_foot(Button(_("Close"), self.accept, "primary"))
        margins = self.body.contentsMargins()
        within = WIDTH - margins.left() - margins.right()
        self.resize(WIDTH, min(beside.heightForWidth(within) + AROUND, HIGHEST))


def _column(groups: Sequence[KeyGroup]) -> QGridLayout:
    """Groups below each other; what the keys do begins at the same place in all of them."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * STEP)
    grid.setVerticalSpacing(STEP // 2)
    grid.setColumnStretch(1, 1)
    for group in groups:
        line = grid.rowCount()
        if line > 1:
            grid.setRowMinimumHeight(line - 1, STEP)
        grid.addWidget(label(group.title, "quiet"), line, 0, 1, 2)
        for below, (keys, title) in enumerate(group.lines, start=line + 1):
            caps = row(*(label(own, "key") for own in keys), gap=STEP // 2)
            caps.addStretch()
            grid.addLayout(caps, below, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(title, wraps=True), below, 1)
        grid.setRowMinimumHeight(grid.rowCount(), STEP)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _need(groups: Sequence[KeyGroup]) -> int:
    """The width that a column needs, in characters."""
    lines = [line for group in groups for line in group.lines]
    keys = max(sum(len(own) + 2 for own in keys) for keys, _title in lines)
    return keys + 4 + max(len(title) for _keys, title in lines)


def _parted(groups: Sequence[KeyGroup], cuts: Sequence[int]) -> tuple[tuple[KeyGroup, ...], ...]:
    return tuple(tuple(groups[one:other]) for one, other in pairwise((0, *cuts, len(groups))))


def _height(column: Sequence[KeyGroup]) -> int:
    return sum(group.height for group in column)
