"""The errors a person can put right.

`CoverArtError` and its children carry one sentence that names the thing, and one hint that says
what to do. They are the only exceptions an interface shows as a message; everything else is a bug
and reaches the crash report with its traceback. Foreign exceptions are translated where the
foreign library is called.

Every error here can cross a process border: `args` are exactly the arguments of the constructor.
"""

from pathlib import Path

from coverart.language import _


class CoverArtError(Exception):
    """Something a person can put right.

    `message` is a sentence without its full stop; `hint` says what to do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}." if self.hint else f"{self.message}."


class MediaError(CoverArtError):
    """A file that cannot be used as the song or photo it was taken for.

    `reason` continues the sentence that the file's name begins: "it is silent". `lasting` says that
    the same bytes would fail again, so that they need not be tried.
    """

    def __init__(self, path: Path, reason: str, hint: str = "", lasting: bool = False) -> None:
        super().__init__(f"{path.name}: {reason}", hint)
        self.args = (path, reason, hint, lasting)
        self.path = path
        self.reason = reason
        self.lasting = lasting


class ExportError(CoverArtError):
    """A cover that cannot be written as asked."""


class UsageError(CoverArtError):
    """A request that makes no sense as it was typed."""


class PackError(CoverArtError):
    """A model pack that cannot be used, installed or found.

    `reason` continues the sentence that the pack's name begins: "its weights are damaged".
    """

    def __init__(self, name: str, reason: str, hint: str = "") -> None:
        super().__init__(_("The pack “{name}”: {reason}").format(name=name, reason=reason), hint)
        self.args = (name, reason, hint)
        self.name = name
        self.reason = reason
