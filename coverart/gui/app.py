"""Where the window is opened, and everything it needs is put together."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from coverart.choices import load_choices
from coverart.gui.help.logs import open_logs
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.icons import application_icon
from coverart.gui.pictures.disk import Thumbnails
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.session.crash_log import mark_told
from coverart.gui.session.crash_notice import CrashNotice
from coverart.gui.session.logs import logs_path
from coverart.gui.session.project_file import is_project
from coverart.gui.session.speech import resolve_language, speak
from coverart.gui.session.watch import Watch
from coverart.gui.studio.drops import sort_paths
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crash import CrashReporter
from coverart.gui.window.interrupt import Interrupt
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.opening import Application

DESKTOP_FILE = "io.github.coverart.Coverart"
SECONDS_TO_GIVE_WAY = 0.001
"""So soon do threads that work give way to the window; Python's own 5 ms are seen in scrolling."""


def run(paths: Sequence[Path], space: str) -> int:
    """Open the window, with a song, photos or a project among `paths`; return its exit code."""
    application = Application(sys.argv[:1])
    name_application(application)
    watch = Watch()
    try:
        return _run(application, watch, paths, space)
    finally:
        watch.end()


def name_application(application: QApplication) -> None:
    """Tell the system what this program is."""
    application.setApplicationName("Coverart")
    application.setOrganizationName("Coverart")
    application.setDesktopFileName(DESKTOP_FILE)
    application.setWindowIcon(application_icon())


def _run(application: Application, watch: Watch, paths: Sequence[Path], space: str) -> int:
    sys.setswitchinterval(SECONDS_TO_GIVE_WAY)
    choices = load_choices()
    speak(application, resolve_language(choices))
    Appearance(application, choices.appearance)
    Interrupt(application)
    reporter = CrashReporter()
    reporter.install()
    studio = Studio(Spaces(space))
    window = MainWindow(studio, Pictures(PictureThread(thumbnails=Thumbnails())), watch.slot)
    reporter.crashed.connect(window.report_crash)
    application.opened.connect(window.dropping.open_files)
    window.show()
    _tell_of_crash(window)
    projects = [path for path in paths if is_project(path)]
    if projects:
        window.remembering.projects.open(projects[0])
    studio.take(sort_paths([path for path in paths if path not in projects]))
    return application.exec()


def _tell_of_crash(window: MainWindow) -> None:
    """Say where the log of a crash lies, once."""
    crashes = mark_told(logs_path())
    if crashes:
        CrashNotice(window, crashes[0], open_logs).open()
