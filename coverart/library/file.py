"""The SQLite file below the library, which mends itself.

A damaged file is set aside and begun anew; where none can be written, the data live in memory for
the length of the run. Both are said once, in `notices`, and cost nothing else: the library is a
cache, and all it holds can be made again.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from coverart.language import _

APPLICATION = 0x436F7641  # "CovA", in the header of the file
SCHEMA_VERSION = 3
SCHEMA = f"""
CREATE TABLE file (
    path BLOB PRIMARY KEY, bytes INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
    seen_ns INTEGER NOT NULL, content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE photo (
    content TEXT PRIMARY KEY, bytes INTEGER NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, signature BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX photo_by_bytes ON photo (bytes);
CREATE TABLE vectors (
    content TEXT NOT NULL, space TEXT NOT NULL, aspect TEXT NOT NULL,
    width INTEGER NOT NULL, crops INTEGER NOT NULL, known BLOB NOT NULL, rows BLOB NOT NULL,
    PRIMARY KEY (content, space, aspect)
);
CREATE TABLE refused (
    content TEXT PRIMARY KEY, bytes INTEGER NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL,
    version TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE song (
    content TEXT NOT NULL, space TEXT NOT NULL, seconds REAL NOT NULL, vector BLOB NOT NULL,
    title TEXT NOT NULL, artist TEXT NOT NULL, lyrics TEXT NOT NULL,
    PRIMARY KEY (content, space)
);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA_VERSION};
"""
SECONDS_TO_WAIT = 10.0
IN_MEMORY = ":memory:"

Statement = tuple[str, Sequence[object]]
Answer = TypeVar("Answer")
Carry = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
"""Carries out one statement of several that belong together, and gives back the rows it gives."""


class _ForeignFileError(sqlite3.DatabaseError):
    """An SQLite file that is not ours."""


class LibraryFile:
    """A connection that is replaced when the file below it proves useless."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    def open(self) -> sqlite3.Connection:
        """Open the file, unless it is open; what needs no library leaves it alone."""
        if self._closed:
            raise sqlite3.ProgrammingError("the library is closed")
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def close(self) -> None:
        """Close the file, for good."""
        self._closed = True
        if self._connection is not None:
            self._connection.close()

    def read(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """All rows that a query gives."""
        return self._mended(lambda connection: connection.execute(query, values).fetchall())

    def write(self, statements: Sequence[Statement]) -> None:
        """Carry out statements together: all of them, or none."""

        def action(carry: Carry) -> None:
            for sql, values in statements:
                carry(sql, values)

        self.change(action)

    def change(self, action: Callable[[Carry], Answer]) -> Answer:
        """Act wholly or not at all, while nobody else writes: what is read stays true.

        Where the file proves useless, `action` is carried out once more, on the new one.
        """

        def transaction(connection: sqlite3.Connection) -> Answer:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                return action(lambda sql, values: connection.execute(sql, values).fetchall())

        return self._mended(transaction)

    def _mended(self, action: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Act on the file; where it proves useless, replace it and act again."""
        connection = self.open()
        try:
            return action(connection)
        except sqlite3.ProgrammingError:
            raise  # a mistake of ours, such as a second thread; nothing is wrong with the file
        except sqlite3.DatabaseError as error:
            with suppress(sqlite3.Error):
                connection.close()
            # An operational error is one of the file's surroundings: locked, full, read-only.
            damaged = not isinstance(error, sqlite3.OperationalError)
            self._connection = self._begun_anew() if damaged else self._in_memory(error)
        return action(self._connection)

    def _connect(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _opened(self._path)
        except (OSError, sqlite3.OperationalError) as error:
            return self._in_memory(error)
        except sqlite3.DatabaseError:
            return self._begun_anew()

    def _begun_anew(self) -> sqlite3.Connection:
        aside = self._path.with_name(f"{self._path.name}.damaged-{time.time_ns()}")
        try:
            self._path.rename(aside)
            for suffix in ("-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            connection = _opened(self._path)
        except (OSError, sqlite3.Error) as error:
            return self._in_memory(error)
        self.notices.append(
            _(
                "The library was damaged and is being rebuilt; the old file was kept as {aside}."
            ).format(aside=aside)
        )
        return connection

    def _in_memory(self, error: Exception) -> sqlite3.Connection:
        self.notices.append(
            _(
                "The library {path} cannot be used ({error}); nothing is remembered this time."
            ).format(path=self._path, error=error)
        )
        return _opened(IN_MEMORY)


def _opened(path: Path | str) -> sqlite3.Connection:
    """Open a file of ours, or make one; a file of any other version is emptied first."""
    connection = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        with connection:
            # Of two programs that find no file, the second waits here and finds it made.
            connection.execute("BEGIN IMMEDIATE")
            _make_ours(connection)
        # A crash of the whole machine may cost the last photos, never the file: enough for a cache.
        connection.execute("PRAGMA synchronous = NORMAL")
        with suppress(sqlite3.OperationalError):  # another program is at it; the next one will do
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make_ours(connection: sqlite3.Connection) -> None:
    """Make the tables, unless they are there; within a transaction."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if tables and application != APPLICATION:
        raise _ForeignFileError("the file is not a library of Coverart")
    if version != SCHEMA_VERSION:
        for (table,) in tables:
            connection.execute(f'DROP TABLE "{table}"')
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
