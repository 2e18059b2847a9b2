"""Lyrics: in files beside a song, and freed of what players need and readers do not."""

import re
from contextlib import suppress
from pathlib import Path

from coverart.errors import MediaError
from coverart.language import _

SUFFIXES = (".lrc", ".txt")
MOST_BYTES = 1 << 20
# A note of UltraStar's: kind, beat, length, pitch, and a syllable that keeps its blanks.
NOTE = re.compile(r"^[:*FRG] *-?\d+ +\d+ +-?\d+ ?(.*)$")
STAMP = re.compile(r"\[(?:\d+:[\d.:]+|[a-z]+:[^\]]*)\]|<\d+:[\d.:]+>")


def read_lyrics(path: Path) -> str:
    """The text of a file of lyrics. Raises `MediaError` for one that cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MediaError(path, _("it is too long for lyrics"), _("choose a text file"))
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise MediaError(path, _("it cannot be read"), _("choose a text file")) from error


def lyrics_beside(song: Path) -> str:
    """The text of a file beside a song that has its name and a suffix of `SUFFIXES`; "" if none.

    A file that cannot be read, or is larger than `MOST_BYTES`, is taken for none.
    """
    for suffix in SUFFIXES:
        beside = song.with_suffix(suffix)
        with suppress(OSError):
            if beside.is_file() and beside.stat().st_size <= MOST_BYTES:
                return beside.read_text(encoding="utf-8-sig", errors="replace")
    return ""


def plain_lyrics(text: str) -> str:
    """Lyrics as they are sung.

    Without the time stamps of LRC files, [00:12.00] and <00:12.00>, and their headers, [ar:…]; of
    UltraStar files, the syllables, put together.
    """
    lines = text.splitlines()
    if any(NOTE.match(line) for line in lines):
        return _ultrastar(lines)
    return STAMP.sub("", text)


def _ultrastar(lines: list[str]) -> str:
    """Syllables carry their own blanks; a line with a dash ends a line of the song."""
    sung = [""]
    for line in lines:
        if note := NOTE.match(line):
            sung[-1] += note[1]
        elif line.startswith("-"):
            sung.append("")
    return "\n".join(" ".join(line.replace("~", "").split()) for line in sung).strip()
