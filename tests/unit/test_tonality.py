"""Tonality and texture: keys, chords and intervals, by hand and heard in notes that sound."""

import numpy as np
import pytest
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.affect.hearing import tonality
from coverart.encoders.affect.hearing.pitch import (
    Partials,
    find_partials,
    fold,
    intervals,
    notes,
    tuning,
)
from coverart.encoders.affect.hearing.spectra import LONG_FRAME, LONG_HOP, spectrogram
from coverart.encoders.affect.hearing.texture import roughness
from coverart.encoders.affect.sound import listen
from tests.unit.tones import A_MINOR, C_MAJOR, C_MINOR, chord, hertz, melody, noise, tone


def pitch_classes(*classes: int) -> NDArray[np.float64]:
    row = np.zeros(12)
    row[list(classes)] = 1
    return row


def heard(window: Floats) -> dict[str, float]:
    found = listen(window)
    return {**found["tonality"], **found["texture"]}


def long(window: Floats) -> Floats:
    return spectrogram(window, LONG_FRAME, LONG_HOP)


def test_a_c_major_chord_is_in_c_major() -> None:
    strengths = tonality.key_strengths(pitch_classes(*C_MAJOR))
    # The chord's notes have 6.35, 4.38 and 5.19 in the profile, whose mean is 3.4825 and deviation
    # 1.2631; the chord's own deviation is √3 / 4: r = (5.3067 - 3.4825) / 4 / 1.2631 / 0.4330.
    assert strengths.max() == pytest.approx(0.8338, abs=1e-4)
    assert strengths.argmax() == 0
    assert strengths[:12].max() > strengths[12:].max() + 0.05


@pytest.mark.parametrize("source", [tonality.KRUMHANSL, tonality.TEMPERLEY])
@pytest.mark.parametrize(("notes_of", "tonic"), [(C_MINOR, 0), (A_MINOR, 9)])
def test_a_minor_chord_is_minor(
    notes_of: tuple[int, int, int], tonic: int, source: tonality.Templates
) -> None:
    assert tonality.key_strengths(pitch_classes(*notes_of), source).argmax() == 12 + tonic


def test_keys_do_not_depend_on_the_tonic() -> None:
    chroma = np.random.default_rng(3).random(12)
    strengths = tonality.key_strengths(chroma)
    moved = tonality.key_strengths(np.roll(chroma, 5))
    assert moved[:12] == pytest.approx(np.roll(strengths[:12], 5))
    assert moved[12:] == pytest.approx(np.roll(strengths[12:], 5))


def test_even_pitch_classes_have_no_key() -> None:
    assert tonality.key_strengths(np.ones(12)).tolist() == [0] * 24


@pytest.mark.parametrize(("note", "pitch_class"), [(57, 9), (60, 0), (66, 6), (84, 0)])
def test_a_note_sounds_in_its_pitch_class(note: int, pitch_class: int) -> None:
    assert fold(notes(long(tone(hertz(note))))).mean(axis=0).argmax() == pitch_class


def test_partials_are_found_between_bins() -> None:
    partials = find_partials(long(chord(60.3, 67.1)))
    for frame, magnitudes in zip(partials.hertz, partials.magnitudes, strict=True):
        found = np.sort(frame[magnitudes > 0.1])
        assert found == pytest.approx([hertz(60.3), hertz(67.1)], abs=0.3)
    assert partials.count.tolist() == [2.0] * len(partials.count)


@pytest.mark.parametrize("semitones", [-0.4, -0.1, 0.0, 0.3])
def test_the_tuning_of_a_chord_is_heard(semitones: float) -> None:
    window = chord(*(note + semitones for note in (60, 64, 67)))
    tuned, in_tune = tuning(find_partials(long(window)))
    assert tuned == pytest.approx(semitones, abs=0.03)
    assert in_tune > 0.9


def test_notes_a_quarter_tone_apart_are_not_in_tune_with_each_other() -> None:
    assert tuning(find_partials(long(chord(60, 64.5))))[1] < 0.2


@pytest.mark.parametrize("semitones", [0.0, 0.35])
def test_major_and_minor_are_heard_in_any_tuning(semitones: float) -> None:
    scale = (60, 62, 64, 65, 67, 69, 71, 72, 60, 64, 67, 72)
    major = heard(melody(*(note + semitones for note in scale)))
    lowered = (note - (note % 12 in (4, 9, 11)) + semitones for note in scale)
    minor = heard(melody(*lowered))
    for name in ("mode", "mode_written", "mode_of_all_keys"):
        assert major[name] > 0.05
        assert minor[name] < -0.05
    assert min(major["key_clarity"], minor["key_clarity_written"]) > 0.7


def test_a_melody_counts_as_much_as_a_loud_bass() -> None:
    bass = chord(45, amplitude=0.4)
    tune = chord(76, 81, 85, amplitude=0.02)
    raw = notes(long(bass + tune))
    loud, white = (fold(tones).mean(axis=0) for tones in (raw, tonality.whitened(raw)))
    assert sorted(np.argsort(white)[-3:].tolist()) == [1, 4, 9]  # A, C sharp and E
    assert loud[4] < 0.2 * loud[9]
    assert white[4] > 0.3 * white[9]


def test_chords_are_major_or_minor() -> None:
    major, minor = heard(chord(60, 64, 67, 72)), heard(chord(60, 63, 67, 72))
    assert (major["chords_major"], minor["chords_major"]) == (1, 0)
    assert major["chord_mode"] > 0.1 > -0.1 > minor["chord_mode"]
    assert min(major["chord_clarity"], minor["chord_clarity"]) > 0.6


def test_intervals_are_those_between_the_notes() -> None:
    fifth = intervals(pitch_classes(0, 7)[None])[0]
    assert fifth.tolist() == pytest.approx([0, 0, 0, 0, 0.5, 0])
    whole_tones = intervals(pitch_classes(0, 2, 4, 6, 8, 10)[None])[0]
    # A shift by a whole tone changes nothing; the tritone is its own inversion.
    assert whole_tones.tolist() == pytest.approx([0, 1, 0, 1, 0, 1])


def test_intervals_do_not_depend_on_the_tonic() -> None:
    chroma = np.random.default_rng(3).random((1, 12))
    assert intervals(np.roll(chroma, 4, axis=1)) == pytest.approx(intervals(chroma))


def test_a_diatonic_melody_has_a_high_fifth_coefficient_and_a_chromatic_one_has_not() -> None:
    diatonic = heard(melody(60, 62, 64, 65, 67, 69, 71, seconds=0.4))
    chromatic = heard(melody(*range(60, 72), seconds=0.4))
    assert diatonic["fourier 5"] > 2 * chromatic["fourier 5"]
    assert diatonic["chroma_entropy"] < chromatic["chroma_entropy"]


def test_a_steady_chord_has_no_harmonic_change_and_changing_ones_have() -> None:
    steady = chord(60, 64, 67)
    changing = np.concatenate([chord(60, 64, 67, seconds=5), chord(66, 70, 73, seconds=5)])
    for name in ("tonal_flux", "tonal_drift"):
        assert heard(steady)[name] == pytest.approx(0, abs=0.01)
        assert heard(changing)[name] > heard(steady)[name] + 0.01


def test_more_notes_are_more_polyphonic_and_higher_ones_higher() -> None:
    one, three, high = heard(chord(60)), heard(chord(60, 64, 67)), heard(chord(84))
    assert three["polyphony"] > one["polyphony"] + 1
    assert high["register"] == pytest.approx(84, abs=1.5)
    assert three["partials"] > one["partials"]


def beating(apart: float) -> float:
    both = np.array([[440.0, 440.0 + apart]])
    return float(roughness(Partials(both, np.ones((1, 2)), np.ones(1)))[0])


def test_roughness_is_greatest_a_quarter_of_a_critical_band_apart() -> None:
    # Sethares: d* = 0.24, s = 0.24 / (0.0207 * 440 + 18.96) = 0.008551 and the curve
    # exp(-3.5 x) - exp(-5.75 x) is largest at x = 0.2206: 25.8 Hz.
    heights = [beating(apart) for apart in np.arange(0.0, 200.0, 0.1)]
    assert np.argmax(heights) / 10 == pytest.approx(25.8, abs=0.15)
    assert beating(0) == 0
    assert beating(440) < 0.02 * max(heights)


def test_a_cluster_is_rougher_than_a_triad_and_noise_has_no_key() -> None:
    assert heard(chord(60, 61, 62))["roughness"] > 2 * heard(chord(60, 64, 67))["roughness"]
    assert heard(noise())["key_clarity"] < heard(chord(60, 64, 67))["key_clarity"] - 0.2
