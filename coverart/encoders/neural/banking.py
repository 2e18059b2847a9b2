"""The bank of prompts of a pack: made by both of its text towers, and kept beside its weights."""

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from coverart.domain import Floats
from coverart.encoders.neural.devices import Preference
from coverart.encoders.neural.linking import Bank
from coverart.encoders.neural.prompts import vocabulary
from coverart.encoders.neural.towers import TextEncoder
from coverart.language import mark
from coverart.packs.manifest import BANK, Pack, TextTower
from coverart.packs.steps import Step, Steps
from coverart.packs.tensors import read_arrays, save_arrays

LABEL = mark("Reading the prompts")


def make_bank(folder: Path, pack: Pack) -> Steps[str]:
    """Encode the vocabulary by both text towers, and write it into the pack's folder.

    Steps count prompts. Returns the name of the file, for `packs.record.add_file`. A pack whose
    songs and pictures share a space, and that has no text tower for sound, gets no bank: "".
    """
    if pack.audio_text is None:
        return ""
    known = vocabulary()
    said = [prompt.caption for prompt in known.prompts]
    wanted = (
        (pack.text, [one.picture for one in said]),
        (pack.audio_text, [one.sound for one in said]),
    )
    rows = []
    for place, (tower, texts) in enumerate(wanted):
        with closing(encode_texts(folder, pack, tower, texts)) as portions:
            read = []
            for portion in portions:
                read.append(portion)
                done = place * len(texts) + sum(map(len, read))
                yield Step(LABEL, done, len(wanted) * len(texts))
        rows.append(np.concatenate(read))
    pictures, sounds = rows
    save_arrays(folder / BANK, Bank.of(known, sounds, pictures).tensors())
    return BANK


def encode_texts(
    folder: Path, pack: Pack, tower: TextTower, texts: Sequence[str]
) -> Generator[Floats]:
    """Unit vectors (k, d) of the next k texts by one text tower of a pack, on the processor."""
    with TextEncoder(folder, pack, tower, Preference(graphics=False)) as encoder:
        yield from encoder.encode(texts)


def read_bank(folder: Path, pack: Pack) -> Bank:
    """Read the bank of a pack. Raises `PackError` for one that is damaged or out of date."""
    dimensions = pack.audio.dimension, pack.image.dimension
    return Bank.read(read_arrays(folder / BANK), vocabulary(), dimensions, pack.name)
