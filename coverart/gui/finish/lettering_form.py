"""Title and artist on the cover: what they say and how they are set."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from coverart.export.contrast import ENOUGH
from coverart.export.words import SIZES, Lettering, Suggestion
from coverart.gui.finish.colour_picker import AskColour, ColourPicker, ask_colour
from coverart.gui.finish.place_picker import PlacePicker
from coverart.gui.look.parts import Drawing, label, row
from coverart.gui.look.theme import STEP
from coverart.language import _, number

PERCENT = 100


class LetteringForm(QWidget):
    """Says by `changed` that the words are wanted otherwise; `lettering` is what is wanted.

    `verdict` says how well they can be read; it belongs beside the cover, wherever that is.
    """

    changed = Signal()

    def __init__(self, title: str, artist: str, ask: AskColour = ask_colour) -> None:
        super().__init__()
        self._form = Lettering(title=title, artist=artist)
        self.wanted = QCheckBox(_("Title and artist on the cover"))
        self.title = _line(_("Title"), title)
        self.artist = _line(_("Artist"), artist)
        self.font_box = QComboBox()
        self.font_box.setAccessibleName(_("Font"))
        self.font_box.setMinimumContentsLength(12)
        self.font_box.addItem(_("Usual"), "")
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setAccessibleName(_("Size of the title"))
        self.size_slider.setRange(round(SIZES[0] * PERCENT), round(SIZES[1] * PERCENT))
        self.size_slider.setValue(round(self._form.size * PERCENT))
        self.places = PlacePicker()
        self.colours = ColourPicker(ask)
        self.scrim = QCheckBox(_("Shade the picture behind the words if need be"))
        self.scrim.setChecked(self._form.scrim)
        self.verdict = QWidget()
        self._sign = Drawing("info", 18)
        self._contrast = label(wraps=True)
        self._missing = label(part="warning", wraps=True)
        self._fields = QWidget()
        self._lay_out()
        self._connect_parts()
        self._show_contrast(None)

    @property
    def lettering(self) -> Lettering | None:
        """The words as they are wanted; None where none are, or there are none."""
        words = self._form.title.strip() or self._form.artist.strip()
        return self._form if self.wanted.isChecked() and words else None

    def show_fonts(self, families: Sequence[str]) -> None:
        """Offer these families, besides the one that is always there."""
        for family in families:
            self.font_box.addItem(family, family)

    def show_outcome(self, suggestion: Suggestion | None, missing: str) -> None:
        """Show where the words stand now, how well they can be read, and what was left out."""
        self._show_contrast(suggestion)
        if suggestion is not None:
            self.places.show_suggested(suggestion.place)
        left_out = _("No font here has these characters, which are left out: {characters}")
        self._missing.setText(left_out.format(characters=" ".join(missing)) if missing else "")
        self._missing.setVisible(bool(missing))

    def _show_contrast(self, suggestion: Suggestion | None) -> None:
        self.verdict.setVisible(suggestion is not None and self.lettering is not None)
        if suggestion is None:
            return
        ratio = int(10 * suggestion.contrast) / 10  # 4.49 is not 4.5
        enough = suggestion.is_readable
        said = _("{ratio}:1 – readable") if enough else _("{ratio}:1 – too little contrast")
        self._contrast.setText(said.format(ratio=number(ratio, ".1f")))
        self._contrast.setToolTip(
            _(
                "The contrast of the words with what is behind them; text needs {enough}:1 (WCAG)."
            ).format(enough=number(ENOUGH, "g"))
        )
        self._sign.set_drawing("done" if enough else "warning", quiet=enough)

    def _change(self, **parts: object) -> None:
        self._form = replace(self._form, **parts)  # type: ignore[arg-type]
        self.places.mark(self._form.place)
        self.colours.mark(self._form.colour)
        self.changed.emit()

    def _allow(self, wanted: bool) -> None:
        self._fields.setEnabled(wanted)
        self._show_contrast(None)
        self.changed.emit()

    def _connect_parts(self) -> None:
        self.wanted.toggled.connect(self._allow)
        self.title.textChanged.connect(lambda text: self._change(title=text))
        self.artist.textChanged.connect(lambda text: self._change(artist=text))
        self.font_box.currentIndexChanged.connect(
            lambda row: self._change(font=self.font_box.itemData(row))
        )
        self.size_slider.valueChanged.connect(lambda size: self._change(size=size / PERCENT))
        self.places.chosen.connect(lambda place: self._change(place=place))
        self.colours.chosen.connect(lambda colour: self._change(colour=colour))
        self.scrim.toggled.connect(lambda allowed: self._change(scrim=allowed))

    def _lay_out(self) -> None:
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(1, 1)
        named = (
            (_("Title"), self.title),
            (_("Artist"), self.artist),
            (_("Font"), self.font_box),
            (_("Size"), self.size_slider),
            (_("Place"), self.places),
            (_("Colour"), self.colours),
        )
        for line, (name, widget) in enumerate(named):
            grid.addWidget(label(name, "quiet"), line, 0)
            grid.addWidget(widget, line, 1)
        grid.addWidget(self.scrim, len(named), 0, 1, 2)
        self._fields.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self.wanted)
        column.addWidget(self._fields)
        column.addWidget(self._missing)
        column.addStretch()
        told = row(self._sign, self._contrast)
        told.setStretch(1, 1)
        self.verdict.setLayout(told)
        self._missing.hide()


def _line(name: str, text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    return line
