"""`tag`: puts a finished cover into a song's own tags, after asking."""

import argparse
import sys

from coverart.cli.progress import Meter
from coverart.cli.terminal import plain
from coverart.engine.job import run
from coverart.engine.session import DEFAULT_SPACE, open_tools
from coverart.engine.tagging import tag as tag_job
from coverart.errors import UsageError
from coverart.language import _

Given = argparse.Namespace


def tag(given: Given) -> int:
    """Put a cover into a song; one that a user did not want changed makes the exit code 1."""
    if not _agreed(given):
        print(_("Nothing was changed."))
        return 1
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        done = run(tag_job(given.song, given.cover, tools), meter.tell)
    said = _("{song} has a new cover.") if done.replaced else _("{song} has a cover now.")
    print(said.format(song=plain(given.song)))
    return 0


def _agreed(given: Given) -> bool:
    """Whether the song may be changed. Raises `UsageError` where nobody can be asked."""
    if given.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(_("No song is changed without being asked for"), _("add --yes"))
    sentence = _("{cover} becomes the front cover in the tags of {song}; nothing else changes.")
    print(sentence.format(cover=plain(given.cover), song=plain(given.song)), flush=True)
    try:
        return input(_("Change the file? [y/N] ")).strip().lower() in ("y", "yes")
    except EOFError:
        return False
