"""Writes what was fitted, with its provenance: JSON or npz, and the same bytes for the same input.

A provenance is an object: "made by" the command, its "date", the "data" it was fitted on (name,
count and digest of each set of ratings, and the marks of what was rated, if that is no more than
some thousand), the "method" and "features" in words, and the cross-validated "figures". In a JSON
file it stands under "provenance"; in an npz file it is the member `provenance.json`. The date is
that of the last change: where everything else is as it was before, it stays.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coverart.errors import CoverArtError, MediaError
from coverart.language import _
from coverart.learn.fit.figures import Figures
from coverart.learn.fit.ratings import Array, Ratings

PROVENANCE = "provenance.json"
MADE_BY = "coverart learn fit"

MOST_MARKED = 2000
"""Rated things of which a provenance keeps a mark each, so that they are known again."""

_INNERMOST = re.compile(r"[\[{][^\[\]{}]*[\]}]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What was fitted, under the name of its file in `resources/`, such as "affect/song.json".

    `values` are arrays where that ends in ".npz", and whatever JSON can hold where it ends in
    ".json"; `origin` is the provenance, and `figures` the tables that were cross-validated. Files
    that could not be read are `left_out`, with the reasons.
    """

    name: str
    values: Mapping[str, Any]
    origin: Mapping[str, Any]
    figures: tuple[Figures, ...] = ()
    left_out: tuple[MediaError, ...] = ()

    def write(self, folder: Path, before: Path | None = None) -> Path:
        """Write the file into a folder that stands for `resources/`; see `write_json`."""
        path = folder / self.name
        if path.suffix == ".npz":
            write_npz(path, self.values, self.origin, before)
        else:
            write_json(path, {"provenance": self.origin, **self.values}, before)
        return path


def provenance(
    data: Sequence[Ratings], method: str, features: Sequence[str], figures: Sequence[Figures]
) -> dict[str, Any]:
    """Where parameters come from; entries may be added to it.

    `figures` must be cross-validated, or their titles must say what else they are.
    """
    return {
        "made by": MADE_BY,
        "data": [
            {
                "name": one.folder.resolve().name,
                "count": len(one),
                "digest": one.digest,
                **_marks(one),
            }
            for one in data
        ],
        "method": method,
        "features": list(features),
        "figures": {one.title: {"count": one.count, **one.as_json()} for one in figures},
    }


def _marks(ratings: Ratings) -> dict[str, str]:
    """The marks of what was rated, one after another; of very many, none."""
    return {"marks": "".join(sorted(ratings.marks))} if len(ratings) <= MOST_MARKED else {}


def rounded(values: ArrayLike, digits: int = 5) -> Array:
    """Values to so many significant digits, so that the last bits of a machine do not show."""
    exact = np.asarray(values, dtype=np.float64)
    short = [float(f"{value:.{digits}g}") for value in exact.ravel().tolist()]
    return np.array(short, dtype=np.float64).reshape(exact.shape)


def write_json(path: Path, model: Mapping[str, Any], before: Path | None = None) -> None:
    """Write a model, an object with its "provenance", a line for each innermost list or object.

    The date is kept from `path`, or from `before`, where nothing else has changed. Raises
    `CoverArtError` where the file cannot be written.
    """

    def render(day: str) -> bytes:
        dated = {"provenance": {"date": day, **model["provenance"]}}
        text = json.dumps({**dated, **_without(model)}, indent=1, ensure_ascii=False)
        return (_INNERMOST.sub(_on_one_line, text) + "\n").encode()

    _write(path, render, before)


def write_npz(
    path: Path,
    arrays: Mapping[str, NDArray[Any]],
    origin: Mapping[str, Any],
    before: Path | None = None,
) -> None:
    """Write arrays and their provenance, the `origin`, to be read by `numpy.load`.

    Dates are kept, and errors raised, as by `write_json`.
    """

    def render(day: str) -> bytes:
        told = json.dumps({"date": day, **origin}, indent=1, ensure_ascii=False).encode()
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            _put(archive, PROVENANCE, told)
            for name in sorted(arrays):
                _put(archive, f"{name}.npy", _as_npy(arrays[name]))
        return written.getvalue()

    _write(path, render, before)


def read_provenance(path: Path) -> dict[str, Any]:
    """The provenance of a parameter file; empty where it has none."""
    if path.suffix == ".npz":
        with zipfile.ZipFile(path) as archive:
            if PROVENANCE not in archive.namelist():
                return {}
            told: dict[str, Any] = json.loads(archive.read(PROVENANCE))
            return told
    content = json.loads(path.read_bytes())
    found: dict[str, Any] = content.get("provenance", {})
    return found


def _write(path: Path, render: Callable[[str], bytes], before: Path | None) -> None:
    """Write what `render` makes of the day of its last change."""
    content = render(date.today().isoformat())
    for known in filter(None, (path, before)):
        if known.is_file():
            was = known.read_bytes()
            same = render(str(read_provenance(known).get("date", "")))
            if same == was:
                content = was
                break
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        message = _("{path} cannot be written").format(path=path)
        raise CoverArtError(message, _("choose another folder")) from error


def _without(model: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in model.items() if name != "provenance"}


def _on_one_line(found: re.Match[str]) -> str:
    return re.sub(r"\s*\n\s*", " ", found[0])


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def _as_npy(array: NDArray[Any]) -> bytes:
    written = io.BytesIO()
    np.lib.format.write_array(written, np.ascontiguousarray(array), allow_pickle=False)
    return written.getvalue()
