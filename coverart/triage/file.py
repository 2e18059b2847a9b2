"""The SQLite file below the judgements, from which nothing is ever dropped.

What people have decided cannot be made again. So a transaction is on the disk when it is done, the
tables of an older version are brought up to date, a file of a newer one is left alone, and one that
is damaged is kept under another name after whatever can still be read of it was taken over.
Whatever stands in the way is said in `notices`, once for as long as it lasts.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from coverart.language import _

APPLICATION = 0x436F764A  # "CovJ", in the header of the file
STEPS = (
    """
    CREATE TABLE judgement (
        song TEXT NOT NULL, photo TEXT NOT NULL, aspect TEXT NOT NULL, box TEXT NOT NULL,
        flag TEXT NOT NULL, stars INTEGER NOT NULL, recut TEXT NOT NULL,
        changed_ns INTEGER NOT NULL, PRIMARY KEY (song, photo, aspect, box)
    ) WITHOUT ROWID;
    CREATE TABLE place (
        content TEXT PRIMARY KEY, path BLOB NOT NULL, seen_ns INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
)
"""What makes of each version of the tables the next one. Version 0 is an empty file."""
COPIES = (
    (
        "SELECT * FROM judgement",
        "INSERT OR IGNORE INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ),
    ("SELECT * FROM place", "INSERT OR IGNORE INTO place VALUES (?, ?, ?)"),
)
SECONDS_TO_WAIT = 10.0

Statement = tuple[str, Sequence[object]]
Answer = TypeVar("Answer")


class _ForeignFileError(sqlite3.DatabaseError):
    """An SQLite file that is not ours."""


class _NewerFileError(Exception):
    """A file that a newer version of the program has written."""


class JudgementsFile:
    """A file that is opened when it is needed, and again after whatever was wrong with it.

    `steps` make the tables. It belongs to the thread that uses it first.
    """

    def __init__(self, path: Path, steps: Sequence[str] = STEPS) -> None:
        self.notices: list[str] = []
        self._path = path
        self._steps = steps
        self._connection: sqlite3.Connection | None = None
        self._opened: object = None
        self._troubled = False

    def close(self) -> None:
        """Close the file, until it is needed again."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def read(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]] | None:
        """All rows that a query gives; None where the file cannot be read now."""
        if self._connection is None and not self._path.exists():
            return []
        return self._carried_out(lambda connection: connection.execute(query, values).fetchall())

    def write(self, statements: Sequence[Statement]) -> bool:
        """Carry out statements together; say whether they were, and are on the disk."""

        def transaction(connection: sqlite3.Connection) -> bool:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                for sql, values in statements:
                    connection.execute(sql, values)
            return True

        written = self._carried_out(transaction) is not None
        self._troubled = self._troubled and not written
        return written

    def _carried_out(self, action: Callable[[sqlite3.Connection], Answer]) -> Answer | None:
        """Act on the file, on a sound one if need be; None, after a notice, if that cannot be."""
        try:
            try:
                return action(self._open())
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self.close()
                return action(self._open())  # which finds the damage, and puts the file aside
        except _NewerFileError:
            self._complain(
                _(
                    "The file {path} was written by a newer version of Coverart and is left as it"
                    " is; what you keep, reject and rate will be forgotten this time."
                ).format(path=self._path)
            )
        except (OSError, sqlite3.DatabaseError) as error:
            if not isinstance(error, OSError | sqlite3.OperationalError) and not _is_damage(error):
                raise  # a mistake of ours; nothing is wrong with the file
            self._complain(
                _(
                    "The file {path} of what you keep, reject and rate cannot be used now"
                    " ({error}); it is tried again with whatever you decide next."
                ).format(path=self._path, error=error)
            )
        self.close()
        return None

    def _complain(self, sentence: str) -> None:
        if not self._troubled:
            self.notices.append(sentence)
        self._troubled = True

    def _open(self) -> sqlite3.Connection:
        """The connection to the file of that name; one that proves useless is put aside."""
        found = _identity(self._path)
        if found != self._opened:  # deleted, or put aside by another program
            self.close()
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _connected(self._path, self._steps)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._connection = self._begun_anew(found, isinstance(error, _ForeignFileError))
            self._opened = _identity(self._path)
        return self._connection

    def _begun_anew(self, useless: object, foreign: bool) -> sqlite3.Connection:
        """Put a useless file aside, unless another program has just done so; make another."""
        if _identity(self._path) != useless:
            return _connected(self._path, self._steps)
        aside = self._put_aside()
        connection = _connected(self._path, self._steps)
        if foreign:
            sentence = _("The file {path} was none of Coverart's; it was kept as {aside}.")
        else:
            sentence = _(
                "The file {path} of what you kept, rejected and rated was damaged; what could be"
                " read of it was taken over, and the old file was kept as {aside}."
            )
            _copy(aside, connection)
        self.notices.append(sentence.format(path=self._path, aside=aside))
        return connection

    def _put_aside(self) -> Path:
        aside = self._path.with_name(f"{self._path.name}.damaged-{time.time_ns()}")
        self._path.rename(aside)
        # What was written last is not in the file itself yet, but in the log beside it.
        with suppress(FileNotFoundError):
            _beside(self._path, "-wal").rename(_beside(aside, "-wal"))
        _beside(self._path, "-shm").unlink(missing_ok=True)
        return aside


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    # An operational error is one of the file's surroundings: locked, full, read-only. All other
    # kinds that SQLite's module knows are mistakes of ours.
    return type(error) in (sqlite3.DatabaseError, _ForeignFileError)


def _identity(path: Path) -> object:
    """Tells a file from another that has its name later; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _connected(path: Path, steps: Sequence[str]) -> sqlite3.Connection:
    """Open a sound file of ours, or make one, with tables of the version that `steps` lead to."""
    connection = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        _check(connection)
        # These are a person's decisions: not even a crash of the whole machine may cost the last.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # or else a Mac only says that it has written
        with connection:
            # Of two programs that find an old file, the second waits here and finds a new one.
            connection.execute("BEGIN IMMEDIATE")
            _bring_up_to_date(connection, steps)
        with suppress(sqlite3.OperationalError):  # another program is at it; the next one will do
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Raise what is wrong with a file, but for its version."""
    (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        raise sqlite3.DatabaseError(sound)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if tables and application != APPLICATION:
        raise _ForeignFileError


def _bring_up_to_date(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Carry out the steps that a file has not seen yet; within a transaction."""
    version = _version(connection)
    if version > len(steps):
        raise _NewerFileError
    for script in steps[version:]:
        for statement in script.split(";"):
            connection.execute(statement)
    if version < len(steps):
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _copy(aside: Path, connection: sqlite3.Connection) -> None:
    """Copy all rows of a damaged file, up to where it cannot be read any further."""
    log = _beside(aside, "-wal").exists()
    address = f"{aside.absolute().as_uri()}?mode=ro{'' if log else '&immutable=1'}"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as old, connection:
        connection.execute("BEGIN IMMEDIATE")
        for query, copy in COPIES:
            with suppress(sqlite3.Error):
                for row in old.execute(query):
                    connection.execute(copy, row)
