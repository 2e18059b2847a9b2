"""Downloads, from a small server of our own that answers as the hub does."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from coverart.errors import PackError
from coverart.packs.apart import run_apart
from coverart.packs.gather import Ways
from coverart.packs.install import Twins, install
from coverart.packs.manifest import Pack, PackFile, Source
from coverart.packs.steps import Step, finish
from coverart.packs.store import PARTIAL, discard_leftovers, leftover_bytes
from coverart.packs.toml import read_manifest, write_manifest
from coverart.settings import packs_path
from tests.unit.pack_parts import here, pack_folder

COMMIT = "c0ffee" * 6 + "abcd"
REPO = "someone/model"
NO_TWINS = Twins(int8=())


@dataclass
class Hub:
    """What the server holds, how it misbehaves, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    in_git: set[str] = field(default_factory=set)
    cut: int | None = None
    stall: int | None = None
    refusal: tuple[int, str] | None = None
    wrong: bool = False
    nameless: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    going: threading.Event = field(default_factory=threading.Event)
    address: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answers like the hub: HEAD says what a file is, GET gives it, or the range asked for."""

    protocol_version = "HTTP/1.1"

    def __init__(self, hub: Hub, *arguments: object) -> None:
        self.hub = hub
        super().__init__(*arguments)  # type: ignore[arg-type]

    def log_message(self, *arguments: object) -> None:
        """Stay silent."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        wanted = self.headers.get("Range", "")
        self.hub.asked.append((self.command, self.path, wanted))
        _, revision, name = re.match(r"/(.+)/resolve/([^/]+)/(.+)", self.path).groups()  # type: ignore[union-attr]
        content = self.hub.files.get(name)
        if content is None or self.hub.refusal:
            status, code = self.hub.refusal or (404, "EntryNotFound")
            self._start(status, 0, {"X-Error-Code": code, "X-Error-Message": "no"})
            return
        assert revision in {"main", COMMIT}
        begin = int(re.findall(r"\d+", wanted)[0]) if wanted else 0
        headers = {"Accept-Ranges": "bytes", "ETag": '"0123"'}
        if not self.hub.nameless:
            headers |= self._announced(name, content)
        if wanted:
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        self._start(206 if wanted else 200, len(content) - begin, headers)
        if self.command == "GET":
            self._send(bytes(len(content)) if self.hub.wrong else content, begin)

    def _announced(self, name: str, content: bytes) -> dict[str, str]:
        if name in self.hub.in_git:
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            return {"X-Repo-Commit": COMMIT, "ETag": f'"{blob}"'}
        sha256 = hashlib.sha256(content).hexdigest()
        size = str(len(content))
        return {"X-Repo-Commit": COMMIT, "X-Linked-Etag": f'"{sha256}"', "X-Linked-Size": size}

    def _start(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(length)}.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, content: bytes, begin: int) -> None:
        end = len(content)
        if self.hub.cut is not None:
            end, self.hub.cut = self.hub.cut, None
        elif self.hub.stall is not None:
            end, self.hub.stall = self.hub.stall, None
            self.wfile.write(content[begin:end])
            self.wfile.flush()
            self.hub.going.wait(60)  # until the test has seen enough
            self.close_connection = True
            return
        self.wfile.write(content[begin:end])
        self.close_connection = end < len(content)


@contextmanager
def served() -> Iterator[Hub]:
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, hub))
    hub.address = f"http://127.0.0.1:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever, args=(0.02,))
    serving.start()
    try:
        yield hub
    finally:
        hub.going.set()
        server.shutdown()
        server.server_close()
        serving.join()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with served() as running:
        yield running


@pytest.fixture
def origin(tmp_path: Path, hub: Hub) -> Path:
    """A pack whose weights and tokenizer are with their publisher."""
    folder = pack_folder(tmp_path / "origin")
    known = read_manifest(folder)
    files = dict(known.files)
    for name in ("m.safetensors", "words.json"):
        hub.files[f"sub/{name}"] = (folder / name).read_bytes()
        (folder / name).unlink()
        files[name] = PackFile(name, source=Source(REPO, f"sub/{name}"))
    hub.in_git.add("sub/words.json")
    write_manifest(folder, replace(known, files=files))
    return folder


def fetched(origin: Path, hub: Hub, **changes: object) -> Pack:
    ways = replace(Ways(apart=here, endpoint=hub.address), **changes)  # type: ignore[arg-type]
    return finish(install(origin, NO_TWINS, ways))


def names() -> set[str]:
    return {path.name for path in packs_path().iterdir() if path.name != ".lock"}


def test_what_is_missing_is_fetched_by_its_commit_and_recorded(origin: Path, hub: Hub) -> None:
    made = fetched(origin, hub)
    file = made.files["m.safetensors"]
    assert file.source == Source(REPO, "sub/m.safetensors", COMMIT)
    content = hub.files["sub/m.safetensors"]
    assert (packs_path() / "small" / file.name).read_bytes() == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    gets = [path for command, path, _ in hub.asked if command == "GET"]
    assert gets == [
        f"/{REPO}/resolve/{COMMIT}/sub/m.safetensors",
        f"/{REPO}/resolve/{COMMIT}/sub/words.json",
    ]
    assert leftover_bytes() == 0


def test_a_pack_with_all_its_files_asks_nobody(tmp_path: Path, hub: Hub) -> None:
    fetched(pack_folder(tmp_path / "whole"), hub)
    assert hub.asked == []


def test_files_that_lie_there_are_not_fetched(origin: Path, hub: Hub) -> None:
    (origin / "words.json").write_text("{}")
    fetched(origin, hub)
    assert not any("words.json" in path for _, path, _ in hub.asked)


def test_a_download_that_is_cut_goes_on_where_it_stopped(origin: Path, hub: Hub) -> None:
    hub.files["sub/words.json"] = bytes(1_000_000)
    (origin / "m.safetensors").write_bytes(hub.files["sub/m.safetensors"])
    hub.cut = 700_000
    fetched(origin, hub)
    ranges = [wanted for command, _, wanted in hub.asked if command == "GET"]
    assert ranges[0] == ""
    begun = int(re.findall(r"\d+", ranges[1])[0])
    assert 400_000 < begun <= 700_000


def test_cancel_is_prompt_and_the_next_installation_goes_on(origin: Path, hub: Hub) -> None:
    content = np.random.default_rng(0).bytes(2_000_000)
    hub.files["sub/words.json"] = content
    (origin / "m.safetensors").write_bytes(hub.files["sub/m.safetensors"])
    hub.stall = 1_500_000
    installing = install(origin, NO_TWINS, Ways(endpoint=hub.address))
    step = Step("")
    while not step.label.startswith("Downloading") or step.done < 1_000_000:
        step = next(installing)
    assert step.total > 2_000_000
    installing.close()  # while the server says nothing
    assert names() == {PARTIAL}
    kept = leftover_bytes()
    assert 1_000_000 <= kept <= 1_500_000
    fetched(origin, hub)
    assert hub.asked[-1][2] == f"bytes={kept}-"
    assert (packs_path() / "small" / "words.json").read_bytes() == content
    assert leftover_bytes() == 0


def test_what_was_fetched_is_kept_when_the_rest_fails(origin: Path, hub: Hub) -> None:
    content = hub.files["sub/m.safetensors"]
    hub.files["sub/m.safetensors"] = content[:-4]  # whole as announced, and no safetensors
    with pytest.raises(PackError, match="is truncated"):
        fetched(origin, hub)
    assert leftover_bytes() == len(content) - 4 + 2
    with pytest.raises(PackError, match="is truncated"):
        fetched(origin, hub)
    assert sum(command == "GET" for command, _, _ in hub.asked) == 2
    discard_leftovers()
    assert leftover_bytes() == 0


@pytest.mark.parametrize("name", ["m.safetensors", "words.json"])
def test_wrong_bytes_are_refused_and_not_kept(origin: Path, hub: Hub, name: str) -> None:
    other = {"m.safetensors": "words.json", "words.json": "m.safetensors"}[name]
    (origin / other).write_bytes(hub.files[f"sub/{other}"])
    hub.wrong = True
    with pytest.raises(PackError, match=f"“{name}” arrived damaged: its digest"):
        fetched(origin, hub)
    assert leftover_bytes() == 0
    hub.wrong = False
    fetched(origin, hub)


def test_leftovers_that_were_tampered_with_are_fetched_anew(origin: Path, hub: Hub) -> None:
    (origin / "words.json").write_text("{}")
    content = hub.files["sub/m.safetensors"]
    part = packs_path() / PARTIAL / f"{hashlib.sha256(content).hexdigest()}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(content + b"more")
    fetched(origin, hub)
    assert hub.asked[-1][2] == ""
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(bytes(10))
    with pytest.raises(PackError, match="arrived damaged"):
        fetched(origin, hub)
    fetched(origin, hub)


def pinned(origin: Path, file: PackFile) -> None:
    known = read_manifest(origin)
    write_manifest(origin, replace(known, files={**known.files, file.name: file}))


def test_another_file_than_the_one_the_manifest_names_is_not_even_fetched(
    origin: Path, hub: Hub
) -> None:
    file = PackFile("m.safetensors", None, "0" * 64, Source(REPO, "sub/m.safetensors"))
    pinned(origin, file)
    with pytest.raises(PackError, match="is no longer the file it was made for"):
        fetched(origin, hub)
    assert all(command == "HEAD" for command, _, _ in hub.asked)


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        ((404, "EntryNotFound"), f"“{REPO}” has no “sub/m.safetensors” in its “main”"),
        ((404, "RevisionNotFound"), f"“{REPO}” has no “sub/m.safetensors” in its “main”"),
        ((404, "RepoNotFound"), f"there is no “{REPO}” on the hub"),
        ((403, "GatedRepo"), f"“{REPO}” is given only to those who accepted its terms"),
        ((500, ""), "the hub answered with error 500"),
    ],
)
def test_a_refusal_is_one_sentence(
    origin: Path, hub: Hub, refusal: tuple[int, str], reason: str
) -> None:
    hub.refusal = refusal
    with pytest.raises(PackError) as refused:
        fetched(origin, hub)
    assert reason in str(refused.value)
    assert names() == set()


def test_a_server_that_announces_nothing_is_not_trusted(origin: Path, hub: Hub) -> None:
    hub.nameless = True
    with pytest.raises(PackError, match=r"says what its “sub/m\.safetensors” should be"):
        fetched(origin, hub)


def test_no_server_is_one_sentence(origin: Path, hub: Hub) -> None:
    with served() as gone:
        pass
    with pytest.raises(PackError, match=f"“{REPO}” could not be reached; check the connection"):
        fetched(origin, gone)


def test_a_name_that_is_no_repository_is_one_sentence(origin: Path, hub: Hub) -> None:
    pinned(origin, PackFile("m.safetensors", source=Source("../../etc", "passwd")))
    with pytest.raises(PackError, match=r"there is no “\.\./\.\./etc” on the hub"):
        fetched(origin, hub)
    assert hub.asked == []


def test_the_hubs_own_setting_to_stay_offline_is_respected(
    origin: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(PackError, match="HF_HUB_OFFLINE"):
        fetched(origin, hub, apart=run_apart)
    assert hub.asked == []


def test_the_space_that_downloads_need_is_known_before(origin: Path, hub: Hub) -> None:
    hub.files["sub/words.json"] = bytes(300_000)
    with pytest.raises(PackError, match=r"it needs 3\.4 MB"):
        fetched(origin, hub, free=lambda _: 3_400_000)
    assert all(command == "HEAD" for command, _, _ in hub.asked)
