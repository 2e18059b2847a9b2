"""Ratings of one's own: the program is measured on them and fitted to them from a shell."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from coverart.learn.fit.parameters import read_provenance
from tests.end2end.test_rank import COVERART, coverart
from tests.unit import rated

MOODS = ("calm sea", "happy song", "dark night", "wild fire", "grey rain", "bright joy")
CROPS = [[0, 0, 120, 90], [10, 10, 150, 110], [40, 30, 160, 120], [0, 0, 160, 100]]


def spread(count: int) -> list[tuple[float, float]]:
    """Valence and arousal of so many things, no two alike."""
    return [(float(place % 7), float(place % 5) + place / 100) for place in range(count)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough ratings of everything for a fit."""
    folder = tmp_path_factory.mktemp("data")
    rated.songs(folder / "songs", spread(20))
    rated.photos(folder / "photos", spread(20))
    rows = [
        (
            "test" if place % 5 == 0 else "train",
            f"{MOODS[place % 6]} {place}",
            float(place % 6),
            2.0 + place % 3,
        )
        for place in range(60)
    ]
    rated.sentences(folder / "sentences", rows)
    chosen = {
        f"{name}.png": {"human_crops_xyxy": CROPS[place:]} for place, name in enumerate("abc")
    }
    scored = {"d.png": {"bbox": CROPS, "score": [1, 4, 2, 3]}}
    rated.crops(folder / "crops", {**chosen, **scored})
    return folder


def test_moods_are_fitted_and_come_to_the_same_bytes(data: Path, tmp_path: Path) -> None:
    written = []
    for out in (tmp_path / "one", tmp_path / "two"):
        result = coverart("learn", "fit", "moods", "--data", data, "--out", out)
        assert (result.returncode, result.stderr) == (0, "")
        assert "cross-validated" in result.stdout
        files = {path.name: path for path in (out / "affect").iterdir()}
        assert sorted(files) == ["photo.npz", "song.npz", "space.json", "words.json"]
        written.append({name: path.read_bytes() for name, path in files.items()})
    assert written[0] == written[1]
    told = read_provenance(tmp_path / "one" / "affect" / "song.npz")
    assert [(one["name"], one["count"]) for one in told["data"]] == [("songs", 20)]
    with np.load(tmp_path / "one" / "affect" / "photo.npz", allow_pickle=False) as arrays:
        assert all(np.isfinite(arrays[name]).all() for name in arrays.files if name[-5:] != ".json")
    assert json.loads(written[0]["space.json"])["sigma"] > 0


def test_composition_is_fitted_on_the_pictures_that_can_be_read(data: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(data / "crops", tmp_path / "copy"))
    (data / "images" / "d.png").write_bytes(b"")
    result = coverart("learn", "fit", "composition", "--data", data, "--out", tmp_path)
    assert result.returncode == 0
    assert result.stderr == f"coverart: {data / 'images' / 'd.png'}: it is empty.\n"
    assert str(tmp_path / "composition.json") in result.stdout


def test_the_program_is_measured_on_all_of_them(data: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(data, tmp_path / "copy"))
    (data / "songs" / "audio" / "song 3.wav").write_bytes(b"RIFF and nothing")
    moods = coverart("evaluate", "moods", "--data", data, "--json")
    assert (moods.returncode, moods.stderr) == (0, "")
    made = json.loads(moods.stdout)
    assert [(one["subject"], one["count"], one["left_out"]) for one in made["tables"]] == [
        ("songs", 19, 1),
        ("photos", 20, 0),
        ("sentences", 12, 0),
    ]
    assert [Path(one["path"]).name for one in made["skipped"]] == ["song 3.wav"]
    crops = coverart("evaluate", "composition", "--data", data)
    assert (crops.returncode, crops.stderr) == (0, "")
    assert "whole frame" in crops.stdout
    assert "area alone" in crops.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_measuring_stops_when_it_is_told_to(tmp_path: Path) -> None:
    rated.songs(tmp_path, spread(60))
    with subprocess.Popen(
        [*COVERART, "evaluate", "moods", "--data", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        own = psutil.Process(program.pid)
        while program.poll() is None and not own.children(recursive=True):
            time.sleep(0.01)
        children = own.children(recursive=True)
        os.kill(program.pid, signal.SIGINT)
        out, err = program.communicate(timeout=60)
    assert (program.returncode, out) == (130, "")
    assert err == "coverart: Stopped; what was done is kept.\n"
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
