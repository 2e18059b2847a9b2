"""The files that were left out, in a list that can be copied."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from coverart.errors import MediaError
from coverart.gui.look.sheet import CopyableText
from coverart.language import _, number, plural


def skipped_list(parent: QWidget, skipped: Sequence[MediaError]) -> CopyableText:
    """The files that were left out, each with the reason."""
    title = files_skipped(len(skipped))
    lines = "\n".join(f"{error.path}: {_reason(error)}" for error in skipped)
    return CopyableText(parent, title, _("Everything else was looked at."), lines)


def files_skipped(count: int) -> str:
    """How many files were left out: "2 files skipped"."""
    return plural("{number} file skipped", "{number} files skipped", count).format(
        number=number(count)
    )


def _reason(error: MediaError) -> str:
    return f"{error.reason}; {error.hint}." if error.hint else f"{error.reason}."
