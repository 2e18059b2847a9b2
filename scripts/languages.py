"""Bring the catalogues of `resources/languages` up to date with the texts in the source.

    .venv/bin/python scripts/languages.py            add what is new, drop what is gone
    .venv/bin/python scripts/languages.py --check    only say whether there is anything to do

Texts are what stands in `_`, `plural` and `mark`, the titles and rules of the presets, and what
the packs of the catalogue say of themselves. What is new stands in a catalogue with an empty
translation; nothing is guessed. A second run changes nothing.
"""

import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "coverart"
LANGUAGES = ROOT / "resources" / "languages"
PRESETS = ROOT / "resources" / "presets.toml"
PACKS = ROOT / "models"
KEYWORDS: Any = {"_": None, "mark": None, "plural": (1, 2)}
PLACES = re.compile(r"{\w+}")
WIDTH = 100
HEADER = """\
# The texts of Coverart; brought up to date by scripts/languages.py.
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def texts() -> Catalog:
    """All texts of the source, with the files they stand in."""
    found = Catalog()
    for name, _line, text, _notes, _context in extract_from_dir(
        str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS
    ):
        _add(found, text, f"coverart/{name}")
    for path, text in (*_presets(), *_packs()):
        _add(found, text, path.relative_to(ROOT).as_posix())
    return found


def _add(found: Catalog, text: Any, file: str) -> None:
    """Add a text. One that is also the first form of a plural shares the entry of that."""
    first = _forms(text)[0]
    known = found.get(first)
    several = {own for own in (text, known and known.id) if isinstance(own, tuple)}
    if len(several) > 1:
        raise ValueError(f"a catalogue cannot tell these apart: {several}")
    found.add(next(iter(several), first), locations=[(file, 1)])


def catalogue(code: str, folder: Path = LANGUAGES) -> Catalog:
    """The texts in a language, as they stand."""
    path = folder / f"{code}.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def up_to_date(code: str, folder: Path = LANGUAGES) -> bytes:
    """The catalogue of a language as it should be: every text, sorted, and no other."""
    own = catalogue(code, folder)
    own.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    own.obsolete.clear()
    written = io.BytesIO()
    write_po(written, own, width=WIDTH, sort_output=True, omit_header=True, include_lineno=False)
    header = HEADER.format(code=code, plural_forms=own.plural_forms)
    return header.encode() + written.getvalue().strip() + b"\n"


def faults(code: str, folder: Path = LANGUAGES) -> Iterator[str]:
    """What is wrong with a catalogue: what is not translated, and values that have gone astray."""
    own = catalogue(code, folder)
    wanted = {text.id for text in texts() if text.id}
    for text in own:
        if text.id and text.id not in wanted:
            yield f"no longer in the source: {text.id!r}"
    for name in sorted(wanted, key=str):
        found = own.get(name)
        forms = [] if found is None else _forms(found.string)
        if not forms or not all(form.strip() for form in forms):
            yield f"not translated: {name!r}"
        elif found is not None and found.fuzzy:
            yield f"not certain: {name!r}"
        elif [_places(form) for form in forms] != [_places(form) for form in _forms(name)]:
            yield f"has other values: {name!r}"


def main(arguments: list[str]) -> int:
    """Update the catalogues, or check them; return 1 where something is left to do."""
    left = 0
    for path in sorted(LANGUAGES.glob("*.po")):
        wanted = up_to_date(path.stem)
        if "--check" in arguments and path.read_bytes() != wanted:
            sys.stderr.write(f"{path.name}: run scripts/languages.py\n")
            left = 1
        elif "--check" not in arguments:
            path.write_bytes(wanted)
        for fault in faults(path.stem):
            sys.stderr.write(f"{path.name}: {fault}\n")
            left = 1
    return left


def _presets() -> Iterator[tuple[Path, str]]:
    for table in tomllib.loads(PRESETS.read_text(encoding="utf-8")).values():
        for text in (table["title"], *table.get("rules", ())):
            yield PRESETS, text


def _packs() -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKS.glob("*/pack.toml")):
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        for text in (pack["title"], pack["models"]):
            yield path, text


def _forms(text: Any) -> list[str]:
    """A text, or the forms of one that has several."""
    return [text] if isinstance(text, str) else list(text or ())


def _places(text: str) -> list[str]:
    """The places for values in a text, in the order of the alphabet."""
    return sorted(PLACES.findall(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
