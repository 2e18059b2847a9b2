"""The theme as a style sheet for Qt's own widgets.

A widget's part is told by its property `part`; `parts.as_part` sets it.
"""

from dataclasses import asdict
from string import Template

from coverart.gui.look.theme import DARK, SCROLL_BAR, Theme
from coverart.resources import resource

_RULES = Template("""
* { outline: none; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: none; padding: 3px 4px; }
QLabel { background: transparent; }
QLabel[part="quiet"] { color: $quiet; }
QLabel[part="warning"] { color: $warning; }

QPushButton {
    background: $raised; color: $text; border: none; border-radius: 6px;
    padding: 0 14px; min-height: 32px;
}
QPushButton:hover { background: $over; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 12px; min-height: 28px; }
QPushButton:disabled { color: $quiet; background: $raised; }
QPushButton[part="primary"] { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton[part="primary"]:hover { background: $accent_over; }
QPushButton[part="primary"]:pressed { background: $accent; }
QPushButton[part="primary"]:focus { border: 2px solid $text; }
QPushButton[part="primary"]:disabled { background: $raised; color: $quiet; }
QPushButton[part="source"] { text-align: left; padding: 0 12px 0 10px; }
QPushButton[part="source"]:focus { padding: 0 10px 0 8px; }
QPushButton[part="plain"] { background: transparent; padding: 0 8px; color: $quiet; }
QPushButton[part="plain"]:focus { padding: 0 6px; }
QPushButton[part="plain"]:hover { background: $raised; color: $text; }
QPushButton[part="plain"]:pressed { background: $over; color: $text; }
QPushButton[part="plain"]:disabled { background: transparent; color: $quiet; }

QPushButton[part="segment"] { border-radius: 5px; padding: 0 12px; min-height: 28px;
    background: transparent; color: $quiet; margin: 2px; }
QPushButton[part="segment"]:hover { color: $text; }
QPushButton[part="segment"]:focus { border: 2px solid $accent; padding: 0 10px;
    min-height: 24px; color: $text; }
QPushButton[part="segment"]:checked { background: $panel; color: $text; font-weight: 600; }
QFrame[part="segments"] { background: $raised; border-radius: 6px; }

QFrame[part="chip"] { background: $raised; border-radius: 14px; min-height: 28px;
    max-height: 28px; }
QPushButton[part="chip"], QPushButton[part="faint-chip"] { background: transparent;
    padding: 0 6px; min-height: 28px; border-radius: 14px; }
QPushButton[part="faint-chip"] { color: $quiet; }
QPushButton[part="chip"]:hover, QPushButton[part="faint-chip"]:hover { background: $over; }
QPushButton[part="chip"]:focus, QPushButton[part="faint-chip"]:focus {
    border: 2px solid $accent; padding: 0 4px; min-height: 24px; }
QFrame[part="popup"] { background: $panel; border: 1px solid $line; }

QLineEdit {
    background: $raised; color: $text; border: none; border-radius: 6px;
    padding: 0 12px; min-height: 32px; placeholder-text-color: $quiet;
    selection-background-color: $accent; selection-color: $on_accent;
    lineedit-clear-button-icon: url("$clear");
}
QLineEdit:focus { border: 2px solid $accent; padding: 0 10px; min-height: 28px; }
QLineEdit:disabled { color: $quiet; }

QFrame[part="panel"] { background: $panel; }
QFrame[part="card"] { background: $panel; border-radius: 6px; }
QFrame[part="message"] { background: $raised; border-radius: 6px; }
QFrame[part="rule"] { background: $line; }

QListView { background: transparent; border: none; }
QListView[part="choices"] { background: $panel; border-radius: 6px; padding: 4px; }
QPlainTextEdit { background: $panel; color: $text; border: none; border-radius: 6px;
    padding: 8px; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 6px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollArea[part="read"] { border: 2px solid transparent; border-radius: 6px; }
QScrollArea[part="read"]:focus { border-color: $accent; }

QProgressBar { background: $raised; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 16px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $raised; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QComboBox { background: $raised; color: $text; border: none; border-radius: 6px;
    padding: 0 12px; min-height: 32px; }
QComboBox:hover { background: $over; }
QComboBox:focus { border: 2px solid $accent; padding: 0 10px; min-height: 28px; }
QComboBox:disabled { color: $quiet; background: $raised; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$down"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $line;
    selection-background-color: $raised; selection-color: $text; padding: 4px; }

QRadioButton { spacing: 8px; background: transparent; min-height: 24px; }
QRadioButton::indicator { width: 14px; height: 14px; border-radius: 9px; border: 2px solid $quiet; }
QRadioButton::indicator:hover { border-color: $text; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 8px; height: 8px;
    background: $on_accent; }
QRadioButton:focus { text-decoration: underline; }
QRadioButton::indicator:focus { border-color: $text; }

QSlider { min-height: 24px; background: transparent; }
QSlider::groove:horizontal { height: 4px; background: $raised; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $over; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
    background: $accent; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $text; }
QSlider::handle:horizontal:disabled { background: $quiet; }

QCheckBox { spacing: 8px; background: transparent; min-height: 24px; }
QCheckBox::indicator { width: 14px; height: 14px; border-radius: 4px; border: 2px solid $quiet; }
QCheckBox::indicator:hover { border-color: $text; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox:focus { text-decoration: underline; }
QCheckBox::indicator:focus { border-color: $text; }
QCheckBox:disabled, QRadioButton:disabled { color: $quiet; }

QScrollBar:vertical { background: transparent; width: ${scroll_bar}px; margin: 0; }
QScrollBar::handle:vertical { background: $over; border-radius: 3px; min-height: 32px;
    margin: 2px 3px; }
QScrollBar:horizontal { background: transparent; height: ${scroll_bar}px; margin: 0; }
QScrollBar::handle:horizontal { background: $over; border-radius: 3px; min-width: 32px;
    margin: 3px 2px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: none; border: none; height: 0; width: 0; }
QSplitter::handle { background: $window; }

QPushButton[part="player"] { border-radius: 16px; padding: 0; min-width: 32px; }
QPushButton[part="player"]:focus { padding: 0; min-width: 28px; }
QPushButton[part="faint-chip"]:hover { color: $text; }
QLabel[part="key"] { background: $raised; border-radius: 4px; padding: 1px 6px; }
QFrame[part="tip"] { background: $raised; border: 1px solid $accent; border-radius: 8px; }
QPushButton[part="toggle"] { padding: 0 12px; }
QPushButton[part="toggle"]:focus { padding: 0 10px; }
QPushButton[part="toggle"]:checked { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton[part="toggle"]:checked:hover { background: $accent_over; }
QPushButton[part="toggle"]:checked:focus { border: 2px solid $text; }
""")


def style_sheet(theme: Theme) -> str:
    """The style sheet for a `theme.Theme`."""
    # Qt draws these as they are, so each has its colour in its file.
    files = {
        "check": "check_dark" if theme is DARK else "check_light",
        "down": "down",
        "clear": "clear",
    }
    signs = {name: resource(f"icons/{own}.svg").as_posix() for name, own in files.items()}
    return _RULES.substitute(asdict(theme), scroll_bar=SCROLL_BAR, **signs)
