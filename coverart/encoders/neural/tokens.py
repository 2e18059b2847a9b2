"""Texts become the tokens that a text tower reads: the one door of the `tokenizers` library.

The tokenizer is a file of the pack, and the end token is the last one that it gives a text. How a
text is cleaned before, by `TextTower.clean`:

- "none": not at all;
- "whitespace": characters are repaired, and each run of white space becomes one blank;
- "lower": like that, and in small letters, as open_clip does it for CLIP's own tokenizer;
- "canonicalize": like that, and without punctuation, as open_clip does it for SigLIP.

Characters are repaired as far as ftfy, which open_clip asks, is sure of: entities of HTML, curly
quotes, ligatures, letters of full width, control characters. Text that was decoded with a wrong
encoding stays as it is.
"""

import html
import re
import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from coverart.errors import PackError
from coverart.language import _, number
from coverart.packs.manifest import TextTower

Tokens = NDArray[np.int64]

# What stands for a quote, and what is two letters in one or a letter of another width.
QUOTES = str.maketrans("ʼ‘’‚‛“”„‟", "'" * 5 + '"' * 4)
COMPATIBLE = re.compile("[ĲĳŉǄ-ǌǱ-ǳﬀ-ﬄﬆ\u3000\uff01-\uffef]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]")
PUNCTUATION = str.maketrans("", "", string.punctuation)


class TextTokens:
    """The tokenizer of a text tower.

    Raises `PackError` for a file that is none, or one with another vocabulary than the tower's.
    """

    def __init__(self, file: Path, tower: TextTower, pack: str) -> None:
        if tower.clean not in CLEANERS:
            raise PackError(
                pack,
                _("it wants texts cleaned in an unknown way, “{clean}”").format(clean=tower.clean),
            )
        self._tokenizer = _read(file, pack)
        self._tower = tower
        self._clean = CLEANERS[tower.clean]
        vocabulary = self._tokenizer.get_vocab_size(with_added_tokens=True)
        if vocabulary != tower.vocabulary:
            reason = _("its tokenizer knows {vocabulary} tokens, not {wanted}").format(
                vocabulary=number(vocabulary), wanted=number(tower.vocabulary)
            )
            raise PackError(pack, reason, _("install it anew"))

    def __call__(self, texts: Sequence[str]) -> tuple[Tokens, Tokens]:
        """Tokens and mask of texts, (n, t) each; t is `context` if that is fixed.

        Else it is the length of the longest text. A text too long loses what comes before its end
        token.
        """
        ids = [self._ids(text) for text in texts]
        longest = max((len(row) for row in ids), default=0)
        shape = (len(ids), self._tower.context if self._tower.fixed else longest)
        tokens = np.full(shape, self._tower.padding, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for place, row in enumerate(ids):
            tokens[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return tokens, mask

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(self._clean(text)).ids
        most = self._tower.context
        return ids if len(ids) <= most else [*ids[: most - 1], ids[-1]]


def _read(file: Path, pack: str) -> Tokenizer:
    """Read a tokenizer, and have it neither shorten nor pad."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError(
            pack, _("its “{name}” cannot be read").format(name=file.name), _("install it anew")
        ) from error
    except UnicodeDecodeError as error:
        raise PackError(
            pack, _("its “{name}” is damaged").format(name=file.name), _("install it anew")
        ) from error
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing more particular
        raise PackError(
            pack, _("its “{name}” is no tokenizer").format(name=file.name), _("install it anew")
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _repaired(text: str) -> str:
    text = html.unescape(html.unescape(text))
    text = COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", CONTROL.sub("", text.translate(QUOTES)))


def _spaced(text: str) -> str:
    return " ".join(_repaired(text).split())


def _lower(text: str) -> str:
    return _spaced(text).lower()


def _canonical(text: str) -> str:
    plain = _repaired(text).replace("_", " ").translate(PUNCTUATION)
    return " ".join(plain.lower().split())


CLEANERS: Mapping[str, Callable[[str], str]] = {
    "none": str,
    "whitespace": _spaced,
    "lower": _lower,
    "canonicalize": _canonical,
}
