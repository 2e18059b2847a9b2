"""From nothing to ranking with a pack: the very commands of docs/models.md, one after another.

The page is read here, so that it cannot drift from the program. Lines with a remark need what is
not here, a network or checkpoints, and are only understood, not carried out; a pack of random
weights stands in for the one that would be downloaded.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coverart.cli.arguments import parser
from coverart.packs.check import verify
from coverart.packs.steps import finish
from coverart.packs.store import find_installed
from coverart.settings import packs_path
from tests.conftest import draw_photo
from tests.end2end.test_rank import COVERART
from tests.packs import tiny_pack

PAGE = Path(__file__).parents[2] / "docs" / "models.md"
NAME = "fast"
SHORTER = {"link": ["--captions", "20"]}
"""What is added to a command so that it does not take minutes."""


def lines() -> list[tuple[list[str], str]]:
    """Every command of the page, as words without the program's name, and its remark."""
    blocks = re.findall(r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.M)
    found = []
    for line in "".join(blocks).splitlines():
        command, _, remark = line.partition("#")
        program, *words = shlex.split(command)
        assert program == "coverart"
        found.append((words, remark.strip()))
    return found


@pytest.fixture
def place(tmp_path: Path, photos: Path, song: Path) -> Path:
    """A folder with everything that the page speaks of."""
    folder = tmp_path / "place"
    folder.mkdir()
    shutil.copytree(photos, folder / "Pictures")
    draw_photo(folder / "sleeve.jpg", seed=9)
    (folder / "Music").mkdir()
    shutil.copy(song, folder / "Music")
    sound, rate = soundfile.read(song)
    soundfile.write(folder / "song.mp3", sound, rate)
    soundfile.write(folder / "Music" / "other.flac", np.sqrt(np.abs(sound)) * 0.1, rate)
    stick = tiny_pack(folder / "stick" / NAME)
    manifest = stick / "pack.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('name = "tiny"', f'name = "{NAME}"'), encoding="utf-8")
    return folder


def coverart(place: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COVERART, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        cwd=place,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """As it is, with the program to be found from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_the_page_is_understood_line_by_line() -> None:
    commands = [words for words, _ in lines()]
    assert len(commands) > 20
    for words in commands:
        parser().parse_args(words)
    told = {words[1] for words in commands if words[0] == "packs"}
    assert told == {"list", "show", "install", "verify", "compare", "link", "build", "remove"}
    assert {words[0] for words in commands} == {"bench", "packs", "rank", "search", "songs"}


def test_the_walk_of_the_page_from_nothing_to_ranking(place: Path) -> None:
    ranked = {}
    for words, remark in lines():
        line = shlex.join(words)
        if words == ["packs", "install", NAME]:
            assert remark == "downloads"
            words = ["packs", "install", f"./stick/{NAME}"]  # noqa: PLW2901
        elif remark:
            continue
        done = coverart(place, *words, *SHORTER.get(words[1], []))
        assert (done.returncode, line) == (0, line), done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout
        ranked[line] = done.stdout
    assert find(ranked, "packs show").startswith("fast: ")
    assert find(ranked, "packs verify") == "fast: every byte is as it was installed.\n"
    assert " crops of 4 photos: cosine " in find(ranked, "packs compare")
    rankings = [told for line, told in ranked.items() if line.startswith("rank")]
    assert all("shrunken, at random weights" in told.splitlines()[0] for told in rankings)
    assert len(set(rankings)) > 5  # what is asked changes what is found
    assert "2 songs. " in find(ranked, "songs sleeve.jpg")
    assert len(json.loads(find(ranked, "songs 'a slow"))["matches"]) == 2
    assert not (packs_path() / NAME).exists()
    assert not list(packs_path().glob(".[np]*"))


def find(ranked: dict[str, str], beginning: str) -> str:
    return next(told for line, told in ranked.items() if line.startswith(beginning))


def test_an_installed_pack_can_be_copied_to_another_computer(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coverart(place, "packs", "install", f"./stick/{NAME}").returncode == 0
    shutil.copytree(packs_path() / NAME, place / "copy" / NAME)
    monkeypatch.setenv("COVERART_PACKS", str(place / "elsewhere"))
    done = coverart(place, "packs", "install", f"copy/{NAME}")
    assert (done.returncode, done.stderr) == (0, "")
    stored = find_installed(NAME)
    assert stored.folder == place / "elsewhere" / NAME
    finish(verify(stored.folder, stored.pack))


def test_without_a_network_installing_ends_in_one_sentence(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A port of this computer that nobody listens on, whatever network there is.
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    done = coverart(place, "packs", "install", NAME, "--yes")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"coverart: The pack “{NAME}”: ")
    assert "could not be reached; check the connection, and install it again" in line
    assert not (packs_path() / NAME).exists()


def test_nobody_to_ask_means_no_download(place: Path) -> None:
    done = coverart(place, "packs", "install", NAME)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "coverart: Nothing is downloaded without being asked for; add --yes."
    ]
    assert not packs_path().exists()


def test_a_damaged_pack_gives_way_to_affect(place: Path) -> None:
    assert coverart(place, "packs", "install", f"./stick/{NAME}").returncode == 0
    (packs_path() / NAME / "clip.safetensors").write_bytes(b"cut off")
    done = coverart(place, "rank", "song.mp3", "Pictures", "--space", NAME, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["space"].startswith("affect-")
    (line,) = done.stderr.splitlines()
    assert line.startswith("coverart: The pack “fast”: its “clip.safetensors” has 7 bytes instead")
    assert line.endswith("The space “affect” is used instead.")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_ctrl_c_while_installing_leaves_nothing(place: Path) -> None:
    with subprocess.Popen(
        [*COVERART, "packs", "install", f"./stick/{NAME}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        cwd=place,
        env=environment(),
    ) as program:
        end = time.monotonic() + 60
        while not list(packs_path().glob(f".new/*/{NAME}/clip.safetensors")):
            assert time.monotonic() < end
            time.sleep(0.01)
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does: the children hear it too
        out, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert (out, err) == ("", "coverart: Stopped; what was done is kept.\n")
    assert [path.name for path in packs_path().iterdir()] == [".lock"]
