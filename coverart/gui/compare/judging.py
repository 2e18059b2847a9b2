"""What is said of a crop with one key, and how it is shown and told."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from coverart.domain import Crop, Match
from coverart.language import _, percent, plural
from coverart.triage.judgement import UNJUDGED, Flag, Judgement

Judge = Callable[[Crop], Judgement]

FLAGS = {Qt.Key.Key_P: Flag.KEPT, Qt.Key.Key_X: Flag.REJECTED, Qt.Key.Key_U: Flag.NONE}
STARS = {
    Qt.Key.Key_0: 0,
    Qt.Key.Key_1: 1,
    Qt.Key.Key_2: 2,
    Qt.Key.Key_3: 3,
    Qt.Key.Key_4: 4,
    Qt.Key.Key_5: 5,
}
DRAWINGS = {Flag.KEPT: "done", Flag.REJECTED: "refused"}


def unjudged(crop: Crop) -> Judgement:  # noqa: ARG001 (a judge is asked about a crop)
    """A judge who has not decided anything."""
    return UNJUDGED


def said_by(event: QKeyEvent) -> Flag | int | None:
    """The flag or the number of stars that a key stands for."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    key = Qt.Key(event.key())
    return FLAGS.get(key, STARS.get(key))


def flag_name(flag: Flag) -> str:
    """A flag in a word; empty for none."""
    return {Flag.KEPT: _("Kept"), Flag.REJECTED: _("Rejected")}.get(flag, "")


def stars_name(stars: int) -> str:
    """Stars in words; empty for none."""
    return plural("{number} star", "{number} stars", stars).format(number=stars) if stars else ""


def drawings_of(judgement: Judgement) -> tuple[str, ...]:
    """A flag and stars, as names of drawings."""
    flag = DRAWINGS.get(judgement.flag)
    return (*((flag,) if flag else ()), *("star",) * judgement.stars)


def change_name(before: Judgement, after: Judgement) -> str:
    """What was decided just now; empty if nothing was."""
    if after.flag is not before.flag:
        return flag_name(after.flag) or _("No flag")
    if after.stars != before.stars:
        return stars_name(after.stars) or _("No stars")
    return ""


def told(match: Match, rank: int, judgement: Judgement) -> str:
    """A match in one line, for those who do not see it."""
    size = judgement.recut(match.crop).box.size
    facts = (
        _("Rank {rank}").format(rank=rank),
        _("score {percent}").format(percent=percent(match.score)),
        _("{size} native pixels").format(size=size),
        flag_name(judgement.flag).lower(),
        stars_name(judgement.stars),
    )
    return ", ".join(fact for fact in facts if fact)
