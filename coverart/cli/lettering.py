"""The words on a cover, as they were typed after `export` and `release`."""

import argparse
import difflib
from dataclasses import replace

from coverart.cli.progress import Meter
from coverart.engine.exporting import list_fonts
from coverart.engine.job import run
from coverart.engine.session import Tools
from coverart.errors import UsageError
from coverart.export.lettering import Lettering, Place
from coverart.language import _, either

Given = argparse.Namespace


def typed_lettering(given: Given) -> Lettering | None:
    """The words that were typed, if any."""
    if not (given.title.strip() or given.artist.strip()):
        return None
    return Lettering(
        title=given.title,
        artist=given.artist,
        font=given.font,
        size=given.text_size,
        place=Place(given.text_place) if given.text_place else None,
        colour=given.text_colour,
        scrim=not given.no_scrim,
    )


def with_font(words: Lettering | None, tools: Tools, meter: Meter) -> Lettering | None:
    """The words in the font that was typed, whatever its capitals.

    Raises `UsageError`, which names the nearest, where there is none of that name.
    """
    if words is None or not words.font:
        return words
    families = {one.casefold(): one for one in run(list_fonts(tools), meter.tell)}
    typed = words.font.strip().casefold()
    if typed not in families:
        near = [families[one] for one in difflib.get_close_matches(typed, families)]
        near_by = _("perhaps you mean {names}").format(names=either(near))
        hint = near_by if near else _("see “coverart fonts”")
        raise UsageError(_("There is no font “{name}”").format(name=words.font), hint)
    return replace(words, font=families[typed])
