"""The song of the demo: half a minute for electric piano, pad, bass and brushes, in D minor.

Conventions: times are in beats until a note is played; sounds are (samples, 2) float64 at `RATE`.
Every tone is a sum of decaying partials, and the room is a burst of decaying noise.
"""

import io
import wave
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

RATE = 32_000
BEAT = 0.75
SECONDS = 30
PEAK = 10 ** (-1 / 20)

Sound = NDArray[np.float64]
Voice = Callable[[float, float], Sound]

CHORDS = (
    "D3 A3 D4 E4 F4", "Bb2 F3 A3 D4 F4", "F2 C3 A3 C4 E4", "C3 G3 A3 D4 E4",
    "D3 A3 D4 E4 F4", "Bb2 F3 A3 D4 F4", "G2 D3 A3 Bb3 F4", "A2 E3 G3 C4 E4",
    "D3 A3 D4 E4 A4",
)  # fmt: skip
MELODY = (
    "A4:1.5 G4:.5 F4:1 A4:1", "D5:2 C5:.5 Bb4:.5 A4:1", "A4:1.5 G4:.5 F4:1 C5:1", "G4:3 E4:1",
    "A4:1.5 G4:.5 F4:1 A4:1", "D5:2 E5:.5 F5:.5 D5:1", "Bb4:1.5 A4:.5 G4:1 D5:1", "C5:1 A4:2 E4:1",
    "D4:6",
)  # fmt: skip
PATTERN = (0, 2, 3, 4, 1, 3, 2, 4)


def frequency(name: str) -> float:
    """The pitch of a note in hertz, equal temperament, A4 = 440 Hz: "Bb3" is 233.08."""
    step = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}[name[0]]
    semitones = step - name.count("b") + 12 * (int(name[-1]) - 4)
    return float(440 * 2 ** (semitones / 12))


def piano(pitch: float, seconds: float) -> Sound:
    """A soft electric piano: high partials die first, and a bell rings at the start."""
    t = _time(seconds + 1.2)
    tone = 0.12 * _sine(pitch * 7.02 * t) * np.exp(-t * 14)
    for n in range(1, 8):
        tone += n**-1.7 * _sine(pitch * n * (1 + 0.0004 * n * n) * t) * np.exp(-t * (1.1 + 0.9 * n))
    release = np.minimum(1, np.exp(-(t - seconds) / 0.25))
    return np.repeat((tone * release * np.minimum(1, t / 0.004))[:, None], 2, axis=1)


def pad(pitch: float, seconds: float) -> Sound:
    """A warm, slowly swelling tone, a little out of tune between left and right."""
    t = _time(seconds + 1.2)
    swell = np.minimum(1, t / 0.9) * np.minimum(1, (seconds + 1.2 - t) / 1.2)
    sides = [
        sum(
            n**-2.1 * _sine(pitch * n * detuned * t)
            for n in range(1, 5)
            for detuned in (1.0, 1 + side * 0.0028)
        )
        for side in (-1, 1)
    ]
    return np.asarray(np.stack(sides, axis=1) * (swell**1.5)[:, None] / 2)


def bass(pitch: float, seconds: float) -> Sound:
    """A round bass, mostly its two lowest partials."""
    t = _time(seconds + 0.2)
    tone = _sine(pitch * t) + 0.35 * np.exp(-t * 3) * _sine(2 * pitch * t)
    shape = np.minimum(1, t / 0.012) * np.exp(-t * 0.7) * np.minimum(1, (seconds + 0.2 - t) / 0.2)
    return np.repeat((tone * shape)[:, None], 2, axis=1)


def brush(rng: np.random.Generator, seconds: float) -> Sound:
    """A stroke of a brush: noise without its low end that fades within `seconds`."""
    t = _time(seconds * 5)
    noise = np.diff(rng.standard_normal((t.size + 2, 2)), n=2, axis=0) / 3
    return np.asarray(noise * (np.minimum(1, t / 0.01) * np.exp(-t / seconds))[:, None])


def compose() -> Iterator[tuple[float, Sound]]:
    """All sounds of the song, each with the second at which it begins."""
    rng = np.random.Generator(np.random.PCG64(1977))
    for bar, (chord, phrase) in enumerate(zip(CHORDS, MELODY, strict=True)):
        start, last = bar * 4 * BEAT, bar == len(CHORDS) - 1
        pitches = [frequency(name) for name in chord.split()]
        for pitch in pitches[1:]:
            yield start, 0.075 * pad(pitch, (6 if last else 4) * BEAT)
        yield start, 0.27 * bass(pitches[0] / (1 if pitches[0] < 90 else 2), 2.4 * BEAT)
        if not last:
            yield start + 2.5 * BEAT, 0.21 * bass(pitches[1] / 2, 1.4 * BEAT)
        yield from _broken(pitches, start, rng, spread=0.14 if last else BEAT / 2)
        yield from _sung(phrase, start, rng)
        if bar > 0 and not last:
            yield from _brushed(start, rng)


def render() -> bytes:
    """The song as a WAV file: stereo, 16 bits, peak at -1 dBFS; always the same bytes."""
    mixed = np.zeros((SECONDS * RATE, 2))
    for second, sound in compose():
        first = round(second * RATE)
        mixed[first : first + len(sound)] += sound[: len(mixed) - first]
    mixed = _in_a_room(mixed)
    t = _time(SECONDS)[:, None]
    mixed *= np.minimum(1, t / 0.05) * np.clip((SECONDS - t) / 3.5, 0, 1) ** 1.5
    return _as_wav(mixed * PEAK / np.abs(mixed).max())


def _broken(
    pitches: list[float], start: float, rng: np.random.Generator, spread: float
) -> Iterator[tuple[float, Sound]]:
    """The chord as single notes, left and right in turn, softer off the beat."""
    for index, note in enumerate(PATTERN):
        loud = (0.17 if index % 2 == 0 else 0.12) * rng.uniform(0.85, 1.1)
        balance = np.array((1.0, 0.55) if index % 2 else (0.55, 1.0))
        late = abs(rng.normal()) * 0.006
        yield start + index * spread + late, loud * balance * piano(pitches[note], BEAT)


def _sung(phrase: str, start: float, rng: np.random.Generator) -> Iterator[tuple[float, Sound]]:
    """The melody, doubled softly an octave higher."""
    beat = 0.0
    for note in phrase.split():
        name, _, beats = note.partition(":")
        seconds, loud = float(beats) * BEAT, 0.4 * rng.uniform(0.9, 1.05)
        begin = start + beat * BEAT + abs(rng.normal()) * 0.008
        yield begin, loud * piano(frequency(name), seconds)
        yield begin + 0.012, 0.22 * loud * piano(2 * frequency(name), seconds)
        beat += float(beats)


def _brushed(start: float, rng: np.random.Generator) -> Iterator[tuple[float, Sound]]:
    """Brushes on every half beat, longer on the second and fourth; a soft drum on the first."""
    for half in range(8):
        after_beat = half in {2, 6}
        loud, seconds = (0.075, 0.09) if after_beat else (0.022, 0.03)
        yield start + half * BEAT / 2, loud * rng.uniform(0.8, 1.1) * brush(rng, seconds)
    t = _time(0.35)
    drum = _sine(52 * t + 1.6 * (1 - np.exp(-t * 30))) * np.exp(-t * 11)
    for beat in (0, 2.5):
        yield start + beat * BEAT, 0.22 * np.repeat(drum[:, None], 2, axis=1)


def _in_a_room(dry: Sound) -> Sound:
    """Add a quarter of reverberation: convolution with noise that decays in about two seconds."""
    rng = np.random.Generator(np.random.PCG64(7))
    t = _time(2.2)[:, None]
    burst = rng.standard_normal((len(t), 2)) * np.exp(-t * 3.2) * np.minimum(1, t / 0.02)
    # A running mean takes the hiss off the room.
    sums = np.cumsum(burst, axis=0)
    room = (sums[9:] - sums[:-9]) / 9
    length = 2 ** int(np.ceil(np.log2(len(dry) + len(room))))
    spectrum = np.fft.rfft(dry, length, axis=0) * np.fft.rfft(room, length, axis=0)
    wet = np.fft.irfft(spectrum, length, axis=0)[: len(dry)]
    return np.asarray(dry + 0.25 * wet * (dry.std() / wet.std()))


def _time(seconds: float) -> NDArray[np.float64]:
    """The seconds of every sample of a sound."""
    return np.asarray(np.arange(round(seconds * RATE)) / RATE)


def _sine(cycles: Sound) -> Sound:
    """The sine of so many full turns; in 32 bits, which is much faster and precise enough."""
    return np.asarray(np.sin((cycles % 1 * (2 * np.pi)).astype(np.float32)))


def _as_wav(sound: Sound) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(np.round(sound * 32767).astype("<i2").tobytes())
    return file.getvalue()
