"""Small folders of rated songs, photos, sentences and crops, drawn for a test."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import soundfile

from tests.conftest import draw_photo

RATE = 22_050


def draw_song(path: Path, seed: int, seconds: float = 4.0) -> None:
    """A chord over a beat, faster, higher and louder with the seed."""
    time = np.arange(int(seconds * RATE)) / RATE
    third = 5 / 4 if seed % 2 else 6 / 5
    tones = (110.0 * (1 + seed / 4) * step for step in (1, third, 3 / 2))
    chord = sum(np.sin(2 * np.pi * tone * time) for tone in tones)
    noise = np.random.default_rng(seed).normal(0, 0.02 * (seed % 4), len(time))
    beat = np.exp(-6 * (time % (0.9 / (1 + seed % 5))))
    soundfile.write(path, 0.05 * (1 + seed % 3) * (chord * beat + noise), RATE)


def rate_files(folder: Path, below: str, ratings: Mapping[str, tuple[float, float]]) -> Path:
    """Write the table of some files, which are to lie in the folder `below`."""
    (folder / below).mkdir(parents=True, exist_ok=True)
    lines = [f"{name},{valence},{arousal}" for name, (valence, arousal) in ratings.items()]
    table = "\n".join(["file,valence,arousal", *lines, ""])
    (folder / "ratings.csv").write_text(table, encoding="utf-8")
    return folder


def songs(folder: Path, ratings: Sequence[tuple[float, float]]) -> Path:
    """So many songs, rated in order."""
    named = {f"song {seed}.wav": rating for seed, rating in enumerate(ratings)}
    rate_files(folder, "audio", named)
    for seed, name in enumerate(named):
        draw_song(folder / "audio" / name, seed)
    return folder


def photos(folder: Path, ratings: Sequence[tuple[float, float]]) -> Path:
    """So many photos, rated in order."""
    named = {f"photo-{chr(97 + seed)}.png": rating for seed, rating in enumerate(ratings)}
    rate_files(folder, "images", named)
    for seed, name in enumerate(named):
        draw_photo(folder / "images" / name, seed)
    return folder


def sentences(folder: Path, rows: Sequence[tuple[str, str, float, float]]) -> Path:
    """Sentences: split, text, valence, arousal."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'{split},"{text}",{valence},{arousal}' for split, text, valence, arousal in rows]
    (folder / "lines.csv").write_text("\n".join(["split,text,V,A", *lines, ""]), encoding="utf-8")
    return folder


def crops(folder: Path, rated: Mapping[str, Mapping[str, object]]) -> Path:
    """Pictures of 160 × 120 pixels and what is said of their crops."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for seed, name in enumerate(rated):
        draw_photo(folder / "images" / name, seed)
    (folder / "annotations.json").write_text(json.dumps(rated), encoding="utf-8")
    return folder
