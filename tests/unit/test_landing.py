"""Landing: manifest last, immutable, interrupted landings done anew, changed pages noticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
import zstandard
from landing_pages import AADHAAR, Pages, application, batch, json_page, window

from hub.contracts import contract
from hub.errors import NotAllowed, SourceBroken, SourceUnavailable
from hub.landing import is_landed, land, page_bodies, read, read_manifest
from hub.landing.manifest import Manifest

RTPS = contract("rtps.applications")
BATCH = batch(RTPS)


def folder(home: Path, batch_id: str = BATCH) -> Path:
    system, _, rest = batch_id.partition(".")
    return home / "landing" / system / rest


def two_pages() -> list[bytes]:
    return [json_page([application(number) for number in range(start, start + 3)]) for start in (0, 3)]


def test_pages_and_manifest_lie_where_the_rooms_say(hub_home: Path) -> None:
    manifest = land(RTPS, window(RTPS), Pages(two_pages(), total=6), batch_id=BATCH)
    kept = sorted(path.name for path in folder(hub_home).iterdir() if not path.name.startswith("."))
    assert kept == ["manifest.json", "page-00001.json.zst", "page-00002.json.zst"]
    assert read_manifest(BATCH) == manifest
    assert manifest.control_total == 6
    assert manifest.contract_version == RTPS.version
    assert manifest.created_at.utcoffset() is not None
    assert [body for _, body in page_bodies(manifest)] == two_pages()


def test_landing_again_fetches_nothing(hub_home: Path) -> None:
    source = Pages(two_pages())
    first = land(RTPS, window(RTPS), source, batch_id=BATCH)
    before = {path: path.stat().st_mtime_ns for path in folder(hub_home).iterdir() if path.suffix == ".zst"}
    assert land(RTPS, window(RTPS), source, batch_id=BATCH) == first
    assert source.asked == 1
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_interrupted_landing_is_no_batch_and_is_done_anew(hub_home: Path) -> None:
    def fail() -> None:
        raise SourceUnavailable("landing-no-batch", batch=BATCH)

    with pytest.raises(SourceUnavailable):
        land(RTPS, window(RTPS), Pages([*two_pages(), two_pages()[0]], then=fail), batch_id=BATCH)
    assert not is_landed(BATCH)
    with pytest.raises(NotAllowed, match="landing"):
        read_manifest(BATCH)
    (folder(hub_home) / "page-00009.json.zst.0a1b2c3d.part").write_bytes(b"half")
    manifest = land(RTPS, window(RTPS), Pages(two_pages()), batch_id=BATCH)
    names = {path.name for path in folder(hub_home).iterdir() if not path.name.startswith(".")}
    assert names == {"manifest.json", *(page.file for page in manifest.pages)}


def _land_slowly(started: str) -> None:
    def wait() -> None:
        Path(started).touch()
        time.sleep(60)

    land(RTPS, window(RTPS), Pages(two_pages(), then=wait), batch_id=BATCH)


def test_a_killed_landing_frees_its_lock_and_is_done_anew(hub_home: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    worker = multiprocessing.get_context("fork").Process(target=_land_slowly, args=(str(started),))
    worker.start()
    while not started.exists():
        time.sleep(0.01)
    assert not is_landed(BATCH)
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    source = Pages(two_pages())
    assert len(land(RTPS, window(RTPS), source, batch_id=BATCH).pages) == 2
    assert source.asked == 1


def _land_and_tell(found: multiprocessing.SimpleQueue[tuple[int, str]]) -> None:
    source = Pages(two_pages(), then=lambda: time.sleep(0.2))
    manifest = land(RTPS, window(RTPS), source, batch_id=BATCH)
    found.put((source.asked, str(manifest.created_at)))


def test_of_two_processes_on_one_batch_one_fetches_and_the_other_sees_it_done(hub_home: Path) -> None:
    fork = multiprocessing.get_context("fork")
    found = fork.SimpleQueue()
    workers = [fork.Process(target=_land_and_tell, args=(found,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    answers = [found.get() for _ in workers]
    assert sorted(asked for asked, _ in answers) == [0, 1]
    assert len({created for _, created in answers}) == 1


def test_the_content_hash_tells_an_unchanged_batch(hub_home: Path) -> None:
    def landed(sequence: int, pages: list[bytes]) -> Manifest:
        return land(RTPS, window(RTPS), Pages(pages), batch_id=batch(RTPS, sequence))

    first, second = landed(1, two_pages()), landed(2, two_pages())
    turned, fewer = landed(3, two_pages()[::-1]), landed(4, two_pages()[:1])
    assert first.content_hash == second.content_hash
    assert len({first.content_hash, turned.content_hash, fewer.content_hash}) == 3


def test_a_changed_or_missing_page_is_a_clear_error(hub_home: Path) -> None:
    manifest = land(RTPS, window(RTPS), Pages(two_pages()), batch_id=BATCH)
    path = folder(hub_home) / manifest.pages[1].file
    other = json_page([application(number) for number in range(3, 6)]).replace(b"Asha", b"Usha")
    assert len(other) == manifest.pages[1].bytes
    for spoilt in (b"", path.read_bytes()[:-9], zstandard.compress(b"{}"), zstandard.compress(other)):
        path.write_bytes(spoilt)
        with pytest.raises(SourceBroken, match=manifest.pages[1].file):
            list(read(RTPS, BATCH))
    path.unlink()
    with pytest.raises(SourceBroken, match=manifest.pages[1].file):
        list(read(RTPS, BATCH))


def test_a_spoilt_manifest_is_a_clear_error(hub_home: Path) -> None:
    land(RTPS, window(RTPS), Pages(two_pages()), batch_id=BATCH)
    (folder(hub_home) / "manifest.json").write_bytes(b'{"pages": [')
    with pytest.raises(NotAllowed, match="manifest"):
        list(read(RTPS, BATCH))


@pytest.mark.parametrize("unsound", ["rtps", "rtps.applications/2026-11-20", "rtps.applications/../001", "/a/b"])
def test_only_batch_ids_name_folders(unsound: str) -> None:
    with pytest.raises(NotAllowed, match="batch id"):
        is_landed(unsound)


def test_no_aadhaar_number_reaches_the_disk(hub_home: Path) -> None:
    page = json_page([application(1, service_name=f"uid {AADHAAR}"), application(2, amount=int(AADHAAR))])
    land(RTPS, window(RTPS), Pages([page]), batch_id=BATCH)
    for path in folder(hub_home).iterdir():
        body = path.read_bytes()
        assert AADHAAR.encode() not in (zstandard.decompress(body) if path.suffix == ".zst" else body)


def test_landing_on_an_object_store_by_url(monkeypatch: pytest.MonkeyPatch) -> None:
    from hub.settings import settings

    monkeypatch.setenv("HUB_LANDING_URL", "memory://landing-test")
    settings.cache_clear()
    source = Pages(two_pages(), total=6)
    manifest = land(RTPS, window(RTPS), source, batch_id=BATCH)
    assert land(RTPS, window(RTPS), source, batch_id=BATCH) == manifest
    assert source.asked == 1
    assert sum(chunk.rows for chunk in read(RTPS, BATCH)) == 6
