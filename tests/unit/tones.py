"""Sounds for tests: tones, noise, clicks and whole songs, mono at the rate of the affect space."""

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.hearing.spectra import RATE

SECONDS = 10.0
C_MAJOR, A_MINOR, C_MINOR = (0, 4, 7), (9, 0, 4), (0, 3, 7)


def silence(seconds: float = SECONDS) -> Floats:
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def tone(hertz: float, seconds: float = SECONDS, amplitude: float = 0.5) -> Floats:
    time = np.arange(round(seconds * RATE)) / RATE
    return (amplitude * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def clicks(per_second: float, seconds: float = SECONDS) -> Floats:
    samples = silence(seconds)
    samples[:: round(RATE / per_second)] = 0.9
    return samples


def noise(seed: int = 0, seconds: float = SECONDS) -> Floats:
    draw = np.random.default_rng(seed)
    return draw.normal(0, 0.2, round(seconds * RATE)).astype(np.float32)


def hertz(note: float) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def struck(note: float, seconds: float, amplitude: float = 0.2, decay: float = 3.0) -> Floats:
    """A note with five harmonics that dies away."""
    partials = [tone(hertz(note) * n, seconds, amplitude / n) for n in range(1, 6)]
    fade = np.exp(-decay * np.arange(len(partials[0])) / RATE)
    return np.asarray(np.sum(partials, axis=0) * fade, dtype=np.float32)


def chord(*notes: float, seconds: float = SECONDS, amplitude: float = 0.2) -> Floats:
    """Sines of these notes at once."""
    sines = [tone(hertz(note), seconds, amplitude) for note in notes]
    return np.asarray(np.sum(sines, axis=0), dtype=np.float32)


def melody(*notes: float, seconds: float = 0.5) -> Floats:
    """Struck notes one after another, over and over for `SECONDS`."""
    once = np.concatenate([struck(note, seconds) for note in notes])
    return np.resize(once, round(SECONDS * RATE))


def joyful_song() -> list[Floats]:
    """Fast major arpeggios, high, over drums."""
    chords = [(72, 76, 79, 84), (77, 81, 84, 89), (79, 83, 86, 91), (72, 76, 79, 84)]
    step = RATE // 8
    arpeggios = [struck(note, 1 / 8, 0.25, 12) for notes in chords * 5 for note in notes]
    song = np.concatenate([note[:step] for note in arpeggios])[: round(SECONDS * RATE)]
    drums = np.zeros(len(song), dtype=np.float32)
    hit = noise()[: step // 2] * np.exp(-np.arange(step // 2) / (step / 12))
    for start in range(0, len(song) - step, step * 2):
        drums[start : start + step // 2] = 2 * hit
    return [song + drums]


def sorrowful_song() -> list[Floats]:
    """A slow, soft, low minor pad."""
    pads = [(45, 48, 52), (50, 53, 57), (45, 48, 52)]
    bars = [chord(*pad, seconds=4, amplitude=0.02) for pad in pads]
    return [np.concatenate(bars)[: round(SECONDS * RATE)]]
