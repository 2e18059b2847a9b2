"""What the window says about what was done the last time."""

from coverart.gui.session.project import Project
from coverart.gui.studio.wording import places_name, song_name
from coverart.language import _


def session_in_words(project: Project) -> str:
    """What was being done, shortly: "Slow Chord in holiday"."""
    wanted = project.wanted
    song, places = song_name(wanted.song, None), places_name(wanted.places)
    words = _("“{words}”").format(words=wanted.words) if wanted.words else ""
    what = song or words
    if what and places:
        return _("{song} in {places}").format(song=what, places=places)
    return what or places


def offer_to_continue(project: Project) -> str:
    """The button that goes on with what was done the last time."""
    return _("Continue with {what}").format(what=session_in_words(project))


def offer_after_crash(project: Project) -> str:
    """The question whether to go on after a crash."""
    what = session_in_words(project)
    if not what:
        return _("Coverart did not end properly. Go on where you were?")
    return _("Coverart did not end properly. Go on with {what}?").format(what=what)
