"""What the song card says: moods, times, and what valence and arousal mean."""

from textwrap import fill

from coverart.encoders.affect.course import Mode, Moment
from coverart.engine.portraying import Portrait
from coverart.gui.studio.mood_words import BETWEEN, mood_words, signed
from coverart.language import _, mark

MODES = {Mode.MAJOR: mark("major"), Mode.MINOR: mark("minor"), Mode.UNCLEAR: ""}
LETTERS = 70
"""Letters on a line of a tooltip; Qt breaks no lines of plain text itself."""

TEACHING = mark(
    "Valence is how pleasant music sounds, from sombre to happy; "
    "arousal is how much energy it has, from calm to lively."
)
NUMBERS = mark("Valence {valence}, arousal {arousal}; 0 is a usual song, ±1 the most.")
CAUTION = mark("Both are heard from the sound alone, and arousal more surely than valence.")


def whole_mood(portrait: Portrait) -> str:
    """The mood of a whole song, and whether it is major or minor: "calm · dark · minor"."""
    words = (mood_words(portrait.valence, portrait.arousal), _(MODES[portrait.mode]))
    return BETWEEN.join(filter(None, words))


def mood_lesson(portrait: Portrait) -> str:
    """What the words for a mood rest on, with the numbers."""
    numbers = _(NUMBERS).format(valence=signed(portrait.valence), arousal=signed(portrait.arousal))
    sentences = (_(TEACHING), numbers, _(CAUTION))
    return "\n".join(fill(sentence, LETTERS) for sentence in sentences)


def moment_words(seconds: float, moment: Moment | None) -> str:
    """A second of a song and its mood: "1:24 – calm · dark"; only the time where it is silent."""
    if moment is None:
        return clock(seconds)
    words = mood_words(moment.valence, moment.arousal)
    return _("{time} – {mood}").format(time=clock(seconds), mood=words)


def clock(seconds: float) -> str:
    """Minutes and seconds as players show them, hours where there are some: "1:05", "1:02:03"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
