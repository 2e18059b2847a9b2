"""For which platforms a crop has pixels enough, one quiet word for each."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coverart.domain import Aspect, Box
from coverart.export.check import Finding, check
from coverart.export.presets import Preset, load_presets
from coverart.gui.look.flow import Flow
from coverart.gui.look.parts import Drawing, label
from coverart.gui.look.theme import STEP
from coverart.language import _, plural

SIGN = 14
AT_ONCE = 4
"""So many signs are built at a time: all of them would keep the window from answering."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A preset, and what its platform minds about a crop, if anything."""

    preset: Preset
    finding: Finding | None

    @property
    def told(self) -> str:
        """A sentence about it."""
        if self.finding is None:
            return _("Has the {size} pixels that are asked for.").format(size=self.preset.pixels)
        return self.finding.sentence


def outcomes(aspect: Aspect, box: Box) -> tuple[Outcome, ...]:
    """What each platform for covers of that shape says, those that are content first."""
    presets = [preset for preset in load_presets().values() if preset.aspect == aspect]
    every = [Outcome(preset, next(iter(check(preset, box)), None)) for preset in presets]
    return tuple(sorted(every, key=lambda one: one.finding is not None))


class Platforms(QWidget):
    """Shows what the platforms say of a crop's pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Outcome, ...] = ()
        self._signs: list[QWidget] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._build)
        self._flow = Flow(STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._flow)

    def show_box(self, aspect: Aspect, box: Box) -> str:
        """Say it of a box of that shape, and give back how many are content, in a sentence."""
        before, self._shown = self._shown, outcomes(aspect, box)
        found = self._shown
        if [_told(one) for one in found] != [_told(one) for one in before]:
            self._clear()
        self._explain()
        self._soon.start()
        content = sum(one.finding is None for one in found)
        told = plural(
            "Enough pixels for {number} of {total} preset",
            "Enough pixels for {number} of {total} presets",
            len(found),
        )
        return told.format(number=content, total=len(found)) if found else ""

    def _clear(self) -> None:
        for sign in self._signs:
            self._flow.removeWidget(sign)
            sign.hide()
            sign.deleteLater()
        self._signs = []

    def _build(self) -> None:
        """Build the next few signs that are missing."""
        missing = self._shown[len(self._signs) :]
        for one in missing[:AT_ONCE]:
            self._signs.append(_sign(one))
            self._flow.addWidget(self._signs[-1])
        self._explain()
        if missing:
            self.updateGeometry()
            self._soon.start()

    def _explain(self) -> None:
        for sign, one in zip(self._signs, self._shown, strict=False):
            sign.setToolTip(one.told)
            sign.setAccessibleName(f"{_(one.preset.title)}: {one.told}")


def _told(one: Outcome) -> tuple[str, str]:
    return one.preset.name, "" if one.finding is None else one.finding.severity


def _sign(one: Outcome) -> QWidget:
    """A small sign and the name of a platform."""
    refused = one.finding is not None and one.finding.severity == "refused"
    sign = Drawing("done" if one.finding is None else "warning", SIGN, quiet=not refused)
    whole = QWidget()
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(STEP // 2)
    layout.addWidget(sign)
    layout.addWidget(label(_(one.preset.title), "" if one.finding is None else "quiet"))
    return whole
