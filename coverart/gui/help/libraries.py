"""What the program is built from, as the installed packages themselves tell it."""

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata, requires

from PySide6.QtCore import qVersion

OWN = "coverart"
LONGEST = 60
"""Characters; what is longer is the licence itself and not its name."""

_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Library:
    """A library with its version, and its licence as it names it; empty where it does not."""

    name: str
    version: str
    licence: str


def libraries() -> tuple[Library, ...]:
    """Python, Qt and every library that this installation uses, by name."""
    python = Library("Python", platform.python_version(), "PSF-2.0")
    qt = Library("Qt", qVersion(), "LGPL-3.0-only")
    return (python, qt, *sorted(_installed(), key=lambda one: one.name.lower()))


def _installed() -> Iterator[Library]:
    try:
        lines = requires(OWN) or []
    except PackageNotFoundError:  # as in a program that was frozen into one file
        return
    for line in lines:
        named = _NAME.match(line)
        if named is None or "extra ==" in line:
            continue
        try:
            found = metadata(named.group())
        except PackageNotFoundError:  # for another system than this one
            continue
        yield Library(found["Name"], found["Version"], licence_of(found))


def licence_of(package: PackageMetadata) -> str:
    """The name of a package's licence, from the first of the three places where it may stand."""
    expression = _field(package, "License-Expression")
    text = _field(package, "License")
    classified = [
        line.rpartition(" :: ")[2]
        for line in package.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    short = text if "\n" not in text and len(text) <= LONGEST else ""
    return expression or short or ", ".join(classified)


def _field(package: PackageMetadata, name: str) -> str:
    return package[name].strip() if name in package else ""
