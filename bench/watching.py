"""Waits, in the process of a program with a window, until somebody can be put there to watch.

Nothing of Qt is loaded before the program does it, nor anything else that takes time.
"""

import sys
import time
from threading import Thread

BETWEEN = 0.005
"""Seconds from one look to the next."""


def begin(task: str) -> None:
    """Watch the program from another thread; `task` says what for (see `witness.Witness`)."""
    Thread(target=_wait, args=(task,), daemon=True).start()


def _wait(task: str) -> None:
    while True:
        time.sleep(BETWEEN)
        widgets = sys.modules.get("PySide6.QtWidgets")
        application = getattr(widgets, "QApplication", None)
        if application is not None and application.instance() is not None:
            break
    from bench.witness import Witness  # noqa: PLC0415 (only now is Qt loaded)

    witness = Witness(task)
    witness.moveToThread(application.instance().thread())
    witness.called.emit()
