"""Brings the theme to Qt's palette and style sheet: light, dark, or whatever the system is."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from coverart.choices import Looks
from coverart.gui.look.style_sheet import style_sheet
from coverart.gui.look.theme import DARK, LIGHT, Theme


def palette(theme: Theme) -> QPalette:
    """The theme as a palette, from which everything that paints itself takes its colours."""
    colours = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.quiet,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.warning,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
    }
    for role, colour in roles.items():
        colours.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
        colours.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.quiet))
    return colours


SCHEMES = {
    Looks.SYSTEM: Qt.ColorScheme.Unknown,
    Looks.LIGHT: Qt.ColorScheme.Light,
    Looks.DARK: Qt.ColorScheme.Dark,
}


class Appearance(QObject):
    """Gives the application its looks: those chosen, or else the system's, from day to night."""

    def __init__(self, application: QApplication, looks: Looks = Looks.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(looks)

    def choose(self, looks: Looks) -> None:
        """Look like this from now on."""
        self._looks = looks
        scheme, hints = SCHEMES[looks], self._application.styleHints()
        # So that what the system draws, the frame of the window above all, goes with the rest.
        hints.setColorScheme(scheme)
        self._apply(hints.colorScheme() if looks is Looks.SYSTEM else scheme)

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        if self._looks is Looks.SYSTEM:
            self._apply(scheme)

    def _apply(self, scheme: Qt.ColorScheme) -> None:
        theme = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(style_sheet(theme))
