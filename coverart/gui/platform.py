"""Whether a window can be opened here, found out before Qt tries and aborts the process.

Nothing here needs Qt at import time. What is missing is named together with the line that installs
it.
"""

import ctypes
import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from coverart.errors import CoverArtError
from coverart.language import _

DEBIAN = (
    "sudo apt install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libdbus-1-3 libfontconfig1"
)
FEDORA = (
    "sudo dnf install libglvnd-egl libglvnd-glx libxkbcommon-x11 xcb-util-cursor xcb-util-wm "
    "xcb-util-image xcb-util-keysyms xcb-util-renderutil dbus-libs fontconfig"
)
RED_HATS = frozenset(("fedora", "rhel", "centos", "rocky", "almalinux"))
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
CHOSEN = "QT_QPA_PLATFORM"

_LIBRARY = re.compile(r"\b(lib[\w.+-]+\.so[.\d]*)")


def check_platform(
    system: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    import_qt: Callable[[], object] = lambda: importlib.import_module("PySide6.QtGui"),
    load: Callable[[Path], object] = lambda path: ctypes.CDLL(str(path)),
    release: Path = Path("/etc/os-release"),
) -> None:
    """Raise `CoverArtError` where no window can be opened, and say what would change that."""
    try:
        import_qt()
    except ImportError as error:
        raise _missing(str(error), release) from error
    if system != "linux" or environment.get(CHOSEN):
        return
    if not any(environment.get(name) for name in SCREENS):
        raise CoverArtError(
            _("There is no screen here to open a window on"),
            _("use “coverart rank” and “coverart export” instead"),
        )
    if environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        try:
            load(_xcb_plugin())
        except OSError as error:
            raise _missing(str(error), release) from error


def _xcb_plugin() -> Path:
    """Qt's bridge to X11, whose libraries are the ones that small systems lack."""
    found = importlib.util.find_spec("PySide6")
    folder = Path(found.origin).parent if found and found.origin else Path()
    return folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"


def _missing(complaint: str, release: Path) -> CoverArtError:
    """What the loader's complaint means for a person."""
    if "No module named" in complaint:
        return CoverArtError(
            _("PySide6, which draws the window, is not installed"),
            _("run: pip install PySide6-Essentials"),
        )
    library = _LIBRARY.search(complaint)
    if library is None or "cannot open" not in complaint:
        return CoverArtError(
            _("The window's library Qt cannot be loaded: {complaint}").format(complaint=complaint)
        )
    name = library.group(1)
    return CoverArtError(
        _("The library {name} is missing, which the window needs").format(name=name),
        _install_line(release),
    )


def _install_line(release: Path) -> str:
    """The line that installs everything Qt needs, on the Linux at hand."""
    try:
        text = release.read_text(encoding="utf-8")
    except OSError:
        text = ""
    names = re.findall(r"^ID(?:_LIKE)?=(.*)$", text, re.MULTILINE)
    families = {name for line in names for name in line.strip("\"'").split()}
    return _("run: {command}").format(command=FEDORA if families & RED_HATS else DEBIAN)
