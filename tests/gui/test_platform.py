"""What is missing for a window is said in one sentence, with the line that installs it."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from coverart.errors import CoverArtError
from coverart.gui.platform import check_platform

X11 = {"DISPLAY": ":0"}


def fine(*_: object) -> None:
    pass


def complaint(
    tmp_path: Path,
    environment: Mapping[str, str],
    qt: ImportError | None = None,
    plugin: OSError | None = None,
    release: str = "ID=debian\n",
) -> str:
    """What is said on a Linux system where Qt or its plugin complain like this."""

    def import_qt() -> None:
        if qt is not None:
            raise qt

    def load(path: Path) -> None:
        assert path.name == "libqxcb.so"
        assert path.is_file()
        if plugin is not None:
            raise plugin

    (tmp_path / "os-release").write_text(release, encoding="utf-8")
    with pytest.raises(CoverArtError) as caught:
        check_platform("linux", environment, import_qt, load, tmp_path / "os-release")
    return str(caught.value)


MISSING_EGL = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
MISSING_CURSOR = OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")


def test_a_missing_library_of_qt_is_named_with_its_remedy(tmp_path: Path) -> None:
    said = complaint(tmp_path, X11, qt=MISSING_EGL)
    assert said.startswith("The library libEGL.so.1 is missing, which the window needs; run: sudo")
    assert "sudo apt install libegl1 libgl1 " in said
    assert "libxcb-cursor0" in said


@pytest.mark.parametrize("release", ["ID=fedora", 'ID="rocky"\nID_LIKE="rhel centos fedora"'])
def test_fedora_and_its_kin_get_their_own_line(tmp_path: Path, release: str) -> None:
    said = complaint(tmp_path, X11, qt=MISSING_EGL, release=release)
    assert "sudo dnf install libglvnd-egl " in said
    assert "xcb-util-cursor" in said


def test_a_missing_library_of_the_x11_plugin_is_named(tmp_path: Path) -> None:
    said = complaint(tmp_path, X11, plugin=MISSING_CURSOR)
    assert "libxcb-cursor.so.0 is missing" in said


def test_a_missing_pyside_is_named(tmp_path: Path) -> None:
    said = complaint(tmp_path, X11, qt=ModuleNotFoundError("No module named 'PySide6'"))
    assert "pip install PySide6-Essentials" in said


def test_another_complaint_of_the_loader_is_passed_on(tmp_path: Path) -> None:
    said = complaint(tmp_path, X11, qt=ImportError("/lib/libc.so.6: version GLIBC_2.99 not found"))
    assert "cannot be loaded: /lib/libc.so.6: version GLIBC_2.99 not found" in said


def test_without_a_screen_the_command_line_is_offered(tmp_path: Path) -> None:
    said = complaint(tmp_path, {})
    assert said.startswith("There is no screen here")
    assert "coverart rank" in said


@pytest.mark.parametrize("environment", [X11, {"WAYLAND_DISPLAY": "wayland-0"}])
def test_a_screen_and_all_libraries_are_enough(environment: Mapping[str, str]) -> None:
    check_platform("linux", environment, fine, fine)


def test_a_platform_that_was_chosen_is_not_questioned() -> None:
    check_platform("linux", {"QT_QPA_PLATFORM": "offscreen"}, fine)


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_always_have_a_screen(system: str) -> None:
    check_platform(system, {}, fine)


def test_a_missing_release_file_means_debian(tmp_path: Path) -> None:
    def import_qt() -> None:
        raise MISSING_EGL

    with pytest.raises(CoverArtError, match="sudo apt install"):
        check_platform("linux", X11, import_qt, fine, tmp_path / "none")


def test_the_check_needs_no_qt_to_be_imported() -> None:
    code = "import coverart.gui.platform, sys; sys.exit(any('PySide6' in m for m in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
