"""What is heard in a window: spectra and timbre by hand, and what no feature may depend on."""

import numpy as np
import pytest

from coverart.domain import Floats
from coverart.encoders.affect.hearing.spectra import (
    RATE,
    SHORT_FRAME,
    SHORT_HOP,
    Spectra,
    entropy,
    frequencies,
    sounding,
    sounds,
    spectrogram,
)
from coverart.encoders.affect.hearing.timbre import contrast
from coverart.encoders.affect.sound import families, feature_names, features, listen
from tests.unit.tones import joyful_song, noise, silence, sorrowful_song, tone


def timbre(window: Floats) -> dict[str, float]:
    return listen(window)["timbre"]


def test_features_have_as_many_names_and_every_name_once() -> None:
    assert len(features(noise())) == len(feature_names()) == len(set(feature_names()))
    assert [*families()] == ["tonality", "texture", "timbre", "rhythm"]


@pytest.mark.parametrize("window", [joyful_song()[0], silence(), tone(440, 0.1), noise()[:1]])
def test_every_window_has_the_same_features(window: Floats) -> None:
    assert {family: tuple(named) for family, named in listen(window).items()} == families()
    assert np.isfinite(features(window)).all()


def test_a_sine_on_a_bin_has_its_amplitude() -> None:
    spectra = spectrogram(tone(100 * RATE / SHORT_FRAME, amplitude=0.5), SHORT_FRAME, SHORT_HOP)
    assert spectra[:, 100] == pytest.approx(np.full(len(spectra), 0.5), rel=1e-3)
    assert frequencies(spectra)[100] == pytest.approx(100 * RATE / SHORT_FRAME)


def test_every_window_is_brought_to_one_level() -> None:
    for amplitude in (0.001, 0.5):
        brought = Spectra(tone(440, amplitude=amplitude)).window
        assert np.sqrt(np.mean(brought**2)) == pytest.approx(1, rel=1e-4)
    assert not Spectra(silence()).window.any()


@pytest.mark.parametrize("song", [joyful_song, sorrowful_song])
def test_no_feature_depends_on_how_loud_a_song_is(song: type[list[Floats]]) -> None:
    (window,) = song()
    quiet = features((window / 16).astype(np.float32))
    assert quiet == pytest.approx(features(window), rel=1e-3, abs=1e-3)


def test_what_is_too_soft_to_be_heard_is_silent() -> None:
    assert sounds(tone(440, amplitude=0.01))
    assert not sounds(tone(440, amplitude=1e-5))
    assert not sounds(np.zeros(0, np.float32))


def test_silent_frames_are_left_out() -> None:
    window = np.concatenate([tone(440, 2), silence(2)])
    spectra = spectrogram(window, SHORT_FRAME, SHORT_HOP)
    assert len(sounding(spectra)) == pytest.approx(len(spectra) / 2, abs=2)
    assert sounding(np.zeros((5, 9), np.float32)).tolist() == [[0.0] * 9]


def test_entropy_is_1_where_all_is_even_and_0_where_there_is_but_one() -> None:
    rows = np.array([[1.0, 1, 1, 1], [0, 3, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]])
    assert entropy(rows) == pytest.approx([1, 0, 0, 0.5])


@pytest.mark.parametrize("frequency", [500.0, 2000.0, 4000.0])
def test_the_centroid_of_a_sine_is_its_frequency(frequency: float) -> None:
    assert timbre(tone(frequency))["centroid"] == pytest.approx(frequency, rel=0.02)


def test_the_spread_of_a_sine_is_small_and_that_of_noise_is_that_of_an_even_spectrum() -> None:
    assert timbre(tone(2000))["spread"] < 150
    assert timbre(noise())["spread"] == pytest.approx(RATE / 2 / np.sqrt(12), rel=0.01)


def test_a_sine_has_little_entropy_and_flatness_and_noise_nearly_all() -> None:
    sine, hiss = timbre(tone(440)), timbre(noise())
    assert sine["entropy"] < 0.4
    assert 0.9 < hiss["entropy"] <= 1
    # The logarithm of noise power is less than that of its mean by Euler's constant: 2.5 dB.
    assert sine["flatness"] < -40
    assert hiss["flatness"] == pytest.approx(-2.5, abs=0.2)


def test_entropy_does_not_hear_what_compression_cuts_off() -> None:
    with_treble = sorrowful_song()[0] + tone(9000, amplitude=0.02)
    assert timbre(with_treble)["entropy"] == pytest.approx(
        timbre(sorrowful_song()[0])["entropy"], abs=0.01
    )


def test_brighter_sounds_have_a_lower_first_cepstral_coefficient() -> None:
    dull = np.convolve(noise(), np.ones(24) / 24, "same").astype(np.float32)
    assert timbre(dull)["cepstrum 1"] > timbre(noise())["cepstrum 1"] + 5


def test_contrast_is_that_of_tones_above_noise_in_their_octave() -> None:
    both = tone(1100) + 0.05 * noise()
    spectra = spectrogram(both.astype(np.float32), SHORT_FRAME, SHORT_HOP)
    octaves = contrast(spectra).mean(axis=0)
    assert octaves.argmax() == 3  # 800 to 1600 Hz
    assert octaves[5] == pytest.approx(
        contrast(spectrogram(noise(), 2048, 1024)).mean(axis=0)[5], abs=2
    )
