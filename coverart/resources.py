"""Where the data files of Coverart lie: in the wheel, or beside the package in a checkout."""

from functools import cache
from pathlib import Path

_INSTALLED = Path(__file__).parent / "_resources"
_CHECKOUT = Path(__file__).parent.parent / "resources"


@cache
def resource(name: str) -> Path:
    """The path of a file of `resources/`, which may be "folder/name"."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return folder / name
