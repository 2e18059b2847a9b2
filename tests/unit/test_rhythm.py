"""Rhythm: onsets, pulse, modulation and dynamics of clicks and tones whose rates are known."""

import numpy as np
import pytest

from coverart.domain import Floats
from coverart.encoders.affect.hearing import rhythm
from coverart.encoders.affect.hearing.spectra import RATE, SHORT_RATE, Spectra
from tests.unit.tones import clicks, joyful_song, noise, silence, sorrowful_song, tone


def heard(window: Floats) -> dict[str, float]:
    return rhythm.rhythm(Spectra(window))


@pytest.mark.parametrize("per_second", [1.0, 2.0, 4.0])
def test_every_click_is_an_onset(per_second: float) -> None:
    assert heard(clicks(per_second))["onset_rate"] == pytest.approx(per_second, abs=0.2)


def test_a_tone_has_no_onset_and_no_flux() -> None:
    found = heard(tone(440))
    assert found["onset_rate"] == 0
    assert found["flux"] == pytest.approx(0, abs=0.01)
    assert found["onset all"] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(("per_second", "beats"), [(2.0, 120), (1.5, 90), (2.5, 150)])
def test_clicks_have_their_tempo_and_a_clear_pulse(per_second: float, beats: float) -> None:
    found = heard(clicks(per_second))
    assert 60 * 2 ** found["tempo"] == pytest.approx(beats, rel=0.06)
    assert found["pulse_clarity"] > 0.5


def test_noise_has_no_clear_pulse_and_hardly_an_onset() -> None:
    found = heard(noise())
    assert found["pulse_clarity"] < 0.4
    assert found["onset_rate"] < 1


def test_a_curve_that_never_changes_has_the_usual_tempo() -> None:
    for strength in (np.ones(200), np.zeros(1)):
        beats, agreement = rhythm.tempo(strength)
        assert beats == rhythm.USUAL
        assert agreement.tolist() == [0]


@pytest.mark.parametrize("rate", [2.0, 3.0, 6.0])
def test_envelopes_pulse_at_their_rate(rate: float) -> None:
    time = np.arange(214)[:, None] / SHORT_RATE
    heights, rates = rhythm.modulation(10 * np.sin(2 * np.pi * rate * time) * np.ones(24))
    assert rates[heights[:, 0].argmax()] == pytest.approx(rate, abs=0.1)
    assert heights.max() == pytest.approx(5, rel=0.02)  # half of what swings is at each sign


def test_a_trembling_tone_is_modulated_at_its_rate_above_all() -> None:
    time = np.arange(10 * RATE) / RATE
    trembling = (tone(880) * (1 + 0.8 * np.sin(2 * np.pi * 5 * time))).astype(np.float32)
    found = heard(trembling)
    octaves = {rate: found[f"modulation middle {rate:g} Hz"] for rate in rhythm.RATES[:-1]}
    assert max(octaves, key=octaves.__getitem__) == 4.0


def test_dynamics_are_those_of_the_level() -> None:
    steady = heard(tone(440))
    halves = heard(np.concatenate([tone(440, 5), tone(440, 5, 0.05)]))  # 20 dB softer
    assert steady["loudness_sd"] == pytest.approx(0, abs=0.1)
    assert steady["crest"] == pytest.approx(3.01, abs=0.02)
    assert halves["loudness_sd"] == pytest.approx(10, abs=0.3)
    assert halves["loudness_range"] == pytest.approx(20, abs=0.3)
    assert halves["softer"] == pytest.approx(0.5, abs=0.02)


def test_what_changes_is_new_and_what_repeats_is_alike() -> None:
    steady = heard(noise())
    halves = heard(np.concatenate([tone(200, 5), tone(4000, 5)]))
    assert steady["likeness"] > 0.95 > halves["likeness"]
    assert halves["novelty"] > steady["novelty"] + 0.05


def test_a_joyful_song_moves_more_than_a_sorrowful_one() -> None:
    joyful, sorrowful = heard(joyful_song()[0]), heard(sorrowful_song()[0])
    for name in ("onset_rate", "onset all", "flux", "modulation high 4 Hz"):
        assert joyful[name] > sorrowful[name]


@pytest.mark.parametrize("length", [0, 1, 3000, 5 * 1024, 2048 + 5 * 1024, 2 * RATE])
def test_windows_of_any_length_have_a_rhythm(length: int) -> None:
    for window in (noise()[:length], silence()[:length]):
        assert np.isfinite(list(heard(window).values())).all()
