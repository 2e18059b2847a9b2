"""The line above the gallery that says which rows are to be seen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from coverart.gui.gallery.filters import Filter
from coverart.gui.look.flow import Flow
from coverart.gui.look.parts import Button, label
from coverart.gui.look.theme import STEP
from coverart.language import _, mark, number
from coverart.triage.judgement import MOST_STARS

PIXELS = (0, 640, 1000, 3000)
"""Short sides to choose from: anything, what Spotify takes, what DistroKid takes, what all want."""
TOGGLES = {
    "kept": mark("Kept"),
    "rejected": mark("Rejected"),
    "unseen": mark("Undecided"),
    "hide_rejected": mark("Hide rejected"),
}
"""What can be on or off, by the names of `Filter`'s fields."""


class FilterLine(QWidget):
    """Lets a user say what is to be seen; `changed` carries it as a `Filter`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._setting = False
        self._toggles = {name: self._toggle(name) for name in TOGGLES}
        self._stars = self._choice(_star_titles(), _("Stars at least"))
        self._pixels = self._choice(_pixel_titles(), _("Native pixels of the short side at least"))
        self._name = self._name_line()
        self._count = label(part="quiet")
        self._clear = Button(_("Clear"), self.clear, "plain")
        self._clear.setAccessibleName(_("Clear the filter"))
        self._lay_out()
        self._show()

    @property
    def filter(self) -> Filter:
        """What is asked for."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Ask for this, and say so if it is something else."""
        if wanted != self._filter:
            self._filter = wanted
            self._show()
            self.changed.emit(wanted)

    def clear(self) -> None:
        """Let everything be seen."""
        self.set_filter(Filter())

    def show_counts(self, shown: int, total: int) -> None:
        """Say how many rows are to be seen, and of how many."""
        told = _("{shown} of {total} shown")
        self._count.setText(told.format(shown=number(shown), total=number(total)))

    def focus_name(self) -> None:
        """Let the user type a name."""
        self._name.setFocus()

    def _take(self) -> None:
        """Ask for what the user has set."""
        if not self._setting:
            on = {name: toggle.isChecked() for name, toggle in self._toggles.items()}
            more = {
                "stars": self._stars.currentIndex(),
                "pixels": self._pixels.currentData(),
                "name": self._name.text().strip(),
            }
            self.set_filter(Filter.from_dict({**on, **more}))

    def _show(self) -> None:
        own = self._filter
        self._setting = True
        for name, toggle in self._toggles.items():
            toggle.setChecked(getattr(own, name))
        self._stars.setCurrentIndex(own.stars)
        place = self._pixels.findData(own.pixels)
        if place < 0:  # from a file
            self._pixels.addItem(_pixel_title(own.pixels), own.pixels)
            place = self._pixels.count() - 1
        self._pixels.setCurrentIndex(place)
        if own.name != self._name.text().strip():
            self._name.setText(own.name)
        self._clear.setEnabled(not own.blank)
        self._setting = False

    def _toggle(self, name: str) -> Button:
        title = _(TOGGLES[name])
        button = Button(title, self._take, "toggle")
        button.setCheckable(True)
        button.setAccessibleName(title)
        return button

    def _choice(self, titles: Sequence[tuple[str, int]], name: str) -> QComboBox:
        choice = QComboBox()
        for title, value in titles:
            choice.addItem(title, value)
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.currentIndexChanged.connect(lambda _index: self._take())
        return choice

    def _name_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(_("Name of the photo"))
        line.setAccessibleName(_("Words in the name of the photo"))
        line.setClearButtonEnabled(True)
        line.setFixedWidth(20 * STEP)
        line.textChanged.connect(lambda _text: self._take())
        return line

    def _lay_out(self) -> None:
        self._count.setFixedHeight(self._clear.sizeHint().height())
        flow = Flow(STEP)
        for widget in (*self._toggles.values(), self._stars, self._pixels, self._name):
            flow.addWidget(widget)
        flow.addWidget(self._clear)
        flow.addWidget(self._count)
        own = QWidget()
        own.setLayout(flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, 0, 2 * STEP, 0)
        column.addWidget(own)


def _star_titles() -> list[tuple[str, int]]:
    fewer = [
        (_("{stars} and more").format(stars="★" * number), number)
        for number in range(1, MOST_STARS)
    ]
    return [(_("Any stars"), 0), *fewer, ("★" * MOST_STARS, MOST_STARS)]


def _pixel_titles() -> list[tuple[str, int]]:
    return [(_pixel_title(pixels), pixels) for pixels in PIXELS]


def _pixel_title(pixels: int) -> str:
    return _("From {pixels} pixels").format(pixels=number(pixels)) if pixels else _("Any pixels")
