"""The mood of songs: features by hand, synthetic songs in order, and sane answers off the data."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.affect import sound
from coverart.encoders.affect.song import RATE, Ear, hear, song_mood
from coverart.learn.fit_affect import main, rank_correlation, ridge_around
from coverart.resources import resource

C_MAJOR, A_MINOR, C_MINOR = (0, 4, 7), (9, 0, 4), (0, 3, 7)
SECONDS = 10
SILENCE: Floats = np.zeros(SECONDS * RATE, dtype=np.float32)


def tone(hertz: float, seconds: float = SECONDS, amplitude: float = 0.5) -> Floats:
    time = np.arange(round(seconds * RATE)) / RATE
    return (amplitude * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def clicks(per_second: float) -> Floats:
    samples = np.zeros(SECONDS * RATE, dtype=np.float32)
    samples[:: round(RATE / per_second)] = 0.9
    return samples


def noise(seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(0, 0.2, SECONDS * RATE).astype(np.float32)


def hertz(note: int) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def struck(note: int, seconds: float, amplitude: float, decay: float) -> Floats:
    """A note with five harmonics that dies away."""
    partials = [tone(hertz(note) * n, seconds, amplitude / n) for n in range(1, 6)]
    fade = np.exp(-decay * np.arange(len(partials[0])) / RATE)
    return np.asarray(np.sum(partials, axis=0) * fade, dtype=np.float32)


def joyful_song() -> list[Floats]:
    """Fast major arpeggios, high, over drums."""
    chords = [(72, 76, 79, 84), (77, 81, 84, 89), (79, 83, 86, 91), (72, 76, 79, 84)]
    step = RATE // 8
    melody = [struck(note, 1 / 8, 0.25, 12) for chord in chords * 5 for note in chord]
    song = np.concatenate([note[:step] for note in melody])[: SECONDS * RATE]
    drums = np.zeros(len(song), dtype=np.float32)
    hit = noise()[: step // 2] * np.exp(-np.arange(step // 2) / (step / 12))
    for start in range(0, len(song) - step, step * 2):
        drums[start : start + step // 2] = 2 * hit
    return [song + drums]


def sorrowful_song() -> list[Floats]:
    """A slow, soft, low minor pad."""
    pads = [(45, 48, 52), (50, 53, 57), (45, 48, 52)]
    bars = [np.sum([tone(hertz(note), 4, 0.02) for note in pad], axis=0) for pad in pads]
    return [np.concatenate(bars)[: SECONDS * RATE].astype(np.float32)]


def pitch_classes(*notes: int) -> NDArray[np.float64]:
    row = np.zeros(12)
    row[list(notes)] = 1
    return row


def feature(window: Floats, name: str) -> float:
    return float(sound.features(window)[sound.FEATURES.index(name)])


def test_a_c_major_chord_is_in_c_major() -> None:
    clarity, mode = sound.key(pitch_classes(*C_MAJOR))
    # The chord's notes have 6.35, 4.38 and 5.19 in the profile, whose mean is 3.4825 and deviation
    # 1.2631; the chord's own deviation is √3 / 4: r = (5.3067 - 3.4825) / 4 / 1.2631 / 0.4330.
    assert clarity == pytest.approx(0.8338, abs=1e-4)
    assert mode > 0.05
    assert sound.key_strengths(pitch_classes(*C_MAJOR)).argmax() == 0


@pytest.mark.parametrize(("notes", "tonic"), [(C_MINOR, 0), (A_MINOR, 9)])
def test_a_minor_chord_is_minor(notes: tuple[int, int, int], tonic: int) -> None:
    assert sound.key(pitch_classes(*notes))[1] < -0.05
    assert sound.key_strengths(pitch_classes(*notes)).argmax() == 12 + tonic


def test_key_does_not_depend_on_the_tonic() -> None:
    chroma = np.random.default_rng(3).random(12)
    moved = [sound.key(np.roll(chroma, steps)) for steps in range(12)]
    assert np.ptp(moved, axis=0) == pytest.approx([0, 0], abs=1e-12)


def test_a_profile_is_clearest_in_its_own_key() -> None:
    assert sound.key(np.array(sound.MINOR))[0] == pytest.approx(1)
    assert sound.key(np.array(sound.MAJOR))[1] > 0 > sound.key(np.array(sound.MINOR))[1]


def test_even_pitch_classes_have_no_key() -> None:
    assert sound.key(np.ones(12)) == (0, 0)


@pytest.mark.parametrize(("note", "pitch_class"), [(57, 9), (60, 0), (66, 6), (84, 0)])
def test_a_note_sounds_in_its_pitch_class(note: int, pitch_class: int) -> None:
    spectra = sound.spectrogram(tone(hertz(note)), sound.LONG_FRAME, sound.LONG_HOP)
    assert sound.chroma(spectra).mean(axis=0).argmax() == pitch_class


def test_a_chord_that_sounds_is_major() -> None:
    chord = np.sum([tone(hertz(note), amplitude=0.2) for note in (60, 64, 67)], axis=0)
    assert feature(chord, "mode") > 0.1
    assert feature(chord, "key_clarity") > 0.6


@pytest.mark.parametrize("rate", [2.0, 3.0])
def test_a_click_track_pulses_at_its_rate(rate: float) -> None:
    bands = sound.band_levels(
        sound.spectrogram(clicks(rate), sound.SHORT_FRAME, sound.SHORT_HOP),
    )
    heights, rates = sound.modulation(bands)
    assert rates[heights.argmax()] == pytest.approx(rate, abs=0.1)


def test_the_weight_of_fluctuation_is_greatest_at_four_hertz() -> None:
    def felt(hertz: float) -> float:
        time = np.arange(214)[:, None] * sound.SHORT_HOP / RATE
        return sound.fluctuation(np.sin(2 * np.pi * hertz * time) * np.ones(24))

    on_a_bin = 48 * RATE / (sound.SHORT_HOP * 256)  # 4.04 Hz
    assert felt(on_a_bin) == pytest.approx(0.25, abs=0.002)  # half the amplitude, felt by half
    assert felt(on_a_bin) > felt(9) > felt(1)


@pytest.mark.parametrize("frequency", [500.0, 2000.0, 4000.0])
def test_the_centroid_of_a_sine_is_its_frequency(frequency: float) -> None:
    assert feature(tone(frequency), "centroid") == pytest.approx(frequency, rel=0.02)


def test_the_spread_of_a_sine_is_small_and_that_of_noise_is_that_of_an_even_spectrum() -> None:
    assert feature(tone(2000), "spread") < 150
    assert feature(noise(), "spread") == pytest.approx(RATE / 2 / np.sqrt(12), rel=0.01)


def test_entropy_does_not_hear_what_compression_cuts_off() -> None:
    with_treble = sorrowful_song()[0] + tone(9000, amplitude=0.02)
    assert feature(with_treble, "entropy") == pytest.approx(
        feature(sorrowful_song()[0], "entropy"), abs=0.01
    )


def test_the_loudness_of_a_sine_is_three_decibels_below_its_amplitude() -> None:
    assert feature(tone(441, amplitude=0.1), "loudness") == pytest.approx(-23.01, abs=0.05)


def test_a_sine_has_little_entropy_and_noise_nearly_all() -> None:
    assert feature(tone(440), "entropy") < 0.4
    assert 0.9 < feature(noise(), "entropy") <= 1


def test_a_steady_tone_has_no_change_and_a_new_chord_has() -> None:
    steady = tone(440)
    halves = np.concatenate([tone(440, SECONDS / 2), tone(3000, SECONDS / 2)])
    for name in ("flux", "novelty", "tonal_flux"):
        assert feature(steady, name) == pytest.approx(0, abs=0.01)
        assert feature(halves, name) > feature(steady, name) + 0.003


def test_louder_changes_loudness_alone() -> None:
    loud = joyful_song()[0]
    quiet = (loud / 4).astype(np.float32)
    assert feature(loud, "loudness") - feature(quiet, "loudness") == pytest.approx(12.04, abs=0.1)
    for name in ("centroid", "entropy", "key_clarity", "mode", "tonal_flux", "flux"):
        assert feature(quiet, name) == pytest.approx(feature(loud, name), rel=1e-3)


def test_a_joyful_song_is_happier_and_more_excited_than_a_sorrowful_one() -> None:
    joyful, sorrowful = song_mood(joyful_song(), RATE), song_mood(sorrowful_song(), RATE)
    assert joyful.valence > sorrowful.valence + 0.3
    assert joyful.arousal > sorrowful.arousal + 0.5
    assert joyful.saturation > sorrowful.saturation
    assert joyful.warmth > sorrowful.warmth


@pytest.mark.parametrize(
    "window",
    [
        np.zeros(SECONDS * RATE, np.float32),
        noise(),
        tone(440),
        clicks(2),
        tone(440, 1),
        noise()[:1],
    ],
    ids=["silence", "noise", "sine", "clicks", "one second", "one sample"],
)
def test_what_is_no_music_still_has_a_bounded_mood(window: Floats) -> None:
    row = song_mood([window], RATE).as_row()
    assert np.isfinite(row).all()
    assert np.abs(row).max() <= 1


def test_noise_is_more_exciting_than_a_sine_and_a_sine_than_silence() -> None:
    arousal = [song_mood([window], RATE).arousal for window in (noise(), tone(440), SILENCE)]
    assert arousal == sorted(arousal, reverse=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=40), st.integers(1, 3 * RATE))
def test_any_samples_have_a_bounded_mood(shape: list[float], length: int) -> None:
    window = np.resize(np.array(shape, dtype=np.float32), length)
    row = song_mood([window], RATE).as_row()
    assert np.isfinite(row).all()
    assert np.abs(row).max() <= 1


def test_longer_windows_count_for_more() -> None:
    long, short = joyful_song()[0], sorrowful_song()[0][:RATE]
    parts = np.array([sound.features(long), sound.features(short)])
    mean = (parts[0] * len(long) + parts[1] * len(short)) / (len(long) + len(short))
    assert hear([long, short]) == pytest.approx(mean)


def test_another_rate_and_no_window_are_refused() -> None:
    with pytest.raises(ValueError, match="22050"):
        song_mood([tone(440)], 44_100)
    with pytest.raises(ValueError, match="at least one window"):
        song_mood([], RATE)


def test_a_song_like_the_mean_of_all_is_neutral_and_extremes_are_clipped() -> None:
    model = json.loads(resource("affect/song.json").read_text(encoding="utf-8"))
    ear = Ear.from_json(model)
    assert ear.judge(ear.means) == pytest.approx([0, 0], abs=0.02)
    assert np.abs(ear.judge(ear.means + 1e9 * ear.deviations)).max() <= np.tanh(1.5)
    assert ear.standard_scores(ear.means + 2 * ear.deviations) == pytest.approx([2] * 12)


def test_an_ear_standardises_weighs_standardises_and_squashes() -> None:
    weights = np.zeros((2, 12))
    weights[0, 0], weights[1, 1] = 2, -1
    ear = Ear(
        means=np.ones(12),
        deviations=np.full(12, 0.5),
        weights=weights,
        centres=np.array([1.0, 0]),
        scales=np.array([4.0, 1]),
    )
    # Features of 1.75 are 1.5 deviations up: valence (3 - 1) / 4 = 0.5, arousal -1.5.
    assert ear.judge(np.full(12, 1.75)) == pytest.approx([np.tanh(0.25), np.tanh(-0.75)])


def test_the_model_says_what_it_was_fitted_on_and_how_well_it_does() -> None:
    provenance = json.loads(resource("affect/song.json").read_text(encoding="utf-8"))["provenance"]
    assert provenance["population"] >= 200
    assert provenance["figures"]["arousal"]["cross-validated"]["spearman"] >= 0.5
    assert provenance["figures"]["valence"]["cross-validated"]["spearman"] >= 0.3


def test_a_ridge_around_weights_holds_to_them_or_to_the_data() -> None:
    draw = np.random.default_rng(1)
    rows, truth, prior = draw.normal(size=(300, 3)), np.array([1.0, -2, 3]), np.array([1.0, 0, 0])
    rows -= rows.mean(axis=0)
    held = ridge_around(prior, rows, rows @ truth, 1e12)
    assert held[1:] == pytest.approx([0, 0], abs=1e-6)
    assert ridge_around(prior, rows, rows @ truth, 0) == pytest.approx(truth)


def test_rank_correlation_by_hand() -> None:
    rising = np.array([1.0, 2, 3, 4])
    assert rank_correlation(rising, rising**3) == pytest.approx(1)
    assert rank_correlation(rising, -rising) == pytest.approx(-1)
    assert rank_correlation(rising, np.array([2.0, 1, 4, 3])) == pytest.approx(0.6)
    assert rank_correlation(rising, np.array([1.0, 2, 2, 3])) == pytest.approx(0.9487, abs=1e-4)


def test_fitting_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    songs = tmp_path / "songs"
    songs.mkdir()
    parts = {"joy": joyful_song()[0], "sorrow": sorrowful_song()[0], "noise": noise()}
    for name, window in parts.items():
        soundfile.write(songs / f"{name}.wav", window[: 3 * RATE], RATE)
    for name in ("first.json", "second.json"):
        main(["song", "--songs", str(songs), "--out", str(tmp_path / name)])
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    model = json.loads((tmp_path / "first.json").read_text(encoding="utf-8"))
    assert model["features"]["loudness"]["arousal"] == 0.67
    assert Ear.from_json(model).judge(sound.features(noise())).shape == (2,)
