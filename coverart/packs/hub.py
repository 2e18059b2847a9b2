"""The Hugging Face hub: what it says of a file, and getting it.

The functions here wait for the network and are to be run by `packs.apart`, in a process that is
ended to cancel them. A file is fetched by its commit, from the hub itself, which redirects to where
it lies; it grows in place, so that what arrived is there for the next try, and is refused if it is
not what the hub said it would be.

`hf_hub_download` is not used: it begins anew each time it is called. Its own `http_get` resumes.
"""

import errno
import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers, disable_progress_bars  # type: ignore[attr-defined]

from coverart.errors import PackError
from coverart.language import _
from coverart.packs.check import chunks
from coverart.packs.manifest import Offer, PackFile, Source

CHUNK = 1 << 18  # a few a second on a slow line, so that little is lost when it is cut
_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EFBIG})
# What the library's HTTP client raises, which has had several names: its errors derive from it.
_FAILURES: tuple[Any, ...] = (*HfHubHTTPError.__bases__, OSError)


def offers(pack: str, sources: tuple[Source, ...], endpoint: str | None) -> tuple[Offer, ...]:
    """What the hub says of files. Raises `PackError` where it does not, or cannot be reached."""
    return tuple(_offer(pack, source, endpoint) for source in sources)


def fetch(pack: str, file: PackFile, offer: Offer, part: Path, endpoint: str | None) -> None:
    """Fetch a file into `part`, going on from what is there, and check its digest.

    Raises `PackError`; what arrived is kept then, unless it is wrong.
    """
    source = file.source
    assert source is not None  # noqa: S101 (only files with a source are offered)
    _settle()
    url = hf_hub_url(source.repo, source.file, revision=offer.commit, endpoint=endpoint)
    # As it lies there: of a compressed file, no half could be gone on with.
    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    with _failures(pack, source), part.open("ab") as opened:
        if opened.tell() > offer.size:
            opened.truncate(0)
            opened.seek(0)
        http_get(url, opened, resume_size=opened.tell(), headers=headers, expected_size=offer.size)
    if _digest(part, offer) != offer.digest:
        part.unlink()
        raise PackError(
            pack,
            _("its “{name}” arrived damaged: its digest is not the one that was announced").format(
                name=file.name
            ),
            _("install it again"),
        )


def _offer(pack: str, source: Source, endpoint: str | None) -> Offer:
    """What the hub says of one file."""
    _settle()
    with _failures(pack, source):
        url = hf_hub_url(source.repo, source.file, revision=source.revision, endpoint=endpoint)
        found = get_hf_file_metadata(url, endpoint=endpoint)
    size, etag, commit = found.size, found.etag or "", found.commit_hash or ""
    if size is None or not _DIGEST.fullmatch(etag) or not _COMMIT.fullmatch(commit):
        raise PackError(
            pack,
            _("nothing at “{repo}” says what its “{file}” should be like").format(
                repo=source.repo, file=source.file
            ),
        )
    return Offer(size, etag, commit)


def _digest(path: Path, offer: Offer) -> str:
    """The digest of a file, of the kind that was announced."""
    if len(offer.digest) == 64:
        hashed = hashlib.sha256()
    else:
        hashed = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as opened:
        for chunk in chunks(opened):
            hashed.update(chunk)
    return hashed.hexdigest()


def _settle() -> None:
    """Let the library write often, tell nothing of this computer, and say nothing."""
    constants.DOWNLOAD_CHUNK_SIZE = CHUNK
    constants.HF_HUB_DISABLE_TELEMETRY = True
    logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)
    disable_progress_bars()


@contextmanager
def _failures(pack: str, source: Source) -> Iterator[None]:
    """Translate what the library raises."""
    try:
        yield
    except GatedRepoError as error:
        raise PackError(
            pack,
            _("“{repo}” is given only to those who accepted its terms").format(repo=source.repo),
            _("accept them at huggingface.co, and log in with `hf auth login`"),
        ) from error
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise PackError(
            pack, _("there is no “{repo}” on the hub").format(repo=source.repo)
        ) from error
    except (RevisionNotFoundError, EntryNotFoundError) as error:
        raise PackError(
            pack,
            _("“{repo}” has no “{file}” in its “{revision}”").format(
                repo=source.repo, file=source.file, revision=source.revision
            ),
        ) from error
    except OfflineModeIsEnabled as error:
        raise PackError(
            pack, _("HF_HUB_OFFLINE keeps it from being downloaded"), _("take that setting away")
        ) from error
    except HfHubHTTPError as error:
        raise PackError(
            pack,
            _("the hub answered with error {number}").format(number=error.response.status_code),
            _("try again later"),
        ) from error
    except _FAILURES as error:
        raise _failure(pack, source, error) from error


def _failure(pack: str, source: Source, error: Exception) -> PackError:
    """A disk that takes no more, or a network that is not there."""
    if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
        return PackError(
            pack,
            _("“{file}” cannot be written: {reason}").format(
                file=source.file, reason=error.strerror
            ),
            _("free some space, or check the permissions; what was downloaded is kept"),
        )
    return PackError(
        pack,
        _("“{repo}” could not be reached").format(repo=source.repo),
        _("check the connection, and install it again; what was downloaded is kept"),
    )
