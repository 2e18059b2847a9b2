"""What a song is, so that what was decided for it is found again whatever it is called."""

from pathlib import Path

from coverart.domain import ContentHash
from coverart.engine.asking import file_mark
from coverart.engine.job import Job
from coverart.engine.reading import CHANGED, ONCE_MORE, content_hash
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.errors import MediaError
from coverart.language import _
from coverart.media.pool import Task


def identify(song: Path, tools: Tools) -> Job[ContentHash]:
    """The content of a song's file, from memory if the file is known, and remembered if it is not.

    The song need not be one that can be read. Raises `MediaError` for a file that is not there,
    or that changes meanwhile.
    """
    mark = file_mark(song)
    content = tools.library.content_of(mark)
    if content is None:
        pending = tools.pool.begin(Task(content_hash, song))
        content = yield from awaited(pending, _("Looking at {name}").format(name=song.name))
        now = file_mark(song)
        if (now.length, now.changed_ns) != (mark.length, mark.changed_ns):
            raise MediaError(song, CHANGED, ONCE_MORE)
        tools.library.put_file(mark, content)
    return content
