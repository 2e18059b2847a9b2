"""The keys that move and resize a crop."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from coverart.crops.snapping import Room
from coverart.domain import Box

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
SIZES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
GROWTH = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}


def free(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether the grid is to be left alone: Alt, or Control where a desktop keeps Alt to itself."""
    wanted = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    return bool(modifiers & wanted)


def nudge(room: Room, box: Box, event: QKeyEvent) -> Box | None:
    """The box after a key, or None for a key that means something else.

    Arrows move to the next line of the grid, and with Shift, as + and − do, to its next size; with
    Alt it is one pixel, or the smallest change of size there is.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    resizes = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    growth = SIZES.get(key) or (GROWTH.get(key) if resizes else None)
    if growth is not None:
        by_unit = free(modifiers)
        return room.resized(box, growth) if by_unit else room.stepped(box, growth)
    if key not in ARROWS:
        return None
    move = room.moved if free(modifiers) else room.nudged
    return move(box, *ARROWS[key])


def means_something(event: QKeyEvent) -> bool:
    """Whether a key moves or resizes the crop."""
    return Qt.Key(event.key()) in ARROWS | SIZES
