"""Languages: numbers and lists as they are written, and catalogues that say all there is to say."""

import ast
import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from coverart.crops import wording
from coverart.crops.composition import TERMS
from coverart.domain import ContentHash, Floats
from coverart.encoders.affect.mood import Mood
from coverart.encoders.affect.wording import explain
from coverart.errors import MediaError, PackError
from coverart.language import (
    LANGUAGE_VARIABLE,
    LANGUAGES,
    _,
    either,
    language,
    listed,
    number,
    percent,
    plural,
    use_language,
)
from coverart.library.records import FileMark
from coverart.library.store import Library
from coverart.media.photo import read_photo
from coverart.media.pool import ReaderPool, Task
from coverart.ranking.query import NAMES

ROOT = Path(__file__).parents[2]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
SAYING = frozenset(
    "label Button QCheckBox QRadioButton QLabel QPushButton QAction addAction addItem setText"
    " setTitle setToolTip setStatusTip setAccessibleName setAccessibleDescription setWindowTitle"
    " setPlaceholderText".split()
)
"""What shows the first text it is given."""
NAMES_AND_SIZES = frozenset(("Coverart", "640 px…"))
"""What is said in every language alike."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that brings catalogues up to date."""
    spec = importlib.util.spec_from_file_location("languages", ROOT / "scripts" / "languages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def german() -> None:
    use_language("de")


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_with_its_values_and_none_is_left_over(
    script: ModuleType, code: str
) -> None:
    assert list(script.faults(code)) == []


def test_what_is_wrong_with_a_catalogue_is_found(script: ModuleType, tmp_path: Path) -> None:
    whole = (ROOT / "resources" / "languages" / "de.po").read_text(encoding="utf-8")
    poor = whole.replace('msgstr "Über Coverart"', 'msgstr ""')
    poor = poor.replace('msgstr "{aspect}, {share}', 'msgstr "{aspect}, {teil}')
    poor += '\nmsgid "Said no more"\nmsgstr "Nicht mehr gesagt"\n'
    (tmp_path / "de.po").write_text(poor, encoding="utf-8")
    found = [fault.partition(":")[0] for fault in script.faults("de", tmp_path)]
    assert sorted(found) == [
        "has other values",
        "no longer in the source",
        "not translated",
    ]


def test_a_catalogue_that_is_up_to_date_stays_as_it_is(script: ModuleType, tmp_path: Path) -> None:
    once = script.up_to_date("de")
    (tmp_path / "de.po").write_bytes(once)
    assert script.up_to_date("de", tmp_path) == once


@pytest.mark.parametrize("path", sorted((ROOT / "coverart" / "gui").rglob("*.py")), ids=str)
def test_nothing_is_shown_that_cannot_be_translated(path: Path) -> None:
    shown = untranslated(ast.parse(path.read_text(encoding="utf-8")))
    assert [text for text in shown if text not in NAMES_AND_SIZES] == []


def test_a_text_that_cannot_be_translated_is_found() -> None:
    code = (
        'label("Plain")\nButton(f"{name} left", x)\nlabel(_("Said"), "quiet")\nlabel(f"{a} · {b}")'
    )
    assert list(untranslated(ast.parse(code))) == ["Plain", " left"]


def untranslated(tree: ast.AST) -> Iterator[str]:
    """Texts with words that something is given to show as they are."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) in SAYING and call.args:
            first = call.args[0]
            parts = first.values if isinstance(first, ast.JoinedStr) else [first]
            texts = [part.value for part in parts if isinstance(part, ast.Constant)]
            yield from (own for own in map(str, texts) if re.search(r"[A-Za-z]{2}", own))


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def test_english_is_spoken_unless_a_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LANGUAGE_VARIABLE)
    assert language() == "en"
    use_language("tlh")
    assert language() == "en" == os.environ[LANGUAGE_VARIABLE]
    use_language("de")
    assert language() == "de"
    assert _("Keep") == "Behalten"
    assert plural("{number} file", "{number} files", 1) == "{number} Datei"
    assert plural("{number} file", "{number} files", 0) == "{number} Dateien"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert [number(1428), number(4.5, "g"), number(1234.5, ",.2f")] == ["1,428", "4.5", "1,234.50"]
    assert percent(0.704) == "70%"
    use_language("de")
    assert [number(1428), number(4.5, "g"), number(1234.5, ",.2f")] == ["1.428", "4,5", "1.234,50"]
    assert percent(0.704) == "70\N{NO-BREAK SPACE}%"


def test_words_are_listed_as_people_do() -> None:
    assert listed([]) == either([]) == ""
    assert listed(["calm"]) == "calm"
    assert listed(["calm", "dark", "cool"]) == "calm, dark and cool"
    assert either(["JPEG", "PNG"]) == "JPEG or PNG"
    use_language("de")
    assert listed(["ruhig", "dunkel", "kühl"]) == "ruhig, dunkel und kühl"
    assert either(["JPEG", "PNG"]) == "JPEG oder PNG"


def mood(valence: float, arousal: float, lightness: float = 0.0) -> Floats:
    return Mood(valence, arousal, lightness, 0.0, 0.0).as_row()


@pytest.mark.parametrize(
    ("query", "crop", "told"),
    [
        (mood(0.5, -0.5), mood(0.5, -0.4), "fröhlich und ruhig wie der Song"),
        (mood(0.2, 0.0), mood(0.9, 0.0), "fröhlich wie der Song, sogar fröhlicher"),
        (mood(0.9, 0.0), mood(0.2, 0.0), "fröhlich wie der Song, aber nicht so fröhlich"),
        (mood(0.5, 0.0, -0.5), mood(0.5, 0.0, 0.5), "fröhlich wie der Song, aber heller"),
        (mood(0.0, 0.5), mood(0.0, -0.5), "ruhiger als der Song"),
        (mood(0.0, 0.1), mood(0.1, 0.0), "so ausgeglichen wie der Song"),
        (mood(0.0, 0.3), mood(0.3, 0.0), "fast wie der Song"),
    ],
)
def test_reasons_are_whole_sentences_in_german(
    german: None, query: Floats, crop: Floats, told: str
) -> None:
    assert explain(query, crop, _(next(iter(NAMES.values())))) == told


def test_composition_is_told_in_german(german: None) -> None:
    nothing = np.zeros(len(TERMS), dtype=np.float32)
    assert wording.explain(nothing, fallback=False) == "aber es ist kaum etwas zu sehen"


def test_errors_are_made_in_the_language_spoken(german: None) -> None:
    assert str(PackError("fast", "es ist nicht installiert", "neu installieren")) == (
        "Das Paket „fast“: es ist nicht installiert; neu installieren."
    )


def test_child_processes_speak_the_language_of_their_parent(german: None, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()
    with ReaderPool(workers=1) as pool, pytest.raises(MediaError) as caught:
        pool.read(Task(read_photo, empty, (100,)))
    assert caught.value.reason == "die Datei ist leer"


def test_why_a_file_was_refused_is_not_told_in_another_language(tmp_path: Path) -> None:
    mark = FileMark(tmp_path / "bad.jpg", 7, 1, 2)
    with Library(tmp_path / "library.sqlite3") as library:
        library.put_refusal(mark, ContentHash("bad"), MediaError(mark.path, "it is empty"))
        use_language("de")
        assert library.refusal(ContentHash("bad"), mark.path) is None
        library.put_refusal(mark, ContentHash("bad"), MediaError(mark.path, "die Datei ist leer"))
        told = library.refusal(ContentHash("bad"), mark.path)
        assert told is not None
        assert told.reason == "die Datei ist leer"
        use_language("en")
        assert library.refusal(ContentHash("bad"), mark.path) is None
