"""How long the mood of a song takes, and how well it stands what happens to songs.

    python bench/songs.py FOLDER [--most 20]

Printed are the milliseconds that reading and hearing a window of 10 s take (processor time of one
core), and by how much valence and arousal of the folder's songs move, on average and at most, when
they are resampled, made softer, clipped, compressed or begun two seconds later, beside how far
they are spread over the songs.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import soundfile
import soxr

from coverart.domain import Floats
from coverart.encoders.affect.song import RATE, song_mood
from coverart.media.audio import SONG_SUFFIXES, Recording, read_recording, read_stretch
from coverart.media.decoders import Span

SECONDS = 30.0
WRITTEN = 44_100

Write = Callable[[Path, Floats], object]

CHANGES: Mapping[str, tuple[str, Write]] = {
    "48 kHz": ("wav", lambda path, samples: _at(path, samples, 48_000)),
    "32 kHz": ("wav", lambda path, samples: _at(path, samples, 32_000)),
    "20 dB softer": ("wav", lambda path, samples: soundfile.write(path, samples / 10, WRITTEN)),
    "6 dB into clipping": (
        "wav",
        lambda path, samples: soundfile.write(path, np.clip(samples * 2, -1, 1), WRITTEN),
    ),
    "ogg, usual": ("ogg", lambda path, samples: soundfile.write(path, samples, WRITTEN)),
    "mp3, good": ("mp3", lambda path, samples: _compressed(path, samples, 0.2)),
    "mp3, 50 kbit/s": ("mp3", lambda path, samples: _compressed(path, samples, 0.7)),
    "2.3 s later": (
        "wav",
        lambda path, samples: soundfile.write(path, samples[round(2.3 * WRITTEN) :], WRITTEN),
    ),
}


def _at(path: Path, samples: Floats, rate: int) -> None:
    soundfile.write(path, soxr.resample(samples, WRITTEN, rate), rate)


def _compressed(path: Path, samples: Floats, level: float) -> None:
    soundfile.write(path, samples, WRITTEN, format="MP3", compression_level=level)


def heard(recording: Recording) -> Floats:
    windows = [window.samples for window in recording.windows]
    return song_mood(windows, RATE).as_row()[:2]


def times(paths: list[Path]) -> None:
    reading = hearing = 0.0
    windows = 0
    for path in paths:
        began = time.process_time()
        recording = read_recording(path, RATE)
        read = time.process_time()
        heard(recording)
        reading, hearing = reading + read - began, hearing + time.process_time() - read
        windows += len(recording.windows)
    each = [1000 * seconds / windows for seconds in (reading, hearing)]
    print(f"{windows} windows: {each[0]:.1f} ms to read and {each[1]:.1f} ms to hear each")


def stability(paths: list[Path]) -> None:
    moods: dict[str, list[Floats]] = {name: [] for name in ("", *CHANGES)}
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            samples = read_stretch(path, Span(0, SECONDS), WRITTEN)
            plain = Path(folder) / "plain.wav"
            soundfile.write(plain, samples, WRITTEN)
            moods[""].append(heard(read_recording(plain, RATE)))
            for name, (suffix, write) in CHANGES.items():
                changed = Path(folder) / f"changed.{suffix}"
                write(changed, samples)
                moods[name].append(heard(read_recording(changed, RATE)))
    usual = np.array(moods.pop(""))
    print(f"{'':<20}   valence   (most)   arousal   (most)")
    print(f"{'spread of songs':<20}{usual[:, 0].std():>10.3f}{usual[:, 1].std():>19.3f}")
    for name, rows in moods.items():
        away = np.abs(np.array(rows) - usual)
        mean, most = away.mean(axis=0), away.max(axis=0)
        print(f"{name:<20}{mean[0]:>10.3f}{most[0]:>9.3f}{mean[1]:>10.3f}{most[1]:>9.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=20)
    options = parser.parse_args()
    songs = sorted(path for path in options.folder.iterdir() if path.suffix in SONG_SUFFIXES)
    chosen = songs[:: max(1, len(songs) // options.most)]
    times(chosen)
    stability(chosen)


if __name__ == "__main__":
    main()
