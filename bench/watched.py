"""The program itself, as it is typed, or an empty window, with a witness who looks at a clock.

    python -m bench.watched TASK [ARGUMENT…]

Run by `window.py`. TASK says what is watched (see `witness`). The arguments are the program's own;
without any, the least that a window costs is shown instead, to compare with.
"""

import sys


def main() -> None:
    """Run one or the other."""
    # Loaded at once and not where it is wanted first, which comes to the same.
    from PySide6 import QtWidgets  # noqa: PLC0415 (a child process needs none of it)

    from bench.witness import watching  # noqa: PLC0415

    QtWidgets.QApplication = watching(sys.argv.pop(1))  # type: ignore[misc]
    if sys.argv[1:]:
        from coverart.__main__ import run  # noqa: PLC0415

        run()
    _show_nothing()


def _show_nothing() -> None:
    """Show an empty window until it is closed."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
