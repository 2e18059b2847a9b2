"""The least that a window costs: what the window of the program is compared with.

    python -m bench.empty_window

Run by `window.py`. It is watched in the same way, and shows nothing.
"""

import sys

from bench import watching


def main() -> None:
    """Show an empty window until it is closed."""
    watching.begin("open")
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 (what is timed)

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
