"""Where the window is opened, and everything it needs is put together."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from coverart.gui.look.appearance import Appearance
from coverart.gui.look.icons import application_icon
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.drops import sort_paths
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crash import CrashReporter
from coverart.gui.window.interrupt import Interrupt
from coverart.gui.window.main_window import MainWindow

DESKTOP_FILE = "io.github.coverart.Coverart"


def run(paths: Sequence[Path], space: str) -> int:
    """Open the window, with a song and photos among `paths`, in any order; return its exit code."""
    application = QApplication(sys.argv[:1])
    name_application(application)
    Appearance(application)
    Interrupt(application)
    reporter = CrashReporter()
    reporter.install()
    studio = Studio(Spaces(space))
    window = MainWindow(studio, Pictures(PictureThread()))
    reporter.crashed.connect(window.report_crash)
    window.show()
    studio.take(sort_paths(paths))
    return application.exec()


def name_application(application: QApplication) -> None:
    """Tell the system what this program is."""
    application.setApplicationName("Coverart")
    application.setOrganizationName("Coverart")
    application.setDesktopFileName(DESKTOP_FILE)
    application.setWindowIcon(application_icon())
