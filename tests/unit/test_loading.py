"""What is loaded when, so that the window is there soon and children are ready soon."""

import subprocess
import sys

SLOW = (
    "av soundfile soxr pillow_heif psutil mutagen onnx onnxruntime torch huggingface_hub tokenizers"
)


def loaded_by(module: str) -> set[str]:
    """The modules that a fresh Python has loaded once it has loaded this one."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_window_loads_nothing_that_only_children_and_later_deeds_need() -> None:
    assert not loaded_by("coverart.gui.app") & {*SLOW.split(), "coverart.demo.folder"}


def test_what_is_opened_later_is_loaded_later() -> None:
    later = {
        "coverart.gui.finish.export_dialog",
        "coverart.gui.help.about",
        "coverart.cli.commands",
    }
    assert not loaded_by("coverart.gui.app") & later


def test_a_child_that_reads_photos_loads_nothing_for_songs() -> None:
    loaded = loaded_by("coverart.engine.reading")
    assert "PIL.Image" in loaded
    assert not loaded & set(SLOW.split())
