"""What was typed becomes a wish: words, songs, pictures, and how much each of them counts."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from coverart.cli.values import KINDS
from coverart.domain import Box
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example, Wish
from coverart.errors import MediaError, UsageError
from coverart.media.audio import SONG_SUFFIXES
from coverart.media.folder import OTHER_PICTURE_SUFFIXES, PHOTO_SUFFIXES
from coverart.media.lyrics import read_lyrics
from coverart.ranking.query import WEIGHTS

Given = argparse.Namespace

# In the order of KINDS: song, words, lyrics, without, liked, disliked, picture, mood.
MEANT = dict(
    zip(
        KINDS,
        (
            Kind.SONG,
            Kind.TEXT,
            Kind.LYRICS,
            Kind.WITHOUT,
            Kind.LIKED,
            Kind.DISLIKED,
            Kind.PICTURE,
            Kind.MOOD,
        ),
        strict=True,
    )
)
FILES = PHOTO_SUFFIXES | OTHER_PICTURE_SUFFIXES | SONG_SUFFIXES


def paths_of_rank(given: Given) -> tuple[Path | None, list[Path]]:
    """The song and the folders; beside a mood, the song may be left out.

    Raises `UsageError` where it is left out otherwise.
    """
    song, folders = given.song, given.folders
    if given.mood is not None and song is not None and song.is_dir():
        return None, [song, *folders]
    if given.mood is None and song is None:
        raise UsageError(
            "Ranking takes a song and a folder of photos", "or a folder and --mood VALENCE,AROUSAL"
        )
    return song, folders


def wish_of_rank(given: Given, song: Path | None) -> Wish:
    """A song, and whatever stands beside it. Raises `MediaError` for lyrics that are not there."""
    return Wish(
        song=song,
        mood=given.mood,
        text=given.text,
        lyrics=read_lyrics(given.lyrics) if given.lyrics else "",
        without=given.without,
        liked=_examples(given.like),
        disliked=_examples(given.dislike),
        pictures=_examples(given.picture),
        weights=_weights(given.weight),
    )


def wish_of_search(given: Given) -> Wish:
    """Words or a picture, and whatever stands beside them. Raises what `_wanted` raises."""
    text, pictures = _wanted(given.wanted, given.box)
    return Wish(
        text=text,
        without=given.without,
        liked=_examples(given.like),
        disliked=_examples(given.dislike),
        pictures=(*pictures, *_examples(given.picture)),
        weights=_weights(given.weight),
    )


def wish_for_songs(given: Given) -> Wish:
    """Words or a picture. Raises what `_wanted` raises."""
    text, pictures = _wanted(given.wanted, given.box)
    return Wish(text=text, pictures=pictures)


def _wanted(typed: str, box: Box | None) -> tuple[str, tuple[Example, ...]]:
    """Words, or the picture of that name.

    Raises `MediaError` for what must be meant as a picture and is none, and `UsageError` for a box
    of words.
    """
    path = Path(typed)
    if os.path.isfile(typed):  # noqa: PTH113 (never raises, however long the words)
        return "", (Example(path, box),)
    if os.path.isdir(typed):  # noqa: PTH112 (as above)
        raise MediaError(path, "it is a folder", "give a picture, or some words")
    if path.suffix.lower() in FILES:
        raise MediaError(path, "there is no such file", "give a picture that is there, or words")
    if box is not None:
        raise UsageError("Words have no box", "give a picture, or leave out --box")
    return typed, ()


def _examples(typed: list[tuple[Path, Box | None]]) -> tuple[Example, ...]:
    return tuple(Example(path, box) for path, box in typed)


def _weights(typed: list[tuple[str, float]]) -> Mapping[Kind, float]:
    """The usual weights, but for those that were typed; what is unwanted stays below zero."""
    changed = {MEANT[kind]: number for kind, number in typed}
    signed = {kind: -own if WEIGHTS[kind] < 0 else own for kind, own in changed.items()}
    return {**WEIGHTS, **signed}
