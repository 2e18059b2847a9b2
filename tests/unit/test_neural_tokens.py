"""Texts become the tokens that the models were trained with."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
from open_clip.tokenizer import get_clean_fn
from transformers import PreTrainedTokenizerFast

from coverart.encoders.neural.tokens import CLEANERS, TextTokens
from coverart.errors import PackError
from coverart.learn.graphs.tokenizer import write_clip_tokenizer
from coverart.packs.manifest import TextTower
from tests.packs import CLAP_WORDS, tiny_clap_tokenizer

TEXTS = [
    "",
    "a",
    "a rainy night in the city",
    "A Rainy\tNight\n\n in  the CITY  ",
    "it's o'clock; we'll dance 'til 3am!!! #neon @home 100% (4:33)",
    "Caf\u00e9 Cafe\u0301 \u00fcber stra\u00dfe \u0130stanbul na\u00efve",
    "rock &amp; roll &lt;3 &amp;amp; soul",
    "\u201ccurly\u201d \u2018quotes\u2019 and \ufb01ne \ufb02ats, \uff26\uff35\uff2c\uff2c width",
    "\u65e5\u672c\u306e\u6b4c \ud55c\uad6d \u0440\u043e\u043a \U0001f3b8\U0001f525",
    "bell\x07 and\ufeff marks",
    "word " * 200,
]
CLIP = TextTower("text.onnx", "", 16, "clip_tokenizer.json", 49_408, 77, 0)
ROBERTA = TextTower(
    "audio_text.onnx", "", 16, "clap_tokenizer.json", CLAP_WORDS, 12, 1, False, True, "none"
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip_tokenizer.json"
    write_clip_tokenizer(path)
    return path


@pytest.fixture(scope="module")
def roberta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clap") / "clap_tokenizer.json"
    tiny_clap_tokenizer().save(str(path))
    return path


def test_clip_frames_a_text_and_pads_it(clip: Path) -> None:
    tokens, mask = TextTokens(clip, CLIP, "p")(["a cat"])
    # <start> "a" "cat" <end>, as in the published vocabulary
    assert tokens[0, :5].tolist() == [49_406, 320, 2368, 49_407, 0]
    assert mask[0].tolist() == [1] * 4 + [0] * 73


@pytest.mark.parametrize("text", TEXTS)
def test_clips_tokens_are_open_clips(clip: Path, text: str) -> None:
    tokens, _ = TextTokens(clip, CLIP, "p")([text])
    assert (tokens == open_clip.tokenize([text]).numpy()).all()


def test_a_long_text_keeps_its_end(clip: Path) -> None:
    tokens, mask = TextTokens(clip, CLIP, "p")(["word " * 200])
    assert tokens.shape == (1, 77)
    assert tokens[0, -1] == 49_407
    assert mask.all()


def test_unpadded_texts_are_as_long_as_the_longest_of_them(roberta: Path) -> None:
    tokens, mask = TextTokens(roberta, ROBERTA, "p")(["", "a a"])
    assert tokens.dtype == mask.dtype == np.int64
    assert tokens[0].tolist()[:2] == [0, 2]
    assert (tokens[0, 2:] == 1).all()
    assert mask.sum(axis=1).tolist() == [2, tokens.shape[1]]


def test_robertas_tokens_are_those_of_transformers(roberta: Path) -> None:
    theirs = transformers_tokenizer(roberta)
    wanted = theirs(TEXTS, padding=True, truncation=True, max_length=ROBERTA.context)
    tokens, mask = TextTokens(roberta, ROBERTA, "p")(TEXTS)
    assert tokens.tolist() == wanted["input_ids"]
    assert mask.tolist() == wanted["attention_mask"]


def transformers_tokenizer(file: Path) -> Any:
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(file), bos_token="<s>", eos_token="</s>", pad_token="<pad>"
    )


def test_a_files_own_shortening_and_padding_are_not_applied(roberta: Path, tmp_path: Path) -> None:
    tokenizer = tiny_clap_tokenizer()
    tokenizer.enable_truncation(3)
    tokenizer.enable_padding(length=40)
    tokenizer.save(str(tmp_path / "own.json"))
    text = ["in the rain at night"]
    own, plain = (
        TextTokens(file, ROBERTA, "p")(text)[0] for file in (tmp_path / "own.json", roberta)
    )
    assert own.tolist() == plain.tolist()


def test_no_texts_are_no_tokens(clip: Path, roberta: Path) -> None:
    assert TextTokens(clip, CLIP, "p")([])[0].shape == (0, 77)
    assert TextTokens(roberta, ROBERTA, "p")([])[0].shape == (0, 0)


@pytest.mark.parametrize(
    ("clean", "theirs"),
    [("lower", "lower"), ("whitespace", "whitespace"), ("canonicalize", "canonicalize")],
)
@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_cleaned_as_open_clip_does_it(clean: str, theirs: str, text: str) -> None:
    assert CLEANERS[clean](text) == get_clean_fn(theirs)(text)


def test_uncleaned_texts_stay_as_they_are() -> None:
    assert CLEANERS["none"]("  A &amp; B ") == "  A &amp; B "


def test_another_vocabulary_is_refused(roberta: Path) -> None:
    with pytest.raises(PackError, match="knows 400 tokens, not 50,265"):
        TextTokens(roberta, replace(ROBERTA, vocabulary=50_265), "p")


def test_an_unknown_way_of_cleaning_is_refused(roberta: Path) -> None:
    with pytest.raises(PackError, match="unknown way, “scrub”"):
        TextTokens(roberta, replace(ROBERTA, clean="scrub"), "p")


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"\xff\xfe\x00", b'{"model": 3}'])
def test_a_damaged_tokenizer_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.json").write_bytes(content)
    with pytest.raises(PackError, match=r"“p”: its “t\.json” is"):
        TextTokens(tmp_path / "t.json", ROBERTA, "p")


def test_a_missing_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"“t\.json” cannot be read"):
        TextTokens(tmp_path / "t.json", ROBERTA, "p")
