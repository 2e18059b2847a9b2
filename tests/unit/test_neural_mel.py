"""Log-mel spectrograms: those of transformers' extractor, without its lots."""

from typing import Any

import numpy as np
import pytest
from transformers import ClapFeatureExtractor

from coverart.domain import Floats
from coverart.encoders.neural.mel import log_mels
from coverart.packs.manifest import AudioTower

RATE = 48_000
TEN_SECONDS = 10 * RATE
PLAIN = AudioTower("audio.onnx", "", 16)
FUSED = AudioTower("audio.onnx", "", 16, fusion=True, slaney=False)
CLOSE = 1e-4  # dB
LENGTHS = [1, 2, 511, 12_345, 240_000, 240_001, TEN_SECONDS - 1, TEN_SECONDS]


def music(samples: int, seed: int = 0) -> Floats:
    """A chord that swells over noise 60 dB below it, with a silent gap."""
    random = np.random.default_rng(seed)
    time = np.arange(samples) / RATE
    chord = sum(np.sin(2 * np.pi * pitch * time) for pitch in (110.0, 277.2, 1318.5, 9000.0))
    sound = chord * (0.55 + 0.45 * np.sin(time)) / 4 + 1e-3 * random.standard_normal(samples)
    sound[samples // 3 : samples // 3 + 5000] = 0
    return np.asarray(sound, dtype=np.float32)


@pytest.fixture(scope="module")
def extractor() -> Any:
    return ClapFeatureExtractor(frequency_min=50)


def extracted(extractor: Any, window: Floats, fusion: bool) -> Floats:
    kind = "fusion" if fusion else "rand_trunc"
    found = extractor(window, truncation=kind, padding="repeatpad", sampling_rate=RATE)
    return np.asarray(found["input_features"][0])


def test_a_pure_tone_is_loudest_in_the_filter_that_it_lies_in() -> None:
    time = np.arange(TEN_SECONDS) / RATE
    tone = np.sin(2 * np.pi * 1000 * time).astype(np.float32)
    mel, _ = log_mels([tone], FUSED)
    # 1000 Hz is 1000.0 mel, and 65 steps lead from 77.8 mel (50 Hz) to 3432.6 (14 kHz).
    assert (mel[0, 0].argmax(axis=1)[2:-2] == round((1000.0 - 77.8) / (3354.8 / 65)) - 1).all()


def test_silence_is_at_the_floor() -> None:
    mel, longer = log_mels([np.zeros(TEN_SECONDS, dtype=np.float32)], PLAIN)
    assert mel.shape == (1, 1, 1001, 64)
    assert (mel == -100).all()
    assert not longer.any()


@pytest.mark.parametrize("samples", LENGTHS)
@pytest.mark.parametrize("tower", [PLAIN, FUSED])
def test_windows_up_to_ten_seconds_are_the_extractors(
    extractor: Any, tower: AudioTower, samples: int
) -> None:
    window = music(samples)
    mel, longer = log_mels([window], tower)
    assert np.abs(mel[0] - extracted(extractor, window, tower.fusion)).max() < CLOSE
    assert not longer.any()


@pytest.mark.parametrize("samples", [TEN_SECONDS + 1, TEN_SECONDS + 479])
def test_less_than_a_hop_beyond_ten_seconds_is_not_longer(extractor: Any, samples: int) -> None:
    window = music(samples)
    mel, longer = log_mels([window], FUSED)
    assert np.abs(mel[0] - extracted(extractor, window, fusion=True)).max() < CLOSE
    assert not longer.any()


@pytest.mark.parametrize("samples", [TEN_SECONDS + 960, 700_001, 3 * TEN_SECONDS])
def test_a_longer_window_is_its_whole_and_three_parts_as_the_extractor_draws_them(
    extractor: Any, monkeypatch: pytest.MonkeyPatch, samples: int
) -> None:
    window = music(samples)
    drawn: list[list[int]] = []
    middle = (samples // 480 + 1 - 1001) // 2

    def choose(places: Any) -> int:
        drawn.append(list(places))
        return (drawn[0][0], middle, drawn[-1][-1])[len(drawn) - 1]

    monkeypatch.setattr(np.random, "choice", choose)
    wanted = extracted(extractor, window, fusion=True)
    mel, longer = log_mels([window], FUSED)
    assert middle in drawn[1]
    assert np.abs(mel[0] - wanted).max() < CLOSE
    assert longer.all()


def test_without_fusion_the_middle_of_a_longer_window_is_heard() -> None:
    window = music(TEN_SECONDS + 2000)
    mel, longer = log_mels([window], PLAIN)
    assert (mel == log_mels([window[1000:-1000]], PLAIN)[0]).all()
    assert not longer.any()


def test_a_batch_is_its_windows_one_by_one() -> None:
    windows = [music(samples, seed=samples) for samples in (300, TEN_SECONDS, 500_000)]
    mels, longer = log_mels(windows, FUSED)
    assert mels.dtype == np.float32
    assert longer.tolist() == [[False], [False], [True]]
    for place, window in enumerate(windows):
        assert (mels[place] == log_mels([window], FUSED)[0][0]).all()


def test_no_windows_are_no_spectrograms() -> None:
    mels, longer = log_mels([], FUSED)
    assert mels.shape == (0, 4, 1001, 64)
    assert longer.shape == (0, 1)
