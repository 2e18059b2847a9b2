"""The language that people are spoken to in: English, which is in the code, or a catalogue.

Every sentence that a person reads goes through `_` or `plural` where it is used, and through
`mark` where it is only defined, in a table at the top of a module. Catalogues are gettext's, in
`resources/languages/<code>.po`, and read when they are first needed. Child processes speak the
language of their parent, because it is passed on in the environment.

Numbers are written as the language writes them, by `number` and `percent`.
"""

import gettext
import io
import os
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from coverart.resources import resource

LANGUAGE_VARIABLE = "COVERART_LANGUAGE"
ENGLISH = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", "de": "Deutsch"})
"""The languages there are, by their codes, each under its own name."""


def use_language(code: str) -> None:
    """Speak this language from now on; English where there is no such catalogue."""
    os.environ[LANGUAGE_VARIABLE] = code if code in LANGUAGES else ENGLISH


def language() -> str:
    """The code of the language spoken."""
    code = os.environ.get(LANGUAGE_VARIABLE, "")
    return code if code in LANGUAGES else ENGLISH


def _(text: str) -> str:
    """A text in the language spoken. Values are filled in afterwards, with `str.format`."""
    return _catalogue(language()).gettext(text) if text else ""


def plural(one: str, many: str, number: int) -> str:
    """One of two forms of a text, or as many as the language has, by `number`; not filled in."""
    return _catalogue(language()).ngettext(one, many, number)


def mark(text: str) -> str:
    """The text itself, which is to be translated where it is used."""
    return text


def number(value: float, form: str = ",") -> str:
    """A number as people write it, in a form of Python's: "1,428" in English, "1.428" in German."""
    return format(value, form).translate(_signs(language()))


def percent(share: float) -> str:
    """A share in [0, 1] for people: "70%" in English, "70 %" in German."""
    return _("{number}%").format(number=round(100 * share))


def listed(words: Sequence[str]) -> str:
    """Some words in a row: "calm, dark and cool"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def either(words: Sequence[str]) -> str:
    """Some words, any of which will do: "JPEG or PNG"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} or {last}").format(first=", ".join(words[:-1]), last=words[-1])


@cache
def _signs(code: str) -> Mapping[int, str]:
    """What stands for the comma and the point of English numbers."""
    if code == ENGLISH:
        return {}
    from babel.core import Locale  # noqa: PLC0415 (as below)

    signs = Locale(code).number_symbols["latn"]
    return str.maketrans({",": signs["group"], ".": signs["decimal"]})


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == ENGLISH:
        return gettext.NullTranslations()
    # Not at the top: only those who do not read English wait for it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with resource(f"languages/{code}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
