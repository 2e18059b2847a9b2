"""Which language the window speaks: the one that was chosen, or else the system's."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from coverart.choices import Choices
from coverart.language import ENGLISH, LANGUAGE_VARIABLE, LANGUAGES, use_language


def resolve_language(choices: Choices, system: Sequence[str] | None = None) -> str:
    """The code of a language there is: the chosen one, the environment's, or the system's.

    `system` holds the languages that the system prefers, best first, as "de-AT"; by default what
    Qt knows of it. English where none of them is there.
    """
    preferred = QLocale.system().uiLanguages() if system is None else system
    named = (choices.language, os.environ.get(LANGUAGE_VARIABLE, ""), *preferred)
    codes = (name.replace("_", "-").partition("-")[0].lower() for name in named)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def speak(application: QCoreApplication, code: str) -> None:
    """Speak a language from now on, also where Qt itself speaks: in its dialogs and menus."""
    use_language(code)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if translator.load(f"qtbase_{code}", folder):
        application.installTranslator(translator)
