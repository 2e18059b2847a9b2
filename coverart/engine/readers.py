"""The child processes that read files, made ready before there is a file to read."""

from coverart.media.child import prepare_children

READERS = ("coverart.engine.reading", "coverart.engine.picturing", "coverart.engine.portraying")
"""Where the functions are that children carry out first, with all that they load."""


def make_readers_ready() -> None:
    """Have what children need loaded, beside whatever else there is to do."""
    prepare_children(READERS)
