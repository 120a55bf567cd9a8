"""``/v1``: catalogue, contracts, snapshots, changes, records, receipts."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated, Any, Literal

import anyio
import msgspec
import orjson
import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from hub.contracts import LogicalType
from hub.database import engine
from hub.feeds.declared import declared
from hub.feeds.tables import feed_change, feed_version
from hub.portals import contract, cursors, delta, receipts, serving, snapshots
from hub.portals import describe as d
from hub.portals.access import Access, Caller, basic
from hub.portals.cursors import PATTERN, Cursor
from hub.portals.delta import Asked, in_thread
from hub.portals.problems import Problem
from hub.portals.receipts import Book, Receipt
from hub.portals.scopes import Scope
from hub.portals.tables import plain
from hub.portals.webhooks import subscriptions

router = APIRouter(prefix="/v1")
_FILES = anyio.CapacityLimiter(2)
LAST = 10**15 - 1

FeedName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,62}$", examples=["pay_cases"])]
Version = Annotated[int | None, Query(ge=1, le=LAST, description=d.VERSION)]
AsOf = Annotated[
    str | None,
    Query(pattern=r"^\d{4}-\d{2}-\d{2}$", description=d.AS_OF, json_schema_extra={"format": "date"}),
]
Format = Literal["ndjson", "csv", "parquet"]


async def _caller(request: Request) -> Caller:
    access: Access = request.app.state.access
    judged = await access.caller(request)
    known = {parameter.alias for parameter in request.scope["route"].dependant.query_params}
    if unknown := sorted(set(request.query_params) - known):  # a mistyped "version" must not be answered by the newest
        reason = f"No such parameter; there is {', '.join(sorted(known))}" if known else "No such parameter"
        wrong = [{"in": f"query.{name[:63]}", "reason": reason} for name in unknown[:10]]
        raise Problem("invalid-request", more={"errors": wrong})
    return judged


By = Annotated[Caller, Depends(_caller)]


def _json(body: Any, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), 200, {"Cache-Control": "private, no-cache", **(headers or {})}, d.JSON)


def _correlation(request: Request) -> str:
    return str(request.scope.get("correlation_id", ""))


async def _write(request: Request, receipt: Receipt) -> str:
    book: Book = request.app.state.book
    return (await book.write(receipt)).header()


def _unchanged(request: Request, by: Caller, feed: str, headers: dict[str, str]) -> Response:
    book: Book = request.app.state.book
    book.polled(by.consumer.name, feed, by.head(feed).version)
    return Response(None, 304, {"Cache-Control": "private, no-cache", **headers})


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Problem("invalid-request", more={"errors": [{"in": "query.as_of", "reason": "no such day"}]}) from None


def _version(scope: Scope, version: int | None, as_of: str | None, newest: int) -> int:
    """The version that is asked for: by number, by date, or the newest. Raises ``Problem``."""
    day = _day(as_of)
    if version is None and day is None:
        return newest
    mine = feed_version.c.feed == scope.feed
    query = sa.select(sa.func.max(feed_version.c.version)).where(mine)
    by_number = query.where(feed_version.c.version == version)
    with engine().connect() as connection:
        found = connection.scalar(
            by_number if version is not None else query.where(feed_version.c.business_date <= day)
        )
    if found is None:
        raise Problem("version-unknown", feed=scope.feed)
    return int(found)


@router.get("/feeds", **d.FEEDS)
async def feeds(by: By) -> Response:
    """The feeds of your scope, with their newest versions."""
    return _json({"feeds": [_summary(by, name) for name in declared() if name in by.consumer.scopes]})


@router.get("/feeds/{feed}", **d.FEED)
async def feed_of(feed: FeedName, by: By) -> Response:
    """One feed: its newest version, what you see of it, and where to go from here."""
    scope = by.scope(feed)
    seen = {
        "classification": scope.classification.value,
        "districts": None if scope.districts is None else sorted(scope.districts),
        "departments": None if scope.departments is None else sorted(scope.departments),
        "columns": list(scope.names),
    }
    return _json({**_summary(by, feed), "scope": seen})


def _summary(by: Caller, name: str) -> dict[str, Any]:
    known, head = declared()[name], by.state.heads.get(name)
    places = ("contract", "schema", "versions", "snapshot", "changes", "record")
    return {
        "name": name, "title_en": known.title_en, "title_hi": known.title_hi, "purpose_en": known.purpose_en,
        "purpose_hi": known.purpose_hi, "key": list(known.key), "version": head.version if head else 0,
        "business_date": head.business_date.isoformat() if head else None,
        "links": {place: f"/v1/feeds/{name}/{place}" for place in places},
    }  # fmt: skip


@router.get("/feeds/{feed}/contract", **d.CONTRACT)
async def contract_of(feed: FeedName, by: By) -> Response:
    """The feed's contract (Open Data Contract Standard 3.1), with the columns that you see."""
    return Response(contract.odcs(by.scope(feed)), media_type="application/yaml")


@router.get("/feeds/{feed}/schema", **d.SCHEMA)
async def schema_of(feed: FeedName, by: By) -> Response:
    """One row of the feed as JSON Schema, with the columns that you see."""
    return Response(orjson.dumps(contract.json_schema(by.scope(feed))), media_type="application/schema+json")


@router.get("/feeds/{feed}/versions", **d.VERSIONS)
async def versions_of(
    feed: FeedName, by: By,
    before: Annotated[int, Query(ge=1, le=LAST, description=d.BEFORE)] = LAST,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:  # fmt: skip
    """The feed's versions, newest first."""
    scope = by.scope(feed)

    def read() -> list[dict[str, Any]]:
        columns = (feed_version.c.version, feed_version.c.business_date, feed_version.c.published_at)
        query = sa.select(*columns).where(feed_version.c.feed == scope.feed, feed_version.c.version < before)
        with engine().connect() as connection:
            found = connection.execute(query.order_by(feed_version.c.version.desc()).limit(limit))
            return [plain(row) for row in found.mappings()]

    return _json({"versions": await in_thread(read)})


@router.api_route("/feeds/{feed}/snapshot", methods=["HEAD"], include_in_schema=False)
@router.get("/feeds/{feed}/snapshot", **d.SNAPSHOT)
async def snapshot(
    request: Request, feed: FeedName, by: By,
    format: Annotated[Format, Query(description=d.FORMAT)] = "ndjson", version: Version = None, as_of: AsOf = None,
) -> Response:  # fmt: skip
    """All rows of a version, by key, as one file that may be resumed from any byte."""
    scope, head, access = by.scope(feed), by.head(feed), request.app.state.access
    await access.check_quota(by.consumer)
    number = await in_thread(lambda: _version(scope, version, as_of, head.version))
    coding = "identity" if format == "parquet" else serving.encoding(request)
    file = await in_thread(lambda: snapshots.make(scope, number, format, coding), _FILES)
    etag = f'"{file.sha256}"'
    headers = {
        "ETag": etag, "Vary": "Accept-Encoding", "Hub-Version": str(number), "Hub-Rows": str(file.rows),
        "Hub-Cursor": cursors.write(Cursor(number, 0), file.published_at, scope),
        "Cache-Control": "private, no-cache",
    }  # fmt: skip
    if serving.is_same(request, etag):
        return _unchanged(request, by, feed, headers)
    part = serving.part_asked(request, file, etag)
    headers["Repr-Digest"] = serving.repr_digest(file.sha256)
    headers["Content-Disposition"] = f'attachment; filename="{feed}-{number:06}.{format}"'
    if coding != "identity":
        headers["Content-Encoding"] = coding

    def receipt(answer: str, count: int) -> Receipt:
        return Receipt(
            by.consumer.name, "snapshot", feed, number, count, answer,
            sha256=file.sha256, correlation_id=_correlation(request),
        )  # fmt: skip

    async def aborted(sent: int) -> None:
        await _write(request, receipt(f"broken off after {sent} bytes", 0))

    if request.method != "HEAD":
        answer = f"206 bytes {part[0]}-{part[1] - 1}/{file.size}" if part else "200"
        headers["Hub-Receipt"] = await _write(request, receipt(answer, 0 if part and part[0] else file.rows))
    return serving.respond(request, file, part, headers, snapshots.MEDIA[format], aborted)


@router.get("/feeds/{feed}/changes", **d.CHANGES)
async def changes_of(
    request: Request, feed: FeedName, by: By,
    cursor: Annotated[str, Query(pattern=PATTERN, description=d.CURSOR)],
    limit: Annotated[int, Query(ge=1, le=delta.MOST, description=d.LIMIT)] = delta.LIMIT,
) -> Response:  # fmt: skip
    """What changed since a cursor, in the order in which to apply it; ``304`` when nothing did."""
    scope, head = by.scope(feed), by.head(feed)
    if cursor == head.cursor(scope):
        return _unchanged(request, by, feed, {"ETag": f'"{cursor}"', "Hub-Cursor": cursor})
    state, asked = request.app.state, Asked(feed, cursor, limit, _correlation(request))
    return await delta.answer(state.access, state.book, by, asked)


@router.get("/feeds/{feed}/record", **d.RECORD)
async def record_of(
    request: Request, feed: FeedName, by: By,
    key: Annotated[list[str], Query(min_length=1, max_length=8, description=d.KEY)],
    version: Version = None, as_of: AsOf = None,
) -> Response:  # fmt: skip
    """One record by its key, now, in a version, or as of a date."""
    scope, head = by.scope(feed), by.head(feed)
    await request.app.state.access.check_quota(by.consumer)
    number, row = await in_thread(lambda: _record(scope, key, version, as_of, head.version))
    if row is None:
        raise Problem("record-unknown", feed=feed)
    body = orjson.dumps({"feed": feed, "version": number, "row": orjson.Fragment(msgspec.json.encode(row))})
    digest = hashlib.sha256(body).hexdigest()
    etag = f'"{digest}"'
    if serving.is_same(request, etag):
        return _unchanged(request, by, feed, {"ETag": etag})
    receipt = Receipt(
        by.consumer.name, "record", feed, number, 1, "200", sha256=digest, correlation_id=_correlation(request)
    )
    told = await _write(request, receipt)
    headers = {"ETag": etag, "Hub-Receipt": told, "Cache-Control": "private, no-cache"}
    return Response(body, 200, headers, d.JSON)


def _record(
    scope: Scope, key: list[str], version: int | None, as_of: str | None, newest: int
) -> tuple[int, msgspec.Struct | None]:
    number = _version(scope, version, as_of, newest)
    wanted = _key_text(scope, key)
    if wanted is None:
        return number, None
    same = sa.and_(feed_change.c.feed == scope.feed, feed_change.c.key == wanted, feed_change.c.version <= number)
    query = sa.select(sa.cast(feed_change.c.row, sa.Text)).where(same).order_by(feed_change.c.version.desc()).limit(1)
    with engine().connect() as connection:
        found = connection.scalar(query)
    return number, scope.see(found)


def _key_text(scope: Scope, key: list[str]) -> str | None:
    """The key as the feeds keep it: the value, or a JSON array as PostgreSQL writes it."""
    feed = scope.described
    if len(key) != len(feed.key) or any("\x00" in part for part in key):
        return None
    if len(key) == 1:
        return key[0]
    kinds = {column.name: column.type for column in feed.columns}
    parts: list[Any] = []
    for name, part in zip(feed.key, key, strict=True):
        if kinds[name] is not LogicalType.INTEGER:
            parts.append(part)
        elif re.fullmatch(r"-?\d{1,18}", part):
            parts.append(sa.cast(int(part), sa.BigInteger))
        else:
            return None
    with engine().connect() as connection:
        typed = [sa.cast(part, sa.Text) if isinstance(part, str) else part for part in parts]
        return connection.scalar(sa.select(sa.cast(sa.func.jsonb_build_array(*typed), sa.Text)))


@router.get("/receipts", **d.RECEIPTS)
async def receipts_of(
    by: By,
    after: Annotated[int, Query(ge=0, le=LAST, description=d.AFTER)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Your receipts, oldest first: what you were served, with its checksum, chained by hash."""
    return _json({"receipts": await in_thread(lambda: receipts.listed(by.consumer.name, after, limit))})


@router.get("/subscriptions", **d.SUBSCRIPTIONS)
async def subscriptions_of(by: By) -> Response:
    """What is pushed to you, how far it has come, and what waits for a decision."""
    return _json({"subscriptions": await in_thread(lambda: subscriptions.told(by.consumer.name))})


@router.post("/token", **d.TOKEN)
async def token(request: Request) -> Response:
    """An access token for a consumer's name and key (OAuth 2, client credentials)."""
    form = await request.form()
    given = {name: str(form.get(name, "")) for name in ("grant_type", "client_id", "client_secret")}
    if given["grant_type"] != "client_credentials":
        raise Problem("unsupported-grant", more={"error": "unsupported_grant_type"})
    name, secret = basic(request)
    access: Access = request.app.state.access
    made = await access.token(request, name or given["client_id"], secret or given["client_secret"])
    return Response(
        orjson.dumps({"access_token": made, "token_type": "Bearer", "expires_in": 3600}),
        200, {"Cache-Control": "no-store", "Pragma": "no-cache"}, d.JSON,
    )  # fmt: skip
