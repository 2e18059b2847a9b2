"""The whole program: opened as a user opens it, and closed from outside."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.patience import TIMEOUT

# The window tells that it stands by its first search; then Ctrl-C is pressed in the terminal.
PROGRAM = """
import sys
from pathlib import Path
from coverart.gui import app
from coverart.gui.studio import crop_search

if __name__ == "__main__":
    begin = crop_search.CropSearch.begin
    def told(own, wanted):
        own.ranked.connect(lambda _: print("ranked", flush=True))
        begin(own, wanted)
    crop_search.CropSearch.begin = told
    sys.exit(app.run([Path(sys.argv[2]), Path(sys.argv[1])], "affect"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_the_program_opens_searches_and_ends_cleanly_at_an_interrupt(
    song: Path, photos: Path, tmp_path: Path
) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "COVERART_CACHE": str(tmp_path / "cache"), "PYTHONPATH": root}
    with subprocess.Popen(
        [sys.executable, str(script), str(song), str(photos)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ranked\n"
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=TIMEOUT / 1000)
    assert program.returncode == 0
    assert said.replace("This plugin does not support propagateSizeHints()\n", "") == ""
    assert (tmp_path / "cache" / "library.sqlite3").is_file()
