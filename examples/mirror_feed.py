"""Keeps a local copy of one feed of the integration hub, in SQLite.

    HUB_KEY=bhub_… python mirror_feed.py http://127.0.0.1:18089 pay_cases pay_cases.sqlite [--every 60]

Run it as often as you like and stop it whenever you like: rows and cursor are kept in one transaction, so it goes on
where it stopped. Needs the library `requests`.
"""

import argparse
import base64
import gzip
import hashlib
import json
import os
import sqlite3
import time
from pathlib import Path

import requests

TIMEOUT = (5, 120)  # seconds to connect, and between two blocks


def open_mirror(path):
    """The mirror's database: one row a record, and the cursor up to which it is complete."""
    mirror = sqlite3.connect(path)
    mirror.execute("create table if not exists record (key text primary key, row text not null)")
    mirror.execute("create table if not exists state (one integer primary key check (one = 1), cursor text not null)")
    return mirror


def sync(session, url, feed, mirror, scratch):
    """Bring the mirror to the hub's newest version. Raises requests.RequestException when the hub does not answer."""
    while True:
        found = mirror.execute("select cursor from state").fetchone()
        if found is None:
            take_snapshot(session, url, feed, mirror, scratch)
            continue
        answer = session.get(f"{url}/v1/feeds/{feed}/changes", params={"cursor": found[0]}, timeout=TIMEOUT)
        if answer.status_code == 304:  # nothing is new
            return
        if answer.status_code == 410:  # too old, or our scope has changed: begin anew
            take_snapshot(session, url, feed, mirror, scratch)
            continue
        answer.raise_for_status()
        page = answer.json()
        with mirror:  # rows and cursor together, or not at all
            for change in page["changes"]:
                key = json.dumps(list(change["key"].values()))
                if change["kind"] == "DEL":
                    mirror.execute("delete from record where key = ?", (key,))
                else:
                    mirror.execute("replace into record values (?, ?)", (key, json.dumps(change["row"])))
            mirror.execute("replace into state values (1, ?)", (page["cursor"],))


def take_snapshot(session, url, feed, mirror, scratch):
    """Replace all rows by a snapshot. A download that broke off is resumed; the file is proven by its checksum."""
    part, about = Path(scratch, f"{feed}.part"), Path(scratch, f"{feed}.part.json")
    headers = {"Accept-Encoding": "gzip"}
    if part.exists() and about.exists():
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": json.loads(about.read_text())["etag"]}
    with session.get(f"{url}/v1/feeds/{feed}/snapshot", headers=headers, stream=True, timeout=TIMEOUT) as answer:
        if answer.status_code != 416:  # 416: all of it is here already
            if not answer.ok:
                answer.content  # noqa: B018 (read now, else the reason is gone with the stream)
            answer.raise_for_status()
            told = {
                "etag": answer.headers["ETag"],
                "cursor": answer.headers["Hub-Cursor"],
                "digest": answer.headers["Repr-Digest"],
            }
            if answer.status_code == 200:
                part.unlink(missing_ok=True)
            about.write_text(json.dumps(told))
            with part.open("ab") as file:
                for block in answer.raw.stream(1 << 20, decode_content=False):
                    file.write(block)
    told = json.loads(about.read_text())
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    is_whole = told["digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    if is_whole:
        schema = session.get(f"{url}/v1/feeds/{feed}", timeout=TIMEOUT)
        schema.raise_for_status()
        names = schema.json()["key"]
        with mirror, gzip.open(part, "rt", encoding="utf-8") as lines:
            mirror.execute("delete from record")
            rows = ((json.dumps([row[name] for name in names]), json.dumps(row)) for row in map(json.loads, lines))
            mirror.executemany("insert into record values (?, ?)", rows)
            mirror.execute("replace into state values (1, ?)", (told["cursor"],))
    part.unlink()
    about.unlink()
    if not is_whole:
        raise requests.ConnectionError("the snapshot does not match its checksum; it is taken again")


def main():
    """Mirror once, or every so many seconds; waits and tries again when the hub cannot answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("feed")
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--every", type=float, help="seconds between two looks; once when left out")
    options = parser.parse_args()
    session = requests.Session()
    session.headers["X-API-Key"] = os.environ["HUB_KEY"]
    mirror = open_mirror(options.mirror)
    wait = 1
    while True:
        try:
            sync(session, options.url.rstrip("/"), options.feed, mirror, options.mirror.parent)
        except requests.RequestException as error:
            status = getattr(error.response, "status_code", None)
            if status is not None and status < 500 and status != 429:
                raise SystemExit(f"The hub refused: {error.response.text}") from None
            asked = error.response.headers.get("Retry-After", "") if error.response is not None else ""
            wait = min(wait * 2, 300)
            print(f"No answer ({type(error).__name__}); again in {asked or wait} s", flush=True)
            time.sleep(float(asked or wait))
            continue
        wait = 1
        count, cursor = mirror.execute("select (select count(*) from record), cursor from state").fetchone()
        print(f"{options.feed}: {count} records, cursor {cursor}", flush=True)
        if not options.every:
            return
        time.sleep(options.every)


if __name__ == "__main__":
    main()
