"""The words that the window teaches: one or two plain sentences for each, shown as tooltips."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from coverart.language import _, mark


class Word(Enum):
    """A word of the window that is explained; the values are how it is written there."""

    MATCH = mark("Match")
    COMPOSITION = mark("Composition")
    VARIETY = mark("Variety")
    VALENCE = mark("Valence")
    AROUSAL = mark("Arousal")
    CROP_MOOD = mark("Mood of a crop")
    NATIVE_PIXELS = mark("Native pixels")
    SPACE = mark("Space")


_EXPLAINED: Mapping[Word, str] = MappingProxyType(
    {
        Word.MATCH: mark(
            "How close this crop is to what you ask for: your song, your words, your examples."
        ),
        Word.COMPOSITION: mark(
            "How well the crop is made as a picture, whatever the song: where the eye is drawn, "
            "how much of the photo it shows, and whether it cuts through what matters."
        ),
        Word.VARIETY: mark(
            "How much the crops in the list differ from one another; none of it allows many crops "
            "of one photo that are nearly the same."
        ),
        Word.VALENCE: mark(
            "How pleasant a song, a picture or a word feels: from sad or tense to happy or serene."
        ),
        Word.AROUSAL: mark(
            "How much energy a song, a picture or a word has: from calm or sleepy to excited."
        ),
        Word.CROP_MOOD: mark(
            "The mood of a crop is what its colours and textures suggest, not what is in the "
            "picture. It agrees only weakly with what people feel: of two photos it names the "
            "happier one, or the livelier one, about six times in ten."
        ),
        Word.NATIVE_PIXELS: mark(
            "The pixels of the photo that the crop really has. Shops want 3000×3000; a smaller "
            "crop would have to be enlarged, which adds no detail."
        ),
        Word.SPACE: mark(
            "The way songs and pictures are compared. Mood and colour comes with Coverart; a model "
            "pack compares what is heard with what is seen."
        ),
    }
)


def name(word: Word) -> str:
    """A word as it is written in the window."""
    return _(word.value)


def explained(word: Word) -> str:
    """What a word means, for a tooltip."""
    return _(_EXPLAINED[word])
