"""First-run tips: at most two, each given once and never again."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coverart.choices import change_choices, load_choices
from coverart.gui.help.tip_bubble import TipBubble
from coverart.language import _, mark


class Tip(Enum):
    """A tip; the values are the names under which it is remembered that it was given."""

    RANKED = "ranked"
    KEPT = "kept"


_TEXTS: Mapping[Tip, str] = MappingProxyType(
    {
        Tip.RANKED: mark("The arrow keys go on, P keeps a crop and X rejects it."),
        Tip.KEPT: mark("E exports this crop. C compares the crops that you have selected."),
    }
)


class Tips(QObject):
    """Gives tips, one at a time, over the widget that they are about."""

    def __init__(self) -> None:
        super().__init__()
        self._bubble: TipBubble | None = None

    def give(self, tip: Tip, about: QWidget) -> None:
        """Give a tip, unless it was given before, in this run or any other."""
        if tip.value in load_choices().seen_tips:
            return
        change_choices(lambda now: replace(now, seen_tips=(*now.seen_tips, tip.value)))
        self.take_back()
        self._bubble = TipBubble(about, _(_TEXTS[tip]))
        self._bubble.left.connect(self._forget)

    def take_back(self) -> None:
        """Let the tip that is shown go; it was given."""
        if self._bubble is not None:
            self._bubble.leave()

    def _forget(self) -> None:
        self._bubble = None
