"""Cuts Aadhaar numbers out of pages before the first byte is written.

A number is twelve digits (Latin or Devanagari, plain or escaped as JSON and XML write them), the first 2 to 9, with a
valid Verhoeff check digit (UIDAI), in one run or as 4-4-4 with spaces or hyphens, with no letter or digit beside it.
Base64 is left whole: within a long run of its letters nothing is cut, so a number inside an attached document stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc
from stdnum import verhoeff

REMOVED = b"[aadhaar removed]"
_BASE64_RUN = 200  # letters of base64 in one piece that no free text holds

_DEVANAGARI = rb"\xe0\xa5[\xa6-\xaf]"
_ESCAPED = rb"\\u(?:003[0-9]|096[6-9a-fA-F])"
_REFERENCE = rb"&#(?:x0*(?:3[0-9]|96[6-9a-fA-F])|0*(?:4[89]|5[0-7]|240[6-9]|241[0-5]));"
_DIGIT = rb"(?:[0-9]|%b|%b|%b)" % (_DEVANAGARI, _ESCAPED, _REFERENCE)
_SPACE = rb"[ \t-]|\xc2\xa0|\xe2\x80[\x90-\x95]|\\u00[aA]0|\\u201[0-5]|&#160;|&nbsp;"
_GAP = rb"(?:%b){0,3}" % _SPACE
_NUMBER = rb"%b{4}%b%b{4}%b%b{4}" % (_DIGIT, _GAP, _DIGIT, _GAP, _DIGIT)
_BEFORE = rb"(?<![A-Za-z0-9+])(?<![0-9]\.)(?<!%b)" % _DEVANAGARI
_AFTER = rb"(?![A-Za-z0-9]|%b)" % _DEVANAGARI
_CANDIDATE = re.compile(_BEFORE + _NUMBER + _AFTER)
_ONE_DIGIT = re.compile(rb"(%b)|(?:%b)" % (_DIGIT, _SPACE))
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]*")


def scrub_text(body: bytes) -> bytes:
    """Free text, CSV or XML with every Aadhaar number replaced by ``[aadhaar removed]``."""
    if not may_hold(body):
        return _in_utf16(body, scrub_text)
    return _CANDIDATE.sub(_judge(body), body)


def scrub_json(body: bytes, ignored: Iterable[str]) -> bytes:
    """JSON (or Mongo shell notation) without Aadhaar numbers and without the values of ``ignored`` keys."""
    ignored = list(ignored)
    for key in ignored:
        body = _without_key(body, key.encode())
    if not may_hold(body):
        return _in_utf16(body, lambda text: scrub_json(text, ignored))

    def token(match: re.Match[bytes]) -> bytes:
        piece = match.group()
        if piece.startswith(b'"'):
            return _CANDIDATE.sub(_judge(piece), piece)
        return b"null" if _is_aadhaar(piece.lstrip(b"-").partition(b".")[0]) else piece

    return scrub_text(_TOKEN.sub(token, body))  # once more: in broken JSON, strings end where they should not


_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\Z)|(?<![A-Za-z0-9.])-?[0-9]{12}(?![0-9])(?:\.[0-9]*)?', re.DOTALL)


def may_hold(body: bytes) -> bool:
    """Whether anything in the body looks like twelve digits in a row, gaps left out; fast, and wrong only by yes."""
    if (b"\\" in body and b"\\u0" in body) or (b"&" in body and (b"&#" in body or b"&nbsp;" in body)):
        return bool(pc.match_substring_regex(pa.array([body], pa.large_binary()), _NUMBER.decode("latin-1"))[0].as_py())
    return _ZEROS in body.translate(_TO_ZERO, _GAPS)


# Bytes of Devanagari digits are e0 a5 a6 to e0 a5 af: without the first two, one byte a digit is left.
_TO_ZERO = bytes.maketrans(b"123456789" + bytes(range(0xA6, 0xB0)), b"0" * 19)
_GAPS = b" \t-\xe0\xa5\xc2\xa0\xe2\x80" + bytes(range(0x90, 0x96))
_ZEROS = b"0" * 12


def _in_utf16(body: bytes, scrub: Callable[[bytes], bytes]) -> bytes:
    """A page in UTF-16, against its contract, is scrubbed too; anything else is returned as it is."""
    if b"\0" not in body:
        return body
    is_big = body.startswith(b"\xfe\xff") or body[0::2].count(0) > body[1::2].count(0)
    encoding = "utf-16-be" if is_big else "utf-16-le"
    even = len(body) // 2 * 2
    try:
        text = body[:even].decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return body
    clean = b"" if b"\0" in text else scrub(text)
    if not clean or clean == text:
        return body
    return clean.decode("utf-8", "surrogatepass").encode(encoding, "surrogatepass") + body[even:]


def _judge(text: bytes) -> Callable[[re.Match[bytes]], bytes]:
    def judged(match: re.Match[bytes]) -> bytes:
        found = match.group()
        return found if not _is_aadhaar(found) or _in_base64(text, match) else REMOVED

    return judged


def _is_aadhaar(found: bytes) -> bool:
    digits = "".join(_digit(token) for token in _ONE_DIGIT.findall(found) if token)
    return digits[0] not in "01" and bool(verhoeff.is_valid(digits))


def _digit(token: bytes) -> str:
    if len(token) == 1:
        return token.decode()
    if token.startswith(b"\xe0"):
        return str(token[2] - 0xA6)
    number = token.strip(b"\\u&#;x")
    code = int(number, 16 if token.startswith(b"\\u") or b"x" in token else 10)
    return chr(code) if code < 0x80 else str(code - 0x966)


def _in_base64(text: bytes, match: re.Match[bytes]) -> bool:
    window = text[max(0, match.start() - _BASE64_RUN) : match.start()][::-1]
    before = _BASE64.match(window)
    after = _BASE64.match(text, match.end(), match.end() + _BASE64_RUN)
    run = len(before.group() if before else b"") + len(after.group() if after else b"")
    return run >= _BASE64_RUN


def _without_key(body: bytes, key: bytes) -> bytes:
    quoted = b'"' + key + b'"'
    if quoted not in body:
        return body
    pieces, at = [], 0
    opening = re.compile(re.escape(quoted) + rb"\s*:\s*")
    while match := opening.search(body, at):
        end = _value_end(body, match.end())
        pieces += [body[at : match.end()], b'""']
        at = end
    return b"".join([*pieces, body[at:]])


_STEP = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[\]{}(),]', re.DOTALL)


def _value_end(body: bytes, start: int) -> int:
    """Where the JSON value that begins at ``start`` ends."""
    depth = 0
    for step in _STEP.finditer(body, start):
        mark = step.group()
        if mark[:1] == b'"':
            if depth == 0:
                return step.end()
        elif mark in b"[{(":
            depth += 1
        elif mark == b"," or depth == 0:
            if depth == 0:
                return step.start()
        else:
            depth -= 1
            if depth == 0:
                return step.end()
    return len(body)
