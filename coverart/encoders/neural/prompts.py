"""The vocabulary that stands between songs and pictures: what is asked of both text towers.

Every prompt says one idea twice: in a sentence about music, for the text tower that belongs to the
audio tower, and in one about a photograph, for the text tower that belongs to the image tower.
`resources/prompts/vocabulary.json` holds ideas by *facet* (mood, genre, scene, light …), one
sentence per facet and kind, and tables of which ideas go together ("rainy city night").
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from coverart.errors import CoverArtError
from coverart.resources import resource

FILE = "prompts/vocabulary.json"
TRIES = 10
"""A vocabulary that gives a new sentence less often than once in so many tries is exhausted."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea of one facet: how users read it, and its words about music and about pictures."""

    label: str
    sound: str
    picture: str


@dataclass(frozen=True, slots=True)
class Caption:
    """The same said to the text tower of sound and to that of pictures."""

    sound: str
    picture: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt of the bank.

    `id` is unique and stays as long as the idea does: "light+place/neon-city". `label` is for
    users. `group` names the facets whose sentence it shares with others: "mood", "place+light".
    """

    id: str
    label: str
    group: str
    caption: Caption


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All prompts, in the order of the file; the ideas they are made of, by facet and label.

    `sentences` are each facet's, with {} for the words of an idea.
    """

    prompts: tuple[Prompt, ...]
    ideas: Mapping[str, Mapping[str, Idea]]
    sentences: Mapping[str, Caption]

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of every prompt in order: what a bank was made from."""
        rows = [
            [prompt.id, prompt.label, prompt.group, prompt.caption.sound, prompt.caption.picture]
            for prompt in self.prompts
        ]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class _BrokenError(Exception):
    """What is wrong with the file, as the end of a sentence."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this version of Coverart; read once.

    Raises `CoverArtError` as `read_vocabulary` does.
    """
    return read_vocabulary(resource(FILE))


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary and compose its prompts.

    Raises `CoverArtError` with the place and the reason where the file is missing or broken.
    """
    try:
        return _composed(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _unusable(path, f"it cannot be read ({reason})") from error
    except _BrokenError as error:
        raise _unusable(path, str(error)) from error


def captions(count: int, seed: int, known: Vocabulary | None = None) -> list[Caption]:
    """At most `count` sentences of two to four ideas of different facets, no two alike.

    Half of them say the same words to both towers, as the training texts of C-MCR do; the other
    half say each idea in the sentence of its facet, as the bank does. The same seed gives the same
    sentences, and more of them begin with the fewer; fewer than `count` come only of a vocabulary
    too small for so many.

    References
    ----------
    Wang et al. (2023). Connecting multi-modal contrastive representations (C-MCR). NeurIPS.
    """
    known = known or vocabulary()
    random, found = Random(seed), dict[Caption, None]()
    for _ in range(TRIES * count):
        if len(found) == count:
            break
        found[_sentence_of_several(known, random)] = None
    return list(found)


def _sentence_of_several(known: Vocabulary, random: Random) -> Caption:
    facets = random.sample(list(known.ideas), min(random.randint(2, 4), len(known.ideas)))
    ideas = [random.choice(list(known.ideas[facet].values())) for facet in facets]
    if random.random() < 0.5:
        words = ", ".join(idea.label for idea in ideas)
        return Caption(words, words)
    said = [_said(known.sentences[f], idea) for f, idea in zip(facets, ideas, strict=True)]
    return Caption(
        ", ".join(caption.sound for caption in said), ", ".join(caption.picture for caption in said)
    )


def _composed(data: object) -> Vocabulary:
    facets = _table(_entry(data, "facets", "the file"), "“facets”")
    ideas = {facet: _ideas(facet, table) for facet, table in facets.items()}
    sentences = {facet: _sentence(facet, table) for facet, table in facets.items()}
    prompts = [
        _prompt(idea.label, facet, _said(sentences[facet], idea))
        for facet in facets
        for idea in ideas[facet].values()
    ]
    for table in _list(_entry(data, "combined", "the file"), "“combined”"):
        prompts += _combined(table, ideas)
    for told in (lambda p: p.id, lambda p: p.label, lambda p: p.caption):
        _require_distinct(prompts, told)
    return Vocabulary(tuple(prompts), ideas, sentences)


def _ideas(facet: str, table: object) -> dict[str, Idea]:
    """The ideas of a facet by label."""
    rows = _list(_entry(table, "ideas", f"“{facet}”"), f"the ideas of “{facet}”")
    ideas = [_idea(row, facet) for row in rows]
    known = {idea.label: idea for idea in ideas}
    if len(known) < len(ideas):
        raise _BrokenError(f"an idea of “{facet}” stands there twice")
    return known


def _idea(row: object, facet: str) -> Idea:
    words = [row] if isinstance(row, str) else row
    if not (isinstance(words, list) and 1 <= len(words) <= 3):
        raise _BrokenError(f"in “{facet}”, {row!r} is not an idea")
    if not all(isinstance(word, str) and word.strip() == word != "" for word in words):
        raise _BrokenError(f"in “{facet}”, {row!r} has words that are none")
    return Idea(words[0], words[min(1, len(words) - 1)], words[-1])


def _sentence(facet: str, table: object) -> Caption:
    """The sentences of a facet, each with one place for the words."""
    sentences = [_entry(table, kind, f"“{facet}”") for kind in ("sound", "picture")]
    for sentence in sentences:
        if not isinstance(sentence, str) or re.findall(r"[{}]+", sentence) != ["{}"]:
            raise _BrokenError(f"“{facet}” needs sentences with one {{}} each")
    return Caption(*sentences)


def _said(sentence: Caption, idea: Idea) -> Caption:
    return Caption(sentence.sound.format(idea.sound), sentence.picture.format(idea.picture))


def _combined(table: object, ideas: Mapping[str, Mapping[str, Idea]]) -> Iterator[Prompt]:
    """The prompts of one table of ideas that go together."""
    facets = _list(_entry(table, "facets", "“combined”"), "the facets of a combination")
    group = "+".join(map(str, facets))
    for row in _list(_entry(table, "products", group), f"the products of “{group}”"):
        if not isinstance(row, list) or list(map(type, row)) != [list] * len(facets):
            raise _BrokenError(f"in “{group}”, {row!r} does not name an idea of each facet")
        for labels in product(*row):
            chosen = {
                str(facet): _known(ideas, facet, label)
                for facet, label in zip(facets, labels, strict=True)
            }
            caption = Caption(_filled(table, "sound", chosen), _filled(table, "picture", chosen))
            yield _prompt(_filled(table, "label", chosen), group, caption)


def _known(ideas: Mapping[str, Mapping[str, Idea]], facet: object, label: object) -> Idea:
    try:
        return ideas[str(facet)][str(label)]
    except KeyError:
        raise _BrokenError(f"“{label}” is no idea of “{facet}”") from None


def _filled(table: object, kind: str, chosen: Mapping[str, Idea]) -> str:
    """A sentence of a combination with the words of its ideas, each named by its facet."""
    words = {facet: str(getattr(idea, kind)) for facet, idea in chosen.items()}
    sentence = _entry(table, kind, "a combination")
    try:
        filled = str(sentence).format_map(words)
    except (KeyError, IndexError, ValueError) as error:
        raise _BrokenError(f"the sentence “{sentence}” cannot be filled") from error
    if not all(word in filled for word in words.values()):
        raise _BrokenError(f"the sentence “{sentence}” leaves an idea out")
    return filled


def _prompt(label: str, group: str, caption: Caption) -> Prompt:
    letters = "".join(sign if sign.isalnum() else " " for sign in label.lower())
    return Prompt(f"{group}/{'-'.join(letters.split())}", label, group, caption)


def _require_distinct(prompts: Sequence[Prompt], told: Callable[[Prompt], object]) -> None:
    seen = set[object]()
    for prompt in prompts:
        if told(prompt) in seen:
            raise _BrokenError(f"“{prompt.label}” of “{prompt.group}” stands there twice")
        seen.add(told(prompt))


def _entry(table: object, key: str, where: str) -> Any:
    if not isinstance(table, dict) or key not in table:
        raise _BrokenError(f"{where} has no “{key}”")
    return table[key]


def _table(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise _BrokenError(f"{where} is not a table")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _BrokenError(f"{where} should be a list")
    return value


def _unusable(path: Path, reason: str) -> CoverArtError:
    return CoverArtError(f"The vocabulary {path.name}: {reason}", "install Coverart again")
