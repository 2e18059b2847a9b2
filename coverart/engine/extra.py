"""What is there only with the extra `learn`: the libraries that train, fit and export."""

from collections.abc import Iterator
from contextlib import contextmanager

from coverart.errors import CoverArtError

EXTRA = frozenset(
    "onnxscript open_clip scipy sklearn threadpoolctl timm torch torchvision transformers "
    "vaderSentiment".split()
)
"""What the extra `learn` brings, by the names that are imported."""


@contextmanager
def needs_extra() -> Iterator[None]:
    """Say what is missing where the extra is not installed; around imports, and around fits."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        raise CoverArtError(
            "This needs libraries that are not installed", 'run: pip install "coverart[learn]"'
        ) from error
