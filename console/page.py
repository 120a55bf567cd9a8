"""What a page's function is handed: who asks, in which language, and how to answer."""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from console.access import Person, Right
from console.guard import csrf_token
from hub.contracts import contracts
from hub.contracts.in_words import in_words
from hub.desk import LONGEST_REASON, limits_of, note
from hub.errors import NotAllowed
from hub.i18n import LANGUAGES, text
from hub.settings import IST

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "hub_language"
SEEN_COOKIE = "hub_console_opened"


class Page:
    """One request of one person. Templates reach it as ``page``; ``t``, ``url`` and the rest stand beside it."""

    def __init__(self, request: Request, person: Person) -> None:
        self.request = request
        self.person = person
        self.language = language_of(request)
        self.refusal = ""
        self._typed: Mapping[str, str] = {}
        self._is_kept = False

    @property
    def is_fragment(self) -> bool:
        """Whether HTMX asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def may_start(self) -> bool:
        """Whether the person may start a sync, and there is what starts one."""
        return (
            self.person.may(Right.RERUN) and self.person.limits.is_none and self.request.app.state.trigger is not None
        )

    def t(self, message_id: str, **values: object) -> str:
        """A message in the page's language."""
        return text(message_id, self.language, **values)

    def url(self, path: str, **query: object) -> str:
        """The address of a page of the console; empty values are left out."""
        return address(self.request, path, **query)

    def render(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """The template (a whole page, or a part for HTMX) with ``context``."""
        body = templates().get_template(template).render(**_globals(self), **context)
        answer = HTMLResponse(body, status_code=status)
        if status == 200 and not self.is_fragment:
            _note_opening(self, answer)
        return answer

    def decide(
        self, act: Callable[[], object], again: Callable[[], Response], path: str, notice: str = "", **typed: str
    ) -> Response:
        """Make a decision and go on to ``path``. Where it is refused, ``again`` makes the page on which it was typed:
        the refusal stands above it, and what was typed in its form (``kept``)."""
        try:
            act()
        except NotAllowed as error:
            self.refusal = self.t(error.message_id, **error.details)
            self._typed = typed
            answer = again()
            answer.status_code = 409
            return answer
        return self.redirect(path, notice)

    def kept(self, path: str, name: str = "reason") -> str:
        """What was typed in a field of the form that posts to ``path``, where just that form was refused."""
        if not self._typed or path != here(self.request):
            return ""
        self._is_kept = self._is_kept or name == "reason"
        return self._typed.get(name, "")

    @property
    def lost(self) -> str:
        """The reason that was typed, where the page does not hold the refused form any more."""
        return "" if self._is_kept else self._typed.get("reason", "")

    def remember(self, typed: Mapping[str, str]) -> None:
        """What was typed in a form that came to nothing."""
        self._typed = typed

    def redirect(self, path: str, notice: str = "", **query: object) -> Response:
        """Go on to a page of the console after a change; ``notice`` is the id of a message told there."""
        target = self.url(path, **query, notice=notice)
        if self.is_fragment:
            return Response(status_code=204, headers={"HX-Redirect": target})
        return RedirectResponse(target, status_code=303)


def address(request: Request, path: str, **query: object) -> str:
    """``path`` below the place where the console is mounted, with what of ``query`` is not empty."""
    given = {name: value for name, value in query.items() if value not in (None, "", False)}
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{root}{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")


def here(request: Request) -> str:
    """The address that was asked for, below the place where the console is mounted."""
    return request.url.path.removeprefix(str(request.scope.get("root_path", "")))


def language_of(request: Request) -> str:
    """The language of a request: the one chosen, else the browser's, else Hindi."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for part in request.headers.get("accept-language", "").split(","):
        if (wanted := part.split(";")[0].strip()[:2].lower()) in LANGUAGES:
            return wanted
    return LANGUAGES[0]


@functools.cache
def templates() -> Environment:
    """The templates; everything that is put into them is escaped, and a name that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": number, "day": day, "moment": moment}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return made


@functools.cache
def _static_version(name: str) -> str:
    return hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]


def _globals(page: Page) -> dict[str, Any]:
    request, person = page.request, page.person
    notice = request.query_params.get("notice", "")
    return {
        "page": page, "person": person, "language": page.language, "t": page.t, "url": page.url, "may": person.may,
        "static": lambda name: address(request, f"/static/{name}", v=_static_version(name)),
        "csrf": csrf_token(request.app.state.secret, person.login),
        "csrf_input": Markup('<input type="hidden" name="csrf" value="{}">').format(
            csrf_token(request.app.state.secret, person.login)
        ),
        "entries": request.app.state.entries,
        "here": here(request),
        "kept": page.kept, "longest_reason": LONGEST_REASON,
        "back": _back(request),
        "notice": notice if notice.startswith("console-") else "",
        "airflow": request.app.state.airflow,
        "in_words": lambda value, field: in_words(value, field, page.language),
        "label": lambda field: field.label_hi if page.language == "hi" and field.label_hi else field.label_en,
        "meaning": lambda field: field.meaning_hi if page.language == "hi" else field.meaning_en,
    }  # fmt: skip


def _back(request: Request) -> str:
    """The page's own address with its filters, for the switch of languages; after a form, the page it stood on."""
    root = str(request.scope.get("root_path", ""))
    if request.method == "GET":
        return _joined(request.url.path.removeprefix(root) or "/", request.url.query)
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.headers.get("host") or not came_from.path.startswith(f"{root}/"):
        return "/today"
    return _joined(came_from.path.removeprefix(root), came_from.query)


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def number(value: Any) -> str:
    """A whole number with commas as India sets them: 12,34,567."""
    if value is None:
        return "–"
    digits = str(abs(int(value)))
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ("−" if int(value) < 0 else "") + ",".join([*groups, tail])


def day(value: date | str | None) -> str:
    """A date as offices write it: 22-11-2026."""
    if not value:
        return "–"
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return found.strftime("%d-%m-%Y")


def moment(value: datetime | str | None) -> str:
    """An instant in Indian time: 22-11-2026 14:05."""
    if not value:
        return "–"
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(IST).strftime("%d-%m-%Y %H:%M")


def person_of(request: Request) -> Person:
    """The person who asks, with their limits."""
    identity = request.state.identity
    return Person(identity.login, identity.name, identity.role, limits_of(identity.login))


def needs(*rights: Right) -> Any:
    """The dependency of a page: its ``Page``, when the person holds every one of the rights; else 403."""

    def page(request: Request) -> Page:
        person = person_of(request)
        if not person.may(*rights):
            raise HTTPException(403, "console-no-right")
        return Page(request, person)

    return Depends(page)


See = Annotated[Page, needs(Right.SEE)]
SeePersonal = Annotated[Page, needs(Right.SEE, Right.PERSONAL)]
Decide = Annotated[Page, needs(Right.SEE, Right.DECIDE)]
Rerun = Annotated[Page, needs(Right.SEE, Right.RERUN)]
Audit = Annotated[Page, needs(Right.SEE, Right.AUDIT)]
Admin = Annotated[Page, needs(Right.SEE, Right.ADMIN)]


def demand_theirs(page: Page, district_lgd: int | None = None, department: str | None = None) -> None:
    """Raise 403 where a record lies outside the person's limits."""
    if not page.person.is_theirs(district_lgd, department):
        raise HTTPException(403, "console-not-yours")


def demand_whole_state(page: Page) -> None:
    """Raise 403 for a person with limits: what is decided here concerns every district."""
    if not page.person.limits.is_none:
        raise HTTPException(403, "console-whole-state-only")


def dataset_label(dataset: str, language: str) -> str:
    """A dataset's title for people; its id where there is no contract any more."""
    known = contracts().get(dataset)
    return known.title if known else dataset


def _note_opening(page: Page, answer: Response) -> None:
    """The first page of a person on a day is a row of the audit."""
    today = datetime.now(IST).date().isoformat()
    mark = hmac.new(page.request.app.state.secret, f"opened|{page.person.login}|{today}".encode(), hashlib.sha256)
    if page.request.cookies.get(SEEN_COOKIE) == mark.hexdigest():
        return
    role = page.person.role.value if page.person.role else ""
    note(page.person.login, "console.open", page.person.login, role=role)
    set_cookie(page.request, answer, SEEN_COOKIE, mark.hexdigest())


def set_cookie(request: Request, answer: Response, name: str, value: str, days: int = 1) -> None:
    """A cookie of the console's own path."""
    answer.set_cookie(
        name, value, max_age=days * 86_400, path=address(request, "/"), httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
