"""Fits what is usual of photos, and the scale of the affect space, and writes them as JSON.

    python -m coverart.learn.fit_photos --photos FOLDER… --songs FOLDER… --out FOLDER
        [--sources "where they come from"]

`photo.json` holds the mean and the standard deviation of every raw coordinate over the photos;
`space.json` the σ of MMVA Eq. 1, the mean distance over all pairs of a song and a photo. Both carry
their provenance, and running this again on the same files gives the same bytes.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from coverart.domain import Boxes, Floats
from coverart.encoders.affect import photo, song
from coverart.encoders.affect.mood import squash
from coverart.media.audio import read_recording
from coverart.media.folder import find_photos
from coverart.media.photo import read_photo

DIGITS = 5


def fit(photos: Sequence[Path], songs: Sequence[Path], out: Path, sources: str) -> None:
    """Write both files for the photos and songs of some folders into the folder `out`."""
    raw = np.stack([_raw(path) for path in find_photos(photos).photos])
    mean, deviation = raw.mean(axis=0), raw.std(axis=0)
    made_by = "python -m coverart.learn.fit_photos"
    _write(
        out / "photo.json",
        {
            "provenance": {
                "made by": made_by,
                "population": f"{len(raw)} photos",
                "sources": sources,
            },
            "coordinates": ["pleasure", "arousal", "L*", "C*ab", "warm-cool"],
            "mean": [round(float(value), DIGITS) for value in mean],
            "deviation": [round(float(value), DIGITS) for value in deviation],
        },
    )
    moods = squash((raw - mean) / deviation)
    heard = np.stack([_mood(path) for folder in songs for path in sorted(folder.iterdir())])
    pairs = np.linalg.norm(heard[:, None] - moods[None], axis=2)
    _write(
        out / "space.json",
        {
            "provenance": {
                "made by": made_by,
                "population": f"all pairs of {len(heard)} songs and {len(raw)} photos",
                "sources": sources,
            },
            "sigma": round(float(pairs.mean()), DIGITS),
        },
    )


def _raw(path: Path) -> Floats:
    decoded = read_photo(path, photo.SIDE)
    whole = Boxes(np.array([[0, 0, decoded.size.width, decoded.size.height]], dtype=np.int32))
    coordinates: Floats = photo.raw_coordinates(decoded.pixels, decoded.size, whole)[0]
    return coordinates


def _mood(path: Path) -> Floats:
    windows = [window.samples for window in read_recording(path, song.RATE).windows]
    return song.song_mood(windows, song.RATE).as_row()


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="fit_photos", description=__doc__)
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("--songs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sources", default="")
    options = parser.parse_args(arguments)
    fit(options.photos, options.songs, options.out, options.sources)


if __name__ == "__main__":
    main()
