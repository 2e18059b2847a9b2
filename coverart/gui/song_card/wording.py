"""What the song card says: moods, times, and what valence and arousal mean."""

from textwrap import fill

from coverart.encoders.affect.course import Mode, Moment
from coverart.encoders.affect.wording import NOTICEABLE
from coverart.engine.portraying import Portrait
from coverart.language import _, mark, number

STRONG = 0.5
"""A coordinate further from 0 than this is worth the stronger word."""
STEPS = (NOTICEABLE, STRONG)

# From low to high; the middle is not worth a word.
AROUSAL = (mark("very calm"), mark("calm"), "", mark("lively"), mark("energetic"))
VALENCE = (mark("sombre"), mark("dark"), "", mark("bright"), mark("happy"))
NEUTRAL = mark("even-tempered")
MODES = {Mode.MAJOR: mark("major"), Mode.MINOR: mark("minor"), Mode.UNCLEAR: ""}
BETWEEN = " · "
LETTERS = 70
"""Letters on a line of a tooltip; Qt breaks no lines of plain text itself."""

TEACHING = mark(
    "Valence is how pleasant music sounds, from sombre to happy; "
    "arousal is how much energy it has, from calm to lively."
)
NUMBERS = mark("Valence {valence}, arousal {arousal}; 0 is a usual song, ±1 the most.")
CAUTION = mark("Both are heard from the sound alone, and arousal more surely than valence.")


def mood_words(valence: float, arousal: float) -> str:
    """An emotion in one word or two: "calm · dark"; the energy comes first.

    Both coordinates lie in [-1, 1]. On a step the weaker word is used, and none where neither
    coordinate is noticeable but that the mood is even-tempered.
    """
    words = (_level(AROUSAL, arousal), _level(VALENCE, valence))
    return BETWEEN.join(filter(None, words)) or _(NEUTRAL)


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


def signed(value: float) -> str:
    """A coordinate for people: "+0.25", "−0.25", "0.00"."""
    text = f"{abs(value):.2f}"
    sign = "" if text == "0.00" else "+" if value > 0 else "−"
    return f"{sign}{number(abs(value), '.2f')}"


def _level(words: tuple[str, ...], value: float) -> str:
    """The word for a coordinate, of five from low to high."""
    away = sum(abs(value) > step for step in STEPS)
    return _(words[2 + away if value > 0 else 2 - away])
