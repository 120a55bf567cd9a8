"""Renders a record's canonical values as its source would give them.

JSON systems carry numbers as numbers; Mongo's typed values are the marked dicts ``{"$date": text}`` (print
``ISODate("<text>Z")``; the wall time is Indian time, nothing is shifted) and ``{"$numberInt": n}`` (print
``NumberInt(n)``); a plain value prints as JSON. SOAP, CSV and XLSX systems get flat ``{wire name: text or None}``.
``None`` is JSON null, an absent element, or an empty cell.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from sandbox.world import aadhaar, fields
from sandbox.world.pools import RTPS_STEPS

Values = list[Any]
Wire = dict[str, Any]


def dmy(iso: str | None, sep: str = "-") -> str | None:
    """``2026-11-02`` as ``02-11-2026``."""
    return iso and f"{iso[8:10]}{sep}{iso[5:7]}{sep}{iso[:4]}"


def mdy(iso: str | None) -> str | None:
    """``2026-11-02`` as ``11-02-2026``."""
    return iso and f"{iso[5:7]}-{iso[8:10]}-{iso[:4]}"


def dmy_time(iso: str | None, sep: str = "-") -> str | None:
    """``2026-11-02T10:15:00`` as ``02-11-2026 10:15:00``."""
    return iso and f"{iso[8:10]}{sep}{iso[5:7]}{sep}{iso[:4]} {iso[11:]}"


def rupees(paise: int | None) -> str | None:
    """Paise as rupees with two decimals."""
    return None if paise is None else f"{'-' if paise < 0 else ''}{abs(paise) // 100}.{abs(paise) % 100:02d}"


def pdf(reference: str) -> bytes:
    """A tiny valid PDF (one page) that says which grievance it answers."""
    text = f"BT /F1 12 Tf 72 720 Td (Action taken on {reference}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    xref = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % xref
    return bytes(out)


def pdf_sha256(reference: str) -> str:
    """Digest of that PDF, as the hub keeps it."""
    return hashlib.sha256(pdf(reference)).hexdigest()


def _rtps(v: Values, rid: int) -> Wire:
    submitted, received, executed = v[5], v[22], v[23]
    info = {
        "appl_id": v[0], "appl_ref_no": v[1], "base_service_id": v[2], "service_name": v[3], "department_name": v[4],
        "submission_date": dmy_time(submitted), "due_date": dmy(v[6]), "submission_location": v[7],
        "submission_mode": v[8], "amount": None if v[17] is None else v[17] / 100, "version_no": v[18],
        "appl_status": v[19],
    }  # fmt: skip
    person = {
        "applicant_name": v[9], "father_name": v[10], "applicant_gender": v[11], "mobile_number": v[12],
        "pin_code": v[13], "district_code": v[14], "block_name": v[16],
    }  # fmt: skip
    steps = []
    if v[20] is not None:
        newest = {
            "task_id": f"T{rid % 9000 + 1000}", "task_name": v[20], "task_action": v[21],
            "received_time": dmy_time(received), "executed_time": dmy_time(executed),
        }  # fmt: skip
        steps.append({"task_details": newest, "official_form_details": {"remarks": "OK"} if executed else {}})
        for at in range(RTPS_STEPS.index(v[20]) - 1, -1, -1):  # older steps, each done when the next one began
            begun = submitted if at == 0 else received
            steps.append(
                {
                    "task_details": {
                        "task_id": f"T{(rid + at) % 9000 + 1000}", "task_name": RTPS_STEPS[at],
                        "task_action": "Forward", "received_time": dmy_time(begun),
                        "executed_time": dmy_time(received),
                    },
                    "official_form_details": {"remarks": "Verified"},
                }
            )  # fmt: skip
    return {
        "initiated_data": {"appl_info": info, "attribute_details": person},
        "execution_data": steps,
        "last_updated": dmy_time(v[24]),
        "record_status": v[25],
    }


def _rtps_tombstone(v: Values) -> Wire:
    return {
        "initiated_data": {"appl_info": {"appl_id": v[0]}, "attribute_details": {}},
        "execution_data": [],
        "last_updated": dmy_time(v[24]),
        "record_status": "DELETED",
    }


def _services(v: Values, rid: int) -> Wire:
    return dict(zip(("service_id", "service_name", "service_name_hi", "department_name", "office_level",
                     "designated_officer", "time_limit", "day_kind"), v, strict=True))  # fmt: skip


def _iso_date(iso: str | None) -> Wire | None:
    return iso and {"$date": iso}  # type: ignore[return-value]


def _grievances(v: Values, rid: int) -> Wire:
    name = f" {v[13]}  " if rid % 97 == 0 and v[13] else v[13]  # the real extract has stray spaces
    return {
        "registration_no": v[0], "CategoryV7": None if v[1] is None else {"$numberInt": v[1]},
        "DiaryDate": _iso_date(v[2]), "recvd_date": _iso_date(v[3]), "closing_date": _iso_date(v[4]),
        "resolution_date": _iso_date(v[5]), "UserCode": v[6], "org_code": v[7], "state": v[8], "dist_name": v[9],
        "pincode": v[11], "sex": v[12], "Name": name, "MobileNumber": v[14],
        "subject_content_text": aadhaar.put_back(v[15], rid), "remarks_text": aadhaar.put_back(v[16], rid),
        "v7_target": v[17],
    }  # fmt: skip


def _closures(v: Values, rid: int) -> Wire:
    return {
        "RegistrationNumber": v[0], "DateOfReceipt": mdy(v[1]), "DateOfAction": mdy(v[2]), "CurrentStatus": v[3],
        "Reason": v[4], "Remark": aadhaar.put_back(v[5], rid), "Rating": v[6], "OfficerDesignation": v[7],
        "ReplyDocument": base64.b64encode(pdf(v[0])).decode(),
    }  # fmt: skip


_Format = Callable[[Any], Any]


def _digits(value: Any) -> str | None:
    return None if value is None else str(value)


def _truth(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def flat(dataset: str, dates: _Format, times: _Format) -> Callable[[Values, int], Wire]:
    """How the records of a dataset are written whose wire is one flat object of texts."""
    formats: dict[str, _Format] = {"i": _digits, "b": _truth, "n": rupees, "d": dates, "t": times}
    plan = [(wire, at, formats.get(kind)) for at, (_, wire, kind) in enumerate(fields.SPECS[dataset]) if kind != "x"]

    def render(v: Values, rid: int) -> Wire:
        return {wire: v[at] if form is None else form(v[at]) for wire, at, form in plan}

    return render


_matter = flat(fields.MATTERS, lambda d: dmy(d, "/"), lambda t: dmy_time(t, "/"))


def _matters(v: Values, rid: int) -> Wire:
    wire = _matter(v, rid)
    wire["Subject"] = aadhaar.put_back(v[12], rid)
    wire["AadhaarNo"] = None if rid % 11 == 0 else aadhaar.number(rid)
    return wire


def _matter_tombstone(v: Values) -> Wire:
    return {"UniqueNo": v[0], "ModifiedOn": dmy_time(v[18], "/"), "RecordStatus": "DELETED"}


RENDER: dict[str, Callable[[Values, int], Wire]] = {
    fields.RTPS: _rtps,
    fields.SERVICES: _services,
    fields.GRIEVANCES: _grievances,
    fields.CLOSURES: _closures,
    fields.EMPLOYEES: flat(fields.EMPLOYEES, lambda d: d, lambda t: t),
    fields.PAY_CASES: flat(fields.PAY_CASES, lambda d: d, lambda t: t),
    fields.PAYROLL: flat(fields.PAYROLL, lambda d: dmy(d, "/"), lambda t: t),
    fields.PARS: flat(fields.PARS, dmy, lambda t: t),
    fields.MATTERS: _matters,
}
TOMBSTONE: dict[str, Callable[[Values], Wire]] = {fields.RTPS: _rtps_tombstone, fields.MATTERS: _matter_tombstone}
