"""The demo: a song and pictures of our own making, for those who have none at hand."""

from pathlib import Path

from coverart.demo.folder import DemoFolder, write_demo
from coverart.engine.job import Job, Progress


def demonstrate(folder: Path) -> Job[DemoFolder]:
    """Write the demo into `folder`, or find it there; see `demo.folder.write_demo`."""
    writing = write_demo(folder)
    try:
        while True:
            try:
                label, done, total = next(writing)
            except StopIteration as finished:
                return finished.value  # type: ignore[no-any-return]
            yield Progress(label, done, total)
    finally:
        writing.close()
