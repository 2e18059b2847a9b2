"""What the mood map says."""

from textwrap import fill

from coverart.domain import Emotion
from coverart.gui.studio.glossary import Word, explained
from coverart.gui.studio.mood_words import mood_words, signed
from coverart.language import _, mark

LETTERS = 70
"""Letters on a line of a tooltip; Qt breaks no lines of plain text itself."""

NEEDED = mark("The mood map needs the space “{space}”: the one in use compares no moods.")
OWN = mark("The song’s own mood: {mood}.")
ASKED = mark("The mood you ask for: {mood}.")
TOGETHER = mark("All that you ask for together: {mood}.")
NOTHING = mark("There is no mood yet.")
NUMBERS = mark("{words} (valence {valence}, arousal {arousal})")
DRAG = mark("Drag it to ask for another mood.")
BACK = mark("Double-click to go back to the song’s own.")
KEYS = mark("The arrow keys ask for another mood, and Home for the song’s own.")
DOTS = mark("Each dot is a crop of the list.")


def numbered(emotion: Emotion) -> str:
    """An emotion in words and numbers."""
    words = mood_words(*emotion)
    valence, arousal = signed(emotion.valence), signed(emotion.arousal)
    return _(NUMBERS).format(words=words, valence=valence, arousal=arousal)


def described(asked: Emotion | None, own: Emotion | None) -> str:
    """Where the point stands, for those who do not see it, and how it is moved."""
    if asked is not None:
        said = [_(ASKED).format(mood=numbered(asked))]
        said += [_(OWN).format(mood=numbered(own))] if own else []
    else:
        said = [_(OWN).format(mood=numbered(own)) if own else _(NOTHING)]
    return " ".join([*said, _(KEYS)])


def told_of_point(asked: Emotion | None, own: Emotion | None) -> str:
    """What is said of the point where the pointer rests on it."""
    if asked is not None:
        back = [_(BACK)] if own else []
        return in_lines(_(ASKED).format(mood=numbered(asked)), *back)
    return in_lines(_(OWN).format(mood=numbered(own)), _(DRAG)) if own else ""


def told_of_own(own: Emotion | None) -> str:
    """What is said of the song's own mood while another is asked for."""
    return in_lines(_(OWN).format(mood=numbered(own))) if own else ""


def told_of_together(together: Emotion | None) -> str:
    """What is said of the place of the whole query."""
    return in_lines(_(TOGETHER).format(mood=numbered(together))) if together else ""


def told_of_word(word: Word) -> str:
    """What a word at the end of an axis means."""
    return in_lines(explained(word))


def lesson() -> str:
    """What the map shows, and what that is worth."""
    words = (Word.VALENCE, Word.AROUSAL, Word.CROP_MOOD)
    return in_lines(_(DOTS), *(explained(word) for word in words))


def in_lines(*sentences: str) -> str:
    """Sentences for a tooltip, each from a line of its own."""
    return "\n".join(fill(sentence, LETTERS) for sentence in sentences)
