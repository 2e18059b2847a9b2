"""Where the data files of Coverart lie: in the wheel, or beside the package in a checkout."""

from functools import cache
from pathlib import Path

_INSTALLED = Path(__file__).parent / "_resources"
_CHECKOUT = Path(__file__).parent.parent / "resources"
_INSTALLED_MODELS = Path(__file__).parent / "_models"
_CHECKOUT_MODELS = Path(__file__).parent.parent / "models"


@cache
def resource(name: str) -> Path:
    """The path of a file of `resources/`, which may be "folder/name"."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return folder / name


@cache
def models_folder() -> Path:
    """The folder of `models/`: a card of each space, and the packs that can be installed."""
    return _INSTALLED_MODELS if _INSTALLED_MODELS.is_dir() else _CHECKOUT_MODELS
