"""CLIP's vocabulary as a file of the `tokenizers` library.

open_clip keeps its byte-pair merges as a compressed text. The file made here gives the same ids for
any text that was cleaned as `clean = "lower"` says; the cleaning itself (ftfy, HTML entities, white
space, lower case) is not in it. One thing differs on purpose: the names of the start and end tokens
typed by a user are ordinary text here, and the tokens themselves in open_clip.

References
----------
Radford et al. (2021). Learning transferable visual models from natural language supervision. The
code, `simple_tokenizer.py`, has the merges, the pattern and the order of the vocabulary.
"""

import gzip
from pathlib import Path

from open_clip.tokenizer import bytes_to_unicode, default_bpe
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE

from coverart.errors import PackError

CLIP_VOCABULARY = 49_408
START, END = "<start_of_text>", "<end_of_text>"
WORD_END = "</w>"
WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def clip_tokenizer() -> Tokenizer:
    """The tokenizer of CLIP; a text becomes start, its tokens, end."""
    merges = _merges()
    letters = list(bytes_to_unicode().values())
    words = [*letters, *(letter + WORD_END for letter in letters)]
    words += ["".join(pair) for pair in merges] + [START, END]
    places = {word: place for place, word in enumerate(words)}
    model = BPE(places, merges, end_of_word_suffix=WORD_END, unk_token=END)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}",
        special_tokens=[(START, places[START]), (END, places[END])],
    )
    tokenizer.decoder = ByteLevelDecoder()
    return tokenizer


def write_clip_tokenizer(path: Path) -> None:
    """Write the tokenizer of CLIP, the same bytes each time."""
    path.write_text(clip_tokenizer().to_str(), encoding="utf-8", newline="\n")


def vocabulary(path: Path, pack: str) -> int:
    """The entries of a tokenizer's file. Raises `PackError` where it is none."""
    return _read(path, pack).get_vocab_size()


def token_id(path: Path, token: str, pack: str) -> int | None:
    """The number of a token in a tokenizer's file. Raises `PackError` where it is none."""
    return _read(path, pack).token_to_id(token)


def _read(path: Path, pack: str) -> Tokenizer:
    try:
        return Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # the library raises nothing more particular
        raise PackError(pack, f"“{path.name}” is no tokenizer") from error


def _merges() -> list[tuple[str, str]]:
    """The byte-pair merges in their order; the file holds more than CLIP was trained with."""
    with gzip.open(default_bpe(), "rt", encoding="utf-8") as file:
        lines = file.read().split("\n")
    kept = lines[1 : CLIP_VOCABULARY - 2 * 256 - 2 + 1]
    return [(first, second) for first, second in (line.split() for line in kept)]
